/* Hexadecimal digits of either case, by table: ids are read by the million. */
#ifndef BASE_HEX_H
#define BASE_HEX_H

#include <stdbool.h>
#include <stdint.h>

extern const unsigned char hex_digits[256]; /* one more than a digit's value; 0: it is none */

/* -1: no hexadecimal digit. */
static inline int hex_digit(char c)
{
    return hex_digits[(unsigned char)c] - 1;
}

/* "#RRGGBB" as 0xRRGGBB. False: it is no such colour; NULL is none. */
bool hex_color(const char *text, uint32_t *color);

#endif
