#include "rules/changes.h"

#include "base/text.h"
#include "rules/changes_causes.h"
#include "rules/changes_order.h"
#include "rules/score.h"

/* An organization that one side lacks: gone, new, or met again in another sector. */
struct unmatched {
    struct published_organization organization;
    const struct published_sector *sector;
};
struct unmatched_list {
    struct unmatched *rows;
    size_t count;
    size_t capacity;
};

struct comparison {
    struct arena *arena;
    const struct published_site *before;
    const struct published_site *after;
    struct changes out;
    size_t score_capacity;
    size_t threshold_capacity;
    size_t organization_capacity;
    size_t configuration_capacity;
    size_t finding_capacity;
    struct change_causes parameters;
    struct change_causes own; /* of the organization at hand */
    struct unmatched_list gone;
    struct unmatched_list new;
};

/* ---- configuration ---- */

static void add_configuration(struct comparison *comparison, struct configuration_change change)
{
    struct changes *out = &comparison->out;
    out->configuration =
        arena_grow(comparison->arena, out->configuration, &comparison->configuration_capacity,
                   out->configuration_count + 1, sizeof *out->configuration);
    out->configuration[out->configuration_count++] = change;
}

static void compare_configuration(struct comparison *comparison, enum configuration_kind kind,
                                  const struct published_sector *sector,
                                  const struct named_values *before,
                                  const struct named_values *after)
{
    struct change_causes found = {0};
    causes_of(comparison->arena, before, after, CAUSE_PARAMETER, &found);
    for (size_t i = 0; i < found.count; i++)
        add_configuration(comparison, (struct configuration_change){
                                          .kind = kind,
                                          .sector = sector,
                                          .name = found.rows[i].name,
                                          .before = found.rows[i].before,
                                          .after = found.rows[i].after,
                                      });
}

static const struct published_sector *find_sector(const struct published_site *site,
                                                  const char *focus_group_id)
{
    for (size_t i = 0; i < site->sector_count; i++)
        if (text_equal(site->sectors[i].focus_group_id, focus_group_id))
            return &site->sectors[i];
    return NULL;
}

static void compare_sectors(struct comparison *comparison, const struct published_sector *before,
                            const struct published_sector *after)
{
    if (!before || !after) {
        add_configuration(comparison, (struct configuration_change){
                                          .kind = CONFIGURATION_SECTOR,
                                          .sector = after ? after : before,
                                          .before = before ? before->name : NULL,
                                          .after = after ? after->name : NULL,
                                      });
        return;
    }
    compare_configuration(comparison, CONFIGURATION_SECTOR, after, &before->facts, &after->facts);
    compare_configuration(comparison, CONFIGURATION_WEIGHT, after, &before->weights,
                          &after->weights);
    compare_configuration(comparison, CONFIGURATION_CALIBRATION, after, &before->calibrations,
                          &after->calibrations);
}

struct comparison *comparison_begin(struct arena *arena, const struct published_site *before,
                                    const struct published_site *after, const char *only)
{
    struct comparison *comparison = arena_alloc(arena, sizeof *comparison);
    comparison->arena = arena;
    comparison->before = before;
    comparison->after = after;
    comparison->out.dimensions = &after->dimensions;
    causes_of(arena, &before->parameters, &after->parameters, CAUSE_PARAMETER,
              &comparison->parameters);
    compare_configuration(comparison, CONFIGURATION_PARAMETER, NULL, &before->parameters,
                          &after->parameters);
    compare_configuration(comparison, CONFIGURATION_DIMENSION, NULL, &before->dimensions,
                          &after->dimensions);
    for (size_t i = 0; i < after->sector_count; i++)
        if (!only || text_equal(only, after->sectors[i].focus_group_id))
            compare_sectors(comparison, find_sector(before, after->sectors[i].focus_group_id),
                            &after->sectors[i]);
    for (size_t i = 0; i < before->sector_count; i++)
        if (!only && !find_sector(after, before->sectors[i].focus_group_id))
            compare_sectors(comparison, &before->sectors[i], NULL);
    return comparison;
}

/* ---- one organization ---- */

/* The same organization in both releases. */
struct pair {
    const struct published_organization *before;
    const struct published_organization *after;
    const struct change_causes *shared; /* of its sector */
    struct organization_key key;        /* copied when the first change is kept */
    const struct published_sector *sector;
    bool within; /* one sector: ranks can be compared */
};

