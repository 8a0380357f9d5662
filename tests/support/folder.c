#include "support/folder.h"

#include "base/file.h"

#include <check.h>
#include <stdlib.h>

static void remove_folder(void *path)
{
    ck_assert(folder_remove(path, NULL));
}

const char *folder_of_test(struct arena *arena)
{
    const char *above = getenv("TMPDIR");
    char *path = arena_printf(arena, "%s/orgair-test-XXXXXX", above && *above ? above : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(path));
    arena_defer(arena, remove_folder, path);
    return path;
}
