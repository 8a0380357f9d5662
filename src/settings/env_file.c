#include "settings/env_file.h"

#include "base/text.h"

#include <ctype.h>

static const char *skip_blanks(const char *c)
{
    return c + strspn(c, " \t");
}

static bool is_end(const char *c)
{
    c = skip_blanks(c);
    return *c == '\0' || *c == '#';
}

static size_t name_length(const char *c)
{
    size_t length = 0;
    while (isalnum((unsigned char)c[length]) || c[length] == '_')
        length++;
    return isdigit((unsigned char)*c) ? 0 : length;
}

static char unescape(char c)
{
    switch (c) {
    case 'n':
        return '\n';
    case 't':
        return '\t';
    case 'r':
        return '\r';
    default:
        return c;
    }
}

/* Reads behind the opening quote `*c`. */
static void read_quoted(struct arena *arena, const char *c, struct env_line *line)
{
    char quote = *c++;
    char *value = arena_alloc(arena, strlen(c) + 1);
    size_t length = 0;
    for (; *c && *c != quote; c++) {
        if (quote == '"' && *c == '\\' && c[1] && strchr("ntr\"\\$", c[1]))
            value[length++] = unescape(*++c);
        else
            value[length++] = *c;
    }
    if (*c != quote)
        line->problem = "the quote is not closed";
    else if (!is_end(c + 1))
        line->problem = "text behind the closing quote";
    line->value = value;
}

static void read_bare(struct arena *arena, const char *start, const char *c, struct env_line *line)
{
    size_t length = 0;
    for (size_t i = 0; c[i]; i++) {
        bool blank = c[i] == ' ' || c[i] == '\t';
        if (c[i] == '#' && c + i > start && (c[i - 1] == ' ' || c[i - 1] == '\t'))
            break;
        if (!blank)
            length = i + 1;
    }
    line->value = arena_strndup(arena, c, length);
}

static struct env_line parse_line(struct arena *arena, const char *c, size_t number)
{
    struct env_line line = {.number = number};
    if (text_starts_with(c, "export") && (c[6] == ' ' || c[6] == '\t'))
        c = skip_blanks(c + 6);
    size_t length = name_length(c);
    const char *equals = skip_blanks(c + length);
    if (length == 0 || *equals != '=') {
        line.problem = "expected NAME=VALUE";
        return line;
    }
    const char *value = skip_blanks(equals + 1);
    if (*value == '"' || *value == '\'')
        read_quoted(arena, value, &line);
    else
        read_bare(arena, equals + 1, value, &line);
    if (!line.problem)
        line.name = arena_strndup(arena, c, length);
    return line;
}

struct env_line *env_file_parse(struct arena *arena, const char *text, size_t length, size_t *count)
{
    static const char mark[] = "\xEF\xBB\xBF"; /* of files that Windows editors save */
    struct env_line *lines = NULL;
    size_t capacity = 0;
    const char *end = text + length;
    if (length >= 3 && memcmp(text, mark, 3) == 0)
        text += 3;
    *count = 0;
    for (size_t number = 1; text < end; number++) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        size_t size = (size_t)((stop ? stop : end) - text);
        bool damaged = memchr(text, '\0', size) != NULL;
        char *copy = arena_strndup(arena, text, size);
        if (size > 0 && copy[size - 1] == '\r')
            copy[size - 1] = '\0';
        text += size + 1;
        if (!damaged && is_end(copy))
            continue;
        lines = arena_grow(arena, lines, &capacity, *count + 1, sizeof *lines);
        lines[(*count)++] =
            damaged ? (struct env_line){.number = number, .problem = "not text: a byte is NUL"}
                    : parse_line(arena, skip_blanks(copy), number);
    }
    return lines;
}
