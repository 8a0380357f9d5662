/*
 * One build, from the snapshot to the switch. pipeline.c is its table of
 * contents; build_sector.c and build_site.c make the files.
 */
#ifndef APP_BUILD_H
#define APP_BUILD_H

#include "app/app.h"
#include "app/run_record.h"
#include "app/source.h"
#include "db/revisions.h"
#include "db/snapshot.h"
#include "plan/plan.h"
#include "publish/stage.h"
#include "render/html/html.h"
#include "render/json/api.h"
#include "rules/scoreboard.h"
#include "view/context.h"

/* What the command line asked for. */
struct build_options {
    const char *as_of;          /* NULL: the database's own day */
    const char *const *sectors; /* focus_group_ids; none: all */
    size_t sector_count;
    bool offline;
    bool no_cache;
    bool dry_run;
    bool force;          /* everything is made anew */
    const char *explain; /* a path: say what becomes of it and why, publish nothing; NULL: none */
    const char *against; /* release that changes/ compares with; NULL: the current one */
    bool record;
    size_t shard; /* build only this part, from 1, of the shard_count parts; 0: all of it */
    size_t shard_count;
    bool merge; /* sectors are taken over from the parts instead of being built */
};

/* How one sector is built. */
enum sector_state {
    SECTOR_BUILD,
    SECTOR_UNCHANGED, /* what it is made from is the same: its files stay as they are */
    SECTOR_KEEP,      /* its files stay as they are, whatever it is made from today */
};

struct sector_plan {
    enum sector_state state;
    const char *reason;      /* why it has to be built, in words; NULL: it need not be */
    bool reason_shows;       /* of itself, not only a reason to look at the rows again */
    struct plan_scope scope; /* what it is made from; no parts: nothing is known of that */
    bool files_kept;         /* its files are in the stage, or will be with build->keeping */
    bool same_rows;          /* its standings of the last run are those of this one */
    bool lost_pages;         /* some of what it kept is another sector's page today */
};

/* What is known of the run before and of what has changed since; build_plan.c fills it in. */
struct build_memory {
    bool known; /* revisions were asked for: false offline */
    struct revisions revisions;
    struct plan_scope common; /* the parts that every scope has */
    struct plan_scope site;   /* what the files about all sectors are made from */
    struct plan before;       /* of the current release; no scopes: there is none */
    const char *before_folder;
    const char *release; /* the current one, which the plan is of; NULL: there is none */
    const char *why_all; /* why everything is made anew; NULL: it is not */
    bool other_day;      /* rows may be in force today that were not then, or the reverse */
    const char *horizon; /* first day on which these tables show other rows; NULL: none known */
    const char *folder;  /* the plan in the making, a folder that goes with the stage */
    bool unchanged;      /* nothing is to be done */
    bool damaged;        /* a file that was to be kept could not be */
};

/* Pages of one sector that are not made with it but by the worker of the portfolio's rows, which is
 * done before the worker of the last of several sectors of one size. */
struct left_pages {
    const struct sector *sector; /* NULL: none are left */
    long long from;              /* the first row of its list whose page is */
};

struct shard_set;
struct keeping;

