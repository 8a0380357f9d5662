/* A matrix of cells, each coloured by its value and with the value in it. */
#include "base/decimal.h"
#include "render/charts/charts.h"
#include "render/charts/font.h"

#include <math.h>

enum {
    ROW_LABEL_ROOM = 170,
    COLUMN_LABEL_LINES = 3,
    UPWARD_ROOM = 130,
    GAP = 8,
    CELL_ROOM = 140,
    CELL_GAP = 2,
    SWATCH = 24,
    SWATCH_HEIGHT = 12,
};

static const struct text_style row_style = {.role = ROLE_INK, .size = 12, .anchor = ANCHOR_END};
static const struct text_style axis_style = {.role = ROLE_MUTED, .size = 11};

struct heatmap {
    struct chart_plan *plan;
    const struct view_heatmap *view;
    struct text_lines *rows;
    struct text_style column_style;
    struct text_style value_style;
    double left, top;     /* of the first cell */
    double width, height; /* of a cell with the gap after it */
};

static const char *text_of(const struct view_heatmap *view, size_t cell)
{
    const char *text = view->texts ? view->texts[cell] : NULL;
    return text && *text ? text : "-";
}

static const char *label_of(const char **labels, size_t i)
{
    return labels && labels[i] ? labels[i] : "";
}

static void measure_rows(struct heatmap *map)
{
    const struct view_heatmap *view = map->view;
    map->rows = arena_array(map->plan->arena, view->row_count, sizeof *map->rows);
    double width = fmin(font_width(map->plan, axis_style, view->row_axis), ROW_LABEL_ROOM);
    for (size_t i = 0; i < view->row_count; i++) {
        map->rows[i] =
            font_wrap(map->plan, row_style, label_of(view->row_labels, i), ROW_LABEL_ROOM, 2);
        width = fmax(width, map->rows[i].width);
    }
    map->left = ceil(CHART_MARGIN + width + GAP);
    map->width = (map->plan->width - CHART_MARGIN - map->left) / (double)view->column_count;
    map->width = fmin(floor(map->width * 4) / 4, CELL_ROOM);
    map->height = view->row_count > 15 ? 30 : 38;
}

/* Level where every word fits into its column, otherwise turned upward. */
static void choose_column_style(struct heatmap *map)
{
    static const double sizes[] = {12, 11, 10};
    struct text_style style = {.role = ROLE_INK, .anchor = ANCHOR_MIDDLE};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        double widest = 0;
        style.size = sizes[s];
        for (size_t i = 0; i < map->view->column_count; i++)
            widest = fmax(widest,
                          font_word_width(map->plan, style, label_of(map->view->column_labels, i)));
        if (widest <= map->width - 4) {
            map->column_style = style;
            return;
        }
    }
    map->column_style =
        (struct text_style){.role = ROLE_INK, .size = 11, .anchor = ANCHOR_START, .upward = true};
}

static void choose_value_style(struct heatmap *map)
{
    static const double sizes[] = {13, 12, 11, 10, 9};
    const struct view_heatmap *view = map->view;
    struct text_style style = {.anchor = ANCHOR_MIDDLE};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        double widest = 0;
        style.size = sizes[s];
        for (size_t i = 0; i < view->row_count * view->column_count; i++)
            widest = fmax(widest, font_width(map->plan, style, text_of(view, i)));
        if (widest <= map->width - CELL_GAP - 6)
            break;
    }
    map->value_style = style;
}

/* Their lines end on the same level, just above the cells; gives the height they take. */
static double draw_columns(struct heatmap *map, double top)
{
    const struct view_heatmap *view = map->view;
    struct text_style style = map->column_style;
    struct text_lines *labels = arena_array(map->plan->arena, view->column_count, sizeof *labels);
    double line = text_line_height(style.size);
    double height = 0;
    for (size_t i = 0; i < view->column_count; i++) {
        size_t limit = style.upward ? (map->width >= 2 * line + 2 ? 2 : 1) : COLUMN_LABEL_LINES;
        labels[i] = font_wrap(map->plan, style, label_of(view->column_labels, i),
                              style.upward ? UPWARD_ROOM : map->width - 4, limit);
        height = fmax(height, style.upward ? labels[i].width : (double)labels[i].count * line);
    }
    for (size_t i = 0; i < view->column_count; i++) {
        double x = map->left + ((double)i + 0.5) * map->width - CELL_GAP / 2.0;
        double above = (double)(labels[i].count ? labels[i].count - 1 : 0) * line;
        struct point at = {x, top + height - 4 - above};
        if (style.upward)
            at = (struct point){x + text_drop(style.size) - above / 2, top + height};
        draw_lines(map->plan, style, at, labels[i]);
    }
    return ceil(height) + 6;
}

