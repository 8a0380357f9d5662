#include "base/uuid.h"

/* -1: no hexadecimal digit. */
static int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool uuid_parse(const char *text, struct uuid *out)
{
    for (int i = 0; i < UUID_BYTES; i++) {
        if ((i == 4 || i == 6 || i == 8 || i == 10) && *text++ != '-')
            return false;
        int high = digit(*text++);
        int low = high < 0 ? -1 : digit(*text++);
        if (low < 0)
            return false;
        out->bytes[i] = (unsigned char)(high * 16 + low);
    }
    return *text == '\0';
}
