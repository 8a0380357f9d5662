#include "base/arena.h"

#include <check.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

START_TEST(memory_is_aligned_zeroed_and_apart)
{
    struct arena *arena = arena_new();
    unsigned char *before = NULL;
    for (size_t size = 0; size < 300; size++) {
        unsigned char *memory = arena_alloc(arena, size);
        ck_assert_uint_eq((uintptr_t)memory % alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            ck_assert_uint_eq(memory[i], 0);
        memset(memory, 0xA5, size);
        for (size_t i = 0; i + 1 < size; i++)
            ck_assert_uint_eq(before[i], 0xA5);
        before = memory;
    }
    arena_free(arena);
}
END_TEST

START_TEST(reset_gives_zeroed_memory_again)
{
    struct arena *arena = arena_new();
    for (int round = 0; round < 50; round++) {
        for (size_t size = 1; size < 200 * 1024; size *= 3) {
            unsigned char *memory = arena_alloc(arena, size);
            ck_assert(memory[0] == 0 && memory[size / 2] == 0 && memory[size - 1] == 0);
            memset(memory, 0xFF, size);
        }
        arena_reset(arena);
    }
    arena_free(arena);
}
END_TEST

START_TEST(grow_keeps_the_elements)
{
    struct arena *arena = arena_new();
    int *numbers = NULL;
    size_t capacity = 0;
    for (int i = 0; i < 1000; i++) {
        numbers = arena_grow(arena, numbers, &capacity, (size_t)i + 1, sizeof *numbers);
        ck_assert_uint_ge(capacity, (size_t)i + 1);
        ck_assert_int_eq(numbers[i], 0);
        numbers[i] = i;
    }
    for (int i = 0; i < 1000; i++)
        ck_assert_int_eq(numbers[i], i);
    ck_assert_ptr_eq(arena_grow(arena, numbers, &capacity, 1000, sizeof *numbers), numbers);
    arena_free(arena);
}
END_TEST

START_TEST(strings)
{
    struct arena *arena = arena_new();
    ck_assert_str_eq(arena_strdup(arena, ""), "");
    ck_assert_str_eq(arena_strdup(arena, "pe_energy"), "pe_energy");
    ck_assert_str_eq(arena_copy_text(arena, "pe_energy"), "pe_energy");
    ck_assert_ptr_null(arena_copy_text(arena, NULL));
    ck_assert_str_eq(arena_strndup(arena, "pe_energy", 2), "pe");
    ck_assert_str_eq(arena_printf(arena, "%s-%03d", "x", 7), "x-007");
    char *wide = arena_printf(arena, "%100000d", 1);
    ck_assert_uint_eq(strlen(wide), 100000);
    arena_free(arena);
}
END_TEST

static char order[16];

static void note(void *pointer)
{
    size_t length = strlen(order);
    order[length] = *(const char *)pointer;
    order[length + 1] = '\0';
}

START_TEST(cleanups_run_last_in_first_out_and_once)
{
    struct arena *arena = arena_new();
    order[0] = '\0';
    arena_defer(arena, note, arena_strdup(arena, "a"));
    arena_defer(arena, note, arena_strdup(arena, "b"));
    arena_reset(arena);
    ck_assert_str_eq(order, "ba");
    arena_defer(arena, note, arena_strdup(arena, "c"));
    arena_free(arena);
    ck_assert_str_eq(order, "bac");
    arena_free(NULL);
}
END_TEST

START_TEST(out_of_memory_ends_the_process)
{
    struct arena *arena = arena_new();
    arena_array(arena, SIZE_MAX / 2, 4);
}
END_TEST

/* Small and large, more than a block holds; a child that has left it reads it all the same. */
/* The sanitizers bring an allocator of their own. */
#ifndef __SANITIZE_ADDRESS__
static size_t resident_bytes(void)
{
    size_t all, resident;
    FILE *file = fopen("/proc/self/statm", "r");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fscanf(file, "%zu %zu", &all, &resident), 2);
    fclose(file);
    return resident * (size_t)sysconf(_SC_PAGESIZE);
}

START_TEST(what_was_freed_goes_back_below_what_is_used)
{
    enum { COUNT = 32 * 1024, BYTES = 1000 };
    static char *pieces[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        pieces[i] = malloc(BYTES);
        ck_assert_ptr_nonnull(pieces[i]);
        memset(pieces[i], 'x', BYTES);
    }
    for (size_t i = 0; i + 1 < COUNT; i++)
        free(pieces[i]);
    size_t before = resident_bytes();
    memory_trim();
    ck_assert_uint_lt(resident_bytes() + COUNT / 2 * BYTES, before);
    ck_assert_int_eq(pieces[COUNT - 1][BYTES - 1], 'x');
    free(pieces[COUNT - 1]);
}
END_TEST
#endif

START_TEST(shared_memory_is_there_after_a_fork)
{
    enum { TEXTS = 50000, NUMBERS = 400000 };
    struct arena *arena = arena_new_shared();
    int *grown = NULL;
    size_t capacity = 0;
    const char **texts = arena_array(arena, TEXTS, sizeof *texts);
    int *numbers = arena_array(arena, NUMBERS, sizeof *numbers);
    for (int i = 0; i < TEXTS; i++) {
        texts[i] = arena_printf(arena, "text %d", i);
        grown = arena_grow(arena, grown, &capacity, (size_t)i + 1, sizeof *grown);
        grown[i] = i;
    }
    for (int i = 0; i < NUMBERS; i++)
        numbers[i] = i;
    pid_t child = fork();
    if (child == 0) {
        bool same = true;
        arena_leave(arena);
        for (int i = 0; i < TEXTS; i++)
            same = same && strtol(texts[i] + strlen("text "), NULL, 10) == i && grown[i] == i;
        for (int i = 0; i < NUMBERS; i++)
            same = same && numbers[i] == i;
        _exit(same ? 0 : 1);
    }
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    arena_free(arena);
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("arena");
    TCase *all = tcase_create("all");
    tcase_add_test(all, memory_is_aligned_zeroed_and_apart);
    tcase_add_test(all, reset_gives_zeroed_memory_again);
    tcase_add_test(all, grow_keeps_the_elements);
    tcase_add_test(all, strings);
    tcase_add_test(all, shared_memory_is_there_after_a_fork);
#ifndef __SANITIZE_ADDRESS__
    tcase_add_test(all, what_was_freed_goes_back_below_what_is_used);
#endif
    tcase_add_test(all, cleanups_run_last_in_first_out_and_once);
    const char *fork = getenv("CK_FORK");
    if (!fork || strcmp(fork, "no") != 0)
        tcase_add_exit_test(all, out_of_memory_ends_the_process, 1);
    suite_add_tcase(suite, all);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(suite());
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
