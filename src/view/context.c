#include "view/context.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static void latest_of(const char **latest, const char *day)
{
    if (strcmp(day, *latest) > 0 && text_is_finite(day))
        *latest = day;
}

static void latest_of_configuration(const char **latest, const struct sector *sector)
{
    for (size_t i = 0; i < sector->weight_count; i++)
        latest_of(latest, sector->weights[i].effective_from);
    for (size_t i = 0; i < sector->calibration_count; i++)
        latest_of(latest, sector->calibrations[i].effective_from);
}

/* Noon UTC of the day, in seconds since 1970; 0 without. */
static long long noon_of(const char *day)
{
    struct tm date = {.tm_hour = 12};
    if (sscanf(day, "%4d-%2d-%2d", &date.tm_year, &date.tm_mon, &date.tm_mday) != 3)
        return 0;
    date.tm_year -= 1900;
    date.tm_mon -= 1;
    return (long long)timegm(&date);
}

static const char *set_day(struct view_context *context, struct arena *arena, const char *day)
{
    if (context->as_of_asked_for)
        day = context->configs->as_of;
    context->as_of =
        *day ? arena_printf(arena, context->as_of_asked_for ? "As of %s" : "In force since %s", day)
             : "No configuration in force";
    return day;
}

static void set_day_of_documents(struct view_context *context, struct arena *arena, const char *day)
{
    day = set_day(context, arena, day);
    context->created = context->epoch >= 0 ? context->epoch : noon_of(day);
}

void view_context_of_site(struct view_context *context, struct arena *arena)
{
    const char *day = "";
    for (size_t i = 0; i < context->configs->sector_count; i++)
        latest_of_configuration(&day, &context->configs->sectors[i]);
    for (size_t i = 0; context->scores && i < context->configs->sector_count; i++)
        latest_of(&day, context->scores->sectors[i].assessed_on);
    set_day_of_documents(context, arena, day);
}

void view_context_of_sector(struct view_context *context, struct arena *arena,
                            const struct sector *sector)
{
    const char *day = "";
    latest_of_configuration(&day, sector);
    if (context->scores)
        latest_of(&day, context->scores->sectors[sector - context->configs->sectors].assessed_on);
    set_day_of_documents(context, arena, day);
}

void view_context_of_organization(struct view_context *context, struct arena *arena,
                                  const struct sector *sector, const char *assessed_on)
{
    const char *day = "";
    latest_of_configuration(&day, sector);
    if (assessed_on)
        latest_of(&day, assessed_on);
    set_day(context, arena, day);
}
