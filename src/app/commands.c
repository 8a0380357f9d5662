#include "app/commands.h"

static const struct option_row help_options[] = {
    {"man", NULL, NULL, "print the manual page, in mdoc form"},
    {NULL, NULL, NULL, NULL},
};

static const struct option_row releases_options[] = {
    {"json", NULL, NULL, "print a JSON array"},
    {"out", "DIR", "OUT_DIR", "folder that releases are published in"},
    {NULL, NULL, NULL, NULL},
};

static const struct option_row rollback_options[] = {
    {"out", "DIR", "OUT_DIR", "folder that releases are published in"},
    {NULL, NULL, NULL, NULL},
};

static const struct option_row settings_options[] = {
    {"json", NULL, NULL, "print a JSON array"},
    {"markdown", NULL, NULL, "print the table of all settings with their defaults, in Markdown"},
    {NULL, NULL, NULL, NULL},
};

static const struct option_row cache_list_options[] = {
    {"json", NULL, NULL, "print the entries as JSON"},
    {NULL, NULL, NULL, NULL},
};

static const struct option_row build_options[] = {
    {"against", "ID", NULL,
     "compare with this release on the page of changes, instead of the current one"},
    {"as-of", "DATE", NULL, "use the rows in force on DATE, YYYY-MM-DD, instead of today's"},
    {"dry-run", NULL, NULL,
     "do everything but publish, and say of each file whether it would be new, stale or kept, and "
     "why"},
    {"explain", "PATH", NULL,
     "say what would become of this file of the site, and why; publish nothing"},
    {"force", NULL, NULL, "make every file anew, whatever has changed"},
    {"handout", "EXTENT", "HANDOUT",
     "a page in the PDF handouts for each organization on the review list (review), or for all "
     "(full)"},
    {"jobs", "N", "JOBS", "work with N processes; 0, the default: as many as there are cores"},
    {"metrics", "FILE", "METRICS_FILE",
     "write the run's accounts to FILE, for the textfile collector of Prometheus"},
    {"no-cache", NULL, NULL,
     "read everything from the database, and neither use nor fill the cache"},
    {"offline", NULL, NULL,
     "without a database: from what the last build left in the cache, if it is young enough"},
    {"on-invalid", "POLICY", "ON_INVALID",
     "publish a sector with invalid weights with a banner (flag), keep its last pages (hold), or "
     "publish nothing (fail)"},
    {"out", "DIR", "OUT_DIR", "publish into DIR"},
    {"paper", "SIZE", "PAPER", "pages of the PDF handouts: a4 or letter"},
    {"record", NULL, NULL,
     "record the run and the scores that changed in the database, where the role may write"},
    {"sector", "ID", NULL, "build this sector only and keep the others' pages; may be repeated"},
    {"shard", "I/N", NULL, "build one of N parts, the I-th, for 'orgair merge'; publish nothing"},
    {NULL, NULL, NULL, NULL},
};

static const struct option_row merge_options[] = {
    {"against", "ID", NULL, "as the shards were built with"},
    {"as-of", "DATE", NULL, "as the shards were built with"},
    {"handout", "EXTENT", "HANDOUT", "as the shards were built with"},
    {"jobs", "N", "JOBS", "work with N processes; 0, the default: as many as there are cores"},
    {"metrics", "FILE", "METRICS_FILE",
     "write the run's accounts to FILE, for the textfile collector of Prometheus"},
    {"no-cache", NULL, NULL,
     "read everything from the database, and neither use nor fill the cache"},
    {"on-invalid", "POLICY", "ON_INVALID", "as the shards were built with"},
    {"out", "DIR", "OUT_DIR", "publish into DIR, where the shards are"},
    {"paper", "SIZE", "PAPER", "as the shards were built with"},
    {"record", NULL, NULL,
     "record the run and the scores that changed in the database, where the role may write"},
    {NULL, NULL, NULL, NULL},
};

static const struct option_row diff_options[] = {
    {"json", NULL, NULL, "print a JSON object, as changes/changes.json has it"},
    {"out", "DIR", "OUT_DIR", "folder that releases are published in"},
    {NULL, NULL, NULL, NULL},
};

static const struct option_row migrate_down_options[] = {
    {"all", NULL, NULL, "take back every migration"},
    {"steps", "N", NULL, "take back the last N migrations, default 1"},
    {NULL, NULL, NULL, NULL},
};

static const struct option_row migrate_sql_options[] = {
    {"offline", NULL, NULL, "print every migration and ask no database"},
    {NULL, NULL, NULL, NULL},
};

static const struct option_row seed_options[] = {
    {"demo", NULL, NULL, "add the fictional organizations of the demonstration"},
    {"drift", "P", NULL, "change P percent of all organizations as a night might"},
    {"seed", "S", NULL, "the number that synthetic rows follow from; 1 unless it is given"},
    {"synthetic", "N", NULL, "add N made-up organizations, for load; refused in production"},
    {NULL, NULL, NULL, NULL},
};

