/* Sector configurations in force on a day, and their fingerprints. */
#include "base/text.h"
#include "db/snapshot.h"

/* A fingerprint covers every value that a configuration shows. A row's text form keeps fields
 * apart and NULL from ''. Columns 0 and 1 are what snapshot_fingerprints needs. */
static const char sectors_sql[] =
    "WITH dimension_rows AS (\n"
    "    SELECT pg_catalog.string_agg(\n"
    "        ROW(d.dimension_id, d.dimension_code, d.dimension_name, d.description,\n"
    "            d.min_score, d.max_score, d.display_order)::pg_catalog.text,\n"
    "        E'\\n' ORDER BY d.display_order, d.dimension_id) AS text\n"
    "    FROM public.dimensions AS d\n"
    "    WHERE d.platform = 'pe_org_air'\n"
    "), weight_rows AS (\n"
    "    SELECT w.focus_group_id, pg_catalog.string_agg(\n"
    "        ROW(d.dimension_id, d.dimension_code, d.display_order, w.weight,\n"
    "            w.weight_rationale, w.effective_from, w.effective_to)::pg_catalog.text,\n"
    "        E'\\n' ORDER BY d.dimension_id, w.effective_from) AS text\n"
    "    FROM public.focus_group_dimension_weights AS w\n"
    "    JOIN public.dimensions AS d ON d.dimension_id = w.dimension_id\n"
    "    WHERE w.effective_from <= $1::pg_catalog.date\n"
    "    AND (w.effective_to IS NULL OR $1::pg_catalog.date < w.effective_to)\n"
    "    GROUP BY w.focus_group_id\n"
    "), calibration_rows AS (\n"
    "    SELECT c.focus_group_id, pg_catalog.string_agg(\n"
    "        ROW(c.parameter_name, c.parameter_value, c.parameter_type, c.description,\n"
    "            c.effective_from, c.effective_to)::pg_catalog.text,\n"
    "        E'\\n' ORDER BY c.parameter_name COLLATE \"C\", c.effective_from) AS text\n"
    "    FROM public.focus_group_calibrations AS c\n"
    "    WHERE c.effective_from <= $1::pg_catalog.date\n"
    "    AND (c.effective_to IS NULL OR $1::pg_catalog.date < c.effective_to)\n"
    "    GROUP BY c.focus_group_id\n"
    ")\n"
    "SELECT g.focus_group_id, pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(\n"
    "        ROW(g.focus_group_id, g.group_name, g.group_code, g.group_description, g.icon_name,\n"
    "            g.color_hex, g.display_order, d.text, w.text, c.text)::pg_catalog.text,\n"
    "        'UTF8')), 'hex'),\n"
    "    g.group_name, g.group_code, g.group_description, g.icon_name, g.color_hex,\n"
    "    g.display_order\n"
    "FROM public.focus_groups AS g\n"
    "CROSS JOIN dimension_rows AS d\n"
    "LEFT JOIN weight_rows AS w ON w.focus_group_id = g.focus_group_id\n"
    "LEFT JOIN calibration_rows AS c ON c.focus_group_id = g.focus_group_id\n"
    "WHERE g.platform = 'pe_org_air'\n"
    "AND g.is_active\n"
    "ORDER BY g.display_order, g.focus_group_id COLLATE \"C\"";

static const char dimensions_sql[] =
    "SELECT d.dimension_id, d.dimension_code, d.dimension_name, d.description,\n"
    "    COALESCE(d.min_score, 0), COALESCE(d.max_score, 100), d.display_order\n"
    "FROM public.dimensions AS d\n"
    "WHERE d.platform = 'pe_org_air'\n"
    "ORDER BY d.display_order, d.dimension_id COLLATE \"C\"";

static const char weights_sql[] =
    "SELECT w.focus_group_id, d.dimension_code, w.weight, w.effective_from,\n"
    "    NULLIF(w.effective_to, 'infinity'),\n"
    "    w.weight_rationale\n"
    "FROM public.focus_group_dimension_weights AS w\n"
    "JOIN public.dimensions AS d ON d.dimension_id = w.dimension_id\n"
    "WHERE w.effective_from <= $1::pg_catalog.date\n"
    "AND (w.effective_to IS NULL OR $1::pg_catalog.date < w.effective_to)\n"
    "ORDER BY w.focus_group_id, d.display_order, d.dimension_id COLLATE \"C\",\n"
    "    w.effective_from DESC";

static const char calibrations_sql[] =
    "SELECT c.focus_group_id, c.parameter_name, c.parameter_value, c.effective_from,\n"
    "    NULLIF(c.effective_to, 'infinity'), c.parameter_type, c.description\n"
    "FROM public.focus_group_calibrations AS c\n"
    "WHERE c.effective_from <= $1::pg_catalog.date\n"
    "AND (c.effective_to IS NULL OR $1::pg_catalog.date < c.effective_to)\n"
    "ORDER BY c.focus_group_id, c.parameter_name COLLATE \"C\", c.effective_from DESC";

