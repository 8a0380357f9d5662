#include "render/charts/plan.h"

#include "render/charts/charts.h"
#include "render/charts/font.h"

#include <math.h>

/* Beside those of frames: the bars, links and numbers of six steps. */
enum { USUAL_ITEMS = 17 };

struct chart_plan *plan_new(struct arena *arena, const char *title, double width)
{
    struct chart_plan *plan = arena_alloc(arena, sizeof *plan);
    plan->arena = arena;
    plan->font = font_open(arena);
    plan->title = font_clean(arena, title);
    plan->width = width;
    return plan;
}

struct chart_plan *plan_finish(struct chart_plan *plan, double height)
{
    plan->height = ceil(height);
    font_close(plan->font);
    plan->font = NULL;
    return plan;
}

struct stretch plan_stretch(const struct chart_plan *plan, size_t index)
{
    size_t i = index / 2;
    if (index % 2 > 0)
        return (struct stretch){plan->drawn[i].items, plan->drawn[i].count, &plan->drawn[i]};
    size_t from = i > 0 ? plan->drawn[i - 1].at : 0;
    size_t to = i < plan->drawn_count ? plan->drawn[i].at : plan->count;
    return (struct stretch){plan->items + from, to - from, NULL};
}

int chart_width(const struct chart_plan *plan)
{
    return (int)plan->width;
}

int chart_height(const struct chart_plan *plan)
{
    return (int)plan->height;
}

int chart_body(const struct chart_plan *plan)
{
    return (int)plan->body;
}

static double rounded(double value)
{
    if (value == 0) /* texts and lines have much of it, and a division takes long */
        return 0;
    if (!(fabs(value) < 1e9)) /* no drawing's; also for NaN */
        return round(value * 100) / 100;
    return (double)(long)(value * 100 + (value < 0 ? -0.5 : 0.5)) / 100;
}

static struct box rounded_box(struct box box)
{
    return (struct box){rounded(box.x), rounded(box.y), rounded(box.width), rounded(box.height)};
}

static struct chart_item *add_item(struct chart_plan *plan, enum chart_kind kind,
                                   enum chart_role role, struct box box)
{
    size_t need = plan->capacity > 0 ? plan->count + 1 : USUAL_ITEMS;
    plan->items = arena_grow(plan->arena, plan->items, &plan->capacity, need, sizeof *plan->items);
    struct chart_item *item = &plan->items[plan->count++];
    item->kind = kind;
    item->role = role;
    item->box = rounded_box(box);
    return item;
}

void draw_rect(struct chart_plan *plan, enum chart_role role, struct box box)
{
    if (box.width > 0 && box.height > 0)
        add_item(plan, ITEM_RECT, role, box);
}

void draw_marker(struct chart_plan *plan, enum chart_role role, struct box box)
{
    add_item(plan, ITEM_RECT, role, box)->halo = 1;
}

void draw_outline(struct chart_plan *plan, enum chart_role role, struct box box,
                  struct stroke stroke)
{
    add_item(plan, ITEM_RECT, role, box)->stroke = stroke;
}

void draw_line(struct chart_plan *plan, enum chart_role role, struct point from, struct point to,
               struct stroke stroke)
{
    struct box box = {from.x, from.y, to.x - from.x, to.y - from.y};
    add_item(plan, ITEM_LINE, role, box)->stroke = stroke;
}

static struct chart_item *add_path(struct chart_plan *plan, enum chart_role role,
                                   const struct point *points, size_t count)
{
    struct point *copy = arena_array(plan->arena, count, sizeof *copy);
    for (size_t i = 0; i < count; i++)
        copy[i] = (struct point){rounded(points[i].x), rounded(points[i].y)};
    struct chart_item *item = add_item(plan, ITEM_PATH, role, (struct box){0, 0, 0, 0});
    item->points = copy;
    item->point_count = count;
    return item;
}

void draw_polyline(struct chart_plan *plan, enum chart_role role, const struct point *points,
                   size_t count, double width)
{
    if (count > 1)
        add_path(plan, role, points, count)->stroke.width = width;
}

void draw_area(struct chart_plan *plan, enum chart_role role, const struct point *points,
               size_t count)
{
    if (count > 2)
        add_path(plan, role, points, count);
}

