#include "publish_support.h"

#include <signal.h>

static struct fixture f;

static void setup(void)
{
    f = fixture_new();
}

static void teardown(void)
{
    fixture_free(&f);
}

/* A child that takes the lock, says so and waits for its end. */
static pid_t holder(void)
{
    int ready[2];
    ck_assert_int_eq(pipe(ready), 0);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        struct arena *arena = arena_new();
        char said = lock_acquire(arena, f.out, NULL) ? 'y' : 'n';
        if (write(ready[1], &said, 1) != 1)
            _exit(1);
        for (;;)
            pause();
    }
    close(ready[1]);
    char said = '?';
    ck_assert_int_eq(read(ready[0], &said, 1), 1);
    ck_assert_int_eq(said, 'y');
    close(ready[0]);
    return child;
}

static void end(pid_t child)
{
    ck_assert_int_eq(kill(child, SIGKILL), 0);
    ck_assert_int_eq(waitpid(child, NULL, 0), child);
}

START_TEST(names_the_holder)
{
    pid_t child = holder();
    struct error err = ERROR_INIT;
    ck_assert(!lock_acquire(f.arena, f.out, &err));
    ck_assert_int_eq(err.code, ERROR_LOCKED);
    ck_assert_str_eq(err.message, arena_printf(f.arena, "another run holds the lock '%s' (pid %d)",
                                               at(&f, ".lock"), (int)child));
    ck_assert(!lock_is_ours(f.arena, f.out));
    end(child);
}
END_TEST

START_TEST(dies_with_the_holder)
{
    end(holder());
    must(lock_acquire(f.arena, f.out, &fault));
    ck_assert(lock_is_ours(f.arena, f.out));
    ck_assert_str_eq(content(&f, ".lock"), arena_printf(f.arena, "%d\n", (int)getpid()));
}
END_TEST

START_TEST(is_released_with_the_arena)
{
    struct arena *arena = arena_new();
    must(lock_acquire(arena, f.out, &fault));
    struct error err = ERROR_INIT;
    ck_assert(!lock_acquire(f.arena, f.out, &err));
    ck_assert_int_eq(err.code, ERROR_LOCKED);
    arena_free(arena);
    ck_assert(!lock_is_ours(f.arena, f.out));
    must(lock_acquire(f.arena, f.out, &fault));
}
END_TEST

START_TEST(a_worker_that_ends_does_not_release_it)
{
    struct arena *arena = arena_new();
    must(lock_acquire(arena, f.out, &fault));
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        arena_free(arena);
        _exit(0);
    }
    ck_assert_int_eq(waitpid(child, NULL, 0), child);
    ck_assert(lock_is_ours(f.arena, f.out));
    ck_assert(!lock_acquire(f.arena, f.out, NULL));
    arena_free(arena);
}
END_TEST

START_TEST(is_not_handed_to_other_programs)
{
    must(lock_acquire(f.arena, f.out, &fault));
    ck_assert_int_eq(system("ls -l /proc/self/fd | grep -q '/\\.lock$'"), 1 << 8);
}
END_TEST

START_TEST(a_link_in_its_place_is_not_followed)
{
    must(folder_make(f.out, &fault));
    must(file_put(at(&f, "precious"), "data", 4, &fault));
    ck_assert_int_eq(symlink("precious", at(&f, ".lock")), 0);
    struct error err = ERROR_INIT;
    ck_assert(!lock_acquire(f.arena, f.out, &err));
    ck_assert_int_eq(err.code, ERROR_FAILED);
    ck_assert_str_eq(content(&f, "precious"), "data");
}
END_TEST

/* In a child without privileges, for whom modes count. Its exit status is the answer. */
static int without_privileges(int (*ask)(void))
{
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
            _exit(99);
        _exit(ask());
    }
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static int lock_and_stage(void)
{
    struct error err = ERROR_INIT;
    struct arena *arena = arena_new();
    struct stage *stage;
    if (lock_acquire(arena, f.out, &err) || err.code != ERROR_FAILED ||
        !strstr(err.message, "/.lock': Permission denied"))
        return 1;
    if (stage_open(arena, f.out, NULL, &stage, &err) || !strstr(err.message, "/out/.staging-") ||
        !strstr(err.message, "Permission denied"))
        return 2;
    arena_free(arena);
    return 0;
}

START_TEST(a_read_only_folder_is_named)
{
    must(folder_make(f.out, &fault));
    ck_assert_int_eq(chmod(f.base, 0755), 0);
    ck_assert_int_eq(chmod(f.out, 0555), 0);
    ck_assert_int_eq(without_privileges(lock_and_stage), 0);
    ck_assert_int_eq(chmod(f.out, 0755), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("publish/lock");
    TCase *tests = tcase_create("lock");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, names_the_holder);
    tcase_add_test(tests, dies_with_the_holder);
    tcase_add_test(tests, is_released_with_the_arena);
    tcase_add_test(tests, a_worker_that_ends_does_not_release_it);
    tcase_add_test(tests, is_not_handed_to_other_programs);
    tcase_add_test(tests, a_link_in_its_place_is_not_followed);
    tcase_add_test(tests, a_read_only_folder_is_named);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
