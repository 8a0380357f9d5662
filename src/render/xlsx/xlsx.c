#include "render/xlsx/xlsx.h"

#include "render/xlsx/ahead.h"
#include "render/xlsx/assemble.h"
#include "render/xlsx/internal.h"
#include "render/xlsx/sheet.h"
#include "render/xlsx/text.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

struct xlsx {
    struct arena *arena;
    const struct view_workbook *book;
    const char *path;
    char *temporary_dir;
    lxw_workbook *workbook; /* NULL once the library has freed it */
    bool created;           /* path is ours to remove */
    bool rows_only;         /* those made ahead of the workbook */
    struct styles *styles;
    struct strbuf scratch;
    struct sheet *sheets;
    size_t begun; /* of them */
    const char *footer;
};

/* The library says on stderr what it also returns. Our log holds a stream of its own, so only the
 * library's words go elsewhere while this is in force. */
struct silence {
    FILE *before;
    char words[512];
};

static void silence_begin(struct silence *silence)
{
    silence->before = stderr;
    FILE *sink = fmemopen(silence->words, sizeof silence->words, "w");
    if (sink)
        stderr = sink;
}

static void silence_end(struct silence *silence)
{
    int saved = errno;
    if (stderr != silence->before) {
        fclose(stderr);
        stderr = silence->before;
    }
    errno = saved;
}

/* States what failed with the system's reason where there is one. */
static bool fail(const struct xlsx *xlsx, int reason, const char *otherwise, struct error *err)
{
    errno = reason;
    if (reason)
        error_set_errno(err, ERROR_FAILED, "cannot write workbook '%s'", xlsx->path);
    else
        error_set(err, ERROR_FAILED, "cannot write workbook '%s': %s", xlsx->path, otherwise);
    return error_hint(err, "is there room beside it and in '%s'?", xlsx->temporary_dir);
}

/* The library forgets its row files when it frees a sheet that was not assembled. */
static void discard(void *pointer)
{
    struct xlsx *xlsx = pointer;
    for (size_t i = 0; i < xlsx->begun; i++) {
        grid_release(&xlsx->sheets[i].out);
        links_release(&xlsx->sheets[i].links);
    }
    xlsx->begun = 0;
    if (xlsx->workbook) {
        for (size_t i = 0; i < xlsx->book->sheet_count; i++) {
            lxw_worksheet *target = xlsx->sheets[i].target;
            if (target && target->optimize_tmpfile)
                fclose(target->optimize_tmpfile);
        }
        lxw_workbook_free(xlsx->workbook);
        xlsx->workbook = NULL;
    }
    if (xlsx->created)
        unlink(xlsx->path);
    xlsx->created = false;
    strbuf_release(&xlsx->scratch);
}

static char *property(struct xlsx *xlsx, const char *text)
{
    return arena_strdup(xlsx->arena, sheet_text(&xlsx->scratch, text ? text : ""));
}

static bool set_properties(struct xlsx *xlsx, struct error *err)
{
    const struct view_workbook *book = xlsx->book;
    lxw_doc_properties properties = {
        .title = property(xlsx, book->title),
        .subject = property(xlsx, book->subject),
        .author = property(xlsx, book->author),
        .comments = property(xlsx, book->comments),
        /* 0 would mean now. */
        .created = book->created > 0 ? (time_t)book->created : 1,
    };
    lxw_error status = workbook_set_properties(xlsx->workbook, &properties);
    return status == LXW_NO_ERROR || fail(xlsx, 0, lxw_strerror(status), err);
}

/* Adds what fits; "&" begins a code in a footer. */
static void add_to_footer(struct xlsx *xlsx, struct strbuf *footer, const char *text)
{
    enum { MOST = 90 };
    size_t start = footer->length;
    text = sheet_text(&xlsx->scratch, text ? text : "");
    for (; *text && (footer->length - start < MOST || (*text & 0xC0) == 0x80); text++) {
        strbuf_addch(footer, *text);
        if (*text == '&')
            strbuf_addch(footer, '&');
    }
}

/* Paper says what the file says: which data, in force when, by which parameters. */
static void make_footer(struct xlsx *xlsx)
{
    struct strbuf footer;
    strbuf_init(&footer);
    strbuf_addstr(&footer, "&L&8");
    add_to_footer(xlsx, &footer, xlsx->book->title);
    strbuf_addstr(&footer, "&C&8");
    add_to_footer(xlsx, &footer, xlsx->book->comments);
    strbuf_addstr(&footer, "&R&8&A, page &P of &N");
    xlsx->footer = arena_strdup(xlsx->arena, footer.text);
    strbuf_release(&footer);
}

