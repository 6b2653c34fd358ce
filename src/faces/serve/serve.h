/*
 * `amends serve`: the settings, the database, the server, the timer, until a signal says stop.
 */
#ifndef AM_SERVE_H
#define AM_SERVE_H

#include "faces/serve/opening.h"
#include "faces/serve/timer.h"

int am_serve_run(struct am_program *program);

/* What the timer's steps work with; theirs while the timer runs. */
struct am_due {
    struct am_opening *opening;
    int64_t backed_up_ms; /* until then times of backups were looked at */
};

/* Everything that is done from time to time. Fills `steps`, which has room for AM_TIMED_MOST; gives how many. */
size_t am_due_steps(struct am_due *due, struct am_timed *steps);

#endif
