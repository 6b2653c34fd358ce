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

/* The best thresholds for one label by itself. `sure` is the probability for each example. */
void choose_alone(const struct examples *examples, unsigned label, const double *sure, struct choice *choice);

/* Raises thresholds of labels [0, count), those first where it costs least, until at most this share of the
 * calm examples has any of the labels. */
void choose_together(const struct examples *examples, unsigned count, double *const *sure,
                     struct choice *choices, double false_most);

/* Share of the calm examples that get any of the labels. */
double choose_false(const struct examples *examples, unsigned count, double *const *sure,
                    const struct choice *choices);

#endif
