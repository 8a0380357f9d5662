#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <strings.h>

bool text_equal(const char *a, const char *b)
{
    if (!a || !b)
        return a == b;
    return *a == *b && strcmp(a, b) == 0;
}

bool text_equal_ignoring_case(const char *a, const char *b)
{
    if (!a || !b)
        return a == b;
    return strcasecmp(a, b) == 0;
}

bool text_starts_with(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool text_ends_with(const char *text, const char *suffix)
{
    size_t length = strlen(text);
    size_t tail = strlen(suffix);
    return length >= tail && strcmp(text + length - tail, suffix) == 0;
}

bool text_is_blank(const char *text)
{
    /* Most are not, and their first byte says so. */
    return !text || ((unsigned char)*text <= ' ' && text[strspn(text, " \t\r\n\f\v")] == '\0');
}

/* The bytes of one code point at `c`, 0 when malformed (overlong, surrogate, above U+10FFFF). */
static size_t sequence_length(const unsigned char *c, size_t left)
{
    if (c[0] < 0x80)
        return 1;
    size_t length = c[0] >= 0xF0 ? 4 : c[0] >= 0xE0 ? 3 : 2;
    if (c[0] < 0xC2 || c[0] > 0xF4 || length > left)
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((c[i] & 0xC0) != 0x80)
            return 0;
    if ((c[0] == 0xE0 && c[1] < 0xA0) || (c[0] == 0xED && c[1] > 0x9F) ||
        (c[0] == 0xF0 && c[1] < 0x90) || (c[0] == 0xF4 && c[1] > 0x8F))
        return 0;
    return length;
}

bool text_is_utf8(const char *text, size_t length)
{
    const unsigned char *c = (const unsigned char *)text;
    while (length > 0) {
        size_t step = sequence_length(c, length);
        if (step == 0)
            return false;
        c += step;
        length -= step;
    }
    return true;
}

/* The bytes of a control character at `c`, 0 where there is none. */
static size_t control_length(const char *c, size_t left)
{
    unsigned char byte = (unsigned char)c[0];
    if (byte == 0xC2 && left > 1 && (c[1] & 0xE0) == 0x80)
        return 2;
    return byte < ' ' || byte == 127;
}

typedef unsigned char step __attribute__((vector_size(16)));
enum { STEP = sizeof(step) };

/* May there be a control character among the first bytes? Not where none of them is below ' ', 127,
 * or 0xC2, which those of two bytes begin with. */
static bool may_have_control(const char *text, size_t length)
{
    step bytes = {0};
    bytes += ' ';
    if (length >= STEP)
        memcpy(&bytes, text, STEP);
    else
        memcpy(&bytes, text, length);
    step found = (step)((bytes < ' ') | (bytes == 127) | (bytes == 0xC2));
    uint64_t halves[2];
    memcpy(halves, &found, sizeof halves);
    return halves[0] | halves[1];
}

bool text_has_control(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i += STEP) {
        size_t left = length - i;
        if (!may_have_control(text + i, left))
            continue;
        for (size_t k = 0; k < left && k < STEP; k++)
            if (control_length(text + i + k, left - k) > 0)
                return true;
    }
    return false;
}

void text_tame(char *text, size_t length, bool lines)
{
    for (size_t i = 0; i < length; i++) {
        size_t control = control_length(text + i, length - i);
        if (control > 0 && !(lines && text[i] == '\n'))
            memset(text + i, ' ', control);
        i += control > 1;
    }
}

size_t text_length(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

bool text_to_integer(const char *text, long long low, long long high, long long *out)
{
    const char *digits = *text == '-' || *text == '+' ? text + 1 : text;
    if (*digits == '\0' || digits[strspn(digits, "0123456789")] != '\0')
        return false;
    errno = 0;
    long long value = strtoll(text, NULL, 10);
    if (errno != 0 || value < low || value > high)
        return false;
    *out = value;
    return true;
}

bool text_is_finite(const char *text)
{
    const char *word = text + (*text == '-');
    return !text_equal_ignoring_case(word, "infinity") && !text_equal(text, "NaN");
}

/* Of so many digits; -1: they are none. */
static int digits_at(const char *text, size_t count)
{
    int value = 0;
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + text[i] - '0';
    }
    return value;
}

bool text_is_date(const char *text)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (strlen(text) != 10 || text[4] != '-' || text[7] != '-')
        return false;
    int year = digits_at(text, 4);
    int month = digits_at(text + 5, 2);
    int day = digits_at(text + 8, 2);
    if (year < 1 || month < 1 || month > 12)
        return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day >= 1 && day <= days[month - 1] + (month == 2 && leap);
}

char *text_slug(struct arena *arena, const char *focus_group_id)
{
    const char *rest =
        text_starts_with(focus_group_id, "pe_") ? focus_group_id + 3 : focus_group_id;
    char *slug = arena_strdup(arena, rest);
    for (char *c = slug; *c; c++) {
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
        else if (!((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9')))
            *c = '-';
    }
    return slug;
}

enum { DISTANCE_LENGTH = 64 }; /* longer words are compared by their beginning */

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t text_distance(const char *a, const char *b)
{
    size_t width = least(strlen(b), DISTANCE_LENGTH);
    size_t height = least(strlen(a), DISTANCE_LENGTH);
    size_t rows[3][DISTANCE_LENGTH + 1];
    for (size_t j = 0; j <= width; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= height; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3];
        const size_t *second = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= width; j++) {
            int left = tolower((unsigned char)a[i - 1]);
            int right = tolower((unsigned char)b[j - 1]);
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (left != right));
            if (i > 1 && j > 1 && left == tolower((unsigned char)b[j - 2]) &&
                right == tolower((unsigned char)a[i - 2]))
                row[j] = least(row[j], second[j - 2] + 1);
        }
    }
    return rows[height % 3][width];
}

size_t text_distance_limit(const char *typed)
{
    return least(strlen(typed) / 4 + (strlen(typed) == 3), 2);
}
