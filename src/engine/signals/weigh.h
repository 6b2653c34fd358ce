/*
 * Weighing: hits of rules become signals that hold, an anger level, and the evidence for both. All numbers
 * come from the playbook (signals.yaml). A learned model would add its weights here, before am_weigh_finish,
 * in the same words: signal, span, weight. Integers only.
 */
#ifndef AM_WEIGH_H
#define AM_WEIGH_H

#include "amends/reading.h"
#include "engine/engine.h"

struct am_weighing {
    int32_t weight[AMENDS_SIGNAL_COUNT]; /* points, 100 = holds */
    uint32_t first[AMENDS_SIGNAL_COUNT]; /* where its evidence begins, code points */
    int32_t anger, second_anger;         /* the two strongest pieces of evidence for anger, 100 = one level */
    uint32_t marks, topics;
    uint32_t remorse_at; /* where words are taken back */
    uint8_t demand_count;
    struct amends_offer demands[AMENDS_DEMANDS_MAX];
    uint16_t evidence_count;
    struct amends_evidence evidence[AMENDS_EVIDENCE_MAX];
};

void am_weigh_init(struct am_weighing *weighing);

/* Adds one piece of evidence: the seam for rules and for a model alike. rule: index, or UINT16_MAX for none.
 */
void am_weigh_add(struct am_weighing *weighing, int signal, int weight, int anger, struct amends_span span,
                  int lang, unsigned rule);

/* Adds the hits of a language's rules in the text. */
void am_weigh_text(struct am_weighing *weighing, const amends_engine *engine, amends_workspace *workspace,
                   const struct am_text *text, int lang, int channel);

/* Decides what holds; fills all of `out` but its language. */
void am_weigh_finish(struct am_weighing *weighing, const struct am_playbook *playbook,
                     const struct am_text *text, struct amends_reading *out);

#endif
