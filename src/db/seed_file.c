#include "db/seed_file.h"

#include "base/file.h"
#include "base/text.h"
#include "db/seed_internal.h"

enum { FILE_LIMIT = 1 << 30 };

bool seed_header_has(const struct seed_job *job, const char *column)
{
    for (size_t i = 0; i < job->column_count; i++)
        if (text_equal(job->columns[i], column))
            return true;
    return false;
}

bool seed_header_covers(const struct seed_job *job, const struct seed_constraint *constraint)
{
    for (size_t i = 0; i < constraint->column_count; i++)
        if (!seed_header_has(job, constraint->columns[i]))
            return false;
    return constraint->column_count > 0;
}

/* The header's columns, each before its alias and dot: s."a", s."b" */
static void add_columns(struct strbuf *sql, const struct seed_job *job, const char *prefix)
{
    for (size_t i = 0; i < job->column_count; i++) {
        strbuf_addf(sql, "%s%s", i > 0 ? ", " : "", prefix);
        db_add_identifier(sql, job->columns[i]);
    }
}

static bool check_text(const struct seed_job *job, struct error *err)
{
    const struct csv_file *file = &job->file;
    for (size_t i = 0; i < file->count; i++) {
        const struct csv_record *record = &file->records[i];
        if (!text_is_utf8(record->start, record->length))
            return seed_refuse(job, record, err, "is not UTF-8 text");
        if (memchr(record->start, '\0', record->length))
            return seed_refuse(job, record, err, "holds a NUL byte");
    }
    if (file->count == 0 || text_is_blank(csv_field(job->arena, &file->records[0], 0))) {
        seed_refuse(job, NULL, err, "is empty, expected a header of column names");
        return error_hint(err, "columns of public.%s, separated by commas", job->table.name);
    }
    return true;
}

static bool read_file(struct seed_job *job, const char *path, struct error *err)
{
    char *text;
    size_t length;
    if (!file_read(job->arena, path, FILE_LIMIT, &text, &length, err))
        return false;
    /* Spreadsheets like to begin their CSV with a byte order mark. */
    size_t mark = length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    job->file = (struct csv_file){.path = path, .text = text + mark, .length = length - mark};
    csv_scan(job->arena, &job->file);
    return check_text(job, err);
}

static const char *column_names(const struct seed_job *job)
{
    struct strbuf names;
    strbuf_init(&names);
    for (size_t i = 0; i < job->table.column_count; i++)
        strbuf_addf(&names, "%s%s", i > 0 ? ", " : "", job->table.columns[i].name);
    const char *list = arena_strndup(job->arena, names.text, names.length);
    strbuf_release(&names);
    return list;
}

static bool read_header(struct seed_job *job, struct error *err)
{
    const struct csv_record *header = &job->file.records[0];
    job->columns = arena_array(job->arena, header->fields, sizeof *job->columns);
    for (size_t i = 0; i < header->fields; i++) {
        const char *name = csv_field(job->arena, header, i);
        if (!seed_table_column(&job->table, name)) {
            seed_refuse(job, header, err, "column '%s' is not one of public.%s", name,
                        job->table.name);
            return error_hint(err, "its columns: %s", column_names(job));
        }
        if (seed_header_has(job, name))
            return seed_refuse(job, header, err, "column '%s' stands twice in the header", name);
        job->columns[job->column_count++] = name;
    }
    for (size_t i = 0; i < job->table.column_count; i++) {
        const struct seed_column *column = &job->table.columns[i];
        if (column->required && !seed_header_has(job, column->name))
            return seed_refuse(job, header, err,
                               "column '%s' is missing: public.%s has no default for it",
                               column->name, job->table.name);
    }
    return true;
}

static bool choose_key(struct seed_job *job, struct error *err)
{
    for (size_t i = 0; i < job->table.constraint_count && !job->key; i++) {
        const struct seed_constraint *constraint = &job->table.constraints[i];
        if ((constraint->type == 'p' || constraint->type == 'u') &&
            seed_header_covers(job, constraint))
            job->key = constraint;
    }
    if (job->key)
        return true;
    seed_refuse(job, &job->file.records[0], err, "the header covers no key of public.%s",
                job->table.name);
    return error_hint(err, "without the columns of its primary key, or of a unique constraint, "
                           "rows cannot be found again");
}

