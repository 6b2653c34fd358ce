/*
 * What was learned as files: weights as the engine reads them (engine/model/model.h), thresholds as YAML.
 */
#ifndef TRAIN_STORE_H
#define TRAIN_STORE_H

#include "choose.h"
#include "fit.h"

/* The weights of each label by feature number, their calibration, and thresholds. */
struct learned {
    double *weights[LABELS_MAX];
    struct calibration calibration[LABELS_MAX];
    struct choice choices[LABELS_MAX];
    struct telling telling;
};

/* Writes the weights in 8 bits each; false after saying on stderr why not. */
bool store_weights(const char *path, const struct examples *examples, enum side side,
                   const struct learned *learned);

/* Writes the thresholds of both sides of a language. */
bool store_thresholds(const char *path, const struct learned learned[SIDE_COUNT]);

#endif
