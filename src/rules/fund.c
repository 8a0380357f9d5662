#include "rules/fund.h"

#include "base/text.h"

/* A sum with its running error (Neumaier), so that a fund of thousands loses no digit. */
struct sum {
    double value;
    double lost;
};

static void sum_add(struct sum *sum, double term)
{
    double total = sum->value + term;
    double larger = sum->value >= term ? sum->value : term;
    double smaller = sum->value >= term ? term : sum->value;
    sum->lost += (larger - total) + smaller; /* all terms are >= 0 */
    sum->value = total;
}

static double sum_total(const struct sum *sum)
{
    return sum->value + sum->lost;
}

struct tally {
    struct fund_sector sector;
    struct sum org_ai_r;
};

struct fund_builder {
    struct arena *arena;
    struct fund fund; /* counts and the enterprise value */
    struct sum weighted;
    struct sum scores[SCORE_KIND_COUNT];
    struct tally *tallies;
    size_t tally_count;
    size_t tally_capacity;
};

struct fund_builder *fund_begin(struct arena *arena)
{
    struct fund_builder *builder = arena_alloc(arena, sizeof *builder);
    *builder = (struct fund_builder){.arena = arena};
    return builder;
}

static struct tally *tally_of(struct fund_builder *builder, const char *focus_group_id)
{
    for (size_t i = 0; i < builder->tally_count; i++)
        if (text_equal(builder->tallies[i].sector.focus_group_id, focus_group_id))
            return &builder->tallies[i];
    builder->tallies = arena_grow(builder->arena, builder->tallies, &builder->tally_capacity,
                                  builder->tally_count + 1, sizeof *builder->tallies);
    struct tally *tally = &builder->tallies[builder->tally_count++];
    *tally = (struct tally){
        .sector.focus_group_id = arena_strdup(builder->arena, focus_group_id),
    };
    return tally;
}

bool fund_add(struct fund_builder *builder, const struct fund_member *member)
{
    struct decimal value =
        member->has_enterprise_value ? member->enterprise_value : FUND_ASSUMED_VALUE;
    struct fund *fund = &builder->fund;
    struct decimal total;
    if (decimal_compare(value, DECIMAL_ZERO) < 0 ||
        !decimal_add(fund->enterprise_value, value, &total))
        return false;
    struct tally *tally = tally_of(builder, member->focus_group_id);
    struct decimal sector_total;
    if (!decimal_add(tally->sector.enterprise_value, value, &sector_total))
        return false; /* unreachable: a part is not larger than the whole */
    const struct score *score = member->score;
    fund->enterprise_value = total;
    tally->sector.enterprise_value = sector_total;
    fund->members++;
    fund->assumed += !member->has_enterprise_value;
    fund->leaders += score->leader;
    fund->laggards += score->laggard;
    fund->bands[score->band]++;
    tally->sector.members++;
    tally->sector.leaders += score->leader;
    tally->sector.laggards += score->laggard;
    sum_add(&tally->org_ai_r, score->org_ai_r);
    sum_add(&builder->weighted, decimal_to_double(value) * score->org_ai_r);
    sum_add(&builder->scores[SCORE_ORG_AI_R], score->org_ai_r);
    sum_add(&builder->scores[SCORE_V_R], score->v_r);
    sum_add(&builder->scores[SCORE_H_R], score->h_r);
    sum_add(&builder->scores[SCORE_SYNERGY], score->synergy);
    return true;
}

void fund_end(const struct fund_builder *builder, struct arena *arena, struct fund *out)
{
    *out = builder->fund;
    double total = decimal_to_double(out->enterprise_value);
    out->has_value = total > 0;
    if (out->has_value)
        out->fund_ai_r = sum_total(&builder->weighted) / total;
    for (int kind = 0; kind < SCORE_KIND_COUNT && out->members > 0; kind++)
        out->average[kind] = sum_total(&builder->scores[kind]) / (double)out->members;
    out->sector_count = builder->tally_count;
    out->sectors = arena_array(arena, out->sector_count, sizeof *out->sectors);
    for (size_t i = 0; i < out->sector_count; i++) {
        const struct tally *tally = &builder->tallies[i];
        struct fund_sector *sector = &out->sectors[i];
        *sector = tally->sector;
        sector->average_org_ai_r = sum_total(&tally->org_ai_r) / (double)sector->members;
        sector->share = out->has_value ? decimal_to_double(sector->enterprise_value) / total : 0;
        out->hhi += sector->share * sector->share;
    }
}

/* ---- ranks ---- */

/* How many are higher, or as high with `equal`. */
static size_t count_above(const double *scores, size_t count, double score, bool equal)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (scores[middle] > score || (equal && !(scores[middle] < score)))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void rank_range(const double *scores, size_t count, double score, size_t *first, size_t *equal)
{
    *first = count_above(scores, count, score, false);
    *equal = 1; /* as a rule */
    if (*first + 1 < count && !(scores[*first + 1] < score))
        *equal = count_above(scores, count, score, true) - *first;
}

struct rank rank_of(const double *scores, size_t count, double score)
{
    size_t first, equal;
    rank_range(scores, count, score, &first, &equal);
    double below = (double)(count - first - equal);
    return (struct rank){.rank = first + 1,
                         .percentile = 100 * (below + (double)equal / 2) / (double)count};
}
