#include "store.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/model/model.h"

enum { WEIGHT_MOST = 127, WEIGHT_LEAST = 3 };

static double largest(const struct examples *examples, const double *weights)
{
    double most = 1e-9;

    for (uint32_t i = 1; i <= examples->feature_count; i++)
        most = fabs(weights[i]) > most ? fabs(weights[i]) : most;
    return most;
}

/* The rows of all features; those of which next to nothing is left are empty. Gives whether any weight is
 * left. */
static bool make_row(const struct learned *learned, unsigned labels, uint32_t feature, const double *most,
                     struct am_model_row *row)
{
    bool any = false;

    memset(row, 0, sizeof *row);
    for (unsigned i = 0; i < labels; i++) {
        long weight = lround(learned->weights[i][feature] / most[i] * WEIGHT_MOST);

        row->weight[i] = (int8_t)weight;
        any |= labs(weight) > WEIGHT_LEAST;
    }
    if (!any)
        memset(row, 0, sizeof *row);
    return any;
}

static void make_labels(const struct learned *learned, unsigned count, const double *most,
                        struct am_model_label *labels)
{
    for (unsigned i = 0; i < count; i++) {
        struct calibration c = learned->calibration[i];

        labels[i].bias = (int32_t)lround((c.slope * learned->weights[i][0] + c.offset) * AM_MODEL_LOGIT);
        labels[i].scale = (int32_t)lround(most[i] / WEIGHT_MOST * c.slope * AM_MODEL_LOGIT / 256 *
                                          (1 << AM_MODEL_SCALE_BITS));
    }
}

/* What is written, in the order in which it stands in the file. */
struct tables {
    struct am_model_header header;
    struct am_model_label labels[AM_MODEL_LABELS_MAX];
    uint32_t *filter;
    uint16_t *starts, *checks;
    struct am_model_row *rows;
    struct am_known_word *words;
    struct am_model_word_row *word_rows;
};

/* Words that stand fewer times in the corpus are not worth their place: most of them never come again. */
enum { WORD_LEAST = 10 };

static size_t filter_words(const struct am_model_header *header)
{
    return ((size_t)1 << (header->bucket_bits + AM_MODEL_FILTER_BITS)) / 32;
}

/* The features of which anything is left, by number; gives how many. */
static uint32_t weigh_features(const struct examples *examples, const struct learned *learned,
                               unsigned labels, const double *most, struct am_model_row *all, uint32_t *kept)
{
    uint32_t count = 0;

    for (uint32_t i = 1; i <= examples->feature_count; i++)
        if (make_row(learned, labels, i, most, &all[i]) && count < UINT16_MAX)
            kept[count++] = i;
    return count;
}

/* The rows of all features by number (those of nothing are empty), and of them those that can be asked for,
 * bucket after bucket. */
static void make_rows(const struct examples *examples, const struct learned *learned, const double *most,
                      struct am_model_row *all, struct tables *out)
{
    enum { ROWS_IN_BUCKET = 4 };
    struct am_model_header *header = &out->header;
    uint32_t *kept = calloc(examples->feature_count + 1, sizeof *kept);

    header->row_count = weigh_features(examples, learned, header->label_count, most, all, kept);
    while (header->row_count > (uint32_t)ROWS_IN_BUCKET << header->bucket_bits)
        header->bucket_bits++;

    const size_t buckets = (size_t)1 << header->bucket_bits;
    uint32_t *ends = calloc(buckets + 1, sizeof *ends), sum = 0;

    out->rows = calloc(header->row_count + 1, sizeof *out->rows);
    out->starts = calloc(am_model_start_count(header), sizeof *out->starts);
    out->checks = calloc(am_model_check_count(header) + 1, sizeof *out->checks);
    out->filter = calloc(filter_words(header), sizeof *out->filter);
    for (uint32_t i = 0; i < header->row_count; i++)
        ends[am_model_bucket(examples->hashes[kept[i] - 1], header->bucket_bits)]++;
    for (size_t i = 0; i < buckets; i++) {
        out->starts[i] = (uint16_t)sum;
        sum += ends[i];
        ends[i] = out->starts[i];
    }
    out->starts[buckets] = (uint16_t)sum;
    for (uint32_t i = 0; i < header->row_count; i++) {
        uint32_t hash = examples->hashes[kept[i] - 1], bit = am_model_bit(hash, header->bucket_bits);
        uint32_t row = ends[am_model_bucket(hash, header->bucket_bits)]++;

        out->rows[row] = all[kept[i]];
        out->checks[row] = am_model_check_of(hash);
        out->filter[bit / 32] |= UINT32_C(1) << bit % 32;
    }
    free(ends);
    free(kept);
}

/* What the features of a word weigh together; gives how many of them weigh anything. */
static unsigned add_parts(const struct examples *examples, const struct known_word *word,
                          const struct am_model_row *all, struct am_model_word_row *out)
{
    unsigned known = 0;

    for (unsigned i = 0; i < word->part_count; i++) {
        uint32_t number = examples_number_of(examples, word->parts[i]);
        bool any = false;

        for (unsigned k = 0; number > 0 && k < AM_MODEL_LABELS_MAX; k++) {
            out->weight[k] = (int16_t)(out->weight[k] + all[number].weight[k]);
            any |= all[number].weight[k] != 0;
        }
        known += any;
    }
    return known;
}

