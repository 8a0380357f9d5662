"""Changes of settings, templates, the command line, and of what lies on the disk."""

import os
import shutil

from configuration import weights_invalid
from kinds import DAYS, NotNow, kind, one, organizations, sectors
from rows import insert_organization, remove

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
def moved_while_left_out(world):
    if world.tampered or world.partial:
        raise NotNow
    row = one(world, organizations(world))
    sector = one(world, [s for s in sectors(world) if s != row["sector"]])

    def move(where):
        world.sql(f"UPDATE public.organizations SET focus_group_id = '{where}' WHERE organization_id = '{row['id']}'")

    def restore(_):
        move(row["sector"])
        return f"'{row['name']}' is back in {row['sector']}"
    move(sector)
    world.options += ["--sector", sector]
    world.partial = True
    world.later(restore, 1, 3)
    return f"'{row['name']}' moves from {row['sector']} to {sector}, --sector {sector}"


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
