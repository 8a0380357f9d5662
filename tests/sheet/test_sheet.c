/* Workbooks as programs save them, awkward ones, and mutated ones, the same in every run: what is
 * no workbook is an error with a message, and nothing is read that is not there (the san variant
 * sees to that). FUZZ_ROUNDS and FUZZ_SEED look for more. */
#include "base/file.h"
#include "base/text.h"
#include "sheet/sheet.h"
#include "support/folder.h"

#include <check.h>
#include <stdint.h>
#include <unistd.h>
#include <zip.h>

static struct arena *arena;
static const char *folder;
static const char *path;
static uint64_t state;

/* The parts of a workbook; NULL: it has none. */
struct parts {
    const char *book, *relations, *strings, *sheet, *core;
};

static const struct parts good = {
    .book = "<workbook xmlns='m' xmlns:r='r'><workbookPr/><sheets><sheet name='Other' sheetId='1' "
            "r:id='rId1'/><sheet name='Weights' sheetId='2' r:id='rId2'/></sheets></workbook>",
    .relations = "<Relationships><Relationship Id='rId2' Type='x/worksheet' "
                 "Target='worksheets/sheet1.xml'/><Relationship Id='rId3' Type='x/sharedStrings' "
                 "Target='/xl/sharedStrings.xml'/></Relationships>",
    .strings = "<sst><si><t>Code</t></si><si><r><t>two </t></r><r><t>runs</t></r><rPh><t>not "
               "this</t></rPh></si><si><t/></si></sst>",
    .sheet = "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c r='C1' t='s'><v>1</v>"
             "</c><c r='D1' t='s'><v>2</v></c></row><row r='7'><c r='A7' t='inlineStr'><is><t "
             "xml:space='preserve'> a &amp; b_x000D_</t></is></c><c r='B7'><v>0.30000000000000004"
             "</v></c><c r='C7' t='str'><f>A1</f><v>x</v></c><c r='D7'><f>B7</f><v></v></c><c "
             "r='E7' t='b'><v>1</v></c><c r='F7' t='e'><v>#N/A</v></c><c r='G7' s='3'/></row>"
             "<row r='8'><c r='AB8'><v>45658</v></c></row></sheetData></worksheet>",
    .core = "<cp:p xmlns:cp='c' xmlns:dc='d'><dc:title>Site: Technology</dc:title></cp:p>",
};

static void setup(void)
{
    arena = arena_new();
    folder = folder_of_test(arena);
    path = path_join(arena, folder, "book.xlsx");
}

static void teardown(void)
{
    arena_free(arena);
}

static void add_part(zip_t *archive, const char *name, const char *text)
{
    if (!text)
        return;
    zip_source_t *source = zip_source_buffer(archive, text, strlen(text), 0);
    ck_assert_int_ge(zip_file_add(archive, name, source, 0), 0);
}

static void write_book(const struct parts *parts)
{
    zip_t *archive = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    ck_assert_ptr_nonnull(archive);
    add_part(archive, "xl/workbook.xml", parts->book);
    add_part(archive, "xl/_rels/workbook.xml.rels", parts->relations);
    add_part(archive, "xl/sharedStrings.xml", parts->strings);
    add_part(archive, "xl/worksheets/sheet1.xml", parts->sheet);
    add_part(archive, "docProps/core.xml", parts->core);
    ck_assert_int_eq(zip_close(archive), 0);
}

static void check_cell(const struct sheet_table *table, const char *reference, size_t row,
                       size_t column, enum sheet_kind kind, const char *text)
{
    const struct sheet_cell *cell = sheet_at(table, row, column);
    ck_assert_msg(cell != NULL, "no cell %s", reference);
    ck_assert_str_eq(sheet_reference(arena, row, column), reference);
    ck_assert_int_eq(cell->kind, kind);
    ck_assert_str_eq(cell->text, text);
}

START_TEST(test_values)
{
    struct sheet_table table;
    struct error err = ERROR_INIT;
    write_book(&good);
    ck_assert_msg(sheet_read(arena, path, "weights", &table, &err), "%s", err.message);
    ck_assert_str_eq(table.title, "Site: Technology");
    ck_assert_uint_eq(table.count, 9);
    ck_assert_uint_eq(table.row_count, 8);
    ck_assert_uint_eq(table.column_count, 28);
    check_cell(&table, "A1", 1, 0, SHEET_TEXT, "Code");
    check_cell(&table, "C1", 1, 2, SHEET_TEXT, "two runs");
    ck_assert_ptr_null(sheet_at(&table, 1, 1));
    ck_assert_ptr_null(sheet_at(&table, 1, 3));
    check_cell(&table, "A7", 7, 0, SHEET_TEXT, " a & b\r");
    check_cell(&table, "B7", 7, 1, SHEET_NUMBER, "0.3");
    check_cell(&table, "C7", 7, 2, SHEET_TEXT, "x");
    check_cell(&table, "D7", 7, 3, SHEET_EMPTY, "");
    ck_assert(sheet_at(&table, 7, 3)->formula && sheet_at(&table, 7, 2)->formula);
    ck_assert(!sheet_at(&table, 7, 1)->formula);
    check_cell(&table, "E7", 7, 4, SHEET_BOOLEAN, "1");
    check_cell(&table, "F7", 7, 5, SHEET_ERROR, "#N/A");
    check_cell(&table, "AB8", 8, 27, SHEET_NUMBER, "45658");
}
END_TEST

