#include "base/text.h"
#include "view/frame.h"
#include "view/value.h"

static const char *listing_page_path(struct arena *arena, const void *sector, size_t page)
{
    return view_listing_path(arena, ((const struct sector *)sector)->slug, page);
}

static size_t organization_count(const struct view_context *context, const struct sector *sector)
{
    if (!context->totals)
        return 0;
    return (size_t)context->totals[sector - context->configs->sectors].organizations;
}

void listing_pager(const struct view_context *context, const struct sector *sector, size_t page,
                   struct arena *arena, struct view_pager *pager)
{
    pager_init(arena, organization_count(context, sector), page, listing_page_path, sector, pager);
}

const char *view_listing_path(struct arena *arena, const char *slug, size_t page)
{
    if (page == 1)
        return view_sector_path(arena, slug);
    return arena_printf(arena, "sectors/%s/organizations-%zu.html", slug, page);
}

void view_build_listing(const struct view_context *context, const struct sector *sector,
                        const struct view_table *organizations, size_t page, struct arena *arena,
                        struct view_listing *view)
{
    const char *home = view_sector_path(arena, sector->slug);
    *view = (struct view_listing){.organizations = *organizations};
    frame_init(context, arena, view_listing_path(arena, sector->slug, page), home, &view->frame);
    view->frame.title =
        arena_printf(arena, "%s: organizations, page %zu", sector->group_name, page);
    view->frame.description =
        arena_printf(arena, "Organizations of %s, page %zu", sector->group_name, page);
    frame_crumbs(arena, &view->frame,
                 (const struct view_link[]){{.label = "Portfolio", .href = "index.html"},
                                            {.label = sector->group_name, .href = home}},
                 2);
    listing_pager(context, sector, page, arena, &view->pager);
}

void view_listing_table(struct arena *arena, const struct sector *sector, struct view_table *table)
{
    static const struct view_column columns[LISTING_COLUMNS] = {
        {.title = "Organization", .kind = CELL_LINK, .wide = true},
        {.title = "Ticker", .kind = CELL_TEXT},
        {.title = "Headquarters", .kind = CELL_TEXT},
        {.title = "Employees", .align = ALIGN_END, .kind = CELL_INTEGER},
        {.title = "Revenue", .unit = "USD", .align = ALIGN_END, .kind = CELL_DECIMAL},
        {.title = "Attributes known", .align = ALIGN_END, .kind = CELL_TEXT},
        {.title = "Status", .kind = CELL_TEXT},
    };
    *table = (struct view_table){
        .title = "Organizations",
        .caption = arena_printf(arena, "Organizations of %s by legal name", sector->group_name),
        .columns = arena_array(arena, LISTING_COLUMNS, sizeof columns[0]),
        .column_count = LISTING_COLUMNS,
        .empty = "No organization belongs to this sector.",
    };
    memcpy(table->columns, columns, sizeof columns);
}

static struct view_cell named_value(struct arena *arena, const struct column_set *columns,
                                    const struct organization *organization, const char *name)
{
    for (size_t i = 0; i < columns->count; i++)
        if (text_equal(columns->columns[i].name, name))
            return view_value(arena, &columns->columns[i], organization->values[i]);
    return cell_missing("Not stated");
}

static struct view_cell headquarters(struct arena *arena, const struct column_set *columns,
                                     const struct organization *organization)
{
    const char *city = organization_value(organization, columns, "headquarters_city");
    const char *country = organization_value(organization, columns, "headquarters_country");
    if (text_is_blank(city) || text_is_blank(country))
        return cell_text(text_is_blank(city) ? country : city);
    return cell_text(arena_printf(arena, "%s, %s", city, country));
}

void view_listing_row(struct arena *arena, const struct column_set *columns,
                      const struct organization *organization,
                      struct view_cell cells[LISTING_COLUMNS])
{
    size_t attributes = columns->count - columns->attribute_start;
    cells[0] =
        cell_link(organization_name(organization), view_organization_path(arena, organization->id));
    cells[1] = cell_text(organization_value(organization, columns, "ticker_symbol"));
    cells[2] = headquarters(arena, columns, organization);
    cells[3] = named_value(arena, columns, organization, "employee_count");
    cells[4] = named_value(arena, columns, organization, "annual_revenue_usd");
    cells[5] = organization->has_attributes
                   ? cell_text(arena_printf(arena, "%zu of %zu",
                                            organization_known_attributes(organization, columns),
                                            attributes))
                   : cell_missing("None");
    cells[6] = status_cell(arena, organization->status);
}
