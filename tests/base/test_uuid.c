/* The bytes of a UUID: what is taken, what is not, and in which order. */
#include "base/uuid.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

START_TEST(text_becomes_bytes)
{
    static const unsigned char bytes[UUID_BYTES] = {0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef,
                                                    0xfe, 0xdc, 0xba, 0x98, 0x76, 0x54, 0x32, 0x10};
    struct uuid uuid;
    ck_assert(uuid_parse("01234567-89ab-cdef-fedc-ba9876543210", &uuid));
    ck_assert_mem_eq(uuid.bytes, bytes, UUID_BYTES);
    ck_assert(uuid_parse("01234567-89AB-CDEF-FEDC-BA9876543210", &uuid));
    ck_assert_mem_eq(uuid.bytes, bytes, UUID_BYTES);
}
END_TEST

START_TEST(anything_else_is_refused)
{
    static const char *const wrong[] = {
        "",
        "a",
        "01234567-89ab-cdef-fedc-ba987654321",
        "01234567-89ab-cdef-fedc-ba98765432100",
        "0123456789abcdeffedcba9876543210",
        "01234567-89ab-cdef-fedc_ba9876543210",
        "01234567-89ab-cdef-fedc-ba987654321g",
        " 1234567-89ab-cdef-fedc-ba9876543210",
        "01234567-89ab-cdef-fedc-ba9876543210 ",
    };
    struct uuid uuid;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        ck_assert_msg(!uuid_parse(wrong[i], &uuid), "'%s' was taken", wrong[i]);
}
END_TEST

static int sign(int order)
{
    return (order > 0) - (order < 0);
}

START_TEST(order_is_that_of_the_bytes)
{
    struct uuid a, b;
    memset(&a, 0x7f, sizeof a);
    ck_assert_int_eq(uuid_order(&a, &a), 0);
    for (int at = 0; at < UUID_BYTES; at++) {
        static const unsigned char values[] = {0x00, 0x01, 0x7e, 0x80, 0xff};
        for (size_t i = 0; i < sizeof values; i++) {
            b = a;
            b.bytes[at] = values[i];
            for (int after = at + 1; after < UUID_BYTES; after++)
                b.bytes[after] = (unsigned char)~values[i];
            int expected = sign(memcmp(a.bytes, b.bytes, UUID_BYTES));
            ck_assert_int_eq(sign(uuid_order(&a, &b)), expected);
            ck_assert_int_eq(sign(uuid_order(&b, &a)), -expected);
        }
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base/uuid");
    TCase *tcase = tcase_create("all");
    suite_add_tcase(suite, tcase);
    tcase_add_test(tcase, text_becomes_bytes);
    tcase_add_test(tcase, anything_else_is_refused);
    tcase_add_test(tcase, order_is_that_of_the_bytes);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