START_TEST(test_dates)
{
    ck_assert_str_eq(sheet_date(arena, false, "45658"), "2025-01-01");
    ck_assert_str_eq(sheet_date(arena, true, "44196"), "2025-01-01");
    ck_assert_str_eq(sheet_date(arena, false, "25569"), "1970-01-01");
    ck_assert_ptr_null(sheet_date(arena, false, "45658.5"));
    ck_assert_ptr_null(sheet_date(arena, false, "-1"));
    ck_assert_ptr_null(sheet_date(arena, false, "99999999"));
}
END_TEST

static const char doctype[] =
    "<!DOCTYPE w [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c SYSTEM "
    "'file:///etc/passwd'>]><worksheet><sheetData><row><c r='A1' t='str'><v>&b;&c;</v></c></row>"
    "</sheetData></worksheet>";

#define CELLS(cells) "<worksheet><sheetData><row>" cells "</row></sheetData></worksheet>"

/* One part is another one. */
static const struct {
    struct parts parts;
    const char *says;
} awkward[] = {
    {{.sheet = doctype}, "'xl/worksheets/sheet1.xml' is no XML"},
    {{.sheet = "<worksheet><sheetData>"}, "'xl/worksheets/sheet1.xml' is no XML"},
    {{.sheet = ""}, "'xl/worksheets/sheet1.xml' is no XML"},
    {{.strings = "<sst><si>"}, "'xl/sharedStrings.xml' is no XML"},
    {{.book = "<workbook><sheets><sheet name='Weight' id='rId2'/></sheets></workbook>"},
     "has no sheet 'Weights'"},
    {{.relations = "<Relationships/>"}, "the part of the sheet is missing"},
    {{.relations = "<R><Relationship Id='rId2' Type='x' Target='../../etc/passwd'/></R>"},
     "it has no 'xl/../../etc/passwd'"},
    {{.sheet = CELLS("<c><v>1</v></c>")}, "'Weights'!a cell has no address"},
    {{.sheet = CELLS("<c r='7'><v>1</v></c>")}, "'Weights'!a cell has no address"},
    {{.sheet = CELLS("<c r='A0'><v>1</v></c>")}, "has no address"},
    {{.sheet = CELLS("<c r='XFE1'><v>1</v></c>")}, "has no address"},
    {{.sheet = CELLS("<c r='A1048577'><v>1</v></c>")}, "has no address"},
    {{.sheet = CELLS("<c r='B1'><v>1</v></c><c r='A1'><v>1</v></c>")},
     "'Weights'!A1 is not behind the cell before it"},
    {{.sheet = CELLS("<c r='A1'><v>1</v></c><c r='A1'><v>2</v></c>")},
     "'Weights'!A1 is not behind the cell before it"},
    {{.sheet = CELLS("<c r='C7' t='s'><v>3</v></c>")},
     "'Weights'!C7 names a shared string that is not there"},
    {{.sheet = CELLS("<c r='C7' t='s'><v>-1</v></c>")},
     "'Weights'!C7 names a shared string that is not there"},
    {{.sheet = CELLS("<c r='C7'><v>0,2</v></c>")}, "'Weights'!C7 is no number, though it says so"},
    {{.sheet = CELLS("<c r='C7'><v>nan</v></c>")}, "'Weights'!C7 is no number, though it says so"},
};

START_TEST(test_awkward)
{
    struct sheet_table table;
    struct error err = ERROR_INIT;
    struct parts parts = good;
    const struct parts *other = &awkward[_i].parts;
    parts.book = other->book ? other->book : parts.book;
    parts.relations = other->relations ? other->relations : parts.relations;
    parts.strings = other->strings ? other->strings : parts.strings;
    parts.sheet = other->sheet ? other->sheet : parts.sheet;
    write_book(&parts);
    ck_assert(!sheet_read(arena, path, "Weights", &table, &err));
    ck_assert_int_eq(err.code, ERROR_FAILED);
    ck_assert_msg(strstr(err.message, awkward[_i].says), "%s", err.message);
}
END_TEST

