/* What a workbook's rows are made of: numbers, cells, formulas that are shared, links, and pieces
 * that are deflated one by one. */
#include "base/file.h"
#include "render/xlsx/archive.h"
#include "render/xlsx/grid.h"
#include "render/xlsx/links.h"
#include "render/xlsx/number.h"
#include "render/xlsx/words.h"
#include "support/folder.h"

#include <check.h>
#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <xlsxwriter/shared_strings.h>

static struct arena *arena;
static const char *folder;

static void setup(void)
{
    arena = arena_new();
    folder = folder_of_test(arena);
}

static void teardown(void)
{
    arena_free(arena);
    ck_assert(folder_remove(folder, NULL));
}

/* ---- numbers ---- */

static uint64_t state = 88172645463325252u;

static uint64_t random_bits(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    return state ^= state << 17;
}

static void assert_number(double value)
{
    char expected[64], actual[SHEET_NUMBER_BYTES + 1];
    snprintf(expected, sizeof expected, "%.15G", value);
    actual[sheet_number(actual, value)] = '\0';
    ck_assert_str_eq(actual, expected);
}

START_TEST(numbers_are_what_printf_writes)
{
    static const double edges[] = {0,
                                   1,
                                   -1,
                                   0.1,
                                   0.01,
                                   0.001,
                                   0.0001,
                                   0.00001,
                                   0.5,
                                   0.25,
                                   1.0 / 3,
                                   2.0 / 3,
                                   9.5,
                                   99.5,
                                   999999.5,
                                   1e14,
                                   1e14 + .5,
                                   1e15,
                                   1e15 + 0.5,
                                   1e16,
                                   1e300,
                                   1e-300,
                                   DBL_MIN,
                                   DBL_MAX,
                                   88.68,
                                   45854,
                                   100,
                                   DBL_TRUE_MIN,
                                   0.2 + 0.1,
                                   1e14 - .5,
                                   1e13 + .25,
                                   4503599627370496.5,
                                   9.99999999999999,
                                   9.999999999999999,
                                   99999999999999.95,
                                   0.99999999999999994,
                                   0.0000999999999999999999};
    for (size_t i = 0; i < sizeof edges / sizeof edges[0]; i++) {
        assert_number(edges[i]);
        if (edges[i] != 0)
            assert_number(-edges[i]);
        assert_number(nextafter(edges[i], 0));
        assert_number(nextafter(edges[i], INFINITY) < INFINITY ? nextafter(edges[i], INFINITY) : 1);
    }
    for (int i = 0; i < 200000; i++) {
        uint64_t bits = random_bits();
        double any;
        memcpy(&any, &bits, sizeof any);
        if (isfinite(any))
            assert_number(any);
        assert_number(ldexp((double)(bits >> 11), -(int)(bits % 70)));
        assert_number((double)(bits >> 24) / 100);
        assert_number((double)(bits % 1000000) / 10000);
        assert_number((double)(bits % 2000) + 0.5 / (double)(1 << (bits % 20))); /* ties */
    }
}
END_TEST

/* ---- pieces ---- */

static char *unpacked(const struct squeeze *const *pieces, size_t count, uint32_t *crc)
{
    char *path = path_join(arena, folder, "pieces");
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    uint64_t bytes = 0;
    for (size_t i = 0; i < count; i++) {
        ck_assert(squeeze_copy(pieces[i], file));
        bytes += pieces[i]->bytes;
    }
    ck_assert_int_eq(fclose(file), 0);
    char *packed;
    size_t length;
    ck_assert(file_read(arena, path, 1 << 24, &packed, &length, NULL));
    char *text = arena_alloc(arena, bytes + 1);
    z_stream stream = {.next_in = (Bytef *)packed,
                       .avail_in = (uInt)length,
                       .next_out = (Bytef *)text,
                       .avail_out = (uInt)bytes};
    ck_assert_int_eq(inflateInit2(&stream, -MAX_WBITS), Z_OK);
    ck_assert_int_eq(inflate(&stream, Z_FINISH), Z_STREAM_END);
    ck_assert_uint_eq(stream.avail_in, 0);
    ck_assert_uint_eq(stream.avail_out, 0);
    inflateEnd(&stream);
    *crc = (uint32_t)crc32(0, (const Bytef *)text, (uInt)bytes);
    return text;
}

