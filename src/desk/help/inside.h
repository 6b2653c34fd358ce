/* What the verbs of help share. For src/desk/help alone. */
#ifndef AM_HELP_INSIDE_H
#define AM_HELP_INSIDE_H

#include "desk/help.h"
#include "domain/kinds/encounter.h"
#include "domain/rules/helpcall.h"

/* One way that reaches somebody beside a screen. */
struct am_reach_way {
    int32_t way;
    struct amends_view address, to;
    am_id by;
};

/* Somebody who can be called, and what reaches them beside a screen. */
struct am_reach_by {
    am_id person; /* 0: a gateway */
    struct am_reach_way reach[2];
    size_t reach_count;
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
    struct am_help_way *ways; /* the site's own and the server's */
    size_t way_count;
    am_id *on_screen;
    size_t on_screen_count;
};

/* The site's ways that can be used now, and the server's, into calling->ways. */
bool am_calling_ways(struct am_calling *calling);

/* Who has a screen open, with this process or another, into calling->on_screen. */
bool am_calling_screens(struct am_calling *calling);

/* What is told to a gateway or a mailbox of a call: JSON with the site, the place, who is needed, who calls
 * and where to answer; no note, no customer. Empty where memory runs out. `who`: the caller's name. */
struct amends_view am_delivery_body(struct am_calling *calling, const struct am_reach_way *reach,
                                    struct amends_view who);

/* Did every way to somebody who was called fail, while nobody has seen the call? */
bool am_calling_failed(struct am_calling *calling, bool *failed);

/* The name of a person; "" of nobody. */
bool am_calling_name(struct am_calling *calling, am_id person, struct amends_view *name);

/* From here to the end of the job no other process takes a step of a call of this organisation: what is read
 * behind it stays so. */
bool am_help_hold(struct am_doing *doing);

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
