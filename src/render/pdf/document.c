#include "render/pdf/document.h"

#include <time.h>

struct pdf_document document_begin(const struct pdf_plan *plan, struct pdf_file *file)
{
    return (struct pdf_document){
        .plan = plan,
        .file = file,
        .pages = pdf_file_reserve(file, 1),
        .first_page = pdf_file_reserve(file, (unsigned)plan->page_count),
    };
}

void document_add_destination(const struct pdf_document *document, const struct pdf_place *place,
                              struct strbuf *out)
{
    enum { ABOVE = 12 };
    double y = place->y > ABOVE ? place->y - ABOVE : 0;
    strbuf_addstr(out, "/Dest[");
    pdf_add_reference(out, document->first_page + (unsigned)place->page);
    strbuf_addstr(out, "/XYZ 0 ");
    pdf_add_number(out, document->plan->sheet.height - y);
    strbuf_addstr(out, " 0]");
}

void document_add_page(const struct pdf_document *document, size_t number,
                       const struct strbuf *content, const struct strbuf *links)
{
    unsigned stream = pdf_file_reserve(document->file, 1);
    pdf_file_stream(document->file, stream, "", content);
    struct strbuf *out = pdf_file_object(document->file, document->first_page + (unsigned)number);
    strbuf_addf(out, "<</Type/Page/Parent %u 0 R/Contents %u 0 R/StructParents %zu/Tabs/S",
                document->pages, stream, number);
    if (links->length > 0) {
        strbuf_addstr(out, "/Annots[");
        strbuf_add(out, links->text, links->length);
        strbuf_addch(out, ']');
    }
    strbuf_addstr(out, ">>");
}

static bool write_pages(const struct pdf_document *document, const struct pdf_fonts *fonts)
{
    const struct pdf_sheet *sheet = &document->plan->sheet;
    struct strbuf resources;
    strbuf_init(&resources);
    bool done = pdf_fonts_write(fonts, document->file, &resources);
    struct strbuf *out = pdf_file_object(document->file, document->pages);
    strbuf_addstr(out, "<</Type/Pages/MediaBox[0 0 ");
    pdf_add_number(out, sheet->width);
    strbuf_addch(out, ' ');
    pdf_add_number(out, sheet->height);
    strbuf_addstr(out, "]/Resources<<");
    strbuf_add(out, resources.text, resources.length);
    strbuf_addf(out, ">>/Count %zu/Kids[", document->plan->page_count);
    for (size_t i = 0; i < document->plan->page_count; i++) {
        pdf_add_reference(out, document->first_page + (unsigned)i);
        strbuf_addch(out, ' ');
    }
    strbuf_addstr(out, "]>>");
    strbuf_release(&resources);
    return done;
}

/* ---- outline ---- */

/* Places of the first two levels in their order; a level that is left out belongs to the one
 * above. */
struct branch {
    const struct pdf_place *place;
    size_t parent, before, after; /* 0: the root, none */
    size_t first, last, count;    /* below it */
};

struct outline {
    struct branch *branches; /* the first is the root */
    size_t count;
};

static void add_branch(struct outline *outline, const struct pdf_place *place, size_t parent)
{
    size_t added = outline->count++;
    struct branch *branches = outline->branches;
    branches[added] = (struct branch){.place = place, .parent = parent};
    struct branch *above = &branches[parent];
    if (above->last > 0) {
        branches[added].before = above->last;
        branches[above->last].after = added;
    } else {
        above->first = added;
    }
    above->last = added;
    above->count++;
}

static struct outline outline_of(const struct pdf_plan *plan)
{
    struct outline outline = {
        arena_array(plan->arena, plan->place_count + 1, sizeof *outline.branches), 1};
    size_t section = 0;
    for (size_t i = 0; i < plan->place_count; i++) {
        const struct pdf_place *place = &plan->places[i];
        if (!place->outline || place->level > 2)
            continue;
        add_branch(&outline, place, place->level > 1 ? section : 0);
        if (place->level == 1)
            section = outline.count - 1;
    }
    return outline;
}

