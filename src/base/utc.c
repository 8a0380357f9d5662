#include "base/utc.h"

#include <time.h>

static struct tm broken_down(int64_t seconds)
{
    struct tm utc = {0};
    time_t moment = (time_t)seconds;
    gmtime_r(&moment, &utc);
    return utc;
}

void utc_moment(char text[UTC_TEXT], int64_t seconds)
{
    struct tm utc = broken_down(seconds);
    strftime(text, UTC_TEXT, "%Y-%m-%dT%H:%M:%SZ", &utc);
}

void utc_stamp(char text[UTC_TEXT], int64_t seconds)
{
    struct tm utc = broken_down(seconds);
    strftime(text, UTC_TEXT, "%Y%m%dT%H%M%SZ", &utc);
}
