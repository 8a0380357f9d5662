#include "app/commands.h"
#include "app/configs.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "base/utc.h"
#include "cache/rows.h"

#include <inttypes.h>
#include <jansson.h>

struct listing {
    struct cache_entry *entries;
    size_t count;
};

static bool open_listing(struct app *app, struct listing *listing, struct error *err)
{
    struct cache *cache;
    return configs_open_cache(app, &cache, err) &&
           cache_list(cache, app->arena, &listing->entries, &listing->count, err);
}

/* ---- cache list ---- */

static const char *state_of(const struct app *app, const struct cache_entry *entry)
{
    if (entry->foreign)
        return "foreign";
    if (entry->problem)
        return "damaged";
    int64_t age_s = (app_now_ns() - entry->created_ns) / 1000000000;
    bool scores = text_starts_with(entry->key, "assessments:");
    const struct settings *settings = app->settings;
    return age_s < (scores ? settings->cache_ttl_scores : settings->cache_ttl_sectors) ? "fresh"
                                                                                       : "expired";
}

/* "3 d 04 h", "2 h 05 min", "7 min 30 s", "12 s": the two largest units. */
static const char *age_text(struct arena *arena, int64_t created_ns)
{
    long long s = (app_now_ns() - created_ns) / 1000000000;
    if (s >= 86400)
        return arena_printf(arena, "%lld d %02lld h", s / 86400, s / 3600 % 24);
    if (s >= 3600)
        return arena_printf(arena, "%lld h %02lld min", s / 3600, s / 60 % 60);
    if (s >= 60)
        return arena_printf(arena, "%lld min %02lld s", s / 60, s % 60);
    return arena_printf(arena, "%lld s", s);
}

static const char *utc_text(struct arena *arena, int64_t ns)
{
    char text[UTC_TEXT];
    utc_moment(text, ns / 1000000000);
    return arena_strdup(arena, text);
}

/* As one line of UTF-8, whatever the name of a foreign file is. */
static const char *printable(struct arena *arena, const char *text)
{
    bool utf8 = text_is_utf8(text, strlen(text));
    char *line = arena_strdup(arena, text);
    for (char *c = line; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7F || (!utf8 && (unsigned char)*c > 0x7F))
            *c = '?';
    return line;
}

/* What names an entry to people: its key, else its file. */
static const char *name_of(struct arena *arena, const struct cache_entry *entry)
{
    return printable(arena, entry->key ? entry->key : entry->file);
}

static int width_of(struct arena *arena, const struct listing *listing)
{
    size_t width = strlen("KEY");
    for (size_t i = 0; i < listing->count; i++) {
        size_t length = text_length(name_of(arena, &listing->entries[i]));
        width = length > width ? length : width;
    }
    return (int)(width < 60 ? width : 60);
}

/* printf pads by bytes; names are UTF-8. */
static void print_padded(FILE *out, const char *text, int width)
{
    fputs(text, out);
    for (int i = (int)text_length(text); i < width; i++)
        fputc(' ', out);
}

static void print_table(const struct app *app, const struct listing *listing)
{
    if (listing->count == 0) {
        fprintf(app->out, "the cache is empty\n");
        return;
    }
    int width = width_of(app->arena, listing);
    print_padded(app->out, "KEY", width);
    fprintf(app->out, "  %12s  %10s  STATE\n", "AGE", "BYTES");
    for (size_t i = 0; i < listing->count; i++) {
        const struct cache_entry *entry = &listing->entries[i];
        const char *age =
            entry->created_ns > 0 ? age_text(app->arena, entry->created_ns) : "unknown";
        print_padded(app->out, name_of(app->arena, entry), width);
        fprintf(app->out, "  %12s  %10lld  %s", age, entry->bytes, state_of(app, entry));
        if (entry->problem)
            fprintf(app->out, ": %s", entry->problem);
        fputc('\n', app->out);
    }
}

static void print_json(const struct app *app, const struct listing *listing)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < listing->count; i++) {
        const struct cache_entry *entry = &listing->entries[i];
        const char *created =
            entry->created_ns > 0 ? utc_text(app->arena, entry->created_ns) : NULL;
        json_array_append_new(
            rows, json_pack("{s:s?, s:s?, s:s?, s:s?, s:I, s:o, s:s, s:s?}", "key", entry->key,
                            "file", printable(app->arena, entry->file), "created", created,
                            "fingerprint", entry->fingerprint, "bytes", (json_int_t)entry->bytes,
                            "rows", entry->rows < 0 ? json_null() : json_integer(entry->rows),
                            "state", state_of(app, entry), "problem", entry->problem));
    }
    json_dumpf(rows, app->out, JSON_INDENT(2));
    fputc('\n', app->out);
    json_decref(rows);
}

