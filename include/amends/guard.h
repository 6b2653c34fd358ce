/*
 * May this answer go out? The coach and the reviewer over one conversation, stateless (CONTRACT.md, guard).
 */
#ifndef AMENDS_GUARD_H
#define AMENDS_GUARD_H

#include "amends/coach.h"

struct amends_message {
    uint8_t role; /* customer; staff for an agent; supervisor; bystander */
    struct amends_view text;
};

struct amends_guarded {
    uint8_t verdict;               /* enum amends_verdict */
    struct amends_card card;       /* the coach's, after the last message */
    struct amends_reviewed review; /* of the draft */
    int8_t suggestion_lang;
    uint32_t suggestion_phrase; /* phrase, where the verdict is rewrite for a missing act; UINT32_MAX: none */
};

/* Errors and threads as amends_coach_step. */
enum amends_status amends_guard(const amends_engine *engine, amends_workspace *workspace,
                                const struct amends_start *start, const struct amends_message *messages,
                                size_t message_count, struct amends_view draft, struct amends_guarded *out);

#endif
