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

/* One element's markup without its texts: far more than the longest takes. */
struct markup {
    char text[512];
    char *end;
};

static void put(struct markup *markup, const char *text)
{
    markup->end = stpcpy(markup->end, text);
}

static void put_number(struct markup *markup, double value)
{
    markup->end = plan_digits(markup->end, value);
}

static void put_attribute(struct markup *markup, const char *before, double value)
{
    put(markup, before);
    put_number(markup, value);
    put(markup, "\"");
}

static void put_text_classes(struct markup *markup, const struct chart_item *item)
{
    static const char *const anchors[] = {"", " m", " e"};
    put(markup, item->style.bold ? " b" : "");
    put(markup, anchors[svg_anchor(item)]);
    put(markup, item->rtl ? " r" : "");
    if (item->style.size == BASE_SIZE)
        return;
    put(markup, " z");
    put_number(markup, (int)item->style.size);
}

/* Begins an element with its class. */
static void put_start(struct markup *markup, const char *name, const struct chart_item *item)
{
    bool stroked = item->stroke.width > 0;
    markup->end = markup->text;
    put(markup, name);
    put(markup, stroked && item->stroke.dashed ? " class=\"d " : " class=\"");
    put(markup, palette_name(item->role));
    put(markup, stroked ? "-l" : "");
    if (item->kind == ITEM_TEXT)
        put_text_classes(markup, item);
    put(markup, "\"");
    if (stroked && item->stroke.width != 1)
        put_attribute(markup, " stroke-width=\"", item->stroke.width);
}

static void add_markup(struct strbuf *out, const struct markup *markup)
{
    strbuf_add(out, markup->text, (size_t)(markup->end - markup->text));
}

static void add_rect(struct strbuf *out, const struct chart_item *item)
{
    struct markup markup;
    put_start(&markup, "<rect", item);
    put_attribute(&markup, " x=\"", item->box.x);
    put_attribute(&markup, " y=\"", item->box.y);
    put_attribute(&markup, " width=\"", item->box.width);
    put_attribute(&markup, " height=\"", item->box.height);
    put(&markup, "/>\n");
    add_markup(out, &markup);
}

static void put_point(struct markup *markup, const char *command, struct point point)
{
    put(markup, command);
    put_number(markup, point.x);
    put(markup, " ");
    put_number(markup, point.y);
}

static void put_line(struct markup *markup, const struct box *box)
{
    struct point end = {box->x + box->width, box->y + box->height};
    put_point(markup, "M", (struct point){box->x, box->y});
    if (box->width != 0 && box->height != 0) {
        put_point(markup, "L", end);
    } else {
        put(markup, box->width != 0 ? "H" : "V");
        put_number(markup, box->width != 0 ? end.x : end.y);
    }
}

/* Lines of one look are one path: a grid. */
static bool is_continued(const struct chart_item *item, const struct chart_item *next)
{
    return next->kind == ITEM_LINE && next->role == item->role &&
           next->stroke.width == item->stroke.width && next->stroke.dashed == item->stroke.dashed;
}

/* The first of one or more; gives how many it took. */
static size_t add_lines(struct strbuf *out, const struct chart_item *items, size_t count)
{
    size_t taken = 0;
    struct markup markup;
    put_start(&markup, "<path", items);
    put(&markup, " d=\"");
    do {
        put_line(&markup, &items[taken++].box);
        add_markup(out, &markup);
        markup.end = markup.text;
    } while (taken < count && is_continued(items, &items[taken]));
    strbuf_addstr(out, "\"/>\n");
    return taken;
}

static void add_path(struct strbuf *out, const struct chart_item *item)
{
    struct markup markup;
    put_start(&markup, "<path", item);
    put(&markup, " d=\"");
    for (size_t i = 0; i < item->point_count; i++) {
        put_point(&markup, i ? "L" : "M", item->points[i]);
        add_markup(out, &markup); /* there may be any number of them */
        markup.end = markup.text;
    }
    put(&markup, item->stroke.width <= 0 ? "z\"/>\n" : "\"/>\n");
    add_markup(out, &markup);
}

static void add_circle(struct strbuf *out, const struct chart_item *item)
{
    struct markup markup;
    put_start(&markup, "<circle", item);
    put_attribute(&markup, " cx=\"", item->box.x);
    put_attribute(&markup, " cy=\"", item->box.y);
    put_attribute(&markup, " r=\"", item->box.width);
    put(&markup, "/>\n");
    add_markup(out, &markup);
}

static void add_text(struct strbuf *out, const struct chart_item *item)
{
    struct markup markup;
    put_start(&markup, "<text", item);
    put_attribute(&markup, " x=\"", item->box.x);
    put_attribute(&markup, " y=\"", item->box.y);
    if (item->style.upward) {
        put_point(&markup, " transform=\"rotate(-90 ", (struct point){item->box.x, item->box.y});
        put(&markup, ")\"");
    }
    put(&markup, ">");
    add_markup(out, &markup);
    strbuf_addxml(out, item->text);
    strbuf_addstr(out, "</text>\n");
}

/* Gives how many items it took: one, but of lines all that are alike. */
static size_t add_items(struct strbuf *out, const struct chart_item *item, size_t count)
{
    switch (item->kind) {
    case ITEM_RECT:
        add_rect(out, item);
        break;
    case ITEM_LINE:
        return add_lines(out, item, count);
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
    return 1;
}

static void add_all(struct strbuf *out, const struct chart_plan *plan)
{
    for (size_t i = 0; i < plan->count;)
        i += add_items(out, &plan->items[i], plan->count - i);
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
    add_all(out, plan);
    strbuf_addstr(out, "</svg>\n");
    return true;
}

struct view_drawing chart_drawing(const struct chart_plan *plan)
{
    struct strbuf out;
    strbuf_init(&out);
    for (size_t i = 0; i < plan->count; i++)
        assert(plan->items[i].role < ROLE_SCALE);
    add_all(&out, plan);
    struct view_drawing drawing = {arena_strndup(plan->arena, out.text, out.length)};
    strbuf_release(&out);
    return drawing;
}
