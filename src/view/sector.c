#include "base/text.h"
#include "rules/validate.h"
#include "view/score_words.h"
#include "view/value.h"

static const char *weight_text(struct arena *arena, struct decimal weight)
{
    return view_decimal(arena, weight, 3).text;
}

void sector_identity(const struct view_context *context, const struct sector *sector,
                     struct arena *arena, struct view_facts *identity)
{
    const struct sector_totals *totals = NULL;
    if (context->totals)
        totals = &context->totals[sector - context->configs->sectors];
    identity->rows = arena_array(arena, 8, sizeof *identity->rows);
    struct view_fact *rows = identity->rows;
    size_t count = 0;
    struct view_cell code = cell_text(sector->group_code);
    code.note = sector->focus_group_id;
    rows[count++] = (struct view_fact){.label = "Code", .value = code};
    if (totals) {
        rows[count++] = (struct view_fact){.label = "Organizations",
                                           .value = cell_integer(arena, totals->organizations)};
        rows[count++] =
            (struct view_fact){.label = "Active", .value = cell_integer(arena, totals->active)};
        rows[count++] = (struct view_fact){.label = "Employees",
                                           .value = totals->with_employees > 0
                                                        ? cell_integer(arena, totals->employees)
                                                        : cell_missing("Not stated")};
        struct decimal revenue;
        bool stated = totals->with_revenue > 0 && decimal_parse(totals->revenue_usd, &revenue);
        rows[count++] = (struct view_fact){.label = "Annual revenue",
                                           .value = stated ? usd_cell(arena, revenue)
                                                           : cell_missing("Not stated")};
    }
    identity->count = count;
}

static void build_weights(const struct view_context *context, const struct sector *sector,
                          struct arena *arena, struct view_sector *view)
{
    static const struct view_column columns[] = {
        {.title = "Dimension", .kind = CELL_TEXT},
        {.title = "Weight", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 3},
        {.title = "Rationale", .kind = CELL_TEXT, .wide = true},
        {.title = "In force since", .kind = CELL_DATE},
    };
    view->weights = (struct view_table){
        .title = "Weights",
        .caption = arena_printf(arena, "Weight of each dimension in %s", sector->group_name),
        .columns = arena_array(arena, 4, sizeof columns[0]),
        .column_count = 4,
        .empty = "No weights are in force.",
        .has_total = true,
    };
    memcpy(view->weights.columns, columns, sizeof columns);
    struct view_table_builder builder;
    table_begin(&builder, arena, &view->weights);
    for (size_t i = 0; i < context->configs->dimension_count; i++) {
        const struct dimension *dimension = &context->configs->dimensions[i];
        const struct weight *weight = sector_find_weight(sector, dimension->code);
        struct view_cell cells[4] = {cell_text(dimension->name), cell_missing("No weight"),
                                     cell_missing(""), cell_missing("")};
        if (weight) {
            cells[1] = view_decimal(arena, weight->value, 3);
            cells[1].share = cells[1].number;
            cells[2] = cell_text_or(weight->rationale, "No rationale");
            cells[3] = cell_date(weight->effective_from);
        }
        table_row(&builder, cells);
    }
    struct decimal sum = sector_weights_sum(sector);
    bool valid = sector_is_valid(context->configs, sector);
    table_row(&builder, (struct view_cell[]){cell_text("Sum"), view_decimal(arena, sum, 3),
                                             cell_missing(""), cell_missing("")});
    view->weights_check =
        cell_toned(cell_text(arena_printf(arena,
                                          valid ? "Sum %s: valid"
                                                : "Sum %s: invalid, expected 1.000 within "
                                                  "less than 0.001 and every dimension once",
                                          weight_text(arena, sum))),
                   valid ? TONE_GOOD : TONE_ERROR);
}

/* "72.0000" is stored; what follows the point is shown as far as it says something. */
static struct view_cell calibration_cell(struct arena *arena, struct decimal value)
{
    while (value.scale > 0 && value.units % 10 == 0) {
        value.units /= 10;
        value.scale--;
    }
    return view_decimal(arena, value, value.scale < 2 ? 2 : value.scale);
}

struct view_cell calibration_value(const struct view_context *context, struct arena *arena,
                                   const struct sector *sector,
                                   const struct calibration_default *known)
{
    const struct calibration *set = sector_find_calibration(sector, known->name);
    struct decimal fallback;
    if (set)
        return calibration_cell(arena, set->value);
    if (!score_default_of(known, context->parameters_in_force, &fallback))
        return cell_missing("Not set");
    struct view_cell cell = cell_toned(calibration_cell(arena, fallback), TONE_MUTED);
    cell.note = "default";
    return cell;
}

static void add_known(const struct view_context *context, const struct sector *sector,
                      const struct calibration_default *known, struct view_table_builder *builder)
{
    struct arena *arena = builder->arena;
    const struct calibration *set = sector_find_calibration(sector, known->name);
    const char *meaning =
        set && !text_is_blank(set->description) ? set->description : known->meaning;
    struct view_cell value = calibration_value(context, arena, sector, known);
    value.note = NULL; /* the next column says it */
    struct view_cell source = cell_text("Sector");
    if (!set)
        source = known->default_value ? cell_toned(cell_text("Default"), TONE_INFO)
                                      : cell_missing("None");
    table_row(builder,
              (struct view_cell[]){cell_text(known->label), value, source,
                                   cell_text(view_sentence(arena, meaning)),
                                   set ? cell_date(set->effective_from) : cell_missing("")});
}

