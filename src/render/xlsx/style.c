#include "render/xlsx/style.h"

#include "base/decimal.h"

enum { TONES = TONE_MUTED + 1, ALIGNS = ALIGN_CENTER + 1, PLACES = DECIMAL_MAX_SCALE + 1 };

struct styles {
    struct arena *arena;
    lxw_workbook *workbook;
    struct style *made;
    size_t count;
    size_t capacity;
    lxw_format *overlays[TONES];
    lxw_format *blanks[2];                                   /* of gaps: the second */
    int indexes[LOOK_COUNT][PLACES][TONES][ALIGNS][2][2][2]; /* 0: not made yet */
};

struct tone_colors {
    lxw_color_t text;
    lxw_color_t fill; /* LXW_COLOR_UNSET: none */
};

static const struct tone_colors tone_colors[TONES] = {
    [TONE_NONE] = {0x1B2430, LXW_COLOR_UNSET}, [TONE_GOOD] = {0x1E6B3C, 0xE6F4EA},
    [TONE_INFO] = {PALETTE_BLUE, 0xE8F0F8},    [TONE_WARNING] = {0x8A5A00, 0xFDF3DC},
    [TONE_ERROR] = {0xA3201B, 0xFBE5E3},       [TONE_MUTED] = {PALETTE_MUTED, LXW_COLOR_UNSET},
};

struct styles *styles_new(struct arena *arena, lxw_workbook *workbook)
{
    struct styles *styles = arena_alloc(arena, sizeof *styles);
    *styles = (struct styles){.arena = arena, .workbook = workbook};
    return styles;
}

const char *style_number_format(const struct style *style, char *buffer, size_t size)
{
    static const char digits[] = "000000000";
    const char *point = style->places > 0 ? "." : "";
    switch (style->look) {
    case LOOK_INTEGER:
        return "#,##0";
    case LOOK_UNGROUPED:
        return "0";
    case LOOK_BOOLEAN: /* Excel says so anyway; LibreOffice would show 1 and 0 */
        return "\"TRUE\";\"TRUE\";\"FALSE\"";
    case LOOK_DATE:
        return "yyyy-mm-dd";
    case LOOK_DECIMAL:
    case LOOK_NOTE: /* numbers among the notes; text takes no number format */
        snprintf(buffer, size, "#,##0%s%.*s", point, style->places, digits);
        return buffer;
    case LOOK_PERCENT:
        snprintf(buffer, size, "#,##0%s%.*s\"%%\"", point, style->places, digits);
        return buffer;
    default:
        return NULL;
    }
}

static void set_header(lxw_format *format, const struct style *style)
{
    static const lxw_color_t fills[TONES] = {
        [TONE_INFO] = PALETTE_BLUE,
        [TONE_MUTED] = PALETTE_SLATE,
    };
    lxw_color_t fill = fills[style->tone];
    format_set_bold(format);
    format_set_font_color(format, LXW_COLOR_WHITE);
    format_set_bg_color(format, fill ? fill : PALETTE_NAVY);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    if (style->look == LOOK_HEADER)
        format_set_text_wrap(format);
}

static void set_small(lxw_format *format, const struct style *style)
{
    bool lead = style->look == LOOK_LEAD;
    format_set_font_size(format, lead ? 10 : 8);
    format_set_font_color(format, PALETTE_SLATE);
    format_set_align(format, lead ? LXW_ALIGN_VERTICAL_CENTER : LXW_ALIGN_VERTICAL_BOTTOM);
    if (!lead) {
        format_set_bg_color(format, PALETTE_PALE);
        format_set_text_wrap(format);
        format_set_indent(format, 1);
    }
    if (style->places > 0) { /* a number that formulas use */
        format_set_bold(format);
        format_set_font_size(format, 10);
        format_set_font_color(format, PALETTE_BLUE);
    }
}

static void set_title(lxw_format *format)
{
    format_set_font_size(format, 18);
    format_set_bold(format);
    format_set_font_color(format, PALETTE_NAVY);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
}

