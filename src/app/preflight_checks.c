#include "app/preflight_checks.h"

#include "base/file.h"
#include "base/text.h"
#include "base/utc.h"
#include "db/migrate.h"
#include "db/revisions.h"
#include "publish/release.h"
#include "render/charts/charts.h"
#include "render/html/html.h"
#include "render/pdf/pdf.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static const long long megabyte = 1024 * 1024;
/* Differences up to it are those of the network and of clocks that drift. */
enum { CLOCK_TOLERANCE_S = 60, FEWEST_FREE_FILES = 1000 };

static struct arena *arena_of(const struct check_context *context)
{
    return context->app->arena;
}

static void warn(struct preflight_row *row, const char *hint)
{
    row->status = PREFLIGHT_WARN;
    row->hint = hint;
}

/* A build comes with settings; `check` reads them here, and goes on with the defaults of those
 * that are wrong. */
static bool check_settings(struct check_context *context, struct preflight_row *row,
                           struct error *err)
{
    struct app *app = context->app;
    const struct setting_row *rows;
    size_t count = settings_rows(app->arena, app->input, &rows);
    size_t assigned = 0;
    for (size_t i = 0; i < count; i++)
        assigned += !text_equal(rows[i].source, "default");
    row->message =
        arena_printf(app->arena, "all %zu are valid, %zu of them assigned", count, assigned);
    if (app->settings)
        return true;
    struct settings *settings = arena_alloc(app->arena, sizeof *settings);
    struct settings_problems problems;
    app->settings = settings;
    if (settings_load(app->arena, app->input, settings, &problems, err))
        return true;
    for (size_t i = 0; i + 1 < problems.count; i++) {
        struct preflight_row extra = {row->name, PREFLIGHT_FAIL, problems.lines[i], NULL};
        preflight_add(context->out, app->arena, extra);
    }
    error_set(err, ERROR_USAGE, "%s", problems.lines[problems.count - 1]);
    return error_hint(err, "'orgair settings' shows every setting and where it comes from");
}

static bool check_connection(struct check_context *context, struct preflight_row *row,
                             struct error *err)
{
    if (!context->db && !app_connect(context->app, context->command, true, &context->db, err)) {
        context->db = NULL;
        return false;
    }
    row->message = db_describe(context->db);
    return true;
}

static bool check_server(struct check_context *context, struct preflight_row *row,
                         struct error *err)
{
    (void)err; /* an older server was refused by the connection */
    int version = db_server_version(context->db);
    row->message = arena_printf(arena_of(context), "PostgreSQL %d.%d, %d or later is needed",
                                version / 10000, version % 10000, DB_OLDEST_SERVER / 10000);
    return true;
}

/* The first few names, and how many more. */
static const char *some(struct arena *arena, const char *const *names, size_t count)
{
    const char *text = names[0];
    for (size_t i = 1; i < count && i < 3; i++)
        text = arena_printf(arena, "%s, %s", text, names[i]);
    return count > 3 ? arena_printf(arena, "%s and %zu more", text, count - 3) : text;
}

static bool check_rights(struct check_context *context, struct preflight_row *row,
                         struct error *err)
{
    struct arena *arena = arena_of(context);
    struct db_readiness *ready = &context->readiness;
    if (!db_readiness(context->db, arena, ready, err))
        return false;
    if (ready->unreadable_count > 0) {
        error_set(err, ERROR_DATABASE, "role '%s' cannot read %s", ready->role,
                  some(arena, ready->unreadable, ready->unreadable_count));
        return error_hint(err, "GRANT orgair_reader TO \"%s\"", ready->role);
    }
    if (ready->relation_count == 0) {
        row->message = arena_printf(arena, "role '%s', no tables yet", ready->role);
        return true;
    }
    row->message = arena_printf(arena, "role '%s' can read %zu tables and views", ready->role,
                                ready->relation_count);
    if (ready->writable_count == 0) {
        row->message = arena_printf(arena, "%s, and write none", row->message);
        return true;
    }
    row->message =
        arena_printf(arena, "%s, and write %zu of them", row->message, ready->writable_count);
    warn(row, "builds need no more than the role orgair_reader has");
    return true;
}

