/* Two small trees, one of them edited: each kind of difference, with its cause. */
#include "app/changes.h"

#include "app/changes_file.h"
#include "base/file.h"
#include "base/text.h"
#include "render/json/changes.h"
#include "render/text/dump.h"
#include "support/folder.h"
#include "view/changes.h"

#include <check.h>
#include <jansson.h>

#define SITE "api/v1/sectors.json"
#define TECH "api/v1/sectors/technology.json"
#define RETAIL "api/v1/sectors/retail.json"
#define FINDINGS "api/v1/findings.json"
#define PARAMETERS "api/v1/parameters.json"

#define ORGANIZATION(id, name, scores)                                                             \
    "{\"organization_id\": \"" id "\", \"legal_name\": \"" name "\", \"display_name\": null, "     \
    "\"status\": \"active\", \"page\": \"x\", \"values\": {\"employee_count\": 100, "              \
    "\"revenue_usd\": 1250000000.00, \"tools\": [\"a\", \"b\"], \"cloud\": true}, " scores "}"
#define SCORES(score, rank, band, gate, reviews, culture, talent)                                  \
    "\"scores\": {\"org_ai_r\": " score ", \"rank\": " rank ", \"band\": \"" band "\", "           \
    "\"governance_gate\": " gate ", \"review_reasons\": [" reviews "], "                           \
    "\"inputs\": {\"talent_concentration\": " talent ", \"evidence_count\": 10, "                  \
    "\"scores\": {\"ai_governance\": 60.00, \"culture\": " culture "}}}"

static const struct {
    const char *path;
    const char *text;
} base[] = {
    {SITE,
     "{\"format\": 1, \"as_of\": \"x\", \"dimensions\": ["
     "{\"code\": \"ai_governance\", \"name\": \"AI Governance\"}, "
     "{\"code\": \"culture\", \"name\": \"Culture\"}], \"sectors\": ["
     "{\"focus_group_id\": \"pe_technology\", \"slug\": \"technology\", \"name\": \"Technology\", "
     "\"code\": \"TECH\", \"description\": null, \"valid\": true, "
     "\"weights\": {\"ai_governance\": 0.400, \"culture\": 0.600}, "
     "\"calibrations\": {\"h_r_baseline\": {\"value\": 84.0000, \"source\": \"database\"}, "
     "\"governance_minimum\": {\"value\": 55.0000, \"source\": \"database\"}, "
     "\"position_factor_delta\": {\"value\": 0.15, \"source\": \"default\"}}}, "
     "{\"focus_group_id\": \"pe_retail\", \"slug\": \"retail\", \"name\": \"Retail\", "
     "\"code\": \"RET\", \"description\": null, \"valid\": true, "
     "\"weights\": {\"ai_governance\": 0.500, \"culture\": 0.500}, \"calibrations\": "
     "{\"position_factor_delta\": {\"value\": 0.18, \"source\": \"database\"}}}]}\n"},
    {TECH,
     "{\"format\": 1, \"columns\": [\"organizations\"], \"organizations\": [" ORGANIZATION(
         "b1", "Beta",
         SCORES(
             "71.571", "1", "Good", "\"passed\"", "", "72.50",
             "0.2")) ", " ORGANIZATION("a1", "Alpha",
                                       SCORES(
                                           "45.004", "2", "Adequate", "\"blocked\"", "\"imputed\"",
                                           "40.00",
                                           "0.3")) ", " ORGANIZATION("c1", "Gamma",
                                                                     "\"scores\": null") "], "
                                                                                         "\"finding"
                                                                                         "s\": "
                                                                                         "[]}\n"},
    {RETAIL,
     "{\"format\": 1, \"organizations\": [" ORGANIZATION(
         "d1", "Delta",
         SCORES("52.5", "1", "Adequate", "null", "", "50.00", "0.1")) "], \"findings\": []}\n"},
    {FINDINGS,
     "{\"format\": 1, \"findings\": [{\"severity\": \"warning\", \"code\": \"c\", "
     "\"focus_group_id\": \"pe_retail\", \"organization_id\": \"d1\", \"subject\": \"Delta\", "
     "\"message\": \"one is open\"}]}\n"},
    {PARAMETERS, "{\"format\": 1, \"as_of\": \"x\", \"param_version\": \"v2.0\", \"settings\": {"
                 "\"ALPHA_VR_WEIGHT\": 0.60, \"DELTA_POSITION\": 0.15, "
                 "\"HITL_SCORE_CHANGE_THRESHOLD\": 15.0}, \"global_weights\": null}\n"},
};
enum { FILES = sizeof base / sizeof base[0] };

