#include "base/progress.h"

#include "base/decimal.h"
#include "base/log.h"

#include <sys/ioctl.h>

static const int64_t second_ns = 1000000000;
static const int64_t redraw_ns = 100000000;

static struct progress *working(const struct log *log)
{
    return log && log->progress && log->progress->label ? log->progress : NULL;
}

static void add_count(struct strbuf *out, long long count)
{
    decimal_format(out, (struct decimal){count, 0}, 0, ',');
}

/* 0:07, 12:30, 1:02:03 */
static void add_duration(struct strbuf *out, long long seconds)
{
    if (seconds >= 3600)
        strbuf_addf(out, "%lld:%02lld:%02lld", seconds / 3600, seconds / 60 % 60, seconds % 60);
    else
        strbuf_addf(out, "%lld:%02lld", seconds / 60, seconds % 60);
}

void progress_format(const struct progress *progress, int64_t now_ns, struct strbuf *out)
{
    long long done = progress->done;
    strbuf_addf(out, "%s  ", progress->label);
    add_count(out, done);
    if (progress->total > 0) {
        strbuf_addstr(out, " of ");
        add_count(out, progress->total);
        strbuf_addf(out, " (%d %%)", (int)(100.0 * (double)done / (double)progress->total));
    }
    double seconds = (double)(now_ns - progress->started_ns) / (double)second_ns;
    if (seconds < 1 || done == 0)
        return;
    double rate = (double)done / seconds;
    strbuf_addstr(out, "  ");
    decimal_format_double(out, rate, rate < 10 ? 1 : 0, ',');
    strbuf_addstr(out, "/s");
    if (progress->total > done) {
        strbuf_addstr(out, "  ");
        add_duration(out, (long long)((double)(progress->total - done) / rate + 0.5));
        strbuf_addstr(out, " left");
    }
}

void progress_clear(struct progress *progress)
{
    if (!progress || !atomic_exchange(&progress->visible, false))
        return;
    fputs("\r\033[K", progress->stream);
    fflush(progress->stream);
}

static size_t terminal_width(FILE *stream)
{
    struct winsize size;
    if (ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 1)
        return size.ws_col;
    return 80;
}

static void draw(struct progress *progress, int64_t now_ns)
{
    struct strbuf line;
    strbuf_init(&line);
    progress_format(progress, now_ns, &line);
    /* A line as wide as the terminal would wrap, and could not be cleared. */
    size_t room = terminal_width(progress->stream) - 1;
    int length = (int)(line.length < room ? line.length : room);
    fprintf(progress->stream, "\r%.*s\033[K", length, line.text);
    fflush(progress->stream);
    strbuf_release(&line);
    progress->visible = true;
}

void progress_begin(const struct log *log, const char *label, long long total)
{
    struct progress *progress = log ? log->progress : NULL;
    if (!progress)
        return;
    progress->label = label;
    progress->total = total;
    progress->done = 0;
    progress->started_ns = progress->now_ns();
    progress->drawn_ns = progress->started_ns;
}

void progress_step(const struct log *log, long long steps)
{
    struct progress *progress = working(log);
    if (!progress)
        return;
    progress->done += steps;
    int64_t now = progress->now_ns();
    int64_t drawn = progress->drawn_ns;
    bool due = now - drawn >= redraw_ns || now < drawn;
    /* Of several processes that are due, the one that notes the time first draws. */
    if (due && atomic_compare_exchange_strong(&progress->drawn_ns, &drawn, now))
        draw(progress, now);
}

void progress_end(const struct log *log)
{
    struct progress *progress = working(log);
    if (!progress)
        return;
    progress_clear(progress);
    progress->label = NULL;
}
