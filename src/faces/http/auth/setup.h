/*
 * The one-time link that makes the owner of a new desk. Its secret lives in memory alone: a restart makes
 * another. Any thread.
 */
#ifndef AM_SETUP_H
#define AM_SETUP_H

#include "domain/kinds/people.h"

struct am_setup;
struct am_setup *am_setup_new(void);
void am_setup_free(struct am_setup *setup);

/* "/setup#<secret>". Lives as long as the server. */
const char *am_setup_link(const struct am_setup *setup);

/* Is this its secret? */
bool am_setup_is(const struct am_setup *setup, struct amends_view secret);

#endif