/* The columns that rows of weights and of calibrations share. */
enum { ROW_SECTOR, ROW_KEY, ROW_VALUE, ROW_FROM, ROW_TO, WEIGHT_RATIONALE };
enum { CALIBRATION_TYPE = ROW_TO + 1, CALIBRATION_DESCRIPTION };

static const char purpose[] = "read the sector configurations";

static bool ask(struct db *db, struct arena *arena, const char *sql, const char *as_of,
                struct db_result *result, struct error *err)
{
    struct db_statement statement = {
        .purpose = purpose, .sql = sql, .parameters = &as_of, .parameter_count = as_of ? 1 : 0};
    return db_query(db, arena, &statement, result, err);
}

/* NUMERIC can hold NaN and Infinity, which no rule can work with. */
static bool read_decimal(const char *text, const char *what, const char *key, struct decimal *out,
                         struct error *err)
{
    if (decimal_parse(text, out))
        return true;
    error_set(err, ERROR_INVALID, "%s '%s' is '%s', expected a number", what, key, text);
    return error_hint(err, "correct the row in the database");
}

static int read_int(const char *text)
{
    return (int)strtol(text, NULL, 10);
}

static bool read_dimensions(const struct db_result *result, struct arena *arena,
                            struct config_set *set, struct error *err)
{
    set->dimension_count = result->row_count;
    set->dimensions = arena_array(arena, result->row_count, sizeof *set->dimensions);
    for (size_t i = 0; i < result->row_count; i++) {
        struct dimension *dimension = &set->dimensions[i];
        dimension->id = db_value(result, i, 0);
        dimension->code = db_value(result, i, 1);
        dimension->name = db_value(result, i, 2);
        dimension->description = db_value(result, i, 3);
        dimension->display_order = read_int(db_value(result, i, 6));
        if (!read_decimal(db_value(result, i, 4), "lowest score of dimension", dimension->code,
                          &dimension->min_score, err) ||
            !read_decimal(db_value(result, i, 5), "highest score of dimension", dimension->code,
                          &dimension->max_score, err))
            return false;
    }
    return true;
}

static void read_sectors(const struct db_result *result, struct arena *arena,
                         struct config_set *set)
{
    set->sector_count = result->row_count;
    set->sectors = arena_array(arena, result->row_count, sizeof *set->sectors);
    for (size_t i = 0; i < result->row_count; i++)
        set->sectors[i] = (struct sector){
            .focus_group_id = db_value(result, i, 0),
            .slug = text_slug(arena, db_value(result, i, 0)),
            .fingerprint = db_value(result, i, 1),
            .group_name = db_value(result, i, 2),
            .group_code = db_value(result, i, 3),
            .description = db_value(result, i, 4),
            .icon_name = db_value(result, i, 5),
            .color_hex = db_value(result, i, 6),
            .display_order = read_int(db_value(result, i, 7)),
        };
}

/* The rows of one sector in a result that is ordered by sector. */
struct rows {
    const struct db_result *result;
    size_t first;
    size_t end;
};

static struct rows rows_of(const struct db_result *result, const char *focus_group_id)
{
    struct rows rows = {.result = result};
    while (rows.first < result->row_count &&
           !text_equal(db_value(result, rows.first, ROW_SECTOR), focus_group_id))
        rows.first++;
    rows.end = rows.first;
    while (rows.end < result->row_count &&
           text_equal(db_value(result, rows.end, ROW_SECTOR), focus_group_id))
        rows.end++;
    return rows;
}

static bool has_key(const struct rows *rows, size_t row, const char *key)
{
    return row < rows->end && text_equal(db_value(rows->result, row, ROW_KEY), key);
}

/* Steps over the rows of the same key, the latest effective_from being the first; notes the key
 * when there is more than one. */
static size_t next_key(const struct rows *rows, size_t row, const char *kind, struct arena *arena,
                       struct sector *sector)
{
    const char *key = db_value(rows->result, row, ROW_KEY);
    size_t next = row + 1;
    while (has_key(rows, next, key))
        next++;
    if (next - row > 1)
        sector->duplicate_keys[sector->duplicate_count++] = arena_printf(arena, "%s %s", kind, key);
    return next;
}

