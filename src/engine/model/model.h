/*
 * The learned part of reading: for each label a weighted sum of features (features.h), as integers, and from
 * it a probability. Weights lie in the image, learned by tools/train from data/corpus; thresholds are data
 * beside them (data/model/thresholds.yaml). The same bytes give the same numbers everywhere.
 *
 * A model's section: header · labels · slots · rows. A feature's hash leads to a slot, the slot to a row, a
 * row has a weight for each label.
 */
#ifndef AM_MODEL_H
#define AM_MODEL_H

#include "engine/model/features.h"

enum am_model_side { AM_MODEL_SIGNALS, AM_MODEL_REVIEW, AM_MODEL_SIDES };

/* Labels of customers' texts: the signals, then anger of at least 1, 2 and 3. Of replies: findings, moves. */
enum {
    AM_MODEL_LABELS_MAX = 24,
    AM_MODEL_ANGER = AMENDS_SIGNAL_COUNT,
    AM_MODEL_SIGNAL_LABELS = AMENDS_SIGNAL_COUNT + 3,
    AM_MODEL_MOVES = AMENDS_FINDING_COUNT,
    AM_MODEL_REVIEW_LABELS = AMENDS_FINDING_COUNT + AMENDS_MOVE_COUNT
};

enum {
    AM_MODEL_MAGIC = 0x314c444d, /* "MDL1" */
    AM_MODEL_ONE = 4096,
    AM_MODEL_LOGIT = 1024, /* a logit of 1 */
    AM_MODEL_SURE = 1000,  /* a probability of 1 */
    AM_MODEL_SCALE_BITS = 18
};

struct am_model_header {
    uint32_t magic, label_count, slot_bits, row_count;
};
/* logit = bias + sum of weights * scale / 2^AM_MODEL_SCALE_BITS, both in 1/AM_MODEL_LOGIT. */
struct am_model_label {
    int32_t bias, scale;
};
/* check: the upper bits of the hash; row: 1 and up, 0: empty. */
struct am_model_slot {
    uint16_t check, row;
};
struct am_model_row {
    int8_t weight[AM_MODEL_LABELS_MAX];
};

/* From which probability on a label holds, of AM_MODEL_SURE: where the model stands alone, and where the
 * rules would say so too. */
struct am_model_thresholds {
    uint16_t alone[AM_MODEL_SIDES][AM_MODEL_LABELS_MAX];
    uint16_t beside[AM_MODEL_SIDES][AM_MODEL_LABELS_MAX];
};
static inline bool am_model_holds(const struct am_model_thresholds *thresholds, enum am_model_side side,
                                  unsigned label, unsigned probability, bool ruled)
{
    return probability >= (ruled ? thresholds->beside : thresholds->alone)[side][label];
}

/* A checked section's tables; header NULL: there is no model. */
struct am_model {
    const struct am_model_header *header;
    const struct am_model_label *labels;
    const struct am_model_slot *slots;
    const struct am_model_row *rows;
};

/* What the model makes of a text. */
struct am_model_scores {
    int32_t logit[AM_MODEL_LABELS_MAX];
    uint16_t probability[AM_MODEL_LABELS_MAX]; /* of AM_MODEL_SURE */
};

/* Number of labels of a side. */
unsigned am_model_label_count(enum am_model_side side);

/* Checks a section: false when anything in it leads out of bounds. An empty one is fine: no model. */
bool am_model_check(struct amends_view section, enum am_model_side side);

/* Takes a checked section's tables. */
struct am_model am_model_of(struct amends_view section);

/* Scores features. Afterwards they hold the row number instead of the hash, those that the model does not
 * know are gone, and the evidence can be asked for. */
void am_model_score(const struct am_model *model, struct am_features *features, struct am_model_scores *out);

/* The tokens [first, end) of the one stretch of a sentence that speaks most for a label; false when nothing
 * does. */
bool am_model_evidence(const struct am_model *model, const struct am_features *features,
                       const struct am_text *text, unsigned label, uint32_t *first, uint32_t *end);

/* The probability, of AM_MODEL_SURE, that a logit stands for. */
unsigned am_model_probability(int32_t logit);

/* How much each of so many known features of a text counts, of AM_MODEL_ONE: four by the root of their
 * number. What is not known, mistyped for instance, does not make the rest count less. */
int32_t am_model_share(uint32_t text_count);

/* Where a hash is looked for first, and what is compared there. */
static inline uint32_t am_model_place(uint32_t hash, uint32_t slot_bits)
{
    return hash & ((UINT32_C(1) << slot_bits) - 1);
}
static inline uint16_t am_model_check_of(uint32_t hash)
{
    return (uint16_t)(hash >> 16);
}

#endif
