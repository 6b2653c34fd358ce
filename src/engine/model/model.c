#include "engine/model/model.h"

#include <string.h>

/* 65535 times the logistic function of 0, 1/8, 2/8, … 8. */
enum { CURVE_STEPS = 64, CURVE_STEP = AM_MODEL_LOGIT / 8, CURVE_ONE = 65535 };
static const uint16_t curve[CURVE_STEPS + 1] = {
    32768, 34813, 36842, 38840, 40793, 42687, 44510, 46254, 47910, 49473, 50940, 52309, 53580,
    54753, 55833, 56821, 57723, 58543, 59286, 59958, 60564, 61108, 61597, 62035, 62427, 62777,
    63089, 63367, 63614, 63834, 64029, 64203, 64356, 64493, 64613, 64720, 64815, 64899, 64973,
    65038, 65096, 65148, 65193, 65233, 65268, 65299, 65327, 65351, 65373, 65392, 65409, 65424,
    65437, 65448, 65458, 65467, 65475, 65482, 65488, 65494, 65499, 65503, 65507, 65510, 65513};

unsigned am_model_label_count(enum am_model_side side)
{
    return side == AM_MODEL_SIGNALS ? AM_MODEL_SIGNAL_LABELS : AM_MODEL_REVIEW_LABELS;
}

struct am_model am_model_of(struct amends_view section)
{
    struct am_model model = {NULL, NULL, NULL, NULL};

    if (section.bytes == NULL)
        return model;
    model.header = (const void *)section.bytes;
    model.labels = (const void *)(model.header + 1);
    model.slots = (const void *)(model.labels + AM_MODEL_LABELS_MAX);
    model.rows = (const void *)(model.slots + (UINT32_C(1) << model.header->slot_bits));
    return model;
}

bool am_model_check(struct amends_view section, enum am_model_side side)
{
    enum { SLOT_BITS_MAX = 17 };
    const struct am_model_header *header = (const void *)section.bytes;

    if (section.bytes == NULL)
        return true;
    if (section.len_bytes < sizeof *header || header->magic != AM_MODEL_MAGIC ||
        header->label_count != am_model_label_count(side) || header->slot_bits > SLOT_BITS_MAX ||
        header->row_count > UINT16_MAX || header->row_count >= UINT32_C(1) << header->slot_bits)
        return false;

    size_t slots = (size_t)1 << header->slot_bits;

    if (section.len_bytes != sizeof *header + AM_MODEL_LABELS_MAX * sizeof(struct am_model_label) +
                                 slots * sizeof(struct am_model_slot) +
                                 header->row_count * sizeof(struct am_model_row))
        return false;

    struct am_model model = am_model_of(section);
    size_t used = 0;

    for (size_t i = 0; i < slots; i++) {
        if (model.slots[i].row > header->row_count)
            return false;
        used += model.slots[i].row > 0;
    }
    return used < slots; /* a search ends at an empty one */
}

static unsigned find_row(const struct am_model *model, uint32_t hash)
{
    uint32_t bits = model->header->slot_bits, mask = (UINT32_C(1) << bits) - 1;
    uint16_t check = am_model_check_of(hash);

    for (uint32_t at = am_model_place(hash, bits);; at = (at + 1) & mask) {
        struct am_model_slot slot = model->slots[at];

        if (slot.row == 0 || slot.check == check)
            return slot.row;
    }
}

/* Adds up the rows of features [from, to), keeps those that are known in front of `kept`; gives where they
 * end. */
static uint32_t add_rows(const struct am_model *model, struct am_features *features, uint32_t from,
                         uint32_t to, uint32_t kept, int32_t sums[AM_MODEL_LABELS_MAX])
{
    for (uint32_t i = from; i < to; i++) {
        unsigned row = find_row(model, features->at[i].hash);

        if (row == 0)
            continue;

        const int8_t *weight = model->rows[row - 1].weight;

        for (unsigned k = 0; k < AM_MODEL_LABELS_MAX; k++)
            sums[k] += weight[k];
        features->at[kept] = features->at[i];
        features->at[kept++].hash = row - 1;
    }
    return kept;
}

void am_model_score(const struct am_model *model, struct am_features *features, struct am_model_scores *out)
{
    int32_t text[AM_MODEL_LABELS_MAX] = {0}, others[AM_MODEL_LABELS_MAX] = {0};
    uint32_t known = add_rows(model, features, 0, features->text_count, 0, text);
    int32_t share = am_model_share(known);
    uint32_t all = add_rows(model, features, features->text_count, features->count, known, others);

    features->text_count = known;
    features->count = all;
    memset(out, 0, sizeof *out);
    for (unsigned i = 0; i < model->header->label_count; i++) {
        int64_t sum = (int64_t)text[i] * share + (int64_t)others[i] * AM_MODEL_ONE;
        int64_t logit =
            model->labels[i].bias + sum / 16 * model->labels[i].scale / (1 << AM_MODEL_SCALE_BITS);
        const int32_t most = 64 * AM_MODEL_LOGIT;

        out->logit[i] = logit > most ? most : logit < -most ? -most : (int32_t)logit;
        out->probability[i] = (uint16_t)am_model_probability(out->logit[i]);
    }
}

unsigned am_model_probability(int32_t logit)
{
    uint32_t size = (uint32_t)(logit < 0 ? -logit : logit), step = size / CURVE_STEP;
    uint32_t value = curve[CURVE_STEPS];

    if (step < CURVE_STEPS)
        value = curve[step] + (uint32_t)(curve[step + 1] - curve[step]) * (size % CURVE_STEP) / CURVE_STEP;
    value = (value * AM_MODEL_SURE + CURVE_ONE / 2) / CURVE_ONE;
    return logit < 0 ? AM_MODEL_SURE - value : value;
}

static uint32_t root(uint64_t value)
{
    uint64_t low = 0, high = UINT32_MAX;

    while (low < high) {
        uint64_t middle = (low + high + 1) / 2;

        if (middle * middle <= value)
            low = middle;
        else
            high = middle - 1;
    }
    return (uint32_t)low;
}

int32_t am_model_share(uint32_t text_count)
{
    return text_count == 0 ? 0
                           : (int32_t)(4 * AM_MODEL_ONE * UINT64_C(256) / root((uint64_t)text_count << 16));
}
