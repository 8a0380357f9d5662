/* One measure against its target in each row: bullet graphs on one scale. */
#include "render/charts/charts.h"
#include "render/charts/font.h"
#include "render/charts/frames.h"
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
    draw_marker(plan, ROLE_REFERENCE, (struct box){x - 1.5, middle - reach, 3, 2 * reach});
}

static bool is_named(const char *label)
{
    return label && *label;
}

/* Where the target's mark stands, which is drawn with those of the rows. */
static struct point legend_target(const struct bullets *bullets)
{
    const struct rows *rows = &bullets->rows;
    double x = rows->axis.from + 2;
    const char *measure = bullets->chart->value_label;
    if (is_named(measure))
        x += 28 + font_width(rows->plan, legend_style, measure) + 20;
    return (struct point){x, rows->top - LEGEND_HEIGHT + 6};
}

static void draw_legend(const struct bullets *bullets)
{
    struct chart_plan *plan = bullets->rows.plan;
    struct point target = legend_target(bullets);
    double x = bullets->rows.axis.from, y = target.y;
    if (is_named(bullets->chart->value_label))
        draw_rect(plan, ROLE_ACCENT, (struct box){x, y - 4, 22, 8});
    draw_text(plan, legend_style, (struct point){x + 28, y + 4}, bullets->chart->value_label);
    draw_text(plan, legend_style, (struct point){target.x + 8, y + 4},
              bullets->chart->target_label);
}

static struct box bar_of(const struct bullets *bullets, size_t i)
{
    const struct rows *rows = &bullets->rows;
    struct box bar =
        rows_bar(rows, i, rows->axis.from, axis_at(&rows->axis, bullets->chart->rows[i].value));
    bar.y += 5;
    bar.height -= 10;
    return bar;
}

/* Is it an outline only? */
static bool is_hollow(const struct bullets *bullets, size_t i)
{
    return bullets->chart->rows[i].imputed && bar_of(bullets, i).width > 2;
}

static enum chart_role role_of(const struct view_bullet *bullet)
{
    return bullet->value < bullet->target ? ROLE_SOFT : ROLE_ACCENT;
}

static void draw_filled(const struct bullets *bullets, enum chart_role role)
{
    for (size_t i = 0; i < bullets->chart->count; i++)
        if (role_of(&bullets->chart->rows[i]) == role && !is_hollow(bullets, i))
            draw_rect(bullets->rows.plan, role, bar_of(bullets, i));
}

static void draw_outlines(const struct bullets *bullets)
{
    for (size_t i = 0; i < bullets->chart->count; i++) {
        if (!is_hollow(bullets, i))
            continue;
        struct box bar = bar_of(bullets, i);
        draw_outline(bullets->rows.plan, ROLE_ACCENT,
                     (struct box){bar.x + 0.75, bar.y + 0.75, bar.width - 1.5, bar.height - 1.5},
                     (struct stroke){1.5, true});
    }
}

/* Everything that is behind the bars. */
static void draw_frame(struct bullets *bullets)
{
    const struct view_bullet_chart *chart = bullets->chart;
    struct rows *rows = &bullets->rows;
    frame_begin(rows->plan, "bullets");
    frame_text(rows->plan, chart->value_label);
    frame_text(rows->plan, chart->target_label);
    if (rows_draw_frame(rows, chart->title, chart->subtitle))
        return;
    rows->top = draw_heading(rows->plan, chart->title, chart->subtitle) + LEGEND_HEIGHT;
    rows_place(rows);
    draw_legend(bullets);
    rows_draw_axis(rows);
    rows_draw_labels(rows);
    for (size_t i = 0; i < rows->count; i++)
        draw_rect(rows->plan, ROLE_BAND, rows_bar(rows, i, rows->axis.from, rows->axis.to));
    rows_keep_frame(rows);
}

/* They are the same for all of a sector. */
static void draw_targets(const struct bullets *bullets)
{
    const struct rows *rows = &bullets->rows;
    for (size_t i = 0; i < rows->count; i++)
        frame_number(rows->plan, bullets->chart->rows[i].target);
    if (frame_draw(rows->plan))
        return;
    if (is_named(bullets->chart->target_label)) {
        struct point legend = legend_target(bullets);
        draw_target(rows->plan, legend.x, legend.y, 7);
    }
    for (size_t i = 0; i < rows->count; i++) {
        double target = bullets->chart->rows[i].target;
        if (isfinite(target))
            draw_target(rows->plan, axis_at(&rows->axis, target), rows_middle(rows, i),
                        rows->thickness / 2 + 2);
    }
    frame_keep(rows->plan, "", 1);
}

static void draw_numbers(const struct bullets *bullets)
{
    const struct rows *rows = &bullets->rows;
    struct chart_plan *plan = rows->plan;
    double right = plan->width - CHART_MARGIN;
    for (size_t i = 0; i < rows->count; i++)
        draw_lines(plan, value_style,
                   (struct point){right - bullets->detail_width,
                                  rows_middle(rows, i) + text_drop(value_style.size)},
                   rows->texts[i]);
    for (size_t i = 0; i < rows->count; i++)
        draw_text(plan, detail_style,
                  (struct point){right, rows_middle(rows, i) + text_drop(detail_style.size)},
                  font_ellipsize(plan, detail_style, bullets->chart->rows[i].detail, DETAIL_ROOM));
}

struct chart_plan *chart_plan_bullets(struct arena *arena, const struct view_bullet_chart *chart,
                                      struct chart_frames *frames)
{
    struct chart_plan *plan = plan_new(arena, chart->title, CHART_WIDTH);
    plan->frames = frames;
    if (!chart->count)
        return draw_empty(plan, draw_heading(plan, chart->title, chart->subtitle));
    struct bullets bullets = {.rows = {.plan = plan,
                                       .axis = axis_fixed(chart->low, chart->high, chart->step),
                                       .axis_name = chart->axis,
                                       .given = texts_of(arena, chart),
                                       .count = chart->count},
                              .chart = chart};
    measure_details(&bullets);
    bullets.rows.reserve = bullets.detail_width + ROW_GAP;
    rows_measure(&bullets.rows);
    draw_frame(&bullets);
    rows_draw_hits(&bullets.rows);
    draw_filled(&bullets, ROLE_SOFT);
    draw_filled(&bullets, ROLE_ACCENT);
    draw_outlines(&bullets);
    draw_targets(&bullets);
    draw_numbers(&bullets);
    return plan_finish(plan, rows_bottom(&bullets.rows) + 15 + CHART_MARGIN - 4);
}
