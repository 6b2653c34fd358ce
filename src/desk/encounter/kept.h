/* What follows from an encounter's events for the records around it. For src/desk/encounter alone. */
#ifndef AM_ENCOUNTER_KEPT_H
#define AM_ENCOUNTER_KEPT_H

#include "desk/encounter/inside.h"

/* A boundary that was said is a warning, until it is wiped or overruled (hard rule 4). */
bool am_warnings_keep(struct am_run *run);

/* What was given is a remedy, until that is undone (hard rule 3). */
bool am_given_keep(struct am_run *run, struct am_taken *before, size_t before_count);

/* What the events of a run, all of them, say was given: rows in the arena, not stored. */
bool am_given_told(struct am_run *run, struct am_remedy **told, size_t *count);

#endif
