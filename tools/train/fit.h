/*
 * One label's weights, learned with liblinear; how it does on texts that it has not seen.
 */
#ifndef TRAIN_FIT_H
#define TRAIN_FIT_H

#include "examples.h"

struct recipe {
    double cost;     /* C: how much a mistake counts against the size of the weights */
    double positive; /* how much more a missed one counts than a false one */
    bool plain;      /* features as they are, without regard to how much each tells */
    unsigned folds;
};

/* Weights by feature number (0 is the constant one); trains on the examples for which keep[i] is set, or on
 * all where it is NULL. */
void fit_label(const struct examples *examples, unsigned label, const struct recipe *recipe,
               const unsigned char *keep, double *weights);

double fit_score(const struct example *example, const double *weights);

/* For each example the score by weights that were learned without its fold. */
void fit_across(const struct examples *examples, unsigned label, const struct recipe *recipe, double *scores);

/* The logit of the probability is slope * score + offset. */
struct calibration {
    double slope, offset;
};
struct calibration fit_calibration(const struct examples *examples, unsigned label, const double *scores);

#endif
