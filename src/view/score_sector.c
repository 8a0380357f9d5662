/* The scores of a sector's organizations together. Lists of them end at LIST_PAGE_ROWS. */
#include "view/score_words.h"
#include "view/value.h"

struct sector_subject {
    const struct view_context *context;
    const struct sector *sector;
    const struct sector_standing *standing;
    const struct standing **rows; /* standing->kept; the highest score first; of equals, by name */
    struct arena *arena;
};

static struct sector_subject subject_of(const struct view_context *context,
                                        const struct sector *sector, struct arena *arena)
{
    struct sector_subject subject = {
        .context = context,
        .sector = sector,
        .standing = &context->scores->sectors[sector - context->configs->sectors],
        .arena = arena,
    };
    size_t kept = subject.standing->kept;
    subject.rows = arena_array(arena, kept, sizeof *subject.rows);
    for (size_t i = 0; i < kept; i++)
        subject.rows[i] = &context->scores->rows[subject.standing->first + i];
    if (kept > 1)
        qsort(subject.rows, kept, sizeof *subject.rows, standing_by_score);
    return subject;
}

/* ---- key figures ---- */

static size_t count_leaders(const struct sector_subject *subject)
{
    size_t leaders = 0;
    while (leaders < subject->standing->count && subject->standing->scores[leaders] >= 70)
        leaders++;
    return leaders;
}

static void build_key_figures(const struct sector_subject *subject, struct view_facts *facts)
{
    enum { MOST = 6 };
    struct arena *arena = subject->arena;
    const struct sector_standing *standing = subject->standing;
    struct view_cell assessed = cell_integer(arena, (long long)standing->count);
    assessed.note =
        standing->not_assessed > 0
            ? arena_printf(arena, "%s not assessed, not averaged",
                           counted(arena, standing->not_assessed, "organization", "organizations"))
            : "every organization";
    const struct view_fact rows[MOST] = {
        {.label = "Average Org-AI-R", .value = points_cell(arena, standing->average_org_ai_r)},
        {.label = "Average Vᴿ", .value = points_cell(arena, standing->average_v_r)},
        {.label = "Average Hᴿ", .value = points_cell(arena, standing->average_h_r)},
        {.label = "Assessed", .value = assessed},
        {.label = "Leaders", .value = cell_integer(arena, (long long)count_leaders(subject))},
        {.label = "Reviews asked for", .value = alarm_cell(arena, standing->reviews, TONE_WARNING)},
    };
    facts->rows = arena_array(arena, MOST + 1, sizeof *facts->rows);
    memcpy(facts->rows, rows, sizeof rows);
    facts->count = MOST;
    if (sector_find_calibration(subject->sector, "governance_minimum"))
        facts->rows[facts->count++] =
            (struct view_fact){.label = "Gate failures",
                               .value = alarm_cell(arena, standing->gate_failures, TONE_ERROR)};
}

/* ---- distribution ---- */

enum { BINS = 20, BIN_POINTS = 5 };

static size_t bin_of(double score)
{
    size_t bin = (size_t)(score / BIN_POINTS);
    return bin < BINS ? bin : BINS - 1; /* 100 lies in the last */
}

static void distribution_chart(const struct sector_subject *subject, struct view_histogram *chart)
{
    static struct view_band bands[] = {{"Nascent", 0, 20},
                                       {"Developing", 20, 40},
                                       {"Adequate", 40, 60},
                                       {"Good", 60, 80},
                                       {"Excellent", 80, 100}};
    struct arena *arena = subject->arena;
    double average = subject->standing->average_org_ai_r;
    *chart = (struct view_histogram){
        .title =
            arena_printf(arena, "How Org-AI-R is distributed in %s", subject->sector->group_name),
        .subtitle = counted(arena, subject->standing->count, "organization", "organizations"),
        .axis = "Org-AI-R",
        .bins = arena_array(arena, BINS, sizeof *chart->bins),
        .count = BINS,
        .bands = bands,
        .band_count = sizeof bands / sizeof bands[0],
        .marks = arena_array(arena, 1, sizeof *chart->marks),
        .mark_count = 1,
        .high = 100,
        .step = 20,
    };
    chart->marks[0] = (struct view_mark){
        average, arena_printf(arena, "average %s", number_text(arena, average, 2))};
    for (size_t i = 0; i < subject->standing->count; i++)
        chart->bins[bin_of(subject->standing->scores[i])].count++;
    for (size_t i = 0; i < BINS; i++) {
        struct view_bin *bin = &chart->bins[i];
        bin->low = (double)(i * BIN_POINTS);
        bin->high = (double)((i + 1) * BIN_POINTS);
        bin->text = cell_integer(arena, (long long)bin->count).text;
        bin->note = arena_printf(arena, "%.0f to %.0f: %s", bin->low, bin->high,
                                 counted(arena, bin->count, "organization", "organizations"));
    }
}