struct edit {
    const char *path;
    const char *find;
    const char *replace; /* NULL: the file is not there */
};

static struct arena *arena;
static struct error err;
static const char *folder;

static void setup(void)
{
    arena = arena_new();
    error_clear(&err);
    folder = folder_of_test(arena);
}

static void teardown(void)
{
    arena_free(arena);
}

static const char *edited(const char *text, const struct edit *edit)
{
    const char *at = strstr(text, edit->find);
    ck_assert_msg(at != NULL, "no '%s' to edit", edit->find);
    return arena_printf(arena, "%.*s%s%s", (int)(at - text), text, edit->replace,
                        at + strlen(edit->find));
}

static struct published_tree tree(const char *name, const struct edit *edits, size_t count)
{
    const char *root = path_join(arena, folder, name);
    for (size_t i = 0; i < FILES; i++) {
        const char *text = base[i].text;
        for (size_t k = 0; k < count && edits[k].path && text; k++)
            if (text_equal(edits[k].path, base[i].path))
                text = edits[k].replace ? edited(text, &edits[k]) : NULL;
        if (!text)
            continue;
        const char *path = path_join(arena, root, base[i].path);
        ck_assert(
            folder_make(arena_strndup(arena, path, (size_t)(strrchr(path, '/') - path)), &err));
        ck_assert_msg(file_write(path, text, strlen(text), &err), "%s", err.message);
    }
    return (struct published_tree){.folder = root};
}

static void add_rows(const struct view_table *table, struct strbuf *out)
{
    for (size_t i = 0; i < table->row_count; i++)
        for (size_t j = 0; j < table->column_count; j++)
            strbuf_addf(out, "%s%s", table->cells[i * table->column_count + j].text,
                        j + 1 < table->column_count ? " | " : "\n");
}

/* The rows of all tables, one a line. */
static const char *lines(const struct changes *changes, size_t rows)
{
    struct view_changes_input input = {.changes = changes, .baseline = "x", .rows = rows};
    struct view_changes view;
    view_build_changes(NULL, &input, arena, &view);
    struct strbuf out;
    strbuf_init(&out);
    add_rows(&view.scores, &out);
    add_rows(&view.thresholds, &out);
    add_rows(&view.organizations, &out);
    add_rows(&view.configuration, &out);
    add_rows(&view.findings, &out);
    const char *text = arena_strdup(arena, out.text);
    strbuf_release(&out);
    return text;
}

