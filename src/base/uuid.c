#include "base/uuid.h"

#include "base/hex.h"

#include <string.h>

bool uuid_parse(const char *text, struct uuid *out)
{
    /* Where the two digits of each byte are. */
    static const unsigned char at[UUID_BYTES] = {0,  2,  4,  6,  9,  11, 14, 16,
                                                 19, 21, 24, 26, 28, 30, 32, 34};
    if (strlen(text) != UUID_TEXT || text[8] != '-' || text[13] != '-' || text[18] != '-' ||
        text[23] != '-')
        return false;
    int any = 0; /* negative once there was no digit */
    for (int i = 0; i < UUID_BYTES; i++) {
        int high = hex_digit(text[at[i]]);
        int low = hex_digit(text[at[i] + 1]);
        out->bytes[i] = (unsigned char)((unsigned)high << 4 | (unsigned)low);
        any |= high | low;
    }
    return any >= 0;
}
