#include "app/scored_file.h"

#include "base/file.h"
#include "base/strbuf.h"
#include "base/uuid.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* The file: records, then the index, then its tail. */
struct entry {
    struct uuid id;
    uint64_t at; /* of its record, which ends where the next begins */
};

struct tail {
    uint64_t index; /* where it begins */
    uint64_t count;
};

/* A record: this; the assessments, as they are in memory; their scores; the history; the score and
 * its dimensions, if there is one; what is missing; and the strings, each with its NUL. */
struct head {
    struct assessed_organization assessed; /* its pointers say no more than NULL or not */
    size_t current, previous;              /* if they are not NULL */
    bool has_score, has_refusal;
};

struct scored_writer {
    struct file_writer *file;
    struct strbuf record;
    struct strbuf index;
    uint64_t at;
};

/* ---- writing ---- */

struct scored_writer *scored_file_begin(const char *path)
{
    struct scored_writer *writer = malloc(sizeof *writer);
    if (!writer)
        out_of_memory();
    *writer = (struct scored_writer){.file = file_begin(path)};
    strbuf_init(&writer->record);
    strbuf_init(&writer->index);
    return writer;
}

static void add_text(struct strbuf *record, const char *text)
{
    if (text)
        strbuf_add(record, text, strlen(text) + 1);
}

static void add_rows(struct strbuf *record, const struct scored_organization *scored)
{
    const struct assessed_organization *assessed = scored->assessed;
    size_t dimensions = scored->rules->dimension_count;
    strbuf_add(record, assessed->rows, assessed->count * sizeof *assessed->rows);
    for (size_t i = 0; i < assessed->count; i++)
        strbuf_add(record, assessed->rows[i].scores, dimensions * sizeof(struct decimal));
    strbuf_add(record, scored->history, assessed->count * sizeof *scored->history);
    if (scored->score) {
        strbuf_add(record, scored->score, sizeof *scored->score);
        strbuf_add(record, scored->score->dimensions, dimensions * sizeof(struct score_dimension));
    }
    for (size_t i = 0; i < assessed->count; i++)
        strbuf_add(record, assessed->rows[i].missing, dimensions * sizeof(bool));
}

static void add_record(struct strbuf *record, const struct scored_organization *scored)
{
    const struct assessed_organization *assessed = scored->assessed;
    struct head head;
    memset(&head, 0, sizeof head);
    head.assessed = *assessed;
    head.current = assessed->current ? (size_t)(assessed->current - assessed->rows) : 0;
    head.previous = assessed->previous ? (size_t)(assessed->previous - assessed->rows) : 0;
    head.has_score = scored->score != NULL;
    head.has_refusal = scored->refusal != NULL;
    strbuf_add(record, &head, sizeof head);
    add_rows(record, scored);
    add_text(record, assessed->organization_id);
    add_text(record, assessed->name);
    add_text(record, scored->refusal);
    for (size_t i = 0; i < assessed->count; i++) {
        add_text(record, assessed->rows[i].assessment_id);
        add_text(record, assessed->rows[i].effective_from);
        add_text(record, assessed->rows[i].effective_to);
    }
}

bool scored_file_add(struct scored_writer *writer, const struct scored_organization *scored,
                     struct error *err)
{
    struct entry entry = {.at = writer->at};
    const char *id = scored->assessed->organization_id;
    if (!uuid_parse(id, &entry.id))
        return error_set(err, ERROR_FAILED, "organization '%s' has no UUID", id);
    strbuf_reset(&writer->record);
    add_record(&writer->record, scored);
    file_add(writer->file, writer->record.text, writer->record.length);
    writer->at += writer->record.length;
    strbuf_add(&writer->index, &entry, sizeof entry);
    return true;
}

bool scored_file_end(struct scored_writer *writer, bool ok, struct error *err)
{
    struct tail tail = {.index = writer->at, .count = writer->index.length / sizeof(struct entry)};
    if (ok) {
        file_add(writer->file, writer->index.text, writer->index.length);
        file_add(writer->file, &tail, sizeof tail);
        ok = file_commit(writer->file, err);
    } else {
        file_discard(writer->file);
    }
    strbuf_release(&writer->record);
    strbuf_release(&writer->index);
    free(writer);
    return ok;
}

/* ---- reading ---- */

