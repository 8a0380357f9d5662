#include "base/file.h"
#include "base/text.h"
#include "render/xlsx/internal.h"
#include "sheet/sheet.h"
#include "support/folder.h"
#include "support/workbook_cases.h"

#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <math.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static struct arena *arena;
static const char *folder;
static struct error err;

static void setup(void)
{
    arena = arena_new();
    error_clear(&err);
    folder = folder_of_test(arena);
}

static void teardown(void)
{
    arena_free(arena);
    ck_assert(folder_remove(folder, NULL));
}

static const char *in_folder(const char *name)
{
    return path_join(arena, folder, name);
}

static size_t files_in(const char *path)
{
    size_t count = 0;
    DIR *dir = opendir(path);
    ck_assert_ptr_nonnull(dir);
    for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir))
        count += entry->d_name[0] != '.';
    closedir(dir);
    return count;
}

#define assert_ok(call) ck_assert_msg((call), "%s", err.message)
#define assert_says(text)                                                                          \
    ck_assert_msg(strstr(err.message, (text)) != NULL, "'%s' does not say '%s'", err.message,      \
                  (text))

/* One sheet: a text and a number. */
static struct view_workbook *small_book(void)
{
    static struct view_column columns[] = {
        {.title = "Name", .kind = CELL_TEXT},
        {.title = "Count", .kind = CELL_INTEGER, .align = ALIGN_END},
    };
    struct view_workbook *book = arena_alloc(arena, sizeof *book);
    book->title = "Small";
    book->created = 1735689600;
    book->sheet_count = 1;
    book->sheets = arena_alloc(arena, sizeof *book->sheets);
    book->sheets[0] = (struct view_sheet){
        .name = "Small",
        .table = {.columns = columns, .column_count = 2, .empty = "Nobody is here."},
        .filter = true,
        .frozen_columns = 1,
    };
    return book;
}

static void add_small_row(struct xlsx *xlsx, struct arena *scratch, const char *name)
{
    struct view_cell cells[] = {cell_text(name), cell_integer(scratch, 7)};
    assert_ok(xlsx_row(xlsx, 0, cells, &err));
}

static bool write_sector_of(const struct workbook_case *data, const char *path)
{
    struct xlsx *xlsx;
    const struct view_workbook *book =
        view_sector_workbook(&data->context, &data->configs.sectors[0], &data->columns, arena);
    if (!xlsx_open(arena, path, folder, book, &xlsx, &err))
        return false;
    for (size_t i = 0; i < CASE_ORGANIZATIONS; i++)
        if (!xlsx_row(xlsx, SECTOR_SHEET_ORGANIZATIONS,
                      view_organization_cells(arena, &data->columns, &data->organizations[i]),
                      &err) ||
            !xlsx_row(xlsx, SECTOR_SHEET_SCORES,
                      view_score_cells(arena, &book->sheets[SECTOR_SHEET_SCORES],
                                       &data->organizations[i], &data->scored[i]),
                      &err))
            return false;
    return xlsx_close(xlsx, &err);
}

static bool write_sector(const char *path)
{
    return write_sector_of(workbook_case(arena), path);
}

static bool add_portfolio_rows(struct xlsx *xlsx, const struct view_workbook *book)
{
    const struct workbook_case *data = workbook_case(arena);
    for (size_t i = 0; i < data->board.count; i++)
        if (!xlsx_row(xlsx, PORTFOLIO_SHEET_SCORES,
                      view_standing_cells(arena, &book->sheets[PORTFOLIO_SHEET_SCORES],
                                          &data->context, &data->board.rows[i]),
                      &err))
            return false;
    for (size_t i = 0; i < CASE_ORGANIZATIONS; i++)
        if (!xlsx_row(xlsx, PORTFOLIO_SHEET_ORGANIZATIONS,
                      view_portfolio_cells(arena, &data->configs.sectors[0], &data->columns,
                                           &data->organizations[i]),
                      &err))
            return false;
    return true;
}