static bool add_sheet(struct xlsx *xlsx, size_t index, struct error *err)
{
    const struct view_sheet *view = &xlsx->book->sheets[index];
    struct sheet *sheet = &xlsx->sheets[index];
    errno = 0;
    sheet->target = workbook_add_worksheet(xlsx->workbook, view->name);
    if (!sheet->target) {
        lxw_error status = workbook_validate_sheet_name(xlsx->workbook, view->name);
        if (status != LXW_NO_ERROR)
            return error_set(err, ERROR_FAILED, "sheet '%s': %s", view->name, lxw_strerror(status));
        fail(xlsx, errno, "no temporary file", err);
        return error_context(err, "sheet '%s'", view->name);
    }
    if (view->comment_column > 0)
        worksheet_set_comments_author(sheet->target, property(xlsx, xlsx->book->author));
    return true;
}

static bool create(struct xlsx *xlsx, struct error *err)
{
    /* The library would go elsewhere without a word. */
    if (access(xlsx->temporary_dir, W_OK | X_OK) != 0)
        return error_set_errno(err, ERROR_FAILED, "cannot keep temporary files in '%s'",
                               xlsx->temporary_dir);
    int fd = open(xlsx->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0)
        return error_set_errno(err, ERROR_FAILED, "cannot create workbook '%s'", xlsx->path);
    close(fd);
    xlsx->created = true;
    return true;
}

static bool begin_workbook(struct xlsx *xlsx, struct error *err)
{
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = xlsx->temporary_dir};
    xlsx->workbook = workbook_new_opt(xlsx->path, &options);
    if (!xlsx->workbook)
        return fail(xlsx, errno, "no memory", err);
    xlsx->styles = styles_new(xlsx->arena, xlsx->workbook);
    return true;
}

static void init_sheets(struct xlsx *xlsx)
{
    for (size_t i = 0; i < xlsx->book->sheet_count; i++) {
        const struct view_sheet *view = &xlsx->book->sheets[i];
        xlsx->sheets[i] = (struct sheet){
            .view = view,
            .workbook = xlsx->workbook,
            .styles = xlsx->styles,
            .words = words_new(xlsx->arena, xlsx->workbook),
            .scratch = &xlsx->scratch,
            .row_limit = LXW_ROW_MAX,
            .tone = view->tone,
            .widths = arena_array(xlsx->arena, view->table.column_count, sizeof(size_t)),
            .looks = arena_array(xlsx->arena, view->table.column_count, sizeof(struct text_look)),
            .memos = arena_array(xlsx->arena, view->table.column_count, sizeof(struct column_memo)),
        };
        struct sheet *sheet = &xlsx->sheets[i];
        grid_init(&sheet->out, xlsx->arena, view->table.column_count, xlsx->temporary_dir);
        links_init(&sheet->links, xlsx->temporary_dir);
        xlsx->begun++;
    }
}

static struct ahead ahead_of(const struct xlsx *xlsx, const char *path)
{
    return (struct ahead){.path = path,
                          .workbook = xlsx->workbook,
                          .styles = xlsx->styles,
                          .sheets = xlsx->sheets,
                          .sheet_count = xlsx->book->sheet_count};
}

/* Rows made ahead come first of all: their styles and words have numbers already. */
static bool take_rows(struct xlsx *xlsx, struct error *err)
{
    if (!xlsx->book->rows)
        return true;
    const struct ahead ahead = ahead_of(xlsx, xlsx->book->rows);
    return ahead_load(&ahead) || fail(xlsx, errno, "the rows made ahead of it are cut short", err);
}

static bool add_sheets(struct xlsx *xlsx, struct error *err)
{
    for (size_t i = 0; i < xlsx->book->sheet_count; i++) {
        struct sheet *sheet = &xlsx->sheets[i];
        if (xlsx->rows_only && !sheet->view->ahead)
            continue;
        if ((!xlsx->rows_only && !add_sheet(xlsx, i, err)) ||
            (!sheet->ended && !sheet_begin(sheet, err)))
            return false;
    }
    return true;
}

static bool add_names(struct xlsx *xlsx, struct error *err)
{
    for (size_t i = 0; i < xlsx->book->name_count; i++) {
        const struct view_name *name = &xlsx->book->names[i];
        char formula[256];
        snprintf(formula, sizeof formula, "=%s", name->refers);
        lxw_error status = workbook_define_name(xlsx->workbook, name->name, formula);
        if (status != LXW_NO_ERROR)
            return error_set(err, ERROR_FAILED, "cannot name '%s' in workbook '%s': %s", name->name,
                             xlsx->path, lxw_strerror(status));
    }
    return true;
}

static struct xlsx *new_xlsx(struct arena *arena, const char *path, const char *temporary_dir,
                             const struct view_workbook *book)
{
    struct xlsx *xlsx = arena_alloc(arena, sizeof *xlsx);
    *xlsx = (struct xlsx){
        .arena = arena,
        .book = book,
        .path = arena_strdup(arena, path),
        .temporary_dir = arena_strdup(arena, temporary_dir),
        .sheets = arena_array(arena, book->sheet_count, sizeof(struct sheet)),
    };
    strbuf_init(&xlsx->scratch);
    arena_defer(arena, discard, xlsx);
    return xlsx;
}

