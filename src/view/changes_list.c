#include "view/changes_list.h"

#include "view/changes.h"

enum { KIND_SCORE, KIND_THRESHOLD, KIND_ORGANIZATION, KIND_CONFIGURATION, KIND_FINDING, KINDS };

enum {
    COLUMN_KIND,
    COLUMN_ORGANIZATION,
    COLUMN_SECTOR,
    COLUMN_WHAT,
    COLUMN_BEFORE,
    COLUMN_NOW,
    COLUMN_CHANGE,
    COLUMN_RANK,
    COLUMN_WHY,
    COLUMNS
};

static bool is_shown(size_t column, bool paper, bool with_sector)
{
    if (column == COLUMN_SECTOR)
        return with_sector;
    return !paper || (column != COLUMN_KIND && column != COLUMN_CHANGE && column != COLUMN_RANK);
}

void view_change_columns(struct arena *arena, bool paper, bool with_sector,
                         struct view_table *table)
{
    static const struct view_column columns[COLUMNS] = {
        {.title = "Kind", .kind = CELL_TEXT},
        {.title = "Organization", .kind = CELL_LINK},
        {.title = "Sector", .kind = CELL_LINK},
        {.title = "What", .kind = CELL_TEXT},
        {.title = "Before", .align = ALIGN_END, .kind = CELL_TEXT},
        {.title = "Now", .align = ALIGN_END, .kind = CELL_TEXT},
        {.title = "Change", .align = ALIGN_END, .kind = CELL_DECIMAL, .places = 2},
        {.title = "Rank", .align = ALIGN_END, .kind = CELL_TEXT},
        {.title = "Why", .kind = CELL_TEXT, .wide = true},
    };
    table->columns = arena_array(arena, COLUMNS, sizeof *columns);
    table->column_count = 0;
    for (size_t i = 0; i < COLUMNS; i++)
        if (is_shown(i, paper, with_sector))
            table->columns[table->column_count++] = columns[i];
}

struct maker {
    const struct view_change_list *list;
    struct view_table_builder rows;
};

static void add_row(struct maker *maker, const struct view_cell cells[COLUMNS])
{
    struct view_cell shown[COLUMNS];
    size_t count = 0;
    for (size_t i = 0; i < COLUMNS; i++)
        if (is_shown(i, maker->list->paper, !maker->list->data))
            shown[count++] = cells[i];
    table_row(&maker->rows, shown);
}

static void clear(struct view_cell cells[COLUMNS])
{
    for (size_t i = 0; i < COLUMNS; i++)
        cells[i] = cell_missing("");
}

/* A row of the page's table of this kind. */
static void place(const struct maker *maker, size_t kind, const struct view_cell *row,
                  struct view_cell cells[COLUMNS])
{
    static const char *const names[KINDS] = {"Score", "Threshold", "Organization", "Configuration",
                                             "Finding"};
    /* Where a cell of the page goes, column by column of the page's table. */
    static const int places[KINDS][COLUMNS] = {
        {COLUMN_ORGANIZATION, COLUMN_SECTOR, COLUMN_BEFORE, COLUMN_NOW, COLUMN_CHANGE, COLUMN_RANK,
         COLUMN_WHY, -1},
        {COLUMN_ORGANIZATION, COLUMN_SECTOR, COLUMN_WHAT, COLUMN_BEFORE, COLUMN_NOW, COLUMN_WHY,
         -1},
        {COLUMN_ORGANIZATION, COLUMN_SECTOR, COLUMN_WHAT, COLUMN_WHY, -1},
        {COLUMN_WHAT, COLUMN_SECTOR, COLUMN_BEFORE, COLUMN_NOW, -1},
        {COLUMN_ORGANIZATION, COLUMN_WHAT, COLUMN_NOW, COLUMN_WHY, -1},
    };
    clear(cells);
    cells[COLUMN_KIND] = cell_text(names[kind]);
    for (size_t i = 0; places[kind][i] >= 0; i++)
        cells[places[kind][i]] = row[i];
    /* Without a column for it, whom it concerns stands where the organization does. */
    if (kind == KIND_CONFIGURATION && maker->list->data)
        cells[COLUMN_ORGANIZATION] = cells[COLUMN_SECTOR];
    else if (kind == KIND_CONFIGURATION)
        cells[COLUMN_ORGANIZATION] = cell_missing(maker->list->paper ? "Configuration" : "");
}

