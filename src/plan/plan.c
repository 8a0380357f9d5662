#include "plan/plan.h"

#include "base/file.h"
#include "base/text.h"

#include <jansson.h>

enum { FORMAT = 4, LIMIT = 256 << 20 };
static const char file_name[] = "plan.json";

static struct fingerprint half_of(const struct digest *digest)
{
    char hex[DIGEST_HEX];
    struct fingerprint fingerprint;
    digest_hex(digest, hex);
    memcpy(fingerprint.hex, hex, FINGERPRINT_HEX - 1);
    fingerprint.hex[FINGERPRINT_HEX - 1] = '\0';
    return fingerprint;
}

struct fingerprint fingerprint_of(const void *bytes, size_t length)
{
    struct digest digest = digest_of(bytes, length);
    return half_of(&digest);
}

struct fingerprint fingerprint_again(struct digest_state *state, const void *bytes, size_t length)
{
    struct digest digest = digest_again(state, bytes, length);
    return half_of(&digest);
}

bool fingerprint_equal(const struct fingerprint *a, const struct fingerprint *b)
{
    return memcmp(a->hex, b->hex, FINGERPRINT_HEX) == 0;
}

struct plan_scope plan_scope_from(struct arena *arena, const struct plan_scope *common,
                                  const char *name)
{
    enum { ROOM = 8 }; /* for parts of its own */
    size_t capacity = common->count + ROOM;
    struct plan_scope scope = {
        .name = name,
        .parts = arena_array(arena, capacity, sizeof *scope.parts),
        .count = common->count,
        .capacity = capacity,
    };
    for (size_t i = 0; i < common->count; i++)
        scope.parts[i] = common->parts[i];
    return scope;
}

void plan_add_part(struct arena *arena, struct plan_scope *scope, const struct plan_part *part)
{
    scope->parts =
        arena_grow(arena, scope->parts, &scope->capacity, scope->count + 1, sizeof *scope->parts);
    scope->parts[scope->count++] = *part;
}

void plan_add(struct arena *arena, struct plan_scope *scope, const char *name, const char *text)
{
    plan_add_part(
        arena, scope,
        &(struct plan_part){.name = name, .fingerprint = fingerprint_of(text, strlen(text))});
}

void plan_add_looked_at(struct arena *arena, struct plan_scope *scope, const char *name,
                        const char *text)
{
    plan_add(arena, scope, name, text);
    scope->parts[scope->count - 1].looked_at = true;
}

static const struct plan_part *find_part(const struct plan_scope *scope, const char *name)
{
    for (size_t i = 0; scope && i < scope->count; i++)
        if (text_equal(scope->parts[i].name, name))
            return &scope->parts[i];
    return NULL;
}

const struct plan_part *plan_difference(const struct plan_scope *before,
                                        const struct plan_scope *now)
{
    for (size_t i = 0; i < now->count; i++) {
        const struct plan_part *part = &now->parts[i];
        const struct plan_part *old = find_part(before, part->name);
        if (!old || !fingerprint_equal(&old->fingerprint, &part->fingerprint))
            return part;
    }
    for (size_t i = 0; before && i < before->count; i++)
        if (!find_part(now, before->parts[i].name))
            return &before->parts[i];
    return NULL;
}

struct fingerprint plan_fingerprint(const struct plan_scope *scope)
{
    struct digest_state *state = digest_begin();
    for (size_t i = 0; i < scope->count; i++) {
        if (scope->parts[i].looked_at)
            continue;
        digest_field(state, scope->parts[i].name);
        digest_field(state, scope->parts[i].fingerprint.hex);
    }
    struct digest digest = digest_finish(state);
    return half_of(&digest);
}

const struct plan_scope *plan_find(const struct plan *plan, const char *scope)
{
    for (size_t i = 0; i < plan->scope_count; i++)
        if (text_equal(plan->scopes[i].name, scope))
            return &plan->scopes[i];
    return NULL;
}

const char *plan_folder(struct arena *arena, const char *out_dir, const char *release)
{
    return arena_printf(arena, "%s/plans/%s", out_dir, release);
}

static bool fingerprint_file(const char *path, struct fingerprint *fingerprint, struct error *err)
{
    struct digest digest;
    long long bytes;
    if (!file_digest(path, &digest, &bytes, err))
        return false;
    *fingerprint = half_of(&digest);
    return true;
}

bool plan_add_file(struct arena *arena, struct plan *plan, const char *folder, const char *name,
                   struct error *err)
{
    struct plan_file file = {.name = name};
    if (!fingerprint_file(path_join(arena, folder, name), &file.fingerprint, err))
        return false;
    plan->files = arena_grow(arena, plan->files, &plan->file_capacity, plan->file_count + 1,
                             sizeof *plan->files);
    plan->files[plan->file_count++] = file;
    return true;
}

const struct plan_file *plan_check_files(struct plan *plan, const char *folder)
{
    const struct plan_file *damaged = NULL;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < plan->file_count; i++) {
        struct plan_file *file = &plan->files[i];
        struct fingerprint found;
        file->sound = fingerprint_file(path_join(arena, folder, file->name), &found, NULL) &&
                      fingerprint_equal(&found, &file->fingerprint);
        if (!file->sound && !damaged)
            damaged = file;
    }
    arena_free(arena);
    return damaged;
}

