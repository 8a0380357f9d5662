#include "render/pdf/chart.h"

#include "render/charts/palette.h"

static uint32_t color_of(enum chart_role role)
{
    return palette_color(role, THEME_LIGHT);
}

static void add_circle(struct pdf_content *content, struct point center, double radius)
{
    /* Where the handles of a quarter are, so that four of them are a circle. */
    const double handle = 0.552285 * radius;
    static const int quarters[4][2] = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}};
    content_numbers(content, (double[]){center.x + radius, center.y}, 2);
    content_operator(content, "m");
    for (int i = 0; i < 4; i++) {
        const int *from = quarters[i];
        const int *to = quarters[(i + 1) % 4];
        content_numbers(content,
                        (double[]){center.x + from[0] * radius + to[0] * handle,
                                   center.y + from[1] * radius + to[1] * handle,
                                   center.x + to[0] * radius + from[0] * handle,
                                   center.y + to[1] * radius + from[1] * handle,
                                   center.x + to[0] * radius, center.y + to[1] * radius},
                        6);
        content_operator(content, "c");
    }
}

/* The shape, with a margin all around it. A plan's y grows downward. */
static void add_shape(struct pdf_content *content, const struct chart_item *item, double margin)
{
    const struct box *box = &item->box;
    if (item->kind == ITEM_RECT) {
        content_numbers(content,
                        (double[]){box->x - margin, -(box->y + box->height + margin),
                                   box->width + 2 * margin, box->height + 2 * margin},
                        4);
        content_operator(content, "re");
    }
    if (item->kind == ITEM_CIRCLE)
        add_circle(content, (struct point){box->x, -box->y}, box->width + margin);
    if (item->kind == ITEM_LINE) {
        content_numbers(content, (double[]){box->x, -box->y}, 2);
        content_operator(content, "m");
        content_numbers(content, (double[]){box->x + box->width, -(box->y + box->height)}, 2);
        content_operator(content, "l");
    }
    for (size_t i = 0; i < item->point_count; i++) {
        content_numbers(content, (double[]){item->points[i].x, -item->points[i].y}, 2);
        content_operator(content, i == 0 ? "m" : "l");
    }
}

static void paint_text(struct pdf_content *content, struct pdf_text *text,
                       const struct chart_item *item)
{
    static const double share[] = {0, 0.5, 1};
    const struct pdf_run *runs = pdf_chart_runs(text, item);
    double back = share[item->style.anchor] * pdf_runs_width(runs);
    bool upward = item->style.upward;
    content_fill(content, color_of(item->role));
    content_show(content, &(struct content_text){.runs = runs,
                                                 .x = item->box.x - (upward ? 0 : back),
                                                 .y = -item->box.y - (upward ? back : 0),
                                                 .upward = upward});
}

static void paint_item(struct pdf_content *content, const struct chart_item *item)
{
    if (item->halo > 0) {
        content_fill(content, color_of(ROLE_SURFACE));
        add_shape(content, item, item->halo);
        content_operator(content, "f");
    }
    bool filled = item->stroke.width <= 0;
    if (filled)
        content_fill(content, color_of(item->role));
    else
        content_stroke(content, color_of(item->role), item->stroke.width, item->stroke.dashed);
    add_shape(content, item, 0);
    content_operator(content, filled ? "f" : "S");
}

void pdf_chart_paint(struct pdf_content *content, struct pdf_text *text,
                     const struct pdf_chart *chart)
{
    struct pdf_pen before = content->pen;
    content_operator(content, "q 1 j");
    strbuf_addf(&content->bytes, "%ld.%06ld 0 0 %ld.%06ld ", (long)chart->scale,
                (long)(chart->scale * 1e6) % 1000000, (long)chart->scale,
                (long)(chart->scale * 1e6) % 1000000);
    content_numbers(content, (double[]){chart->x, chart->y}, 2);
    content_operator(content, "cm");
    for (size_t i = 0; i < chart->plan->count; i++) {
        const struct chart_item *item = &chart->plan->items[i];
        if (item->kind == ITEM_TEXT)
            paint_text(content, text, item);
        else
            paint_item(content, item);
    }
    content_operator(content, "Q");
    content->pen = before;
}
