#include "render/charts/axis.h"

#include "base/decimal.h"

#include <math.h>

enum { MOST_STEPS = 100 };

static const double SMALLEST = 1e-8, LARGEST = 1e12;

static int places_of(double step)
{
    int places = (int)-floor(log10(step) + 1e-9);
    return places < 0 ? 0 : places > DECIMAL_MAX_SCALE ? DECIMAL_MAX_SCALE : places;
}

struct axis axis_fixed(double low, double high, double step)
{
    if (!(high > low && step > 0 && (high - low) / step <= MOST_STEPS))
        return axis_nice(low, high, 5);
    return (struct axis){.low = low, .high = high, .step = step, .places = places_of(step)};
}

struct axis axis_nice(double low, double high, int count)
{
    if (!(high - low > SMALLEST && high - low < LARGEST)) { /* also for NaN */
        double from = fabs(low) < LARGEST ? floor(low) : 0;
        return axis_fixed(from, from + 1, 0.2);
    }
    double rough = (high - low) / count;
    double power = pow(10, floor(log10(rough)));
    double share = rough / power;
    double step = power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
    /* The slack keeps 0.3 = 3 * 0.1 from asking for a fourth step. */
    return axis_fixed(floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step, step);
}

double axis_at(const struct axis *axis, double value)
{
    double share = (value - axis->low) / (axis->high - axis->low);
    share = share > 0 && isfinite(share) ? share : 0; /* also for NaN */
    share = share < 1 ? share : 1;
    return axis->from + share * (axis->to - axis->from);
}

size_t axis_ticks(const struct axis *axis)
{
    return (size_t)llround((axis->high - axis->low) / axis->step) + 1;
}

double axis_tick(const struct axis *axis, size_t index)
{
    return axis->low + (double)index * axis->step;
}

const char *axis_text(struct arena *arena, const struct axis *axis, double value)
{
    char text[DECIMAL_TEXT];
    return arena_strndup(arena, text, decimal_print_double(text, value, axis->places, ','));
}
