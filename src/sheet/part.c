#include "sheet/part.h"

#include "base/file.h"
#include "base/hex.h"
#include "base/text.h"

bool book_refuse(const struct book *book, struct error *err, const char *why)
{
    return error_set(err, ERROR_FAILED, "'%s' is no workbook that can be read: %s", book->path,
                     why);
}

bool book_open(struct book *book, struct error *err)
{
    char *bytes;
    size_t length;
    zip_error_t fault;
    if (!file_read(book->arena, book->path, SHEET_BYTE_LIMIT, &bytes, &length, err))
        return false;
    zip_error_init(&fault);
    zip_source_t *source = zip_source_buffer_create(bytes, length, 0, &fault);
    book->archive = source ? zip_open_from_source(source, ZIP_RDONLY, &fault) : NULL;
    if (!book->archive && source)
        zip_source_free(source);
    zip_error_fini(&fault);
    return book->archive ||
           book_refuse(book, err, "it is no zip archive, or only the beginning of one");
}

void book_close(struct book *book)
{
    if (book->archive)
        zip_discard(book->archive);
}

/* Reads to the end, where the archive's checksum is compared. */
static bool read_all(zip_file_t *file, char *bytes, size_t length)
{
    size_t total = 0;
    zip_int64_t piece;
    char beyond;
    while (total < length && (piece = zip_fread(file, bytes + total, length - total)) > 0)
        total += (size_t)piece;
    return total == length && zip_fread(file, &beyond, 1) == 0;
}

bool part_open(struct book *book, const char *name, xmlTextReaderPtr *reader, struct error *err)
{
    zip_stat_t status;
    *reader = NULL;
    if (zip_stat(book->archive, name, 0, &status) != 0)
        return true;
    if (!(status.valid & ZIP_STAT_SIZE) || status.size > SHEET_BYTE_LIMIT)
        return book_refuse(
            book, err,
            arena_printf(book->arena, "'%s' is larger than %d MiB", name, SHEET_BYTE_LIMIT >> 20));
    size_t length = (size_t)status.size;
    char *bytes = arena_alloc(book->arena, length + 1);
    zip_file_t *file = zip_fopen_index(book->archive, status.index, 0);
    bool ok = file && read_all(file, bytes, length);
    if (file)
        zip_fclose(file);
    if (!ok)
        return book_refuse(book, err, arena_printf(book->arena, "'%s' is damaged", name));
    *reader = xmlReaderForMemory(bytes, (int)length, NULL, NULL,
                                 XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                                     XML_PARSE_NOCDATA);
    return *reader || book_refuse(book, err, arena_printf(book->arena, "'%s' is no XML", name));
}

int part_next(xmlTextReaderPtr reader)
{
    int status = xmlTextReaderRead(reader);
    int type = status == 1 ? xmlTextReaderNodeType(reader) : 0;
    if (type == XML_READER_TYPE_DOCUMENT_TYPE || type == XML_READER_TYPE_ENTITY_REFERENCE)
        return -1;
    return status;
}

bool part_close(struct book *book, const char *name, xmlTextReaderPtr reader, int status,
                struct error *err)
{
    if (reader)
        xmlFreeTextReader(reader);
    return status >= 0 || book_refuse(book, err, arena_printf(book->arena, "'%s' is no XML", name));
}

static bool is_named(xmlTextReaderPtr reader, const char *element)
{
    const xmlChar *name = xmlTextReaderConstLocalName(reader);
    return name && text_equal((const char *)name, element);
}

bool part_begins(xmlTextReaderPtr reader, const char *element)
{
    return xmlTextReaderNodeType(reader) == XML_READER_TYPE_ELEMENT && is_named(reader, element);
}

bool part_ends(xmlTextReaderPtr reader, const char *element)
{
    int type = xmlTextReaderNodeType(reader);
    return (type == XML_READER_TYPE_END_ELEMENT ||
            (type == XML_READER_TYPE_ELEMENT && xmlTextReaderIsEmptyElement(reader) == 1)) &&
           is_named(reader, element);
}

const char *part_attribute(struct arena *arena, xmlTextReaderPtr reader, const char *name)
{
    const char *value = NULL;
    while (!value && xmlTextReaderMoveToNextAttribute(reader) == 1)
        if (is_named(reader, name) && xmlTextReaderConstValue(reader))
            value = arena_strdup(arena, (const char *)xmlTextReaderConstValue(reader));
    xmlTextReaderMoveToElement(reader);
    return value;
}

void part_add_text(xmlTextReaderPtr reader, struct strbuf *text)
{
    int type = xmlTextReaderNodeType(reader);
    bool is_text = type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA ||
                   type == XML_READER_TYPE_WHITESPACE ||
                   type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE;
    const xmlChar *value = is_text ? xmlTextReaderConstValue(reader) : NULL;
    if (value)
        strbuf_addstr(text, (const char *)value);
}

/* The character of "_x000D_", 0 when that is not what stands there. */
static char escaped(const char *text)
{
    int value = 0;
    if (text[0] != '_' || text[1] != 'x')
        return 0;
    for (size_t i = 2; i < 6; i++) {
        int digit = hex_digit(text[i]);
        if (digit < 0)
            return 0;
        value = value * 16 + digit;
    }
    return text[6] == '_' && value < 0x80 ? (char)value : 0;
}

const char *part_text(struct arena *arena, const struct strbuf *text)
{
    char *copy = arena_strndup(arena, text->text, text->length);
    char *end = copy;
    for (const char *at = copy; *at; at++) {
        char c = escaped(at);
        *end++ = c ? c : *at;
        at += c ? 6 : 0;
    }
    *end = '\0';
    return copy;
}