bool plan_has_file(const struct plan *plan, const char *name)
{
    for (size_t i = 0; i < plan->file_count; i++)
        if (text_equal(plan->files[i].name, name))
            return plan->files[i].sound;
    return false;
}

/* ---- reading ---- */

static const char *text_of(struct arena *arena, const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return arena_copy_text(arena, text);
}

static bool read_fingerprint(const json_t *value, struct fingerprint *out)
{
    const char *hex = json_string_value(value);
    if (!hex || strlen(hex) != FINGERPRINT_HEX - 1)
        return false;
    memcpy(out->hex, hex, FINGERPRINT_HEX);
    return true;
}

static bool read_parts(struct arena *arena, json_t *parts, struct plan_scope *scope)
{
    const char *name;
    json_t *value;
    json_object_foreach(parts, name, value)
    {
        struct plan_part part = {.name = arena_strdup(arena, name)};
        if (!read_fingerprint(value, &part.fingerprint))
            return false;
        plan_add_part(arena, scope, &part);
    }
    return scope->count > 0;
}

static bool read_scopes(struct arena *arena, json_t *scopes, struct plan *plan)
{
    size_t index;
    json_t *value;
    plan->scopes = arena_array(arena, json_array_size(scopes), sizeof *plan->scopes);
    json_array_foreach(scopes, index, value)
    {
        struct plan_scope *scope = &plan->scopes[plan->scope_count++];
        scope->name = text_of(arena, value, "scope");
        if (!scope->name || !read_parts(arena, json_object_get(value, "parts"), scope))
            return false;
    }
    return plan->scope_count > 0;
}

static bool read_files(struct arena *arena, json_t *files, struct plan *plan)
{
    const char *name;
    json_t *value;
    plan->files = arena_array(arena, json_object_size(files), sizeof *plan->files);
    json_object_foreach(files, name, value)
    {
        struct plan_file *file = &plan->files[plan->file_count++];
        file->name = arena_strdup(arena, name);
        if (!read_fingerprint(value, &file->fingerprint))
            return false;
    }
    return true;
}

static bool read_bool(const json_t *root, const char *key, bool *value)
{
    const json_t *found = json_object_get(root, key);
    *value = json_is_true(found);
    return json_is_boolean(found);
}

static bool read_root(struct arena *arena, json_t *root, struct plan *plan)
{
    *plan = (struct plan){
        .snapshot = text_of(arena, root, "snapshot"),
        .mark = text_of(arena, root, "manifest"),
        .day = text_of(arena, root, "day"),
        .horizon = text_of(arena, root, "horizon"),
    };
    const json_t *format = json_object_get(root, "format");
    return json_is_integer(format) && json_integer_value(format) == FORMAT && plan->snapshot &&
           plan->mark && plan->day && read_bool(root, "complete", &plan->complete) &&
           read_bool(root, "recorded", &plan->recorded) &&
           read_scopes(arena, json_object_get(root, "scopes"), plan) &&
           json_is_object(json_object_get(root, "files")) &&
           read_files(arena, json_object_get(root, "files"), plan);
}

bool plan_read(struct arena *arena, const char *folder, struct plan *plan, struct error *err)
{
    char *text;
    size_t length;
    const char *path = path_join(arena, folder, file_name);
    if (!file_exists(path))
        return false;
    if (!file_read(arena, path, LIMIT, &text, &length, err))
        return false;
    json_t *root = json_loadb(text, length, 0, NULL);
    bool ok = root && read_root(arena, root, plan);
    json_decref(root);
    return ok ? true : error_set(err, ERROR_FAILED, "'%s' is damaged", path);
}

/* ---- writing ---- */

static json_t *scope_json(const struct plan_scope *scope)
{
    json_t *parts = json_object();
    for (size_t i = 0; i < scope->count; i++)
        json_object_set_new(parts, scope->parts[i].name,
                            json_string(scope->parts[i].fingerprint.hex));
    return json_pack("{s:s, s:o}", "scope", scope->name, "parts", parts);
}

static json_t *plan_json(const struct plan *plan)
{
    json_t *scopes = json_array();
    json_t *files = json_object();
    for (size_t i = 0; i < plan->scope_count; i++)
        json_array_append_new(scopes, scope_json(&plan->scopes[i]));
    for (size_t i = 0; i < plan->file_count; i++)
        json_object_set_new(files, plan->files[i].name,
                            json_string(plan->files[i].fingerprint.hex));
    return json_pack("{s:i, s:s, s:s, s:s, s:s*, s:b, s:b, s:o, s:o}", "format", FORMAT, "snapshot",
                     plan->snapshot, "manifest", plan->mark, "day", plan->day, "horizon",
                     plan->horizon, "complete", plan->complete, "recorded", plan->recorded, "files",
                     files, "scopes", scopes);
}

bool plan_write(const char *folder, const struct plan *plan, struct error *err)
{
    struct arena *arena = arena_new();
    json_t *root = plan_json(plan);
    char *text = root ? json_dumps(root, JSON_INDENT(1)) : NULL;
    json_decref(root);
    if (!text)
        out_of_memory();
    bool ok = file_put(path_join(arena, folder, file_name), text, strlen(text), err);
    free(text);
    arena_free(arena);
    return ok;
}
