/* Plans against golden files, and what every painter must keep to. ORGAIR_REGEN=1 writes the
 * golden files anew; ORGAIR_CHARTS=<folder> writes each chart as SVG and PNG to look at. */
#include "base/file.h"
#include "base/text.h"
#include "render/charts/font.h"
#include "render/charts/paint.h"
#include "render/charts/plan.h"
#include "support/chart_cases.h"
#include "support/chart_score_cases.h"

#include <cairo-pdf.h>

#include <check.h>
#include <fontconfig/fontconfig.h>
#include <locale.h>
#include <math.h>
#include <sys/wait.h>
#include <unistd.h>

static struct arena *arena;
static struct strbuf out;
static struct chart_canvas *canvas;

static void setup(void)
{
    arena = arena_new();
    strbuf_init(&out);
    canvas = chart_canvas_open(arena);
}

static void teardown(void)
{
    strbuf_release(&out);
    arena_free(arena);
}

static void add_svg(const struct chart_plan *plan)
{
    struct error err = ERROR_INIT;
    ck_assert_msg(chart_svg(plan, "What it shows & why.", &out, &err), "%s", err.message);
}

static void add_png(const struct chart_plan *plan)
{
    struct error err = ERROR_INIT;
    ck_assert_msg(chart_png(plan, canvas, &out, &err), "%s", err.message);
}

static void show(const struct chart_plan *plan, const char *name)
{
    const char *folder = getenv("ORGAIR_CHARTS");
    if (!folder)
        return;
    strbuf_reset(&out);
    add_svg(plan);
    ck_assert(
        file_write(arena_printf(arena, "%s/%s.svg", folder, name), out.text, out.length, NULL));
    strbuf_reset(&out);
    add_png(plan);
    ck_assert(
        file_write(arena_printf(arena, "%s/%s.png", folder, name), out.text, out.length, NULL));
}

START_TEST(plan_is_as_agreed)
{
    const struct chart_case *chart = &chart_cases[_i];
    const struct chart_plan *plan = chart->plan(arena);
    show(plan, chart->name);
    strbuf_reset(&out);
    chart_plan_dump(plan, &out);
    const char *path = arena_printf(arena, "tests/golden/charts/%s.txt", chart->name);
    struct error err = ERROR_INIT;
    if (getenv("ORGAIR_REGEN"))
        ck_assert_msg(file_write(path, out.text, out.length, &err), "%s", err.message);
    char *golden = NULL;
    ck_assert_msg(file_read(arena, path, 1 << 20, &golden, NULL, &err), "%s", err.message);
    ck_assert_str_eq(out.text, golden);
}
END_TEST

START_TEST(nothing_leaves_the_picture)
{
    const struct chart_plan *plan = chart_cases[_i].plan(arena);
    for (size_t i = 0; i < plan->count; i++) {
        const struct box box = plan->items[i].box;
        ck_assert_msg(box.x >= 0 && box.y >= 0 && box.x + box.width <= plan->width &&
                          box.y + box.height <= plan->height,
                      "item %zu", i);
        ck_assert(isfinite(box.x + box.y + box.width + box.height));
    }
}
END_TEST

START_TEST(svg_is_well_formed)
{
    add_svg(chart_cases[_i].plan(arena));
    FILE *lint = popen("xmllint --noout --nonet -", "w");
    ck_assert_ptr_nonnull(lint);
    ck_assert_uint_eq(fwrite(out.text, 1, out.length, lint), out.length);
    ck_assert_int_eq(pclose(lint), 0);
    ck_assert_ptr_nonnull(strstr(out.text, "role=\"img\" aria-labelledby=\"title desc\""));
    ck_assert_ptr_nonnull(strstr(out.text, "<desc id=\"desc\">What it shows &amp; why.</desc>"));
    ck_assert_ptr_nonnull(strstr(out.text, "@media (prefers-color-scheme:dark)"));
    ck_assert_ptr_null(strstr(out.text, "\"nan"));
}
END_TEST

