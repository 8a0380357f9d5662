#include "app/published.h"

#include "base/file.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "render/json/api.h"

#include <jansson.h>
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

/* ---- a document, member by member ---- */

struct document {
    const char *path; /* within the tree */
    const char *text;
    size_t length;
    size_t at;
};

static bool open_document(const struct published_tree *tree, struct arena *arena, const char *path,
                          struct document *document, struct error *err)
{
    enum { LIMIT = INT32_MAX };
    char *text;
    const char *full = published_file(tree, arena, path);
    if (!full) {
        error_set(err, ERROR_FAILED, "'%s' has no '%s'", tree->folder ? tree->folder : "the stage",
                  path);
        return error_hint(err, "a release is a folder with the reports and their api/v1");
    }
    *document = (struct document){.path = path};
    if (!file_read(arena, full, LIMIT, &text, &document->length, err))
        return false;
    document->text = text;
    return true;
}

static bool damaged(const struct document *document, struct error *err)
{
    return error_set(err, ERROR_FAILED, "'%s' is damaged at byte %zu", document->path,
                     document->at);
}

/* The next character that is not white space; consumed when it is `wanted`. */
static bool next_is(struct document *document, char wanted)
{
    while (document->at < document->length && strchr(" \t\r\n", document->text[document->at]))
        document->at++;
    if (document->at >= document->length || document->text[document->at] != wanted)
        return false;
    document->at++;
    return true;
}

static json_t *next_value(struct document *document)
{
    json_error_t place;
    json_t *value = json_loadb(document->text + document->at, document->length - document->at,
                               JSON_DECODE_ANY | JSON_DISABLE_EOF_CHECK, &place);
    if (value)
        document->at += (size_t)place.position;
    return value;
}

/* Called for each member of a document and, with the list's own key, for each of its elements. */
typedef void member_visitor(void *subject, const char *key, const json_t *value);

static bool visit_value(struct document *document, const char *key, member_visitor *visit,
                        void *subject, struct error *err)
{
    json_t *value = next_value(document);
    if (!value)
        return damaged(document, err);
    visit(subject, key, value);
    json_decref(value);
    return true;
}

static bool visit_list(struct document *document, const char *key, member_visitor *visit,
                       void *subject, struct error *err)
{
    if (next_is(document, ']'))
        return true;
    do {
        if (!visit_value(document, key, visit, subject, err))
            return false;
    } while (next_is(document, ','));
    return next_is(document, ']') || damaged(document, err);
}

static bool visit_member(struct document *document, const char *list, member_visitor *visit,
                         void *subject, struct error *err)
{
    json_t *name = next_value(document);
    const char *key = json_string_value(name);
    bool ok = (key && next_is(document, ':')) || damaged(document, err);
    if (ok && text_equal(key, list) && next_is(document, '['))
        ok = visit_list(document, list, visit, subject, err);
    else if (ok)
        ok = visit_value(document, key, visit, subject, err);
    json_decref(name);
    return ok;
}

/* `list`: the member whose elements come one by one, NULL: none. */
static bool visit_document(struct document *document, const char *list, member_visitor *visit,
                           void *subject, struct error *err)
{
    if (!next_is(document, '{'))
        return damaged(document, err);
    do {
        if (!visit_member(document, list, visit, subject, err))
            return false;
    } while (next_is(document, ','));
    return next_is(document, '}') || damaged(document, err);
}

/* ---- values as text ---- */

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static const char *copy(struct arena *arena, const char *text)
{
    return text ? arena_strdup(arena, text) : NULL;
}

static const char *joined(struct arena *arena, const json_t *list, const char *separator);

/* A number as short as it can be said: 15 digits are exact in binary. NULL for null. */
static const char *scalar(struct arena *arena, const json_t *value)
{
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
    const struct named_values *like; /* a list with, likely, the same names; NULL: none */
};

static const char *name_like(const struct value_list *list, const char *name)
{
    const struct named_values *like = list->like;
    size_t at = list->values.count;
    if (like && at < like->count && text_equal(like->rows[at].name, name))
        return like->rows[at].name;
    return arena_strdup(list->arena, name);
}

static void add_value(struct value_list *list, const char *name, const char *value)
{
    list->values.rows = arena_grow(list->arena, list->values.rows, &list->capacity,
                                   list->values.count + 1, sizeof *list->values.rows);
    list->values.rows[list->values.count] = (struct named_value){name_like(list, name), value};
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
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
        const json_t *fact = json_object_get(value, facts[i]);
        add_value(&list, facts[i], fact ? scalar(arena, fact) : NULL);
    }
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

static void visit_site(void *subject, const char *key, const json_t *value)
{
    struct site_reader *reader = subject;
    if (text_equal(key, "format"))
        reader->format = json_integer_value(value);
    if (text_equal(key, "sectors"))
        add_sector(reader, value);
    if (!text_equal(key, "dimensions"))
        return;
    size_t index;
    const json_t *dimension;
    json_array_foreach(value, index, dimension)
    {
        const char *code = text_of(dimension, "code");
        if (code)
            add_value(&reader->dimensions, code, copy(reader->arena, text_of(dimension, "name")));
    }
}

