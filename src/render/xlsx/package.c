/* Archives as a workbook needs them: parts deflated before, dated 1 January 1980. */
#include "render/xlsx/archive.h"

#include <errno.h>

enum {
    VERSION = 20, /* the first that deflates */
    DEFLATED = 8,
    /* 1 January 1980, 0:00, as MS-DOS writes it: the first day an archive knows. */
    DOS_DATE = 1 << 5 | 1,
    MOST_PARTS = 0xFFFF,
};

static const uint64_t most_bytes = 0xFFFFFFFF;

/* What both headers of a part say. */
struct entry {
    const char *name;
    uint32_t crc;
    uint64_t packed, size;
};

static void add_number(struct strbuf *out, uint64_t value, int bytes)
{
    for (; bytes > 0; bytes--, value >>= 8)
        strbuf_addch(out, (char)(value & 0xFF));
}

static void add_fields(struct strbuf *out, const struct entry *entry)
{
    add_number(out, VERSION, 2);
    add_number(out, 0, 2); /* flags */
    add_number(out, DEFLATED, 2);
    add_number(out, 0, 2); /* time */
    add_number(out, DOS_DATE, 2);
    add_number(out, entry->crc, 4);
    add_number(out, entry->packed, 4);
    add_number(out, entry->size, 4);
    add_number(out, strlen(entry->name), 2);
    add_number(out, 0, 2); /* extra field */
}

static void add_to_directory(struct package *package, const struct entry *entry)
{
    struct strbuf *out = &package->directory;
    strbuf_addstr(out, "PK\1\2");
    add_number(out, VERSION, 2); /* made by */
    add_fields(out, entry);
    add_number(out, 0, 2); /* comment */
    add_number(out, 0, 2); /* disk */
    add_number(out, 0, 2); /* attributes: a file */
    add_number(out, 0, 4);
    add_number(out, package->length, 4);
    strbuf_addstr(out, entry->name);
}

static void write_bytes(struct package *package, const char *bytes, size_t length)
{
    if (package->reason == 0 && fwrite(bytes, 1, length, package->file) != length)
        package->reason = errno ? errno : EIO;
    package->length += length;
}

static void begin_part(struct package *package, const struct entry *entry)
{
    struct strbuf header;
    strbuf_init(&header);
    if (package->length > most_bytes || entry->size > most_bytes || entry->packed > most_bytes ||
        package->count == MOST_PARTS)
        package->full = true;
    add_to_directory(package, entry);
    package->count++;
    strbuf_addstr(&header, "PK\3\4");
    add_fields(&header, entry);
    strbuf_addstr(&header, entry->name);
    write_bytes(package, header.text, header.length);
    strbuf_release(&header);
}

bool package_begin(struct package *package, const char *path)
{
    *package = (struct package){.file = fopen(path, "we")};
    strbuf_init(&package->directory);
    return package->file != NULL;
}

void package_copy(struct package *package, const struct part *part)
{
    const struct entry entry = {part->name, part->crc, part->packed, part->size};
    begin_part(package, &entry);
    write_bytes(package, part->data, part->packed);
}

void package_add(struct package *package, const char *name, const struct squeeze *const *pieces,
                 size_t count)
{
    struct entry entry = {.name = name, .crc = (uint32_t)crc32(0, NULL, 0)};
    for (size_t i = 0; i < count; i++) {
        entry.crc = (uint32_t)crc32_combine(entry.crc, pieces[i]->crc, (z_off_t)pieces[i]->bytes);
        entry.packed += squeeze_packed(pieces[i]);
        entry.size += pieces[i]->bytes;
    }
    begin_part(package, &entry);
    for (size_t i = 0; i < count && package->reason == 0; i++)
        if (!squeeze_copy(pieces[i], package->file))
            package->reason = errno ? errno : EIO;
    package->length += entry.packed;
}

static void add_end(struct package *package)
{
    uint64_t start = package->length;
    uint64_t bytes = package->directory.length;
    struct strbuf *out = &package->directory;
    strbuf_addstr(out, "PK\5\6");
    add_number(out, 0, 4); /* disks */
    add_number(out, package->count, 2);
    add_number(out, package->count, 2);
    add_number(out, bytes, 4);
    add_number(out, start, 4);
    add_number(out, 0, 2); /* comment */
    write_bytes(package, out->text, out->length);
    if (start > most_bytes)
        package->full = true;
}

bool package_end(struct package *package)
{
    add_end(package);
    if (fclose(package->file) != 0 && package->reason == 0)
        package->reason = errno ? errno : EIO;
    strbuf_release(&package->directory);
    errno = package->reason;
    return package->reason == 0 && !package->full;
}