static void ck_assert_in_svg(const char *text, const char *end)
{
    struct strbuf element;
    strbuf_init(&element);
    strbuf_addch(&element, '>');
    strbuf_addxml(&element, text);
    strbuf_addstr(&element, end);
    ck_assert_msg(strstr(out.text, element.text) != NULL, "%s", element.text);
    strbuf_release(&element);
}

/* Every text of the plan, and what the pointer is told, is in the file. */
START_TEST(svg_keeps_every_text)
{
    const struct chart_plan *plan = chart_cases[_i].plan(arena);
    add_svg(plan);
    for (size_t i = 0; i < plan->count; i++)
        if (plan->items[i].text)
            ck_assert_in_svg(plan->items[i].text, "</text>");
    for (size_t i = 0; i < plan->hit_count; i++)
        ck_assert_in_svg(plan->hits[i].text, "</title>");
}
END_TEST

/* All charts of the table, each as SVG and PNG, from the given one on. */
static struct strbuf everything(size_t first)
{
    struct strbuf all[64];
    struct strbuf joined;
    ck_assert_uint_le(chart_case_count, 64);
    for (size_t i = 0; i < chart_case_count; i++) {
        size_t at = (first + i) % chart_case_count;
        struct arena *own = arena_new();
        const struct chart_plan *plan = chart_cases[at].plan(own);
        strbuf_reset(&out);
        add_png(plan);
        add_svg(plan);
        strbuf_init(&all[at]);
        strbuf_add(&all[at], out.text, out.length);
        arena_free(own);
    }
    strbuf_init(&joined);
    for (size_t i = 0; i < chart_case_count; i++) {
        strbuf_add(&joined, all[i].text, all[i].length);
        strbuf_release(&all[i]);
    }
    return joined;
}

static void ck_assert_same(const struct strbuf *a, const struct strbuf *b)
{
    ck_assert_uint_eq(a->length, b->length);
    ck_assert_mem_eq(a->text, b->text, a->length);
}

START_TEST(bytes_do_not_depend_on_what_was_drawn_before)
{
    struct strbuf forward = everything(0), rotated = everything(3);
    ck_assert_same(&forward, &rotated);
    strbuf_release(&forward);
    strbuf_release(&rotated);
}
END_TEST

/* A locale of its own, with a decimal comma, that needs no locale of the machine. */
static void use_comma_locale(const char *folder)
{
    char *command = arena_printf(
        arena, "localedef -c -i de_DE -f UTF-8 %s/de_DE.UTF-8 >/dev/null 2>&1", folder);
    ck_assert_int_ne(system(command), -1);
    setenv("LOCPATH", folder, 1);
    ck_assert_msg(setlocale(LC_ALL, "de_DE.UTF-8") != NULL, "the package locales is needed");
    ck_assert_str_eq(localeconv()->decimal_point, ",");
}

START_TEST(bytes_do_not_depend_on_locale_zone_and_fork)
{
    char folder[] = "/tmp/orgair-locale-XXXXXX";
    ck_assert_ptr_nonnull(mkdtemp(folder));
    struct strbuf here = everything(0);
    pid_t child = fork();
    if (child == 0) {
        use_comma_locale(folder);
        setenv("TZ", "Pacific/Kiritimati", 1);
        setenv("LANGUAGE", "ja", 1);
        tzset();
        struct strbuf there = everything(1);
        _exit(there.length == here.length && !memcmp(there.text, here.text, here.length) ? 0 : 9);
    }
    int status = 0;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(folder_remove(folder, NULL));
    ck_assert_int_eq(status, 0);
    strbuf_release(&here);
}
END_TEST

static const struct chart_item *bar_at(const struct chart_plan *plan, size_t index)
{
    for (size_t i = 0; i < plan->count; i++) {
        const struct chart_item *item = &plan->items[i];
        bool bar =
            item->kind == ITEM_RECT && (item->role == ROLE_ACCENT || item->role == ROLE_SOFT);
        if (bar && index-- == 0)
            return item;
    }
    return NULL;
}

