#include "render/charts/charts.h"
#include "render/charts/plan.h"

#include <assert.h>

/* Sizes of text are whole pixels. */
enum { BASE_SIZE = 12, MAX_SIZE = 40 };

/* Which of the style rules a plan needs. */
struct used {
    bool fill[ROLE_COUNT];
    bool stroke[ROLE_COUNT];
    bool size[MAX_SIZE + 1];
    bool dashed, bold, middle, end, rtl, text;
};

static enum text_anchor svg_anchor(const struct chart_item *item)
{
    /* SVG's start and end follow the direction of the text; the plan's are left and right. */
    if (!item->rtl || item->style.anchor == ANCHOR_MIDDLE)
        return item->style.anchor;
    return item->style.anchor == ANCHOR_START ? ANCHOR_END : ANCHOR_START;
}

static struct used survey(const struct chart_plan *plan)
{
    struct used used = {.fill = {[ROLE_SURFACE] = true}};
    for (size_t i = 0; i < plan->count; i++) {
        const struct chart_item *item = &plan->items[i];
        if (item->kind == ITEM_GROUP || item->kind == ITEM_END)
            continue;
        if (item->stroke.width > 0)
            used.stroke[item->role] = true;
        else
            used.fill[item->role] = true;
        used.dashed = used.dashed || item->stroke.dashed;
        if (item->kind != ITEM_TEXT)
            continue;
        used.text = true;
        used.size[(int)item->style.size] = item->style.size != BASE_SIZE;
        used.bold = used.bold || item->style.bold;
        used.middle = used.middle || svg_anchor(item) == ANCHOR_MIDDLE;
        used.end = used.end || svg_anchor(item) == ANCHOR_END;
        used.rtl = used.rtl || item->rtl;
    }
    return used;
}

static void add_colors(struct strbuf *out, const struct used *used, enum chart_theme theme)
{
    for (int i = ROLE_HIT + 1; i < ROLE_COUNT; i++) {
        enum chart_role role = (enum chart_role)i;
        if (used->fill[i])
            strbuf_addf(out, ".%s{fill:#%06x}", palette_name(role), palette_color(role, theme));
        if (used->stroke[i])
            strbuf_addf(out, ".%s-l{stroke:#%06x%s}", palette_name(role),
                        palette_color(role, theme), theme == THEME_LIGHT ? ";fill:none" : "");
    }
}

static void add_style(struct strbuf *out, const struct used *used)
{
    strbuf_addstr(out, "<style>");
    if (used->text)
        strbuf_addf(out,
                    "text{font:%dpx \"" CHART_FONT "\",Verdana,sans-serif;pointer-events:none}",
                    BASE_SIZE);
    strbuf_addstr(out, used->fill[ROLE_HIT] ? ".hit{fill:none;pointer-events:all}" : "");
    strbuf_addstr(out, used->dashed ? ".d{stroke-dasharray:4 3}" : "");
    for (int size = 0; size <= MAX_SIZE; size++)
        if (used->size[size])
            strbuf_addf(out, ".z%d{font-size:%dpx}", size, size);
    strbuf_addstr(out, used->bold ? ".b{font-weight:700}" : "");
    strbuf_addstr(out, used->middle ? ".m{text-anchor:middle}" : "");
    strbuf_addstr(out, used->end ? ".e{text-anchor:end}" : "");
    strbuf_addstr(out, used->rtl ? ".r{direction:rtl}" : "");
    strbuf_addch(out, '\n');
    add_colors(out, used, THEME_LIGHT);
    strbuf_addstr(out, "\n@media (prefers-color-scheme:dark){");
    add_colors(out, used, THEME_DARK);
    strbuf_addstr(out, "}</style>\n");
}

static void add_attribute(struct strbuf *out, const char *name, double value)
{
    strbuf_addch(out, ' ');
    strbuf_addstr(out, name);
    strbuf_addstr(out, "=\"");
    plan_number(out, value);
    strbuf_addch(out, '"');
}

static void add_text_classes(struct strbuf *out, const struct chart_item *item)
{
    static const char *const anchors[] = {"", " m", " e"};
    strbuf_addstr(out, item->style.bold ? " b" : "");
    strbuf_addstr(out, anchors[svg_anchor(item)]);
    strbuf_addstr(out, item->rtl ? " r" : "");
    if (item->style.size == BASE_SIZE)
        return;
    strbuf_addstr(out, " z");
    plan_number(out, (int)item->style.size);
}

static void add_class(struct strbuf *out, const struct chart_item *item)
{
    bool stroked = item->stroke.width > 0;
    strbuf_addstr(out, stroked && item->stroke.dashed ? " class=\"d " : " class=\"");
    strbuf_addstr(out, palette_name(item->role));
    strbuf_addstr(out, stroked ? "-l" : "");
    if (item->kind == ITEM_TEXT)
        add_text_classes(out, item);
    strbuf_addch(out, '"');
}

static void add_look(struct strbuf *out, const struct chart_item *item)
{
    add_class(out, item);
    if (item->stroke.width > 0 && item->stroke.width != 1)
        add_attribute(out, "stroke-width", item->stroke.width);
}

