#include "app/page_fingerprint.h"

#include "plan/content.h"

static void add_columns(struct strbuf *out, const struct column_set *columns)
{
    content_add_number(out, (long long)columns->attribute_start);
    content_add_number(out, columns->has_attribute_table);
    for (size_t i = 0; i < columns->count; i++) {
        const struct column *column = &columns->columns[i];
        content_add_text(out, column->name);
        content_add_text(out, column->label);
        content_add_text(out, column->unit);
        content_add_text(out, column->description);
        content_add_number(out, column->kind);
        content_add_number(out, column->scale);
        content_add_number(out, column->group);
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
    content_add_text(&text, common.hex);
    content_add_text(&text, sector->focus_group_id);
    add_columns(&text, columns);
    if (context->scores) {
        size_t index = (size_t)(sector - context->configs->sectors);
        content_add_number(&text, (long long)context->scores->sectors[index].count);
        for (size_t i = 0; i < context->configs->dimension_count; i++)
            content_add_double(&text, view_sector_average(context, sector, i));
    }
    struct fingerprint fingerprint = fingerprint_of(text.text, text.length);
    strbuf_release(&text);
    return fingerprint;
}

static void add_organization(struct strbuf *out, const struct column_set *columns,
                             const struct organization *organization)
{
    content_add_text(out, organization->id);
    content_add_text(out, organization->legal_name);
    content_add_text(out, organization->display_name);
    content_add_text(out, organization->status);
    content_add_number(out, organization->has_attributes);
    for (size_t i = 0; i < columns->count; i++)
        content_add_text(out, organization->values[i]);
}

static void add_assessment(struct strbuf *out, const struct assessment *row, size_t dimensions)
{
    content_add_text(out, row->effective_from);
    content_add_text(out, row->effective_to);
    for (size_t i = 0; i < dimensions; i++) {
        content_add_number(out, row->missing[i]);
        if (!row->missing[i])
            content_add_decimal(out, row->scores[i]);
    }
    content_add_decimal(out, row->talent_concentration);
    content_add_decimal(out, row->market_cap_percentile);
    content_add_decimal(out, row->timing_factor);
    content_add_number(out, row->has_alignment);
    if (row->has_alignment)
        content_add_decimal(out, row->alignment);
    content_add_number(out, row->evidence_count);
    content_add_number(out, row->has_enterprise_value);
    if (row->has_enterprise_value)
        content_add_decimal(out, row->enterprise_value_musd);
    content_add_number(out, row->has_target);
    if (row->has_target)
        content_add_decimal(out, row->target_score);
}

static void add_assessments(struct strbuf *out, const struct scored_organization *scored,
                            size_t dimensions)
{
    const struct assessed_organization *assessed = scored->assessed;
    size_t count = assessed ? assessed->count : 0;
    content_add_number(out, (long long)count);
    for (size_t i = 0; i < count; i++) {
        content_add_number(out, &assessed->rows[i] == assessed->current);
        add_assessment(out, &assessed->rows[i], dimensions);
    }
    content_add_number(out, assessed && assessed->doubled);
    content_add_number(out, scored->score != NULL);
    if (scored->standing) {
        content_add_number(out, (long long)scored->standing->in_sector.rank);
        content_add_double(out, scored->standing->in_sector.percentile);
    }
}

void page_scratch_init(struct page_scratch *scratch)
{
    strbuf_init(&scratch->text);
    scratch->digest = digest_begin();
}

void page_scratch_release(struct page_scratch *scratch)
{
    strbuf_release(&scratch->text);
    digest_finish(scratch->digest);
}

struct fingerprint page_fingerprint(const struct fingerprint *base,
                                    const struct view_context *context,
                                    const struct view_organization_input *input,
                                    struct page_scratch *scratch)
{
    struct strbuf *text = &scratch->text;
    strbuf_reset(text);
    content_add_text(text, base->hex);
    content_add_text(text, context->as_of);
    add_organization(text, input->columns, input->organization);
    add_assessments(text, input->scored, context->configs->dimension_count);
    return fingerprint_again(scratch->digest, text->text, text->length);
}
