#include "app/changes.h"

#include "base/file.h"
#include "base/interrupt.h"
#include "base/text.h"
#include "rules/changes.h"

static const struct published_sector *find_sector(const struct published_site *site,
                                                  const char *focus_group_id)
{
    for (size_t i = 0; i < site->sector_count; i++)
        if (text_equal(site->sectors[i].focus_group_id, focus_group_id))
            return &site->sectors[i];
    return NULL;
}

/* The same document says the same of the same organizations. */
static bool same_document(const struct compared *sides, struct arena *arena,
                          const struct published_sector *before,
                          const struct published_sector *after)
{
    if (!before || !after)
        return false;
    const char *path = published_sector_path(arena, after);
    const struct stage *stage = sides->after.stage;
    if (stage && sides->stage_follows && text_equal(path, published_sector_path(arena, before)))
        return stage_same(stage, path);
    struct digest digests[2];
    long long bytes[2];
    const char *old = published_file(&sides->before, arena, published_sector_path(arena, before));
    const char *new = published_file(&sides->after, arena, published_sector_path(arena, after));
    return old && new &&file_digest(old, &digests[0], &bytes[0], NULL) &&
           file_digest(new, &digests[1], &bytes[1], NULL) && digest_equal(&digests[0], &digests[1]);
}

/* One side of a sector. */
struct side {
    const struct published_sector *sector;
    struct published_index *index; /* NULL: there is no such sector */
    const struct published_row *rows;
    size_t count;
    size_t at;
    struct published_organization *batch;
    size_t batched;
};

enum { BATCH = 256 };

static bool open_side(const struct published_tree *tree, struct arena *arena,
                      const struct published_sector *sector, struct side *side, struct error *err)
{
    *side = (struct side){.sector = sector};
    if (!sector)
        return true;
    side->batch = arena_array(arena, BATCH, sizeof *side->batch);
    if (!published_index_read(tree, arena, sector, &side->index, err))
        return false;
    side->rows = published_rows(side->index, &side->count);
    return true;
}

static bool take(struct side *side, struct arena *batch, struct error *err)
{
    return published_organization_read(side->index, &side->rows[side->at++], batch,
                                       &side->batch[side->batched++], err);
}

/* The next rows by id, up to a batch, without those that read the same. */
static bool fill(struct side *old, struct side *new, struct arena *batch, struct error *err)
{
    bool ok = true;
    old->batched = new->batched = 0;
    while (ok && old->batched < BATCH && new->batched < BATCH &&
           (old->at < old->count || new->at < new->count)) {
        int order = old->at == old->count   ? 1
                    : new->at == new->count ? -1
                                            : strcmp(old->rows[old->at].id, new->rows[new->at].id);
        if (order == 0 && old->rows[old->at].hash == new->rows[new->at].hash &&
            old->rows[old->at].length == new->rows[new->at].length) {
            old->at++;
            new->at++;
            continue;
        }
        ok = (order > 0 || take(old, batch, err)) && (order < 0 || take(new, batch, err));
    }
    return ok;
}

static struct published_organizations batch_of(const struct side *side)
{
    return (struct published_organizations){
        .sector = side->sector, .rows = side->batch, .count = side->batched};
}

static bool compare_rows(struct comparison *comparison, struct side *old, struct side *new,
                         struct error *err)
{
    struct arena *batch = arena_new();
    bool ok = true;
    while (ok && (old->at < old->count || new->at < new->count)) {
        ok = interrupt_check(err) && fill(old, new, batch, err);
        struct published_organizations before = batch_of(old);
        struct published_organizations after = batch_of(new);
        if (ok)
            comparison_sector(comparison, &before, &after);
        arena_reset(batch);
    }
    arena_free(batch);
    return ok;
}

static bool compare_sector(const struct compared *sides, struct comparison *comparison,
                           const struct published_sector *before,
                           const struct published_sector *after, struct error *err)
{
    struct arena *arena = arena_new();
    struct side old;
    struct side new;
    bool ok = same_document(sides, arena, before, after) ||
              (open_side(&sides->before, arena, before, &old, err) &&
               open_side(&sides->after, arena, after, &new, err) &&
               compare_rows(comparison, &old, &new, err));
    arena_free(arena);
    return ok;
}

static bool compare_sectors(const struct compared *sides, struct comparison *comparison,
                            struct error *err)
{
    const struct published_site *before = &sides->sites[0];
    const struct published_site *after = &sides->sites[1];
    for (size_t i = 0; i < after->sector_count; i++)
        if (!compare_sector(sides, comparison,
                            find_sector(before, after->sectors[i].focus_group_id),
                            &after->sectors[i], err))
            return false;
    for (size_t i = 0; i < before->sector_count; i++)
        if (!find_sector(after, before->sectors[i].focus_group_id) &&
            !compare_sector(sides, comparison, &before->sectors[i], NULL, err))
            return false;
    return true;
}

/* Of most nights: what changed of an organization is nothing that was found. */
static bool same_findings(const struct compared *sides)
{
    return sides->after.stage && sides->stage_follows &&
           stage_same(sides->after.stage, "api/v1/findings.json");
}

/* `sectors`: of both sides, those of which findings are read; NULL: all findings. */
static bool compare_findings(const struct compared *sides, struct comparison *comparison,
                             const struct published_sector *const sectors[2], struct error *err)
{
    if (same_findings(sides))
        return true;
    struct arena *arena = arena_new();
    struct findings old;
    struct findings new;
    findings_init(&old, arena);
    findings_init(&new, arena);
    bool ok = ((sectors && !sectors[0]) ||
               published_findings_read(&sides->before, sectors ? sectors[0] : NULL, &old, err)) &&
              published_findings_read(&sides->after, sectors ? sectors[1] : NULL, &new, err);
    if (ok)
        comparison_findings(comparison, &old, &new);
    arena_free(arena);
    return ok;
}

bool compared_read(struct compared *sides, struct arena *arena, struct error *err)
{
    return published_site_read(&sides->before, arena, &sides->sites[0], err) &&
           published_site_read(&sides->after, arena, &sides->sites[1], err);
}

bool changes_of_sector(const struct compared *sides, const char *focus_group_id,
                       struct arena *arena, struct changes *out, struct error *err)
{
    const struct published_sector *const sectors[2] = {
        find_sector(&sides->sites[0], focus_group_id),
        find_sector(&sides->sites[1], focus_group_id)};
    struct comparison *comparison =
        comparison_begin(arena, &sides->sites[0], &sides->sites[1], focus_group_id);
    if (!compare_sector(sides, comparison, sectors[0], sectors[1], err) ||
        !compare_findings(sides, comparison, sectors, err))
        return false;
    comparison_end(comparison, out);
    return true;
}

bool changes_of_all(const struct compared *sides, struct arena *arena, struct changes *out,
                    struct error *err)
{
    struct comparison *comparison =
        comparison_begin(arena, &sides->sites[0], &sides->sites[1], NULL);
    if (!compare_sectors(sides, comparison, err) || !compare_findings(sides, comparison, NULL, err))
        return false;
    comparison_end(comparison, out);
    return true;
}