void view_distribution_chart(const struct view_context *context, const struct sector *sector,
                             struct arena *arena, struct view_histogram *chart)
{
    struct sector_subject subject = subject_of(context, sector, arena);
    distribution_chart(&subject, chart);
}

static const char *distribution_in_words(const struct sector_subject *subject)
{
    const struct sector_standing *standing = subject->standing;
    struct arena *arena = subject->arena;
    const char *words = "";
    for (int band = BAND_EXCELLENT; band >= BAND_NASCENT; band--)
        words = arena_printf(arena, "%s%s%s %s", words, *words ? ", " : "",
                             count_text(arena, standing->bands[band]),
                             score_band_name((enum score_band)band));
    return arena_printf(arena,
                        "Histogram of %s: %s. The average is %s, the highest %s, the lowest "
                        "%s.",
                        counted(arena, standing->count, "score", "scores"), words,
                        number_text(arena, standing->average_org_ai_r, 2),
                        number_text(arena, standing->scores[0], 2),
                        number_text(arena, standing->scores[standing->count - 1], 2));
}

static void build_distribution(const struct sector_subject *subject, struct view_figure *figure)
{
    static const struct view_column columns[] = {
        {.title = "From", .align = ALIGN_END, .kind = CELL_INTEGER},
        {.title = "To", .align = ALIGN_END, .kind = CELL_INTEGER},
        {.title = "Organizations", .align = ALIGN_END, .kind = CELL_INTEGER},
    };
    struct arena *arena = subject->arena;
    struct view_histogram chart;
    distribution_chart(subject, &chart);
    *figure = (struct view_figure){
        .id = "distribution-chart",
        .title = chart.title,
        .alt = distribution_in_words(subject),
        .svg = arena_printf(arena, "sectors/%s/distribution.svg", subject->sector->slug),
        .png = arena_printf(arena, "sectors/%s/distribution.png", subject->sector->slug),
    };
    struct view_table_builder builder;
    table_of(arena,
             &(struct table_words){
                 .caption = "Organizations by Org-AI-R: a score at a boundary counts above it"},
             COLUMNS(columns), &figure->data, &builder);
    for (size_t i = 0; i < chart.count; i++)
        if (chart.bins[i].count > 0)
            table_row(&builder,
                      (struct view_cell[]){cell_integer(arena, (long long)chart.bins[i].low),
                                           cell_integer(arena, (long long)chart.bins[i].high),
                                           cell_integer(arena, (long long)chart.bins[i].count)});
}

/* ---- lists ---- */

/* "The first 100 of 14,286; ...", or NULL where all of them are shown. */
static const char *cut_caption(struct arena *arena, const char *what, size_t shown, size_t all)
{
    if (all <= shown)
        return what;
    return arena_printf(arena,
                        "%s: the first %zu of %s, the others stand in the sector's workbook "
                        "and data",
                        what, shown, cell_integer(arena, (long long)all).text);
}

static const char ranking_caption[] =
    "Assessed organizations by Org-AI-R, with the change since the assessment before";