static bool begin(struct xlsx *xlsx, struct error *err)
{
    if (!create(xlsx, err) || !begin_workbook(xlsx, err))
        return false;
    init_sheets(xlsx);
    if (xlsx->rows_only)
        return add_sheets(xlsx, err);
    return take_rows(xlsx, err) && set_properties(xlsx, err) && add_sheets(xlsx, err) &&
           add_names(xlsx, err);
}

/* Leaves nothing when it fails. */
static bool begin_in_silence(struct xlsx *xlsx, struct error *err)
{
    struct silence silence;
    silence_begin(&silence);
    bool ok = begin(xlsx, err);
    silence_end(&silence);
    if (!ok)
        discard(xlsx);
    return ok;
}

bool xlsx_open(struct arena *arena, const char *path, const char *temporary_dir,
               const struct view_workbook *book, struct xlsx **out, struct error *err)
{
    struct xlsx *xlsx = new_xlsx(arena, path, temporary_dir, book);
    if (!begin_in_silence(xlsx, err))
        return false;
    make_footer(xlsx);
    *out = xlsx;
    return true;
}

bool xlsx_open_rows(struct arena *arena, const char *path, const char *temporary_dir,
                    const struct view_workbook *book, struct xlsx **out, struct error *err)
{
    struct xlsx *xlsx = new_xlsx(arena, path, temporary_dir, book);
    xlsx->rows_only = true;
    *out = xlsx;
    return begin_in_silence(xlsx, err);
}

bool xlsx_row(struct xlsx *xlsx, size_t sheet, const struct view_cell *cells, struct error *err)
{
    if (sheet_add_row(&xlsx->sheets[sheet], cells, err))
        return true;
    return error_context(err, "workbook '%s'", xlsx->path);
}

void xlsx_limit_rows(struct xlsx *xlsx, size_t rows)
{
    for (size_t i = 0; i < xlsx->book->sheet_count; i++)
        xlsx->sheets[i].row_limit = rows;
}

static bool end_rows(struct xlsx *xlsx, struct error *err)
{
    for (size_t i = 0; i < xlsx->book->sheet_count; i++) {
        struct sheet *sheet = &xlsx->sheets[i];
        if (xlsx->rows_only && !sheet->view->ahead)
            continue;
        if (!sheet_end(sheet)) {
            fail(xlsx, errno, "a temporary file could not be written", err);
            return error_context(err, "sheet '%s'", sheet->view->name);
        }
    }
    return true;
}

/* What the library has to say: everything but the rows. */
static bool write_frame(struct xlsx *xlsx, struct archive *archive, struct error *err)
{
    lxw_workbook *workbook = xlsx->workbook;
    xlsx->workbook = NULL; /* freed by the library, also when it fails */
    errno = 0;
    lxw_error status = workbook_close(workbook);
    if (status != LXW_NO_ERROR)
        return fail(xlsx, errno, lxw_strerror(status), err);
    if (archive_read(xlsx->arena, xlsx->path, archive, err))
        return true;
    return error_hint(err, "is there room beside it and in '%s'?", xlsx->temporary_dir);
}

static bool finish_rows(struct xlsx *xlsx, struct error *err)
{
    const struct ahead ahead = ahead_of(xlsx, xlsx->path);
    return end_rows(xlsx, err) &&
           (ahead_save(&ahead) || fail(xlsx, errno, "its rows could not be written", err));
}

static bool finish_workbook(struct xlsx *xlsx, struct error *err)
{
    struct archive archive;
    if (!end_rows(xlsx, err))
        return false;
    for (size_t i = 0; i < xlsx->book->sheet_count; i++)
        if (!sheet_finish(&xlsx->sheets[i], xlsx->footer, err))
            return error_context(err, "workbook '%s'", xlsx->path);
    if (!write_frame(xlsx, &archive, err))
        return false;
    const struct assembly assembly = {.path = xlsx->path,
                                      .folder = xlsx->temporary_dir,
                                      .sheets = xlsx->sheets,
                                      .sheet_count = xlsx->book->sheet_count};
    errno = 0;
    return assemble(&assembly, &archive) ||
           fail(xlsx, errno, "it is larger than 4 GB or not whole", err);
}

bool xlsx_close(struct xlsx *xlsx, struct error *err)
{
    struct silence silence;
    silence_begin(&silence);
    bool ok = xlsx->rows_only ? finish_rows(xlsx, err) : finish_workbook(xlsx, err);
    silence_end(&silence);
    if (ok)
        xlsx->created = false; /* it is the caller's now */
    discard(xlsx);
    return ok;
}
