/*
 * What a page is told of who is signed in, after a sign-in and on asking.
 */
#ifndef AM_SIGNIN_H
#define AM_SIGNIN_H

#include "faces/http/auth/caller.h"
#include "faces/http/auth/session.h"
#include "faces/http/route.h"

/* The person, their roles, how far each permission reaches, the CSRF token. NULL when memory runs out. */
json_t *am_session_json(const struct am_server *server, const struct am_actor *actor,
                        const struct am_person *person, const char *csrf);

/* Signs somebody in who has shown who they are: the session, its cookie and what the page is told are the
 * answer; or the problem is. */
void am_session_open(const struct am_call_in *in, const struct am_person *person,
                     const struct am_session_wish *wish, struct am_call_out *out);

#endif