START_TEST(bars_are_proportional_to_their_values)
{
    const struct chart_plan *plan = chart_plan_bars(arena, case_stairs(arena, 30));
    double longest = bar_at(plan, 29)->box.width;
    ck_assert_double_gt(longest, 300);
    for (size_t i = 0; i < 30; i++)
        ck_assert_double_eq_tol(bar_at(plan, i)->box.width, longest * (double)(i + 1) / 30, 0.011);
    ck_assert_ptr_null(bar_at(plan, 30));
}
END_TEST

START_TEST(bars_below_the_reference_are_softer)
{
    const struct view_bar_chart *chart = case_weights(arena);
    const struct chart_plan *plan = chart_plan_bars(arena, chart);
    for (size_t i = 0; i < chart->count; i++)
        ck_assert_int_eq(bar_at(plan, i)->role,
                         chart->bars[i].value < 1.0 / 7 ? ROLE_SOFT : ROLE_ACCENT);
}
END_TEST

START_TEST(empty_charts_say_no_data)
{
    struct view_heatmap *map = case_sectors(arena);
    map->column_count = 0;
    const struct chart_plan *plans[] = {
        chart_plan_bars(arena, case_stairs(arena, 0)),
        chart_plan_heatmap(arena, map),
        chart_plan_waterfall(arena, &(struct view_waterfall){.title = "Nothing"}, NULL),
        chart_plan_bullets(arena, &(struct view_bullet_chart){.title = "Nothing"}, NULL),
        chart_plan_history(arena, &(struct view_history){.title = "Nothing"}, NULL),
        chart_plan_scatter(arena, &(struct view_scatter){.title = "Nothing"}),
        chart_plan_histogram(arena, &(struct view_histogram){.title = "Nothing"}),
        chart_plan_shares(arena, &(struct view_share_bar){.title = "Nothing"})};
    for (size_t i = 0; i < sizeof plans / sizeof *plans; i++) {
        strbuf_reset(&out);
        add_svg(plans[i]);
        ck_assert_ptr_nonnull(strstr(out.text, ">No data</text>"));
    }
}
END_TEST

START_TEST(heatmap_colors_follow_the_values)
{
    const struct view_heatmap *map = case_sectors(arena);
    const struct chart_plan *plan = chart_plan_heatmap(arena, map);
    size_t cell = 0;
    for (size_t i = 1; i < plan->count && cell < 49; i++) {
        if (plan->items[i].kind != ITEM_RECT)
            continue;
        int step = palette_step(map->values[cell], map->low, map->high);
        ck_assert_int_eq(plan->items[i].role, ROLE_SCALE + step);
        ck_assert_int_eq(plan->items[i + 1].role, ROLE_ON_SCALE + step);
        ck_assert_str_eq(plan->items[i + 1].text, map->texts[cell]);
        cell++;
    }
    ck_assert_uint_eq(cell, 49);
}
END_TEST

/* Rectangles of the roles that carry values, in the order drawn. */
static size_t value_boxes(const struct chart_plan *plan, struct box *boxes, size_t limit)
{
    size_t count = 0;
    for (size_t i = 0; i < plan->count && count < limit; i++) {
        const struct chart_item *item = &plan->items[i];
        bool value = item->role == ROLE_ACCENT || item->role == ROLE_SOFT ||
                     item->role == ROLE_BAD ||
                     (item->role >= ROLE_SCALE && item->role < ROLE_ON_SCALE);
        if (item->kind == ITEM_RECT && value)
            boxes[count++] = item->box;
    }
    return count;
}

START_TEST(waterfall_adds_up)
{
    struct box boxes[8];
    ck_assert_uint_eq(value_boxes(chart_plan_waterfall(arena, case_parts(), NULL), boxes, 8), 4);
    double sum = 0;
    for (size_t i = 0; i < 3; i++) {
        ck_assert_double_eq_tol(boxes[i].x, boxes[3].x + sum, 0.03);
        sum += boxes[i].width;
    }
    ck_assert_double_eq_tol(sum, boxes[3].width, 0.03);
    ck_assert_double_eq_tol(boxes[0].width / sum, 35.61 / 71.65, 0.001);
}
END_TEST

