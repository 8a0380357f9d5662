#include "app/configs.h"

#include "base/digest.h"
#include "base/text.h"
#include "cache/assessment_codec.h"
#include "cache/config_codec.h"
#include "cache/organization_codec.h"
#include "cache/rows.h"
#include "db/snapshot.h"

#include <limits.h>

static const char all_key[] = "sectors:all";

static const char *sector_key(struct arena *arena, const char *focus_group_id)
{
    return arena_printf(arena, "sector:%s", focus_group_id);
}

const char *configs_sector_id(struct arena *arena, const char *name)
{
    if (text_starts_with(name, "pe_"))
        return name;
    char *id = arena_printf(arena, "pe_%s", name);
    for (char *c = id; *c; c++)
        if (*c == '-')
            *c = '_';
    return id;
}

bool configs_unknown_sector(const struct config_set *set, const char *name, struct error *err)
{
    struct strbuf names;
    strbuf_init(&names);
    for (size_t i = 0; i < set->sector_count; i++)
        strbuf_addf(&names, "%s%s", i > 0 ? ", " : "", set->sectors[i].focus_group_id);
    error_set(err, ERROR_USAGE, "unknown sector '%s'", name);
    error_hint(err, "active sectors are %s", names.length > 0 ? names.text : "none");
    strbuf_release(&names);
    return false;
}

bool configs_open_cache(struct app *app, struct cache **cache, struct error *err)
{
    return cache_open(app->arena, app->settings->cache_dir, app_now_ns, app->log, cache, err);
}

/* One request on its way. */
struct load {
    struct app *app;
    const struct configs_request *request;
    const char *focus_group_id; /* NULL: every sector */
    const char *key;
    const char *as_of;
    struct sector_fingerprint *rows; /* of what is asked for; NULL without a cache */
    size_t row_count;
    struct configs_report *report;
};

/* The wall clock may be set back between two looks. */
static int64_t since(int64_t started_ns)
{
    int64_t elapsed = app_now_ns() - started_ns;
    return elapsed > 0 ? elapsed : 0;
}

/* ---- fingerprints ---- */

static const char *combined_fingerprint(struct arena *arena, const struct sector_fingerprint *rows,
                                        size_t count)
{
    struct digest_state *state = digest_begin();
    for (size_t i = 0; i < count; i++) {
        digest_field(state, rows[i].focus_group_id);
        digest_field(state, rows[i].fingerprint);
    }
    struct digest digest = digest_finish(state);
    char hex[DIGEST_HEX];
    digest_hex(&digest, hex);
    return arena_strdup(arena, hex);
}

/* The fingerprints that the sectors of a set were read with; NULL when one has none. */
static const char *set_fingerprint(struct arena *arena, const struct config_set *set)
{
    struct sector_fingerprint *rows = arena_array(arena, set->sector_count, sizeof *rows);
    for (size_t i = 0; i < set->sector_count; i++) {
        rows[i].focus_group_id = set->sectors[i].focus_group_id;
        rows[i].fingerprint = set->sectors[i].fingerprint;
        if (!rows[i].fingerprint)
            return NULL;
    }
    return combined_fingerprint(arena, rows, set->sector_count);
}

/* Asks what stands now. A sector that is not there leaves no rows: reading says so. */
static bool ask_fingerprints(struct load *load, struct error *err)
{
    int64_t started = app_now_ns();
    bool ok = snapshot_fingerprints(load->request->db, load->app->arena, load->as_of, &load->rows,
                                    &load->row_count, err);
    load->report->check_ns += since(started);
    if (!ok || !load->focus_group_id)
        return ok;
    size_t i = 0;
    while (i < load->row_count && !text_equal(load->rows[i].focus_group_id, load->focus_group_id))
        i++;
    load->row_count = i < load->row_count ? 1 : 0;
    if (load->row_count == 1)
        load->rows = &load->rows[i];
    return true;
}

/* ---- the cache's answer ---- */

static bool is_made_from(const struct load *load, const struct config_set *set)
{
    if (set->sector_count != load->row_count)
        return false;
    for (size_t i = 0; i < load->row_count; i++)
        if (!text_equal(set->sectors[i].focus_group_id, load->rows[i].focus_group_id) ||
            !text_equal(set->sectors[i].fingerprint, load->rows[i].fingerprint))
            return false;
    return true;
}

static bool look_up(const struct load *load, struct config_set *set)
{
    struct arena *arena = load->app->arena;
    if (load->row_count == 0)
        return false;
    const char *fingerprint = load->focus_group_id
                                  ? load->rows[0].fingerprint
                                  : combined_fingerprint(arena, load->rows, load->row_count);
    const char *payload;
    if (!cache_get(load->request->cache, arena, load->key, load->app->settings->cache_ttl_sectors,
                   fingerprint, &payload))
        return false;
    if (config_decode(arena, payload, set) && is_made_from(load, set))
        return true;
    log_warning(load->app->log, "cache: entry '%s' ignored: it is not what its key promises",
                load->key);
    return false;
}

