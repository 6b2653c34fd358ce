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

/* One way to reach somebody. */
struct am_help_way {
    int32_t way;   /* WEBHOOK, EMAIL, COMMAND */
    int32_t level; /* whom it reaches: enum amends_level, COLLEAGUE to SECURITY; any, where the address is
                      each person's own */
    struct amends_view address; /* URL, mailbox, name of the command; EMAIL and empty: each person's own */
    struct amends_view to;      /* COMMAND: what it is told beside the call */
    bool own;                   /* COMMAND: told each person's own number */
    am_id by;                   /* the site's record; 0: none */
};

/* What calls can be delivered by, beside what stands in the site's own records (am_way). A site's mailboxes
 * and people's own are used where there is one of EMAIL with an empty address; its commands, where they are
 * named. */
struct am_help_setup {
    const struct am_help_way *ways; /* that every site has */
    size_t way_count;
    const am_id *on_screen; /* people who have a live screen open now */
    size_t on_screen_count;
    const struct amends_view *commands; /* names that this server allows */
    size_t command_count;
    struct amends_view url; /* how people reach the desk: messages name the call there; empty: they do not */
    int64_t unseen_ms;      /* 0: AM_HELP_UNSEEN_MS */
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
    int32_t delivery;          /* of am_help_delivered and _undelivered: its state then */
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

/* How a call stands now, and what its caller is told: changes nothing. Whoever may see the call was checked
 * before. */
bool am_help_look(struct am_doing *doing, const struct am_call *call, const struct am_help_setup *setup,
                  struct am_help_answer *out);

/* Is there a call whose time has come? Only reads: for a timer that wants to leave the writer alone. */
bool am_help_calls_wait(struct am_doing *doing, bool *wait);

/* Is there a delivery that is to be sent, or marked as too late? Likewise. */
bool am_help_deliveries_wait(struct am_doing *doing, bool *wait);

/* ---- Screens that are open with several processes of one desk. */

enum { AM_SCREENS_HOLD_MS = 60000 };

/* What this process (its id, new with each start) says of who has a screen open with it: `people`, the lowest
 * first, each once. */
struct am_screens_told {
    am_id process;
    const am_id *people;
    size_t count;
};

/* Must it be said (anew)? Only reads. */
bool am_screens_due(struct am_doing *doing, const struct am_screens_told *told, bool *due);

/* Says it; it holds for AM_SCREENS_HOLD_MS, or until it is said otherwise. Calls of other processes go to
 * these screens then, too. */
bool am_screens_tell(struct am_doing *doing, const struct am_screens_told *told);

/* ---- Deliveries. Screens get theirs by the notice "call.called"; the others are sent by the face. */

/* What a process takes to send: no more than `most`, and only those for which `takes` (NULL: all) is true. */
struct am_help_claim {
    int64_t lease_ms; /* longer than an attempt may take; until then nobody else sends it */
    size_t most;
    bool (*takes)(void *context, const struct am_delivery *delivery);
    void *context;
    size_t late; /* out: how many were marked as too late */
};

/* Takes those that are to be sent now: not by screen, and none that another process took meanwhile. Those
 * that would come too late are marked, and never given. */
bool am_help_deliveries(struct am_doing *doing, struct am_help_claim *claim, struct am_delivery **out,
                        size_t *count);

/* Gives one back that was taken and not tried: it may be taken at once. */
bool am_help_release(struct am_doing *doing, am_id delivery);

/* It was sent, or a screen has it. Telling it twice changes nothing. */
bool am_help_delivered(struct am_doing *doing, am_id delivery, const struct am_help_setup *setup,
                       struct am_help_answer *out);

/* It could not be sent: it is tried again while there is time, but for what is hopeless. The caller is told
 * the first time that something failed. When nothing reaches who was called, the next one is called and the
 * caller told, at once. `trouble`: why, in English, without words of anybody. */
struct am_help_failure {
    struct amends_view trouble;
    bool hopeless; /* it would fail again: no such mailbox, no such command, refused for good */
};
bool am_help_undelivered(struct am_doing *doing, am_id delivery, const struct am_help_failure *failure,
                         const struct am_help_setup *setup, struct am_help_answer *out);

/* ---- A site's ways. Who may set up the site; addresses are checked by their form (rules/ways.h), commands
 * against the names in the setup. */

enum { AM_WAYS_MOST = 20 }; /* of one site */

/* Adds one; row->secret was sealed by the caller. */
bool am_way_add(struct am_doing *doing, const struct am_help_setup *setup, struct am_way *row);

/* Edits one: *row as it is then. */
bool am_way_change(struct am_doing *doing, am_id way, const struct am_way *wanted, int64_t version,
                   const struct am_help_setup *setup, struct am_way *row);

/* Its messages are signed with another secret from now on. Refuses what is no webhook. */
bool am_way_secret(struct am_doing *doing, am_id way, struct amends_view sealed, struct am_way *row);

bool am_way_remove(struct am_doing *doing, am_id way);

/* Sends a message that says that it is a trial and calls nobody; its delivery shows how it fared. */
bool am_way_try(struct am_doing *doing, am_id way, const struct am_help_setup *setup,
                struct am_delivery *out);

#endif
