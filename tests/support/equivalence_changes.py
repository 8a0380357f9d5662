"""What may happen between two builds: each kind of change is a function below that makes one.

A kind takes the world of equivalence.py, makes its change through world.sql() or on disk, and says
in one line what it did. It raises NotNow where it does not apply. A kind marked `quiet` changes
nothing that is published. Everything is chosen by world.rng from ordered rows, so that one seed
gives one history.
"""

import os
import shutil
import uuid

KINDS = {}

WEIGHT_DIGITS = 3
FUTURE = "2090-01-01"
DAYS = [None, None, "2025-08-15", "2026-02-01", "2026-06-30", "2091-01-01"]
NAMES = ["!First", "0 Null Ltd", "Aardvark AB", "<b>Bold</b> \"Ltd\"", "O'Hara & Sons", "=SUM(A1:A9)",
         "Ωμέγα Α.Ε.", "東方重工", "שלום בע\"מ", "~Last", "Middle  Of  Two  Spaces", "Émile Frères"]
WORDS = ["north", "Zürich", "R&D", "alpha-7", "<none>", "\"quoted\"", "O'Clock", "plain", "=1+1", "長い"]


class NotNow(Exception):
    """The kind has nothing to change in the present state."""


def kind(count=1, quiet=False):
    """`count` cards of the deck that changes are drawn from."""
    def register(function):
        function.quiet = quiet
        function.count = count
        KINDS[function.__name__] = function
        return function
    return register


def quote(value):
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return repr(value)
    return "'" + str(value).replace("'", "''") + "'"


# Rows to choose from.


def organizations(world, condition="TRUE"):
    return world.rows(f"SELECT o.organization_id AS id, o.focus_group_id AS sector, o.legal_name AS name "
                      f"FROM public.organizations o WHERE {condition} ORDER BY 1")


def sectors(world, condition="is_active"):
    return [row["id"] for row in world.rows(
        "SELECT focus_group_id AS id FROM public.focus_groups "
        f"WHERE platform = 'pe_org_air' AND {condition} ORDER BY 1")]


def dimensions(world):
    return [row["id"] for row in world.rows("SELECT dimension_id AS id FROM public.dimensions ORDER BY 1")]


def assessments(world, condition="TRUE"):
    return world.rows("SELECT a.assessment_id AS id, a.organization_id AS organization, a.effective_from "
                      f"FROM public.organization_assessments a WHERE {condition} ORDER BY 1")


def weights(world, condition="TRUE"):
    return world.rows("SELECT w.weight_id AS id, w.focus_group_id AS sector, w.dimension_id AS dimension, w.weight "
                      "FROM public.focus_group_dimension_weights w "
                      f"WHERE w.effective_to IS NULL AND w.effective_from < DATE '{FUTURE}' AND {condition} ORDER BY 1")


def attribute_tables(world):
    return [row["name"] for row in world.rows(
        "SELECT relname AS name FROM pg_class WHERE relname LIKE 'org\\_attributes\\_%' AND relkind = 'r' ORDER BY 1")]


def table_of(sector):
    return "org_attributes_" + sector.removeprefix("pe_")


def columns(world, table):
    return world.rows(
        "SELECT a.attname AS name, t.typname AS type, a.atttypmod AS modifier FROM pg_attribute a "
        "JOIN pg_type t ON t.oid = a.atttypid "
        f"WHERE a.attrelid = 'public.{table}'::regclass AND a.attnum > 0 AND NOT a.attisdropped "
        "AND a.attname NOT IN ('organization_id', 'created_at', 'updated_at') ORDER BY a.attnum")


def value_for(world, column):
    """A literal that fits the column's type; now and then NULL."""
    rng, name = world.rng, column["type"]
    if rng.random() < 0.15:
        return "NULL"
    if name == "bool":
        return rng.choice(["TRUE", "FALSE"])
    if name in ("int4", "int8", "int2"):
        return str(rng.choice([0, 1, rng.randrange(30000)]))
    if name == "numeric":
        return str(rng.randrange(10000) / 100)
    if name.startswith("_"):
        words = ", ".join(quote(word) for word in rng.sample(WORDS, rng.randrange(4)))
        return f"ARRAY[{words}]::VARCHAR[]"
    return quote(rng.choice(WORDS + [""]))


