#include "render/pdf/text.h"

#include "base/hash.h"
#include "base/text.h"
#include "render/charts/font.h"
#include "render/pdf/runs.h"

#include <math.h>

/* Between two handouts nothing is forgotten below so many. */
enum { REMEMBERED = 4000, FIRST_SLOTS = 1024, ONE_LINE = -1 };

/* A line as Pango shaped it, measured and painted from the same glyphs; or a text as it was
 * broken. */
struct shape {
    const char *text; /* NULL: a free slot */
    size_t length;
    unsigned face; /* see chart_face */
    int room;      /* what it was broken for, ONE_LINE: not at all */
    bool rtl;
    double width;
    struct pdf_run *runs;
    struct pdf_lines lines;
};

/* What a text of ASCII is one of: then it need not be searched for scripts and faces. NULL: it may
 * be several, as the style's face lacks a character. */
struct plain_items {
    PangoItem *letters; /* with letters in it */
    PangoItem *others;
    bool known;
};

struct pdf_text {
    struct arena *arena; /* of what is remembered */
    struct arena *lines; /* of what is not */
    struct pdf_run_fonts *fonts;
    PangoContext *context;
    PangoLayout *layout;
    PangoFontDescription *faces[STYLE_COUNT];
    struct plain_items plain[STYLE_COUNT];
    struct shape *shapes; /* open addressing, a power of two, at most half full */
    size_t shape_count;
    size_t shape_slots;
};

static PangoFontDescription *description(enum pdf_style style)
{
    const struct pdf_face *face = pdf_face(style);
    PangoFontDescription *made = pango_font_description_new();
    pango_font_description_set_family_static(made, face->family);
    pango_font_description_set_weight(made, face->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(made, face->size * PANGO_SCALE);
    return made;
}

static void forget(struct pdf_text *text)
{
    arena_free(text->arena);
    text->arena = NULL;
    text->shapes = NULL;
    text->shape_count = text->shape_slots = 0;
}

static void close_text(void *pointer)
{
    struct pdf_text *text = pointer;
    forget(text);
    if (!text->context)
        return;
    for (size_t i = 0; i < STYLE_COUNT; i++) {
        pango_font_description_free(text->faces[i]);
        pango_item_free(text->plain[i].letters);
        pango_item_free(text->plain[i].others);
    }
    g_object_unref(text->layout);
    g_object_unref(text->context);
}

static void start_afresh(struct pdf_text *text)
{
    text->arena = arena_new();
    text->shape_slots = FIRST_SLOTS;
    text->shapes = arena_array(text->arena, text->shape_slots, sizeof *text->shapes);
}

static void start_pango(struct pdf_text *text)
{
    text->context = pango_font_map_create_context(pango_cairo_font_map_get_default());
    font_prepare(text->context);
    /* A context begins with a direction that gives way to the text. */
    pango_context_set_base_dir(text->context, PANGO_DIRECTION_LTR);
    text->layout = pango_layout_new(text->context);
    pango_layout_set_single_paragraph_mode(text->layout, TRUE);
    pango_layout_set_wrap(text->layout, PANGO_WRAP_WORD_CHAR);
    for (size_t i = 0; i < STYLE_COUNT; i++)
        text->faces[i] = description((enum pdf_style)i);
}

struct pdf_text *pdf_text_open(struct arena *arena)
{
    struct pdf_text *text = arena_alloc(arena, sizeof *text);
    text->fonts = pdf_run_fonts_open(arena);
    arena_defer(arena, close_text, text);
    return text;
}

void pdf_text_begin(struct pdf_text *text, struct arena *arena)
{
    text->lines = arena;
    if (!text->context)
        start_pango(text);
    if (text->arena && text->shape_count <= REMEMBERED)
        return;
    forget(text);
    start_afresh(text);
}

/* ---- shapes ---- */

/* The style, or a face of the charts by its size in halves of a pixel and its weight. */
static unsigned chart_face(struct text_style style)
{
    return STYLE_COUNT + 2 * (unsigned)(style.size * 2) + style.bold;
}

static void free_item(void *item)
{
    pango_item_free(item);
}

/* NULL: the text is more than one. */
static PangoItem *only_item(struct pdf_text *text, unsigned face, const char *words, size_t length)
{
    GList *items = font_items(text->context, text->faces[face], words, length, false);
    PangoItem *only = items && !items->next ? pango_item_copy(items->data) : NULL;
    g_list_free_full(items, free_item);
    return only;
}

static PangoItem *plain_item(struct pdf_text *text, unsigned face, bool letters)
{
    enum { FIRST = ' ', LAST = '~' };
    struct plain_items *plain = &text->plain[face];
    if (!plain->known) {
        char all[LAST - FIRST + 1];
        char others[LAST - FIRST + 1];
        size_t other_count = 0;
        for (char c = FIRST; c <= LAST; c++) {
            all[c - FIRST] = c;
            if (!g_ascii_isalpha(c))
                others[other_count++] = c;
        }
        plain->letters = only_item(text, face, all, sizeof all);
        plain->others = only_item(text, face, others, other_count);
        plain->known = true;
    }
    return letters ? plain->letters : plain->others;
}

static bool is_ascii(const char *text, size_t length, bool *letters)
{
    *letters = false;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < ' ' || text[i] > '~')
            return false;
        *letters = *letters || g_ascii_isalpha(text[i]);
    }
    return length > 0;
}

