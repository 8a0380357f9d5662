/* What is wrong with a row, in the terms of the file it stands in. */
#include "base/text.h"
#include "db/seed_internal.h"

#include <stdarg.h>

enum { SHOWN_VALUE = 60 };

bool seed_refuse(const struct seed_job *job, const struct csv_record *record, struct error *err,
                 const char *format, ...)
{
    char message[900];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    if (record)
        error_set(err, ERROR_INVALID, "%s:%zu: %s", job->file.path, record->line, message);
    else
        error_set(err, ERROR_INVALID, "%s: %s", job->file.path, message);
    return error_hint(err, "nothing was loaded; correct the row and run again");
}

/* A value as a message shows it: long ones are cut between characters. */
static const char *shown(const struct seed_job *job, const char *value)
{
    size_t length = strlen(value);
    if (length <= SHOWN_VALUE)
        return value;
    length = SHOWN_VALUE;
    while (length > 0 && ((unsigned char)value[length] & 0xC0) == 0x80)
        length--;
    return arena_printf(job->arena, "%.*s...", (int)length, value);
}

static const char *field_of(const struct seed_job *job, const struct csv_record *record,
                            const char *column)
{
    for (size_t i = 0; record && i < job->column_count; i++)
        if (text_equal(job->columns[i], column))
            return shown(job, csv_field(job->arena, record, i));
    return "";
}

/* "column 'a': 'x'" or "columns 'a, b': 'x, y'", for messages. */
static const char *subject_of(const struct seed_job *job, const struct csv_record *record,
                              const struct seed_constraint *constraint)
{
    struct strbuf names, values;
    strbuf_init(&names);
    strbuf_init(&values);
    for (size_t i = 0; i < constraint->column_count; i++) {
        strbuf_addf(&names, "%s%s", i > 0 ? ", " : "", constraint->columns[i]);
        strbuf_addf(&values, "%s%s", i > 0 ? ", " : "",
                    field_of(job, record, constraint->columns[i]));
    }
    const char *subject =
        arena_printf(job->arena, "column%s '%s': '%s'", constraint->column_count > 1 ? "s" : "",
                     names.text, values.text);
    strbuf_release(&names);
    strbuf_release(&values);
    return subject;
}

/* The line in "COPY stage, line 14, column weight: ...". */
static const struct csv_record *record_in_context(const struct seed_job *job, const char *context)
{
    static const char marker[] = ", line ";
    const char *at = strstr(context, marker);
    if (!at)
        return NULL;
    return csv_record_at(&job->file, strtoull(at + sizeof marker - 1, NULL, 10));
}

/* The column in that; NULL: the context names none. */
static const char *column_in_context(const struct seed_job *job, const char *context)
{
    static const char marker[] = ", column ";
    const char *at = strstr(context, marker);
    if (!at)
        return NULL;
    at += sizeof marker - 1;
    return arena_strndup(job->arena, at, strcspn(at, ":"));
}

static bool refuse_value(const struct seed_job *job, const struct csv_record *record,
                         const char *column, const struct db_refusal *refusal, struct error *err)
{
    const struct seed_column *known = seed_table_column(&job->table, column);
    const char *type = known ? known->type : "its type";
    const char *value = field_of(job, record, column);
    if (text_equal(refusal->sqlstate, "22001"))
        return seed_refuse(job, record, err, "column '%s': '%s' is too long for %s", column, value,
                           type);
    if (text_equal(refusal->sqlstate, "22003") || text_equal(refusal->sqlstate, "22008"))
        return seed_refuse(job, record, err, "column '%s': '%s' is out of the range of %s", column,
                           value, type);
    if (text_equal(refusal->sqlstate, "22P02") || text_equal(refusal->sqlstate, "22007"))
        return seed_refuse(job, record, err, "column '%s': '%s' is not of type %s", column, value,
                           type);
    return seed_refuse(job, record, err, "column '%s': '%s': %s", column, value, refusal->message);
}

