#include "desk/people/authority.h"

#include <string.h>

#include "desk/kit.h"
#include "desk/people/roles.h"

/* Everything that authority is made of. */
struct staff {
    struct am_grant *grants;
    size_t grant_count;
    struct am_membership *memberships;
    size_t membership_count;
};

bool am_alone_now(struct am_doing *doing, bool *alone)
{
    const struct am_where where = {.field = "active", .how = AM_IS, .number = 1};
    int64_t active = 0;
    if (!am_doing_kept(doing,
                       am_tx_count(doing->tx, &am_person_record, doing->actor->org, &where, 1, &active)))
        return false;
    *alone = active == 1;
    return true;
}

static bool read_staff(struct am_doing *doing, struct staff *staff)
{
    void *grants = NULL, *memberships = NULL;
    *staff = (struct staff){0};
    if (!am_doing_few(doing, &am_grant_record, NULL, 0, &grants, &staff->grant_count) ||
        !am_doing_few(doing, &am_membership_record, NULL, 0, &memberships, &staff->membership_count))
        return false;
    staff->grants = grants;
    staff->memberships = memberships;
    return true;
}

static bool alone_then(struct am_doing *doing, int64_t at_ms, bool *alone)
{
    const struct am_where where = {.field = "created_at_ms", .how = AM_BELOW, .number = at_ms + 1};
    int64_t people = 0;
    if (at_ms >= doing->now_ms)
        return am_alone_now(doing, alone);
    if (!am_doing_kept(doing,
                       am_tx_count(doing->tx, &am_person_record, doing->actor->org, &where, 1, &people)))
        return false;
    *alone = people == 1;
    return true;
}

bool am_person_authority(struct am_doing *doing, am_id person, const struct am_site *site, int64_t at_ms,
                         struct amends_authority *authority)
{
    struct am_person who;
    struct staff staff;
    bool alone = false;
    if (!am_doing_read(doing, &am_person_record, person, &who) || !alone_then(doing, at_ms, &alone) ||
        !read_staff(doing, &staff))
        return false;
    const struct am_granted_to to = {.person = person,
                                     .site = site->row.id,
                                     .memberships = staff.memberships,
                                     .membership_count = staff.membership_count,
                                     .currency = site->currency,
                                     .alone = alone && who.row.created_at_ms <= at_ms};
    *authority = am_granted_authority(staff.grants, staff.grant_count, &to, at_ms);
    if (!who.active && at_ms >= doing->now_ms) {
        *authority = (struct amends_authority){0};
        memcpy(authority->currency, site->currency.bytes, site->currency.len_bytes == 3 ? 3 : 0);
    }
    return true;
}

bool am_matter_read(struct am_doing *doing, am_id encounter, am_id case_, struct am_matter *matter)
{
    const struct am_where where = {.field = encounter != 0 ? "encounter" : "case",
                                   .how = AM_IS,
                                   .number = encounter != 0 ? encounter : case_};
    void *given = NULL, *approvals = NULL;
    *matter = (struct am_matter){.encounter = encounter, .case_ = case_};
    if (encounter == 0 && case_ == 0)
        return true;
    if (!am_doing_few(doing, &am_remedy_record, &where, 1, &given, &matter->given_count) ||
        !am_doing_few(doing, &am_approval_record, &where, 1, &approvals, &matter->approval_count))
        return false;
    matter->given = given;
    matter->approvals = approvals;
    return true;
}

const struct am_approval *am_matter_approval(const struct am_matter *matter, int32_t remedy, bool owed)
{
    const struct am_approval *latest = NULL;
    for (size_t i = 0; i < matter->approval_count; i++) {
        const struct am_approval *one = &matter->approvals[i];
        if (one->state == AM_APPROVAL_GRANTED && one->remedy == remedy && one->owed == owed &&
            (latest == NULL || one->answered_at_ms >= latest->answered_at_ms))
            latest = one;
    }
    return latest;
}

struct am_account am_matter_account(const struct am_matter *matter, bool owed)
{
    return (struct am_account){.approvals = matter->approvals,
                               .approval_count = matter->approval_count,
                               .given = matter->given,
                               .given_count = matter->given_count,
                               .owed = owed};
}

