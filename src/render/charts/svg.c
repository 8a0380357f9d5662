#include "render/charts/charts.h"
#include "render/charts/plan.h"

#include <assert.h>
#include <math.h>

/* Sizes of text are whole pixels. */
enum { BASE_SIZE = 12, MAX_SIZE = 40 };

/* Which of the style rules a plan needs. */
struct used {
    bool fill[ROLE_COUNT];
    bool stroke[ROLE_COUNT];
    bool size[MAX_SIZE + 1];
    bool dashed, halo, bold, middle, end, rtl, text;
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
        if (item->stroke.width > 0)
            used.stroke[item->role] = true;
        else
            used.fill[item->role] = true;
        used.dashed = used.dashed || item->stroke.dashed;
        used.halo = used.halo || item->halo > 0;
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
    for (int i = 0; i < ROLE_COUNT; i++) {
        enum chart_role role = (enum chart_role)i;
        if (used->fill[i])
            strbuf_addf(out, ".%s{fill:#%06x}", palette_name(role), palette_color(role, theme));
        if (used->stroke[i])
            strbuf_addf(out, ".%s-l{stroke:#%06x%s}", palette_name(role),
                        palette_color(role, theme), theme == THEME_LIGHT ? ";fill:none" : "");
    }
    if (used->halo)
        strbuf_addf(out, ".o{stroke:#%06x%s}", palette_color(ROLE_SURFACE, theme),
                    theme == THEME_LIGHT ? ";paint-order:stroke" : "");
}