struct build {
    struct app *app;
    struct arena *arena;
    const struct build_options *options;
    struct db *db;
    const char *snapshot_id;
    struct source source; /* of the rows, for this process */
    struct config_set configs;
    struct sector_totals *totals; /* one a sector of configs */
    struct sector_plan *plans;    /* one a sector of configs */
    struct build_memory memory;
    struct findings findings;
    const char **findings_files; /* one a sector of configs, and one of the set as a whole */
    struct score_parameters parameters;
    struct scoreboard board;
    struct arena *board_arena; /* shared with the workers; NULL: it is not made yet */
    struct view_context context;
    struct api_site api;
    struct left_pages left_pages;
    struct html *html;
    struct pdf_text *pdf_text;   /* what the handouts of this process share */
    struct chart_canvas *canvas; /* ... and its pictures of charts */
    struct stage *stage;
    struct keeping *keeping; /* pages are kept by another process; NULL: none are */
    const char *baseline;    /* id of the release that changes/ compares with, NULL: none */
    struct build_comparison *comparison;
    const struct changes_record *changes; /* of the whole fund, for its workbook and handout */
    const char *shard_aside;              /* where a shard is made; NULL: none is */
    const char *shard_folder;             /* of the shard in the making */
    struct shard_set *shards;             /* what is merged; NULL: nothing is */
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

/* Reads the plan of the current release and asks the database what has changed since; the
 * configurations must be known. When nothing has, memory.unchanged is set and the result is that of
 * the run before. */
bool look_for_changes(struct build *build, struct error *err);

/* build->totals and build->organizations. */
bool count_organizations(struct build *build, struct error *err);
/* Those of a sector that is built, for the next run. */
bool remember_totals(const struct build *build, size_t index, struct error *err);

/* Which sectors are built, and which are kept. */
bool plan_sectors(struct build *build, struct error *err);

/* Removes memory.folder, where it still is one of this run; that of a shard goes with its lock. */
void memory_discard(void *memory);
/* Makes memory.folder; asks for memory.horizon, inside the snapshot. */
bool memory_open(struct build *build, struct error *err);
bool memory_horizon(struct build *build, struct error *err);

/* Remembers what the release was made from; failures are warnings, for the next run then makes
 * everything anew. */
void remember_release(struct build *build, bool recorded);

/* Writes what becomes of each file, or of the one asked for, and why. The stage must be complete.
 * False: there is no such file. */
bool explain_plan(const struct build *build, struct error *err);

/* Why the files about all sectors are made anew, in words. */
const char *memory_site_reason(const struct build *build, struct arena *arena);

/* memory.folder/<sector>.<kind> */
const char *memory_file(const struct build *build, struct arena *arena, const struct sector *sector,
                        const char *kind);
/* The same of the run before; NULL: there is none, or look_for_changes found it damaged. */
const char *memory_before(const struct build *build, struct arena *arena,
                          const struct sector *sector, const char *kind);

/* What the sector is made from today, as far as is known before its rows are read. */
struct plan_scope memory_scope(const struct build *build, const struct sector *sector);
/* That is what the run before made it from. */
bool memory_same(const struct build *build, const struct sector *sector);

/* The run before left every file of the sector, and sound. */
bool memory_has(const struct build *build, const struct sector *sector);

/* Other rows may be in force today than those that the plan's run saw. */
bool memory_other_day(const struct build *build, const struct plan *before);

/* A plan of this run: what it says of all of it, the site its only scope. Then the files of the
 * sectors among its scopes, as they are in memory.folder. */
void memory_begin_plan(const struct build *build, struct plan *plan);
bool memory_add_files(const struct build *build, struct plan *plan, struct error *err);

/* Where every organization stands; sectors are scored by workers. Of one that is built, what
 * scoring found goes into the file of scored_path (app/scored_file.h). */
bool score_sectors(struct build *build, struct error *err);
const char *scored_path(const struct build *build, struct arena *arena, size_t index);

/* Every assessed organization of a sector by organization_id, its ranks not filled in; each stands
 * until `visit` returns. None of a shard's but its own sectors. */
typedef bool standing_visitor(void *subject, const struct standing *row, struct error *err);
bool standings_each(const struct build *build, size_t index, standing_visitor *visit, void *subject,
                    struct error *err);

/* A task for some of the sectors, run by workers on the run's snapshot. */
struct sector_tasks {
    struct build *build;
    const size_t *sectors; /* indices into configs.sectors */
    size_t count;
    bool (*run)(struct build *build, struct source *source, size_t sector, struct error *err);
    /* One task more, taken when `place` sectors are; NULL: none. */
    bool (*beside)(struct build *build, struct source *source, struct error *err);
    size_t place;
    bool exports;  /* workers add files to the stage */
    bool assesses; /* it reads assessments: their scores are read before, once for all of them */
};
bool run_sector_tasks(struct sector_tasks *tasks, struct error *err);
/* How many workers there may be. */
size_t job_count(const struct build *build);

/* In a worker, between two things that need much, once there is a scoreboard: what was freed, and
 * what it has looked at of that, is the system's again. */
void give_back_memory(const struct build *build);

/* The sectors that are built, by workers; every other sector as it was, and then build->findings
 * has every finding; both. */
bool make_sectors(struct build *build, struct error *err);
bool collect_findings(struct build *build, struct error *err);
bool build_sectors(struct build *build, struct error *err);

/* All of them in order, as collect_findings left them; build->findings counts all, and has the
 * first. */
struct findings_stream;
bool open_findings(const struct build *build, struct arena *arena, struct findings_stream **out,
                   struct error *err);

/* Every file of one sector; what its organizations' rows show goes into `findings` too. */
bool build_sector(struct build *build, struct source *source, const struct sector *sector,
                  struct findings *findings, struct error *err);

/* The pages that a sector left, whose list is another file than that of the others. */
bool build_left_pages(struct build *build, struct source *source, const char *list,
                      struct error *err);

/* What api/v1/ says of all sectors together: before their organizations are read, and once every
 * finding is known. */
bool build_data(struct build *build, struct error *err);
bool build_findings_data(struct build *build, struct error *err);

/* The other files about all sectors; every finding must be known. */
bool build_site(struct build *build, struct error *err);

/* A sector's organizations once more, behind its own build or beside it: from the cache where they
 * are known to be there. */
struct source_stream;
bool open_rows_again(struct build *build, struct source *source, struct arena *arena,
                     const struct sector *sector, struct source_stream **stream, struct error *err);

/* portfolio.xlsx. Its rows of organizations and of scores are made before, by a worker, while
 * others build sectors: all organizations are streamed through once more. */
bool make_portfolio_rows(struct build *build, struct source *source, struct error *err);
bool build_portfolio_workbook(struct build *build, struct error *err);

/* Plans a chart and stages it as SVG and, where the figure has a path for it, as PNG; fills in the
 * figure's size. */
struct chart_plan;
bool build_chart(struct build *build, const struct chart_plan *plan, struct view_figure *figure,
                 struct error *err);

/* Keeps the organizations' pages and the data of a sector that is not built, as the current
 * release has them. */
bool keep_sector_files(struct build *build, const struct sector *sector, struct error *err);

/* Keeps those of the sectors of which nothing changed, the pages by another process: a hundred
 * thousand hard links are made while sectors are built. Such sectors cannot have a page that
 * another one makes today. From end_keeping on the pages are in the stage; it may be called again.
 */
bool begin_keeping(struct build *build, struct error *err);
bool end_keeping(struct build *build, struct error *err);

/* Adds the findings that were published with them, and what the configuration shows today, for a
 * sector that is not the one that they were found in. */
bool keep_sector_findings(struct build *build, const struct sector *sector,
                          struct findings *findings, struct error *err);

/* Settles what changes/ compares with, before anything costs time. */
bool find_baseline(struct build *build, struct error *err);

/* Refuses when the current release had many more organizations (MAX_ORGANIZATION_DROP_PCT). */
bool guard_organizations(struct build *build, struct error *err);

#endif
