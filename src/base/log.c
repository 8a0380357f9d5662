#include "base/log.h"

#include "base/strbuf.h"

static const char *const level_names[] = {"debug", "info", "warning", "error"};
static const char *const level_colors[] = {"\033[2m", "\033[36m", "\033[33m", "\033[31m"};

static void add_time(struct strbuf *line, int64_t now_ns)
{
    time_t seconds = (time_t)(now_ns / 1000000000);
    struct tm utc;
    gmtime_r(&seconds, &utc);
    char text[32];
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
    strbuf_addf(line, "%s.%03dZ", text, (int)(now_ns / 1000000 % 1000));
}

static void add_json_string(struct strbuf *line, const char *text)
{
    strbuf_addch(line, '"');
    for (const char *c = text; *c; c++) {
        if (*c == '"' || *c == '\\')
            strbuf_addf(line, "\\%c", *c);
        else if ((unsigned char)*c < 0x20)
            strbuf_addf(line, "\\u%04x", (unsigned)*c);
        else
            strbuf_addch(line, *c);
    }
    strbuf_addch(line, '"');
}

static void write_json(const struct log *log, enum log_level level, const struct log_field *fields,
                       size_t field_count, const char *message)
{
    struct strbuf line;
    strbuf_init(&line);
    strbuf_addstr(&line, "{\"time\":\"");
    add_time(&line, log->now_ns());
    strbuf_addf(&line, "\",\"level\":\"%s\",\"run\":", level_names[level]);
    add_json_string(&line, log->run_id);
    strbuf_addstr(&line, ",\"message\":");
    add_json_string(&line, message);
    for (size_t i = 0; i < field_count; i++)
        strbuf_addf(&line, ",\"%s\":%.6g", fields[i].name, fields[i].value);
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
    for (size_t i = 0; i < field_count; i++)
        strbuf_addf(&line, " %s=%.6g", fields[i].name, fields[i].value);
    strbuf_addch(&line, '\n');
    fwrite(line.text, 1, line.length, log->stream);
    strbuf_release(&line);
}

static void write_line(const struct log *log, enum log_level level, const struct log_field *fields,
                       size_t field_count, struct strbuf *message)
{
    for (size_t i = 0; i < message->length; i++)
        if (message->text[i] == '\n' || message->text[i] == '\r')
            message->text[i] = ' ';
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
