#include "view/method_text.h"

const struct method_section method_sections[] = {
    {.id = "reading",
     .title = "How to read a score",
     .paragraphs =
         {"Org-AI-R says from 0 to 100 how ready an organization is to earn from artificial "
          "intelligence. It weighs what the organization has made of itself (Vᴿ, idiosyncratic "
          "readiness) against what its sector offers (Hᴿ, systematic opportunity), and adds a "
          "share of what the two are worth together (Synergy).",
          "Everything is computed exactly or in full binary precision and rounded once, where it "
          "is shown: to 2 decimals, halves away from zero. No rounded number goes into another "
          "formula.",
          "clamp(x, a, b) is x, but never less than a nor more than b. Sums run over the "
          "dimensions i unless they say otherwise."}},
    {.id = "weighted-mean",
     .title = "Weighted mean and dispersion",
     .paragraphs = {"Seven dimensions are scored from 0 to 100 and weighed as the sector weighs "
                    "them. An organization that is strong here and weak there is less ready than "
                    "its mean says, so the dispersion counts too."},
     .definitions = {{"weighted_mean", "Dw = Σ wᵢ Dᵢ / Σ wᵢ",
                      "Dᵢ: score of dimension i. wᵢ: its weight. Added exactly, as decimals."},
                     {"sigma", "σ = √( Σ wᵢ (Dᵢ − Dw)² / Σ wᵢ )",
                      "Weighted standard deviation of the population, not of a sample."},
                     {"cv", "cv = σ / Dw; 0 where Dw = 0", "Coefficient of variation."}}},
    {.id = "v-r",
     .title = "Idiosyncratic readiness Vᴿ",
     .paragraphs =
         {"Readiness is the weighted mean, lowered for imbalance and for talent that depends on "
          "few people.",
          "While nothing is clamped, Dw × penalty = Dw − λ σ. That has a consequence worth "
          "knowing: a point more in one dimension can lower Vᴿ where its weight is small (below "
          "1/17 at λ = 0.25), because it widens the dispersion by more than it raises the mean. "
          "A point more in every dimension never does. Each organization's page says what one "
          "more point is worth."},
     .definitions =
         {{"penalty", "penalty = clamp(1 − λ cv, 0, 1)",
           "λ: weight of the imbalance, a parameter."},
          {"talent", "talent = clamp(1 − 0.15 max(0, TC − θ), 0, 1)",
           "TC: talent concentration, 0 to 1, from the assessment. θ: the sector's threshold. "
           "0.15 is a constant of its own and not δ."},
          {"v_r", "Vᴿ = clamp(Dw × penalty × talent, 0, 100)", NULL}}},
    {.id = "h-r",
     .title = "Systematic opportunity Hᴿ",
     .paragraphs = {"Opportunity starts from the sector's baseline and moves a little with the "
                    "organization's position: its readiness against the sector's average, and its "
                    "market capitalization against its peers."},
     .definitions =
         {{"position_factor",
           "PF = clamp(0.6 clamp((Vᴿ − average) / 50, −1, 1) + 0.8 (percentile − 0.5), −1, 1)",
           "average: the sector's average Vᴿ, a calibration. percentile: of the market "
           "capitalization within the sector, 0 to 1, from the assessment."},
          {"h_r", "Hᴿ = clamp(baseline × (1 + δ PF), 0, 100)",
           "baseline and δ: calibrations of the sector."}}},
    {.id = "synergy",
     .title = "Synergy",
     .paragraphs = {"Readiness is worth most where there is opportunity to use it, and the other "
                    "way round. Synergy rewards having both, at the right time."},
     .definitions =
         {{"alignment", "align = 1 − |Vᴿ − Hᴿ| / 100",
           "An assessment may state its own alignment, 0 to 1, which then takes its place."},
          {"timing", "timing = clamp(timing factor, 0.8, 1.2)",
           "The timing factor is part of the assessment; 1 is neutral."},
          {"synergy", "Synergy = clamp(Vᴿ Hᴿ / 100 × align × timing, 0, 100)", NULL}}},
    {.id = "org-ai-r",
     .title = "Org-AI-R",
     .paragraphs = {"The score is a weighted mean of readiness and opportunity, blended with "
                    "their synergy."},
     .definitions = {{"org_ai_r",
                      "Org-AI-R = clamp((1 − β)(α Vᴿ + (1 − α) Hᴿ) + β Synergy, 0, 100)",
                      "α: weight of Vᴿ against Hᴿ. β: weight of Synergy. Both are parameters."}}},
    {.id = "interval",
     .title = "Interval of 95 %",
     .paragraphs = {"A score rests on evidence, and little evidence says little. With 95 % "
                    "confidence the interval holds the score that more evidence would lead to. Two "
                    "organizations whose intervals overlap widely should not be ranked by the "
                    "score alone.",
                    "Each end is clamped to 0 and 100. From 231 pieces of evidence on ρ stays at "
                    "0.99."},
     .definitions =
         {{"reliability", "ρ = min(0.99, n r / (1 + (n − 1) r)), r = 0.30",
           "n: pieces of evidence behind the assessment. r: reliability of one of them."},
          {"sem", "SEM = s √(1 − ρ)",
           "Standard error of measurement, in points. s: spread of the score, below."},
          {"interval", "interval = score ± 1.959963985 SEM", NULL}},
     .table = METHOD_TABLE_SPREADS},
    {.id = "ebitda",
     .title = "EBITDA impact",
     .paragraphs = {"Where an assessment states a target, the projection says what reaching it "
                    "would add to EBITDA, in percent. A target that is not above today's score "
                    "gives no projection."},
     .definitions =
         {{"ebitda", "base = (0.25 + 0.05 d + 0.025 d Hᴿ / 100 + step) × multiplier",
           "d: target less today's score, in points. multiplier: a calibration of the sector."},
          {"step", "step = 1 where d > 25, else 0",
           "More than 25 points is another kind of company."},
          {"scenarios", "conservative = 0.7 base, optimistic = 1.3 base", NULL}}},
    {.id = "fund",
     .title = "The fund",
     .paragraphs = {"The portfolio's score weighs each assessed organization by its enterprise "
                    "value. One whose value is not stated counts as USD 100 million; one that is "
                    "not assessed is counted as such and never averaged as zero. A sector whose "
                    "weights are invalid is left out."},
     .definitions =
         {{"fund", "Fund-AI-R = Σ EVⱼ scoreⱼ / Σ EVⱼ",
           "EVⱼ: enterprise value of organization j. Shown with 1 decimal."},
          {"hhi", "HHI = Σ (EVₖ / EV)²",
           "EVₖ: enterprise value of sector k; EV: of all. 1 is a fund in one sector; 1/7 is one "
           "spread evenly over seven. Shown with 4 decimals."}}},
    {.id = "bands",
     .title = "Bands, leaders and laggards",
     .paragraphs = {"A band begins at its first point: 60.00 is Good, 59.99 is Adequate. The score "
                    "decides, not what it is rounded to."},
     .table = METHOD_TABLE_BANDS},
    {.id = "gate",
     .title = "Governance gate",
     .paragraphs = {"A sector may set a minimum for the dimension AI Governance. An organization "
                    "below it is blocked from approval; one exactly at it passes.",
                    "The gate never changes the score: what is weak and what is not allowed are "
                    "two things, and both can be read."}},
    {.id = "review",
     .title = "When a person has to look",
     .paragraphs =
         {"A review by a person is asked for when Org-AI-R is above 85 or below 40, when it moved "
          "by more than the threshold since the assessment before, when the base projection of "
          "EBITDA is above its threshold, or when a dimension had no score. Exactly at a limit "
          "asks for none. The page names every reason that holds."}},
    {.id = "parameters",
     .title = "Parameters in force",
     .paragraphs = {"These hold for the whole site. They are settings of the program, each with "
                    "the range it must lie in. A change of any of them changes scores, so every "
                    "page names the set it was made with.",
                    "PARAM_VERSION v2.0 scores every sector with its own weights from the "
                    "database. v1.0 scores all of them with the same global weights, the W_* "
                    "settings, so that results of that version can be made again."},
     .table = METHOD_TABLE_PARAMETERS},
    {.id = "global-weights",
     .title = "Global weights in force",
     .paragraphs = {"Parameters v1.0 score every sector with these."},
     .table = METHOD_TABLE_WEIGHTS},
    {.id = "calibrations",
     .title = "Calibrations and their defaults",
     .paragraphs = {"A sector that does not set a calibration uses the default; its page marks "
                    "the value as a default. Position factor delta defaults to the parameter of "
                    "that name."},
     .table = METHOD_TABLE_DEFAULTS},
    {.id = "sector-calibrations",
     .title = "Calibrations in force, by sector",
     .paragraphs = {"What is muted is a default. The sector's page says since when a value is in "
                    "force, and what for."},
     .table = METHOD_TABLE_CALIBRATIONS},
    {.id = "weights",
     .title = "Weights and when they are valid",
     .paragraphs =
         {"Each sector gives every dimension a weight between 0 and 1, with three decimals. "
          "Weights are added exactly, as decimals.",
          "Weights are valid when every dimension has one and their sum differs from 1 by less "
          "than 0.001. A sum of 0.999 or 1.001 is therefore invalid.",
          "A sector with invalid weights is published with a banner. Its organizations have no "
          "scores, and it is left out of comparisons and of the fund."}},
    {.id = "effective-dating",
     .title = "Which rows count",
     .paragraphs = {"Weights, calibrations and assessments are dated. A row counts from its first "
                    "day up to, but not on, the day it ends. When two rows count for the same "
                    "key, the later one is used and a finding says so."}},
    {.id = "decisions",
     .title = "Decisions",
     .paragraphs = {"What no published definition settles, and how it was settled here."},
     .table = METHOD_TABLE_DECISIONS},
    {.id = "sources",
     .title = "Sources",
     .paragraphs = {"Where each formula comes from."},
     .table = METHOD_TABLE_SOURCES},
    {.id = "snapshot",
     .title = "One moment",
     .paragraphs = {"Everything on these pages was read from one consistent snapshot of the "
                    "database. Either the whole site is from that moment, or the previous site "
                    "still stands.",
                    "The same data gives the same files, byte for byte, so a number on paper can "
                    "be made again years later."}},
    {.id = "missing",
     .title = "What is missing",
     .paragraphs = {"A value that nobody stated is shown as missing. It is never counted as zero, "
                    "and averages and totals say how many stated it."}},
    {.id = "findings",
     .title = "Findings",
     .paragraphs = {"An error makes a number wrong. A warning says that something is missing or "
                    "doubtful. Information is good to know and needs no action."}},
    {.id = NULL},
};