START_TEST(shares_fill_the_bar)
{
    struct box boxes[16];
    size_t count = value_boxes(case_shares(arena), boxes, 16);
    ck_assert_uint_ge(count, 4);
    for (size_t i = 0; i < 4; i++) {
        static const double values[] = {3, 14, 16, 5};
        ck_assert_double_eq_tol(boxes[i].width + 2, 720 * values[i] / 42, 0.011);
    }
}
END_TEST

START_TEST(histogram_heights_follow_the_counts)
{
    struct box boxes[32];
    ck_assert_uint_ge(value_boxes(case_histogram(arena), boxes, 32), 16);
    ck_assert_double_eq_tol(boxes[0].height, 180.0 / 22, 0.011); /* 1 of at most 22 */
    ck_assert_double_eq_tol(boxes[1].height, 180.0 * 2 / 22, 0.011);
}
END_TEST

static struct box text_box(const struct chart_plan *measure, const struct chart_item *item)
{
    double width = font_width(measure, item->style, item->text);
    static const double share[] = {0, 0.5, 1};
    return (struct box){item->box.x - share[item->style.anchor] * width, item->box.y - 10, width,
                        13};
}

START_TEST(names_in_a_scatter_do_not_overlap)
{
    const struct chart_plan *measure = plan_new(arena, "measure", 100);
    const struct view_scatter *chart = case_portfolio(arena, 42, 42);
    const struct chart_plan *plan = chart_plan_scatter(arena, chart);
    struct box names[64];
    size_t count = 0;
    for (size_t i = 0; i < plan->count; i++) {
        const struct chart_item *item = &plan->items[i];
        bool name = item->kind == ITEM_TEXT && item->role == ROLE_INK && item->style.size < 12;
        if (!name)
            continue;
        names[count] = text_box(measure, item);
        for (size_t k = 0; k < count; k++)
            ck_assert(names[k].x + names[k].width <= names[count].x + 0.1 ||
                      names[count].x + names[count].width <= names[k].x + 0.1 ||
                      fabs(names[k].y - names[count].y) >= 12.9);
        count++;
    }
    ck_assert_uint_ge(count, 15);
}
END_TEST

START_TEST(history_is_placed_by_the_calendar)
{
    const struct chart_plan *plan = case_history(arena);
    double x[8];
    size_t count = 0;
    for (size_t i = 0; i < plan->count; i++)
        if (plan->items[i].kind == ITEM_CIRCLE && plan->items[i].role == ROLE_ACCENT)
            x[count++] = plan->items[i].box.x;
    ck_assert_uint_eq(count, 5);
    /* 2025-03-31, 06-30, 09-30, 12-31, 2026-06-30: 91, 92, 92 and 181 days apart. */
    ck_assert_double_eq_tol((x[1] - x[0]) / (x[4] - x[0]), 91.0 / 456, 0.0001);
    ck_assert_double_eq_tol((x[3] - x[0]) / (x[4] - x[0]), 275.0 / 456, 0.0001);
}
END_TEST

/* The height of a line at x; NaN: it does not reach there. */
static double height_at(const struct chart_item *line, double x)
{
    for (size_t i = 1; i < line->point_count; i++) {
        struct point from = line->points[i - 1], to = line->points[i];
        if (from.x <= x && x <= to.x)
            return from.y + (to.y - from.y) * (x - from.x) / (to.x - from.x);
    }
    return NAN;
}

