#include "view/changes.h"

#include "base/text.h"
#include "view/changes_words.h"
#include "view/frame.h"
#include "view/value.h"

const char *view_changes_path(struct arena *arena, const char *slug)
{
    return arena_printf(arena, CHANGES_FOLDER "sectors/%s.json", slug);
}

/* "release 20261120T020000Z-1a2b3c4d of 20 November 2026": an id begins with the day. */
static const char *release_words(struct arena *arena, const char *id)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    int year, month, day;
    char rest;
    if (sscanf(id, "%4d%2d%2d%c", &year, &month, &day, &rest) != 4 || rest != 'T' || month < 1 ||
        month > 12)
        return arena_printf(arena, "release %s", id);
    return arena_printf(arena, "release %s of %d %s %d", id, day, months[month - 1], year);
}

const char *view_changes_sentence(struct arena *arena, const struct changes_record *record)
{
    if (record->before)
        return arena_printf(arena, "%s against %s.",
                            changes_none(&record->changes) ? "No changes" : "Changes",
                            release_words(arena, record->before));
    if (record->not_compared_with)
        return arena_printf(arena, "Changes are not known: %s cannot be compared with.",
                            release_words(arena, record->not_compared_with));
    return "There is no earlier release to compare with.";
}

/* What the tables of the page are made with. */
struct maker {
    const struct changes *changes;
    struct arena *arena;
    size_t most;      /* rows of a table */
    const char *data; /* where all of it is */
    bool of_sector;   /* of one sector alone */
    struct view_table_builder rows;
};

static void begin(struct maker *maker, struct view_table *table, const struct view_column *columns,
                  size_t count)
{
    table->columns = arena_array(maker->arena, count, sizeof *columns);
    table->column_count = count;
    memcpy(table->columns, columns, count * sizeof *columns);
    table_begin(&maker->rows, maker->arena, table);
}

/* The rows of a list that are shown. */
static size_t shown(const struct maker *maker, size_t count)
{
    return maker->most > 0 && count > maker->most ? maker->most : count;
}

/* Says where the others are, in a row of its own. */
static void add_rest(struct maker *maker, size_t count)
{
    const struct view_table *table = maker->rows.table;
    size_t rest = count - shown(maker, count);
    if (rest == 0)
        return;
    struct view_cell *cells = arena_array(maker->arena, table->column_count, sizeof *cells);
    for (size_t i = 0; i < table->column_count; i++)
        cells[i] = cell_missing("");
    cells[0] =
        cell_link(arena_printf(maker->arena, "and %s more in %s", count_text(maker->arena, rest),
                               maker->of_sector ? maker->data : "changes.json"),
                  maker->data);
    table_row(&maker->rows, cells);
}

static struct view_cell organization_cell(const struct maker *maker,
                                          const struct organization_key *key)
{
    return cell_link(key->name, view_organization_path(maker->arena, key->id));
}

static struct view_cell sector_cell(const struct maker *maker,
                                    const struct published_sector *sector)
{
    return cell_link(sector->name, view_sector_path(maker->arena, sector->slug));
}

/* ---- scores ---- */

static struct view_cell score_cell(const struct maker *maker, bool exists, double score)
{
    return exists ? cell_decimal(maker->arena, score, 2) : cell_missing("Not scored");
}

static struct view_cell move_cell(const struct maker *maker, const struct score_change *change)
{
    if (!change->scored_before || !change->scored_after)
        return cell_missing("");
    struct view_cell cell = cell_decimal(maker->arena, change->change, 2);
    if (change->change > 0)
        cell.text = arena_printf(maker->arena, "+%s", cell.text);
    if (change->change != 0)
        cell.tone = change->change > 0 ? TONE_GOOD : TONE_WARNING;
    return cell;
}

static struct view_cell rank_cell(const struct maker *maker, const struct score_change *change)
{
    if (change->rank_after == 0)
        return cell_missing("");
    if (change->rank_before == 0 || change->rank_before == change->rank_after)
        return cell_integer(maker->arena, change->rank_after);
    return cell_text(arena_printf(maker->arena, "%s to %s",
                                  count_text(maker->arena, (size_t)change->rank_before),
                                  count_text(maker->arena, (size_t)change->rank_after)));
}

