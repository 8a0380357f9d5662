/* What a refusal of the server means for us: the error, its code and the remedy. */
#include "base/text.h"
#include "db/internal.h"

static const char *keep(struct arena *arena, const PGresult *result, int field)
{
    const char *text = result ? PQresultErrorField(result, field) : NULL;
    return arena_strdup(arena, text ? text : "");
}

void db_keep_refusal(struct db *db, const PGresult *result)
{
    db->refusal = (struct db_refusal){
        .sqlstate = keep(db->last, result, PG_DIAG_SQLSTATE),
        .message = keep(db->last, result, PG_DIAG_MESSAGE_PRIMARY),
        .detail = keep(db->last, result, PG_DIAG_MESSAGE_DETAIL),
        .context = keep(db->last, result, PG_DIAG_CONTEXT),
        .constraint = keep(db->last, result, PG_DIAG_CONSTRAINT_NAME),
        .column = keep(db->last, result, PG_DIAG_COLUMN_NAME),
    };
}

struct db_refusal db_last_refusal(const struct db *db)
{
    if (db->refusal.sqlstate)
        return db->refusal;
    return (struct db_refusal){"", "", "", "", "", ""};
}

/* SQLSTATEs that end the session. */
static bool ends_session(const char *sqlstate)
{
    static const char *const states[] = {"57P01", "57P02", "57P03", "57P04", "57P05", "25P03"};
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (text_equal(sqlstate, states[i]))
            return true;
    return text_starts_with(sqlstate, "08");
}

static bool went_away(const char *purpose, const char *reason, struct error *err)
{
    if (*reason)
        error_set(err, ERROR_DATABASE, "the database went away while trying to %s: %s", purpose,
                  reason);
    else
        error_set(err, ERROR_DATABASE, "the database went away while trying to %s", purpose);
    return error_hint(err, *reason ? "the server or an administrator ended the session; run again "
                                     "when it is back"
                                   : "the server stopped or the network failed; run again when "
                                     "it is back");
}

/* Classes of trouble that may be gone at the next run: resources, serialization, system. */
static bool is_passing(const char *sqlstate)
{
    return text_starts_with(sqlstate, "53") || text_starts_with(sqlstate, "40") ||
           text_starts_with(sqlstate, "58") || text_starts_with(sqlstate, "XX") ||
           text_equal(sqlstate, "57014") || text_equal(sqlstate, "55P03");
}

/* The remedy for what this program knows better than the server does. */
static bool hint_remedy(const struct db *db, const char *sqlstate, struct error *err)
{
    if (text_equal(sqlstate, "57014"))
        error_hint(err, "see what keeps the server busy, or raise DB_STATEMENT_TIMEOUT_MS (%lld)",
                   db->statement_timeout_ms);
    else if (text_equal(sqlstate, "55P03"))
        error_hint(err,
                   "another session holds the lock, a migration perhaps: run again later, or "
                   "raise DB_LOCK_TIMEOUT_MS (%lld)",
                   db->lock_timeout_ms);
    else if (text_equal(sqlstate, "42501"))
        error_hint(err, "grant it to role '%s', or connect as a role that has it",
                   PQuser(db->connection));
    else if (text_equal(sqlstate, "25006"))
        error_hint(err, "this connection may only read: write as another role");
    else if (text_equal(sqlstate, "42P01") || text_equal(sqlstate, "3F000"))
        error_hint(err, "is the schema up to date? see 'orgair migrate status'");
    else
        return false;
    return true;
}

static bool refuse(struct db *db, const char *purpose, const PGresult *result, struct error *err)
{
    const struct db_refusal *refusal = &db->refusal;
    if (ends_session(refusal->sqlstate))
        return went_away(purpose, refusal->message, err);
    if (PQstatus(db->connection) == CONNECTION_BAD)
        return went_away(purpose, "", err);
    if (!*refusal->sqlstate) {
        const char *message = PQerrorMessage(db->connection);
        return error_set(err, ERROR_FAILED, "cannot %s: %s", purpose,
                         *message ? message : "the server gave an unexpected answer");
    }
    enum error_code code = is_passing(refusal->sqlstate) ? ERROR_DATABASE : ERROR_FAILED;
    error_set(err, code, "cannot %s: %s", purpose, refusal->message);
    if (hint_remedy(db, refusal->sqlstate, err))
        return false;
    const char *hint = PQresultErrorField(result, PG_DIAG_MESSAGE_HINT);
    if (hint || *refusal->detail)
        error_hint(err, "%s", hint ? hint : refusal->detail);
    return false;
}

bool db_refuse(struct db *db, const char *purpose, PGresult *result, struct error *err)
{
    db_keep_refusal(db, result);
    refuse(db, purpose, result, err);
    PQclear(result);
    return false;
}
