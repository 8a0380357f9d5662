#ifndef TESTS_SUPPORT_FOLDER_H
#define TESTS_SUPPORT_FOLDER_H

#include "base/arena.h"

/* An empty folder of a test's own, in TMPDIR or else in /tmp. It goes with the arena, and what is
 * in it. */
const char *folder_of_test(struct arena *arena);

#endif
