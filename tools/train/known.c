#include "known.h"

#include <stdlib.h>
#include <string.h>

#include "engine/engine.h"

enum { SLOT_BITS_LEAST = 10 };

static uint32_t *slot_of(const struct known_words *words, uint32_t hash)
{
    uint32_t mask = (UINT32_C(1) << words->slot_bits) - 1, at = hash & mask;

    while (words->slots[at] != 0 && words->at[words->slots[at] - 1].hash != hash)
        at = (at + 1) & mask;
    return &words->slots[at];
}

/* Room for one more, and slots half empty at least. */
static bool grow(struct known_words *words)
{
    const uint32_t slots = UINT32_C(1) << words->slot_bits;

    if (words->slots != NULL && words->count < slots / 2)
        return true;
    words->slot_bits = words->slots == NULL ? SLOT_BITS_LEAST : words->slot_bits + 1;
    free(words->slots);
    words->slots = calloc((size_t)1 << words->slot_bits, sizeof *words->slots);
    words->at = realloc(words->at, ((size_t)1 << words->slot_bits) / 2 * sizeof *words->at);
    for (uint32_t i = 0; words->slots != NULL && i < words->count; i++)
        *slot_of(words, words->at[i].hash) = i + 1;
    return words->slots != NULL && words->at != NULL;
}

static bool take_word(struct known_words *words, const struct am_features *features, unsigned stem_len)
{
    uint32_t *slot;

    if (features->count > WORD_PARTS_MAX || stem_len > UINT8_MAX)
        return true;
    if (!grow(words))
        return false;
    slot = slot_of(words, features->at[0].hash);
    if (*slot == 0) {
        struct known_word *word = &words->at[words->count];

        *word = (struct known_word){.hash = features->at[0].hash,
                                    .stem_len = (uint8_t)stem_len,
                                    .part_count = (uint8_t)features->count};
        for (uint32_t i = 0; i < features->count; i++)
            word->parts[i] = features->at[i].hash;
        *slot = ++words->count;
    }
    words->at[*slot - 1].count++;
    return true;
}

bool known_take(struct known_words *words, const amends_engine *engine, amends_workspace *workspace, int lang,
                struct amends_view text)
{
    struct am_text analysed;
    uint32_t others;

    if (am_engine_analyse(engine, workspace, text, lang, &analysed, &lang, &others) != AMENDS_OK)
        return false;
    for (uint32_t i = 0; i < analysed.token_count; i++) {
        const struct am_token *token = &analysed.tokens[i];

        if (token->kind == AM_TOKEN_WORD &&
            !take_word(words, workspace->features,
                       am_features_word(workspace->features, &engine->playbook, lang, token)))
            return false;
    }
    return true;
}

void known_dispose(struct known_words *words)
{
    free(words->at);
    free(words->slots);
    *words = (struct known_words){0};
}
