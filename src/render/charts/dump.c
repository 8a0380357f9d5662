#include "render/charts/plan.h"

static const char *const anchor_names[] = {"start", "middle", "end"};

static void dump_numbers(struct strbuf *out, const double *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        strbuf_addch(out, ' ');
        plan_number(out, numbers[i]);
    }
}

static void dump_look(struct strbuf *out, const struct chart_item *item)
{
    strbuf_addf(out, " %s", palette_name(item->role));
    if (item->stroke.width > 0) {
        strbuf_addstr(out, " stroke");
        dump_numbers(out, &item->stroke.width, 1);
    }
    if (item->stroke.dashed)
        strbuf_addstr(out, " dashed");
    if (item->halo > 0) {
        strbuf_addstr(out, " halo");
        dump_numbers(out, &item->halo, 1);
    }
}

static void dump_shape(struct strbuf *out, const char *name, const struct chart_item *item)
{
    const double numbers[] = {item->box.x, item->box.y, item->box.width, item->box.height};
    strbuf_addstr(out, name);
    dump_numbers(out, numbers, item->kind == ITEM_CIRCLE ? 3 : 4);
    dump_look(out, item);
}

static void dump_path(struct strbuf *out, const struct chart_item *item)
{
    strbuf_addstr(out, item->stroke.width > 0 ? "polyline" : "area");
    for (size_t i = 0; i < item->point_count; i++)
        dump_numbers(out, (const double[]){item->points[i].x, item->points[i].y}, 2);
    dump_look(out, item);
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
    }
    strbuf_addch(out, '\n');
}

void chart_plan_dump(const struct chart_plan *plan, struct strbuf *out)
{
    strbuf_addf(out, "chart %d %d \"%s\"\n", (int)plan->width, (int)plan->height, plan->title);
    for (size_t i = 0; i <= 2 * plan->drawn_count; i++) {
        struct stretch stretch = plan_stretch(plan, i);
        for (size_t j = 0; j < stretch.count; j++)
            dump_item(out, &stretch.items[j]);
    }
    for (size_t i = 0; i < plan->hit_count; i++) {
        const struct chart_item *hit = &plan->hits[i];
        const double numbers[] = {hit->box.x, hit->box.y, hit->box.width, hit->box.height};
        strbuf_addstr(out, "hit");
        dump_numbers(out, numbers, 4);
        strbuf_addf(out, " \"%s\"\n", hit->text);
    }
}
