/*
 * What a text speaks of, beside what it shows: to know a matter again when it is told again (hard rule 5).
 */
#ifndef AM_CONTENT_H
#define AM_CONTENT_H

#include <stdbool.h>

#include "amends/reading.h"

enum { AM_CONTENT_STEMS = 12 };

/* Stems of the content words: hashed, sorted, without doubles. */
struct am_content {
    uint16_t stems[AM_CONTENT_STEMS];
    uint8_t count;
};

/* As amends_read, and gives the content too. */
enum amends_status am_read_content(const amends_engine *engine, amends_workspace *workspace,
                                   struct amends_view text, const struct amends_read_options *options,
                                   struct amends_reading *out, struct am_content *content);

/* Do two texts speak of the same matter? At least two stems in common that make up half of the shorter one,
 * or all of a text of a single stem. Both sorted. */
bool am_content_same(const uint16_t *a, unsigned a_count, const uint16_t *b, unsigned b_count);

#endif
