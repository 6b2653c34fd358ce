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

/* Where each table stands; gives the size of the whole. */
static size_t lay_out(const struct am_model_header *header, struct am_model *model)
{
    const char *base = (const char *)header, *at = base + sizeof *header;
    const size_t buckets = (size_t)1 << header->bucket_bits, words = (size_t)1 << header->word_bits;

    *model = (struct am_model){.header = header, .labels = (const void *)at};
    at += AM_MODEL_LABELS_MAX * sizeof *model->labels;
    model->filter = (const void *)at;
    at += (buckets << AM_MODEL_FILTER_BITS) / 8;
    model->starts = (const void *)at;
    at += am_model_start_count(header) * sizeof *model->starts;
    model->checks = (const void *)at;
    at += am_model_check_count(header) * sizeof *model->checks;
    model->rows = (const void *)at;
    at += header->row_count * sizeof *model->rows;
    model->words = (const void *)at;
    at += words * sizeof *model->words;
    model->word_rows = (const void *)at;
    at += header->word_count * sizeof *model->word_rows;
    return (size_t)(at - base);
}

struct am_model am_model_of(struct amends_view section)
{
    struct am_model model = {.header = NULL};

    if (section.bytes != NULL)
        lay_out((const void *)section.bytes, &model);
    return model;
}

static bool buckets_fit(const struct am_model *model)
{
    size_t buckets = (size_t)1 << model->header->bucket_bits;

    for (size_t i = 0; i < buckets; i++)
        if (model->starts[i] > model->starts[i + 1])
            return false;
    return model->starts[0] == 0 && model->starts[buckets] == model->header->row_count;
}

static bool words_fit(const struct am_model *model)
{
    size_t slots = (size_t)1 << model->header->word_bits, used = 0;

    for (size_t i = 0; i < slots; i++) {
        if (model->words[i].row > model->header->word_count)
            return false;
        used += model->words[i].row > 0;
    }
    return used < slots;
}

bool am_model_check(struct amends_view section, enum am_model_side side)
{
    enum { BUCKET_BITS_LEAST = 1, BUCKET_BITS_MOST = 16, WORD_BITS_MOST = 17 };
    const struct am_model_header *header = (const void *)section.bytes;
    struct am_model model;

    if (section.bytes == NULL)
        return true;
    if (section.len_bytes < sizeof *header || header->magic != AM_MODEL_MAGIC ||
        header->label_count != am_model_label_count(side) || header->bucket_bits < BUCKET_BITS_LEAST ||
        header->bucket_bits > BUCKET_BITS_MOST || header->word_bits > WORD_BITS_MOST ||
        header->row_count > UINT16_MAX || header->word_count > UINT16_MAX)
        return false;
    return lay_out(header, &model) == section.len_bytes && buckets_fit(&model) && words_fit(&model);
}

struct am_known_words am_model_words(const struct am_model *model)
{
    struct am_known_words words = {NULL, 0};

    if (model != NULL && model->header != NULL && model->header->word_count > 0) {
        words.slots = model->words;
        words.slot_bits = model->header->word_bits;
    }
    return words;
}

/* Its number and one; 0: the model does not know the hash. */
static unsigned find_row(const struct am_model *model, uint32_t hash)
{
    uint32_t bucket = am_model_bucket(hash, model->header->bucket_bits);
    uint16_t check = am_model_check_of(hash);

    for (unsigned row = model->starts[bucket]; row < model->starts[bucket + 1]; row++)
        if (model->checks[row] == check)
            return row + 1;
    return 0;
}

/* Keeps of the features [from, to) those that may be known, at `kept`: without a branch, since which of them
 * are cannot be foretold, and their buckets are asked for ahead. Gives where they end. */
static uint32_t keep_likely(const struct am_model *model, struct am_features *features, uint32_t from,
                            uint32_t to, uint32_t kept)
{
    const uint32_t bits = model->header->bucket_bits;

    for (uint32_t i = from; i < to; i++) {
        const struct am_feature feature = features->at[i];
        const uint32_t bit = am_model_bit(feature.hash, bits);
        const uint32_t likely = model->filter[bit / 32] >> bit % 32 & 1;

        features->at[kept] = feature;
        kept += likely;
        __builtin_prefetch(&model->starts[am_model_bucket(likely ? feature.hash : 0, bits)]);
    }
    return kept;
}

/* A row may go on in the next line of the cache. */
static void ask_for_row(const struct am_model_row *row)
{
    __builtin_prefetch(row);
    __builtin_prefetch(&row->weight[AM_MODEL_LABELS_MAX - 1]);
}

/* Of the features [from, to) those that are known, at `from`, with their rows instead of the hashes. Gives
 * where they end. */
static uint32_t find_rows(const struct am_model *model, struct am_features *features, uint32_t from,
                          uint32_t to)
{
    uint32_t kept = from;

    for (uint32_t i = from; i < to; i++) {
        unsigned row = find_row(model, features->at[i].hash);

        features->at[kept] = features->at[i];
        features->at[kept].hash = row - 1;
        kept += row > 0;
        ask_for_row(&model->rows[row - (row > 0)]);
    }
    return kept;
}

