/* A trend the size of a word: a line, its end marked. */
#include "render/charts/axis.h"
#include "render/charts/charts.h"
#include "render/charts/plan.h"

#include <math.h>

enum { WIDTH = 100, HEIGHT = 24, INSET = 4 };

static struct axis value_axis(const struct view_sparkline *chart)
{
    double low = chart->low, high = chart->high;
    if (!(high > low)) {
        low = INFINITY;
        high = -INFINITY;
        for (size_t i = 0; i < chart->count; i++) {
            low = fmin(low, chart->values[i]);
            high = fmax(high, chart->values[i]);
        }
    }
    if (!(high > low)) /* all the same, or none: in the middle */
        return (struct axis){.low = low - 1, .high = low + 1, .from = HEIGHT - INSET, .to = INSET};
    return (struct axis){.low = low, .high = high, .from = HEIGHT - INSET, .to = INSET};
}

struct chart_plan *chart_plan_sparkline(struct arena *arena, const struct view_sparkline *chart)
{
    struct chart_plan *plan = plan_new(arena, chart->title, WIDTH);
    struct axis axis = value_axis(chart);
    struct point *points = arena_array(arena, chart->count, sizeof *points);
    double step = chart->count > 1 ? (WIDTH - 2.0 * INSET) / (double)(chart->count - 1) : 0;
    size_t length = 0;
    for (size_t i = 0; i < chart->count; i++) {
        bool known = isfinite(chart->values[i]);
        bool last = i + 1 == chart->count;
        struct point at = {chart->count > 1 ? INSET + (double)i * step : WIDTH - INSET,
                           axis_at(&axis, chart->values[i])};
        if (known)
            points[length++] = at;
        if (known && last)
            draw_dot(plan, ROLE_ACCENT, at, 2.5, false);
        if (known && !last)
            continue;
        draw_polyline(plan, ROLE_ACCENT, points, length, 1.5);
        length = 0;
    }
    return plan_finish(plan, HEIGHT);
}
