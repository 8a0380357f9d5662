#include "render/json/writer.h"

#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Small letters first: keys are made of them. */
static bool is_plain(char c)
{
    unsigned char byte = (unsigned char)c;
    return byte > '\\' ? byte != 0x7F : byte >= 0x20 && c != '"' && c != '\\' && c != '<';
}

/* Control characters, and what a page must not meet when the text is pasted into a script. */
static void add_escaped(struct strbuf *out, char c)
{
    if (c == '"' || c == '\\') {
        strbuf_addch(out, '\\');
        strbuf_addch(out, c);
    } else if (c == '\n') {
        strbuf_addstr(out, "\\n");
    } else if (c == '\t') {
        strbuf_addstr(out, "\\t");
    } else {
        strbuf_addf(out, "\\u%04x", (unsigned)(unsigned char)c);
    }
}

static void add_string(struct strbuf *out, const char *text)
{
    strbuf_addch(out, '"');
    for (;;) {
        const char *plain = text;
        while (is_plain(*text))
            text++;
        strbuf_add(out, plain, (size_t)(text - plain));
        if (!*text)
            break;
        add_escaped(out, *text++);
    }
    strbuf_addch(out, '"');
}

static void indent(const struct writer *writer)
{
    static const char spaces[] = "                ";
    for (size_t left = 2 * (size_t)writer->depth; left > 0;) {
        size_t now = left < sizeof spaces ? left : sizeof spaces - 1;
        strbuf_add(writer->out, spaces, now);
        left -= now;
    }
}

static void begin_line(const struct writer *writer)
{
    if (writer->depth > 0)
        strbuf_addch(writer->out, '\n');
    indent(writer);
}

/* What stands before a value: comma, line, indentation, key. */
static void begin_value(struct writer *writer, const char *key)
{
    if (writer->filled)
        strbuf_addch(writer->out, ',');
    if (!writer->flat)
        begin_line(writer);
    else if (writer->filled)
        strbuf_addch(writer->out, ' ');
    if (key) {
        add_string(writer->out, key);
        strbuf_addstr(writer->out, ": ");
    }
    writer->filled = true;
}

void writer_open(struct writer *writer, const char *key, char bracket)
{
    begin_value(writer, key);
    strbuf_addch(writer->out, bracket);
    writer->depth++;
    writer->filled = false;
}

void writer_close(struct writer *writer, char bracket)
{
    writer->depth--;
    if (writer->filled && !writer->flat) {
        strbuf_addch(writer->out, '\n');
        indent(writer);
    }
    strbuf_addch(writer->out, bracket);
    writer->filled = true;
    if (writer->depth == 0)
        strbuf_addch(writer->out, '\n');
}

void writer_null(struct writer *writer, const char *key)
{
    begin_value(writer, key);
    strbuf_addstr(writer->out, "null");
}

void writer_text(struct writer *writer, const char *key, const char *text)
{
    if (!text) {
        writer_null(writer, key);
        return;
    }
    begin_value(writer, key);
    add_string(writer->out, text);
}

void writer_integer(struct writer *writer, const char *key, long long value)
{
    begin_value(writer, key);
    decimal_write(writer->out, (struct decimal){value, 0});
}

void writer_decimal(struct writer *writer, const char *key, struct decimal value)
{
    begin_value(writer, key);
    decimal_write(writer->out, value);
}

/* A number by whole ones. */
struct binary {
    uint64_t mantissa; /* of 53 bits */
    int shift;         /* the number is mantissa / 2^shift */
};

/* Rounds to `places` decimals, half to even; tells whether reading them gives the number back:
 * they lie within half a unit of the mantissa's last bit. (Below a power of two it is a quarter,
 * but those of add_scaled() have no more than 15 digits.) */
static bool round_binary(struct binary binary, unsigned places, uint64_t *units)
{
    uint64_t ten = 1;
    for (unsigned i = 0; i < places; i++)
        ten *= 10;
    unsigned __int128 product = (unsigned __int128)binary.mantissa * ten;
    unsigned __int128 one = (unsigned __int128)1 << binary.shift;
    unsigned __int128 rest = product & (one - 1);
    *units = (uint64_t)(product >> binary.shift);
    bool up = rest * 2 > one || (rest * 2 == one && (*units & 1));
    *units += up;
    unsigned __int128 off = up ? one - rest : rest;
    return off * 2 < ten || (off * 2 == ten && !(binary.mantissa & 1));
}

/* The same digits as by printing and reading back, where whole numbers of 128 bits hold them. */
static bool add_scaled(struct strbuf *out, double value)
{
    double size = fabs(value);
    if (!(size >= 0.01 && size < 1e6))
        return false;
    int exponent, whole = size >= 0.1 ? 0 : -1; /* digits before the point */
    double fraction = frexp(size, &exponent);
    struct binary binary = {(uint64_t)ldexp(fraction, 53), 53 - exponent};
    for (double edge = 1; size >= edge; edge *= 10)
        whole++;
    uint64_t units = 0;
    int places = 15 - whole;
    while (!round_binary(binary, (unsigned)places, &units))
        places++;
    for (; places > 0 && units % 10 == 0; places--)
        units /= 10;
    decimal_write(out, (struct decimal){value < 0 ? -(int64_t)units : (int64_t)units, places});
    return true;
}

static void add_printed(struct strbuf *out, double value)
{
    char digits[32];
    for (int precision = 15; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, value);
        if (strtod(digits, NULL) == value)
            break;
    }
    strbuf_addstr(out, digits);
}

/* The shortest digits that are this number and no other: 15 are often enough, 17 always. Those of
 * a number with few decimals are found at once. */
static void add_double(struct strbuf *out, double value)
{
    enum { SURE = 1000000000 };
    double scale = 1;
    for (int places = 0; places <= 4; places++, scale *= 10) {
        double units = value * scale;
        if (fabs(units) >= SURE)
            break;
        if (units != (double)(int)units || (double)(int)units / scale != value)
            continue;
        struct decimal exact = {(int)units, places};
        for (; exact.scale > 0 && exact.units % 10 == 0; exact.scale--) /* 0.55 * 100 is not 55 */
            exact.units /= 10;
        decimal_write(out, exact);
        return;
    }
    if (!add_scaled(out, value))
        add_printed(out, value);
}

void writer_day(struct writer *writer, const char *key, const char *day)
{
    writer_text(writer, key, day && text_is_finite(day) ? day : NULL);
}

void writer_double(struct writer *writer, const char *key, double value)
{
    if (!isfinite(value)) {
        writer_null(writer, key);
        return;
    }
    begin_value(writer, key);
    add_double(writer->out, value);
}

void writer_boolean(struct writer *writer, const char *key, bool value)
{
    begin_value(writer, key);
    strbuf_addstr(writer->out, value ? "true" : "false");
}

/* -?(0|[1-9][0-9]*)(.[0-9]+)? as RFC 8259 has it; the database writes no exponents. */
static bool is_json_number(const char *digits)
{
    static const char decimal[] = "0123456789";
    const char *c = *digits == '-' ? digits + 1 : digits;
    size_t whole = strspn(c, decimal);
    if (whole == 0 || (whole > 1 && *c == '0'))
        return false;
    c += whole;
    if (*c == '.') {
        size_t fraction = strspn(c + 1, decimal);
        if (fraction == 0)
            return false;
        c += 1 + fraction;
    }
    return *c == '\0';
}

void writer_number(struct writer *writer, const char *key, const char *digits)
{
    if (!digits || !is_json_number(digits)) {
        writer_text(writer, key, digits);
        return;
    }
    begin_value(writer, key);
    strbuf_addstr(writer->out, digits);
}
