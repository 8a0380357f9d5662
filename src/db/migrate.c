#include "db/migrate.h"

#include "base/digest.h"
#include "base/file.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "db/migrate_internal.h"

#include <dirent.h>
#include <errno.h>

enum { FILE_LIMIT = 4 << 20, NUMBER_DIGITS = 4 };

/* "orgair" as a number: the key of the advisory lock. */
#define LOCK_KEY "122537151392114"

const char migrations_bootstrap_sql[] =
    "CREATE SCHEMA orgair;\n"
    "\n"
    "CREATE TABLE orgair.schema_migrations (\n"
    "    number INTEGER PRIMARY KEY,\n"
    "    name TEXT NOT NULL,\n"
    "    checksum TEXT NOT NULL,\n"
    "    applied_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,\n"
    "    applied_by TEXT NOT NULL DEFAULT SESSION_USER\n"
    ");\n"
    "\n"
    "COMMENT ON TABLE orgair.schema_migrations\n"
    "IS 'Migrations: those applied to this database';\n"
    "\n"
    "COMMENT ON COLUMN orgair.schema_migrations.checksum\n"
    "IS 'Checksum: SHA-256 of the up file when it was applied';\n";

static const char unrecord_sql[] = "DELETE FROM orgair.schema_migrations\n"
                                   "WHERE number = $1::pg_catalog.int4";

/* A migration may take longer than a report's query may. Who is not the database's owner but may
 * write makes things as orgair_writer, which owns the rest and lets orgair_reader read them. */
static const char begin_sql[] =
    "BEGIN;\n"
    "SET LOCAL statement_timeout = 0;\n"
    "DO $become$\n"
    "BEGIN\n"
    "    IF pg_catalog.pg_has_role(pg_catalog.to_regrole('orgair_writer'), 'MEMBER')\n"
    "    AND NOT (\n"
    "        SELECT pg_catalog.pg_has_role(d.datdba, 'USAGE')\n"
    "        FROM pg_catalog.pg_database d\n"
    "        WHERE d.datname = pg_catalog.current_database()\n"
    "    ) THEN\n"
    "        SET LOCAL ROLE orgair_writer;\n"
    "    END IF;\n"
    "END\n"
    "$become$";

/* Takes the bootstrap back, but not what somebody else may have put into the schema. */
static const char farewell_sql[] = "DO $farewell$\n"
                                   "BEGIN\n"
                                   "    DROP TABLE orgair.schema_migrations;\n"
                                   "    DROP SCHEMA orgair;\n"
                                   "EXCEPTION\n"
                                   "    WHEN dependent_objects_still_exist THEN\n"
                                   "        NULL;\n"
                                   "END\n"
                                   "$farewell$";

bool migration_text(struct arena *arena, const char *path, char **text, size_t *length,
                    struct error *err)
{
    size_t read;
    if (!file_read(arena, path, FILE_LIMIT, text, &read, err))
        return false;
    if (length)
        *length = read;
    if (!text_is_utf8(*text, read) || strlen(*text) != read)
        return error_set(err, ERROR_FAILED, "'%s' is not UTF-8 text", path);
    return true;
}

static void checksum_of(const char *text, size_t length, char hex[DIGEST_HEX])
{
    struct digest digest = digest_of(text, length);
    digest_hex(&digest, hex);
}

/* The number and the name in "0001_core_configuration.up.sql"; false: named otherwise. */
static bool parse_name(struct arena *arena, const char *file, const char *suffix,
                       struct migration *out)
{
    size_t length = strlen(file);
    size_t tail = strlen(suffix);
    size_t head = NUMBER_DIGITS + 1;
    if (length <= head + tail || !text_ends_with(file, suffix))
        return false;
    if (strspn(file, "0123456789") != NUMBER_DIGITS || file[NUMBER_DIGITS] != '_')
        return false;
    size_t name_length = length - head - tail;
    if (strspn(file + head, "abcdefghijklmnopqrstuvwxyz0123456789_") < name_length)
        return false;
    long long number;
    if (!text_to_integer(arena_strndup(arena, file, NUMBER_DIGITS), 1, 9999, &number))
        return false;
    out->number = (int)number;
    out->name = arena_strndup(arena, file + head, name_length);
    return true;
}

/* The row of a number and name, made when there is none. */
static struct migration *find_or_add(struct arena *arena, struct migrations *list, size_t *capacity,
                                     const struct migration *key)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->rows[i].number == key->number && text_equal(list->rows[i].name, key->name))
            return &list->rows[i];
    list->rows = arena_grow(arena, list->rows, capacity, list->count + 1, sizeof *list->rows);
    list->rows[list->count] = *key;
    return &list->rows[list->count++];
}

