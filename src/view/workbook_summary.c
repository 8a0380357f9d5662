/*
 * The first sheet of a workbook, which says what the others hold, and the last,
 * which says by which formulas.
 */
#include "base/text.h"
#include "view/frame.h"
#include "view/method_text.h"
#include "view/score_words.h"
#include "view/workbook_sheets.h"

enum { COLUMNS = 3, FIRST_ROW = 4 /* below heading, lead and titles */ };

static void add(struct view_table_builder *builder, struct view_cell label, struct view_cell value,
                const char *note)
{
    table_row(builder,
              (struct view_cell[COLUMNS]){label, value, note ? cell_text(note) : cell_missing("")});
}

static void add_section(struct view_table_builder *builder, const char *title)
{
    add(builder, cell_text(title), cell_missing(""), NULL);
}

/* Amounts keep every digit here, so their unit stands beside the label. */
static void add_facts(struct view_table_builder *builder, const struct view_facts *facts)
{
    for (size_t i = 0; i < facts->count; i++) {
        const struct view_fact *fact = &facts->rows[i];
        bool amount = fact->value.kind == CELL_DECIMAL && text_starts_with(fact->value.text, "USD");
        const char *unit = amount ? "USD" : fact->unit;
        const char *label =
            unit ? arena_printf(builder->arena, "%s (%s)", fact->label, unit) : fact->label;
        add(builder, cell_text(label), fact->value, fact->value.note);
    }
}

static struct view_sheet *begin(struct view_workbook *book, const struct view_context *context,
                                struct arena *arena, struct view_table_builder *builder)
{
    static const struct view_column columns[COLUMNS] = {
        {.title = "Key figure", .kind = CELL_TEXT},
        {.title = "Value", .align = ALIGN_END, .kind = CELL_TEXT},
        {.title = "Note", .kind = CELL_TEXT},
    };
    struct sheet_plan plan = {.name = "Summary", .columns = columns, .column_count = COLUMNS};
    struct view_sheet *sheet = sheet_new(book, arena, &plan, builder);
    sheet->heading = book->title;
    sheet->lead = arena_printf(arena, "%s. %s.", context->as_of, context->parameters);
    sheet->sections = true;
    return sheet;
}

/* Organizations a band, counted by the workbook itself: an edit moves them. */
static void add_bands(struct view_sheet *sheet, const struct sector_standing *standing,
                      struct view_table_builder *builder)
{
    struct arena *arena = builder->arena;
    add_section(builder, "Organizations by band");
    sheet->chart = (struct view_sheet_chart){
        .label = 1,
        .value = 2,
        .row = FIRST_ROW + sheet->table.row_count,
        .rows = BAND_EXCELLENT + 1,
        .title = "Organizations by band",
        .beside = true,
    };
    for (int band = BAND_EXCELLENT; band >= BAND_NASCENT; band--) {
        const char *name = score_band_name((enum score_band)band);
        struct view_cell count = cell_integer(arena, (long long)standing->bands[band]);
        count.formula = arena_printf(arena, "COUNTIF(Scores!$C:$C,\"%s\")", name);
        add(builder, cell_text(name), count, "Follows the sheet Scores");
    }
}

void sector_summary(struct view_workbook *book, const struct view_context *context,
                    const struct sector *sector, struct arena *arena)
{
    struct view_table_builder builder;
    struct view_sheet *sheet = begin(book, context, arena, &builder);
    struct view_facts identity;
    struct view_sector_scores scores = {0};
    sector_identity(context, sector, arena, &identity);
    if (context->scores)
        view_build_sector_scores(context, sector, arena, &scores);
    add_facts(&builder, &scores.key_figures);
    if (scores.absent)
        add(&builder, cell_text("Org-AI-R"), cell_missing("None"), scores.absent);
    add_section(&builder, "Sector");
    add_facts(&builder, &identity);
    if (scores.key_figures.count > 0) {
        add_bands(sheet, &context->scores->sectors[sector - context->configs->sectors], &builder);
        return;
    }
    sheet->chart = (struct view_sheet_chart){
        .sheet = "Weights",
        .label = 1,
        .value = 3,
        .row = 2,
        .rows = context->configs->dimension_count,
        .places = 3,
        .title = "Dimension weights",
        .beside = true,
    };
    if (sheet->chart.rows == 0)
        sheet->chart.value = 0;
}

