/*
 * The encounter: the coach's state, what is remembered of the conversation, money, phrases shown, and what
 * undo and overrule need. A plain value without pointers; zeroed before its first event. Copied freely.
 *
 * Overruling a reading replays the last AMENDS_OVERRULE_REACH events without it, from the state before them,
 * so it is as if it had not been seen. Undo goes one event back, to the whole value as it was.
 */
#ifndef AM_ENCOUNTER_H
#define AM_ENCOUNTER_H

#include "engine/coach/advise.h"
#include "engine/coach/core.h"
#include "engine/coach/heat.h"
#include "engine/playbook/playbook.h"
#include "engine/signals/content.h"

enum { AM_SKETCHES = 6 };

/* What a customer's text spoke of, to know it again (hard rule 5). */
struct am_sketch {
    uint32_t n;       /* of the event; 0: none */
    uint8_t listener; /* who listened: 0 staff, 1 the supervisor */
    uint8_t reserved[3];
    struct am_content content;
};

struct am_record {
    struct am_percept percept;
    uint32_t n;
};

/* All that an event changes, and undo brings back. */
struct am_standing {
    struct am_core core, checkpoint;  /* now; and before the first record of the log */
    struct am_heat heat, heat_before; /* so */
    struct am_record log[AMENDS_OVERRULE_REACH];
    uint8_t log_count;
    int8_t lang;                         /* of the customers' texts; -1: not known yet */
    uint16_t demanded;                   /* bit per remedy demanded */
    uint32_t faded_signals;              /* seen before the log's reach */
    uint32_t faded_observed;             /* so: observations */
    uint32_t topics;                     /* bit per topic that was spoken of */
    uint32_t names[AMENDS_SPEAKERS_MAX]; /* hashes of names; place 0: the one without a name */
    struct amends_price price;           /* the sum last named by a customer */
    struct amends_offer demand;          /* the remedy last demanded, where `demanded` */
    struct amends_authority authority, supervisor_authority, given;
    struct am_sketch memory[AMENDS_SPEAKERS_MAX][AM_SKETCHES]; /* oldest first */
    uint8_t turn[AMENDS_ACT_COUNT];                            /* whose turn it is among an act's phrases */
    uint8_t explanation;                                       /* so: among explanations */
    struct am_percept shown;                                   /* what the card answers */
    struct am_moment moment;
    struct amends_card card;
};

struct amends_encounter {
    uint8_t started, can_undo, formal, reserved;
    int8_t lang_given, ui_lang; /* as in amends_start */
    char emergency_number[16];
    uint32_t n;
    struct am_standing now, before;
};

/* An event happened: the state changes, the log grows. `n`: the event's number. */
void am_standing_take(const struct am_coach_rules *rules, struct am_standing *now,
                      const struct am_percept *percept, uint32_t n);

/* The latest reading of a code (as AMENDS_CODE_OBSERVED) was wrong: as if it had not been seen. What was not
 * seen changes nothing. Out of the log's reach, its effects are taken out of the state (hard rule 10). */
void am_standing_overrule_signal(const struct am_coach_rules *rules, struct am_standing *now, int code);

/* Not that act (percept->code), until there is new evidence; the card goes on answering what it answered. */
void am_standing_overrule_act(const struct am_coach_rules *rules, struct am_standing *now,
                              const struct am_percept *percept, uint32_t n);

/* What may still be given: by the staff member, or by the supervisor. */
struct amends_authority am_encounter_left(const struct amends_encounter *encounter, bool supervisor);

/* Who listens for us now: 0 staff, 1 the supervisor, once they are here. */
unsigned am_encounter_listener(const struct amends_encounter *encounter);

/* Fills the card's `say` from the phrases of the playbook, in turn (hard rules 3 and 5). */
void am_encounter_speak(const struct am_playbook *playbook, const struct am_coach_rules *rules,
                        struct amends_encounter *encounter, const struct amends_card *last,
                        struct amends_card *card);

#endif