bool am_matter_authority(struct am_doing *doing, am_id person, const struct am_site *site,
                         const struct am_matter *matter, struct amends_authority *authority)
{
    struct amends_authority own;
    if (!am_person_authority(doing, person, site, doing->now_ms, &own))
        return false;
    const struct am_account account = am_matter_account(matter, false);
    *authority = am_granted_approved(&own, &account, INT64_MAX);
    return true;
}

/* The person's role as an approver: the highest at this site, otherwise the highest elsewhere; and the site
 * at which they have it. What makes one an administrator makes nobody an approver. -1: none. */
static int32_t role_of(const struct staff *staff, am_id person, int64_t now_ms, am_id *site, bool *here)
{
    int32_t at_site = -1, elsewhere = -1;
    am_id other = 0;
    for (size_t i = 0; i < staff->membership_count; i++) {
        const struct am_membership *one = &staff->memberships[i];
        if (one->person != person || one->role > AM_ROLE_MANAGER || !am_membership_now(one, now_ms))
            continue;
        if (one->site == 0 || one->site == *site) {
            at_site = one->role > at_site ? one->role : at_site;
        } else if (one->role > elsewhere) {
            elsewhere = one->role;
            other = one->site;
        }
    }
    *here = at_site >= 0;
    if (!*here && elsewhere >= 0)
        *site = other;
    return *here ? at_site : elsewhere;
}

/* A stand-in has the other's role meanwhile. */
static void stand_in(struct am_doing *doing, const struct staff *staff, am_id site,
                     struct am_approver *approver)
{
    for (size_t i = 0; i < staff->grant_count; i++) {
        const struct am_grant *grant = &staff->grants[i];
        bool here = false;
        if (grant->stands_in_for == 0 || grant->person != approver->person ||
            (grant->site != 0 && grant->site != site) ||
            !am_granted_holds(staff->grants, staff->grant_count, grant, doing->now_ms))
            continue;
        am_id at = site;
        const int32_t role = role_of(staff, grant->stands_in_for, doing->now_ms, &at, &here);
        if (role > approver->role && here >= approver->here) {
            approver->role = role;
            approver->here = here;
        }
    }
}

/* One who works here, as an approver. What managers of other sites may grant here is what they may give at
 * their own. */
static void approver_of(struct am_doing *doing, const struct staff *staff, const struct am_site *site,
                        am_id person, bool alone, struct am_approver *approver)
{
    am_id at = site->row.id;
    *approver = (struct am_approver){.person = person};
    approver->role = role_of(staff, person, doing->now_ms, &at, &approver->here);
    const struct am_granted_to to = {.person = person,
                                     .site = at,
                                     .memberships = staff->memberships,
                                     .membership_count = staff->membership_count,
                                     .currency = site->currency,
                                     .alone = alone};
    approver->authority = am_granted_authority(staff->grants, staff->grant_count, &to, doing->now_ms);
    stand_in(doing, staff, site->row.id, approver);
}

/* Away now, and still when an answer is due; or with a customer waiting (`live`) not signed in. */
static bool is_away(struct am_doing *doing, const struct am_person *person, const struct am_reachable *when,
                    bool *away)
{
    bool in = true;
    *away =
        am_person_absent(person, doing->now_ms) && am_person_absent(person, doing->now_ms + when->wait_ms);
    if (when->live && !*away && !am_signed_in(doing, person->row.id, &in))
        return false;
    *away = *away || !in;
    return true;
}

bool am_approvers_read(struct am_doing *doing, const struct am_site *site, const struct am_reachable *when,
                       struct am_approver **people, size_t *count)
{
    const struct am_where where = {.field = "active", .how = AM_IS, .number = 1};
    struct staff staff;
    void *rows = NULL;
    size_t persons = 0;
    *count = 0;
    if (!read_staff(doing, &staff) || !am_doing_few(doing, &am_person_record, &where, 1, &rows, &persons))
        return false;
    const struct am_person *active = rows;
    *people = am_arena_take(doing->arena, (persons + 1) * sizeof **people);
    if (*people == NULL)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    for (size_t i = 0; i < persons; i++) {
        struct am_approver *one = &(*people)[*count];
        approver_of(doing, &staff, site, active[i].row.id, persons == 1, one);
        if (one->role >= AM_ROLE_SUPERVISOR && !is_away(doing, &active[i], when, &one->away))
            return false;
        *count += one->role >= 0;
    }
    return true;
}
