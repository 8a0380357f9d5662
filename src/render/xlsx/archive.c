#include "render/xlsx/archive.h"

#include "base/text.h"

#include <stdio.h>
#include <zlib.h>

enum {
    DIRECTORY_END_BYTES = 22,
    DIRECTORY_ENTRY_BYTES = 46,
    LOCAL_HEADER_BYTES = 30,
    NAME_BYTES = 256,
    CHUNK = 64 * 1024,
    TAIL = 64,
};

/* One part: what the directory says of it. */
struct part {
    char name[NAME_BYTES];
    uint32_t crc, packed, size, offset;
    uint64_t next; /* offset of the next directory entry */
};

/* A tag looked for in a stream. "<" stands only where a tag begins, so a match that fails starts
 * afresh. */
struct marker {
    const char *text;
    size_t matched;
    uint64_t end; /* offset after it; 0: not seen yet */
};

/* What is learned while a part streams past. */
struct reading {
    unsigned long crc;
    uint64_t size;
    char head[256]; /* the first bytes, terminated */
    size_t head_length;
    char tail[TAIL + 1]; /* the last bytes, terminated */
    size_t tail_length;
    uint64_t row_bytes; /* 0: not a sheet */
    struct marker begin, close;
};

static uint32_t number(const unsigned char *bytes, int count)
{
    uint32_t value = 0;
    for (int i = count; i-- > 0;)
        value = value << 8 | bytes[i];
    return value;
}

static bool read_at(FILE *file, uint64_t offset, void *bytes, size_t length)
{
    return fseeko(file, (off_t)offset, SEEK_SET) == 0 && fread(bytes, 1, length, file) == length;
}

/* Where the directory is and how many parts it has. The library writes no archive comment. */
static bool find_directory(FILE *file, uint64_t *offset, size_t *count)
{
    unsigned char end[DIRECTORY_END_BYTES];
    if (fseeko(file, -(off_t)sizeof end, SEEK_END) != 0 ||
        fread(end, 1, sizeof end, file) != sizeof end || memcmp(end, "PK\5\6", 4) != 0)
        return false;
    *count = number(end + 10, 2);
    *offset = number(end + 16, 4);
    return true;
}

static bool read_part(FILE *file, uint64_t offset, struct part *part)
{
    unsigned char entry[DIRECTORY_ENTRY_BYTES];
    if (!read_at(file, offset, entry, sizeof entry) || memcmp(entry, "PK\1\2", 4) != 0)
        return false;
    size_t length = number(entry + 28, 2);
    if (length >= NAME_BYTES || fread(part->name, 1, length, file) != length)
        return false;
    part->name[length] = '\0';
    part->crc = number(entry + 16, 4);
    part->packed = number(entry + 20, 4);
    part->size = number(entry + 24, 4);
    part->offset = number(entry + 42, 4);
    part->next = offset + sizeof entry + length + number(entry + 30, 2) + number(entry + 32, 2);
    return true;
}

static void look_for(struct marker *marker, const char *bytes, size_t length, uint64_t offset)
{
    for (size_t i = 0; i < length && marker->end == 0; i++) {
        if (bytes[i] != marker->text[marker->matched])
            marker->matched = 0;
        if (bytes[i] == marker->text[marker->matched])
            marker->matched++;
        if (!marker->text[marker->matched])
            marker->end = offset + i + 1;
    }
}

/* The rows are not looked at: where they must end is known once they begin. */
static void follow_rows(struct reading *reading, const char *bytes, size_t length)
{
    look_for(&reading->begin, bytes, length, reading->size);
    if (reading->begin.end == 0)
        return;
    uint64_t rows_end = reading->begin.end + reading->row_bytes;
    size_t skip = rows_end > reading->size ? (size_t)(rows_end - reading->size) : 0;
    if (skip < length)
        look_for(&reading->close, bytes + skip, length - skip, reading->size + skip);
}

static void keep_ends(struct reading *reading, const char *bytes, size_t length)
{
    size_t room = sizeof reading->head - 1 - reading->head_length;
    size_t first = length < room ? length : room;
    memcpy(reading->head + reading->head_length, bytes, first);
    reading->head_length += first;
    size_t keep = length < TAIL ? TAIL - length : 0;
    if (keep > reading->tail_length)
        keep = reading->tail_length;
    size_t fresh = length < TAIL ? length : TAIL;
    memmove(reading->tail, reading->tail + reading->tail_length - keep, keep);
    memcpy(reading->tail + keep, bytes + length - fresh, fresh);
    reading->tail_length = keep + fresh;
}

