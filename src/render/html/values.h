/*
 * What a template may ask for, and the values it gets. A shape declares the
 * markers of one template (or of one section in it) once; loading proves the
 * template's text against it, and fill functions set the values by the same
 * list, so a marker cannot be misspelt on either side without an error.
 */
#ifndef RENDER_HTML_VALUES_H
#define RENDER_HTML_VALUES_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct view_drawing; /* view/component.h */

/* What a template made of its values: a part of pages that is the same on many of them. Or cells of
 * numbers, which have nothing in them that could be escaped. */
struct html_part {
    const char *text; /* NULL: it could not be made */
};

enum marker_kind {
    MARKER_VALUE,    /* {{NAME}}; not set is an error when the page is made */
    MARKER_OPTIONAL, /* {{#NAME}}..{{NAME}}..{{/NAME}}, there when the value is set */
    MARKER_MARKUP,   /* {{NAME:none}}; elements placed as they are, not set is an error */
    MARKER_FLAG,     /* {{#NAME}}..{{/NAME}}, there when raised */
    MARKER_LIST,     /* {{#NAME}}..{{/NAME}}, once for each item, with the item's own markers */
    MARKER_INCLUDE,  /* {{>NAME}}, the template of its shape once for each item; in one template
                      * a name includes one other */
};

struct marker {
    const char *name;
    enum marker_kind kind;
    const struct shape *shape; /* of a list's items, or of the included template */
};

/* A section sees the markers of the sections around it, an included template only its own. */
struct shape {
    const char *file; /* "table.tpl"; NULL: a section of the template around it */
    const struct marker *markers;
    size_t count;
};
#define SHAPE(file, markers)                                                                       \
    {                                                                                              \
        (file), (markers), sizeof(markers) / sizeof((markers)[0])                                  \
    }

struct items {
    struct values *first, *last;
};
union slot {
    const void *shown;  /* whichever it is: NULL is what is not there */
    const char *text;   /* VALUE, OPTIONAL, MARKUP: NULL is not set */
    struct items items; /* LIST, INCLUDE */
};
struct values {
    const struct shape *shape;
    const struct values *parent; /* of a section's item; NULL: nothing around it */
    struct values *next;
    union slot slots[];
};

static inline bool values_has_items(enum marker_kind kind)
{
    return kind == MARKER_LIST || kind == MARKER_INCLUDE;
}

/* The values of a template, none set. Slots are numbered as the shape's markers are. */
struct values *values_new(struct arena *arena, const struct shape *shape);

/* Text is not copied; NULL leaves the marker unset. */
void values_set(struct values *values, size_t marker, const char *text);
/* The three ways past AUTOESCAPE: for elements that this program wrote, never for text; and for
 * what a template made, which is escaped there. */
void values_set_drawing(struct values *values, size_t marker, struct view_drawing drawing);
void values_set_part(struct values *values, size_t marker, const struct html_part *part);
/* And for numbers with the signs between them, as this program writes them, of which a page has
 * kilobytes. Where there is something to escape after all, the marker stays unset. */
void values_set_numbers(struct values *values, size_t marker, const char *text);
void values_raise(struct values *values, size_t marker, bool raised);
/* One more item of a list or include, to be filled. */
struct values *values_add(struct arena *arena, struct values *values, size_t marker);

#endif
