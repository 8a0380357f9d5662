#include "render/text/dump.h"

#include "base/text.h"

enum { MARGIN = 2 };

static void heading(struct strbuf *out, const char *title)
{
    strbuf_addf(out, "\n%s\n", title);
    for (size_t i = 0; i < text_length(title); i++)
        strbuf_addch(out, '-');
    strbuf_addch(out, '\n');
}

static void pad(struct strbuf *out, size_t have, size_t want)
{
    for (; have < want; have++)
        strbuf_addch(out, ' ');
}

/* A cell in one line: text, unit of the column not repeated, tone, link and note in brackets. */
static void cell_line(const struct view_cell *cell, struct strbuf *out)
{
    strbuf_addstr(out, cell->text);
    if (cell->kind == CELL_MISSING && *cell->text)
        strbuf_addstr(out, " (missing)");
    else if (cell->tone != TONE_NONE && cell->kind != CELL_MISSING)
        strbuf_addf(out, " (%s)", view_tone_name(cell->tone));
    if (cell->href)
        strbuf_addf(out, " <%s>", cell->href);
    if (cell->note)
        strbuf_addf(out, " [%s]", cell->note);
}

static void dump_facts(const struct view_facts *facts, struct strbuf *out)
{
    if (facts->title)
        heading(out, facts->title);
    size_t width = 0;
    for (size_t i = 0; i < facts->count; i++) {
        size_t length = text_length(facts->rows[i].label);
        width = length > width ? length : width;
    }
    for (size_t i = 0; i < facts->count; i++) {
        const struct view_fact *fact = &facts->rows[i];
        strbuf_addstr(out, fact->label);
        pad(out, text_length(fact->label), width + MARGIN);
        cell_line(&fact->value, out);
        if (fact->unit)
            strbuf_addf(out, " %s", fact->unit);
        strbuf_addch(out, '\n');
    }
    if (facts->count == 0 && facts->empty)
        strbuf_addf(out, "%s\n", facts->empty);
    if (facts->note)
        strbuf_addf(out, "%s\n", facts->note);
}

static void column_title(const struct view_column *column, struct strbuf *out)
{
    strbuf_addstr(out, column->title);
    if (column->unit)
        strbuf_addf(out, " (%s)", column->unit);
}

/* The width that each column needs, header included. */
static void measure(const struct view_table *table, size_t *widths)
{
    struct strbuf text;
    strbuf_init(&text);
    for (size_t j = 0; j < table->column_count; j++) {
        strbuf_reset(&text);
        column_title(&table->columns[j], &text);
        widths[j] = text_length(text.text);
        for (size_t i = 0; i < table->row_count; i++) {
            strbuf_reset(&text);
            cell_line(&table->cells[i * table->column_count + j], &text);
            size_t length = text_length(text.text);
            widths[j] = length > widths[j] ? length : widths[j];
        }
    }
    strbuf_release(&text);
}

static void place(struct strbuf *out, const char *text, size_t width, enum view_align align,
                  bool last)
{
    size_t length = text_length(text);
    if (align == ALIGN_END)
        pad(out, length, width);
    strbuf_addstr(out, text);
    if (align != ALIGN_END && !last)
        pad(out, length, width);
    strbuf_addstr(out, last ? "\n" : "  ");
}

static void dump_rows(const struct view_table *table, const size_t *widths, struct strbuf *out)
{
    struct strbuf text;
    strbuf_init(&text);
    for (size_t j = 0; j < table->column_count; j++) {
        strbuf_reset(&text);
        column_title(&table->columns[j], &text);
        place(out, text.text, widths[j], table->columns[j].align, j + 1 == table->column_count);
    }
    for (size_t i = 0; i < table->row_count; i++)
        for (size_t j = 0; j < table->column_count; j++) {
            strbuf_reset(&text);
            cell_line(&table->cells[i * table->column_count + j], &text);
            place(out, text.text, widths[j], table->columns[j].align, j + 1 == table->column_count);
        }
    strbuf_release(&text);
}

static void dump_table(const struct view_table *table, struct strbuf *out)
{
    if (table->column_count == 0)
        return;
    if (table->title)
        heading(out, table->title);
    if (table->caption)
        strbuf_addf(out, "%s\n", table->caption);
    if (table->row_count == 0) {
        strbuf_addf(out, "%s\n", table->empty ? table->empty : "");
        return;
    }
    size_t *widths = calloc(table->column_count, sizeof *widths);
    if (!widths)
        out_of_memory();
    measure(table, widths);
    dump_rows(table, widths, out);
    free(widths);
}

