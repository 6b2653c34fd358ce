/*
 * A call for help reaches somebody: who is called, in which order, what follows when nobody sees it, and when
 * the caller is told to telephone. A call goes to one after the other, thirty seconds each; one for the
 * emergency level goes to all at once, beside the telephone. What could not be delivered is said at once and
 * is never delivered late. (METHOD.md: call_colleague, call_supervisor, call_security, call_emergency; hard
 * rule 8; "Need of help".) Values in, values out; nothing owned, thread-safe.
 */
#ifndef AM_RULES_HELPCALL_H
#define AM_RULES_HELPCALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/kinds/help.h"
#include "domain/kinds/people.h"

#define AM_HELP_UNSEEN_MS INT64_C(30000)  /* then the next one is called, where nothing else is set */
#define AM_HELP_SEEN_MS INT64_C(60000)    /* seen, and nobody says that they come: likewise */
#define AM_HELP_COMING_MS INT64_C(300000) /* on the way, and not there: likewise */
#define AM_HELP_STALE_MS INT64_C(60000)   /* the desk itself was away so long: nobody is called any more */

/* Somebody, or something (a relay, a gateway: person 0), that can be called. */
struct am_helper {
    am_id person;
    int32_t level;  /* enum amends_level: COLLEAGUE, SUPERVISOR (managers too), SECURITY */
    bool here;      /* works at this site */
    bool on_screen; /* has a live screen open */
    bool reachable; /* by another way: webhook, e-mail, command */
    bool busy;      /* leads a live encounter */
    bool away;      /* on a break, away or off, as they said: not called, but in an emergency by a screen */
    struct amends_view telephone;
};

/* All that can be called, and which of them were called already (their places in `helpers`). */
struct am_help_people {
    const struct am_helper *helpers;
    size_t count;
    const size_t *called;
    size_t called_count;
    int64_t unseen_ms; /* a call that nobody has seen waits so long for the next one; 0: AM_HELP_UNSEEN_MS */
};

/*
 * The order in which helpers are called: places in `helpers` into `order` (room for people->count), how many
 * is given back. First by level: for a colleague colleagues, supervisors, security; for a supervisor
 * supervisors, colleagues; for security and emergency security, supervisors, colleagues. Within a level who
 * is here before who is not, then an open screen before another way, who is free before who is busy, then as
 * they stand. Not the caller, nor who cannot be reached or is away, nor colleagues and security of other
 * sites.
 */
size_t am_help_order(const struct am_call *call, const struct am_help_people *people, size_t *order);

/* Is it time for the next one? Its time has come, or lies further ahead than anybody is waited for: then the
 * clock was set back, and nobody may be left waiting for what it showed before. */
bool am_help_time_has_come(const struct am_call *call, int64_t now_ms);

enum am_help_event {
    AM_HELP_BEGIN,     /* the call is made: site, called_by, whom, silent are set */
    AM_HELP_DELIVERED, /* a screen or a gateway has it */
    AM_HELP_FAILED,    /* no way reached them; of all who were called at once: any of them */
    AM_HELP_SEEN,
    AM_HELP_COMING,
    AM_HELP_CANNOT, /* "I cannot come" */
    AM_HELP_HERE,   /* they arrived */
    AM_HELP_TIME,   /* a look at the clock */
    AM_HELP_OVER    /* not needed any more */
};

enum { AM_HELP_NO_ONE = -1, AM_HELP_ALL = -2 };

/* What is to be done after a step. */
struct am_help_told {
    bool changed; /* the call is to be written */
    int32_t
        next; /* call this one now: place in `helpers`; AM_HELP_NO_ONE; AM_HELP_ALL: all of am_help_order */
    bool could_not;  /* tell the caller at once: they could not be reached */
    bool telephone;  /* tell the caller to telephone: am_help_number */
    bool quietly;    /* a silent call: whatever is told, show no more than a quiet mark */
    bool nobody;     /* nobody is left to be called */
    bool stand_down; /* tell those who were called that it is over */
    am_id already;   /* COMING: this person said it before; both may come */
};

/*
 * One step of a call; sets its state, round, times and answered_by. who: the person of SEEN, COMING, CANNOT
 * and HERE; 0 otherwise. A state never goes back, except that where the one who was coming cannot, it is
 * called anew. Somebody who answers after NOBODY is welcome; after ARRIVED nothing but OVER happens, after
 * ENDED nothing.
 */
struct am_help_told am_help_step(struct am_call *call, enum am_help_event event, am_id who,
                                 const struct am_help_people *people, int64_t now_ms);

/* What the caller is told whenever they look: telephone where it is an emergency, where a first one was
 * called in vain, or where nobody is left, until somebody is on the way. */
bool am_help_telephone_now(const struct am_call *call);

/* Numbers that a site has; empty: none. */
struct am_help_numbers {
    struct amends_view emergency, site;
};

/* The number to telephone: for security and emergency the emergency number, then the site's; otherwise that
 * of who was called last (NULL: nobody), then the site's. Empty where there is none. A view of what was
 * given. */
struct amends_view am_help_number(const struct am_call *call, const struct am_help_numbers *numbers,
                                  const struct am_helper *called_last);

/* ---- Deliveries of a call. */

/* Sets the times of a new delivery: tried from now on, never after the next one would be called, which is
 * after unseen_ms (0: AM_HELP_UNSEEN_MS). */
void am_help_delivery_begin(struct am_delivery *delivery, int64_t now_ms, int64_t unseen_ms);

/* May it be sent now? False before its time (it stays WAITING), and false for ever, with the state TOO_LATE,
 * where its time is over or nobody needs to come any more. */
bool am_help_delivery_may(struct am_delivery *delivery, const struct am_call *call, int64_t now_ms);

/* One process takes it to send it: no other does before `lease_ms` are over, which is longer than sending may
 * take. Where that process dies in the middle, another takes it up then, if it is not too late. */
void am_help_delivery_claim(struct am_delivery *delivery, int64_t now_ms, int64_t lease_ms);

/* It could not be sent: tried again after 1, 2, 4 … seconds; FAILED, at once, where that would be too late,
 * or where it is hopeless (a mailbox that is none, a command that is not there, an answer that will not
 * change). */
void am_help_delivery_failed(struct am_delivery *delivery, bool hopeless, int64_t now_ms);

#endif
