/* What the suites of the rules share: a sound configuration to spoil, and questions to findings. */
#ifndef TESTS_RULES_SUPPORT_H
#define TESTS_RULES_SUPPORT_H

#include "base/text.h"
#include "model/config.h"
#include "model/finding.h"

#include <check.h>

static inline struct decimal dec(const char *text)
{
    struct decimal value;
    ck_assert_msg(decimal_parse(text, &value), "'%s' is no decimal", text);
    return value;
}

/* The first finding with the code; NULL: none. */
static inline const struct finding *find(const struct findings *findings, const char *code)
{
    for (size_t i = 0; i < findings->count; i++)
        if (text_equal(findings->rows[i].code, code))
            return &findings->rows[i];
    return NULL;
}

/* There is exactly one finding with the code, and it says this. */
static inline void one_finding(const struct findings *findings, const char *code,
                               enum severity severity, const char *message)
{
    size_t count = 0;
    for (size_t i = 0; i < findings->count; i++)
        count += text_equal(findings->rows[i].code, code);
    const struct finding *finding = find(findings, code);
    ck_assert_msg(count == 1, "%zu findings '%s'", count, code);
    ck_assert_str_eq(finding->message, message);
    ck_assert_int_eq(finding->severity, severity);
}

#endif
