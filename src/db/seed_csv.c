#include "db/seed_csv.h"

#include "base/strbuf.h"

/* Steps over one record; *at is left behind its line end. */
static struct csv_record take_record(const char *text, size_t length, size_t *at, size_t *line)
{
    struct csv_record record = {.start = text + *at, .line = *line, .fields = 1};
    bool quoted = false;
    size_t i = *at;
    for (; i < length; i++) {
        char c = text[i];
        if (c == '"')
            quoted = !quoted; /* a doubled quote closes and opens again */
        else if (c == ',' && !quoted)
            record.fields++;
        else if (c == '\n' && !quoted)
            break;
        else if (c == '\n')
            ++*line;
    }
    record.last_line = *line;
    record.open_quote = quoted;
    record.length = i - *at;
    if (record.length > 0 && text[i - 1] == '\r')
        record.length--;
    *at = i < length ? i + 1 : i;
    ++*line;
    return record;
}

void csv_scan(struct arena *arena, struct csv_file *file)
{
    size_t capacity = 0;
    size_t line = 1;
    file->records = NULL;
    file->count = 0;
    for (size_t at = 0; at < file->length;) {
        file->records =
            arena_grow(arena, file->records, &capacity, file->count + 1, sizeof *file->records);
        file->records[file->count++] = take_record(file->text, file->length, &at, &line);
    }
}

const char *csv_field(struct arena *arena, const struct csv_record *record, size_t n)
{
    struct strbuf field;
    strbuf_init(&field);
    bool quoted = false;
    size_t index = 0;
    for (size_t i = 0; i < record->length && index <= n; i++) {
        char c = record->start[i];
        if (c == '"') {
            bool doubled = quoted && i + 1 < record->length && record->start[i + 1] == '"';
            if (doubled && index == n)
                strbuf_addch(&field, '"');
            if (doubled)
                i++;
            else
                quoted = !quoted;
        } else if (c == ',' && !quoted) {
            index++;
        } else if (index == n) {
            strbuf_addch(&field, c);
        }
    }
    const char *value = arena_strndup(arena, field.text, field.length);
    strbuf_release(&field);
    return value;
}

const struct csv_record *csv_record_at(const struct csv_file *file, size_t line)
{
    for (size_t i = 0; i < file->count; i++)
        if (line >= file->records[i].line && line <= file->records[i].last_line)
            return &file->records[i];
    return NULL;
}