/* The values pass the laggards' line at both ends of it. */
START_TEST(a_mark_is_named_where_no_value_is)
{
    static struct view_moment moments[] = {
        {"2025-01-31", 49, NAN, NAN, "49.00", NULL}, {"2025-03-31", 51, NAN, NAN, "51.00", NULL},
        {"2025-04-30", 68, NAN, NAN, "68.00", NULL}, {"2025-09-30", 66, NAN, NAN, "66.00", NULL},
        {"2025-10-31", 51, NAN, NAN, "51.00", NULL}, {"2025-12-31", 49, NAN, NAN, "49.00", NULL}};
    static struct view_mark marks[] = {{70, "leader from 70"}, {50, "laggard below 50"}};
    const struct chart_plan *plan = chart_plan_history(arena,
                                                       &(struct view_history){
                                                           .title = "Over time",
                                                           .axis = "Score",
                                                           .moments = moments,
                                                           .count = 6,
                                                           .marks = marks,
                                                           .mark_count = 2,
                                                       },
                                                       NULL);
    const struct chart_item *name = NULL, *line = NULL;
    show(plan, "marks");
    for (size_t i = 0; i < plan->count; i++) {
        const struct chart_item *item = &plan->items[i];
        if (item->kind == ITEM_TEXT && text_equal(item->text, marks[1].label))
            name = item;
        if (item->kind == ITEM_PATH && item->role == ROLE_ACCENT)
            line = item;
    }
    ck_assert(name && line);
    for (int i = 0; i <= 90; i++) {
        double y = height_at(line, name->box.x + i);
        ck_assert_msg(!(y > name->box.y - 9 && y < name->box.y + 2), "crossed at %d of 90", i);
    }
}
END_TEST

static const char *style_sheet(void)
{
    char *text;
    ck_assert(file_read(arena, "templates/assets/css/35-charts.css", 1 << 16, &text, NULL, NULL));
    return text;
}

START_TEST(a_page_has_the_colors_of_the_files)
{
    const char *style = style_sheet();
    const char *dark = strstr(style, "@media screen and (prefers-color-scheme: dark)");
    ck_assert_ptr_nonnull(dark);
    for (int role = 0; role < ROLE_SCALE; role++) {
        const char *name = palette_name((enum chart_role)role);
        const char *light = arena_printf(arena, "\n  --c-%s: #%06x;\n", name,
                                         palette_color((enum chart_role)role, THEME_LIGHT));
        const char *at = strstr(style, light);
        ck_assert_msg(at && at < dark, "no%s", light);
        light = arena_printf(arena, "\n    --c-%s: #%06x;\n", name,
                             palette_color((enum chart_role)role, THEME_DARK));
        ck_assert_msg(strstr(dark, light), "no%s in the dark", light);
        ck_assert_msg(
            strstr(dark, arena_printf(arena, ".chart .%s {\n  fill: var(--c-%s);\n}", name, name)),
            "nothing is filled with '%s'", name);
        ck_assert_msg(strstr(dark, arena_printf(arena,
                                                ".chart .%s-l {\n  fill: none;\n  "
                                                "stroke: var(--c-%s);\n}",
                                                name, name)),
                      "no line has '%s'", name);
    }
}
END_TEST

static const struct {
    const char *name;
    struct chart_plan *(*plan)(struct arena *arena);
} page_cases[] = {
    {"waterfall", case_waterfall}, {"waterfall_odd", case_waterfall_odd},
    {"bullets", case_bullets},     {"bullets_odd", case_bullets_odd},
    {"history", case_history},     {"history_gap", case_history_gap},
};
enum { PAGE_CASES = sizeof page_cases / sizeof page_cases[0] };

