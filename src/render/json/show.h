/*
 * What `orgair show --json` prints: one object. Its scores are those of api/v1/sectors/<slug>.json,
 * at the top level; without a score each of their keys is null.
 */
#ifndef RENDER_JSON_SHOW_H
#define RENDER_JSON_SHOW_H

#include "render/json/scores.h"

struct show_subject {
    const struct config_set *configs;
    const struct sector *sector;
    const struct scoreboard *board;
    const char *as_of; /* YYYY-MM-DD */
    const char *param_version;
};

/* organization_id, name, focus_group_id, as_of, param_version, the scores, where it stands, its
 * inputs. */
void show_organization_json(const struct show_subject *subject, const char *organization_id,
                            const char *name, const struct scored_organization *scored,
                            struct strbuf *out);

/* focus_group_id, name, as_of, param_version, scores (of the sector), organizations [one object
 * each as above that was ever assessed, by id, without the inputs]. */
struct show_stream {
    struct writer writer;
};
struct show_stream show_sector_begin(const struct show_subject *subject, struct strbuf *out);
void show_sector_row(struct show_stream *stream, const char *name,
                     const struct scored_organization *scored);
void show_sector_end(struct show_stream *stream);

#endif