START_TEST(test_truncated)
{
    struct sheet_table table;
    struct error err = ERROR_INIT;
    char *bytes;
    size_t length;
    write_book(&good);
    ck_assert(file_read(arena, path, SHEET_BYTE_LIMIT, &bytes, &length, &err));
    for (size_t kept = 0; kept < length; kept += 37) {
        ck_assert(file_write(path, bytes, kept, &err));
        ck_assert(!sheet_read(arena, path, "Weights", &table, &err));
        ck_assert_msg(strstr(err.message, "is no workbook that can be read: it "), "%s",
                      err.message);
    }
    ck_assert(!sheet_read(arena, path_join(arena, folder, "none.xlsx"), "Weights", &table, &err));
    ck_assert_msg(strstr(err.message, "none.xlsx"), "%s", err.message);
}
END_TEST

/* ---- mutations ---- */

static size_t below(size_t limit)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(state >> 33) % limit;
}

static long long number_of(const char *name, long long fallback)
{
    const char *text = getenv(name);
    long long value = fallback;
    if (text)
        ck_assert(text_to_integer(text, 0, INT64_MAX, &value));
    return value;
}

/* A copy with one to four bytes, or pieces, that are others. */
static char *mutate(struct arena *scratch, const char *from, size_t *length)
{
    static const char *const words[] = {"<c>",
                                        "</c>",
                                        "<v>",
                                        "</row>",
                                        "&#0;",
                                        "&b;",
                                        "]]>",
                                        "<t/>",
                                        "<!--",
                                        "_x0000_",
                                        "1e999",
                                        "\xff",
                                        "r='ZZZZZZZZZZZZZZZZZZZZ1'",
                                        "<!DOCTYPE a>"};
    char *text = arena_alloc(scratch, *length + 256);
    memcpy(text, from, *length);
    for (size_t round = 1 + below(4); round > 0 && *length > 1; round--) {
        size_t at = below(*length);
        const char *word = words[below(sizeof words / sizeof words[0])];
        switch (below(4)) {
        case 0:
            text[at] = (char)(1 + below(255));
            break;
        case 1:
            memmove(text + at, text + at + 1, *length - at - 1);
            --*length;
            break;
        case 2:
            *length = at + 1;
            break;
        default:
            memmove(text + at + strlen(word), text + at, *length - at);
            memcpy(text + at, word, strlen(word));
            *length += strlen(word);
        }
    }
    text[*length] = '\0';
    return text;
}

static void check_outcome(struct arena *scratch)
{
    struct sheet_table table;
    struct error err = ERROR_INIT;
    if (!sheet_read(scratch, path, "Weights", &table, &err)) {
        ck_assert_int_eq(err.code, ERROR_FAILED);
        ck_assert(*err.message != '\0');
        return;
    }
    for (size_t i = 0; i < table.count; i++) {
        const struct sheet_cell *cell = &table.cells[i];
        ck_assert(text_is_utf8(cell->text, strlen(cell->text)));
        ck_assert_ptr_eq(sheet_at(&table, cell->row, cell->column), cell);
    }
}

START_TEST(test_mutated)
{
    struct arena *scratch = arena_new();
    state = (uint64_t)number_of("FUZZ_SEED", 42);
    for (long long round = number_of("FUZZ_ROUNDS", 600); round > 0; round--) {
        struct parts parts = good;
        const char **const all[] = {&parts.book,  &parts.relations, &parts.strings,
                                    &parts.sheet, &parts.sheet,     &parts.core};
        const char **part = all[below(sizeof all / sizeof all[0])];
        size_t length = strlen(*part);
        *part = mutate(scratch, *part, &length);
        write_book(&parts);
        if (below(4) == 0) {
            char *bytes;
            ck_assert(file_read(scratch, path, SHEET_BYTE_LIMIT, &bytes, &length, NULL));
            bytes = mutate(scratch, bytes, &length);
            ck_assert(file_write(path, bytes, length, NULL));
        }
        check_outcome(scratch);
        arena_reset(scratch);
    }
    arena_free(scratch);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sheet");
    TCase *cases = tcase_create("sheet");
    tcase_add_checked_fixture(cases, setup, teardown);
    tcase_set_timeout(cases, 120);
    tcase_add_test(cases, test_values);
    tcase_add_test(cases, test_dates);
    tcase_add_loop_test(cases, test_awkward, 0, sizeof awkward / sizeof awkward[0]);
    tcase_add_test(cases, test_truncated);
    tcase_add_test(cases, test_mutated);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
