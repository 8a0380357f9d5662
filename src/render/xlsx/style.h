/*
 * Cell formats of one workbook, made when first asked for. The palette is
 * restrained: navy headers, hairlines between rows, colour only where a tone
 * says something.
 */
#ifndef RENDER_XLSX_STYLE_H
#define RENDER_XLSX_STYLE_H

#include "base/arena.h"
#include "view/component.h"

#include <xlsxwriter.h>

enum {
    PALETTE_NAVY = 0x1F3A5F,
    PALETTE_BLUE = 0x2F5D8C,
    PALETTE_PALE = 0xF4F8FC,
    PALETTE_MIDDLE = 0xB9D3EC,
    PALETTE_DEEP = 0x6FA3D4,
    PALETTE_LINE = 0xDDE3EA,
    PALETTE_MUTED = 0x8A94A6,
    PALETTE_SLATE = 0x5A6675,
    PALETTE_GAP = 0xF3F4F6,
};

enum look {
    LOOK_TEXT,
    LOOK_INTEGER,
    LOOK_UNGROUPED, /* a year: 1987, not 1,987 */
    LOOK_DECIMAL,
    LOOK_PERCENT, /* the number is in percent already: 45.5 is shown as 45.50% */
    LOOK_BOOLEAN,
    LOOK_DATE,
    LOOK_LINK,
    LOOK_MISSING,
    LOOK_HEADER,
    LOOK_GROUP, /* heading over several titles */
    LOOK_TITLE, /* of the workbook */
    LOOK_LEAD,  /* what the sheet is for */
    LOOK_NOTE,  /* small print above a title */
    LOOK_COUNT
};

struct style {
    enum look look;
    int places; /* of DECIMAL and PERCENT */
    enum view_tone tone;
    enum view_align align;
    bool wrap;
    bool unlocked; /* open to edits on a protected sheet */
    bool strong;   /* a total: bold, with a rule above it */
};

struct styles;

struct styles *styles_new(struct arena *arena, lxw_workbook *workbook);
/* Its number in the workbook, as cells name it: styles are numbered as they are asked for. */
unsigned styles_index(struct styles *styles, const struct style *style);
/* Those there are, in the order of their numbers. */
const struct style *styles_made(const struct styles *styles, size_t *count);

/* What a conditional format lays over a cell. */
lxw_format *styles_overlay(struct styles *styles, enum view_tone tone);

/* ... over a cell that is not there: the line below its row, and grey where that is a gap. */
lxw_format *styles_blank(struct styles *styles, bool gap);

/* "#,##0.000" and the like, as far as the look has a number format; NULL otherwise. */
const char *style_number_format(const struct style *style, char *buffer, size_t size);

/* Colour of a sheet's tab. */
lxw_color_t style_tab_color(enum view_tone tone);

#endif