static const struct option_row pack_options[] = {
    {"force", NULL, NULL, "replace FILE when it is there already"},
    {"out", "FILE", NULL, "write FILE instead of orgair-<release id>.zip in the current folder"},
    {"release", "ID", NULL, "pack this release instead of the current one"},
    {"sector", "ID", NULL, "pack this sector only; may be repeated"},
    {NULL, NULL, NULL, NULL},
};

static const struct option_row show_options[] = {
    {"as-of", "DATE", NULL, "use the rows in force on DATE, YYYY-MM-DD, instead of today's"},
    {"json", NULL, NULL, "print a JSON object with unrounded numbers"},
    {NULL, NULL, NULL, NULL},
};

static const struct option_row verify_options[] = {
    {"json", NULL, NULL, "print a JSON object"},
    {"out", "DIR", "OUT_DIR", "folder that releases are published in"},
    {NULL, NULL, NULL, NULL},
};

static const struct option_row check_options[] = {
    {"json", NULL, NULL, "print a JSON array"},
    {"offline", NULL, NULL, "leave out what needs the database"},
    {"out", "DIR", "OUT_DIR", "check for a build into DIR"},
    {NULL, NULL, NULL, NULL},
};

static const struct option_row weights_import_options[] = {
    {"effective-from", "DATE", NULL, "the first day of the new weights, YYYY-MM-DD; needed"},
    {"sector", "ID", NULL, "the sector of a sheet that does not say it"},
    {"yes", NULL, NULL, "write without asking"},
    {NULL, NULL, NULL, NULL},
};

