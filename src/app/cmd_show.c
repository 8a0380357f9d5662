/* The scores of one organization or sector, read as a build reads them. */
#include "app/commands.h"
#include "app/configs.h"
#include "app/scoring.h"
#include "base/text.h"
#include "db/lookup.h"
#include "render/json/show.h"
#include "render/text/dump.h"
#include "rules/validate.h"
#include "view/build.h"
#include "view/score_lists.h"

struct show {
    struct app *app;
    struct db *db;
    struct source source; /* without a cache of rows: one sector is read, not a run */
    struct config_set configs;
    struct sector_totals *totals;
    struct score_parameters parameters;
    struct scoreboard board;
    struct findings findings; /* of the sector's configuration and, after scoring, of its scores */
    struct view_context context;
    struct strbuf out;
};

static bool read_totals(struct show *show, struct error *err)
{
    show->source = (struct source){.app = show->app, .db = show->db, .configs = &show->configs};
    return source_totals(&show->source, show->app->arena, NULL, &show->totals, err);
}

static bool read_configs(struct show *show, struct error *err)
{
    struct app *app = show->app;
    struct cache *cache = NULL;
    struct configs_request request = {.as_of = app_option(app, "as-of")};
    struct configs_report report = {0};
    if (request.as_of && !text_is_date(request.as_of))
        return error_set(err, ERROR_USAGE, "--as-of '%s' is not a day, expected YYYY-MM-DD",
                         request.as_of);
    if (!configs_open_cache(app, &cache, err) || !app_connect(app, "show", true, &show->db, err) ||
        !snapshot_begin(show->db, NULL, err))
        return false;
    request.cache = cache;
    request.db = show->db;
    return configs_load(app, &request, &show->configs, &report, err) && read_totals(show, err);
}

static struct scoring scoring_of_show(struct show *show)
{
    return (struct scoring){
        .source = &show->source,
        .configs = &show->configs,
        .totals = show->totals,
        .parameters = &show->parameters,
    };
}

/* Ranks and averages need every sector, whatever is shown. */
static bool begin(struct show *show, struct error *err)
{
    struct app *app = show->app;
    if (!read_configs(show, err))
        return false;
    show->parameters = scoring_parameters(app->arena, app->settings);
    struct scoring scoring = scoring_of_show(show);
    const struct board_lists lists =
        view_board_lists(app->arena, &(struct handout_limits){.rows = 1, .pages = 1});
    if (!scoring_board(&scoring, app->arena, &lists, &show->board, err))
        return false;
    findings_init(&show->findings, app->arena);
    show->context = (struct view_context){
        .configs = &show->configs,
        .totals = show->totals,
        .findings = &show->findings,
        .scores = &show->board,
        .parameters_in_force = &show->parameters,
        .site_name = app->settings->app_name,
        .as_of_asked_for = app_option(app, "as-of") != NULL,
        .parameters = arena_printf(app->arena, "Parameters %s", scoring_version(app->settings)),
        .epoch = -1,
    };
    return true;
}

static bool finish(struct show *show, bool ok, struct error *err)
{
    ok = ok && snapshot_end(show->db, err);
    text_tame(show->out.text, show->out.length, true);
    if (ok)
        fwrite(show->out.text, 1, show->out.length, show->app->out);
    strbuf_release(&show->out);
    source_drop_scores(&show->source);
    return ok;
}

static void say_findings(struct show *show, const char *organization_id)
{
    for (size_t i = 0; i < show->findings.count; i++) {
        const struct finding *finding = &show->findings.rows[i];
        bool about = organization_id ? text_equal(finding->organization_id, organization_id)
                                     : !finding->organization_id;
        if (about && finding->severity != SEVERITY_INFO)
            strbuf_addf(&show->out, "%s: %s\n", severity_name(finding->severity), finding->message);
    }
}