def new_name(world):
    others = organizations(world)
    if others and world.rng.random() < 0.15:
        return world.rng.choice(others)["name"]  # the same name twice: the id decides the order
    return f"{world.rng.choice(NAMES)} {world.rng.randrange(1000)}"


def new_id(world):
    return str(uuid.UUID(int=world.rng.getrandbits(128), version=4))


def one(world, choices):
    if not choices:
        raise NotNow
    return world.rng.choice(choices)


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


# Weights and calibrations.


@kind()
def weights_shifted(world):
    sector = one(world, sectors(world))
    rows = weights(world, f"w.focus_group_id = '{sector}'")
    givers = [r for r in rows if r["weight"] > 0.03]
    if len(rows) < 2 or not givers:
        raise NotNow
    giver = world.rng.choice(givers)
    taker = world.rng.choice([r for r in rows if r is not giver])
    world.sql("UPDATE public.focus_group_dimension_weights SET weight = weight + "
              f"CASE weight_id WHEN {giver['id']} THEN -0.02 ELSE 0.02 END WHERE weight_id IN ({giver['id']}, {taker['id']})")
    return f"{giver['dimension']} gives {taker['dimension']} weight in {sector}"


def heal(world, sector):
    """The largest weight in force takes what is missing to one."""
    rows = world.rows("SELECT weight_id AS id, weight FROM public.focus_group_dimension_weights "
                      f"WHERE focus_group_id = '{sector}' AND effective_from <= DATE '2026-11-01' "
                      "AND (effective_to IS NULL OR effective_to > DATE '2026-11-01') ORDER BY weight DESC, 1")
    if rows:
        missing = round(1 - sum(row["weight"] for row in rows), 3)
        world.sql(f"UPDATE public.focus_group_dimension_weights SET weight = weight + ({missing}) "
                  f"WHERE weight_id = {rows[0]['id']} AND weight + ({missing}) BETWEEN 0 AND 1")


@kind(count=2)
def weights_invalid(world):
    row = one(world, weights(world, "w.weight BETWEEN 0.02 AND 0.9"))
    table, sign = "public.focus_group_dimension_weights", world.rng.choice([-1, 1])
    delta = sign * world.rng.choice([0.001, 0.01])
    world.sql(f"UPDATE {table} SET weight = weight + {delta} WHERE weight_id = {row['id']}")

    def restore(w):
        heal(w, row["sector"])
        return f"weights of {row['sector']} sum to one"
    world.later(restore, 1, 3)
    return f"weights of {row['sector']} do not sum to one"


@kind()
def weight_missing(world):
    row, backup = one(world, weights(world)), f"backup_{world.step}_{world.rng.randrange(10**6)}"
    table = "public.focus_group_dimension_weights"
    world.sql(f"CREATE TABLE {backup} AS SELECT * FROM {table} WHERE weight_id = {row['id']}; "
              f"DELETE FROM {table} WHERE weight_id = {row['id']}")

    def restore(w):
        w.sql(f"INSERT INTO {table} SELECT b.* FROM {backup} b JOIN public.focus_groups g USING (focus_group_id) "
              f"ON CONFLICT DO NOTHING; DROP TABLE {backup}")
        return f"weight of {row['dimension']} in {row['sector']} is there again"
    world.later(restore, 1, 2)
    return f"weight of {row['dimension']} in {row['sector']} is missing"


