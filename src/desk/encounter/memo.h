/*
 * What this process remembers of live encounters: the encounter and the coach's state after its last event,
 * so that the next one is stepped without reading them. It may be out of date, when another process or
 * another verb has changed the encounter: whoever writes holds it against the stored version. Any thread, no
 * locks: what is taken is nobody else's any more.
 */
#ifndef AM_ENCOUNTER_MEMO_H
#define AM_ENCOUNTER_MEMO_H

#include "desk/encounter/inside.h"

/* Takes the encounter that run->encounter names (org, id): fills it, run->start, run->state, and of `last`
 * what stands in its place (number, times). False: nothing is remembered, or no memory. `memo` may be NULL.
 */
bool am_memo_take(struct am_memo *memo, struct am_arena *arena, struct am_run *run,
                  struct am_encounter_event *last);

/* Remembers the encounter as it was committed, the state of the run, and its last event. `memo` may be NULL.
 */
void am_memo_put(struct am_memo *memo, const struct am_live_encounter *encounter, const struct am_run *run,
                 const struct am_encounter_event *last);

#endif