START_TEST(pieces_stand_one_after_the_other)
{
    struct squeeze head, rows, nothing, tail;
    struct squeeze *const all[] = {&head, &rows, &nothing, &tail};
    for (size_t i = 0; i < 4; i++)
        squeeze_init(all[i], folder);
    struct strbuf expected;
    strbuf_init(&expected);
    rows.room = 64 * 1024;
    strbuf_addstr(&expected, "<head/>");
    squeeze_add(&head, "<head/>", 7);
    for (int i = 0; i < 50000; i++) { /* more than stays in memory */
        char row[32];
        int length = snprintf(row, sizeof row, "%016llx", (unsigned long long)random_bits());
        squeeze_add(&rows, row, (size_t)length);
        strbuf_add(&expected, row, (size_t)length);
    }
    squeeze_add(&tail, "<tail/>", 7);
    strbuf_addstr(&expected, "<tail/>");
    for (size_t i = 0; i < 4; i++)
        ck_assert(squeeze_end(all[i], i == 3));
    ck_assert_uint_gt(rows.in_file, 3 * rows.room);
    ck_assert_uint_le(rows.in_memory, rows.room);
    ck_assert_uint_eq(head.in_file, 0);
    ck_assert_uint_eq(squeeze_packed(&nothing), 0);
    uint32_t crc;
    ck_assert_str_eq(unpacked((const struct squeeze *const *)all, 4, &crc), expected.text);
    uLong combined = crc32(0, NULL, 0);
    for (size_t i = 0; i < 4; i++)
        combined = crc32_combine(combined, all[i]->crc, (z_off_t)all[i]->bytes);
    ck_assert_uint_eq(crc, (uint32_t)combined);
    for (size_t i = 0; i < 4; i++)
        squeeze_release(all[i]);
    strbuf_release(&expected);
}
END_TEST

/* Many rows hold no more memory than few. */
START_TEST(what_has_a_file_gathers_little)
{
    struct squeeze squeeze;
    char text[8192];
    size_t most = 0;
    squeeze_init(&squeeze, folder);
    while (squeeze_packed(&squeeze) < (12 << 20)) {
        for (size_t i = 0; i < sizeof text; i += sizeof(uint64_t)) {
            uint64_t bits = random_bits();
            memcpy(text + i, &bits, sizeof bits);
        }
        squeeze_add(&squeeze, text, sizeof text);
        if (squeeze.in_file > 0 && squeeze.in_memory > most)
            most = squeeze.in_memory;
        else if (squeeze.in_file == 0)
            ck_assert_uint_le(squeeze.in_memory, 6 << 20);
    }
    ck_assert_uint_gt(squeeze.in_file, 6 << 20);
    ck_assert_uint_le(most, 256 * 1024);
    squeeze_release(&squeeze);
}
END_TEST

/* However the text is cut, also where zlib begins a window anew. */
START_TEST(text_comes_out_as_it_went_in)
{
    static const size_t lengths[] = {1, 64999, 65000, 65001, 131072, 0, 130000, 7};
    struct squeeze squeeze;
    struct strbuf expected;
    uint32_t crc;
    strbuf_init(&expected);
    squeeze_init(&squeeze, folder);
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        size_t before = expected.length;
        while (expected.length < before + lengths[i])
            strbuf_addch(&expected, (char)('0' + random_bits() % 10));
        squeeze_add(&squeeze, expected.text + before, lengths[i]);
    }
    ck_assert(squeeze_end(&squeeze, true));
    ck_assert_uint_eq(squeeze.bytes, expected.length);
    const struct squeeze *piece = &squeeze;
    ck_assert_str_eq(unpacked(&piece, 1, &crc), expected.text);
    ck_assert_uint_eq(crc, squeeze.crc);
    squeeze_release(&squeeze);
    strbuf_release(&expected);
}
END_TEST

