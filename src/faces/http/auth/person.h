/*
 * Reading and changing people as sign-in needs it; inside a job.
 */
#ifndef AM_AUTH_PERSON_H
#define AM_AUTH_PERSON_H

#include "faces/http/serving.h"

/* The person with this login; *found false where there is none. */
enum am_kept am_person_by_login(struct am_tx *tx, am_id org, struct amends_view login, struct am_arena *arena,
                                struct am_person *out, bool *found);

/* Ends all sessions of a person but one (0: none is spared). */
enum am_kept am_sessions_end(struct am_tx *tx, am_id org, am_id person, am_id spared, struct am_arena *arena);

/* Inside a job: an entry of the audit log, in the transaction of what it tells. `actor`: NULL: the request's.
 */
enum am_kept am_audit_note(struct am_tx *tx, const struct am_call_in *in, const struct am_actor *actor,
                           const char *action, const struct am_record *record, am_id subject);

/* Reads one person outside of a job. False: the problem is set (404, or storage's). */
bool am_person_get(const struct am_call_in *in, am_id org, am_id id, struct am_person *out,
                   struct am_call_out *answer);

/* Reads the body of a route by its `takes` (recordjson.h). */
bool am_body_read(const struct am_call_in *in, void *body, struct am_call_out *out);

/* A problem of sign-in: 429 where account or address must wait. True: they may try. */
bool am_may_try(const struct am_call_in *in, am_id org, struct amends_view account, struct am_call_out *out);

/* Does the password of the caller (full sign-in) stand? Failures count. False: the problem is set. */
bool am_password_confirmed(const struct am_call_in *in, const struct am_person *person,
                           struct amends_view password, struct am_call_out *out);

#endif
