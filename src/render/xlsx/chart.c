#include "render/xlsx/chart.h"

#include "render/xlsx/text.h"

enum { BAR_PIXELS = 34, FRAME_PIXELS = 70, CHART_WIDTH = 760, BESIDE_WIDTH = 480, BESIDE_GAP = 24 };

static void set_series(lxw_chart_series *series, const struct view_sheet *view)
{
    lxw_chart_fill fill = {.color = PALETTE_BLUE};
    lxw_chart_font font = {.size = 9, .color = PALETTE_MUTED};
    struct style style = {.look = view->chart.places > 0 ? LOOK_DECIMAL : LOOK_INTEGER,
                          .places = view->chart.places};
    char buffer[32];
    chart_series_set_fill(series, &fill);
    chart_series_set_labels(series);
    chart_series_set_labels_position(series, LXW_CHART_LABEL_POSITION_OUTSIDE_END);
    chart_series_set_labels_num_format(series, style_number_format(&style, buffer, sizeof buffer));
    chart_series_set_labels_font(series, &font);
}

/* The numbers stand at the bars, so the value axis has nothing to add. The library calls the
 * upright axis Y, which in a bar chart is that of the categories. */
static void set_axes(lxw_chart *chart)
{
    lxw_chart_font font = {.size = 9, .color = 0x1B2430};
    lxw_chart_line line = {.color = PALETTE_LINE, .width = 0.75};
    lxw_chart_axis *categories = chart_axis_get(chart, LXW_CHART_AXIS_TYPE_Y);
    lxw_chart_axis *values = chart_axis_get(chart, LXW_CHART_AXIS_TYPE_X);
    chart_axis_set_reverse(categories);
    chart_axis_set_num_font(categories, &font);
    chart_axis_set_line(categories, &line);
    chart_axis_set_major_tick_mark(categories, LXW_CHART_AXIS_TICK_MARK_NONE);
    chart_axis_set_min(values, 0);
    chart_axis_major_gridlines_set_visible(values, LXW_FALSE);
    chart_axis_off(values);
}

static void set_frame(lxw_chart *chart, const char *title)
{
    lxw_chart_line none = {.none = LXW_TRUE};
    lxw_chart_font font = {.size = 12, .bold = LXW_TRUE, .color = PALETTE_NAVY};
    chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    chart_chartarea_set_line(chart, &none);
    chart_set_series_gap(chart, 45);
    if (!title) {
        chart_title_off(chart);
        return;
    }
    chart_title_set_name(chart, title);
    chart_title_set_name_font(chart, &font);
}

/* The cells that it shows. */
static void set_cells(lxw_chart_series *series, const struct sheet *sheet, size_t rows)
{
    const struct view_sheet *view = sheet->view;
    const struct view_sheet_chart *chart = &view->chart;
    const char *source = chart->sheet ? chart->sheet : view->name;
    lxw_row_t first = (lxw_row_t)(chart->rows > 0 ? chart->row - 1 : sheet->top);
    lxw_row_t last = first + (lxw_row_t)rows - 1;
    lxw_col_t labels = (lxw_col_t)(chart->label - 1);
    lxw_col_t values = (lxw_col_t)(chart->value - 1);
    chart_series_set_categories(series, source, first, labels, last, labels);
    chart_series_set_values(series, source, first, values, last, values);
    chart_series_set_name(series,
                          chart->rows > 0 ? chart->title : view->table.columns[values].title);
}

bool add_bar_chart(struct sheet *sheet, struct error *err)
{
    const struct view_sheet *view = sheet->view;
    size_t rows = view->chart.rows > 0 ? view->chart.rows : view->table.row_count;
    if (view->chart.value == 0 || view->chart.label == 0 || rows == 0)
        return true;
    lxw_chart *chart = workbook_add_chart(sheet->workbook, LXW_CHART_BAR);
    lxw_chart_series *series = chart ? chart_add_series(chart, NULL, NULL) : NULL;
    if (!series)
        out_of_memory();
    set_cells(series, sheet, rows);
    set_series(series, view);
    set_axes(chart);
    set_frame(chart, view->chart.title ? sheet_text(sheet->scratch, view->chart.title) : NULL);
    bool beside = view->chart.beside;
    lxw_chart_options options = {
        .x_offset = beside ? BESIDE_GAP : 4,
        /* the library's default is 480 by 288 */
        .x_scale = (beside ? BESIDE_WIDTH : CHART_WIDTH) / 480.0,
        .y_scale = (double)(rows * BAR_PIXELS + FRAME_PIXELS) / 288.0,
        .object_position = LXW_OBJECT_MOVE_DONT_SIZE,
    };
    lxw_row_t row = (lxw_row_t)(beside ? sheet->top - 1 : sheet->rows + 1);
    lxw_col_t column = (lxw_col_t)(beside ? view->table.column_count : 0);
    lxw_error status = worksheet_insert_chart_opt(sheet->target, row, column, chart, &options);
    if (status != LXW_NO_ERROR)
        return error_set(err, ERROR_FAILED, "sheet '%s': cannot place its chart: %s", view->name,
                         lxw_strerror(status));
    return true;
}