static void add_change(struct maker *maker, size_t kind, size_t index, const struct view_cell *row)
{
    struct view_cell cells[COLUMNS];
    place(maker, kind, row, cells);
    if (kind == KIND_SCORE) {
        bool moved = index < maker->list->record->changes.moved_count;
        cells[COLUMN_KIND] = cell_text(moved ? "Score" : "Rank");
        cells[COLUMN_WHAT] = cell_text(moved ? "Org-AI-R" : "Rank in the sector");
    }
    add_row(maker, cells);
}

/* The first cell of the page's row says it all. */
static void add_rest(struct maker *maker, size_t kind, const struct view_cell *row)
{
    struct view_cell cells[COLUMNS];
    place(maker, kind, row, cells);
    struct view_cell rest = row[0];
    cells[COLUMN_WHAT] = cells[COLUMN_ORGANIZATION] = cell_missing("");
    cells[COLUMN_WHY] = rest;
    add_row(maker, cells);
}

static void add_sentence(struct maker *maker)
{
    struct view_cell cells[COLUMNS];
    clear(cells);
    cells[COLUMN_KIND] = cell_text("Comparison");
    cells[COLUMN_WHY] = cell_text(view_changes_sentence(maker->rows.arena, maker->list->record));
    add_row(maker, cells);
}

static void counts_of(const struct changes *changes, size_t counts[KINDS])
{
    counts[KIND_SCORE] = changes->score_count;
    counts[KIND_THRESHOLD] = changes->threshold_count;
    counts[KIND_ORGANIZATION] = changes->organization_count;
    counts[KIND_CONFIGURATION] = changes->configuration_count;
    counts[KIND_FINDING] = changes->finding_count;
}

size_t view_change_total(const struct changes *changes)
{
    return changes->moved_count + changes->threshold_count + changes->organization_count +
           changes->configuration_count + changes->finding_count;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* How many rows of each kind paper shows: shares of twenty, then what others leave. */
static void share_out(size_t most, const size_t counts[KINDS], size_t shown[KINDS])
{
    static const size_t shares[KINDS] = {6, 6, 3, 3, 2};
    size_t left = most;
    for (size_t i = 0; i < KINDS; i++) {
        shown[i] = least(least(counts[i], shares[i] * most / 20), left);
        left -= shown[i];
    }
    for (size_t i = 0; i < KINDS; i++) {
        size_t more = least(counts[i] - shown[i], left);
        shown[i] += more;
        left -= more;
    }
}

/* The page's tables, in the order of KIND_... */
static void page_tables(const struct view_change_list *list, struct arena *arena,
                        struct view_changes *view, const struct view_table *tables[KINDS])
{
    struct view_changes_input input = {
        .changes = list->record->before ? &list->record->changes : NULL,
        .rows = list->most,
        .data = list->data,
    };
    view_build_changes(NULL, &input, arena, view);
    tables[KIND_SCORE] = &view->scores;
    tables[KIND_THRESHOLD] = &view->thresholds;
    tables[KIND_ORGANIZATION] = &view->organizations;
    tables[KIND_CONFIGURATION] = &view->configuration;
    tables[KIND_FINDING] = &view->findings;
}

void view_change_rows(const struct view_change_list *list, struct arena *arena,
                      struct view_table *table)
{
    struct maker maker = {.list = list};
    struct view_changes *view = arena_alloc(arena, sizeof *view);
    const struct view_table *tables[KINDS];
    size_t counts[KINDS];
    size_t shown[KINDS];
    page_tables(list, arena, view, tables);
    counts_of(&list->record->changes, counts);
    table_begin(&maker.rows, arena, table);
    if (list->paper) {
        counts[KIND_SCORE] = list->record->changes.moved_count;
        share_out(list->most, counts, shown);
    } else {
        add_sentence(&maker);
    }
    for (size_t kind = 0; kind < KINDS; kind++) {
        const struct view_table *rows = tables[kind];
        size_t most = list->paper ? shown[kind] : least(list->most, counts[kind]);
        for (size_t i = 0; i < least(rows->row_count, most); i++)
            add_change(&maker, kind, i, &rows->cells[i * rows->column_count]);
        if (!list->paper && rows->row_count > most)
            add_rest(&maker, kind, &rows->cells[most * rows->column_count]);
    }
}
