#include "view/frame.h"

#include "base/text.h"
#include "rules/validate.h"
#include "view/value.h"

/* The last is for pages without a menu of sectors. */
static const struct view_link navigation[] = {
    {.label = "Portfolio", .href = "index.html"},
    {.label = "Compare", .href = "compare/index.html"},
    {.label = "Findings", .href = "findings/index.html"},
    {.label = "Changes", .href = "changes/index.html"},
    {.label = "Method", .href = "method/index.html"},
    {.label = "Sectors", .href = "index.html#sectors"},
};
enum { LINKS = sizeof navigation / sizeof navigation[0] };

static const char *root_of(struct arena *arena, const char *path)
{
    size_t depth = 0;
    for (const char *c = path; *c; c++)
        depth += *c == '/';
    char *root = arena_alloc(arena, 3 * depth + 1);
    for (size_t i = 0; i < depth; i++)
        memcpy(root + 3 * i, "../", 3);
    return root;
}

void frame_init_lean(const struct view_context *context, struct arena *arena, const char *path,
                     struct view_frame *frame)
{
    *frame = (struct view_frame){
        .path = path,
        .root = root_of(arena, path),
        .site_name = context->site_name,
        .as_of = context->as_of,
        .parameters = context->parameters,
        .navigation = arena_array(arena, LINKS, sizeof(struct view_link)),
        .navigation_count = LINKS,
    };
    memcpy(frame->navigation, navigation, sizeof navigation);
}

void frame_init(const struct view_context *context, struct arena *arena, const char *path,
                const char *section, struct view_frame *frame)
{
    frame_init_lean(context, arena, path, frame);
    frame->navigation_count--;
    for (size_t i = 0; i < frame->navigation_count; i++)
        frame->navigation[i].current = text_equal(navigation[i].href, section);
    frame->sector_count = context->configs->sector_count;
    frame->sectors = arena_array(arena, frame->sector_count, sizeof(struct view_link));
    for (size_t i = 0; i < frame->sector_count; i++) {
        const struct sector *sector = &context->configs->sectors[i];
        const char *href = view_sector_path(arena, sector->slug);
        frame->sectors[i] = (struct view_link){
            .label = sector->group_name,
            .href = href,
            .current = text_equal(href, section) || text_equal(href, path),
        };
    }
}

void frame_crumbs(struct arena *arena, struct view_frame *frame, const struct view_link *crumbs,
                  size_t count)
{
    frame->crumbs = arena_array(arena, count, sizeof *crumbs);
    memcpy(frame->crumbs, crumbs, count * sizeof *crumbs);
    frame->crumb_count = count;
}

/* V^R and H^R, as they are typed, become Vᴿ and Hᴿ, as these pages write them. */
static char *with_symbols(struct arena *arena, char *text)
{
    for (char *caret = strstr(text, "^R"); caret; caret = strstr(caret, "^R")) {
        bool symbol = caret > text && (caret[-1] == 'V' || caret[-1] == 'H');
        size_t before = (size_t)(caret - text);
        if (symbol)
            text = arena_printf(arena, "%.*sᴿ%s", (int)before, text, caret + 2);
        caret = text + before + (symbol ? 0 : 2);
    }
    return text;
}

const char *view_sentence(struct arena *arena, const char *text)
{
    size_t length = strlen(text);
    bool ended = length > 0 && strchr(".!?", text[length - 1]) != NULL;
    char *sentence = with_symbols(arena, arena_printf(arena, "%s%s", text, ended ? "" : "."));
    if (*sentence >= 'a' && *sentence <= 'z')
        *sentence = (char)(*sentence - 'a' + 'A');
    return sentence;
}

struct view_cell status_cell(struct arena *arena, const char *status)
{
    if (text_is_blank(status))
        return cell_missing("Not stated");
    char *text = arena_strdup(arena, status);
    if (*text >= 'a' && *text <= 'z')
        *text = (char)(*text - 'a' + 'A');
    return cell_toned(cell_text(text), text_equal(status, "active") ? TONE_GOOD : TONE_MUTED);
}

struct view_cell usd_cell(struct arena *arena, struct decimal amount)
{
    double value = decimal_to_double(amount);
    struct view_cell cell = cell_decimal(arena, value, 0);
    /* From what would be rounded up to the next word. */
    if (value >= 999.95e6)
        cell.text = arena_printf(arena, "USD %s billion", cell_decimal(arena, value / 1e9, 1).text);
    else if (value >= 999999.5)
        cell.text = arena_printf(arena, "USD %s million", cell_decimal(arena, value / 1e6, 1).text);
    else
        cell.text = arena_printf(arena, "USD %s", cell.text);
    return cell;
}

struct view_cell usd_millions_cell(struct arena *arena, struct decimal millions)
{
    struct decimal amount = millions;
    for (int i = 0; i < 6; i++) {
        if (amount.scale > 0)
            amount.scale--;
        else if (__builtin_mul_overflow(amount.units, 10, &amount.units))
            return view_decimal(arena, millions, 0);
    }
    return usd_cell(arena, amount);
}

struct view_cell severity_cell(enum severity severity)
{
    static const char *const labels[SEVERITY_COUNT] = {"Error", "Warning", "Info"};
    static const enum view_tone tones[SEVERITY_COUNT] = {TONE_ERROR, TONE_WARNING, TONE_INFO};
    return cell_toned(cell_text(labels[severity]), tones[severity]);
}

enum { FINDINGS_COLUMNS = 4 }; /* most */

