/* The settings that may show in what is published: another value may make another file. */
#ifndef SETTINGS_PUBLISHED_H
#define SETTINGS_PUBLISHED_H

#include "settings/settings.h"

struct published_setting {
    const char *name;
    const char *text; /* the effective value, as canonical text */
};

/* In the order of the table. A setting counts as published unless it is known not to show, so that
 * a new one is on the safe side. The key that signs is among them: it shows in the manifest. */
size_t settings_published(struct arena *arena, const struct settings *settings,
                          struct published_setting **rows);

#endif
