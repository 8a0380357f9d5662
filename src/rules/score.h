/*
 * Scoring of one assessment: idiosyncratic readiness V^R, systematic opportunity
 * H^R, their Synergy, and Org-AI-R, with everything in between, so that every
 * published number can be traced to its inputs. Pure functions: no I/O, no
 * settings, no clock.
 *
 *   Dw      = sum w_i D_i / sum w_i
 *   sigma   = sqrt(sum w_i (D_i - Dw)^2 / sum w_i)            weighted, population
 *   cv      = sigma / Dw, 0 where Dw = 0
 *   penalty = clamp(1 - lambda cv, 0, 1)
 *   talent  = clamp(1 - 0.15 max(0, TC - theta), 0, 1)
 *   V^R     = clamp(Dw penalty talent, 0, 100)
 *   PF      = clamp(0.6 clamp((V^R - average) / 50, -1, 1) + 0.8 (percentile - 0.5), -1, 1)
 *   H^R     = clamp(baseline (1 + delta PF), 0, 100)
 *   align   = the override, else 1 - |V^R - H^R| / 100
 *   Synergy = clamp(V^R H^R / 100 align clamp(timing, 0.8, 1.2), 0, 100)
 *   Org     = clamp((1 - beta) (alpha V^R + (1 - alpha) H^R) + beta Synergy, 0, 100)
 *   rho     = min(0.99, n r / (1 + (n - 1) r)), r = 0.30      Spearman-Brown
 *   SEM     = s sqrt(1 - rho), s: Org 14, V^R 15, H^R 12, Synergy 10
 *   interval: score -/+ 1.959963985 SEM (95 %), each end clamped to [0,100]
 *   EBITDA impact in percent for a target T above the score S, d = T - S:
 *     base = (0.25 + 0.05 d + 0.025 d H^R / 100 + (1 if d > 25)) multiplier,
 *     conservative 0.7 base, optimistic 1.3 base; none for d <= 0
 *
 * Units: scores, sigma, SEM and contributions are points of 0..100; EBITDA is
 * percent; weights, alpha, beta, lambda, delta, percentile, TC, theta, cv,
 * penalty, talent, alignment and rho are plain ratios.
 *
 * Arithmetic: up to the square root everything is integers (weights with up to
 * 6 and scores with up to 4 fractional digits); from there on binary64. Nothing
 * is rounded here: reports round once, for display.
 *
 * While no clamp binds, Dw penalty = Dw - lambda sigma. Raising one dimension can
 * lower V^R (a small weight that widens sigma); raising all of them never does.
 */
#ifndef RULES_SCORE_H
#define RULES_SCORE_H

#include "base/arena.h"
#include "base/decimal.h"
#include "base/error.h"
#include "model/assessment.h"
#include "model/config.h"

#include <stdbool.h>
#include <stddef.h>

/* ---- what goes in ---- */

/* How scores are made, from the settings. */
struct score_parameters {
    struct decimal alpha;            /* share of V^R against H^R: 0.55..0.70, 0.60 */
    struct decimal beta;             /* share of Synergy: 0.08..0.20, 0.12 */
    struct decimal lambda;           /* penalty for imbalance: 0..0.50, 0.25 */
    struct decimal delta;            /* where the sector sets no position_factor_delta: 0.15 */
    struct decimal change_threshold; /* points, review above it: 5..30, 15.0 */
    struct decimal ebitda_threshold; /* percent, review above it: 5..25, 10.0 */
    /* Parameters v1.0: weights for every sector, by dimension code. NULL (v2.0): its own. */
    const struct weight *global_weights;
    size_t global_weight_count;
};
/* The defaults above, with the sector's own weights. */
struct score_parameters score_parameters_default(void);

/* What a sector brings to each of its assessments, and the parameters they are made with. */
struct score_sector {
    const struct score_parameters *parameters;
    size_t dimension_count;
    const char **codes;      /* of the dimensions, in display order */
    const char **names;      /* as people know them; NULL: by their codes */
    struct decimal *weights; /* in the same order; 0 where the sector has none */
    struct decimal h_r_baseline;
    struct decimal delta;
    struct decimal talent_threshold; /* theta */
    struct decimal ebitda_multiplier;
    struct decimal average_v_r;
    bool has_governance_minimum;
    struct decimal governance_minimum; /* of the dimension ai_governance */
};
/* From the configurations. Whether the weights may be used is sector_is_valid's business
 * (rules/validate.h). */
void score_sector_init(struct score_sector *out, struct arena *arena, const struct config_set *set,
                       const struct sector *sector, const struct score_parameters *parameters);

/* What applies to a sector that does not set the calibration: its default, or the parameter that
 * takes its place (`parameters` NULL: none does). False: nothing applies. */
bool score_default_of(const struct calibration_default *known,
                      const struct score_parameters *parameters, struct decimal *out);

