#include "render/charts/plan.h"

static const char *const anchor_names[] = {"start", "middle", "end"};

static void dump_numbers(struct strbuf *out, const double *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        strbuf_addch(out, ' ');
        plan_number(out, numbers[i]);
    }
}

static void dump_stroke(struct strbuf *out, struct stroke stroke)
{
    if (stroke.width <= 0)
        return;
    strbuf_addstr(out, " stroke ");
    plan_number(out, stroke.width);
    if (stroke.dashed)
        strbuf_addstr(out, " dashed");
}

static void dump_shape(struct strbuf *out, const char *name, const struct chart_item *item)
{
    const double numbers[] = {item->box.x, item->box.y, item->box.width, item->box.height};
    strbuf_addstr(out, name);
    dump_numbers(out, numbers, item->kind == ITEM_CIRCLE ? 3 : 4);
    strbuf_addf(out, " %s", palette_name(item->role));
    dump_stroke(out, item->stroke);
}

static void dump_path(struct strbuf *out, const struct chart_item *item)
{
    strbuf_addstr(out, item->stroke.width > 0 ? "polyline" : "area");
    for (size_t i = 0; i < item->point_count; i++)
        dump_numbers(out, (const double[]){item->points[i].x, item->points[i].y}, 2);
    strbuf_addf(out, " %s", palette_name(item->role));
    dump_stroke(out, item->stroke);
}

static void dump_text(struct strbuf *out, const struct chart_item *item)
{
    const double numbers[] = {item->box.x, item->box.y, item->style.size};
    strbuf_addstr(out, "text");
    dump_numbers(out, numbers, 3);
    strbuf_addf(out, " %s %s", anchor_names[item->style.anchor], palette_name(item->role));
    strbuf_addstr(out, item->style.bold ? " bold" : "");
    strbuf_addstr(out, item->style.upward ? " upward" : "");
    strbuf_addstr(out, item->rtl ? " rtl" : "");
    strbuf_addf(out, " \"%s\"", item->text);
}

static void dump_item(struct strbuf *out, const struct chart_item *item)
{
    switch (item->kind) {
    case ITEM_RECT:
        dump_shape(out, "rect", item);
        break;
    case ITEM_LINE:
        dump_shape(out, "line", item);
        break;
    case ITEM_CIRCLE:
        dump_shape(out, "circle", item);
        break;
    case ITEM_PATH:
        dump_path(out, item);
        break;
    case ITEM_TEXT:
        dump_text(out, item);
        break;
    case ITEM_GROUP:
        strbuf_addf(out, "group \"%s\"", item->text);
        break;
    case ITEM_END:
        strbuf_addstr(out, "end");
        break;
    }
    strbuf_addch(out, '\n');
}

void chart_plan_dump(const struct chart_plan *plan, struct strbuf *out)
{
    strbuf_addf(out, "chart %d %d \"%s\"\n", (int)plan->width, (int)plan->height, plan->title);
    for (size_t i = 0; i < plan->count; i++)
        dump_item(out, &plan->items[i]);
}