static void take(struct reading *reading, const char *bytes, size_t length)
{
    reading->crc = crc32(reading->crc, (const Bytef *)bytes, (uInt)length);
    keep_ends(reading, bytes, length);
    if (reading->row_bytes > 0)
        follow_rows(reading, bytes, length);
    reading->size += length;
}

/* Unpacks what follows the local header. */
static bool unpack(FILE *file, uint64_t packed, struct reading *reading)
{
    char in[CHUNK / 4];
    char out[CHUNK];
    z_stream stream = {0};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
        return false;
    int status = Z_OK;
    while (status == Z_OK) {
        if (stream.avail_in == 0 && packed > 0) {
            size_t want = packed < sizeof in ? (size_t)packed : sizeof in;
            if (fread(in, 1, want, file) != want)
                break;
            stream.next_in = (Bytef *)in;
            stream.avail_in = (uInt)want;
            packed -= want;
        }
        stream.next_out = (Bytef *)out;
        stream.avail_out = sizeof out;
        status = inflate(&stream, Z_NO_FLUSH);
        take(reading, out, sizeof out - stream.avail_out);
    }
    bool complete = status == Z_STREAM_END && packed == 0 && stream.avail_in == 0;
    inflateEnd(&stream);
    return complete;
}

/* Does the document end with the tag it began with? */
static bool is_closed(struct reading *reading)
{
    while (reading->tail_length > 0 && strchr(" \r\n", reading->tail[reading->tail_length - 1]))
        reading->tail[--reading->tail_length] = '\0';
    const char *root = strchr(reading->head, '<');
    while (root && (root[1] == '?' || root[1] == '!'))
        root = strchr(root + 1, '<');
    if (!root)
        return false;
    char close[TAIL];
    int length = (int)strcspn(root + 1, " \t\r\n/>");
    if (length > TAIL - 4)
        return false;
    snprintf(close, sizeof close, "</%.*s>", length, root + 1);
    return text_ends_with(reading->tail, close) || /* or it is empty: <root .../> */
           (!strchr(root + 1, '<') && text_ends_with(reading->tail, "/>"));
}

static uint64_t rows_of(const char *name, const uint64_t *row_bytes, size_t sheet_count)
{
    for (size_t i = 0; i < sheet_count; i++) {
        char expected[64];
        snprintf(expected, sizeof expected, "xl/worksheets/sheet%zu.xml", i + 1);
        if (text_equal(name, expected))
            return row_bytes[i];
    }
    return 0;
}

static bool part_is_whole(FILE *file, const struct part *part, uint64_t row_bytes)
{
    unsigned char header[LOCAL_HEADER_BYTES];
    struct reading reading = {
        .row_bytes = row_bytes, .begin.text = "<sheetData>", .close.text = "</sheetData>"};
    if (!read_at(file, part->offset, header, sizeof header) || memcmp(header, "PK\3\4", 4) != 0)
        return false;
    uint64_t data = part->offset + sizeof header + number(header + 26, 2) + number(header + 28, 2);
    if (fseeko(file, (off_t)data, SEEK_SET) != 0 || !unpack(file, part->packed, &reading))
        return false;
    if (row_bytes > 0 &&
        reading.close.end != reading.begin.end + row_bytes + strlen(reading.close.text))
        return false;
    return reading.size == part->size && reading.crc == part->crc && is_closed(&reading);
}

static bool check_parts(FILE *file, const char *path, const uint64_t *row_bytes, size_t sheet_count,
                        struct error *err)
{
    uint64_t offset;
    size_t count;
    if (!find_directory(file, &offset, &count))
        return error_set(err, ERROR_FAILED, "workbook '%s' was not written whole", path);
    for (size_t i = 0, sheets = 0; i < count; i++) {
        struct part part;
        if (!read_part(file, offset, &part))
            return error_set(err, ERROR_FAILED, "workbook '%s' was not written whole", path);
        uint64_t rows = rows_of(part.name, row_bytes, sheet_count);
        if (!part_is_whole(file, &part, rows))
            return error_set(err, ERROR_FAILED,
                             "workbook '%s' was not written whole: '%s' is cut short", path,
                             part.name);
        sheets += rows > 0;
        if (i + 1 == count && sheets != sheet_count)
            return error_set(err, ERROR_FAILED, "workbook '%s' has %zu of its %zu sheets", path,
                             sheets, sheet_count);
        offset = part.next;
    }
    return true;
}

bool archive_is_whole(const char *path, const uint64_t *row_bytes, size_t sheet_count,
                      struct error *err)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return error_set_errno(err, ERROR_FAILED, "cannot read workbook '%s' back", path);
    bool ok = check_parts(file, path, row_bytes, sheet_count, err);
    fclose(file);
    return ok;
}
