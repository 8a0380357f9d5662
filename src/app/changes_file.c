#include "app/changes_file.h"

#include "app/document.h"
#include "base/text.h"
#include "render/json/api.h"
#include "render/json/changes.h"

bool changes_file_write(const char *path, const struct changes_record *record, struct error *err)
{
    struct api_comparison comparison = {
        .before = record->before,
        .not_compared_with = record->not_compared_with,
        .only_sector = record->only_sector,
        .changes = &record->changes,
    };
    FILE *file = fopen(path, "we");
    if (!file)
        return error_set_errno(err, ERROR_FAILED, "cannot create '%s'", path);
    bool ok = api_changes(&comparison, file);
    ok = fclose(file) == 0 && ok;
    return ok || error_set_errno(err, ERROR_FAILED, "cannot write '%s'", path);
}

struct changes_reader {
    struct arena *arena;
    const struct published_site *site;
    size_t rows;
    struct changes_record *record;
    json_int_t format;
    bool counted;
    /* Rows read so far: the counts of the record are of all of them. */
    size_t scores, thresholds, organizations, configuration, findings;
    size_t capacities[5];
};

static const char *text_of(const struct changes_reader *reader, const json_t *object,
                           const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return arena_copy_text(reader->arena, text);
}

/* The index of a text among the names of an enumeration; -1: it is none of them. */
static int index_of(const char *(*name)(int), int count, const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    for (int i = 0; i < count; i++)
        if (text_equal(name(i), text))
            return i;
    return -1;
}

static const char *cause_name(int kind)
{
    return cause_kind_name((enum cause_kind)kind);
}

static const char *threshold_text(int threshold)
{
    return threshold_name((enum threshold)threshold);
}

static const char *event_name(int event)
{
    return organization_event_name((enum organization_event)event);
}

static const char *configuration_name(int kind)
{
    return configuration_kind_name((enum configuration_kind)kind);
}

static const char *severity_text(int severity)
{
    return severity_name((enum severity)severity);
}

/* One that is no longer there is known by what the file says of it. */
static const struct published_sector *sector_of(const struct changes_reader *reader,
                                                const json_t *object, const char *id_key,
                                                const char *name_key)
{
    const char *id = text_of(reader, object, id_key);
    if (!id)
        return NULL;
    for (size_t i = 0; i < reader->site->sector_count; i++)
        if (text_equal(reader->site->sectors[i].focus_group_id, id))
            return &reader->site->sectors[i];
    struct published_sector *sector = arena_alloc(reader->arena, sizeof *sector);
    const char *name = text_of(reader, object, name_key);
    *sector = (struct published_sector){
        .focus_group_id = id, .slug = text_slug(reader->arena, id), .name = name ? name : id};
    return sector;
}

static struct organization_key key_of(const struct changes_reader *reader, const json_t *object)
{
    return (struct organization_key){
        .id = text_of(reader, object, "organization_id"),
        .name = text_of(reader, object, "name"),
        .sector = sector_of(reader, object, "focus_group_id", "sector"),
    };
}

static bool is_whole(const struct organization_key *key)
{
    return key->id && key->name && key->sector;
}

static bool read_causes(const struct changes_reader *reader, const json_t *list,
                        struct change_causes *causes)
{
    size_t index;
    const json_t *value;
    *causes = (struct change_causes){.count = json_array_size(list)};
    causes->rows = arena_array(reader->arena, causes->count, sizeof *causes->rows);
    json_array_foreach(list, index, value)
    {
        int kind = index_of(cause_name, CAUSE_KIND_COUNT, value, "kind");
        if (kind < 0)
            return false;
        causes->rows[index] = (struct change_cause){
            .kind = (enum cause_kind)kind,
            .name = text_of(reader, value, "name"),
            .before = text_of(reader, value, "before"),
            .after = text_of(reader, value, "after"),
        };
    }
    return true;
}

/* Room for one more row of a list. */
static void *next_row(struct changes_reader *reader, void *rows, size_t count, size_t list,
                      size_t size)
{
    return arena_grow(reader->arena, rows, &reader->capacities[list], count + 1, size);
}