@kind()
def weight_twice(world):
    row = one(world, weights(world, "w.effective_from < DATE '2025-06-01'"))
    table = "public.focus_group_dimension_weights"
    world.sql(f"INSERT INTO {table} (focus_group_id, dimension_id, weight, effective_from) SELECT focus_group_id, "
              f"dimension_id, weight, DATE '2025-06-01' FROM {table} WHERE weight_id = {row['id']} ON CONFLICT DO NOTHING")

    def restore(w):
        w.sql(f"DELETE FROM {table} WHERE effective_from = DATE '2025-06-01' AND focus_group_id = '{row['sector']}' "
              f"AND dimension_id = '{row['dimension']}'")
        return f"{row['dimension']} of {row['sector']} has one weight"
    world.later(restore, 1, 3)
    return f"{row['dimension']} of {row['sector']} has two weights in force"


@kind()
def rationale_changed(world):
    row = one(world, weights(world))
    world.sql(f"UPDATE public.focus_group_dimension_weights SET weight_rationale = {quote(world.rng.choice(WORDS + ['']))} "
              f"WHERE weight_id = {row['id']}")
    return f"rationale of {row['dimension']} in {row['sector']}"


@kind()
def weights_of_the_future(world):
    """In force on a later --as-of only."""
    sector = one(world, sectors(world))
    rows = weights(world, f"w.focus_group_id = '{sector}'")
    if len(rows) < 2:
        raise NotNow
    a, b = world.rng.sample(rows, 2)
    world.sql("; ".join(
        f"UPDATE public.focus_group_dimension_weights SET effective_to = DATE '{FUTURE}' WHERE weight_id = {row['id']}; "
        "INSERT INTO public.focus_group_dimension_weights (focus_group_id, dimension_id, weight, weight_rationale, "
        f"effective_from) VALUES ('{sector}', '{row['dimension']}', {other['weight']}, 'From then on', "
        f"DATE '{FUTURE}') ON CONFLICT (focus_group_id, dimension_id, effective_from) DO UPDATE SET weight = EXCLUDED.weight"
        for row, other in ((a, b), (b, a))))
    return f"{a['dimension']} and {b['dimension']} of {sector} swap weights on {FUTURE}"


@kind()
def calibration_updated(world):
    row = one(world, world.rows("SELECT calibration_id AS id, focus_group_id AS sector, parameter_name AS name "
                                "FROM public.focus_group_calibrations ORDER BY 1"))
    span = {"h_r_baseline": (60, 90), "position_factor_delta": (0.1, 0.2), "ebitda_multiplier": (0.8, 1.3),
            "talent_concentration_threshold": (0.1, 0.4), "governance_minimum": (40, 80),
            "sector_average_v_r": (40, 70)}.get(row["name"], (1, 2))
    value = round(world.rng.uniform(*span), 3)
    world.sql(f"UPDATE public.focus_group_calibrations SET parameter_value = {value} WHERE calibration_id = {row['id']}")
    return f"{row['name']} of {row['sector']} is {value}"


@kind()
def calibration_deleted(world):
    row = one(world, world.rows("SELECT calibration_id AS id, focus_group_id AS sector, parameter_name AS name "
                                "FROM public.focus_group_calibrations ORDER BY 1"))
    world.sql(f"DELETE FROM public.focus_group_calibrations WHERE calibration_id = {row['id']}")
    return f"{row['name']} of {row['sector']} is gone"


@kind()
def calibration_inserted(world):
    sector = one(world, sectors(world))
    name, value = world.rng.choice([("governance_minimum", 62), ("sector_average_v_r", 58), ("house_parameter", 3),
                                    ("h_r_baseline", 71), ("position_factor_delta", 0.12)])
    day = world.rng.choice(["2025-01-01", "2026-03-01", FUTURE])
    world.sql("INSERT INTO public.focus_group_calibrations (focus_group_id, parameter_name, parameter_value, description, "
              f"effective_from) VALUES ('{sector}', '{name}', {value}, 'Described', DATE '{day}') ON CONFLICT "
              "(focus_group_id, parameter_name, effective_from) DO UPDATE SET parameter_value = EXCLUDED.parameter_value, "
              "description = 'Described again'")
    return f"{name} of {sector} from {day}"


# Sectors and dimensions.


