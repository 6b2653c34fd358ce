/* Which words moved the model: what each feature says for a label is shared out among its tokens, and the
 * stretch of a sentence with the greatest sum is the evidence. */
#include <string.h>

#include "engine/model/model.h"

enum { TOKENS_MAX = 1024, SHARES = 12 /* divisible by the tokens that a feature stands over */ };

static void share_out(const struct am_model *model, const struct am_features *features, unsigned label,
                      uint32_t token_count, int32_t says[TOKENS_MAX])
{
    for (uint32_t i = 0; i < features->word_count; i++)
        if (features->words[i].token < token_count)
            says[features->words[i].token] +=
                model->word_rows[features->words[i].row - 1].weight[label] * SHARES;
    for (uint32_t i = 0; i < features->count; i++) {
        const struct am_feature *feature = &features->at[i];
        int32_t weight = model->rows[feature->hash].weight[label];

        if (feature->end <= feature->first || feature->end > token_count)
            continue;
        if (feature->end == feature->first + 1u) {
            says[feature->first] += weight * SHARES;
            continue;
        }
        for (uint32_t k = feature->first; k < feature->end; k++)
            says[k] += weight * SHARES / (feature->end - feature->first);
    }
}

bool am_model_evidence(const struct am_model *model, const struct am_features *features,
                       const struct am_text *text, unsigned label, uint32_t *first, uint32_t *end)
{
    int32_t says[TOKENS_MAX], best = 0, sum = 0;
    uint32_t count = text->token_count < TOKENS_MAX ? text->token_count : TOKENS_MAX, begin = 0;

    memset(says, 0, count * sizeof *says);
    share_out(model, features, label, count, says);
    for (uint32_t i = 0; i < count; i++) {
        if (sum <= 0 || (i > 0 && text->tokens[i].sentence != text->tokens[i - 1].sentence)) {
            sum = 0;
            begin = i;
        }
        sum += says[i];
        if (sum > best) {
            best = sum;
            *first = begin;
            *end = i + 1;
        }
    }
    return best > 0;
}
