/*
 * What the desk needs of the coach: the engine, a workspace, and the JSON of events and cards as functions
 * that a face fills in (src/faces/json/coachwords.h), because the desk knows no JSON library. Borrowed; not
 * thread-safe: a workspace is one thread's.
 */
#ifndef AM_DESK_COACH_H
#define AM_DESK_COACH_H

#include "amends/coach.h"
#include "domain/arena.h"

/* Why an event was not understood: where ("gave.refund") and what was expected, in English. */
struct am_coach_fault {
    char field[96];
    char message[200];
};

/* What a card needs beside itself. */
struct am_coach_frame {
    struct amends_view encounter; /* its id, as it is outside */
    bool is_start;
    const struct amends_start *start; /* languages, emergency number */
};

struct am_coach_words {
    void *context;
    /* Reads one event as the contract of the coach has it, `encounter` left out. `currency`: of amounts that
     * name none. The event's texts live in `arena`. False, with a fault, where it is none; a fault without a
     * message: memory ran out. */
    bool (*read_event)(void *context, struct am_arena *arena, struct amends_view json, const char *currency,
                       struct amends_event *event, struct am_coach_fault *fault);
    /* Writes a start, an authority, an outcome or an act that was carried out: what the desk itself says to
     * the coach. What read_event reads of it is the same event. Empty where memory runs out. */
    struct amends_view (*write_event)(void *context, struct am_arena *arena,
                                      const struct amends_event *event);
    /* Writes a card as the contract has it. Empty where memory runs out. */
    struct amends_view (*write_card)(void *context, struct am_arena *arena,
                                     const struct am_coach_frame *frame, const struct amends_card *card);
};

struct am_coach {
    const amends_engine *engine;
    amends_workspace *workspace;
    const struct am_coach_words *words;
    struct am_memo *memo; /* of live encounters (encounters.h), any thread; NULL: none */
};

#endif
