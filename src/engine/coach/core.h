/*
 * The coach's state of mind about one encounter, and how an event changes it. Small, without pointers or
 * padding (equal states have equal bytes), every count saturates: so that all reachable states can be visited
 * (proof/). No text, no money, no phrases: those are the encounter's.
 */
#ifndef AM_CORE_H
#define AM_CORE_H

#include "engine/coach/percept.h"
#include "engine/coach/rules.h"

/* Of a person. */
enum am_person_flag {
    AM_PERSON_PRESENT = 1, /* was met in this encounter */
    AM_PERSON_LEFT = 2,
    AM_PERSON_WARNED = 4,   /* a boundary was said to them (hard rule 4) */
    AM_PERSON_ENDED = 8,    /* the end of service was said to them */
    AM_PERSON_HOSTILE = 16, /* abused, and neither spoke civilly nor made up since */
    AM_PERSON_PEACE = 32    /* apologised, softened or parted in peace since they last abused */
};

/* Whether their matter was told to whoever listens now (hard rule 5). */
enum am_told { AM_TOLD_NOT, AM_TOLD, AM_TOLD_EXCUSED /* the next telling is no reiteration */ };

struct am_person {
    uint8_t flags;
    uint8_t told;
    uint8_t level; /* of empathy: reiterations to this listener, up to the top */
};

enum am_danger {
    AM_DANGER_REMOTE = 1, /* a threat in writing or by phone, with no time or place near */
    AM_DANGER_MENACE = 2, /* violence, a threat near, or a hazard that somebody makes on purpose */
    AM_DANGER_HAZARD = 4, /* life or health */
    AM_DANGER_MORE = 8 /* it went on after the call, or help was asked for: what was called is not enough */
};

enum am_drink { AM_DRINK_NONE, AM_DRINK_SEEN, AM_DRINK_TROUBLE, AM_DRINK_AGAIN };

/* How a helper stands; only the supervisor's being called is remembered. */
enum am_helper { AM_HELPER_NONE, AM_HELPER_THERE, AM_HELPER_CALLED, AM_HELPER_HERE };

/* What the customer is after, as far as it decides the next step. */
enum am_matter {
    AM_MATTER_NONE,
    AM_MATTER_COMPLAINT,
    AM_MATTER_COVERED, /* a remedy is demanded, and within authority */
    AM_MATTER_UNCLEAR,
    AM_MATTER_OVER,
    AM_MATTER_OWED /* theirs by right, and this person may not pay it out */
};

/* Whom the staff member's call for help is for: the next rung at each asking (fine points, need of help). */
enum am_help {
    AM_HELP_NONE,
    AM_HELP_COLLEAGUE,
    AM_HELP_SUPERVISOR,
    AM_HELP_SECURITY,
    AM_HELP_EMERGENCY,
    AM_HELP_NOBODY
};

enum am_core_flag {
    AM_CORE_WANTED = 1,  /* the supervisor is wanted and nobody has called them yet */
    AM_CORE_WAITING = 2, /* they were asked to wait */
    AM_CORE_PROMISE = 4, /* a promise was made and is open */
    AM_CORE_SCENE = 8,   /* there was a scene */
    AM_CORE_GONE = 16,   /* all customers have left */
    AM_CORE_OPENED = 32, /* a customer was answered once: what follows is no first turn */
    AM_CORE_ASKED = 64   /* we asked something: what comes next is the answer to it */
};

struct am_core {
    uint8_t channel;
    uint8_t security, supervisor, colleague; /* enum am_helper */
    uint8_t outcome;
    uint8_t danger; /* bits */
    uint8_t drink;
    uint8_t drinker; /* whose place; AM_BYSTANDER: not known whose */
    uint8_t flags;
    uint8_t matter;
    uint8_t temper; /* 0 to 3 */
    uint8_t stuck;  /* customer turns since the heat was set or fell, up to the playbook's bound */
    uint8_t last_abuser, last_speaker; /* places; AM_PLACES: nobody */
    uint8_t help;                      /* enum am_help */
    uint8_t contested;  /* answers contested in a row, up to the top of empathy (see unsettled in core.c) */
    uint32_t overruled; /* bit per act, until new evidence */
    struct am_person persons[AM_PLACES];
    uint8_t tail; /* 0, so that there is no padding */
};

/* The state at the beginning. `security`, `supervisor`, `colleague`: whether there is one. */
void am_core_start(struct am_core *core, unsigned channel, bool security, bool supervisor, bool colleague);

/* What an event did that is not in the state: for the card of this very event. */
struct am_moment {
    uint8_t abuse;      /* this event is abuse that counts */
    uint8_t was_warned; /* and its speaker had been warned before */
    uint8_t remorse, reiterated, returned;
    uint8_t speaker; /* whom the card is about */
    uint8_t again;   /* a scene again */
    uint8_t cleared; /* danger that stood was cleared now */
    uint8_t softer;  /* a quiet text after heat */
    uint8_t still;   /* they told it, were answered, and it is not settled */
};

/* The next state. Undo, and overruling a signal, are the encounter's (they are other histories). */
void am_core_take(const struct am_coach_rules *rules, struct am_core *core, const struct am_percept *percept,
                  struct am_moment *moment);

/* Fills in what an OBSERVED percept's code says by itself: signals and anger of a tap. */
void am_percept_tap(struct am_percept *percept);

/* Fills in what a DID percept's act says by itself: moves and marks, as if it had been heard. */
void am_percept_act(struct am_percept *percept);

/* Takes the reading of a code (as AMENDS_CODE_OBSERVED) out of a percept; false where it is not in there. A
 * tap becomes an event without meaning (kind AM_PERCEPT_KINDS). */
bool am_percept_forget(struct am_percept *percept, int code);

/* Takes the effects of a reading out of a state when its history is out of reach. */
void am_core_forget(struct am_core *core, int code, unsigned speaker);

/* How heated the customer is, 0 to 1000. */
unsigned am_core_heat(const struct am_core *core);

#endif