#define MOST 4
struct difference {
    struct edit edits[MOST];
    const char *lines;
};
static const struct difference differences[] = {
    {{{0}}, ""},
    /* A score of a dimension: the score, the rank of both, a band, a line. */
    {{{TECH, "71.571, \"rank\": 1, \"band\": \"Good\"",
       "44.996, \"rank\": 2, \"band\": \"Adequate\""},
      {TECH, "\"culture\": 72.50", "\"culture\": 20"},
      {TECH, "\"rank\": 2, \"band\": \"Adequate\", \"governance_gate\": \"blocked\"",
       "\"rank\": 1, \"band\": \"Adequate\", \"governance_gate\": \"blocked\""}},
     "Beta | Technology | 71.57 | 45.00 | -26.57 | 1 to 2 | Culture: 72.5 to 20\n"
     "Alpha | Technology | 45.00 | 45.00 | 0.00 | 2 to 1 | The scores of others moved\n"
     "Beta | Technology | Band | Good | Adequate | Culture: 72.5 to 20\n"
     "Beta | Technology | Leader, 70 and more | Yes | No | Culture: 72.5 to 20\n"
     "Beta | Technology | Laggard, below 50 | No | Yes | Culture: 72.5 to 20\n"},
    /* Below two decimals nothing moved, whatever the digits of an input. */
    {{{TECH, "71.571", "71.5749"}, {TECH, "0.2,", "0.200,"}}, ""},
    /* A weight, and with it the other that it is balanced by. */
    {{{TECH, "71.571", "72.58"}, {SITE, "0.400, \"culture\": 0.600", "0.3, \"culture\": 0.7"}},
     "Beta | Technology | 71.57 | 72.58 | +1.01 | 1 | "
     "Weight of AI Governance: 0.400 to 0.300; weight of Culture: 0.600 to 0.700\n"
     "Weight of AI Governance | Technology | 0.400 | 0.300\n"
     "Weight of Culture | Technology | 0.600 | 0.700\n"},
    /* A calibration; evidence is no cause, it moves the interval only. */
    {{{TECH, "71.571", "70.57"},
      {TECH, "\"evidence_count\": 10", "\"evidence_count\": 12"},
      {SITE, "84.0000", "80.0000"}},
     "Beta | Technology | 71.57 | 70.57 | -1.00 | 1 | Calibration Hᴿ baseline: 84 to 80\n"
     "Calibration Hᴿ baseline | Technology | 84 | 80\n"},
    /* The gate moves with its minimum, and not the score. */
    {{{TECH, "blocked", "passed"}, {SITE, "55.0000", "45.0000"}},
     "Alpha | Technology | Governance gate | Blocked | Passed | "
     "Calibration Governance minimum: 55 to 45\n"
     "Calibration Governance minimum | Technology | 55 | 45\n"},
    /* A calibration that is no longer set. */
    {{{SITE, "\"value\": 0.18, \"source\": \"database\"",
       "\"value\": 0.15, \"source\": \"default\""},
      {RETAIL, "52.5", "52.1"}},
     "Delta | Retail | 52.50 | 52.10 | -0.40 | 1 | "
     "Calibration Position factor delta: 0.18 to not set (setting DELTA_POSITION)\n"
     "Calibration Position factor delta | Retail | 0.18 | not set (setting DELTA_POSITION)\n"},
    /* A setting: all sectors. */
    {{{PARAMETERS, "0.60", "0.65"}, {RETAIL, "52.5", "52.1"}},
     "Delta | Retail | 52.50 | 52.10 | -0.40 | 1 | Setting ALPHA_VR_WEIGHT: 0.6 to 0.65\n"
     "Setting ALPHA_VR_WEIGHT | All | 0.6 | 0.65\n"},
    /* A sector with a position factor delta of its own does not use the setting. */
    {{{PARAMETERS, "\"DELTA_POSITION\": 0.15", "\"DELTA_POSITION\": 0.16"},
      {RETAIL, "52.5", "52.1"},
      {TECH, "71.571", "72.571"}},
     "Beta | Technology | 71.57 | 72.57 | +1.00 | 1 | Setting DELTA_POSITION: 0.15 to 0.16\n"
     "Delta | Retail | 52.50 | 52.10 | -0.40 | 1 | No input differs\n"
     "Setting DELTA_POSITION | All | 0.15 | 0.16\n"},
    /* Review: asked for by a setting; no longer, with the input that asked for it. */
    {{{PARAMETERS, "15.0", "5.0"},
      {TECH, "\"review_reasons\": []", "\"review_reasons\": [\"it moved by 6.00 points\"]"},
      {TECH, "\"review_reasons\": [\"imputed\"]", "\"review_reasons\": []"}},
     "Beta | Technology | Review | Not asked for | It moved by 6.00 points. | "
     "Setting HITL_SCORE_CHANGE_THRESHOLD: 15 to 5\n"
     "Alpha | Technology | Review | Imputed. | Not asked for | "
     "Setting HITL_SCORE_CHANGE_THRESHOLD: 15 to 5\n"
     "Setting HITL_SCORE_CHANGE_THRESHOLD | All | 15 | 5\n"},
    /* The first assessment; what needs a person is news, a band is not. */
    {{{TECH, "\"scores\": null",
       SCORES("30", "3", "Developing", "\"blocked\"", "\"below 40\"", "30", "0")}},
     "Gamma | Technology | Not scored | 30.00 |  | 3 | An assessment came into force\n"
     "Gamma | Technology | Governance gate | No gate | Blocked | An assessment came into force\n"
     "Gamma | Technology | Review | Not asked for | Below 40. | An assessment came into force\n"},
    /* The sector's weights became invalid: nothing of it is scored. */
    {{{RETAIL, SCORES("52.5", "1", "Adequate", "null", "", "50.00", "0.1"), "\"scores\": null"},
      {SITE, "\"description\": null, \"valid\": true, \"weights\": {\"ai_governance\": 0.500",
       "\"description\": null, \"valid\": false, \"weights\": {\"ai_governance\": 0.490"}},
     "Delta | Retail | 52.50 | Not scored |  |  | The sector's weights became invalid\n"
     "Weights are valid | Retail | Yes | No\n"
     "Weight of AI Governance | Retail | 0.500 | 0.490\n"},
    /* New and gone. */
    {{{TECH, "\"organization_id\": \"c1\", \"legal_name\": \"Gamma\"",
       "\"organization_id\": \"e1\", \"legal_name\": \"Epsilon\""}},
     "Epsilon | Technology | New | \nGamma | Technology | Gone | \n"},
    /* From one sector to another: one event, and the score moved because of it. */
    {{{TECH, ", " ORGANIZATION("c1", "Gamma", "\"scores\": null"), ""},
      {RETAIL, "}], \"findings\"",
       "}, " ORGANIZATION(
           "c1", "Gamma",
           SCORES("61", "1", "Good", "null", "", "50.00", "0.1")) "], \"findings\""}},
     "Gamma | Retail | Not scored | 61.00 |  | 1 | Moved from Technology to Retail\n"
     "Gamma | Retail | Moved | From Technology to Retail\n"},
    /* Other data of an organization. */
    {{{RETAIL, "\"employee_count\": 100", "\"employee_count\": 120"},
      {RETAIL, "1250000000.00", "null"},
      {RETAIL, "[\"a\", \"b\"]", "[\"a\"]"}},
     "Delta | Retail | Changed | Employee count: 100 to 120; Revenue usd: 1250000000 to none; "
     "Tools: a, b to a\n"},
    /* A sector that went takes its organizations along. */
    {{{SITE, "{\"focus_group_id\": \"pe_retail\"", "{\"focus_group\": \"pe_retail\""},
      {RETAIL, "", NULL}},
     "Delta | Retail | Gone | \nThe sector | Retail | Retail | None\n"},
    /* A dimension's name, a sector's name. */
    {{{SITE, "\"name\": \"Culture\"", "\"name\": \"Culture & Change\""},
      {SITE, "\"name\": \"Retail\"", "\"name\": \"Retail & Consumer\""}},
     "Dimension culture | All | Culture | Culture & Change\n"
     "Name | Retail & Consumer | Retail | Retail & Consumer\n"},
    /* With v1.0 the global weights count, and those of the sector do not. */
    {{{RETAIL, "52.5", "52.1"},
      {PARAMETERS, "\"v2.0\"", "\"v1.0\""},
      {PARAMETERS, "\"global_weights\": null", "\"global_weights\": {\"culture\": 0.1}"}},
     "Delta | Retail | 52.50 | 52.10 | -0.40 | 1 | Setting PARAM_VERSION: v2.0 to v1.0\n"
     "Setting PARAM_VERSION | All | v2.0 | v1.0\n"
     "Global weight of Culture | All | None | 0.1\n"},
    /* Findings: another message is another finding. */
    {{{FINDINGS, "one is open", "two are open"}},
     "Delta | Opened | Warning | Two are open.\nDelta | Closed | Warning | One is open.\n"},
    /* A release of before there were parameters. */
    {{{PARAMETERS, "", NULL}},
     "Setting ALPHA_VR_WEIGHT | All | 0.6 | None\n"
     "Setting DELTA_POSITION | All | 0.15 | None\n"
     "Setting HITL_SCORE_CHANGE_THRESHOLD | All | 15 | None\n"
     "Setting PARAM_VERSION | All | v2.0 | None\n"},
};