@kind()
def sector_renamed(world):
    sector = one(world, sectors(world))
    column, value = world.rng.choice([
        ("group_name", f"Renamed & <{world.step}>"), ("group_name", f"0 {world.step}"), ("group_description", "Described anew"),
        ("color_hex", "#123456"), ("color_hex", None), ("group_code", f"C{world.step}-{sector[3:]}")])
    world.sql(f"UPDATE public.focus_groups SET {column} = {quote(value)} WHERE focus_group_id = '{sector}'")
    return f"{column} of {sector} is {value!r}"


@kind()
def sectors_reordered(world):
    active = sectors(world)
    if len(active) < 2:
        raise NotNow
    a, b = world.rng.sample(active, 2)
    world.sql("UPDATE public.focus_groups f SET display_order = g.display_order FROM public.focus_groups g "
              f"WHERE (f.focus_group_id, g.focus_group_id) IN (('{a}', '{b}'), ('{b}', '{a}'))")
    return f"{a} and {b} swap places"


@kind()
def sector_inactive(world):
    active = sectors(world)
    if len(active) < 4:
        raise NotNow
    sector = world.rng.choice(active)
    world.sql(f"UPDATE public.focus_groups SET is_active = FALSE WHERE focus_group_id = '{sector}'")

    def restore(w):
        w.sql(f"UPDATE public.focus_groups SET is_active = TRUE WHERE focus_group_id = '{sector}'")
        return f"{sector} is active again"
    world.later(restore, 1, 3)
    return f"{sector} is inactive"


@kind()
def sector_added(world):
    sector, table = "pe_logistics", "org_attributes_logistics"
    if world.rows(f"SELECT 1 AS n FROM public.focus_groups WHERE focus_group_id = '{sector}'"):
        raise NotNow
    world.sql(
        "INSERT INTO public.focus_groups (focus_group_id, platform, group_name, group_code, display_order) "
        f"VALUES ('{sector}', 'pe_org_air', 'Logistics', 'LOG', {world.rng.randrange(10)}); "
        "INSERT INTO public.focus_group_dimension_weights (focus_group_id, dimension_id, weight, effective_from) "
        f"SELECT '{sector}', dimension_id, CASE WHEN n = 1 THEN 0.16 ELSE 0.14 END, DATE '2025-01-01' "
        "FROM (SELECT dimension_id, row_number() OVER (ORDER BY dimension_id) AS n FROM public.dimensions) d")
    if world.rng.random() < 0.7:
        world.sql(f"CREATE TABLE public.{table} (organization_id UUID PRIMARY KEY REFERENCES "
                  "public.organizations(organization_id), fleet_size INTEGER, telematics BOOLEAN DEFAULT FALSE); "
                  f"COMMENT ON COLUMN public.{table}.fleet_size IS 'Fleet size [vehicles]: owned and leased'; "
                  f"GRANT SELECT ON public.{table} TO orgair_reader")
        world.extras += [(table, "fleet_size"), (table, "telematics")]
        world.define_view()
    for row in world.rng.sample(organizations(world), 2):
        world.sql(f"UPDATE public.organizations SET focus_group_id = '{sector}' WHERE organization_id = '{row['id']}'")
        insert_attributes(world, row["id"], sector)
    world.later(remove_sector, 4, 9)
    return f"{sector} is new"


def remove_sector(world):
    sector, table = "pe_logistics", "org_attributes_logistics"
    others = [s for s in sectors(world) if s != sector]
    world.extras = [extra for extra in world.extras if extra[0] != table]
    world.define_view()
    world.sql(f"UPDATE public.organizations SET focus_group_id = '{others[0]}' WHERE focus_group_id = '{sector}'; "
              f"DROP TABLE IF EXISTS public.{table}; "
              f"DELETE FROM public.focus_group_dimension_weights WHERE focus_group_id = '{sector}'; "
              f"DELETE FROM public.focus_group_calibrations WHERE focus_group_id = '{sector}'; "
              f"DELETE FROM public.focus_groups WHERE focus_group_id = '{sector}'")
    return f"{sector} is gone"


