/*
 * One line of text being typed: code points and a cursor. No terminal, so that it can be tested. A plain
 * value.
 */
#ifndef AM_LINEEDIT_H
#define AM_LINEEDIT_H

#include <stdbool.h>
#include <stdint.h>

#include "amends/limits.h"
#include "amends/memory.h"

enum { AM_LINE_CODES_MAX = AMENDS_TEXT_BYTES_MAX };

struct am_line {
    uint32_t codes[AM_LINE_CODES_MAX];
    unsigned len, cursor;
};

void am_line_clear(struct am_line *line);
/* False where the line is full. Control characters are refused. */
bool am_line_insert(struct am_line *line, uint32_t code);
/* Moving and deleting treat a character and its combining marks as one. */
void am_line_left(struct am_line *line);
void am_line_right(struct am_line *line);
void am_line_backspace(struct am_line *line);
void am_line_delete(struct am_line *line);
void am_line_delete_word(struct am_line *line);
void am_line_kill_end(struct am_line *line);

/* Codes [first, end) as UTF-8 into `bytes` of `size`; gives the length. 4 * AM_LINE_CODES_MAX bytes are
 * always enough. */
size_t am_line_text(const struct am_line *line, unsigned first, unsigned end, char *bytes, size_t size);

/* The part that fits `columns`, so that the cursor is seen: codes [*first, *end), the cursor at column
 * *column. */
void am_line_window(const struct am_line *line, unsigned columns, unsigned *first, unsigned *end,
                    unsigned *column);

#endif
