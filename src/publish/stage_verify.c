#include "base/file.h"
#include "base/interrupt.h"
#include "base/text.h"
#include "publish/links.h"
#include "publish/stage_private.h"

#include <errno.h>
#include <sys/stat.h>

/* A part of another page that some page links to; asked for once, however many pages do. */
struct part {
    const char *path;
    const char *fragment;
    const char *page; /* the first one that asked */
};

struct verifier {
    struct stage *stage;
    struct arena *scratch; /* for one page */
    struct error *err;

    struct part *parts;
    size_t part_count;
    size_t part_capacity;
    struct path_index asked; /* "path#fragment" */

    const char *page; /* at hand */
    struct path_index ids;
    const char **own; /* fragments that the page asks of itself */
    size_t own_count;
    size_t own_capacity;
};

static bool is_page(const char *path)
{
    return text_ends_with(path, ".html");
}

static bool broken(const struct verifier *verifier, const char *page, const char *link,
                   const char *why)
{
    return error_set(verifier->err, ERROR_FAILED, "page '%s' links to '%s', which %s", page, link,
                     why);
}

static void ask_for_part(struct verifier *verifier, const struct link_target *target)
{
    if (!target->fragment || !is_page(target->path))
        return;
    struct arena *arena = verifier->stage->arena;
    const char *key = arena_printf(verifier->scratch, "%s#%s", target->path, target->fragment);
    if (path_index_find(&verifier->asked, key))
        return;
    char *kept = arena_strdup(arena, key);
    path_index_add(&verifier->asked, arena, kept, 1);
    verifier->parts = arena_grow(arena, verifier->parts, &verifier->part_capacity,
                                 verifier->part_count + 1, sizeof *verifier->parts);
    verifier->parts[verifier->part_count++] = (struct part){
        .path = arena_strdup(arena, target->path),
        .fragment = arena_strdup(arena, target->fragment),
        .page = verifier->page,
    };
}

static bool check_link(struct verifier *verifier, const char *link)
{
    struct link_target target = links_resolve(verifier->scratch, verifier->page, link);
    switch (target.kind) {
    case LINK_EXTERNAL:
        return true;
    case LINK_OUTSIDE:
        return broken(verifier, verifier->page, link, "leads out of the release");
    case LINK_PAGE_ITSELF:
        if (target.fragment) {
            verifier->own = arena_grow(verifier->scratch, verifier->own, &verifier->own_capacity,
                                       verifier->own_count + 1, sizeof *verifier->own);
            verifier->own[verifier->own_count++] = target.fragment;
        }
        return true;
    case LINK_INSIDE:
        break;
    }
    if (!path_index_find(&verifier->stage->index, target.path) &&
        !manifest_is_own_file(target.path))
        return broken(verifier, verifier->page, link, "is not part of the release");
    ask_for_part(verifier, &target);
    return true;
}

static void note_id(struct verifier *verifier, const char *id)
{
    if (!path_index_find(&verifier->ids, id))
        path_index_add(&verifier->ids, verifier->scratch, arena_strdup(verifier->scratch, id), 1);
}

static bool visit_page(void *context, enum attribute_kind kind, const char *value)
{
    struct verifier *verifier = context;
    if (kind == ATTRIBUTE_LINK)
        return check_link(verifier, value);
    note_id(verifier, value);
    return true;
}

static bool visit_ids(void *context, enum attribute_kind kind, const char *value)
{
    if (kind == ATTRIBUTE_ID)
        note_id(context, value);
    return true;
}

static bool check_own_parts(const struct verifier *verifier)
{
    for (size_t i = 0; i < verifier->own_count; i++)
        if (!path_index_find(&verifier->ids, verifier->own[i]))
            return error_set(verifier->err, ERROR_FAILED,
                             "page '%s' links to '#%s', which is no id of it", verifier->page,
                             verifier->own[i]);
    return true;
}

static void begin_page(struct verifier *verifier, const char *page)
{
    arena_reset(verifier->scratch);
    verifier->page = page;
    verifier->ids = (struct path_index){0};
    verifier->own = NULL;
    verifier->own_count = verifier->own_capacity = 0;
}

