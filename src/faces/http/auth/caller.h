/*
 * Who asks, as a session, a token or a device has shown: kept with the request. The memberships live in
 * `block`.
 */
#ifndef AM_CALLER_H
#define AM_CALLER_H

#include "desk/debriefs/key.h"
#include "domain/permission.h"

enum { AM_CSRF_LEN = 43 };

struct am_caller {
    struct am_actor actor;
    am_id token;          /* of a token: its id */
    bool by_cookie;       /* writes need the CSRF token too */
    bool must_change;     /* the password must be changed before anything else */
    bool has_factor;      /* an authenticator was set up */
    bool must_enrol;      /* they may administer: one must be, before anything else */
    bool has_debrief_key; /* signed in with the password: debriefs can be read */
    unsigned char debrief_key[AM_DEBRIEF_KEY_BYTES];
    char csrf[AM_CSRF_LEN + 1];
    void *block; /* memberships, then the scopes with a NUL, where there are any; from malloc */
    size_t block_len;
};

/* Gives the caller memberships and scopes (NULL bytes: none) of its own. False when memory runs out. */
bool am_caller_furnish(struct am_caller *caller, const struct am_membership *memberships, size_t count,
                       struct amends_view scopes);

/* A caller of its own with the same contents. */
bool am_caller_copy(const struct am_caller *from, struct am_caller *to);

/* Gives the block back and wipes the key. */
void am_caller_forget(struct am_caller *caller);

#endif