static struct organization_key key_of(struct comparison *comparison,
                                      const struct published_organization *organization,
                                      const struct published_sector *sector)
{
    return (struct organization_key){
        .id = arena_strdup(comparison->arena, organization->id),
        .name = arena_strdup(comparison->arena, organization->name),
        .sector = sector,
    };
}

static struct organization_key pair_key(struct comparison *comparison, struct pair *pair)
{
    if (!pair->key.id)
        pair->key = key_of(comparison, pair->after, pair->sector);
    return pair->key;
}

/* What of the organization's own and of its sector's differences has one of the effects. */
static struct change_causes causes_with(struct comparison *comparison, const struct pair *pair,
                                        unsigned effects)
{
    struct change_causes causes = {0};
    causes_add(comparison->arena, &causes, &comparison->own, effects);
    causes_add(comparison->arena, &causes, pair->shared, effects);
    if (causes.count == 0)
        cause_add(comparison->arena, &causes, (struct change_cause){.kind = CAUSE_UNKNOWN});
    return causes;
}

static struct change_causes score_causes(struct comparison *comparison, const struct pair *pair,
                                         bool moved)
{
    struct change_causes causes = {0};
    if (!moved) {
        cause_add(comparison->arena, &causes, (struct change_cause){.kind = CAUSE_OTHERS});
        return causes;
    }
    if (pair->before->scored == pair->after->scored)
        return causes_with(comparison, pair, EFFECT_SCORE);
    causes_add(comparison->arena, &causes, pair->shared, EFFECT_EXISTENCE);
    if (causes.count == 0)
        cause_add(comparison->arena, &causes,
                  (struct change_cause){.kind = CAUSE_ASSESSED,
                                        .before = pair->before->scored ? "assessed" : NULL,
                                        .after = pair->after->scored ? "assessed" : NULL});
    return causes;
}

static void compare_scores(struct comparison *comparison, struct pair *pair)
{
    const struct published_organization *before = pair->before;
    const struct published_organization *after = pair->after;
    bool both = before->scored && after->scored;
    double change = both ? score_difference(before->org_ai_r, after->org_ai_r) : 0;
    bool moved = before->scored != after->scored || change != 0;
    if (!moved && !(both && pair->within && before->rank != after->rank))
        return;
    struct changes *out = &comparison->out;
    out->scores = arena_grow(comparison->arena, out->scores, &comparison->score_capacity,
                             out->score_count + 1, sizeof *out->scores);
    out->scores[out->score_count++] = (struct score_change){
        .organization = pair_key(comparison, pair),
        .scored_before = before->scored,
        .scored_after = after->scored,
        .before = before->org_ai_r,
        .after = after->org_ai_r,
        .change = change,
        .moved = moved,
        .rank_before = pair->within && before->scored ? before->rank : 0,
        .rank_after = after->scored ? after->rank : 0,
        .causes = score_causes(comparison, pair, moved),
    };
    out->moved_count += moved;
}

static const char *copy(struct comparison *comparison, const char *text)
{
    return arena_copy_text(comparison->arena, text);
}

static void add_threshold(struct comparison *comparison, struct pair *pair,
                          struct threshold_change change, unsigned effects)
{
    struct changes *out = &comparison->out;
    out->thresholds =
        arena_grow(comparison->arena, out->thresholds, &comparison->threshold_capacity,
                   out->threshold_count + 1, sizeof *out->thresholds);
    change.organization = pair_key(comparison, pair);
    change.before = copy(comparison, change.before);
    change.after = copy(comparison, change.after);
    change.causes = pair->before->scored ? causes_with(comparison, pair, effects)
                                         : score_causes(comparison, pair, true);
    out->thresholds[out->threshold_count++] = change;
}

static void compare_line(struct comparison *comparison, struct pair *pair, enum threshold threshold)
{
    bool leader = threshold == THRESHOLD_LEADER;
    double before = pair->before->org_ai_r;
    double after = pair->after->org_ai_r;
    bool was = leader ? before >= SCORE_LEADER : before < SCORE_LAGGARD;
    bool is = leader ? after >= SCORE_LEADER : after < SCORE_LAGGARD;
    if (was != is)
        add_threshold(comparison, pair,
                      (struct threshold_change){.threshold = threshold,
                                                .before = was ? "yes" : "no",
                                                .after = is ? "yes" : "no",
                                                .better = leader == is},
                      EFFECT_SCORE);
}

/* One that was not scored before crosses no line of the score, but its gate and its review are
 * news. */
