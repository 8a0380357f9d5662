#include "base/text.h"
#include "rules/validate.h"
#include "view/frame.h"
#include "view/score_words.h"
#include "view/value.h"

/* The sectors that may be compared, in order; *count says how many. */
static const struct sector **valid_sectors(struct arena *arena, const struct config_set *configs,
                                           size_t *count)
{
    const struct sector **sectors =
        arena_array(arena, configs->sector_count, sizeof(const struct sector *));
    *count = 0;
    for (size_t i = 0; i < configs->sector_count; i++)
        if (sector_is_valid(configs, &configs->sectors[i]))
            sectors[(*count)++] = &configs->sectors[i];
    return sectors;
}

void view_weights_heatmap(struct arena *arena, const struct config_set *configs,
                          struct view_heatmap *heatmap)
{
    size_t rows;
    const struct sector **sectors = valid_sectors(arena, configs, &rows);
    size_t columns = configs->dimension_count;
    *heatmap = (struct view_heatmap){
        .title = "Dimension weights across sectors",
        .row_axis = "Sector",
        .column_axis = "Dimension",
        .row_labels = arena_array(arena, rows, sizeof(const char *)),
        .column_labels = arena_array(arena, columns, sizeof(const char *)),
        .row_count = rows,
        .column_count = columns,
        .values = arena_array(arena, rows * columns, sizeof(double)),
        .texts = arena_array(arena, rows * columns, sizeof(const char *)),
    };
    for (size_t j = 0; j < columns; j++)
        heatmap->column_labels[j] = configs->dimensions[j].name;
    for (size_t i = 0; i < rows; i++) {
        heatmap->row_labels[i] = sectors[i]->group_name;
        for (size_t j = 0; j < columns; j++) {
            struct view_cell cell =
                view_decimal(arena, sector_weight(sectors[i], configs->dimensions[j].code), 3);
            heatmap->values[i * columns + j] = cell.number;
            heatmap->texts[i * columns + j] = cell.text;
            if (cell.number > heatmap->high)
                heatmap->high = cell.number;
        }
    }
}

static void build_matrix(const struct config_set *configs, struct arena *arena,
                         struct view_table *table)
{
    size_t count;
    const struct sector **sectors = valid_sectors(arena, configs, &count);
    size_t columns = configs->dimension_count + 2;
    *table = (struct view_table){
        .title = "Weights",
        .caption = "Weight of each dimension in each sector, and the sum",
        .columns = arena_array(arena, columns, sizeof *table->columns),
        .column_count = columns,
        .empty = "No sector has valid weights.",
    };
    table->columns[0] = (struct view_column){.title = "Sector", .kind = CELL_LINK};
    for (size_t j = 0; j < configs->dimension_count; j++)
        table->columns[j + 1] = (struct view_column){
            .title = configs->dimensions[j].name,
            .align = ALIGN_END,
            .kind = CELL_DECIMAL,
            .places = 3,
        };
    table->columns[columns - 1] =
        (struct view_column){.title = "Sum", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 3};
    struct view_table_builder builder;
    table_begin(&builder, arena, table);
    struct view_cell *cells = arena_array(arena, columns, sizeof *cells);
    for (size_t i = 0; i < count; i++) {
        cells[0] = cell_link(sectors[i]->group_name, view_sector_path(arena, sectors[i]->slug));
        for (size_t j = 0; j < configs->dimension_count; j++)
            cells[j + 1] =
                view_decimal(arena, sector_weight(sectors[i], configs->dimensions[j].code), 3);
        cells[columns - 1] = view_decimal(arena, sector_weights_sum(sectors[i]), 3);
        table_row(&builder, cells);
    }
}

void calibrations_matrix(const struct view_context *context, struct arena *arena,
                         struct view_table *table)
{
    const struct config_set *configs = context->configs;
    size_t columns = 1;
    for (const struct calibration_default *known = calibration_defaults; known->name; known++)
        columns++;
    *table = (struct view_table){
        .title = "Calibrations",
        .caption = "Calibrations of each sector; a default is marked as such",
        .columns = arena_array(arena, columns, sizeof *table->columns),
        .column_count = columns,
        .empty = "No sectors.",
    };
    table->columns[0] = (struct view_column){.title = "Sector", .kind = CELL_LINK};
    for (size_t j = 1; j < columns; j++)
        table->columns[j] = (struct view_column){
            .title = calibration_defaults[j - 1].label,
            .align = ALIGN_END,
            .kind = CELL_DECIMAL,
            .places = 2,
        };
    struct view_table_builder builder;
    table_begin(&builder, arena, table);
    struct view_cell *cells = arena_array(arena, columns, sizeof *cells);
    for (size_t i = 0; i < configs->sector_count; i++) {
        const struct sector *sector = &configs->sectors[i];
        cells[0] = cell_link(sector->group_name, view_sector_path(arena, sector->slug));
        for (size_t j = 1; j < columns; j++)
            cells[j] = calibration_value(context, arena, sector, &calibration_defaults[j - 1]);
        table_row(&builder, cells);
    }
}

