#include "base/text.h"
#include "view/frame.h"
#include "view/method_text.h"
#include "view/value.h"

/* A table with these columns and no row. */
static void begin(struct arena *arena, struct view_table *table, const struct view_column *columns,
                  size_t count, struct view_table_builder *builder)
{
    table->columns = arena_array(arena, count, sizeof *columns);
    table->column_count = count;
    memcpy(table->columns, columns, count * sizeof *columns);
    if (!table->empty)
        table->empty = "None.";
    table_begin(builder, arena, table);
}
#define BEGIN(arena, table, columns, builder)                                                      \
    begin(arena, table, columns, sizeof(columns) / sizeof((columns)[0]), builder)

static void build_spreads(const struct view_context *context, struct arena *arena,
                          struct view_table *table)
{
    static const struct view_column columns[] = {
        {.title = "Score", .kind = CELL_TEXT},
        {.title = "Spread s", .align = ALIGN_END, .kind = CELL_INTEGER},
        {.title = "SEM, 10 pieces of evidence", .align = ALIGN_END, .kind = CELL_DECIMAL},
    };
    static const char *const names[SCORE_KIND_COUNT] = {
        [SCORE_ORG_AI_R] = "Org-AI-R",
        [SCORE_V_R] = "Vᴿ",
        [SCORE_H_R] = "Hᴿ",
        [SCORE_SYNERGY] = "Synergy",
    };
    struct view_table_builder builder;
    (void)context;
    table->caption = "Spread of each score, in points, and the standard error that follows";
    BEGIN(arena, table, columns, &builder);
    for (int kind = 0; kind < SCORE_KIND_COUNT; kind++)
        table_row(&builder, (struct view_cell[]){
                                cell_text(names[kind]), cell_decimal(arena, score_sem(kind, 0), 0),
                                cell_decimal(arena, score_sem(kind, score_rho(10)), 2)});
}

static void build_bands(const struct view_context *context, struct arena *arena,
                        struct view_table *table)
{
    static const struct view_column columns[] = {
        {.title = "Name", .kind = CELL_TEXT},
        {.title = "Org-AI-R", .kind = CELL_TEXT},
    };
    static const char *const ranges[] = {"80 and more", "60 to below 80", "40 to below 60",
                                         "20 to below 40", "Below 20"};
    struct view_table_builder builder;
    (void)context;
    table->caption = "Bands of the score, and the lines for leaders and laggards";
    BEGIN(arena, table, columns, &builder);
    for (int band = BAND_EXCELLENT; band >= BAND_NASCENT; band--)
        table_row(&builder, (struct view_cell[]){cell_text(score_band_name(band)),
                                                 cell_text(ranges[BAND_EXCELLENT - band])});
    table_row(&builder, (struct view_cell[]){cell_text("Leader"), cell_text("70 and more")});
    table_row(&builder, (struct view_cell[]){cell_text("Laggard"), cell_text("Below 50")});
}

