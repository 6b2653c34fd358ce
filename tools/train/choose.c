#include "choose.h"

#include <math.h>

#include "amends/labels.h"

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

/* F: `recall` is what recall weighs beside precision. */
static double f_of(struct counts counts, double recall)
{
    return counts.right == 0 ? 0
                             : (1 + recall) * counts.right /
                                   ((1 + recall) * counts.right + counts.wrong + recall * counts.missed);
}

double choose_f1(struct counts counts)
{
    return f_of(counts, 1);
}

/* F about a threshold: a lone peak is chance. `beside` 0: both are one. */
static double smooth_f(const struct examples *examples, unsigned label, const double *sure, double at,
                       double beside, double recall)
{
    double sum = 0;

    for (int off = -2; off <= 2; off++) {
        double moved = (beside > 0 ? beside : at) + off / 100.0;
        struct choice choice = {.at = beside > 0 ? at : moved,
                                .beside = beside > 0 ? fmin(moved, at) : moved};

        sum += f_of(choose_count(examples, label, sure, &choice), recall) * (off == 0 ? 2 : 1);
    }
    return sum / 6;
}

/* Of the thresholds from LEAST up to `to` hundredths that do as well as the best, the nearest. `beside`:
 * those beside a rule, where the model alone has `to`. */
static double nearest(const struct examples *examples, unsigned label, const double *sure,
                      const struct aim *aim, int to, bool beside)
{
    double f[MOST + 1], best = 0, chosen = HUGE_VAL, near = beside ? aim->near.beside : aim->near.at;

    for (int at = LEAST; at <= to; at++) {
        f[at] =
            smooth_f(examples, label, sure, (beside ? to : at) / 100.0, beside ? at / 100.0 : 0, aim->recall);
        best = fmax(best, f[at]);
    }
    for (int at = to; at >= LEAST; at--)
        if (f[at] >= best * (1 - aim->slack) && fabs(at / 100.0 - near) < fabs(chosen - near) + 1e-9)
            chosen = at / 100.0;
    return chosen;
}

/* How often what reaches a threshold is right; `ruled`: of what a rule says too. */
static double precision_at(const struct examples *examples, unsigned label, const double *sure, double at,
                           bool ruled)
{
    unsigned right = 0, held = 0;

    for (unsigned i = 0; i < examples->count; i++) {
        const struct example *example = &examples->at[i];

        if ((example->known >> label & 1) == 0 || example->copy || sure[i] < at ||
            (ruled && (example->ruled >> label & 1) == 0))
            continue;
        held++;
        right += example->labels >> label & 1;
    }
    return held == 0 ? 1 : (double)right / held;
}

/* The lowest threshold, at most `to` hundredths, from which on all are this precise. */
static double precise(const struct examples *examples, unsigned label, const double *sure, double precision,
                      int to, bool ruled)
{
    int at = to;

    while (at > LEAST && precision_at(examples, label, sure, (at - 1) / 100.0, ruled) >= precision)
        at--;
    return at / 100.0;
}

void choose_threshold(const struct examples *examples, unsigned label, const double *sure,
                      const struct aim *aim, struct choice *choice)
{
    bool by_f = aim->precision <= 0;
    int at;

    choice->at = by_f ? nearest(examples, label, sure, aim, MOST, false)
                      : precise(examples, label, sure, aim->precision, MOST, false);
    at = (int)lround(choice->at * 100);
    choice->beside = by_f ? nearest(examples, label, sure, aim, at, true)
                          : fmax(precise(examples, label, sure, aim->precision, at, true),
                                 fmin(choice->at, aim->near.beside));
}

/* As am_model_any. */
static double any_sure(unsigned example, double *const *sure, const struct telling *telling)
{
    double none = 1;

    for (unsigned i = 0; i < telling->count; i++)
        none *= 1 - sure[i][example];
    return 1 - sqrt(none * (1 - sure[telling->any][example]));
}

/* Is the label told of this example, where anything is as `likely`? */
static bool may_tell(const struct example *example, unsigned label, const struct telling *telling,
                     bool likely)
{
    return likely || (telling->always >> label & 1) != 0 ||
           (telling->firm & example->ruled & AMENDS_BIT(label)) != 0;
}

static bool any_told(const struct examples *examples, unsigned example, double *const *sure,
                     const struct telling *telling)
{
    bool likely = any_sure(example, sure, telling) >= telling->anything;

    for (unsigned i = 0; i < telling->count; i++)
        if (may_tell(&examples->at[example], i, telling, likely) &&
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

void choose_likely(const struct examples *examples, double *const *sure, struct telling *telling,
                   double calm_most)
{
    unsigned reach[MOST + 1] = {0}, calm = 0;

    for (unsigned i = 0; i < examples->count; i++)
        if (examples->at[i].calm && !examples->at[i].copy) {
            double likely = any_sure(i, sure, telling);

            calm++;
            for (int at = 0; at <= MOST && likely >= at / 100.0; at++)
                reach[at]++;
        }
    for (int at = 0; at <= MOST; at++) {
        telling->anything = at / 100.0;
        if (reach[at] <= calm_most * calm)
            return;
    }
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
                if (!may_tell(&examples->at[i], k, telling, false))
                    sure[k][i] = 0;
}