static bool check_migrations(struct check_context *context, struct preflight_row *row,
                             struct error *err)
{
    struct arena *arena = arena_of(context);
    const char *folder = context->app->settings->migration_dir;
    struct migrations list;
    /* What is wrong with the files no retry mends; the rest is the database's. */
    if (!migrations_read(arena, folder, &list, err))
        return false;
    if (!migrations_status(&(struct migrator){context->db, arena, folder, NULL}, &list, err)) {
        if (err->code == ERROR_FAILED)
            err->code = ERROR_DATABASE;
        return false;
    }
    for (size_t i = 0; i < list.count; i++) {
        const struct migration *migration = &list.rows[i];
        if (!migration->changed && !migration->missing)
            continue;
        error_set(err, ERROR_DATABASE, "migration %04d_%s was applied %s", migration->number,
                  migration->name,
                  migration->changed ? "with another content than its file has now"
                                     : "and its file is gone");
        return error_hint(err, "MIGRATION_DIR is '%s'; see 'orgair migrate status'", folder);
    }
    if (list.pending > 0) {
        error_set(err, ERROR_DATABASE, "%zu of %zu migrations are not applied", list.pending,
                  list.count);
        return error_hint(err, "orgair migrate up");
    }
    row->message = arena_printf(arena, "all %zu are applied", list.count);
    return true;
}

/* A build asks anyway, and says so in its log. */
static bool check_tracking(struct check_context *context, struct preflight_row *row,
                           struct error *err)
{
    struct arena *arena = arena_of(context);
    struct revisions revisions;
    struct error why = ERROR_INIT;
    (void)err; /* what is missing, rights and migrations tell */
    if (!snapshot_revisions(context->db, arena, &revisions, &why)) {
        row->message = arena_printf(arena, "cannot be told: %s", why.message);
        warn(row, NULL);
        return true;
    }
    if (revisions.watched) {
        row->message = "all tables that a build reads are watched";
        return true;
    }
    if (revisions.count == 0) {
        row->message =
            "there is no 'orgair.revisions': a build compares the contents of all tables";
        warn(row, "'orgair migrate status' and 'orgair migrate verify' show what is missing");
        return true;
    }
    row->message =
        arena_printf(arena, "'%s' is not watched: a build compares the contents of all tables",
                     revisions.unwatched);
    warn(row, arena_printf(arena, "as the table's owner: SELECT orgair.watch('%s')",
                           revisions.unwatched));
    return true;
}

static bool check_templates(struct check_context *context, struct preflight_row *row,
                            struct error *err)
{
    struct html *html;
    struct arena *scratch = arena_new();
    const char *folder = context->app->settings->template_dir;
    bool ok = html_open(scratch, folder, &html, err);
    arena_free(scratch);
    row->message =
        arena_printf(arena_of(context), "those in '%s' parse, and every marker is known", folder);
    return ok;
}

static bool check_font(struct check_context *context, struct preflight_row *row, struct error *err)
{
    row->message = arena_printf(arena_of(context), "'%s' is installed", CHART_FONT);
    return charts_font_check(err);
}

/* Handouts are made without them too, with other faces and boxes. */
static bool check_handout_fonts(struct check_context *context, struct preflight_row *row,
                                struct error *err)
{
    (void)err;
    struct arena *arena = arena_of(context);
    bool face = pdf_has_font(PDF_FONT);
    bool fallback = pdf_has_font(PDF_FALLBACK_FONT);
    if (face && fallback) {
        row->message =
            arena_printf(arena, "'%s' and '%s' are installed", PDF_FONT, PDF_FALLBACK_FONT);
        return true;
    }
    static const char *const messages[] = {
        "'" PDF_FONT "' and '" PDF_FALLBACK_FONT "' are not installed",
        "'" PDF_FALLBACK_FONT "' is not installed", "'" PDF_FONT "' is not installed"};
    static const char *const hints[] = {
        "install the packages " PDF_FONT_PACKAGE " and " PDF_FALLBACK_PACKAGE,
        "install the package " PDF_FALLBACK_PACKAGE, "install the package " PDF_FONT_PACKAGE};
    size_t lack = face ? 1 : fallback ? 2 : 0;
    row->message = messages[lack];
    warn(row, hints[lack]);
    return true;
}

