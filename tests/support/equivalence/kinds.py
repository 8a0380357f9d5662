"""The kinds of changes that the test of incremental builds draws from, and rows to choose from.

A kind takes the world of driver.py, makes its change through world.sql() or on disk, and says in
one line what it did. It raises NotNow where it does not apply. A kind marked `quiet` changes
nothing that is published. Everything is chosen by world.rng from ordered rows, so that one seed
gives one history.
"""

import uuid

KINDS = {}

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
