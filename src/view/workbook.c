#include "view/workbook.h"

#include "base/text.h"
#include "rules/validate.h"
#include "view/workbook_sheets.h"

enum { NAME_LIMIT = 31 };

/* Characters as a spreadsheet counts them: UTF-16 units. */
static size_t units_of(unsigned char lead)
{
    if ((lead & 0xC0) == 0x80)
        return 0;
    return lead >= 0xF0 ? 2 : 1;
}

/* The longest prefix of at most `limit` units. */
static size_t prefix_length(const char *text, size_t limit)
{
    size_t units = 0;
    size_t length = 0;
    for (; text[length]; length++) {
        units += units_of((unsigned char)text[length]);
        if (units > limit)
            break;
    }
    return length;
}

static bool is_edge(char c)
{
    return c == '\'' || c == ' ';
}

static char *clean_name(struct arena *arena, const char *wanted, size_t limit)
{
    while (is_edge(*wanted) || ((unsigned char)*wanted < 0x20 && *wanted))
        wanted++;
    char *name = arena_strndup(arena, wanted, prefix_length(wanted, limit));
    for (char *c = name; *c; c++)
        if (strchr("[]:*?/\\", *c))
            *c = '-';
        else if ((unsigned char)*c < 0x20 || *c == 0x7F)
            *c = ' ';
    for (size_t length = strlen(name); length > 0 && is_edge(name[length - 1]); length--)
        name[length - 1] = '\0';
    return *name ? name : arena_strdup(arena, "Sheet");
}

static bool is_taken(const char *name, const struct view_sheet *sheets, size_t count)
{
    if (text_equal_ignoring_case(name, "History"))
        return true;
    for (size_t i = 0; i < count; i++)
        if (text_equal_ignoring_case(name, sheets[i].name))
            return true;
    return false;
}

const char *view_sheet_name(struct arena *arena, const char *wanted,
                            const struct view_sheet *sheets, size_t count)
{
    char *name = clean_name(arena, wanted ? wanted : "", NAME_LIMIT);
    for (size_t number = 2; is_taken(name, sheets, count); number++) {
        const char *suffix = arena_printf(arena, " (%zu)", number);
        const char *start = clean_name(arena, wanted ? wanted : "", NAME_LIMIT - strlen(suffix));
        name = arena_printf(arena, "%s%s", start, suffix);
    }
    return name;
}

struct view_workbook *view_sector_workbook(const struct view_context *context,
                                           const struct sector *sector,
                                           const struct column_set *columns, struct arena *arena)
{
    bool valid = sector_is_valid(context->configs, sector);
    struct view_workbook *book = book_new(
        context, arena_printf(arena, "%s: %s", context->site_name, sector->group_name),
        "Sector workbook: summary, scores, weights, calibrations, parameters, organizations, "
        "changes, findings, method",
        SECTOR_SHEETS, arena);
    struct view_table_builder builder;
    sector_summary(book, context, sector, arena);
    scores_sheet(book, context, sector, arena);
    struct view_sheet *weights = weights_sheet(book, arena, false, &builder);
    weights_rows(context, sector, false, &builder);
    weights->chart = (struct view_sheet_chart){
        .label = 1,
        .value = 3,
        .places = 3,
        .title = arena_printf(arena, "Dimension weights: %s", sector->group_name),
    };
    weights->comment_column = 3;
    weights->sum_column = 3;
    weights->sum_value = decimal_to_double(sector_weights_sum(sector));
    weights->sum_places = 3;
    weights->sum_label = valid ? "Sum" : "Sum (invalid)";
    weights->tone = valid ? TONE_NONE : TONE_ERROR;
    calibrations_sheet(book, arena, false, &builder);
    calibrations_rows(context, sector, false, &builder);
    parameters_sheet(book, context, arena);
    organizations_sheet(book, arena, false, columns, columns->count);
    changes_sheet(book, false, arena);
    findings_sheet(book, context, sector, arena);
    method_sheet(book, arena);
    summary_links(book, arena);
    return book;
}

const struct view_cell *view_organization_cells(struct arena *arena,
                                                const struct column_set *columns,
                                                const struct organization *organization)
{
    struct view_cell *cells = arena_array(arena, columns->count, sizeof *cells);
    organization_cells(arena, columns, columns->count, organization, cells);
    return cells;
}
