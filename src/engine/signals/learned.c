/* The model's word on a customer's text: which signals hold, how angry it is, and where it reads that. */
#include "engine/model/gather.h"
#include "engine/signals/weigh.h"

/* The words that moved the model, as evidence. */
static void add_evidence(struct am_weighing *weighing, const struct am_model *model,
                         const struct am_features *features, const struct am_text *text, int lang,
                         unsigned label)
{
    uint32_t first, end;

    if (!am_model_evidence(model, features, text, label, &first, &end) ||
        weighing->evidence_count == AMENDS_EVIDENCE_MAX)
        return;

    struct amends_span span = {text->tokens[first].cp_start, text->tokens[end - 1].cp_end};

    weighing->evidence[weighing->evidence_count++] = (struct amends_evidence){
        span, (uint8_t)label, (int8_t)lang, AMENDS_RULE_NONE, (int16_t)(weighing->learned.sure[label] / 10)};
    if (span.start < weighing->first[label])
        weighing->first[label] = span.start;
}

/* Of a text in which nothing is likely, one suspicion out of fifteen is no signal; in a conversation that is
 * difficult already less is enough. What somebody may come to harm by is told all the same (METHOD.md, safety
 * first), and so is what lowers the conflict: it accuses nobody. */
static uint32_t tellable(const struct am_model_thresholds *thresholds, const struct am_model_scores *scores,
                         bool conversation)
{
    const uint32_t always = AMENDS_BIT(AMENDS_SIGNAL_THREAT) | AMENDS_BIT(AMENDS_SIGNAL_INTOXICATION) |
                            AMENDS_BIT(AMENDS_SIGNAL_HAZARD) | AMENDS_BIT(AMENDS_SIGNAL_CALMING);
    const unsigned enough = thresholds->anything[AM_MODEL_SIGNALS] / (conversation ? 2 : 1);

    return am_model_any(scores, AM_MODEL_SIGNALS) >= enough ? UINT32_MAX : always;
}

void am_weigh_learned(struct am_weighing *weighing, const amends_engine *engine, amends_workspace *workspace,
                      const struct am_text *text, int lang, int channel, const struct am_hit *hits,
                      unsigned hit_count)
{
    struct am_model model = am_model_of(engine->playbook.lang[lang].models[AM_MODEL_SIGNALS]);
    const struct am_model_thresholds *thresholds = (const void *)engine->playbook.lang[lang].thresholds.bytes;
    struct am_learned *learned = &weighing->learned;
    struct am_model_scores scores;

    if (model.header == NULL)
        return;
    uint8_t ruled_anger;
    uint32_t ruled = am_weigh_ruled(weighing, &engine->playbook, text, &ruled_anger);

    for (unsigned level = 1; level <= ruled_anger; level++)
        ruled |= AMENDS_BIT(AM_MODEL_ANGER + level - 1);
    am_gather_customer(engine, workspace, text, lang, channel, hits, hit_count, &model);
    am_model_score(&model, workspace->features, &scores);
    learned->known = true;

    const uint32_t told = tellable(thresholds, &scores, learned->conversation);

    for (unsigned i = 0; i < AM_MODEL_ANY_SIGNAL; i++) {
        bool holds = am_model_holds(thresholds, AM_MODEL_SIGNALS, i, scores.probability[i],
                                    (ruled & AMENDS_BIT(i)) != 0);

        learned->sure[i] = scores.probability[i];
        if (!holds)
            continue;
        if (i >= AM_MODEL_ANGER) {
            learned->anger = (uint8_t)(i - AM_MODEL_ANGER + 1);
            continue;
        }
        if ((told >> i & 1) == 0)
            continue;
        learned->signals |= AMENDS_BIT(i);
        if (weighing->own[i] <= 0)
            add_evidence(weighing, &model, workspace->features, text, lang, i);
    }
}
