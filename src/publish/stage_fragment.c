/*
 * A fragment: what a forked worker added, for the process that made the stage.
 *
 *     orgair-fragment 1
 *     <sha256> <bytes> <kind> <path>       new, stale or linked
 *     end <lines> <damaged files met>
 */
#include "base/file.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "publish/stage_private.h"

#include <stdint.h>
#include <unistd.h>

#define HEADER "orgair-fragment 1"

static const size_t size_limit = (size_t)1024 * 1024 * 1024;

const char *stage_fragment(struct stage *stage, struct arena *arena)
{
    return arena_printf(arena, "%s/fragment-%zu", stage->root, stage->fragments++);
}

static char kind_of(const struct stage_entry *entry)
{
    return entry->linked ? 'l' : entry->stale ? 's' : 'n';
}

bool stage_export(struct stage *stage, const char *fragment, struct error *err)
{
    stage_enter(stage);
    if (!stage_check_promises(stage, err))
        return false;
    struct strbuf text;
    strbuf_init(&text);
    strbuf_addstr(&text, HEADER "\n");
    for (size_t i = stage->first; i < stage->count; i++) {
        const struct stage_entry *entry = &stage->entries[i];
        char hex[DIGEST_HEX];
        digest_hex(&entry->file.digest, hex);
        strbuf_addf(&text, "%s %lld %c %s\n", hex, entry->file.bytes, kind_of(entry),
                    entry->file.path);
    }
    strbuf_addf(&text, "end %zu %zu\n", stage->count - stage->first,
                stage->damaged - stage->first_damaged);
    bool ok = file_put(fragment, text.text, text.length, err);
    strbuf_release(&text);
    return ok;
}

/* Takes the next field off the line; NULL when there is none. */
static char *next_field(char **line)
{
    char *field = *line;
    char *space = strchr(field, ' ');
    if (!space)
        return NULL;
    *space = '\0';
    *line = space + 1;
    return field;
}

static bool parse_line(char *line, struct stage_entry *entry)
{
    const char *hex = next_field(&line);
    const char *bytes = hex ? next_field(&line) : NULL;
    const char *kind = bytes ? next_field(&line) : NULL;
    if (!kind || !digest_parse(hex, &entry->file.digest) ||
        !text_to_integer(bytes, 0, INT64_MAX, &entry->file.bytes))
        return false;
    entry->linked = text_equal(kind, "l");
    entry->stale = text_equal(kind, "s");
    entry->file.path = line;
    return entry->linked || entry->stale || text_equal(kind, "n");
}

static bool parse_end(char *line, size_t lines, size_t *damaged)
{
    const char *word = next_field(&line);
    const char *count = word ? next_field(&line) : NULL;
    long long counted = 0;
    long long met = 0;
    if (!count || !text_equal(word, "end") || !text_to_integer(count, 0, INT64_MAX, &counted) ||
        !text_to_integer(line, 0, INT64_MAX, &met) || (size_t)counted != lines)
        return false;
    *damaged = (size_t)met;
    return true;
}

static bool import(struct stage *stage, char *text, const char *fragment, struct error *err)
{
    size_t lines = 0;
    size_t damaged = 0;
    bool header = false;
    for (char *line = text, *end; (end = strchr(line, '\n')); line = end + 1) {
        *end = '\0';
        struct stage_entry entry = {0};
        if (!header) {
            if (!text_equal(line, HEADER))
                break;
            header = true;
        } else if (text_starts_with(line, "end ")) {
            if (end[1] != '\0' || !parse_end(line, lines, &damaged))
                break;
            stage->damaged += damaged;
            return true;
        } else if (!parse_line(line, &entry)) {
            break;
        } else if (!manifest_check_path(entry.file.path, err) || !stage_add(stage, &entry, err)) {
            return error_context(err, "'%s'", fragment);
        } else {
            lines++;
        }
    }
    return error_set(err, ERROR_FAILED, "'%s' is not a whole fragment", fragment);
}

bool stage_import(struct stage *stage, const char *fragment, struct error *err)
{
    stage_enter(stage);
    char *text;
    if (!file_read(stage->scratch, fragment, size_limit, &text, NULL, err) ||
        !import(stage, text, fragment, err))
        return false;
    if (unlink(fragment) != 0)
        return error_set_errno(err, ERROR_FAILED, "cannot remove '%s'", fragment);
    return true;
}
