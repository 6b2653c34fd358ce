/*
 * "I need a break": somebody says so, somebody else at the site covers, and when it is over it is forgotten.
 * Nothing of it stands in the log or is counted for a person. As in doing.h.
 */
#ifndef AM_BREAKS_H
#define AM_BREAKS_H

#include "desk/doing.h"

/* So long it stands by itself: then a shift is over. */
enum { AM_BREAK_STANDS_MS = 43200000 };

/* The actor needs a break, and who answers calls at the site is told; the one that stands already where there
 * is one there. */
bool am_break_need(struct am_doing *doing, am_id site, struct am_break *row);

/* The actor covers: the one who needs it may go, and hears it. One's own is refused ("own-break"), one that
 * somebody else covers too ("covered"). */
bool am_break_cover(struct am_doing *doing, am_id id, struct am_break *row);

/* It is over, or was seen to: said by the person or by who answers calls at the site. */
bool am_break_end(struct am_doing *doing, am_id id);

#endif
