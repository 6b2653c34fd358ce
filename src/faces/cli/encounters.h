/*
 * The encounters that are open, by name: the engine's state beside what answers need of the start. At most
 * AMENDS_ENCOUNTERS_MAX; where there is no place for a new one, one that has ended is forgotten.
 */
#ifndef AM_ENCOUNTERS_H
#define AM_ENCOUNTERS_H

#include "amends/coach.h"

struct am_encounter {
    struct am_encounter *next; /* in its bucket */
    char *name;
    size_t name_len;
    amends_encounter *state;
    char currency[4];     /* of the authority; what amounts without one are in */
    int8_t lang, ui_lang; /* of the start */
    char emergency_number[16];
    uint8_t channel;
    bool ended;
};

struct am_encounters {
    struct am_encounter **buckets;
    size_t count, bucket_count, forget_from;
};

/* Zeroed is empty. */
void am_encounters_dispose(struct am_encounters *encounters);

/* The encounter of this name; NULL where there is none. */
struct am_encounter *am_encounters_find(const struct am_encounters *encounters, struct amends_view name);

/* The encounter of this name, made where there is none: NULL and E_MEMORY or E_LIMIT where that fails. */
struct am_encounter *am_encounters_get(struct am_encounters *encounters, struct amends_view name,
                                       enum amends_status *status);

/* Keeps what the answers need of an event that was taken. */
void am_encounter_note(struct am_encounter *encounter, const struct amends_event *event);

#endif