static void say_head(struct show *show, const char *title, const char *id)
{
    strbuf_addf(&show->out, "%s\n%s\n%s, %s\n", title, id, show->context.as_of,
                show->context.parameters);
}

static struct show_subject subject_of(const struct show *show, const struct sector *sector)
{
    return (struct show_subject){
        .configs = &show->configs,
        .sector = sector,
        .board = &show->board,
        .as_of = show->configs.as_of,
        .param_version = scoring_version(show->app->settings),
    };
}

/* ---- an organization ---- */

/* The closest name there is goes into the hint. */
static bool unknown_organization(struct show *show, const char *wanted, struct error *err)
{
    const char **names;
    size_t count;
    if (!snapshot_names(show->db, show->app->arena, &names, &count, err))
        return false;
    const char *closest = NULL;
    size_t least = text_distance_limit(wanted) + 1;
    for (size_t i = 0; i < count; i++) {
        size_t distance = text_distance(wanted, names[i]);
        closest = distance < least ? names[i] : closest;
        least = distance < least ? distance : least;
    }
    error_set(err, ERROR_USAGE, "unknown organization '%s'", wanted);
    if (closest)
        return error_hint(err, "did you mean '%s'?", closest);
    return error_hint(err, "name it by its id, its name, or a part of its name");
}

static bool ambiguous(const char *wanted, const struct organization_name *rows, size_t count,
                      struct error *err)
{
    enum { NAMED = 6 };
    struct strbuf names;
    strbuf_init(&names);
    for (size_t i = 0; i < count && i < NAMED; i++)
        strbuf_addf(&names, "%s'%s' (%s)", i > 0 ? ", " : "", rows[i].name,
                    rows[i].organization_id);
    error_set(err, ERROR_USAGE, "'%s' may be any of %s%zu organizations", wanted,
              count == LOOKUP_LIMIT ? "at least " : "", count);
    error_hint(err, "%s%s", names.text, count > NAMED ? " and others" : "");
    strbuf_release(&names);
    return false;
}

static bool find_organization(struct show *show, const char *wanted,
                              struct organization_name *found, const struct sector **sector,
                              struct error *err)
{
    struct organization_name *rows;
    size_t count;
    if (!snapshot_lookup(show->db, show->app->arena, wanted, &rows, &count, err))
        return false;
    if (count == 0)
        return unknown_organization(show, wanted, err);
    if (count > 1)
        return ambiguous(wanted, rows, count, err);
    *found = rows[0];
    *sector = config_find_sector(&show->configs, found->focus_group_id);
    if (*sector)
        return true;
    error_set(err, ERROR_USAGE, "organization '%s' is in '%s', which is no active sector",
              found->name, found->focus_group_id);
    return error_hint(err, "nothing is published of it");
}

static void print_organization(struct show *show, const struct organization_name *name,
                               const struct sector *sector,
                               const struct scored_organization *scored)
{
    struct organization organization = {
        .id = name->organization_id, .legal_name = name->legal_name, .display_name = name->name};
    struct view_organization_input input = {
        .sector = sector,
        .organization = &organization,
        .findings = show->findings.rows,
        .finding_count = show->findings.count,
        .scored = scored,
    };
    struct view_score view;
    view_context_of_organization(&show->context, show->app->arena, sector,
                                 scored->standing ? scored->standing->assessed_on : NULL);
    view_build_score(&show->context, &input, show->app->arena, &view);
    say_head(show, arena_printf(show->app->arena, "%s, %s", name->name, sector->group_name),
             name->organization_id);
    dump_score(&view, &show->out);
    say_findings(show, name->organization_id);
}

/* Only what was found about this organization: a refusal is said as its own. */
static void keep_own(struct findings *findings, const char *organization_id)
{
    size_t kept = 0;
    for (size_t i = 0; i < findings->count; i++)
        if (text_equal(findings->rows[i].organization_id, organization_id))
            findings->rows[kept++] = findings->rows[i];
    findings->count = kept;
}

