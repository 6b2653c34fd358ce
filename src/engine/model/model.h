/*
 * The learned part of reading: for each label a weighted sum of features (features.h), as integers, and from
 * it a probability. Weights lie in the image, learned by tools/train from data/corpus; thresholds are data
 * beside them (data/model/<code>.yaml). The same bytes give the same numbers everywhere.
 *
 * A model's section: header · labels · filter · starts of buckets · checks · rows · slots of known words ·
 * rows of known words. The filter turns away most features that are not known; a feature's hash leads to a
 * bucket of rows, a check of the hash to one of them; a row has a weight for each label. A known word's row
 * is the sum of the rows of all its own features, so that most words cost one row instead of a dozen.
 */
#ifndef AM_MODEL_H
#define AM_MODEL_H

#include "engine/model/features.h"

enum am_model_side { AM_MODEL_SIGNALS, AM_MODEL_REVIEW, AM_MODEL_SIDES };

/* Labels of customers' texts: the signals, then anger of at least 1, 2 and 3, then whether there is any
 * signal. Of replies: findings, moves, then whether there is any finding. */
enum {
    AM_MODEL_LABELS_MAX = 24,
    AM_MODEL_ANGER = AMENDS_SIGNAL_COUNT,
    AM_MODEL_ANY_SIGNAL = AMENDS_SIGNAL_COUNT + 3,
    AM_MODEL_SIGNAL_LABELS,
    AM_MODEL_MOVES = AMENDS_FINDING_COUNT,
    AM_MODEL_ANY_FINDING = AMENDS_FINDING_COUNT + AMENDS_MOVE_COUNT,
    AM_MODEL_REVIEW_LABELS
};

enum {
    AM_MODEL_MAGIC = 0x334c444d, /* "MDL3" */
    AM_MODEL_ONE = 4096,
    AM_MODEL_LOGIT = 1024, /* a logit of 1 */
    AM_MODEL_SURE = 1000,  /* a probability of 1 */
    AM_MODEL_SCALE_BITS = 18,
    AM_MODEL_FILTER_BITS = 5 /* bits of the filter for each bucket, as a power of two */
};

struct am_model_header {
    uint32_t magic, label_count, bucket_bits, row_count;
    uint32_t word_bits, word_count; /* of struct am_known_word's slots */
};
/* logit = bias + sum of weights * scale / 2^AM_MODEL_SCALE_BITS, both in 1/AM_MODEL_LOGIT. */
struct am_model_label {
    int32_t bias, scale;
};
struct am_model_row {
    int8_t weight[AM_MODEL_LABELS_MAX];
};

struct am_model_word_row {
    int16_t weight[AM_MODEL_LABELS_MAX];
};

/* From which probability on a label holds, of AM_MODEL_SURE: where the model stands alone, and where the
 * rules would say so too. */
struct am_model_thresholds {
    uint16_t alone[AM_MODEL_SIDES][AM_MODEL_LABELS_MAX];
    uint16_t beside[AM_MODEL_SIDES][AM_MODEL_LABELS_MAX];
    uint16_t anything[AM_MODEL_SIDES]; /* that any signal, any finding holds, for one to be told */
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
    const uint32_t *filter;
    const uint16_t *starts; /* the first row of each bucket, and the end of the last */
    const uint16_t *checks; /* of each row, the upper bits of its hash */
    const struct am_model_row *rows;
    const struct am_known_word *words;
    const struct am_model_word_row *word_rows;
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

/* The words that the model knows; none where there is no model (NULL). */
struct am_known_words am_model_words(const struct am_model *model);

/* Scores features. Afterwards they hold the row number instead of the hash, those that the model does not
 * know are gone, and the evidence can be asked for. */
void am_model_score(const struct am_model *model, struct am_features *features, struct am_model_scores *out);

/* The tokens [first, end) of the one stretch of a sentence that speaks most for a label; false when nothing
 * does. */
bool am_model_evidence(const struct am_model *model, const struct am_features *features,
                       const struct am_text *text, unsigned label, uint32_t *first, uint32_t *end);

/* The probability, of AM_MODEL_SURE, that a logit stands for. */
unsigned am_model_probability(int32_t logit);

/* How likely it is, of AM_MODEL_SURE, that any signal, any finding holds: that none does is the geometric
 * mean of what the labels' probabilities come to, were each by itself, and of what was learned of all
 * together. */
unsigned am_model_any(const struct am_model_scores *scores, enum am_model_side side);

/* How much each of so many known features of a text counts, of AM_MODEL_ONE: four by the root of their
 * number. What is not known, mistyped for instance, does not make the rest count less. */
int32_t am_model_share(uint32_t text_count);

/* The bucket of rows in which a hash is looked for, and what is compared there. */
static inline uint32_t am_model_bucket(uint32_t hash, uint32_t bucket_bits)
{
    return hash & ((UINT32_C(1) << bucket_bits) - 1);
}
static inline uint16_t am_model_check_of(uint32_t hash)
{
    return (uint16_t)(hash >> 16);
}
/* Tables of 16 bits, so long that what follows is aligned to four bytes. */
static inline size_t am_model_start_count(const struct am_model_header *header)
{
    return ((size_t)1 << header->bucket_bits) + 2;
}
static inline size_t am_model_check_count(const struct am_model_header *header)
{
    return ((size_t)header->row_count + 1) / 2 * 2;
}
/* The bit of the filter for a hash. */
static inline uint32_t am_model_bit(uint32_t hash, uint32_t bucket_bits)
{
    return hash * UINT32_C(0x9e3779b1) >> (32 - bucket_bits - AM_MODEL_FILTER_BITS);
}

#endif
