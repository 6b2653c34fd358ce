#include "domain/kinds/all.h"

#include <string.h>

#include "domain/kinds/authority.h"
#include "domain/kinds/case.h"
#include "domain/kinds/encounter.h"
#include "domain/kinds/help.h"
#include "domain/kinds/ledger.h"
#include "domain/kinds/people.h"

static const struct am_record *const all[] = {
    &am_organisation_record, &am_site_record,           &am_person_record,          &am_membership_record,
    &am_device_record,       &am_session_record,        &am_token_record,           &am_grant_record,
    &am_customer_record,     &am_live_encounter_record, &am_encounter_event_record, &am_presence_record,
    &am_case_record,         &am_approval_record,       &am_remedy_record,          &am_promise_record,
    &am_warning_record,      &am_refusal_record,        &am_incident_record,        &am_call_record,
    &am_way_record,          &am_delivery_record,       &am_screens_record,         &am_audit_record,
    &am_notice_record,       &am_answer_record,         &am_debrief_record,         &am_met_record,
    &am_break_record,
};

const struct am_record *const *am_records(size_t *count)
{
    *count = sizeof all / sizeof *all;
    return all;
}

const struct am_record *am_record_named(struct amends_view name)
{
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strlen(all[i]->name) == name.len_bytes && memcmp(all[i]->name, name.bytes, name.len_bytes) == 0)
            return all[i];
    return NULL;
}
