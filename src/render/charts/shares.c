/* Parts of a whole as one bar, named in a line below it. */
#include "render/charts/charts.h"
#include "render/charts/font.h"
#include "render/charts/plot.h"

#include <math.h>

enum { BAR_HEIGHT = 36, LINE_HEIGHT = 22, SWATCH = 12, ENTRY_GAP = 22 };

static const struct text_style count_style = {.size = 14, .bold = true, .anchor = ANCHOR_MIDDLE};
static const struct text_style label_style = {.role = ROLE_INK, .size = 12};
static const struct text_style number_style = {.role = ROLE_INK, .size = 12, .bold = true};
static const struct text_style note_style = {.role = ROLE_MUTED, .size = 12};

static const char *text_of(const struct view_share *share)
{
    return share->text && *share->text ? share->text : "-";
}

static double amount(const struct view_share *share)
{
    return isfinite(share->value) && share->value > 0 ? share->value : 0;
}

/* Outside of the order: an outline, as missing values have everywhere. */
static void draw_part(struct chart_plan *plan, const struct view_share *share, int ranks,
                      struct box box)
{
    if (share->rank >= 0)
        draw_rect(plan, rank_role(share->rank, ranks), box);
    else if (box.width > 1)
        draw_outline(plan, ROLE_AXIS,
                     (struct box){box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1},
                     (struct stroke){1, true});
}

static const char *tooltip(struct arena *arena, const struct view_share *share)
{
    bool noted = share->note && *share->note;
    return arena_printf(arena, "%s: %s%s%s", share->label ? share->label : "", text_of(share),
                        noted ? " \u2013 " : "", noted ? share->note : "");
}

static void draw_bar(struct chart_plan *plan, const struct view_share_bar *chart, double top,
                     double total)
{
    double x = CHART_MARGIN, room = plan->width - 2 * CHART_MARGIN;
    for (size_t i = 0; i < chart->count; i++) {
        const struct view_share *share = &chart->shares[i];
        double width = room * amount(share) / total;
        struct box box = {x, top, fmax(width - 2, width > 0 ? 1 : 0), BAR_HEIGHT};
        struct text_style style = count_style;
        style.role = share->rank >= 0 ? rank_text_role(share->rank, chart->ranks) : ROLE_MUTED;
        x += width;
        if (width <= 0)
            continue;
        draw_hit(plan, box, tooltip(plan->arena, share));
        draw_part(plan, share, chart->ranks, box);
        if (font_width(plan, style, text_of(share)) <= box.width - 6)
            draw_text(plan, style,
                      (struct point){box.x + box.width / 2,
                                     top + BAR_HEIGHT / 2.0 + text_drop(style.size)},
                      text_of(share));
    }
}

static double draw_word(struct chart_plan *plan, struct text_style style, struct point at,
                        const char *word)
{
    draw_text(plan, style, at, word);
    double width = font_width(plan, style, word);
    return width > 0 ? width + 6 : 0;
}

/* Every part is named, also one that is too small to be seen; gives the y below. */
static double draw_legend(struct chart_plan *plan, const struct view_share_bar *chart, double top)
{
    double x = CHART_MARGIN, y = top;
    for (size_t i = 0; i < chart->count; i++) {
        const struct view_share *share = &chart->shares[i];
        const char *label = font_ellipsize(plan, label_style, share->label, 240);
        double width = SWATCH + 6 + font_width(plan, label_style, label) + 6 +
                       font_width(plan, number_style, text_of(share)) + 6 +
                       font_width(plan, note_style, share->note);
        if (x > CHART_MARGIN && x + width > plan->width - CHART_MARGIN) {
            x = CHART_MARGIN;
            y += LINE_HEIGHT;
        }
        draw_part(plan, share, chart->ranks, (struct box){x, y, SWATCH, SWATCH});
        struct point at = {x + SWATCH + 6, y + SWATCH - 1.5};
        at.x += draw_word(plan, label_style, at, label);
        at.x += draw_word(plan, number_style, at, text_of(share));
        draw_word(plan, note_style, at, share->note);
        x += width + ENTRY_GAP;
    }
    return y + SWATCH;
}

struct chart_plan *chart_plan_shares(struct arena *arena, const struct view_share_bar *chart)
{
    struct chart_plan *plan = plan_new(arena, chart->title, CHART_WIDTH);
    double top = draw_heading(plan, chart->title, chart->subtitle);
    double total = 0;
    for (size_t i = 0; i < chart->count; i++)
        total += amount(&chart->shares[i]);
    if (!(total > 0))
        return draw_empty(plan, top);
    draw_bar(plan, chart, top, total);
    double below = draw_legend(plan, chart, top + BAR_HEIGHT + 14);
    return plan_finish(plan, below + CHART_MARGIN);
}