static void dump_figure(const struct view_figure *figure, struct strbuf *out)
{
    if (!figure->id)
        return;
    heading(out, figure->title);
    strbuf_addstr(out, figure->alt);
    if (figure->svg)
        strbuf_addf(out, " <%s>", figure->svg);
    if (figure->svg && figure->png)
        strbuf_addf(out, " <%s>", figure->png);
    strbuf_addch(out, '\n');
    dump_table(&figure->data, out);
}

static void dump_links(const char *title, const struct view_link *links, size_t count,
                       struct strbuf *out)
{
    if (count == 0)
        return;
    strbuf_addf(out, "%s:", title);
    for (size_t i = 0; i < count; i++)
        strbuf_addf(out, "%s %s%s%s%s <%s>", i > 0 ? "," : "", links[i].label,
                    links[i].note ? " " : "", links[i].note ? links[i].note : "",
                    links[i].current ? " *" : "", links[i].href);
    strbuf_addch(out, '\n');
}

static void dump_pager(const struct view_pager *pager, struct strbuf *out)
{
    strbuf_addf(out, "%s\n", pager->text);
    dump_links("Pages", pager->links, pager->link_count, out);
}

static void dump_frame(const struct view_frame *frame, struct strbuf *out)
{
    strbuf_addf(out, "%s | %s\n", frame->title, frame->site_name);
    for (size_t i = 0; i < text_length(frame->title); i++)
        strbuf_addch(out, '=');
    if (frame->description)
        strbuf_addf(out, "\n%s", frame->description);
    strbuf_addf(out, "\n%s, %s\n<%s> root <%s>\n", frame->as_of, frame->parameters, frame->path,
                frame->root);
    dump_links("Above", frame->crumbs, frame->crumb_count, out);
}

static void dump_banners(const struct view_banner *banners, size_t count, struct strbuf *out)
{
    for (size_t i = 0; i < count; i++)
        strbuf_addf(out, "! %s: %s. %s\n", view_tone_name(banners[i].tone), banners[i].title,
                    banners[i].text);
}

static void dump_arithmetic(const struct view_score *view, struct strbuf *out)
{
    heading(out, "Arithmetic");
    for (size_t i = 0; i < view->arithmetic_count; i++) {
        const struct view_formula *formula = &view->arithmetic[i];
        strbuf_addf(out, "%s = %s\n  = %s\n  = %s\n", formula->name, formula->formula,
                    formula->filled, formula->result);
        if (formula->note)
            strbuf_addf(out, "  %s\n", formula->note);
    }
}

void dump_score(const struct view_score *view, struct strbuf *out)
{
    if (view->absent) {
        strbuf_addf(out, "\n%s\n", view->absent);
        return;
    }
    heading(out, "Org-AI-R");
    cell_line(&view->headline, out);
    strbuf_addstr(out, ", ");
    cell_line(&view->band, out);
    strbuf_addf(out, "\n%s\n", view->interval);
    if (view->position)
        strbuf_addf(out, "%s\n", view->position);
    if (view->gate_text)
        strbuf_addf(out, "%s: %s\n", view->gate.text, view->gate_text);
    for (size_t i = 0; i < view->review_count; i++)
        strbuf_addf(out, "Review: %s\n", view->reviews[i]);
    dump_facts(&view->parts, out);
    dump_figure(&view->waterfall, out);
    dump_figure(&view->bullets, out);
    dump_table(&view->dimensions, out);
    dump_table(&view->ebitda, out);
    dump_figure(&view->history, out);
    dump_arithmetic(view, out);
}

void dump_sector_scores(const struct view_sector_scores *view, struct strbuf *out)
{
    if (view->absent) {
        strbuf_addf(out, "\n%s\n", view->absent);
        return;
    }
    strbuf_addch(out, '\n');
    dump_facts(&view->key_figures, out);
    dump_figure(&view->distribution, out);
    dump_table(&view->ranking, out);
    dump_table(&view->averages, out);
    dump_table(&view->gate_failures, out);
    dump_table(&view->reviews, out);
}