static bool between(const struct published_tree *before, const struct published_tree *after,
                    struct changes *out)
{
    struct compared *compared = arena_alloc(arena, sizeof *compared);
    *compared = (struct compared){*before, *after, {{0}}, false};
    return compared_read(compared, arena, &err) && changes_of_all(compared, arena, out, &err);
}

static struct changes compare(const struct edit *edits, size_t count)
{
    struct published_tree before = tree("before", NULL, 0);
    struct published_tree after = tree("after", edits, count);
    struct changes changes;
    ck_assert_msg(between(&before, &after, &changes), "%s", err.message);
    return changes;
}

START_TEST(each_difference_has_its_cause)
{
    const struct difference *difference = &differences[_i];
    struct changes changes = compare(difference->edits, MOST);
    ck_assert_str_eq(lines(&changes, 0), difference->lines);
    ck_assert_int_eq(changes_none(&changes), *difference->lines == '\0');
}
END_TEST

/* What one direction opens the other closes. */
START_TEST(backwards_is_the_opposite)
{
    struct published_tree before = tree("before", NULL, 0);
    struct published_tree after = tree("after", differences[_i].edits, MOST);
    struct changes there, back;
    ck_assert(between(&before, &after, &there));
    ck_assert(between(&after, &before, &back));
    ck_assert_uint_eq(there.score_count, back.score_count);
    ck_assert_uint_eq(there.organization_count, back.organization_count);
    ck_assert_uint_eq(there.by_event[ORGANIZATION_NEW], back.by_event[ORGANIZATION_GONE]);
    ck_assert_uint_eq(there.configuration_count, back.configuration_count);
    ck_assert_uint_eq(there.opened_count, back.finding_count - back.opened_count);
    for (size_t i = 0; i < there.score_count; i++) {
        ck_assert_str_eq(there.scores[i].organization.id, back.scores[i].organization.id);
        ck_assert_double_eq(there.scores[i].change, -back.scores[i].change);
    }
}
END_TEST

