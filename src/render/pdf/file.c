#include "render/pdf/file.h"

#include <stdbool.h>
#include <string.h>
#include <zlib.h>

/* Whoever looks for one object unpacks as many. */
enum { PACKED = 250, LEVEL = 4 };

/* Where an object is: in the stream `pack` at place `at`, or for itself at the offset `at`. */
struct object {
    unsigned pack; /* 0: for itself */
    size_t at;
};

struct pdf_file {
    struct arena *arena;
    struct strbuf *out;
    size_t start; /* of the file in `out` */
    struct object *objects;
    size_t count; /* the first number is 1 */
    size_t capacity;
    unsigned pack; /* that is being filled, 0: none is */
    unsigned packed;
    struct strbuf heads, bodies; /* of the pack */
    z_stream deflate;
};

static void close_file(void *pointer)
{
    struct pdf_file *file = pointer;
    strbuf_release(&file->heads);
    strbuf_release(&file->bodies);
    deflateEnd(&file->deflate);
}

struct pdf_file *pdf_file_begin(struct arena *arena, struct strbuf *out)
{
    struct pdf_file *file = arena_alloc(arena, sizeof *file);
    *file = (struct pdf_file){.arena = arena, .out = out, .start = out->length, .count = 1};
    strbuf_init(&file->heads);
    strbuf_init(&file->bodies);
    if (deflateInit(&file->deflate, LEVEL) != Z_OK)
        out_of_memory();
    arena_defer(arena, close_file, file);
    strbuf_addstr(out, "%PDF-1.7\n%\xb5\xed\xae\xfb\n");
    return file;
}

unsigned pdf_file_reserve(struct pdf_file *file, unsigned count)
{
    unsigned first = (unsigned)file->count;
    file->objects = arena_grow(file->arena, file->objects, &file->capacity, file->count + count,
                               sizeof *file->objects);
    file->count += count;
    return first;
}

/* ---- pieces ---- */

void pdf_add_integer(struct strbuf *out, long value)
{
    char digits[24];
    char *at = digits + sizeof digits;
    unsigned long left = value < 0 ? 0UL - (unsigned long)value : (unsigned long)value;
    do
        *--at = (char)('0' + left % 10);
    while (left /= 10);
    if (value < 0)
        *--at = '-';
    strbuf_add(out, at, (size_t)(digits + sizeof digits - at));
}

void pdf_add_number(struct strbuf *out, double value)
{
    const double largest = 1e9; /* of a drawing; also for NaN */
    double bounded = value > -largest && value < largest ? value : largest;
    long units = (long)(bounded * 100 + (bounded < 0 ? -0.5 : 0.5));
    long rest = units < 0 ? -units : units;
    if (units < 0)
        strbuf_addch(out, '-');
    pdf_add_integer(out, rest / 100);
    rest %= 100;
    if (rest == 0)
        return;
    char decimals[] = {'.', (char)('0' + rest / 10), (char)('0' + rest % 10)};
    strbuf_add(out, decimals, rest % 10 > 0 ? 3 : 2);
}

void pdf_add_reference(struct strbuf *out, unsigned id)
{
    pdf_add_integer(out, id);
    strbuf_add(out, " 0 R", 4);
}

void pdf_add_hex(struct strbuf *out, unsigned value)
{
    static const char hex[] = "0123456789abcdef";
    char digits[] = {hex[value >> 12 & 15], hex[value >> 8 & 15], hex[value >> 4 & 15],
                     hex[value & 15]};
    strbuf_add(out, digits, sizeof digits);
}

/* Steps over one character; what is no UTF-8 gives some other one. */
static uint32_t next_character(const char **at, const char *end)
{
    unsigned char lead = (unsigned char)*(*at)++;
    int more = lead < 0xc0 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    uint32_t character = more == 0 ? lead : lead & (0x3fU >> more);
    for (; more > 0 && *at < end; more--)
        character = character << 6 | (unsigned char)(*(*at)++ & 0x3f);
    return character & 0x1fffff;
}

void pdf_add_utf16(struct strbuf *out, const char *text, size_t length)
{
    for (const char *end = text + length; text < end;) {
        uint32_t character = next_character(&text, end);
        if (character >= 0x10000) {
            pdf_add_hex(out, 0xd800 + ((character - 0x10000) >> 10));
            character = 0xdc00 + ((character - 0x10000) & 0x3ff);
        }
        pdf_add_hex(out, character);
    }
}

static bool is_ascii(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] < 0x20 || text[i] > 0x7e)
            return false;
    return true;
}