@kind()
def dimension_changed(world):
    ids = dimensions(world)
    a, b = world.rng.sample(ids, 2)
    which = world.rng.randrange(3)
    if which == 0:
        world.sql("UPDATE public.dimensions d SET display_order = e.display_order FROM public.dimensions e "
                  f"WHERE (d.dimension_id, e.dimension_id) IN (('{a}', '{b}'), ('{b}', '{a}'))")
    elif which == 1:
        world.sql(f"UPDATE public.dimensions SET dimension_name = 'Dimension <{world.step}>' WHERE dimension_id = '{a}'")
    else:
        world.sql(f"UPDATE public.dimensions SET description = 'Measures {world.step}' WHERE dimension_id = '{a}'")
    return f"{['order', 'name', 'description'][which]} of {a}"


# The schema: nothing here fires a trigger on rows.


@kind()
def comment_changed(world):
    table = one(world, attribute_tables(world) + ["organizations"])
    column = one(world, columns(world, table))["name"]
    text = world.rng.choice([None, f"Label {world.step} [units]: explained & <more>", f"Only a label {world.step}", ""])
    world.sql(f"COMMENT ON COLUMN public.{table}.{column} IS {quote(text)}")
    return f"comment of {table}.{column}"


@kind()
def column_added(world):
    table, name = one(world, attribute_tables(world)), f"extra_{world.step}_{world.rng.randrange(100)}"
    sort, default = world.rng.choice([("INTEGER", "7"), ("BOOLEAN", "TRUE"), ("NUMERIC(12,2)", None),
                                      ("VARCHAR(50)", "'given'"), ("DATE", "DATE '2026-01-01'")])
    world.sql(f"ALTER TABLE public.{table} ADD COLUMN {name} {sort}{' DEFAULT ' + default if default else ''}")

    def show(w):
        w.extras.append((table, name))
        w.define_view()
        return f"the view shows {table}.{name}"

    def drop(w):
        w.extras = [extra for extra in w.extras if extra != (table, name)]
        w.define_view()
        w.sql(f"ALTER TABLE IF EXISTS public.{table} DROP COLUMN IF EXISTS {name}")
        return f"{table}.{name} is dropped"
    if table != "org_attributes_logistics":
        world.later(show, 0, 2)
        world.later(drop, 5, 9)
    return f"{table} has a new column {name}"


@kind()
def values_rewritten_by_ddl(world):
    """No trigger fires, and yet every score is another."""
    world.sql("ALTER TABLE public.assessment_dimension_scores ALTER COLUMN score TYPE DECIMAL(5,2) "
              "USING CASE WHEN score > 50 THEN score - 1 ELSE score + 1 END")
    return "ALTER TABLE rewrites all scores"


@kind()
def view_redefined(world):
    world.shout = not world.shout
    world.define_view()
    return "the view shows cities " + ("in capitals" if world.shout else "as they are")


@kind()
def written_past_the_triggers(world):
    row = one(world, organizations(world))
    world.sql("SET LOCAL session_replication_role = replica; UPDATE public.organizations "
              f"SET employee_count = {world.rng.randrange(90000)} WHERE organization_id = '{row['id']}'")
    return f"employee_count of '{row['name']}', as a replica writes it"


@kind()
def triggers_disabled(world):
    table, change = world.rng.choice([
        ("organizations", "UPDATE public.organizations SET employee_count = coalesce(employee_count, 0) + 1 "
         "WHERE organization_id IN (SELECT organization_id FROM public.organizations ORDER BY 1 LIMIT 3)"),
        ("assessment_dimension_scores", "UPDATE public.assessment_dimension_scores SET score = 100 - score "
         "WHERE assessment_id IN (SELECT assessment_id FROM public.organization_assessments ORDER BY 1 LIMIT 9)"),
        ("focus_group_calibrations", "UPDATE public.focus_group_calibrations SET parameter_value = parameter_value + 1 "
         "WHERE parameter_name = 'h_r_baseline' AND parameter_value < 90")])
    on = f"ALTER TABLE public.{table} ENABLE TRIGGER USER"
    world.sql(f"ALTER TABLE public.{table} DISABLE TRIGGER USER; {change}")

    def again(w):
        w.sql(change)
        return f"{table} is written while its triggers are disabled"

    def enable(w):
        w.sql(on)
        return f"triggers of {table} are enabled"
    if world.rng.random() < 0.5:
        world.sql(on)
        return f"{table} is written while its triggers are disabled for a moment"
    world.later(again, 1, 1)
    world.later(enable, 2, 3)
    return f"triggers of {table} are disabled, and it is written"


