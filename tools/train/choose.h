/*
 * From which probability on a label holds: chosen on texts that the weights were not learned from.
 */
#ifndef TRAIN_CHOOSE_H
#define TRAIN_CHOOSE_H

#include "examples.h"

struct choice {
    double at;     /* the threshold where the model stands alone */
    double beside; /* and where the rules say the same */
};

struct counts {
    unsigned right, wrong, missed;
};
struct counts choose_count(const struct examples *examples, unsigned label, const double *sure,
                           const struct choice *choice);
double choose_f1(struct counts counts);

/* What is asked of a label's thresholds. */
struct aim {
    double recall;      /* what recall weighs beside precision: F with beta squared; 1: alike */
    double slack;       /* the share of F that is chance: of thresholds that do as well, the nearest to: */
    struct choice near; /* (of a lone best none is near) */
    double precision;   /* instead: the lowest thresholds from which on it is this precise, beside a rule none
                         * below near.beside; 0: by F */
};

/* The thresholds that do what is asked of one label. `sure` is the probability for each example. */
void choose_threshold(const struct examples *examples, unsigned label, const double *sure,
                      const struct aim *aim, struct choice *choice);

/* When labels [0, count) are told: each from its own threshold on, and only where it is likely enough that
 * any of them holds; some always, some where a rule says so too. */
struct telling {
    unsigned count, any; /* any: the label that says of itself whether there is any of them */
    const struct choice *choices;
    uint32_t always, firm;
    double anything; /* the least probability of any */
};

/* Share of the calm examples that get any of the labels. */
double choose_false(const struct examples *examples, double *const *sure, const struct telling *telling);

/* The lowest `anything` that at most this share of the calm examples reaches. */
void choose_likely(const struct examples *examples, double *const *sure, struct telling *telling,
                   double calm_most);

/* The lowest `anything` at which at most this share of the calm examples gets any of the labels. */
void choose_anything(const struct examples *examples, double *const *sure, struct telling *telling,
                     double false_most);

/* Makes what is not told improbable. */
void choose_keep_back(const struct examples *examples, double *const *sure, const struct telling *telling);

#endif
