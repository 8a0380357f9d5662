/*
 * The same numbers for machines: api/v1/<file>.json and health.json. Every
 * function appends a whole document, ended by a newline, to a buffer.
 *
 * Numbers are JSON numbers with exactly the digits of the database: a weight is
 * 0.220, an amount 1250000000.00. Who needs every digit reads them with a decimal
 * parser (parse_float=Decimal in Python, BigDecimal in Java); who does not gets
 * plain numbers. What is unknown is null, never 0 and never left out.
 *
 * Stable: names and order of keys are part of the format; sectors, dimensions,
 * findings and organizations come in the order of the reports. "format" is
 * raised when a key changes its meaning or goes; new keys may come at any time.
 * Like a page, a document holds nothing that changes without its data changing.
 * Paths are relative to the root of the site.
 */
#ifndef RENDER_JSON_API_H
#define RENDER_JSON_API_H

#include "base/strbuf.h"
#include "model/config.h"
#include "model/finding.h"
#include "model/organization.h"
#include "render/json/writer.h"
#include "rules/scoreboard.h"

#include <stdbool.h>

enum { API_FORMAT = 1 };

struct api_site {
    const struct config_set *configs;
    /* One a sector of `configs`, in its order: may the weights be used (sector_is_valid). */
    const bool *valid;
    const struct sector_totals *totals; /* one a sector, NULL: not counted, all null */
    const struct findings *findings;    /* sorted */
    const char *as_of;                  /* as pages say it: "In force since 2025-01-01" */
    const struct scoreboard *scores;    /* NULL: nothing was scored */
    const struct score_parameters *parameters;
    const char *param_version; /* "v2.0" */
};

/* api/v1/sectors.json: format, as_of, dimensions [code, name, description, min_score, max_score],
 * sectors [focus_group_id, slug, name, code, description, page, data, valid, weights_sum, weights
 * {code: number or null}, calibrations {name: {value, source}}, totals, scores as in
 * scores.h]. Source is "database", "default", or "none" (value null). */
void api_sectors(const struct api_site *site, struct strbuf *out);

/* api/v1/fund.json, where something was scored: param_version, fund_ai_r, hhi (both null without
 * enterprise value), counts, averages, and sectors [those with an assessed organization]. */
void api_fund(const struct api_site *site, struct strbuf *out);

/* api/v1/parameters.json: param_version, settings by name, and the global weights that v1.0 scores
 * every sector with (v2.0: null). */
void api_parameters(const struct api_site *site, struct strbuf *out);

/* api/v1/findings.json: counts by severity, findings [severity, code, focus_group_id,
 * organization_id, subject, message]. */
struct writer api_findings_begin(const struct api_site *site, struct strbuf *out);
void api_findings_row(struct writer *writer, const struct finding *finding);
void api_findings_end(struct writer *writer);

/* health.json: status "findings" when there is one of severity error, else "ok"; counts of
 * findings, sectors, invalid_sectors and organizations (null: not counted). */
void api_health(const struct api_site *site, struct strbuf *out);

/* Opens a document: format, as_of. */
struct writer api_begin(const struct api_site *site, struct strbuf *out);

/* The path of a sector's document: "api/v1/sectors/energy.json". */
char *api_sector_path(struct arena *arena, const struct sector *sector);

/* api/v1/sectors/<slug>.json, streamed: begin, a row for each organization, from there on to the
 * findings, one after the other in their order, end. The buffer may
 * be written out and emptied between any two calls. Keys: those of the sector as above, with
 * weights [dimension, name, weight, rationale, effective_from, effective_to] and calibrations
 * [name, label, value, source, type, description, effective_from, effective_to]; totals; columns
 * [name, label, unit, kind, group]; organizations [organization_id, legal_name, display_name,
 * status, page, values {column: value or null}, scores]; findings. Scores
 * are null where the organization is not assessed, else what scores.h lists, inputs included.
 * Integers and decimals are numbers, booleans true and false, arrays lists of strings, the rest
 * strings. */
struct api_sector {
    struct strbuf *out;
    const struct sector *sector;
    const struct column_set *columns;
    struct arena *scratch;
    long long count; /* of the list at hand */
};
/* `index` into configs->sectors; `site->findings` is not used. `scratch` is for what a call needs:
 * the caller's, who may reset it between any two calls. */
struct api_sector api_sector_begin(const struct api_site *site, size_t index,
                                   const struct column_set *columns, struct arena *scratch,
                                   struct strbuf *out);
/* One organization a line. `scored` NULL, or without a score: "scores" is null. */
void api_sector_row(struct api_sector *stream, const struct organization *organization,
                    const struct scored_organization *scored);
void api_sector_findings(struct api_sector *stream);
/* One of another sector is left out. */
void api_sector_finding(struct api_sector *stream, const struct finding *finding);
void api_sector_end(const struct api_sector *stream);

#endif
