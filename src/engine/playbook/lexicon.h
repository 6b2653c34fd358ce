/*
 * From the tokens of a text to the terms of patterns: exact words, beginnings, inflected forms, typing
 * errors, masked words, stretched words. Reads AM_SECTION_LEXICON in place. No allocation, no I/O.
 */
#ifndef AM_LEXICON_H
#define AM_LEXICON_H

#include "engine/image.h"
#include "engine/playbook/layout.h"
#include "engine/text/text.h"

struct am_lexicon {
    const struct am_lexicon_header *header;
    const uint32_t *ending_slots, *letters, *filter;
    const struct am_lexicon_stem *stems;
    const struct am_lexicon_posting *postings;
    const struct am_lexicon_ending *endings;
    const struct am_lexicon_loose *typos, *masks;
};

/* A table of a section as a pointer; NULL when it does not lie inside it or is not aligned. */
const void *am_table_at(struct amends_view section, struct am_table table, size_t item_bytes,
                        size_t alignment);

/* Checks the whole section; false when anything in it leads out of bounds. `term_count`: terms must be below.
 */
bool am_lexicon_check(struct amends_view section, uint32_t term_count);

/* Takes a checked section's tables. */
struct am_lexicon am_lexicon_of(struct amends_view section);

/* A word being looked up: its letters, the hashes of all its beginnings, and which of those may be stems. */
struct am_lexicon_word {
    const uint32_t *letters;
    uint64_t lengths, pair; /* a bit for each length of a beginning; the hash of a pair of characters */
    unsigned len;
    bool paired; /* the pair may stand in the lexicon */
    uint64_t hash[AM_WORD_LETTERS_MAX + 1], power[AM_WORD_LETTERS_MAX + 1];
};

/* Begins to look a token up, some time before its terms are asked for: the stems are far apart in memory.
 * `second` is the character behind a character, to look them up as a pair; NULL: there is none. */
void am_lexicon_prepare(const struct am_lexicon *lexicon, const struct am_token *token,
                        const struct am_token *second, struct am_lexicon_word *out);

/* The terms of a prepared token, ascending, without doubles; gives their number (at most `max`). Pseudo-terms
 * of quantities are not among them. Thread-safe. */
unsigned am_lexicon_terms(const struct am_lexicon *lexicon, const struct am_token *token,
                          const struct am_lexicon_word *word, uint16_t *terms, unsigned max);

/* Adds the terms of its pair of characters to those found of a prepared token; gives the new number. */
unsigned am_lexicon_pair(const struct am_lexicon *lexicon, const struct am_lexicon_word *word,
                         uint16_t *terms, unsigned count, unsigned max);

/* The first inflected term that is the token or one of its forms; AM_TERM_NONE where there is none. */
unsigned am_lexicon_lemma(const struct am_lexicon *lexicon, const struct am_token *token);

/* Number of letters of the word that remain when the longest known ending is taken off, at least `least`. */
unsigned am_lexicon_strip(const struct am_lexicon *lexicon, const uint32_t *letters, unsigned len,
                          unsigned least);

#endif
