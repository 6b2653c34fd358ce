/*
 * Who was let in a moment ago, so that not every request asks storage who it is. An entry holds for a second;
 * all are forgotten at once when rights, sessions or tokens change in this process. Any thread.
 */
#ifndef AM_KNOWN_H
#define AM_KNOWN_H

#include "faces/http/auth/caller.h"
#include "faces/http/auth/credential.h"

enum { AM_KNOWN_MS = 1000, AM_KNOWN_PLACES = 1024 };

struct am_known;
struct am_known *am_known_new(void);
void am_known_free(struct am_known *known);

/* Whose credential this is; `caller` gets contents of its own. `clock_ms`: am_clock_ms. */
bool am_known_find(struct am_known *known, const unsigned char hash[AM_SECRET_HASH_BYTES], int64_t clock_ms,
                   struct am_caller *caller);

/* The state of what is known, to be taken before storage is asked: what was read before a change is not kept
 * after it. */
uint64_t am_known_state(struct am_known *known);
void am_known_keep(struct am_known *known, uint64_t state, const unsigned char hash[AM_SECRET_HASH_BYTES],
                   int64_t clock_ms, const struct am_caller *caller);

/* Rights, sessions, tokens or devices changed. */
void am_known_forget(struct am_known *known);

#endif
