/*
 * Sessions, and the cookies that carry them. A session is known by a cookie that scripts cannot read and
 * other sites cannot send; its CSRF token is told to the page, which sends it in X-CSRF-Token with each
 * write.
 */
#ifndef AM_SESSION_H
#define AM_SESSION_H

#include "faces/http/auth/caller.h"
#include "faces/http/auth/credential.h"
#include "faces/http/serving.h"

#define AM_SESSION_MS INT64_C(2592000000)       /* 30 days, then one signs in again */
#define AM_SESSION_IDLE_MS INT64_C(43200000)    /* 12 hours unused end it */
#define AM_PIN_SESSION_MS INT64_C(43200000)     /* by PIN: 12 hours */
#define AM_PIN_SESSION_IDLE_MS INT64_C(1800000) /* half an hour unused */
#define AM_DEVICE_MS INT64_C(31536000000)       /* a device's cookie: a year */
#define AM_SEEN_MS INT64_C(300000)              /* how exactly "last seen" is kept */

/* What a new session needs. */
struct am_session_wish {
    am_id org, person, device;
    bool by_pin;
    const unsigned char *debrief_key; /* NULL: none */
    const char *about;                /* User-Agent; may be NULL */
};

/* Fills the row and its credential; the caller adds the row in its job. Texts from the arena; false when
 * memory runs out. */
bool am_session_make(const struct am_call_in *in, const struct am_session_wish *wish, struct am_session *row,
                     struct am_credential *credential);

/* When it ends, whichever comes first: its end, or lying unused. */
int64_t am_session_over_ms(const struct am_session *session);

/* The values of Set-Cookie; from the arena, NULL when memory runs out. Without a credential: one that takes
 * the cookie away. */
enum am_cookie { AM_COOKIE_SESSION, AM_COOKIE_DEVICE };
const char *am_cookie_set(const struct am_call_in *in, enum am_cookie cookie,
                          const struct am_credential *credential);

/* The credential that the request's cookie holds; false where there is none. */
bool am_cookie_get(const struct am_call_in *in, enum am_cookie cookie, struct am_credential *out);

#endif
