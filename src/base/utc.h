/* Moments of the years 1 to 9999 as text, whatever the machine's time zone is. */
#ifndef BASE_UTC_H
#define BASE_UTC_H

#include <stdint.h>

enum { UTC_TEXT = 32 };

/* Of seconds since 1970: "2026-06-30T04:00:05Z". */
void utc_moment(char text[UTC_TEXT], int64_t seconds);
/* "20260630T040005Z": for names, which sort as the moments do. */
void utc_stamp(char text[UTC_TEXT], int64_t seconds);

#endif