static void put_branch(struct strbuf *out, const char *entry, size_t branch, unsigned root)
{
    if (branch > 0)
        strbuf_addf(out, "/%s %u 0 R", entry, root + (unsigned)branch);
}

/* Sections are seen, what is below them is closed. */
static unsigned write_outline(const struct pdf_document *document)
{
    struct outline outline = outline_of(document->plan);
    if (outline.count == 1)
        return 0;
    unsigned root = pdf_file_reserve(document->file, (unsigned)outline.count);
    for (size_t i = 0; i < outline.count; i++) {
        const struct branch *branch = &outline.branches[i];
        struct strbuf *out = pdf_file_object(document->file, root + (unsigned)i);
        strbuf_addstr(out, i == 0 ? "<</Type/Outlines" : "<</Title");
        if (i > 0) {
            const char *title = branch->place->outline;
            pdf_add_text(out, title, strlen(title));
            strbuf_addf(out, "/Parent %u 0 R", root + (unsigned)branch->parent);
            document_add_destination(document, branch->place, out);
            strbuf_addstr(out, branch->place->level == 1 ? "/F 2" : ""); /* bold */
        }
        put_branch(out, "Prev", branch->before, root);
        put_branch(out, "Next", branch->after, root);
        put_branch(out, "First", branch->first, root);
        put_branch(out, "Last", branch->last, root);
        if (branch->count > 0)
            strbuf_addf(out, "/Count %s%zu", i == 0 ? "" : "-", branch->count);
        strbuf_addstr(out, ">>");
    }
    return root;
}

/* ---- metadata ---- */

static const char *when(const struct pdf_plan *plan)
{
    time_t created = (time_t)plan->handout->created;
    struct tm broken;
    char text[32];
    gmtime_r(&created, &broken);
    strftime(text, sizeof text, "D:%Y%m%d%H%M%SZ", &broken);
    return arena_strdup(plan->arena, text);
}

static unsigned write_information(const struct pdf_document *document)
{
    const struct handout *handout = document->plan->handout;
    struct arena *arena = document->plan->arena;
    const char *created = when(document->plan);
    const struct {
        const char *key;
        const char *text;
    } rows[] = {
        {"Title", arena_printf(arena, "%s: %s", handout->site_name, handout->title)},
        {"Author", handout->site_name},
        {"Subject", handout->subject ? handout->subject : ""},
        {"Keywords", arena_printf(arena, "%s, %s, content %s", handout->as_of, handout->parameters,
                                  handout->content_id)},
        {"Creator", "orgair"},
        {"Producer", "orgair"},
        {"CreationDate", created},
        {"ModDate", created},
    };
    unsigned id = pdf_file_reserve(document->file, 1);
    struct strbuf *out = pdf_file_object(document->file, id);
    strbuf_addstr(out, "<<");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        strbuf_addf(out, "/%s", rows[i].key);
        pdf_add_text(out, rows[i].text, strlen(rows[i].text));
    }
    strbuf_addstr(out, ">>");
    return id;
}

bool document_end(const struct pdf_document *document, const struct pdf_fonts *fonts,
                  unsigned structure)
{
    struct pdf_file *file = document->file;
    bool done = write_pages(document, fonts);
    unsigned outline = write_outline(document);
    unsigned information = write_information(document);
    unsigned catalog = pdf_file_reserve(file, 1);
    struct strbuf *out = pdf_file_object(file, catalog);
    strbuf_addf(out, "<</Type/Catalog/Pages %u 0 R", document->pages);
    if (outline > 0)
        strbuf_addf(out, "/Outlines %u 0 R", outline);
    strbuf_addf(out,
                "/StructTreeRoot %u 0 R/MarkInfo<</Marked true>>/Lang(en)"
                "/ViewerPreferences<</DisplayDocTitle true>>>>",
                structure);
    pdf_file_end(file, catalog, information);
    return done;
}