# Settings, templates, the command line.


def setting(world, name, values, steps=(3, 6)):
    value = one(world, [v for v in values if v != world.settings.get(name)])
    world.settings[name] = value

    def restore(w):
        if w.settings.pop(name, None) is None:
            raise NotNow
        return f"{name} is its default again"
    world.later(restore, *steps)
    return f"{name}={value}"


@kind()
def setting_app_name(world):
    return setting(world, "APP_NAME", ["Fund IV <Readiness>", "Other & Name"])


@kind()
def setting_site_url(world):
    return setting(world, "SITE_URL", ["https://reports.example", "https://example.com/sub"])


@kind()
def setting_scoring(world):
    return setting(world, *world.rng.choice([
        ("ALPHA_VR_WEIGHT", ["0.55", "0.65"]), ("BETA_SYNERGY_WEIGHT", ["0.10", "0.20"]), ("LAMBDA_PENALTY", ["0", "0.40"]),
        ("DELTA_POSITION", ["0.12", "0.20"]), ("HITL_SCORE_CHANGE_THRESHOLD", ["5", "30"]),
        ("HITL_EBITDA_PROJECTION_THRESHOLD", ["5", "25"])]))


@kind()
def setting_param_version(world):
    return setting(world, "PARAM_VERSION", ["v1.0"], (1, 4))


@kind()
def setting_global_weights(world):
    text = setting(world, "W_CULTURE", ["0.08", "0.09"])
    world.settings["W_TALENT"] = {"0.08": "0.19", "0.09": "0.18"}[world.settings["W_CULTURE"]]

    def restore(w):
        w.settings.pop("W_CULTURE", None)
        w.settings.pop("W_TALENT", None)
        return "the global weights are their defaults again"
    world.due.pop()
    world.later(restore, 3, 8)
    return text


@kind()
def setting_on_invalid(world):
    if world.tampered:
        raise NotNow
    text = setting(world, "ON_INVALID", ["hold", "hold", "fail"], (2, 4))
    if world.rng.random() < 0.5:
        text += "; " + weights_invalid(world)
    return text


@kind()
def setting_paper(world):
    return setting(world, "PAPER", ["letter"])


@kind()
def setting_handout(world):
    return setting(world, "HANDOUT", ["full"], (1, 3))


@kind()
def setting_secret_key(world):
    world.resigned = True
    return setting(world, "SECRET_KEY", ["of no use to anybody else, and long enough", "another one of no use, and long enough"])


@kind()
def day_changed(world):
    day = one(world, [d for d in DAYS if d != world.day])
    world.day = day
    return f"as of {day or 'today'}"


@kind(count=2)
def template_edited(world):
    folder = world.templates
    names = sorted(os.path.relpath(os.path.join(at, name), folder)
                   for at, _, files in os.walk(folder) for name in files if name.endswith((".tpl", ".css", ".js", ".svg")))
    name = world.rng.choice(names)
    path = os.path.join(folder, name)
    with open(path, encoding="utf-8") as file:
        before = file.read()
    added = {".css": f"/* {world.step} */\n", ".js": f"// {world.step}\n"}.get(
        os.path.splitext(name)[1], f"<!-- {world.step} -->")
    with open(path, "w", encoding="utf-8") as file:
        file.write(before + added)

    def restore(w):
        with open(path, "w", encoding="utf-8") as file:
            file.write(before)
        return f"{name} as before"
    if not any(getattr(entry[1], "template", None) == name for entry in world.due):
        restore.template = name
        world.later(restore, 1, 5)
    return f"{name} is edited"