static bool refuse_shape(const struct seed_job *job, const struct csv_record *record,
                         const struct db_refusal *refusal, struct error *err)
{
    if (record && record->open_quote)
        return seed_refuse(job, record, err, "a quoted field is not closed");
    if (record && record->fields != job->column_count)
        return seed_refuse(job, record, err, "%zu field%s, expected %zu as in the header",
                           record->fields, record->fields == 1 ? "" : "s", job->column_count);
    return seed_refuse(job, record, err, "%s", refusal->message);
}

static bool refuse_check(const struct seed_job *job, const struct csv_record *record,
                         const struct db_refusal *refusal, struct error *err)
{
    const struct seed_constraint *check = seed_table_constraint(&job->table, refusal->constraint);
    if (!check)
        return seed_refuse(job, record, err, "%s", refusal->message);
    return seed_refuse(job, record, err, "%s violates %s", subject_of(job, record, check),
                       check->definition);
}

bool seed_explain_copy(const struct seed_job *job, struct error *err)
{
    struct db_refusal refusal = db_last_refusal(job->db);
    const struct csv_record *record = record_in_context(job, refusal.context);
    const char *column = column_in_context(job, refusal.context);
    if (text_equal(refusal.sqlstate, "23502"))
        return seed_refuse(job, record, err, "column '%s' is empty, expected a value",
                           refusal.column);
    if (text_equal(refusal.sqlstate, "23514"))
        return refuse_check(job, record, &refusal, err);
    if (text_equal(refusal.sqlstate, "22P04"))
        return refuse_shape(job, record, &refusal, err);
    if (text_starts_with(refusal.sqlstate, "22") && column)
        return refuse_value(job, record, column, &refusal, err);
    if (err && err->code == ERROR_FAILED)
        return error_context(err, "%s", job->file.path);
    return false;
}

bool seed_explain_row(const struct seed_job *job, long long row, struct error *err)
{
    struct db_refusal refusal = db_last_refusal(job->db);
    const struct csv_record *record = &job->file.records[row];
    if (seed_header_has(job, refusal.column))
        return seed_refuse(job, record, err, "column '%s': %s", refusal.column, refusal.message);
    return seed_refuse(job, record, err, "%s", refusal.message);
}

/* Runs a query that finds the first bad row and gives its number and perhaps another one's.
 * `record` is NULL when there is none. */
static bool find_row(const struct seed_job *job, const char *purpose, const char *sql,
                     const struct csv_record **record, const struct csv_record **other,
                     struct error *err)
{
    struct db_result result;
    struct db_statement statement = {.purpose = purpose, .sql = sql};
    *record = NULL;
    *other = NULL;
    if (!db_query(job->db, job->arena, &statement, &result, err))
        return error_context(err, "%s", job->file.path);
    if (result.row_count == 0)
        return true;
    *record = &job->file.records[strtoull(db_value(&result, 0, 0), NULL, 10)];
    if (result.column_count > 1)
        *other = &job->file.records[strtoull(db_value(&result, 0, 1), NULL, 10)];
    return true;
}

/* a."x" = b."x" AND a."y" = b."z" */
static void add_match(struct strbuf *sql, const char **left, const char **right, size_t count,
                      const char *right_alias)
{
    for (size_t i = 0; i < count; i++) {
        strbuf_addstr(sql, i > 0 ? "\nAND s." : "s.");
        db_add_identifier(sql, left[i]);
        strbuf_addf(sql, " = %s.", right_alias);
        db_add_identifier(sql, right[i]);
    }
}