START_TEST(global_weights_count_with_the_first_version)
{
    static const struct edit old[] = {
        {PARAMETERS, "\"v2.0\"", "\"v1.0\""},
        {PARAMETERS, "\"global_weights\": null", "\"global_weights\": {\"culture\": 0.1}"}};
    static const struct edit new[] = {
        {PARAMETERS, "\"v2.0\"", "\"v1.0\""},
        {PARAMETERS, "\"global_weights\": null", "\"global_weights\": {\"culture\": 0.2}"},
        {SITE, "0.400, \"culture\": 0.600", "0.3, \"culture\": 0.7"},
        {TECH, "71.571", "72.58"}};
    struct published_tree before = tree("before", old, 2);
    struct published_tree after = tree("after", new, 4);
    struct changes changes;
    ck_assert(between(&before, &after, &changes));
    ck_assert_str_eq(lines(&changes, 0), "Beta | Technology | 71.57 | 72.58 | +1.01 | 1 | "
                                         "Global weight of Culture: 0.1 to 0.2\n"
                                         "Global weight of Culture | All | 0.1 | 0.2\n"
                                         "Weight of AI Governance | Technology | 0.400 | 0.300\n"
                                         "Weight of Culture | Technology | 0.600 | 0.700\n");
}
END_TEST

