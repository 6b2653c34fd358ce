/*
 * A word without its ending, so that "возврат" finds "возврата" and "takki" finds "takissa". Which language a
 * word is of nobody knows here: Cyrillic letters are taken as Russian; Latin ones go through one way for
 * English and Finnish together, which gives every word the same stem wherever it stands. A stem is no word
 * and some words share one: more is found, never less. For src/store alone.
 */
#ifndef AM_STORE_STEM_H
#define AM_STORE_STEM_H

#include <stddef.h>

/* Snowball's stemmers, from libstemmer. */
typedef struct am_stems am_stems;

/* NULL: no memory. One thread at a time. */
am_stems *am_stems_new(void);
void am_stems_free(am_stems *stems);

/* Shortens a folded word (UTF-8, no accents but the breve of й) in place; gives its length, which is never 0
 * for one that was not. Words of three letters and fewer, of other scripts, or with digits stay. */
size_t am_stem(am_stems *stems, char *word, size_t len);

#endif
