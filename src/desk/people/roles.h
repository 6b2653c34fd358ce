/*
 * Who works where now, and who is away. Roles that have ended stay in the store; what lists roles for the
 * present comes here. Reads only, but am_absent_say. As in doing.h: true, or refused.
 */
#ifndef AM_ROLES_H
#define AM_ROLES_H

#include "desk/doing.h"

/* The roles at a site that hold now, those for everywhere too; an array in the job's arena. */
bool am_roles_at(struct am_doing *doing, am_id site, struct am_membership **rows, size_t *count);

/* Refuses `field` of `record` unless that person (0: nobody is named, which is well) is active and serves at
 * that site: has a role there or everywhere, the administrator's apart; or is alone. */
bool am_must_work_at(struct am_doing *doing, const struct am_record *record, const char *field, am_id person,
                     am_id site);

/* Did they sign in, and use it lately? What a customer who waits can count on. */
enum { AM_SIGNED_IN_HOURS = 12 };
bool am_signed_in(struct am_doing *doing, am_id person, bool *in);

/* How long an absence lasts where its end was not told, in milliseconds: nobody stays out of reach because
 * they forgot to come back. A break; away or off. */
#define AM_BREAK_MS INT64_C(1800000)
#define AM_ABSENT_MS INT64_C(57600000)

/* Says of oneself that one is on a break, away or off (absent: enum am_absent), until when (0: as above), or
 * that one is back (absent -1). Their own screens are told, and those who see who works there. */
bool am_absent_say(struct am_doing *doing, int32_t absent, int64_t back_at_ms, struct am_person *row);

/* Who signs in is back, where they had said that they are away. */
bool am_absent_over(struct am_doing *doing);

#endif