static void draw_cell(const struct heatmap *map, size_t row, size_t column)
{
    const struct view_heatmap *view = map->view;
    struct chart_plan *plan = map->plan;
    size_t cell = row * view->column_count + column;
    double value = view->values[cell];
    struct box box = {map->left + (double)column * map->width, map->top + (double)row * map->height,
                      map->width - CELL_GAP, map->height - CELL_GAP};
    struct text_style style = map->value_style;
    draw_hit(plan, box,
             arena_printf(plan->arena, "%s, %s: %s", label_of(view->row_labels, row),
                          label_of(view->column_labels, column), text_of(view, cell)));
    if (isfinite(value)) {
        int step = palette_step(value, view->low, view->high);
        draw_rect(plan, (enum chart_role)(ROLE_SCALE + step), box);
        style.role = (enum chart_role)(ROLE_ON_SCALE + step);
    } else {
        struct box inside = {box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1};
        draw_outline(plan, ROLE_AXIS, inside, (struct stroke){1, true});
        style.role = ROLE_MUTED;
    }
    struct point center = {box.x + box.width / 2, box.y + box.height / 2 + text_drop(style.size)};
    draw_text(plan, style, center, font_ellipsize(plan, style, text_of(view, cell), box.width - 4));
}

/* Fractional digits as the cells have them, so that the legend speaks their language. */
static int places_shown(const struct view_heatmap *view)
{
    for (size_t i = 0; i < view->row_count * view->column_count; i++) {
        const char *point = strchr(text_of(view, i), '.');
        if (isfinite(view->values[i]) && point)
            return (int)strspn(point + 1, "0123456789") % (DECIMAL_MAX_SCALE + 1);
    }
    return 0;
}

static const char *legend_text(const struct heatmap *map, double value)
{
    struct strbuf text;
    strbuf_init(&text);
    decimal_format_double(&text, isfinite(value) ? value : 0, places_shown(map->view), ',');
    char *copy = arena_strdup(map->plan->arena, text.text);
    strbuf_release(&text);
    return copy;
}

static bool any_missing(const struct view_heatmap *view)
{
    for (size_t i = 0; i < view->row_count * view->column_count; i++)
        if (!isfinite(view->values[i]))
            return true;
    return false;
}

static double legend_note(const struct heatmap *map, double x, double y, const char *text)
{
    draw_text(map->plan, axis_style, (struct point){x, y + SWATCH_HEIGHT - 2}, text);
    return x + font_width(map->plan, axis_style, text) + 6;
}

static void draw_legend(const struct heatmap *map, double y)
{
    const struct view_heatmap *view = map->view;
    bool flat = !(view->high > view->low);
    double x = legend_note(map, map->left, y, legend_text(map, view->low));
    for (int step = flat ? SCALE_STEPS / 2 : 0; step < SCALE_STEPS; step++, x += SWATCH) {
        draw_rect(map->plan, (enum chart_role)(ROLE_SCALE + step),
                  (struct box){x, y, SWATCH, SWATCH_HEIGHT});
        if (flat)
            break;
    }
    x = flat ? x + SWATCH + 6 : legend_note(map, x + 6, y, legend_text(map, view->high));
    if (!any_missing(view))
        return;
    x += 18;
    draw_outline(map->plan, ROLE_AXIS,
                 (struct box){x + 0.5, y + 0.5, SWATCH - 1, SWATCH_HEIGHT - 1},
                 (struct stroke){1, true});
    legend_note(map, x + SWATCH + 6, y, "no value");
}

struct chart_plan *chart_plan_heatmap(struct arena *arena, const struct view_heatmap *view)
{
    struct chart_plan *plan = plan_new(arena, view->title, CHART_WIDTH);
    double top = draw_heading(plan, view->title, NULL);
    if (!view->row_count || !view->column_count)
        return draw_empty(plan, top);
    struct heatmap map = {.plan = plan, .view = view};
    measure_rows(&map);
    choose_column_style(&map);
    choose_value_style(&map);
    draw_text(plan, axis_style, (struct point){map.left, top + 8}, view->column_axis);
    map.top = top + 16;
    map.top += draw_columns(&map, map.top);
    struct text_style row_axis = axis_style;
    row_axis.anchor = ANCHOR_END;
    draw_text(plan, row_axis, (struct point){map.left - GAP, map.top - 10},
              font_ellipsize(plan, row_axis, view->row_axis, ROW_LABEL_ROOM));
    for (size_t row = 0; row < view->row_count; row++) {
        double middle = map.top + (double)row * map.height + (map.height - CELL_GAP) / 2;
        draw_centered(plan, row_style, (struct point){map.left - GAP, middle}, map.rows[row]);
        for (size_t column = 0; column < view->column_count; column++)
            draw_cell(&map, row, column);
    }
    double below = map.top + (double)view->row_count * map.height + 10;
    draw_legend(&map, below);
    return plan_finish(plan, below + SWATCH_HEIGHT + CHART_MARGIN);
}
