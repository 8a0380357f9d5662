#include "db/weights.h"

#include "base/text.h"

static const char purpose[] = "write the weights";

static const char ahead_sql[] =
    "SELECT w.focus_group_id, d.dimension_code, w.effective_from, w.effective_to\n"
    "FROM public.focus_group_dimension_weights AS w\n"
    "JOIN public.dimensions AS d ON d.dimension_id = w.dimension_id\n"
    "WHERE w.effective_from > $1::pg_catalog.date\n"
    "OR (w.effective_from <= $1::pg_catalog.date AND w.effective_to > $1::pg_catalog.date)\n"
    "ORDER BY w.focus_group_id COLLATE \"C\", w.effective_from, d.display_order,\n"
    "    d.dimension_id COLLATE \"C\"";

static const char begin_sql[] =
    "BEGIN;\n"
    "LOCK TABLE public.focus_group_dimension_weights IN SHARE ROW EXCLUSIVE MODE";

static const char close_sql[] = "UPDATE public.focus_group_dimension_weights AS w\n"
                                "SET effective_to = $3::pg_catalog.date, is_current = FALSE\n"
                                "FROM public.dimensions AS d\n"
                                "WHERE d.dimension_id = w.dimension_id\n"
                                "AND d.platform = 'pe_org_air'\n"
                                "AND w.focus_group_id = $1\n"
                                "AND d.dimension_code = $2\n"
                                "AND w.effective_from < $3::pg_catalog.date\n"
                                "AND w.effective_to IS NULL";

static const char insert_sql[] =
    "INSERT INTO public.focus_group_dimension_weights (focus_group_id, dimension_id, weight,\n"
    "    weight_rationale, effective_from, is_current)\n"
    "SELECT $1, d.dimension_id, $4::pg_catalog.numeric, $5, $3::pg_catalog.date, TRUE\n"
    "FROM public.dimensions AS d\n"
    "WHERE d.platform = 'pe_org_air'\n"
    "AND d.dimension_code = $2";

bool weights_ahead(struct db *db, struct arena *arena, const char *day, struct weight_ahead **rows,
                   size_t *count, struct error *err)
{
    struct db_statement statement = {.purpose = "read the weights ahead",
                                     .sql = ahead_sql,
                                     .parameters = &day,
                                     .parameter_count = 1};
    struct db_result result;
    if (!db_query(db, arena, &statement, &result, err))
        return false;
    *count = result.row_count;
    *rows = arena_array(arena, result.row_count, sizeof **rows);
    for (size_t i = 0; i < result.row_count; i++)
        (*rows)[i] = (struct weight_ahead){
            .focus_group_id = db_value(&result, i, 0),
            .dimension_code = db_value(&result, i, 1),
            .effective_from = db_value(&result, i, 2),
            .effective_to = db_value(&result, i, 3),
        };
    return true;
}

static bool changed_meanwhile(const char *sector, struct error *err)
{
    error_set(err, ERROR_FAILED, "sector '%s' was changed meanwhile, nothing was written", sector);
    return error_hint(err, "build again, and edit the new workbook");
}

static bool changes_sector(const struct weight_changes *changes, const char *focus_group_id)
{
    for (size_t i = 0; i < changes->count; i++)
        if (text_equal(changes->rows[i].focus_group_id, focus_group_id))
            return true;
    return false;
}

static const char *fingerprint_of(const struct sector_fingerprint *rows, size_t count,
                                  const char *focus_group_id)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(rows[i].focus_group_id, focus_group_id))
            return rows[i].fingerprint;
    return NULL;
}

/* Asked once the table is locked: what was compared still stands. */
static bool still_stands(struct db *db, struct arena *arena, const struct weight_changes *changes,
                         struct error *err)
{
    struct sector_fingerprint *now;
    struct weight_ahead *ahead;
    size_t now_count, ahead_count;
    if (!snapshot_fingerprints(db, arena, changes->day, &now, &now_count, err) ||
        !weights_ahead(db, arena, changes->day, &ahead, &ahead_count, err))
        return false;
    for (size_t i = 0; i < changes->read->sector_count; i++) {
        const struct sector *sector = &changes->read->sectors[i];
        if (changes_sector(changes, sector->focus_group_id) &&
            !text_equal(fingerprint_of(now, now_count, sector->focus_group_id),
                        sector->fingerprint))
            return changed_meanwhile(sector->focus_group_id, err);
    }
    for (size_t i = 0; i < ahead_count; i++)
        if (changes_sector(changes, ahead[i].focus_group_id))
            return changed_meanwhile(ahead[i].focus_group_id, err);
    return true;
}

static bool write_one(struct db *db, struct arena *arena, const struct weight_change *change,
                      const char *day, struct error *err)
{
    const char *const values[] = {change->focus_group_id, change->dimension_code, day,
                                  change->weight, change->rationale};
    struct db_statement close = {
        .purpose = purpose, .sql = close_sql, .parameters = values, .parameter_count = 3};
    struct db_statement insert = {
        .purpose = purpose, .sql = insert_sql, .parameters = values, .parameter_count = 5};
    struct db_result result;
    if (!db_query(db, arena, &close, &result, err))
        return false;
    if (result.affected != (change->replaces ? 1 : 0))
        return changed_meanwhile(change->focus_group_id, err);
    if (!db_query(db, arena, &insert, &result, err))
        return false;
    return result.affected == 1 || changed_meanwhile(change->focus_group_id, err);
}

bool weights_replace(struct db *db, const struct weight_changes *changes, struct error *err)
{
    struct arena *arena = arena_new();
    bool ok = db_script(db, purpose, begin_sql, err) && still_stands(db, arena, changes, err);
    for (size_t i = 0; ok && i < changes->count; i++)
        ok = write_one(db, arena, &changes->rows[i], changes->day, err);
    ok = ok && db_script(db, "commit the weights", "COMMIT", err);
    if (!ok)
        db_script(db, "roll back the weights", "ROLLBACK", NULL);
    arena_free(arena);
    return ok;
}