static void build_totals(const struct view_context *context, struct arena *arena,
                         struct view_table *table)
{
    static const struct view_column columns[] = {
        {.title = "Sector", .kind = CELL_LINK},
        {.title = "Organizations", .align = ALIGN_END, .kind = CELL_INTEGER},
        {.title = "With attributes", .align = ALIGN_END, .kind = CELL_INTEGER},
        {.title = "Employees", .align = ALIGN_END, .kind = CELL_INTEGER},
        {.title = "Revenue", .unit = "USD", .align = ALIGN_END, .kind = CELL_DECIMAL},
    };
    *table = (struct view_table){
        .title = "Size",
        .caption = "Organizations, employees and revenue by sector",
        .columns = arena_array(arena, 5, sizeof columns[0]),
        .column_count = 5,
        .empty = "No sector is active.",
    };
    memcpy(table->columns, columns, sizeof columns);
    struct view_table_builder builder;
    table_begin(&builder, arena, table);
    for (size_t i = 0; context->totals && i < context->configs->sector_count; i++) {
        const struct sector *sector = &context->configs->sectors[i];
        const struct sector_totals *totals = &context->totals[i];
        table_row(&builder,
                  (struct view_cell[]){
                      cell_link(sector->group_name, view_sector_path(arena, sector->slug)),
                      cell_integer(arena, totals->organizations),
                      cell_integer(arena, totals->with_attributes),
                      totals->with_employees > 0 ? cell_integer(arena, totals->employees)
                                                 : cell_missing("Not stated"),
                      totals->with_revenue > 0 ? cell_exact(arena, totals->revenue_usd, 0)
                                               : cell_missing("Not stated")});
    }
}

/* One row: a name and the averages of all dimensions. */
static void add_averages(const struct view_context *context, struct view_table_builder *builder,
                         struct view_cell name, const double *averages)
{
    size_t count = context->configs->dimension_count;
    struct view_cell *cells = arena_array(builder->arena, count + 1, sizeof *cells);
    cells[0] = name;
    for (size_t i = 0; i < count; i++)
        cells[i + 1] = points_cell(builder->arena, averages[i]);
    table_row(builder, cells);
}

/* The portfolio's average is over its organizations, not over its sectors. */
static void build_averages(const struct view_context *context, struct arena *arena,
                           struct view_table *table)
{
    const struct config_set *configs = context->configs;
    size_t dimensions = configs->dimension_count;
    *table = (struct view_table){
        .title = "Average scores",
        .caption = "Average score of each dimension over the assessed organizations; an imputed "
                   "score counts as 50",
        .columns = arena_array(arena, dimensions + 1, sizeof *table->columns),
        .column_count = dimensions + 1,
        .empty = "No organization is assessed.",
    };
    table->columns[0] = (struct view_column){.title = "Sector", .kind = CELL_LINK};
    for (size_t i = 0; i < dimensions; i++)
        table->columns[i + 1] = (struct view_column){.title = configs->dimensions[i].name,
                                                     .align = ALIGN_END,
                                                     .kind = CELL_DECIMAL,
                                                     .places = 2};
    struct view_table_builder builder;
    table_begin(&builder, arena, table);
    double *all = arena_array(arena, dimensions, sizeof *all);
    size_t count = context->scores ? context->scores->count : 0;
    for (size_t i = 0; count > 0 && i < configs->sector_count; i++) {
        const struct sector *sector = &configs->sectors[i];
        const struct sector_standing *standing = &context->scores->sectors[i];
        for (size_t j = 0; standing->count > 0 && j < dimensions; j++)
            all[j] += (double)standing->count / (double)count * standing->average_dimensions[j];
        if (standing->count > 0)
            add_averages(context, &builder,
                         cell_link(sector->group_name, view_sector_path(arena, sector->slug)),
                         standing->average_dimensions);
    }
    table->has_total = count > 0;
    if (count > 0)
        add_averages(context, &builder, cell_text("Portfolio"), all);
}

void heatmap_figure(const struct view_context *context, struct arena *arena,
                    struct view_figure *figure)
{
    *figure = (struct view_figure){
        .id = "weights-heatmap",
        .title = "Where the sectors put their weight",
        .svg = "compare/heatmap.svg",
        .png = "compare/heatmap.png",
    };
    build_matrix(context->configs, arena, &figure->data);
    figure->alt =
        arena_printf(arena,
                     "Heatmap of the weights of %zu dimensions in %zu sector%s; the table "
                     "has every value.",
                     context->configs->dimension_count, figure->data.row_count,
                     figure->data.row_count == 1 ? "" : "s");
}

void view_build_compare(const struct view_context *context, struct arena *arena,
                        struct view_compare *view)
{
    *view = (struct view_compare){0};
    frame_init(context, arena, "compare/index.html", "compare/index.html", &view->frame);
    view->frame.title = "Compare sectors";
    view->frame.description = "Weights, scores, calibrations and size of all sectors side by side";
    frame_crumbs(arena, &view->frame,
                 &(struct view_link){.label = "Portfolio", .href = "index.html"}, 1);
    view->banners = invalid_banners(context, arena, &view->banner_count);
    heatmap_figure(context, arena, &view->heatmap);
    build_averages(context, arena, &view->averages);
    calibrations_matrix(context, arena, &view->calibrations);
    build_totals(context, arena, &view->totals);
}
