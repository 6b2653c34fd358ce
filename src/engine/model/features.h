/*
 * What the model looks at: words, stems, pairs of words, groups of letters, the rules' hits, how it is
 * written. Each feature is a hash; training (tools/train) and reading use the same code, so that both see the
 * same. Integers only, no allocation.
 */
#ifndef AM_FEATURES_H
#define AM_FEATURES_H

#include "engine/playbook/playbook.h"

enum { AM_FEATURES_MAX = 12288 };

/* A feature, and the tokens that it stands over. */
struct am_feature {
    uint32_t hash;
    uint16_t first, end;
};

/* Those of the text first: how much each of them counts depends on how many there are. The others count
 * whole. */
struct am_features {
    uint32_t count, text_count;
    struct am_feature at[AM_FEATURES_MAX];
    uint8_t alike[AMENDS_TOKENS_MAX / 8 + 1]; /* bit per token: which word it is, is not looked at */
};

/* Words of senses whose members are to be read alike (which group of people is spoken of) are not looked at
 * one by one. Stands before am_features_text. */
void am_features_alike(struct am_features *features, const struct am_playbook *playbook, int lang,
                       const struct am_text *text, const struct am_hit *hits, unsigned count);

/* Begins with the features of the text itself. What stands behind AM_FEATURES_MAX is not looked at. */
void am_features_text(struct am_features *features, const struct am_playbook *playbook, int lang,
                      const struct am_text *text);

/* Adds what the words are about, by the hits of senses: each sense, and which follows which. Stands right
 * after am_features_text. */
void am_features_senses(struct am_features *features, const struct am_playbook *playbook, int lang,
                        const struct am_text *text, const struct am_hit *hits, unsigned count);

/* Adds how the text is written: length, capitals, question and exclamation marks; and the channel (or -1). */
void am_features_manner(struct am_features *features, const struct am_text *text, int channel);

/* Adds the rules' hits, each rule once, and what they say together for each label. */
void am_features_hits(struct am_features *features, const struct am_playbook *playbook, int lang,
                      const struct am_hit *hits, unsigned count);

/* Adds one fact: `kind` names it, `value` says which. */
void am_features_fact(struct am_features *features, uint32_t kind, uint32_t value);

#endif
