/*
 * Failed sign-ins, per account and per address: after a few, each further one makes the next wait twice as
 * long. In memory alone, of a fixed size: where there is no place, the one that is over soonest makes room.
 * Any thread.
 */
#ifndef AM_THROTTLE_H
#define AM_THROTTLE_H

#include "domain/id.h"

enum {
    AM_THROTTLE_FREE = 5,          /* failures that cost nothing */
    AM_THROTTLE_ADDRESS_FREE = 20, /* so, of an address: a shop has one for all */
    AM_THROTTLE_WAIT_MS_MOST = 900000,
    AM_THROTTLE_FORGET_MS = 3600000, /* so long after the last failure it is forgotten */
    AM_THROTTLE_PLACES = 8192
};

struct am_throttle;

struct am_throttle *am_throttle_new(void);
void am_throttle_free(struct am_throttle *throttle);

/* How long both must wait until they may try again, milliseconds; 0: now. `account`: any text that names it
 * ("login", "pin:<id>"); cleared names of another organisation are others. */
int64_t am_throttle_wait_ms(struct am_throttle *throttle, am_id org, struct amends_view account,
                            struct amends_view address, int64_t now_ms);

/* It failed; it went well (the account's failures are forgotten, the address' are not). */
void am_throttle_failed(struct am_throttle *throttle, am_id org, struct amends_view account,
                        struct amends_view address, int64_t now_ms);
void am_throttle_succeeded(struct am_throttle *throttle, am_id org, struct amends_view account);

#endif
