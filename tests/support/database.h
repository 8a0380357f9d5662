/* Databases for suites, in the server whose URL is in ORGAIR_TEST_POSTGRES. Suites run in the
 * project's folder. Whatever goes wrong fails the test, with the server's words. */
#ifndef SUPPORT_DATABASE_H
#define SUPPORT_DATABASE_H

#include "db/assessments.h"
#include "db/connection.h"

/* Drops database orgair_test_<name> and makes it anew; the result is its URL. */
const char *test_database_empty(const char *name);
const char *test_database_create(const char *name);        /* migrated */
const char *test_database_create_seeded(const char *name); /* migrated, with the CSVs of seeds/ */

/* The server's URL with another database, and another user unless NULL. */
const char *test_url(const char *database, const char *user);

/* Runs statements on a connection of their own. */
void test_sql(const char *url, const char *sql);
/* The first value of a query as text, "" when it is NULL or there is no row. */
const char *test_value(const char *url, const char *sql);

/* Short limits, one attempt, no log. */
struct db_options test_options(const char *url);
struct db *test_connect(struct arena *arena, const char *url, bool read_only);

/* Copies of all that snapshot_assessments gives of a sector, with the scores of all sectors. */
struct assessed_organization *test_assessments(struct arena *arena, struct db *db,
                                               const struct config_set *configs,
                                               const struct sector *sector, size_t *count);

#endif
