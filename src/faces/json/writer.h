/*
 * Writing one JSON value as text, in a growing buffer. Commas and blanks are put by the writer, so that an
 * answer reads like the examples of CONTRACT.md. Depends on memory views alone. Memory from malloc; when it
 * runs out, `failed` is set and nothing is added any more. Not thread-safe: one writer per thread.
 */
#ifndef AM_WRITER_H
#define AM_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "amends/memory.h"

struct am_writer {
    char *bytes;
    size_t len_bytes, capacity;
    bool failed, comma;
};

/* Life cycle: a zeroed writer is empty and ready. Reset keeps the memory, dispose gives it back. */
void am_writer_reset(struct am_writer *writer);
void am_writer_dispose(struct am_writer *writer);

/* Bytes as they are, without comma or quotes. */
void am_writer_raw(struct am_writer *writer, const char *bytes, size_t len_bytes);
void am_writer_plain(struct am_writer *writer, const char *text);

/* Structure: '{' or '[' opens, '}' or ']' closes; a key (a name, as below) stands
 * before its value. */
void am_writer_open(struct am_writer *writer, char bracket);
void am_writer_close(struct am_writer *writer, char bracket);
void am_writer_key(struct am_writer *writer, const char *key);

/* Values. A string is written as UTF-8; quotes, backslashes and control characters are escaped. */
void am_writer_view(struct am_writer *writer, struct amends_view text);
void am_writer_string(struct am_writer *writer, const char *text);
/* A name of our own, in which there is nothing to escape. */
void am_writer_name(struct am_writer *writer, const char *name);
void am_writer_number(struct am_writer *writer, int64_t number);
/* A value that is JSON already. */
void am_writer_value(struct am_writer *writer, struct amends_view json);
/* Thousandths as a decimal without trailing zeros: 420 is 0.42. */
void am_writer_permille(struct am_writer *writer, unsigned permille);
/* An amount scaled by 10^digits, without trailing zeros of a whole one: 1999 with 2 digits is 19.99. */
void am_writer_decimal(struct am_writer *writer, int64_t number, unsigned digits);
void am_writer_bool(struct am_writer *writer, bool value);
void am_writer_null(struct am_writer *writer);

#endif
