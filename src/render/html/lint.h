/*
 * Proves a template's text against the shape that declares its markers, with
 * line numbers, which ctemplate does not give.
 */
#ifndef RENDER_HTML_LINT_H
#define RENDER_HTML_LINT_H

#include "base/arena.h"
#include "base/error.h"
#include "render/html/values.h"

/* What every template begins with. */
#define LINT_PRAGMA "{{%AUTOESCAPE context=\"HTML\"}}"

/* Refused: no AUTOESCAPE pragma at the start; a marker that does not end, is not a name in
 * capitals, or carries a modifier (but markup the one that it needs, outside of tags); sections
 * that do not nest; a marker the shape does not declare or declares as another kind; an optional
 * value outside its section; a declared marker that is never used. */
bool lint_template(struct arena *arena, const struct shape *shape, const char *text, size_t length,
                   struct error *err);

#endif
