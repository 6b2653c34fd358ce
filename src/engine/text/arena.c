#include "engine/text/arena.h"

enum { SLACK = 16, ALIGNMENT = 16 };

/* One piece of the arena's memory after another; with `base` NULL only the size is counted. */
struct carve {
    unsigned char *base;
    size_t at;
};

static void *take(struct carve *carve, size_t count, size_t size)
{
    void *piece = carve->base == NULL ? NULL : carve->base + carve->at;

    carve->at += (count * size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return piece;
}

static size_t token_room(size_t text_bytes_max)
{
    /* A clitic or variant makes more tokens than there were; a short text may grow fourfold. */
    size_t room = text_bytes_max * 4 + SLACK;

    return room < AMENDS_TOKENS_MAX ? room : AMENDS_TOKENS_MAX;
}

static struct am_text_arena *carve_all(struct carve *carve, struct am_text_arena *arena,
                                       size_t text_bytes_max)
{
    size_t units = text_bytes_max + SLACK, tokens = token_room(text_bytes_max);

    take(carve, 1, sizeof *arena);
    arena->text_bytes_max = text_bytes_max;
    arena->token_max = (uint32_t)tokens;
    arena->norm = take(carve, units, sizeof *arena->norm);
    arena->start = take(carve, units, sizeof *arena->start);
    arena->end = take(carve, units, sizeof *arena->end);
    arena->info = take(carve, units, sizeof *arena->info);
    arena->scanned = take(carve, tokens, sizeof *arena->scanned);
    arena->tokens = take(carve, tokens, sizeof *arena->tokens);
    arena->scanned_sentences = take(carve, tokens, sizeof *arena->scanned_sentences);
    arena->sentences = take(carve, tokens, sizeof *arena->sentences);
    arena->quantities = take(carve, tokens, sizeof *arena->quantities);
    arena->entries = take(carve, tokens, sizeof *arena->entries);
    arena->mended = take(carve, AM_MENDED_ROOM, sizeof *arena->mended);
    arena->unit_count = arena->code_points = arena->mended_count = 0;
    arena->scanned_count = arena->scanned_sentence_count = 0;
    return arena;
}

size_t am_text_arena_size(size_t text_bytes_max)
{
    struct carve carve = {NULL, 0};
    struct am_text_arena counted;

    carve_all(&carve, &counted, text_bytes_max);
    return carve.at;
}

struct am_text_arena *am_text_arena_init(void *memory, size_t text_bytes_max)
{
    struct carve carve = {memory, 0};

    return carve_all(&carve, memory, text_bytes_max);
}

enum amends_status am_text_scan(struct am_text_arena *arena, struct amends_view source, struct am_text *out)
{
    if (source.len_bytes > arena->text_bytes_max)
        return AMENDS_E_TOO_LONG;

    enum amends_status status = am_text_normalise(arena, source);

    if (status != AMENDS_OK)
        return status;
    *out = (struct am_text){.source = source, .code_points = arena->code_points};
    am_text_tokenise(arena, out);
    arena->mended_count = 0;
    arena->scanned_count = out->token_count;
    arena->scanned_sentence_count = out->sentence_count;
    out->tokens = arena->scanned;
    out->sentences = arena->scanned_sentences;
    out->quantities = arena->quantities;
    return AMENDS_OK;
}
