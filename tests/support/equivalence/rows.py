"""Changes of organizations, their attributes and their assessments."""

from kinds import (
    FUTURE, NotNow, assessments, attribute_tables, columns, dimensions, kind, new_id, new_name,
    one, organizations, quote, sectors, table_of, value_for)

# Organizations.


def insert_attributes(world, organization, sector):
    table = table_of(sector)
    if table not in attribute_tables(world):
        return
    chosen = [c for c in columns(world, table) if world.rng.random() < 0.7]
    names = "".join(f", {c['name']}" for c in chosen)
    values = "".join(f", {value_for(world, c)}" for c in chosen)
    world.sql(f"INSERT INTO public.{table} (organization_id{names}) VALUES ('{organization}'{values}) "
              "ON CONFLICT DO NOTHING")


def insert_assessment(world, organization, day):
    rng, key = world.rng, new_id(world)
    maybe = lambda value: quote(value) if rng.random() < 0.8 else "NULL"
    world.sql(
        "INSERT INTO public.organization_assessments (assessment_id, organization_id, talent_concentration, "
        "market_cap_percentile, timing_factor, alignment, evidence_count, enterprise_value_musd, target_score, "
        f"effective_from, is_current) VALUES ('{key}', '{organization}', {maybe(rng.randrange(6000) / 10000)}, "
        f"{maybe(rng.randrange(10001) / 10000)}, {maybe(0.8 + rng.randrange(41) / 100)}, "
        f"{'NULL' if rng.random() < 0.8 else rng.randrange(101) / 100}, {maybe(1 + rng.randrange(60))}, "
        f"{maybe(rng.randrange(1, 200000) / 100)}, {maybe(50 + rng.randrange(50))}, DATE '{day}', TRUE)")
    level = rng.randrange(20, 90)
    rows = ", ".join(f"('{key}', '{d}', {min(100, max(0, level + rng.randrange(-1500, 1500) / 100))})"
                     for d in dimensions(world) if rng.random() < 0.97)
    if rows:
        world.sql(f"INSERT INTO public.assessment_dimension_scores (assessment_id, dimension_id, score) VALUES {rows}")


def remove(world, ids):
    """Organizations with all that hangs on them."""
    if not ids:
        return
    listed = ", ".join(f"'{i}'" for i in ids)
    statements = [
        "DELETE FROM public.assessment_dimension_scores WHERE assessment_id IN (SELECT assessment_id "
        f"FROM public.organization_assessments WHERE organization_id IN ({listed}))",
        f"DELETE FROM public.organization_assessments WHERE organization_id IN ({listed})"]
    statements += [f"DELETE FROM public.{t} WHERE organization_id IN ({listed})" for t in attribute_tables(world)]
    statements.append(f"DELETE FROM public.organizations WHERE organization_id IN ({listed})")
    world.sql("; ".join(statements))


def insert_organization(world, sector, name):
    rng, key = world.rng, new_id(world)
    world.sql(
        "INSERT INTO public.organizations (organization_id, legal_name, focus_group_id, employee_count, "
        f"annual_revenue_usd, status) VALUES ('{key}', {quote(name)}, '{sector}', "
        f"{rng.choice(['NULL', '0', str(rng.randrange(90000))])}, "
        f"{rng.choice(['NULL', str(rng.randrange(10**11) / 100)])}, '{rng.choice(['active', 'inactive'])}')")
    return key


@kind()
def organization_inserted(world):
    sector, name = one(world, sectors(world)), new_name(world)
    key = insert_organization(world, sector, name)
    if world.rng.random() < 0.7:
        insert_attributes(world, key, sector)
    if world.rng.random() < 0.7:
        insert_assessment(world, key, "2026-01-15")
    return f"'{name}' is new in {sector}"


@kind()
def organization_that_sorts_first(world):
    sector = one(world, sectors(world))
    insert_organization(world, sector, " \t!"[world.rng.randrange(3)] + f"{world.step}")
    return f"a new name sorts before all others of {sector}"