/* Adds in two vectors of sixteen, the second from weight 8 on: no weight is left over for a loop of its own.
 */
static void add_rows(const struct am_model *model, const struct am_features *features, uint32_t from,
                     uint32_t to, int32_t sums[AM_MODEL_LABELS_MAX])
{
    enum { AT_ONCE = 256 /* so many weights of 8 bits fit into 16 */, VECTOR = 16 };
    enum { SECOND = AM_MODEL_LABELS_MAX - VECTOR };

    while (from < to) {
        uint32_t end = to - from > AT_ONCE ? from + AT_ONCE : to;
        int16_t first[VECTOR] = {0}, second[VECTOR] = {0};

        for (; from < end; from++) {
            const int8_t *weight = model->rows[features->at[from].hash].weight;

            for (unsigned k = 0; k < VECTOR; k++)
                first[k] = (int16_t)(first[k] + weight[k]);
            for (unsigned k = 0; k < VECTOR; k++)
                second[k] = (int16_t)(second[k] + weight[SECOND + k]);
        }
        for (unsigned k = 0; k < VECTOR; k++)
            sums[k] += first[k];
        for (unsigned k = VECTOR; k < AM_MODEL_LABELS_MAX; k++)
            sums[k] += second[k - SECOND];
    }
}

/* The same of known words, whose weights need more than 16 bits together. */
static void add_words(const struct am_model *model, const struct am_features *features,
                      int32_t sums[AM_MODEL_LABELS_MAX])
{
    enum { VECTOR = 8 };
    int32_t parts[3][VECTOR] = {{0}};

    for (uint32_t i = 0; i < features->word_count; i++) {
        const int16_t *weight = model->word_rows[features->words[i].row - 1].weight;

        for (unsigned k = 0; k < VECTOR; k++)
            parts[0][k] += weight[k];
        for (unsigned k = 0; k < VECTOR; k++)
            parts[1][k] += weight[VECTOR + k];
        for (unsigned k = 0; k < VECTOR; k++)
            parts[2][k] += weight[2 * VECTOR + k];
    }
    for (unsigned k = 0; k < AM_MODEL_LABELS_MAX; k++)
        sums[k] += parts[k / VECTOR][k % VECTOR];
}

void am_model_score(const struct am_model *model, struct am_features *features, struct am_model_scores *out)
{
    int32_t text[AM_MODEL_LABELS_MAX] = {0}, others[AM_MODEL_LABELS_MAX] = {0};

    for (uint32_t i = 0; i < features->word_count; i++) {
        const struct am_model_word_row *row = &model->word_rows[features->words[i].row - 1];

        __builtin_prefetch(row);
        __builtin_prefetch(&row->weight[AM_MODEL_LABELS_MAX - 1]);
    }

    uint32_t likely = keep_likely(model, features, 0, features->text_count, 0);
    uint32_t all = keep_likely(model, features, features->text_count, features->count, likely);
    uint32_t known = find_rows(model, features, 0, likely);
    int32_t share = am_model_share(known + features->word_known);

    /* Between the two kinds a gap may be left, which holds nothing. */
    all = find_rows(model, features, likely, all);
    add_words(model, features, text);
    add_rows(model, features, 0, known, text);
    add_rows(model, features, likely, all, others);
    memmove(&features->at[known], &features->at[likely], (all - likely) * sizeof *features->at);
    features->text_count = known;
    features->count = known + (all - likely);
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

static uint32_t root_of(uint64_t value)
{
    uint64_t root = 0;

    for (unsigned bit = (65 - (unsigned)__builtin_clzll(value | 1)) / 2; bit-- > 0;) {
        uint64_t more = root | UINT64_C(1) << bit;

        root = more * more <= value ? more : root;
    }
    return (uint32_t)root;
}

unsigned am_model_any(const struct am_model_scores *scores, enum am_model_side side)
{
    const unsigned count = side == AM_MODEL_SIGNALS ? AMENDS_SIGNAL_COUNT : AMENDS_FINDING_COUNT;
    const unsigned any = side == AM_MODEL_SIGNALS ? AM_MODEL_ANY_SIGNAL : AM_MODEL_ANY_FINDING;
    uint64_t none = UINT64_C(1) << 32;

    for (unsigned i = 0; i < count; i++)
        none = none * (AM_MODEL_SURE - scores->probability[i]) / AM_MODEL_SURE;
    return AM_MODEL_SURE - root_of(none * (AM_MODEL_SURE - scores->probability[any]) * AM_MODEL_SURE >> 32);
}

int32_t am_model_share(uint32_t text_count)
{
    uint32_t root = root_of((uint64_t)text_count << 16);

    return root == 0 ? 0 : (int32_t)(4 * AM_MODEL_ONE * UINT64_C(256) / root);
}
