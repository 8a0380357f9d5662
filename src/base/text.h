/* Small questions about strings, asked everywhere. Text is UTF-8. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

bool text_equal(const char *a, const char *b);               /* NULL equals NULL only */
bool text_equal_ignoring_case(const char *a, const char *b); /* ASCII case only */
bool text_starts_with(const char *text, const char *prefix);
bool text_ends_with(const char *text, const char *suffix);
bool text_is_blank(const char *text); /* NULL, "" or white space only */
bool text_is_utf8(const char *text, size_t length);
/* U+0000 to U+001F and U+007F to U+009F, ends of lines among them. Made for many short texts. */
bool text_has_control(const char *text, size_t length);
/* Control characters become spaces, so that no data steers a terminal; with `lines`, ends of lines
 * stay. */
void text_tame(char *text, size_t length, bool lines);
/* Code points of valid UTF-8. */
size_t text_length(const char *text);

/* Whole numbers in decimal, nothing around them; false when out of [low, high]. */
bool text_to_integer(const char *text, long long low, long long high, long long *out);

/* False: what PostgreSQL writes for a number or a day that is none, NaN, Infinity, -infinity. */
bool text_is_finite(const char *text);

/* A calendar day YYYY-MM-DD that exists. */
bool text_is_date(const char *text);

/* The path name of a sector: focus_group_id without `pe_`, `_` as `-`; anything
 * outside [a-z0-9-] becomes `-`. pe_financial_services -> financial-services */
char *text_slug(struct arena *arena, const char *focus_group_id);

/* How many letters must be added, dropped, changed or swapped to make one of the other; case
 * does not count. For "did you mean". */
size_t text_distance(const char *a, const char *b);
/* The distance up to which a known word may be meant by a typed one. */
size_t text_distance_limit(const char *typed);

#endif
