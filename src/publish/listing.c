#include "publish/listing.h"

#include "base/strbuf.h"

#include <errno.h>
#include <stdint.h>
#include <unistd.h>

enum { MARK_EVERY = 16, MARKS_MOST = 8192, BUFFER_BYTES = 64 * 1024, ROW_LIMIT = 1024 * 1024 };

/* What stands before the strings of a row, each of which follows with its terminator. */
struct head {
    uint32_t path_length;
    uint32_t note_length;
    int64_t bytes;
    uint32_t flags;
    unsigned char digest[DIGEST_BYTES];
};

static const char entry_begin[] = "    {\"path\": \"";
static const char entry_bytes[] = "\", \"bytes\": ";
static const char entry_digest[] = ", \"sha256\": \"";

/* ---- one row ---- */

void listing_write(struct file_writer *writer, const struct listing_row *row)
{
    struct head head = {
        .path_length = (uint32_t)strlen(row->path),
        .note_length = (uint32_t)strlen(row->note),
        .bytes = row->bytes,
        .flags = row->flags,
    };
    memcpy(head.digest, row->digest.bytes, DIGEST_BYTES);
    file_add(writer, &head, sizeof head);
    file_add(writer, row->path, head.path_length + 1);
    file_add(writer, row->note, head.note_length + 1);
}

long long listing_row_bytes(const struct listing_row *row)
{
    return (long long)(sizeof(struct head) + strlen(row->path) + strlen(row->note) + 2);
}

/* The row at hand, not yet taken apart. */
struct raw {
    const char *path;
    size_t path_length;
    size_t length; /* of the whole row */
};

enum found { FOUND_ROW, FOUND_PART, FOUND_DAMAGE };

static enum found look_at_row(const char *at, size_t left, struct raw *raw)
{
    struct head head;
    if (left < sizeof head)
        return FOUND_PART;
    memcpy(&head, at, sizeof head);
    if (head.path_length > ROW_LIMIT || head.note_length > ROW_LIMIT)
        return FOUND_DAMAGE;
    *raw = (struct raw){at + sizeof head, head.path_length,
                        sizeof head + head.path_length + head.note_length + 2};
    if (left < raw->length)
        return FOUND_PART;
    return raw->path[raw->path_length] == '\0' && at[raw->length - 1] == '\0' ? FOUND_ROW
                                                                              : FOUND_DAMAGE;
}

static enum found look_at_entry(const char *at, size_t left, struct raw *raw)
{
    const size_t skip = sizeof entry_begin - 1;
    const char *end = memchr(at, '\n', left);
    if (!end)
        return FOUND_PART;
    raw->length = (size_t)(end + 1 - at);
    if (raw->length <= skip || memcmp(at, entry_begin, skip) != 0)
        return FOUND_DAMAGE;
    raw->path = at + skip;
    const char *quote = memchr(raw->path, '"', raw->length - skip);
    raw->path_length = quote ? (size_t)(quote - raw->path) : 0;
    return quote ? FOUND_ROW : FOUND_DAMAGE;
}

static enum found look(enum listing_form form, const char *at, size_t left, struct raw *raw)
{
    return form == LISTING_ROWS ? look_at_row(at, left, raw) : look_at_entry(at, left, raw);
}

static bool take(const char **at, const char *end, const char *literal, size_t length)
{
    if ((size_t)(end - *at) < length || memcmp(*at, literal, length) != 0)
        return false;
    *at += length;
    return true;
}

/* As it is written: without sign and leading zeros. */
static bool take_bytes(const char **at, const char *end, long long *bytes)
{
    const char *start = *at;
    long long value = 0;
    while (*at < end && **at >= '0' && **at <= '9' && *at - start < 18)
        value = value * 10 + (*(*at)++ - '0');
    *bytes = value;
    return *at > start && (*start != '0' || *at - start == 1);
}

