/*
 * The coach: what to do next in an encounter (METHOD.md). An encounter is a plain value without pointers,
 * copyable, comparable, saved to versioned bytes; a step takes it and an event and gives the next one and a
 * card.
 */
#ifndef AMENDS_COACH_H
#define AMENDS_COACH_H

#include "amends/authority.h"
#include "amends/reading.h"
#include "amends/review.h"

enum amends_event_kind {
    AMENDS_EVENT_START,
    AMENDS_EVENT_SAID,
    AMENDS_EVENT_OBSERVED,
    AMENDS_EVENT_DID,
    AMENDS_EVENT_GAVE,
    AMENDS_EVENT_AUTHORITY,
    AMENDS_EVENT_OVERRULE_SIGNAL,
    AMENDS_EVENT_OVERRULE_ACT,
    AMENDS_EVENT_UNDO,
    AMENDS_EVENT_OUTCOME
};

/* How an encounter begins (CONTRACT.md, start). amends_start_defaults() fills in what the contract says. */
struct amends_start {
    int8_t lang, ui_lang; /* index; -1: found in the texts / as lang */
    uint8_t channel;      /* enum amends_channel */
    bool formal;          /* phrases in formal register */
    bool security_on_site, supervisor, colleague;
    bool supervisor_authority_named; /* false: the supervisor may give all */
    struct amends_authority authority, supervisor_authority;
    char emergency_number[16]; /* "" : not known */
};

struct amends_event {
    enum amends_event_kind kind;
    struct amends_start start;  /* START */
    uint8_t role;               /* SAID: enum amends_role */
    struct amends_view text;    /* SAID */
    struct amends_view speaker; /* which customer, by name; empty: the (only) customer */
    struct amends_view to;      /* whom staff address; empty: the last who abused */
    int code; /* OBSERVED: see below; DID, OVERRULE_ACT: act; OVERRULE_SIGNAL: as OBSERVED; OUTCOME: outcome
               */
    struct amends_authority gave; /* GAVE: amounts given now; AUTHORITY: the new total */
};

/* OBSERVED and OVERRULE_SIGNAL codes: enum amends_signal, or AMENDS_CODE_OBSERVED + enum amends_observation.
 */
enum { AMENDS_CODE_OBSERVED = 64 };

/* Why an act is on the card. */
enum amends_reason_kind { AMENDS_REASON_SIGNAL, AMENDS_REASON_OBSERVED, AMENDS_REASON_STATE };

struct amends_why {
    uint8_t act, kind;
    uint8_t code; /* signal, observation, or index of the state's name (amends_state_name) */
    uint8_t has_span;
    uint32_t sources;        /* bit per D0..D4, bit 5: ours */
    struct amends_span span; /* in the text of this event, where has_span */
};

struct amends_say {
    uint8_t act;
    uint32_t phrase; /* amends_phrase_text() */
};

struct amends_card {
    uint32_t n; /* counts from 1 with the start */
    uint8_t act_count, say_count, finding_count;
    uint8_t escalate; /* enum amends_level */
    uint8_t anger, reiteration;
    uint16_t heat_permille; /* 0 to 1000 */
    int8_t lang;            /* of what is to be said */
    uint8_t avoid;          /* bit per finding */
    uint32_t signals;
    uint8_t acts[AMENDS_CARD_ACTS_MAX];
    struct amends_why why[AMENDS_CARD_ACTS_MAX];
    struct amends_say say[AMENDS_CARD_ACTS_MAX];
    struct amends_found findings[8]; /* of what staff said in this event, in language findings_lang */
    int8_t findings_lang;
};

typedef struct amends_encounter
    amends_encounter; /* complete in src/engine/coach/encounter.h; sizeof by amends_encounter_size() */

size_t amends_encounter_size(void);
void amends_start_defaults(struct amends_start *out);

/*
 * One step. `encounter` (amends_encounter_size() bytes, zeroed before its first event) is replaced by the
 * next state; on failure neither it nor `card` is touched. Errors: as amends_read for texts; E_ARGUMENT;
 * E_ENDED; E_NOTHING_TO_UNDO. No allocation. Thread-safe with a workspace per thread.
 */
enum amends_status amends_coach_step(const amends_engine *engine, amends_workspace *workspace,
                                     amends_encounter *encounter, const struct amends_event *event,
                                     struct amends_card *card);

/* The phrase's text, with its one slot {emergency_number} still in it; lives with the image. */
struct amends_view amends_phrase_text(const amends_engine *engine, int lang, uint32_t phrase);

/* What to do for an act, in the ui language, on a channel. Lives with the image. */
struct amends_view amends_act_instruction(const amends_engine *engine, int ui_lang, int act, int channel);

/* The name of a state reason ("waiting", "over limit", "no progress"), static; "?" out of range. */
const char *amends_state_name(int code);

/* Whether somebody is in danger, until a person says that it is over (hard rule 1). Thread-safe. */
bool amends_encounter_danger(const amends_encounter *encounter);

/* To whom a boundary was said that stands (hard rule 4): bit per place of a customer. Thread-safe. */
unsigned amends_encounter_warned(const amends_encounter *encounter);

/* The place of a customer by name, 0 for the one without; -1: nobody of that name was met. Thread-safe. */
int amends_encounter_place(const amends_encounter *encounter, struct amends_view speaker);

/* Saves the encounter to versioned bytes, the same on every machine. Gives the length; E_SPACE when `size` is
 * less than amends_encounter_saved_max(). Restore checks every byte: E_STATE. */
size_t amends_encounter_saved_max(void);
enum amends_status amends_encounter_save(const amends_encounter *encounter, void *bytes, size_t size,
                                         size_t *len_bytes);
enum amends_status amends_encounter_restore(amends_encounter *encounter, const void *bytes, size_t len_bytes);

#endif
