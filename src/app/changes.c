#include "app/changes.h"

#include "base/file.h"
#include "base/interrupt.h"
#include "base/text.h"
#include "rules/changes.h"

/* What is compared: a release and a later one. */
struct sides {
    const struct published_tree *before;
    const struct published_tree *after;
    struct published_site sites[2];
    struct comparison *comparison;
};

static const struct published_sector *find_sector(const struct published_site *site,
                                                  const char *focus_group_id)
{
    for (size_t i = 0; i < site->sector_count; i++)
        if (text_equal(site->sectors[i].focus_group_id, focus_group_id))
            return &site->sectors[i];
    return NULL;
}

/* The same document says the same of the same organizations. */
static bool same_document(const struct sides *sides, struct arena *arena,
                          const struct published_sector *before,
                          const struct published_sector *after)
{
    if (!before || !after)
        return false;
    struct digest digests[2];
    long long bytes[2];
    const char *old = published_file(sides->before, arena, published_sector_path(arena, before));
    const char *new = published_file(sides->after, arena, published_sector_path(arena, after));
    return old && new &&file_digest(old, &digests[0], &bytes[0], NULL) &&
           file_digest(new, &digests[1], &bytes[1], NULL) && digest_equal(&digests[0], &digests[1]);
}

static bool read_side(const struct published_tree *tree, struct arena *arena,
                      const struct published_sector *sector, struct published_organizations *out,
                      struct error *err)
{
    *out = (struct published_organizations){.sector = sector};
    if (!sector)
        return true;
    struct published_organization *rows;
    if (!published_organizations_read(tree, arena, sector, &rows, &out->count, err))
        return false;
    out->rows = rows;
    return true;
}

static bool compare_sector(const struct sides *sides, const struct published_sector *before,
                           const struct published_sector *after, struct error *err)
{
    struct arena *arena = arena_new();
    struct published_organizations old;
    struct published_organizations new;
    bool ok = interrupt_check(err);
    if (ok && !same_document(sides, arena, before, after)) {
        ok = read_side(sides->before, arena, before, &old, err) &&
             read_side(sides->after, arena, after, &new, err);
        if (ok)
            comparison_sector(sides->comparison, &old, &new);
    }
    arena_free(arena);
    return ok;
}

static bool compare_sectors(const struct sides *sides, struct error *err)
{
    const struct published_site *before = &sides->sites[0];
    const struct published_site *after = &sides->sites[1];
    for (size_t i = 0; i < after->sector_count; i++)
        if (!compare_sector(sides, find_sector(before, after->sectors[i].focus_group_id),
                            &after->sectors[i], err))
            return false;
    for (size_t i = 0; i < before->sector_count; i++)
        if (!find_sector(after, before->sectors[i].focus_group_id) &&
            !compare_sector(sides, &before->sectors[i], NULL, err))
            return false;
    return true;
}

static bool compare_findings(const struct sides *sides, struct error *err)
{
    struct arena *arena = arena_new();
    struct findings old;
    struct findings new;
    findings_init(&old, arena);
    findings_init(&new, arena);
    bool ok = published_findings_read(sides->before, &old, err) &&
              published_findings_read(sides->after, &new, err);
    if (ok)
        comparison_findings(sides->comparison, &old, &new);
    arena_free(arena);
    return ok;
}

bool changes_between(const struct published_tree *before, const struct published_tree *after,
                     struct arena *arena, struct changes *out, struct error *err)
{
    struct sides *sides = arena_alloc(arena, sizeof *sides);
    *sides = (struct sides){.before = before, .after = after};
    if (!published_site_read(before, arena, &sides->sites[0], err) ||
        !published_site_read(after, arena, &sides->sites[1], err))
        return false;
    sides->comparison = comparison_begin(arena, &sides->sites[0], &sides->sites[1]);
    if (!compare_sectors(sides, err) || !compare_findings(sides, err))
        return false;
    comparison_end(sides->comparison, out);
    return true;
}