static struct view_workbook *portfolio_book(void)
{
    const struct workbook_case *data = workbook_case(arena);
    return view_portfolio_workbook(&data->context, &data->columns, arena);
}

static bool write_portfolio(const char *path)
{
    struct xlsx *xlsx;
    const struct view_workbook *book = portfolio_book();
    return xlsx_open(arena, path, folder, book, &xlsx, &err) && add_portfolio_rows(xlsx, book) &&
           xlsx_close(xlsx, &err);
}

static bool write_rows_ahead(const char *path)
{
    struct xlsx *xlsx;
    const struct view_workbook *book = portfolio_book();
    return xlsx_open_rows(arena, path, folder, book, &xlsx, &err) &&
           add_portfolio_rows(xlsx, book) && xlsx_close(xlsx, &err);
}

static bool write_portfolio_after(const char *rows, const char *path)
{
    struct xlsx *xlsx;
    struct view_workbook *book = portfolio_book();
    book->rows = rows;
    return xlsx_open(arena, path, folder, book, &xlsx, &err) && xlsx_close(xlsx, &err);
}

static void write_many(const char *path, size_t rows)
{
    struct xlsx *xlsx;
    assert_ok(xlsx_open(arena, path, folder, small_book(), &xlsx, &err));
    struct arena *batch = arena_new();
    for (size_t i = 0; i < rows; i++) {
        add_small_row(xlsx, batch, arena_printf(batch, "Organization %zu", i));
        if (i % 100 == 0)
            arena_reset(batch);
    }
    arena_free(batch);
    assert_ok(xlsx_close(xlsx, &err));
}

static void write_awkward(const char *path)
{
    struct xlsx *xlsx;
    assert_ok(xlsx_open(arena, path, folder, small_book(), &xlsx, &err));
    static const char *const names[] = {
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "a\tb",
        "a\nb",
        "a\r\nb",
        "bell \a end",
        "_x0041_",
        " pad ",
        "<script>alert('x')</script> & \"quotes\"",
        "http://not.a.link",
        "0012",
        "1e5",
        "TRUE",
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        add_small_row(xlsx, arena, names[i]);
    char *longest = arena_alloc(arena, 40001);
    memset(longest, 'x', 40000);
    add_small_row(xlsx, arena, longest);
    longest[32767] = '\0';
    add_small_row(xlsx, arena, longest);
    const struct view_cell odd[][2] = {
        {cell_text("not a number"), {.kind = CELL_DECIMAL, .text = "NaN", .number = NAN}},
        {cell_text("too large to be exact"), cell_integer(arena, 9007199254740993LL)},
        {cell_text("not a day"), cell_date("2025-02-30")},
        {cell_text("before the calendar"), cell_date("1850-06-01")},
        {cell_link("mail", "mailto:a@example.org"), cell_missing("Not stated")},
        {cell_link("script", "javascript:alert(1)"), cell_missing("")},
    };
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++)
        assert_ok(xlsx_row(xlsx, 0, odd[i], &err));
    assert_ok(xlsx_close(xlsx, &err));
}

/* For tests/e2e/test_workbook.sh: what other programs make of these files. */
START_TEST(workbooks_for_other_programs)
{
    const char *kept = getenv("ORGAIR_WORKBOOKS");
    const char *where = kept ? kept : in_folder("kept");
    assert_ok(folder_make(where, &err));
    assert_ok(write_sector(path_join(arena, where, "sector.xlsx")));
    assert_ok(write_sector_of(workbook_case_global(arena), path_join(arena, where, "global.xlsx")));
    assert_ok(write_rows_ahead(in_folder("rows")));
    assert_ok(write_portfolio_after(in_folder("rows"), path_join(arena, where, "portfolio.xlsx")));
    unlink(in_folder("rows"));
    write_awkward(path_join(arena, where, "awkward.xlsx"));
    write_many(path_join(arena, where, "many.xlsx"), 5000);
    write_many(path_join(arena, where, "empty.xlsx"), 0);
    ck_assert_uint_eq(files_in(where), 6);
    ck_assert_uint_eq(files_in(folder), kept ? 0 : 1);
}
END_TEST

