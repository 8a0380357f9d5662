/* What is decoded equals what was encoded, field by field; anything else is no configuration. */
#include "base/text.h"
#include "cache/config_codec.h"

#include <check.h>

static struct arena *arena;

static void setup(void)
{
    arena = arena_new();
}

static void teardown(void)
{
    arena_free(arena);
}

static struct dimension dimensions[] = {
    {"pe_dim_governance", "ai_governance", "AI Governance", NULL, {0, 2}, {10000, 2}, 2},
    {"pe_dim_culture", "culture", "Culture", "what people do", {-5, 1}, {100, 0}, -7},
};
static struct weight weights[] = {
    {"ai_governance",
     {220, 3},
     "\"less\" & <more> \xe2\x80\x94 \xf0\x9f\x8f\xad\n",
     "2025-06-01",
     NULL},
    {"culture", {1000000000, 9}, NULL, "2025-01-01", "2026-01-01"},
};
static struct calibration calibrations[] = {
    {"h_r_baseline", {680000, 4}, "numeric", "lower but high potential", "2025-01-01", NULL},
    {"odd", {INT64_MIN + 1, 9}, NULL, NULL, "0001-01-01", "infinity"},
};
static const char *duplicates[] = {"weight ai_governance", "calibration h_r_baseline"};
static struct sector sectors[] = {
    {"pe_energy", "energy", "Energy & Utilities", "ENR", "grids", "bolt", "#F59E0B", 6, weights, 2,
     calibrations, 2, duplicates, 2, "0123abcd"},
    {"pe_new", "new", "New", "NEW", NULL, NULL, NULL, 8, NULL, 0, NULL, 0, NULL, 0, NULL},
};
static const struct config_set whole = {"2026-06-30", dimensions, 2, sectors, 2};

static void same_text(const char *a, const char *b)
{
    ck_assert_msg(text_equal(a, b), "'%s' is not '%s'", a ? a : "(null)", b ? b : "(null)");
}

static void same_decimal(struct decimal a, struct decimal b)
{
    ck_assert_int_eq(a.units, b.units);
    ck_assert_int_eq(a.scale, b.scale);
}

static void same_weights(const struct sector *a, const struct sector *b)
{
    ck_assert_uint_eq(a->weight_count, b->weight_count);
    for (size_t i = 0; i < a->weight_count; i++) {
        same_text(a->weights[i].dimension_code, b->weights[i].dimension_code);
        same_decimal(a->weights[i].value, b->weights[i].value);
        same_text(a->weights[i].rationale, b->weights[i].rationale);
        same_text(a->weights[i].effective_from, b->weights[i].effective_from);
        same_text(a->weights[i].effective_to, b->weights[i].effective_to);
    }
}

static void same_calibrations(const struct sector *a, const struct sector *b)
{
    ck_assert_uint_eq(a->calibration_count, b->calibration_count);
    for (size_t i = 0; i < a->calibration_count; i++) {
        same_text(a->calibrations[i].name, b->calibrations[i].name);
        same_decimal(a->calibrations[i].value, b->calibrations[i].value);
        same_text(a->calibrations[i].type, b->calibrations[i].type);
        same_text(a->calibrations[i].description, b->calibrations[i].description);
        same_text(a->calibrations[i].effective_from, b->calibrations[i].effective_from);
        same_text(a->calibrations[i].effective_to, b->calibrations[i].effective_to);
    }
}

static void same_sector(const struct sector *a, const struct sector *b)
{
    same_text(a->focus_group_id, b->focus_group_id);
    same_text(a->slug, b->slug);
    same_text(a->group_name, b->group_name);
    same_text(a->group_code, b->group_code);
    same_text(a->description, b->description);
    same_text(a->icon_name, b->icon_name);
    same_text(a->color_hex, b->color_hex);
    ck_assert_int_eq(a->display_order, b->display_order);
    same_weights(a, b);
    same_calibrations(a, b);
    ck_assert_uint_eq(a->duplicate_count, b->duplicate_count);
    for (size_t i = 0; i < a->duplicate_count; i++)
        same_text(a->duplicate_keys[i], b->duplicate_keys[i]);
    same_text(a->fingerprint, b->fingerprint);
}

static void same_dimension(const struct dimension *a, const struct dimension *b)
{
    same_text(a->id, b->id);
    same_text(a->code, b->code);
    same_text(a->name, b->name);
    same_text(a->description, b->description);
    same_decimal(a->min_score, b->min_score);
    same_decimal(a->max_score, b->max_score);
    ck_assert_int_eq(a->display_order, b->display_order);
}

static void round_trip(const struct config_set *set)
{
    struct config_set back;
    const char *payload = config_encode(arena, set);
    ck_assert_msg(config_decode(arena, payload, &back), "%s", payload);
    same_text(back.as_of, set->as_of);
    ck_assert_uint_eq(back.dimension_count, set->dimension_count);
    for (size_t i = 0; i < set->dimension_count; i++)
        same_dimension(&back.dimensions[i], &set->dimensions[i]);
    ck_assert_uint_eq(back.sector_count, set->sector_count);
    for (size_t i = 0; i < set->sector_count; i++)
        same_sector(&back.sectors[i], &set->sectors[i]);
    ck_assert_str_eq(config_encode(arena, &back), payload);
}

