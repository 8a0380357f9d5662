#include "base/hex.h"

const unsigned char hex_digits[256] = {
    ['0'] = 1,  ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,  ['6'] = 7,  ['7'] = 8,
    ['8'] = 9,  ['9'] = 10, ['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
    ['A'] = 11, ['B'] = 12, ['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16,
};

bool hex_color(const char *text, uint32_t *color)
{
    if (!text || *text != '#')
        return false;
    *color = 0;
    for (int i = 1; i <= 6; i++) {
        int digit = hex_digit(text[i]);
        if (digit < 0)
            return false;
        *color = *color << 4 | (uint32_t)digit;
    }
    return text[7] == '\0';
}
