/*
 * The HTTP server (libmicrohttpd): a few threads that serve all connections, and workers for what waits.
 * Started and stopped by the program, which owns everything that the settings point to until the server has
 * stopped. No globals.
 */
#ifndef AM_SERVER_H
#define AM_SERVER_H

#include "amends/engine.h"
#include "faces/http/join/join.h"
#include "faces/http/route.h"

struct am_live;
struct am_writer;
struct am_help_setup; /* desk/help.h */
struct am_web_pack;   /* faces/web/pack.h */

/* One request that was answered, for the log: no customer's words, no person. */
struct am_http_log {
    const char *request, *method, *route; /* its id; "GET"; the pattern, "none" where no route takes it */
    int status;
    int64_t micros;
    const char *problem; /* its type; NULL where it went well */
};

struct am_server_settings {
    const char *address;                       /* numeric, IPv4 or IPv6; NULL: 127.0.0.1 */
    uint16_t port;                             /* 0: one that is free */
    const char *tls_key, *tls_certificate;     /* PEM; NULL: plain HTTP */
    unsigned loops, workers;                   /* threads; 0: as many as processors; 32 */
    unsigned connections_max, per_address_max; /* 0: AM_HTTP_CONNECTIONS_MAX; no limit */
    unsigned waiting_max;                      /* requests that wait for a worker; 0: AM_HTTP_QUEUE_MAX */
    bool plain_beside;   /* plain HTTP is spoken at another port of the same names: no HSTS, which counts for
                            all */
    const char *url;     /* how others reach it, where a proxy stands before it; NULL */
    const char *proxies; /* whose X-Forwarded-For is believed: addresses, networks; NULL: nobody's */
    unsigned session_days;                /* after which one signs in again; 0: 30 */
    bool second_factor;                   /* who may administer must have an authenticator */
    const struct am_route *const *tables; /* NULL: am_route_tables */

    am_store *store;
    am_id org;                /* the organisation that is meant where a sign-in names none */
    const unsigned char *key; /* 32 bytes of the server's key file: seals what must be readable again */
    const amends_engine *engine;
    struct amends_view image;         /* the playbook of the engine */
    const struct am_web_pack *web;    /* the app; NULL: none */
    int64_t (*now_ms)(void *context); /* UTC; NULL: the system's clock */
    void *now_context;
    bool (*ready)(void *context, char *reason, size_t size); /* may be NULL */
    void *ready_context;
    void (*log)(void *context, const struct am_http_log *entry); /* any thread; may be NULL */
    void *log_context;
    struct am_live
        *live; /* the hub of live events (live/live.h), begun and ended by the server; NULL: none */
    /* What a call for help can be delivered by, and who has a live screen open now: filled in for each call;
     * what it points to lives in the arena. NULL: nothing but telephoning. */
    void (*help)(void *context, am_id org, struct am_arena *arena, struct am_help_setup *setup);
    void *help_context;
    /* What else is counted, appended to /metrics; any thread; may be NULL. */
    void (*metrics)(void *context, struct am_writer *out);
    void *metrics_context;
    am_join_where *join; /* where devices of this network find the desk; NULL: as `url` or the address says */
    void *join_context;
};

/* Starts. NULL where it cannot, and why in `trouble`. Owns: the caller, am_server_stop. */
struct am_server *am_server_start(const struct am_server_settings *settings, char *trouble, size_t size);

/* Shows another certificate from now on (PEM, as in the settings): one that was renewed. False where it was
 * started without one, or this one cannot be used; then the one until now stays. Any thread. */
bool am_server_show(struct am_server *server, const char *certificate, const char *key);

/* The port it listens on. */
uint16_t am_server_port(const struct am_server *server);

/* The path and fragment of the one-time link that makes the owner ("/setup#…"); NULL where there are people
 * already. Valid until it is used or the server stops. */
const char *am_server_setup_link(const struct am_server *server);

/* Whether its organisation is the demo shop. */
bool am_server_is_demo(const struct am_server *server);

/* Takes no more connections, answers what is under way (AM_HTTP_STOP_MS_MAX at most), stops. NULL does
 * nothing. */
void am_server_stop(struct am_server *server);

#endif
