#include "render/charts/face.h"

#include <math.h>

/* How much closer (negative) the second stands to the first, in units of the font. */
struct kern {
    uint8_t second; /* a slot */
    int16_t by;
};

struct face {
    uint16_t advances[FACE_SLOTS];
    uint16_t starts[FACE_SLOTS + 1]; /* where each first's kerns begin */
    const struct kern *kerns;
};

#include "render/charts/face_table.inc"

enum { SOFT_HYPHEN = 0xad, NO_SLOT = -1 };

/* Ascending: punctuation, signs, and the letters that names of scores end on. */
static const uint16_t others[FACE_OTHERS] = {0x1d3f, 0x1d5b, 0x2013, 0x2014, 0x2018, 0x2019, 0x201c,
                                             0x201d, 0x2026, 0x20ac, 0x2212, 0x2264, 0x2265};

uint32_t face_character(size_t slot)
{
    if (slot < FACE_ASCII)
        return FACE_FIRST + (uint32_t)slot;
    if (slot >= FACE_SLOTS - FACE_OTHERS)
        return others[slot - (FACE_SLOTS - FACE_OTHERS)];
    uint32_t character = FACE_LATIN + (uint32_t)(slot - FACE_ASCII);
    return character == SOFT_HYPHEN ? 0 : character;
}

static int other_slot(uint32_t character)
{
    for (int i = 0; i < FACE_OTHERS; i++)
        if (others[i] == character)
            return FACE_SLOTS - FACE_OTHERS + i;
    return NO_SLOT;
}

static bool is_trail(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

static int far_slot(const char **at, const char *end)
{
    const char *text = *at;
    unsigned char lead = (unsigned char)text[0];
    *at = text + 1;
    if ((lead == 0xc2 || lead == 0xc3) && end - text > 1 && is_trail(text[1])) {
        int character = (lead & 3) << 6 | (text[1] & 0x3f);
        *at = text + 2;
        return character < FACE_LATIN || character == SOFT_HYPHEN
                   ? NO_SLOT
                   : FACE_ASCII + character - FACE_LATIN;
    }
    if ((lead == 0xe1 || lead == 0xe2) && end - text > 2 && is_trail(text[1]) &&
        is_trail(text[2])) {
        *at = text + 3;
        return other_slot((uint32_t)(lead & 0xf) << 12 | (uint32_t)(text[1] & 0x3f) << 6 |
                          (uint32_t)(text[2] & 0x3f));
    }
    return NO_SLOT;
}

/* Steps over one character; most are of ASCII. */
static inline int next_slot(const char **at, const char *end)
{
    if (**at >= FACE_FIRST && **at < 0x7f)
        return *(*at)++ - FACE_FIRST;
    return far_slot(at, end);
}

bool face_has(const char *text, size_t length)
{
    for (const char *end = text + length; text < end;)
        if (next_slot(&text, end) == NO_SLOT)
            return false;
    return true;
}

static int kern_between(const struct face *face, int first, int second)
{
    for (size_t i = face->starts[first]; i < face->starts[first + 1]; i++)
        if (face->kerns[i].second >= second)
            return face->kerns[i].second == second ? face->kerns[i].by : 0;
    return 0;
}

bool face_width(bool bold, double size, const char *text, size_t length, double *width)
{
    const struct face *face = bold ? &bold_face : &regular_face;
    int before = NO_SLOT;
    long units = 0;
    for (const char *end = text + length; text < end;) {
        int slot = next_slot(&text, end);
        if (slot == NO_SLOT)
            return false;
        units += face->advances[slot];
        if (before != NO_SLOT)
            units += kern_between(face, before, slot);
        before = slot;
    }
    *width = (double)units * size / FACE_UNITS;
    return true;
}
