/*
 * The one table of settings. Parsing, ranges, defaults, messages, the help, the
 * manual page and the README's table all come from its rows.
 */
#ifndef SETTINGS_TABLE_H
#define SETTINGS_TABLE_H

#include "settings/settings.h"

enum setting_type {
    SETTING_TEXT,
    SETTING_SECRET,
    SETTING_DATABASE_URL, /* text with a password inside */
    SETTING_SITE_URL,
    SETTING_PATH,
    SETTING_FILE, /* a path, or "" */
    SETTING_BOOLEAN,
    SETTING_INTEGER,
    SETTING_DECIMAL,
    SETTING_ENUM,
};

struct setting_spec {
    const char *name;
    enum setting_type type;
    size_t offset;            /* of its field in struct settings */
    const char *fallback;     /* the default; NULL: depends, see `fallback_note` */
    const char *low, *high;   /* integer, decimal: the range, both ends included */
    const char *const *words; /* enumeration: the values in the order of the enum, NULL ends */
    const char *note;         /* other types: what is expected */
    const char *fallback_note;
    const char *help;
};

/* Sorted by name, ended by a NULL name. */
extern const struct setting_spec setting_specs[];

/* The row of a name, with or without ORGAIR_, in any case; NULL: unknown. */
const struct setting_spec *setting_find(const char *name);

/* The closest name to a misspelt one (given without prefix), NULL: none is close. */
const char *setting_nearest(const char *name);

/* "0 to 0.50", "console or json" */
const char *setting_range(struct arena *arena, const struct setting_spec *spec);

/* Reads the value into its field; false: not in the range, the field is as it was. */
bool setting_parse(struct arena *arena, const struct setting_spec *spec, const char *value,
                   struct settings *settings);

/* The value as it may be shown: secrets and passwords masked, on one line, "" stays "". */
const char *setting_mask(struct arena *arena, const struct setting_spec *spec, const char *value);

#endif
