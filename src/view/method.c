#include "base/text.h"
#include "view/frame.h"

struct section_text {
    const char *id;
    const char *title;
    const char *paragraphs[4];
};

static const struct section_text sections[] = {
    {"snapshot",
     "One moment",
     {"Everything on these pages was read from one consistent snapshot of the database. Either the "
      "whole site is from that moment, or the previous site still stands.",
      "The same data gives the same files, byte for byte, so a number on paper can be made again "
      "years later."}},
    {"weights",
     "Weights",
     {"Each sector gives every dimension a weight between 0 and 1, with three decimals. Weights "
      "are "
      "added exactly, as decimals.",
      "Weights are valid when every dimension has one and their sum differs from 1 by less than "
      "0.001. A sum of 0.999 or 1.001 is therefore invalid.",
      "A sector with invalid weights is published with a banner, and is left out of comparisons."}},
    {"effective-dating",
     "Which rows count",
     {"Weights and calibrations are dated. A row counts from its first day up to, but not on, the "
      "day it ends. When two rows count for the same key, the later one is used and a finding says "
      "so."}},
    {"calibrations",
     "Calibrations and defaults",
     {"A sector that does not set a calibration uses the default below; its page marks the value "
      "as "
      "a default."}},
    {"missing",
     "What is missing",
     {"A value that nobody stated is shown as missing. It is never counted as zero, and averages "
      "and totals say how many stated it."}},
    {"findings",
     "Findings",
     {"An error makes a number wrong. A warning says that something is missing or doubtful. "
      "Information is good to know and needs no action."}},
};
enum { SECTION_COUNT = sizeof sections / sizeof sections[0] };

static void build_defaults(struct arena *arena, struct view_table *table)
{
    static const struct view_column columns[] = {
        {.title = "Parameter", .kind = CELL_TEXT},
        {.title = "Name", .kind = CELL_TEXT},
        {.title = "Default", .align = ALIGN_END, .kind = CELL_TEXT},
        {.title = "Meaning", .kind = CELL_TEXT, .wide = true},
    };
    *table = (struct view_table){
        .caption = "Calibrations that the rules know, with their defaults",
        .columns = arena_array(arena, 4, sizeof columns[0]),
        .column_count = 4,
        .empty = "None.",
    };
    memcpy(table->columns, columns, sizeof columns);
    struct view_table_builder builder;
    table_begin(&builder, arena, table);
    for (const struct calibration_default *known = calibration_defaults; known->name; known++)
        table_row(&builder,
                  (struct view_cell[]){cell_text(known->label), cell_text(known->name),
                                       known->default_value ? cell_text(known->default_value)
                                                            : cell_missing("None"),
                                       cell_text(view_sentence(arena, known->meaning))});
}

void view_build_method(const struct view_context *context, struct arena *arena,
                       struct view_method *view)
{
    *view = (struct view_method){
        .sections = arena_array(arena, SECTION_COUNT, sizeof *view->sections),
        .section_count = SECTION_COUNT,
    };
    frame_init(context, arena, "method/index.html", "method/index.html", &view->frame);
    view->frame.title = "Method";
    view->frame.description = "How the numbers on these pages are made";
    frame_crumbs(arena, &view->frame,
                 &(struct view_link){.label = "Portfolio", .href = "index.html"}, 1);
    for (size_t i = 0; i < SECTION_COUNT; i++) {
        struct view_section *section = &view->sections[i];
        *section = (struct view_section){.id = sections[i].id, .title = sections[i].title};
        section->paragraphs = arena_array(arena, 4, sizeof *section->paragraphs);
        while (section->paragraph_count < 4 && sections[i].paragraphs[section->paragraph_count]) {
            section->paragraphs[section->paragraph_count] =
                sections[i].paragraphs[section->paragraph_count];
            section->paragraph_count++;
        }
        if (text_equal(section->id, "calibrations"))
            build_defaults(arena, &section->table);
    }
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
