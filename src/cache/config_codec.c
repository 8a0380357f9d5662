#include "cache/config_codec.h"

#include "base/text.h"

#include <jansson.h>
#include <limits.h>

/* ---- encoding ---- */

/* json_stringn and friends fail for want of memory or on invalid UTF-8, which the database
 * does not hand out; either way the payload would not decode, so it becomes null. */
static void set_text(json_t *object, const char *name, const char *text)
{
    json_object_set_new(object, name, text ? json_string(text) : json_null());
}

static void set_decimal(json_t *object, const char *name, struct decimal value)
{
    struct strbuf text;
    strbuf_init(&text);
    decimal_write(&text, value);
    set_text(object, name, text.text);
    strbuf_release(&text);
}

static void set_integer(json_t *object, const char *name, long long value)
{
    json_object_set_new(object, name, json_integer(value));
}

static json_t *encode_dimension(const struct dimension *dimension)
{
    json_t *object = json_object();
    set_text(object, "id", dimension->id);
    set_text(object, "code", dimension->code);
    set_text(object, "name", dimension->name);
    set_text(object, "description", dimension->description);
    set_decimal(object, "min_score", dimension->min_score);
    set_decimal(object, "max_score", dimension->max_score);
    set_integer(object, "display_order", dimension->display_order);
    return object;
}

static json_t *encode_weight(const struct weight *weight)
{
    json_t *object = json_object();
    set_text(object, "dimension", weight->dimension_code);
    set_decimal(object, "value", weight->value);
    set_text(object, "rationale", weight->rationale);
    set_text(object, "effective_from", weight->effective_from);
    set_text(object, "effective_to", weight->effective_to);
    return object;
}

static json_t *encode_calibration(const struct calibration *calibration)
{
    json_t *object = json_object();
    set_text(object, "name", calibration->name);
    set_decimal(object, "value", calibration->value);
    set_text(object, "type", calibration->type);
    set_text(object, "description", calibration->description);
    set_text(object, "effective_from", calibration->effective_from);
    set_text(object, "effective_to", calibration->effective_to);
    return object;
}

static json_t *encode_sector(const struct sector *sector)
{
    json_t *object = json_object();
    set_text(object, "focus_group_id", sector->focus_group_id);
    set_text(object, "slug", sector->slug);
    set_text(object, "name", sector->group_name);
    set_text(object, "code", sector->group_code);
    set_text(object, "description", sector->description);
    set_text(object, "icon_name", sector->icon_name);
    set_text(object, "color_hex", sector->color_hex);
    set_integer(object, "display_order", sector->display_order);
    json_t *weights = json_array();
    for (size_t i = 0; i < sector->weight_count; i++)
        json_array_append_new(weights, encode_weight(&sector->weights[i]));
    json_object_set_new(object, "weights", weights);
    json_t *calibrations = json_array();
    for (size_t i = 0; i < sector->calibration_count; i++)
        json_array_append_new(calibrations, encode_calibration(&sector->calibrations[i]));
    json_object_set_new(object, "calibrations", calibrations);
    json_t *duplicates = json_array();
    for (size_t i = 0; i < sector->duplicate_count; i++)
        json_array_append_new(duplicates, json_string(sector->duplicate_keys[i]));
    json_object_set_new(object, "duplicates", duplicates);
    set_text(object, "fingerprint", sector->fingerprint);
    return object;
}

const char *config_encode(struct arena *arena, const struct config_set *set)
{
    json_t *root = json_object();
    set_text(root, "as_of", set->as_of);
    json_t *dimensions = json_array();
    for (size_t i = 0; i < set->dimension_count; i++)
        json_array_append_new(dimensions, encode_dimension(&set->dimensions[i]));
    json_object_set_new(root, "dimensions", dimensions);
    json_t *sectors = json_array();
    for (size_t i = 0; i < set->sector_count; i++)
        json_array_append_new(sectors, encode_sector(&set->sectors[i]));
    json_object_set_new(root, "sectors", sectors);
    char *text = json_dumps(root, JSON_COMPACT);
    if (!text)
        out_of_memory();
    const char *payload = arena_strdup(arena, text);
    free(text);
    json_decref(root);
    return payload;
}

/* ---- decoding: the first thing amiss sticks ---- */

struct reader {
    struct arena *arena;
    bool ok;
};

static const char *optional_text(struct reader *reader, const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    if (json_is_string(value))
        return arena_strdup(reader->arena, json_string_value(value));
    if (!json_is_null(value))
        reader->ok = false;
    return NULL;
}

static const char *text(struct reader *reader, const json_t *object, const char *name)
{
    const char *value = optional_text(reader, object, name);
    if (!value)
        reader->ok = false;
    return value ? value : "";
}

static struct decimal decimal(struct reader *reader, const json_t *object, const char *name)
{
    struct decimal value = DECIMAL_ZERO;
    if (!decimal_parse(text(reader, object, name), &value))
        reader->ok = false;
    return value;
}

