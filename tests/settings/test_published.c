/* Every setting either shows in what is published, or is known not to. */
#include "settings/published.h"

#include "base/text.h"
#include "settings/table.h"

#include <check.h>
#include <stdlib.h>
#include <unistd.h>

/* What is published does not depend on these: each was looked at. */
static const char *const silent[] = {
    "APP_ENV",
    "CACHE_DIR",
    "CACHE_TTL_SCORES",
    "CACHE_TTL_SECTORS",
    "DATABASE_URL",
    "DB_CONNECT_ATTEMPTS",
    "DB_CONNECT_TIMEOUT",
    "DB_LOCK_TIMEOUT_MS",
    "DB_STATEMENT_TIMEOUT_MS",
    "DEBUG",
    "JOBS",
    "KEEP_RELEASES",
    "LOG_FORMAT",
    "LOG_LEVEL",
    "MAX_ORGANIZATION_DROP_PCT",
    "METRICS_FILE",
    "MIGRATION_DIR",
    "MIN_FREE_MB",
    "OUT_DIR",
    "SEED_DIR",
    "TEMPLATE_DIR",
};

static struct arena *arena;
static struct settings settings;

static void setup(void)
{
    static char *environment[] = {NULL};
    struct settings_input input = {.environment = environment};
    struct settings_problems problems;
    arena = arena_new();
    ck_assert_int_eq(chdir("/"), 0);
    ck_assert(settings_load(arena, &input, &settings, &problems, NULL));
}

static void teardown(void)
{
    arena_free(arena);
}

static bool is_silent(const char *name)
{
    for (size_t i = 0; i < sizeof silent / sizeof silent[0]; i++)
        if (text_equal(silent[i], name))
            return true;
    return false;
}

/* NULL: it is not among them. */
static const char *text_of(const char *name)
{
    struct published_setting *rows;
    size_t count = settings_published(arena, &settings, &rows);
    const char *text = NULL;
    for (size_t i = 0; i < count; i++)
        if (text_equal(rows[i].name, name)) {
            ck_assert_msg(!text, "'%s' is there twice", name);
            text = rows[i].text;
        }
    return text;
}

/* Another value than the one there, by way of the field's own type. */
static void change(const struct setting_spec *spec)
{
    void *field = (char *)&settings + spec->offset;
    switch (spec->type) {
    case SETTING_BOOLEAN:
        *(bool *)field = !*(bool *)field;
        return;
    case SETTING_INTEGER:
        ++*(long long *)field;
        return;
    case SETTING_DECIMAL:
        ((struct decimal *)field)->units++;
        return;
    case SETTING_ENUM:
        *(int *)field = *(int *)field == 0;
        return;
    case SETTING_TEXT:
    case SETTING_SECRET:
    case SETTING_DATABASE_URL:
    case SETTING_SITE_URL:
    case SETTING_PATH:
    case SETTING_FILE:
        break;
    }
    *(const char **)field = "/another";
}

START_TEST(every_setting_is_silent_or_shows)
{
    size_t shown = 0;
    for (const struct setting_spec *spec = setting_specs; spec->name; spec++) {
        const char *before = text_of(spec->name);
        if (is_silent(spec->name)) {
            ck_assert_msg(!before, "'%s' shows", spec->name);
            continue;
        }
        ck_assert_msg(before, "'%s' does not show", spec->name);
        change(spec);
        const char *after = text_of(spec->name);
        ck_assert_ptr_nonnull(after);
        ck_assert_msg(!text_equal(before, after), "'%s' stays '%s'", spec->name, before);
        shown++;
    }
    ck_assert_uint_ge(shown, 15);
}
END_TEST

START_TEST(a_change_shows_in_its_own_row_alone)
{
    struct published_setting *before;
    struct published_setting *after;
    for (const struct setting_spec *spec = setting_specs; spec->name; spec++) {
        size_t count = settings_published(arena, &settings, &before);
        change(spec);
        ck_assert_uint_eq(settings_published(arena, &settings, &after), count);
        for (size_t i = 0; i < count; i++)
            if (!text_equal(before[i].name, spec->name))
                ck_assert_str_eq(before[i].text, after[i].text);
    }
}
END_TEST

START_TEST(the_key_that_signs_shows)
{
    ck_assert_str_eq(text_of("SECRET_KEY"), "");
    settings.secret_key = "a key of at least thirty-two characters";
    ck_assert_str_eq(text_of("SECRET_KEY"), "a key of at least thirty-two characters");
}
END_TEST

START_TEST(words_and_numbers_are_those_of_the_table)
{
    settings.paper = PAPER_LETTER;
    settings.handout_rows = 12;
    settings.lambda_penalty = (struct decimal){25, 2};
    ck_assert_str_eq(text_of("PAPER"), "letter");
    ck_assert_str_eq(text_of("HANDOUT_ROWS"), "12");
    ck_assert_str_eq(text_of("LAMBDA_PENALTY"), "0.25");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("settings/published");
    TCase *tests = tcase_create("published");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, every_setting_is_silent_or_shows);
    tcase_add_test(tests, a_change_shows_in_its_own_row_alone);
    tcase_add_test(tests, the_key_that_signs_shows);
    tcase_add_test(tests, words_and_numbers_are_those_of_the_table);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
