/*
 * What the coach perceives of an event: the texts are read, money is weighed, names are numbers. The coach
 * proper works on percepts alone, so it can be proved over all of them without any text. A plain value
 * without padding: two equal percepts have equal bytes.
 */
#ifndef AM_PERCEPT_H
#define AM_PERCEPT_H

#include "amends/coach.h"

enum am_percept_kind {
    AM_PERCEPT_START,
    AM_PERCEPT_CUSTOMER, /* said by a customer */
    AM_PERCEPT_BYSTANDER,
    AM_PERCEPT_STAFF,
    AM_PERCEPT_SUPERVISOR,
    AM_PERCEPT_OBSERVED,
    AM_PERCEPT_DID,
    AM_PERCEPT_GAVE,
    AM_PERCEPT_AUTHORITY,
    AM_PERCEPT_OVERRULE_SIGNAL,
    AM_PERCEPT_OVERRULE_ACT,
    AM_PERCEPT_OUTCOME,
    AM_PERCEPT_KINDS
};

/* How much may be given without asking, as far as the coach proper must know it. */
enum am_room { AM_ROOM_NONE, AM_ROOM_SOME, AM_ROOM_ALL };

/* The place of bystanders, behind the customers; they are one to the coach. */
enum { AM_BYSTANDER = AMENDS_SPEAKERS_MAX, AM_PLACES };

struct am_percept {
    uint8_t kind;
    uint8_t speaker;     /* number of the customer, 0 to AMENDS_SPEAKERS_MAX - 1; AM_BYSTANDER */
    int8_t to;           /* whom staff address; -1: the last who abused */
    uint8_t code;        /* signal, AMENDS_CODE_OBSERVED + observation, act, outcome */
    uint8_t anger;       /* of a customer's text */
    uint8_t reiteration; /* 1: this text says again what this customer said before (by content), see rule 5 */
    uint8_t cover;       /* enum amends_cover: what is demanded against what is left; for gave and authority:
                            the demand that stands */
    uint8_t has_text;    /* has letters or emoji */
    uint8_t named;       /* the speaker was named: `left` concerns that person alone */
    uint8_t room;        /* enum am_room, of what is left to the speaker's side */
    uint8_t findings;    /* bit per finding in staff's text */
    uint8_t tells;       /* 1: brings up a matter, whether or not as a complaint or a demand */
    uint32_t signals;    /* bit per signal */
    uint32_t marks;      /* bit per mark */
    uint32_t moves;      /* of staff's text */
    uint32_t remedies;   /* bit per remedy demanded by a customer, or offered by staff */
    uint32_t topics;
    uint8_t sure_anger[3]; /* of a customer's text: that its anger is at least 1, 2, 3, of AM_HEAT_ONE */
    uint8_t reserved;
};

#endif
