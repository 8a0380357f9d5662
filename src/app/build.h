/*
 * One build, from the snapshot to the switch. pipeline.c is its table of
 * contents; build_sector.c and build_site.c make the files.
 */
#ifndef APP_BUILD_H
#define APP_BUILD_H

#include "app/app.h"
#include "app/run_record.h"
#include "app/source.h"
#include "db/snapshot.h"
#include "publish/stage.h"
#include "render/html/html.h"
#include "render/json/api.h"
#include "rules/standing.h"
#include "view/context.h"

/* What the command line asked for. */
struct build_options {
    const char *as_of;          /* NULL: the database's own day */
    const char *const *sectors; /* focus_group_ids; none: all */
    size_t sector_count;
    bool offline;
    bool no_cache;
    bool dry_run;
    const char *against; /* release that changes/ compares with; NULL: the current one */
    bool record;
};

/* How one sector is built. */
enum sector_plan {
    SECTOR_BUILD,
    SECTOR_KEEP, /* its files of the current release stay as they are */
};

struct build {
    struct app *app;
    struct arena *arena;
    const struct build_options *options;
    struct db *db;
    const char *snapshot_id;
    struct source source; /* of the rows, for this process */
    struct config_set configs;
    struct sector_totals *totals; /* one a sector of configs */
    enum sector_plan *plans;      /* one a sector of configs */
    struct findings findings;
    struct score_parameters parameters;
    struct scoreboard board;
    struct view_context context;
    struct api_site api;
    struct html *html;
    struct stage *stage;
    const char *baseline; /* id of the release that changes/ compares with, NULL: none */
    struct build_comparison *comparison;
    const struct changes_record *changes; /* of the whole fund, for its workbook and handout */
    const char *parts_dir;                /* what workers hand over, removed at the end */
    long long organizations;
    struct run_record record;
    struct build_result *result;
};

/* What the command reports: all of it when a build ends well, else the record alone. */
struct build_result {
    struct run_record record;
    struct stage_release release;
    struct stage_counts files;
    size_t findings[SEVERITY_COUNT];
    long long organizations;
    size_t sectors;
};

/* result->record is begun by the caller, who also ends it. */
bool pipeline_run(struct app *app, const struct build_options *options, struct build_result *result,
                  struct error *err);

/* False, naming those there are: --sector names one that is not active. */
bool check_sector_names(const struct build *build, struct error *err);

/* Findings of the configurations, and what the policy makes of invalid sectors. */
bool validate_configurations(struct build *build, struct error *err);

/* Which sectors are built, and which are kept. */
bool plan_sectors(struct build *build, struct error *err);

/* All sectors, by workers; then build->findings has every finding. */
bool build_sectors(struct build *build, struct error *err);

/* Every file of one sector; what its organizations' rows show goes into `findings` too. */
bool build_sector(struct build *build, struct source *source, const struct sector *sector,
                  struct findings *findings, struct error *err);

/* What api/v1/ says of all sectors together: before their organizations are read, and once every
 * finding is known. */
bool build_data(struct build *build, struct error *err);
bool build_findings_data(struct build *build, struct error *err);

/* The other files about all sectors; every finding must be known. */
bool build_site(struct build *build, struct error *err);

/* portfolio.xlsx: all of it, organizations streamed through once more in one process. */
bool build_portfolio_workbook(struct build *build, struct error *err);

/* Plans a chart and stages it as SVG and, where the figure has a path for it, as PNG; fills in the
 * figure's size. */
struct chart_plan;
bool build_chart(struct build *build, const struct chart_plan *plan, struct view_figure *figure,
                 struct error *err);

/* Keeps the organizations' pages and the data of a sector that is not built, as the current
 * release has them, and adds the findings that were published with them. */
bool keep_sector(struct build *build, const struct sector *sector, struct findings *findings,
                 struct error *err);

/* Settles what changes/ compares with, before anything costs time. */
bool find_baseline(struct build *build, struct error *err);

/* Refuses when the current release had many more organizations (MAX_ORGANIZATION_DROP_PCT). */
bool guard_organizations(struct build *build, struct error *err);

/* Findings from a worker to its parent: a file of JSON lines. */
bool findings_save(const struct findings *findings, const char *path, struct error *err);
bool findings_load(struct arena *arena, const char *path, struct findings *findings,
                   struct error *err);

#endif
