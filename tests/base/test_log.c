#include "base/log.h"
#include "base/progress.h"

#include <check.h>
#include <jansson.h>
#include <math.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static char *text;
static size_t length;
static struct log logger;
static int64_t clock_ns;

static int64_t now(void)
{
    return clock_ns;
}

static void setup(void)
{
    clock_ns = 1735689600123456789; /* 2025-01-01T00:00:00.123 */
    logger = (struct log){
        .stream = open_memstream(&text, &length),
        .level = LOG_LEVEL_INFO,
        .run_id = "run-1",
        .now_ns = now,
    };
}

static void teardown(void)
{
    fclose(logger.stream);
    free(text);
}

static void written(const char *wanted)
{
    fflush(logger.stream);
    ck_assert_str_eq(text, wanted);
}

START_TEST(console_line)
{
    log_info(&logger, "read %d sectors", 7);
    struct log_field fields[] = {{"rows", 12345678}, {"ratio", 0.25}};
    log_write(&logger, LOG_LEVEL_WARNING, fields, 2, "two\nlines\033[2J");
    written("2025-01-01T00:00:00.123Z run-1 info    read 7 sectors\n"
            "2025-01-01T00:00:00.123Z run-1 warning two lines [2J rows=12345678 ratio=0.25\n");
}
END_TEST

START_TEST(json_line)
{
    logger.format = LOG_FORMAT_JSON;
    struct log_field fields[] = {{"rows", 1e15 - 1}, {"seconds", 0.5}, {"nothing", NAN}};
    log_write(&logger, LOG_LEVEL_ERROR, fields, 3, "a \"quoted\" \\ line\nand %s", "\xE2\x82\xAC");
    written("{\"time\":\"2025-01-01T00:00:00.123Z\",\"level\":\"error\",\"run\":\"run-1\","
            "\"message\":\"a \\\"quoted\\\" \\\\ line and \xE2\x82\xAC\","
            "\"rows\":999999999999999,\"seconds\":0.5,\"nothing\":null}\n");
}
END_TEST

START_TEST(json_stays_json_whatever_the_text)
{
    logger.format = LOG_FORMAT_JSON;
    for (int byte = 1; byte < 256; byte++) {
        log_info(&logger, "x%cy", byte);
        fflush(logger.stream);
        json_t *line = json_loads(text, 0, NULL);
        ck_assert_msg(line != NULL, "byte %d: %s", byte, text);
        ck_assert_ptr_nonnull(json_object_get(line, "message"));
        json_decref(line);
        rewind(logger.stream);
        memset(text, 0, length);
    }
}
END_TEST

START_TEST(levels)
{
    static const enum log_level all[] = {LOG_LEVEL_DEBUG, LOG_LEVEL_INFO, LOG_LEVEL_WARNING,
                                         LOG_LEVEL_ERROR};
    for (int level = 0; level < 4; level++) {
        logger.level = all[level];
        fflush(logger.stream);
        size_t before = length;
        log_debug(&logger, "d");
        log_info(&logger, "i");
        log_warning(&logger, "w");
        log_error(&logger, "e");
        fflush(logger.stream);
        int lines = 0;
        for (size_t i = before; i < length; i++)
            lines += text[i] == '\n';
        ck_assert_int_eq(lines, 4 - level);
    }
    log_error(NULL, "nothing");
    log_timed(NULL, 0, "nothing");
}
END_TEST

START_TEST(color)
{
    logger.color = true;
    log_error(&logger, "x");
    written("2025-01-01T00:00:00.123Z run-1 \033[31merror  \033[0m x\n");
}
END_TEST

START_TEST(duration)
{
    log_timed(&logger, clock_ns - 1250000000, "staged %d files", 3);
    logger.level = LOG_LEVEL_WARNING;
    log_timed(&logger, clock_ns, "quiet");
    written("2025-01-01T00:00:00.123Z run-1 info    staged 3 files seconds=1.25\n");
}
END_TEST

START_TEST(failure)
{
    struct error err = ERROR_INIT;
    error_set(&err, ERROR_DATABASE, "cannot connect to '%s'", "db");
    logger.level = LOG_LEVEL_ERROR;
    log_failure(&logger, &err);
    error_hint(&err, "is it running?");
    log_failure(&logger, &err);
    logger.format = LOG_FORMAT_JSON;
    log_failure(&logger, &err);
    written("orgair: cannot connect to 'db'\n"
            "orgair: cannot connect to 'db'\nhint: is it running?\n"
            "{\"time\":\"2025-01-01T00:00:00.123Z\",\"level\":\"error\",\"run\":\"run-1\","
            "\"message\":\"failed\",\"error\":\"cannot connect to 'db'\","
            "\"hint\":\"is it running?\",\"status\":5}\n");
}
END_TEST