void portfolio_summary(struct view_workbook *book, const struct view_context *context,
                       struct arena *arena)
{
    struct view_table_builder builder;
    struct view_sheet *sheet = begin(book, context, arena, &builder);
    struct view_fund fund = {.absent = "Nothing is scored."};
    if (context->scores)
        view_build_fund(context, arena, &fund);
    add_facts(&builder, &fund.key_figures);
    if (fund.absent) {
        add(&builder, cell_text("Fund-AI-R"), cell_missing("None"), fund.absent);
        return;
    }
    sheet->chart = (struct view_sheet_chart){
        .sheet = "Fund",
        .label = 1,
        .value = 8,
        .row = 4,
        .rows = context->configs->sector_count,
        .places = 2,
        .title = "Average Org-AI-R by sector",
        .beside = true,
    };
}

static const char *purpose_of(const char *sheet)
{
    static const struct {
        const char *sheet, *purpose;
    } purposes[] = {
        {"Fund", "The fund, computed live from the scores"},
        {"Scores", "Every organization and its score"},
        {"Sectors", "What each sector holds"},
        {"Comparison", "Weights of the sectors side by side"},
        {"Weights", "Weight of each dimension, and why"},
        {"Calibrations", "Numbers of the sector that scores use"},
        {"Parameters", "Numbers of the method"},
        {"Organizations", "What is known of each organization"},
        {"Changes", "What differs from an earlier release, and why"},
        {"Findings", "What the checks of the data found"},
        {"Method", "The formulas, and what their letters mean"},
    };
    for (size_t i = 0; i < sizeof purposes / sizeof purposes[0]; i++)
        if (text_equal(purposes[i].sheet, sheet))
            return purposes[i].purpose;
    return NULL;
}

/* No sheet that we name has an apostrophe. */
void summary_links(struct view_workbook *book, struct arena *arena)
{
    struct view_table *table = &book->sheets[0].table;
    struct view_table_builder builder = {
        .arena = arena, .table = table, .capacity = table->row_count * COLUMNS};
    bool inputs = false;
    add_section(&builder, "Sheets");
    for (size_t i = 1; i < book->sheet_count; i++) {
        const char *name = book->sheets[i].name;
        add(&builder, cell_link(name, arena_printf(arena, "internal:'%s'!A1", name)),
            cell_missing(""), purpose_of(name));
        inputs = inputs || (text_equal(name, "Scores") && book->sheets[i].group_count > 0);
    }
    add_section(&builder, "Protection");
    add(&builder, cell_text("Every sheet"), cell_text("No password"),
        inputs ? "Against accidents only. Weights and the blue inputs of Scores stay open to edits."
               : "Against accidents only. Filters, sorting and column widths stay open.");
}

void method_sheet(struct view_workbook *book, struct arena *arena)
{
    static const struct view_column columns[COLUMNS] = {
        {.title = "Step", .kind = CELL_TEXT},
        {.title = "Formula", .kind = CELL_TEXT, .wide = true},
        {.title = "Meaning", .kind = CELL_TEXT, .wide = true},
    };
    struct sheet_plan plan = {
        .name = "Method", .columns = columns, .column_count = COLUMNS, .frozen_columns = 1};
    struct view_table_builder builder;
    struct view_sheet *sheet = sheet_new(book, arena, &plan, &builder);
    sheet->tone = TONE_MUTED;
    for (const struct method_section *section = method_sections; section->id; section++)
        for (size_t i = 0; i < METHOD_DEFINITIONS && section->definitions[i].key; i++)
            add(&builder, i == 0 ? cell_text(section->title) : cell_missing(""),
                cell_text(section->definitions[i].text),
                section->definitions[i].note ? section->definitions[i].note
                                             : section->paragraphs[0]);
    add(&builder, cell_text("Organizations"), cell_text("An empty cell"),
        "Not stated: neither 0 nor \"no\". Sums and averages pass over it.");
}