static bool take_file(struct arena *arena, const char *folder, const char *file,
                      struct migrations *list, size_t *capacity, struct error *err)
{
    struct migration key = {0};
    bool up = parse_name(arena, file, ".up.sql", &key);
    if (!up && !parse_name(arena, file, ".down.sql", &key)) {
        if (!text_ends_with(file, ".sql"))
            return true;
        error_set(err, ERROR_FAILED, "'%s/%s' is not named as a migration", folder, file);
        return error_hint(err, "expected NNNN_name.up.sql or NNNN_name.down.sql, the name in lower "
                               "case, digits and _");
    }
    struct migration *row = find_or_add(arena, list, capacity, &key);
    *(up ? &row->up_path : &row->down_path) = path_join(arena, folder, file);
    return true;
}

static int by_number(const void *a, const void *b)
{
    const struct migration *x = a, *y = b;
    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    return strcmp(x->name, y->name);
}

static bool check_sequence(const struct migrations *list, const char *folder, struct error *err)
{
    if (list->count == 0)
        return error_set(err, ERROR_FAILED, "there is no migration in '%s'", folder);
    for (size_t i = 0; i < list->count; i++) {
        const struct migration *row = &list->rows[i];
        if (i > 0 && row->number == row[-1].number)
            return error_set(err, ERROR_FAILED, "migration %04d is there twice: '%s' and '%s'",
                             row->number, row[-1].name, row->name);
        if (row->number != (int)i + 1)
            return error_set(err, ERROR_FAILED, "migration %04d is missing before '%04d_%s'",
                             (int)i + 1, row->number, row->name);
        if (!row->up_path || !row->down_path)
            return error_set(err, ERROR_FAILED, "'%s' has no counterpart '%s/%04d_%s.%s.sql'",
                             row->up_path ? row->up_path : row->down_path, folder, row->number,
                             row->name, row->up_path ? "down" : "up");
    }
    return true;
}

static bool list_files(struct arena *arena, const char *folder, struct migrations *list,
                       struct error *err)
{
    DIR *stream = opendir(folder);
    if (!stream) {
        error_set_errno(err, ERROR_FAILED, "cannot read the migrations in '%s'", folder);
        return error_hint(err, "MIGRATION_DIR names their folder");
    }
    size_t capacity = 0;
    bool ok = true;
    for (struct dirent *entry; ok && (entry = readdir(stream));)
        ok = take_file(arena, folder, entry->d_name, list, &capacity, err);
    closedir(stream);
    return ok;
}

bool migrations_read(struct arena *arena, const char *folder, struct migrations *out,
                     struct error *err)
{
    *out = (struct migrations){0};
    if (!list_files(arena, folder, out, err))
        return false;
    if (out->count > 0)
        qsort(out->rows, out->count, sizeof *out->rows, by_number);
    if (!check_sequence(out, folder, err))
        return false;
    for (size_t i = 0; i < out->count; i++) {
        char *text;
        size_t length;
        if (!migration_text(arena, out->rows[i].up_path, &text, &length, err))
            return false;
        checksum_of(text, length, out->rows[i].checksum);
    }
    out->pending = out->count;
    return true;
}

static bool has_table(struct db *db, struct arena *arena, bool *exists, struct error *err)
{
    struct db_result result;
    struct db_statement statement = {
        .purpose = "look for the table of migrations",
        .sql = "SELECT pg_catalog.to_regclass('orgair.schema_migrations') IS NOT NULL"};
    if (!db_query(db, arena, &statement, &result, err))
        return false;
    *exists = text_equal(db_value(&result, 0, 0), "t");
    return true;
}

/* Joins one recorded migration to the files' list. */
static void note_applied(struct arena *arena, struct migrations *list, size_t *capacity,
                         const char *const *record)
{
    long long number = 0;
    text_to_integer(record[0], 1, INT32_MAX, &number);
    for (size_t i = 0; i < list->count; i++) {
        struct migration *row = &list->rows[i];
        if (row->number != (int)number)
            continue;
        row->applied = true;
        row->applied_at = record[3];
        row->changed = !text_equal(row->checksum, record[2]);
        return;
    }
    list->rows = arena_grow(arena, list->rows, capacity, list->count + 1, sizeof *list->rows);
    struct migration *row = &list->rows[list->count++];
    *row = (struct migration){.number = (int)number,
                              .name = record[1],
                              .applied = true,
                              .applied_at = record[3],
                              .missing = true};
    snprintf(row->checksum, sizeof row->checksum, "%s", record[2]);
}