/* ---- the database's answer ---- */

static void store(const struct load *load, const struct config_set *set)
{
    struct cache *cache = load->request->cache;
    struct arena *scratch = arena_new();
    for (size_t i = 0; i < set->sector_count; i++) {
        struct config_set one = *set;
        one.sectors = &set->sectors[i];
        one.sector_count = 1;
        if (one.sectors->fingerprint)
            cache_put(cache, sector_key(scratch, one.sectors->focus_group_id),
                      one.sectors->fingerprint, config_encode(scratch, &one));
    }
    const char *fingerprint = set_fingerprint(scratch, set);
    /* Without a sector nothing would notice when dimensions change. */
    if (fingerprint && set->sector_count > 0)
        cache_put(cache, all_key, fingerprint, config_encode(scratch, set));
    arena_free(scratch);
}

static bool read_rows(const struct load *load, struct config_set *set, struct error *err)
{
    int64_t started = app_now_ns();
    bool ok = snapshot_configs(load->request->db, load->app->arena, load->as_of, set, err);
    load->report->database_ns += since(started);
    if (!ok)
        return false;
    if (load->request->cache)
        store(load, set);
    if (!load->focus_group_id)
        return true;
    const struct sector *sector = config_find_sector(set, load->focus_group_id);
    if (!sector)
        return configs_unknown_sector(set, load->focus_group_id, err);
    set->sectors += sector - set->sectors;
    set->sector_count = 1;
    return true;
}

static bool load_online(struct load *load, struct config_set *set, struct error *err)
{
    load->as_of = load->request->as_of;
    if (!load->as_of && !snapshot_today(load->request->db, load->app->arena, &load->as_of, err))
        return false;
    int64_t started = app_now_ns();
    if (load->request->cache && !ask_fingerprints(load, err))
        return false;
    bool hit = load->request->cache && look_up(load, set);
    if (load->request->cache)
        load->report->lookup_ns += since(started);
    load->report->hits += hit;
    load->report->misses += !hit;
    if (!hit && !read_rows(load, set, err))
        return false;
    bool other_day = !text_equal(set->as_of, load->as_of);
    set->as_of = load->as_of;
    if (hit && other_day && !load->focus_group_id)
        store(load, set);
    return true;
}

/* ---- offline ---- */

/* Days since 1970 of a day that text_is_date accepts. */
static long long day_number(const char *day)
{
    struct tm date = {0};
    sscanf(day, "%4d-%2d-%2d", &date.tm_year, &date.tm_mon, &date.tm_mday);
    date.tm_year -= 1900;
    date.tm_mon -= 1;
    return (long long)timegm(&date) / 86400;
}

/* Was it the present day when the entry was read? A day of grace each way: clocks differ. */
static bool is_recent(const char *day, long long ttl_s)
{
    long long today = app_now_ns() / 1000000000 / 86400;
    long long number = day_number(day);
    return number <= today + 1 && today - number <= ttl_s / 86400 + 1;
}

static bool check_day(const struct load *load, const char *day, struct error *err)
{
    const char *asked = load->request->as_of;
    if (!day || !text_is_date(day))
        return error_set(err, ERROR_DATABASE, "the cache does not say of which day '%s' is",
                         load->key);
    if (asked && !text_equal(asked, day)) {
        error_set(err, ERROR_DATABASE, "the cache holds '%s' of %s, not of %s", load->key, day,
                  asked);
        return error_hint(err, "ask for %s, or for %s with the database", day, asked);
    }
    if (!asked && !is_recent(day, load->app->settings->cache_ttl_sectors)) {
        error_set(err, ERROR_DATABASE, "the cache holds '%s' of %s, a day of the past", load->key,
                  day);
        return error_hint(err, "ask for that day with --as-of %s, or build with the database", day);
    }
    return true;
}

static bool load_offline(struct load *load, struct config_set *set, struct error *err)
{
    if (!load->request->cache)
        return error_set(err, ERROR_USAGE,
                         "an offline build reads the cache: "
                         "--offline and --no-cache exclude each other");
    long long ttl_s = load->app->settings->cache_ttl_sectors;
    int64_t started = app_now_ns();
    const char *payload;
    bool hit = cache_get(load->request->cache, load->app->arena, load->key, ttl_s, NULL, &payload);
    if (hit && !config_decode(load->app->arena, payload, set)) {
        log_warning(load->app->log, "cache: entry '%s' ignored: it holds no configurations",
                    load->key);
        hit = false;
    }
    load->report->lookup_ns += since(started);
    load->report->hits += hit;
    load->report->misses += !hit;
    if (!hit) {
        error_set(err, ERROR_DATABASE,
                  "the cache holds no '%s' that is whole and younger than "
                  "%lld s",
                  load->key, ttl_s);
        return error_hint(err, "build once with the database, or raise ORGAIR_CACHE_TTL_SECTORS");
    }
    return check_day(load, set->as_of, err);
}