void pdf_add_text(struct strbuf *out, const char *text, size_t length)
{
    if (!is_ascii(text, length)) {
        strbuf_addstr(out, "<feff");
        pdf_add_utf16(out, text, length);
        strbuf_addch(out, '>');
        return;
    }
    strbuf_addch(out, '(');
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '(' || text[i] == ')' || text[i] == '\\')
            strbuf_addch(out, '\\');
        strbuf_addch(out, text[i]);
    }
    strbuf_addch(out, ')');
}

/* ---- streams ---- */

static void deflate_bytes(struct pdf_file *file, const struct strbuf *bytes, struct strbuf *packed)
{
    z_stream *stream = &file->deflate;
    deflateReset(stream);
    size_t bound = deflateBound(stream, bytes->length);
    char *room = malloc(bound);
    if (!room)
        out_of_memory();
    stream->next_in = (Bytef *)bytes->text;
    stream->avail_in = (uInt)bytes->length;
    stream->next_out = (Bytef *)room;
    stream->avail_out = (uInt)bound;
    deflate(stream, Z_FINISH);
    strbuf_add(packed, room, bound - stream->avail_out);
    free(room);
}

static void put_stream(struct pdf_file *file, unsigned id, const char *entries,
                       const struct strbuf *bytes)
{
    struct strbuf packed;
    strbuf_init(&packed);
    deflate_bytes(file, bytes, &packed);
    file->objects[id] = (struct object){0, file->out->length - file->start};
    pdf_add_integer(file->out, id);
    strbuf_addstr(file->out, " 0 obj\n<<");
    strbuf_addstr(file->out, entries);
    strbuf_addstr(file->out, "/Filter/FlateDecode/Length ");
    pdf_add_integer(file->out, (long)packed.length);
    strbuf_addstr(file->out, ">>\nstream\n");
    strbuf_add(file->out, packed.text, packed.length);
    strbuf_addstr(file->out, "\nendstream\nendobj\n");
    strbuf_release(&packed);
}

void pdf_file_stream(struct pdf_file *file, unsigned id, const char *entries,
                     const struct strbuf *bytes)
{
    put_stream(file, id, entries, bytes);
}

/* ---- packs ---- */

static void end_pack(struct pdf_file *file)
{
    if (file->pack == 0)
        return;
    char *entries =
        arena_printf(file->arena, "/Type/ObjStm/N %u/First %zu", file->packed, file->heads.length);
    strbuf_add(&file->heads, file->bodies.text, file->bodies.length);
    put_stream(file, file->pack, entries, &file->heads);
    strbuf_reset(&file->heads);
    strbuf_reset(&file->bodies);
    file->pack = file->packed = 0;
}

struct strbuf *pdf_file_object(struct pdf_file *file, unsigned id)
{
    if (file->packed == PACKED)
        end_pack(file);
    if (file->pack == 0)
        file->pack = pdf_file_reserve(file, 1);
    else
        strbuf_addch(&file->bodies, '\n');
    file->objects[id] = (struct object){file->pack, file->packed++};
    pdf_add_integer(&file->heads, id);
    strbuf_addch(&file->heads, ' ');
    pdf_add_integer(&file->heads, (long)file->bodies.length);
    strbuf_addch(&file->heads, ' ');
    return &file->bodies;
}

/* ---- the table ---- */

/* A type of one byte, a field of four, one of two: where, and the place in its pack. */
static void add_entry(struct strbuf *table, const struct object *object)
{
    size_t where = object->pack > 0 ? object->pack : object->at;
    size_t place = object->pack > 0 ? object->at : 0;
    unsigned char entry[7] = {
        object->pack > 0 ? 2 : 1,    (unsigned char)(where >> 24), (unsigned char)(where >> 16),
        (unsigned char)(where >> 8), (unsigned char)where,         (unsigned char)(place >> 8),
        (unsigned char)place,
    };
    strbuf_add(table, entry, sizeof entry);
}

void pdf_file_end(struct pdf_file *file, unsigned catalog, unsigned information)
{
    end_pack(file);
    unsigned id = pdf_file_reserve(file, 1);
    size_t offset = file->out->length - file->start;
    file->objects[id] = (struct object){0, offset};
    struct strbuf table;
    strbuf_init(&table);
    strbuf_add(&table, "\0\0\0\0\0\xff\xff", 7); /* of the free list, which is empty */
    for (size_t i = 1; i < file->count; i++)
        add_entry(&table, &file->objects[i]);
    put_stream(file, id,
               arena_printf(file->arena, "/Type/XRef/Size %zu/W[1 4 2]/Root %u 0 R/Info %u 0 R",
                            file->count, catalog, information),
               &table);
    strbuf_release(&table);
    strbuf_addstr(file->out, "startxref\n");
    pdf_add_integer(file->out, (long)offset);
    strbuf_addstr(file->out, "\n%%EOF\n");
}
