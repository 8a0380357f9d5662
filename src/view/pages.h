/*
 * The pages, one struct each: one page = one template = one view struct = one
 * fill function of the same name.
 */
#ifndef VIEW_PAGES_H
#define VIEW_PAGES_H

#include "view/component.h"

/* index.html */
struct view_portfolio {
    struct view_frame frame;
    struct view_banner *banners;
    size_t banner_count;
    struct view_facts key_figures; /* organizations, sectors, revenue, open findings */
    struct view_table sectors;     /* one row a sector, linked */
    struct view_figure heatmap;
    struct view_table findings; /* the gravest ones; the rest is on the findings page */
    struct view_link *downloads;
    size_t download_count;
};

/* sectors/<sector>/index.html, and organizations-<n>.html for the further pages of its list */
struct view_sector {
    struct view_frame frame;
    struct view_banner *banners;
    size_t banner_count;
    const char *color;       /* #RRGGBB, NULL: the site's accent */
    const char *description; /* NULL: none */
    struct view_facts identity;
    struct view_table weights;      /* dimension, weight with bar, rationale, since; total row */
    struct view_cell weights_check; /* "Sum 1.000: valid" with its tone */
    struct view_figure chart;
    struct view_table calibrations; /* parameter, value, source, meaning, since */
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
    struct view_table calibrations; /* parameters x sectors */
    struct view_table totals;       /* organizations, employees, revenue by sector */
};

/* findings/index.html and findings/page-<n>.html */
struct view_findings {
    struct view_frame frame;
    struct view_facts counts;   /* by severity */
    struct view_table findings; /* severity, sector, subject, message, code */
    struct view_pager pager;
};

/* method/index.html */
struct view_section {
    const char *id;
    const char *title;
    const char **paragraphs;
    size_t paragraph_count;
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
