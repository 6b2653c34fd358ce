/*
 * The live encounter: opened, told what happens, looked at by several, handed to another, ended. All verbs as
 * doing.h says; they need `doing->coach`. What they give lives in the doing's arena.
 *
 * Events hold in a defined order: the start first, then by the time at which they happened, and at the same
 * time by arrival. The coach's state stands with each, so that any process takes the next one. An event that
 * comes late (from a device that had no network) is put where it belongs, all behind it are stepped anew, and
 * cards that became others are told. What the coach cannot take at its place (something after the end,
 * nothing to undo) keeps its place with the reason instead of a card: nothing that a device sends is lost,
 * and the same events give the same cards in whatever order they arrive.
 */
#ifndef AM_ENCOUNTERS_VERBS_H
#define AM_ENCOUNTERS_VERBS_H

#include "desk/coach.h"
#include "desk/doing.h"
#include "desk/hooks.h"
#include "domain/kinds/case.h"
#include "domain/kinds/encounter.h"
#include "domain/kinds/people.h"

enum {
    AM_EVENTS_MOST = 100,            /* in one call */
    AM_ENCOUNTER_EVENTS_MOST = 1000, /* of one encounter */
    AM_ENCOUNTER_LATE_HOURS = 24     /* after its end what is late is still taken */
};

/* ---- Opening. */

struct am_encounter_opening {
    am_id site, customer; /* customer 0: not known */
    int32_t channel;      /* enum amends_channel */
    int8_t lang, ui_lang; /* the customer's; the person's: indexes, -1: found in the texts; as the person's */
    bool formal;
};

struct am_encounter_opened {
    struct am_live_encounter encounter;
    struct am_encounter_event start;   /* with the first card */
    const struct am_promise *promises; /* open ones to this customer */
    size_t promise_count;
    const struct am_refusal *refusals; /* that hold: the person sees them and decides */
    size_t refusal_count;
};

/*
 * Opens an encounter and makes its start: the person's authority (src/domain/rules/authority.h), the site's
 * language, security (while it is open), emergency number, and what help is there: colleagues and supervisors
 * who work at the site and are signed in. A waiting promise to the customer, or a refusal of service that
 * holds, comes with it; neither blocks. Refuses a site that is closed for new encounters (site-closed), and a
 * customer who is not there. Hard rules 3 and 8 (what is not there is not asked for).
 */
bool am_encounter_open(struct am_doing *doing, const struct am_encounter_opening *opening,
                       struct am_encounter_opened *out);

/* ---- Events. */

struct am_event_in {
    struct amends_view key;   /* what its device calls it, 1 to 64 bytes; the same again is the same event */
    int64_t at_ms;            /* when it happened, by its device; 0: now */
    struct amends_view event; /* JSON as in the contract; neither start nor authority, which are the desk's */
};

/* What taking events would come to, worked out before the write. */
struct am_forecast;

struct am_events_in {
    am_id encounter;
    const struct am_event_in *events; /* in their device's order */
    size_t count;                     /* 1 to AM_EVENTS_MOST */
    int64_t device_now_ms; /* what the device's clock shows now: its times are put right by it; 0: not told */
    const struct am_forecast *forecast; /* of just these events by the same actor; NULL: none */
};

struct am_event_out {
    struct am_encounter_event event;
    bool twice;   /* it was there already: this is the same answer */
    bool refused; /* the coach could not take it at its place: `card` says why */
};

struct am_events_out {
    struct am_live_encounter encounter;
    struct am_event_out *answers; /* as many as were sent, in that order */
    /* Others that stand behind a late one and whose card or number became another. */
    const struct am_encounter_event *changed;
    size_t changed_count;
};

/*
 * Takes events. Card numbers and IBANs in their texts are masked before anything else, so that the coach
 * reads what is stored. The last card's heat, escalation and danger are kept on the encounter; abuse that was
 * met is counted for the person; a boundary that was said becomes a warning, taken back when it is wiped or
 * overruled; what was given becomes a remedy, whatever the authority: it has happened. What passes the
 * authority is told to those who may grant it. Refuses: no events or too many (events), a key twice with
 * another event (key-used), an event that is none (event), one long after the end (encounter-ended), a full
 * encounter (encounter-full).
 */
