#include "render/charts/rows.h"

#include "base/text.h"
#include "render/charts/font.h"
#include "render/charts/frames.h"

#include <math.h>

enum { LABEL_ROOM = 240, VALUE_ROOM = 120, AXIS_NAME_ROOM = 120, DENSE_FROM = 13 };

static const struct text_style label_style = {.role = ROLE_INK, .size = 13, .anchor = ANCHOR_END};
static const struct text_style value_style = {.role = ROLE_INK, .size = 13, .bold = true};
static const struct text_style axis_style = {
    .role = ROLE_MUTED, .size = 11, .anchor = ANCHOR_MIDDLE};

static const char *text_of(const struct row_text *given)
{
    return given->text && *given->text ? given->text : "-";
}

void rows_measure(struct rows *rows)
{
    struct chart_plan *plan = rows->plan;
    rows->texts = arena_array(plan->arena, rows->count, sizeof *rows->texts);
    for (size_t i = 0; i < rows->count; i++) {
        rows->texts[i] = font_wrap(plan, value_style, text_of(&rows->given[i]), VALUE_ROOM, 1);
        rows->value_width = fmax(rows->value_width, rows->texts[i].width);
    }
}

void rows_place(struct rows *rows)
{
    struct chart_plan *plan = rows->plan;
    rows->labels = arena_array(plan->arena, rows->count, sizeof *rows->labels);
    double width = fmin(font_width(plan, axis_style, rows->axis_name), AXIS_NAME_ROOM);
    size_t lines = 1;
    for (size_t i = 0; i < rows->count; i++) {
        rows->labels[i] = font_wrap(plan, label_style, rows->given[i].label, LABEL_ROOM, 2);
        width = fmax(width, rows->labels[i].width);
        lines = rows->labels[i].count > lines ? rows->labels[i].count : lines;
    }
    bool dense = rows->count >= DENSE_FROM || plan->width < CHART_WIDTH;
    rows->thickness = dense ? 16 : 20;
    rows->pitch = lines > 1 ? 40 : dense ? 24 : 32;
    rows->axis.from = ceil(CHART_MARGIN + width + ROW_GAP);
    rows->axis.to = floor(plan->width - CHART_MARGIN - rows->value_width - ROW_GAP - rows->reserve);
}

bool rows_draw_frame(struct rows *rows, const char *title, const char *subtitle)
{
    struct chart_plan *plan = rows->plan;
    const double numbers[] = {rows->axis.low, rows->axis.high, rows->axis.step, rows->value_width,
                              rows->reserve};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        frame_number(plan, numbers[i]);
    frame_text(plan, title);
    frame_text(plan, subtitle);
    frame_text(plan, rows->axis_name);
    for (size_t i = 0; i < rows->count; i++)
        frame_text(plan, rows->given[i].label);
    const struct rows *kept = frame_draw(plan);
    if (!kept)
        return false;
    rows->axis = kept->axis;
    rows->top = kept->top;
    rows->pitch = kept->pitch;
    rows->thickness = kept->thickness;
    return true;
}

static bool is_label_whole(const struct rows *rows, size_t i)
{
    return !rows->labels || (rows->labels[i].count == 1 &&
                             text_equal(rows->labels[i].lines[0], rows->given[i].label));
}

void rows_keep_frame(const struct rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        if (!is_label_whole(rows, i))
            return;
    frame_keep(rows->plan, rows, sizeof *rows);
}

double rows_middle(const struct rows *rows, size_t i)
{
    return rows->top + ((double)i + 0.5) * rows->pitch;
}

double rows_bottom(const struct rows *rows)
{
    return rows->top + (double)rows->count * rows->pitch + 2;
}

struct box rows_bar(const struct rows *rows, size_t i, double from, double to)
{
    return (struct box){fmin(from, to), rows_middle(rows, i) - rows->thickness / 2, fabs(to - from),
                        rows->thickness};
}

void rows_draw_axis(const struct rows *rows)
{
    struct chart_plan *plan = rows->plan;
    double low = rows_bottom(rows);
    for (size_t i = 1; i < axis_ticks(&rows->axis); i++) {
        double x = axis_at(&rows->axis, axis_tick(&rows->axis, i));
        draw_line(plan, ROLE_GRID, (struct point){x, rows->top}, (struct point){x, low},
                  (struct stroke){1, false});
    }
    for (size_t i = 0; i < axis_ticks(&rows->axis); i++) {
        double value = axis_tick(&rows->axis, i);
        double x = axis_at(&rows->axis, value);
        draw_text(plan, axis_style, (struct point){x, low + 15},
                  axis_text(plan->arena, &rows->axis, value));
    }
    struct text_style name = axis_style;
    name.anchor = ANCHOR_END;
    const char *first = axis_text(plan->arena, &rows->axis, rows->axis.low);
    double right = rows->axis.from - font_width(plan, axis_style, first) / 2 - ROW_GAP;
    draw_text(plan, name, (struct point){right, low + 15},
              font_ellipsize(plan, name, rows->axis_name, right - CHART_MARGIN));
}

void rows_draw_base(const struct rows *rows)
{
    double zero = axis_at(&rows->axis, 0);
    draw_line(rows->plan, ROLE_AXIS, (struct point){zero, rows->top},
              (struct point){zero, rows_bottom(rows)}, (struct stroke){1, false});
}

/* Does it show its label and its number whole? */
static bool is_whole(const struct rows *rows, size_t i)
{
    return is_label_whole(rows, i) && text_equal(rows->texts[i].lines[0], text_of(&rows->given[i]));
}

/* What the row does not show; NULL: nothing. */
static const char *tooltip(const struct rows *rows, size_t i)
{
    const struct row_text *given = &rows->given[i];
    const char *note = given->note && *given->note ? given->note : NULL;
    if (is_whole(rows, i))
        return note;
    return arena_printf(rows->plan->arena, "%s: %s%s%s", given->label ? given->label : "",
                        text_of(given), note ? " \u2013 " : "", note ? note : "");
}

void rows_draw_labels(const struct rows *rows)
{
    double right = rows->axis.from - ROW_GAP;
    for (size_t i = 0; i < rows->count; i++)
        draw_centered(rows->plan, label_style, (struct point){right, rows_middle(rows, i)},
                      rows->labels[i]);
}

void rows_draw_hits(const struct rows *rows)
{
    struct chart_plan *plan = rows->plan;
    for (size_t i = 0; i < rows->count; i++) {
        struct box row = {CHART_MARGIN, rows_middle(rows, i) - rows->pitch / 2,
                          plan->width - 2 * CHART_MARGIN, rows->pitch};
        const char *told = tooltip(rows, i);
        if (told)
            draw_hit(plan, row, told);
    }
}

void rows_draw_value(const struct rows *rows, size_t i, double x, double avoid)
{
    struct chart_plan *plan = rows->plan;
    double left = x + 6, y = rows_middle(rows, i);
    double width = rows->texts[i].width;
    if (avoid > left - 3 && avoid < left + width + 3)
        draw_rect(plan, ROLE_SURFACE, (struct box){left - 3, y - 9, width + 6, 18});
    struct text_style style = value_style;
    style.role = text_equal(rows->texts[i].lines[0], "-") ? ROLE_MUTED : ROLE_INK;
    draw_lines(plan, style, (struct point){left, y + text_drop(style.size)}, rows->texts[i]);
}
