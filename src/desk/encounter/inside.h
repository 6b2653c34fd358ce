/*
 * What the verbs of the encounter share: its events in memory, stepped by the coach, and what follows from
 * them. For src/desk/encounter alone.
 */
#ifndef AM_ENCOUNTER_INSIDE_H
#define AM_ENCOUNTER_INSIDE_H

#include "desk/encounters.h"

/* One event at its place. */
struct am_taken {
    struct am_encounter_event row;
    struct amends_event event;
    bool read;              /* `event` is filled */
    bool fresh;             /* it came with this call */
    bool refused;           /* the coach could not take it here */
    bool stepped;           /* stepped now: what follows is filled */
    bool written;           /* its row is to be written */
    bool other;             /* its card or place became another */
    uint32_t signals;       /* of its card */
    unsigned reiteration;   /* so */
    unsigned warned_before; /* bit per place */
    unsigned warned_after;
};

/* The events of an encounter that a call works on: all of them, or the last and those that are new. */
struct am_run {
    struct am_doing *doing;
    struct am_live_encounter *encounter;
    struct amends_start start; /* languages, emergency number, currency */
    char id[AM_ID_TEXT_LEN + 1];
    amends_encounter *state; /* after the last one that was stepped */
    struct am_taken *events;
    size_t count;
    bool whole; /* from the first event on */
};

/* A run over an encounter, without events yet. */
bool am_run_begin(struct am_run *run, struct am_doing *doing, struct am_live_encounter *encounter);

/* Reads the JSON of an event that is stored. */
bool am_run_read(struct am_run *run, struct am_taken *taken);

/* Steps the events from `from` on. Where that is not the first one, the state of the one before it must have
 * been restored. Rows get card and state; `other` and `written` are set where they differ. */
bool am_run_step(struct am_run *run, size_t from);

/* Restores the state that stands with an event; false (nothing refused) where it cannot be read, by an engine
 * of another version for instance. */
bool am_run_restore(struct am_run *run, const struct am_encounter_event *row);

/* All events of an encounter, stepped from the first one; nothing is written. `encounter` is changed. */
bool am_run_all(struct am_run *run, struct am_doing *doing, struct am_live_encounter *encounter);

/* Writes the rows that changed, the highest number first, then the new ones. */
bool am_run_write(struct am_run *run);

/* What follows from the events for the records around: warnings, abuse met, remedies. `before`: the events
 * as they stood before this call, where the run is whole. */
bool am_facts_keep(struct am_run *run, struct am_taken *before, size_t before_count);

/* The encounter's own fields after the last event; not written yet. */
void am_facts_stand(struct am_run *run);

/* Was there an "error" instead of a card? */
bool am_card_refused(struct amends_view card);

/* All events of an encounter, in their order. */
bool am_events_all(struct am_doing *doing, am_id encounter, struct am_encounter_event **rows, size_t *count);

/* What the person may give in this encounter now: grants, and approvals that were answered in it; what was
 * given besides what the coach was told (by a case's verb) is taken off. */
bool am_encounter_authority(struct am_doing *doing, const struct am_live_encounter *encounter,
                            struct amends_authority *authority);

/* Adds an event that the desk makes: key "desk:…", now. */
bool am_encounter_tell(struct am_doing *doing, struct am_live_encounter *encounter,
                       const struct amends_event *events, size_t count, struct am_events_out *out);

/* Masks, reads, sorts in, steps, writes: what am_encounter_take does once the encounter is read and allowed.
 * `own`: the events are the desk's. */
bool am_encounter_put(struct am_doing *doing, struct am_live_encounter *encounter,
                      const struct am_events_in *in, bool own, struct am_events_out *out);

#endif