static void assert_same_bytes(const char *a, const char *b)
{
    char *first, *second;
    size_t first_length, second_length;
    assert_ok(file_read(arena, a, 1 << 24, &first, &first_length, &err));
    assert_ok(file_read(arena, b, 1 << 24, &second, &second_length, &err));
    ck_assert_uint_eq(first_length, second_length);
    ck_assert_int_eq(memcmp(first, second, first_length), 0);
}

START_TEST(same_data_gives_the_same_bytes)
{
    assert_ok(write_sector(in_folder("a.xlsx")));
    assert_ok(write_portfolio(in_folder("c.xlsx")));
    setenv("TZ", "Pacific/Auckland", 1);
    setenv("LC_ALL", "de_DE.UTF-8", 1);
    assert_ok(write_sector(in_folder("b.xlsx")));
    assert_ok(write_portfolio(in_folder("d.xlsx")));
    assert_same_bytes(in_folder("a.xlsx"), in_folder("b.xlsx"));
    assert_same_bytes(in_folder("c.xlsx"), in_folder("d.xlsx"));
}
END_TEST

/* Column widths and number formats are those of the texts. */
static void write_numbers(const char *path, bool with_text)
{
    static const double numbers[] = {-1, 0, 9.5, 99.994, 1000, -123456789.25, 1e12, 1e12};
    struct xlsx *xlsx;
    assert_ok(xlsx_open(arena, path, folder, small_book(), &xlsx, &err));
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        struct view_cell cells[] = {cell_decimal(arena, numbers[i], (int)(i % 4)),
                                    cell_integer(arena, (long long)numbers[i])};
        if (!with_text)
            cells[0].text = cells[1].text = "";
        assert_ok(xlsx_row(xlsx, 0, cells, &err));
    }
    assert_ok(xlsx_close(xlsx, &err));
}

START_TEST(numbers_need_no_text)
{
    write_numbers(in_folder("a.xlsx"), true);
    write_numbers(in_folder("b.xlsx"), false);
    assert_same_bytes(in_folder("a.xlsx"), in_folder("b.xlsx"));
}
END_TEST

/* Cells that differ from the one above them in what their style depends on. */
static struct view_cell *mixed_cells(size_t count)
{
    struct view_cell kinds[] = {
        cell_text("short"),
        cell_text("a text that is longer than a column may become, and takes two lines of it"),
        cell_decimal(arena, 12.5, 2),
        cell_decimal(arena, 12.5, 4),
        {.kind = CELL_DECIMAL, .text = "", .number = 7.25, .places = 2},
        {.kind = CELL_DECIMAL, .text = "", .number = -123456.75, .places = 2},
        {.kind = CELL_DECIMAL, .text = "", .number = 7.25, .places = 4},
        {.kind = CELL_DECIMAL, .text = "", .number = 7.25, .places = 2, .tone = TONE_INFO},
        {.kind = CELL_DECIMAL, .text = "", .number = 7.25, .places = 2, .input = true},
        {.kind = CELL_DECIMAL, .text = "much", .number = 1e15},
        {.kind = CELL_INTEGER, .text = "", .number = 123456},
        {.kind = CELL_INTEGER, .text = "1987", .number = 1987},
        cell_integer(arena, 1987),
        cell_boolean(true),
        cell_date("2026-11-21"),
        cell_date("2026-11-31"),
        cell_link("site", "https://a.example"),
        cell_link("mail", "mailto:a@example.org"),
        cell_missing("Not stated"),
        cell_missing(""),
        cell_toned(cell_missing(""), TONE_INFO),
        cell_toned(cell_text("\xC5\xBBubr"), TONE_ERROR),
    };
    enum { KINDS = sizeof kinds / sizeof kinds[0] };
    struct view_cell *cells = arena_array(arena, count, sizeof *cells);
    for (size_t i = 0; i < count; i++) /* every kind below every other in every column */
        cells[i] = kinds[(i + i / KINDS * (i / KINDS / KINDS + 1)) % KINDS];
    return cells;
}

