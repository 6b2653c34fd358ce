/*
 * Words that are not written as they should be: with one typing error, or masked ("f**k", "sh1t", "с*ка").
 * Pure functions over letters. Both give the number of places (at most AM_LOOSE_ENDS_MAX) where the stem may
 * end in the word, and put them into `ends`; 0: the word does not begin with the stem.
 */
#ifndef AM_LOOSE_H
#define AM_LOOSE_H

#include <stdint.h>

enum { AM_LOOSE_ENDS_MAX = 4 };

/* The stem with exactly one error in it: a letter missing, extra or wrong, or two swapped; not the first
 * letter. */
unsigned am_loose_typo(const uint32_t *letters, unsigned len, const uint32_t *stem, unsigned stem_len,
                       unsigned *ends);

/* The stem with some letters masked: "*" and "#" for any letter (one alone for up to three), digits, signs
 * and letters of another script for those they look like. The first letter must be seen. */
unsigned am_loose_masked(const uint32_t *letters, unsigned len, const uint32_t *stem, unsigned stem_len,
                         unsigned *ends);

#endif
