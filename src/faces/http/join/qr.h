/*
 * A QR code of a short text (libqrencode), as a picture or for a terminal. Everything lives in the arena;
 * NULL when memory runs out or the text is longer than AM_QR_TEXT_MOST. Thread-safe.
 */
#ifndef AM_JOINQR_H
#define AM_JOINQR_H

#include "domain/arena.h"

enum { AM_QR_TEXT_MOST = 400, AM_QR_QUIET = 4 /* modules of margin */ };

/* An SVG image, black on white, without a size of its own. */
const char *am_qr_svg(const char *text, struct am_arena *arena);

/* A PNG image of two colours, 8 pixels a module. */
struct amends_view am_qr_png(const char *text, struct am_arena *arena);

/* Lines of half blocks, black on white by the terminal's own codes whatever its colours are; each line begins
 * with `indent` blanks. */
const char *am_qr_terminal(const char *text, unsigned indent, struct am_arena *arena);

#endif