static void set_line(lxw_format *format)
{
    format_set_bottom(format, LXW_BORDER_THIN);
    format_set_bottom_color(format, PALETTE_LINE);
}

static void set_body(lxw_format *format, const struct style *style)
{
    const struct tone_colors *colors = &tone_colors[style->tone];
    format_set_font_color(format, colors->text);
    if (colors->fill != LXW_COLOR_UNSET)
        format_set_bg_color(format, colors->fill);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    set_line(format);
    if (style->wrap)
        format_set_text_wrap(format);
    if (style->strong) {
        format_set_bold(format);
        format_set_top(format, LXW_BORDER_THIN);
        format_set_top_color(format, PALETTE_NAVY);
    }
    if (style->look == LOOK_LINK) {
        format_set_font_color(format, PALETTE_BLUE);
        format_set_underline(format, LXW_UNDERLINE_SINGLE);
    }
    if (style->look == LOOK_MISSING)
        format_set_font_color(format, PALETTE_MUTED);
}

static lxw_format *new_format(struct styles *styles)
{
    lxw_format *format = workbook_add_format(styles->workbook);
    if (!format)
        out_of_memory();
    return format;
}

static lxw_format *make(struct styles *styles, const struct style *style)
{
    static const uint8_t aligns[ALIGNS] = {
        [ALIGN_START] = LXW_ALIGN_LEFT,
        [ALIGN_END] = LXW_ALIGN_RIGHT,
        [ALIGN_CENTER] = LXW_ALIGN_CENTER,
    };
    lxw_format *format = new_format(styles);
    if (style->look == LOOK_HEADER || style->look == LOOK_GROUP)
        set_header(format, style);
    else if (style->look == LOOK_TITLE)
        set_title(format);
    else if (style->look == LOOK_LEAD || style->look == LOOK_NOTE)
        set_small(format, style);
    else
        set_body(format, style);
    format_set_align(format, aligns[style->align]);
    if (style->align == ALIGN_START) /* text must not touch the number before it */
        format_set_indent(format, 1);
    if (style->unlocked)
        format_set_unlocked(format);
    char buffer[32];
    const char *number_format = style_number_format(style, buffer, sizeof buffer);
    if (number_format)
        format_set_num_format(format, number_format);
    return format;
}

/* Number 0 is the library's own default format, which no cell of ours has. */
unsigned styles_index(struct styles *styles, const struct style *style)
{
    int *slot = &styles->indexes[style->look][style->places][style->tone][style->align][style->wrap]
                                [style->strong][style->unlocked];
    if (*slot == 0) {
        *slot = lxw_format_get_xf_index(make(styles, style));
        styles->made = arena_grow(styles->arena, styles->made, &styles->capacity, styles->count + 1,
                                  sizeof *styles->made);
        styles->made[styles->count++] = *style;
    }
    return (unsigned)*slot;
}

const struct style *styles_made(const struct styles *styles, size_t *count)
{
    *count = styles->count;
    return styles->made;
}

lxw_format *styles_overlay(struct styles *styles, enum view_tone tone)
{
    const struct tone_colors *colors = &tone_colors[tone];
    lxw_format **slot = &styles->overlays[tone];
    if (*slot)
        return *slot;
    *slot = new_format(styles);
    format_set_font_color(*slot, colors->text);
    if (colors->fill != LXW_COLOR_UNSET)
        format_set_bg_color(*slot, colors->fill);
    return *slot;
}

lxw_format *styles_blank(struct styles *styles, bool gap)
{
    lxw_format **slot = &styles->blanks[gap];
    if (!*slot) {
        *slot = new_format(styles);
        set_line(*slot);
        if (gap)
            format_set_bg_color(*slot, PALETTE_GAP);
    }
    return *slot;
}

lxw_color_t style_tab_color(enum view_tone tone)
{
    switch (tone) {
    case TONE_ERROR:
        return 0xC0392B;
    case TONE_WARNING:
        return 0xD9A441;
    case TONE_GOOD:
        return 0x3C8D5A;
    case TONE_MUTED:
        return PALETTE_MUTED;
    default:
        return PALETTE_NAVY;
    }
}