static bool show_organization(struct show *show, const char *wanted, struct error *err)
{
    struct organization_name name = {0};
    const struct sector *sector;
    struct scored_sector scored;
    struct scoring scoring = scoring_of_show(show);
    struct arena *arena = show->app->arena;
    if (!find_organization(show, wanted, &name, &sector, err) ||
        !scoring_sector(&scoring, arena, sector, &show->findings, &scored, err))
        return false;
    keep_own(&show->findings, name.organization_id);
    struct scored_organization organization = scored_find(&scored, name.organization_id);
    scoreboard_place(&show->board, arena, (size_t)(sector - show->configs.sectors), &organization);
    if (app_flag(show->app, "json")) {
        struct show_subject subject = subject_of(show, sector);
        show_organization_json(&subject, name.organization_id, name.name, &organization,
                               &show->out);
    } else {
        print_organization(show, &name, sector, &organization);
    }
    return true;
}

bool cmd_show_organization(struct app *app, struct error *err)
{
    struct show show = {.app = app};
    strbuf_init(&show.out);
    bool ok = begin(&show, err) && show_organization(&show, app->operands[0], err);
    return finish(&show, ok, err);
}

/* ---- a sector ---- */

static bool find_sector(struct show *show, const char *wanted, const struct sector **sector,
                        struct error *err)
{
    *sector = config_find_sector(&show->configs, configs_sector_id(show->app->arena, wanted));
    for (size_t i = 0; !*sector && i < show->configs.sector_count; i++)
        if (text_equal_ignoring_case(show->configs.sectors[i].group_name, wanted) ||
            text_equal_ignoring_case(show->configs.sectors[i].group_code, wanted))
            *sector = &show->configs.sectors[i];
    return *sector || configs_unknown_sector(&show->configs, wanted, err);
}

static void unlink_cells(struct view_table *table)
{
    for (size_t i = 0; i < table->row_count * table->column_count; i++)
        table->cells[i].href = NULL;
}

static void print_sector(struct show *show, const struct sector *sector)
{
    struct view_sector_scores view;
    view_context_of_sector(&show->context, show->app->arena, sector);
    view_build_sector_scores(&show->context, sector, show->app->arena, &view);
    view.distribution.svg = NULL; /* the terminal shows the numbers behind it */
    unlink_cells(&view.ranking);
    unlink_cells(&view.gate_failures);
    unlink_cells(&view.reviews);
    say_head(show, sector->group_name, sector->focus_group_id);
    say_findings(show, NULL);
    dump_sector_scores(&view, &show->out);
}

static bool show_sector(struct show *show, const char *wanted, struct error *err)
{
    const struct sector *sector;
    struct scored_sector scored;
    struct scoring scoring = scoring_of_show(show);
    struct arena *arena = show->app->arena;
    if (!find_sector(show, wanted, &sector, err))
        return false;
    validate_sector(&show->configs, sector, &show->findings);
    if (!app_flag(show->app, "json")) {
        print_sector(show, sector);
        return true;
    }
    if (!scoring_sector(&scoring, arena, sector, NULL, &scored, err))
        return false;
    struct show_subject subject = subject_of(show, sector);
    struct show_stream stream = show_sector_begin(&subject, &show->out);
    for (size_t i = 0; i < scored.count; i++) {
        struct scored_organization organization =
            scored_find(&scored, scored.organizations[i].organization_id);
        scoreboard_place(&show->board, arena, (size_t)(sector - show->configs.sectors),
                         &organization);
        show_sector_row(&stream, scored.organizations[i].name, &organization);
    }
    show_sector_end(&stream);
    return true;
}

bool cmd_show_sector(struct app *app, struct error *err)
{
    struct show show = {.app = app};
    strbuf_init(&show.out);
    bool ok = begin(&show, err) && show_sector(&show, app->operands[0], err);
    return finish(&show, ok, err);
}
