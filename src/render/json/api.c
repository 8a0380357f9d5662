#include "render/json/api.h"

#include "base/text.h"
#include "model/array.h"
#include "render/json/scores.h"
#include "view/value.h"

struct writer api_begin(const struct api_site *site, struct strbuf *out)
{
    struct writer writer = {.out = out};
    writer_open(&writer, NULL, '{');
    writer_integer(&writer, "format", API_FORMAT);
    writer_text(&writer, "as_of", site->as_of);
    return writer;
}

char *api_sector_path(struct arena *arena, const struct sector *sector)
{
    return arena_printf(arena, "api/v1/sectors/%s.json", sector->slug);
}

/* ---- what several documents say ---- */

static void add_counts(struct writer *writer, const struct findings *findings)
{
    writer_open(writer, "counts", '{');
    for (int severity = 0; severity < SEVERITY_COUNT; severity++)
        writer_integer(writer, severity_name((enum severity)severity),
                       (long long)findings->by_severity[severity]);
    writer_close(writer, '}');
}

void api_findings_row(struct writer *writer, const struct finding *finding)
{
    writer_open(writer, NULL, '{');
    writer_text(writer, "severity", severity_name(finding->severity));
    writer_text(writer, "code", finding->code);
    writer_text(writer, "focus_group_id", finding->focus_group_id);
    writer_text(writer, "organization_id", finding->organization_id);
    writer_text(writer, "subject", finding->subject);
    writer_text(writer, "message", finding->message);
    writer_close(writer, '}');
}

static void add_totals(struct writer *writer, const struct sector_totals *totals)
{
    if (!totals) {
        writer_null(writer, "totals");
        return;
    }
    writer_open(writer, "totals", '{');
    writer_integer(writer, "organizations", totals->organizations);
    writer_integer(writer, "active", totals->active);
    writer_integer(writer, "with_attributes", totals->with_attributes);
    writer_integer(writer, "employees", totals->employees);
    writer_integer(writer, "with_employees", totals->with_employees);
    writer_number(writer, "revenue_usd", totals->revenue_usd);
    writer_integer(writer, "with_revenue", totals->with_revenue);
    writer_close(writer, '}');
}

static void add_identity(struct writer *writer, struct arena *arena, const struct api_site *site,
                         size_t index)
{
    const struct sector *sector = &site->configs->sectors[index];
    writer_text(writer, "focus_group_id", sector->focus_group_id);
    writer_text(writer, "slug", sector->slug);
    writer_text(writer, "name", sector->group_name);
    writer_text(writer, "code", sector->group_code);
    writer_text(writer, "description", sector->description);
    writer_text(writer, "page", view_sector_path(arena, sector->slug));
    writer_text(writer, "data", api_sector_path(arena, sector));
    writer_boolean(writer, "valid", site->valid[index]);
    writer_decimal(writer, "weights_sum", sector_weights_sum(sector));
}

static void add_dimensions(struct writer *writer, const struct config_set *configs)
{
    writer_open(writer, "dimensions", '[');
    for (size_t i = 0; i < configs->dimension_count; i++) {
        const struct dimension *dimension = &configs->dimensions[i];
        writer_open(writer, NULL, '{');
        writer_text(writer, "code", dimension->code);
        writer_text(writer, "name", dimension->name);
        writer_text(writer, "description", dimension->description);
        writer_decimal(writer, "min_score", dimension->min_score);
        writer_decimal(writer, "max_score", dimension->max_score);
        writer_close(writer, '}');
    }
    writer_close(writer, ']');
}

/* ---- calibrations: those the program knows, then the others, by name ---- */

struct parameter {
    const char *name;
    const struct calibration_default *known; /* NULL: no rule uses it */
    const struct calibration *row;           /* NULL: not set */
};

static size_t parameters_of(struct arena *arena, const struct sector *sector,
                            struct parameter **parameters)
{
    size_t known_count = 0;
    while (calibration_defaults[known_count].name)
        known_count++;
    *parameters = arena_array(arena, known_count + sector->calibration_count, sizeof **parameters);
    size_t count = 0;
    for (size_t i = 0; i < known_count; i++) {
        const struct calibration_default *known = &calibration_defaults[i];
        (*parameters)[count++] =
            (struct parameter){known->name, known, sector_find_calibration(sector, known->name)};
    }
    for (size_t i = 0; i < sector->calibration_count; i++) {
        const struct calibration *row = &sector->calibrations[i];
        if (!calibration_default_find(row->name))
            (*parameters)[count++] = (struct parameter){row->name, NULL, row};
    }
    return count;
}

static void add_value_and_source(struct writer *writer, const struct api_site *site,
                                 const struct parameter *parameter)
{
    struct decimal value = DECIMAL_ZERO;
    bool any = parameter->row || score_default_of(parameter->known, site->parameters, &value);
    if (any)
        writer_decimal(writer, "value", parameter->row ? parameter->row->value : value);
    else
        writer_null(writer, "value");
    writer_text(writer, "source", parameter->row ? "database" : any ? "default" : "none");
}