/* One parameter a row; the ranges are those of the settings. */
static void build_parameters(const struct view_context *context, struct arena *arena,
                             struct view_table *table)
{
    static const struct view_column columns[] = {
        {.title = "Parameter", .kind = CELL_TEXT},
        {.title = "Value", .align = ALIGN_END, .kind = CELL_TEXT},
        {.title = "Range", .align = ALIGN_END, .kind = CELL_TEXT},
        {.title = "Setting", .kind = CELL_TEXT},
        {.title = "Meaning", .kind = CELL_TEXT},
    };
    const struct score_parameters *in_force = context->parameters_in_force;
    struct view_table_builder builder;
    table->caption = "Parameters that every score of this site was made with";
    table->empty = "Nothing is scored.";
    BEGIN(arena, table, columns, &builder);
    if (!in_force)
        return;
    table_row(&builder, (struct view_cell[]){
                            cell_text("Set of parameters"),
                            cell_text(in_force->global_weights ? "v1.0" : "v2.0"),
                            cell_text("v1.0 or v2.0"), cell_text("PARAM_VERSION"),
                            cell_text(in_force->global_weights
                                          ? "Every sector is scored with the same global weights"
                                          : "Each sector is scored with its own weights")});
    const struct {
        const char *name;
        struct decimal value;
        int places;
        const char *range, *setting, *meaning;
    } rows[] = {
        {"α", in_force->alpha, 2, "0.55 to 0.70", "ALPHA_VR_WEIGHT", "Weight of Vᴿ against Hᴿ"},
        {"β", in_force->beta, 2, "0.08 to 0.20", "BETA_SYNERGY_WEIGHT", "Weight of Synergy"},
        {"λ", in_force->lambda, 2, "0 to 0.50", "LAMBDA_PENALTY", "Penalty for imbalance"},
        {"δ", in_force->delta, 2, "0.10 to 0.20", "DELTA_POSITION",
         "How far the position moves Hᴿ, where the sector does not say"},
        {"Review by change", in_force->change_threshold, 1, "5 to 30",
         "HITL_SCORE_CHANGE_THRESHOLD",
         "Points since the assessment before; above it a person has to look"},
        {"Review by EBITDA", in_force->ebitda_threshold, 1, "5 to 25",
         "HITL_EBITDA_PROJECTION_THRESHOLD",
         "Percent of the base projection; above it a person has to look"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        table_row(&builder,
                  (struct view_cell[]){cell_text(rows[i].name),
                                       view_decimal(arena, rows[i].value, rows[i].places),
                                       cell_text(rows[i].range), cell_text(rows[i].setting),
                                       cell_text(rows[i].meaning)});
}

static void build_weights(const struct view_context *context, struct arena *arena,
                          struct view_table *table)
{
    static const struct view_column columns[] = {
        {.title = "Dimension", .kind = CELL_TEXT},
        {.title = "Weight", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 3},
    };
    const struct score_parameters *in_force = context->parameters_in_force;
    struct view_table_builder builder;
    table->caption = "Global weight of each dimension";
    BEGIN(arena, table, columns, &builder);
    for (size_t i = 0; i < context->configs->dimension_count; i++) {
        const struct dimension *dimension = &context->configs->dimensions[i];
        struct view_cell weight = cell_missing("None");
        for (size_t j = 0; j < in_force->global_weight_count; j++)
            if (text_equal(in_force->global_weights[j].dimension_code, dimension->code))
                weight = view_decimal(arena, in_force->global_weights[j].value, 3);
        table_row(&builder, (struct view_cell[]){cell_text(dimension->name), weight});
    }
}

static void build_defaults(const struct view_context *context, struct arena *arena,
                           struct view_table *table)
{
    static const struct view_column columns[] = {
        {.title = "Calibration", .kind = CELL_TEXT},
        {.title = "Name", .kind = CELL_TEXT},
        {.title = "Default", .align = ALIGN_END, .kind = CELL_TEXT},
        {.title = "Meaning", .kind = CELL_TEXT, .wide = true},
    };
    struct view_table_builder builder;
    table->caption = "Calibrations that the rules know, with their defaults";
    BEGIN(arena, table, columns, &builder);
    for (const struct calibration_default *known = calibration_defaults; known->name; known++) {
        struct decimal value;
        bool any = score_default_of(known, context->parameters_in_force, &value);
        table_row(&builder,
                  (struct view_cell[]){cell_text(known->label), cell_text(known->name),
                                       any ? cell_text(view_decimal(arena, value, value.scale).text)
                                           : cell_missing("None"),
                                       cell_text(view_sentence(arena, known->meaning))});
    }
}

static void build_calibrations(const struct view_context *context, struct arena *arena,
                               struct view_table *table)
{
    calibrations_matrix(context, arena, table);
    table->title = NULL;
}

static void add_words(struct view_table_builder *builder, const char *const (*rows)[METHOD_WORDS])
{
    for (; (*rows)[0]; rows++)
        table_row(builder,
                  (struct view_cell[]){cell_text((*rows)[0]), cell_text((*rows)[1]),
                                       (*rows)[2] ? cell_text((*rows)[2]) : cell_missing("")});
}

static void build_decisions(const struct view_context *context, struct arena *arena,
                            struct view_table *table)
{
    static const struct view_column columns[] = {
        {.title = "Where", .kind = CELL_TEXT},
        {.title = "Decision", .kind = CELL_TEXT, .wide = true},
        {.title = "Because", .kind = CELL_TEXT, .wide = true},
    };
    struct view_table_builder builder;
    (void)context;
    table->caption = "Decisions, and the reason for each";
    BEGIN(arena, table, columns, &builder);
    add_words(&builder, method_decisions);
}

static void build_sources(const struct view_context *context, struct arena *arena,
                          struct view_table *table)
{
    static const struct view_column columns[] = {
        {.title = "Formula", .kind = CELL_TEXT},
        {.title = "Source", .kind = CELL_TEXT, .wide = true},
        {.title = "Note", .kind = CELL_TEXT, .wide = true},
    };
    struct view_table_builder builder;
    (void)context;
    table->caption = "Source of each formula";
    BEGIN(arena, table, columns, &builder);
    add_words(&builder, method_sources);
}

static void (*const tables[])(const struct view_context *, struct arena *, struct view_table *) = {
    [METHOD_TABLE_SPREADS] = build_spreads,       [METHOD_TABLE_BANDS] = build_bands,
    [METHOD_TABLE_PARAMETERS] = build_parameters, [METHOD_TABLE_WEIGHTS] = build_weights,
    [METHOD_TABLE_DEFAULTS] = build_defaults,     [METHOD_TABLE_CALIBRATIONS] = build_calibrations,
    [METHOD_TABLE_DECISIONS] = build_decisions,   [METHOD_TABLE_SOURCES] = build_sources,
};

static void build_section(const struct view_context *context, struct arena *arena,
                          const struct method_section *text, struct view_section *section)
{
    *section = (struct view_section){
        .id = text->id,
        .title = text->title,
        .paragraphs = text->paragraphs,
        .definitions = text->definitions,
    };
    while (section->paragraph_count < METHOD_PARAGRAPHS &&
           text->paragraphs[section->paragraph_count])
        section->paragraph_count++;
    while (section->definition_count < METHOD_DEFINITIONS &&
           text->definitions[section->definition_count].key)
        section->definition_count++;
    if (text->table != METHOD_TABLE_NONE)
        tables[text->table](context, arena, &section->table);
}

/* Whether the section says anything about this site. */
static bool section_applies(const struct view_context *context, const struct method_section *text)
{
    const struct score_parameters *in_force = context->parameters_in_force;
    return text->table != METHOD_TABLE_WEIGHTS || (in_force && in_force->global_weights);
}

void view_build_method(const struct view_context *context, struct arena *arena,
                       struct view_method *view)
{
    size_t count = 0;
    while (method_sections[count].id)
        count++;
    *view = (struct view_method){.sections = arena_array(arena, count, sizeof *view->sections)};
    frame_init(context, arena, "method/index.html", "method/index.html", &view->frame);
    view->frame.title = "Method";
    view->frame.description = "How the numbers on these pages are made, and why they are made so";
    frame_crumbs(arena, &view->frame,
                 &(struct view_link){.label = "Portfolio", .href = "index.html"}, 1);
    for (const struct method_section *text = method_sections; text->id; text++)
        if (section_applies(context, text))
            build_section(context, arena, text, &view->sections[view->section_count++]);
}

void view_build_not_found(const struct view_context *context, struct arena *arena,
                          struct view_not_found *view)
{
    *view = (struct view_not_found){
        .text = "This page is not part of the current release. It may have been renamed, or the "
                "organization may have left the portfolio.",
    };
    frame_init(context, arena, "404.html", "", &view->frame);
    view->frame.title = "Page not found";
    view->frame.description = "This page is not part of the current release";
}
