/*
 * Pages by ctemplate, AUTOESCAPE on. One template a page, in templates/.
 * Opening loads and lints every template: one that does not parse, a marker
 * that no fill function sets, or a set value that no marker shows is an error
 * that names the template and the marker.
 */
#ifndef RENDER_HTML_HTML_H
#define RENDER_HTML_HTML_H

#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "view/pages.h"

#include <stdbool.h>

struct html;

bool html_open(struct arena *arena, const char *template_dir, struct html **out, struct error *err);

/* Each appends one finished page. A value that the template asks for and the fill function did
 * not set is an error, not an empty space. */
bool html_portfolio(struct html *html, const struct view_portfolio *view, struct strbuf *out,
                    struct error *err);
bool html_sector(struct html *html, const struct view_sector *view, struct strbuf *out,
                 struct error *err);
bool html_listing(struct html *html, const struct view_listing *view, struct strbuf *out,
                  struct error *err);
bool html_organization(struct html *html, const struct view_organization *view, struct strbuf *out,
                       struct error *err);
bool html_compare(struct html *html, const struct view_compare *view, struct strbuf *out,
                  struct error *err);
bool html_findings(struct html *html, const struct view_findings *view, struct strbuf *out,
                   struct error *err);
bool html_changes(struct html *html, const struct view_changes *view, struct strbuf *out,
                  struct error *err);
bool html_method(struct html *html, const struct view_method *view, struct strbuf *out,
                 struct error *err);
bool html_not_found(struct html *html, const struct view_not_found *view, struct strbuf *out,
                    struct error *err);

/* The assets that pages refer to (assets/orgair.css ...): name under assets/ and bytes. */
struct html_asset {
    const char *name;
    const char *bytes;
    size_t length;
};
bool html_assets(struct html *html, struct arena *arena, struct html_asset **assets, size_t *count,
                 struct error *err);

#endif
