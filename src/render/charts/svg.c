#include "render/charts/charts.h"
#include "render/charts/plan.h"

#include <assert.h>

/* Sizes of text are whole pixels. */
enum { BASE_SIZE = 12, MAX_SIZE = 40 };

/* Which of the style rules a drawing needs. */
struct used {
    bool fill[ROLE_COUNT];
    bool stroke[ROLE_COUNT];
    bool size[MAX_SIZE + 1];
    bool dashed, halo, bold, middle, end, rtl, text, hit;
};

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

static void add_style(struct strbuf *out, const struct used *used)
{
    strbuf_addstr(out, "<style>");
    if (used->text)
        strbuf_addf(out,
                    "svg{font:%dpx \"" CHART_FONT "\",Verdana,sans-serif}"
                    "text{pointer-events:none}",
                    BASE_SIZE);
    strbuf_addstr(out, used->hit ? ".hit{fill:none;pointer-events:all}" : "");
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

/* ---- markup ---- */

/* What was written last stands in `text` until there is no room for a piece of an element: a piece
 * is what is put between two calls of make_room or put_xml. */
enum { MOST_OF_PIECE = 256 };
struct markup {
    struct strbuf *out;
    struct used used;
    bool in_page; /* every byte counts */
    char *end;
    char text[1024];
};

static void flush(struct markup *markup)
{
    strbuf_add(markup->out, markup->text, (size_t)(markup->end - markup->text));
    markup->end = markup->text;
}

static void make_room(struct markup *markup)
{
    if (markup->end > markup->text + sizeof markup->text - MOST_OF_PIECE)
        flush(markup);
}

static inline void put(struct markup *markup, const char *text)
{
    size_t length = strlen(text);
    memcpy(markup->end, text, length);
    markup->end += length;
}

static bool is_xml(char c)
{
    return (unsigned char)c >= ' ' && c != '&' && c != '<' && c != '>' && c != '"' && c != '\'';
}

/* Most are short and have nothing that stands for something else. */
static void put_xml(struct markup *markup, const char *text)
{
    enum { SHORT = MOST_OF_PIECE / 2 };
    make_room(markup);
    for (size_t i = 0; i < SHORT; i++) {
        markup->end[i] = text[i];
        if (is_xml(text[i]))
            continue;
        if (text[i] != '\0')
            break;
        markup->end += i;
        make_room(markup);
        return;
    }
    flush(markup);
    strbuf_addxml(markup->out, text);
}

/* Coordinates are whole tenths of a pixel, in a page whole pixels: nobody sees less, and
 * differences stay exact. */
struct spot {
    int x, y;
};

static int nearest(double value)
{
    enum { LARGEST = 100000000 };
    if (!(value > -LARGEST && value < LARGEST)) /* no drawing's; also for NaN */
        return 0;
    return (int)(value + (value < 0 ? -0.5 : 0.5));
}

static int tenths(double value)
{
    return nearest(value * 10);
}

static struct spot spot_of(const struct markup *markup, double x, double y)
{
    if (markup->in_page)
        return (struct spot){10 * nearest(x), 10 * nearest(y)};
    return (struct spot){tenths(x), tenths(y)};
}

static char *put_digits(char *end, unsigned value)
{
    if (value > 99)
        end = put_digits(end, value / 100);
    if (value > 9)
        *end++ = (char)('0' + value / 10 % 10);
    *end++ = (char)('0' + value % 10);
    return end;
}

/* Without the zero before a point. */
static void put_tenths(struct markup *markup, int value)
{
    unsigned units = value < 0 ? 0U - (unsigned)value : (unsigned)value;
    if (value < 0)
        *markup->end++ = '-';
    if (units > 9 || units == 0)
        markup->end = put_digits(markup->end, units / 10);
    if (units % 10 > 0) {
        *markup->end++ = '.';
        *markup->end++ = (char)('0' + units % 10);
    }
}

/* A sign parts two numbers as well as a space. */
static void put_spot(struct markup *markup, const char *command, struct spot spot)
{
    put(markup, command);
    put_tenths(markup, spot.x);
    put(markup, spot.y < 0 ? "" : " ");
    put_tenths(markup, spot.y);
}

static void put_attribute(struct markup *markup, const char *before, int value)
{
    put(markup, before);
    put_tenths(markup, value);
    put(markup, "\"");
}

/* ---- looks ---- */

static enum text_anchor svg_anchor(const struct chart_item *item)
{
    /* SVG's start and end follow the direction of the text; the plan's are left and right. */
    if (!item->rtl || item->style.anchor == ANCHOR_MIDDLE)
        return item->style.anchor;
    return item->style.anchor == ANCHOR_START ? ANCHOR_END : ANCHOR_START;
}

static void put_class(struct markup *markup, bool is, const char *name, bool *used)
{
    if (!is)
        return;
    put(markup, name);
    *used = true;
}

static void put_text_classes(struct markup *markup, const struct chart_item *item)
{
    struct used *used = &markup->used;
    used->text = true;
    put_class(markup, item->style.bold, " b", &used->bold);
    put_class(markup, svg_anchor(item) == ANCHOR_MIDDLE, " m", &used->middle);
    put_class(markup, svg_anchor(item) == ANCHOR_END, " e", &used->end);
    put_class(markup, item->rtl, " r", &used->rtl);
    if (item->style.size == BASE_SIZE)
        return;
    put(markup, " z");
    put_tenths(markup, tenths(item->style.size));
    used->size[(int)item->style.size] = true;
}

/* Begins an element with its class. */
static void put_start(struct markup *markup, const char *name, const struct chart_item *item)
{
    struct used *used = &markup->used;
    bool stroked = item->stroke.width > 0;
    assert(!markup->in_page || item->role < ROLE_SCALE);
    make_room(markup);
    put(markup, name);
    put(markup, " class=\"");
    put_class(markup, stroked && item->stroke.dashed, "d ", &used->dashed);
    put(markup, palette_name(item->role));
    (stroked ? used->stroke : used->fill)[item->role] = true;
    put(markup, stroked ? "-l" : "");
    put_class(markup, item->halo > 0, " o", &used->halo);
    if (item->kind == ITEM_TEXT)
        put_text_classes(markup, item);
    put(markup, "\"");
    if (item->halo > 0) /* half of its stroke is under what it surrounds */
        put_attribute(markup, " stroke-width=\"", tenths(2 * item->halo));
    else if (stroked && item->stroke.width != 1)
        put_attribute(markup, " stroke-width=\"", tenths(item->stroke.width));
}

/* ---- shapes ---- */

static struct spot start_of(const struct markup *markup, const struct box *box)
{
    return spot_of(markup, box->x, box->y);
}

static struct spot end_of(const struct markup *markup, const struct box *box)
{
    return spot_of(markup, box->x + box->width, box->y + box->height);
}

static void put_line(struct markup *markup, struct spot from, struct spot to)
{
    put_spot(markup, "M", from);
    if (from.x != to.x && from.y != to.y) {
        put_spot(markup, "l", (struct spot){to.x - from.x, to.y - from.y});
    } else {
        put(markup, from.x != to.x ? "h" : "v");
        put_tenths(markup, from.x != to.x ? to.x - from.x : to.y - from.y);
    }
}

/* Begins where `before` did, which is where a closed path leaves off. */
static void put_box(struct markup *markup, const struct box *box, const struct box *before)
{
    struct spot from = start_of(markup, box), to = end_of(markup, box);
    struct spot at = before ? start_of(markup, before) : (struct spot){0, 0};
    put_spot(markup, before ? "m" : "M", (struct spot){from.x - at.x, from.y - at.y});
    put(markup, "h");
    put_tenths(markup, to.x - from.x);
    put(markup, "v");
    put_tenths(markup, to.y - from.y);
    put(markup, "h");
    put_tenths(markup, from.x - to.x);
    put(markup, "z");
}

/* Boxes of one height can be written as lines of that thickness, which is shorter. Gives it in
 * tenths; 0: they cannot. */
static int thickness_of(const struct markup *markup, const struct chart_item *items, size_t count)
{
    if (count < 2 || items->kind != ITEM_RECT || items->stroke.width > 0 || items->halo > 0)
        return 0;
    int height = 0;
    for (size_t i = 0; i < count; i++) {
        int own = end_of(markup, &items[i].box).y - start_of(markup, &items[i].box).y;
        if (i > 0 && own != height)
            return 0;
        height = own;
    }
    return height % 2 == 0 ? height : 0;
}

static void put_stripe(struct markup *markup, const struct box *box)
{
    struct spot from = start_of(markup, box), to = end_of(markup, box);
    from.y = to.y = (from.y + to.y) / 2;
    put_line(markup, from, to);
}

static void put_points(struct markup *markup, const struct chart_item *item)
{
    struct spot at = {0, 0};
    for (size_t i = 0; i < item->point_count; i++) {
        struct spot to = spot_of(markup, item->points[i].x, item->points[i].y);
        struct spot by = {to.x - at.x, to.y - at.y};
        make_room(markup); /* there may be any number of them */
        put_spot(markup, i == 0 ? "M" : i == 1 ? "l" : by.x < 0 ? "" : " ", by);
        at = to;
    }
    put(markup, item->stroke.width > 0 ? "" : "z");
}

/* Rectangles, lines or paths of one look are one path. */
static void add_path(struct markup *markup, const struct chart_item *items, size_t count)
{
    struct chart_item look = *items;
    int thickness = thickness_of(markup, items, count);
    if (thickness > 0)
        look.stroke.width = thickness / 10.0;
    put_start(markup, "<path", &look);
    put(markup, " d=\"");
    for (size_t i = 0; i < count; i++) {
        const struct box *box = &items[i].box;
        make_room(markup);
        if (items->kind == ITEM_PATH)
            put_points(markup, &items[i]);
        else if (items->kind == ITEM_LINE)
            put_line(markup, start_of(markup, box), end_of(markup, box));
        else if (thickness > 0)
            put_stripe(markup, box);
        else
            put_box(markup, box, i > 0 ? &items[i - 1].box : NULL);
    }
    put(markup, "\"/>\n");
}

static void add_circles(struct markup *markup, const struct chart_item *items, size_t count)
{
    put_start(markup, count > 1 ? "<g" : "<circle", items);
    put(markup, count > 1 ? ">" : "");
    for (size_t i = 0; i < count; i++) {
        make_room(markup);
        put(markup, count > 1 ? "<circle" : "");
        struct spot center = start_of(markup, &items[i].box);
        put_attribute(markup, " cx=\"", center.x);
        put_attribute(markup, " cy=\"", center.y);
        put_attribute(markup, " r=\"", tenths(items[i].box.width));
        put(markup, "/>");
    }
    put(markup, count > 1 ? "</g>\n" : "\n");
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

static void put_text(struct markup *markup, const struct chart_item *item, struct spot origin)
{
    struct spot at = start_of(markup, &item->box);
    at = (struct spot){at.x - origin.x, at.y - origin.y};
    if (at.x != 0)
        put_attribute(markup, " x=\"", at.x);
    if (at.y != 0)
        put_attribute(markup, " y=\"", at.y);
    if (item->style.upward) {
        put_spot(markup, " transform=\"rotate(-90 ", at);
        put(markup, ")\"");
    }
    put(markup, ">");
    put_xml(markup, item->text);
    put(markup, "</text>");
}

static void add_texts(struct markup *markup, const struct chart_item *items, size_t count)
{
    struct spot origin = {0, 0};
    put_start(markup, count > 1 ? "<g" : "<text", items);
    if (is_aligned(items, count)) {
        origin = start_of(markup, &items->box);
        put_spot(markup, " transform=\"translate(", origin);
        put(markup, ")\"");
    }
    put(markup, count > 1 ? ">" : "");
    for (size_t i = 0; i < count; i++) {
        put(markup, count > 1 ? "<text" : "");
        put_text(markup, &items[i], origin);
    }
    put(markup, count > 1 ? "</g>\n" : "\n");
}

/* ---- all of it ---- */

static bool is_alike(const struct chart_item *a, const struct chart_item *b)
{
    return a->kind == b->kind && a->role == b->role && a->halo == b->halo &&
           a->stroke.width == b->stroke.width && a->stroke.dashed == b->stroke.dashed &&
           a->style.size == b->style.size && a->style.bold == b->style.bold &&
           a->style.anchor == b->style.anchor && a->rtl == b->rtl;
}

/* Of one look. */
static void add_alike(struct markup *markup, const struct chart_item *items, size_t count)
{
    switch (items->kind) {
    case ITEM_RECT:
    case ITEM_LINE:
    case ITEM_PATH:
        add_path(markup, items, count);
        break;
    case ITEM_CIRCLE:
        add_circles(markup, items, count);
        break;
    case ITEM_TEXT:
        add_texts(markup, items, count);
        break;
    }
}

/* Above everything, so that nothing is between them and the pointer. */
static void add_hits(struct markup *markup, const struct chart_item *hits, size_t count)
{
    int thickness = thickness_of(markup, hits, count);
    make_room(markup);
    put(markup, "<g class=\"hit\"");
    if (thickness > 0)
        put_attribute(markup, " stroke-width=\"", thickness);
    put(markup, ">\n");
    for (size_t i = 0; i < count; i++) {
        put(markup, "<path d=\"");
        if (thickness > 0)
            put_stripe(markup, &hits[i].box);
        else
            put_box(markup, &hits[i].box, NULL);
        put(markup, "\"><title>");
        put_xml(markup, hits[i].text);
        put(markup, "</title></path>\n");
    }
    put(markup, "</g>\n");
    markup->used.hit = true;
}

static void add_items(struct markup *markup, const struct chart_item *items, size_t count)
{
    for (size_t first = 0, end; first < count; first = end) {
        end = first + 1;
        while (end < count && is_alike(&items[first], &items[end]))
            end++;
        add_alike(markup, &items[first], end - first);
    }
}

void chart_elements(struct strbuf *out, const struct chart_item *items, size_t count)
{
    struct markup markup = {.out = out, .in_page = true};
    markup.end = markup.text;
    add_items(&markup, items, count);
    flush(&markup);
}

/* In a page without the heading. Gives which rules it needs. */
static struct used add_all(struct strbuf *out, const struct chart_plan *plan, bool in_page)
{
    struct markup markup = {.out = out, .in_page = in_page};
    markup.end = markup.text;
    size_t heading = in_page ? plan->heading : 0;
    for (size_t i = 0; i <= 2 * plan->drawn_count; i++) {
        struct stretch stretch = plan_stretch(plan, i);
        if (in_page && stretch.frame) {
            flush(&markup);
            strbuf_add(out, stretch.frame->elements, stretch.frame->length);
        } else if (stretch.count > 0) {
            add_items(&markup, stretch.items + heading, stretch.count - heading);
        }
    }
    if (plan->hit_count > 0)
        add_hits(&markup, plan->hits, plan->hit_count);
    flush(&markup);
    return markup.used;
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
    struct strbuf elements;
    strbuf_init(&elements);
    struct used used = add_all(&elements, plan, false);
    used.fill[ROLE_SURFACE] = true;
    add_description(out, plan, alt);
    add_style(out, &used);
    strbuf_addstr(out, "<rect class=\"surface\" width=\"100%\" height=\"100%\"/>\n");
    strbuf_add(out, elements.text, elements.length);
    strbuf_addstr(out, "</svg>\n");
    strbuf_release(&elements);
    return true;
}

struct view_drawing chart_drawing(const struct chart_plan *plan)
{
    struct strbuf out;
    strbuf_init(&out);
    add_all(&out, plan, true);
    struct view_drawing drawing = {arena_strndup(plan->arena, out.text, out.length)};
    strbuf_release(&out);
    return drawing;
}
