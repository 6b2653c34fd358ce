/*
 * Calls for help on their way to somebody who has no screen open: by webhook, by e-mail, by a command of the
 * server's. Deliveries are records (desk/help.h); here they are taken up, sent outside of any transaction,
 * each on a thread of its own, and what became of them is written. A process takes a delivery for as long as
 * an attempt may last, so that two processes on one database do not both send it, and one that dies in the
 * middle leaves it to be taken up again, if it is not too late by then. Nothing is sent behind a delivery's
 * last moment. One receiver that hangs holds no other up.
 *
 * Made before the server, whose calls ask it what is there (am_deliver_help); begun when the store can be
 * written; ended before the store is closed. Owns what it made; borrows what the settings point to.
 */
#ifndef AM_DELIVER_H
#define AM_DELIVER_H

#include "desk/coach.h"
#include "desk/help.h"
#include "faces/json/writer.h"

struct am_live;
struct am_deliver;

enum {
    AM_DELIVER_AT_ONCE = 32,       /* attempts under way in a process */
    AM_DELIVER_AT_ONE_ADDRESS = 2, /* of them to one receiver: one that hangs leaves room for others */
    AM_DELIVER_POLL_MS = 500,      /* so often it looks for what is due, also by other processes */
    AM_DELIVER_ATTEMPT_MS = 5000   /* one attempt lasts no longer, nor than a third of AM_HELP_UNSEEN_MS as it
                                      is set, so that there is time for another; it is cut off */
};

/* One attempt that has ended, for the log: no address, no words. */
struct am_deliver_log {
    am_id delivery;
    const char *way, *result; /* "webhook"; "done", "again", "failed" */
    const char *trouble;      /* our own words; "" */
    int64_t attempts_ms;      /* how long it took */
};

struct am_deliver_settings {
    am_store *store;
    const struct am_coach *coach; /* for jobs alone, which the store's writer runs one after the other */
    struct am_live *live;         /* whose screens are open; NULL: nobody's */
    const unsigned char *key;     /* 32 bytes: seals the secrets of webhooks */
    const char *url;              /* how people reach the desk, named in messages; NULL or "": not named */
    const char *smtp_url;         /* smtp://host:port or smtps://host:port; NULL or "": no e-mail */
    const char *smtp_user, *smtp_password, *smtp_from;
    bool smtp_plain;                  /* no TLS: for a mail server on this machine */
    const char *networks;             /* not public, and yet open to webhooks, also by plain http */
    const char *ca;                   /* a PEM file of authorities; NULL or "": the system's */
    const char *commands;             /* "bell=/usr/bin/ring --quick; sms=/usr/bin/sms {to}" */
    int64_t unseen_ms;                /* 0: AM_HELP_UNSEEN_MS */
    int64_t (*now_ms)(void *context); /* UTC; NULL: the system's clock */
    void *now_context;
    void (*log)(void *context, const struct am_deliver_log *entry); /* any thread; may be NULL */
    void *log_context;
};

/* NULL where memory runs out or a setting cannot be read: `trouble` says which. Owns: the caller,
 * am_deliver_free. Before other threads begin. */
struct am_deliver *am_deliver_new(const struct am_deliver_settings *settings, char *trouble, size_t size);
void am_deliver_free(struct am_deliver *deliver);

/* Starts its thread; false where there is none. */
bool am_deliver_begin(struct am_deliver *deliver);

/* Takes no more, lets what is under way end (AM_DELIVER_ATTEMPT_MS at most), writes what became of it. NULL
 * does nothing, nor does one that was not begun. */
void am_deliver_end(struct am_deliver *deliver);

/* What a call can be delivered by (am_server_settings.help); `deliver` is the context. From the arena. */
void am_deliver_help(void *deliver, am_id org, struct am_arena *arena, struct am_help_setup *setup);

/* Something was committed: it looks soon. Waits for nothing. Any thread; NULL does nothing. */
void am_deliver_wake(struct am_deliver *deliver);

/* Attempts by way and result, those under way: the text format of Prometheus, appended. NULL adds nothing. */
void am_deliver_metrics(struct am_deliver *deliver, struct am_writer *out);

#endif