static bool parse_entry(const struct raw *raw, const char *at, struct listing_row *row)
{
    const char *end = at + raw->length;
    at = raw->path + raw->path_length;
    row->note = "";
    row->flags = 0;
    if (!take(&at, end, entry_bytes, sizeof entry_bytes - 1) ||
        !take_bytes(&at, end, &row->bytes) ||
        !take(&at, end, entry_digest, sizeof entry_digest - 1) || end - at < DIGEST_HEX - 1 ||
        !digest_parse_bytes(at, &row->digest))
        return false;
    at += DIGEST_HEX - 1;
    if (take(&at, end, "\"},\n", 4))
        return true;
    row->flags = LISTING_LAST;
    return take(&at, end, "\"}\n", 3);
}

/* All but the path. */
static bool parse(enum listing_form form, const struct raw *raw, const char *at,
                  struct listing_row *row)
{
    if (form == LISTING_MANIFEST)
        return parse_entry(raw, at, row);
    struct head head;
    memcpy(&head, at, sizeof head);
    row->note = raw->path + raw->path_length + 1;
    row->bytes = head.bytes;
    row->flags = head.flags;
    memcpy(row->digest.bytes, head.digest, DIGEST_BYTES);
    return true;
}

/* ---- reading in order ---- */

static bool damaged(const struct listing *listing, struct error *err)
{
    return error_set(err, ERROR_FAILED, "'%s' is damaged", listing->name);
}

/* The last block whose first path is not behind `path`. */
static size_t block_of(const struct listing *listing, const char *path)
{
    size_t low = 0;
    size_t high = listing->mark_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(listing->marks[middle].path, path) <= 0)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static long long block_end(const struct listing *listing, size_t block)
{
    return block + 1 < listing->mark_count ? listing->marks[block + 1].at : listing->end;
}

static void *allocate(void *old, size_t size)
{
    void *memory = realloc(old, size);
    if (!memory)
        out_of_memory();
    return memory;
}

/* More bytes behind those at hand. False: none are left, or they cannot be read. */
static bool refill(struct listing_cursor *cursor, struct error *err)
{
    const struct listing *listing = cursor->listing;
    if (cursor->offset >= listing->end)
        return damaged(listing, err);
    if (cursor->filled > cursor->at)
        memmove(cursor->buffer, cursor->buffer + cursor->at, cursor->filled - cursor->at);
    cursor->filled -= cursor->at;
    cursor->at = 0;
    if (cursor->filled == cursor->capacity) {
        if (cursor->capacity > (size_t)4 * ROW_LIMIT)
            return damaged(listing, err);
        cursor->capacity = cursor->capacity > 0 ? 2 * cursor->capacity : BUFFER_BYTES;
        cursor->buffer = allocate(cursor->buffer, cursor->capacity);
    }
    size_t room = cursor->capacity - cursor->filled;
    if ((long long)room > listing->end - cursor->offset)
        room = (size_t)(listing->end - cursor->offset);
    ssize_t count = pread(listing->fd, cursor->buffer + cursor->filled, room, cursor->offset);
    if (count < 0)
        return error_set_errno(err, ERROR_FAILED, "cannot read '%s'", listing->name);
    if (count == 0)
        return damaged(listing, err);
    cursor->filled += (size_t)count;
    cursor->offset += count;
    return true;
}

/* The row at the cursor, whole in its buffer; *found is false behind the last one. */
static bool next_raw(struct listing_cursor *cursor, struct raw *raw, bool *found, struct error *err)
{
    const struct listing *listing = cursor->listing;
    for (;;) {
        size_t left = cursor->filled - cursor->at;
        *found = left > 0 || cursor->offset < listing->end;
        if (!*found)
            return true;
        enum found state =
            left > 0 ? look(listing->form, cursor->buffer + cursor->at, left, raw) : FOUND_PART;
        if (state != FOUND_PART)
            return state == FOUND_ROW || damaged(listing, err);
        if (!refill(cursor, err))
            return false;
    }
}

