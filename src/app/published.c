#include "app/published.h"

#include "app/document.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "model/organization.h"
#include "render/json/api.h"

#include <errno.h>
#include <math.h>

const char *published_file(const struct published_tree *tree, struct arena *arena, const char *path)
{
    if (!tree->folder)
        return stage_find(tree->stage, arena, path);
    const char *full = path_join(arena, tree->folder, path);
    return file_exists(full) ? full : NULL;
}

const char *published_sector_path(struct arena *arena, const struct published_sector *sector)
{
    return arena_printf(arena, "api/v1/sectors/%s.json", sector->slug);
}

static bool read_document(const struct published_tree *tree, const char *path,
                          const struct document_reader *reader, struct error *err)
{
    struct arena *arena = arena_new();
    const char *full = published_file(tree, arena, path);
    bool ok = full && document_read(full, path, reader, err);
    if (!full) {
        error_set(err, ERROR_FAILED, "'%s' has no '%s'", tree->folder ? tree->folder : "the stage",
                  path);
        error_hint(err, "a release is a folder with the reports and their api/v1");
    }
    arena_free(arena);
    return ok;
}

/* ---- values as text ---- */

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static const char *joined(struct arena *arena, const json_t *list, const char *separator);

/* A number as short as it can be said: 15 digits are exact in binary. NULL for null, and for what
 * is not there. */
static const char *scalar(struct arena *arena, const json_t *value)
{
    if (!value)
        return NULL;
    switch (json_typeof(value)) {
    case JSON_STRING:
        return arena_strdup(arena, json_string_value(value));
    case JSON_INTEGER:
        return arena_printf(arena, "%lld", (long long)json_integer_value(value));
    case JSON_REAL:
        return arena_printf(arena, "%.15g", json_real_value(value));
    case JSON_TRUE:
        return "true";
    case JSON_FALSE:
        return "false";
    case JSON_ARRAY:
        return joined(arena, value, ", ");
    case JSON_OBJECT:
    case JSON_NULL:
        break;
    }
    return NULL;
}

static const char *joined(struct arena *arena, const json_t *list, const char *separator)
{
    const char *text = "";
    size_t index;
    const json_t *element;
    json_array_foreach(list, index, element)
    {
        const char *part = scalar(arena, element);
        text = arena_printf(arena, "%s%s%s", text, index > 0 ? separator : "", part ? part : "-");
    }
    return text;
}

/* ---- lists of named values ---- */

struct value_list {
    struct arena *arena;
    struct named_values values;
    size_t capacity;
};

static void add_value(struct value_list *list, const char *name, const char *value)
{
    list->values.rows = arena_grow(list->arena, list->values.rows, &list->capacity,
                                   list->values.count + 1, sizeof *list->values.rows);
    list->values.rows[list->values.count] =
        (struct named_value){arena_strdup(list->arena, name), value};
    list->values.count++;
}

static int by_name(const void *left, const void *right)
{
    return strcmp(((const struct named_value *)left)->name,
                  ((const struct named_value *)right)->name);
}

static struct named_values sorted(struct value_list *list)
{
    if (list->values.count > 1)
        qsort(list->values.rows, list->values.count, sizeof *list->values.rows, by_name);
    return list->values;
}

/* An object's members, those of an object inside it as "outer.inner". */
static void add_object(struct value_list *list, const char *prefix, const json_t *object)
{
    const char *key;
    json_t *value;
    /* The macro's cast drops a const that nothing here relies on. */
    json_object_foreach((json_t *)(uintptr_t)object, key, value)
    {
        const char *name = prefix ? arena_printf(list->arena, "%s.%s", prefix, key) : key;
        if (!json_is_object(value))
            add_value(list, name, scalar(list->arena, value));
        else if (!prefix)
            add_object(list, name, value);
    }
}

static struct named_values values_of(struct arena *arena, const json_t *object)
{
    struct value_list list = {.arena = arena};
    add_object(&list, NULL, object);
    return sorted(&list);
}

/* ---- the site ---- */

/* Only what the database sets: a default is what the program makes of an absent one. */
static struct named_values calibrations_of(struct arena *arena, const json_t *object)
{
    struct value_list list = {.arena = arena};
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)object, key,
                        value) if (text_equal(text_of(value, "source"), "database"))
        add_value(&list, key, scalar(arena, json_object_get(value, "value")));
    return sorted(&list);
}

struct site_reader {
    struct arena *arena;
    struct published_site *site;
    size_t sector_capacity;
    struct value_list dimensions;
    json_int_t format;
};