bool am_encounter_take(struct am_doing *doing, const struct am_events_in *in, struct am_events_out *out);

/* Steps the coach ahead of am_encounter_take, so that the one writer does not have to: on a read, or, where
 * doing->tx is NULL, on what doing->coach->memo has of the encounter. NULL where that would not help (nothing
 * remembered, something late, a refusal): am_encounter_take then finds out itself. It holds only while the
 * encounter stays what it is and the keys are new; otherwise am_encounter_take refuses, doing->overtaken, and
 * is to be called in another job without it. Its arena must live until then. Refuses nothing. */
const struct am_forecast *am_encounter_foresee(struct am_doing *doing, const struct am_events_in *in);

/* What live encounters were after their last event, for am_encounter_foresee. NULL where memory runs out.
 * Owns: the caller, am_memo_free, which takes NULL too. */
struct am_memo;
struct am_memo *am_memo_new(void);
void am_memo_free(struct am_memo *memo);

/* What was foreseen of this encounter was overtaken: others write to it too, perhaps through another process.
 * For a while it is read before each event instead of remembered. Any thread; `memo` may be NULL. */
void am_encounter_overtaken(struct am_memo *memo, am_id encounter);

/* The job that took what was foreseen is committed, `encounter` is its answer: remembered for the next one.
 * Any thread; `memo` may be NULL. */
void am_encounter_written(struct am_memo *memo, const struct am_forecast *forecast,
                          const struct am_live_encounter *encounter);

/* The person's authority in this encounter is another (a grant, an approval, another person): an authority
 * event, and its card. Nothing happens where it is the same as before, or the encounter has ended. For hooks
 * of other verbs. */
bool am_encounter_authority_changed(struct am_doing *doing, am_id encounter);

/* The coach hears what the desk knows: an act that was carried out, an observation. Nothing happens where the
 * encounter has ended. For other verbs of the desk (calls for help). */
bool am_encounter_hear(struct am_doing *doing, am_id encounter, const struct amends_event *event);

/* ---- Looking on, handing over. */

enum { AM_PRESENCE_MS = 45000 };

/* The actor looks at it for AM_PRESENCE_MS more; who else does, the actor left out. */
bool am_encounter_look(struct am_doing *doing, am_id encounter, const struct am_presence **others,
                       size_t *count);
/* The actor looks no more. */
bool am_encounter_look_away(struct am_doing *doing, am_id encounter);

/* The hand-over's three lines (what happened, what was said and offered, what they want), made from the
 * events, so that nobody has to tell it again. */
bool am_encounter_lines(struct am_doing *doing, const struct am_live_encounter *encounter,
                        struct amends_view *lines);

/* Another person serves the customer now: somebody active at this site. Their authority becomes the coach's.
 * `version` as in am_doing_change. */
bool am_encounter_hand_to(struct am_doing *doing, am_id encounter, am_id person, int64_t version,
                          struct am_events_out *out);

/* Both of the above for the verbs of cases. They need `doing->coach`. */
extern const struct am_hooks am_encounter_hooks;

/* ---- Ending. */

struct am_encounter_ending {
    int32_t outcome;            /* enum amends_outcome, not NONE */
    bool thanked;               /* they were thanked: told to the coach first (hard rule 7) */
    struct amends_view promise; /* what was promised; empty: nothing */
    int64_t promise_due_at_ms;  /* 0: at the next visit */
    am_id promise_owner;        /* 0: the actor */
};

/* Ends it; the promise is recorded with an owner and a date or "at the next visit" (hard rule 7). `promise`
 * is filled where there is one. Refuses one that has ended (encounter-ended). */
bool am_encounter_end(struct am_doing *doing, am_id encounter, const struct am_encounter_ending *ending,
                      struct am_events_out *out, struct am_promise *promise);

#endif
