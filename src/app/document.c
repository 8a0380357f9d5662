#include "app/document.h"

#include "base/strbuf.h"
#include "base/text.h"

#include <stdio.h>

struct document {
    FILE *file;
    const char *name;
    long long at; /* of the next character */
    struct strbuf text;
    const struct document_reader *reader;
};

static bool damaged(const struct document *document, struct error *err)
{
    return error_set(err, ERROR_FAILED, "'%s' is damaged at byte %lld", document->name,
                     document->at);
}

static int next(struct document *document)
{
    int c = getc_unlocked(document->file);
    document->at += c != EOF;
    return c;
}

static void back(struct document *document, int c)
{
    if (c == EOF)
        return;
    ungetc(c, document->file);
    document->at--;
}

static int next_solid(struct document *document)
{
    int c;
    do
        c = next(document);
    while (c == ' ' || c == '\n' || c == '\t' || c == '\r');
    return c;
}

/* The next character that is not white space; consumed when it is `wanted`. */
static bool next_is(struct document *document, char wanted)
{
    int c = next_solid(document);
    if (c == wanted)
        return true;
    back(document, c);
    return false;
}

/* strbuf_addch, inline where there is room: this runs for every byte of a release's data. */
static void keep_char(struct document *document, int c)
{
    struct strbuf *text = &document->text;
    if (text->length + 1 < text->capacity) {
        text->text[text->length++] = (char)c;
        text->text[text->length] = '\0';
    } else {
        strbuf_addch(text, (char)c);
    }
}

static bool ends_scalar(int c)
{
    return c == EOF || c == ',' || c == ']' || c == '}' || c == ' ' || c == '\n' || c == '\t' ||
           c == '\r';
}

/* The rest of a string, up to its quote. */
static bool scan_string(struct document *document, bool keep)
{
    for (;;) {
        int c = next(document);
        if (c == EOF)
            return false;
        if (keep)
            keep_char(document, c);
        if (c == '"')
            return true;
        if (c != '\\')
            continue;
        c = next(document);
        if (c == EOF)
            return false;
        if (keep)
            keep_char(document, c);
    }
}

/* Only where a value ends is looked at here; whether it is one is for document_value. */
static bool scan_value(struct document *document, bool keep)
{
    int depth = 0;
    int c = next_solid(document);
    if (ends_scalar(c)) {
        back(document, c);
        return false;
    }
    strbuf_reset(&document->text);
    for (;; c = next(document)) {
        if (depth == 0 && ends_scalar(c) && (document->text.length > 0 || !keep)) {
            back(document, c);
            return true;
        }
        if (c == EOF)
            return false;
        if (keep)
            keep_char(document, c);
        if (c == '"' && !scan_string(document, keep))
            return false;
        depth += c == '{' || c == '[';
        depth -= c == '}' || c == ']';
        if (depth == 0 && (c == '"' || c == '}' || c == ']'))
            return true;
    }
}

static bool read_part(struct document *document, const char *key, struct error *err)
{
    const struct document_reader *reader = document->reader;
    int c = next_solid(document);
    back(document, c);
    struct document_part part = {.key = key, .at = document->at};
    if (!scan_value(document, true))
        return damaged(document, err);
    part.text = document->text.text;
    part.length = document->text.length;
    if (reader->part(reader->subject, &part, err))
        return true;
    return err && err->code != ERROR_NONE ? false : damaged(document, err);
}

static bool read_list(struct document *document, const char *key, struct error *err)
{
    if (next_is(document, ']'))
        return true;
    do {
        if (!read_part(document, key, err))
            return false;
    } while (next_is(document, ','));
    return next_is(document, ']') || damaged(document, err);
}

static bool is_in(const char *const *keys, const char *key)
{
    for (; keys && *keys; keys++)
        if (text_equal(*keys, key))
            return true;
    return false;
}

static bool read_member(struct document *document, struct error *err)
{
    const struct document_reader *reader = document->reader;
    char key[64];
    if (!next_is(document, '"') || (strbuf_reset(&document->text), !scan_string(document, true)) ||
        document->text.length > sizeof key || !next_is(document, ':'))
        return damaged(document, err);
    memcpy(key, document->text.text, document->text.length - 1);
    key[document->text.length - 1] = '\0';
    if (is_in(reader->lists, key) && next_is(document, '['))
        return read_list(document, key, err);
    if (!reader->members || is_in(reader->members, key))
        return read_part(document, key, err);
    return scan_value(document, false) || damaged(document, err);
}

static bool read_members(struct document *document, struct error *err)
{
    if (!next_is(document, '{'))
        return damaged(document, err);
    do {
        if (!read_member(document, err))
            return false;
    } while (next_is(document, ','));
    return next_is(document, '}') || damaged(document, err);
}

bool document_read(const char *path, const char *name, const struct document_reader *reader,
                   struct error *err)
{
    struct document document = {.name = name, .reader = reader};
    document.file = fopen(path, "re");
    if (!document.file)
        return error_set_errno(err, ERROR_FAILED, "cannot read '%s'", path);
    strbuf_init(&document.text);
    bool ok = read_members(&document, err);
    if (ferror(document.file))
        ok = error_set_errno(err, ERROR_FAILED, "cannot read '%s'", path);
    strbuf_release(&document.text);
    fclose(document.file);
    return ok;
}

json_t *document_value(const struct document_part *part)
{
    return json_loadb(part->text, part->length, JSON_DECODE_ANY, NULL);
}