struct score_inputs {
    const struct decimal *scores;        /* D_i, 0..100, in the order of the sector's dimensions */
    const bool *missing;                 /* [i]: no D_i, it counts as 50; NULL: none is missing */
    struct decimal talent_concentration; /* TC, 0..1 */
    struct decimal percentile;           /* of market capitalisation in the sector, 0..1 */
    struct decimal timing;               /* >= 0; clamped to 0.8..1.2 */
    bool has_alignment;                  /* false: by formula */
    struct decimal alignment;            /* 0..1 */
    long long evidence_count;            /* n >= 1 */
    bool has_target;
    struct decimal target; /* Org-AI-R aimed at, 0..100 */
    bool has_previous;
    double previous; /* Org-AI-R of the assessment before, unrounded, 0..100 */
};
/* What was assessed, without a previous score; refers to the assessment's arrays. */
struct score_inputs score_inputs_of(const struct assessment *assessment);

/* ---- what comes out ---- */

enum score_kind { SCORE_ORG_AI_R, SCORE_V_R, SCORE_H_R, SCORE_SYNERGY, SCORE_KIND_COUNT };

enum score_band { BAND_NASCENT, BAND_DEVELOPING, BAND_ADEQUATE, BAND_GOOD, BAND_EXCELLENT };
const char *score_band_name(enum score_band band); /* "Excellent" */

/* A leader has the one and more, a laggard less than the other. */
enum { SCORE_LEADER = 70, SCORE_LAGGARD = 50 };

/* The gate looks at this dimension. It does not change the score; below the minimum it blocks
 * approval, equality passes. */
#define SCORE_GATE_DIMENSION "ai_governance"
enum score_gate { GATE_NONE, GATE_PASSED, GATE_BLOCKED };

enum score_review {
    REVIEW_HIGH = 1,    /* Org-AI-R > 85 */
    REVIEW_LOW = 2,     /* Org-AI-R < 40 */
    REVIEW_CHANGE = 4,  /* moved by more than the threshold */
    REVIEW_EBITDA = 8,  /* base projection above the threshold */
    REVIEW_IMPUTED = 16 /* a dimension without a score */
};

struct score_interval {
    double low;
    double high;
};

struct score_ebitda {
    double conservative;
    double base;
    double optimistic;
};

struct score_dimension {
    double score;        /* D_i; 50 where imputed */
    double weight;       /* w_i / sum w_i */
    double contribution; /* points of Dw that come from it; they add up to Dw */
    double sensitivity;  /* change of V^R if D_i had one point more (what is left up to 100) */
    bool imputed;
};

struct score {
    double weighted_mean; /* Dw */
    double sigma;
    double cv;
    double penalty;
    double talent;
    double v_r;
    double position_factor; /* PF */
    double h_r;
    double alignment;
    double timing; /* as used: clamped */
    double synergy;
    double org_ai_r;
    double rho;
    double sem[SCORE_KIND_COUNT];
    struct score_interval interval[SCORE_KIND_COUNT];
    enum score_band band;
    bool leader;
    bool laggard;
    enum score_gate gate;
    unsigned reviews; /* of enum score_review; 0: no review is asked for */
    bool has_change;
    double change; /* Org-AI-R less the previous one */
    bool has_ebitda;
    struct score_ebitda ebitda;
    struct score_dimension *dimensions; /* in the sector's order */
    size_t dimension_count;
    size_t imputed_count;
};

/* False, ERROR_INVALID: an input is out of range (named, with what was expected), or the sector
 * has no weights. The arrays of `out` live in the arena. */
bool score_assess(struct arena *arena, const struct score_sector *sector,
                  const struct score_inputs *inputs, struct score *out, struct error *err);

/* A score among others over time: an assessment by itself, without what came before it. */
struct score_moment {
    bool scored; /* false: it could not be scored, the rest is 0 */
    double org_ai_r;
    struct score_interval interval;
};
/* What score_assess gives of it, for less; the arena is for what it needs on the way. */
struct score_moment score_moment_of(struct arena *arena, const struct score_sector *sector,
                                    const struct assessment *assessment);

/* Why a review is asked for, one sentence each, in the order of the flags. */
size_t score_review_words(struct arena *arena, const struct score *score,
                          const struct score_sector *sector, const char ***words);

/* ---- the steps, one formula each; inputs are taken to be in range ---- */

double score_penalty(double lambda, double cv);
double score_talent(double concentration, double threshold);
double score_v_r(double mean, double penalty, double talent);
double score_position_factor(double v_r, double average_v_r, double percentile);
double score_h_r(double baseline, double delta, double position_factor);
double score_alignment(double v_r, double h_r);
double score_timing(double factor);
double score_synergy(double v_r, double h_r, double alignment, double timing);
double score_org_ai_r(double alpha, double beta, double v_r, double h_r, double synergy);
double score_rho(long long evidence_count);
double score_sem(enum score_kind kind, double rho);
struct score_interval score_interval_of(double score, double sem);
enum score_band score_band_of(double org_ai_r);
/* False: no projection, the target is not above the score. */
bool score_ebitda_of(double score, double target, double h_r, double multiplier,
                     struct score_ebitda *out);

#endif
