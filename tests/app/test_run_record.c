/* What is read back of a published run.json, and the times that metrics take over. */
#include "app/build.h"
#include "app/metrics.h"
#include "base/file.h"
#include "support/folder.h"

#include <check.h>
#include <stdlib.h>

static struct arena *arena;
static const char *folder;

static void setup(void)
{
    arena = arena_new();
    folder = folder_of_test(arena);
}

static void teardown(void)
{
    arena_free(arena);
}

static bool read_from(const char *text, struct build_result *result)
{
    struct error err = ERROR_INIT;
    ck_assert_msg(file_write(path_join(arena, folder, "run.json"), text, strlen(text), &err), "%s",
                  err.message);
    return run_record_read(arena, folder, result);
}

START_TEST(a_run_that_keeps_all_is_accounted_for_by_the_one_before)
{
    struct build_result result = {.findings = {9, 9, 9}, .files = {.written = 9, .removed = 9}};
    ck_assert(read_from("{\"organizations\": 100004, \"sectors\": 7,"
                        " \"findings\": {\"error\": 1, \"warning\": 20, \"info\": 300},"
                        " \"files\": {\"total\": 100290, \"written\": 4, \"linked\": 5,"
                        " \"removed\": 6, \"bytes\": 123456789012}}",
                        &result));
    ck_assert_int_eq(result.organizations, 100004);
    ck_assert_uint_eq(result.sectors, 7);
    ck_assert_uint_eq(result.findings[SEVERITY_ERROR], 1);
    ck_assert_uint_eq(result.findings[SEVERITY_WARNING], 20);
    ck_assert_uint_eq(result.findings[SEVERITY_INFO], 300);
    ck_assert_uint_eq(result.files.files, 100290);
    ck_assert_uint_eq(result.files.linked, 100290);
    ck_assert_uint_eq(result.files.written, 0);
    ck_assert_uint_eq(result.files.removed, 0);
    ck_assert_int_eq(result.files.bytes, 123456789012);
}
END_TEST

static const char *const unreadable[] = {
    "",
    "{",
    "[]",
    "{\"organizations\": 5}",
    "{\"organizations\": \"5\", \"sectors\": 7, \"findings\": {\"error\": 0, \"warning\": 0, "
    "\"info\": 0}, \"files\": {\"total\": 1, \"bytes\": 1}}",
    "{\"organizations\": 5, \"sectors\": -7, \"findings\": {\"error\": 0, \"warning\": 0, "
    "\"info\": 0}, \"files\": {\"total\": 1, \"bytes\": 1}}",
    "{\"organizations\": 5, \"sectors\": 7, \"findings\": {\"error\": 0, \"warning\": 0}, "
    "\"files\": {\"total\": 1, \"bytes\": 1}}",
    "{\"organizations\": 5, \"sectors\": 7, \"findings\": {\"error\": 0, \"warning\": 0, "
    "\"info\": 0}, \"files\": {\"total\": 1}}",
};

START_TEST(what_does_not_say_all_of_it_says_nothing)
{
    struct build_result result = {.organizations = 3, .sectors = 2, .findings = {1, 1, 1}};
    ck_assert(!read_from(unreadable[_i], &result));
    ck_assert_int_eq(result.organizations, 3);
    ck_assert_uint_eq(result.sectors, 2);
    ck_assert_uint_eq(result.findings[SEVERITY_ERROR], 1);
    ck_assert_uint_eq(result.files.files, 0);
}
END_TEST

START_TEST(without_a_file_there_is_nothing_to_read)
{
    struct build_result result = {0};
    long long count = 1;
    ck_assert(!run_record_read(arena, folder, &result));
    ck_assert(!run_record_organizations(arena, folder, &count));
    ck_assert_int_eq(count, 1);
}
END_TEST

/* The value of a metric in the text that follows on `before`; NULL: it is not there. */
static const char *metric_after(const char *before, bool ok, const char *name)
{
    struct build_result result = {.release = {.changed = false}};
    struct metrics metrics = {.result = &result, .ok = ok, .now_ns = 1795235021344000000};
    const char *text = metrics_text(arena, &metrics, before);
    const char *line = strstr(text, arena_printf(arena, "\n%s ", name));
    if (!line)
        return NULL;
    line += strlen(name) + 2;
    return arena_strndup(arena, line, strcspn(line, "\n"));
}

#define SUCCESS "orgair_last_success_timestamp_seconds"

START_TEST(times_are_taken_over_as_they_are)
{
    static const char before[] = "# HELP " SUCCESS " When.\n" SUCCESS "_x 1\n" SUCCESS
                                 " 1795235019.9200001\n" SUCCESS " 2\n";
    ck_assert_str_eq(metric_after(before, false, SUCCESS), "1795235019.9200001");
    ck_assert_str_eq(metric_after(before, true, SUCCESS), "1795235021.344");
    ck_assert_str_eq(metric_after(SUCCESS " 17", false, SUCCESS), "17");
}
END_TEST

static const char *const timeless[] = {
    "",
    SUCCESS "\n",
    SUCCESS " \n",
    SUCCESS " nan\n",
    SUCCESS " inf\n",
    SUCCESS " -1\n",
    SUCCESS " 1 1700000000\n",
    SUCCESS " 1\r\n",
    SUCCESS "{} 1\n",
    "x" SUCCESS " 1\n",
};

START_TEST(what_is_no_time_is_not_taken_over)
{
    ck_assert_ptr_null(metric_after(timeless[_i], false, SUCCESS));
    ck_assert_ptr_null(metric_after(NULL, false, SUCCESS));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("run record");
    TCase *tests = tcase_create("all");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, a_run_that_keeps_all_is_accounted_for_by_the_one_before);
    tcase_add_loop_test(tests, what_does_not_say_all_of_it_says_nothing, 0,
                        sizeof unreadable / sizeof *unreadable);
    tcase_add_test(tests, without_a_file_there_is_nothing_to_read);
    tcase_add_test(tests, times_are_taken_over_as_they_are);
    tcase_add_loop_test(tests, what_is_no_time_is_not_taken_over, 0,
                        sizeof timeless / sizeof *timeless);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