START_TEST(a_missing_folder_is_said_at_the_end)
{
    struct squeeze squeeze;
    squeeze_init(&squeeze, path_join(arena, folder, "missing"));
    squeeze.room = 64 * 1024;
    for (int i = 0; i < 50000; i++) {
        uint64_t bits = random_bits();
        squeeze_add(&squeeze, (const char *)&bits, sizeof bits);
    }
    ck_assert(!squeeze_end(&squeeze, true));
    ck_assert_int_eq(errno, ENOENT);
    squeeze_release(&squeeze);
}
END_TEST

/* ---- cells ---- */

static struct grid grid;

static const char *xml_of_grid(void)
{
    struct squeeze end;
    uint32_t crc;
    squeeze_init(&end, folder);
    ck_assert(grid_finish(&grid));
    ck_assert(squeeze_end(&end, true));
    const struct squeeze *const pieces[] = {&grid.out, &end};
    const char *text = unpacked(pieces, 2, &crc);
    squeeze_release(&end);
    grid_release(&grid);
    return text;
}

START_TEST(cells_are_xml)
{
    grid_init(&grid, arena, 30, folder);
    grid_begin(&grid, 7, 36.5);
    grid_text(&grid, (struct place){0, 0}, "a < b & c > \"d\"");
    grid_text(&grid, (struct place){25, 12}, " pad");
    grid_text(&grid, (struct place){26, 3}, "");
    grid_plain(&grid, (struct place){0, 3}, "plain", 5);
    grid_plain(&grid, (struct place){1, 0}, "pad ", 4);
    grid_plain(&grid, (struct place){2, 1}, "", 0);
    grid_word(&grid, (struct place){3, 1}, 12);
    grid_number(&grid, (struct place){27, 4}, 0.25);
    grid_boolean(&grid, (struct place){28, 5}, true);
    grid_end(&grid);
    grid_begin(&grid, 8, 0);
    grid_end(&grid);
    ck_assert_str_eq(xml_of_grid(),
                     "<row r=\"7\" ht=\"36.5\" customHeight=\"1\">"
                     "<c r=\"A7\" t=\"inlineStr\"><is><t>a &lt; b &amp; c &gt; \"d\"</t></is></c>"
                     "<c r=\"Z7\" s=\"12\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> pad</t>"
                     "</is></c><c r=\"AA7\" s=\"3\"/>"
                     "<c r=\"A7\" s=\"3\" t=\"inlineStr\"><is><t>plain</t></is></c>"
                     "<c r=\"B7\" t=\"inlineStr\"><is><t xml:space=\"preserve\">pad </t></is></c>"
                     "<c r=\"C7\" s=\"1\"/>"
                     "<c r=\"D7\" s=\"1\" t=\"s\"><v>12</v></c><c r=\"AB7\" s=\"4\"><v>0.25</v></c>"
                     "<c r=\"AC7\" s=\"5\" t=\"b\"><v>1</v></c></row><row r=\"8\"></row>");
}
END_TEST

/* ---- words ---- */

static long number_of(struct words *words, const char *text)
{
    return words_number(words, text, strlen(text));
}

/* A number stands for the text that it was given for. */
static void assert_said(lxw_workbook *book, struct words *words, const char *text)
{
    long number = number_of(words, text);
    struct sst_element *element = number < 0 ? NULL : STAILQ_FIRST(book->sst->order_list);
    for (long i = 0; i < number; i++)
        element = STAILQ_NEXT(element, sst_order_pointers);
    if (number >= 0)
        ck_assert_str_eq(element->string, text);
}

