#include "rules/quality.h"

#include "base/strbuf.h"
#include "base/text.h"

enum { OLDEST_YEAR = 1600 };

struct check {
    const struct sector *sector;
    const struct column_set *columns;
    const struct organization *organization;
    struct findings *findings;
};

/* What people are shown is one line, whatever the database holds. */
static const char *one_line(struct arena *arena, const char *text)
{
    char *line = arena_strdup(arena, text);
    text_tame(line, strlen(line), false);
    return line;
}

static void add(const struct check *check, enum severity severity, const char *code,
                const char *message)
{
    struct arena *arena = check->findings->arena;
    findings_add(check->findings,
                 &(struct finding){
                     .severity = severity,
                     .code = code,
                     .focus_group_id = check->sector->focus_group_id,
                     .organization_id = check->organization->id,
                     .subject = one_line(arena, organization_name(check->organization)),
                     .message = one_line(arena, message),
                 });
}

/* ---- addresses ---- */

/* Something before a port, a path, a query; credentials in front of it are not for a page. */
static bool has_host(const char *c)
{
    size_t length = strcspn(c, "/?#\\\"<>^`{|}@");
    return length > 0 && *c != ':' && (c[length] == '\0' || strchr("/?#", c[length]));
}

bool website_is_linkable(const char *url)
{
    static const char *const schemes[] = {"http://", "https://"};
    for (const char *c = url; *c; c++)
        if ((unsigned char)*c <= 0x20 || *c == 0x7F)
            return false;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t length = strlen(schemes[i]);
        if (strncasecmp(url, schemes[i], length) == 0)
            return has_host(url + length);
    }
    return false;
}

/* ---- the checks ---- */

static void check_attributes(const struct check *check)
{
    if (!check->columns->has_attribute_table)
        return;
    if (!check->organization->has_attributes) {
        add(check, SEVERITY_WARNING, "attribute_row_missing",
            "no row of sector attributes: all of them are unknown");
        return;
    }
    size_t count = check->columns->count - check->columns->attribute_start;
    size_t known = organization_known_attributes(check->organization, check->columns);
    if (2 * known < count)
        add(check, SEVERITY_INFO, "attributes_sparse",
            arena_printf(check->findings->arena, "%zu of %zu sector attributes are known", known,
                         count));
}

static void check_name(const struct check *check)
{
    if (text_is_blank(check->organization->legal_name))
        add(check, SEVERITY_WARNING, "name_blank", "the legal name is blank");
}

static void check_website(const struct check *check)
{
    const char *url = organization_value(check->organization, check->columns, "website_url");
    if (!text_is_blank(url) && !website_is_linkable(url))
        add(check, SEVERITY_WARNING, "website_invalid",
            arena_printf(check->findings->arena,
                         "website '%s' is not an http or https address and is not linked", url));
}

static void check_year(const struct check *check)
{
    const char *year = organization_value(check->organization, check->columns, "founding_year");
    struct decimal value;
    if (year && decimal_parse(year, &value) &&
        decimal_compare(value, (struct decimal){OLDEST_YEAR, 0}) < 0)
        add(check, SEVERITY_WARNING, "year_doubtful",
            arena_printf(check->findings->arena, "founding year %s is before %d", year,
                         OLDEST_YEAR));
}

/* Counts and amounts; a percentage (growth, margin) may well be below 0. */
static bool is_amount(const struct column *column)
{
    return (column->kind == COLUMN_INTEGER || column->kind == COLUMN_DECIMAL) &&
           !text_equal(column->unit, "%");
}

static bool is_negative(const struct column *column, const char *value)
{
    return value[0] == '-' && is_amount(column) && strpbrk(value, "123456789");
}

static bool is_not_finite(const struct column *column, const char *value)
{
    return !column_is_finite(column, value);
}

/* What no value may be. */
static const struct value_rule {
    const char *code;
    const char *problem;
    bool (*broken)(const struct column *column, const char *value);
} value_rules[] = {
    {"negative_number", "below 0", is_negative},
    {"not_finite", "no number or day, shown as not stated", is_not_finite},
};

static void check_values(const struct check *check, const struct value_rule *rule)
{
    struct strbuf message;
    strbuf_init(&message);
    for (size_t i = 0; i < check->columns->count; i++) {
        const struct column *column = &check->columns->columns[i];
        const char *value = check->organization->values[i];
        if (value && rule->broken(column, value))
            strbuf_addf(&message, "%s%s '%s' is %s", message.length > 0 ? "" : rule->problem,
                        message.length > 0 ? "," : ":", column->label, value);
    }
    if (message.length > 0)
        add(check, SEVERITY_WARNING, rule->code, message.text);
    strbuf_release(&message);
}

void check_organization(const struct sector *sector, const struct column_set *columns,
                        const struct organization *organization, struct findings *findings)
{
    struct check check = {sector, columns, organization, findings};
    check_attributes(&check);
    check_name(&check);
    check_website(&check);
    check_year(&check);
    for (size_t i = 0; i < sizeof value_rules / sizeof *value_rules; i++)
        check_values(&check, &value_rules[i]);
}
