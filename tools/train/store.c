#include "store.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/model/model.h"

enum { WEIGHT_MOST = 127 };

static double largest(const struct examples *examples, const double *weights)
{
    double most = 1e-9;

    for (uint32_t i = 1; i <= examples->feature_count; i++)
        most = fabs(weights[i]) > most ? fabs(weights[i]) : most;
    return most;
}

/* The rows of all features; those of which nothing is left are empty. Gives whether any weight is left. */
static bool make_row(const struct learned *learned, unsigned labels, uint32_t feature, const double *most,
                     struct am_model_row *row)
{
    bool any = false;

    memset(row, 0, sizeof *row);
    for (unsigned i = 0; i < labels; i++) {
        long weight = lround(learned->weights[i][feature] / most[i] * WEIGHT_MOST);

        row->weight[i] = (int8_t)weight;
        any |= weight != 0;
    }
    return any;
}

static void put_slot(struct am_model_slot *slots, uint32_t bits, uint32_t hash, uint32_t row)
{
    uint32_t mask = (UINT32_C(1) << bits) - 1, at = am_model_place(hash, bits);

    while (slots[at].row != 0)
        at = (at + 1) & mask;
    slots[at] = (struct am_model_slot){am_model_check_of(hash), (uint16_t)row};
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

bool store_weights(const char *path, const struct examples *examples, enum side side,
                   const struct learned *learned)
{
    struct am_model_header header = {AM_MODEL_MAGIC, label_count(side), 4, 0};
    struct am_model_label labels[AM_MODEL_LABELS_MAX] = {{0}};
    struct am_model_row *rows = calloc(examples->feature_count + 1, sizeof *rows);
    uint32_t *hashes = calloc(examples->feature_count + 1, sizeof *hashes);
    double most[LABELS_MAX];

    for (unsigned i = 0; i < header.label_count; i++)
        most[i] = largest(examples, learned->weights[i]);
    make_labels(learned, header.label_count, most, labels);
    for (uint32_t i = 1; i <= examples->feature_count && header.row_count < UINT16_MAX - 1; i++)
        if (make_row(learned, header.label_count, i, most, &rows[header.row_count]))
            hashes[header.row_count++] = examples->hashes[i - 1];
    while (header.row_count * 3 >= (2u << header.slot_bits))
        header.slot_bits++;

    struct am_model_slot *slots = calloc((size_t)1 << header.slot_bits, sizeof *slots);

    for (uint32_t i = 0; i < header.row_count; i++)
        put_slot(slots, header.slot_bits, hashes[i], i + 1);

    FILE *file = fopen(path, "wb");
    bool good = file != NULL;

    if (good) {
        fwrite(&header, sizeof header, 1, file);
        fwrite(labels, sizeof labels, 1, file);
        fwrite(slots, sizeof *slots, (size_t)1 << header.slot_bits, file);
        fwrite(rows, sizeof *rows, header.row_count, file);
        good = fclose(file) == 0;
    }
    if (!good)
        perror(path);
    free(slots);
    free(rows);
    free(hashes);
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
    put_thresholds(file, "signals", &learned[SIDE_SIGNALS], SIDE_SIGNALS, 0, AMENDS_SIGNAL_COUNT);
    put_thresholds(file, "anger", &learned[SIDE_SIGNALS], SIDE_SIGNALS, AMENDS_SIGNAL_COUNT,
                   label_count(SIDE_SIGNALS));
    put_thresholds(file, "findings", &learned[SIDE_REVIEW], SIDE_REVIEW, 0, AMENDS_FINDING_COUNT);
    put_thresholds(file, "moves", &learned[SIDE_REVIEW], SIDE_REVIEW, AMENDS_FINDING_COUNT,
                   label_count(SIDE_REVIEW));
    return fclose(file) == 0;
}
