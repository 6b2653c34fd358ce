/*
 * Who may give what, from the store: the desk's side of domain/rules/authority.h. Reads only, so it works in
 * a job and in a read. As in doing.h: true, or refused.
 */
#ifndef AM_DESK_AUTHORITY_H
#define AM_DESK_AUTHORITY_H

#include "desk/doing.h"
#include "domain/rules/approval.h"
#include "domain/rules/authority.h"

/*
 * What that person may give at that site at that time (UTC, milliseconds): "what could she give that day".
 * Roles, grants and stand-ins count as they were then. No encounter's approvals are in it.
 */
bool am_person_authority(struct am_doing *doing, am_id person, const struct am_site *site, int64_t at_ms,
                         struct amends_authority *authority);

/* What was given and approved in one encounter, or in one case where there was none. */
struct am_matter {
    am_id encounter, case_;
    struct am_remedy *given;
    size_t given_count;
    struct am_approval *approvals;
    size_t approval_count;
};

/* Reads it: of the encounter, where one is named; otherwise of the case. Lives in the job's arena. */
bool am_matter_read(struct am_doing *doing, am_id encounter, am_id case_, struct am_matter *matter);

/* The latest granted approval of this kind and account; NULL: none. */
const struct am_approval *am_matter_approval(const struct am_matter *matter, int32_t remedy, bool owed);

/* Its account of what is owed, or of what is conceded. */
struct am_account am_matter_account(const struct am_matter *matter, bool owed);

/* What that person may concede in this matter now, approvals counted in; what was given is not taken off:
 * am_may_give does. */
bool am_matter_authority(struct am_doing *doing, am_id person, const struct am_site *site,
                         const struct am_matter *matter, struct amends_authority *authority);

/* Who can be reached: how long is waited for them, and whether they must be signed in. */
struct am_reachable {
    int64_t wait_ms;
    bool live;
};

/* All who work here and might answer an approval at this site, with what they may give there now, and whether
 * they are away: who is back before the wait is over is not. */
bool am_approvers_read(struct am_doing *doing, const struct am_site *site, const struct am_reachable *when,
                       struct am_approver **people, size_t *count);

/* Is the organisation one person? Then they decide alone. */
bool am_alone_now(struct am_doing *doing, bool *alone);

#endif
