/*
 * How a device joins: the pages that it is shown, and where they are. The route that makes a join code, the
 * one that takes it and the page that asks for it are join.c's; the page that installs trust is served over
 * plain HTTP by server.c.
 */
#ifndef AM_JOIN_H
#define AM_JOIN_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/arena.h"
#include "faces/http/join/words.h"

struct sockaddr;

enum {
    AM_JOIN_CODE_LEN = 8,      /* of Crockford's base 32: 40 bits */
    AM_JOIN_CODE_MS = 600000,  /* so long a code is good */
    AM_JOIN_PENDING_MOST = 50, /* codes of one organisation that wait at once */
    AM_JOIN_ADDRESS_LEN = 300
};

/* Where devices find the desk now; it changes with the machine's addresses. Everything lives in the arena. */
struct am_join_place {
    const char *desk; /* "https://192.168.1.5:8443" */
    const char
        *page; /* where trust is installed: "http://192.168.1.5:8080"; NULL: no trust is to be installed */
    const char *const *names; /* addresses and host names under which both are reached; may be NULL */
    size_t name_count;
    uint16_t desk_port;
    struct amends_view ca_der, ca_pem; /* of the authority, where there is a page */
    const char *ca_name, *ca_print;
};

/* Fills in the place; false where there is none (or no memory). Any thread. */
typedef bool am_join_where(void *context, struct am_arena *arena, struct am_join_place *out);

/* ---- pages, as HTML in the arena; NULL when memory runs out */

enum am_join_system { AM_JOIN_ON_COMPUTER, AM_JOIN_ON_IPHONE, AM_JOIN_ON_ANDROID };

/* What the browser's own description says. NULL: a computer. */
enum am_join_system am_join_system_of(const char *user_agent);

/* The page that installs trust. `host`: the Host header, under which it was asked for: the link to the desk
 * has the same host where the certificate is good for it, and place->desk otherwise. May be NULL. */
const char *am_join_trust_page(const struct am_join_place *place, const char *host, enum am_join_lang lang,
                               enum am_join_system system, struct am_arena *arena);

/* The page on which a code is given back, over TLS. */
const char *am_join_sign_page(enum am_join_lang lang, struct am_arena *arena);

/* The Content-Security-Policy of each: their own style and script alone. */
const char *am_join_trust_policy(struct am_arena *arena);
const char *am_join_sign_policy(struct am_arena *arena);

/* Apple's configuration profile with the authority's certificate. NULL when memory runs out. */
const char *am_join_profile(const struct am_join_place *place, struct am_arena *arena);

/* ---- the server of the first page */

struct am_join_server;

struct am_join_settings {
    const char *address; /* numeric; "::" takes IPv4 too */
    uint16_t port;       /* 0: one that is free */
    am_join_where *where;
    void *context;
    bool (*near)(const struct sockaddr *peer); /* who is answered at all */
};

/* Serves the page, the certificate in three forms and nothing else, over plain HTTP. NULL, and why in
 * `trouble`. Owns: the caller, am_join_server_stop. */
struct am_join_server *am_join_server_start(const struct am_join_settings *settings, char *trouble,
                                            size_t size);
uint16_t am_join_server_port(const struct am_join_server *server);
void am_join_server_stop(struct am_join_server *server);

#endif