static GList *shape_in_style(struct pdf_text *text, const struct shape *shape)
{
    bool letters;
    PangoItem *plain = NULL;
    if (!shape->rtl && is_ascii(shape->text, shape->length, &letters))
        plain = plain_item(text, shape->face, letters);
    if (!plain)
        return font_shape(text->context, text->faces[shape->face], shape->text, shape->length,
                          shape->rtl);
    PangoItem *item = pango_item_copy(plain);
    item->offset = 0;
    item->length = item->num_chars = (int)shape->length;
    return g_list_prepend(NULL, font_shape_item(item, shape->text, shape->length));
}

static GList *shape_with(struct pdf_text *text, const struct shape *shape)
{
    if (shape->face < STYLE_COUNT)
        return shape_in_style(text, shape);
    unsigned face = shape->face - STYLE_COUNT;
    PangoFontDescription *made =
        font_description((struct text_style){.size = face / 2 / 2.0, .bold = face % 2});
    GList *runs = font_shape(text->context, made, shape->text, shape->length, shape->rtl);
    pango_font_description_free(made);
    return runs;
}

static size_t slot_of(const struct pdf_text *text, const struct shape *key)
{
    uint64_t look = (uint64_t)(2 * key->face + key->rtl) << 32 | (unsigned)key->room;
    uint64_t hash = hash_with(hash_of(key->text, key->length), look);
    size_t slot = (size_t)hash & (text->shape_slots - 1);
    for (;; slot = (slot + 1) & (text->shape_slots - 1)) {
        const struct shape *at = &text->shapes[slot];
        if (!at->text ||
            (at->length == key->length && at->face == key->face && at->rtl == key->rtl &&
             at->room == key->room && memcmp(at->text, key->text, at->length) == 0))
            return slot;
    }
}

static void make_room(struct pdf_text *text)
{
    struct shape *old = text->shapes;
    size_t slots = text->shape_slots;
    if (2 * (text->shape_count + 1) <= slots)
        return;
    text->shape_slots = 2 * slots;
    text->shapes = arena_array(text->arena, text->shape_slots, sizeof *text->shapes);
    for (size_t i = 0; i < slots; i++)
        if (old[i].text)
            text->shapes[slot_of(text, &old[i])] = old[i];
}

/* Whose `text` is ours from now on; `known`: it was there before. */
static struct shape *remember(struct pdf_text *text, struct shape key, bool *known)
{
    make_room(text);
    struct shape *shape = &text->shapes[slot_of(text, &key)];
    *known = shape->text != NULL;
    if (*known)
        return shape;
    *shape = key;
    shape->text = arena_strndup(text->arena, key.text, key.length);
    text->shape_count++;
    return shape;
}