/* ---- requests ---- */

/* When a row in force on the day ends may have been decided after it: a report of that day must
 * not depend on it. */
static void drop_ends(struct config_set *set)
{
    for (size_t i = 0; i < set->sector_count; i++) {
        struct sector *sector = &set->sectors[i];
        for (size_t k = 0; k < sector->weight_count; k++)
            sector->weights[k].effective_to = NULL;
        for (size_t k = 0; k < sector->calibration_count; k++)
            sector->calibrations[k].effective_to = NULL;
    }
}

bool configs_load_sector(struct app *app, const struct configs_request *request,
                         const char *focus_group_id, struct config_set *set,
                         struct configs_report *report, struct error *err)
{
    struct load load = {
        .app = app,
        .request = request,
        .focus_group_id = focus_group_id,
        .key = focus_group_id ? sector_key(app->arena, focus_group_id) : all_key,
        .report = report,
    };
    bool ok = request->db ? load_online(&load, set, err) : load_offline(&load, set, err);
    if (ok && request->as_of)
        drop_ends(set);
    return ok;
}

bool configs_load(struct app *app, const struct configs_request *request, struct config_set *set,
                  struct configs_report *report, struct error *err)
{
    return configs_load_sector(app, request, NULL, set, report, err);
}

/* ---- invalidation ---- */

static void note(struct arena *arena, struct configs_removed *removed, const char *name,
                 size_t *capacity)
{
    removed->names =
        arena_grow(arena, removed->names, capacity, removed->count + 1, sizeof *removed->names);
    removed->names[removed->count++] = name;
}

/* A sector without an entry of its own: one that the entry of all sectors does not have either is a
 * slip of the hand, and that entry stays. */
static bool check_known(struct cache *cache, struct arena *arena, const char *focus_group_id,
                        struct error *err)
{
    const char *payload;
    struct config_set set;
    return !cache_get(cache, arena, all_key, LLONG_MAX, NULL, &payload) ||
           !config_decode(arena, payload, &set) || config_find_sector(&set, focus_group_id) ||
           configs_unknown_sector(&set, focus_group_id, err);
}

static bool invalidate_sector(struct cache *cache, struct arena *arena, const char *focus_group_id,
                              struct configs_removed *removed, struct error *err)
{
    const char *own = sector_key(arena, focus_group_id);
    const char *const rows[] = {organizations_key(arena, focus_group_id),
                                assessments_key(arena, focus_group_id)};
    size_t capacity = 0;
    if (cache_remove(cache, own))
        note(arena, removed, own, &capacity);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (cache_rows_remove(cache, rows[i]))
            note(arena, removed, rows[i], &capacity);
    if (removed->count == 0 && !check_known(cache, arena, focus_group_id, err))
        return false;
    if (cache_remove(cache, all_key))
        note(arena, removed, all_key, &capacity);
    return true;
}

bool configs_invalidate(struct cache *cache, struct arena *arena, const char *focus_group_id,
                        struct configs_removed *removed, struct error *err)
{
    *removed = (struct configs_removed){0};
    if (focus_group_id)
        return invalidate_sector(cache, arena, focus_group_id, removed, err);
    size_t capacity = 0;
    struct cache_entry *entries;
    size_t count;
    if (!cache_list(cache, arena, &entries, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!entries[i].foreign && cache_remove_file(cache, entries[i].file))
            note(arena, removed, entries[i].key ? entries[i].key : entries[i].file, &capacity);
    return true;
}

/* ---- what it cost ---- */

struct configs_cost configs_cost(const struct configs_report *report)
{
    struct configs_cost cost = {.requests = report->hits + report->misses};
    double requests = (double)cost.requests;
    if (cost.requests > 0) {
        cost.hit_rate = (double)report->hits / requests;
        cost.cache_s = (double)report->lookup_ns / 1e9 / requests;
    }
    if (report->misses > 0)
        cost.database_s = (double)report->database_ns / 1e9 / (double)report->misses;
    cost.total_s = requests * cost.hit_rate * cost.cache_s +
                   requests * (1 - cost.hit_rate) * (cost.cache_s + cost.database_s);
    return cost;
}

const char *configs_cost_text(struct arena *arena, const struct configs_report *report)
{
    struct configs_cost cost = configs_cost(report);
    return arena_printf(arena,
                        "T_total = R*H*T_cache + R*(1-H)*(T_cache + T_db) = %lld*%.2f*%.6f + "
                        "%lld*%.2f*(%.6f + %.6f) = %.6f s",
                        cost.requests, cost.hit_rate, cost.cache_s, cost.requests,
                        1 - cost.hit_rate, cost.cache_s, cost.database_s, cost.total_s);
}