@kind()
def organization_updated(world):
    row = one(world, organizations(world))
    column = one(world, [c for c in columns(world, "organizations") if c["name"] not in
                         ("focus_group_id", "legal_name", "status", "created_by", "headquarters_country",
                          "ticker_symbol", "primary_sic_code", "primary_naics_code")])
    world.sql(f"UPDATE public.organizations SET {column['name']} = {value_for(world, column)} "
              f"WHERE organization_id = '{row['id']}'")
    return f"{column['name']} of '{row['name']}'"


@kind()
def organization_short_columns(world):
    row = one(world, organizations(world))
    name, value = world.rng.choice([("ticker_symbol", "T&<9"), ("headquarters_country", "DEU"), ("status", "archived"),
                                    ("status", "inactive"), ("primary_sic_code", "7372"), ("created_by", "somebody"),
                                    ("website_url", "javascript:alert(1)"), ("display_name", "Displayed <i>"),
                                    ("primary_naics_code", "541511")])
    world.sql(f"UPDATE public.organizations SET {name} = {quote(value)} WHERE organization_id = '{row['id']}'")
    return f"{name} of '{row['name']}'"


@kind()
def organization_renamed(world):
    row, name = one(world, organizations(world)), new_name(world)
    world.sql(f"UPDATE public.organizations SET legal_name = {quote(name)} WHERE organization_id = '{row['id']}'")
    return f"'{row['name']}' is now '{name}'"


@kind()
def names_swapped(world):
    rows = organizations(world)
    if len(rows) < 2:
        raise NotNow
    a, b = world.rng.sample(rows, 2)
    world.sql(f"UPDATE public.organizations SET legal_name = CASE organization_id WHEN '{a['id']}' THEN "
              f"{quote(b['name'])} ELSE {quote(a['name'])} END WHERE organization_id IN ('{a['id']}', '{b['id']}')")
    return f"'{a['name']}' and '{b['name']}' swap names"


@kind()
def organization_deleted(world):
    row = one(world, organizations(world))
    remove(world, [row["id"]])
    return f"'{row['name']}' is gone"


@kind()
def organization_moved(world):
    row = one(world, organizations(world))
    sector = one(world, [s for s in sectors(world) if s != row["sector"]])
    world.sql(f"UPDATE public.organizations SET focus_group_id = '{sector}' WHERE organization_id = '{row['id']}'")
    if world.rng.random() < 0.5:
        insert_attributes(world, row["id"], sector)
    return f"'{row['name']}' moves from {row['sector']} to {sector}"


@kind()
def id_changed(world):
    row = one(world, organizations(
        world, "NOT EXISTS (SELECT FROM public.organization_assessments a WHERE a.organization_id = o.organization_id)"))
    key = new_id(world)
    for table in attribute_tables(world):
        world.sql(f"DELETE FROM public.{table} WHERE organization_id = '{row['id']}'")
    world.sql(f"UPDATE public.organizations SET organization_id = '{key}' WHERE organization_id = '{row['id']}'")
    return f"'{row['name']}' has another id"


@kind()
def sector_emptied(world):
    sector = one(world, sectors(world))
    rows = organizations(world, f"o.focus_group_id = '{sector}'")
    others = [s for s in sectors(world) if s != sector]
    if not rows or not others:
        raise NotNow
    last = rows[0]["id"]
    listed = ", ".join(f"'{r['id']}'" for r in rows[1:]) or "NULL"
    world.sql(f"UPDATE public.organizations SET focus_group_id = '{world.rng.choice(others)}' "
              f"WHERE organization_id IN ({listed})")
    remove(world, [last])

    def refill(w):
        w.sql(f"UPDATE public.organizations SET focus_group_id = '{sector}' WHERE organization_id IN ({listed}) "
              f"AND EXISTS (SELECT FROM public.focus_groups WHERE focus_group_id = '{sector}')")
        return f"{sector} has its organizations again"
    world.later(refill, 2, 4)
    return f"the last organization of {sector} is gone"


