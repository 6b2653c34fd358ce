/*
 * Incidents: danger or violence that people met at work. Filled in from the encounter, so that reporting
 * takes under a minute; whoever reported one sees what came of it. As in doing.h.
 */
#ifndef AM_INCIDENTS_H
#define AM_INCIDENTS_H

#include "desk/hooks.h"
#include "domain/kinds/case.h"

/* What an encounter tells of an incident already: when, what (its hand-over), who was there, who was called
 * and came, what harm its signals speak of. Nothing is stored. `hooks` may be NULL. */
bool am_incident_prefill(struct am_doing *doing, const struct am_hooks *hooks, am_id encounter,
                         struct am_incident *row);

/* Reports one, with a number of its own; `row` begins with am_record_empty or am_incident_prefill. Where it
 * names an encounter, site and case are that one's. happened_at_ms 0: now. */
bool am_incident_report(struct am_doing *doing, struct am_incident *row);

/* Edits one: who reported it, while nothing more was done; and who may see incidents. */
bool am_incident_change(struct am_doing *doing, am_id id, const struct am_incident *wanted, int64_t version,
                        struct am_incident *row);

/* What came of it so far; settled: nothing more is to be done. Who reported it is told. */
bool am_incident_follow(struct am_doing *doing, am_id id, struct amends_view followed, bool settled,
                        int64_t version, struct am_incident *row);

/* Reads one: who reported it, and who may see incidents. */
bool am_incident_see(struct am_doing *doing, am_id id, struct am_incident *row);

#endif
