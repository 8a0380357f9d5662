/*
 * The pages, one struct each: one page = one template = one view struct = one
 * fill function of the same name.
 */
#ifndef VIEW_PAGES_H
#define VIEW_PAGES_H

#include "view/component.h"

/* A formula with its numbers: Vᴿ | Dw × penalty × talent | 68.62 × 0.983 × 1.000 | 67.45 */
struct view_formula {
    const char *name;
    const char *formula;
    const char *filled;
    const char *result;
    const char *note; /* NULL: none */
};

/* The scores of one organization. Where `absent` is set nothing else is: "Not assessed", or why
 * the sector's organizations have no scores. */
struct view_score {
    const char *absent;
    struct view_cell headline;    /* Org-AI-R, 2 decimals */
    struct view_cell band;        /* toned */
    const char *interval;         /* "95 % interval 59.73 to 83.57" */
    const char *position;         /* "3rd of 8 in Technology, 71st percentile" */
    struct view_facts parts;      /* Vᴿ, Hᴿ, Synergy, assessed on, evidence */
    struct view_figure waterfall; /* the parts that add up to the score */
    struct view_figure bullets;   /* dimensions against the sector's average */
    /* The numbers of the bullets: score, average, difference; weight, contribution, one more point.
     */
    struct view_table dimensions;
    struct view_cell gate; /* toned; missing where the sector has no gate */
    const char *gate_text; /* NULL: none */
    const char **reviews;  /* sentences; none: no review is asked for */
    size_t review_count;
    struct view_table ebitda;   /* column_count 0: no projection */
    struct view_figure history; /* none: only one assessment */
    const char *method;         /* path to what the letters of the formulas mean */
    struct view_formula *arithmetic;
    size_t arithmetic_count;
    struct view_score_charts *charts; /* build.h: what the figures draw; NULL without a score */
};

/* The scores of a sector. */
struct view_sector_scores {
    const char *absent;
    struct view_facts key_figures; /* average, assessed of all, leaders, reviews, gate failures */
    struct view_figure distribution;
    struct view_table ranking;  /* rank, organization, score, band, move, interval */
    struct view_table averages; /* by dimension */
    struct view_table gate_failures;
    struct view_table reviews; /* organization and why */
};

/* The scores of the fund. */
struct view_fund {
    const char *absent;
    struct view_facts key_figures; /* Fund-AI-R, HHI, assessed, not assessed, reviews */
    struct view_figure bands;
    struct view_figure scatter; /* Vᴿ against Hᴿ, 60/60 quadrants */
    struct view_table sectors;
    struct view_table leaders;
    struct view_table laggards;
    struct view_table reviews;
};

/* index.html */
struct view_portfolio {
    struct view_frame frame;
    struct view_banner *banners;
    size_t banner_count;
    struct view_facts key_figures; /* organizations, sectors, revenue, open findings */
    struct view_fund fund;
    struct view_table sectors; /* one row a sector, linked */
    struct view_figure heatmap;
    struct view_table findings; /* the gravest ones; the rest is on the findings page */
    struct view_link *downloads;
    size_t download_count;
};

/* sectors/<sector>/index.html, and organizations-<n>.html for the further pages of its list */
#define SECTOR_FIELDS_PART "fields"
struct view_sector {
    struct view_frame frame;
    struct view_banner *banners;
    size_t banner_count;
    const char *color;       /* #RRGGBB, NULL: the site's accent */
    const char *description; /* NULL: none */
    struct view_facts identity;
    struct view_sector_scores scores;
    struct view_table weights;      /* dimension, weight with bar, rationale, since; total row */
    struct view_cell weights_check; /* "Sum 1.000: valid" with its tone */
    struct view_figure chart;
    struct view_table calibrations; /* parameter, value, source, meaning, since */
    /* What the labels on its organizations' pages mean; the part of the page that has it is
     * SECTOR_FIELDS_PART. */
    struct view_table fields;
    struct view_table findings;
    struct view_table organizations;
    struct view_pager pager;
    struct view_link *downloads;
    size_t download_count;
};
struct view_listing {
    struct view_frame frame;
    struct view_table organizations;
    struct view_pager pager;
};

/* organizations/<xx>/<id>.html */
struct view_organization {
    struct view_frame frame;
    struct view_banner *banners;
    size_t banner_count;
    const char *legal_name;
    struct view_link sector;
    struct view_cell status;
    struct view_score score;
    struct view_facts firmographics;
    struct view_facts attributes;
    struct view_table findings;
};

/* compare/index.html */
struct view_compare {
    struct view_frame frame;
    struct view_banner *banners; /* sectors left out, and why */
    size_t banner_count;
    struct view_figure heatmap;     /* its data table: sectors x dimensions, total */
    struct view_table averages;     /* sectors and the portfolio x dimensions */
    struct view_table calibrations; /* sectors x calibrations */
    struct view_table totals;       /* organizations, employees, revenue by sector */
};

/* findings/index.html and findings/page-<n>.html */
struct view_findings {
    struct view_frame frame;
    struct view_facts counts;   /* by severity */
    struct view_table findings; /* severity, sector, subject, message, code */
    struct view_pager pager;
};

/* changes/index.html */
struct view_changes {
    struct view_frame frame;
    const char *baseline; /* "Compared with release 20261120T..." or that there is none */
    struct view_facts counts;
    struct view_table scores;        /* organization, before, now, change, cause, rank moves */
    struct view_table thresholds;    /* bands, gates, leader and laggard lines crossed */
    struct view_table organizations; /* new and gone */
    struct view_table configuration; /* weights, calibrations, settings */
    struct view_table findings;      /* opened and closed */
    const struct view_link *downloads;
    size_t download_count;
};

/* method/index.html */
/* A formula as it is written down; a renderer that can set it knows it by its key. */
struct view_definition {
    const char *key;  /* "v_r", unique in the page: its anchor */
    const char *text; /* "Vᴿ = clamp(Dw × penalty × talent, 0, 100)" */
    const char *note; /* what its letters mean, NULL: none */
};
struct view_section {
    const char *id;
    const char *title;
    const char *const *paragraphs;
    size_t paragraph_count;
    const struct view_definition *definitions;
    size_t definition_count;
    struct view_table table; /* column_count 0: none */
};
struct view_method {
    struct view_frame frame;
    struct view_section *sections;
    size_t section_count;
};

/* 404.html */
struct view_not_found {
    struct view_frame frame; /* root is absolute or "": served from any path */
    const char *text;
};

#endif