static void compare_thresholds(struct comparison *comparison, struct pair *pair)
{
    const struct published_organization *before = pair->before;
    const struct published_organization *after = pair->after;
    if (!after->scored)
        return;
    if (before->scored && !text_equal(before->band, after->band))
        add_threshold(comparison, pair,
                      (struct threshold_change){.threshold = THRESHOLD_BAND,
                                                .before = before->band,
                                                .after = after->band,
                                                .better = after->org_ai_r > before->org_ai_r},
                      EFFECT_SCORE);
    bool blocked = text_equal(after->gate, "blocked");
    if (before->scored ? !text_equal(before->gate, after->gate) : blocked)
        add_threshold(comparison, pair,
                      (struct threshold_change){.threshold = THRESHOLD_GATE,
                                                .before = before->gate,
                                                .after = after->gate,
                                                .better = !blocked},
                      EFFECT_GATE);
    if (before->scored) {
        compare_line(comparison, pair, THRESHOLD_LEADER);
        compare_line(comparison, pair, THRESHOLD_LAGGARD);
    }
    if ((before->review != NULL) != (after->review != NULL))
        add_threshold(comparison, pair,
                      (struct threshold_change){.threshold = THRESHOLD_REVIEW,
                                                .before = before->review,
                                                .after = after->review,
                                                .better = !after->review},
                      EFFECT_SCORE | EFFECT_REVIEW);
}

static struct organization_change *
add_event(struct comparison *comparison, struct organization_key key, enum organization_event event)
{
    struct changes *out = &comparison->out;
    out->organizations =
        arena_grow(comparison->arena, out->organizations, &comparison->organization_capacity,
                   out->organization_count + 1, sizeof *out->organizations);
    struct organization_change *change = &out->organizations[out->organization_count++];
    *change = (struct organization_change){.organization = key, .event = event};
    out->by_event[event]++;
    return change;
}

static void compare_data(struct comparison *comparison, struct pair *pair)
{
    struct change_causes *found = &comparison->own; /* whose inputs have been looked at */
    found->count = 0;
    causes_of(comparison->arena, &pair->before->data, &pair->after->data, CAUSE_INPUT, found);
    if (found->count == 0)
        return;
    struct organization_change *change =
        add_event(comparison, pair_key(comparison, pair), ORGANIZATION_CHANGED);
    causes_add(comparison->arena, &change->values, found, EFFECT_ANY);
}

static void compare_pair(struct comparison *comparison, struct pair *pair)
{
    comparison->own.count = 0;
    causes_of(comparison->arena, &pair->before->inputs, &pair->after->inputs, CAUSE_INPUT,
              &comparison->own);
    compare_scores(comparison, pair);
    compare_thresholds(comparison, pair);
    /* In another sector other attributes are asked for: the move says it all. */
    if (pair->within)
        compare_data(comparison, pair);
}

/* ---- the organizations of one sector ---- */

static struct named_values copy_values(struct comparison *comparison,
                                       const struct named_values *values)
{
    struct named_values kept = {
        .rows = arena_array(comparison->arena, values->count, sizeof *values->rows),
        .count = values->count,
    };
    for (size_t i = 0; i < values->count; i++)
        kept.rows[i] = (struct named_value){copy(comparison, values->rows[i].name),
                                            copy(comparison, values->rows[i].value)};
    return kept;
}

/* Its other data is not needed: compare_pair does without where the sector differs. */
static void add_unmatched(struct comparison *comparison, struct unmatched_list *list,
                          const struct published_organization *organization,
                          const struct published_sector *sector)
{
    list->rows = arena_grow(comparison->arena, list->rows, &list->capacity, list->count + 1,
                            sizeof *list->rows);
    struct unmatched *kept = &list->rows[list->count++];
    *kept = (struct unmatched){.organization = *organization, .sector = sector};
    kept->organization.id = copy(comparison, organization->id);
    kept->organization.name = copy(comparison, organization->name);
    kept->organization.band = copy(comparison, organization->band);
    kept->organization.gate = copy(comparison, organization->gate);
    kept->organization.review = copy(comparison, organization->review);
    kept->organization.inputs = copy_values(comparison, &organization->inputs);
    kept->organization.data = (struct named_values){0};
}