static void build_scores(struct maker *maker, struct view_table *table)
{
    static const struct view_column columns[] = {
        {.title = "Organization", .kind = CELL_LINK},
        {.title = "Sector", .kind = CELL_LINK},
        {.title = "Before", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
        {.title = "Now", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
        {.title = "Change", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
        {.title = "Rank", .align = ALIGN_END, .kind = CELL_TEXT},
        {.title = "Cause", .kind = CELL_TEXT, .wide = true},
    };
    const struct changes *changes = maker->changes;
    *table = (struct view_table){
        .title = "Scores and ranks",
        .caption = "Org-AI-R scores and ranks in the sector that moved, the largest move first",
        .empty = "No score and no rank moved.",
    };
    begin(maker, table, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < shown(maker, changes->score_count); i++) {
        const struct score_change *change = &changes->scores[i];
        table_row(
            &maker->rows,
            (struct view_cell[]){organization_cell(maker, &change->organization),
                                 sector_cell(maker, change->organization.sector),
                                 score_cell(maker, change->scored_before, change->before),
                                 score_cell(maker, change->scored_after, change->after),
                                 move_cell(maker, change), rank_cell(maker, change),
                                 cell_text(causes_words(maker->arena, changes, &change->causes))});
    }
    add_rest(maker, changes->score_count);
}

/* ---- thresholds ---- */

static const char *threshold_label(enum threshold threshold)
{
    static const char *const labels[THRESHOLD_COUNT] = {
        "Band", "Governance gate", "Leader, 70 and more", "Laggard, below 50", "Review"};
    return labels[threshold];
}

static struct view_cell threshold_cell(const struct maker *maker,
                                       const struct threshold_change *change, const char *value)
{
    switch (change->threshold) {
    case THRESHOLD_GATE:
        if (text_equal(value, "passed"))
            return cell_text("Passed");
        return text_equal(value, "blocked") ? cell_text("Blocked") : cell_missing("No gate");
    case THRESHOLD_LEADER:
    case THRESHOLD_LAGGARD:
        return cell_text(text_equal(value, "yes") ? "Yes" : "No");
    case THRESHOLD_REVIEW:
        return value ? cell_text(view_sentence(maker->arena, value)) : cell_text("Not asked for");
    case THRESHOLD_BAND:
    case THRESHOLD_COUNT:
        break;
    }
    return cell_text_or(value, "None");
}

static void build_thresholds(struct maker *maker, struct view_table *table)
{
    static const struct view_column columns[] = {
        {.title = "Organization", .kind = CELL_LINK},
        {.title = "Sector", .kind = CELL_LINK},
        {.title = "Threshold", .kind = CELL_TEXT},
        {.title = "Before", .kind = CELL_TEXT},
        {.title = "Now", .kind = CELL_TEXT, .wide = true},
        {.title = "Cause", .kind = CELL_TEXT, .wide = true},
    };
    const struct changes *changes = maker->changes;
    *table = (struct view_table){
        .title = "Thresholds crossed",
        .caption = "Bands, governance gates, the lines of leaders and laggards, and reviews",
        .empty = "No threshold was crossed.",
    };
    begin(maker, table, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < shown(maker, changes->threshold_count); i++) {
        const struct threshold_change *change = &changes->thresholds[i];
        table_row(
            &maker->rows,
            (struct view_cell[]){organization_cell(maker, &change->organization),
                                 sector_cell(maker, change->organization.sector),
                                 cell_text(threshold_label(change->threshold)),
                                 threshold_cell(maker, change, change->before),
                                 cell_toned(threshold_cell(maker, change, change->after),
                                            change->better ? TONE_GOOD : TONE_WARNING),
                                 cell_text(causes_words(maker->arena, changes, &change->causes))});
    }
    add_rest(maker, changes->threshold_count);
}

/* ---- organizations ---- */

/* What is new to a sector may have come from another. */
static struct view_cell event_cell(const struct maker *maker, enum organization_event event)
{
    static const char *const all[ORGANIZATION_EVENT_COUNT] = {"New", "Gone", "Moved", "Changed"};
    static const char *const own[ORGANIZATION_EVENT_COUNT] = {"Joined", "Left", "Moved", "Changed"};
    const char *const *labels = maker->of_sector ? own : all;
    static const enum view_tone tones[ORGANIZATION_EVENT_COUNT] = {TONE_GOOD, TONE_WARNING,
                                                                   TONE_INFO, TONE_MUTED};
    return cell_toned(cell_text(labels[event]), tones[event]);
}

static struct view_cell event_detail(const struct maker *maker,
                                     const struct organization_change *change)
{
    if (change->event == ORGANIZATION_MOVED)
        return cell_text(arena_printf(maker->arena, "From %s to %s", change->from->name,
                                      change->organization.sector->name));
    if (change->event == ORGANIZATION_CHANGED)
        return cell_text(causes_words(maker->arena, maker->changes, &change->values));
    return cell_missing("");
}

static void build_organizations(struct maker *maker, struct view_table *table)
{
    static const struct view_column columns[] = {
        {.title = "Organization", .kind = CELL_LINK},
        {.title = "Sector", .kind = CELL_LINK},
        {.title = "Event", .kind = CELL_TEXT},
        {.title = "What changed", .kind = CELL_TEXT, .wide = true},
    };
    const struct changes *changes = maker->changes;
    *table = (struct view_table){
        .title = "Organizations",
        .caption = "Organizations that are new, gone, in another sector, or of other data",
        .empty = "The same organizations, with the same data.",
    };
    begin(maker, table, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < shown(maker, changes->organization_count); i++) {
        const struct organization_change *change = &changes->organizations[i];
        bool gone = change->event == ORGANIZATION_GONE;
        table_row(&maker->rows, (struct view_cell[]){
                                    gone ? cell_text(change->organization.name)
                                         : organization_cell(maker, &change->organization),
                                    gone ? cell_text(change->organization.sector->name)
                                         : sector_cell(maker, change->organization.sector),
                                    event_cell(maker, change->event), event_detail(maker, change)});
    }
    add_rest(maker, changes->organization_count);
}

/* ---- configuration ---- */

static struct view_cell configuration_value(const struct maker *maker,
                                            const struct configuration_change *change,
                                            const char *value)
{
    if (change->kind == CONFIGURATION_CALIBRATION)
        return value ? cell_text(value)
                     : cell_missing(calibration_words(maker->arena, change->name, NULL));
    if (change->kind == CONFIGURATION_WEIGHT)
        return cell_text_or(weight_words(maker->arena, value), "None");
    if (change->kind == CONFIGURATION_SECTOR && text_equal(change->name, "valid"))
        return cell_text(text_equal(value, "true") ? "Yes" : "No");
    return cell_text_or(value, "None");
}

static void build_configuration(struct maker *maker, struct view_table *table)
{
    static const struct view_column columns[] = {
        {.title = "What", .kind = CELL_TEXT},
        {.title = "Sector", .kind = CELL_LINK},
        {.title = "Before", .kind = CELL_TEXT},
        {.title = "Now", .kind = CELL_TEXT},
    };
    const struct changes *changes = maker->changes;
    *table = (struct view_table){
        .title = "Weights, calibrations, settings",
        .caption = "Weights, calibrations, settings and other configuration that changed",
        .empty = "No weight, no calibration and no setting changed.",
    };
    begin(maker, table, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < shown(maker, changes->configuration_count); i++) {
        const struct configuration_change *change = &changes->configuration[i];
        bool gone = !change->name && !change->after;
        table_row(&maker->rows, (struct view_cell[]){
                                    cell_text(configuration_words(maker->arena, changes, change)),
                                    !change->sector ? cell_missing("All")
                                    : gone          ? cell_text(change->sector->name)
                                                    : sector_cell(maker, change->sector),
                                    configuration_value(maker, change, change->before),
                                    configuration_value(maker, change, change->after),
                                });
    }
    add_rest(maker, changes->configuration_count);
}

/* ---- findings ---- */

/* What a closed finding was about may be gone. */
static struct view_cell subject_cell(const struct maker *maker, const struct finding_change *change)
{
    const struct finding *finding = &change->finding;
    if (!change->opened || !finding->organization_id)
        return cell_text(finding->subject);
    return cell_link(finding->subject,
                     view_organization_path(maker->arena, finding->organization_id));
}

static void build_findings(struct maker *maker, struct view_table *table)
{
    static const struct view_column columns[] = {
        {.title = "Subject", .kind = CELL_TEXT},
        {.title = "State", .kind = CELL_TEXT},
        {.title = "Severity", .kind = CELL_TEXT},
        {.title = "Finding", .kind = CELL_TEXT, .wide = true},
    };
    const struct changes *changes = maker->changes;
    *table = (struct view_table){
        .title = "Findings",
        .caption = "Findings that were opened, then those that were closed, the gravest first",
        .empty = "No finding was opened or closed.",
    };
    begin(maker, table, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < shown(maker, changes->finding_count); i++) {
        const struct finding_change *change = &changes->findings[i];
        table_row(&maker->rows, (struct view_cell[]){
                                    subject_cell(maker, change),
                                    change->opened ? cell_toned(cell_text("Opened"), TONE_WARNING)
                                                   : cell_toned(cell_text("Closed"), TONE_GOOD),
                                    severity_cell(change->finding.severity),
                                    cell_text(view_sentence(maker->arena, change->finding.message)),
                                });
    }
    add_rest(maker, changes->finding_count);
}

/* ---- the page ---- */

static struct view_cell count_cell(const struct maker *maker, size_t count)
{
    return cell_integer(maker->arena, (long long)count);
}

static void build_counts(const struct maker *maker, struct view_facts *counts)
{
    const struct changes *changes = maker->changes;
    struct arena *arena = maker->arena;
    struct view_cell findings = count_cell(maker, changes->opened_count);
    findings.note = arena_printf(arena, "%s closed",
                                 count_text(arena, changes->finding_count - changes->opened_count));
    const struct view_fact rows[] = {
        {.label = "Scores moved", .value = count_cell(maker, changes->moved_count)},
        {.label = "Thresholds crossed", .value = count_cell(maker, changes->threshold_count)},
        {.label = "New", .value = count_cell(maker, changes->by_event[ORGANIZATION_NEW])},
        {.label = "Gone", .value = count_cell(maker, changes->by_event[ORGANIZATION_GONE])},
        {.label = "Configuration", .value = count_cell(maker, changes->configuration_count)},
        {.label = "Findings opened", .value = findings},
    };
    counts->rows = arena_array(arena, sizeof rows / sizeof rows[0], sizeof rows[0]);
    counts->count = sizeof rows / sizeof rows[0];
    memcpy(counts->rows, rows, sizeof rows);
}

void view_build_changes(const struct view_context *context, const struct view_changes_input *input,
                        struct arena *arena, struct view_changes *view)
{
    struct maker maker = {
        .changes = input->changes,
        .arena = arena,
        .most = input->rows,
        .data = input->data ? input->data : CHANGES_DATA,
        .of_sector = input->data != NULL,
    };
    *view = (struct view_changes){.baseline = input->baseline};
    if (context) {
        frame_init(context, arena, CHANGES_PAGE, CHANGES_PAGE, &view->frame);
        view->frame.title = "Changes";
        view->frame.description = "What differs from an earlier release, and why";
        frame_crumbs(arena, &view->frame,
                     &(struct view_link){.label = "Portfolio", .href = "index.html"}, 1);
    }
    if (!input->changes)
        return;
    static const struct view_link data = {.label = "Data", .note = "JSON", .href = CHANGES_DATA};
    view->downloads = &data;
    view->download_count = context ? 1 : 0;
    build_counts(&maker, &view->counts);
    build_scores(&maker, &view->scores);
    build_thresholds(&maker, &view->thresholds);
    build_organizations(&maker, &view->organizations);
    build_configuration(&maker, &view->configuration);
    build_findings(&maker, &view->findings);
}
