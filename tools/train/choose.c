#include "choose.h"

#include <math.h>

enum { LEAST = 2, MOST = 97 }; /* hundredths that a threshold may be */

static bool holds(const struct example *example, unsigned label, double sure, const struct choice *choice)
{
    return sure >= (example->ruled >> label & 1 ? choice->beside : choice->at);
}

struct counts choose_count(const struct examples *examples, unsigned label, const double *sure,
                           const struct choice *choice)
{
    struct counts counts = {0};

    for (unsigned i = 0; i < examples->count; i++) {
        const struct example *example = &examples->at[i];
        bool is = example->labels >> label & 1, held = holds(example, label, sure[i], choice);

        if ((example->known >> label & 1) == 0 || example->copy)
            continue;
        counts.right += is && held;
        counts.wrong += !is && held;
        counts.missed += is && !held;
    }
    return counts;
}

double choose_f1(struct counts counts)
{
    return counts.right == 0 ? 0 : 2.0 * counts.right / (2.0 * counts.right + counts.wrong + counts.missed);
}

static double f1_at(const struct examples *examples, unsigned label, const double *sure, double at,
                    double beside)
{
    const struct choice choice = {.at = at, .beside = beside < at ? beside : at};

    return choose_f1(choose_count(examples, label, sure, &choice));
}

/* F1 about a threshold: a lone peak is chance. `beside` 0: both are one. */
static double smooth_f1(const struct examples *examples, unsigned label, const double *sure, double at,
                        double beside)
{
    double sum = 0;

    for (int off = -2; off <= 2; off++)
        sum += (beside > 0 ? f1_at(examples, label, sure, at, beside + off / 100.0)
                           : f1_at(examples, label, sure, at + off / 100.0, at + off / 100.0)) *
               (off == 0 ? 2 : 1);
    return sum / 6;
}

/* Rules were written without the corpus, and do not know only it: of thresholds beside them that do equally
 * well the lowest is taken. */
static double choose_beside(const struct examples *examples, unsigned label, const double *sure, double at)
{
    double best = 0, lowest = at;

    for (int beside = LEAST; beside / 100.0 <= at; beside++) {
        double f1 = smooth_f1(examples, label, sure, at, beside / 100.0);

        best = f1 > best ? f1 : best;
    }
    for (int beside = (int)(at * 100 + 0.5); beside >= LEAST; beside--)
        if (smooth_f1(examples, label, sure, at, beside / 100.0) >= best)
            lowest = beside / 100.0;
    return lowest;
}

void choose_alone(const struct examples *examples, unsigned label, const double *sure, struct choice *choice)
{
    double best = -1;

    for (int at = LEAST + 2; at <= MOST; at++) {
        double f1 = smooth_f1(examples, label, sure, at / 100.0, 0);

        if (f1 > best) {
            best = f1;
            choice->at = choice->beside = at / 100.0;
        }
    }
    choice->beside = choose_beside(examples, label, sure, choice->at);
}

/* As am_model_any. */
static double any_sure(unsigned example, double *const *sure, const struct telling *telling)
{
    double none = 1;

    for (unsigned i = 0; i < telling->count; i++)
        none *= 1 - sure[i][example];
    return 1 - sqrt(none * (1 - sure[telling->any][example]));
}

static bool any_told(const struct examples *examples, unsigned example, double *const *sure,
                     const struct telling *telling)
{
    bool likely = any_sure(example, sure, telling) >= telling->anything;

    for (unsigned i = 0; i < telling->count; i++)
        if ((likely || (telling->always >> i & 1)) &&
            holds(&examples->at[example], i, sure[i][example], &telling->choices[i]))
            return true;
    return false;
}

double choose_false(const struct examples *examples, double *const *sure, const struct telling *telling)
{
    unsigned calm = 0, wrong = 0;

    for (unsigned i = 0; i < examples->count; i++)
        if (examples->at[i].calm && !examples->at[i].copy) {
            calm++;
            wrong += any_told(examples, i, sure, telling);
        }
    return calm == 0 ? 0 : (double)wrong / calm;
}

void choose_anything(const struct examples *examples, double *const *sure, struct telling *telling,
                     double false_most)
{
    for (int at = 0; at <= MOST; at++) {
        telling->anything = at / 100.0;
        if (choose_false(examples, sure, telling) <= false_most)
            return;
    }
}

void choose_keep_back(const struct examples *examples, double *const *sure, const struct telling *telling)
{
    for (unsigned i = 0; i < examples->count; i++)
        if (any_sure(i, sure, telling) < telling->anything)
            for (unsigned k = 0; k < telling->count; k++)
                if ((telling->always >> k & 1) == 0)
                    sure[k][i] = 0;
}