@kind()
def crowd(world):
    """Lists fall into pages, at 200 rows and more."""
    sector = one(world, sectors(world))
    count = world.rows(f"SELECT count(*) AS n FROM public.organizations WHERE focus_group_id = '{sector}'")[0]["n"]
    missing = world.rng.choice([199, 200, 201, 300]) - count
    if missing < 1:
        raise NotNow
    world.sql("INSERT INTO public.organizations (organization_id, legal_name, focus_group_id) "
              f"SELECT md5('crowd {world.step} ' || n)::uuid, 'Crowd ' || n, '{sector}' FROM generate_series(1, {missing}) n")

    def grow(w):
        insert_organization(w, sector, "Crowd 000")
        return f"one more before the crowd of {sector}"

    def leave(w):
        remove(w, [row["id"] for row in organizations(w, "o.legal_name LIKE 'Crowd %'")])
        return f"the crowd leaves {sector}"
    world.later(grow, 1, 1)
    world.later(leave, 2, 3)
    return f"{missing} more in {sector}"


@kind()
def drift(world):
    number = world.rng.randrange(1000)
    world.program("seed", "--drift", "3", "--seed", str(number))
    return f"a night's drift, seed {number}"


@kind()
def seeded_again(world):
    if not world.program("seed", "--demo"):
        raise NotNow  # a key of its rows is taken
    return "the demonstration's rows are loaded again"


# Attributes.


def rows_of(world, table):
    return world.rows(f"SELECT organization_id AS id FROM public.{table} ORDER BY 1")


@kind(count=2)
def attribute_updated(world):
    table = one(world, attribute_tables(world))
    row, column = one(world, rows_of(world, table)), one(world, columns(world, table))
    world.sql(f"UPDATE public.{table} SET {column['name']} = {value_for(world, column)} "
              f"WHERE organization_id = '{row['id']}'")
    return f"{table}.{column['name']} of {row['id']}"


@kind()
def attribute_of_all(world):
    table = one(world, attribute_tables(world))
    column = one(world, columns(world, table))
    world.sql(f"UPDATE public.{table} SET {column['name']} = {value_for(world, column)}")
    return f"{table}.{column['name']} of all"


@kind()
def attributes_inserted(world):
    sector = one(world, sectors(world))
    if table_of(sector) not in attribute_tables(world):
        raise NotNow
    row = one(world, organizations(
        world, f"o.focus_group_id = '{sector}' AND NOT EXISTS (SELECT FROM public.{table_of(sector)} a "
        "WHERE a.organization_id = o.organization_id)"))
    insert_attributes(world, row["id"], sector)
    return f"attributes of '{row['name']}'"


@kind()
def attributes_of_another_sector(world):
    row = one(world, organizations(world))
    insert_attributes(world, row["id"], one(world, [s for s in sectors(world) if s != row["sector"]]))
    return f"'{row['name']}' gets attributes of a sector that is not its own"


@kind()
def attributes_deleted(world):
    table = one(world, attribute_tables(world))
    row = one(world, rows_of(world, table))
    world.sql(f"DELETE FROM public.{table} WHERE organization_id = '{row['id']}'")
    return f"{table} without {row['id']}"


@kind()
def attributes_truncated(world):
    table, backup = one(world, attribute_tables(world)), f"backup_{world.step}_{world.rng.randrange(10**6)}"
    world.sql(f"CREATE TABLE {backup} AS SELECT * FROM public.{table}; TRUNCATE public.{table}")

    def refill(w):
        if table not in attribute_tables(w):
            raise NotNow
        names = ", ".join(r["name"] for r in w.rows(
            f"SELECT a.attname AS name FROM pg_attribute a JOIN pg_attribute b ON b.attname = a.attname "
            f"WHERE a.attrelid = '{backup}'::regclass AND b.attrelid = 'public.{table}'::regclass "
            "AND a.attnum > 0 AND NOT a.attisdropped AND NOT b.attisdropped ORDER BY 1"))
        w.sql(f"INSERT INTO public.{table} ({names}) SELECT {names} FROM {backup} b WHERE EXISTS (SELECT FROM "
              "public.organizations o WHERE o.organization_id = b.organization_id) ON CONFLICT DO NOTHING; "
              f"DROP TABLE {backup}")
        return f"{table} is filled again"
    world.later(refill, 1, 3)
    return f"{table} is truncated"


# Assessments.