const char *const method_decisions[][METHOD_WORDS] = {
    {"A dimension has no score", "It counts as 50, is reported as a finding, and asks for a review",
     "A gap must neither punish nor reward, and nobody may overlook it"},
    {"An organization has no assessment",
     "It has no score: pages and workbooks say \"Not assessed\", never 0",
     "Zero is a judgement; the absence of one is not"},
    {"Weights or calibrations changed since",
     "History is scored with the weights and calibrations of today",
     "A change then is the organization's own, and not one of the yardstick"},
    {"A report of an earlier day",
     "As-of reports use the weights, calibrations and assessments of that day alone",
     "What was known then can be shown again; later rows do not leak into it"},
    {"The EBITDA multiplier", "It scales all three scenarios",
     "A cautious sector is cautious in each of them"},
    {"A target at or below the score", "There is no projection",
     "Nothing is gained by staying or falling back"},
    {"EBITDA coefficients", "All terms are in percent of EBITDA",
     "The published coefficients mix fractions and percent; this is their consistent form"},
    {"The governance gate", "It blocks approval and does not change the score",
     "A score that hides a veto cannot be compared"},
    {"Exactly at a limit", "The gate passes, the band is reached, no review is asked for",
     "Limits are stated as numbers that still belong"},
    {"Enterprise value is not stated", "It counts as USD 100 million in the fund",
     "The organization must weigh something; the page says how many were assumed"},
    {"Percentile, timing, evidence not stated",
     "The middle (0.5), neutral (1.0), and 10 pieces of evidence",
     "None of them moves a score up or down"},
    {"A sector whose weights are invalid", "No scores, and no part in the fund",
     "A number that rests on a wrong sum is worse than none"},
    {NULL, NULL, NULL},
};

const char *const method_sources[][METHOD_WORDS] = {
    {"Dw, penalty, talent, Vᴿ", "PE Org-AI-R platform, published definitions", NULL},
    {"σ, cv", "K. Pearson (1896), coefficient of variation",
     "Weighted, over the population of dimensions"},
    {"PF, Hᴿ, align, Synergy, Org-AI-R", "PE Org-AI-R platform, published definitions",
     "Of the variants in use, the one that reproduces all published results"},
    {"ρ", "C. Spearman and W. Brown (1910), British Journal of Psychology 3",
     "Reliability of n parallel measurements"},
    {"SEM, interval", "F. M. Lord and M. R. Novick (1968), classical test theory",
     "1.959963985 is the quantile 0.975 of the normal distribution"},
    {"EBITDA impact", "PE Org-AI-R platform, published coefficients",
     "In their unit-consistent form, see the decisions"},
    {"Fund-AI-R", "PE Org-AI-R platform, published definitions", NULL},
    {"HHI", "A. O. Hirschman (1945) and O. C. Herfindahl (1950)", "Concentration over sectors"},
    {"Weights, calibrations, ranges of parameters",
     "The platform's configuration tables and "
     "settings",
     NULL},
    {NULL, NULL, NULL},
};
