/*
 * Advice: which acts, in which order and why, of one moment. The playbook's stanzas propose; what is not
 * there, or was overruled, is taken off; something always remains (hard rules 8 and 10).
 */
#ifndef AM_ADVISE_H
#define AM_ADVISE_H

#include "engine/coach/core.h"

struct am_reason {
    uint8_t kind, code; /* as amends_why */
    uint8_t sources;    /* bit per D0..D4; bit 5: ours */
};

struct am_advice {
    uint8_t stage, act_count, avoid, escalate;
    uint8_t acts[AMENDS_CARD_ACTS_MAX];
    struct am_reason reasons[AMENDS_CARD_ACTS_MAX];
};

void am_advise(const struct am_coach_rules *rules, const struct am_core *core,
               const struct am_percept *percept, const struct am_moment *moment, struct am_advice *out);

/* The stage of a moment, by its facts. */
unsigned am_stage_of(const struct am_coach_rules *rules, const struct am_facts *facts);

#endif
