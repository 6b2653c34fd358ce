/* What the verbs of help share. For src/desk/help alone. */
#ifndef AM_HELP_INSIDE_H
#define AM_HELP_INSIDE_H

#include "desk/help.h"
#include "domain/kinds/encounter.h"
#include "domain/rules/helpcall.h"

/* Somebody who can be called, and what reaches them beside a screen. */
struct am_reach_by {
    am_id person;                  /* 0: a gateway */
    const struct am_help_way *way; /* NULL: a screen alone */
    struct amends_view address;
};

/* A call at work. */
struct am_calling {
    struct am_doing *doing;
    const struct am_help_setup *setup;
    struct am_call call;
    struct am_site site;
    struct am_helper *helpers;
    struct am_reach_by *by; /* beside each helper */
    size_t *called;
    struct am_help_people people;
};

/* Everybody at the site of calling->call, and who was called already. */
bool am_calling_people(struct am_calling *calling);

/* One step: writes the call, its deliveries, notices, the log, the coach's event; fills the answer. `begun`:
 * the call is new. */
bool am_calling_step(struct am_calling *calling, enum am_help_event event, am_id who,
                     struct am_help_answer *out);

/* Deliveries to one helper, by its place. */
bool am_calling_deliver(struct am_calling *calling, size_t place);

/* Tells the coach what an event of the call means for the encounter. */
bool am_calling_tell(struct am_calling *calling, enum am_help_event event, am_id who,
                     const struct am_help_told *told);

#endif
