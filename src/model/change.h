/*
 * Two releases compared: what a published tree says, as far as it is compared,
 * and what differs between two of them.
 *
 * Values are text, as exact as the documents have them (a number up to 15
 * significant digits, without trailing zeros: 0.220 and 0.22 are equal). A score
 * is a binary number in the documents; it moved when its value rounded to two
 * decimals differs.
 */
#ifndef MODEL_CHANGE_H
#define MODEL_CHANGE_H

#include "model/finding.h"

#include <stdbool.h>
#include <stddef.h>

/* ---- what a release says ---- */

struct named_value {
    const char *name;
    const char *value; /* NULL: null */
};
struct named_values {
    struct named_value *rows; /* by name, each once */
    size_t count;
};

struct published_organization {
    const char *id;
    const char *name; /* organization_name */
    bool scored;
    double org_ai_r;
    long long rank;             /* in its sector; 0: none */
    const char *band;           /* "Good"; NULL: none */
    const char *gate;           /* "passed", "blocked"; NULL: none */
    const char *review;         /* the reasons, joined; NULL: no review is asked for */
    struct named_values inputs; /* of its assessment: "talent_concentration", "scores.culture" */
    struct named_values data;   /* names, status, attributes */
};

struct published_sector {
    const char *focus_group_id;
    const char *slug;
    const char *name;
    bool valid; /* its weights may be used */
    struct named_values weights;
    struct named_values calibrations;
    struct named_values facts; /* name, code, description, valid */
};

struct published_site {
    struct published_sector *sectors; /* in the order of the reports */
    size_t sector_count;
    struct named_values dimensions; /* code and name */
    struct named_values parameters; /* PARAM_VERSION ...; none in an old release */
};

/* ---- what differs ---- */

enum cause_kind {
    CAUSE_INPUT,       /* a score or another input of the assessment */
    CAUSE_WEIGHT,      /* of the sector */
    CAUSE_CALIBRATION, /* of the sector */
    CAUSE_PARAMETER,   /* a setting, for all sectors */
    CAUSE_VALIDITY,    /* the sector's weights became valid or invalid */
    CAUSE_SECTOR,      /* moved from one sector to another */
    CAUSE_ASSESSED,    /* has an assessment in force, or none any longer */
    CAUSE_OTHERS,      /* a rank alone: others moved */
    CAUSE_UNKNOWN,     /* no input differs: another version of the program, or a hand */
    CAUSE_KIND_COUNT
};
const char *cause_kind_name(enum cause_kind kind); /* "input", "weight" ... */

struct change_cause {
    enum cause_kind kind;
    const char *name; /* "scores.culture", "h_r_baseline"; NULL where the kind says all */
    const char *before;
    const char *after; /* NULL: none */
};
struct change_causes {
    struct change_cause *rows;
    size_t count;
    size_t capacity;
};

struct organization_key {
    const char *id;
    const char *name;
    const struct published_sector *sector; /* as it is now; of one that is gone, as it was */
};

/* A score or a rank. */
struct score_change {
    struct organization_key organization;
    bool scored_before, scored_after;
    double before, after;
    double change;                     /* of the rounded scores; 0 where one is absent */
    bool moved;                        /* the score; false: the rank alone */
    long long rank_before, rank_after; /* 0: none, or not in one sector */
    struct change_causes causes;
};

enum threshold {
    THRESHOLD_BAND,
    THRESHOLD_GATE,
    THRESHOLD_LEADER,  /* 70 and more */
    THRESHOLD_LAGGARD, /* less than 50 */
    THRESHOLD_REVIEW,
    THRESHOLD_COUNT
};
const char *threshold_name(enum threshold threshold); /* "band", "governance_gate" ... */

struct threshold_change {
    struct organization_key organization;
    enum threshold threshold;
    const char *before; /* "Good"; "yes" and "no" of leader and laggard; NULL: none */
    const char *after;
    bool better; /* up a band, through the gate, no review any longer */
    struct change_causes causes;
};

enum organization_event {
    ORGANIZATION_NEW,
    ORGANIZATION_GONE,
    ORGANIZATION_MOVED,
    ORGANIZATION_CHANGED, /* its names, status or attributes */
    ORGANIZATION_EVENT_COUNT
};
const char *organization_event_name(enum organization_event event); /* "new" ... */

struct organization_change {
    struct organization_key organization;
    enum organization_event event;
    const struct published_sector *from; /* MOVED: the sector before */
    struct change_causes values;         /* CHANGED: what differs, as inputs */
};

enum configuration_kind {
    CONFIGURATION_SECTOR, /* appeared, went, or one of its facts; `name` NULL: the sector itself */
    CONFIGURATION_WEIGHT,
    CONFIGURATION_CALIBRATION,
    CONFIGURATION_PARAMETER,
    CONFIGURATION_DIMENSION,
    CONFIGURATION_KIND_COUNT
};
const char *configuration_kind_name(enum configuration_kind kind); /* "weight" ... */

struct configuration_change {
    enum configuration_kind kind;
    const struct published_sector *sector; /* NULL: all */
    const char *name;
    const char *before; /* NULL: was not there */
    const char *after;  /* NULL: is no longer there */
};

struct finding_change {
    bool opened; /* false: closed */
    struct finding finding;
};

/* Everything in the order of the reports. */
struct changes {
    const struct named_values *dimensions; /* code and name, of the later release */
    struct score_change *scores;           /* the largest move first, then the largest of ranks */
    size_t score_count, moved_count;       /* of them scores that moved */
    struct threshold_change *thresholds;
    size_t threshold_count;
    struct organization_change *organizations; /* by event, then name */
    size_t organization_count;
    size_t by_event[ORGANIZATION_EVENT_COUNT];
    struct configuration_change *configuration;
    size_t configuration_count;
    struct finding_change *findings; /* opened, then closed, the gravest first */
    size_t finding_count, opened_count;
};

/* A comparison as a release holds it (changes/). */
struct changes_record {
    const char *before;            /* the release compared with; NULL: none */
    const char *not_compared_with; /* the release that could not be read; NULL: none */
    const char *only_sector;       /* focus_group_id; NULL: all sectors */
    /* The counts are of all of it, the rows may be the first of each list only. */
    struct changes changes;
};

/* No difference at all. */
bool changes_none(const struct changes *changes);

#endif
