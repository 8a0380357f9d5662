#include "base/text.h"
#include "render/html/fill.h"

enum { PARAGRAPH_TEXT };
static const struct marker paragraph_markers[] = {
    [PARAGRAPH_TEXT] = {"TEXT", MARKER_VALUE, NULL},
};
static const struct shape paragraph_shape = SHAPE(NULL, paragraph_markers);

/* The formulas that are set, each by its key in capitals. */
static const struct marker math_markers[] = {
    {"WEIGHTED_MEAN", MARKER_FLAG, NULL},
    {"SIGMA", MARKER_FLAG, NULL},
    {"CV", MARKER_FLAG, NULL},
    {"PENALTY", MARKER_FLAG, NULL},
    {"TALENT", MARKER_FLAG, NULL},
    {"V_R", MARKER_FLAG, NULL},
    {"POSITION_FACTOR", MARKER_FLAG, NULL},
    {"H_R", MARKER_FLAG, NULL},
    {"ALIGNMENT", MARKER_FLAG, NULL},
    {"TIMING", MARKER_FLAG, NULL},
    {"SYNERGY", MARKER_FLAG, NULL},
    {"ORG_AI_R", MARKER_FLAG, NULL},
    {"RELIABILITY", MARKER_FLAG, NULL},
    {"SEM", MARKER_FLAG, NULL},
    {"INTERVAL", MARKER_FLAG, NULL},
    {"EBITDA", MARKER_FLAG, NULL},
    {"STEP", MARKER_FLAG, NULL},
    {"SCENARIOS", MARKER_FLAG, NULL},
    {"FUND", MARKER_FLAG, NULL},
    {"HHI", MARKER_FLAG, NULL},
};
static const struct shape math_shape = SHAPE("math.tpl", math_markers);

enum { DEFINITION_KEY, DEFINITION_MATH, DEFINITION_TEXT, DEFINITION_NOTE };
static const struct marker definition_markers[] = {
    [DEFINITION_KEY] = {"KEY", MARKER_VALUE, NULL},
    [DEFINITION_MATH] = {"MATH", MARKER_INCLUDE, &math_shape},
    [DEFINITION_TEXT] = {"TEXT", MARKER_VALUE, NULL},
    [DEFINITION_NOTE] = {"NOTE", MARKER_OPTIONAL, NULL},
};
static const struct shape definition_shape = SHAPE(NULL, definition_markers);

enum { SECTION_ID, SECTION_TITLE, SECTION_PARAGRAPHS, SECTION_DEFINITIONS, SECTION_TABLE };
static const struct marker section_markers[] = {
    [SECTION_ID] = {"ID", MARKER_VALUE, NULL},
    [SECTION_TITLE] = {"TITLE", MARKER_VALUE, NULL},
    [SECTION_PARAGRAPHS] = {"PARAGRAPHS", MARKER_LIST, &paragraph_shape},
    [SECTION_DEFINITIONS] = {"DEFINITIONS", MARKER_LIST, &definition_shape},
    [SECTION_TABLE] = {"TABLE", MARKER_INCLUDE, &table_shape},
};
static const struct shape section_shape = SHAPE(NULL, section_markers);

enum { ENTRY_LABEL, ENTRY_HREF };
static const struct marker entry_markers[] = {
    [ENTRY_LABEL] = {"LABEL", MARKER_VALUE, NULL},
    [ENTRY_HREF] = {"HREF", MARKER_VALUE, NULL},
};
static const struct shape entry_shape = SHAPE(NULL, entry_markers);

enum { METHOD_TITLE = PAGE_OWN, METHOD_CONTENTS, METHOD_SECTIONS };
static const struct marker markers[] = {
    PAGE_MARKERS,
    [METHOD_TITLE] = {"TITLE", MARKER_INCLUDE, &title_shape},
    [METHOD_CONTENTS] = {"CONTENTS", MARKER_LIST, &entry_shape},
    [METHOD_SECTIONS] = {"SECTIONS", MARKER_LIST, &section_shape},
};
const struct shape method_shape = SHAPE("method.tpl", markers);

/* One that nobody set stands there as its text alone. */
static void fill_definition(const struct fill *fill, const struct view_definition *definition,
                            struct values *section)
{
    struct values *values = values_add(fill->arena, section, SECTION_DEFINITIONS);
    values_set(values, DEFINITION_KEY, definition->key);
    values_set(values, DEFINITION_TEXT, definition->text);
    values_set(values, DEFINITION_NOTE, definition->note);
    for (size_t i = 0; i < math_shape.count; i++)
        if (text_equal_ignoring_case(math_markers[i].name, definition->key))
            values_raise(values_add(fill->arena, values, DEFINITION_MATH), i, true);
}

static void fill_section(const struct fill *fill, const struct view_section *section,
                         struct values *page)
{
    struct values *entry = values_add(fill->arena, page, METHOD_CONTENTS);
    values_set(entry, ENTRY_LABEL, section->title);
    values_set(entry, ENTRY_HREF, arena_printf(fill->arena, "#%s", section->id));

    struct values *values = values_add(fill->arena, page, METHOD_SECTIONS);
    values_set(values, SECTION_ID, section->id);
    values_set(values, SECTION_TITLE, section->title);
    for (size_t i = 0; i < section->paragraph_count; i++)
        values_set(values_add(fill->arena, values, SECTION_PARAGRAPHS), PARAGRAPH_TEXT,
                   section->paragraphs[i]);
    for (size_t i = 0; i < section->definition_count; i++)
        fill_definition(fill, &section->definitions[i], values);
    fill_table(fill, &section->table, values, SECTION_TABLE);
}

bool html_method(struct html *html, const struct view_method *view, struct strbuf *out,
                 struct error *err)
{
    struct fill fill = html_begin(html, &view->frame);
    struct values *page = values_new(fill.arena, &method_shape);
    struct fill_title title = {.title = view->frame.title, .lead = view->frame.description};

    fill_frame(&fill, &view->frame, page);
    fill_title(&fill, &view->frame, &title, page, METHOD_TITLE);
    for (size_t i = 0; i < view->section_count; i++)
        fill_section(&fill, &view->sections[i], page);
    return html_finish(html, page, out, err);
}
