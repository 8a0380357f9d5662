#include "render/xlsx/archive.h"

#include "base/file.h"
#include "base/text.h"

#include <stdio.h>
#include <zlib.h>

enum {
    DIRECTORY_END_BYTES = 22,
    DIRECTORY_ENTRY_BYTES = 46,
    LOCAL_HEADER_BYTES = 30,
    /* The library writes no rows, and a part is a few thousand bytes; comments may be more. */
    ARCHIVE_LIMIT = 64 << 20,
    PART_LIMIT = 64 << 20,
};

struct bytes {
    const char *at;
    size_t length;
};

static uint32_t number(const char *bytes, int count)
{
    uint32_t value = 0;
    for (int i = count; i-- > 0;)
        value = value << 8 | (unsigned char)bytes[i];
    return value;
}

/* NULL: not there. */
static const char *range(const struct bytes *file, size_t offset, size_t length)
{
    bool inside = offset <= file->length && length <= file->length - offset;
    return inside ? file->at + offset : NULL;
}

/* One entry of the directory; the offset of the next, 0: there is none. */
static size_t read_entry(struct arena *arena, const struct bytes *file, size_t offset,
                         struct part *part)
{
    const char *entry = range(file, offset, DIRECTORY_ENTRY_BYTES);
    if (!entry || memcmp(entry, "PK\1\2", 4) != 0)
        return 0;
    size_t name_length = number(entry + 28, 2);
    size_t local = number(entry + 42, 4);
    const char *name = range(file, offset + DIRECTORY_ENTRY_BYTES, name_length);
    const char *header = range(file, local, LOCAL_HEADER_BYTES);
    if (!name || !header || memcmp(header, "PK\3\4", 4) != 0)
        return 0;
    part->name = arena_strndup(arena, name, name_length);
    part->crc = number(entry + 16, 4);
    part->packed = number(entry + 20, 4);
    part->size = number(entry + 24, 4);
    part->data =
        range(file, local + LOCAL_HEADER_BYTES + number(header + 26, 2) + number(header + 28, 2),
              part->packed);
    return offset + DIRECTORY_ENTRY_BYTES + name_length + number(entry + 30, 2) +
           number(entry + 32, 2);
}

/* Where the directory is and how many parts it has. The library writes no archive comment. */
static bool find_directory(const struct bytes *file, size_t *offset, size_t *count)
{
    if (file->length < DIRECTORY_END_BYTES)
        return false;
    const char *end = file->at + file->length - DIRECTORY_END_BYTES;
    *count = number(end + 10, 2);
    *offset = number(end + 16, 4);
    return memcmp(end, "PK\5\6", 4) == 0;
}

static bool unpack(struct arena *arena, struct part *part)
{
    if (!part->data || part->size > PART_LIMIT)
        return false;
    char *text = arena_alloc(arena, part->size + 1);
    z_stream stream = {.next_in = (z_const Bytef *)(uintptr_t)part->data,
                       .avail_in = (uInt)part->packed,
                       .next_out = (Bytef *)text,
                       .avail_out = (uInt)part->size};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
        out_of_memory();
    bool whole =
        inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_in == 0 && stream.avail_out == 0;
    inflateEnd(&stream);
    part->text = text;
    return whole && crc32(0, (const Bytef *)text, (uInt)part->size) == part->crc;
}

/* Does the document end with the tag it began with? */
static bool is_closed(struct arena *arena, const struct part *part)
{
    size_t length = part->size;
    while (length > 0 && strchr(" \r\n", part->text[length - 1]))
        length--;
    const char *root = strchr(part->text, '<');
    while (root && (root[1] == '?' || root[1] == '!'))
        root = strchr(root + 1, '<');
    if (!root)
        return false;
    const char *all = arena_strndup(arena, part->text, length);
    const char *close =
        arena_printf(arena, "</%.*s>", (int)strcspn(root + 1, " \t\r\n/>"), root + 1);
    return text_ends_with(all, close) || /* or it is empty: <root .../> */
           (!strchr(root + 1, '<') && text_ends_with(all, "/>"));
}

bool archive_read(struct arena *arena, const char *path, struct archive *archive, struct error *err)
{
    char *text;
    struct bytes file;
    size_t offset;
    if (!file_read(arena, path, ARCHIVE_LIMIT, &text, &file.length, err))
        return false;
    file.at = text;
    if (!find_directory(&file, &offset, &archive->count))
        return error_set(err, ERROR_FAILED, "workbook '%s' was not written whole", path);
    archive->parts = arena_array(arena, archive->count, sizeof *archive->parts);
    for (size_t i = 0; i < archive->count; i++) {
        struct part *part = &archive->parts[i];
        offset = read_entry(arena, &file, offset, part);
        if (offset == 0)
            return error_set(err, ERROR_FAILED,
                             "workbook '%s' was not written whole: %zu of its %zu parts are listed",
                             path, i, archive->count);
        if (!unpack(arena, part) || !is_closed(arena, part))
            return error_set(err, ERROR_FAILED,
                             "workbook '%s' was not written whole: '%s' is cut short", path,
                             part->name);
    }
    return true;
}
