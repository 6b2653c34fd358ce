#include "engine/review/learned.h"

struct judging {
    const struct am_playbook *playbook;
    int lang;
    struct am_model model;
    const struct am_model_thresholds *thresholds;
    const struct am_features *features;
    const struct am_text *text;
    struct am_model_scores scores;
    bool likely; /* that there is any finding at all */
};

static bool holds(const struct judging *judging, unsigned label, bool ruled)
{
    return am_model_holds(judging->thresholds, AM_MODEL_REVIEW, label, judging->scores.probability[label],
                          ruled);
}

static bool evidence(const struct judging *judging, unsigned label, struct amends_span *span)
{
    uint32_t first, end;

    if (!am_model_evidence(&judging->model, judging->features, judging->text, label, &first, &end))
        return false;
    *span =
        (struct amends_span){judging->text->tokens[first].cp_start, judging->text->tokens[end - 1].cp_end};
    return true;
}

static bool has(const struct am_candidate *candidates, unsigned count, unsigned label)
{
    for (unsigned i = 0; i < count; i++)
        if (candidates[i].label == label)
            return true;
    return false;
}

static bool is_of_shop(const struct judging *judging, const struct am_candidate *candidate)
{
    struct am_rule rule;

    am_playbook_rule(judging->playbook, judging->lang, candidate->rule, &rule);
    return (rule.sources & AM_SOURCE_SHOP) != 0;
}

/* What a shop's own rule says stays. */
static void drop(const struct judging *judging, struct am_candidate *candidates, unsigned *count,
                 unsigned label)
{
    unsigned kept = 0;

    for (unsigned i = 0; i < *count; i++)
        if (candidates[i].label != label || is_of_shop(judging, &candidates[i]))
            candidates[kept++] = candidates[i];
    *count = kept;
}

/* What is covered only arithmetic can tell, of offers that the rules have understood; of others the model. */
static bool may_be_added(unsigned finding, const struct am_settling *settling)
{
    return finding != AMENDS_FINDING_UNAUTHORISED_OFFER || settling->offer_count == 0;
}

/* What the rules have understood as an offer is measured against the authority, however likely it is that
 * the reply has any fault. */
static bool may_be_told(const struct judging *judging, unsigned finding, bool ruled)
{
    return judging->likely || (ruled && finding == AMENDS_FINDING_UNAUTHORISED_OFFER);
}

static void judge_finding(const struct judging *judging, unsigned finding, struct am_settling *settling)
{
    bool ruled = has(settling->findings, settling->finding_count, finding);
    struct amends_span span;

    if (!may_be_told(judging, finding, ruled) || !holds(judging, finding, ruled))
        drop(judging, settling->findings, &settling->finding_count, finding);
    else if (!ruled && may_be_added(finding, settling) && evidence(judging, finding, &span))
        am_settle_finding(settling, (int)finding, span, AMENDS_RULE_NONE, 0);
}

static void judge_move(const struct judging *judging, unsigned move, struct am_settling *settling)
{
    bool ruled = has(settling->moves, settling->move_count, move);
    struct amends_span span;

    if (!holds(judging, AM_MODEL_MOVES + move, ruled))
        drop(judging, settling->moves, &settling->move_count, move);
    else if (!ruled && evidence(judging, AM_MODEL_MOVES + move, &span))
        am_settle_move(settling, (int)move, span, AMENDS_RULE_NONE);
}

void am_learned_review(const amends_engine *engine, amends_workspace *workspace, const struct am_text *text,
                       int lang, struct am_settling *settling)
{
    struct judging judging = {
        .playbook = &engine->playbook,
        .lang = lang,
        .model = am_model_of(engine->playbook.lang[lang].models[AM_MODEL_REVIEW]),
        .thresholds = (const void *)engine->playbook.lang[lang].thresholds.bytes,
        .features = workspace->features,
        .text = text,
    };
    am_model_score(&judging.model, workspace->features, &judging.scores);
    judging.likely =
        am_model_any(&judging.scores, AM_MODEL_REVIEW) >= judging.thresholds->anything[AM_MODEL_REVIEW];
    for (unsigned i = 0; i < AMENDS_FINDING_COUNT; i++)
        judge_finding(&judging, i, settling);
    for (unsigned i = 0; i < AMENDS_MOVE_COUNT; i++)
        judge_move(&judging, i, settling);
}
