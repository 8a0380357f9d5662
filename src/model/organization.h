/*
 * An organization as the unified view gives it: one row of text values, read by
 * a list of columns that the database itself describes. No attribute column is
 * named here: a new column, or a new sector's table, needs no change in C.
 */
#ifndef MODEL_ORGANIZATION_H
#define MODEL_ORGANIZATION_H

#include <stdbool.h>
#include <stddef.h>

enum column_kind {
    COLUMN_TEXT,
    COLUMN_INTEGER,
    COLUMN_DECIMAL,
    COLUMN_BOOLEAN,
    COLUMN_DATE,
    COLUMN_TIMESTAMP,
    COLUMN_ARRAY, /* of anything; elements are split by array_split of model/array.h */
    COLUMN_UUID,
};

enum column_group {
    COLUMN_FIRMOGRAPHIC, /* from organizations, the same for every sector */
    COLUMN_ATTRIBUTE,    /* from the sector's org_attributes_* table */
};

/* One column that a sector's reports show. Label, unit and description come from the column's
 * COMMENT, written `Label [unit]: description`, unit and description optional; without a comment
 * the label is made from the name (plant_count -> Plant count). */
struct column {
    const char *name;        /* plant_count */
    const char *label;       /* Plant count */
    const char *unit;        /* "plants", "USD", "%"; NULL: none */
    const char *description; /* NULL: none */
    enum column_kind kind;
    int scale; /* fractional digits of a COLUMN_DECIMAL */
    enum column_group group;
};

/* Columns of one sector: firmographics in the view's order, then its attributes. */
struct column_set {
    struct column *columns;
    size_t count;
    size_t attribute_start; /* index of the first COLUMN_ATTRIBUTE */
    bool has_attribute_table;
};

/* Every pointer lives as long as the batch that the row came with. */
struct organization {
    const char *id; /* UUID, lower case */
    const char *legal_name;
    const char *display_name; /* may be NULL */
    const char *focus_group_id;
    const char *status;  /* may be NULL */
    bool has_attributes; /* a row in the sector's attribute table */
    const char **values; /* one a column of the set; NULL: missing */
};

/* What people call it: display_name, else legal_name, else its id; none that is blank. */
const char *organization_name(const struct organization *organization);

/* False for a number that is NaN or infinite, and for a day that is infinite: they are shown as not
 * stated. */
bool column_is_finite(const struct column *column, const char *value);

/* Does the value, which may be NULL, state anything? Not where it is blank or not finite. */
bool column_states(const struct column *column, const char *value);

/* How many of the sector's attributes are stated. */
size_t organization_known_attributes(const struct organization *organization,
                                     const struct column_set *columns);

/* The value of a named column, NULL when missing or unknown. */
const char *organization_value(const struct organization *organization,
                               const struct column_set *columns, const char *name);

/* Totals per sector, as the database counts them. */
struct sector_totals {
    const char *focus_group_id;
    long long organizations;
    long long active;          /* status = 'active' */
    long long with_attributes; /* a row in the attribute table */
    long long employees;       /* sum over those that state it */
    long long with_employees;
    const char *revenue_usd; /* exact sum as text; "0" when nobody states it */
    long long with_revenue;
};

#endif
