/*
 * What the verbs of cases ask of the encounters' part, so that neither includes the other. Called inside the
 * job, in its transaction; false: it refused, and so does the verb. A NULL function is not called.
 */
#ifndef AM_HOOKS_H
#define AM_HOOKS_H

#include "desk/doing.h"
#include "domain/kinds/encounter.h"

struct am_hooks {
    /* The three lines of a hand-over, made from the events; the view lives in the job's arena. */
    bool (*hand_over)(struct am_doing *doing, const struct am_live_encounter *encounter,
                      struct amends_view *lines);
    /* What may be given in this encounter has changed (an approval, a remedy): its next card is another. */
    bool (*authority_changed)(struct am_doing *doing, am_id encounter);
};

#endif
