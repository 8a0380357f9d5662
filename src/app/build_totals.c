/* The sectors' totals: of those whose rows are as they were, what the run before counted. */
#include "app/build.h"
#include "base/file.h"
#include "cache/organization_codec.h"

static bool read_before(const struct build *build, const struct sector *sector,
                        struct sector_totals *totals)
{
    enum { LIMIT = 1 << 20 };
    const char *file = memory_before(build, build->arena, sector, "totals");
    struct organizations_head head;
    char *text;
    if (!file || !file_read(build->arena, file, LIMIT, &text, NULL, NULL) ||
        !organizations_head_decode(build->arena, text, &head))
        return false;
    *totals = head.totals;
    totals->focus_group_id = sector->focus_group_id;
    return true;
}

bool remember_totals(const struct build *build, size_t index, struct error *err)
{
    struct arena *arena = arena_new();
    const struct organizations_head head = {.totals = build->totals[index]};
    const char *text = organizations_head_encode(arena, &head);
    bool ok = file_put(memory_file(build, arena, &build->configs.sectors[index], "totals"), text,
                       strlen(text), err);
    arena_free(arena);
    return ok;
}

bool count_organizations(struct build *build, struct error *err)
{
    size_t count = build->configs.sector_count;
    struct sector_totals *before = arena_array(build->arena, count, sizeof *before);
    bool *wanted = arena_array(build->arena, count, sizeof *wanted);
    for (size_t i = 0; i < count; i++) {
        const struct sector *sector = &build->configs.sectors[i];
        wanted[i] = !memory_same(build, sector) || !read_before(build, sector, &before[i]);
    }
    if (!source_totals(&build->source, build->arena, wanted, &build->totals, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!wanted[i])
            build->totals[i] = before[i];
        build->organizations += build->totals[i].organizations;
    }
    return true;
}
