#include "render/json/changes.h"

#include "render/json/api.h"
#include "render/json/writer.h"

/* Rounded as it is compared, to the digits that reports show. */
static void add_score(struct writer *writer, const char *key, bool exists, double score)
{
    if (!exists) {
        writer_null(writer, key);
        return;
    }
    struct strbuf digits;
    strbuf_init(&digits);
    decimal_format_double(&digits, score, 2, '\0');
    writer_number(writer, key, digits.text);
    strbuf_release(&digits);
}

static void add_rank(struct writer *writer, const char *key, long long rank)
{
    if (rank > 0)
        writer_integer(writer, key, rank);
    else
        writer_null(writer, key);
}

static void add_causes(struct writer *writer, const char *key, const struct change_causes *causes)
{
    writer_open(writer, key, '[');
    for (size_t i = 0; i < causes->count; i++) {
        const struct change_cause *cause = &causes->rows[i];
        writer_open(writer, NULL, '{');
        writer_text(writer, "kind", cause_kind_name(cause->kind));
        writer_text(writer, "name", cause->name);
        writer_text(writer, "before", cause->before);
        writer_text(writer, "after", cause->after);
        writer_close(writer, '}');
    }
    writer_close(writer, ']');
}

static void add_sector(struct writer *writer, const struct published_sector *sector)
{
    writer_text(writer, "focus_group_id", sector ? sector->focus_group_id : NULL);
    writer_text(writer, "sector", sector ? sector->name : NULL);
}

static void add_key(struct writer *writer, const struct organization_key *key)
{
    writer_text(writer, "organization_id", key->id);
    writer_text(writer, "name", key->name);
    add_sector(writer, key->sector);
}

/* The document is written out piece by piece: of a night on which everything moved it is larger
 * than all that a run may hold. */
static void flush(struct writer *writer, FILE *file, size_t limit)
{
    if (writer->out->length <= limit)
        return;
    fwrite(writer->out->text, 1, writer->out->length, file);
    strbuf_reset(writer->out);
}

/* What closes an element of a list. */
static void end_element(struct writer *writer, FILE *file)
{
    enum { PIECE = 1 << 16 };
    writer_close(writer, '}');
    flush(writer, file, PIECE);
}

static void add_counts(struct writer *writer, const struct changes *changes)
{
    writer_open(writer, "counts", '{');
    writer_integer(writer, "scores", (long long)changes->moved_count);
    writer_integer(writer, "ranks_alone", (long long)(changes->score_count - changes->moved_count));
    writer_integer(writer, "thresholds", (long long)changes->threshold_count);
    for (int event = 0; event < ORGANIZATION_EVENT_COUNT; event++)
        writer_integer(writer, organization_event_name((enum organization_event)event),
                       (long long)changes->by_event[event]);
    writer_integer(writer, "configuration", (long long)changes->configuration_count);
    writer_integer(writer, "findings_opened", (long long)changes->opened_count);
    writer_integer(writer, "findings_closed",
                   (long long)(changes->finding_count - changes->opened_count));
    writer_close(writer, '}');
}

static void add_scores(struct writer *writer, const struct changes *changes, FILE *file)
{
    writer_open(writer, "scores", '[');
    for (size_t i = 0; i < changes->score_count; i++) {
        const struct score_change *change = &changes->scores[i];
        writer_open(writer, NULL, '{');
        add_key(writer, &change->organization);
        add_score(writer, "before", change->scored_before, change->before);
        add_score(writer, "after", change->scored_after, change->after);
        add_score(writer, "change", change->scored_before && change->scored_after, change->change);
        add_rank(writer, "rank_before", change->rank_before);
        add_rank(writer, "rank_after", change->rank_after);
        add_causes(writer, "causes", &change->causes);
        end_element(writer, file);
    }
    writer_close(writer, ']');
}

static void add_thresholds(struct writer *writer, const struct changes *changes, FILE *file)
{
    writer_open(writer, "thresholds", '[');
    for (size_t i = 0; i < changes->threshold_count; i++) {
        const struct threshold_change *change = &changes->thresholds[i];
        writer_open(writer, NULL, '{');
        add_key(writer, &change->organization);
        writer_text(writer, "threshold", threshold_name(change->threshold));
        writer_text(writer, "before", change->before);
        writer_text(writer, "after", change->after);
        writer_boolean(writer, "better", change->better);
        add_causes(writer, "causes", &change->causes);
        end_element(writer, file);
    }
    writer_close(writer, ']');
}

static void add_organizations(struct writer *writer, const struct changes *changes, FILE *file)
{
    writer_open(writer, "organizations", '[');
    for (size_t i = 0; i < changes->organization_count; i++) {
        const struct organization_change *change = &changes->organizations[i];
        writer_open(writer, NULL, '{');
        add_key(writer, &change->organization);
        writer_text(writer, "event", organization_event_name(change->event));
        writer_text(writer, "from", change->from ? change->from->focus_group_id : NULL);
        writer_text(writer, "from_sector", change->from ? change->from->name : NULL);
        add_causes(writer, "values", &change->values);
        end_element(writer, file);
    }
    writer_close(writer, ']');
}

static void add_configuration(struct writer *writer, const struct changes *changes, FILE *file)
{
    writer_open(writer, "configuration", '[');
    for (size_t i = 0; i < changes->configuration_count; i++) {
        const struct configuration_change *change = &changes->configuration[i];
        writer_open(writer, NULL, '{');
        writer_text(writer, "kind", configuration_kind_name(change->kind));
        add_sector(writer, change->sector);
        writer_text(writer, "name", change->name);
        writer_text(writer, "before", change->before);
        writer_text(writer, "after", change->after);
        end_element(writer, file);
    }
    writer_close(writer, ']');
}

static void add_findings(struct writer *writer, const struct changes *changes, FILE *file)
{
    writer_open(writer, "findings", '[');
    for (size_t i = 0; i < changes->finding_count; i++) {
        const struct finding *finding = &changes->findings[i].finding;
        writer_open(writer, NULL, '{');
        writer_text(writer, "event", changes->findings[i].opened ? "opened" : "closed");
        writer_text(writer, "severity", severity_name(finding->severity));
        writer_text(writer, "code", finding->code);
        writer_text(writer, "focus_group_id", finding->focus_group_id);
        writer_text(writer, "organization_id", finding->organization_id);
        writer_text(writer, "subject", finding->subject);
        writer_text(writer, "message", finding->message);
        end_element(writer, file);
    }
    writer_close(writer, ']');
}

bool api_changes(const struct api_comparison *comparison, FILE *file)
{
    const struct changes *changes = comparison->changes;
    struct strbuf text;
    strbuf_init(&text);
    struct writer writer = {.out = &text};
    writer_open(&writer, NULL, '{');
    writer_integer(&writer, "format", API_FORMAT);
    writer_text(&writer, "before", comparison->before);
    writer_text(&writer, "after", comparison->after);
    writer_text(&writer, "not_compared_with", comparison->not_compared_with);
    writer_text(&writer, "only_sector", comparison->only_sector);
    add_counts(&writer, changes);
    add_scores(&writer, changes, file);
    add_thresholds(&writer, changes, file);
    add_organizations(&writer, changes, file);
    add_configuration(&writer, changes, file);
    add_findings(&writer, changes, file);
    writer_close(&writer, '}');
    flush(&writer, file, 0);
    strbuf_release(&text);
    return !ferror(file);
}