static void add_sector(struct site_reader *reader, const json_t *value)
{
    static const char *const facts[] = {"code", "description", "name", "valid"};
    struct published_site *site = reader->site;
    struct arena *arena = reader->arena;
    const char *id = text_of(value, "focus_group_id");
    const char *slug = text_of(value, "slug");
    const char *name = text_of(value, "name");
    if (!id || !slug || !name)
        return;
    site->sectors = arena_grow(arena, site->sectors, &reader->sector_capacity,
                               site->sector_count + 1, sizeof *site->sectors);
    struct value_list list = {.arena = arena};
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++)
        add_value(&list, facts[i], scalar(arena, json_object_get(value, facts[i])));
    site->sectors[site->sector_count++] = (struct published_sector){
        .focus_group_id = arena_strdup(arena, id),
        .slug = arena_strdup(arena, slug),
        .name = arena_strdup(arena, name),
        .valid = json_is_true(json_object_get(value, "valid")),
        .weights = values_of(arena, json_object_get(value, "weights")),
        .calibrations = calibrations_of(arena, json_object_get(value, "calibrations")),
        .facts = sorted(&list),
    };
}

static void add_dimensions(struct site_reader *reader, const json_t *list)
{
    size_t index;
    const json_t *dimension;
    json_array_foreach(list, index, dimension)
    {
        const char *code = text_of(dimension, "code");
        if (code)
            add_value(&reader->dimensions, code,
                      arena_copy_text(reader->arena, text_of(dimension, "name")));
    }
}

static bool site_part(void *subject, const struct document_part *part, struct error *err)
{
    (void)err;
    struct site_reader *reader = subject;
    json_t *value = document_value(part);
    if (!value)
        return false;
    if (text_equal(part->key, "format"))
        reader->format = json_integer_value(value);
    else if (text_equal(part->key, "sectors"))
        add_sector(reader, value);
    else if (text_equal(part->key, "dimensions"))
        add_dimensions(reader, value);
    json_decref(value);
    return true;
}

/* Settings by their names; "global_weights.culture" of the weights that v1.0 scores with. */
static bool parameters_part(void *subject, const struct document_part *part, struct error *err)
{
    (void)err;
    struct value_list *list = subject;
    json_t *value = document_value(part);
    if (!value)
        return false;
    if (text_equal(part->key, "param_version"))
        add_value(list, "PARAM_VERSION", scalar(list->arena, value));
    if (json_is_object(value))
        add_object(list, text_equal(part->key, "settings") ? NULL : part->key, value);
    json_decref(value);
    return true;
}

static bool read_parameters(const struct published_tree *tree, struct arena *arena,
                            struct published_site *site, struct error *err)
{
    static const char path[] = "api/v1/parameters.json";
    struct value_list list = {.arena = arena};
    struct document_reader document = {.part = parameters_part, .subject = &list};
    if (!published_file(tree, arena, path))
        return true;
    if (!read_document(tree, path, &document, err))
        return false;
    site->parameters = sorted(&list);
    return true;
}

bool published_site_read(const struct published_tree *tree, struct arena *arena,
                         struct published_site *site, struct error *err)
{
    static const char path[] = "api/v1/sectors.json";
    static const char *const lists[] = {"sectors", NULL};
    *site = (struct published_site){0};
    struct site_reader reader = {.arena = arena, .site = site, .dimensions = {.arena = arena}};
    struct document_reader document = {.lists = lists, .part = site_part, .subject = &reader};
    if (!read_document(tree, path, &document, err))
        return false;
    if (reader.format != API_FORMAT)
        return error_set(err, ERROR_FAILED, "'%s' has format %lld, expected %d", path,
                         (long long)reader.format, API_FORMAT);
    site->dimensions = sorted(&reader.dimensions);
    return read_parameters(tree, arena, site, err);
}

/* ---- organizations ---- */

struct published_index {
    struct arena *arena;
    struct published_row *rows;
    size_t count;
    size_t capacity;
    FILE *file;
    const char *path;
};

static struct named_values data_of(struct arena *arena, const json_t *value)
{
    static const char *const facts[] = {"legal_name", "display_name", "status"};
    struct value_list list = {.arena = arena};
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++)
        add_value(&list, facts[i], arena_copy_text(arena, text_of(value, facts[i])));
    const char *key;
    json_t *member;
    json_object_foreach(json_object_get(value, "values"), key, member)
        add_value(&list, key, scalar(arena, member));
    return sorted(&list);
}

static void read_score(struct arena *arena, const json_t *value, struct published_organization *row)
{
    const json_t *scores = json_object_get(value, "scores");
    const json_t *score = json_object_get(scores, "org_ai_r");
    const json_t *reviews = json_object_get(scores, "review_reasons");
    row->inputs =
        values_of(arena, json_object_get(value, "inputs") ? json_object_get(value, "inputs")
                                                          : json_object_get(scores, "inputs"));
    if (!json_is_number(score))
        return;
    row->scored = true;
    row->org_ai_r = json_number_value(score);
    row->rank = (long long)json_integer_value(json_object_get(scores, "rank"));
    row->band = arena_copy_text(arena, text_of(scores, "band"));
    row->gate = arena_copy_text(arena, text_of(scores, "governance_gate"));
    if (json_array_size(reviews) > 0)
        row->review = joined(arena, reviews, "; ");
}

