/*
 * Promises: what, who keeps it, until when or at the next visit; handed over, kept or broken. As in doing.h.
 */
#ifndef AM_PROMISES_H
#define AM_PROMISES_H

#include "desk/doing.h"
#include "domain/kinds/case.h"

/* Before it is due, its owner is reminded so much earlier; and once more when it is. */
#define AM_PROMISE_REMIND_MS INT64_C(14400000)

/* Records a promise; `row` begins with am_record_empty. Site and customer come from the encounter or the case
 * where one is named; who promises is who keeps it, unless another owner is named. due_at_ms 0: at the next
 * visit. */
bool am_promise_make(struct am_doing *doing, struct am_promise *row);

/* Edits what may be edited; a new date begins the reminders anew. */
bool am_promise_change(struct am_doing *doing, am_id id, const struct am_promise *wanted, int64_t version,
                       struct am_promise *row);

/* Hands it to another person of the site, who is told. */
bool am_promise_hand_over(struct am_doing *doing, am_id id, am_id to, int64_t version,
                          struct am_promise *row);

/* It was kept; it was not. Once. */
bool am_promise_keep(struct am_doing *doing, am_id id, int64_t version, struct am_promise *row);
bool am_promise_break(struct am_doing *doing, am_id id, int64_t version, struct am_promise *row);

/* Reminds the owners of what is due soon, and once more when it is due: at most `most` of them. To be called
 * every minute for each organisation. *reminded: how many; as many as `most`: there may be more. */
bool am_promises_remind(struct am_doing *doing, unsigned most, size_t *reminded);

/* What is still open for a customer, by date: an encounter with them opens with it. In the job's arena. */
bool am_promises_waiting(struct am_doing *doing, am_id customer, struct am_promise **rows, size_t *count);

#endif
