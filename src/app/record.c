#include "app/record.h"

#include "base/strbuf.h"
#include "db/ledger.h"

#include <jansson.h>

static void set_decimal(json_t *object, const char *name, struct decimal value)
{
    struct strbuf text;
    strbuf_init(&text);
    decimal_write(&text, value);
    json_object_set_new(object, name, json_string(text.text));
    strbuf_release(&text);
}

/* By the names of the settings; as text, since these are decimals and not binary floats. */
static const char *parameters_json(struct arena *arena, const struct settings *settings)
{
    json_t *object = json_object();
    json_object_set_new(object, "PARAM_VERSION",
                        json_string(settings->param_version == PARAM_V1_0 ? "v1.0" : "v2.0"));
    set_decimal(object, "ALPHA_VR_WEIGHT", settings->alpha_vr_weight);
    set_decimal(object, "BETA_SYNERGY_WEIGHT", settings->beta_synergy_weight);
    set_decimal(object, "LAMBDA_PENALTY", settings->lambda_penalty);
    set_decimal(object, "DELTA_POSITION", settings->delta_position);
    set_decimal(object, "HITL_SCORE_CHANGE_THRESHOLD", settings->hitl_score_change_threshold);
    set_decimal(object, "HITL_EBITDA_PROJECTION_THRESHOLD",
                settings->hitl_ebitda_projection_threshold);
    char *text = json_dumps(object, JSON_COMPACT);
    json_decref(object);
    if (!text)
        out_of_memory();
    const char *kept = arena_strdup(arena, text);
    free(text);
    return kept;
}

static const char *review_names(struct arena *arena, unsigned reviews)
{
    static const struct {
        enum score_review flag;
        const char *name;
    } names[] = {{REVIEW_HIGH, "high"},
                 {REVIEW_LOW, "low"},
                 {REVIEW_CHANGE, "change"},
                 {REVIEW_EBITDA, "ebitda"},
                 {REVIEW_IMPUTED, "imputed"}};
    const char *list = "";
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (reviews & names[i].flag)
            list = arena_printf(arena, "%s%s%s", list, *list ? "," : "", names[i].name);
    return arena_printf(arena, "{%s}", list);
}

static struct ledger_score score_of(struct arena *arena, const struct build *build,
                                    const struct standing *standing)
{
    static const char *const gates[] = {
        [GATE_NONE] = "none", [GATE_PASSED] = "passed", [GATE_BLOCKED] = "blocked"};
    return (struct ledger_score){
        .organization_id = standing->organization_id,
        .focus_group_id = build->configs.sectors[standing->sector].focus_group_id,
        .assessed_on = standing->assessed_on,
        .org_ai_r = standing->org_ai_r,
        .v_r = standing->v_r,
        .h_r = standing->h_r,
        .synergy = standing->synergy,
        .interval_low = standing->interval_low,
        .interval_high = standing->interval_high,
        .band = score_band_name(standing->band),
        .gate = gates[standing->gate],
        .reviews = review_names(arena, standing->reviews),
    };
}

/* Scores on their way from the standings to the ledger. */
struct recording {
    const struct build *build;
    struct arena *arena; /* of one of them */
    ledger_put *put;
    void *to;
};

static bool record_score(void *subject, const struct standing *row, struct error *err)
{
    const struct recording *recording = subject;
    arena_reset(recording->arena);
    struct ledger_score score = score_of(recording->arena, recording->build, row);
    return recording->put(recording->to, &score, err);
}

static bool gives_scores(const struct build *build, size_t index)
{
    return build->plans[index].state != SECTOR_KEEP && build->board.sectors[index].scored;
}

static bool record_scores(void *subject, ledger_put *put, void *to, struct error *err)
{
    const struct build *build = subject;
    struct recording recording = {build, arena_new(), put, to};
    bool ok = true;
    for (size_t i = 0; ok && i < build->configs.sector_count; i++)
        ok = !gives_scores(build, i) || standings_each(build, i, record_score, &recording, err);
    arena_free(recording.arena);
    return ok;
}

/* The sectors that were built give their scores, the others their names. */
static void add_scores(struct arena *arena, struct build *build, struct ledger_run *run)
{
    const char **kept = arena_array(arena, build->configs.sector_count, sizeof *kept);
    for (size_t i = 0; i < build->configs.sector_count; i++)
        if (build->plans[i].state == SECTOR_KEEP)
            kept[run->kept_count++] = build->configs.sectors[i].focus_group_id;
        else
            run->score_count += build->board.sectors[i].count;
    run->scores = record_scores;
    run->subject = build;
    run->kept_sectors = kept;
}

/* Nothing was looked at: every sector is as it was recorded. */
static void add_unchanged(struct arena *arena, const struct build *build, struct ledger_run *run)
{
    const struct revisions *revisions = &build->memory.revisions;
    const char **kept = arena_array(arena, revisions->count, sizeof *kept);
    for (size_t i = 0; i < revisions->count; i++)
        if (*revisions->rows[i].scope)
            kept[run->kept_count++] = revisions->rows[i].scope;
    run->kept_sectors = kept;
}

static struct ledger_run run_of(struct arena *arena, struct build *build)
{
    const struct build_result *result = build->result;
    struct ledger_run run = {
        .run_id = build->app->log->run_id,
        .started = build->record.stamp,
        .release_id = result->release.id,
        .published = result->release.changed,
        .as_of = build->options->as_of ? build->options->as_of : build->memory.revisions.today,
        .status = result->findings[SEVERITY_ERROR] > 0 ? STATUS_FINDINGS : 0,
        .sectors = (long long)result->sectors,
        .organizations = result->organizations,
        .files = (long long)result->files.files,
        .errors = (long long)result->findings[SEVERITY_ERROR],
        .warnings = (long long)result->findings[SEVERITY_WARNING],
        .parameters = parameters_json(arena, build->app->settings),
        .version = ORGAIR_VERSION,
    };
    if (build->memory.unchanged)
        add_unchanged(arena, build, &run);
    else
        add_scores(arena, build, &run);
    return run;
}

bool record_publication(struct build *build)
{
    if (!build->options->record || build->options->dry_run || build->options->explain)
        return false;
    struct arena *arena = arena_new();
    struct ledger_run run = run_of(arena, build);
    struct error err = ERROR_INIT;
    struct db *db;
    long long rows;
    const struct log *log = build->app->log;
    bool ok = app_connect(build->app, "build record", false, &db, &err) &&
              ledger_record(db, &run, &rows, &err);
    if (ok)
        log_info(log, "recorded: scores of %lld organizations changed", rows);
    else
        log_warning(log, "published, but not recorded: %s%s%s", err.message,
                    *err.hint ? "; hint: " : "", err.hint);
    arena_free(arena);
    return ok;
}
