/*
 * An encounter, live: the engine's state stands with each event, so that any process takes the next one.
 */
#ifndef AM_KINDS_ENCOUNTER_H
#define AM_KINDS_ENCOUNTER_H

#include "domain/record.h"

struct am_live_encounter {
    struct am_row row;
    am_id site, person, customer, case_; /* whose it is now; 0: none yet */
    int32_t channel;                     /* enum amends_channel */
    struct amends_view lang;
    struct amends_view start; /* JSON: the contract's start, as the desk filled it in */
    int64_t ended_at_ms;
    int32_t outcome;       /* -1: none yet; enum amends_outcome */
    int64_t last_number;   /* of its events */
    int64_t heat_permille; /* as the last card has it: the board's order */
    int32_t escalate;      /* enum amends_level */
    bool danger;           /* until a person says that it is over */
};

/* One event in its place. `number` counts from 1 in the order in which they hold. */
struct am_encounter_event {
    struct am_row row; /* id: the desk's; created_at_ms: when it arrived */
    am_id encounter, person, device;
    struct amends_view key;   /* what its device calls it: twice is once */
    int64_t number, at_ms;    /* at_ms: when it happened, by its device */
    struct amends_view event; /* JSON as in the contract; customers' words */
    struct amends_view card;  /* JSON as in the contract */
    struct amends_view state; /* of the engine, after it */
    bool late;                /* it arrived after later ones: cards behind it were made anew */
};

/* Who looks at an encounter now. */
struct am_presence {
    struct am_row row;
    am_id encounter, person;
    int64_t until_ms;
};

extern const struct am_record am_live_encounter_record, am_encounter_event_record, am_presence_record;

#endif