void dump_fund(const struct view_fund *view, struct strbuf *out)
{
    if (view->absent) {
        strbuf_addf(out, "\n%s\n", view->absent);
        return;
    }
    strbuf_addch(out, '\n');
    dump_facts(&view->key_figures, out);
    dump_figure(&view->bands, out);
    dump_figure(&view->scatter, out);
    dump_table(&view->sectors, out);
    dump_table(&view->leaders, out);
    dump_table(&view->laggards, out);
    dump_table(&view->reviews, out);
}

void dump_portfolio(const struct view_portfolio *view, struct strbuf *out)
{
    dump_frame(&view->frame, out);
    dump_banners(view->banners, view->banner_count, out);
    dump_facts(&view->key_figures, out);
    if (view->fund.absent || view->fund.key_figures.count > 0)
        dump_fund(&view->fund, out);
    dump_table(&view->sectors, out);
    dump_figure(&view->heatmap, out);
    dump_table(&view->findings, out);
    dump_links("Downloads", view->downloads, view->download_count, out);
}

void dump_sector(const struct view_sector *view, struct strbuf *out)
{
    dump_frame(&view->frame, out);
    dump_banners(view->banners, view->banner_count, out);
    dump_facts(&view->identity, out);
    if (view->scores.absent || view->scores.key_figures.count > 0)
        dump_sector_scores(&view->scores, out);
    dump_table(&view->weights, out);
    cell_line(&view->weights_check, out);
    strbuf_addch(out, '\n');
    dump_figure(&view->chart, out);
    dump_table(&view->calibrations, out);
    dump_table(&view->findings, out);
    dump_table(&view->organizations, out);
    dump_table(&view->fields, out);
    dump_pager(&view->pager, out);
    dump_links("Downloads", view->downloads, view->download_count, out);
}

void dump_listing(const struct view_listing *view, struct strbuf *out)
{
    dump_frame(&view->frame, out);
    dump_table(&view->organizations, out);
    dump_pager(&view->pager, out);
}

void dump_organization(const struct view_organization *view, struct strbuf *out)
{
    dump_frame(&view->frame, out);
    dump_banners(view->banners, view->banner_count, out);
    strbuf_addf(out, "%s\nSector: %s <%s>\nStatus: ", view->legal_name, view->sector.label,
                view->sector.href);
    cell_line(&view->status, out);
    strbuf_addch(out, '\n');
    if (view->score.absent || view->score.headline.text)
        dump_score(&view->score, out);
    dump_facts(&view->firmographics, out);
    dump_facts(&view->attributes, out);
    dump_table(&view->findings, out);
}

void dump_compare(const struct view_compare *view, struct strbuf *out)
{
    dump_frame(&view->frame, out);
    dump_banners(view->banners, view->banner_count, out);
    dump_figure(&view->heatmap, out);
    dump_table(&view->averages, out);
    dump_table(&view->calibrations, out);
    dump_table(&view->totals, out);
}

void dump_findings(const struct view_findings *view, struct strbuf *out)
{
    dump_frame(&view->frame, out);
    dump_facts(&view->counts, out);
    dump_table(&view->findings, out);
    dump_pager(&view->pager, out);
}

void dump_changes(const struct view_changes *view, struct strbuf *out)
{
    if (view->frame.path)
        dump_frame(&view->frame, out);
    strbuf_addf(out, "%s\n", view->baseline);
    dump_facts(&view->counts, out);
    dump_table(&view->scores, out);
    dump_table(&view->thresholds, out);
    dump_table(&view->organizations, out);
    dump_table(&view->configuration, out);
    dump_table(&view->findings, out);
}

static void dump_definition(const struct view_definition *definition, struct strbuf *out)
{
    strbuf_addf(out, "  %s\n", definition->text);
    if (definition->note)
        strbuf_addf(out, "      %s\n", definition->note);
}

void dump_method(const struct view_method *view, struct strbuf *out)
{
    dump_frame(&view->frame, out);
    for (size_t i = 0; i < view->section_count; i++) {
        const struct view_section *section = &view->sections[i];
        heading(out, section->title);
        for (size_t j = 0; j < section->paragraph_count; j++)
            strbuf_addf(out, "%s\n", section->paragraphs[j]);
        for (size_t j = 0; j < section->definition_count; j++)
            dump_definition(&section->definitions[j], out);
        dump_table(&section->table, out);
    }
}
