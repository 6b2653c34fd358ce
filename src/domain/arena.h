/*
 * Memory of one request or one job: taken piece by piece, given back at once at its end, so that error paths
 * free nothing by hand. Owns all it gave. Not thread-safe: one arena per request.
 */
#ifndef AM_ARENA_H
#define AM_ARENA_H

#include <stdbool.h>
#include <stddef.h>

#include "amends/memory.h"

struct am_arena_block;

/* Zeroed is empty and ready. `failed`: memory ran out once; pieces asked for later are NULL too. */
struct am_arena {
    struct am_arena_block *blocks;
    size_t left_bytes;
    bool failed;
};

enum {
    AM_ARENA_PIECE_MOST = 1 << 30
}; /* bytes of one piece; more is a mistake, and answered like no memory */

/* A zeroed piece, aligned for any type; NULL when memory runs out (`failed` is set). */
void *am_arena_take(struct am_arena *arena, size_t len_bytes);

/* A copy with a NUL behind it. {NULL, 0} stays so; so does what there is no memory for. */
struct amends_view am_arena_copy(struct am_arena *arena, struct amends_view text);

/* Gives everything back; the arena is empty and ready again. */
void am_arena_dispose(struct am_arena *arena);

#endif
