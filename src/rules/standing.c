#include "rules/standing.h"

#include <string.h>

const struct standing *scoreboard_find(const struct scoreboard *board, size_t sector,
                                       const char *organization_id)
{
    size_t low = board->sectors[sector].first;
    size_t high = low + board->sectors[sector].count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(board->rows[middle].organization_id, organization_id);
        if (order == 0)
            return &board->rows[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
