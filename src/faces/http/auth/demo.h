/*
 * The demo shop, where the server's organisation is one: looked at from every role, and thrown away. It
 * answers to the machine on which the server runs, and to nobody else.
 */
#ifndef AM_AUTH_DEMO_H
#define AM_AUTH_DEMO_H

#include "domain/port.h"

/* Everybody's password in the demo shop: it is told on the screen, and is no secret. */
#define AM_DEMO_PASSWORD "amends-demo"

/* Inside a job: is this organisation the demo shop? One that is not there is none. What storage answered. */
enum am_kept am_demo_is(struct am_tx *tx, am_id org, struct am_arena *arena, bool *is);

#endif
