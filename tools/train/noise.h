/*
 * Texts as hurried people type them: what is learned must hold for them too.
 */
#ifndef TRAIN_NOISE_H
#define TRAIN_NOISE_H

#include <stdint.h>

#include "engine/text/characters.h"
#include "engine/text/words.h"

enum noise {
    NOISE_TYPOS,   /* about one typing error in ten characters */
    NOISE_CAPITALS /* all capitals, without punctuation */
};

/* Which keys lie beside each other, and which characters sound alike; either may be closed. */
struct noise_sources {
    struct am_wordlist words;
    struct am_characters characters;
};

/* The text so written, from malloc; the same seed gives the same. NULL when the text is no UTF-8. */
char *noise_make(const char *text, const struct noise_sources *sources, enum noise noise, uint64_t seed);

#endif
