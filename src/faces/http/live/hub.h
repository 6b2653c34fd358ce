/*
 * What the hub of live events consists of: for the files of this folder. One lock guards all of it; it is
 * held for a look at the streams, never over a question to the store. Inside it MHD's own lock may be taken
 * (to suspend and to resume), never the other way round.
 */
#ifndef AM_LIVE_HUB_H
#define AM_LIVE_HUB_H

#include <pthread.h>
#include <stdatomic.h>

#include "domain/kinds/ledger.h"
#include "faces/http/auth/caller.h"
#include "faces/http/limits.h"
#include "faces/http/live/live.h"

enum { AM_LIVE_BUCKETS = 1024 };

/* A notice as it is sent. */
struct am_live_entry {
    struct am_notice notice; /* `kind` is not kept */
    bool for_all;            /* "reset": whoever listens */
    size_t len_bytes;
    char *text;
};

/* An organisation in which somebody listens, with its latest notices. They are counted from 0 as they come;
 * the ring holds those from `first` to before `end`. */
struct am_live_org {
    struct am_live_org *next;
    am_id org;
    int64_t last; /* the number of the newest that was read */
    uint64_t first, end;
    struct am_stream *streams;
    struct am_live_entry ring[AM_LIVE_RING];
};

struct am_stream {
    struct am_live *live;
    struct am_live_org *org;
    struct am_stream *before, *behind; /* of the organisation */
    struct am_stream *same;            /* whose person falls into the same bucket */
    struct am_caller caller;
    struct MHD_Connection *connection;
    int socket;    /* -1: not yet */
    unsigned refs; /* the exchange's and those of a check under way */
    bool gone;     /* the exchange has left */
    bool suspended, ending, beat;
    int64_t place;  /* the newest notice that was dealt with */
    int64_t told;   /* the newest number that was sent */
    uint64_t next;  /* in the ring */
    size_t part;    /* bytes of it that were sent */
    size_t waiting; /* bytes that are there for it */
    char *head;     /* what is sent first: its place, and what it missed; from malloc */
    size_t head_len, head_at;
    int64_t beat_at_ms, check_at_ms, took_at_ms;
    uint64_t known_state;
};

struct am_live {
    struct am_live_settings settings;
    struct am_server *server;
    pthread_mutex_t lock;
    struct am_live_org *orgs;
    struct am_stream *buckets[AM_LIVE_BUCKETS]; /* by person */
    bool ending;
    int hung_up; /* epoll: whose client has gone, while nothing is read or written */
    atomic_uint streams;
    atomic_uint_least64_t told, slow, ended;

    pthread_mutex_t bell_lock; /* apart, so that a commit never waits for the streams */
    pthread_cond_t bell;
    bool rung, over, begun;
    pthread_t thread;
};

/* ---- events.c: notices as text */

/* Appends it: "id: 7\ndata: {…}\n\n". */
void am_live_write(struct am_writer *out, const struct am_notice *notice);

/* "All that you know may be old": with the place from which it goes on. */
void am_live_write_reset(struct am_writer *out, int64_t place);

/* May this person hear of it? */
bool am_live_may_hear(const struct am_actor *actor, const struct am_notice *notice);

/* ---- ring.c: under the lock */

/* Notices that were read, in their order; tells the streams. */
void am_live_append(struct am_live_org *org, const struct am_notice *notices, size_t count);

/* Takes the ring's memory back. */
void am_live_org_free(struct am_live_org *org);

/* ---- stream.c */

enum am_live_joined { AM_LIVE_JOINED, AM_LIVE_MANY, AM_LIVE_ENDING, AM_LIVE_BEHIND, AM_LIVE_MEMORY };

/* A new stream from `place` on; takes over `head`, which is sent first, when it is joined. The caller's
 * contents are copied. */
enum am_live_joined am_live_join(struct am_live *live, const struct am_caller *caller, int64_t place,
                                 char *head, size_t head_len, struct am_stream **out);

/* Under the lock. Ends it; `hard`: also where it waits for a client that does not read. */
void am_stream_end(struct am_stream *stream, bool hard);

/* Under the lock. Ends those whose clients have gone; true: there were some. */
bool am_live_reap(struct am_live *live);

/* Under the lock. Goes on, if it was suspended. */
void am_stream_resume(struct am_stream *stream);

/* Under the lock. Gives one reference back. */
void am_stream_unref(struct am_stream *stream);

/* Does this entry concern it? */
bool am_stream_hears(const struct am_stream *stream, const struct am_live_entry *entry);

/* ---- check.c */

/* Asks the store anew about some whose turn it is; true: there are more. */
bool am_live_check(struct am_live *live, int64_t clock_ms);

#endif
