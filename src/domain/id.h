/*
 * Names of records: 61 bits, the time of making in milliseconds since 2020 (41 bits), then twenty random
 * bits. They sort by time, fit a BIGINT, and tell nobody how many there are. Outside they are thirteen
 * characters of Crockford's base 32 in lower case ("01h2xk9s4v3qd"). 0 is none. Time and randomness are
 * arguments. Thread-safe.
 */
#ifndef AM_ID_H
#define AM_ID_H

#include <stdbool.h>
#include <stdint.h>

#include "amends/memory.h"

enum { AM_ID_TEXT_LEN = 13 };

typedef int64_t am_id;

/* now_ms: UTC, milliseconds since 1970; before 2020 counts as 2020, after September 2089 as that. Only the
 * low twenty bits of `random` count. Never 0. */
am_id am_id_make(int64_t now_ms, uint32_t random);

/* The time of making, UTC, milliseconds since 1970. */
int64_t am_id_time_ms(am_id id);

/* Thirteen characters and a NUL. */
void am_id_write(am_id id, char text[AM_ID_TEXT_LEN + 1]);

/* False, and *out untouched, where the text is no id (0 is none). Capitals are read too; o as 0, i and l as
 * 1. */
bool am_id_read(struct amends_view text, am_id *out);

#endif
