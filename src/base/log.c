#include "base/log.h"

#include "base/progress.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "base/utc.h"

#include <math.h>

static const char *const level_names[] = {"debug", "info", "warning", "error"};
static const char *const level_colors[] = {"\033[2m", "\033[36m", "\033[33m", "\033[31m"};

/* To the millisecond. */
static void add_time(struct strbuf *line, int64_t now_ns)
{
    char text[UTC_TEXT];
    utc_moment(text, now_ns / 1000000000);
    strbuf_addf(line, "%.*s.%03dZ", (int)strcspn(text, "Z"), text, (int)(now_ns / 1000000 % 1000));
}

/* Text that is not UTF-8 is read as Latin-1, so that the line stays JSON. */
static void add_json_string(struct strbuf *line, const char *text)
{
    bool utf8 = text_is_utf8(text, strlen(text));
    strbuf_addch(line, '"');
    for (const char *c = text; *c; c++) {
        unsigned char byte = (unsigned char)*c;
        if (byte == '"' || byte == '\\')
            strbuf_addf(line, "\\%c", *c);
        else if (byte < 0x20 || (byte >= 0x80 && !utf8))
            strbuf_addf(line, "\\u%04x", byte);
        else
            strbuf_addch(line, *c);
    }
    strbuf_addch(line, '"');
}

/* Counts exactly, measurements to six digits; JSON has no infinity. */
static void add_number(struct strbuf *line, double value)
{
    if (!isfinite(value))
        strbuf_addstr(line, "null");
    else if (value == floor(value) && fabs(value) < 1e15)
        strbuf_addf(line, "%.0f", value);
    else
        strbuf_addf(line, "%.6g", value);
}

static void begin_json(const struct log *log, enum log_level level, const char *message,
                       struct strbuf *line)
{
    strbuf_addstr(line, "{\"time\":\"");
    add_time(line, log->now_ns());
    strbuf_addf(line, "\",\"level\":\"%s\",\"run\":", level_names[level]);
    add_json_string(line, log->run_id);
    strbuf_addstr(line, ",\"message\":");
    add_json_string(line, message);
}

static void add_json_field(struct strbuf *line, const char *name, const char *text)
{
    strbuf_addf(line, ",\"%s\":", name);
    add_json_string(line, text);
}

static void write_json(const struct log *log, enum log_level level, const struct log_field *fields,
                       size_t field_count, const char *message)
{
    struct strbuf line;
    strbuf_init(&line);
    begin_json(log, level, message, &line);
    for (size_t i = 0; i < field_count; i++) {
        strbuf_addf(&line, ",\"%s\":", fields[i].name);
        add_number(&line, fields[i].value);
    }
    strbuf_addstr(&line, "}\n");
    fwrite(line.text, 1, line.length, log->stream);
    strbuf_release(&line);
}

static void write_console(const struct log *log, enum log_level level,
                          const struct log_field *fields, size_t field_count, const char *message)
{
    struct strbuf line;
    strbuf_init(&line);
    add_time(&line, log->now_ns());
    strbuf_addf(&line, " %s %s%-7s%s %s", log->run_id, log->color ? level_colors[level] : "",
                level_names[level], log->color ? "\033[0m" : "", message);
    for (size_t i = 0; i < field_count; i++) {
        strbuf_addf(&line, " %s=", fields[i].name);
        add_number(&line, fields[i].value);
    }
    strbuf_addch(&line, '\n');
    fwrite(line.text, 1, line.length, log->stream);
    strbuf_release(&line);
}

static void write_line(const struct log *log, enum log_level level, const struct log_field *fields,
                       size_t field_count, struct strbuf *message)
{
    /* One event is one line, and a terminal gets no escape sequences from data. */
    text_tame(message->text, message->length, false);
    progress_clear(log->progress);
    if (log->format == LOG_FORMAT_JSON)
        write_json(log, level, fields, field_count, message->text);
    else
        write_console(log, level, fields, field_count, message->text);
    fflush(log->stream);
}

void log_write(const struct log *log, enum log_level level, const struct log_field *fields,
               size_t field_count, const char *format, ...)
{
    if (!log || level < log->level)
        return;
    struct strbuf message;
    strbuf_init(&message);
    va_list args;
    va_start(args, format);
    strbuf_vaddf(&message, format, args);
    va_end(args);
    write_line(log, level, fields, field_count, &message);
    strbuf_release(&message);
}

void log_timed(const struct log *log, int64_t started_ns, const char *format, ...)
{
    if (!log || LOG_LEVEL_INFO < log->level)
        return;
    struct strbuf message;
    strbuf_init(&message);
    va_list args;
    va_start(args, format);
    strbuf_vaddf(&message, format, args);
    va_end(args);
    struct log_field seconds = {"seconds", (double)(log->now_ns() - started_ns) / 1e9};
    write_line(log, LOG_LEVEL_INFO, &seconds, 1, &message);
    strbuf_release(&message);
}

void log_failure(const struct log *log, const struct error *err)
{
    struct strbuf line;
    strbuf_init(&line);
    progress_clear(log->progress);
    if (log->format == LOG_FORMAT_JSON) {
        begin_json(log, LOG_LEVEL_ERROR, "failed", &line);
        add_json_field(&line, "error", err->message);
        if (err->hint[0])
            add_json_field(&line, "hint", err->hint);
        strbuf_addf(&line, ",\"status\":%d}\n", (int)err->code);
    } else {
        strbuf_addf(&line, "orgair: %s\n", err->message);
        if (err->hint[0])
            strbuf_addf(&line, "hint: %s\n", err->hint);
    }
    fwrite(line.text, 1, line.length, log->stream);
    fflush(log->stream);
    strbuf_release(&line);
}