void draw_dot(struct chart_plan *plan, enum chart_role role, struct point center, double radius,
              bool ring)
{
    struct box box = {center.x, center.y, radius, 0};
    add_item(plan, ITEM_CIRCLE, role, box)->halo = ring ? 1.5 : 0;
}

static void add_text(struct chart_plan *plan, struct text_style style, struct point at,
                     const char *clean)
{
    struct chart_item *item = add_item(plan, ITEM_TEXT, style.role, (struct box){at.x, at.y, 0, 0});
    item->text = clean;
    item->style = style;
    item->rtl = font_is_rtl(clean);
}

void draw_text(struct chart_plan *plan, struct text_style style, struct point at, const char *text)
{
    const char *clean = font_clean(plan->arena, text);
    if (*clean)
        add_text(plan, style, at, clean);
}

double text_drop(double size)
{
    return 0.365 * size; /* half of the height of DejaVu's capitals and digits */
}

double text_line_height(double size)
{
    return round(1.3 * size);
}

void draw_lines(struct chart_plan *plan, struct text_style style, struct point at,
                struct text_lines lines)
{
    for (size_t i = 0; i < lines.count; i++) {
        double offset = (double)i * text_line_height(style.size);
        struct point place = {at.x + (style.upward ? offset : 0),
                              at.y + (style.upward ? 0 : offset)};
        add_text(plan, style, place, lines.lines[i]);
    }
}

void draw_centered(struct chart_plan *plan, struct text_style style, struct point at,
                   struct text_lines lines)
{
    double above = (double)(lines.count ? lines.count - 1 : 0) * text_line_height(style.size) / 2;
    draw_lines(plan, style, (struct point){at.x, at.y - above + text_drop(style.size)}, lines);
}

void draw_hit(struct chart_plan *plan, struct box box, const char *text)
{
    plan->hits = arena_grow(plan->arena, plan->hits, &plan->hit_capacity, plan->hit_count + 1,
                            sizeof *plan->hits);
    struct chart_item *hit = &plan->hits[plan->hit_count++];
    hit->kind = ITEM_RECT;
    hit->box = rounded_box(box);
    hit->text = font_clean(plan->arena, text);
}

double draw_heading(struct chart_plan *plan, const char *title, const char *subtitle)
{
    const struct text_style large = {.role = ROLE_INK, .size = 16, .bold = true};
    const struct text_style small = {.role = ROLE_MUTED, .size = 12};
    double room = plan->width - 2 * CHART_MARGIN;
    double top = CHART_MARGIN - 4;
    struct text_lines lines = font_wrap(plan, large, title, room, 3);
    draw_lines(plan, large, (struct point){CHART_MARGIN, top + 16}, lines);
    top += (double)lines.count * text_line_height(large.size);
    lines = font_wrap(plan, small, subtitle, room, 3);
    draw_lines(plan, small, (struct point){CHART_MARGIN, top + 16}, lines);
    top += (double)lines.count * text_line_height(small.size);
    plan->heading = plan->count;
    plan->body = top;
    return top + (lines.count ? 16 : 12);
}

struct chart_plan *draw_empty(struct chart_plan *plan, double top)
{
    const struct text_style style = {.role = ROLE_MUTED, .size = 14, .anchor = ANCHOR_MIDDLE};
    struct box box = {CHART_MARGIN, top, plan->width - 2 * CHART_MARGIN, 96};
    draw_outline(plan, ROLE_GRID, box, (struct stroke){1, true});
    draw_text(plan, style, (struct point){plan->width / 2, top + 48 + text_drop(style.size)},
              "No data");
    return plan_finish(plan, top + box.height + CHART_MARGIN);
}

void plan_number(struct strbuf *out, double value)
{
    enum { LARGEST = 1000000000 };
    double bounded = fmin(fmax(value, -LARGEST), LARGEST); /* of a drawing; also for NaN */
    long long units = (long long)(fabs(bounded) * 100 + 0.5);
    if (bounded < 0 && units > 0)
        strbuf_addch(out, '-');
    strbuf_addf(out, "%lld", units / 100);
    if (units % 100 > 0)
        strbuf_addf(out, units % 10 > 0 ? ".%02lld" : ".%lld",
                    units % 10 > 0 ? units % 100 : units % 100 / 10);
}