/* The folder, or what of the path to it is there already. */
static const char *existing(struct arena *arena, const char *path)
{
    struct stat status;
    char *part = arena_strdup(arena, path);
    while (stat(part, &status) != 0 && errno == ENOENT) {
        char *slash = strrchr(part, '/');
        if (!slash)
            return ".";
        slash[slash == part] = '\0';
    }
    return part;
}

/* A file is made there and taken away: rights alone do not tell of read-only file systems. */
static bool try_folder(struct arena *arena, const char *folder, struct error *err)
{
    char *probe = path_join(arena, folder, ".orgair-check-XXXXXX");
    int fd = mkostemp(probe, O_CLOEXEC);
    if (fd < 0)
        return error_set_errno(err, ERROR_FAILED, "cannot write to the folder '%s'", folder);
    close(fd);
    if (unlink(probe) != 0)
        return error_set_errno(err, ERROR_FAILED, "cannot remove '%s'", probe);
    return true;
}

static bool check_writable(struct check_context *context, const char *folder,
                           struct preflight_row *row, struct error *err)
{
    struct arena *arena = arena_of(context);
    const char *there = existing(arena, folder);
    if (!try_folder(arena, there, err))
        return false;
    row->message = text_equal(there, folder)
                       ? arena_printf(arena, "'%s' can be written to", folder)
                       : arena_printf(arena, "'%s' can be made in '%s'", folder, there);
    return true;
}

static bool check_output(struct check_context *context, struct preflight_row *row,
                         struct error *err)
{
    if (check_writable(context, context->app->settings->out_dir, row, err))
        return true;
    return error_hint(err, "set OUT_DIR, or give the user that runs this the right to write there");
}

/* Offline there is nothing else to read. */
static bool check_cache(struct check_context *context, struct preflight_row *row, struct error *err)
{
    static const char hint[] =
        "set CACHE_DIR, or give the user that runs this the right to write there";
    struct error why = ERROR_INIT;
    if (check_writable(context, context->app->settings->cache_dir, row, &why))
        return true;
    if (context->offline) {
        error_set(err, why.code, "%s", why.message);
        return error_hint(err, "%s", hint);
    }
    row->message = arena_printf(arena_of(context), "%s; a build does without a cache", why.message);
    warn(row, hint);
    return true;
}

/* Unchanged files are hard links and the switch is a rename, so a release must be where it is
 * staged. Bind mounts of one device refuse links too, so one is tried. */
static bool try_link(struct arena *arena, const char *out, const char *releases, struct error *err)
{
    char *from = path_join(arena, out, ".orgair-check-XXXXXX");
    int fd = mkostemp(from, O_CLOEXEC);
    if (fd < 0)
        return error_set_errno(err, ERROR_FAILED, "cannot write to the folder '%s'", out);
    close(fd);
    const char *to = path_join(arena, releases, strrchr(from, '/') + 1);
    bool ok = link(from, to) == 0;
    if (!ok && errno == EXDEV)
        error_set(err, ERROR_FAILED, "'%s' and '%s' are on different file systems", out, releases);
    else if (!ok)
        error_set_errno(err, ERROR_FAILED, "cannot link a file from '%s' into '%s'", out, releases);
    else
        unlink(to);
    unlink(from);
    return ok;
}

static bool check_one_file_system(struct check_context *context, struct preflight_row *row,
                                  struct error *err)
{
    struct arena *arena = arena_of(context);
    const char *out = context->app->settings->out_dir;
    const char *releases = path_join(arena, out, "releases");
    row->message = "staging and releases share one";
    bool ok = !file_exists(releases) || try_link(arena, out, releases, err);
    return ok || error_hint(err, "let OUT_DIR itself be the mount point or the link, not what is "
                                 "in it");
}

