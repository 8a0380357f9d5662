/*
 * The entries and demands of a stage: in memory while they are few, in runs when they are many.
 *
 *     a run: "orgair-run 1\n", the entries, the demands, each sorted, and a footer
 */
#include "base/strbuf.h"
#include "base/text.h"
#include "publish/stage_private.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

static const char run_header[] = "orgair-run 1\n";

struct footer {
    long long entries; /* bytes of either section */
    long long demands;
    struct stage_totals totals;
    char end[8];
};

static const char footer_end[8] = "run end\n";

bool stage_already(const char *path, struct error *err)
{
    return error_set(err, ERROR_FAILED, "'%s' is in the release already", path);
}

/* ---- in memory ---- */

bool stage_in_memory(const struct stage *stage, const char *path, struct listing_row *row)
{
    for (const struct stage_table *table = stage->table; table; table = table->below) {
        const uint32_t *known = path_index_find(&table->index, path);
        if (known && row)
            *row = table->entries[*known];
        if (known)
            return true;
    }
    return false;
}

bool stage_lookup(const struct stage *stage, const char *path, struct listing_row *row)
{
    if (stage_in_memory(stage, path, row))
        return true;
    for (size_t i = 0; i < stage->run_count; i++)
        if (listing_find(&stage->runs[i]->entries, path, row))
            return true;
    return false;
}

static void count_entry(struct stage_totals *totals, const struct listing_row *entry)
{
    totals->files++;
    totals->bytes += entry->bytes;
    totals->linked += (entry->flags & ENTRY_LINKED) != 0;
    totals->bytes_linked += entry->flags & ENTRY_LINKED ? entry->bytes : 0;
    totals->same += (entry->flags & ENTRY_SAME) != 0;
    totals->replaces += (entry->flags & ENTRY_REPLACES) != 0;
}

bool stage_add(struct stage *stage, const struct listing_row *entry, struct error *err)
{
    struct stage_table *table = stage->table;
    if (stage_in_memory(stage, entry->path, NULL))
        return stage_already(entry->path, err);
    table->entries = arena_grow(table->arena, table->entries, &table->capacity, table->count + 1,
                                sizeof *table->entries);
    struct listing_row *added = &table->entries[table->count];
    *added = *entry;
    added->note = "";
    added->path = arena_strdup(table->arena, entry->path);
    path_index_add(&table->index, table->arena, added->path, (uint32_t)table->count);
    table->count++;
    count_entry(&stage->totals, entry);
    return table->count < stage->table_limit || stage_spill(stage, err);
}

bool stage_ask(struct stage *stage, const char *demand, const char *note, struct error *err)
{
    struct stage_table *table = stage->table;
    const uint32_t *known = path_index_find(&table->asked, demand);
    if (known) { /* the same page is named, whoever was first */
        struct listing_row *row = &table->demands[*known];
        if (strcmp(note, row->note) < 0)
            row->note = arena_strdup(table->arena, note);
        return true;
    }
    table->demands = arena_grow(table->arena, table->demands, &table->demand_capacity,
                                table->demand_count + 1, sizeof *table->demands);
    struct listing_row *row = &table->demands[table->demand_count];
    *row = (struct listing_row){
        .path = arena_strdup(table->arena, demand),
        .note = arena_strdup(table->arena, note),
    };
    path_index_add(&table->asked, table->arena, row->path, (uint32_t)table->demand_count);
    table->demand_count++;
    return table->demand_count < stage->table_limit || stage_spill(stage, err);
}

/* Most are asked for once: a link is remembered when its demand is met again. */
void stage_note_link(struct stage *stage, const char *link, const char *demand)
{
    struct stage_table *table = stage->table;
    const uint32_t *known = path_index_find(&table->asked, demand);
    if (!known || path_index_find(&table->links, link))
        return;
    const char *path = table->demands[*known].path;
    path_index_add(&table->links, table->arena,
                   text_equal(path, link) ? path : arena_strdup(table->arena, link), *known);
}

