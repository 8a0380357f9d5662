#include "app/document.h"

#include "base/arena.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* A window on the file: what was read of it and may still be wanted. It grows with the largest
 * part alone. */
struct document {
    int file;
    const char *name;
    char *text; /* one byte more than its capacity, for the NUL that ends a part */
    size_t capacity;
    size_t kept; /* from here on it is wanted: up to `at` while nothing is kept */
    size_t at;   /* of the next character */
    size_t end;
    long long offset; /* of text[0] in the file */
    int problem;      /* errno of the reading that failed */
    const struct document_reader *reader;
};

enum { WINDOW = 256 * 1024 };

static bool damaged(const struct document *document, struct error *err)
{
    return error_set(err, ERROR_FAILED, "'%s' is damaged at byte %lld", document->name,
                     document->offset + (long long)document->at);
}

/* What is wanted moves to the front; where that is most of it, there is more room behind. */
static void make_room(struct document *document)
{
    size_t wanted = document->end - document->kept;
    if (document->kept > 0)
        memmove(document->text, document->text + document->kept, wanted);
    document->offset += (long long)document->kept;
    document->at -= document->kept;
    document->end = wanted;
    document->kept = 0;
    if (wanted < document->capacity / 2)
        return;
    document->capacity = document->capacity ? 2 * document->capacity : WINDOW;
    document->text = realloc(document->text, document->capacity + 1);
    if (!document->text)
        out_of_memory();
}

/* False at the end of the file. */
static bool read_more(struct document *document, bool keep)
{
    if (!keep)
        document->kept = document->at;
    make_room(document);
    ssize_t count;
    do
        count = read(document->file, document->text + document->end,
                     document->capacity - document->end);
    while (count < 0 && errno == EINTR);
    if (count < 0)
        document->problem = errno;
    if (count <= 0)
        return false;
    document->end += (size_t)count;
    return true;
}

/* The next character, not consumed; EOF at the end. */
static int peek(struct document *document, bool keep)
{
    if (document->at == document->end && !read_more(document, keep))
        return EOF;
    return (unsigned char)document->text[document->at];
}

static int next_solid(struct document *document)
{
    for (;; document->at++) {
        int c = peek(document, false);
        if (c != ' ' && c != '\n' && c != '\t' && c != '\r')
            return c;
    }
}

/* The next character that is not white space; consumed when it is `wanted`. */
static bool next_is(struct document *document, char wanted)
{
    if (next_solid(document) != wanted)
        return false;
    document->at++;
    return true;
}

static bool ends_scalar(int c)
{
    return c == EOF || c == ',' || c == ']' || c == '}' || c == ' ' || c == '\n' || c == '\t' ||
           c == '\r';
}

/* The rest of a string, its quote included. */
static bool scan_string(struct document *document, bool keep)
{
    while (peek(document, keep) != EOF) {
        const char *from = document->text + document->at;
        const char *quote = memchr(from, '"', document->end - document->at);
        const char *end = quote ? quote : document->text + document->end;
        const char *escape = memchr(from, '\\', (size_t)(end - from));
        document->at = (size_t)((escape ? escape : end) - document->text);
        if (!escape && !quote)
            continue;
        document->at++;
        if (!escape)
            return true;
        if (peek(document, keep) != EOF)
            document->at++;
    }
    return false;
}

/* Passes over what neither nests nor ends anything inside a list or an object. */
static void skip_plain(struct document *document)
{
    static const bool tells[256] = {
        ['"'] = true, ['{'] = true, ['['] = true, ['}'] = true, [']'] = true};
    const char *text = document->text;
    size_t at = document->at;
    while (at < document->end && !tells[(unsigned char)text[at]])
        at++;
    document->at = at;
}

/* Only where a value ends is looked at here; whether it is one is for document_value. */
static bool scan_value(struct document *document, bool keep)
{
    int depth = 0;
    int c = next_solid(document);
    bool any = !ends_scalar(c);
    document->kept = document->at;
    while (any) {
        c = peek(document, keep);
        if (depth == 0 && ends_scalar(c))
            return true;
        if (c == EOF)
            return false;
        document->at++;
        if (c == '"' && !scan_string(document, keep))
            return false;
        depth += c == '{' || c == '[';
        depth -= c == '}' || c == ']';
        if (depth == 0 && (c == '"' || c == '}' || c == ']'))
            return true;
        if (depth > 0)
            skip_plain(document);
    }
    return false;
}

static bool read_part(struct document *document, const char *key, struct error *err)
{
    const struct document_reader *reader = document->reader;
    if (!scan_value(document, true))
        return damaged(document, err);
    char *end = document->text + document->at;
    char after = *end;
    *end = '\0';
    struct document_part part = {
        .key = key,
        .text = document->text + document->kept,
        .length = document->at - document->kept,
        .at = document->offset + (long long)document->kept,
    };
    bool ok = reader->part(reader->subject, &part, err);
    *end = after;
    if (ok)
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

static bool read_key(struct document *document, char *key, size_t size)
{
    if (!next_is(document, '"'))
        return false;
    document->kept = document->at;
    if (!scan_string(document, true) || document->at - document->kept > size)
        return false;
    size_t length = document->at - document->kept - 1;
    memcpy(key, document->text + document->kept, length);
    key[length] = '\0';
    return next_is(document, ':');
}

static bool read_member(struct document *document, struct error *err)
{
    const struct document_reader *reader = document->reader;
    char key[64];
    if (!read_key(document, key, sizeof key))
        return damaged(document, err);
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
    document.file = open(path, O_RDONLY | O_CLOEXEC);
    if (document.file < 0)
        return error_set_errno(err, ERROR_FAILED, "cannot read '%s'", path);
    bool ok = read_members(&document, err);
    errno = document.problem;
    if (document.problem != 0)
        ok = error_set_errno(err, ERROR_FAILED, "cannot read '%s'", path);
    free(document.text);
    close(document.file);
    return ok;
}

json_t *document_value(const struct document_part *part)
{
    return json_loadb(part->text, part->length, JSON_DECODE_ANY, NULL);
}
