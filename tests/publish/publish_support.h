/* What the suites of the publishing layer share: a fresh output folder and short forms. */
#ifndef TESTS_PUBLISH_SUPPORT_H
#define TESTS_PUBLISH_SUPPORT_H

#include "base/arena.h"
#include "base/error.h"
#include "base/file.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "publish/lock.h"
#include "publish/release.h"
#include "publish/stage.h"
#include "support/folder.h"

#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct fixture {
    struct arena *arena;
    const char *base; /* holds `out` */
    const char *out;
};

static inline struct fixture fixture_new(void)
{
    struct fixture f = {.arena = arena_new()};
    f.base = folder_of_test(f.arena);
    f.out = path_join(f.arena, f.base, "out");
    return f;
}

static inline void fixture_free(struct fixture *f)
{
    arena_free(f->arena);
}

/* The call reports to &fault. */
#define must(call)                                                                                 \
    do {                                                                                           \
        struct error fault = ERROR_INIT;                                                           \
        bool done = (call);                                                                        \
        ck_assert_msg(done, "%s: %s", #call, fault.message);                                       \
    } while (0)

static inline void put(struct stage *stage, const char *path, const char *text)
{
    must(stage_put(stage, path, text, strlen(text), &fault));
}

static inline struct stage *open_stage(struct arena *arena, const char *out)
{
    struct stage *stage = NULL;
    must(stage_open(arena, out, NULL, &stage, &fault));
    return stage;
}

static inline struct stage_release publish_stage(struct stage *stage, const char *time)
{
    struct stage_options options = {
        .secret_key = "", .time = time, .run_json = "{}\n", .keep_releases = 10};
    struct stage_release release;
    must(stage_publish(stage, &options, &release, &fault));
    return release;
}

/* A release of files given as path, text, path, text, ..., NULL. */
static inline struct stage_release release_of(struct fixture *f, const char *time,
                                              const char *const *files)
{
    struct arena *arena = arena_new();
    struct stage *stage = open_stage(arena, f->out);
    for (; *files; files += 2)
        put(stage, files[0], files[1]);
    must(stage_verify(stage, &fault));
    struct stage_release release = publish_stage(stage, time);
    arena_free(arena);
    return release;
}

#define FILES(...) ((const char *const[]){__VA_ARGS__, NULL})

static inline char *at(struct fixture *f, const char *path)
{
    return path_join(f->arena, f->out, path);
}

static inline const char *content(struct fixture *f, const char *path)
{
    char *text = NULL;
    must(file_read(f->arena, at(f, path), 1 << 20, &text, NULL, &fault));
    return text;
}

/* The names in a folder, sorted, each followed by a space. */
static inline int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static inline const char *names_in(struct fixture *f, const char *folder)
{
    char *names[256];
    size_t count = 0;
    DIR *stream = opendir(folder);
    ck_assert_ptr_nonnull(stream);
    for (struct dirent *entry; (entry = readdir(stream));)
        if (!text_equal(entry->d_name, ".") && !text_equal(entry->d_name, "..") && count < 256)
            names[count++] = arena_strdup(f->arena, entry->d_name);
    closedir(stream);
    qsort(names, count, sizeof *names, compare_names);
    char *all = arena_strdup(f->arena, "");
    for (size_t i = 0; i < count; i++)
        all = arena_printf(f->arena, "%s%s ", all, names[i]);
    return all;
}

static inline const char *current_target(struct fixture *f)
{
    char target[256] = "";
    ssize_t length = readlink(at(f, "current"), target, sizeof target - 1);
    return length < 0 ? "(none)" : arena_strdup(f->arena, target);
}

static inline ino_t inode(struct fixture *f, const char *path)
{
    struct stat status;
    ck_assert_msg(stat(at(f, path), &status) == 0, "%s: %s", path, strerror(errno));
    return status.st_ino;
}

static inline struct release_verification verify_folder(struct fixture *f, const char *folder,
                                                        const char *key)
{
    struct release_verification found;
    must(release_verify(f->arena, folder, key, &found, &fault));
    return found;
}

#define assert_whole(f, folder)                                                                    \
    do {                                                                                           \
        struct release_verification whole = verify_folder((f), (folder), "");                      \
        ck_assert_msg(whole.problem_count == 0, "%s",                                              \
                      whole.problem_count ? whole.problems[0] : "");                               \
    } while (0)

/* A suite's main: fork mode as the environment has it. */
static inline int run_suite(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_FORK_GETENV);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}

#endif
