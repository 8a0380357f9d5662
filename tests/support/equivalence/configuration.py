"""Changes of sectors and their weights and calibrations, of dimensions, and of the schema."""

from kinds import (
    FUTURE, NotNow, WORDS, attribute_tables, columns, dimensions, kind, one, organizations,
    quote, sectors, weights)
from rows import insert_attributes

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