/* Types, NOT NULL and CHECKs as in the table; no defaults, which would draw from sequences. */
static bool make_stage(const struct seed_job *job, struct error *err)
{
    struct strbuf sql;
    strbuf_init(&sql);
    strbuf_addf(&sql, "CREATE TEMPORARY TABLE orgair_seed_stage (LIKE public.");
    db_add_identifier(&sql, job->table.name);
    strbuf_addstr(&sql, " INCLUDING CONSTRAINTS) ON COMMIT DROP;\n");
    for (size_t i = 0; i < job->table.column_count; i++) {
        if (seed_header_has(job, job->table.columns[i].name))
            continue;
        strbuf_addstr(&sql, "ALTER TABLE " SEED_STAGE "\nDROP COLUMN ");
        db_add_identifier(&sql, job->table.columns[i].name);
        strbuf_addstr(&sql, " CASCADE;\n");
    }
    strbuf_addstr(&sql, "ALTER TABLE " SEED_STAGE "\n"
                        "ADD COLUMN seed_row BIGINT GENERATED ALWAYS AS IDENTITY;\n");
    bool ok = db_script(job->db, "make a table to check the rows in", sql.text, err);
    strbuf_release(&sql);
    return ok || error_context(err, "%s", job->file.path);
}

static bool copy_rows(const struct seed_job *job, long long *rows, struct error *err)
{
    struct strbuf sql;
    strbuf_init(&sql);
    strbuf_addstr(&sql, "COPY " SEED_STAGE " (");
    add_columns(&sql, job, "");
    strbuf_addstr(&sql, ")\nFROM STDIN\nWITH (FORMAT csv, HEADER MATCH)");
    bool ok = db_copy_in_begin(job->db, "check the rows", sql.text, err) &&
              db_copy_in_put(job->db, job->file.text, job->file.length, err) &&
              db_copy_in_end(job->db, rows, err);
    strbuf_release(&sql);
    return ok || seed_explain_copy(job, err);
}

static bool is_key_column(const struct seed_job *job, const char *column)
{
    for (size_t i = 0; i < job->key->column_count; i++)
        if (text_equal(job->key->columns[i], column))
            return true;
    return false;
}

/* t."key" = s."key" AND t."a" IS NOT DISTINCT FROM s."a": the row is there as the file has it. */
static void add_sameness(struct strbuf *sql, const struct seed_job *job)
{
    for (size_t i = 0; i < job->column_count; i++) {
        strbuf_addstr(sql, i > 0 ? "\n    AND t." : "t.");
        db_add_identifier(sql, job->columns[i]);
        strbuf_addstr(sql,
                      is_key_column(job, job->columns[i]) ? " = s." : " IS NOT DISTINCT FROM s.");
        db_add_identifier(sql, job->columns[i]);
    }
}

static void add_conflict(struct strbuf *sql, const struct seed_job *job)
{
    strbuf_addstr(sql, "ON CONFLICT (");
    for (size_t i = 0; i < job->key->column_count; i++) {
        strbuf_addstr(sql, i > 0 ? ", " : "");
        db_add_identifier(sql, job->key->columns[i]);
    }
    if (job->column_count == job->key->column_count) {
        strbuf_addstr(sql, ") DO NOTHING\n");
        return;
    }
    strbuf_addstr(sql, ") DO UPDATE\nSET ");
    bool first = true;
    for (size_t i = 0; i < job->column_count; i++) {
        if (is_key_column(job, job->columns[i]))
            continue;
        strbuf_addstr(sql, first ? "" : ",\n    ");
        first = false;
        db_add_identifier(sql, job->columns[i]);
        strbuf_addstr(sql, " = excluded.");
        db_add_identifier(sql, job->columns[i]);
    }
    strbuf_addch(sql, '\n');
}

/* Only rows that are new or differ are offered: each row offered draws from the sequences of the
 * table, and a run that changes nothing leaves those alone too. */
