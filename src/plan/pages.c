#include "plan/pages.h"

#include "base/file.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int by_path(const void *left, const void *right)
{
    const struct page_fingerprint *a = left;
    const struct page_fingerprint *b = right;
    return strcmp(a->path, b->path);
}

static bool damaged(const char *path, struct error *err)
{
    return error_set(err, ERROR_FAILED, "'%s' is damaged", path);
}

static size_t count_lines(const char *text, size_t length)
{
    size_t count = 0;
    for (const char *at = text; (at = memchr(at, '\n', (size_t)(text + length - at))); at++)
        count++;
    return count;
}

/* Rows point into the text, which is as long as all of them. */
bool pages_read(struct arena *arena, const char *path, struct page_fingerprints *pages,
                struct error *err)
{
    enum { LIMIT = 1 << 30, HEX = FINGERPRINT_HEX - 1 };
    char *text;
    size_t length;
    *pages = (struct page_fingerprints){0};
    if (!file_read(arena, path, LIMIT, &text, &length, err))
        return false;
    pages->rows = arena_array(arena, count_lines(text, length), sizeof *pages->rows);
    char *end;
    for (char *line = text; line < text + length; line = end + 1) {
        end = memchr(line, '\n', (size_t)(text + length - line));
        if (!end || end - line < HEX + 2 || line[HEX] != ' ')
            return damaged(path, err);
        *end = line[HEX] = '\0';
        pages->rows[pages->count++] = (struct page_fingerprint){
            .path = line + HEX + 1,
            .fingerprint = (const struct fingerprint *)line,
        };
    }
    if (pages->count > 1)
        qsort(pages->rows, pages->count, sizeof *pages->rows, by_path);
    return true;
}

static bool append(int to, const char *path, const char *more, struct error *err)
{
    char piece[64 * 1024];
    FILE *from = fopen(more, "re");
    if (!from)
        return error_set_errno(err, ERROR_FAILED, "cannot open '%s'", more);
    bool ok = true;
    for (size_t got; ok && (got = fread(piece, 1, sizeof piece, from)) > 0;)
        ok = file_write_all(to, piece, got) ||
             error_set_errno(err, ERROR_FAILED, "cannot write '%s'", path);
    if (ok && ferror(from))
        ok = error_set_errno(err, ERROR_FAILED, "cannot read '%s'", more);
    fclose(from);
    return ok;
}

bool pages_join(const char *path, const char *more, struct error *err)
{
    int to = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
    if (to < 0)
        return error_set_errno(err, ERROR_FAILED, "cannot open '%s'", path);
    bool ok = append(to, path, more, err);
    if (close(to) != 0 && ok)
        ok = error_set_errno(err, ERROR_FAILED, "cannot write '%s'", path);
    return ok;
}

const struct page_fingerprint *pages_find(const struct page_fingerprints *pages, const char *path)
{
    struct page_fingerprint wanted = {.path = path};
    return pages->count == 0
               ? NULL
               : bsearch(&wanted, pages->rows, pages->count, sizeof *pages->rows, by_path);
}

void pages_add(struct strbuf *out, const char *path, const struct fingerprint *fingerprint)
{
    strbuf_add(out, fingerprint->hex, FINGERPRINT_HEX - 1);
    strbuf_addch(out, ' ');
    strbuf_addstr(out, path);
    strbuf_addch(out, '\n');
}
