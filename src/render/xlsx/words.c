#include "render/xlsx/words.h"

#include "base/hash.h"

#include <string.h>
#include <xlsxwriter/shared_strings.h>

enum { SLOTS = 256, LONGEST = 59 };

struct slot {
    uint32_t number; /* counted from 1; 0: said once, or never */
    unsigned char length;
    char text[LONGEST];
};

struct words {
    lxw_workbook *workbook;
    struct slot slots[SLOTS];
};

struct words *words_new(struct arena *arena, lxw_workbook *workbook)
{
    struct words *words = arena_alloc(arena, sizeof *words);
    words->workbook = workbook;
    return words;
}

/* The library would write these in another way than a cell does. */
static bool is_awkward(const char *text, size_t length)
{
    if (text[0] == ' ' || text[length - 1] == ' ')
        return true;
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] < ' ' || (text[i] == '_' && text[i + 1] == 'x'))
            return true;
    return false;
}

static bool says(const struct slot *slot, const char *text, size_t length)
{
    return slot->length == length && memcmp(slot->text, text, length) == 0;
}

/* Said for the second time. The library counts it as said once. */
static void add(struct words *words, struct slot *slot, const char *text)
{
    struct sst_element *element = lxw_get_sst_index(words->workbook->sst, text, LXW_FALSE);
    if (!element)
        out_of_memory();
    slot->number = element->index + 1;
}

long words_number(struct words *words, const char *text, size_t length)
{
    if (length == 0 || length > LONGEST)
        return -1;
    uint64_t hash = hash_of(text, length);
    struct slot *slot = &words->slots[hash % SLOTS];
    struct slot *other = &words->slots[hash / SLOTS % SLOTS];
    if (!says(slot, text, length) && (slot->number > 0 || says(other, text, length)))
        slot = other;
    if (!says(slot, text, length)) {
        if (slot->number == 0) {
            slot->length = (unsigned char)length;
            memcpy(slot->text, text, length);
        }
        return -1;
    }
    if (slot->number > 0)
        words->workbook->sst->string_count++;
    else if (!is_awkward(text, length))
        add(words, slot, text);
    return (long)slot->number - 1;
}

bool words_save(const lxw_workbook *workbook, FILE *out)
{
    const lxw_sst *table = workbook->sst;
    const struct sst_element *element;
    bool ok = fwrite(&table->unique_count, sizeof table->unique_count, 1, out) == 1 &&
              fwrite(&table->string_count, sizeof table->string_count, 1, out) == 1;
    STAILQ_FOREACH(element, table->order_list, sst_order_pointers)
    ok = ok && fwrite(element->string, strlen(element->string) + 1, 1, out) == 1;
    return ok;
}

bool words_load(lxw_workbook *workbook, FILE *in)
{
    uint32_t unique, said;
    bool ok = fread(&unique, sizeof unique, 1, in) == 1 && fread(&said, sizeof said, 1, in) == 1;
    for (uint32_t i = 0; ok && i < unique; i++) {
        char text[LONGEST + 1];
        size_t length = 0;
        int c;
        while ((c = getc(in)) > 0 && length < LONGEST)
            text[length++] = (char)c;
        text[length] = '\0';
        ok = c == 0 && lxw_get_sst_index(workbook->sst, text, LXW_FALSE);
    }
    workbook->sst->string_count = ok ? said : 0;
    return ok;
}
