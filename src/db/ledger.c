#include "db/ledger.h"

#include "base/decimal.h"
#include "base/fields.h"
#include "base/text.h"

enum { RUN_FIELDS = 14, PLACES = 6 };

/* Runs are numbered in the order in which they are recorded: one at a time. */
static const char begin_sql[] = "BEGIN;\n"
                                "SELECT pg_catalog.pg_advisory_xact_lock(122537151392116)";

static const char run_sql[] =
    "INSERT INTO orgair.runs (run_id, started_at, release_id, is_published, as_of, exit_status,\n"
    "    sectors, organizations, scored, files, errors, warnings, parameters, version)\n"
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)\n"
    "RETURNING run_number";

static const char stage_sql[] =
    "CREATE TEMPORARY TABLE orgair_scores ON COMMIT DROP AS\n"
    "SELECT organization_id, focus_group_id, assessed_on, org_ai_r, v_r, h_r, synergy,\n"
    "    interval_low, interval_high, band, governance_gate, review_reasons\n"
    "FROM orgair.published_scores\n"
    "WITH NO DATA";

static const char copy_sql[] = "COPY pg_temp.orgair_scores FROM STDIN";

/* %s: the condition that leaves kept sectors alone. The row of who is gone has no values, and
 * one that has none already is not gone again. */
static const char scores_sql[] =
    "WITH last AS (\n"
    "    SELECT DISTINCT ON (p.organization_id) p.*\n"
    "    FROM orgair.published_scores p\n"
    "    ORDER BY p.organization_id, p.run_number DESC\n"
    ")\n"
    "INSERT INTO orgair.published_scores (organization_id, run_number, focus_group_id,\n"
    "    assessed_on, org_ai_r, v_r, h_r, synergy, interval_low, interval_high, band,\n"
    "    governance_gate, review_reasons)\n"
    "SELECT s.organization_id, $1::BIGINT, s.focus_group_id, s.assessed_on, s.org_ai_r, s.v_r,\n"
    "    s.h_r, s.synergy, s.interval_low, s.interval_high, s.band, s.governance_gate,\n"
    "    s.review_reasons\n"
    "FROM pg_temp.orgair_scores s\n"
    "LEFT JOIN last l ON l.organization_id = s.organization_id\n"
    "WHERE (s.focus_group_id, s.assessed_on, s.org_ai_r, s.v_r, s.h_r, s.synergy, s.interval_low,\n"
    "       s.interval_high, s.band, s.governance_gate, s.review_reasons)\n"
    "IS DISTINCT FROM\n"
    "      (l.focus_group_id, l.assessed_on, l.org_ai_r, l.v_r, l.h_r, l.synergy, l.interval_low,\n"
    "       l.interval_high, l.band, l.governance_gate, l.review_reasons)\n"
    "UNION ALL\n"
    "SELECT l.organization_id, $1::BIGINT, l.focus_group_id, NULL, NULL, NULL, NULL, NULL, NULL,\n"
    "    NULL, NULL, NULL, NULL\n"
    "FROM last l\n"
    "WHERE l.org_ai_r IS NOT NULL\n"
    "AND NOT EXISTS (\n"
    "    SELECT 1\n"
    "    FROM pg_temp.orgair_scores s\n"
    "    WHERE s.organization_id = l.organization_id\n"
    ")\n"
    "%s";

static const char *integer(struct arena *arena, long long value)
{
    return arena_printf(arena, "%lld", value);
}

static bool record_run(struct db *db, struct arena *arena, const struct ledger_run *run,
                       const char **number, struct error *err)
{
    const char *const values[RUN_FIELDS] = {
        run->run_id,
        run->started,
        run->release_id,
        run->published ? "true" : "false",
        run->as_of,
        integer(arena, run->status),
        integer(arena, run->sectors),
        integer(arena, run->organizations),
        integer(arena, (long long)run->score_count),
        integer(arena, run->files),
        integer(arena, run->errors),
        integer(arena, run->warnings),
        run->parameters,
        run->version,
    };
    struct db_statement statement = {.purpose = "record the run",
                                     .sql = run_sql,
                                     .parameters = values,
                                     .parameter_count = RUN_FIELDS};
    struct db_result result;
    if (!db_query(db, arena, &statement, &result, err))
        return false;
    *number = db_value(&result, 0, 0);
    return true;
}

static void add_text(struct strbuf *line, const char *text, char after)
{
    field_write(line, text);
    strbuf_addch(line, after);
}

static void add_score(struct strbuf *line, const struct ledger_score *score)
{
    const double values[] = {score->org_ai_r, score->v_r,          score->h_r,
                             score->synergy,  score->interval_low, score->interval_high};
    add_text(line, score->organization_id, '\t');
    add_text(line, score->focus_group_id, '\t');
    add_text(line, score->assessed_on, '\t');
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        decimal_format_double(line, values[i], PLACES, '\0');
        strbuf_addch(line, '\t');
    }
    add_text(line, score->band, '\t');
    add_text(line, score->gate, '\t');
    add_text(line, score->reviews, '\n');
}

struct copying {
    struct db *db;
    struct strbuf line;
};

static bool put_score(void *to, const struct ledger_score *score, struct error *err)
{
    struct copying *copying = to;
    strbuf_reset(&copying->line);
    add_score(&copying->line, score);
    return db_copy_in_put(copying->db, copying->line.text, copying->line.length, err);
}

static bool copy_scores(struct db *db, struct arena *arena, const struct ledger_run *run,
                        struct error *err)
{
    struct db_statement statement = {.purpose = "record the scores", .sql = stage_sql};
    if (!db_query(db, arena, &statement, NULL, err) ||
        !db_copy_in_begin(db, "record the scores", copy_sql, err))
        return false;
    struct copying copying = {.db = db};
    strbuf_init(&copying.line);
    bool ok = !run->scores || run->scores(run->subject, put_score, &copying, err);
    strbuf_release(&copying.line);
    return ok && db_copy_in_end(db, NULL, err);
}

/* "AND l.focus_group_id NOT IN ('a', 'b')", or nothing when no sector was kept. */
static const char *not_kept(struct db *db, struct arena *arena, const struct ledger_run *run)
{
    const char *list = "";
    for (size_t i = 0; i < run->kept_count; i++)
        list = arena_printf(arena, "%s%s%s", list, i > 0 ? ", " : "",
                            db_quote_literal(db, arena, run->kept_sectors[i]));
    return run->kept_count > 0 ? arena_printf(arena, "AND l.focus_group_id NOT IN (%s)\n", list)
                               : "";
}

static bool record_scores(struct db *db, struct arena *arena, const struct ledger_run *run,
                          const char *number, struct db_result *result, struct error *err)
{
    struct db_statement statement = {
        .purpose = "record the scores",
        .sql = arena_printf(arena, scores_sql, not_kept(db, arena, run)),
        .parameters = &number,
        .parameter_count = 1,
    };
    return db_query(db, arena, &statement, result, err);
}

bool ledger_record(struct db *db, const struct ledger_run *run, long long *rows, struct error *err)
{
    struct arena *arena = arena_new();
    struct db_result result;
    const char *number;
    bool ok = db_script(db, "begin to record the run", begin_sql, err) &&
              record_run(db, arena, run, &number, err) && copy_scores(db, arena, run, err) &&
              record_scores(db, arena, run, number, &result, err) &&
              db_script(db, "commit the record of the run", "COMMIT", err);
    if (ok)
        *rows = result.affected;
    else
        db_script(db, "roll back the record of the run", "ROLLBACK", NULL);
    arena_free(arena);
    return ok;
}
