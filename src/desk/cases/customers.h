/*
 * Customers, with the least that serves them: a name, one contact, notes. As in doing.h.
 */
#ifndef AM_CUSTOMERS_H
#define AM_CUSTOMERS_H

#include "desk/doing.h"
#include "domain/kinds/case.h"

/* Adds one; `row` begins with am_record_empty. Something to know them by is needed. A contact that somebody
 * has already is refused ("customer-known"), with their id in the detail. */
bool am_customer_add(struct am_doing *doing, struct am_customer *row);

/* Edits one. */
bool am_customer_change(struct am_doing *doing, am_id id, const struct am_customer *wanted, int64_t version,
                        struct am_customer *row);

/* Those with this contact whom the actor may see; blanks, dashes and brackets of telephone numbers and the
 * letters' case of addresses do not count. In the job's arena. */
bool am_customer_find(struct am_doing *doing, struct amends_view contact, struct am_customer **rows,
                      size_t *count);

/* They are here, now or then (0: now; for imported visits, whose order does not matter). Tells who keeps
 * promises "at the next visit". */
bool am_customer_visit(struct am_doing *doing, am_id id, int64_t at_ms, struct am_customer *row);

/* Tells live screens in whose list they stand that something of them is new: those of their site, of every
 * site where they are of none. */
bool am_customer_tell(struct am_doing *doing, const char *kind, am_id site, am_id customer);

#endif