static void build_calibrations(const struct view_context *context, const struct sector *sector,
                               struct arena *arena, struct view_table *table)
{
    static const struct view_column columns[] = {
        {.title = "Parameter", .kind = CELL_TEXT},
        {.title = "Value", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
        {.title = "Source", .kind = CELL_TEXT},
        {.title = "Meaning", .kind = CELL_TEXT, .wide = true},
        {.title = "In force since", .kind = CELL_DATE},
    };
    *table = (struct view_table){
        .title = "Calibrations",
        .caption = arena_printf(arena, "Calibrations of %s; defaults are marked as such",
                                sector->group_name),
        .columns = arena_array(arena, 5, sizeof columns[0]),
        .column_count = 5,
        .empty = "No calibrations.",
    };
    memcpy(table->columns, columns, sizeof columns);
    struct view_table_builder builder;
    table_begin(&builder, arena, table);
    for (const struct calibration_default *known = calibration_defaults; known->name; known++)
        add_known(context, sector, known, &builder);
    for (size_t i = 0; i < sector->calibration_count; i++) {
        const struct calibration *other = &sector->calibrations[i];
        if (!calibration_default_find(other->name))
            table_row(&builder, (struct view_cell[]){cell_text(other->name),
                                                     calibration_cell(arena, other->value),
                                                     cell_text("Sector"),
                                                     cell_text_or(other->description, "No meaning"),
                                                     cell_date(other->effective_from)});
    }
}

void view_weights_chart(struct arena *arena, const struct config_set *configs,
                        const struct sector *sector, struct view_bar_chart *chart)
{
    *chart = (struct view_bar_chart){
        .title = arena_printf(arena, "Dimension weights: %s", sector->group_name),
        .subtitle = arena_printf(arena, "Sum %s%s", weight_text(arena, sector_weights_sum(sector)),
                                 sector_is_valid(configs, sector) ? "" : ", invalid: do not use"),
        .axis = "Weight",
        .bars = arena_array(arena, configs->dimension_count, sizeof *chart->bars),
        .count = configs->dimension_count,
        .reference = configs->dimension_count > 0 ? 1.0 / (double)configs->dimension_count : -1,
        .reference_label = "Equal weights",
    };
    for (size_t i = 0; i < configs->dimension_count; i++) {
        const struct dimension *dimension = &configs->dimensions[i];
        const struct weight *weight = sector_find_weight(sector, dimension->code);
        chart->bars[i] = (struct view_bar){
            .label = dimension->name,
            .value = weight ? decimal_to_double(weight->value) : 0,
            .text = weight ? weight_text(arena, weight->value) : "no weight",
            .note = weight ? weight->rationale : NULL,
        };
    }
}

/* "Data Infrastructure 0.220, Technology Stack 0.180 ...": the heaviest first. */
static const char *chart_in_words(struct arena *arena, const struct config_set *configs,
                                  const struct sector *sector)
{
    const struct dimension *heaviest = NULL;
    const struct dimension *lightest = NULL;
    for (size_t i = 0; i < configs->dimension_count; i++) {
        const struct dimension *dimension = &configs->dimensions[i];
        struct decimal weight = sector_weight(sector, dimension->code);
        if (!heaviest || decimal_compare(weight, sector_weight(sector, heaviest->code)) > 0)
            heaviest = dimension;
        if (!lightest || decimal_compare(weight, sector_weight(sector, lightest->code)) < 0)
            lightest = dimension;
    }
    if (!heaviest)
        return "Bar chart without bars: there are no dimensions.";
    return arena_printf(
        arena, "Bar chart of %zu weights. The heaviest is %s with %s, the lightest %s with %s.",
        configs->dimension_count, heaviest->name,
        weight_text(arena, sector_weight(sector, heaviest->code)), lightest->name,
        weight_text(arena, sector_weight(sector, lightest->code)));
}

static void build_chart(const struct view_context *context, const struct sector *sector,
                        struct arena *arena, struct view_sector *view)
{
    view->chart = (struct view_figure){
        .id = "weights-chart",
        .title = arena_printf(arena, "How %s weighs the dimensions", sector->group_name),
        .alt = chart_in_words(arena, context->configs, sector),
        .svg = arena_printf(arena, "sectors/%s/weights.svg", sector->slug),
        .png = arena_printf(arena, "sectors/%s/weights.png", sector->slug),
    };
    /* The numbers are the first two columns of the weights table. */
    static const struct view_column columns[] = {
        {.title = "Dimension", .kind = CELL_TEXT},
        {.title = "Weight", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 3},
    };
    struct view_table *data = &view->chart.data;
    *data = (struct view_table){
        .caption = arena_printf(arena, "Weights of %s in numbers", sector->group_name),
        .columns = arena_array(arena, 2, sizeof columns[0]),
        .column_count = 2,
        .empty = "No weights are in force.",
    };
    memcpy(data->columns, columns, sizeof columns);
    struct view_table_builder builder;
    table_begin(&builder, arena, data);
    for (size_t i = 0; i + 1 < view->weights.row_count; i++) {
        struct view_cell row[2] = {view->weights.cells[4 * i], view->weights.cells[4 * i + 1]};
        row[1].share = -1;
        table_row(&builder, row);
    }
}

/* Findings about the sector itself, then the gravest about its organizations. */
static void build_findings(const struct view_context *context, const struct sector *sector,
                           struct arena *arena, struct view_table *table)
{
    enum { MOST = 25 };
    struct view_table_builder builder;
    findings_table(arena, FINDINGS_OF_SECTOR, table, &builder);
    table->title = "Findings";
    size_t total = 0;
    for (size_t i = 0; i < context->findings->count; i++) {
        const struct finding *finding = &context->findings->rows[i];
        if (!text_equal(finding->focus_group_id, sector->focus_group_id))
            continue;
        if (total++ < MOST)
            findings_row(context, FINDINGS_OF_SECTOR, &builder, finding);
    }
    if (total > MOST)
        table->caption = arena_printf(arena,
                                      "The gravest %d of %s findings; all of them stand on "
                                      "the findings page",
                                      MOST, count_text(arena, total));
}

/* Titles of the pages they stand on, and what the database says of them. */
static void build_fields(const struct column_set *columns, struct arena *arena,
                         struct view_table *table)
{
    static const struct view_column headings[] = {
        {.title = "Field", .kind = CELL_TEXT},
        {.title = "Unit", .kind = CELL_TEXT},
        {.title = "Meaning", .kind = CELL_TEXT, .wide = true},
        {.title = "Part", .kind = CELL_TEXT},
    };
    struct view_table_builder builder;
    table_of(arena,
             &(struct table_words){
                 .title = "Fields",
                 .caption = "What the facts on the pages of this sector's organizations mean",
                 .empty = "Nothing is said of an organization but its name."},
             COLUMNS(headings), table, &builder);
    for (size_t i = 0; i < columns->count; i++) {
        const struct column *column = &columns->columns[i];
        table_row(&builder,
                  (struct view_cell[]){
                      cell_text(column->label), cell_text_or(column->unit, ""),
                      text_is_blank(column->description)
                          ? cell_missing("")
                          : cell_text(view_sentence(arena, column->description)),
                      cell_text(i < columns->attribute_start ? "Company" : "Attributes")});
    }
}

static void build_downloads(const struct sector *sector, struct arena *arena,
                            struct view_sector *view)
{
    const struct view_link downloads[] = {
        {.label = "Workbook",
         .note = "XLSX",
         .href = arena_printf(arena, "sectors/%s/%s.xlsx", sector->slug, sector->slug)},
        {.label = "Handout",
         .note = "PDF",
         .href = arena_printf(arena, "sectors/%s/%s.pdf", sector->slug, sector->slug)},
        {.label = "Weights chart", .note = "PNG", .href = view->chart.png},
        {.label = "Weights chart", .note = "SVG", .href = view->chart.svg},
        {.label = "Data",
         .note = "JSON",
         .href = arena_printf(arena, "api/v1/sectors/%s.json", sector->slug)},
    };
    view->download_count = sizeof downloads / sizeof downloads[0];
    view->downloads = arena_array(arena, view->download_count, sizeof *downloads);
    memcpy(view->downloads, downloads, sizeof downloads);
}

void view_build_sector(const struct view_context *context, const struct view_sector_input *input,
                       struct arena *arena, struct view_sector *view)
{
    const struct sector *sector = input->sector;
    const char *path = view_sector_path(arena, sector->slug);
    *view = (struct view_sector){
        .color = sector->color_hex,
        .description = text_is_blank(sector->description) ? NULL : sector->description,
        .organizations = *input->organizations,
    };
    frame_init(context, arena, path, path, &view->frame);
    view->frame.title = sector->group_name;
    view->frame.description =
        arena_printf(arena, "Weights, calibrations and organizations of %s", sector->group_name);
    frame_crumbs(arena, &view->frame,
                 &(struct view_link){.label = "Portfolio", .href = "index.html"}, 1);
    if (!sector_is_valid(context->configs, sector)) {
        view->banners = arena_array(arena, 1, sizeof *view->banners);
        view->banners[0] = invalid_banner(context, arena, sector);
        view->banner_count = 1;
    }
    sector_identity(context, sector, arena, &view->identity);
    if (context->scores)
        view_build_sector_scores(context, sector, arena, &view->scores);
    build_weights(context, sector, arena, view);
    build_chart(context, sector, arena, view);
    build_calibrations(context, sector, arena, &view->calibrations);
    build_fields(input->columns, arena, &view->fields);
    build_findings(context, sector, arena, &view->findings);
    build_downloads(sector, arena, view);
    listing_pager(context, sector, 1, arena, &view->pager);
}