static bool read_weights(const struct rows *rows, struct arena *arena, struct sector *sector,
                         struct error *err)
{
    sector->weights = arena_array(arena, rows->end - rows->first, sizeof *sector->weights);
    for (size_t i = rows->first; i < rows->end; i = next_key(rows, i, "weight", arena, sector)) {
        struct weight *weight = &sector->weights[sector->weight_count++];
        *weight = (struct weight){
            .dimension_code = db_value(rows->result, i, ROW_KEY),
            .effective_from = db_value(rows->result, i, ROW_FROM),
            .effective_to = db_value(rows->result, i, ROW_TO),
            .rationale = db_value(rows->result, i, WEIGHT_RATIONALE),
        };
        if (!read_decimal(db_value(rows->result, i, ROW_VALUE), "weight", weight->dimension_code,
                          &weight->value, err))
            return false;
    }
    return true;
}

static bool read_calibrations(const struct rows *rows, struct arena *arena, struct sector *sector,
                              struct error *err)
{
    sector->calibrations =
        arena_array(arena, rows->end - rows->first, sizeof *sector->calibrations);
    for (size_t i = rows->first; i < rows->end;
         i = next_key(rows, i, "calibration", arena, sector)) {
        struct calibration *calibration = &sector->calibrations[sector->calibration_count++];
        *calibration = (struct calibration){
            .name = db_value(rows->result, i, ROW_KEY),
            .effective_from = db_value(rows->result, i, ROW_FROM),
            .effective_to = db_value(rows->result, i, ROW_TO),
            .type = db_value(rows->result, i, CALIBRATION_TYPE),
            .description = db_value(rows->result, i, CALIBRATION_DESCRIPTION),
        };
        if (!read_decimal(db_value(rows->result, i, ROW_VALUE), "calibration", calibration->name,
                          &calibration->value, err))
            return false;
    }
    return true;
}

static bool read_sector_rows(const struct db_result *weights, const struct db_result *calibrations,
                             struct arena *arena, struct sector *sector, struct error *err)
{
    struct rows weight_rows = rows_of(weights, sector->focus_group_id);
    struct rows calibration_rows = rows_of(calibrations, sector->focus_group_id);
    size_t most =
        weight_rows.end - weight_rows.first + calibration_rows.end - calibration_rows.first;
    sector->duplicate_keys = arena_array(arena, most, sizeof *sector->duplicate_keys);
    if (read_weights(&weight_rows, arena, sector, err) &&
        read_calibrations(&calibration_rows, arena, sector, err))
        return true;
    return error_context(err, "sector '%s'", sector->focus_group_id);
}

/* Each sector has a folder of its own, named after it. */
static bool check_slugs(const struct config_set *set, struct error *err)
{
    static const char hint[] = "give it another focus_group_id, of letters, digits and '_'";
    for (size_t i = 0; i < set->sector_count; i++) {
        const struct sector *sector = &set->sectors[i];
        if (*sector->slug == '\0') {
            error_set(err, ERROR_INVALID, "sector '%s' has no name to be published under",
                      sector->focus_group_id);
            return error_hint(err, "%s", hint);
        }
        for (size_t j = 0; j < i; j++)
            if (text_equal(sector->slug, set->sectors[j].slug)) {
                error_set(err, ERROR_INVALID,
                          "sector '%s' would be published as '%s', where sector '%s' is",
                          sector->focus_group_id, sector->slug, set->sectors[j].focus_group_id);
                return error_hint(err, "%s", hint);
            }
    }
    return true;
}

bool snapshot_configs(struct db *db, struct arena *arena, const char *as_of, struct config_set *set,
                      struct error *err)
{
    struct db_result dimensions, sectors, weights, calibrations;
    if (!ask(db, arena, dimensions_sql, NULL, &dimensions, err) ||
        !ask(db, arena, sectors_sql, as_of, &sectors, err) ||
        !ask(db, arena, weights_sql, as_of, &weights, err) ||
        !ask(db, arena, calibrations_sql, as_of, &calibrations, err))
        return false;
    *set = (struct config_set){.as_of = arena_strdup(arena, as_of)};
    if (!read_dimensions(&dimensions, arena, set, err))
        return false;
    read_sectors(&sectors, arena, set);
    if (!check_slugs(set, err))
        return false;
    for (size_t i = 0; i < set->sector_count; i++)
        if (!read_sector_rows(&weights, &calibrations, arena, &set->sectors[i], err))
            return false;
    return true;
}

bool snapshot_fingerprints(struct db *db, struct arena *arena, const char *as_of,
                           struct sector_fingerprint **rows, size_t *count, struct error *err)
{
    struct db_result result;
    if (!ask(db, arena, sectors_sql, as_of, &result, err))
        return false;
    *count = result.row_count;
    *rows = arena_array(arena, result.row_count, sizeof **rows);
    for (size_t i = 0; i < result.row_count; i++)
        (*rows)[i] = (struct sector_fingerprint){.focus_group_id = db_value(&result, i, 0),
                                                 .fingerprint = db_value(&result, i, 1)};
    return true;
}