static void add_rect(struct strbuf *out, const struct chart_item *item)
{
    strbuf_addstr(out, "<rect");
    add_look(out, item);
    add_attribute(out, "x", item->box.x);
    add_attribute(out, "y", item->box.y);
    add_attribute(out, "width", item->box.width);
    add_attribute(out, "height", item->box.height);
    strbuf_addstr(out, "/>\n");
}

static void add_point(struct strbuf *out, char command, struct point point)
{
    strbuf_addch(out, command);
    plan_number(out, point.x);
    strbuf_addch(out, ' ');
    plan_number(out, point.y);
}

static void add_line(struct strbuf *out, const struct box *box)
{
    struct point end = {box->x + box->width, box->y + box->height};
    add_point(out, 'M', (struct point){box->x, box->y});
    if (box->width != 0 && box->height != 0) {
        add_point(out, 'L', end);
        return;
    }
    strbuf_addch(out, box->width != 0 ? 'H' : 'V');
    plan_number(out, box->width != 0 ? end.x : end.y);
}

static void add_path(struct strbuf *out, const struct chart_item *item)
{
    strbuf_addstr(out, "<path");
    add_look(out, item);
    strbuf_addstr(out, " d=\"");
    if (item->kind == ITEM_LINE)
        add_line(out, &item->box);
    for (size_t i = 0; i < item->point_count; i++)
        add_point(out, i ? 'L' : 'M', item->points[i]);
    if (item->kind == ITEM_PATH && item->stroke.width <= 0)
        strbuf_addch(out, 'z');
    strbuf_addstr(out, "\"/>\n");
}

static void add_circle(struct strbuf *out, const struct chart_item *item)
{
    strbuf_addstr(out, "<circle");
    add_look(out, item);
    add_attribute(out, "cx", item->box.x);
    add_attribute(out, "cy", item->box.y);
    add_attribute(out, "r", item->box.width);
    strbuf_addstr(out, "/>\n");
}

static void add_text(struct strbuf *out, const struct chart_item *item)
{
    strbuf_addstr(out, "<text");
    add_look(out, item);
    add_attribute(out, "x", item->box.x);
    add_attribute(out, "y", item->box.y);
    if (item->style.upward) {
        strbuf_addstr(out, " transform=\"rotate(-90 ");
        plan_number(out, item->box.x);
        strbuf_addch(out, ' ');
        plan_number(out, item->box.y);
        strbuf_addstr(out, ")\"");
    }
    strbuf_addch(out, '>');
    strbuf_addxml(out, item->text);
    strbuf_addstr(out, "</text>\n");
}

static void add_item(struct strbuf *out, const struct chart_item *item)
{
    switch (item->kind) {
    case ITEM_RECT:
        add_rect(out, item);
        break;
    case ITEM_LINE:
    case ITEM_PATH:
        add_path(out, item);
        break;
    case ITEM_CIRCLE:
        add_circle(out, item);
        break;
    case ITEM_TEXT:
        add_text(out, item);
        break;
    case ITEM_GROUP:
        strbuf_addstr(out, "<g><title>");
        strbuf_addxml(out, item->text);
        strbuf_addstr(out, "</title>\n");
        break;
    case ITEM_END:
        strbuf_addstr(out, "</g>\n");
        break;
    }
}

static void add_description(struct strbuf *out, const struct chart_plan *plan, const char *alt)
{
    bool described = alt && *alt;
    strbuf_addf(out,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
                "viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"title%s\">\n",
                chart_width(plan), chart_height(plan), chart_width(plan), chart_height(plan),
                described ? " desc" : "");
    strbuf_addstr(out, "<title id=\"title\">");
    strbuf_addxml(out, plan->title);
    strbuf_addstr(out, "</title>\n");
    if (!described)
        return;
    strbuf_addstr(out, "<desc id=\"desc\">");
    strbuf_addxml(out, alt);
    strbuf_addstr(out, "</desc>\n");
}

bool chart_svg(const struct chart_plan *plan, const char *alt, struct strbuf *out,
               struct error *err)
{
    (void)err; /* text cannot fail; the painters share one form */
    const struct used used = survey(plan);
    add_description(out, plan, alt);
    add_style(out, &used);
    strbuf_addstr(out, "<rect class=\"surface\" width=\"100%\" height=\"100%\"/>\n");
    for (size_t i = 0; i < plan->count; i++)
        add_item(out, &plan->items[i]);
    strbuf_addstr(out, "</svg>\n");
    return true;
}

struct view_drawing chart_drawing(const struct chart_plan *plan)
{
    struct strbuf out;
    strbuf_init(&out);
    for (size_t i = 0; i < plan->count; i++) {
        assert(plan->items[i].role < ROLE_SCALE);
        add_item(&out, &plan->items[i]);
    }
    struct view_drawing drawing = {arena_strndup(plan->arena, out.text, out.length)};
    strbuf_release(&out);
    return drawing;
}
