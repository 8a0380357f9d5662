#include "render/pdf/tags.h"

#include <stdbool.h>

enum kid_kind { KID_ELEMENT, KID_MARK, KID_ANNOTATION };

struct kid {
    enum kid_kind kind;
    size_t value;
    struct kid *next;
};

struct element {
    const char *name;
    const char *words; /* NULL: none */
    size_t parent;
    size_t page; /* of its content, by which it has marks */
    struct kid *first, *last;
};

struct marks {
    size_t *elements; /* whose each mark is */
    size_t count;
    size_t capacity;
};

struct pdf_tags {
    struct arena *arena;
    unsigned first_page;
    size_t page_count;
    struct element *elements; /* the first is the document */
    size_t count;
    size_t capacity;
    size_t open; /* the first: none is */
    struct marks *pages;
    struct marks annotations;
};

static size_t add_element(struct pdf_tags *tags, struct element element)
{
    tags->elements = arena_grow(tags->arena, tags->elements, &tags->capacity, tags->count + 1,
                                sizeof *tags->elements);
    tags->elements[tags->count] = element;
    return tags->count++;
}

struct pdf_tags *pdf_tags_begin(struct arena *arena, unsigned first_page, size_t pages)
{
    struct pdf_tags *tags = arena_alloc(arena, sizeof *tags);
    *tags = (struct pdf_tags){.arena = arena, .first_page = first_page, .page_count = pages};
    tags->pages = arena_array(arena, pages, sizeof *tags->pages);
    add_element(tags, (struct element){.name = "Document"});
    return tags;
}

size_t pdf_tags_current(const struct pdf_tags *tags)
{
    return tags->open;
}

const char *pdf_tags_name(const struct pdf_tags *tags)
{
    return tags->elements[tags->open].name;
}

static void add_kid(struct pdf_tags *tags, size_t parent, struct kid kid)
{
    struct element *element = &tags->elements[parent];
    struct kid *made = arena_alloc(tags->arena, sizeof *made);
    *made = kid;
    if (element->last)
        element->last->next = made;
    else
        element->first = made;
    element->last = made;
}

void pdf_tags_open(struct pdf_tags *tags, const char *name)
{
    size_t element = add_element(tags, (struct element){.name = name, .parent = tags->open});
    add_kid(tags, tags->open, (struct kid){.kind = KID_ELEMENT, .value = element});
    tags->open = element;
}

void pdf_tags_close(struct pdf_tags *tags)
{
    tags->open = tags->elements[tags->open].parent;
}

void pdf_tags_say(struct pdf_tags *tags, const char *words)
{
    tags->elements[tags->open].words = words;
}

static size_t add_mark(struct pdf_tags *tags, struct marks *marks)
{
    marks->elements = arena_grow(tags->arena, marks->elements, &marks->capacity, marks->count + 1,
                                 sizeof *marks->elements);
    marks->elements[marks->count] = tags->open;
    return marks->count++;
}

static void add_content(struct pdf_tags *tags, size_t page, struct kid kid)
{
    tags->elements[tags->open].page = page;
    add_kid(tags, tags->open, kid);
}

size_t pdf_tags_mark(struct pdf_tags *tags, size_t page)
{
    size_t mark = add_mark(tags, &tags->pages[page]);
    add_content(tags, page, (struct kid){.kind = KID_MARK, .value = mark});
    return mark;
}

size_t pdf_tags_annotate(struct pdf_tags *tags, size_t page, unsigned annotation)
{
    add_content(tags, page, (struct kid){.kind = KID_ANNOTATION, .value = annotation});
    return tags->page_count + add_mark(tags, &tags->annotations);
}

/* ---- as objects ---- */

static void put_kid(struct strbuf *out, const struct kid *kid, unsigned first)
{
    if (kid->kind == KID_ELEMENT)
        pdf_add_reference(out, first + (unsigned)kid->value);
    if (kid->kind == KID_MARK)
        pdf_add_integer(out, (long)kid->value);
    if (kid->kind == KID_ANNOTATION) {
        strbuf_addstr(out, "<</Type/OBJR/Obj ");
        pdf_add_reference(out, (unsigned)kid->value);
        strbuf_addstr(out, ">>");
    }
}

static void put_kids(struct strbuf *out, const struct element *element, unsigned first)
{
    if (!element->first)
        return;
    strbuf_addstr(out, "/K[");
    for (const struct kid *kid = element->first; kid; kid = kid->next) {
        if (kid != element->first)
            strbuf_addch(out, ' ');
        put_kid(out, kid, first);
    }
    strbuf_addch(out, ']');
}

static bool has_content(const struct element *element)
{
    for (const struct kid *kid = element->first; kid; kid = kid->next)
        if (kid->kind != KID_ELEMENT)
            return true;
    return false;
}

static void put_element(const struct pdf_tags *tags, struct pdf_file *file, size_t i, unsigned root)
{
    const struct element *element = &tags->elements[i];
    unsigned first = root + 1;
    struct strbuf *out = pdf_file_object(file, first + (unsigned)i);
    strbuf_addstr(out, "<</S/");
    strbuf_addstr(out, element->name);
    strbuf_addstr(out, "/P ");
    pdf_add_reference(out, i == 0 ? root : first + (unsigned)element->parent);
    if (has_content(element)) {
        strbuf_addstr(out, "/Pg ");
        pdf_add_reference(out, tags->first_page + (unsigned)element->page);
    }
    if (element->words) {
        strbuf_addstr(out, "/Alt");
        pdf_add_text(out, element->words, strlen(element->words));
    }
    put_kids(out, element, first);
    strbuf_addstr(out, ">>");
}

/* From a page's marks, and from an annotation, back to their elements. */
static void put_parents(const struct pdf_tags *tags, struct strbuf *out, unsigned first)
{
    strbuf_addstr(out, "/ParentTree<</Nums[");
    for (size_t i = 0; i < tags->page_count; i++) {
        const struct marks *marks = &tags->pages[i];
        pdf_add_integer(out, (long)i);
        strbuf_addch(out, '[');
        for (size_t j = 0; j < marks->count; j++) {
            pdf_add_reference(out, first + (unsigned)marks->elements[j]);
            strbuf_addch(out, ' ');
        }
        strbuf_addstr(out, "]\n");
    }
    for (size_t i = 0; i < tags->annotations.count; i++) {
        pdf_add_integer(out, (long)(tags->page_count + i));
        strbuf_addch(out, ' ');
        pdf_add_reference(out, first + (unsigned)tags->annotations.elements[i]);
        strbuf_addch(out, '\n');
    }
    strbuf_addstr(out, "]>>");
}

unsigned pdf_tags_write(const struct pdf_tags *tags, struct pdf_file *file)
{
    unsigned root = pdf_file_reserve(file, 1 + (unsigned)tags->count);
    for (size_t i = 0; i < tags->count; i++)
        put_element(tags, file, i, root);
    struct strbuf *out = pdf_file_object(file, root);
    strbuf_addstr(out, "<</Type/StructTreeRoot/K ");
    pdf_add_reference(out, root + 1);
    put_parents(tags, out, root + 1);
    strbuf_addstr(out, "/ParentTreeNextKey ");
    pdf_add_integer(out, (long)(tags->page_count + tags->annotations.count));
    strbuf_addstr(out, ">>");
    return root;
}