@kind(count=2)
def one_sector_only(world):
    if world.tampered or world.partial:
        raise NotNow
    chosen = world.rng.sample(sectors(world), world.rng.choice([1, 1, 2]))
    world.options += [text for sector in chosen for text in ("--sector", sector)]
    world.partial = True
    return f"--sector {' '.join(chosen)}"


@kind()
def against_another(world):
    if world.tampered:
        raise NotNow
    releases = sorted(os.listdir(os.path.join(world.a, "releases")))
    world.options += ["--against", one(world, releases)]
    world.compared = True
    return " ".join(world.options[-2:])


@kind()
def rolled_back(world):
    if world.tampered or not world.program("rollback", "--out", world.a):
        raise NotNow  # there is none before
    world.settled = False
    return "rolled back to the release before"


# Nothing that is published changes.


@kind(quiet=True)
def rows_rewritten(world):
    table, column = world.rng.choice([
        ("organizations", "legal_name"), ("focus_groups", "group_name"), ("dimensions", "dimension_name"),
        ("focus_group_dimension_weights", "weight"), ("focus_group_calibrations", "parameter_value"),
        ("organization_assessments", "evidence_count"), ("assessment_dimension_scores", "score"),
        ("org_attributes_retail", "store_count"), ("org_attributes_energy", "regulated")])
    world.sql(f"UPDATE public.{table} SET {column} = {column}")
    return f"{table} is rewritten with the values that it has"


@kind(quiet=True)
def rows_replaced(world):
    table, key = world.rng.choice([("org_attributes_healthcare", "organization_id"),
                                   ("assessment_dimension_scores", "assessment_id")])
    world.sql(f"CREATE TEMPORARY TABLE again ON COMMIT DROP AS SELECT * FROM public.{table}; "
              f"DELETE FROM public.{table}; INSERT INTO public.{table} SELECT * FROM again ORDER BY {key} DESC")
    return f"{table} is deleted and inserted again"


@kind(quiet=True)
def there_and_back(world):
    row = one(world, organizations(world, "o.employee_count IS NOT NULL"))
    sector = one(world, sectors(world))
    world.sql(f"UPDATE public.organizations SET employee_count = employee_count + 1 WHERE organization_id = '{row['id']}'")
    world.sql(f"UPDATE public.organizations SET employee_count = employee_count - 1 WHERE organization_id = '{row['id']}'")
    remove(world, [insert_organization(world, sector, "Here for a moment")])
    return f"changes that are taken back in {sector}"


@kind(quiet=True)
def columns_that_are_not_shown(world):
    world.sql("UPDATE public.organizations SET updated_at = updated_at + INTERVAL '1 hour'; "
              "UPDATE public.focus_groups SET updated_at = updated_at + INTERVAL '1 hour', icon_name = 'star'")
    return "updated_at and icon_name, which no page shows"


@kind(quiet=True)
def unrelated_schema(world):
    world.sql(f"CREATE TABLE public.unrelated_{world.step}_{world.rng.randrange(10**6)} (n INTEGER); "
              f"ALTER TABLE public.organizations ALTER COLUMN legal_name SET STATISTICS {world.rng.randrange(1, 900)}; "
              "CREATE INDEX ON public.organizations(headquarters_city)")
    return "tables, indexes and statistics that no page shows"


@kind(quiet=True)
def vacuumed(world):
    table = world.rng.choice(["organizations", "assessment_dimension_scores", "focus_groups", "org_attributes_energy"])
    world.sql(f"VACUUM FULL public.{table}", transaction=False)
    return f"{table} is written to another file"


@kind(quiet=True)
def setting_that_does_not_show(world):
    name, values = world.rng.choice([("CACHE_TTL_SECTORS", ["0", "3600"]), ("KEEP_RELEASES", ["1", "2", "5"]),
                                     ("DB_STATEMENT_TIMEOUT_MS", ["90000"]), ("MIN_FREE_MB", ["1"])])
    return setting(world, name, values)


