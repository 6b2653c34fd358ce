#include "domain/kinds/authority.h"

#include "amends/limits.h"
#include "domain/kinds/names.h"
#include "domain/kinds/table.h"

static const char *const to_names[] = {
    [AM_GRANT_TO_ROLE] = "role", [AM_GRANT_TO_PERSON] = "person", [AM_GRANT_TO_SITE] = "site", NULL};

static const struct am_field grant_fields[] = {
    AM_FIELD(am_grant, to, CHOICE, .flags = REQUIRED | FIXED, .choices = to_names,
             .about = "To whom: a role, a person, everybody at a site"),
    AM_FIELD(am_grant, role, CHOICE, .flags = FIXED, .choices = am_role_names,
             .about = "Where to a role: which"),
    AM_FIELD(am_grant, person, ID, .flags = FIXED, .of = "person", .about = "Where to a person: who"),
    AM_FIELD(am_grant, site, ID, .flags = FIXED, .of = "site", .about = "Where it holds; none: everywhere"),
    AM_FIELD(am_grant, remedy, CHOICE, .flags = FIXED, .choices = am_remedy_names,
             .about = "What may be given; none only where everything may, or where the record ends another"),
    AM_FIELD(am_grant, currency, TEXT, .look = AM_TEXT_CURRENCY, .flags = FIXED, .least = 3, .most = 3,
             .about = "Currency of the highest amount, ISO 4217"),
    AM_FIELD(am_grant, most_minor, MINOR, .flags = FIXED, .of = "currency",
             .about = "Refund, voucher, free item: the highest total in one encounter; none: not an amount"),
    AM_FIELD(am_grant, percent_bp, NUMBER, .flags = FIXED, .most = AMENDS_DISCOUNT_BP_MAX,
             .about = "Discount: the highest, in hundredths of a per cent"),
    AM_FIELD(am_grant, all, FLAG, .flags = FIXED, .about = "Decides alone: everything may be given"),
    AM_FIELD(am_grant, from_ms, TIME, .flags = FIXED, .about = "From when; none: from its making"),
    AM_FIELD(am_grant, until_ms, TIME, .flags = FIXED, .about = "Until when; none: without end"),
    AM_FIELD(am_grant, ends, ID, .flags = FIXED, .of = "grant", .about = "This record ends that grant"),
    AM_FIELD(am_grant, stands_in_for, ID, .flags = FIXED, .of = "person",
             .about = "Whose authority the person has meanwhile"),
    AM_FIELD(am_grant, granted_by, ID, .flags = REQUIRED | FIXED | OURS, .of = "person",
             .about = "Who granted it"),
};
RECORD(grant, grant, "grant", "grants",
       .about = "Who may give what without asking; ended by another, never changed", .append_only = true);
