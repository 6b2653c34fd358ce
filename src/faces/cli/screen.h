/*
 * Text for a terminal: widths of characters, colours, wrapped columns. Text is built in a writer and put out
 * by the caller. No locale is needed. Thread-safe.
 */
#ifndef AM_SCREEN_H
#define AM_SCREEN_H

#include <stdbool.h>
#include <stdint.h>

#include "faces/json/writer.h"

enum am_style {
    AM_STYLE_PLAIN,
    AM_STYLE_BOLD,
    AM_STYLE_DIM,
    AM_STYLE_GOOD,
    AM_STYLE_WARM,
    AM_STYLE_HOT,
    AM_STYLE_FIRST, /* what to do first: stands out from all else */
    AM_STYLE_ALARM, /* on red ground */
    AM_STYLE_CUSTOMER,
    AM_STYLE_STAFF
};

struct am_screen {
    struct am_writer *out;
    bool colour;
    unsigned columns; /* width of the terminal */
    bool ascii_signs; /* bars, arrows and marks of quotation as ASCII has them; letters stay as they are */
};

/* Columns that a code point takes: 0 for combining marks, 2 for wide ones. */
unsigned am_code_width(uint32_t code);
unsigned am_text_width(struct amends_view text);

/* Puts text in a style. Control characters are left out, so that no text can steer the terminal. */
void am_screen_put(struct am_screen *screen, enum am_style style, struct amends_view text);
void am_screen_plain(struct am_screen *screen, enum am_style style, const char *text);
/* Blanks. */
void am_screen_pad(struct am_screen *screen, unsigned columns);
/* Text wrapped at blanks and between wide characters; the cursor stands at column `from`, and further lines
 * begin there. */
void am_screen_wrap(struct am_screen *screen, enum am_style style, unsigned from, struct amends_view text);

/* A paragraph of several styles: lines begin at column `from`, the cursor stands at column `at`. */
struct am_flow {
    struct am_screen *screen;
    unsigned from, at;
};

/* Goes on with text, wrapped as above. */
void am_flow_put(struct am_flow *flow, enum am_style style, struct amends_view text);
void am_flow_plain(struct am_flow *flow, enum am_style style, const char *text);
/* Begins a new line, unless `columns` more fit on this one. */
void am_flow_keep(struct am_flow *flow, unsigned columns);

#endif