void comparison_sector(struct comparison *comparison, const struct published_organizations *before,
                       const struct published_organizations *after)
{
    struct change_causes shared = {0};
    if (before->sector && after->sector)
        causes_of_sector(comparison->arena,
                         (const struct published_site *[]){comparison->before, comparison->after},
                         (const struct published_sector *[]){before->sector, after->sector},
                         &comparison->parameters, &shared);
    size_t i = 0;
    size_t j = 0;
    while (i < before->count || j < after->count) {
        int order = i == before->count  ? 1
                    : j == after->count ? -1
                                        : strcmp(before->rows[i].id, after->rows[j].id);
        if (order < 0) {
            add_unmatched(comparison, &comparison->gone, &before->rows[i++], before->sector);
        } else if (order > 0) {
            add_unmatched(comparison, &comparison->new, &after->rows[j++], after->sector);
        } else {
            struct pair pair = {.before = &before->rows[i++],
                                .after = &after->rows[j++],
                                .shared = &shared,
                                .sector = after->sector,
                                .within = true};
            compare_pair(comparison, &pair);
        }
    }
}

static int by_id(const void *left, const void *right)
{
    const struct unmatched *a = left;
    const struct unmatched *b = right;
    return strcmp(a->organization.id, b->organization.id);
}

static void add_single(struct comparison *comparison, const struct unmatched *single,
                       enum organization_event event)
{
    add_event(comparison, key_of(comparison, &single->organization, single->sector), event);
}

static void add_move(struct comparison *comparison, const struct unmatched *before,
                     const struct unmatched *after)
{
    struct change_cause cause = {
        .kind = CAUSE_SECTOR, .before = before->sector->name, .after = after->sector->name};
    struct change_causes shared = {.rows = &cause, .count = 1, .capacity = 1};
    struct pair pair = {.before = &before->organization,
                        .after = &after->organization,
                        .shared = &shared,
                        .sector = after->sector};
    add_event(comparison, pair_key(comparison, &pair), ORGANIZATION_MOVED)->from = before->sector;
    compare_pair(comparison, &pair);
}

static void match_moved(struct comparison *comparison)
{
    struct unmatched_list *gone = &comparison->gone;
    struct unmatched_list *new = &comparison->new;
    if (gone->count > 1)
        qsort(gone->rows, gone->count, sizeof *gone->rows, by_id);
    if (new->count > 1)
        qsort(new->rows, new->count, sizeof *new->rows, by_id);
    size_t i = 0;
    size_t j = 0;
    while (i < gone->count || j < new->count) {
        int order = i == gone->count  ? 1
                    : j == new->count ? -1
                                      : by_id(&gone->rows[i], &new->rows[j]);
        if (order < 0)
            add_single(comparison, &gone->rows[i++], ORGANIZATION_GONE);
        else if (order > 0)
            add_single(comparison, &new->rows[j++], ORGANIZATION_NEW);
        else
            add_move(comparison, &gone->rows[i++], &new->rows[j++]);
    }
}

/* ---- findings ---- */

static void add_finding(struct comparison *comparison, bool opened, const struct finding *finding)
{
    struct changes *out = &comparison->out;
    out->findings = arena_grow(comparison->arena, out->findings, &comparison->finding_capacity,
                               out->finding_count + 1, sizeof *out->findings);
    out->findings[out->finding_count++] = (struct finding_change){
        .opened = opened,
        .finding =
            {
                .severity = finding->severity,
                .code = copy(comparison, finding->code),
                .focus_group_id = copy(comparison, finding->focus_group_id),
                .organization_id = copy(comparison, finding->organization_id),
                .subject = copy(comparison, finding->subject),
                .message = copy(comparison, finding->message),
            },
    };
}

/* Adds what is in `these` and not in `those`; both sorted. */
static void add_findings_beyond(struct comparison *comparison, bool opened,
                                const struct findings *these, const struct findings *those)
{
    size_t j = 0;
    for (size_t i = 0; i < these->count; i++) {
        int order = -1;
        while (j < those->count && (order = finding_compare(&these->rows[i], &those->rows[j])) > 0)
            j++;
        if (j < those->count && order == 0)
            j++; /* each stands for one: two of a kind and then one is one closed */
        else
            add_finding(comparison, opened, &these->rows[i]);
    }
}

void comparison_findings(struct comparison *comparison, struct findings *before,
                         struct findings *after)
{
    findings_sort(before);
    findings_sort(after);
    add_findings_beyond(comparison, true, after, before);
    comparison->out.opened_count = comparison->out.finding_count;
    add_findings_beyond(comparison, false, before, after);
}

void comparison_end(struct comparison *comparison, struct changes *out)
{
    match_moved(comparison);
    changes_sort(&comparison->out);
    *out = comparison->out;
}
