/*
 * ctemplate behind a C face. Templates are text given to it, not files it
 * looks up; values come from struct values without a copy. No exception and
 * nothing on stderr gets out.
 */
#ifndef RENDER_HTML_TEMPLATE_H
#define RENDER_HTML_TEMPLATE_H

#include "render/html/values.h"

#ifdef __cplusplus
extern "C" {
#endif

#include "base/error.h"
#include "base/strbuf.h"

struct templates;

struct templates *templates_new(void);
void templates_free(void *templates); /* as a cleanup of an arena; NULL is allowed */

/* Parses one template and checks that its escaping can be known. Only flat texts (flatten.h) can be
 * expanded. */
bool templates_add(struct templates *templates, const char *name, const char *text, size_t length,
                   struct error *err);
/* No template is added after this. */
void templates_close(struct templates *templates);

/* Appends the template of the values' shape. On failure nothing is appended. */
bool templates_expand(struct templates *templates, const struct values *values, struct strbuf *out,
                      struct error *err);

#ifdef __cplusplus
}
#endif

#endif