static void make_words(const struct examples *examples, const struct am_model_row *all, struct tables *out)
{
    const struct known_words *words = &examples->words;
    uint32_t count = 0, mask;

    for (uint32_t i = 0; i < words->count; i++)
        count += words->at[i].count >= WORD_LEAST;
    while (count >= UINT32_C(1) << out->header.word_bits >> 1 && count > 0)
        out->header.word_bits++;
    mask = (UINT32_C(1) << out->header.word_bits) - 1;
    out->words = calloc((size_t)mask + 1, sizeof *out->words);
    out->word_rows = calloc(count + 1, sizeof *out->word_rows);
    for (uint32_t i = 0; i < words->count && out->header.word_count < UINT16_MAX; i++) {
        const struct known_word *word = &words->at[i];
        uint32_t at = word->hash & mask;

        if (word->count < WORD_LEAST)
            continue;
        while (out->words[at].row != 0)
            at = (at + 1) & mask;
        out->words[at] = (struct am_known_word){
            word->hash, (uint16_t)(out->header.word_count + 1),
            (uint8_t)add_parts(examples, word, all, &out->word_rows[out->header.word_count]), word->stem_len};
        out->header.word_count++;
    }
}

static bool write_tables(const char *path, const struct tables *tables)
{
    const struct am_model_header *header = &tables->header;
    FILE *file = fopen(path, "wb");
    bool good = file != NULL;

    if (good) {
        fwrite(header, sizeof *header, 1, file);
        fwrite(tables->labels, sizeof tables->labels, 1, file);
        fwrite(tables->filter, sizeof *tables->filter, filter_words(header), file);
        fwrite(tables->starts, sizeof *tables->starts, am_model_start_count(header), file);
        fwrite(tables->checks, sizeof *tables->checks, am_model_check_count(header), file);
        fwrite(tables->rows, sizeof *tables->rows, header->row_count, file);
        fwrite(tables->words, sizeof *tables->words, (size_t)1 << header->word_bits, file);
        fwrite(tables->word_rows, sizeof *tables->word_rows, header->word_count, file);
        good = fclose(file) == 0;
    }
    if (!good)
        perror(path);
    return good;
}

bool store_weights(const char *path, const struct examples *examples, enum side side,
                   const struct learned *learned)
{
    struct tables tables = {.header = {AM_MODEL_MAGIC, label_count(side), 4, 0, 1, 0}};
    struct am_model_row *all = calloc(examples->feature_count + 1, sizeof *all);
    double most[LABELS_MAX];

    for (unsigned i = 0; i < tables.header.label_count; i++)
        most[i] = largest(examples, learned->weights[i]);
    make_labels(learned, tables.header.label_count, most, tables.labels);
    make_rows(examples, learned, most, all, &tables);
    make_words(examples, all, &tables);

    bool good = write_tables(path, &tables);

    free(tables.filter);
    free(tables.starts);
    free(tables.checks);
    free(tables.rows);
    free(tables.words);
    free(tables.word_rows);
    free(all);
    return good;
}

static void put_thresholds(FILE *file, const char *key, const struct learned *learned, enum side side,
                           unsigned first, unsigned end)
{
    fprintf(file, "%s:\n", key);
    for (unsigned i = first; i < end; i++)
        fprintf(file, "  %s: [%ld, %ld]\n", label_name(side, i),
                lround(learned->choices[i].at * AM_MODEL_SURE),
                lround(learned->choices[i].beside * AM_MODEL_SURE));
}

bool store_thresholds(const char *path, const struct learned learned[SIDE_COUNT])
{
    FILE *file = fopen(path, "w");

    if (file == NULL) {
        perror(path);
        return false;
    }
    fputs("# From which probability on, in thousandths, a label holds: by the model alone, and where a rule "
          "says so too.\n"
          "# Written by tools/train: chosen by cross-validation on data/corpus (docs/design/model.md).\n",
          file);
    fprintf(file, "anything: # from which on any signal, any finding is likely enough to tell one\n");
    for (int side = 0; side < SIDE_COUNT; side++)
        fprintf(file, "  %s: %ld\n", side == SIDE_SIGNALS ? "signals" : "findings",
                lround(learned[side].telling.anything * AM_MODEL_SURE));
    put_thresholds(file, "signals", &learned[SIDE_SIGNALS], SIDE_SIGNALS, 0, AMENDS_SIGNAL_COUNT);
    put_thresholds(file, "anger", &learned[SIDE_SIGNALS], SIDE_SIGNALS, AMENDS_SIGNAL_COUNT,
                   label_any(SIDE_SIGNALS));
    put_thresholds(file, "findings", &learned[SIDE_REVIEW], SIDE_REVIEW, 0, AMENDS_FINDING_COUNT);
    put_thresholds(file, "moves", &learned[SIDE_REVIEW], SIDE_REVIEW, AMENDS_FINDING_COUNT,
                   label_any(SIDE_REVIEW));
    return fclose(file) == 0;
}
