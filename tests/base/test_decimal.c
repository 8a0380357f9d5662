#include "base/decimal.h"

#include <check.h>

/* Decimals against the same arithmetic in 128 bits, on numbers from a fixed generator. */

enum { ROUNDS = 100000 };

static uint64_t next(uint64_t *state)
{
    uint64_t z = (*state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

/* Every magnitude is as likely as the next. */
static struct decimal any(uint64_t *state)
{
    uint64_t bits = next(state) >> (next(state) % 64);
    return (struct decimal){(int64_t)(next(state) % 2 ? bits : -bits),
                            (int)(next(state) % (DECIMAL_MAX_SCALE + 1))};
}

static __int128 power(int exponent)
{
    __int128 result = 1;
    while (exponent-- > 0)
        result *= 10;
    return result;
}

/* In units of 10^-18, where every decimal is whole. */
static __int128 exact(struct decimal value)
{
    return (__int128)value.units * power(2 * DECIMAL_MAX_SCALE - value.scale);
}

static bool fits(__int128 sum, int scale)
{
    __int128 units = sum / power(2 * DECIMAL_MAX_SCALE - scale);
    return units >= INT64_MIN && units <= INT64_MAX;
}

static void check_sum(struct decimal a, struct decimal b, bool ok, struct decimal out,
                      __int128 wanted)
{
    int scale = a.scale > b.scale ? a.scale : b.scale;
    /* A term that does not fit at the larger scale is an overflow too. */
    bool possible = fits(wanted, scale) && fits(exact(a), scale) && fits(exact(b), scale);
    ck_assert_int_eq(ok, possible);
    if (ok) {
        ck_assert_int_eq(out.scale, scale);
        ck_assert(exact(out) == wanted);
    }
}

START_TEST(sums_are_exact)
{
    uint64_t state = 1;
    int sums = 0;
    for (int i = 0; i < ROUNDS; i++) {
        struct decimal a = any(&state), b = any(&state), out;
        bool ok = decimal_add(a, b, &out);
        sums += ok;
        check_sum(a, b, ok, out, exact(a) + exact(b));
        ok = decimal_subtract(a, b, &out);
        check_sum(a, b, ok, out, exact(a) - exact(b));
        int order = (exact(a) > exact(b)) - (exact(a) < exact(b));
        ck_assert_int_eq(decimal_compare(a, b), order);
        ck_assert_int_eq(decimal_compare(b, a), -order);
    }
    ck_assert_int_gt(sums, ROUNDS / 2);
}
END_TEST

START_TEST(writing_and_reading_give_the_value_back)
{
    uint64_t state = 2;
    struct strbuf text;
    strbuf_init(&text);
    for (int i = 0; i < ROUNDS; i++) {
        struct decimal a = any(&state), b;
        if (a.units == INT64_MIN)
            continue;
        strbuf_reset(&text);
        decimal_write(&text, a);
        ck_assert(decimal_parse(text.text, &b));
        ck_assert_int_eq(a.units, b.units);
        ck_assert_int_eq(a.scale, b.scale);
    }
    strbuf_release(&text);
}
END_TEST

/* The reference: round in 128 bits, print digit by digit. */
static void reference(struct decimal value, int places, char *text)
{
    __int128 divisor = power(2 * DECIMAL_MAX_SCALE - places);
    __int128 all = exact(value);
    bool negative = all < 0;
    all = negative ? -all : all;
    __int128 units = (all + divisor / 2) / divisor;
    char digits[64];
    int count = 0;
    for (__int128 rest = units; rest > 0 || count <= places; rest /= 10)
        digits[count++] = (char)('0' + (int)(rest % 10));
    if (negative && units > 0)
        *text++ = '-';
    while (count > 0) {
        *text++ = digits[--count];
        if (count == places && places > 0)
            *text++ = '.';
    }
    *text = '\0';
}

START_TEST(formatting_rounds_half_away_from_zero)
{
    uint64_t state = 3;
    struct strbuf text;
    strbuf_init(&text);
    for (int i = 0; i < ROUNDS; i++) {
        struct decimal value = any(&state);
        value.units /= 1000000000; /* so that nine places fit */
        int places = (int)(next(&state) % (DECIMAL_MAX_SCALE + 1));
        char wanted[64];
        reference(value, places, wanted);
        strbuf_reset(&text);
        decimal_format(&text, value, places, '\0');
        ck_assert_str_eq(text.text, wanted);
    }
    strbuf_release(&text);
}
END_TEST

START_TEST(parse_refuses)
{
    static const char *const bad[] = {
        "",
        ".",
        "+",
        "-",
        "1.2.3",
        "1e3",
        " 1",
        "1 ",
        "0x1",
        "1,0",
        "--1",
        "+-1",
        "nan",
        "inf",
        "1.0f",
        "\xC2\xBD",
        "9223372036854775808",
        "99999999999999999999",
        "0.1234567890",
        "10000000000.000000000",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct decimal out = {42, 1};
        ck_assert_msg(!decimal_parse(bad[i], &out), "'%s' was read", bad[i]);
        ck_assert_int_eq(out.units, 42);
    }
}
END_TEST

START_TEST(parse_reads)
{
    static const struct {
        const char *text;
        int64_t units;
        int scale;
    } cases[] = {
        {"0", 0, 0},
        {"-0.00", 0, 2},
        {"+1.50", 150, 2},
        {".5", 5, 1},
        {"5.", 5, 0},
        {"-12.345", -12345, 3},
        {"0.001", 1, 3},
        {"007", 7, 0},
        {"9223372036854775807", INT64_MAX, 0},
        {"-9223372036.854775807", -INT64_MAX, 9},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct decimal out;
        ck_assert_msg(decimal_parse(cases[i].text, &out), "'%s' was not read", cases[i].text);
        ck_assert_int_eq(out.units, cases[i].units);
        ck_assert_int_eq(out.scale, cases[i].scale);
    }
}
END_TEST

static void formatted(const char *wanted, struct decimal value, int places, char group)
{
    struct strbuf text;
    strbuf_init(&text);
    decimal_format(&text, value, places, group);
    ck_assert_str_eq(text.text, wanted);
    strbuf_release(&text);
}

START_TEST(format_examples)
{
    formatted("0.99", (struct decimal){990, 3}, 2, ',');
    formatted("1.00", (struct decimal){995, 3}, 2, ',');
    formatted("-1.00", (struct decimal){-995, 3}, 2, ',');
    formatted("0", (struct decimal){-4, 1}, 0, ',');
    formatted("-1", (struct decimal){-5, 1}, 0, ',');
    formatted("1,234,567.80", (struct decimal){12345678, 1}, 2, ',');
    formatted("999", (struct decimal){999, 0}, 0, ',');
    formatted("1,000", (struct decimal){1000, 0}, 0, ',');
    formatted("9223372036854775807", (struct decimal){INT64_MAX, 0}, 9, '\0');
    formatted("-9223372036854775808", (struct decimal){INT64_MIN, 0}, 0, '\0');
}
END_TEST

static void formatted_double(const char *wanted, double value, int places)
{
    struct strbuf text;
    strbuf_init(&text);
    decimal_format_double(&text, value, places, ',');
    ck_assert_str_eq(text.text, wanted);
    strbuf_release(&text);
}

START_TEST(doubles)
{
    formatted_double("81.17", 81.1749, 2);
    formatted_double("0.13", 0.125, 2);
    formatted_double("-0.13", -0.125, 2);
    formatted_double("0.00", -0.001, 2);
    formatted_double("1,234.5", 1234.5, 1);
    formatted_double("3", 2.5, 0);
    formatted_double("0", 0.49999999999999994, 0);
    formatted_double("4,503,599,627,370,497", 4503599627370497.0, 0);
    formatted_double("9,007,199,254,740,991", 9007199254740991.0, 0);
    ck_assert(decimal_to_double((struct decimal){-12345, 3}) == -12.345);
    ck_assert_int_eq(decimal_absolute((struct decimal){-7, 1}).units, 7);
    ck_assert_int_eq(decimal_absolute((struct decimal){INT64_MIN, 1}).units, INT64_MAX);
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("decimal");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 60);
    tcase_add_test(all, sums_are_exact);
    tcase_add_test(all, writing_and_reading_give_the_value_back);
    tcase_add_test(all, formatting_rounds_half_away_from_zero);
    tcase_add_test(all, parse_refuses);
    tcase_add_test(all, parse_reads);
    tcase_add_test(all, format_examples);
    tcase_add_test(all, doubles);
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