static void build_ranking(const struct sector_subject *subject, size_t most,
                          struct view_table *table)
{
    static const struct view_column columns[] = {
        {.title = "Rank", .align = ALIGN_END, .kind = CELL_INTEGER},
        {.title = "Organization", .kind = CELL_LINK, .wide = true},
        {.title = "Org-AI-R", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
        {.title = "Band", .kind = CELL_TEXT},
        {.title = "Change", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
        {.title = "95 % interval", .align = ALIGN_END, .kind = CELL_TEXT},
        {.title = "Assessed on", .kind = CELL_DATE},
    };
    struct arena *arena = subject->arena;
    size_t count = subject->standing->count;
    struct view_table_builder builder;
    table_of(arena,
             &(struct table_words){.title = "Ranking",
                                   .caption = cut_caption(arena, ranking_caption, most, count)},
             COLUMNS(columns), table, &builder);
    for (size_t i = 0; i < subject->standing->kept && i < most; i++) {
        const struct standing *row = subject->rows[i];
        struct view_cell score = points_cell(arena, row->org_ai_r);
        score.share = row->org_ai_r / 100;
        table_row(
            &builder,
            (struct view_cell[]){
                cell_integer(arena, (long long)row->in_sector.rank), organization_cell(arena, row),
                score, band_cell(row->band),
                row->has_change ? change_cell(arena, row->change) : cell_missing("First"),
                cell_text(arena_printf(arena, "%s to %s", number_text(arena, row->interval_low, 2),
                                       number_text(arena, row->interval_high, 2))),
                cell_date(row->assessed_on)});
    }
}

void view_sector_ranking(const struct view_context *context, const struct sector *sector,
                         size_t most, struct arena *arena, struct view_table *table)
{
    struct sector_subject subject = subject_of(context, sector, arena);
    build_ranking(&subject, most, table);
    table->caption = ranking_caption;
}

static void build_averages(const struct sector_subject *subject, struct view_table *table)
{
    static const struct view_column columns[] = {
        {.title = "Dimension", .kind = CELL_TEXT, .wide = true},
        {.title = "Weight", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 3},
        {.title = "Sector average", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
    };
    struct arena *arena = subject->arena;
    const struct config_set *configs = subject->context->configs;
    struct view_table_builder builder;
    table_of(arena,
             &(struct table_words){.title = "Averages by dimension",
                                   .caption = "Average score of each dimension over the assessed "
                                              "organizations; an imputed score counts as 50",
                                   .empty = "There are no dimensions."},
             COLUMNS(columns), table, &builder);
    for (size_t i = 0; i < configs->dimension_count; i++) {
        const struct dimension *dimension = &configs->dimensions[i];
        struct view_cell average = points_cell(arena, subject->standing->average_dimensions[i]);
        average.share = subject->standing->average_dimensions[i] / 100;
        table_row(&builder,
                  (struct view_cell[]){
                      cell_text(dimension->name),
                      view_decimal(arena, sector_weight(subject->sector, dimension->code), 3),
                      average});
    }
}

static void build_gate_failures(const struct sector_subject *subject, struct view_table *table)
{
    static const struct view_column columns[] = {
        {.title = "Organization", .kind = CELL_LINK, .wide = true},
        {.title = "AI governance", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
        {.title = "Minimum", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
        {.title = "Missing", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
        {.title = "Org-AI-R", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
    };
    struct arena *arena = subject->arena;
    const struct calibration *minimum =
        sector_find_calibration(subject->sector, "governance_minimum");
    if (!minimum)
        return;
    double least = decimal_to_double(minimum->value);
    struct view_table_builder builder;
    table_of(arena,
             &(struct table_words){
                 .title = "Gate failures",
                 .caption = cut_caption(arena,
                                        "Approval is blocked where AI governance is below "
                                        "the sector's minimum; the score does not change",
                                        LIST_PAGE_ROWS, subject->standing->gate_failures),
                 .empty = "Every assessed organization passes the governance gate."},
             COLUMNS(columns), table, &builder);
    for (size_t i = 0; i < subject->standing->kept && table->row_count < LIST_PAGE_ROWS; i++) {
        const struct standing *row = subject->rows[i];
        if (row->gate == GATE_BLOCKED)
            table_row(&builder,
                      (struct view_cell[]){
                          organization_cell(arena, row),
                          cell_toned(points_cell(arena, row->governance), TONE_ERROR),
                          points_cell(arena, least), points_cell(arena, least - row->governance),
                          points_cell(arena, row->org_ai_r)});
    }
}

static void build_reviews(const struct sector_subject *subject, struct view_table *table)
{
    static const struct view_column columns[] = {
        {.title = "Organization", .kind = CELL_LINK},
        {.title = "Org-AI-R", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
        {.title = "Why", .kind = CELL_TEXT, .wide = true},
    };
    struct arena *arena = subject->arena;
    struct view_table_builder builder;
    table_of(arena,
             &(struct table_words){
                 .title = "Reviews",
                 .caption = cut_caption(arena, "Organizations that somebody has to look at",
                                        LIST_PAGE_ROWS, subject->standing->reviews),
                 .empty = "No review is asked for."},
             COLUMNS(columns), table, &builder);
    for (size_t i = 0; i < subject->standing->kept && table->row_count < LIST_PAGE_ROWS; i++) {
        const struct standing *row = subject->rows[i];
        if (row->reviews != 0)
            table_row(
                &builder,
                (struct view_cell[]){
                    organization_cell(arena, row), points_cell(arena, row->org_ai_r),
                    cell_text(review_summary(arena, row, subject->context->parameters_in_force))});
    }
}

void view_build_sector_scores(const struct view_context *context, const struct sector *sector,
                              struct arena *arena, struct view_sector_scores *view)
{
    struct sector_subject subject = subject_of(context, sector, arena);
    *view = (struct view_sector_scores){0};
    if (!subject.standing->scored)
        view->absent = unscored_words(arena, sector);
    else if (subject.standing->count == 0)
        view->absent = "None of its organizations is assessed.";
    if (view->absent)
        return;
    build_key_figures(&subject, &view->key_figures);
    build_distribution(&subject, &view->distribution);
    build_ranking(&subject, LIST_PAGE_ROWS, &view->ranking);
    build_averages(&subject, &view->averages);
    build_gate_failures(&subject, &view->gate_failures);
    build_reviews(&subject, &view->reviews);
}
