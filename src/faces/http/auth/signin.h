/*
 * What a page is told of who is signed in, after a sign-in and on asking.
 */
#ifndef AM_SIGNIN_H
#define AM_SIGNIN_H

#include "faces/http/auth/caller.h"
#include "faces/http/route.h"

/* The person, their roles, how far each permission reaches, the CSRF token. NULL when memory runs out. */
json_t *am_session_json(const struct am_server *server, const struct am_actor *actor,
                        const struct am_person *person, const char *csrf);

#endif
