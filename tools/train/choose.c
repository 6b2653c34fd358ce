#include "choose.h"

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

static bool any_holds(const struct examples *examples, unsigned example, unsigned count, double *const *sure,
                      const struct choice *choices)
{
    for (unsigned i = 0; i < count; i++)
        if (holds(&examples->at[example], i, sure[i][example], &choices[i]))
            return true;
    return false;
}

double choose_false(const struct examples *examples, unsigned count, double *const *sure,
                    const struct choice *choices)
{
    unsigned calm = 0, wrong = 0;

    for (unsigned i = 0; i < examples->count; i++)
        if (examples->at[i].calm && !examples->at[i].copy) {
            calm++;
            wrong += any_holds(examples, i, count, sure, choices);
        }
    return calm == 0 ? 0 : (double)wrong / calm;
}

enum { STEPS = 12, WAYS = 3 };

/* More F1 than this is not given for one calm example: some look like what they are not, and stay wrong. */
#define PRICE_MOST 0.03

/* One way to raise the thresholds of a label: alone, beside a rule, or both. */
static struct choice raise(struct choice choice, int way, int step)
{
    if (way != 1)
        choice.at += step / 100.0;
    if (way != 0)
        choice.beside += step / 100.0;
    return choice;
}

/* What raising one threshold by a step costs for each calm example that it frees; negative: nothing to gain.
 */
static double price_of(const struct examples *examples, unsigned label, const double *sure,
                       const struct choice *choice, const struct choice *raised)
{
    unsigned freed = 0;

    for (unsigned i = 0; i < examples->count; i++) {
        const struct example *example = &examples->at[i];

        freed += example->calm && !example->copy && holds(example, label, sure[i], choice) &&
                 !holds(example, label, sure[i], raised);
    }
    if (freed == 0 || raised->at > MOST / 100.0)
        return -1;

    double before = choose_f1(choose_count(examples, label, sure, choice));
    double after = choose_f1(choose_count(examples, label, sure, raised));
    double cost = before - after;

    return (cost > 0 ? cost : 0) / freed;
}

void choose_together(const struct examples *examples, unsigned count, double *const *sure,
                     struct choice *choices, double false_most)
{
    while (choose_false(examples, count, sure, choices) > false_most) {
        double best = -1;
        struct choice best_choice = {0};
        unsigned label = 0;

        for (unsigned i = 0; i < count; i++)
            for (int step = 0; step < WAYS * STEPS; step++) {
                struct choice raised = raise(choices[i], step / STEPS, step % STEPS + 1);

                if (raised.beside > raised.at)
                    continue;

                double price = price_of(examples, i, sure[i], &choices[i], &raised);

                if (price >= 0 && (best < 0 || price < best)) {
                    best = price;
                    best_choice = raised;
                    label = i;
                }
            }
        if (best < 0 || best > PRICE_MOST)
            return;
        choices[label] = best_choice;
    }
}
