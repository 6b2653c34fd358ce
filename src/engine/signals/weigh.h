/*
 * Weighing: hits of rules become signals that hold, an anger level, and the evidence for both. Numbers come
 * from the playbook (signals.yaml). Where the language has a model (model/), it decides, the rules' hits
 * being part of what it looks at; rules decide alone where there is none, and for what stands in another
 * language. Integers only.
 */
#ifndef AM_WEIGH_H
#define AM_WEIGH_H

#include "amends/reading.h"
#include "engine/engine.h"
#include "engine/model/model.h"

/* What the model says of a text. */
struct am_learned {
    bool known;        /* there is a model */
    bool conversation; /* the text stands in one */
    uint8_t anger;
    uint32_t signals;
    uint16_t sure[AM_MODEL_ANY_SIGNAL]; /* thousandths: signals, then anger of at least 1, 2, 3 */
};

struct am_weighing {
    int32_t weight[AMENDS_SIGNAL_COUNT]; /* points, 100 = holds */
    int32_t own[AMENDS_SIGNAL_COUNT];    /* those of them on which the model has the last word */
    struct am_learned learned;
    uint32_t first[AMENDS_SIGNAL_COUNT]; /* where its evidence begins, code points */
    uint8_t shop_anger;                  /* level by a shop's own rules */
    int32_t anger, second_anger;         /* the two strongest pieces of evidence for anger, 100 = one level */
    uint32_t marks, topics;
    uint32_t remorse_at; /* where words are taken back */
    uint8_t demand_count;
    struct amends_offer demands[AMENDS_DEMANDS_MAX];
    uint16_t evidence_count;
    struct amends_evidence evidence[AMENDS_EVIDENCE_MAX];
};

void am_weigh_init(struct am_weighing *weighing);

/* Adds one piece of evidence. rule: index, or AMENDS_RULE_NONE. */
void am_weigh_add(struct am_weighing *weighing, int signal, int weight, int anger, struct amends_span span,
                  int lang, unsigned rule);

/* Adds the hits of a language's rules in the text, and what its model says where `own` is set: it is the
 * text's own language, not one that occurs in it too. */
void am_weigh_text(struct am_weighing *weighing, const amends_engine *engine, amends_workspace *workspace,
                   const struct am_text *text, int lang, int channel, bool own);

/* Asks the model (learned.c). Adds its evidence for signals of which the rules saw nothing. */
void am_weigh_learned(struct am_weighing *weighing, const amends_engine *engine, amends_workspace *workspace,
                      const struct am_text *text, int lang, int channel, const struct am_hit *hits,
                      unsigned hit_count);

/* The signals that hold, and the anger, by the rules alone. */
uint32_t am_weigh_ruled(const struct am_weighing *weighing, const struct am_playbook *playbook,
                        const struct am_text *text, uint8_t *anger);

/* Decides what holds; fills all of `out` but its language. */
void am_weigh_finish(struct am_weighing *weighing, const struct am_playbook *playbook,
                     const struct am_text *text, struct amends_reading *out);

#endif
