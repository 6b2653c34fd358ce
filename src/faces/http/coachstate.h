/*
 * What an answer of the coach needs of a saved encounter beside the card. Apart from the rest, since the
 * engine's inside has names of its own.
 */
#ifndef AM_COACHSTATE_H
#define AM_COACHSTATE_H

#include "amends/coach.h"

struct am_saved_frame {
    char currency[4]; /* of the authority; what amounts without one are in */
    char emergency_number[16];
    int ui_lang; /* -1: the customer's */
};

void am_saved_frame_of(const amends_encounter *encounter, struct am_saved_frame *out);

#endif
