/* What changed, as a sheet of its own: streamed, for it is known when the other sheets are full. */
#include "view/changes.h"
#include "view/changes_list.h"
#include "view/workbook_sheets.h"

void changes_sheet(struct view_workbook *book, bool with_sector, struct arena *arena)
{
    struct view_table columns;
    view_change_columns(arena, false, with_sector, &columns);
    struct sheet_plan plan = {.name = "Changes",
                              .empty = "Changes are not known.",
                              .columns = columns.columns,
                              .column_count = columns.column_count,
                              .frozen_columns = 2,
                              .filter = true};
    struct view_table_builder builder;
    sheet_new(book, arena, &plan, &builder);
}

void view_changes_cells(const struct changes_record *record, const char *data, struct arena *arena,
                        struct view_table *rows)
{
    const struct view_change_list list = {
        .record = record, .data = data, .most = CHANGES_SHEET_ROWS};
    *rows = (struct view_table){0};
    view_change_columns(arena, false, !data, rows);
    view_change_rows(&list, arena, rows);
}
