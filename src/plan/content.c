#include "plan/content.h"

#include <string.h>

void content_add_text(struct strbuf *content, const char *text)
{
    strbuf_addch(content, text ? '+' : '-');
    if (text)
        strbuf_add(content, text, strlen(text) + 1);
}

void content_add_number(struct strbuf *content, long long number)
{
    strbuf_add(content, &number, sizeof number);
}

void content_add_decimal(struct strbuf *content, struct decimal value)
{
    content_add_number(content, value.units);
    content_add_number(content, value.scale);
}

void content_add_double(struct strbuf *content, double value)
{
    strbuf_add(content, &value, sizeof value);
}
