/*
 * What a running server consists of: for the modules of this folder. Handlers reach it through am_call_in.
 */
#ifndef AM_SERVING_H
#define AM_SERVING_H

#include <pthread.h>
#include <stdatomic.h>

#include "faces/http/app.h"
#include "faces/http/metrics.h"
#include "faces/http/proxies.h"
#include "faces/http/routing.h"
#include "faces/http/server.h"

struct MHD_Daemon;
struct am_known;
struct am_memo;
struct am_scratch;
struct am_setup;
struct am_throttle;
struct am_tls;
struct am_watch;
struct am_workers;

struct am_server {
    struct am_server_settings settings;
    struct MHD_Daemon *daemon;
    struct am_tls *tls; /* NULL: plain HTTP */
    struct am_routing routing;
    struct am_metrics *metrics;
    struct am_workers *workers;
    struct am_watch *watch;       /* closes connections that take too long (watch.h) */
    struct am_scratch *scratch;   /* workspaces of the engine (scratch.h) */
    struct am_memo *memo;         /* of live encounters (desk/encounters.h) */
    struct am_known *known;       /* who was let in a moment ago (auth/known.h) */
    struct am_throttle *throttle; /* failed sign-ins (auth/throttle.h) */
    struct am_setup *setup;       /* the one-time link (auth/setup.h) */
    pthread_mutex_t hashing;      /* one password is hashed at a time: each takes 64 MiB */
    atomic_uint under_way;        /* requests that are read and not yet answered */
    atomic_uint requests;         /* so far: their ids */
    atomic_bool stopping;
    struct am_proxies proxies;
    bool secure; /* reached by TLS: its own, or a proxy's */
    uint16_t port;
    char image_path[AM_APP_IMAGE_ROOM]; /* under which browsers get the playbook's image */
};

/* The time now: UTC, milliseconds. */
int64_t am_server_now_ms(const struct am_server *server);

/* A new id. */
am_id am_server_id(const struct am_server *server);

/* A clock that only goes forward, milliseconds and microseconds. */
int64_t am_clock_ms(void);
int64_t am_clock_micros(void);

#endif