static void formatted(const char *wanted, long long done, long long total, int64_t after_ns)
{
    struct progress progress = {.label = "organizations", .done = done, .total = total};
    struct strbuf line;
    strbuf_init(&line);
    progress_format(&progress, after_ns, &line);
    ck_assert_str_eq(line.text, wanted);
    strbuf_release(&line);
}

START_TEST(progress_says_counts_rate_and_time_left)
{
    const int64_t second = 1000000000;
    formatted("organizations  0 of 60,000 (0 %)", 0, 60000, 5 * second);
    formatted("organizations  12,000 of 60,000 (20 %)", 12000, 60000, second / 2);
    formatted("organizations  12,000 of 60,000 (20 %)  4,000/s  0:12 left", 12000, 60000,
              3 * second);
    formatted("organizations  5 of 10,000 (0 %)  0.5/s  5:33:10 left", 5, 10000, 10 * second);
    formatted("organizations  60,000 of 60,000 (100 %)  60,000/s", 60000, 60000, second);
    formatted("organizations  1,000  100/s", 1000, 0, 10 * second);
}
END_TEST

/* Four processes step through shared memory: every step is counted, and the line is drawn as often
 * as the clock allows, not four times as often. */
START_TEST(workers_share_the_count)
{
    struct progress *progress =
        mmap(NULL, sizeof *progress, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    ck_assert_ptr_ne(progress, MAP_FAILED);
    FILE *file = tmpfile();
    *progress = (struct progress){.stream = file, .now_ns = now};
    logger.progress = progress;
    progress_begin(&logger, "pages", 0);
    fflush(NULL);
    clock_ns += 100000000;
    for (int i = 0; i < 4; i++)
        if (fork() == 0) {
            for (int j = 0; j < 10000; j++)
                progress_step(&logger, 1);
            _exit(0);
        }
    for (int i = 0; i < 4; i++)
        wait(NULL);
    ck_assert_int_eq(progress->done, 40000);
    rewind(file);
    int drawn = 0;
    for (int c; (c = fgetc(file)) != EOF;)
        drawn += c == '\r';
    ck_assert_int_eq(drawn, 1);
    fclose(file);
    munmap(progress, sizeof *progress);
}
END_TEST

START_TEST(progress_is_drawn_ten_times_a_second_and_cleared)
{
    struct progress progress = {.stream = logger.stream, .now_ns = now};
    logger.progress = &progress;
    progress_begin(&logger, "pages", 100);
    for (int i = 0; i < 50; i++) {
        progress_step(&logger, 1);
        clock_ns += 4000000; /* 200 ms in all */
    }
    fflush(logger.stream);
    int drawn = 0;
    for (size_t i = 0; i < length; i++)
        drawn += text[i] == '\r';
    ck_assert_int_eq(drawn, 1);
    ck_assert_ptr_nonnull(strstr(text, "\rpages  26 of 100 (26 %)\033[K"));
    log_info(&logger, "an event");
    fflush(logger.stream);
    ck_assert_ptr_nonnull(strstr(text, "\033[K\r\033[K2025-01-01T"));
    clock_ns += 100000000;
    progress_step(&logger, 1);
    progress_end(&logger);
    fflush(logger.stream);
    size_t end = length;
    ck_assert_str_eq(text + end - 4, "\r\033[K");
    progress_step(&logger, 1); /* nothing is going on */
    progress_end(&logger);
    fflush(logger.stream);
    ck_assert_uint_eq(length, end);
}
END_TEST

START_TEST(without_progress_nothing_is_drawn)
{
    progress_begin(&logger, "pages", 100);
    progress_step(&logger, 100);
    progress_end(&logger);
    progress_begin(NULL, "pages", 100);
    progress_step(NULL, 1);
    progress_end(NULL);
    progress_clear(NULL);
    written("");
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("log");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, setup, teardown);
    tcase_add_test(all, console_line);
    tcase_add_test(all, json_line);
    tcase_add_test(all, json_stays_json_whatever_the_text);
    tcase_add_test(all, levels);
    tcase_add_test(all, color);
    tcase_add_test(all, duration);
    tcase_add_test(all, failure);
    tcase_add_test(all, progress_says_counts_rate_and_time_left);
    tcase_add_test(all, workers_share_the_count);
    tcase_add_test(all, progress_is_drawn_ten_times_a_second_and_cleared);
    tcase_add_test(all, without_progress_nothing_is_drawn);
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
