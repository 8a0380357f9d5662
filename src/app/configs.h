/*
 * The config service: sector configurations from the cache while they stand,
 * else from the database.
 *
 * One cheap query asks for the fingerprints of the rows in force on the day. An
 * entry is used while it is younger than CACHE_TTL_SECTORS and made from exactly
 * these rows, so a changed weight is never served stale, whatever the TTL, and
 * an entry of another day serves every day on which the same rows are in force;
 * it is then stored anew, for offline builds of that day.
 * The day itself is the caller's, never the entry's. What was read is stored as
 * `sectors:all` and as one `sector:<focus_group_id>` each.
 *
 * Offline (no connection) entries are used by age alone. Their day is then the
 * day they were read for: another one that is asked for is refused, and so is an
 * entry of an --as-of build of the past when no day is asked for.
 */
#ifndef APP_CONFIGS_H
#define APP_CONFIGS_H

#include "app/app.h"
#include "cache/cache.h"
#include "model/config.h"

struct configs_request {
    struct db *db;       /* inside or outside a snapshot; NULL: offline */
    struct cache *cache; /* NULL: none (--no-cache) */
    /* YYYY-MM-DD; NULL: the database's day, offline that of the entry. Of a day that was asked for,
     * no row says when it ends: that may have been decided later. */
    const char *as_of;
};

/* Adds up over the requests of a run; begin with {0}. */
struct configs_report {
    long long hits;      /* requests answered by the cache */
    long long misses;    /* by the database, --no-cache included */
    int64_t lookup_ns;   /* all lookups: fingerprints, reading and decoding an entry */
    int64_t check_ns;    /* of that, the query for fingerprints */
    int64_t database_ns; /* reading the rows after misses */
};

/* Every active sector. `set` lives in the app's arena. Offline without a usable entry:
 * ERROR_DATABASE and a hint. */
bool configs_load(struct app *app, const struct configs_request *request, struct config_set *set,
                  struct configs_report *report, struct error *err);

/* One sector, as a set of one. */
bool configs_load_sector(struct app *app, const struct configs_request *request,
                         const char *focus_group_id, struct config_set *set,
                         struct configs_report *report, struct error *err);

/* The focus_group_id that a user means: "pe_energy", "energy", "financial-services". */
const char *configs_sector_id(struct arena *arena, const char *name);

/* Always false: a sector that is not in the set, ERROR_USAGE; the hint lists those there are. */
bool configs_unknown_sector(const struct config_set *set, const char *name, struct error *err);

/* The cache as the settings say. */
bool configs_open_cache(struct app *app, struct cache **cache, struct error *err);

/* Drops one sector's entries: its configuration, its rows, and `sectors:all`, which holds its
 * configuration too; NULL: every entry, the damaged ones included. `removed` gets the keys (files,
 * where there is no key). False also for a sector that the entry of all sectors does not know. */
struct configs_removed {
    const char **names;
    size_t count;
};
bool configs_invalidate(struct cache *cache, struct arena *arena, const char *focus_group_id,
                        struct configs_removed *removed, struct error *err);

/* T_total = R*H*T_cache + R*(1-H)*(T_cache + T_db), with R requests, hit rate H, and the mean
 * times in seconds of a lookup (T_cache) and of reading the rows (T_db). */
struct configs_cost {
    long long requests;
    double hit_rate; /* 0 without requests */
    double cache_s;
    double database_s;
    double total_s;
};
struct configs_cost configs_cost(const struct configs_report *report);

/* The formula with its numbers, one line, for the log and the status page. */
const char *configs_cost_text(struct arena *arena, const struct configs_report *report);

#endif
