/*
 * `amends serve`: the settings, the database, the server, the timer, until a signal says stop.
 */
#ifndef AM_SERVE_H
#define AM_SERVE_H

#include "desk/coach.h"
#include "faces/deliver/deliver.h"
#include "faces/serve/opening.h"
#include "faces/serve/timer.h"

int am_serve_run(struct am_program *program);

/* What the timer's steps work with; theirs while the timer runs. */
struct am_due {
    struct am_opening *opening;
    const struct am_coach *coach; /* with a workspace of the timer's own */
    int64_t backed_up_ms;         /* until then times of backups were looked at */
    int64_t swept_ms;             /* when the last sweep of what is kept began; 0: none yet */
    struct am_retention house;    /* days by kind, of the settings */
    struct am_deliver *deliver;   /* what calls can be delivered by */
    struct am_live *live;         /* whose screens are open */
    am_id process;                /* what this process is called while it runs */
};

/* Tells other processes on this database who has a screen open with this one: by the timer, and once more
 * when the server has stopped. */
void am_due_screens(struct am_due *due, int64_t now_ms);

/* Everything that is done from time to time. Fills `steps`, which has room for AM_TIMED_MOST; gives how many.
 */
size_t am_due_steps(struct am_due *due, struct am_timed *steps);

#endif
