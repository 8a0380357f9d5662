/*
 * One build, split over processes or machines. A shard builds every N-th sector
 * into OUT_DIR/shards/<I>-of-<N> and publishes nothing; a merge takes the files of
 * all sectors over from there, makes what is about all of them, and publishes.
 *
 *   <I>-of-<N>/tree, files              the files (publish/stage.h)
 *   <I>-of-<N>/<sector>.*               what a plan remembers of a sector
 *   <I>-of-<N>/plan.json                what the shard was built from, and which sectors it has
 *   .<I>-of-<N>/                        the shard in the making, and the lock of its name
 *
 * The same data, settings, templates and program, told by the parts of the plan,
 * are the same as one snapshot: shards need not be built at the same moment.
 * What a shard leaves out, because nothing it is made from changed since the
 * current release, the merge keeps as that is.
 */
#ifndef APP_SHARD_H
#define APP_SHARD_H

#include "app/build.h"

/* ---- build --shard ---- */

/* Its own: shards that run at the same time are of different names. */
bool shard_take_lock(struct build *build, struct error *err);
bool shard_open_stage(struct build *build, struct error *err);
bool shard_build_sectors(struct build *build, struct error *err);
/* Puts the shard in place, over the one of an earlier run. */
bool shard_save(struct build *build, struct error *err);

/* The sector is none of this shard's; false where everything is built. */
bool shard_is_of_another(const struct build *build, size_t index);

/* ---- merge; where nothing is merged, these find nothing to do ---- */

/* All N of them, each locked. */
bool shards_find(struct build *build, struct error *err);
/* They are whole, and made from what this run is made from. Takes over what a plan remembers. */
bool shards_check(struct build *build, struct error *err);
/* The sector was built by its shard. */
bool shards_have(const struct build *build, const struct sector *sector);
/* Every sector that the plan does not keep was. */
bool shards_suffice(const struct build *build, struct error *err);
bool shards_take_sectors(struct build *build, struct error *err);
/* They are published; a failure is a warning. */
void shards_remove(struct build *build);

/* Shared by both. The lock of a shard's name lies in its folder aside, which goes with the arena.
 */
const char *shard_name(struct arena *arena, size_t shard, size_t count);
bool shard_lock(const struct build *build, size_t shard, size_t count, const char **aside,
                struct error *err);
const char *shards_folder(const struct build *build, struct arena *arena);
/* What the files were kept from and compared with. */
const char *shards_mark(const struct build *build, struct arena *arena);

#endif