static void write_mixed(const char *path, bool streamed)
{
    enum { ROWS = 2000 };
    static struct view_column columns[] = {
        {.title = "First", .kind = CELL_TEXT},
        {.title = "Share", .kind = CELL_DECIMAL, .unit = "%", .align = ALIGN_END},
        {.title = "Wide", .kind = CELL_TEXT, .wide = true},
    };
    struct xlsx *xlsx;
    struct view_workbook *book = small_book();
    struct view_table *table = &book->sheets[0].table;
    table->columns = columns;
    table->column_count = 3;
    struct view_cell *cells = mixed_cells(3 * ROWS);
    if (!streamed) {
        table->cells = cells;
        table->row_count = ROWS;
    }
    assert_ok(xlsx_open(arena, path, folder, book, &xlsx, &err));
    for (size_t i = 0; streamed && i < ROWS; i++)
        assert_ok(xlsx_row(xlsx, 0, cells + 3 * i, &err));
    assert_ok(xlsx_close(xlsx, &err));
}

START_TEST(streamed_rows_look_like_static_ones)
{
    write_mixed(in_folder("a.xlsx"), false);
    write_mixed(in_folder("b.xlsx"), true);
    assert_same_bytes(in_folder("a.xlsx"), in_folder("b.xlsx"));
}
END_TEST

