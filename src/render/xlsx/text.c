#include "render/xlsx/text.h"

#include "base/hex.h"
#include "base/text.h"

#include <stdint.h>

static const char replacement[] = "\xEF\xBF\xBD"; /* U+FFFD */
static const char ellipsis[] = "\xE2\x80\xA6";    /* U+2026 */

/* Reads one code point; an invalid sequence is one byte and U+FFFD. */
static size_t next_code_point(const unsigned char *bytes, uint32_t *point)
{
    size_t length = bytes[0] < 0x80 ? 1 : bytes[0] < 0xE0 ? 2 : bytes[0] < 0xF0 ? 3 : 4;
    for (size_t i = 1; i < length; i++)
        if (!bytes[i]) /* cut short by the terminator */
            length = 0;
    if (length == 0 || !text_is_utf8((const char *)bytes, length)) {
        *point = 0xFFFD;
        return 1;
    }
    static const unsigned char masks[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    *point = bytes[0] & masks[length];
    for (size_t i = 1; i < length; i++)
        *point = *point << 6 | (bytes[i] & 0x3F);
    return length;
}

static bool xml_allows(uint32_t point)
{
    return point == '\t' || point == '\n' || (point >= 0x20 && point != 0xFFFE && point != 0xFFFF);
}

/* "_x0041_" is how a workbook writes a character by its number. */
static bool is_escape(const char *text)
{
    if (text[0] != '_' || text[1] != 'x')
        return false;
    for (int i = 2; i < 6; i++)
        if (hex_digit(text[i]) < 0)
            return false;
    return text[6] == '_';
}

/* May it stay as it is? Bytes bound the UTF-16 units from above, and with 0xEF begins what XML
 * cannot hold: U+FFFE and U+FFFF. */
static bool is_plain(const char *text)
{
    size_t length = 0;
    unsigned char all = 0;
    for (; text[length]; length++) {
        unsigned char byte = (unsigned char)text[length];
        if ((byte < 0x20 && byte != '\t' && byte != '\n') || byte == '_' || byte == 0xEF)
            return false;
        all |= byte;
    }
    return length <= CELL_TEXT_LIMIT && (all < 0x80 || text_is_utf8(text, length));
}

/* What the code point at `text` is written as; the units it takes. */
static size_t add_point(struct strbuf *buffer, const char *text, size_t length, uint32_t point)
{
    if (point == '_' && is_escape(text)) {
        strbuf_addstr(buffer, "_x005F_");
        return 7;
    }
    if (point == '\r') {
        if (text[1] == '\n')
            return 0;
        strbuf_addch(buffer, '\n');
        return 1;
    }
    if (!xml_allows(point) || (point == 0xFFFD && length == 1)) {
        strbuf_addstr(buffer, replacement);
        return 1;
    }
    strbuf_add(buffer, text, length);
    return point > 0xFFFF ? 2 : 1;
}

const char *sheet_text(struct strbuf *buffer, const char *text)
{
    if (is_plain(text))
        return text;
    strbuf_reset(buffer);
    size_t units = 0;
    size_t cut = 0; /* where the ellipsis goes if there is more than fits */
    while (*text && units <= CELL_TEXT_LIMIT) {
        uint32_t point;
        size_t length = next_code_point((const unsigned char *)text, &point);
        units += add_point(buffer, text, length, point);
        text += length;
        if (units < CELL_TEXT_LIMIT)
            cut = buffer->length;
    }
    if (units > CELL_TEXT_LIMIT) {
        struct strbuf kept;
        strbuf_init(&kept);
        strbuf_add(&kept, buffer->text, cut);
        strbuf_addstr(&kept, ellipsis);
        strbuf_release(buffer);
        *buffer = kept;
    }
    return buffer->text;
}

struct text_look sheet_text_look(const char *text)
{
    static const uint64_t plain[4] = {
        /* a bit a character, from ' ' to '~' */
        0xFFFFFFFF00000000 & ~(1ull << '&' | 1ull << '<' | 1ull << '>'),
        0x7FFFFFFFFFFFFFFF & ~(1ull << ('_' - 64))};
    size_t length = 0;
    for (unsigned char c; c = (unsigned char)text[length], plain[c >> 6] >> (c & 63) & 1;)
        length++;
    if (text[length] == '\0' && length <= CELL_TEXT_LIMIT)
        return (struct text_look){length, true};
    return (struct text_look){length + strlen(text + length), false};
}

static bool is_wide(uint32_t point)
{
    return (point >= 0x1100 && point <= 0x115F) || (point >= 0x2E80 && point <= 0xA4CF) ||
           (point >= 0xAC00 && point <= 0xD7A3) || (point >= 0xF900 && point <= 0xFAFF) ||
           (point >= 0xFF00 && point <= 0xFF60) || (point >= 0x1F300 && point <= 0x3FFFD);
}

/* Bytes before the first that is no printable ASCII: one column each. */
static size_t ascii_columns(const char *text)
{
    size_t length = 0;
    while ((unsigned char)(text[length] - ' ') < 0x7F - ' ')
        length++;
    return length;
}

size_t sheet_text_width(const char *text)
{
    size_t width = ascii_columns(text);
    size_t widest = width;
    text += width;
    while (*text) {
        uint32_t point;
        text += next_code_point((const unsigned char *)text, &point);
        if (point == '\n')
            width = 0;
        else
            width += is_wide(point) ? 2 : 1;
        if (width > widest)
            widest = width;
    }
    return widest;
}

/* A word longer than a line is broken. */
size_t sheet_text_lines(const char *text, size_t width)
{
    if (strlen(text) <= width && !strchr(text, '\n'))
        return 1; /* no character takes more columns than bytes */
    size_t lines = 1;
    size_t used = 0; /* of the line */
    size_t word = 0; /* what of `used` the last word takes */
    while (*text) {
        uint32_t point;
        text += next_code_point((const unsigned char *)text, &point);
        if (point == '\n') {
            lines++;
            used = word = 0;
            continue;
        }
        size_t columns = is_wide(point) ? 2 : 1;
        word = point == ' ' || columns == 2 ? 0 : word + columns;
        used += columns;
        if (used > width && point != ' ') {
            lines++;
            used = word > 0 && word <= width ? word : columns;
            word = used;
        }
    }
    return lines;
}

bool sheet_can_link(const char *href)
{
    enum { URL_LIMIT = 2000 }; /* Excel's 2,079 less room for what the library escapes */
    if (!text_starts_with(href, "http://") && !text_starts_with(href, "https://"))
        return false;
    /* The library looks for its own schemes anywhere in an address. */
    if (strstr(href, "internal:") || strstr(href, "external:"))
        return false;
    size_t written = 0; /* %XX takes three */
    for (const char *at = href; *at; at++) {
        unsigned char byte = (unsigned char)*at;
        if (byte <= 0x20 || byte == 0x7F)
            return false;
        written += strchr("\"<>[]^`{}%", byte) ? 3 : 1;
    }
    return written <= URL_LIMIT && text_is_utf8(href, strlen(href));
}