static lxw_workbook *new_book(const char *name)
{
    return workbook_new(path_join(arena, folder, name));
}

START_TEST(what_is_said_again_has_a_number)
{
    lxw_workbook *book = new_book("words.xlsx");
    struct words *words = words_new(arena, book);
    struct words *other = words_new(arena, book);
    ck_assert_int_eq(number_of(words, "Not stated"), -1);
    ck_assert_int_eq(number_of(words, "S\303\266hne & Co_1"), -1);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(number_of(words, "Not stated"), 0);
        ck_assert_int_eq(number_of(words, "S\303\266hne & Co_1"), 1);
        ck_assert_int_eq(number_of(other, "S\303\266hne & Co_1"), i == 0 ? -1 : 1);
    }
    /* What the library would write in another way. */
    static const char *const awkward[] = {"",
                                          " pad",
                                          "pad ",
                                          "a\nb",
                                          "_x005F_x0041_",
                                          "a text that is longer than sixty characters, which is "
                                          "no word"};
    for (size_t i = 0; i < 2 * sizeof awkward / sizeof awkward[0]; i++)
        ck_assert_int_eq(number_of(words, awkward[i / 2]), -1);
    ck_assert_uint_eq(book->sst->unique_count, 2);
    ck_assert_uint_eq(book->sst->string_count, 8);
    lxw_workbook_free(book);
}
END_TEST

/* The table is bounded, and names that come once do not drive a word out. */
START_TEST(names_are_no_words)
{
    lxw_workbook *book = new_book("names.xlsx");
    struct words *words = words_new(arena, book);
    number_of(words, "Not stated");
    for (int i = 0; i < 3000; i++) {
        char name[32];
        snprintf(name, sizeof name, "Organization %d", i % 1500);
        assert_said(book, words, name);
        if (i > 1500)
            assert_said(book, words, name);
        assert_said(book, words, "Not stated");
    }
    ck_assert_int_ge(number_of(words, "Not stated"), 0);
    ck_assert_uint_le(book->sst->unique_count, 256);
    lxw_workbook_free(book);
}
END_TEST

START_TEST(words_keep_their_numbers)
{
    lxw_workbook *book = new_book("before.xlsx");
    lxw_workbook *after = new_book("after.xlsx");
    struct words *words = words_new(arena, book);
    const char *said[] = {"DEU", "USA", "Not stated"};
    for (size_t i = 0; i < 9; i++)
        number_of(words, said[i % 3]);
    FILE *file = fopen(path_join(arena, folder, "saved"), "w+");
    ck_assert(words_save(book, file));
    rewind(file);
    ck_assert(words_load(after, file));
    fclose(file);
    ck_assert_uint_eq(after->sst->string_count, book->sst->string_count);
    words = words_new(arena, after);
    for (size_t i = 0; i < 3; i++) {
        number_of(words, said[i]);
        ck_assert_int_eq(number_of(words, said[i]), (long)i);
    }
    lxw_workbook_free(book);
    lxw_workbook_free(after);
}
END_TEST

static void add_formula(size_t row, const struct formula *formula)
{
    grid_begin(&grid, row, 0);
    grid_formula(&grid, (struct place){1, 2}, formula);
    grid_end(&grid);
}