bool migrations_status(const struct migrator *migrator, struct migrations *out, struct error *err)
{
    struct db *db = migrator->db;
    struct arena *arena = migrator->arena;
    bool exists;
    if (!migrations_read(arena, migrator->folder, out, err) || !has_table(db, arena, &exists, err))
        return false;
    if (!exists)
        return true;
    struct db_result result;
    struct db_statement statement = {
        .purpose = "read which migrations are applied",
        .sql = "SELECT m.number,\n"
               "       m.name,\n"
               "       m.checksum,\n"
               "       pg_catalog.to_char(m.applied_at AT TIME ZONE 'UTC',\n"
               "                          'YYYY-MM-DD HH24:MI:SS')\n"
               "FROM orgair.schema_migrations m\n"
               "ORDER BY m.number"};
    if (!db_query(db, arena, &statement, &result, err))
        return false;
    size_t capacity = out->count;
    for (size_t i = 0; i < result.row_count; i++)
        note_applied(arena, out, &capacity, &result.values[i * result.column_count]);
    out->pending = 0;
    for (size_t i = 0; i < out->count; i++)
        out->pending += !out->rows[i].applied;
    return true;
}

bool migrations_lock(const struct migrator *migrator, struct error *err)
{
    struct db_statement statement = {.purpose = "take the lock of migrations",
                                     .sql = "SELECT pg_catalog.pg_advisory_lock(" LOCK_KEY ")"};
    if (db_query(migrator->db, migrator->arena, &statement, NULL, err))
        return true;
    if (text_equal(db_last_refusal(migrator->db).sqlstate, "55P03")) {
        error_set(err, ERROR_LOCKED, "another session is migrating this database");
        error_hint(err, "wait until it is done, or raise DB_LOCK_TIMEOUT_MS");
    }
    return false;
}

bool migrations_unlock(const struct migrator *migrator, struct error *err)
{
    struct db_statement statement = {.purpose = "give back the lock of migrations",
                                     .sql = "SELECT pg_catalog.pg_advisory_unlock(" LOCK_KEY ")"};
    return db_query(migrator->db, migrator->arena, &statement, NULL, err);
}

static bool refuse_altered(const struct migrations *list, struct error *err)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct migration *row = &list->rows[i];
        if (row->changed) {
            error_set(err, ERROR_FAILED, "'%s' was changed after it was applied at %s UTC",
                      row->up_path, row->applied_at);
            return error_hint(err, "restore the file; what must change needs a migration of its "
                                   "own");
        }
        if (row->missing) {
            error_set(err, ERROR_FAILED, "migration '%04d_%s' is applied, but its file is missing",
                      row->number, row->name);
            return error_hint(err, "the database is ahead of this program: use its newer version");
        }
    }
    return true;
}

/* Which transaction this is: a file that commits by itself would break "all or nothing". */
static bool current_transaction(struct db *db, struct arena *arena, const char **id,
                                struct error *err)
{
    struct db_result result;
    struct db_statement statement = {.purpose = "ask for the transaction",
                                     .sql = "SELECT pg_catalog.pg_current_xact_id()"};
    if (!db_query(db, arena, &statement, &result, err))
        return false;
    *id = db_value(&result, 0, 0);
    return true;
}

static bool run_file(struct db *db, struct arena *arena, const char *path, const char *text,
                     struct error *err)
{
    const char *before, *after;
    if (!current_transaction(db, arena, &before, err))
        return false;
    if (!db_script(db, "run it", text, err))
        return error_context(err, "%s", path);
    if (!current_transaction(db, arena, &after, err))
        return false;
    if (!text_equal(before, after))
        return error_set(err, ERROR_FAILED, "%s: ends the transaction it is run in", path);
    return true;
}

static bool record(struct db *db, struct arena *arena, const struct migration *row,
                   const char *checksum, struct error *err)
{
    const char *const parameters[] = {arena_printf(arena, "%d", row->number), row->name, checksum};
    struct db_statement statement = {
        .purpose = "record the migration",
        .sql = "INSERT INTO orgair.schema_migrations (number, name, checksum)\n"
               "VALUES ($1::pg_catalog.int4, $2, $3)",
        .parameters = parameters,
        .parameter_count = 3};
    return db_query(db, arena, &statement, NULL, err);
}

static bool apply(struct db *db, struct arena *arena, const struct migration *row,
                  struct error *err)
{
    char *text;
    size_t length;
    char checksum[DIGEST_HEX];
    if (!migration_text(arena, row->up_path, &text, &length, err))
        return false;
    checksum_of(text, length, checksum);
    return run_file(db, arena, row->up_path, text, err) && record(db, arena, row, checksum, err);
}

