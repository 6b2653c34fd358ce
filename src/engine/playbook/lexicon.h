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

/* Asks for what looking the tokens up will need: their stems are far apart. `second` may be NULL. */
void am_lexicon_ahead(const struct am_lexicon *lexicon, const struct am_token *token,
                      const struct am_token *second);

/* The terms of a token, ascending, without doubles; gives their number (at most `max`). Pseudo-terms of
 * quantities are not among them. Thread-safe. */
unsigned am_lexicon_terms(const struct am_lexicon *lexicon, const struct am_token *token, uint16_t *terms,
                          unsigned max);

/* Adds the terms of a pair of characters in a row to those found of the first; gives the new number. */
unsigned am_lexicon_pair(const struct am_lexicon *lexicon, const struct am_token *first,
                         const struct am_token *second, uint16_t *terms, unsigned count, unsigned max);

/* The first inflected term that is the token or one of its forms; AM_TERM_NONE where there is none. */
unsigned am_lexicon_lemma(const struct am_lexicon *lexicon, const struct am_token *token);

/* Number of letters of the word that remain when the longest known ending is taken off, at least `least`. */
unsigned am_lexicon_strip(const struct am_lexicon *lexicon, const uint32_t *letters, unsigned len,
                          unsigned least);

#endif