static bool check_twice(const struct seed_job *job, const struct seed_constraint *unique,
                        struct error *err)
{
    struct strbuf sql;
    strbuf_init(&sql);
    strbuf_addstr(&sql, "SELECT s.seed_row, pg_catalog.min(o.seed_row)\n"
                        "FROM " SEED_STAGE " s\n"
                        "JOIN " SEED_STAGE " o ON ");
    add_match(&sql, unique->columns, unique->columns, unique->column_count, "o");
    strbuf_addstr(&sql, "\nWHERE o.seed_row < s.seed_row\n"
                        "GROUP BY s.seed_row\n"
                        "ORDER BY s.seed_row\n"
                        "LIMIT 1");
    const struct csv_record *record, *other;
    bool ok = find_row(job, "look for keys that stand twice", sql.text, &record, &other, err);
    strbuf_release(&sql);
    if (ok && record)
        return seed_refuse(job, record, err, "%s stands already in line %zu",
                           subject_of(job, record, unique), other->line);
    return ok;
}

/* Does another row of the table, one that the key does not find, hold the value already? */
static bool check_taken(const struct seed_job *job, const struct seed_constraint *unique,
                        struct error *err)
{
    struct strbuf sql;
    strbuf_init(&sql);
    strbuf_addf(&sql, "SELECT s.seed_row\nFROM " SEED_STAGE " s\nJOIN public.");
    db_add_identifier(&sql, job->table.name);
    strbuf_addstr(&sql, " t ON ");
    add_match(&sql, unique->columns, unique->columns, unique->column_count, "t");
    strbuf_addstr(&sql, "\nWHERE NOT (");
    add_match(&sql, job->key->columns, job->key->columns, job->key->column_count, "t");
    strbuf_addstr(&sql, ")\nORDER BY s.seed_row\nLIMIT 1");
    const struct csv_record *record, *other;
    bool ok = find_row(job, "look for values that are taken", sql.text, &record, &other, err);
    strbuf_release(&sql);
    if (ok && record)
        return seed_refuse(job, record, err, "%s is taken by another row of public.%s",
                           subject_of(job, record, unique), job->table.name);
    return ok;
}

static bool check_reference(const struct seed_job *job, const struct seed_constraint *foreign,
                            struct error *err)
{
    struct strbuf sql;
    strbuf_init(&sql);
    strbuf_addstr(&sql, "SELECT s.seed_row\nFROM " SEED_STAGE " s\nWHERE ");
    for (size_t i = 0; i < foreign->column_count; i++) {
        strbuf_addstr(&sql, "s.");
        db_add_identifier(&sql, foreign->columns[i]);
        strbuf_addstr(&sql, " IS NOT NULL\nAND ");
    }
    strbuf_addf(&sql, "NOT EXISTS (\n    SELECT 1\n    FROM %s r\n    WHERE ", foreign->referenced);
    add_match(&sql, foreign->columns, foreign->referenced_columns, foreign->column_count, "r");
    strbuf_addstr(&sql, "\n)\nORDER BY s.seed_row\nLIMIT 1");
    const struct csv_record *record, *other;
    bool ok =
        find_row(job, "look for references that lead nowhere", sql.text, &record, &other, err);
    strbuf_release(&sql);
    if (ok && record)
        return seed_refuse(job, record, err, "%s is not in %s", subject_of(job, record, foreign),
                           foreign->referenced);
    return ok;
}

bool seed_check_rows(const struct seed_job *job, struct error *err)
{
    const char *self = arena_printf(job->arena, "public.%s", job->table.name);
    for (size_t i = 0; i < job->table.constraint_count; i++) {
        const struct seed_constraint *constraint = &job->table.constraints[i];
        if (!seed_header_covers(job, constraint))
            continue;
        bool unique = constraint->type == 'p' || constraint->type == 'u';
        if (unique && !check_twice(job, constraint, err))
            return false;
        if (unique && constraint != job->key && !check_taken(job, constraint, err))
            return false;
        /* Rows that refer to rows of the same file are left to the server. */
        if (constraint->type == 'f' && !text_equal(constraint->referenced, self) &&
            !check_reference(job, constraint, err))
            return false;
    }
    return true;
}
