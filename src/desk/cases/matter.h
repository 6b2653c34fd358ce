/*
 * Where something belongs: to an encounter, a case, or a case that came of an encounter; and at which site
 * that is. Shared by remedies, approvals, promises, incidents. As in doing.h.
 */
#ifndef AM_MATTER_H
#define AM_MATTER_H

#include "desk/doing.h"
#include "domain/kinds/case.h"
#include "domain/kinds/encounter.h"

struct am_place {
    struct am_site site;
    struct am_live_encounter encounter; /* row.id 0: none */
    struct am_case case_;               /* row.id 0: none */
};

/* Reads what the two name (0: none; one at least) and the site that they are at: a case brings its encounter,
 * an encounter its case. Both must be at one site. Refused as a field of `record` where one is not there. */
bool am_place_find(struct am_doing *doing, const struct am_record *record, am_id encounter, am_id case_,
                   struct am_place *place);

/* Whose view counts: who served the customer, or who owns the case; 0: nobody. */
am_id am_place_associate(const struct am_place *place);

/* Refuses the field "case" of `record` unless that case (0: none is named, which is well) is of this site (0:
 * of any, where one may see it). */
bool am_case_must_be_at(struct am_doing *doing, const struct am_record *record, am_id case_, am_id site);

#endif