static bool take_row(struct listing_cursor *cursor, const struct raw *raw,
                     const struct listing_row **row, struct error *err)
{
    const struct listing *listing = cursor->listing;
    char *at = cursor->buffer + cursor->at;
    if (!parse(listing->form, raw, at, &cursor->row))
        return damaged(listing, err);
    char *path = at + (raw->path - at);
    path[raw->path_length] = '\0';
    if (strlen(path) != raw->path_length)
        return damaged(listing, err);
    cursor->row.path = path;
    cursor->at += raw->length;
    *row = &cursor->row;
    return true;
}

static bool read_row(struct listing_cursor *cursor, const struct listing_row **row,
                     struct error *err)
{
    struct raw raw;
    bool found;
    *row = NULL;
    return next_raw(cursor, &raw, &found, err) && (!found || take_row(cursor, &raw, row, err));
}

void listing_begin(struct listing_cursor *cursor, const struct listing *listing, const char *path)
{
    *cursor = (struct listing_cursor){.listing = listing, .offset = listing->begin};
    if (listing->mark_count == 0 || path[0] == '\0')
        return;
    cursor->offset = listing->marks[block_of(listing, path)].at;
    const struct listing_row *row;
    do
        cursor->held = read_row(cursor, &row, NULL) && row;
    while (cursor->held && strcmp(row->path, path) < 0);
}

void listing_close(struct listing_cursor *cursor)
{
    free(cursor->buffer);
    cursor->buffer = NULL;
}

bool listing_next(struct listing_cursor *cursor, const struct listing_row **row, struct error *err)
{
    if (!cursor->held)
        return read_row(cursor, row, err);
    cursor->held = false;
    *row = &cursor->row;
    return true;
}

static int compare_path(const struct raw *raw, const char *path)
{
    int order = strncmp(raw->path, path, raw->path_length);
    return order != 0 ? order : -(path[raw->path_length] != '\0');
}

bool listing_seek(struct listing_cursor *cursor, const char *path, const struct listing_row **row,
                  struct error *err)
{
    struct raw raw;
    bool found;
    *row = NULL;
    int held = cursor->held ? strcmp(cursor->row.path, path) : -1;
    if (held > 0)
        return true;
    cursor->held = false;
    if (held == 0) {
        *row = &cursor->row;
        return true;
    }
    while (next_raw(cursor, &raw, &found, err)) {
        int order = found ? compare_path(&raw, path) : 1;
        if (order > 0)
            return true;
        if (order == 0)
            return take_row(cursor, &raw, row, err);
        cursor->at += raw.length;
    }
    return false;
}

/* ---- a whole listing ---- */

/* Every other mark: blocks are twice as long from here on. */
static void thin(struct listing *listing)
{
    listing->mark_count /= 2;
    for (size_t i = 0; i < listing->mark_count; i++)
        listing->marks[i] = listing->marks[2 * i];
    listing->mark_every *= 2;
}

struct checking {
    struct listing *listing;
    struct arena *arena;
    const struct listing_check *check;
    struct strbuf last; /* the path before */
};

static bool check_row(struct checking *checking, const struct listing_row *row, long long at,
                      struct error *err)
{
    struct listing *listing = checking->listing;
    int order = listing->count == 0 ? -1 : strcmp(checking->last.text, row->path);
    if (order > 0 || (order == 0 && !checking->check->repeats))
        return error_set(err, ERROR_FAILED, "'%s': '%s' is not at its place in the order by path",
                         listing->name, row->path);
    if (listing->count % listing->mark_every == 0) {
        if (listing->mark_count == MARKS_MOST)
            thin(listing);
        listing->marks = arena_grow(checking->arena, listing->marks, &listing->mark_capacity,
                                    listing->mark_count + 1, sizeof *listing->marks);
        listing->marks[listing->mark_count++] =
            (struct listing_mark){arena_strdup(checking->arena, row->path), at};
    }
    listing->count++;
    strbuf_reset(&checking->last);
    strbuf_addstr(&checking->last, row->path);
    const struct listing_check *check = checking->check;
    return !check->visit || check->visit(check->context, row, err);
}

