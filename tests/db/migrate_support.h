/* What the suites of migrations share: a folder for made-up migrations, and the checks that take
 * several lines. The arena, the error and the folder are made anew for each test. */
#ifndef DB_MIGRATE_SUPPORT_H
#define DB_MIGRATE_SUPPORT_H

#include "base/file.h"
#include "base/strbuf.h"
#include "db/migrate.h"
#include "support/database.h"
#include "support/folder.h"

#include <check.h>

static struct arena *arena;
static struct error err;
static const char *folder; /* for migrations that a test makes up */

static inline void migrations_set_up(void)
{
    arena = arena_new();
    error_clear(&err);
    folder = folder_of_test(arena);
}

static inline void migrations_tear_down(void)
{
    arena_free(arena);
}

static inline void put(const char *name, const char *text)
{
    ck_assert(file_write(path_join(arena, folder, name), text, strlen(text), &err));
}

static inline void put_pair(int number, const char *name, const char *up, const char *down)
{
    put(arena_printf(arena, "%04d_%s.up.sql", number, name), up);
    put(arena_printf(arena, "%04d_%s.down.sql", number, name), down);
}

static inline void copy_file(const char *path)
{
    char *text;
    ck_assert_msg(file_read(arena, path, 1 << 20, &text, NULL, &err), "%s", err.message);
    put(strrchr(path, '/') + 1, text);
}

/* The project's migrations in `folder`; the number of the next. */
static inline int copy_project(void)
{
    struct migrations list;
    ck_assert_msg(migrations_read(arena, "migrations", &list, &err), "%s", err.message);
    for (size_t i = 0; i < list.count; i++) {
        copy_file(list.rows[i].up_path);
        copy_file(list.rows[i].down_path);
    }
    return (int)list.count + 1;
}

static inline size_t up(const char *url, const char *from)
{
    size_t applied = 0;
    struct db *db = test_connect(arena, url, false);
    ck_assert_msg(migrations_up(&(struct migrator){db, arena, from, NULL}, &applied, &err), "%s",
                  err.message);
    return applied;
}

static inline size_t down(const char *url, const char *from, size_t steps)
{
    size_t reverted = 0;
    struct db *db = test_connect(arena, url, false);
    ck_assert_msg(
        migrations_down(&(struct migrator){db, arena, from, NULL}, steps, &reverted, &err), "%s",
        err.message);
    return reverted;
}

static inline struct findings verify(const char *url, const char *from)
{
    struct findings drifts;
    findings_init(&drifts, arena);
    struct db *db = test_connect(arena, url, false);
    ck_assert_msg(migrations_verify(&(struct migrator){db, arena, from, NULL}, &drifts, &err), "%s",
                  err.message);
    return drifts;
}

static inline const char *drift_lines(const struct findings *drifts)
{
    struct strbuf lines;
    strbuf_init(&lines);
    for (size_t i = 0; i < drifts->count; i++)
        strbuf_addf(&lines, "%s: %s\n", drifts->rows[i].subject, drifts->rows[i].message);
    const char *text = arena_strdup(arena, lines.text);
    strbuf_release(&lines);
    return text;
}

static inline void check_no_drift(const char *url, const char *from)
{
    struct findings drifts = verify(url, from);
    ck_assert_msg(drifts.count == 0, "%s", drift_lines(&drifts));
}

/* All that is in a database: relations, schemas, functions, privileges. */
static const char objects_sql[] =
    "SELECT concat_ws(' ',\n"
    "    (SELECT string_agg(c.oid::regclass::text, ',') FROM pg_class c\n"
    "     JOIN pg_namespace n ON n.oid = c.relnamespace\n"
    "     WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')),\n"
    "    (SELECT string_agg(n.nspname, ',') FROM pg_namespace n\n"
    "     WHERE n.nspname LIKE 'orgair%'),\n"
    "    (SELECT string_agg(p.proname, ',') FROM pg_proc p\n"
    "     WHERE p.pronamespace = 'public'::regnamespace),\n"
    "    (SELECT string_agg(d.defaclacl::text, ',') FROM pg_default_acl d),\n"
    "    (SELECT n.nspacl::text FROM pg_namespace n WHERE n.nspname = 'public'))";

/* A login orgair_test_<name> that is a member of a group role; made anew. */
static inline const char *login(const char *url, const char *name, const char *group)
{
    const char *role = arena_printf(arena, "orgair_test_%s", name);
    test_sql(url, arena_printf(arena, "DROP ROLE IF EXISTS %s", role));
    test_sql(url, arena_printf(arena, "CREATE ROLE %s LOGIN IN ROLE %s", role, group));
    return role;
}

#endif