/* `rtl`: the base direction. */
static const struct shape *shape_of(struct pdf_text *text, unsigned face, const char *words,
                                    size_t length, bool rtl)
{
    bool known;
    struct shape *shape = remember(
        text,
        (struct shape){.text = words, .length = length, .face = face, .rtl = rtl, .room = ONE_LINE},
        &known);
    if (known)
        return shape;
    shape->runs = pdf_runs_make(text->fonts, text->arena, shape->text, shape_with(text, shape));
    shape->width = pdf_runs_width(shape->runs);
    return shape;
}

void pdf_show(struct pdf_text *text, cairo_t *cairo, const struct pdf_item_text *item)
{
    pdf_runs_show(shape_of(text, item->style, item->text, strlen(item->text), item->rtl)->runs,
                  cairo, item->x, item->y);
}

void pdf_show_chart_text(struct pdf_text *text, cairo_t *cairo, const struct chart_item *item)
{
    static const double share[] = {0, 0.5, 1};
    const struct shape *shape =
        shape_of(text, chart_face(item->style), item->text, strlen(item->text), item->rtl);
    pdf_runs_show(shape->runs, cairo, -share[item->style.anchor] * shape->width, 0);
}

static double measure(struct pdf_text *text, enum pdf_style style, const char *words, size_t length)
{
    return shape_of(text, style, words, length, false)->width;
}

double pdf_width(struct pdf_text *text, enum pdf_style style, const char *words)
{
    return text_is_blank(words) ? 0 : measure(text, style, words, strlen(words));
}

double pdf_word_width(struct pdf_text *text, enum pdf_style style, const char *words)
{
    double widest = 0;
    for (const char *word = words ? words : ""; *word;) {
        size_t length = strcspn(word, " \t\n");
        double width = measure(text, style, word, length);
        widest = width > widest ? width : widest;
        word += length;
        word += strspn(word, " \t\n");
    }
    return widest;
}

static struct pdf_lines one_line(struct pdf_text *text, struct pdf_line line)
{
    struct pdf_lines one = {arena_alloc(text->lines, sizeof *one.lines), 1, line.width};
    one.lines[0] = line;
    return one;
}

static void add_line(struct pdf_text *text, struct pdf_lines *lines, size_t *room,
                     struct pdf_line line)
{
    lines->lines = arena_grow(text->arena, lines->lines, room, lines->count + 1, sizeof line);
    lines->lines[lines->count++] = line;
}

static struct pdf_lines break_by_layout(struct pdf_text *text, enum pdf_style style,
                                        const char *words, int room)
{
    PangoLayout *layout = text->layout;
    pango_layout_set_font_description(layout, text->faces[style]);
    pango_layout_set_width(layout, room);
    pango_layout_set_text(layout, words, -1);
    bool rtl = pango_layout_get_direction(layout, 0) == PANGO_DIRECTION_RTL;
    size_t count = (size_t)pango_layout_get_line_count(layout);
    struct pdf_lines lines = {0};
    size_t capacity = 0;
    for (size_t i = 0; i < count; i++) {
        const PangoLayoutLine *line = pango_layout_get_line_readonly(layout, (int)i);
        char *piece = arena_strndup(text->arena, words + line->start_index, (size_t)line->length);
        add_line(text, &lines, &capacity,
                 (struct pdf_line){.text = font_clean(text->arena, piece), .rtl = rtl});
    }
    return lines;
}

/* A text of ASCII in the making of its lines. */
struct breaking {
    const char *words;
    size_t length;
    PangoLogAttr *attributes;
    struct pdf_lines lines;
    size_t capacity;
};

static size_t next_break(const struct breaking *breaking, size_t at)
{
    do
        at++;
    while (at < breaking->length && !breaking->attributes[at].is_line_break);
    return at;
}

