#include "app/page_fingerprint.h"

#include <string.h>

/* A field of its own: NULL differs from "". */
static void add_text(struct strbuf *out, const char *text)
{
    strbuf_addch(out, text ? '+' : '-');
    if (text)
        strbuf_add(out, text, strlen(text) + 1);
}

static void add_number(struct strbuf *out, long long number)
{
    strbuf_add(out, &number, sizeof number);
}

static void add_decimal(struct strbuf *out, struct decimal value)
{
    add_number(out, value.units);
    add_number(out, value.scale);
}

static void add_double(struct strbuf *out, double value)
{
    strbuf_add(out, &value, sizeof value);
}

static void add_columns(struct strbuf *out, const struct column_set *columns)
{
    add_number(out, (long long)columns->attribute_start);
    add_number(out, columns->has_attribute_table);
    for (size_t i = 0; i < columns->count; i++) {
        const struct column *column = &columns->columns[i];
        add_text(out, column->name);
        add_text(out, column->label);
        add_text(out, column->unit);
        add_text(out, column->description);
        add_number(out, column->kind);
        add_number(out, column->scale);
        add_number(out, column->group);
    }
}

struct fingerprint page_fingerprint_base(const struct view_context *context,
                                         const struct sector *sector,
                                         const struct plan_scope *scope,
                                         const struct column_set *columns)
{
    struct strbuf text;
    strbuf_init(&text);
    struct fingerprint common = plan_fingerprint(scope);
    add_text(&text, common.hex);
    add_text(&text, sector->focus_group_id);
    add_columns(&text, columns);
    if (context->scores) {
        size_t index = (size_t)(sector - context->configs->sectors);
        add_number(&text, (long long)context->scores->sectors[index].count);
        for (size_t i = 0; i < context->configs->dimension_count; i++)
            add_double(&text, view_sector_average(context, sector, i));
    }
    struct fingerprint fingerprint = fingerprint_of(text.text, text.length);
    strbuf_release(&text);
    return fingerprint;
}

static void add_organization(struct strbuf *out, const struct column_set *columns,
                             const struct organization *organization)
{
    add_text(out, organization->id);
    add_text(out, organization->legal_name);
    add_text(out, organization->display_name);
    add_text(out, organization->status);
    add_number(out, organization->has_attributes);
    for (size_t i = 0; i < columns->count; i++)
        add_text(out, organization->values[i]);
}

static void add_assessment(struct strbuf *out, const struct assessment *row, size_t dimensions)
{
    add_text(out, row->effective_from);
    add_text(out, row->effective_to);
    for (size_t i = 0; i < dimensions; i++) {
        add_number(out, row->missing[i]);
        if (!row->missing[i])
            add_decimal(out, row->scores[i]);
    }
    add_decimal(out, row->talent_concentration);
    add_decimal(out, row->market_cap_percentile);
    add_decimal(out, row->timing_factor);
    add_number(out, row->has_alignment);
    if (row->has_alignment)
        add_decimal(out, row->alignment);
    add_number(out, row->evidence_count);
    add_number(out, row->has_enterprise_value);
    if (row->has_enterprise_value)
        add_decimal(out, row->enterprise_value_musd);
    add_number(out, row->has_target);
    if (row->has_target)
        add_decimal(out, row->target_score);
}

static void add_assessments(struct strbuf *out, const struct scored_organization *scored,
                            size_t dimensions)
{
    const struct assessed_organization *assessed = scored->assessed;
    size_t count = assessed ? assessed->count : 0;
    add_number(out, (long long)count);
    for (size_t i = 0; i < count; i++) {
        add_number(out, &assessed->rows[i] == assessed->current);
        add_assessment(out, &assessed->rows[i], dimensions);
    }
    add_number(out, assessed && assessed->doubled);
    add_number(out, scored->score != NULL);
    if (scored->standing) {
        add_number(out, (long long)scored->standing->in_sector.rank);
        add_double(out, scored->standing->in_sector.percentile);
    }
}

struct fingerprint page_fingerprint(const struct fingerprint *base,
                                    const struct view_context *context,
                                    const struct view_organization_input *input,
                                    struct strbuf *scratch)
{
    strbuf_reset(scratch);
    add_text(scratch, base->hex);
    add_text(scratch, context->as_of);
    add_organization(scratch, input->columns, input->organization);
    add_assessments(scratch, input->scored, context->configs->dimension_count);
    return fingerprint_of(scratch->text, scratch->length);
}
