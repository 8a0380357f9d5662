#include "rules/changes_order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int by_organization(const struct organization_key *a, const struct organization_key *b)
{
    int order = strcmp(a->name, b->name);
    return order != 0 ? order : strcmp(a->id, b->id);
}

static int larger_first(double a, double b)
{
    return (b > a) - (b < a);
}

/* 0: a score that moved, 1: one that appeared or went, 2: the rank alone. */
static int class_of(const struct score_change *change)
{
    if (!change->moved)
        return 2;
    return change->scored_before == change->scored_after ? 0 : 1;
}

static double rank_move_of(const struct score_change *change)
{
    if (change->rank_before == 0 || change->rank_after == 0)
        return 0;
    return fabs((double)(change->rank_after - change->rank_before));
}

static int compare_scores(const void *left, const void *right)
{
    const struct score_change *a = left;
    const struct score_change *b = right;
    int order = class_of(a) - class_of(b);
    if (order == 0)
        order = larger_first(fabs(a->change), fabs(b->change));
    if (order == 0)
        order = larger_first(rank_move_of(a), rank_move_of(b));
    return order != 0 ? order : by_organization(&a->organization, &b->organization);
}

static int compare_thresholds(const void *left, const void *right)
{
    const struct threshold_change *a = left;
    const struct threshold_change *b = right;
    int order = (int)a->threshold - (int)b->threshold;
    if (order == 0)
        order = a->better - b->better;
    return order != 0 ? order : by_organization(&a->organization, &b->organization);
}

static int compare_organizations(const void *left, const void *right)
{
    const struct organization_change *a = left;
    const struct organization_change *b = right;
    int order = (int)a->event - (int)b->event;
    return order != 0 ? order : by_organization(&a->organization, &b->organization);
}

static void sort(void *rows, size_t count, size_t size, int (*compare)(const void *, const void *))
{
    if (count > 1)
        qsort(rows, count, size, compare);
}

void changes_sort(struct changes *changes)
{
    sort(changes->scores, changes->score_count, sizeof *changes->scores, compare_scores);
    sort(changes->thresholds, changes->threshold_count, sizeof *changes->thresholds,
         compare_thresholds);
    sort(changes->organizations, changes->organization_count, sizeof *changes->organizations,
         compare_organizations);
}
