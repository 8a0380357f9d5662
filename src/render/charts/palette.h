/*
 * Colours by role, for a light and a dark surface. A plan names roles only, so
 * that one plan is painted for a screen, a dark screen and paper.
 *
 * The nine steps of the scale are evenly spaced in OKLab lightness, from
 * green-white to deep blue (reversed on a dark surface, where more is brighter):
 * they keep their order for every kind of colour vision and in grey.
 */
#ifndef RENDER_CHARTS_PALETTE_H
#define RENDER_CHARTS_PALETTE_H

#include <stdint.h>

enum { SCALE_STEPS = 9 };

enum chart_role {
    ROLE_SURFACE,
    ROLE_INK,
    ROLE_MUTED,
    ROLE_GRID,
    ROLE_AXIS,
    ROLE_ACCENT,
    ROLE_ON_ACCENT, /* text on accent, good and bad */
    ROLE_SOFT,      /* the accent of what matters less */
    ROLE_BAND,      /* behind everything: intervals, quadrants */
    ROLE_REFERENCE,
    ROLE_GOOD,
    ROLE_WARN,
    ROLE_BAD,
    ROLE_SCALE, /* ROLE_SCALE + step, low to high */
    ROLE_ON_SCALE = ROLE_SCALE + SCALE_STEPS,
    ROLE_COUNT = ROLE_ON_SCALE + SCALE_STEPS,
};

enum chart_theme { THEME_LIGHT, THEME_DARK };

/* 0xRRGGBB */
uint32_t palette_color(enum chart_role role, enum chart_theme theme);

/* The class in SVG and the word in a dump: "ink", "scale4". */
const char *palette_name(enum chart_role role);

/* The step 0..8 of a value on a scale from `low` to `high`; outside is clamped, and the middle
 * where the scale has no extent. */
int palette_step(double value, double low, double high);

#endif
