/*
 * Numbers in figures and in words. Internal to this folder.
 */
#ifndef AM_NUMBERS_H
#define AM_NUMBERS_H

#include "engine/text/arena.h"

enum am_figure { AM_FIGURE_NONE, AM_FIGURE_NUMBER, AM_FIGURE_TIME };

/* What is being read: applied tokens with their entries, in one sentence, up to `end`. */
struct am_number_source {
    const struct am_text_arena *arena;
    const struct am_language *language; /* header NULL: none */
    uint32_t end;
};

/* A number: tokens [first, end), its value in thousandths. */
struct am_number {
    uint32_t first, end;
    int64_t value;
    enum am_figure kind; /* TIME: "15:30", "24.12.2025" */
    bool figure;         /* its last token is in figures */
};

enum { AM_NUMBER_SCALE = 1000 };
#define AM_NUMBER_MAX (INT64_C(1000000000000) * AM_NUMBER_SCALE)

/* Reads the number that begins at token `at`; false where there is none. */
bool am_number_read(const struct am_number_source *source, uint32_t at, struct am_number *out);

#endif