struct scored_file {
    const char *path;
    int fd;
    const struct score_sector *rules;
    struct entry *entries; /* one more than there are: where the last record ends */
    size_t count;
};

static void close_file(void *pointer)
{
    const struct scored_file *file = pointer;
    close(file->fd);
}

static bool read_at(const struct scored_file *file, void *into, size_t size, uint64_t at,
                    struct error *err)
{
    return file_read_at(&(struct file_place){file->fd, file->path, at}, into, size, err);
}

bool scored_file_open(struct arena *arena, const char *path, const struct score_sector *rules,
                      struct scored_file **out, struct error *err)
{
    struct scored_file *file = arena_alloc(arena, sizeof *file);
    *file = (struct scored_file){.path = arena_strdup(arena, path), .rules = rules};
    file->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (file->fd < 0)
        return error_set_errno(err, ERROR_FAILED, "cannot open '%s'", path);
    arena_defer(arena, close_file, file);
    struct stat status;
    struct tail tail;
    if (fstat(file->fd, &status) != 0)
        return error_set_errno(err, ERROR_FAILED, "cannot read '%s'", path);
    if (!read_at(file, &tail, sizeof tail, (uint64_t)status.st_size - sizeof tail, err))
        return false;
    file->count = (size_t)tail.count;
    file->entries = arena_array(arena, file->count + 1, sizeof *file->entries);
    file->entries[file->count].at = tail.index;
    *out = file;
    return read_at(file, file->entries, file->count * sizeof *file->entries, tail.index, err);
}

/* NULL: not among them. */
static const struct entry *find(const struct scored_file *file, const char *organization_id)
{
    struct uuid id;
    size_t low = 0;
    size_t high = uuid_parse(organization_id, &id) ? file->count : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = uuid_order(&file->entries[middle].id, &id);
        if (order == 0)
            return &file->entries[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* What is next of a record. */
static void *take(char **at, size_t size)
{
    void *taken = *at;
    *at += size;
    return taken;
}

static const char *take_text(char **at)
{
    return take(at, strlen(*at) + 1);
}

static void take_rows(char **at, struct assessed_organization *assessed, size_t dimensions,
                      struct scored_organization *out, bool has_score)
{
    size_t count = assessed->count;
    assessed->rows = take(at, count * sizeof *assessed->rows);
    for (size_t i = 0; i < count; i++)
        assessed->rows[i].scores = take(at, dimensions * sizeof(struct decimal));
    out->history = take(at, count * sizeof *out->history);
    if (has_score) {
        struct score *score = take(at, sizeof *score);
        score->dimensions = take(at, dimensions * sizeof *score->dimensions);
        out->score = score;
    }
    for (size_t i = 0; i < count; i++)
        assessed->rows[i].missing = take(at, dimensions * sizeof(bool));
}

static void take_strings(char **at, struct assessed_organization *assessed, bool has_refusal,
                         struct scored_organization *out)
{
    assessed->organization_id = take_text(at);
    assessed->name = take_text(at);
    out->refusal = has_refusal ? take_text(at) : NULL;
    for (size_t i = 0; i < assessed->count; i++) {
        struct assessment *row = &assessed->rows[i];
        row->assessment_id = take_text(at);
        row->effective_from = take_text(at);
        row->effective_to = row->effective_to ? take_text(at) : NULL;
    }
}

bool scored_file_find(const struct scored_file *file, const char *organization_id,
                      struct arena *arena, struct scored_organization *out, struct error *err)
{
    const struct entry *entry = find(file, organization_id);
    *out = (struct scored_organization){.rules = file->rules};
    if (!entry)
        return true;
    size_t length = (size_t)(entry[1].at - entry->at);
    char *at = arena_array(arena, length, 1);
    if (!read_at(file, at, length, entry->at, err))
        return false;
    struct head *head = take(&at, sizeof *head);
    struct assessed_organization *assessed = &head->assessed;
    take_rows(&at, assessed, file->rules->dimension_count, out, head->has_score);
    take_strings(&at, assessed, head->has_refusal, out);
    assessed->current = assessed->current ? &assessed->rows[head->current] : NULL;
    assessed->previous = assessed->previous ? &assessed->rows[head->previous] : NULL;
    out->assessed = assessed;
    return true;
}
