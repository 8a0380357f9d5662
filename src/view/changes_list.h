/* What changed as one list, for a sheet of a workbook and for paper. Its cells are those of the
 * page of changes, so that all of them say the same. */
#ifndef VIEW_CHANGES_LIST_H
#define VIEW_CHANGES_LIST_H

#include "model/change.h"
#include "view/component.h"

struct view_change_list {
    const struct changes_record *record;
    const char *data; /* of one sector: where all of it is; NULL: the whole fund */
    bool paper;       /* fewer columns, ranks that moved alone left out */
    size_t most;      /* a sheet: rows of each kind; paper: of all together */
};

/* The columns, without rows: those of a list of all sectors name the sector. */
void view_change_columns(struct arena *arena, bool paper, bool with_sector,
                         struct view_table *table);

/* The rows in the order of the page. A sheet's first row says what was compared, and what does not
 * fit is counted in a last row of its kind; on paper each kind has its share, and what one leaves
 * the others take. */
void view_change_rows(const struct view_change_list *list, struct arena *arena,
                      struct view_table *table);

/* What paper could show: all but ranks that moved alone. */
size_t view_change_total(const struct changes *changes);

#endif
