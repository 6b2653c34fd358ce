/*
 * The heat: how probable it is that the customer's next text is angry (anger 2 or more), from the whole
 * conversation. It rises and falls with what the customer says and with how they are answered. Weights are
 * data (data/model/heat.yaml), learned by tools/train from the corpus' encounters. It is shown; no act hangs
 * on it: what escalates is an act, never a number. Integers only.
 */
#ifndef AM_HEAT_H
#define AM_HEAT_H

#include "engine/coach/percept.h"
#include "engine/playbook/playbook.h"

enum am_heat_feature {
    AM_HEAT_DISPLEASED, /* probability that the last text had anger of 1 or more, 2 or more, 3 */
    AM_HEAT_ANGRY,
    AM_HEAT_FURIOUS,
    AM_HEAT_WARMTH, /* the same of 2 or more over all texts, half of it the last one's */
    AM_HEAT_CALM,   /* the last text lowers the conflict */
    AM_HEAT_REFUSED,
    AM_HEAT_AGAIN,    /* says again what was said before */
    AM_HEAT_ABUSE,    /* insult, harassment or threat in the last text */
    AM_HEAT_SPOKEN,   /* a customer spoke or was tapped at all */
    AM_HEAT_ANSWERED, /* since then: staff answered; with a fault; with apology or empathy; with a way on */
    AM_HEAT_FAULT,
    AM_HEAT_KIND,
    AM_HEAT_OFFERED,
    AM_HEAT_FEATURES
};

/* What is remembered. Probabilities of AM_HEAT_ONE; the others 0 or AM_HEAT_ONE. */
enum { AM_HEAT_ONE = 200 };
struct am_heat {
    uint8_t feature[AM_HEAT_FEATURES];
};

struct am_heat_weights {
    int32_t bias, weight[AM_HEAT_FEATURES]; /* thousandths of a logit */
};

/* An event happened. */
void am_heat_take(struct am_heat *heat, const struct am_percept *percept);

/* The probability, 0 to 1000. `learned`: AM_SECTION_HEAT; without it, how angry the texts were. */
unsigned am_heat_of(const struct am_heat *heat, struct amends_view learned);

/* The name of a feature in heat.yaml; static. */
const char *am_heat_name(unsigned feature);

#endif