static void add_calibration_values(struct writer *writer, struct arena *arena,
                                   const struct api_site *site, const struct sector *sector)
{
    struct parameter *parameters;
    size_t count = parameters_of(arena, sector, &parameters);
    writer_open(writer, "calibrations", '{');
    for (size_t i = 0; i < count; i++) {
        writer_open(writer, parameters[i].name, '{');
        add_value_and_source(writer, site, &parameters[i]);
        writer_close(writer, '}');
    }
    writer_close(writer, '}');
}

static void add_calibration_rows(struct writer *writer, struct arena *arena,
                                 const struct api_site *site, const struct sector *sector)
{
    struct parameter *parameters;
    size_t count = parameters_of(arena, sector, &parameters);
    writer_open(writer, "calibrations", '[');
    for (size_t i = 0; i < count; i++) {
        const struct calibration *row = parameters[i].row;
        writer_open(writer, NULL, '{');
        writer_text(writer, "name", parameters[i].name);
        writer_text(writer, "label", parameters[i].known ? parameters[i].known->label : NULL);
        add_value_and_source(writer, site, &parameters[i]);
        writer_text(writer, "type", row ? row->type : NULL);
        writer_text(writer, "description", row ? row->description : NULL);
        writer_day(writer, "effective_from", row ? row->effective_from : NULL);
        writer_day(writer, "effective_to", row ? row->effective_to : NULL);
        writer_close(writer, '}');
    }
    writer_close(writer, ']');
}

/* ---- sectors ---- */

static void add_weight(struct writer *writer, const char *key, const struct weight *weight)
{
    if (weight)
        writer_decimal(writer, key, weight->value);
    else
        writer_null(writer, key);
}

void api_sectors(const struct api_site *site, struct strbuf *out)
{
    struct arena *arena = arena_new();
    const struct config_set *configs = site->configs;
    struct writer writer = api_begin(site, out);
    add_dimensions(&writer, configs);
    writer_open(&writer, "sectors", '[');
    for (size_t i = 0; i < configs->sector_count; i++) {
        const struct sector *sector = &configs->sectors[i];
        writer_open(&writer, NULL, '{');
        add_identity(&writer, arena, site, i);
        writer_open(&writer, "weights", '{');
        for (size_t k = 0; k < configs->dimension_count; k++) {
            const char *code = configs->dimensions[k].code;
            add_weight(&writer, code, sector_find_weight(sector, code));
        }
        writer_close(&writer, '}');
        add_calibration_values(&writer, arena, site, sector);
        add_totals(&writer, site->totals ? &site->totals[i] : NULL);
        sector_scores_member(&writer, configs, site->scores, i);
        writer_close(&writer, '}');
    }
    writer_close(&writer, ']');
    writer_close(&writer, '}');
    arena_free(arena);
}

static void add_weight_rows(struct writer *writer, const struct config_set *configs,
                            const struct sector *sector)
{
    writer_open(writer, "weights", '[');
    for (size_t i = 0; i < configs->dimension_count; i++) {
        const struct dimension *dimension = &configs->dimensions[i];
        const struct weight *weight = sector_find_weight(sector, dimension->code);
        writer_open(writer, NULL, '{');
        writer_text(writer, "dimension", dimension->code);
        writer_text(writer, "name", dimension->name);
        add_weight(writer, "weight", weight);
        writer_text(writer, "rationale", weight ? weight->rationale : NULL);
        writer_day(writer, "effective_from", weight ? weight->effective_from : NULL);
        writer_day(writer, "effective_to", weight ? weight->effective_to : NULL);
        writer_close(writer, '}');
    }
    writer_close(writer, ']');
}

/* ---- findings and health ---- */

struct writer api_findings_begin(const struct api_site *site, struct strbuf *out)
{
    struct writer writer = api_begin(site, out);
    add_counts(&writer, site->findings);
    writer_open(&writer, "findings", '[');
    return writer;
}

void api_findings_end(struct writer *writer)
{
    writer_close(writer, ']');
    writer_close(writer, '}');
}

void api_health(const struct api_site *site, struct strbuf *out)
{
    const struct config_set *configs = site->configs;
    long long invalid = 0;
    long long organizations = 0;
    for (size_t i = 0; i < configs->sector_count; i++) {
        invalid += !site->valid[i];
        organizations += site->totals ? site->totals[i].organizations : 0;
    }
    bool errors = site->findings->by_severity[SEVERITY_ERROR] > 0;
    struct writer writer = api_begin(site, out);
    writer_text(&writer, "status", errors ? "findings" : "ok");
    add_counts(&writer, site->findings);
    writer_integer(&writer, "sectors", (long long)configs->sector_count);
    writer_integer(&writer, "invalid_sectors", invalid);
    if (site->totals)
        writer_integer(&writer, "organizations", organizations);
    else
        writer_null(&writer, "organizations");
    writer_close(&writer, '}');
}

/* ---- one sector, its organizations streamed ---- */