static int integer(struct reader *reader, const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    json_int_t number = json_integer_value(value);
    if (!json_is_integer(value) || number < INT_MIN || number > INT_MAX) {
        reader->ok = false;
        return 0;
    }
    return (int)number;
}

/* Room for the elements of an array; *array stays NULL when there is no array. */
static void *elements(struct reader *reader, const json_t *object, const char *name, size_t size,
                      const json_t **array)
{
    *array = json_object_get(object, name);
    if (!json_is_array(*array))
        reader->ok = false;
    return arena_array(reader->arena, json_array_size(*array), size);
}

static void decode_dimensions(struct reader *reader, const json_t *root, struct config_set *set)
{
    const json_t *array;
    set->dimensions = elements(reader, root, "dimensions", sizeof *set->dimensions, &array);
    set->dimension_count = json_array_size(array);
    for (size_t i = 0; i < set->dimension_count; i++) {
        const json_t *object = json_array_get(array, i);
        set->dimensions[i] = (struct dimension){
            .id = text(reader, object, "id"),
            .code = text(reader, object, "code"),
            .name = text(reader, object, "name"),
            .description = optional_text(reader, object, "description"),
            .min_score = decimal(reader, object, "min_score"),
            .max_score = decimal(reader, object, "max_score"),
            .display_order = integer(reader, object, "display_order"),
        };
    }
}

static void decode_weights(struct reader *reader, const json_t *root, struct sector *sector)
{
    const json_t *array;
    sector->weights = elements(reader, root, "weights", sizeof *sector->weights, &array);
    sector->weight_count = json_array_size(array);
    for (size_t i = 0; i < sector->weight_count; i++) {
        const json_t *object = json_array_get(array, i);
        sector->weights[i] = (struct weight){
            .dimension_code = text(reader, object, "dimension"),
            .value = decimal(reader, object, "value"),
            .rationale = optional_text(reader, object, "rationale"),
            .effective_from = text(reader, object, "effective_from"),
            .effective_to = optional_text(reader, object, "effective_to"),
        };
    }
}

static void decode_calibrations(struct reader *reader, const json_t *root, struct sector *sector)
{
    const json_t *array;
    sector->calibrations =
        elements(reader, root, "calibrations", sizeof *sector->calibrations, &array);
    sector->calibration_count = json_array_size(array);
    for (size_t i = 0; i < sector->calibration_count; i++) {
        const json_t *object = json_array_get(array, i);
        sector->calibrations[i] = (struct calibration){
            .name = text(reader, object, "name"),
            .value = decimal(reader, object, "value"),
            .type = optional_text(reader, object, "type"),
            .description = optional_text(reader, object, "description"),
            .effective_from = text(reader, object, "effective_from"),
            .effective_to = optional_text(reader, object, "effective_to"),
        };
    }
}

static void decode_duplicates(struct reader *reader, const json_t *root, struct sector *sector)
{
    const json_t *array;
    sector->duplicate_keys =
        elements(reader, root, "duplicates", sizeof *sector->duplicate_keys, &array);
    sector->duplicate_count = json_array_size(array);
    for (size_t i = 0; i < sector->duplicate_count; i++) {
        const char *key = json_string_value(json_array_get(array, i));
        if (!key)
            reader->ok = false;
        sector->duplicate_keys[i] = arena_strdup(reader->arena, key ? key : "");
    }
}

static void decode_sectors(struct reader *reader, const json_t *root, struct config_set *set)
{
    const json_t *array;
    set->sectors = elements(reader, root, "sectors", sizeof *set->sectors, &array);
    set->sector_count = json_array_size(array);
    for (size_t i = 0; i < set->sector_count; i++) {
        const json_t *object = json_array_get(array, i);
        struct sector *sector = &set->sectors[i];
        *sector = (struct sector){
            .focus_group_id = text(reader, object, "focus_group_id"),
            .slug = text(reader, object, "slug"),
            .group_name = text(reader, object, "name"),
            .group_code = text(reader, object, "code"),
            .description = optional_text(reader, object, "description"),
            .icon_name = optional_text(reader, object, "icon_name"),
            .color_hex = optional_text(reader, object, "color_hex"),
            .display_order = integer(reader, object, "display_order"),
            .fingerprint = optional_text(reader, object, "fingerprint"),
        };
        decode_weights(reader, object, sector);
        decode_calibrations(reader, object, sector);
        decode_duplicates(reader, object, sector);
    }
}

bool config_decode(struct arena *arena, const char *payload, struct config_set *set)
{
    json_t *root = json_loads(payload, JSON_REJECT_DUPLICATES, NULL);
    if (!root)
        return false;
    struct reader reader = {.arena = arena, .ok = true};
    *set = (struct config_set){.as_of = optional_text(&reader, root, "as_of")};
    decode_dimensions(&reader, root, set);
    decode_sectors(&reader, root, set);
    json_decref(root);
    return reader.ok;
}
