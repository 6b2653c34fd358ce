#include "domain/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_FIRST_BYTES = 4096, BLOCK_MOST_BYTES = 262144 };

/* The newest block stands first; pieces are cut from the front of what it has left. */
struct am_arena_block {
    struct am_arena_block *next;
    size_t len_bytes;
    alignas(max_align_t) char bytes[];
};

static struct am_arena_block *block_new(struct am_arena *arena, size_t len_bytes)
{
    struct am_arena_block *block = calloc(1, sizeof *block + len_bytes);
    if (block == NULL) {
        arena->failed = true;
        return NULL;
    }
    block->len_bytes = len_bytes;
    return block;
}

/* A piece too large for an ordinary block gets its own, behind the newest, which goes on being used. */
static void *take_alone(struct am_arena *arena, size_t len_bytes)
{
    struct am_arena_block *block = block_new(arena, len_bytes);
    if (block == NULL)
        return NULL;
    if (arena->blocks == NULL) {
        arena->blocks = block;
        arena->left_bytes = 0;
    } else {
        block->next = arena->blocks->next;
        arena->blocks->next = block;
    }
    return block->bytes;
}

static size_t next_block_len(const struct am_arena *arena)
{
    if (arena->blocks == NULL)
        return BLOCK_FIRST_BYTES;
    const size_t twice = arena->blocks->len_bytes * 2;
    return arena->blocks->len_bytes >= BLOCK_MOST_BYTES / 2 ? BLOCK_MOST_BYTES : twice;
}

void *am_arena_take(struct am_arena *arena, size_t len_bytes)
{
    const size_t step = alignof(max_align_t);
    if (arena->failed)
        return NULL;
    if (len_bytes > AM_ARENA_PIECE_MOST) {
        arena->failed = true;
        return NULL;
    }
    const size_t len = len_bytes == 0 ? step : (len_bytes + step - 1) / step * step;
    if (len > arena->left_bytes) {
        const size_t block_len = next_block_len(arena);
        if (len > block_len / 4)
            return take_alone(arena, len);
        struct am_arena_block *block = block_new(arena, block_len);
        if (block == NULL)
            return NULL;
        block->next = arena->blocks;
        arena->blocks = block;
        arena->left_bytes = block_len;
    }
    char *piece = arena->blocks->bytes + (arena->blocks->len_bytes - arena->left_bytes);
    arena->left_bytes -= len;
    return piece;
}

struct amends_view am_arena_copy(struct am_arena *arena, struct amends_view text)
{
    if (text.bytes == NULL || text.len_bytes == SIZE_MAX)
        return (struct amends_view){NULL, 0};
    char *copy = am_arena_take(arena, text.len_bytes + 1);
    if (copy == NULL)
        return (struct amends_view){NULL, 0};
    memcpy(copy, text.bytes, text.len_bytes);
    return (struct amends_view){copy, text.len_bytes};
}

void am_arena_dispose(struct am_arena *arena)
{
    struct am_arena_block *block = arena->blocks;
    while (block != NULL) {
        struct am_arena_block *next = block->next;
        free(block);
        block = next;
    }
    *arena = (struct am_arena){0};
}
