/* What a fingerprint is made of: fields that cannot run into each other. */
#ifndef PLAN_CONTENT_H
#define PLAN_CONTENT_H

#include "base/decimal.h"
#include "base/strbuf.h"

/* NULL differs from "". */
void content_add_text(struct strbuf *content, const char *text);
void content_add_number(struct strbuf *content, long long number);
/* By its digits: 0.50 differs from 0.5. */
void content_add_decimal(struct strbuf *content, struct decimal value);
void content_add_double(struct strbuf *content, double value);

#endif
