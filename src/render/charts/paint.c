#include "render/charts/paint.h"

#include "render/charts/font.h"

#include <math.h>

static void set_role(cairo_t *cairo, enum chart_role role)
{
    uint32_t color = palette_color(role, THEME_LIGHT);
    cairo_set_source_rgb(cairo, (color >> 16 & 0xff) / 255.0, (color >> 8 & 0xff) / 255.0,
                         (color & 0xff) / 255.0);
}

/* The shape, with a margin all around it. */
static void add_shape(cairo_t *cairo, const struct chart_item *item, double margin)
{
    const struct box *box = &item->box;
    if (item->kind == ITEM_RECT)
        cairo_rectangle(cairo, box->x - margin, box->y - margin, box->width + 2 * margin,
                        box->height + 2 * margin);
    if (item->kind == ITEM_CIRCLE)
        cairo_arc(cairo, box->x, box->y, box->width + margin, 0, 2 * M_PI);
    if (item->kind == ITEM_LINE) {
        cairo_move_to(cairo, box->x, box->y);
        cairo_line_to(cairo, box->x + box->width, box->y + box->height);
    }
    for (size_t i = 0; i < item->point_count; i++)
        cairo_line_to(cairo, item->points[i].x, item->points[i].y);
}

static void finish_path(cairo_t *cairo, const struct chart_item *item)
{
    set_role(cairo, item->role);
    if (item->stroke.width <= 0) {
        cairo_fill(cairo);
        return;
    }
    const double dashes[] = {4, 3};
    cairo_set_dash(cairo, dashes, item->stroke.dashed ? 2 : 0, 0);
    cairo_set_line_width(cairo, item->stroke.width);
    cairo_stroke(cairo);
}

static void show_text(void *context, cairo_t *cairo, const struct chart_item *item)
{
    static const double share[] = {0, 0.5, 1};
    PangoFontDescription *face = font_description(item->style);
    GList *runs = font_shape(context, face, item->text, strlen(item->text), item->rtl);
    double left = -share[item->style.anchor] * font_runs_width(runs);
    font_show_runs(cairo, item->text, runs, (struct point){left, 0});
    font_free_runs(runs);
    pango_font_description_free(face);
}

static void paint_text(cairo_t *cairo, const struct chart_text_painter *painter,
                       const struct chart_item *item)
{
    cairo_save(cairo);
    cairo_translate(cairo, item->box.x, item->box.y);
    if (item->style.upward)
        cairo_rotate(cairo, -M_PI / 2);
    set_role(cairo, item->role);
    painter->show(painter->data, cairo, item);
    cairo_restore(cairo);
}

static void paint_item(cairo_t *cairo, const struct chart_text_painter *painter,
                       const struct chart_item *item)
{
    cairo_new_path(cairo);
    if (item->kind == ITEM_TEXT) {
        paint_text(cairo, painter, item);
        return;
    }
    if (item->halo > 0) {
        set_role(cairo, ROLE_SURFACE);
        add_shape(cairo, item, item->halo);
        cairo_fill(cairo);
    }
    add_shape(cairo, item, 0);
    finish_path(cairo, item);
}

bool chart_paint(const struct chart_plan *plan, cairo_t *cairo, struct error *err)
{
    PangoContext *context = pango_font_map_create_context(pango_cairo_font_map_get_default());
    font_prepare(context);
    bool ok = chart_paint_with(plan, cairo, &(struct chart_text_painter){show_text, context}, err);
    g_object_unref(context);
    return ok;
}

bool chart_paint_with(const struct chart_plan *plan, cairo_t *cairo,
                      const struct chart_text_painter *painter, struct error *err)
{
    cairo_save(cairo);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    for (size_t i = 0; i <= 2 * plan->drawn_count; i++) {
        struct stretch stretch = plan_stretch(plan, i);
        for (size_t j = 0; j < stretch.count; j++)
            paint_item(cairo, painter, &stretch.items[j]);
    }
    cairo_restore(cairo);
    cairo_status_t status = cairo_status(cairo);
    if (status == CAIRO_STATUS_SUCCESS)
        return true;
    return error_set(err, ERROR_FAILED, "chart '%s' cannot be painted: %s", plan->title,
                     cairo_status_to_string(status));
}
