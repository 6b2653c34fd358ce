/*
 * UTF-8 at the border: how much of a text is valid, and its code points one by one. No locale, no allocation.
 * Thread-safe.
 */
#ifndef AM_FACES_UTF8_H
#define AM_FACES_UTF8_H

#include <stdint.h>

#include "amends/memory.h"

/* Number of bytes from the beginning that are valid UTF-8 (shortest form, no surrogates, up to U+10FFFF); the
 * length where all are. */
size_t am_utf8_valid(struct amends_view text);

/* The code point that begins at byte `at` of a valid text; *len_bytes gets its length. U+FFFD, 1 where it is
 * not valid. */
uint32_t am_utf8_at(struct amends_view text, size_t at, unsigned *len_bytes);

#endif