static bool revert(struct db *db, struct arena *arena, const struct migration *row,
                   struct error *err)
{
    char *text;
    size_t length;
    if (!migration_text(arena, row->down_path, &text, &length, err) ||
        !run_file(db, arena, row->down_path, text, err))
        return false;
    const char *const parameters[] = {arena_printf(arena, "%d", row->number)};
    struct db_statement statement = {.purpose = "take the migration off the record",
                                     .sql = unrecord_sql,
                                     .parameters = parameters,
                                     .parameter_count = 1};
    if (!db_query(db, arena, &statement, NULL, err))
        return false;
    return row->number > 1 || db_script(db, "take back the schema orgair", farewell_sql, err);
}

typedef bool migration_step(struct db *db, struct arena *arena, const struct migration *row,
                            struct error *err);

static bool in_transaction(struct db *db, struct arena *arena, migration_step *step,
                           const struct migration *row, struct error *err)
{
    if (!db_script(db, "begin a transaction", begin_sql, err))
        return false;
    if (step(db, arena, row, err) && db_script(db, "commit the migration", "COMMIT", err))
        return true;
    db_script(db, "roll back the migration", "ROLLBACK", NULL);
    return false;
}

static bool apply_pending(const struct migrator *migrator, const struct migrations *list,
                          size_t *applied, struct error *err)
{
    struct db *db = migrator->db;
    struct arena *arena = migrator->arena;
    bool exists;
    if (!has_table(db, arena, &exists, err))
        return false;
    if (!exists && !db_script(db, "make the table of migrations", migrations_bootstrap_sql, err))
        return false;
    for (size_t i = 0; i < list->count; i++) {
        const struct migration *row = &list->rows[i];
        if (row->applied)
            continue;
        if (!in_transaction(db, arena, apply, row, err))
            return false;
        log_info(migrator->log, "applied migration %04d_%s", row->number, row->name);
        ++*applied;
    }
    return true;
}

static bool up_locked(const struct migrator *migrator, size_t *applied, struct error *err)
{
    struct migrations list;
    return migrations_status(migrator, &list, err) && refuse_altered(&list, err) &&
           (list.pending == 0 || apply_pending(migrator, &list, applied, err));
}

bool migrations_up(const struct migrator *migrator, size_t *applied, struct error *err)
{
    *applied = 0;
    if (!migrations_lock(migrator, err))
        return false;
    bool ok = up_locked(migrator, applied, err);
    return migrations_unlock(migrator, ok ? err : NULL) && ok;
}

static bool down_locked(const struct migrator *migrator, size_t steps, size_t *reverted,
                        struct error *err)
{
    struct migrations list;
    if (!migrations_status(migrator, &list, err))
        return false;
    for (size_t i = list.count; i-- > 0 && *reverted < steps;) {
        const struct migration *row = &list.rows[i];
        if (!row->applied)
            continue;
        if (row->missing)
            return refuse_altered(&list, err);
        if (!in_transaction(migrator->db, migrator->arena, revert, row, err))
            return false;
        log_info(migrator->log, "took back migration %04d_%s", row->number, row->name);
        ++*reverted;
    }
    return true;
}

bool migrations_down(const struct migrator *migrator, size_t steps, size_t *reverted,
                     struct error *err)
{
    *reverted = 0;
    if (!migrations_lock(migrator, err))
        return false;
    bool ok = down_locked(migrator, steps, reverted, err);
    return migrations_unlock(migrator, ok ? err : NULL) && ok;
}

static bool script_one(struct arena *arena, const struct migration *row, struct strbuf *out,
                       struct error *err)
{
    char *text;
    size_t length;
    if (!migration_text(arena, row->up_path, &text, &length, err))
        return false;
    strbuf_addf(out, "\n-- %04d_%s\nBEGIN;\n\n", row->number, row->name);
    strbuf_addstr(out, text);
    strbuf_addf(out,
                "\nINSERT INTO orgair.schema_migrations (number, name, checksum)\n"
                "VALUES (%d, '%s', '%s');\n\nCOMMIT;\n",
                row->number, row->name, row->checksum);
    return true;
}

bool migrations_script(struct arena *arena, const struct migrations *list, const char **script,
                       struct error *err)
{
    struct strbuf out;
    strbuf_init(&out);
    bool ok = true;
    bool fresh = true;
    for (size_t i = 0; i < list->count; i++)
        fresh = fresh && !list->rows[i].applied;
    if (list->pending > 0)
        strbuf_addstr(&out, "\\set ON_ERROR_STOP on\nSET search_path = pg_catalog;\n");
    if (list->pending > 0 && fresh)
        strbuf_addf(&out, "\n%s", migrations_bootstrap_sql);
    for (size_t i = 0; ok && i < list->count; i++)
        ok = list->rows[i].applied || script_one(arena, &list->rows[i], &out, err);
    *script = arena_strndup(arena, out.text, out.length);
    strbuf_release(&out);
    return ok;
}