static size_t without_space(const struct breaking *breaking, size_t end)
{
    while (end > 0 && breaking->words[end - 1] == ' ')
        end--;
    return end;
}

static void add_words(struct pdf_text *text, struct breaking *breaking, size_t start, size_t end)
{
    size_t length = without_space(breaking, end) - start;
    const char *line = arena_strndup(text->arena, breaking->words + start, length);
    add_line(text, &breaking->lines, &breaking->capacity, (struct pdf_line){.text = line});
}

/* Where the layout would break it, by the widths of its words, as they recur. Gives false where
 * that is too close to call: words that stand in a line may be nearer to each other. */
static bool break_by_words(struct pdf_text *text, enum pdf_style style, struct breaking *breaking,
                           double width)
{
    const double close = 0.5;
    const char *words = breaking->words;
    pango_get_log_attrs(words, (int)breaking->length, 0, pango_language_from_string("en"),
                        breaking->attributes, (int)breaking->length + 1);
    double space = measure(text, style, " ", 1);
    double used = 0; /* of the line that begins at `start` */
    size_t start = 0;
    for (size_t at = 0, next; at < breaking->length; at = next) {
        next = next_break(breaking, at);
        size_t end = without_space(breaking, next);
        double piece = measure(text, style, words + at, end - at);
        if (piece > width - close || fabs(used + piece - width) < close)
            return false;
        if (used + piece > width) {
            add_words(text, breaking, start, at);
            start = at;
            used = 0;
        }
        used += piece + (double)(next - end) * space;
    }
    add_words(text, breaking, start, breaking->length);
    return true;
}

static struct pdf_lines break_lines(struct pdf_text *text, enum pdf_style style, const char *words,
                                    double width)
{
    bool letters;
    struct breaking breaking = {.words = words, .length = strlen(words)};
    if (is_ascii(words, breaking.length, &letters)) {
        breaking.attributes =
            arena_array(text->lines, breaking.length + 1, sizeof *breaking.attributes);
        if (!break_by_words(text, style, &breaking, width))
            breaking.lines.count = 0;
    }
    /* A hair of room: a column that was measured for its text must hold it. */
    struct pdf_lines lines = breaking.lines;
    if (lines.count == 0)
        lines = break_by_layout(text, style, words, (int)((width + 0.01) * PANGO_SCALE));
    for (size_t i = 0; i < lines.count; i++) {
        struct pdf_line *line = &lines.lines[i];
        line->width = measure(text, style, line->text, strlen(line->text));
        lines.width = line->width > lines.width ? line->width : lines.width;
    }
    return lines;
}

/* Then it need not be shaped as a whole to be broken. Whoever is wrong here loses time only. */
static bool is_surely_wider(enum pdf_style style, const char *words, double width)
{
    const double narrow = 0.4; /* of its size: a mean character has about half */
    return (double)strlen(words) * narrow * pdf_face(style)->size > 1.2 * width;
}

struct pdf_lines pdf_wrap(struct pdf_text *text, enum pdf_style style, const char *words,
                          double width)
{
    const char *clean = font_clean(text->lines, words);
    if (!*clean)
        return (struct pdf_lines){0};
    struct pdf_line whole = {.text = clean, .rtl = font_is_rtl(clean), .width = width + 1};
    if (!is_surely_wider(style, clean, width))
        whole.width = shape_of(text, style, clean, strlen(clean), whole.rtl)->width;
    if (whole.width <= width + 0.01)
        return one_line(text, whole);
    int room = (int)((width + 0.01) * PANGO_SCALE);
    bool known;
    struct shape key = {.text = clean, .length = strlen(clean), .face = style, .room = room};
    struct shape *shape = remember(text, key, &known);
    if (known)
        return shape->lines;
    struct pdf_lines lines = break_lines(text, style, clean, width);
    /* Measuring its lines may have moved it. */
    text->shapes[slot_of(text, &key)].lines = lines;
    return lines;
}
