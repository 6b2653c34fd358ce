/* Routes of the test server for live events: who listens, what is told. */
#ifndef LISTENERS_H
#define LISTENERS_H

#include "faces/http/route.h"

/* Ended by one without a path. */
extern const struct am_route listener_routes[];

#endif
