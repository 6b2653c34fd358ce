/*
 * Granting authority: who may give what without asking, from when, until when. Only ever added to: what ends
 * a grant is another record. As in doing.h.
 */
#ifndef AM_GRANTS_H
#define AM_GRANTS_H

#include "desk/doing.h"
#include "domain/kinds/authority.h"

/* Grants one remedy to a role, a person or a site; or makes a person another's stand-in (stands_in_for, with
 * an end). Refused where it makes no sense: a discount without a percentage, an end before its beginning. */
bool am_grant_give(struct am_doing *doing, struct am_grant *row);

/* Ends a grant from `from_ms` on (0 or past: now). *row: the record that ends it. */
bool am_grant_end(struct am_doing *doing, am_id grant, int64_t from_ms, struct am_grant *row);

#endif
