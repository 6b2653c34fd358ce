/*
 * Time zones by their IANA name, from the system's data (TZif, RFC 8536). Read when it is needed, into an
 * arena; a loaded zone never changes and may be read by any thread.
 */
#ifndef AM_ZONE_H
#define AM_ZONE_H

#include <stdbool.h>

#include "domain/arena.h"
#include "domain/rules/hours.h"

/* Reads a zone ("Europe/Helsinki"). False: there is none of that name, or it cannot be read; then *zone is
 * UTC. Its data lives in the arena. */
bool am_zone_load(struct amends_view name, struct am_arena *arena, struct am_zone *zone);

/* The same from the bytes of a TZif file, which must live as long as the zone. */
bool am_zone_read(struct amends_view tzif, struct am_arena *arena, struct am_zone *zone);

#endif
