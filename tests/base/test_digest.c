#include "base/digest.h"

#include <check.h>

static void is(struct digest digest, const char *wanted)
{
    char hex[DIGEST_HEX];
    digest_hex(&digest, hex);
    ck_assert_str_eq(hex, wanted);
}

START_TEST(known_answers)
{
    is(digest_of("", 0), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    is(digest_of("abc", 3), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    /* RFC 4231, test case 2 */
    is(digest_hmac("Jefe", "what do ya want for nothing?", 28),
       "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}
END_TEST

START_TEST(pieces_are_one_text)
{
    struct digest_state *state = digest_begin();
    digest_update(state, "a", 1);
    digest_update(state, "", 0);
    digest_update(state, "bc", 2);
    struct digest whole = digest_of("abc", 3);
    struct digest pieces = digest_finish(state);
    ck_assert(digest_equal(&whole, &pieces));
}
END_TEST

static struct digest fields(const char *a, const char *b)
{
    struct digest_state *state = digest_begin();
    digest_field(state, a);
    digest_field(state, b);
    return digest_finish(state);
}

START_TEST(fields_do_not_run_into_each_other)
{
    static const char *const pairs[][2] = {{"ab", "c"}, {"a", "bc"},   {"abc", ""},
                                           {"", "abc"}, {NULL, "abc"}, {"abc", NULL}};
    enum { COUNT = sizeof pairs / sizeof *pairs };
    for (int i = 0; i < COUNT; i++)
        for (int j = 0; j < COUNT; j++) {
            struct digest a = fields(pairs[i][0], pairs[i][1]);
            struct digest b = fields(pairs[j][0], pairs[j][1]);
            ck_assert_int_eq(digest_equal(&a, &b), i == j);
        }
}
END_TEST

START_TEST(a_state_is_used_again)
{
    static const char *const texts[] = {"", "abc", "x", "abc"};
    struct digest_state *state = digest_begin();
    digest_update(state, "left over", 9);
    for (int i = 0; i < 4; i++) {
        struct digest once = digest_of(texts[i], strlen(texts[i]));
        struct digest again = digest_again(state, texts[i], strlen(texts[i]));
        ck_assert(digest_equal(&once, &again));
    }
    digest_finish(state);
}
END_TEST

/* Against libcrypto's own, with keys shorter and longer than a block. */
START_TEST(hmac_of_pieces)
{
    char key[201];
    memset(key, 'k', sizeof key);
    for (size_t length = 0; length < sizeof key; length += 20) {
        key[length] = '\0';
        struct digest_state *state = digest_hmac_begin(key);
        digest_update(state, "what do ya want ", 16);
        digest_update(state, "for nothing?", 12);
        struct digest pieces = digest_hmac_finish(state, key);
        struct digest whole = digest_hmac(key, "what do ya want for nothing?", 28);
        ck_assert(digest_equal(&pieces, &whole));
        key[length] = 'k';
    }
}
END_TEST

START_TEST(hexadecimal_both_ways)
{
    static const char *const bad[] = {
        "",
        "00",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8555",
        "g3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "E3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85 ",
    };
    struct digest digest = digest_of("x", 1), back;
    char hex[DIGEST_HEX];
    digest_hex(&digest, hex);
    ck_assert(digest_parse(hex, &back));
    ck_assert(digest_equal(&digest, &back));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(!digest_parse(bad[i], &back), "'%s' was read", bad[i]);
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("digest");
    TCase *all = tcase_create("all");
    tcase_add_test(all, known_answers);
    tcase_add_test(all, pieces_are_one_text);
    tcase_add_test(all, fields_do_not_run_into_each_other);
    tcase_add_test(all, a_state_is_used_again);
    tcase_add_test(all, hmac_of_pieces);
    tcase_add_test(all, hexadecimal_both_ways);
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
