/*
 * What the configuration tables say on one day: dimensions, and per sector its
 * weights and calibrations. Plain data; the defaulting getters are those of the
 * seeds' config service. Everything lives in the arena it was read into.
 */
#ifndef MODEL_CONFIG_H
#define MODEL_CONFIG_H

#include "base/arena.h"
#include "base/decimal.h"

#include <stdbool.h>
#include <stddef.h>

/* A row of dimensions. */
struct dimension {
    const char *id;          /* pe_dim_governance */
    const char *code;        /* ai_governance */
    const char *name;        /* AI Governance */
    const char *description; /* may be NULL */
    struct decimal min_score;
    struct decimal max_score;
    int display_order;
};

/* A row of focus_group_dimension_weights in force on the day. */
struct weight {
    const char *dimension_code;
    struct decimal value;       /* 0..1, scale 3 */
    const char *rationale;      /* may be NULL */
    const char *effective_from; /* YYYY-MM-DD */
    const char *effective_to;   /* YYYY-MM-DD or NULL: open */
};

/* A row of focus_group_calibrations in force on the day. */
struct calibration {
    const char *name;
    struct decimal value;    /* scale 4 */
    const char *type;        /* numeric, threshold; may be NULL */
    const char *description; /* may be NULL */
    const char *effective_from;
    const char *effective_to;
};

/* Sector configuration: a row of focus_groups with its weights and calibrations. */
struct sector {
    const char *focus_group_id; /* pe_financial_services */
    const char *slug;           /* financial-services: its name in paths */
    const char *group_name;
    const char *group_code;
    const char *description; /* may be NULL */
    const char *icon_name;   /* may be NULL */
    const char *color_hex;   /* #RRGGBB or NULL */
    int display_order;
    struct weight *weights; /* in display order of the dimensions */
    size_t weight_count;
    struct calibration *calibrations; /* by name */
    size_t calibration_count;
    /* Codes and names for which more than one row is in force; the row with the latest
     * effective_from is the one in `weights` and `calibrations`. */
    const char **duplicate_keys; /* "weight ai_governance", "calibration h_r_baseline" */
    size_t duplicate_count;
    const char *fingerprint; /* digest of the rows it was made from, by the database */
};

struct config_set {
    const char *as_of;            /* YYYY-MM-DD: the day whose rows are in force */
    struct dimension *dimensions; /* by display_order, then dimension_id */
    size_t dimension_count;
    struct sector *sectors; /* active, platform pe_org_air, by display_order, then id */
    size_t sector_count;
};

const struct sector *config_find_sector(const struct config_set *set, const char *focus_group_id);
const struct weight *sector_find_weight(const struct sector *sector, const char *dimension_code);
const struct calibration *sector_find_calibration(const struct sector *sector, const char *name);

/* 0 for an unknown dimension. */
struct decimal sector_weight(const struct sector *sector, const char *dimension_code);

/* The exact sum of the weights; 0 without any. */
struct decimal sector_weights_sum(const struct sector *sector);

/* |sum - 1| < 0.001, exactly: 0.999 and 1.001 are invalid. */
bool sector_weights_valid(const struct sector *sector);

/* The calibrations the program knows, sorted as reports show them; ended by a NULL name. */
struct calibration_default {
    const char *name;
    const char *label;
    const char *default_value; /* NULL: none, the rule it feeds does not apply */
    const char *setting;       /* whose value is the default in force; NULL: no setting's */
    const char *meaning;
};
extern const struct calibration_default calibration_defaults[];
/* NULL: no rule uses a calibration of this name. */
const struct calibration_default *calibration_default_find(const char *name);
/* What the sector sets, else the default whatever a setting says; 0 where there is neither. */
struct decimal sector_calibration(const struct sector *sector, const char *name);

#endif