START_TEST(machines_get_all_of_it)
{
    static const struct edit edits[] = {
        {TECH, "71.571", "70.57"},
        {SITE, "84.0000", "80.0000"},
        {FINDINGS, "one is open", "two are open"},
    };
    struct changes changes = compare(edits, 3);
    char *text = NULL;
    size_t length;
    FILE *file = open_memstream(&text, &length);
    ck_assert(api_changes(&(struct api_comparison){.before = "A", .changes = &changes}, file));
    fclose(file);
    json_t *root = json_loads(text, 0, NULL);
    ck_assert_ptr_nonnull(root);
    const char *id, *kind, *name, *before, *after, *event;
    double was, is, change;
    int rank, opened;
    json_t *to;
    ck_assert_int_eq(
        json_unpack(root,
                    "{s:o, s:{s:i}, s:[{s:s, s:f, s:f, s:f, s:i, s:[{s:s, s:s, s:s, s:s}]}], "
                    "s:[{s:s}, {s:s}]}",
                    "after", &to, "counts", "findings_opened", &opened, "scores", "organization_id",
                    &id, "before", &was, "after", &is, "change", &change, "rank_after", &rank,
                    "causes", "kind", &kind, "name", &name, "before", &before, "after", &after,
                    "findings", "event", &event, "event", &event),
        0);
    ck_assert(json_is_null(to));
    ck_assert_int_eq(opened, 1);
    ck_assert_str_eq(id, "b1");
    ck_assert_double_eq_tol(was, 71.57, 1e-9);
    ck_assert_double_eq_tol(is, 70.57, 1e-9);
    ck_assert_double_eq_tol(change, -1.00, 1e-9);
    ck_assert_int_eq(rank, 1);
    ck_assert_str_eq(kind, "calibration");
    ck_assert_str_eq(name, "h_r_baseline");
    ck_assert_str_eq(before, "84");
    ck_assert_str_eq(after, "80");
    ck_assert_str_eq(event, "closed");
    json_decref(root);
    free(text);
}
END_TEST

/* What was carried forward reads as what was just compared, whatever it says. */
START_TEST(what_is_read_back_says_the_same)
{
    struct published_tree before = tree("before", NULL, 0);
    struct published_tree after = tree("after", differences[_i].edits, MOST);
    struct compared compared = {before, after, {{0}}, false};
    struct changes_record written = {.before = "A", .only_sector = "pe_retail"};
    struct changes_record read;
    ck_assert(compared_read(&compared, arena, &err));
    ck_assert(changes_of_all(&compared, arena, &written.changes, &err));
    const char *path = path_join(arena, folder, "changes.json");
    ck_assert_msg(changes_file_write(path, &written, &err), "%s", err.message);
    ck_assert_msg(changes_file_read(path, &compared.sites[1], 100, arena, &read, &err), "%s",
                  err.message);
    ck_assert_str_eq(lines(&read.changes, 0), differences[_i].lines);
    ck_assert_str_eq(read.before, "A");
    ck_assert_ptr_null(read.not_compared_with);
    ck_assert_str_eq(read.only_sector, "pe_retail");
    ck_assert_uint_eq(read.changes.moved_count, written.changes.moved_count);
    ck_assert_uint_eq(read.changes.opened_count, written.changes.opened_count);
    ck_assert_mem_eq(read.changes.by_event, written.changes.by_event, sizeof read.changes.by_event);
    /* Of the first row of each list, a page that shows one row of each says the same too. */
    ck_assert(changes_file_read(path, &compared.sites[1], 1, arena, &read, &err));
    ck_assert_str_eq(lines(&read.changes, 1), lines(&written.changes, 1));
}
END_TEST