@kind(quiet=True)
def templates_touched(world):
    for at, _, files in os.walk(world.templates):
        for name in files:
            os.utime(os.path.join(at, name))
    return "templates with other times"


@kind(quiet=True)
def cache_deleted(world):
    shutil.rmtree(os.path.join(world.a, "cache"), ignore_errors=True)
    return "the cache is deleted"


@kind(quiet=True)
def cache_damaged(world):
    folder = os.path.join(world.a, "cache")
    if not os.path.isdir(folder):
        raise NotNow
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if os.path.isfile(path) and world.rng.random() < 0.5:
            damage(world, path)
    return "entries of the cache are damaged"


@kind(quiet=True)
def no_cache(world):
    world.options.append("--no-cache")
    return "--no-cache"


@kind(quiet=True)
def recorded(world):
    world.record = True
    return "--record"


def remembered(world):
    """Files that a build leaves for the next one, besides releases and cache."""
    found = []
    for name in sorted(os.listdir(world.a)):
        path = os.path.join(world.a, name)
        if os.path.isdir(path) and not os.path.islink(path) and name not in ("releases", "cache"):
            found += [os.path.join(at, f) for at, _, files in os.walk(path) for f in sorted(files)]
        elif os.path.isfile(path) and name not in (".lock", "current"):
            found.append(path)
    releases = os.path.join(world.a, "releases")
    for name in sorted(os.listdir(releases)):
        found += [os.path.join(releases, name, f) for f in sorted(os.listdir(os.path.join(releases, name))) if "plan" in f]
    return found


@kind(quiet=True)
def plans_deleted(world):
    files = remembered(world)
    if not files:
        raise NotNow
    for path in files:
        os.unlink(path)
    return f"{len(files)} remembered plans are deleted"


@kind(quiet=True)
def plan_damaged(world):
    files = remembered(world)
    if not files:
        raise NotNow
    for path in files:
        damage(world, path)
    return f"{len(files)} remembered plans are damaged"


# The current release, touched by hand.


def damage(world, path):
    """In a file of its own, for hard links of it must not change."""
    with open(path, "rb") as file:
        data = bytearray(file.read())
    os.unlink(path)
    if data and world.rng.random() < 0.6:
        data[world.rng.randrange(len(data))] ^= 0x15
    else:
        data = data[:len(data) // 2]
    with open(path, "wb") as file:
        file.write(data)


def released_files(world):
    folder = os.path.realpath(os.path.join(world.a, "current"))
    return folder, sorted(os.path.relpath(os.path.join(at, name), folder) for at, _, files in os.walk(folder)
                          for name in files if name not in ("manifest.json", "SHA256SUMS", "run.json"))


def refuse_unless_whole(world):
    """What is kept on purpose cannot be repaired: only whole builds are."""
    if world.partial or world.compared or world.tampered or world.settings.get("ON_INVALID"):
        raise NotNow


@kind()
def released_file_deleted(world):
    refuse_unless_whole(world)
    folder, files = released_files(world)
    name = world.rng.choice(files)
    os.unlink(os.path.join(folder, name))
    world.tampered = True
    return f"'{name}' is deleted from the current release"


@kind()
def released_file_damaged(world):
    if not world.has_force:
        raise NotNow  # a file whose digest is known is taken as it is
    refuse_unless_whole(world)
    folder, files = released_files(world)
    name = world.rng.choice([n for n in files if not n.startswith("changes/")])
    damage(world, os.path.join(folder, name))
    world.tampered = world.forced = True
    return f"'{name}' of the current release is damaged"


@kind()
def manifest_damaged(world):
    refuse_unless_whole(world)
    damage(world, os.path.join(world.a, "current", "manifest.json"))
    world.tampered = True
    return "the manifest of the current release is damaged"


@kind()
def release_deleted(world):
    refuse_unless_whole(world)
    shutil.rmtree(os.path.realpath(os.path.join(world.a, "current")))
    world.tampered = True
    return "the current release is deleted"
