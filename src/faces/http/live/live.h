/*
 * Live events: what is new, told to open screens as server-sent events. One hub per process reads the notices
 * that were written since it last looked, once for each organisation however many listen, and hands each to
 * the connections whose person may hear it. A connection for which there is nothing is suspended and costs no
 * thread. Made before the store (whose commits wake it), begun and ended by the server, freed after the store
 * is closed.
 */
#ifndef AM_LIVE_H
#define AM_LIVE_H

#include "domain/port.h"
#include "faces/json/writer.h"

struct MHD_Connection;
struct MHD_Response;
struct am_live;
struct am_server;
struct am_stream; /* one connection that listens */

/* 0 stands for the value in limits.h. */
struct am_live_settings {
    unsigned per_person;  /* streams of one person at once */
    int64_t poll_ms;      /* so often it looks for what other processes wrote */
    int64_t beat_ms;      /* so often a comment is sent, that both ends find a dead line */
    int64_t check_ms;     /* so often it is asked anew whether the session still stands */
    size_t waiting_bytes; /* a stream for which more than this waits is closed */
};

/* NULL when memory runs out. `settings` may be NULL. Owns: the caller, am_live_free. */
struct am_live *am_live_new(const struct am_live_settings *settings);
void am_live_free(struct am_live *live);

/* Something was committed: am_store_settings.committed, with the hub as its context. Never waits for
 * anything. Any thread, at any time between am_live_new and am_live_free. */
void am_live_wake(void *live);

/* Starts its thread. False when it cannot be had. The server outlives am_live_end. */
bool am_live_begin(struct am_live *live, struct am_server *server);

/* Takes no more streams, ends those that are open (their screens come back by Last-Event-ID, to whoever
 * listens then), waits shortly for them, ends the thread. Before MHD_stop_daemon: no connection stays
 * suspended. NULL does nothing; nor does a hub that was not begun. */
void am_live_end(struct am_live *live);

/* How many listen, were told, were closed: the text format of Prometheus, appended. NULL adds nothing. */
void am_live_metrics(struct am_live *live, struct am_writer *out);

/* Who has a screen open now with this process: people who signed in, each once; programs with a token are
 * none. From the arena; 0 where there is nobody, or no memory. NULL: nobody. Any thread. */
size_t am_live_screens(struct am_live *live, am_id org, struct am_arena *arena, am_id **people);

/* For the timer: removes an organisation's notices that are older than AM_LIVE_KEPT_MS, but for the newest,
 * which says how far the numbers have come. `*count`: how many. What storage answered. */
enum am_kept am_live_sweep(am_store *store, am_id org, int64_t now_ms, int64_t *count);

/* ---- for the exchange */

/* The answer that never ends; NULL when memory runs out. Owns: the caller. In the connection's thread. */
struct MHD_Response *am_stream_response(struct am_stream *stream, struct MHD_Connection *connection);

/* The request is over: the stream is gone. NULL does nothing. */
void am_stream_leave(struct am_stream *stream);

#endif