/* Settings by their names; "global_weights.culture" of the weights that v1.0 scores with. */
static void visit_parameters(void *subject, const char *key, const json_t *value)
{
    struct value_list *list = subject;
    if (text_equal(key, "param_version"))
        add_value(list, "PARAM_VERSION", scalar(list->arena, value));
    if (json_is_object(value))
        add_object(list, text_equal(key, "settings") ? NULL : key, value);
}

static bool read_parameters(const struct published_tree *tree, struct arena *arena,
                            struct published_site *site, struct error *err)
{
    static const char path[] = "api/v1/parameters.json";
    struct document document;
    struct value_list list = {.arena = arena};
    if (!published_file(tree, arena, path))
        return true;
    if (!open_document(tree, arena, path, &document, err) ||
        !visit_document(&document, NULL, visit_parameters, &list, err))
        return false;
    site->parameters = sorted(&list);
    return true;
}

bool published_site_read(const struct published_tree *tree, struct arena *arena,
                         struct published_site *site, struct error *err)
{
    struct document document;
    *site = (struct published_site){0};
    struct site_reader reader = {.arena = arena, .site = site, .dimensions = {.arena = arena}};
    if (!open_document(tree, arena, "api/v1/sectors.json", &document, err) ||
        !visit_document(&document, "sectors", visit_site, &reader, err))
        return false;
    if (reader.format != API_FORMAT)
        return error_set(err, ERROR_FAILED, "'%s' has format %lld, expected %d", document.path,
                         (long long)reader.format, API_FORMAT);
    site->dimensions = sorted(&reader.dimensions);
    return read_parameters(tree, arena, site, err);
}

/* ---- organizations ---- */

struct organization_reader {
    struct arena *arena;
    struct published_organization *rows;
    size_t count;
    size_t capacity;
    /* The names as they came, before they were sorted: those of the next row are the same. */
    struct named_values data_names;
};

static struct named_values data_of(struct organization_reader *reader, const json_t *value)
{
    static const char *const facts[] = {"legal_name", "display_name", "status"};
    struct value_list list = {.arena = reader->arena, .like = &reader->data_names};
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++)
        add_value(&list, facts[i], copy(reader->arena, text_of(value, facts[i])));
    const char *key;
    json_t *member;
    json_object_foreach(json_object_get(value, "values"), key, member)
        add_value(&list, key, scalar(reader->arena, member));
    if (reader->data_names.count != list.values.count) {
        size_t bytes = list.values.count * sizeof *list.values.rows;
        reader->data_names = list.values;
        reader->data_names.rows = arena_alloc(reader->arena, bytes);
        memcpy(reader->data_names.rows, list.values.rows, bytes);
    }
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
    row->band = copy(arena, text_of(scores, "band"));
    row->gate = copy(arena, text_of(scores, "governance_gate"));
    if (json_array_size(reviews) > 0)
        row->review = joined(arena, reviews, "; ");
}

static void visit_organization(void *subject, const char *key, const json_t *value)
{
    struct organization_reader *reader = subject;
    struct arena *arena = reader->arena;
    const char *id = text_of(value, "organization_id");
    const char *legal_name = text_of(value, "legal_name");
    const char *name = text_of(value, "display_name");
    if (!text_equal(key, "organizations") || !id || !legal_name)
        return;
    reader->rows =
        arena_grow(arena, reader->rows, &reader->capacity, reader->count + 1, sizeof *reader->rows);
    struct published_organization *row = &reader->rows[reader->count++];
    *row = (struct published_organization){
        .id = arena_strdup(arena, id),
        .name = arena_strdup(arena, text_is_blank(name) ? legal_name : name),
        .data = data_of(reader, value),
    };
    read_score(arena, value, row);
}

static int by_id(const void *left, const void *right)
{
    return strcmp(((const struct published_organization *)left)->id,
                  ((const struct published_organization *)right)->id);
}

bool published_organizations_read(const struct published_tree *tree, struct arena *arena,
                                  const struct published_sector *sector,
                                  struct published_organization **rows, size_t *count,
                                  struct error *err)
{
    struct document document;
    struct organization_reader reader = {.arena = arena};
    if (!open_document(tree, arena, published_sector_path(arena, sector), &document, err) ||
        !visit_document(&document, "organizations", visit_organization, &reader, err))
        return false;
    if (reader.count > 1)
        qsort(reader.rows, reader.count, sizeof *reader.rows, by_id);
    *rows = reader.rows;
    *count = reader.count;
    return true;
}

/* ---- findings ---- */

static void visit_finding(void *subject, const char *key, const json_t *value)
{
    struct findings *findings = subject;
    struct finding finding = {
        .severity = SEVERITY_COUNT,
        .code = text_of(value, "code"),
        .focus_group_id = text_of(value, "focus_group_id"),
        .organization_id = text_of(value, "organization_id"),
        .subject = text_of(value, "subject"),
        .message = text_of(value, "message"),
    };
    for (size_t i = 0; i < SEVERITY_COUNT; i++)
        if (text_equal(text_of(value, "severity"), severity_name((enum severity)i)))
            finding.severity = (enum severity)i;
    if (text_equal(key, "findings") && finding.severity < SEVERITY_COUNT && finding.code &&
        finding.subject && finding.message)
        findings_add(findings, &finding);
}

bool published_findings_read(const struct published_tree *tree, struct findings *findings,
                             struct error *err)
{
    struct document document;
    return open_document(tree, findings->arena, "api/v1/findings.json", &document, err) &&
           visit_document(&document, "findings", visit_finding, findings, err);
}
