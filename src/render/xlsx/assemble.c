#include "render/xlsx/assemble.h"

#include "base/text.h"

#include <errno.h>
#include <stdio.h>

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define RELATIONSHIPS                                                                              \
    XML_HEAD "<Relationships "                                                                     \
             "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
#define RELATIONSHIPS_END "</Relationships>"

enum { PIECES = 5 };

/* Text of the library, cut where ours goes between; deflated. */
static void cut(struct squeeze *piece, const char *folder, const char *from, const char *to)
{
    squeeze_init(piece, folder);
    squeeze_add(piece, from, (size_t)(to - from));
}

/* A part: library, ours, library [, ours, library]. */
static bool add_pieces(struct package *package, const char *name, struct squeeze *const *pieces,
                       size_t count)
{
    bool ok = true;
    for (size_t i = 0; i < count; i += 2)
        ok = squeeze_end(pieces[i], i + 1 == count) && ok;
    if (ok)
        package_add(package, name, (const struct squeeze *const *)pieces, count);
    for (size_t i = 0; i < count; i += 2)
        squeeze_release(pieces[i]);
    return ok;
}

static bool add_sheet(struct package *package, const struct assembly *assembly,
                      const struct part *part, struct sheet *sheet)
{
    const char *rows = strstr(part->text, "</sheetData>");
    const char *links = rows ? strstr(rows, "<pageMargins") : NULL;
    const char *end = part->text + part->size;
    if (!links)
        return false;
    struct squeeze before, between, after;
    cut(&before, assembly->folder, part->text, rows);
    if (sheet->links.count == 0) {
        cut(&after, assembly->folder, rows, end);
        struct squeeze *const pieces[] = {&before, &sheet->out.out, &after};
        return add_pieces(package, part->name, pieces, PIECES - 2);
    }
    cut(&between, assembly->folder, rows, links);
    squeeze_add(&between, "<hyperlinks>", strlen("<hyperlinks>"));
    squeeze_init(&after, assembly->folder);
    squeeze_add(&after, "</hyperlinks>", strlen("</hyperlinks>"));
    squeeze_add(&after, links, (size_t)(end - links));
    struct squeeze *const pieces[PIECES] = {&before, &sheet->out.out, &between, &sheet->links.cells,
                                            &after};
    return add_pieces(package, part->name, pieces, PIECES);
}

/* Where the links lead. The library's own relationships of the sheet, if it has any, come first. */
static bool add_targets(struct package *package, const struct assembly *assembly, const char *name,
                        const struct part *part, struct sheet *sheet)
{
    const char *text = part ? part->text : RELATIONSHIPS;
    const char *end = part ? strstr(text, RELATIONSHIPS_END) : text + strlen(text);
    if (!end)
        return false;
    struct squeeze before, after;
    cut(&before, assembly->folder, text, end);
    cut(&after, assembly->folder, RELATIONSHIPS_END, RELATIONSHIPS_END + strlen(RELATIONSHIPS_END));
    struct squeeze *const pieces[] = {&before, &sheet->links.targets, &after};
    return add_pieces(package, name, pieces, PIECES - 2);
}

static const struct part *find_part(const struct archive *archive, const char *name)
{
    for (size_t i = 0; i < archive->count; i++)
        if (text_equal(archive->parts[i].name, name))
            return &archive->parts[i];
    return NULL;
}

/* Sheets are numbered from 1 in the names of their parts. */
static bool add_sheets(struct package *package, const struct assembly *assembly,
                       const struct archive *archive)
{
    for (size_t i = 0; i < assembly->sheet_count; i++) {
        char name[64];
        struct sheet *sheet = &assembly->sheets[i];
        snprintf(name, sizeof name, "xl/worksheets/sheet%zu.xml", i + 1);
        const struct part *part = find_part(archive, name);
        if (!part || !add_sheet(package, assembly, part, sheet))
            return false;
        snprintf(name, sizeof name, "xl/worksheets/_rels/sheet%zu.xml.rels", i + 1);
        part = find_part(archive, name);
        if (sheet->links.outside > 0) {
            if (!add_targets(package, assembly, name, part, sheet))
                return false;
        } else if (part)
            package_copy(package, part);
    }
    return true;
}

bool assemble(const struct assembly *assembly, const struct archive *archive)
{
    struct package package;
    if (!package_begin(&package, assembly->path))
        return false;
    for (size_t i = 0; i < archive->count; i++)
        if (!text_starts_with(archive->parts[i].name, "xl/worksheets/"))
            package_copy(&package, &archive->parts[i]);
    errno = 0;
    bool ok = add_sheets(&package, assembly, archive);
    int reason = errno;
    bool written = package_end(&package);
    if (written)
        errno = reason;
    return ok && written;
}