static void add_merge(struct strbuf *sql, const struct seed_job *job, long long last)
{
    strbuf_addstr(sql, "WITH written AS (\nINSERT INTO public.");
    db_add_identifier(sql, job->table.name);
    strbuf_addstr(sql, " AS t (");
    add_columns(sql, job, "");
    strbuf_addstr(sql, ")\nSELECT ");
    add_columns(sql, job, "s.");
    strbuf_addstr(sql, "\nFROM " SEED_STAGE " s\nWHERE NOT EXISTS (\n    SELECT 1\n"
                       "    FROM public.");
    db_add_identifier(sql, job->table.name);
    strbuf_addstr(sql, " t\n    WHERE ");
    add_sameness(sql, job);
    strbuf_addf(sql, "\n)\nAND s.seed_row <= %lld\nORDER BY s.seed_row\n", last);
    add_conflict(sql, job);
    /* A row version without a predecessor was inserted. */
    strbuf_addstr(sql, "RETURNING t.xmax = 0 AS inserted\n)\n"
                       "SELECT pg_catalog.count(*) FILTER (WHERE w.inserted),\n"
                       "       pg_catalog.count(*) FILTER (WHERE NOT w.inserted)\n"
                       "FROM written w");
}

/* Merges the rows up to number `last`. */
static bool merge_rows(const struct seed_job *job, long long last, struct db_result *result,
                       struct error *err)
{
    struct strbuf sql;
    strbuf_init(&sql);
    add_merge(&sql, job, last);
    struct db_statement statement = {
        .purpose = arena_printf(job->arena, "write to public.%s", job->table.name),
        .sql = sql.text};
    bool ok = db_query(job->db, job->arena, &statement, result, err);
    strbuf_release(&sql);
    return ok || error_context(err, "%s", job->file.path);
}

/* A constraint, or a trigger that raised. */
static bool is_about_a_row(const struct seed_job *job)
{
    const char *sqlstate = db_last_refusal(job->db).sqlstate;
    return text_starts_with(sqlstate, "23") || text_equal(sqlstate, "P0001");
}

static bool try_rows(const struct seed_job *job, long long last, struct error *err)
{
    struct db_result result;
    return db_script(job->db, "take back the rows", "ROLLBACK TO SAVEPOINT orgair_seed", err) &&
           merge_rows(job, last, &result, err);
}

/* The table refused one of the rows up to number `bad`, and the server does not say which: it is
 * the last of the fewest rows that are refused. */
static bool explain_merge(const struct seed_job *job, long long bad, struct error *err)
{
    if (!is_about_a_row(job))
        return false;
    for (long long good = 0; bad - good > 1;) {
        long long middle = good + (bad - good) / 2;
        if (try_rows(job, middle, err))
            good = middle;
        else if (is_about_a_row(job))
            bad = middle;
        else
            return false;
    }
    return !try_rows(job, bad, err) && is_about_a_row(job) && seed_explain_row(job, bad, err);
}

static bool merge(const struct seed_job *job, long long rows, struct seed_counts *counts,
                  struct error *err)
{
    struct db_result result;
    if (!db_script(job->db, "mark where the rows begin", "SAVEPOINT orgair_seed", err))
        return false;
    if (!merge_rows(job, rows, &result, err))
        return explain_merge(job, rows, err);
    counts->inserted = strtoll(db_value(&result, 0, 0), NULL, 10);
    counts->updated = strtoll(db_value(&result, 0, 1), NULL, 10);
    counts->unchanged = rows - counts->inserted - counts->updated;
    return db_script(job->db, "keep the rows", "RELEASE SAVEPOINT orgair_seed", err);
}

bool seed_file_load(struct db *db, struct arena *arena, const char *path, const char *table,
                    struct seed_counts *counts, struct error *err)
{
    struct seed_job job = {.db = db, .arena = arena};
    long long rows;
    if (!seed_table_read(db, arena, table, &job.table, err))
        return error_context(err, "%s", path);
    return read_file(&job, path, err) && read_header(&job, err) && choose_key(&job, err) &&
           make_stage(&job, err) && copy_rows(&job, &rows, err) && seed_check_rows(&job, err) &&
           merge(&job, rows, counts, err) &&
           db_script(db, "drop the table of checked rows", "DROP TABLE " SEED_STAGE, err);
}