bool stage_is_asked(const struct stage *stage, const char *link, const char *page)
{
    const struct stage_table *table = stage->table;
    const uint32_t *known = path_index_find(&table->links, link);
    /* A note begins with its page: what is before the page is before its notes. */
    return known && strcmp(table->demands[*known].note, page) < 0;
}

static void empty(struct stage_table *table)
{
    struct stage_table fresh = {.below = table->below, .arena = table->arena};
    arena_reset(table->arena);
    *table = fresh;
}

/* ---- writing a run ---- */

static int compare_rows(const void *a, const void *b)
{
    return strcmp((*(struct listing_row *const *)a)->path, (*(struct listing_row *const *)b)->path);
}

static long long write_sorted(struct file_writer *writer, struct listing_row *rows, size_t count)
{
    long long bytes = 0;
    struct arena *arena = arena_new();
    struct listing_row **order = arena_array(arena, count, sizeof *order);
    for (size_t i = 0; i < count; i++)
        order[i] = &rows[i];
    if (count > 1)
        qsort(order, count, sizeof *order, compare_rows);
    for (size_t i = 0; i < count; i++) {
        listing_write(writer, order[i]);
        bytes += listing_row_bytes(order[i]);
    }
    arena_free(arena);
    return bytes;
}

static struct file_writer *begin_run(const char *file)
{
    struct file_writer *writer = file_begin(file);
    file_add(writer, run_header, sizeof run_header - 1);
    return writer;
}

static bool end_run(struct file_writer *writer, struct footer *footer, struct error *err)
{
    memcpy(footer->end, footer_end, sizeof footer->end);
    file_add(writer, footer, sizeof *footer);
    return file_commit(writer, err);
}

static bool write_table(const struct stage_table *table, const char *file,
                        const struct stage_totals *totals, struct error *err)
{
    struct file_writer *writer = begin_run(file);
    struct footer footer = {.totals = *totals};
    footer.entries = write_sorted(writer, table->entries, table->count);
    footer.demands = write_sorted(writer, table->demands, table->demand_count);
    return end_run(writer, &footer, err);
}

bool stage_spill(struct stage *stage, struct error *err)
{
    struct stage_table *table = stage->table;
    struct stage_totals totals = {0};
    if (table->count == 0 && table->demand_count == 0)
        return true;
    char file[4096];
    int length = snprintf(file, sizeof file, "%s/run-%d-%zu", stage->root, (int)stage->process,
                          stage->spills++);
    if (length < 0 || (size_t)length >= sizeof file)
        return error_set(err, ERROR_FAILED, "the path '%s' is too long", stage->root);
    if (!write_table(table, file, &totals, err))
        return false;
    empty(table);
    bool ok = stage_open_run(stage, file, &totals, err); /* they are counted already */
    if (unlink(file) != 0 && ok)
        ok = error_set_errno(err, ERROR_FAILED, "cannot remove '%s'", file);
    return ok;
}

static bool copy_rows(struct file_writer *writer, struct listing_merge *merge, long long *bytes,
                      struct error *err)
{
    const struct listing_row *row;
    bool ok;
    while ((ok = listing_merge_next(merge, &row, err)) && row) {
        listing_write(writer, row);
        *bytes += listing_row_bytes(row);
    }
    listing_merge_end(merge);
    return ok;
}

static bool write_runs(struct stage *stage, const char *file, const struct stage_totals *totals,
                       struct error *err)
{
    struct file_writer *writer = begin_run(file);
    struct footer footer = {.totals = *totals};
    struct listing_merge merge;
    stage_entries(stage, stage->first_run, &merge);
    bool ok = copy_rows(writer, &merge, &footer.entries, err);
    if (ok) {
        stage_demands(stage, stage->first_run, &merge);
        ok = copy_rows(writer, &merge, &footer.demands, err);
    }
    if (ok)
        return end_run(writer, &footer, err);
    file_discard(writer);
    return false;
}

bool stage_write_own(struct stage *stage, const char *file, const struct stage_totals *totals,
                     struct error *err)
{
    if (stage->run_count == stage->first_run)
        return write_table(stage->table, file, totals, err);
    return stage_spill(stage, err) && write_runs(stage, file, totals, err);
}

