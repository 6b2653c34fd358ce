/*
 * A call for help, until somebody is there or it is clear that nobody comes. Who is called, in which order
 * and what follows is decided by src/domain/rules/helpcall.h; here it is kept, delivered and told. All verbs
 * as doing.h says; what they give lives in the doing's arena. Where the call belongs to an encounter, the
 * coach is told too (`doing->coach`): that help was called, who arrived, that no supervisor can come. D0, D2,
 * hard rules 1 and 8.
 */
#ifndef AM_HELP_VERBS_H
#define AM_HELP_VERBS_H

#include "desk/doing.h"
#include "domain/kinds/help.h"

/* What a site has to reach somebody with, beside open screens: from the configuration. */
struct am_help_way {
    int32_t way;   /* WEBHOOK, EMAIL, COMMAND */
    int32_t level; /* whom it reaches: enum amends_level, COLLEAGUE to SECURITY; for e-mail to people:
                      `address` empty, any level */
    struct amends_view address; /* URL, mailbox, name of the command; EMAIL and empty: each person's own */
};

struct am_help_setup {
    const struct am_help_way *ways;
    size_t way_count;
    const am_id *on_screen; /* people who have a live screen open now */
    size_t on_screen_count;
};

struct am_help_calling {
    am_id site, encounter; /* encounter 0: none */
    int32_t whom;          /* enum amends_level: COLLEAGUE to EMERGENCY */
    bool silent;           /* nothing shows on the caller's screen but a quiet mark */
    struct amends_view where, note;
};

/* How a call stands after a step, and what its caller is told. */
struct am_help_answer {
    struct am_call call;
    bool could_not;            /* who was called could not be reached: said at once */
    bool telephone;            /* telephone now: `number` */
    bool nobody;               /* nobody is left to be called */
    bool quietly;              /* a silent call: show no more than a quiet mark */
    struct amends_view number; /* empty: none is known */
    am_id already;             /* another was on the way before */
};

/* Calls. Refuses what is nobody to call (whom), an encounter of another site. */
bool am_help_call(struct am_doing *doing, const struct am_help_calling *calling,
                  const struct am_help_setup *setup, struct am_help_answer *out);

/* What somebody says to a call: the actor saw it, comes, cannot come, is there; or it is not needed any more
 * (its caller, or who may answer calls). That somebody is there may be said by its caller too. */
enum am_help_says { AM_SAYS_SEEN, AM_SAYS_COMING, AM_SAYS_CANNOT, AM_SAYS_HERE, AM_SAYS_OVER };
bool am_help_say(struct am_doing *doing, am_id call, enum am_help_says says,
                 const struct am_help_setup *setup, struct am_help_answer *out);

/* The due step, by a timer: every call that nobody has seen, or to which nobody has come, in time; the next
 * one is called and the caller told to telephone. At most AM_LIST_MOST at once. The actor is the desk itself
 * (person 0). */
bool am_help_due(struct am_doing *doing, const struct am_help_setup *setup, struct am_help_answer **out,
                 size_t *count);

/* ---- Deliveries. Screens get theirs by the notice "call.called"; the others are sent by the face. */

/* Those that are to be sent now: not by screen. Those that would come too late are marked, and never given.
 */
bool am_help_deliveries(struct am_doing *doing, struct am_delivery **out, size_t *count);

/* It was sent, or a screen has it. Telling it twice changes nothing. */
bool am_help_delivered(struct am_doing *doing, am_id delivery, const struct am_help_setup *setup,
                       struct am_help_answer *out);

/* It could not be sent: it is tried again while there is time. When nothing reaches who was called, the next
 * one is called and the caller told, at once. `trouble`: why, in English. */
bool am_help_undelivered(struct am_doing *doing, am_id delivery, struct amends_view trouble,
                         const struct am_help_setup *setup, struct am_help_answer *out);

#endif
