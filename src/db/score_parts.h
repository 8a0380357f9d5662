/* What db/score_parts.c writes and db/score_file.c reads: chunks of one size, one behind the other,
 * each with rows of one part. */
#ifndef DB_SCORE_PARTS_H
#define DB_SCORE_PARTS_H

#include "db/score_file.h"

enum { SCORE_PARTS = 256 };

struct score_chunk {
    uint32_t part;
    uint32_t rows;
    unsigned char bytes[]; /* of the rows */
};

struct score_parts {
    struct score_place place;
    size_t row_bytes;
    size_t chunk_rows;
    size_t chunk_bytes;
    int fd; /* -1: closed */
};
void score_parts_close(struct score_parts *parts);

/* As an error says it. */
static inline const char *score_place_name(const struct score_place *place)
{
    return place->folder ? place->folder : "memory";
}

#endif
