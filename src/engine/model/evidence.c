/* Which words moved the model: what each feature says for a label is shared out among its tokens, and the
 * stretch of a sentence with the greatest sum is the evidence. */
#include <string.h>

#include "engine/model/model.h"

enum { TOKENS_MAX = 1024, SHARES = 12 /* divisible by the tokens that a feature stands over */ };

/* What each token says, as the difference from the token before it: so a feature is shared out at its two
 * ends alone. */
static void share_out(const struct am_model *model, const struct am_features *features, unsigned label,
                      uint32_t token_count, int32_t steps[TOKENS_MAX + 1])
{
    for (uint32_t i = 0; i < features->word_count; i++) {
        uint32_t token = features->words[i].token;
        int32_t share = model->word_rows[features->words[i].row - 1].weight[label] * SHARES;

        if (token >= token_count)
            continue;
        steps[token] += share;
        steps[token + 1] -= share;
    }
    for (uint32_t i = 0; i < features->count; i++) {
        const struct am_feature *feature = &features->at[i];

        if (feature->end <= feature->first || feature->end > token_count)
            continue;

        int32_t share = model->rows[feature->hash].weight[label] * SHARES / (feature->end - feature->first);

        steps[feature->first] += share;
        steps[feature->end] -= share;
    }
}

bool am_model_evidence(const struct am_model *model, const struct am_features *features,
                       const struct am_text *text, unsigned label, uint32_t *first, uint32_t *end)
{
    int32_t steps[TOKENS_MAX + 1], best = 0, sum = 0, says = 0;
    uint32_t count = text->token_count < TOKENS_MAX ? text->token_count : TOKENS_MAX, begin = 0;

    memset(steps, 0, (count + 1) * sizeof *steps);
    share_out(model, features, label, count, steps);
    for (uint32_t i = 0; i < count; i++) {
        if (sum <= 0 || (i > 0 && text->tokens[i].sentence != text->tokens[i - 1].sentence)) {
            sum = 0;
            begin = i;
        }
        says += steps[i];
        sum += says;
        if (sum > best) {
            best = sum;
            *first = begin;
            *end = i + 1;
        }
    }
    return best > 0;
}