/* ---- reading runs ---- */

static bool read_footer(int fd, struct footer *footer)
{
    struct stat status;
    char header[sizeof run_header - 1];
    const long long around = (long long)(sizeof header + sizeof *footer);
    return fstat(fd, &status) == 0 && status.st_size >= around &&
           pread(fd, header, sizeof header, 0) == (ssize_t)sizeof header &&
           memcmp(header, run_header, sizeof header) == 0 &&
           pread(fd, footer, sizeof *footer, status.st_size - (long long)sizeof *footer) ==
               (ssize_t)sizeof *footer &&
           memcmp(footer->end, footer_end, sizeof footer_end) == 0 && footer->entries >= 0 &&
           footer->demands >= 0 && footer->entries <= status.st_size &&
           footer->demands <= status.st_size &&
           footer->entries + footer->demands + around == status.st_size;
}

struct visit {
    const struct stage *stage;
    const char *name;
    struct stage_totals totals;
};

static bool visit_entry(void *context, const struct listing_row *row, struct error *err)
{
    struct visit *visit = context;
    count_entry(&visit->totals, row);
    bool there = stage_in_memory(visit->stage, row->path, NULL);
    if (there ? stage_already(row->path, err) : manifest_check_path(row->path, err))
        return true;
    return error_context(err, "'%s'", visit->name);
}

bool stage_read_run(struct stage *stage, const char *file, struct stage_run *run,
                    struct stage_totals *totals, struct error *err)
{
    struct footer footer;
    int fd = listing_open_file(stage->arena, file, err);
    if (fd < 0)
        return false;
    errno = 0;
    if (!read_footer(fd, &footer))
        return errno != 0 ? error_set_errno(err, ERROR_FAILED, "cannot read '%s'", file)
                          : error_set(err, ERROR_FAILED, "'%s' is not a whole fragment", file);
    const char *name = arena_strdup(stage->arena, file);
    run->entries = (struct listing){.name = name, .fd = fd, .begin = sizeof run_header - 1};
    run->entries.end = run->entries.begin + footer.entries;
    run->demands = (struct listing){.name = name, .fd = fd, .begin = run->entries.end};
    run->demands.end = run->demands.begin + footer.demands;
    struct visit visit = {
        .stage = stage, .name = name, .totals = {.damaged = footer.totals.damaged}};
    struct listing_check entries = {.visit = visit_entry, .context = &visit};
    struct listing_check demands = {.repeats = true};
    if (!listing_check(&run->entries, stage->arena, &entries, err) ||
        !listing_check(&run->demands, stage->arena, &demands, err))
        return false;
    *totals = visit.totals;
    return true;
}

bool stage_open_run(struct stage *stage, const char *file, struct stage_totals *totals,
                    struct error *err)
{
    struct stage_run *run = arena_alloc(stage->arena, sizeof *run);
    if (!stage_read_run(stage, file, run, totals, err))
        return false;
    stage->runs = arena_grow(stage->arena, stage->runs, &stage->run_capacity, stage->run_count + 1,
                             sizeof *stage->runs);
    stage->runs[stage->run_count++] = run;
    return true;
}

static void merge_runs(struct stage *stage, size_t first, bool demands, struct listing_merge *merge)
{
    size_t count = stage->run_count - first;
    const struct listing **listings = arena_array(stage->scratch, count, sizeof *listings);
    for (size_t i = 0; i < count; i++) {
        struct stage_run *run = stage->runs[first + i];
        listings[i] = demands ? &run->demands : &run->entries;
    }
    listing_merge_begin(merge, stage->scratch, listings, count);
    merge->unique = !demands;
}

void stage_entries(struct stage *stage, size_t first, struct listing_merge *merge)
{
    merge_runs(stage, first, false, merge);
}

void stage_demands(struct stage *stage, size_t first, struct listing_merge *merge)
{
    merge_runs(stage, first, true, merge);
}
