/* What migrate.c and migrate_verify.c share. */
#ifndef DB_MIGRATE_INTERNAL_H
#define DB_MIGRATE_INTERNAL_H

#include "db/migrate.h"

/* Makes the schema orgair and its table of migrations. */
extern const char migrations_bootstrap_sql[];

/* The text of a migration file; `length` may be NULL. */
bool migration_text(struct arena *arena, const char *path, char **text, size_t *length,
                    struct error *err);

/* Serializes who migrates and who verifies; released at the end of the session at the latest. */
bool migrations_lock(const struct migrator *migrator, struct error *err);
bool migrations_unlock(const struct migrator *migrator, struct error *err);

#endif