static bool check_space(struct check_context *context, struct preflight_row *row, struct error *err)
{
    const struct settings *settings = context->app->settings;
    const char *there = existing(arena_of(context), settings->out_dir);
    struct statvfs space;
    if (statvfs(there, &space) != 0)
        return error_set_errno(err, ERROR_FAILED, "cannot ask for the free space of '%s'", there);
    long long free_mb = (long long)((unsigned long long)space.f_bavail * space.f_frsize /
                                    (unsigned long long)megabyte);
    row->message =
        arena_printf(arena_of(context), "%lld MB, %lld are needed", free_mb, settings->min_free_mb);
    if (free_mb < settings->min_free_mb) {
        error_set(err, ERROR_FAILED, "%lld MB at '%s', %lld are needed", free_mb, there,
                  settings->min_free_mb);
        return error_hint(err, "make room, or lower KEEP_RELEASES or MIN_FREE_MB");
    }
    if (space.f_files > 0 && space.f_favail < FEWEST_FREE_FILES) { /* btrfs counts none at all */
        error_set(err, ERROR_FAILED, "'%s' has room for %llu more files only", there,
                  (unsigned long long)space.f_favail);
        return error_hint(err, "make room, or lower KEEP_RELEASES");
    }
    return true;
}

/* Releases are named by this clock and sorted by their names. */
static const char *later_release(struct check_context *context, int64_t now_s)
{
    struct arena *arena = arena_of(context);
    const char *newest = releases_newest(arena, context->app->settings->out_dir);
    char now[UTC_TEXT];
    utc_stamp(now, now_s + CLOCK_TOLERANCE_S);
    return newest && strcmp(newest, now) > 0 ? newest : NULL;
}

static bool check_clock(struct check_context *context, struct preflight_row *row, struct error *err)
{
    static const int64_t year_2025_s = 1735689600;
    struct arena *arena = arena_of(context);
    int64_t now_s = app_now_ns() / 1000000000;
    char now[UTC_TEXT];
    utc_moment(now, now_s);
    const char *later = later_release(context, now_s);
    row->message = arena_strdup(arena, now);
    if (now_s < year_2025_s) {
        error_set(err, ERROR_FAILED, "it is %s by this machine's clock", now);
        return error_hint(err, "set the clock");
    }
    if (later) {
        error_set(err, ERROR_FAILED, "it is %s, and the release '%s' is later", now, later);
        return error_hint(err, "set the clock, or remove the release");
    }
    int64_t apart = context->readiness.role ? now_s - context->readiness.clock_s : 0;
    if (apart > CLOCK_TOLERANCE_S || apart < -CLOCK_TOLERANCE_S) {
        row->message = arena_printf(arena, "%s, %lld s %s the database's", now,
                                    (long long)(apart < 0 ? -apart : apart),
                                    apart < 0 ? "behind" : "ahead of");
        warn(row, "let both machines follow a time server");
    }
    return true;
}

const struct check preflight_checks[] = {
    {"settings", false, false, ERROR_USAGE, check_settings, false},
    {"connection", true, false, ERROR_DATABASE, check_connection, false},
    {"server version", true, true, ERROR_DATABASE, check_server, false},
    {"rights", true, true, ERROR_DATABASE, check_rights, false},
    {"migrations", true, true, ERROR_NONE, check_migrations, false},
    {"change tracking", true, true, ERROR_DATABASE, check_tracking, true},
    {"templates", false, false, ERROR_NONE, check_templates, true},
    {"font", false, false, ERROR_NONE, check_font, false},
    {"handout fonts", false, false, ERROR_NONE, check_handout_fonts, false},
    {"output folder", false, false, ERROR_NONE, check_output, false},
    {"file system", false, false, ERROR_NONE, check_one_file_system, false},
    {"free space", false, false, ERROR_NONE, check_space, false},
    {"cache folder", false, false, ERROR_NONE, check_cache, false},
    {"clock", false, false, ERROR_NONE, check_clock, false},
    {NULL, false, false, ERROR_NONE, NULL, false},
};