/* Every class of a drawing means something to the page's style sheet; nothing else reaches it. */
START_TEST(a_drawing_leaks_nothing_into_its_page)
{
    const char *style = style_sheet();
    struct view_drawing drawing = chart_drawing(page_cases[_i].plan(arena));
    static const char *const foreign[] = {"<style", " id=", " style=", "href",     "<svg",
                                          "xmlns",  "url(", "<script", "&amp;amp;"};
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++)
        ck_assert_msg(!strstr(drawing.elements, foreign[i]), "'%s' in it", foreign[i]);
    size_t seen = 0;
    static const char before[] = " class=\"";
    for (const char *at = drawing.elements; (at = strstr(at, before));) {
        at += sizeof before - 1;
        const char *end = strchr(at, '"');
        while (at < end) {
            size_t length = strcspn(at, " \"");
            const char *rule = arena_printf(arena, ".chart .%.*s {", (int)length, at);
            ck_assert_msg(strstr(style, rule), "no rule '%s'", rule);
            at += length + (at[length] == ' ');
            seen++;
        }
    }
    ck_assert_uint_gt(seen, 15);
}
END_TEST

/* A page has the title in words: the drawing begins below it. A file has it all. */
START_TEST(a_drawing_leaves_its_heading_to_the_page)
{
    struct view_step steps[] = {{.label = "one", .value = 1, .text = "1.00"}};
    struct view_waterfall chart = {
        .title = "What is above", .subtitle = "and below", .steps = steps, .count = 1};
    struct chart_plan *plan = chart_plan_waterfall(arena, &chart, NULL);
    const char *drawn = chart_drawing(plan).elements;
    ck_assert_ptr_null(strstr(drawn, "above"));
    ck_assert_ptr_null(strstr(drawn, "below"));
    ck_assert_ptr_nonnull(strstr(drawn, ">one</text>"));
    ck_assert_uint_eq(plan->heading, 2);
    for (size_t i = 0; i < plan->count; i++)
        ck_assert_int_eq(plan->items[i].box.y <= chart_body(plan), i < plan->heading);
    struct strbuf file;
    strbuf_init(&file);
    ck_assert(chart_svg(plan, "alt", &file, NULL));
    ck_assert_ptr_nonnull(strstr(file.text, ">What is above</text>"));
    ck_assert_ptr_nonnull(strstr(file.text, ">and below</text>"));
    strbuf_release(&file);
}
END_TEST

/* Neighbours of one look are one element, told what they share once; a hit lies above them all.
 * Pixels are whole in a page, and have tenths in a file. */