static const struct {
    const char *find, *replace, *message;
} damages[] = {
    {"\"format\": 1", "\"format\": 9", "has format 9, expected 1"},
    {"\"ranks_alone\": 1", "\"ranks_alone\": 2", "does not hold what it counts"},
    {"\"counts\"", "\"count\"", "does not hold what it counts"},
    {"\"kind\": \"input\"", "\"kind\": \"whim\"", "is damaged at byte "},
    {"\"threshold\": \"band\"", "\"threshold\": \"hand\"", "is damaged at byte "},
    {"\"organization_id\": \"b1\"", "\"organization_id\": null", "is damaged at byte "},
    {"\"scores\": [", "\"scores\": [{]", "is damaged at byte "},
};

START_TEST(a_record_that_is_damaged_is_refused)
{
    struct changes_record record = {.before = "A", .changes = compare(differences[1].edits, MOST)};
    struct published_site site = {0};
    char *text;
    const char *path = path_join(arena, folder, "changes.json");
    ck_assert(changes_file_write(path, &record, &err));
    ck_assert(changes_file_read(path, &site, 9, arena, &record, &err));
    ck_assert(file_read(arena, path, 1 << 20, &text, NULL, &err));
    const struct edit edit = {NULL, damages[_i].find, damages[_i].replace};
    const char *other = edited(text, &edit);
    ck_assert(file_write(path, other, strlen(other), &err));
    ck_assert(!changes_file_read(path, &site, 9, arena, &record, &err));
    ck_assert_msg(strstr(err.message, damages[_i].message) != NULL, "%s", err.message);
}
END_TEST

/* One that went from one sector to another left the one and joined the other. */
START_TEST(a_sector_has_changes_of_its_own)
{
    static const struct edit edits[] = {
        {TECH, "\"c1\"", "\"d1\""},
        {RETAIL, "\"d1\"", "\"c1\""},
        {SITE, "0.18", "0.19"},
        {TECH, "\"findings\": []",
         "\"findings\": [{\"severity\": \"error\", \"code\": \"c\", \"focus_group_id\": "
         "\"pe_technology\", \"organization_id\": null, \"subject\": \"Technology\", \"message\": "
         "\"new\"}]"},
    };
    struct compared compared = {tree("before", NULL, 0), tree("after", edits, 4), {{0}}, false};
    struct changes changes;
    ck_assert(compared_read(&compared, arena, &err));
    ck_assert_msg(changes_of_sector(&compared, "pe_technology", arena, &changes, &err), "%s",
                  err.message);
    struct view_changes_input input = {.changes = &changes, .baseline = "x", .data = "t.json"};
    struct view_changes view;
    struct strbuf out;
    strbuf_init(&out);
    view_build_changes(NULL, &input, arena, &view);
    add_rows(&view.organizations, &out);
    add_rows(&view.configuration, &out);
    add_rows(&view.findings, &out);
    ck_assert_str_eq(out.text, "Gamma | Technology | Joined | \n"
                               "Gamma | Technology | Left | \n"
                               "Technology | Opened | Error | New.\n");
    strbuf_release(&out);
}
END_TEST

/* More organizations than are read at once. */
START_TEST(many_organizations_are_compared_in_batches)
{
    enum { MANY = 1000 };
    struct published_tree trees[2];
    for (int side = 0; side < 2; side++) {
        struct strbuf rows;
        strbuf_init(&rows);
        for (int i = 0; i < MANY; i++) /* every third moved, ids from the last to the first */
            strbuf_addf(&rows,
                        "%s{\"organization_id\": \"x%04d\", \"legal_name\": \"N%04d\", \"scores\": "
                        "{\"org_ai_r\": %d, \"rank\": 1}}",
                        i > 0 ? ", " : "", MANY - i, i, i % 3 == 0 ? 60 + side : 50);
        const struct edit edit = {RETAIL, "\"organizations\": [",
                                  arena_printf(arena, "\"organizations\": [%s, ", rows.text)};
        trees[side] = tree(side == 0 ? "before" : "after", &edit, 1);
        strbuf_release(&rows);
    }
    struct changes changes;
    ck_assert_msg(between(&trees[0], &trees[1], &changes), "%s", err.message);
    ck_assert_uint_eq(changes.moved_count, (MANY + 2) / 3);
    ck_assert_uint_eq(changes.score_count, (MANY + 2) / 3);
    ck_assert_uint_eq(changes.organization_count, 0);
}
END_TEST

