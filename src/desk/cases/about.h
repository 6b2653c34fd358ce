/*
 * What is stored about one customer or one member of staff, and erasing the first. Walks every kind of
 * record, so that a new one is not forgotten. As in doing.h.
 */
#ifndef AM_ABOUT_H
#define AM_ABOUT_H

#include "desk/doing.h"
#include "domain/kinds/case.h"

/* Given one record after another; its texts live until the walk ends. False: refused. */
typedef bool am_about_visit(struct am_doing *doing, const struct am_record *record, void *row, void *context);

/*
 * Walks what belongs to a customer: their own record, cases and encounters, and what names one of these
 * (events, remedies, approvals, promises, warnings, refusals, incidents, calls, what was delivered of them).
 * Not what is the staff's: debriefs, abuse that was met; not the audit log, which holds no words.
 */
bool am_customer_walk(struct am_doing *doing, am_id customer, am_about_visit *visit, void *context);

/* The walk for an export on request: needs CUSTOMER_ERASE, and leaves an entry in the log. What a record's
 * description marks SECRET is left empty. */
bool am_customer_export(struct am_doing *doing, am_id customer, am_about_visit *visit, void *context);

/*
 * Erases a customer's words and data everywhere, on request: in all that the walk finds, in answers that are
 * kept for repeated requests, in what waits to be delivered (which is not delivered any more), in what was
 * shared of debriefs of their encounters. Counts, sums, times and the log's chain stay. Refused while a legal
 * hold lies on the customer, on a case or an incident of theirs ("legal-hold"), and while one of their
 * encounters goes on ("encounter-live"). *cleared: how many records.
 */
bool am_customer_erase(struct am_doing *doing, am_id customer, size_t *cleared);

/* Sets or takes off a legal hold: of a customer, a case or an incident. `on`: the record's kind. */
bool am_hold_set(struct am_doing *doing, const struct am_record *on, am_id id, bool hold);

/*
 * Everything that is stored about a member of staff: each record that names them, theirs first. For
 * themselves, and for who administers people; customers' words (PERSONAL fields) and SECRET ones are left
 * empty. What only they may read (debriefs) is given to nobody else.
 */
bool am_person_walk(struct am_doing *doing, am_id person, am_about_visit *visit, void *context);

#endif
