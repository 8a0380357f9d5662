/* Formulas and names: what one cell of a workbook calls another. */
#include "view/workbook_sheets.h"

#include "base/strbuf.h"

void book_name(struct view_workbook *book, const char *name, const char *refers)
{
    book->names[book->name_count++] = (struct view_name){name, refers};
}

const char *column_letters(struct arena *arena, size_t column)
{
    char letters[16];
    char *at = letters + sizeof letters - 1;
    *at = '\0';
    for (size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        *--at = (char)('A' + (rest - 1) % 26);
    return arena_strdup(arena, at);
}

static void add_key(struct arena *arena, struct strbuf *out, const struct formula_key *key)
{
    strbuf_addf(out, "$%s#", column_letters(arena, key->first));
    if (key->last > key->first)
        strbuf_addf(out, ":$%s#", column_letters(arena, key->last));
}

const char *formula_of(struct arena *arena, const char *template, const struct formula_key *keys,
                       size_t count)
{
    if (!template)
        return NULL;
    struct strbuf out;
    strbuf_init(&out);
    for (const char *at = template; *at;) {
        size_t plain = strcspn(at, "[");
        strbuf_add(&out, at, plain);
        at += plain;
        if (!*at)
            break;
        size_t length = strcspn(++at, "]");
        for (size_t i = 0; i < count; i++)
            if (keys[i].key && strlen(keys[i].key) == length &&
                strncmp(keys[i].key, at, length) == 0)
                add_key(arena, &out, &keys[i]);
        at += length + 1;
    }
    const char *formula = arena_strndup(arena, out.text, out.length);
    strbuf_release(&out);
    return formula;
}
