/*
 * Counting the code points of a text: the unit in which people think of its length. Depends on nothing.
 */
#ifndef AM_POINTS_H
#define AM_POINTS_H

#include <stdbool.h>
#include <stddef.h>

#include "amends/memory.h"

/* How many code points there are. False, and *out untouched, where the text is not UTF-8 (overlong forms,
 * surrogates and numbers past U+10FFFF are not) or holds U+0000, which not every database can keep.
 * Thread-safe. */
bool am_points_count(struct amends_view text, size_t *out);

#endif