START_TEST(a_drawing_says_nothing_twice)
{
    static const char *const lines[] = {"one", "two", "three"};
    const struct text_style label = {.role = ROLE_INK, .size = 13, .anchor = ANCHOR_END};
    struct chart_plan *plan = plan_new(arena, "parts", 100);
    draw_hit(plan, (struct box){0, 10, 100, 20.5}, "told");
    for (int i = 0; i < 3; i++)
        draw_text(plan, label, (struct point){40, 19.75 + 10 * i}, lines[i]);
    draw_text(plan, (struct text_style){.role = ROLE_INK, .size = 12}, (struct point){50, 5}, "x");
    draw_rect(plan, ROLE_SOFT, (struct box){50, 10, 20.04, 5});
    draw_rect(plan, ROLE_SOFT, (struct box){49.6, 20, 1.34, 5});
    draw_rect(plan, ROLE_BAND, (struct box){50, 10, 20, 5});
    draw_rect(plan, ROLE_BAND, (struct box){49.4, 20, 0.9, 4});
    draw_marker(plan, ROLE_SOFT, (struct box){60, 8, 3, 9});
    draw_line(plan, ROLE_AXIS, (struct point){50, 0}, (struct point){50, 30},
              (struct stroke){1, 0});
    draw_line(plan, ROLE_AXIS, (struct point){60, 0}, (struct point){55, 9}, (struct stroke){1, 0});
    draw_line(plan, ROLE_AXIS, (struct point){0, 9}, (struct point){9, 9}, (struct stroke){2, 1});
    draw_polyline(plan, ROLE_AXIS, (struct point[]){{9, 9}, {8, 9.5}, {8, 0}, {9.5, 1}}, 4, 2);
    draw_dot(plan, ROLE_SOFT, (struct point){1, 2}, 4, true);
    draw_dot(plan, ROLE_SOFT, (struct point){11, 2}, 5, true);
    draw_dot(plan, ROLE_SOFT, (struct point){21, 2}, 2, false);
    ck_assert_str_eq(
        chart_drawing(plan_finish(plan, 40)).elements,
        "<g class=\"ink e z13\" transform=\"translate(40 20)\"><text>one</text>"
        "<text y=\"10\">two</text><text y=\"20\">three</text></g>\n"
        "<text class=\"ink\" x=\"50\" y=\"5\">x</text>\n"
        "<path class=\"soft-l\" stroke-width=\"5\" d=\"M50 12.5h20M50 22.5h1\"/>\n"
        "<path class=\"band\" d=\"M50 10h20v5h-20zm-1 10h1v4h-1z\"/>\n"
        "<path class=\"soft o\" stroke-width=\"2\" d=\"M60 8h3v9h-3z\"/>\n"
        "<path class=\"axis-l\" d=\"M50 0v30M60 0l-5 9\"/>\n"
        "<path class=\"d axis-l\" stroke-width=\"2\" d=\"M0 9h9\"/>\n"
        "<path class=\"axis-l\" stroke-width=\"2\" d=\"M9 9l-1 1 0-10 2 1\"/>\n"
        "<g class=\"soft o\" stroke-width=\"3\"><circle cx=\"1\" cy=\"2\" r=\"4\"/>"
        "<circle cx=\"11\" cy=\"2\" r=\"5\"/></g>\n"
        "<circle class=\"soft\" cx=\"21\" cy=\"2\" r=\"2\"/>\n"
        "<g class=\"hit\">\n<path d=\"M0 10h100v21h-100z\"><title>told</title></path>\n</g>\n");
    add_svg(plan);
    static const char *const exact[] = {"\"M50 12.5h20M49.6 22.5h1.3\"",
                                        "\"M50 10h20v5h-20zm-.6 10h.9v4h-.9z\"",
                                        "\"M9 9l-1 .5 0-9.5 1.5 1\"", "\"M0 10h100v20.5h-100z\""};
    for (size_t i = 0; i < sizeof exact / sizeof *exact; i++)
        ck_assert_msg(strstr(out.text, exact[i]) != NULL, "%s", exact[i]);
}
END_TEST

/* Whatever a text says, it stays text. */
START_TEST(a_drawing_escapes_its_texts)
{
    struct view_step steps[] = {
        {.label = "</svg><script>", .value = 1, .text = "\"&'<b>", .note = "<img src=x>"}};
    struct view_waterfall chart = {.title = "a <i>title</i>",
                                   .subtitle = "]]><!--",
                                   .axis = "</title>",
                                   .steps = steps,
                                   .count = 1};
    const char *drawn = chart_drawing(chart_plan_waterfall(arena, &chart, NULL)).elements;
    static const char *const elements[] = {"<text ",  "<path ",  "</path>",  "<g ", "<text>",
                                           "<title>", "</text>", "</title>", "</g>"};
    for (const char *at = drawn; (at = strchr(at, '<')); at++) {
        bool known = false;
        for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++)
            known = known || strncmp(at, elements[i], strlen(elements[i])) == 0;
        ck_assert_msg(known, "not of a chart: %.20s", at);
    }
    ck_assert_ptr_nonnull(strstr(drawn, ">&lt;/svg&gt;&lt;script&gt;</text>"));
    ck_assert_ptr_nonnull(strstr(drawn, ">&quot;&amp;&#39;&lt;b&gt;</text>"));
    ck_assert_ptr_nonnull(strstr(drawn, "<title>&lt;img src=x&gt;</title>"));
}
END_TEST

static cairo_status_t count_bytes(void *total, const unsigned char *bytes, unsigned length)
{
    (void)bytes;
    *(size_t *)total += length;
    return CAIRO_STATUS_SUCCESS;
}