static bool differs(const struct verifier *verifier, const struct stage_entry *entry)
{
    if (!entry->linked)
        return error_set(verifier->err, ERROR_FAILED, "'%s' does not read back as it was written",
                         entry->file.path);
    error_set(verifier->err, ERROR_FAILED, "'%s' of the current release is damaged",
              entry->file.path);
    return error_hint(verifier->err, "remove it from there; the next build writes it anew");
}

static bool check_page(struct verifier *verifier, const struct stage_entry *entry)
{
    begin_page(verifier, entry->file.path);
    const char *full = stage_file(verifier->stage, verifier->scratch, entry);
    char *text;
    size_t length;
    if (!file_read(verifier->scratch, full, (size_t)entry->file.bytes, &text, &length,
                   verifier->err))
        return false;
    struct digest digest = digest_of(text, length);
    if (!digest_equal(&digest, &entry->file.digest))
        return differs(verifier, entry);
    return links_scan(text, length, visit_page, verifier) && check_own_parts(verifier);
}

/* A new file is read back; of a linked one it is enough that it is there with its size. */
static bool check_file(struct verifier *verifier, const struct stage_entry *entry)
{
    arena_reset(verifier->scratch);
    const char *full = stage_file(verifier->stage, verifier->scratch, entry);
    if (entry->linked) {
        struct stat status;
        if (lstat(full, &status) != 0)
            return error_set_errno(verifier->err, ERROR_FAILED, "cannot read '%s'", full);
        return (S_ISREG(status.st_mode) && status.st_size == entry->file.bytes) ||
               differs(verifier, entry);
    }
    struct digest digest;
    long long bytes;
    if (!file_digest(full, &digest, &bytes, verifier->err))
        return false;
    return (bytes == entry->file.bytes && digest_equal(&digest, &entry->file.digest)) ||
           differs(verifier, entry);
}

static int compare_parts(const void *a, const void *b)
{
    const struct part *first = a;
    const struct part *second = b;
    int order = strcmp(first->path, second->path);
    return order != 0 ? order : strcmp(first->fragment, second->fragment);
}

/* Each page that is linked into is read once. */
static bool check_parts(struct verifier *verifier)
{
    if (verifier->part_count > 1)
        qsort(verifier->parts, verifier->part_count, sizeof *verifier->parts, compare_parts);
    for (size_t i = 0; i < verifier->part_count; i++) {
        const struct part *part = &verifier->parts[i];
        if (i == 0 || strcmp(part->path, part[-1].path) != 0) {
            begin_page(verifier, part->path);
            char *text;
            size_t length;
            const struct stage *stage = verifier->stage;
            const struct stage_entry *entry =
                &stage->entries[*path_index_find(&stage->index, part->path)];
            const char *full = stage_file(stage, verifier->scratch, entry);
            if (!file_read(verifier->scratch, full, SIZE_MAX, &text, &length, verifier->err))
                return false;
            links_scan(text, length, visit_ids, verifier);
        }
        if (!path_index_find(&verifier->ids, part->fragment))
            return error_set(verifier->err, ERROR_FAILED,
                             "page '%s' links to '%s#%s', which is no id of that page", part->page,
                             part->path, part->fragment);
    }
    return true;
}

static bool check_all(struct verifier *verifier)
{
    const struct stage *stage = verifier->stage;
    /* An unchanged page's links held in the release it comes from: only what is gone breaks them.
     */
    bool all_pages = stage_counts(stage).removed > 0;
    for (size_t i = 0; i < stage->count; i++) {
        const struct stage_entry *entry = &stage->entries[i];
        bool page = is_page(entry->file.path) && (!entry->linked || all_pages);
        if (!(page ? check_page(verifier, entry) : check_file(verifier, entry)))
            return false;
        if (i % 1024 == 0 && !interrupt_check(verifier->err))
            return false;
    }
    return check_parts(verifier);
}

bool stage_verify(struct stage *stage, struct error *err)
{
    struct error ignored;
    stage_enter(stage);
    if (!stage_check_promises(stage, err))
        return false;
    struct verifier verifier = {
        .stage = stage,
        .scratch = arena_new(),
        .err = err ? err : &ignored,
    };
    bool ok = check_all(&verifier);
    arena_free(verifier.scratch);
    return ok;
}
