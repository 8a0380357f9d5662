/* What changed, on paper: the most important of it, and where the others stand. */
#include "view/changes.h"
#include "view/changes_list.h"
#include "view/handout_parts.h"

enum { MOST = 20 };

void add_no_changes(struct handout *handout, const struct changes_record *record)
{
    if (record && view_change_total(&record->changes) == 0)
        add_paragraph(handout, view_changes_sentence(handout->arena, record));
}

void add_changes(struct handout *handout, const struct changes_record *record, const char *data,
                 const char *workbook)
{
    struct arena *arena = handout->arena;
    if (!record || view_change_total(&record->changes) == 0)
        return;
    const struct view_change_list list = {
        .record = record, .data = data, .paper = true, .most = MOST};
    struct view_table *table = arena_alloc(arena, sizeof *table);
    *table = (struct view_table){.caption = "The largest changes of each kind"};
    view_change_columns(arena, true, !data, table);
    view_change_rows(&list, arena, table);
    add_heading(handout, 2, "What changed");
    add_paragraph(handout, view_changes_sentence(arena, record));
    handout_add(handout, (struct handout_block){.kind = HANDOUT_TABLE, .table = table});
    size_t total = view_change_total(&record->changes);
    if (total > table->row_count)
        add_paragraph(handout,
                      arena_printf(arena,
                                   "%zu of %s changes are shown, the largest of each kind; the "
                                   "others stand on the sheet Changes of %s and in %s.",
                                   table->row_count, cell_integer(arena, (long long)total).text,
                                   workbook ? workbook : "the workbook",
                                   data ? data : CHANGES_DATA));
}
