#include "render/xlsx/number.h"

#include "base/digits.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { DIGITS = 15, MANTISSA_BITS = 53, BIAS = 1023 };

__extension__ typedef unsigned __int128 wide;

char *sheet_digits(char *at, unsigned long long value)
{
    if (value < 10) { /* most numbers of styles and words are small */
        *at = (char)('0' + value);
        return at + 1;
    }
    if (value < 100) {
        memcpy(at, digit_pairs + value * 2, 2);
        return at + 2;
    }
    char digits[20];
    char *const end = digits + sizeof digits;
    const char *start = digits_all_before(end, value);
    memcpy(at, start, (size_t)(end - start));
    return at + (end - start);
}

static const uint64_t powers[] = {
    1,
    10,
    100,
    1000,
    10000,
    100000,
    1000000,
    10000000,
    100000000,
    1000000000,
    10000000000,
    100000000000,
    1000000000000,
    10000000000000,
    100000000000000,
    1000000000000000,
    10000000000000000,
    100000000000000000,
    1000000000000000000,
};

/* The power of ten of the first digit. The doubles next to 0.1, 0.01 ... all lie above them, so
 * that comparing with those is comparing with the powers. */
static int exponent_of(double value)
{
    static const double fractions[] = {1e-1, 1e-2, 1e-3, 1e-4};
    int exponent = 0;
    if (value < 1) {
        while (value < fractions[exponent])
            exponent++;
        return -exponent - 1;
    }
    while (value >= (double)powers[exponent + 1])
        exponent++;
    return exponent;
}

/* The first 15 digits, rounded to the nearest, a tie to the even one: exact, because a double is a
 * whole number of 53 bits by a power of two. `value` is no whole number, so that power is a
 * fraction. */
static uint64_t leading_digits(double value, int exponent)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    uint64_t first = (uint64_t)1 << (MANTISSA_BITS - 1); /* the bit that is not stored */
    uint64_t mantissa = (bits & (first - 1)) | first;
    int shift = BIAS + MANTISSA_BITS - 1 - (int)(bits >> (MANTISSA_BITS - 1));
    wide scaled = (wide)mantissa * powers[DIGITS - 1 - exponent];
    uint64_t digits = (uint64_t)(scaled >> shift);
    wide rest = scaled & (((wide)1 << shift) - 1);
    wide half = (wide)1 << (shift - 1);
    return digits + (rest > half || (rest == half && digits % 2 == 1));
}

/* digits * 10^(exponent - 14), without zeros at the end. */
static char *put_fraction(char *at, uint64_t digits, int exponent)
{
    char text[DIGITS];
    int last = DIGITS - 1;
    digits_before(text + DIGITS, &digits, DIGITS);
    while (last > 0 && text[last] == '0')
        last--;
    if (exponent < 0) {
        *at++ = '0';
        *at++ = '.';
        for (int i = -1; i > exponent; i--)
            *at++ = '0';
    }
    int whole = exponent < 0 ? last + 1 : exponent + 1; /* digits that no point parts */
    memcpy(at, text, (size_t)whole);
    at += whole;
    if (last < whole)
        return at;
    *at++ = '.';
    memcpy(at, text + whole, (size_t)(last + 1 - whole));
    return at + last + 1 - whole;
}

/* A number of at most four decimals, as most inputs are: its digits are those of a whole one. */
static bool put_few(char **end, double positive)
{
    enum { PLACES = 4, MOST = 100000000 };
    static const double ten_thousand = 10000;
    if (positive >= MOST)
        return false;
    uint64_t units = (uint64_t)(positive * ten_thousand + 0.5);
    if ((double)units / ten_thousand != positive)
        return false;
    char *at = sheet_digits(*end, units / 10000);
    *at++ = '.';
    digits_before(at + PLACES, &units, PLACES);
    at += PLACES;
    while (at[-1] == '0')
        at--;
    *end = at;
    return true;
}

/* Numbers that are written with an exponent, and there are few. */
static size_t printed(char *text, double value)
{
    return (size_t)snprintf(text, SHEET_NUMBER_BYTES, "%.*G", DIGITS, value);
}

size_t sheet_number(char text[SHEET_NUMBER_BYTES], double value)
{
    char *at = text;
    double positive = fabs(value);
    if (positive != 0 && !(positive >= 1e-4 && positive < 1e15))
        return printed(text, value);
    if (value < 0)
        *at++ = '-';
    uint64_t whole = (uint64_t)positive;
    if ((double)whole == positive)
        return (size_t)(sheet_digits(at, whole) - text);
    if (put_few(&at, positive))
        return (size_t)(at - text);
    int exponent = exponent_of(positive);
    uint64_t digits = leading_digits(positive, exponent);
    if (digits == powers[DIGITS]) { /* 9.99... became 10 */
        digits /= 10;
        exponent++;
    }
    if (exponent == DIGITS)
        return printed(text, value);
    return (size_t)(put_fraction(at, digits, exponent) - text);
}