static size_t memory_in_use(void)
{
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

/* No more than what the workbook has become, which its rows wait in. */
static void assert_only_packed(size_t grown, const char *path)
{
    struct stat status;
    ck_assert_int_eq(stat(path, &status), 0);
    ck_assert_uint_le(grown, (size_t)status.st_size + (128 << 10));
}

START_TEST(streamed_rows_are_not_kept_as_text)
{
    struct xlsx *xlsx;
    assert_ok(xlsx_open(arena, in_folder("many.xlsx"), folder, small_book(), &xlsx, &err));
    struct arena *batch = arena_new();
    size_t before = 0;
    for (size_t i = 0; i < 60000; i++) {
        if (i == 20000) /* the buffers have their size */
            before = memory_in_use();
        add_small_row(xlsx, batch, arena_printf(batch, "Organization %zu", i));
        arena_reset(batch);
    }
    size_t grown = memory_in_use() - before;
    arena_free(batch);
    assert_ok(xlsx_close(xlsx, &err));
    assert_only_packed(grown, in_folder("many.xlsx"));
}
END_TEST

START_TEST(streamed_formulas_are_not_kept_as_text)
{
    struct xlsx *xlsx;
    const struct workbook_case *data = workbook_case(arena);
    const struct view_workbook *book =
        view_sector_workbook(&data->context, &data->configs.sectors[0], &data->columns, arena);
    assert_ok(xlsx_open(arena, in_folder("scores.xlsx"), folder, book, &xlsx, &err));
    struct arena *batch = arena_new();
    size_t before = 0;
    for (size_t i = 0; i < 6000; i++) {
        if (i == 3000)
            before = memory_in_use();
        assert_ok(xlsx_row(xlsx, SECTOR_SHEET_SCORES,
                           view_score_cells(batch, &book->sheets[SECTOR_SHEET_SCORES],
                                            &data->organizations[0], &data->scored[0]),
                           &err));
        arena_reset(batch);
    }
    size_t grown = memory_in_use() - before;
    arena_free(batch);
    assert_ok(xlsx_close(xlsx, &err));
    assert_only_packed(grown, in_folder("scores.xlsx"));
}
END_TEST

START_TEST(a_full_sheet_is_an_error_that_names_it)
{
    struct xlsx *xlsx;
    struct view_cell cells[] = {cell_text("a"), cell_integer(arena, 1)};
    assert_ok(xlsx_open(arena, in_folder("full.xlsx"), folder, small_book(), &xlsx, &err));
    xlsx_limit_rows(xlsx, 3); /* the header is one */
    assert_ok(xlsx_row(xlsx, 0, cells, &err));
    assert_ok(xlsx_row(xlsx, 0, cells, &err));
    ck_assert(!xlsx_row(xlsx, 0, cells, &err));
    ck_assert_int_eq(err.code, ERROR_FAILED);
    assert_says("sheet 'Small' is full: a workbook holds 3 rows a sheet");
    assert_says("full.xlsx");
}
END_TEST

START_TEST(an_arena_freed_early_leaves_nothing)
{
    struct xlsx *xlsx;
    struct arena *own = arena_new();
    assert_ok(xlsx_open(own, in_folder("gone.xlsx"), folder, small_book(), &xlsx, &err));
    add_small_row(xlsx, own, "a");
    ck_assert_uint_eq(files_in(folder), 1);
    arena_free(own);
    ck_assert_uint_eq(files_in(folder), 0);
}
END_TEST

START_TEST(what_stands_is_not_overwritten)
{
    struct xlsx *xlsx;
    const char *path = in_folder("there.xlsx");
    assert_ok(file_write(path, "mine", 4, &err));
    ck_assert(!xlsx_open(arena, path, folder, small_book(), &xlsx, &err));
    assert_says("cannot create workbook");
    assert_says("there.xlsx': File exists");
    char *text;
    assert_ok(file_read(arena, path, 100, &text, NULL, &err));
    ck_assert_str_eq(text, "mine");
}
END_TEST

static struct sheet_table *sheet_of(const char *path, const char *name)
{
    struct sheet_table *table = arena_alloc(arena, sizeof *table);
    assert_ok(sheet_read(arena, path, name, table, &err));
    return table;
}

static void assert_same_sheet(const char *one, const char *other, const char *name)
{
    const struct sheet_table *a = sheet_of(one, name);
    const struct sheet_table *b = sheet_of(other, name);
    ck_assert_uint_gt(a->count, 0);
    ck_assert_uint_eq(a->count, b->count);
    for (size_t i = 0; i < a->count; i++) {
        ck_assert_str_eq(a->cells[i].text, b->cells[i].text);
        ck_assert_uint_eq(a->cells[i].row, b->cells[i].row);
        ck_assert_uint_eq(a->cells[i].column, b->cells[i].column);
        ck_assert_int_eq(a->cells[i].formula, b->cells[i].formula);
    }
}

START_TEST(rows_may_be_made_ahead)
{
    const char *rows = in_folder("rows");
    const char *after = in_folder("after.xlsx");
    const char *at_once = in_folder("at-once.xlsx");
    assert_ok(write_rows_ahead(rows));
    ck_assert_uint_eq(files_in(folder), 1);
    assert_ok(write_portfolio_after(rows, after));
    assert_ok(write_portfolio(at_once));
    assert_same_sheet(after, at_once, "Scores");
    assert_same_sheet(after, at_once, "Organizations");
    assert_same_sheet(after, at_once, "Summary");
    const char *again = in_folder("again.xlsx");
    assert_ok(write_portfolio_after(rows, again));
    char *texts[2];
    size_t lengths[2];
    assert_ok(file_read(arena, after, 1 << 20, &texts[0], &lengths[0], &err));
    assert_ok(file_read(arena, again, 1 << 20, &texts[1], &lengths[1], &err));
    ck_assert_mem_eq(texts[0], texts[1], lengths[0]);
}
END_TEST

START_TEST(rows_made_ahead_are_all_rows)
{
    struct xlsx *xlsx;
    struct view_workbook *book = portfolio_book();
    book->rows = in_folder("rows");
    assert_ok(write_rows_ahead(book->rows));
    assert_ok(xlsx_open(arena, in_folder("more.xlsx"), folder, book, &xlsx, &err));
    ck_assert(!add_portfolio_rows(xlsx, book));
    assert_says("sheet 'Scores' has all its rows");
}
END_TEST

/* Wherever the file ends too early. */
START_TEST(rows_made_ahead_are_whole)
{
    char *text;
    size_t length;
    const char *rows = in_folder("rows");
    ck_assert(!write_portfolio_after(rows, in_folder("none.xlsx")));
    assert_says("No such file or directory");
    assert_ok(write_rows_ahead(rows));
    assert_ok(file_read(arena, rows, 1 << 20, &text, &length, &err));
    size_t step = length / 50;
    for (size_t cut = 0; cut < length; cut += step) {
        assert_ok(file_write(rows, text, cut, &err));
        error_clear(&err);
        ck_assert_msg(!write_portfolio_after(rows, in_folder("cut.xlsx")), "%zu bytes", cut);
        assert_says("cannot write workbook");
        ck_assert_uint_eq(files_in(folder), 1);
        error_clear(&err);
    }
}
END_TEST

START_TEST(rows_below_a_sum_are_refused)
{
    struct xlsx *xlsx;
    struct view_workbook *book = small_book();
    struct view_cell cells[] = {cell_text("a"), cell_integer(arena, 1)};
    book->sheets[0].table.cells = cells;
    book->sheets[0].table.row_count = 1;
    book->sheets[0].sum_column = 2;
    book->sheets[0].sum_value = 1;
    assert_ok(xlsx_open(arena, in_folder("sum.xlsx"), folder, book, &xlsx, &err));
    ck_assert(!xlsx_row(xlsx, 0, cells, &err));
    assert_says("sheet 'Small' ends with a sum");
    assert_ok(xlsx_close(xlsx, &err));
}
END_TEST

/* Everything written to stderr while the test runs goes to a file of its own. */
static int catch_stderr(void)
{
    int before = dup(STDERR_FILENO);
    int fd = open(in_folder("stderr"), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ck_assert_int_ge(dup2(fd, STDERR_FILENO), 0);
    close(fd);
    return before;
}

static void assert_stderr_empty(int before)
{
    struct stat status;
    dup2(before, STDERR_FILENO);
    close(before);
    ck_assert_int_eq(stat(in_folder("stderr"), &status), 0);
    ck_assert_int_eq((int)status.st_size, 0);
    unlink(in_folder("stderr"));
}

START_TEST(the_library_does_not_talk)
{
    struct xlsx *xlsx;
    struct view_workbook *book = small_book();
    int before = catch_stderr();
    book->sheets[0].name = "not:valid";
    ck_assert(!xlsx_open(arena, in_folder("a.xlsx"), folder, book, &xlsx, &err));
    assert_says("sheet 'not:valid'");
    book->sheets[0].name = "Valid";
    ck_assert(!xlsx_open(arena, in_folder("b.xlsx"), in_folder("missing"), book, &xlsx, &err));
    assert_says("cannot keep temporary files in '");
    assert_says("missing': No such file or directory");
    ck_assert(!xlsx_open(arena, in_folder("no/c.xlsx"), folder, book, &xlsx, &err));
    assert_says("cannot create workbook");
    assert_stderr_empty(before);
    ck_assert_uint_eq(files_in(folder), 0);
}
END_TEST

static bool write_long(const char *path)
{
    struct xlsx *xlsx;
    struct view_cell cells[] = {cell_text("An organization of some length"), cell_missing("-")};
    if (!xlsx_open(arena, path, folder, small_book(), &xlsx, &err))
        return false;
    for (size_t i = 0; i < 600; i++)
        if (!xlsx_row(xlsx, 0, cells, &err))
            return false;
    return xlsx_close(xlsx, &err);
}

/* One write with files limited to so many bytes: the whole workbook, or an error and nothing. */
static bool write_limited(bool (*write_book)(const char *), rlim_t limit)
{
    struct rlimit unlimited;
    getrlimit(RLIMIT_FSIZE, &unlimited);
    struct rlimit tight = {limit, unlimited.rlim_max};
    int before = catch_stderr();
    setrlimit(RLIMIT_FSIZE, &tight);
    bool ok = write_book(in_folder("limited.xlsx"));
    setrlimit(RLIMIT_FSIZE, &unlimited);
    assert_stderr_empty(before);
    ck_assert_uint_eq(files_in(folder), ok ? 2 : 1);
    if (ok) {
        assert_same_bytes(in_folder("reference.xlsx"), in_folder("limited.xlsx"));
        unlink(in_folder("limited.xlsx"));
        return true;
    }
    ck_assert_int_eq(err.code, ERROR_FAILED);
    assert_says("limited.xlsx");
    return false;
}

static void sweep(bool (*write_book)(const char *), rlim_t most, rlim_t step)
{
    size_t failed = 0, whole = 0;
    signal(SIGXFSZ, SIG_IGN);
    assert_ok(write_book(in_folder("reference.xlsx")));
    for (rlim_t limit = 0; limit < most; limit += step)
        if (write_limited(write_book, limit))
            whole++;
        else
            failed++;
    ck_assert_uint_gt(failed, 10);
    ck_assert_uint_gt(whole, 10);
}

START_TEST(a_full_disk_leaves_nothing)
{
    sweep(write_portfolio, 50000, 997);
}
END_TEST

/* Here the library's own files are larger than the workbook, and it does not notice. */
START_TEST(a_full_temporary_folder_leaves_nothing)
{
    sweep(write_long, 100000, 497);
}
END_TEST

START_TEST(links_beyond_what_a_sheet_holds_are_text)
{
    struct xlsx *xlsx;
    assert_ok(xlsx_open(arena, in_folder("links.xlsx"), folder, small_book(), &xlsx, &err));
    struct view_cell cells[] = {cell_link("site", "https://a.example"), cell_missing("")};
    size_t before = mallinfo2().uordblks;
    for (size_t i = 0; i < 65540; i++)
        assert_ok(xlsx_row(xlsx, 0, cells, &err));
    ck_assert_uint_le(mallinfo2().uordblks, before + (8 << 20));
    assert_ok(xlsx_close(xlsx, &err));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("render/xlsx");
    TCase *tcase = tcase_create("files");
    tcase_set_timeout(tcase, 120);
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, workbooks_for_other_programs);
    tcase_add_test(tcase, same_data_gives_the_same_bytes);
    tcase_add_test(tcase, numbers_need_no_text);
    tcase_add_test(tcase, streamed_rows_look_like_static_ones);
    tcase_add_test(tcase, streamed_rows_are_not_kept_as_text);
    tcase_add_test(tcase, streamed_formulas_are_not_kept_as_text);
    tcase_add_test(tcase, a_full_sheet_is_an_error_that_names_it);
    tcase_add_test(tcase, an_arena_freed_early_leaves_nothing);
    tcase_add_test(tcase, what_stands_is_not_overwritten);
    tcase_add_test(tcase, rows_may_be_made_ahead);
    tcase_add_test(tcase, rows_made_ahead_are_all_rows);
    tcase_add_test(tcase, rows_made_ahead_are_whole);
    tcase_add_test(tcase, rows_below_a_sum_are_refused);
    tcase_add_test(tcase, the_library_does_not_talk);
    tcase_add_test(tcase, a_full_disk_leaves_nothing);
    tcase_add_test(tcase, a_full_temporary_folder_leaves_nothing);
    tcase_add_test(tcase, links_beyond_what_a_sheet_holds_are_text);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