START_TEST(everything_comes_back)
{
    round_trip(&whole);
}
END_TEST

START_TEST(one_sector_comes_back)
{
    struct config_set one = whole;
    one.sectors = &sectors[1];
    one.sector_count = 1;
    round_trip(&one);
}
END_TEST

START_TEST(nothing_comes_back)
{
    round_trip(&(struct config_set){0});
}
END_TEST

START_TEST(decimals_are_strings)
{
    const char *payload = config_encode(arena, &whole);
    ck_assert_ptr_nonnull(strstr(payload, "\"value\":\"0.220\""));
    ck_assert_ptr_nonnull(strstr(payload, "\"value\":\"68.0000\""));
    ck_assert_ptr_nonnull(strstr(payload, "\"value\":\"1.000000000\""));
    ck_assert_ptr_nonnull(strstr(payload, "\"value\":\"-9223372036.854775807\""));
}
END_TEST

/* Each field in turn is renamed, and given another type: neither is a configuration. */
START_TEST(every_field_is_needed)
{
    static const char *const fields[] = {
        "as_of",          "dimensions",     "sectors",      "id",        "code",
        "name",           "description",    "min_score",    "max_score", "display_order",
        "focus_group_id", "slug",           "icon_name",    "color_hex", "weights",
        "calibrations",   "duplicates",     "fingerprint",  "dimension", "value",
        "rationale",      "effective_from", "effective_to", "type"};
    const char *payload = config_encode(arena, &whole);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const char *name = arena_printf(arena, "\"%s\":", fields[i]);
        size_t found = 0;
        for (const char *at = strstr(payload, name); at; at = strstr(at + 1, name)) {
            struct config_set set;
            const char *rest = at + strlen(name);
            const char *renamed =
                arena_printf(arena, "%.*s\"?\":%s", (int)(at - payload), payload, rest);
            ck_assert_msg(!config_decode(arena, renamed, &set), "without %s", name);
            const char *retyped = arena_printf(arena, "%.*s%strue,\"?\":%s", (int)(at - payload),
                                               payload, name, rest);
            ck_assert_msg(!config_decode(arena, retyped, &set), "%s of another type", name);
            found++;
        }
        ck_assert_msg(found > 0, "no field %s", name);
    }
}
END_TEST

START_TEST(what_is_no_configuration)
{
    static const char *const payloads[] = {
        "",
        "null",
        "[]",
        "{}",
        "\"x\"",
        "{\"as_of\":null,\"dimensions\":[],\"sectors\":{}}",
        "{\"as_of\":null,\"dimensions\":[7],\"sectors\":[]}",
        "{\"as_of\":null,\"dimensions\":[],\"sectors\":[null]}",
        "{\"as_of\":null,\"as_of\":null,\"dimensions\":[],\"sectors\":[]}"};
    for (size_t i = 0; i < sizeof payloads / sizeof *payloads; i++) {
        struct config_set set;
        ck_assert_msg(!config_decode(arena, payloads[i], &set), "'%s'", payloads[i]);
    }
    struct config_set set;
    ck_assert(config_decode(arena, "{\"as_of\":null,\"dimensions\":[],\"sectors\":[]}", &set));
}
END_TEST

START_TEST(what_is_no_decimal_or_out_of_range)
{
    static const char *const from_to[][2] = {
        {"\"0.220\"", "\"0,220\""},
        {"\"0.220\"", "0.220"},
        {"\"0.220\"", "\"\""},
        {"\"0.220\"", "\"99999999999999999999\""},
        {"\"display_order\":6", "\"display_order\":4294967296"},
        {"\"display_order\":6", "\"display_order\":6.0"},
    };
    const char *payload = config_encode(arena, &whole);
    for (size_t i = 0; i < sizeof from_to / sizeof *from_to; i++) {
        const char *at = strstr(payload, from_to[i][0]);
        ck_assert_ptr_nonnull(at);
        struct config_set set;
        const char *spoiled = arena_printf(arena, "%.*s%s%s", (int)(at - payload), payload,
                                           from_to[i][1], at + strlen(from_to[i][0]));
        ck_assert_msg(!config_decode(arena, spoiled, &set), "%s", from_to[i][1]);
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("config_codec");
    TCase *t = tcase_create("config_codec");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, everything_comes_back);
    tcase_add_test(t, one_sector_comes_back);
    tcase_add_test(t, nothing_comes_back);
    tcase_add_test(t, decimals_are_strings);
    tcase_add_test(t, every_field_is_needed);
    tcase_add_test(t, what_is_no_configuration);
    tcase_add_test(t, what_is_no_decimal_or_out_of_range);
    suite_add_tcase(s, t);
    SRunner *runner = srunner_create(s);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
