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

/* Words whose own features (the word, its stem, its groups of letters) the model has added up already: by the
 * hash of the word. */
struct am_known_word {
    uint32_t hash;
    uint16_t row;            /* 1 and up; 0: an empty slot */
    uint8_t known, stem_len; /* how many features it stands for; letters of its stem */
};
struct am_known_words {
    const struct am_known_word *slots; /* NULL: none */
    uint32_t slot_bits;
};

/* A known word of the text: its row, and its token. */
struct am_word_row {
    uint16_t row, token;
};

/* Those of the text first: how much each of them counts depends on how many there are. The others count
 * whole. */
struct am_features {
    uint32_t count, text_count;
    uint32_t word_count, word_known; /* known words, and the features that they stand for */
    struct am_feature at[AM_FEATURES_MAX];
    struct am_word_row words[AMENDS_TOKENS_MAX];
    uint8_t alike[AMENDS_TOKENS_MAX / 8 + 1]; /* bit per token: which word it is, is not looked at */
    uint8_t self[AMENDS_TOKENS_MAX / 8 + 1];  /* of these, what somebody says they are */
    uint8_t name[AMENDS_TOKENS_MAX / 8 + 1];  /* of these, what somebody is called */
};

/* Words of senses whose members are to be read alike (which group of people is spoken of, what somebody says
 * they are, what somebody is called) are not looked at one by one. Stands before am_features_text. */
void am_features_alike(struct am_features *features, const struct am_text *text, const struct am_hit *hits,
                       unsigned count);

/* Begins with the features of the text itself; those of known words are not among them, but their rows in
 * `words`. What stands behind AM_FEATURES_MAX is not looked at. */
void am_features_text(struct am_features *features, const struct am_playbook *playbook, int lang,
                      const struct am_text *text, struct am_known_words known);

/* The features of one word by itself, the word first: what a known word stands for. Gives the length of its
 * stem. */
unsigned am_features_word(struct am_features *features, const struct am_playbook *playbook, int lang,
                          const struct am_token *token);

/* Adds what the words are about, by the hits of senses: each sense, and which follows which. Stands right
 * after am_features_text. */
void am_features_senses(struct am_features *features, const struct am_text *text, const struct am_hit *hits,
                        unsigned count);

/* Adds how the text is written: length, capitals, question and exclamation marks; and the channel (or -1). */
void am_features_manner(struct am_features *features, const struct am_text *text, int channel);

/* Adds the rules' hits, each rule once, and what they say together for each label. */
void am_features_hits(struct am_features *features, const struct am_playbook *playbook, int lang,
                      const struct am_hit *hits, unsigned count);

/* What stands for a rule in its features: made of its id, once, when the playbook is compiled. */
uint32_t am_feature_of_rule(struct amends_view id);

/* Adds one fact: `kind` names it, `value` says which. */
void am_features_fact(struct am_features *features, uint32_t kind, uint32_t value);

#endif