bool listing_check(struct listing *listing, struct arena *arena, const struct listing_check *check,
                   struct error *err)
{
    struct checking checking = {.listing = listing, .arena = arena, .check = check};
    struct listing_cursor cursor;
    const struct listing_row *row;
    strbuf_init(&checking.last);
    listing->count = listing->mark_count = 0;
    listing->mark_every = MARK_EVERY;
    listing_begin(&cursor, listing, "");
    long long at = listing->begin;
    bool ok = true;
    while ((ok = listing_next(&cursor, &row, err)) && row) {
        if (!(ok = check_row(&checking, row, at, err)))
            break;
        at = cursor.offset - (long long)(cursor.filled - cursor.at);
    }
    listing_close(&cursor);
    strbuf_release(&checking.last);
    return ok;
}

/* ---- one of its rows ---- */

static bool read_block(const struct listing *listing, size_t block, char *buffer)
{
    long long at = listing->marks[block].at;
    size_t length = (size_t)(block_end(listing, block) - at);
    return pread(listing->fd, buffer, length, at) == (ssize_t)length;
}

static bool search(const struct listing *listing, const char *at, size_t left,
                   struct listing_row *row)
{
    struct raw raw;
    size_t length = strlen(row->path);
    while (left > 0 && look(listing->form, at, left, &raw) == FOUND_ROW) {
        if (raw.path_length == length && memcmp(raw.path, row->path, length) == 0)
            return parse(listing->form, &raw, at, row);
        at += raw.length;
        left -= raw.length;
    }
    return false;
}

bool listing_find(const struct listing *listing, const char *path, struct listing_row *row)
{
    char near[16 * 1024];
    struct listing_row unused;
    row = row ? row : &unused;
    if (listing->mark_count == 0)
        return false;
    size_t block = block_of(listing, path);
    size_t length = (size_t)(block_end(listing, block) - listing->marks[block].at);
    char *buffer = length <= sizeof near ? near : allocate(NULL, length);
    row->path = path;
    bool found = read_block(listing, block, buffer) && search(listing, buffer, length, row);
    row->note = "";
    if (buffer != near)
        free(buffer);
    return found;
}

/* ---- several at once ---- */

void listing_merge_begin(struct listing_merge *merge, struct arena *arena,
                         const struct listing *const *listings, size_t count)
{
    *merge = (struct listing_merge){.count = count};
    merge->cursors = arena_array(arena, count, sizeof *merge->cursors);
    merge->rows = arena_array(arena, count, sizeof *merge->rows);
    for (size_t i = 0; i < count; i++)
        listing_begin(&merge->cursors[i], listings[i], "");
}

void listing_merge_end(struct listing_merge *merge)
{
    for (size_t i = 0; i < merge->count; i++)
        listing_close(&merge->cursors[i]);
}

static bool advance(struct listing_merge *merge, struct error *err)
{
    if (merge->started)
        return listing_next(&merge->cursors[merge->last], &merge->rows[merge->last], err);
    merge->started = true;
    for (size_t i = 0; i < merge->count; i++)
        if (!listing_next(&merge->cursors[i], &merge->rows[i], err))
            return false;
    return true;
}

bool listing_merge_next(struct listing_merge *merge, const struct listing_row **row,
                        struct error *err)
{
    *row = NULL;
    if (merge->count == 0)
        return true;
    if (!advance(merge, err))
        return false;
    for (size_t i = 0; i < merge->count; i++) {
        if (!merge->rows[i])
            continue;
        int order = *row ? strcmp(merge->rows[i]->path, (*row)->path) : -1;
        if (order == 0 && merge->unique)
            return error_set(err, ERROR_FAILED, "'%s' is in the release already", (*row)->path);
        if (order < 0) {
            *row = merge->rows[i];
            merge->last = i;
        }
    }
    return true;
}
