/* Decimal digits of whole numbers, two at a time by table: a build writes them by the million. */
#ifndef BASE_DIGITS_H
#define BASE_DIGITS_H

#include <stdint.h>
#include <string.h>

extern const char digit_pairs[200]; /* 00 01 02 ... 99 */

/* The last `count` digits of the number, before `end`; gives where they begin, and leaves the
 * number without them. */
static inline char *digits_before(char *end, uint64_t *number, int count)
{
    for (; count > 1; count -= 2, *number /= 100)
        memcpy(end -= 2, digit_pairs + *number % 100 * 2, 2);
    if (count > 0) {
        *--end = (char)('0' + *number % 10);
        *number /= 10;
    }
    return end;
}

/* All of them, one for 0. */
static inline char *digits_all_before(char *end, uint64_t number)
{
    for (; number >= 100; number /= 100)
        memcpy(end -= 2, digit_pairs + number % 100 * 2, 2);
    return digits_before(end, &number, number >= 10 ? 2 : 1);
}

#endif