START_TEST(formulas_are_shared_until_they_differ)
{
    grid_init(&grid, arena, 2, folder);
    static const char condition[] = "IF($A#<1,\"#\",2)";
    static const char next[] = "$A#+1";
    add_formula(8, &(struct formula){.text = condition, .shared = true, .number = 1});
    add_formula(9, &(struct formula){.text = condition, .shared = true, .said = "9&"});
    add_formula(10, &(struct formula){.text = next, .shared = true, .number = 3});
    add_formula(11, &(struct formula){.text = next, .shared = false, .number = 4});
    ck_assert_str_eq(
        xml_of_grid(),
        "<row r=\"8\"><c r=\"B8\" s=\"2\"><f t=\"shared\" si=\"0\" ref=\"B8:B9\"          >"
        "IF($A8&lt;1,\"8\",2)</f><v>1</v></c></row>"
        "<row r=\"9\"><c r=\"B9\" s=\"2\" t=\"str\"><f t=\"shared\" "
        "si=\"0\"/><v>9&amp;</v></c></row>"
        "<row r=\"10\"><c r=\"B10\" s=\"2\"><f t=\"shared\" si=\"1\" ref=\"B10:B10\"         >"
        "$A10+1</f><v>3</v></c></row>"
        "<row r=\"11\"><c r=\"B11\" s=\"2\"><f>$A11+1</f><v>4</v></c></row>");
}
END_TEST

/* Rows are handed on while they come: a group ends there, and the next one begins anew. */
START_TEST(a_shared_formula_names_the_rows_it_is_in)
{
    enum { ROWS = 9000 };
    grid_init(&grid, arena, 2, folder);
    for (size_t row = 1; row <= ROWS; row++)
        add_formula(row, &(struct formula){.text = "$A#*2", .shared = true, .number = 1});
    const char *at = xml_of_grid();
    unsigned next = 1, groups = 0;
    while ((at = strstr(at, "ref=\""))) {
        unsigned first, last;
        ck_assert_int_eq(sscanf(at, "ref=\"B%u:B%u\"", &first, &last), 2);
        ck_assert_uint_eq(first, next);
        ck_assert_uint_ge(last, first);
        next = last + 1;
        groups++;
        at++;
    }
    ck_assert_uint_eq(next, ROWS + 1);
    ck_assert_uint_gt(groups, 2);
}
END_TEST

/* ---- links ---- */

START_TEST(links_say_where_they_lead)
{
    struct links links;
    struct squeeze end;
    uint32_t crc;
    links_init(&links, folder);
    squeeze_init(&end, folder);
    links_add(&links, "A1", "https://a.example/?x=[1]&y=%41%zz#top \"", "a");
    links_add(&links, "A2", "internal:'Scores'!A1", "S & s");
    ck_assert_uint_eq(links.count, 2);
    ck_assert_uint_eq(links.outside, 1);
    ck_assert(links_finish(&links));
    ck_assert(squeeze_end(&end, true));
    ck_assert_str_eq(
        unpacked((const struct squeeze *const[]){&links.cells, &end}, 2, &crc),
        "<hyperlink ref=\"A1\" r:id=\"link1\" location=\"top &quot;\"/>"
        "<hyperlink ref=\"A2\" location=\"&#39;Scores&#39;!A1\" display=\"S &amp; s\"/>");
    ck_assert_str_eq(
        unpacked((const struct squeeze *const[]){&links.targets, &end}, 2, &crc),
        "<Relationship Id=\"link1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
        "relationships/hyperlink\" Target=\"https://a.example/?x=%5b1%5d&amp;y=%41%25zz\" "
        "TargetMode=\"External\"/>");
    squeeze_release(&end);
    links_release(&links);
}
END_TEST

/* ---- archives ---- */

static const char *make_archive(size_t *length, char **bytes)
{
    const char *path = path_join(arena, folder, "archive");
    struct package package;
    struct squeeze text;
    squeeze_init(&text, folder);
    squeeze_add(&text, "<?xml version=\"1.0\"?>\n<a><b>text</b></a>", 40);
    ck_assert(squeeze_end(&text, true));
    ck_assert(package_begin(&package, path));
    const struct squeeze *piece = &text;
    package_add(&package, "a.xml", &piece, 1);
    package_add(&package, "xl/b.xml", &piece, 1);
    ck_assert(package_end(&package));
    squeeze_release(&text);
    ck_assert(file_read(arena, path, 1 << 20, bytes, length, NULL));
    return path;
}

