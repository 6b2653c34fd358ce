/*
 * Nothing is kept for ever without a reason: what has ended long enough ago is cleared or removed, by kind
 * and site, unless a legal hold lies on it. Rules: domain/rules/retention.h. As in doing.h; by the desk
 * itself: doing->actor names the organisation alone.
 */
#ifndef AM_DESK_RETENTION_H
#define AM_DESK_RETENTION_H

#include "desk/doing.h"
#include "domain/rules/retention.h"

/* Where a sweep stands; zeroed: at the beginning. */
struct am_sweep {
    am_id after;                     /* records of the kind up to this one were looked at */
    bool done;                       /* all were: begin anew tomorrow */
    size_t looked, cleared, removed; /* in this step */
    const struct am_retention *house; /* what holds where an organisation says nothing; NULL: each kind's own */
};

/*
 * One step over one kind of record: looks at up to `most` of those that might be due and clears or removes
 * those that are. One job each, so that work goes on between them; for every kind of AM_RETAINED, once a day,
 * until `done`. An entry in the log says how many.
 */
bool am_retention_step(struct am_doing *doing, enum am_retained kind, unsigned most, struct am_sweep *sweep);

#endif