static bool read_score(struct changes_reader *reader, const json_t *value)
{
    struct changes *changes = &reader->record->changes;
    const json_t *before = json_object_get(value, "before");
    const json_t *after = json_object_get(value, "after");
    struct score_change change = {
        .organization = key_of(reader, value),
        .scored_before = json_is_number(before),
        .scored_after = json_is_number(after),
        .before = json_number_value(before),
        .after = json_number_value(after),
        .change = json_number_value(json_object_get(value, "change")),
        .rank_before = json_integer_value(json_object_get(value, "rank_before")),
        .rank_after = json_integer_value(json_object_get(value, "rank_after")),
    };
    change.moved = change.scored_before != change.scored_after || change.change != 0;
    changes->scores = next_row(reader, changes->scores, reader->scores, 0, sizeof *changes->scores);
    changes->scores[reader->scores] = change;
    return is_whole(&change.organization) && read_causes(reader, json_object_get(value, "causes"),
                                                         &changes->scores[reader->scores++].causes);
}

static bool read_threshold(struct changes_reader *reader, const json_t *value)
{
    struct changes *changes = &reader->record->changes;
    int threshold = index_of(threshold_text, THRESHOLD_COUNT, value, "threshold");
    struct threshold_change change = {
        .organization = key_of(reader, value),
        .threshold = (enum threshold)threshold,
        .before = text_of(reader, value, "before"),
        .after = text_of(reader, value, "after"),
        .better = json_is_true(json_object_get(value, "better")),
    };
    changes->thresholds =
        next_row(reader, changes->thresholds, reader->thresholds, 1, sizeof *changes->thresholds);
    changes->thresholds[reader->thresholds] = change;
    return threshold >= 0 && is_whole(&change.organization) &&
           read_causes(reader, json_object_get(value, "causes"),
                       &changes->thresholds[reader->thresholds++].causes);
}

static bool read_organization(struct changes_reader *reader, const json_t *value)
{
    struct changes *changes = &reader->record->changes;
    int event = index_of(event_name, ORGANIZATION_EVENT_COUNT, value, "event");
    struct organization_change change = {
        .organization = key_of(reader, value),
        .event = (enum organization_event)event,
        .from = sector_of(reader, value, "from", "from_sector"),
    };
    changes->organizations = next_row(reader, changes->organizations, reader->organizations, 2,
                                      sizeof *changes->organizations);
    changes->organizations[reader->organizations] = change;
    return event >= 0 && is_whole(&change.organization) &&
           (event != ORGANIZATION_MOVED || change.from) &&
           read_causes(reader, json_object_get(value, "values"),
                       &changes->organizations[reader->organizations++].values);
}

static bool read_configuration(struct changes_reader *reader, const json_t *value)
{
    struct changes *changes = &reader->record->changes;
    int kind = index_of(configuration_name, CONFIGURATION_KIND_COUNT, value, "kind");
    changes->configuration = next_row(reader, changes->configuration, reader->configuration, 3,
                                      sizeof *changes->configuration);
    changes->configuration[reader->configuration++] = (struct configuration_change){
        .kind = (enum configuration_kind)kind,
        .sector = sector_of(reader, value, "focus_group_id", "sector"),
        .name = text_of(reader, value, "name"),
        .before = text_of(reader, value, "before"),
        .after = text_of(reader, value, "after"),
    };
    return kind >= 0;
}

static bool read_finding(struct changes_reader *reader, const json_t *value)
{
    struct changes *changes = &reader->record->changes;
    int severity = index_of(severity_text, SEVERITY_COUNT, value, "severity");
    struct finding finding = {
        .severity = (enum severity)severity,
        .code = text_of(reader, value, "code"),
        .focus_group_id = text_of(reader, value, "focus_group_id"),
        .organization_id = text_of(reader, value, "organization_id"),
        .subject = text_of(reader, value, "subject"),
        .message = text_of(reader, value, "message"),
    };
    changes->findings =
        next_row(reader, changes->findings, reader->findings, 4, sizeof *changes->findings);
    changes->findings[reader->findings++] = (struct finding_change){
        .opened = text_equal(json_string_value(json_object_get(value, "event")), "opened"),
        .finding = finding,
    };
    return severity >= 0 && finding.code && finding.subject && finding.message;
}