START_TEST(a_plan_paints_on_any_surface)
{
    size_t total = 0;
    struct error err = ERROR_INIT;
    const struct chart_plan *plan = case_scatter(arena);
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(count_bytes, &total, 760, 600);
    cairo_t *cairo = cairo_create(surface);
    ck_assert_msg(chart_paint(plan, cairo, &err), "%s", err.message);
    cairo_destroy(cairo);
    cairo_surface_finish(surface);
    ck_assert_uint_gt(total, 5000);
    cairo = cairo_create(surface);
    ck_assert(!chart_paint(plan, cairo, &err));
    ck_assert_int_eq(err.code, ERROR_FAILED);
    ck_assert_ptr_nonnull(strstr(err.message, "chart 'Readiness against opportunity' cannot be"));
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
}
END_TEST

static const char *font_answer(const char *configuration)
{
    char folder[] = "/tmp/orgair-fonts-XXXXXX";
    ck_assert_ptr_nonnull(mkdtemp(folder));
    const char *path = path_join(arena, folder, "fonts.conf");
    const char *result = path_join(arena, folder, "result");
    ck_assert(file_put(path, configuration, strlen(configuration), NULL));
    pid_t child = fork();
    if (child == 0) {
        struct error err = ERROR_INIT;
        setenv("FONTCONFIG_FILE", path, 1);
        FcInitReinitialize();
        bool found = charts_font_check(&err);
        const char *text =
            found ? "found" : arena_printf(arena, "%d %s | %s", err.code, err.message, err.hint);
        _exit(file_put(result, text, strlen(text), NULL) ? 0 : 9);
    }
    int status = 0;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
    char *answer = NULL;
    ck_assert(file_read(arena, result, 4096, &answer, NULL, NULL));
    ck_assert(folder_remove(folder, NULL));
    return answer;
}

START_TEST(missing_font_is_named_with_its_package)
{
    ck_assert_str_eq(font_answer("<fontconfig></fontconfig>"),
                     "1 font 'DejaVu Sans' is not installed | install the package "
                     "fonts-dejavu-core");
    ck_assert_str_eq(
        font_answer("<fontconfig><dir>/usr/share/fonts/truetype/dejavu</dir></fontconfig>"),
        "found");
    struct error err = ERROR_INIT;
    ck_assert(charts_font_check(&err));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("charts");
    TCase *tests = tcase_create("charts");
    int count = (int)chart_case_count;
    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, plan_is_as_agreed, 0, count);
    tcase_add_loop_test(tests, nothing_leaves_the_picture, 0, count);
    tcase_add_loop_test(tests, svg_is_well_formed, 0, count);
    tcase_add_loop_test(tests, svg_keeps_every_text, 0, count);
    tcase_add_test(tests, bytes_do_not_depend_on_what_was_drawn_before);
    tcase_add_test(tests, bytes_do_not_depend_on_locale_zone_and_fork);
    tcase_add_test(tests, bars_are_proportional_to_their_values);
    tcase_add_test(tests, bars_below_the_reference_are_softer);
    tcase_add_test(tests, empty_charts_say_no_data);
    tcase_add_test(tests, heatmap_colors_follow_the_values);
    tcase_add_test(tests, waterfall_adds_up);
    tcase_add_test(tests, shares_fill_the_bar);
    tcase_add_test(tests, histogram_heights_follow_the_counts);
    tcase_add_test(tests, names_in_a_scatter_do_not_overlap);
    tcase_add_test(tests, history_is_placed_by_the_calendar);
    tcase_add_test(tests, a_mark_is_named_where_no_value_is);
    tcase_add_test(tests, a_page_has_the_colors_of_the_files);
    tcase_add_loop_test(tests, a_drawing_leaks_nothing_into_its_page, 0, PAGE_CASES);
    tcase_add_test(tests, a_drawing_leaves_its_heading_to_the_page);
    tcase_add_test(tests, a_drawing_says_nothing_twice);
    tcase_add_test(tests, a_drawing_escapes_its_texts);
    tcase_add_test(tests, a_plan_paints_on_any_surface);
    tcase_add_test(tests, missing_font_is_named_with_its_package);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