bool cmd_cache_list(struct app *app, struct error *err)
{
    struct listing listing;
    if (!open_listing(app, &listing, err))
        return false;
    if (app_flag(app, "json"))
        print_json(app, &listing);
    else
        print_table(app, &listing);
    return true;
}

/* ---- cache show ---- */

/* A key as it is, or the sector that a user means: "energy" -> "sector:pe_energy". */
static const char *key_of(struct arena *arena, const char *operand)
{
    if (strchr(operand, ':'))
        return operand;
    return arena_printf(arena, "sector:%s", configs_sector_id(arena, operand));
}

static const struct cache_entry *find_entry(const struct app *app, const struct listing *listing,
                                            const char *key)
{
    const char *file = cache_file_name(app->arena, key);
    const char *rows_file = cache_rows_file_name(app->arena, key);
    for (size_t i = 0; i < listing->count; i++)
        if (text_equal(listing->entries[i].file, file) ||
            text_equal(listing->entries[i].file, rows_file))
            return &listing->entries[i];
    return NULL;
}

/* Of many rows: what they are and how many. */
static void print_payload(const struct app *app, const struct cache_entry *entry)
{
    json_t *payload = json_loads(entry->payload, JSON_DECODE_ANY, NULL);
    if (payload && entry->rows >= 0)
        payload = json_pack("{s:s, s:s, s:s, s:I, s:o}", "key", entry->key, "created",
                            utc_text(app->arena, entry->created_ns), "snapshot", entry->fingerprint,
                            "rows", (json_int_t)entry->rows, "describes", payload);
    if (payload)
        json_dumpf(payload, app->out, JSON_INDENT(2) | JSON_ENCODE_ANY);
    else
        fputs(entry->payload, app->out);
    fputc('\n', app->out);
    json_decref(payload);
}

bool cmd_cache_show(struct app *app, struct error *err)
{
    struct listing listing;
    if (!open_listing(app, &listing, err))
        return false;
    const char *key = key_of(app->arena, app->operands[0]);
    const struct cache_entry *entry = find_entry(app, &listing, key);
    if (!entry) {
        error_set(err, ERROR_FAILED, "no cache entry '%s'", key);
        return error_hint(err, "'orgair cache list' shows the entries");
    }
    if (entry->problem) {
        error_set(err, ERROR_FAILED, "cache entry '%s' is damaged: %s", key, entry->problem);
        return error_hint(err, "the next build ignores it and writes it anew");
    }
    print_payload(app, entry);
    return true;
}

/* ---- cache invalidate ---- */

bool cmd_cache_invalidate(struct app *app, struct error *err)
{
    struct cache *cache;
    struct configs_removed removed;
    const char *sector =
        app->operand_count > 0 ? configs_sector_id(app->arena, app->operands[0]) : NULL;
    if (!configs_open_cache(app, &cache, err) ||
        !configs_invalidate(cache, app->arena, sector, &removed, err))
        return false;
    for (size_t i = 0; i < removed.count; i++)
        fprintf(app->out, "removed %s\n", removed.names[i]);
    if (removed.count == 0)
        fprintf(app->out, "nothing to remove\n");
    return true;
}

/* ---- cache verify ---- */

bool cmd_cache_verify(struct app *app, struct error *err)
{
    struct listing listing;
    if (!open_listing(app, &listing, err))
        return false;
    size_t damaged = 0;
    size_t sound = 0;
    for (size_t i = 0; i < listing.count; i++) {
        const struct cache_entry *entry = &listing.entries[i];
        if (entry->foreign) {
            fprintf(app->out, "foreign  %s: %s\n", name_of(app->arena, entry), entry->problem);
        } else if (entry->problem) {
            damaged++;
            fprintf(app->out, "damaged  %s: %s\n", name_of(app->arena, entry), entry->problem);
        } else {
            sound++;
        }
    }
    fprintf(app->out, "%zu sound, %zu damaged\n", sound, damaged);
    if (damaged == 0)
        return true;
    error_set(err, ERROR_FAILED, "%zu of %zu cache entries are damaged", damaged, damaged + sound);
    return error_hint(err, "'orgair cache invalidate' removes them all; builds ignore them");
}
