/* What the workbooks of one sector and of the portfolio share. */
#ifndef VIEW_WORKBOOK_SHEETS_H
#define VIEW_WORKBOOK_SHEETS_H

#include "view/workbook.h"

/* An empty workbook with room for `capacity` sheets and its properties set. */
struct view_workbook *book_new(const struct view_context *context, const char *title,
                               const char *subject, size_t capacity, struct arena *arena);

/* What a sheet begins with. `columns` are copied. */
struct sheet_plan {
    const char *name;
    const char *empty;
    const struct view_column *columns;
    size_t column_count;
    int frozen_columns;
    bool filter;
};
/* The next sheet; `builder` adds its static rows. */
struct view_sheet *sheet_new(struct view_workbook *book, struct arena *arena,
                             const struct sheet_plan *plan, struct view_table_builder *builder);

/* Sheets whose rows begin with the sector's name when `with_sector` is set. */
struct view_sheet *weights_sheet(struct view_workbook *book, struct arena *arena, bool with_sector,
                                 struct view_table_builder *builder);
void weights_rows(const struct config_set *configs, const struct sector *sector, bool with_sector,
                  struct view_table_builder *builder);
struct view_sheet *calibrations_sheet(struct view_workbook *book, struct arena *arena,
                                      bool with_sector, struct view_table_builder *builder);
void calibrations_rows(const struct sector *sector, bool with_sector,
                       struct view_table_builder *builder);
/* `only`: findings of this sector, NULL: all. */
void findings_sheet(struct view_workbook *book, const struct view_context *context,
                    const struct sector *only, struct arena *arena);
/* `count` columns of the set, from the first. */
void organizations_sheet(struct view_workbook *book, struct arena *arena, bool with_sector,
                         const struct column_set *columns, size_t count);

#endif
