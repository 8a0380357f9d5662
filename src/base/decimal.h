/*
 * Exact decimals: a scaled integer. Weights are DECIMAL(4,3), calibrations
 * DECIMAL(10,4), money DECIMAL(15,2) in the database; all fit with room to add
 * thousands of them. Nothing here goes through binary floating point except
 * decimal_to_double, which is for the formulas from the square root on.
 */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include "base/strbuf.h"

#include <stdbool.h>
#include <stdint.h>

enum { DECIMAL_MAX_SCALE = 9 };

/* value = units / 10^scale, 0 <= scale <= DECIMAL_MAX_SCALE */
struct decimal {
    int64_t units;
    int scale;
};

#define DECIMAL_ZERO ((struct decimal){0, 0})

/* Reads [+-]digits[.digits]; nothing before or after. False: not a decimal, more
 * than DECIMAL_MAX_SCALE fractional digits, or out of the range of int64_t. */
bool decimal_parse(const char *text, struct decimal *out);

/* Exact sum and difference at the larger scale; false on overflow. */
bool decimal_add(struct decimal a, struct decimal b, struct decimal *out);
bool decimal_subtract(struct decimal a, struct decimal b, struct decimal *out);

/* INT64_MIN units, which have no counterpart, give INT64_MAX. */
struct decimal decimal_absolute(struct decimal value);

/* <0, 0, >0 as a is less than, equal to or greater than b, whatever their scales. */
int decimal_compare(struct decimal a, struct decimal b);

double decimal_to_double(struct decimal value);

/* Appends the value with exactly `places` fractional digits, rounded half away
 * from zero, thousands separated by `group` ('\0' for none). -0 is written 0. */
void decimal_format(struct strbuf *out, struct decimal value, int places, char group);

/* Appends the value as it is stored: all of its scale's digits, no grouping. */
void decimal_write(struct strbuf *out, struct decimal value);

/* Appends a double rounded half away from zero to `places` (0..9) digits, with
 * `group` between thousands: the one way a computed number becomes text. */
void decimal_format_double(struct strbuf *out, double value, int places, char group);
/* Both as terminated text, without a buffer that grows; give its length. */
enum { DECIMAL_TEXT = 352 };
size_t decimal_print(char text[DECIMAL_TEXT], struct decimal value, int places, char group);
size_t decimal_print_double(char text[DECIMAL_TEXT], double value, int places, char group);

#endif
