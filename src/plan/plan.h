/*
 * What a release was made from, remembered beside it for the next run: which of
 * its files are out of date, and why.
 *
 * A scope (the site as a whole, or one sector) is made from parts: the program,
 * a library, a setting, a template, the rows of a table. Of each part only a
 * digest is kept. A sector whose parts are the same is kept as it is; in one that
 * changed, each organization's page has a fingerprint of its own.
 *
 *   <OUT_DIR>/plans/<release>/plan.json               scopes and their parts
 *   <OUT_DIR>/plans/<release>/<sector>.pages  fingerprint and path of each page
 *   <OUT_DIR>/plans/<release>/<sector>.*      what else a kept sector hands on
 *
 * A plan may be deleted at any time: without it everything is made anew.
 */
#ifndef PLAN_PLAN_H
#define PLAN_PLAN_H

#include "base/arena.h"
#include "base/digest.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* Half a SHA-256 in hexadecimal: enough to tell versions of one thing apart. */
enum { FINGERPRINT_HEX = 33 };
struct fingerprint {
    char hex[FINGERPRINT_HEX];
};
struct fingerprint fingerprint_of(const void *bytes, size_t length);
/* The same for many, as by digest_again. */
struct fingerprint fingerprint_again(struct digest_state *state, const void *bytes, size_t length);
bool fingerprint_equal(const struct fingerprint *a, const struct fingerprint *b);

/* One thing that a scope is made from. `looked_at` only: its change is a reason to look at the rows
 * again, but no page shows it (a revision of the database). */
struct plan_part {
    const char *name; /* as a reason names it: "setting APP_NAME", "template sector.tpl" */
    bool looked_at;
    struct fingerprint fingerprint;
};
struct plan_scope {
    const char *name; /* focus_group_id; "" is the site */
    struct plan_part *parts;
    size_t count;
    size_t capacity;
};
/* A scope that begins with all parts of another. */
struct plan_scope plan_scope_from(struct arena *arena, const struct plan_scope *common,
                                  const char *name);
void plan_add_part(struct arena *arena, struct plan_scope *scope, const struct plan_part *part);
void plan_add(struct arena *arena, struct plan_scope *scope, const char *name, const char *text);
void plan_add_looked_at(struct arena *arena, struct plan_scope *scope, const char *name,
                        const char *text);

/* The first part that differs, is new, or is gone; NULL: both are made from the same. `before` may
 * be NULL. */
const struct plan_part *plan_difference(const struct plan_scope *before,
                                        const struct plan_scope *now);

/* Of all parts but those that are only looked at: what every page of the scope is made from. */
struct fingerprint plan_fingerprint(const struct plan_scope *scope);

/* A file beside the plan and its digest, so that a damaged one is not believed. */
struct plan_file {
    const char *name;
    struct fingerprint fingerprint;
    bool sound; /* plan_check_files found it there, and as the plan says */
};

struct plan {
    const char *snapshot; /* of the rows that the run read, as the cache names it */
    const char *mark;     /* state of the release's manifest: stage_manifest_mark */
    const char *day;      /* whose rows the run saw: YYYY-MM-DD */
    const char *horizon;  /* first day on which the same tables show other rows; NULL: none known */
    struct plan_scope *scopes; /* the site first */
    size_t scope_count;
    struct plan_file *files;
    size_t file_count;
    size_t file_capacity;
    bool complete; /* every file is as its scope says; false: some were kept as they were before */
    bool recorded; /* in the ledger */
};

/* The folder of a release's plan. */
const char *plan_folder(struct arena *arena, const char *out_dir, const char *release);

/* False, and no error: there is none; an error says what is wrong with the one there is. */
bool plan_read(struct arena *arena, const char *folder, struct plan *plan, struct error *err);
bool plan_write(const char *folder, const struct plan *plan, struct error *err);

/* NULL: no such scope. */
const struct plan_scope *plan_find(const struct plan *plan, const char *scope);

/* One more file beside the plan, as it is there now. */
bool plan_add_file(struct arena *arena, struct plan *plan, const char *folder, const char *name,
                   struct error *err);

/* Reads all files beside the plan. The first that is not sound; NULL: all are. */
const struct plan_file *plan_check_files(struct plan *plan, const char *folder);

/* Is the file a sound one? Nothing is read. */
bool plan_has_file(const struct plan *plan, const char *name);

#endif