static const char *kind_name(enum column_kind kind)
{
    static const char *const names[] = {
        [COLUMN_TEXT] = "text",           [COLUMN_INTEGER] = "integer",
        [COLUMN_DECIMAL] = "decimal",     [COLUMN_BOOLEAN] = "boolean",
        [COLUMN_DATE] = "date",           [COLUMN_TIMESTAMP] = "timestamp",
        [COLUMN_ARRAY] = "array of text", [COLUMN_UUID] = "uuid",
    };
    return names[kind];
}

static void add_columns(struct writer *writer, const struct column_set *columns)
{
    writer_open(writer, "columns", '[');
    for (size_t i = 0; i < columns->count; i++) {
        const struct column *column = &columns->columns[i];
        bool attribute = column->group == COLUMN_ATTRIBUTE;
        writer_open(writer, NULL, '{');
        writer_text(writer, "name", column->name);
        writer_text(writer, "label", column->label);
        writer_text(writer, "unit", column->unit);
        writer_text(writer, "kind", kind_name(column->kind));
        writer_text(writer, "group", attribute ? "attribute" : "firmographic");
        writer_close(writer, '}');
    }
    writer_close(writer, ']');
}

static void add_array(struct writer *writer, struct arena *arena, const char *key,
                      const char *literal)
{
    const char **elements;
    size_t count;
    if (!array_split(arena, literal, &elements, &count)) {
        writer_text(writer, key, literal);
        return;
    }
    writer_open(writer, key, '[');
    for (size_t i = 0; i < count; i++)
        writer_text(writer, NULL, elements[i]);
    writer_close(writer, ']');
}

static void add_value(struct writer *writer, struct arena *arena, const struct column *column,
                      const char *value)
{
    if (!value || !column_is_finite(column, value))
        writer_null(writer, column->name);
    else if (column->kind == COLUMN_INTEGER || column->kind == COLUMN_DECIMAL)
        writer_number(writer, column->name, value);
    else if (column->kind == COLUMN_BOOLEAN)
        writer_boolean(writer, column->name, *value == 't');
    else if (column->kind == COLUMN_ARRAY)
        add_array(writer, arena, column->name, value);
    else
        writer_text(writer, column->name, value);
}

/* A writer as it stands inside the list: the buffer may have been emptied since. */
static struct writer inside_list(const struct api_sector *stream)
{
    return (struct writer){.out = stream->out, .depth = 2, .filled = stream->count > 0};
}

struct api_sector api_sector_begin(const struct api_site *site, size_t index,
                                   const struct column_set *columns, struct arena *scratch,
                                   struct strbuf *out)
{
    struct api_sector stream = {
        .out = out,
        .sector = &site->configs->sectors[index],
        .columns = columns,
        .scratch = scratch,
    };
    struct writer writer = api_begin(site, out);
    add_identity(&writer, stream.scratch, site, index);
    add_weight_rows(&writer, site->configs, stream.sector);
    add_calibration_rows(&writer, stream.scratch, site, stream.sector);
    add_totals(&writer, site->totals ? &site->totals[index] : NULL);
    sector_scores_member(&writer, site->configs, site->scores, index);
    add_columns(&writer, columns);
    writer_open(&writer, "organizations", '[');
    return stream;
}

static void add_scores(struct writer *writer, const struct scored_organization *scored)
{
    if (!scored || !scored->score) {
        writer_null(writer, "scores");
        return;
    }
    writer_open(writer, "scores", '{');
    score_members(writer, scored);
    standing_members(writer, scored);
    score_inputs_member(writer, scored);
    writer_close(writer, '}');
}

void api_sector_row(struct api_sector *stream, const struct organization *organization,
                    const struct scored_organization *scored)
{
    struct arena *arena = stream->scratch;
    struct writer writer = inside_list(stream);
    writer_open(&writer, NULL, '{');
    writer.flat = true;
    writer_text(&writer, "organization_id", organization->id);
    writer_text(&writer, "legal_name", organization->legal_name);
    writer_text(&writer, "display_name", organization->display_name);
    writer_text(&writer, "status", organization->status);
    writer_text(&writer, "page", view_organization_path(arena, organization->id));
    writer_open(&writer, "values", '{');
    for (size_t i = 0; i < stream->columns->count; i++)
        add_value(&writer, arena, &stream->columns->columns[i], organization->values[i]);
    writer_close(&writer, '}');
    add_scores(&writer, scored);
    writer_close(&writer, '}');
    stream->count++;
}

void api_sector_findings(struct api_sector *stream)
{
    struct writer writer = inside_list(stream);
    writer_close(&writer, ']');
    writer_open(&writer, "findings", '[');
    stream->count = 0;
}

void api_sector_finding(struct api_sector *stream, const struct finding *finding)
{
    if (!text_equal(finding->focus_group_id, stream->sector->focus_group_id))
        return;
    struct writer writer = inside_list(stream);
    api_findings_row(&writer, finding);
    stream->count++;
}

void api_sector_end(const struct api_sector *stream)
{
    struct writer writer = inside_list(stream);
    writer_close(&writer, ']');
    writer_close(&writer, '}');
}
