/*
 * The words of the corpus with the features that each has by itself: the model adds their weights up once, as
 * a known word (engine/model/features.h).
 */
#ifndef TRAIN_KNOWN_H
#define TRAIN_KNOWN_H

#include <stdbool.h>
#include <stdint.h>

#include "amends/engine.h"
#include "engine/model/features.h"

enum { WORD_PARTS_MAX = 96 };

struct known_word {
    uint32_t hash, count; /* of the word itself; how often it stands in the corpus */
    uint8_t stem_len, part_count;
    uint32_t parts[WORD_PARTS_MAX]; /* hashes of its features, the word itself first */
};

struct known_words {
    struct known_word *at;
    uint32_t count;
    uint32_t *slots; /* number of the word + 1 */
    uint32_t slot_bits;
};

/* Counts the words of a text; uses the workspace's text and features. */
bool known_take(struct known_words *words, const amends_engine *engine, amends_workspace *workspace, int lang,
                struct amends_view text);

void known_dispose(struct known_words *words);

#endif
