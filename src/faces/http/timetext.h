/*
 * Times at the border: milliseconds of UTC inside, RFC 3339 outside. No time zone data, no locale.
 * Thread-safe.
 */
#ifndef AM_TIMETEXT_H
#define AM_TIMETEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "amends/memory.h"

enum { AM_TIME_TEXT_LEN = 24 };

/* "2026-01-31T10:00:00.000Z" and a NUL; years 0000 to 9999, others are brought to the nearest of these. */
void am_time_write(int64_t time_ms, char text[AM_TIME_TEXT_LEN + 1]);

/* False, and *out untouched, where the text is no time of RFC 3339: any offset, any digits of a second (those
 * behind the third are cut off). The 60th second is the 59th. */
bool am_time_read(struct amends_view text, int64_t *out);

#endif
