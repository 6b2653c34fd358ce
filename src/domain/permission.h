/*
 * Who may do what: one table of permissions and roles (permission.c). Who somebody is comes from the session,
 * device or token, never from a field they can write.
 */
#ifndef AM_PERMISSION_H
#define AM_PERMISSION_H

#include "domain/arena.h"
#include "domain/kinds/people.h"

/* How far a role's permission reaches. One does not hold the other: who may work at a site may not therefore
 * work on what they made elsewhere. */
enum am_reach {
    AM_REACH_NEVER,
    AM_REACH_OWN,  /* what is the person's own, at whatever site: their report, their debrief */
    AM_REACH_SITE, /* all of a site at which they have the role; all sites, where they have it everywhere */
    AM_REACH_ORGANISATION /* everything, whatever site they have the role at */
};

/* name, what it allows, associate, supervisor, manager, administrator */
#define AM_PERMISSIONS(X)                                                                                    \
    X(OPEN, "open", "sign in, read one's own page, ask the four filters", OWN, OWN, OWN, OWN)                \
    X(ENCOUNTER_SEE, "encounter.see", "see live and past encounters", SITE, SITE, ORGANISATION, NEVER)       \
    X(ENCOUNTER_LEAD, "encounter.lead", "open encounters, add events", SITE, SITE, SITE, NEVER)              \
    X(CASE_SEE, "case.see", "see cases", SITE, SITE, ORGANISATION, NEVER)                                    \
    X(CASE_WORK, "case.work", "write cases, give what one may, close", SITE, SITE, ORGANISATION, NEVER)      \
    X(CASE_MERGE, "case.merge", "merge, undo a merge, reopen", NEVER, SITE, ORGANISATION, NEVER)             \
    X(APPROVAL_ASK, "approval.ask", "ask for an approval", SITE, SITE, SITE, NEVER)                          \
    X(APPROVAL_ANSWER, "approval.answer", "answer what one may grant oneself", NEVER, SITE, ORGANISATION,    \
      NEVER)                                                                                                 \
    X(CALL_HELP, "call.help", "call for help", SITE, SITE, SITE, SITE)                                       \
    X(CALL_ANSWER, "call.answer", "see calls, say that one comes", SITE, SITE, ORGANISATION, NEVER)          \
    X(PROMISE_WORK, "promise.work", "record, hand over and settle promises", SITE, SITE, ORGANISATION,       \
      NEVER)                                                                                                 \
    X(REFUSAL_SEE, "refusal.see", "see refusals of service", SITE, SITE, ORGANISATION, NEVER)                \
    X(REFUSAL_DECIDE, "refusal.decide", "refuse further service, lift a refusal", NEVER, SITE, ORGANISATION, \
      NEVER)                                                                                                 \
    X(INCIDENT_REPORT, "incident.report", "report incidents and see one's own", OWN, SITE, ORGANISATION,     \
      NEVER)                                                                                                 \
    X(INCIDENT_SEE, "incident.see", "see incidents, say what came of them", NEVER, SITE, ORGANISATION,       \
      NEVER)                                                                                                 \
    X(CUSTOMER_SEE, "customer.see", "see customers", SITE, SITE, ORGANISATION, NEVER)                        \
    X(CUSTOMER_WORK, "customer.work", "write customers", SITE, SITE, ORGANISATION, NEVER)                    \
    X(CUSTOMER_ERASE, "customer.erase", "export and erase a customer's data", NEVER, NEVER, ORGANISATION,    \
      NEVER)                                                                                                 \
    X(DEBRIEF_OWN, "debrief.own", "write and read one's own debriefs", OWN, OWN, OWN, OWN)                   \
    X(GRANT_SEE, "grant.see", "see who may give what", SITE, SITE, ORGANISATION, ORGANISATION)               \
    X(GRANT_GIVE, "grant.give", "grant authority, end it, name a stand-in", NEVER, NEVER, ORGANISATION,      \
      NEVER)                                                                                                 \
    X(REPORT_SEE, "report.see", "see what it cost and who came back", NEVER, SITE, ORGANISATION, NEVER)      \
    X(PERSON_SEE, "person.see", "see who works here", SITE, SITE, ORGANISATION, ORGANISATION)                \
    X(PERSON_ADMINISTER, "person.administer", "add people, set roles, reset passwords", NEVER, NEVER, NEVER, \
      ORGANISATION)                                                                                          \
    X(SITE_ADMINISTER, "site.administer", "set up the business, its sites and devices", NEVER, NEVER,        \
      ORGANISATION, ORGANISATION)                                                                            \
    X(AUDIT_SEE, "audit.see", "read the audit log", NEVER, NEVER, NEVER, ORGANISATION)                       \
    X(KEEP, "keep", "say how long records are kept, legal holds, exports of everything", NEVER, NEVER,       \
      NEVER, ORGANISATION)

enum am_permission {
#define X(symbol, name, allows, associate, supervisor, manager, administrator) AM_MAY_##symbol,
    AM_PERMISSIONS(X)
#undef X
        AM_PERMISSION_COUNT
};

/* "case.work"; what it allows, in English. Static; "?" out of range. */
const char *am_permission_name(enum am_permission permission);
const char *am_permission_allows(enum am_permission permission);

/* A PIN is quickly seen over a shoulder: what it is not enough for. Thread-safe. */
bool am_permission_needs_password(enum am_permission permission);

/* How far this role's permission reaches; NEVER out of range. Thread-safe. */
enum am_reach am_permission_reach(enum am_permission permission, enum am_role role);

/* Brings those that hold now to the front, in their order, and gives how many. */
size_t am_memberships_now(struct am_membership *memberships, size_t count, int64_t now_ms);

/* What somebody is: their memberships, and whether they are the only person of the organisation (then they
 * may do everything: a shop of one person is a shop). */
struct am_actor {
    am_id org, person, device, session;
    const struct am_membership *memberships; /* those that hold */
    size_t membership_count;
    bool alone;
    bool by_pin;        /* signed in by PIN alone: nothing that am_permission_needs_password tells */
    const char *scopes; /* of a token; NULL: no token. "case.work": that; "case": all of case */
};

/* The farthest that any of their memberships reaches, within what PIN and scopes leave. Who is alone reaches
 * everything; what is everybody's own alone (debriefs) stays so. NEVER: refused whatever the record is.
 * Thread-safe. */
enum am_reach am_actor_reach(const struct am_actor *actor, enum am_permission permission);

/* May this person do this to something of this site that belongs to `owner` (0: nobody's)? site 0: something
 * of the whole organisation, which only those may touch who have the role everywhere or whose role reaches
 * that far. The owner of what is about to be made is who makes it. Thread-safe. */
bool am_actor_may(const struct am_actor *actor, enum am_permission permission, am_id site, am_id owner);

/* The sites where they may, each once; NULL and 0 with *all true: everywhere; with *all false: nowhere, or
 * only what is their own (am_actor_reach tells), or memory ran out. From `arena`. */
const am_id *am_actor_sites(const struct am_actor *actor, enum am_permission permission,
                            struct am_arena *arena, size_t *count, bool *all);

#endif
