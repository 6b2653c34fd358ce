#include "desk/encounter/memo.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum {
    PLACES = 512,  /* live encounters; of two at one place the later one is remembered */
    DISTRUST = 200 /* events that are not remembered at a place after one was overtaken there */
};

/* Behind it: the state, then the encounter's texts. */
struct memory {
    struct am_live_encounter encounter;
    struct amends_start start;
    int64_t last_number, last_at_ms;
    char bytes[];
};

struct am_memo {
    _Atomic(struct memory *) places[PLACES];
    atomic_uint distrust[PLACES];
};

struct am_memo *am_memo_new(void)
{
    return calloc(1, sizeof(struct am_memo));
}

void am_memo_free(struct am_memo *memo)
{
    if (!memo)
        return;
    for (size_t i = 0; i < PLACES; i++)
        free(atomic_load(&memo->places[i]));
    free(memo);
}

/* Ids end in random bits. */
static _Atomic(struct memory *) *place_of(struct am_memo *memo, am_id id)
{
    return &memo->places[(uint64_t)id % PLACES];
}

bool am_memo_take(struct am_memo *memo, struct am_arena *arena, struct am_run *run,
                  struct am_encounter_event *last)
{
    const struct am_row wanted = run->encounter->row;
    const size_t state_bytes = amends_encounter_size();
    struct memory *memory = memo ? atomic_exchange(place_of(memo, wanted.id), NULL) : NULL;

    if (!memory)
        return false;

    bool found = memory->encounter.row.id == wanted.id && memory->encounter.row.org == wanted.org;

    if (found) {
        *run->encounter = memory->encounter;
        run->encounter->lang = am_arena_copy(arena, memory->encounter.lang);
        run->encounter->start = am_arena_copy(arena, memory->encounter.start);
        run->start = memory->start;
        run->state = am_arena_take(arena, state_bytes);
        *last = (struct am_encounter_event){.number = memory->last_number, .at_ms = memory->last_at_ms};
        if (run->state)
            memcpy(run->state, memory->bytes, state_bytes);
        found = !arena->failed;
    } else if (atomic_compare_exchange_strong(place_of(memo, wanted.id), &(struct memory *){NULL}, memory)) {
        return false; /* another's: it stays */
    }
    free(memory);
    return found;
}

/* Counts down; two threads at once may count once. */
static bool is_distrusted(atomic_uint *left)
{
    const unsigned now = atomic_load(left);

    if (now > 0)
        atomic_store(left, now - 1);
    return now > 0;
}

void am_memo_put(struct am_memo *memo, const struct am_live_encounter *encounter, const struct am_run *run,
                 const struct am_encounter_event *last)
{
    if (memo && is_distrusted(&memo->distrust[(uint64_t)encounter->row.id % PLACES]))
        return;

    const size_t state_bytes = amends_encounter_size();
    const struct amends_view lang = encounter->lang, start = encounter->start;
    struct memory *memory =
        memo ? malloc(sizeof *memory + state_bytes + lang.len_bytes + start.len_bytes) : NULL;

    if (!memory)
        return;
    memory->encounter = *encounter;
    memory->start = run->start;
    memory->last_number = last->number;
    memory->last_at_ms = last->at_ms;
    memcpy(memory->bytes, run->state, state_bytes);

    char *texts = memory->bytes + state_bytes;

    if (lang.len_bytes > 0)
        memcpy(texts, lang.bytes, lang.len_bytes);
    if (start.len_bytes > 0)
        memcpy(texts + lang.len_bytes, start.bytes, start.len_bytes);
    memory->encounter.lang = (struct amends_view){texts, lang.len_bytes};
    memory->encounter.start = (struct amends_view){texts + lang.len_bytes, start.len_bytes};
    free(atomic_exchange(place_of(memo, encounter->row.id), memory));
}

void am_encounter_overtaken(struct am_memo *memo, am_id encounter)
{
    if (memo)
        atomic_store(&memo->distrust[(uint64_t)encounter % PLACES], DISTRUST);
}
