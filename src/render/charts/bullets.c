/* One measure against its target in each row: bullet graphs on one scale. */
#include "render/charts/charts.h"
#include "render/charts/font.h"
#include "render/charts/rows.h"

#include <math.h>

enum { LEGEND_HEIGHT = 24, DETAIL_ROOM = 120 };

static const struct text_style legend_style = {.role = ROLE_MUTED, .size = 11};
static const struct text_style detail_style = {
    .role = ROLE_MUTED, .size = 12, .anchor = ANCHOR_END};
static const struct text_style value_style = {
    .role = ROLE_INK, .size = 13, .bold = true, .anchor = ANCHOR_END};

struct bullets {
    struct rows rows;
    const struct view_bullet_chart *chart;
    double detail_width; /* with the gap before it; 0 where no row has one */
};

static const struct row_text *texts_of(struct arena *arena, const struct view_bullet_chart *chart)
{
    struct row_text *texts = arena_array(arena, chart->count, sizeof *texts);
    for (size_t i = 0; i < chart->count; i++)
        texts[i] =
            (struct row_text){chart->rows[i].label, chart->rows[i].text, chart->rows[i].note};
    return texts;
}

static void measure_details(struct bullets *bullets)
{
    double widest = 0;
    for (size_t i = 0; i < bullets->chart->count; i++)
        widest = fmax(widest,
                      font_width(bullets->rows.plan, detail_style, bullets->chart->rows[i].detail));
    bullets->detail_width = widest > 0 ? fmin(widest, DETAIL_ROOM) + ROW_GAP * 2 : 0;
}

static void draw_target(struct chart_plan *plan, double x, double middle, double reach)
{
    draw_line(plan, ROLE_SURFACE, (struct point){x, middle - reach - 1},
              (struct point){x, middle + reach + 1}, (struct stroke){5, false});
    draw_line(plan, ROLE_REFERENCE, (struct point){x, middle - reach},
              (struct point){x, middle + reach}, (struct stroke){3, false});
}

static void draw_legend(const struct bullets *bullets, double top)
{
    struct chart_plan *plan = bullets->rows.plan;
    double x = bullets->rows.axis.from, y = top + 6, baseline = y + 4;
    const char *measure = bullets->chart->value_label, *target = bullets->chart->target_label;
    if (measure && *measure) {
        draw_rect(plan, ROLE_ACCENT, (struct box){x, y - 4, 22, 8});
        draw_text(plan, legend_style, (struct point){x + 28, baseline}, measure);
        x += 28 + font_width(plan, legend_style, measure) + 20;
    }
    if (target && *target) {
        draw_target(plan, x + 2, y, 7);
        draw_text(plan, legend_style, (struct point){x + 10, baseline}, target);
    }
}

static void draw_bullet(const struct bullets *bullets, size_t i)
{
    const struct rows *rows = &bullets->rows;
    const struct view_bullet *bullet = &bullets->chart->rows[i];
    struct box track = rows_bar(rows, i, rows->axis.from, rows->axis.to);
    struct box bar = rows_bar(rows, i, rows->axis.from, axis_at(&rows->axis, bullet->value));
    bar.y += 5;
    bar.height -= 10;
    rows_begin(rows, i);
    draw_rect(rows->plan, ROLE_BAND, track);
    if (bullet->imputed && bar.width > 2)
        draw_outline(rows->plan, ROLE_ACCENT,
                     (struct box){bar.x + 0.75, bar.y + 0.75, bar.width - 1.5, bar.height - 1.5},
                     (struct stroke){1.5, true});
    else
        draw_rect(rows->plan, bullet->value < bullet->target ? ROLE_SOFT : ROLE_ACCENT, bar);
    if (isfinite(bullet->target))
        draw_target(rows->plan, axis_at(&rows->axis, bullet->target), rows_middle(rows, i),
                    rows->thickness / 2 + 2);
    double right = rows->plan->width - CHART_MARGIN, y = rows_middle(rows, i);
    draw_text(rows->plan, value_style,
              (struct point){right - bullets->detail_width, y + text_drop(value_style.size)},
              rows->texts[i]);
    draw_text(rows->plan, detail_style, (struct point){right, y + text_drop(detail_style.size)},
              font_ellipsize(rows->plan, detail_style, bullet->detail, DETAIL_ROOM));
    rows_end(rows, i);
}

struct chart_plan *chart_plan_bullets(struct arena *arena, const struct view_bullet_chart *chart)
{
    struct chart_plan *plan = plan_new(arena, chart->title, CHART_WIDTH);
    double top = draw_heading(plan, chart->title, chart->subtitle);
    if (!chart->count)
        return draw_empty(plan, top);
    struct bullets bullets = {.rows = {.plan = plan,
                                       .axis = axis_fixed(chart->low, chart->high, chart->step),
                                       .axis_name = chart->axis,
                                       .given = texts_of(arena, chart),
                                       .count = chart->count,
                                       .top = top + LEGEND_HEIGHT},
                              .chart = chart};
    measure_details(&bullets);
    rows_measure(&bullets.rows, bullets.detail_width + ROW_GAP);
    draw_legend(&bullets, top);
    rows_draw_axis(&bullets.rows);
    for (size_t i = 0; i < chart->count; i++)
        draw_bullet(&bullets, i);
    return plan_finish(plan, rows_bottom(&bullets.rows) + 15 + CHART_MARGIN - 4);
}
