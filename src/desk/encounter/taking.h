/*
 * The steps of taking events, of which those that write nothing may be gone before the write (foresee.c). For
 * src/desk/encounter alone. As verbs: true, or refused.
 */
#ifndef AM_ENCOUNTER_TAKING_H
#define AM_ENCOUNTER_TAKING_H

#include "desk/encounter/inside.h"

/* A call at work. */
struct taking {
    struct am_run run;
    const struct am_events_in *in;
    struct am_events_out *out;
    bool own;               /* the events are the desk's */
    bool ahead;             /* of the write: whether a key was known shows there */
    struct am_taken *fresh; /* in the order in which they happened */
    size_t *places;         /* of each fresh one: whose answer it is */
    size_t fresh_count;
    struct am_encounter_event last; /* before this call */
    bool has_last;
};

/* Reads the encounter for events that this actor may tell. */
bool am_taking_encounter(struct am_doing *doing, am_id id, struct am_live_encounter *encounter);

/* Reads the last event that is stored. */
bool am_taking_read_last(struct taking *taking);

/* Masks, reads and sorts in what came; needs a run that has begun. */
bool am_taking_in(struct taking *taking);

/* Does everything new stand behind what was there, and change nothing before it? */
bool am_taking_appends(const struct taking *taking);

/* True, and refused, where an encounter with so many events has no room. */
bool am_taking_full(struct taking *taking, size_t before);

/* Not too long after the end. */
bool am_taking_in_time(struct taking *taking);

/* Numbers what comes last and steps it; the state before it stands in the run. */
bool am_taking_step(struct taking *taking);

/* When the rows are written: the answers, the log, the screens. */
bool am_taking_tell(struct taking *taking, bool was_danger);

/* Writes what was foreseen. What no longer holds is refused, and doing->overtaken. */
bool am_forecast_write(struct am_doing *doing, const struct am_events_in *in,
                       struct am_live_encounter *encounter, struct am_events_out *out);

#endif
