#include "db/seed.h"

#include "base/file.h"
#include "base/text.h"
#include "db/seed_file.h"

#include <dirent.h>
#include <errno.h>

struct seed_path {
    const char *path;
    const char *table;
};

struct seed_list {
    struct seed_path *rows;
    size_t count;
    size_t capacity;
};

/* Two runs at once would wait for each other's rows in an order nobody chose. */
static const char begin_sql[] = "BEGIN;\n"
                                "SET LOCAL statement_timeout = 0;\n"
                                "SELECT pg_catalog.pg_advisory_xact_lock(122537151392115)";

/* "focus_groups" of "010_focus_groups.csv"; NULL: not named so. */
static const char *table_of(struct arena *arena, const char *name)
{
    enum { DIGITS = 3, SUFFIX = 4 };
    size_t length = strlen(name);
    if (length <= DIGITS + 1 + SUFFIX || strspn(name, "0123456789") != DIGITS ||
        name[DIGITS] != '_')
        return NULL;
    const char *table = arena_strndup(arena, name + DIGITS + 1, length - (DIGITS + 1 + SUFFIX));
    bool plain = table[strspn(table, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
    return plain ? table : NULL;
}

static bool take_entry(struct arena *arena, const char *folder, const char *name,
                       struct seed_list *list, struct error *err)
{
    if (!text_ends_with(name, ".csv"))
        return true;
    const char *table = table_of(arena, name);
    if (!table) {
        error_set(err, ERROR_FAILED, "'%s/%s' is not named as a seed", folder, name);
        return error_hint(err, "expected NNN_table.csv, as in 010_focus_groups.csv");
    }
    list->rows =
        arena_grow(arena, list->rows, &list->capacity, list->count + 1, sizeof *list->rows);
    list->rows[list->count++] =
        (struct seed_path){.path = path_join(arena, folder, name), .table = table};
    return true;
}

static int by_path(const void *a, const void *b)
{
    const struct seed_path *x = a, *y = b;
    return strcmp(x->path, y->path);
}

static bool list_folder(struct arena *arena, const char *folder, struct seed_list *list,
                        struct error *err)
{
    size_t before = list->count;
    DIR *stream = opendir(folder);
    if (!stream) {
        error_set_errno(err, ERROR_FAILED, "cannot read the seeds in '%s'", folder);
        return error_hint(err, "SEED_DIR names their folder");
    }
    bool ok = true;
    for (struct dirent *entry; ok && (entry = readdir(stream));)
        ok = take_entry(arena, folder, entry->d_name, list, err);
    closedir(stream);
    if (ok && list->count == before)
        return error_set(err, ERROR_FAILED, "there is no seed in '%s', expected NNN_table.csv",
                         folder);
    if (ok)
        qsort(list->rows + before, list->count - before, sizeof *list->rows, by_path);
    return ok;
}

static void prepare_report(struct arena *arena, const struct seed_list *list,
                           struct seed_report *report)
{
    *report = (struct seed_report){
        .files = arena_array(arena, list->count, sizeof *report->files),
        .tables = arena_array(arena, list->count, sizeof *report->tables),
        .inserted = arena_array(arena, list->count, sizeof *report->inserted),
        .updated = arena_array(arena, list->count, sizeof *report->updated),
        .unchanged = arena_array(arena, list->count, sizeof *report->unchanged),
    };
}

static bool load_all(struct db *db, struct arena *arena, const struct seed_list *list,
                     struct seed_report *report, struct error *err)
{
    for (size_t i = 0; i < list->count; i++) {
        struct seed_counts counts;
        if (!seed_file_load(db, arena, list->rows[i].path, list->rows[i].table, &counts, err))
            return false;
        report->files[i] = list->rows[i].path;
        report->tables[i] = list->rows[i].table;
        report->inserted[i] = counts.inserted;
        report->updated[i] = counts.updated;
        report->unchanged[i] = counts.unchanged;
        report->count++;
    }
    return true;
}

bool seed_load(struct db *db, struct arena *arena, const char *const *folders, size_t folder_count,
               struct seed_report *report, struct error *err)
{
    struct seed_list list = {0};
    for (size_t i = 0; i < folder_count; i++)
        if (!list_folder(arena, folders[i], &list, err))
            return false;
    prepare_report(arena, &list, report);
    if (!db_script(db, "begin a transaction", begin_sql, err))
        return false;
    if (load_all(db, arena, &list, report, err) && db_script(db, "commit the seeds", "COMMIT", err))
        return true;
    db_script(db, "roll back the seeds", "ROLLBACK", NULL);
    return false;
}