static size_t count_of(const json_t *counts, const char *key)
{
    json_int_t count = json_integer_value(json_object_get(counts, key));
    return count > 0 ? (size_t)count : 0;
}

static bool read_counts(struct changes_reader *reader, const json_t *counts)
{
    struct changes *changes = &reader->record->changes;
    changes->moved_count = count_of(counts, "scores");
    changes->score_count = changes->moved_count + count_of(counts, "ranks_alone");
    changes->threshold_count = count_of(counts, "thresholds");
    for (int event = 0; event < ORGANIZATION_EVENT_COUNT; event++) {
        changes->by_event[event] = count_of(counts, event_name(event));
        changes->organization_count += changes->by_event[event];
    }
    changes->configuration_count = count_of(counts, "configuration");
    changes->opened_count = count_of(counts, "findings_opened");
    changes->finding_count = changes->opened_count + count_of(counts, "findings_closed");
    reader->counted = true;
    return json_is_object(counts);
}

static bool read_head(struct changes_reader *reader, const char *key, const json_t *value)
{
    struct changes_record *record = reader->record;
    const char *text = json_string_value(value);
    if (text)
        text = arena_strdup(reader->arena, text);
    if (text_equal(key, "format"))
        reader->format = json_integer_value(value);
    else if (text_equal(key, "before"))
        record->before = text;
    else if (text_equal(key, "not_compared_with"))
        record->not_compared_with = text;
    else if (text_equal(key, "only_sector"))
        record->only_sector = text;
    else if (text_equal(key, "counts"))
        return read_counts(reader, value);
    return true;
}

static const char *const list_names[] = {"scores",        "thresholds", "organizations",
                                         "configuration", "findings",   NULL};

/* Rows beyond those asked for are passed over. */
static bool read_part(void *subject, const struct document_part *part, struct error *err)
{
    static bool (*const readers[])(struct changes_reader *, const json_t *) = {
        read_score, read_threshold, read_organization, read_configuration, read_finding};
    struct changes_reader *reader = subject;
    const size_t read[] = {reader->scores, reader->thresholds, reader->organizations,
                           reader->configuration, reader->findings};
    size_t list = 0;
    (void)err;
    while (list_names[list] && !text_equal(list_names[list], part->key))
        list++;
    if (list_names[list] && read[list] >= reader->rows)
        return true;
    json_t *value = document_value(part);
    bool ok = value && (list_names[list] ? readers[list](reader, value)
                                         : read_head(reader, part->key, value));
    json_decref(value);
    return ok;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Whoever shows the rows relies on the counts. */
static bool rows_are_there(const struct changes_reader *reader)
{
    const struct changes *changes = &reader->record->changes;
    return reader->scores == least(reader->rows, changes->score_count) &&
           reader->thresholds == least(reader->rows, changes->threshold_count) &&
           reader->organizations == least(reader->rows, changes->organization_count) &&
           reader->configuration == least(reader->rows, changes->configuration_count) &&
           reader->findings == least(reader->rows, changes->finding_count);
}

bool changes_file_read(const char *path, const struct published_site *site, size_t rows,
                       struct arena *arena, struct changes_record *record, struct error *err)
{
    struct changes_reader *reader = arena_alloc(arena, sizeof *reader);
    *record = (struct changes_record){.changes = {.dimensions = &site->dimensions}};
    *reader = (struct changes_reader){.arena = arena, .site = site, .rows = rows, .record = record};
    struct document_reader document = {.lists = list_names, .part = read_part, .subject = reader};
    if (!document_read(path, path, &document, err))
        return false;
    if (reader->format != API_FORMAT)
        return error_set(err, ERROR_FAILED, "'%s' has format %lld, expected %d", path,
                         (long long)reader->format, API_FORMAT);
    if (reader->counted && rows_are_there(reader))
        return true;
    return error_set(err, ERROR_FAILED, "'%s' does not hold what it counts", path);
}