START_TEST(a_long_table_says_where_the_rest_is)
{
    struct changes changes = compare(differences[1].edits, MOST);
    ck_assert_str_eq(lines(&changes, 1),
                     "Beta | Technology | 71.57 | 45.00 | -26.57 | 1 to 2 | Culture: 72.5 to 20\n"
                     "and 1 more in changes.json |  |  |  |  |  | \n"
                     "Beta | Technology | Band | Good | Adequate | Culture: 72.5 to 20\n"
                     "and 2 more in changes.json |  |  |  |  | \n");
}
END_TEST

static const struct {
    struct edit edit;
    const char *message;
} troubles[] = {
    {{SITE, "", NULL}, "has no 'api/v1/sectors.json'"},
    {{TECH, "", NULL}, "has no 'api/v1/sectors/technology.json'"},
    {{FINDINGS, "", NULL}, "has no 'api/v1/findings.json'"},
    {{SITE, "\"format\": 1", "\"format\": 2"}, "'api/v1/sectors.json' has format 2, expected 1"},
    {{TECH, "\"findings\": []}", "\"findings\": ["}, "'api/v1/sectors/technology.json' is damaged"},
    {{TECH, "\"c1\"", "\"c1"}, "'api/v1/sectors/technology.json' is damaged at byte "},
    {{RETAIL, "{\"format\"", "[\"format\""}, "'api/v1/sectors/retail.json' is damaged at byte 0"},
};

START_TEST(what_is_no_release_is_refused)
{
    struct published_tree good = tree("good", NULL, 0);
    struct published_tree bad = tree("bad", &troubles[_i].edit, 1);
    struct changes changes;
    ck_assert(!between(&bad, &good, &changes));
    ck_assert_msg(strstr(err.message, troubles[_i].message) != NULL, "%s", err.message);
    ck_assert(!between(&good, &bad, &changes));
}
END_TEST

START_TEST(a_calibration_without_a_value_is_no_value)
{
    static const struct edit edit = {SITE, "\"value\": 84.0000, ", ""};
    struct published_tree whole = tree("before", NULL, 0);
    struct published_tree without = tree("after", &edit, 1);
    struct changes changes;
    ck_assert_msg(between(&whole, &without, &changes), "%s", err.message);
    ck_assert_uint_eq(changes.configuration_count, 1);
    ck_assert_str_eq(changes.configuration[0].before, "84");
    ck_assert_ptr_null(changes.configuration[0].after);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("changes");
    TCase *t = tcase_create("trees");
    int count = sizeof differences / sizeof differences[0];
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_loop_test(t, each_difference_has_its_cause, 0, count);
    tcase_add_loop_test(t, backwards_is_the_opposite, 0, count);
    tcase_add_test(t, global_weights_count_with_the_first_version);
    tcase_add_test(t, machines_get_all_of_it);
    tcase_add_loop_test(t, what_is_read_back_says_the_same, 0, count);
    tcase_add_loop_test(t, a_record_that_is_damaged_is_refused, 0,
                        sizeof damages / sizeof damages[0]);
    tcase_add_test(t, a_sector_has_changes_of_its_own);
    tcase_add_test(t, many_organizations_are_compared_in_batches);
    tcase_add_test(t, a_long_table_says_where_the_rest_is);
    tcase_add_test(t, a_calibration_without_a_value_is_no_value);
    tcase_add_loop_test(t, what_is_no_release_is_refused, 0, sizeof troubles / sizeof troubles[0]);
    suite_add_tcase(s, t);
    SRunner *runner = srunner_create(s);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