/* The id without a parser: it holds no character that JSON escapes, and the key's quotes cannot
 * stand inside a value. */
static const char *id_of(struct arena *arena, const struct document_part *part)
{
    static const char key[] = "\"organization_id\"";
    const char *at = strstr(part->text, key);
    if (!at)
        return NULL;
    at += sizeof key - 1;
    at += strspn(at, " :");
    const char *end = *at == '"' ? strchr(at + 1, '"') : NULL;
    return end ? arena_strndup(arena, at + 1, (size_t)(end - at - 1)) : NULL;
}

static bool index_part(void *subject, const struct document_part *part, struct error *err)
{
    (void)err;
    struct published_index *index = subject;
    const char *id = id_of(index->arena, part);
    if (!id)
        return false;
    index->rows = arena_grow(index->arena, index->rows, &index->capacity, index->count + 1,
                             sizeof *index->rows);
    index->rows[index->count++] = (struct published_row){.id = id,
                                                         .hash = hash_of(part->text, part->length),
                                                         .at = part->at,
                                                         .length = part->length};
    return true;
}

static int by_id(const void *left, const void *right)
{
    return strcmp(((const struct published_row *)left)->id,
                  ((const struct published_row *)right)->id);
}

static void close_index(void *pointer)
{
    struct published_index *index = pointer;
    if (index->file)
        fclose(index->file);
}

bool published_index_read(const struct published_tree *tree, struct arena *arena,
                          const struct published_sector *sector, struct published_index **out,
                          struct error *err)
{
    static const char *const lists[] = {"organizations", NULL};
    static const char *const none[] = {NULL};
    struct published_index *index = arena_alloc(arena, sizeof *index);
    *index = (struct published_index){.arena = arena, .path = published_sector_path(arena, sector)};
    struct document_reader document = {
        .lists = lists, .members = none, .part = index_part, .subject = index};
    if (!read_document(tree, index->path, &document, err))
        return false;
    index->file = fopen(published_file(tree, arena, index->path), "re");
    if (!index->file)
        return error_set_errno(err, ERROR_FAILED, "cannot read '%s'", index->path);
    arena_defer(arena, close_index, index);
    if (index->count > 1)
        qsort(index->rows, index->count, sizeof *index->rows, by_id);
    *out = index;
    return true;
}

const struct published_row *published_rows(const struct published_index *index, size_t *count)
{
    *count = index->count;
    return index->rows;
}

static void read_organization(struct arena *arena, const json_t *value,
                              struct published_organization *out)
{
    const struct organization organization = {
        .id = text_of(value, "organization_id"),
        .legal_name = text_of(value, "legal_name"),
        .display_name = text_of(value, "display_name"),
    };
    *out = (struct published_organization){
        .id = arena_copy_text(arena, organization.id),
        .name = arena_copy_text(arena, organization_name(&organization)),
        .data = data_of(arena, value),
    };
    read_score(arena, value, out);
}

bool published_organization_read(struct published_index *index, const struct published_row *row,
                                 struct arena *arena, struct published_organization *out,
                                 struct error *err)
{
    char *text = arena_alloc(arena, row->length);
    errno = 0;
    if (fseeko(index->file, row->at, SEEK_SET) != 0 ||
        fread(text, 1, row->length, index->file) != row->length)
        return error_set_errno(err, ERROR_FAILED, "cannot read '%s'", index->path);
    const struct document_part part = {.text = text, .length = row->length};
    json_t *value = document_value(&part);
    if (value)
        read_organization(arena, value, out);
    json_decref(value);
    return (value && out->id && out->name) ||
           error_set(err, ERROR_FAILED, "'%s' is damaged at byte %lld", index->path, row->at);
}

/* ---- findings ---- */

static void add_finding(struct findings *findings, const json_t *value)
{
    struct finding finding = {
        .code = text_of(value, "code"),
        .focus_group_id = text_of(value, "focus_group_id"),
        .organization_id = text_of(value, "organization_id"),
        .subject = text_of(value, "subject"),
        .message = text_of(value, "message"),
    };
    if (severity_parse(text_of(value, "severity"), &finding.severity) && finding.code &&
        finding.subject && finding.message)
        findings_add(findings, &finding);
}

static bool findings_part(void *subject, const struct document_part *part, struct error *err)
{
    (void)err;
    json_t *value = document_value(part);
    if (!value)
        return false;
    add_finding(subject, value);
    json_decref(value);
    return true;
}

bool published_findings_read(const struct published_tree *tree,
                             const struct published_sector *sector, struct findings *findings,
                             struct error *err)
{
    static const char *const lists[] = {"findings", NULL};
    static const char *const none[] = {NULL};
    struct document_reader document = {
        .lists = lists, .members = none, .part = findings_part, .subject = findings};
    const char *path =
        sector ? published_sector_path(findings->arena, sector) : "api/v1/findings.json";
    return read_document(tree, path, &document, err);
}
