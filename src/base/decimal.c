#include "base/decimal.h"

#include "base/digits.h"

#include <math.h>

static int64_t power_of_ten(int exponent)
{
    int64_t power = 1;
    while (exponent-- > 0)
        power *= 10;
    return power;
}

bool decimal_parse(const char *text, struct decimal *out)
{
    bool negative = *text == '-';
    if (*text == '-' || *text == '+')
        text++;
    int64_t units = 0;
    int scale = 0;
    int digits = 0;
    bool fraction = false;
    for (; *text; text++) {
        if (*text == '.' && !fraction) {
            fraction = true;
            continue;
        }
        if (*text < '0' || *text > '9')
            return false;
        if (fraction && ++scale > DECIMAL_MAX_SCALE)
            return false;
        if (__builtin_mul_overflow(units, 10, &units) ||
            __builtin_add_overflow(units, *text - '0', &units))
            return false;
        digits++;
    }
    if (digits == 0)
        return false;
    *out = (struct decimal){negative ? -units : units, scale};
    return true;
}

static bool rescale(struct decimal *value, int scale)
{
    if (scale == value->scale)
        return true;
    if (__builtin_mul_overflow(value->units, power_of_ten(scale - value->scale), &value->units))
        return false;
    value->scale = scale;
    return true;
}

static bool align_scales(struct decimal *a, struct decimal *b)
{
    int scale = a->scale > b->scale ? a->scale : b->scale;
    return rescale(a, scale) && rescale(b, scale);
}

bool decimal_add(struct decimal a, struct decimal b, struct decimal *out)
{
    if (!align_scales(&a, &b))
        return false;
    out->scale = a.scale;
    return !__builtin_add_overflow(a.units, b.units, &out->units);
}

bool decimal_subtract(struct decimal a, struct decimal b, struct decimal *out)
{
    if (!align_scales(&a, &b))
        return false;
    out->scale = a.scale;
    return !__builtin_sub_overflow(a.units, b.units, &out->units);
}

struct decimal decimal_absolute(struct decimal value)
{
    if (value.units < 0)
        value.units = value.units == INT64_MIN ? INT64_MAX : -value.units;
    return value;
}

int decimal_compare(struct decimal a, struct decimal b)
{
    __int128 left = (__int128)a.units * power_of_ten(b.scale);
    __int128 right = (__int128)b.units * power_of_ten(a.scale);
    return (left > right) - (left < right);
}

double decimal_to_double(struct decimal value)
{
    return (double)value.units / (double)power_of_ten(value.scale);
}

/* With its sign, which zero has none of, the whole part grouped; gives the length. */
static size_t print_scaled(char *text, bool negative, uint64_t units, int places, char group)
{
    char digits[48];
    char *const end = digits + sizeof digits;
    char *start = end;
    negative = negative && units > 0;
    if (places > 0) {
        start = digits_before(start, &units, places);
        *--start = '.';
    }
    while (group && units >= 1000) {
        start = digits_before(start, &units, 3);
        *--start = group;
    }
    start = digits_all_before(start, units);
    if (negative)
        *--start = '-';
    size_t length = (size_t)(end - start);
    memcpy(text, start, length);
    text[length] = '\0';
    return length;
}

static uint64_t magnitude(int64_t units)
{
    return units < 0 ? -(uint64_t)units : (uint64_t)units;
}

size_t decimal_print(char text[DECIMAL_TEXT], struct decimal value, int places, char group)
{
    unsigned __int128 units = magnitude(value.units);
    if (places >= value.scale) {
        units *= (unsigned __int128)power_of_ten(places - value.scale);
    } else {
        uint64_t divisor = (uint64_t)power_of_ten(value.scale - places);
        units = ((uint64_t)units + divisor / 2) / divisor;
    }
    if (units > UINT64_MAX) { /* more digits than asked for can hold: show what is stored */
        units = magnitude(value.units);
        places = value.scale;
        group = '\0';
    }
    return print_scaled(text, value.units < 0, (uint64_t)units, places, group);
}

void decimal_format(struct strbuf *out, struct decimal value, int places, char group)
{
    char text[DECIMAL_TEXT];
    strbuf_add(out, text, decimal_print(text, value, places, group));
}

void decimal_write(struct strbuf *out, struct decimal value)
{
    decimal_format(out, value, value.scale, '\0');
}

size_t decimal_print_double(char text[DECIMAL_TEXT], double value, int places, char group)
{
    double scaled = fabs(value) * (double)power_of_ten(places);
    if (!(scaled < 9e18))
        return (size_t)snprintf(text, DECIMAL_TEXT, "%.*f", places, value);
    uint64_t units = (uint64_t)(int64_t)scaled;
    units += scaled - (double)(int64_t)units >= 0.5; /* exact, as scaled + 0.5 is not */
    return print_scaled(text, value < 0, units, places, group);
}

void decimal_format_double(struct strbuf *out, double value, int places, char group)
{
    char text[DECIMAL_TEXT];
    strbuf_add(out, text, decimal_print_double(text, value, places, group));
}
