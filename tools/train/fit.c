#include "fit.h"

#include <linear.h>
#include <math.h>
#include <stdlib.h>

static void silent(const char *text)
{
    (void)text;
}

/* How much more often each feature stands with the label than without, as a logarithm: features are scaled by
 * half of that, so that those that tell something need less weight (after Wang and Manning, 2012). */
static void ratios(const struct examples *examples, unsigned label, const unsigned char *keep, double *ratio)
{
    const double smooth = 0.2;
    double *with = calloc(examples->feature_count + 1, sizeof *with), with_sum = 0, without_sum = 0;
    double *without = calloc(examples->feature_count + 1, sizeof *without);

    for (unsigned i = 0; i < examples->count; i++) {
        const struct example *example = &examples->at[i];

        if ((keep != NULL && !keep[i]) || (example->known >> label & 1) == 0)
            continue;

        bool is = example->labels >> label & 1;

        *(is ? &with_sum : &without_sum) += 1;
        for (uint32_t k = 0; k < example->node_count; k++)
            (is ? with : without)[example->nodes[k].feature] += 1;
    }
    for (uint32_t k = 1; k <= examples->feature_count; k++)
        ratio[k] = log((with[k] + smooth) / (with_sum + 2 * smooth)) -
                   log((without[k] + smooth) / (without_sum + 2 * smooth));
    free(with);
    free(without);
}

/* Dual coordinate descent for logistic regression: of liblinear's solvers it and that of the squared hinge
 * give the same bytes on every processor. */
enum { SOLVER = L2R_LR_DUAL };

void fit_label(const struct examples *examples, unsigned label, const struct recipe *recipe,
               const unsigned char *keep, double *weights)
{
    size_t nodes = 0, at = 0;
    struct problem problem = {.n = (int)examples->feature_count + 1, .bias = 1};

    for (unsigned i = 0; i < examples->count; i++)
        nodes += examples->at[i].node_count + 2;

    struct feature_node *all = malloc(nodes * sizeof *all);
    struct feature_node **rows = malloc(examples->count * sizeof *rows);
    double *labels = malloc(examples->count * sizeof *labels);
    double *ratio = malloc((examples->feature_count + 1) * sizeof *ratio);

    ratios(examples, label, keep, ratio);
    for (uint32_t k = 1; k <= examples->feature_count; k++)
        ratio[k] = recipe->plain ? 1 : (1 + fabs(ratio[k])) / 2;
    for (unsigned i = 0; i < examples->count; i++) {
        const struct example *example = &examples->at[i];

        if ((keep != NULL && !keep[i]) || (example->known >> label & 1) == 0)
            continue;
        labels[problem.l] = example->labels >> label & 1 ? 1 : -1;
        rows[problem.l++] = &all[at];
        for (uint32_t k = 0; k < example->node_count; k++)
            all[at++] =
                (struct feature_node){(int)example->nodes[k].feature,
                                      (double)example->nodes[k].value * ratio[example->nodes[k].feature]};
        all[at++] = (struct feature_node){problem.n, 1};
        all[at++] = (struct feature_node){-1, 0};
    }
    problem.x = rows;
    problem.y = labels;

    int weight_labels[] = {1};
    double class_weights[] = {recipe->positive};
    struct parameter parameter = {.solver_type = SOLVER,
                                  .C = recipe->cost,
                                  .eps = 0.05,
                                  .p = 0.1,
                                  .nr_weight = 1,
                                  .weight_label = weight_labels,
                                  .weight = class_weights};

    set_print_string_function(silent);
    srand(1);

    struct model *model = train(&problem, &parameter);
    double sign = model->label[0] == 1 ? 1 : -1;

    for (uint32_t k = 0; k < examples->feature_count; k++)
        weights[k + 1] = sign * model->w[k] * ratio[k + 1];
    weights[0] = sign * model->w[problem.n - 1];
    if (model->nr_class < 2)
        for (int k = 0; k < problem.n; k++)
            weights[k] = 0;
    free_and_destroy_model(&model);
    free(all);
    free(rows);
    free(labels);
    free(ratio);
}

double fit_score(const struct example *example, const double *weights)
{
    double score = weights[0];

    for (uint32_t k = 0; k < example->node_count; k++)
        score += weights[example->nodes[k].feature] * (double)example->nodes[k].value;
    return score;
}

/* So many copies of each example are learned from here: more take long and change little. */
enum { COPIES = 1 };

void fit_across(const struct examples *examples, unsigned label, const struct recipe *recipe, double *scores)
{
    unsigned char *keep = malloc(examples->count);
    double *weights = malloc((examples->feature_count + 1) * sizeof *weights);

    for (unsigned fold = 0; fold < recipe->folds; fold++) {
        for (unsigned i = 0; i < examples->count; i++)
            keep[i] = examples->at[i].key % recipe->folds != fold && examples->at[i].copy <= COPIES;
        fit_label(examples, label, recipe, keep, weights);
        for (unsigned i = 0; i < examples->count; i++)
            if (!keep[i])
                scores[i] = fit_score(&examples->at[i], weights);
    }
    free(keep);
    free(weights);
}

static double loss_of(const struct examples *examples, unsigned label, const double *scores,
                      struct calibration c)
{
    double loss = 0;

    for (unsigned i = 0; i < examples->count; i++) {
        double logit = c.slope * scores[i] + c.offset;

        if ((examples->at[i].known >> label & 1) == 0 || examples->at[i].copy)
            continue;
        if ((examples->at[i].labels >> label & 1) == 0)
            logit = -logit;
        loss += logit > 0 ? log1p(exp(-logit)) : log1p(exp(logit)) - logit;
    }
    return loss;
}

/* One of Newton's steps towards less loss. */
static struct calibration newton(const struct examples *examples, unsigned label, const double *scores,
                                 struct calibration c)
{
    double g_slope = 0, g_offset = 0, h_ss = 1e-3, h_so = 0, h_oo = 1e-3;

    for (unsigned i = 0; i < examples->count; i++) {
        if ((examples->at[i].known >> label & 1) == 0 || examples->at[i].copy)
            continue;

        double p = 1 / (1 + exp(-(c.slope * scores[i] + c.offset)));
        double miss = p - (examples->at[i].labels >> label & 1), spread = p * (1 - p);

        g_slope += miss * scores[i];
        g_offset += miss;
        h_ss += spread * scores[i] * scores[i];
        h_so += spread * scores[i];
        h_oo += spread;
    }

    double det = h_ss * h_oo - h_so * h_so;

    return (struct calibration){(g_slope * h_oo - g_offset * h_so) / det,
                                (g_offset * h_ss - g_slope * h_so) / det};
}

/* Platt's way. A step that goes too far is halved. */
struct calibration fit_calibration(const struct examples *examples, unsigned label, const double *scores)
{
    enum { STEPS = 40, HALVINGS = 12 };
    struct calibration c = {0.5, 0};
    double loss = loss_of(examples, label, scores, c);

    for (int step = 0; step < STEPS; step++) {
        struct calibration by = newton(examples, label, scores, c), tried = c;
        double part = 1, now = loss;

        for (int halving = 0; halving < HALVINGS; halving++, part /= 2) {
            tried = (struct calibration){c.slope - part * by.slope, c.offset - part * by.offset};
            now = loss_of(examples, label, scores, tried);
            if (now < loss)
                break;
        }
        if (now >= loss - 1e-9)
            break;
        c = tried;
        loss = now;
    }
    return c;
}