@kind(count=2)
def score_updated(world):
    row = one(world, world.rows(
        "SELECT s.assessment_id AS id, s.dimension_id AS dimension FROM public.assessment_dimension_scores s "
        "JOIN public.organization_assessments a USING (assessment_id) WHERE a.effective_to IS NULL ORDER BY 1, 2"))
    world.sql(f"UPDATE public.assessment_dimension_scores SET score = {world.rng.randrange(10001) / 100} "
              f"WHERE assessment_id = '{row['id']}' AND dimension_id = '{row['dimension']}'")
    return f"score of {row['dimension']} in {row['id']}"


@kind()
def score_of_the_past(world):
    row = one(world, assessments(world, "a.effective_to IS NOT NULL"))
    world.sql("UPDATE public.assessment_dimension_scores SET score = 100 - score "
              f"WHERE assessment_id = '{row['id']}'")
    return f"scores of {row['id']}, which is no longer in force"


@kind()
def score_removed_or_added(world):
    row, dimension = one(world, assessments(world)), one(world, dimensions(world))
    world.sql("WITH gone AS (DELETE FROM public.assessment_dimension_scores "
              f"WHERE assessment_id = '{row['id']}' AND dimension_id = '{dimension}' RETURNING 1) "
              "INSERT INTO public.assessment_dimension_scores (assessment_id, dimension_id, score) "
              f"SELECT '{row['id']}', '{dimension}', 61.5 WHERE NOT EXISTS (SELECT FROM gone)")
    return f"score of {dimension} in {row['id']} comes or goes"


@kind()
def assessment_updated(world):
    row = one(world, assessments(world, "a.effective_to IS NULL"))
    column, value = world.rng.choice([
        ("talent_concentration", "0.5"), ("market_cap_percentile", "NULL"), ("market_cap_percentile", "0.91"),
        ("timing_factor", "1.2"), ("alignment", "0.7"), ("alignment", "NULL"), ("evidence_count", "1"),
        ("evidence_count", "200"), ("enterprise_value_musd", "12345.67"), ("enterprise_value_musd", "NULL"),
        ("target_score", "95"), ("target_score", "NULL")])
    world.sql(f"UPDATE public.organization_assessments SET {column} = {value} WHERE assessment_id = '{row['id']}'")
    return f"{column} of {row['id']}"


@kind()
def assessment_later(world):
    row = one(world, organizations(world))
    day = world.rng.choice(["2026-04-30", "2026-07-31", "2026-09-30", FUTURE])
    if world.rows("SELECT 1 AS n FROM public.organization_assessments "
                  f"WHERE organization_id = '{row['id']}' AND effective_from >= DATE '{day}'"):
        raise NotNow
    if day != FUTURE:
        world.sql(f"UPDATE public.organization_assessments SET effective_to = DATE '{day}', is_current = FALSE "
                  f"WHERE organization_id = '{row['id']}' AND effective_to IS NULL AND effective_from < DATE '{day}'")
    insert_assessment(world, row["id"], day)
    return f"'{row['name']}' is assessed on {day}"


@kind()
def assessment_ended(world):
    row = one(world, assessments(world, "a.effective_to IS NULL"))
    world.sql("UPDATE public.organization_assessments SET effective_to = effective_from + 1, is_current = FALSE "
              f"WHERE assessment_id = '{row['id']}'")
    return f"{row['id']} is no longer in force"


@kind()
def assessments_deleted(world):
    row = one(world, assessments(world))
    world.sql("DELETE FROM public.assessment_dimension_scores WHERE assessment_id IN (SELECT assessment_id "
              f"FROM public.organization_assessments WHERE organization_id = '{row['organization']}'); "
              f"DELETE FROM public.organization_assessments WHERE organization_id = '{row['organization']}'")
    return f"{row['organization']} was never assessed"


@kind()
def assessment_of_another(world):
    row = one(world, assessments(world, "a.effective_to IS NULL"))
    other = one(world, organizations(
        world, "NOT EXISTS (SELECT FROM public.organization_assessments a WHERE a.organization_id = o.organization_id)"))
    world.sql(f"UPDATE public.organization_assessments SET organization_id = '{other['id']}' "
              f"WHERE assessment_id = '{row['id']}'")
    return f"{row['id']} goes to '{other['name']}'"