const struct command commands[] = {
    {"build", "", 0, 0, "read one snapshot, validate it, and publish the site",
     "Exits 0 when the site was published or nothing had changed, 3 when it was published with "
     "findings of severity error. On any failure the published site stays as it was.\n\n"
     "OUT_DIR/plans remembers what each release was made from: what did not change since is kept. "
     "It may be deleted at any time; the next build makes everything anew then, as with --force, "
     "and publishes only if something differs. --dry-run and --explain say what would be made, "
     "and why.\n\n"
     "With --metrics, FILE is replaced at the end of every run but a dry one, also of one that "
     "fails or publishes nothing. Where that is impossible a warning says so, and the exit status "
     "stays what it is: the site is published by then.\n\n"
     "With --shard I/N every N-th sector is built, the I-th of the list first, into "
     "OUT_DIR/shards/I-of-N, and nothing is published. Shards may be built at the same time, by "
     "processes of several machines that share OUT_DIR, or whose folders are brought together "
     "there; all with the same settings, and while nothing in the database changes. 'orgair merge' "
     "publishes them. A shard takes no part in the lock of OUT_DIR, writes no metrics and exits 0 "
     "also with findings of severity error: merge says 3 then.",
     build_options, false, cmd_build},
    {"cache invalidate", "[SECTOR]", 0, 1, "remove a sector's cache entries, or all entries",
     "With SECTOR, removes its entries and the one of all sectors, which holds its configuration "
     "too. A sector that the cache does not know is refused. A build with a database never needs "
     "this: an entry whose rows have changed is not used.",
     NULL, false, cmd_cache_invalidate},
    {"cache list", "", 0, 0, "list the cache entries with age, size and state", NULL,
     cache_list_options, false, cmd_cache_list},
    {"cache show", "KEY", 1, 1, "print what a cache entry holds",
     "KEY is 'sectors:all', 'sector:ID', or a sector as its pages are named. Of "
     "'organizations:ID' and 'assessments:ID', the rows for offline builds, it prints what they "
     "are and how many.",
     NULL, false, cmd_cache_show},
    {"cache verify", "", 0, 0, "check every cache entry; exits 1 when one is damaged", NULL, NULL,
     false, cmd_cache_verify},
    {"check", "", 0, 0, "check that everything is ready for a build",
     "Prints a line a check: pass, warn, FAIL, or skip where it needs a connection and there is "
     "none. A build does the same first.\n\n"
     "Exits 0 when nothing failed; 2 when a setting is wrong, 5 when only the database fails, so "
     "that a retry may help, else 1.",
     check_options, true, cmd_check},
    {"diff", "A [B]", 1, 2, "print what differs between two releases, and why",
     "A and B are ids of releases, beginnings of only one, 'current', or folders; B is 'current' "
     "unless it is given. Scores and ranks that moved with the cause, thresholds crossed, "
     "organizations, weights, calibrations and settings, findings.\n\n"
     "Exits as diff(1): 0 when there is no difference, 1 when there is one, 2 when they cannot be "
     "compared.",
     diff_options, false, cmd_diff},
    {"help", "[COMMAND]", 0, 2, "show what the program or a command does", NULL, help_options, true,
     cmd_help},
    {"merge", "", 0, 0, "publish the site from the shards that build --shard made",
     "Takes the files of all sectors over from OUT_DIR/shards, adds what is about all of them, and "
     "publishes: byte for byte what one build publishes. Exits as build does, and removes the "
     "shards then.\n\n"
     "Exits 1 and leaves everything as it is when a shard is missing or damaged, when there are "
     "shards of more than one N, and when one was built from other data, settings or templates, "
     "by another program, or beside another current release than merge finds. Building that shard "
     "again mends it.",
     merge_options, false, cmd_merge},
    {"migrate down", "", 0, 0, "take back the last migration",
     "Tables go with their data. Each migration is taken back in a transaction of its own.",
     migrate_down_options, false, cmd_migrate_down},
    {"migrate sql", "", 0, 0, "print what migrate up would run, as a script for psql", NULL,
     migrate_sql_options, false, cmd_migrate_sql},
    {"migrate status", "", 0, 0, "list the migrations, applied and pending", NULL, NULL, false,
     cmd_migrate_status},
    {"migrate up", "", 0, 0, "apply the pending migrations",
     "Each is applied in a transaction of its own and recorded with its checksum. One that was "
     "changed after it was applied is refused.",
     NULL, false, cmd_migrate_up},
    {"migrate verify", "", 0, 0, "compare the live schema with what the migrations make",
     "Names each difference: table, column, type, default, constraint, index, view definition, "
     "comment. Needs the rights of the database's owner; changes nothing.",
     NULL, false, cmd_migrate_verify},
    {"pack", "", 0, 0, "make one file to mail: handouts, a page, and what proves them",
     "A zip archive with the workbooks and PDFs of a release, report.html (the portfolio, the "
     "sectors and the method on one page that needs nothing beside it), manifest.json, SHA256SUMS "
     "and run.json as published, and PACKSUMS, the digest of every file in it. With SECRET_KEY "
     "PACKSUMS is signed, in PACKSUMS.hmac. The same release gives the same bytes.\n\n"
     "With --sector: the handouts and the page of these sectors. ID is the sector's id, the name "
     "of its pages, or its name. Whoever gets the file checks it with 'orgair verify FILE'.",
     pack_options, false, cmd_pack},
    {"releases", "", 0, 0, "list the published releases, the newest first",
     "The release that 'current' points to is marked with an asterisk. One that is not complete "
     "has no readable manifest.",
     releases_options, false, cmd_releases},
    {"rollback", "[ID]", 0, 1, "point 'current' to an earlier release",
     "Without an ID it is the release before the current one. The beginning of an ID is enough "
     "when there is only one of it. The release is verified first, and nothing is switched when "
     "a file of it is missing or altered.",
     rollback_options, false, cmd_rollback},
    {"seed", "[DIR...]", 0, 64, "load the CSV files of SEED_DIR, or of the folders named",
     "One file a table, NNN_<table>.csv, in the order of their numbers, in one transaction. Rows "
     "are inserted or updated by key; a second run changes nothing. A bad row refuses everything, "
     "with file, line, column and reason.",
     seed_options, false, cmd_seed},
    {"settings", "", 0, 0, "show the settings in effect and where each comes from",
     "Secrets, and the password inside the database's URL, are masked. What is wrong with a "
     "setting is said on standard error, and the exit status is 2 then.",
     settings_options, true, cmd_settings},
    {"show organization", "ID|NAME", 1, 1, "print the scores of an organization with their parts",
     "Reads the database as a build does and prints what the organization's page says of its "
     "scores, arithmetic included.\n\n"
     "NAME may be the legal or the displayed name, the beginning of one, or a part of it, whatever "
     "the case, when only one organization has it.",
     show_options, false, cmd_show_organization},
    {"show sector", "ID", 1, 1, "print the scores of a sector: ranking, averages, reviews",
     "ID is the sector's id, the name of its pages, its name or its code. With --json every "
     "organization that was ever assessed is listed; one without a score has null everywhere.",
     show_options, false, cmd_show_sector},
    {"verify", "[DIR|FILE]", 0, 1, "check a published folder, a pack or a single handout",
     "Without a DIR it is the current release. Files that are missing, altered or additional are "
     "listed, one a line. The signature is checked when SECRET_KEY is set: a release that carries "
     "none is a problem then. The exit status is 1 when there is a problem.\n\n"
     "FILE is what 'orgair pack' made: it says which release it comes from. Nothing is unpacked; "
     "an archive that would not be safe to unpack is refused.\n\n"
     "Any other FILE, a handout or workbook that somebody has, is looked up in the manifests of "
     "the "
     "releases in OUT_DIR: each release that has it, byte for byte, is named with the path it has "
     "there, the newest first. The exit status is 1 when none has it.",
     verify_options, false, cmd_verify},
    {"weights import", "FILE", 1, 1, "take an edited sheet of weights back into the database",
     "FILE is a published workbook, of a sector or portfolio.xlsx, in whose sheet 'Weights' the "
     "columns Weight and Rationale were edited; or CSV with the header "
     "focus_group_id,dimension_code,weight,weight_rationale. All else must be as the database "
     "has it on DATE. Every problem is listed with its cell, and then nothing is written.\n\n"
     "Shows what changes and asks; without a terminal it needs --yes. In one transaction the row "
     "in force of each weight that changes is closed on DATE and a new one begins; others stay as "
     "they are. DATE may lie in the past or the future, but behind the rows it closes, and no "
     "later row may be there. Needs a role that may write.",
     weights_import_options, false, cmd_weights_import},
    {NULL, NULL, 0, 0, NULL, NULL, NULL, false, NULL},
};