START_TEST(an_archive_is_read_as_it_was_written)
{
    size_t length;
    char *bytes;
    struct archive archive;
    struct error err = ERROR_INIT;
    const char *path = make_archive(&length, &bytes);
    ck_assert_msg(archive_read(arena, path, &archive, &err), "%s", err.message);
    ck_assert_uint_eq(archive.count, 2);
    ck_assert_str_eq(archive.parts[0].name, "a.xml");
    ck_assert_str_eq(archive.parts[1].name, "xl/b.xml");
    ck_assert_str_eq(archive.parts[1].text, "<?xml version=\"1.0\"?>\n<a><b>text</b></a>");
}
END_TEST

/* Cut anywhere, or with any byte of a part altered, it is refused. */
START_TEST(a_damaged_archive_is_refused)
{
    size_t length;
    char *bytes;
    struct archive archive;
    struct error err = ERROR_INIT;
    make_archive(&length, &bytes);
    const char *path = path_join(arena, folder, "damaged");
    for (size_t cut = 0; cut < length; cut++) {
        ck_assert(file_write(path, bytes, cut, NULL));
        ck_assert(!archive_read(arena, path, &archive, &err));
        ck_assert_ptr_nonnull(strstr(err.message, "was not written whole"));
    }
    enum { HEADER = 30 + 5 };
    for (size_t at = HEADER; at < HEADER + 30; at++) {
        bytes[at] ^= 0x10;
        ck_assert(file_write(path, bytes, length, NULL));
        ck_assert_msg(!archive_read(arena, path, &archive, &err), "byte %zu", at);
        ck_assert_ptr_nonnull(strstr(err.message, "'a.xml' is cut short"));
        bytes[at] ^= 0x10;
    }
}
END_TEST

/* An element that is open at the end: what a full disk leaves of a part. */
START_TEST(a_part_that_does_not_end_is_refused)
{
    struct archive archive;
    struct error err = ERROR_INIT;
    static const struct {
        const char *text;
        bool whole;
    } cases[] = {{"<a><b/></a>", true},  {"<a><b/>", false}, {"<a x=\"1\"/>\n", true},
                 {"<a><b/></a", false},  {"", false},        {"<?xml?><a>", false},
                 {"<?xml?>\n<a/>", true}};
    const char *path = path_join(arena, folder, "open");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct package package;
        struct squeeze text;
        squeeze_init(&text, folder);
        squeeze_add(&text, cases[i].text, strlen(cases[i].text));
        ck_assert(squeeze_end(&text, true));
        ck_assert(package_begin(&package, path));
        package_add(&package, "a.xml", (const struct squeeze *const[]){&text}, 1);
        ck_assert(package_end(&package));
        squeeze_release(&text);
        ck_assert_msg(archive_read(arena, path, &archive, &err) == cases[i].whole, "'%s'",
                      cases[i].text);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("render/xlsx rows");
    TCase *tcase = tcase_create("rows");
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, numbers_are_what_printf_writes);
    tcase_add_test(tcase, pieces_stand_one_after_the_other);
    tcase_add_test(tcase, what_has_a_file_gathers_little);
    tcase_add_test(tcase, text_comes_out_as_it_went_in);
    tcase_add_test(tcase, a_missing_folder_is_said_at_the_end);
    tcase_add_test(tcase, cells_are_xml);
    tcase_add_test(tcase, what_is_said_again_has_a_number);
    tcase_add_test(tcase, names_are_no_words);
    tcase_add_test(tcase, words_keep_their_numbers);
    tcase_add_test(tcase, formulas_are_shared_until_they_differ);
    tcase_add_test(tcase, a_shared_formula_names_the_rows_it_is_in);
    tcase_add_test(tcase, links_say_where_they_lead);
    tcase_add_test(tcase, an_archive_is_read_as_it_was_written);
    tcase_add_test(tcase, a_damaged_archive_is_refused);
    tcase_add_test(tcase, a_part_that_does_not_end_is_refused);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