void findings_table(struct arena *arena, enum findings_scope scope, struct view_table *table,
                    struct view_table_builder *builder)
{
    static const struct view_column severity = {.title = "Severity", .kind = CELL_TEXT};
    static const struct view_column sector = {.title = "Sector", .kind = CELL_TEXT};
    static const struct view_column subject = {.title = "Subject", .kind = CELL_TEXT};
    static const struct view_column message = {.title = "Finding", .kind = CELL_TEXT, .wide = true};
    *table = (struct view_table){
        .caption = "Findings, the gravest first",
        .columns = arena_array(arena, FINDINGS_COLUMNS, sizeof *table->columns),
        .empty = "Nothing was found: every check passed.",
    };
    table->columns[table->column_count++] = severity;
    if (scope == FINDINGS_OF_ALL)
        table->columns[table->column_count++] = sector;
    if (scope != FINDINGS_OF_ORGANIZATION)
        table->columns[table->column_count++] = subject;
    table->columns[table->column_count++] = message;
    table_begin(builder, arena, table);
}

static struct view_cell subject_cell(struct arena *arena, const struct finding *finding,
                                     const struct sector *sector)
{
    if (finding->organization_id)
        return cell_link(finding->subject, view_organization_path(arena, finding->organization_id));
    if (sector)
        return cell_link(finding->subject, view_sector_path(arena, sector->slug));
    return cell_text(finding->subject);
}

void findings_row(const struct view_context *context, enum findings_scope scope,
                  struct view_table_builder *builder, const struct finding *finding)
{
    struct arena *arena = builder->arena;
    const struct sector *sector =
        finding->focus_group_id ? config_find_sector(context->configs, finding->focus_group_id)
                                : NULL;
    struct view_cell cells[FINDINGS_COLUMNS];
    size_t count = 0;
    cells[count++] = severity_cell(finding->severity);
    if (scope == FINDINGS_OF_ALL)
        cells[count++] = sector
                             ? cell_link(sector->group_name, view_sector_path(arena, sector->slug))
                             : cell_missing("All");
    if (scope != FINDINGS_OF_ORGANIZATION)
        cells[count++] = subject_cell(arena, finding, sector);
    cells[count++] = cell_text(view_sentence(arena, finding->message));
    table_row(builder, cells);
}

/* What is wrong with the sector's weights, from its own findings. */
static const char *invalid_reason(const struct view_context *context, struct arena *arena,
                                  const struct sector *sector)
{
    const char *reason = "";
    for (size_t i = 0; i < context->findings->count; i++) {
        const struct finding *finding = &context->findings->rows[i];
        if (finding->severity == SEVERITY_ERROR && !finding->organization_id &&
            text_equal(finding->focus_group_id, sector->focus_group_id))
            reason = arena_printf(arena, "%s%s ", reason, view_sentence(arena, finding->message));
    }
    return *reason ? reason : "Its weights do not pass validation. ";
}

struct view_banner invalid_banner(const struct view_context *context, struct arena *arena,
                                  const struct sector *sector)
{
    return (struct view_banner){
        .tone = TONE_ERROR,
        .title = arena_printf(arena, "The weights of %s are invalid", sector->group_name),
        .text = arena_printf(arena,
                             "%sThe sector is left out of comparisons and of the fund, and its "
                             "organizations have no scores. Do not use its numbers.",
                             invalid_reason(context, arena, sector)),
    };
}

struct view_banner *invalid_banners(const struct view_context *context, struct arena *arena,
                                    size_t *count)
{
    const struct config_set *configs = context->configs;
    struct view_banner *banners = arena_array(arena, configs->sector_count, sizeof *banners);
    *count = 0;
    for (size_t i = 0; i < configs->sector_count; i++)
        if (!sector_is_valid(configs, &configs->sectors[i]))
            banners[(*count)++] = invalid_banner(context, arena, &configs->sectors[i]);
    return banners;
}

size_t view_page_count(size_t rows)
{
    return rows < LIST_PAGED_FROM ? 1 : (rows + LIST_PAGE_ROWS - 1) / LIST_PAGE_ROWS;
}

/* Links to the first, the last and the pages around this one. */
static void add_links(struct arena *arena, struct view_pager *pager,
                      const char *(*path_of)(struct arena *, const void *, size_t),
                      const void *subject)
{
    pager->links = arena_array(arena, 7, sizeof *pager->links);
    for (size_t page = 1; page <= pager->pages; page++) {
        bool near = page + 2 >= pager->page && page <= pager->page + 2;
        if (page != 1 && page != pager->pages && !near)
            continue;
        pager->links[pager->link_count++] = (struct view_link){
            .label = count_text(arena, page),
            .href = path_of(arena, subject, page),
            .current = page == pager->page,
        };
    }
}

void pager_init(struct arena *arena, size_t rows, size_t page,
                const char *(*path_of)(struct arena *, const void *, size_t), const void *subject,
                struct view_pager *pager)
{
    *pager = (struct view_pager){
        .page = page,
        .pages = view_page_count(rows),
        .first = rows > 0 ? (page - 1) * LIST_PAGE_ROWS + 1 : 0,
        .last = page == view_page_count(rows) ? rows : page * LIST_PAGE_ROWS,
        .total = rows,
    };
    pager->text = arena_printf(arena, "Rows %s to %s of %s", count_text(arena, pager->first),
                               count_text(arena, pager->last), count_text(arena, rows));
    if (page > 1)
        pager->previous = path_of(arena, subject, page - 1);
    if (page < pager->pages)
        pager->next = path_of(arena, subject, page + 1);
    if (pager->pages > 1)
        add_links(arena, pager, path_of, subject);
}
