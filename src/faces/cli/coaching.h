/*
 * One step of an encounter from a line of CONTRACT.md: shared by the filter, the replay and the interactive
 * coach.
 */
#ifndef AM_COACHING_H
#define AM_COACHING_H

#include "faces/cli/encounters.h"
#include "faces/cli/program.h"
#include "faces/json/answer.h"
#include "faces/json/request.h"

struct am_coaching {
    const struct am_program *program;
    struct am_encounters encounters;
};

/* What came of a line. `event` has views of the line. */
struct am_step {
    struct am_event_request request;
    struct am_encounter *encounter;
    enum amends_status status; /* of the step */
    struct amends_card card;
    struct am_card_frame frame;
    bool alone; /* one customer only: the name is not worth showing */
};

/* Takes one parsed line; false and a fault where it is not understood. */
bool am_coaching_step(struct am_coaching *coaching, const struct am_object *line, struct am_step *out);
/* Takes an event made here, for the encounter of this name. */
bool am_coaching_event(struct am_coaching *coaching, struct am_step *step, struct am_fault *fault);
void am_coaching_dispose(struct am_coaching *coaching);

#endif
