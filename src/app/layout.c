#include "app/layout.h"

#include "base/text.h"

enum { LAST_COLUMN = 79 };

static int words_of(FILE *out, const char *text, size_t length, int column, int indent)
{
    int start = column; /* where this line's words began */
    for (size_t at = 0; at < length;) {
        at += strspn(text + at, " \n");
        size_t word = strcspn(text + at, " \n");
        word = at + word > length ? length - at : word;
        if (word == 0)
            break;
        if (column > start && column + 1 + (int)word > LAST_COLUMN) {
            fprintf(out, "\n%*s", indent, "");
            start = column = indent;
        }
        column += fprintf(out, "%s%.*s", column > start ? " " : "", (int)word, text + at);
        at += word;
    }
    fputc('\n', out);
    return column;
}

void layout_wrap(FILE *out, const char *text, int column, int indent)
{
    words_of(out, text, strlen(text), column, indent);
}

void layout_entry(FILE *out, const char *term, const char *text, int indent)
{
    int column = fprintf(out, "  %s", term);
    if (column + 2 > indent) {
        fputc('\n', out);
        column = 0;
    }
    fprintf(out, "%*s", indent - column, "");
    layout_wrap(out, text, indent, indent);
}

void layout_paragraphs(FILE *out, const char *text)
{
    while (text && *text) {
        const char *end = strstr(text, "\n\n");
        size_t length = end ? (size_t)(end - text) : strlen(text);
        if (text_starts_with(text, "  "))
            fprintf(out, "%.*s\n", (int)length, text);
        else
            words_of(out, text, length, 0, 0);
        text = end ? end + 2 : NULL;
        if (text && *text)
            fputc('\n', out);
    }
}