static void add_style(struct strbuf *out, const struct used *used, bool told)
{
    strbuf_addstr(out, "<style>");
    if (used->text)
        strbuf_addf(out,
                    "svg{font:%dpx \"" CHART_FONT "\",Verdana,sans-serif}"
                    "text{pointer-events:none}",
                    BASE_SIZE);
    strbuf_addstr(out, told ? ".hit{fill:none;pointer-events:all}" : "");
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

/* Coordinates are whole tenths of a pixel: nobody sees less, and differences stay exact. */
static int tenths(double value)
{
    enum { LARGEST = 10000000 };
    double bounded = fmin(fmax(value, -LARGEST), LARGEST); /* of a drawing; also for NaN */
    return (int)(bounded * 10 + (bounded < 0 ? -0.5 : 0.5));
}

/* A point in tenths. */
struct spot {
    int x, y;
};

/* A piece of markup without its texts: far more than the longest takes. */
struct markup {
    char text[256];
    char *end;
};

static void add_markup(struct strbuf *out, struct markup *markup)
{
    strbuf_add(out, markup->text, (size_t)(markup->end - markup->text));
    markup->end = markup->text;
}

static void put(struct markup *markup, const char *text)
{
    markup->end = stpcpy(markup->end, text);
}

static void put_tenths(struct markup *markup, int value)
{
    char text[16];
    char *start = text + sizeof text, *end = start;
    int units = value < 0 ? -value : value;
    if (units % 10 > 0) {
        *--start = (char)('0' + units % 10);
        *--start = '.';
    }
    for (units /= 10; units > 0 || start == end; units /= 10)
        *--start = (char)('0' + units % 10);
    if (value < 0)
        *--start = '-';
    markup->end = mempcpy(markup->end, start, (size_t)(end - start));
}

/* A sign parts two numbers as well as a space. */
static void put_pair(struct markup *markup, const char *command, int x, int y)
{
    put(markup, command);
    put_tenths(markup, x);
    put(markup, y < 0 ? "" : " ");
    put_tenths(markup, y);
}

static void put_attribute(struct markup *markup, const char *before, int value)
{
    put(markup, before);
    put_tenths(markup, value);
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
    put_tenths(markup, tenths(item->style.size));
}

/* Begins an element with its class. */
static void put_start(struct markup *markup, const char *name, const struct chart_item *item)
{
    bool stroked = item->stroke.width > 0;
    markup->end = markup->text;
    put(markup, name);
    put(markup, stroked && item->stroke.dashed ? " class=\"d " : " class=\"");
    put(markup, palette_name(item->role));
    put(markup, stroked ? "-l" : item->halo > 0 ? " o" : "");
    if (item->kind == ITEM_TEXT)
        put_text_classes(markup, item);
    put(markup, "\"");
    if (item->halo > 0) /* half of its stroke is under what it surrounds */
        put_attribute(markup, " stroke-width=\"", tenths(2 * item->halo));
    else if (stroked && item->stroke.width != 1)
        put_attribute(markup, " stroke-width=\"", tenths(item->stroke.width));
}

/* ---- shapes ---- */

/* Begins where `from` is, as a closed path leaves it; gives where it began. */
static struct spot put_box(struct markup *markup, const struct box *box, const struct spot *from)
{
    struct spot at = {tenths(box->x), tenths(box->y)};
    int width = tenths(box->x + box->width) - at.x;
    if (from)
        put_pair(markup, "m", at.x - from->x, at.y - from->y);
    else
        put_pair(markup, "M", at.x, at.y);
    put(markup, "h");
    put_tenths(markup, width);
    put(markup, "v");
    put_tenths(markup, tenths(box->y + box->height) - at.y);
    put(markup, "h");
    put_tenths(markup, -width);
    put(markup, "z");
    return at;
}

static void put_line(struct markup *markup, const struct box *box)
{
    int x = tenths(box->x), y = tenths(box->y);
    int along = tenths(box->x + box->width) - x, down = tenths(box->y + box->height) - y;
    put_pair(markup, "M", x, y);
    if (along != 0 && down != 0) {
        put_pair(markup, "l", along, down);
    } else {
        put(markup, along != 0 ? "h" : "v");
        put_tenths(markup, along != 0 ? along : down);
    }
}

static void add_points(struct strbuf *out, struct markup *markup, const struct chart_item *item)
{
    struct spot at = {0, 0};
    for (size_t i = 0; i < item->point_count; i++) {
        struct spot to = {tenths(item->points[i].x), tenths(item->points[i].y)};
        const char *again = to.x < at.x ? "" : " ";
        put_pair(markup, i == 0 ? "M" : i == 1 ? "l" : again, to.x - at.x, to.y - at.y);
        add_markup(out, markup); /* there may be any number of them */
        at = to;
    }
    put(markup, item->stroke.width > 0 ? "" : "z");
}

/* Rectangles, lines or paths of one look are one path. */
static void add_path(struct strbuf *out, const struct chart_item *items, size_t count)
{
    struct markup markup;
    struct spot spot;
    put_start(&markup, "<path", items);
    put(&markup, " d=\"");
    for (size_t i = 0; i < count; i++) {
        if (items->kind == ITEM_RECT)
            spot = put_box(&markup, &items[i].box, i > 0 ? &spot : NULL);
        else if (items->kind == ITEM_LINE)
            put_line(&markup, &items[i].box);
        else
            add_points(out, &markup, &items[i]);
        add_markup(out, &markup);
    }
    strbuf_addstr(out, "\"/>\n");
}

static void add_circles(struct strbuf *out, const struct chart_item *items, size_t count)
{
    struct markup markup;
    put_start(&markup, count > 1 ? "<g" : "<circle", items);
    put(&markup, count > 1 ? ">" : "");
    for (size_t i = 0; i < count; i++) {
        put(&markup, count > 1 ? "<circle" : "");
        put_attribute(&markup, " cx=\"", tenths(items[i].box.x));
        put_attribute(&markup, " cy=\"", tenths(items[i].box.y));
        put_attribute(&markup, " r=\"", tenths(items[i].box.width));
        put(&markup, "/>");
        add_markup(out, &markup);
    }
    strbuf_addstr(out, count > 1 ? "</g>\n" : "\n");
}

/* ---- texts ---- */

/* A column or a line of texts is told where it is once. */
static bool is_aligned(const struct chart_item *items, size_t count)
{
    bool column = true, line = true;
    for (size_t i = 1; i < count; i++) {
        column = column && items[i].box.x == items->box.x;
        line = line && items[i].box.y == items->box.y;
    }
    return count > 2 && (column || line);
}

static void add_text(struct strbuf *out, struct markup *markup, const struct chart_item *item,
                     struct spot origin)
{
    struct spot at = {tenths(item->box.x) - origin.x, tenths(item->box.y) - origin.y};
    if (at.x != 0)
        put_attribute(markup, " x=\"", at.x);
    if (at.y != 0)
        put_attribute(markup, " y=\"", at.y);
    if (item->style.upward) {
        put_pair(markup, " transform=\"rotate(-90 ", at.x, at.y);
        put(markup, ")\"");
    }
    put(markup, ">");
    add_markup(out, markup);
    strbuf_addxml(out, item->text);
    put(markup, "</text>");
}

static void add_texts(struct strbuf *out, const struct chart_item *items, size_t count)
{
    struct markup markup;
    struct spot origin = {0, 0};
    put_start(&markup, count > 1 ? "<g" : "<text", items);
    if (is_aligned(items, count)) {
        origin = (struct spot){tenths(items->box.x), tenths(items->box.y)};
        put_pair(&markup, " transform=\"translate(", origin.x, origin.y);
        put(&markup, ")\"");
    }
    put(&markup, count > 1 ? ">" : "");
    for (size_t i = 0; i < count; i++) {
        put(&markup, count > 1 ? "<text" : "");
        add_text(out, &markup, &items[i], origin);
    }
    put(&markup, count > 1 ? "</g>\n" : "\n");
    add_markup(out, &markup);
}

/* ---- all of it ---- */

static bool is_alike(const struct chart_item *a, const struct chart_item *b)
{
    return a->kind == b->kind && a->role == b->role && a->halo == b->halo &&
           a->stroke.width == b->stroke.width && a->stroke.dashed == b->stroke.dashed &&
           a->style.size == b->style.size && a->style.bold == b->style.bold &&
           a->style.anchor == b->style.anchor && a->rtl == b->rtl;
}

static void add_items(struct strbuf *out, const struct chart_item *items, size_t count)
{
    switch (items->kind) {
    case ITEM_RECT:
    case ITEM_LINE:
    case ITEM_PATH:
        add_path(out, items, count);
        break;
    case ITEM_CIRCLE:
        add_circles(out, items, count);
        break;
    case ITEM_TEXT:
        add_texts(out, items, count);
        break;
    }
}

/* Above everything, so that nothing is between them and the pointer. */
static void add_hits(struct strbuf *out, const struct chart_plan *plan)
{
    if (!plan->hit_count)
        return;
    strbuf_addstr(out, "<g class=\"hit\">\n");
    for (size_t i = 0; i < plan->hit_count; i++) {
        struct markup markup = {.end = markup.text};
        put(&markup, "<path d=\"");
        put_box(&markup, &plan->hits[i].box, NULL);
        put(&markup, "\"><title>");
        add_markup(out, &markup);
        strbuf_addxml(out, plan->hits[i].text);
        strbuf_addstr(out, "</title></path>\n");
    }
    strbuf_addstr(out, "</g>\n");
}

static void add_all(struct strbuf *out, const struct chart_plan *plan)
{
    for (size_t i = 0, end; i < plan->count; i = end) {
        end = i + 1;
        while (end < plan->count && is_alike(&plan->items[i], &plan->items[end]))
            end++;
        add_items(out, &plan->items[i], end - i);
    }
    add_hits(out, plan);
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
    add_style(out, &used, plan->hit_count > 0);
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
