/* The words of the method page: what each section says, in order. */
#ifndef VIEW_METHOD_TEXT_H
#define VIEW_METHOD_TEXT_H

#include "view/build.h"

enum { METHOD_PARAGRAPHS = 4, METHOD_DEFINITIONS = 4 };

/* The table of a section, made when the page is made. */
enum method_table {
    METHOD_TABLE_NONE,
    METHOD_TABLE_SPREADS,
    METHOD_TABLE_BANDS,
    METHOD_TABLE_PARAMETERS,
    METHOD_TABLE_WEIGHTS, /* the global ones; none where every sector has its own */
    METHOD_TABLE_DEFAULTS,
    METHOD_TABLE_CALIBRATIONS,
    METHOD_TABLE_DECISIONS,
    METHOD_TABLE_SOURCES,
};

struct method_section {
    const char *id;
    const char *title;
    const char *paragraphs[METHOD_PARAGRAPHS];              /* as many as are not NULL */
    struct view_definition definitions[METHOD_DEFINITIONS]; /* as many as have a key */
    enum method_table table;
};
/* Ended by a NULL id. */
extern const struct method_section method_sections[];

/* Rows of words, ended by a NULL first cell. */
enum { METHOD_WORDS = 3 };
extern const char *const method_decisions[][METHOD_WORDS]; /* question, decision, reason */
extern const char *const method_sources[][METHOD_WORDS];   /* formula, published in, note */

#endif
