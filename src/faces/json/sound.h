/*
 * Whether bytes are one JSON value (RFC 8259), without making anything of them. Thread-safe.
 */
#ifndef AM_JSON_SOUND_H
#define AM_JSON_SOUND_H

#include <stdbool.h>
#include <stdint.h>

#include "amends/memory.h"

enum { AM_JSON_DEPTH_MOST = 64 };

/* True for one value of any kind, no deeper than AM_JSON_DEPTH_MOST, with blanks around it. That its strings
 * are UTF-8 is not looked at: what is stored was. */
bool am_json_sound(struct amends_view text);

#endif
