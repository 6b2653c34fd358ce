/*
 * Closes connections that take longer than they may: to send a request's headers, its body, or to take the
 * answer. Connections that send a byte now and then are caught too. Any thread.
 */
#ifndef AM_WATCH_H
#define AM_WATCH_H

#include <stdint.h>

struct am_watch;
struct am_link; /* one connection */

/* Starts a thread that looks once a second. NULL when it cannot be had. `owner` is whatever a connection must
 * lead back to. Owns: the caller, am_watch_free, after all links are gone. */
struct am_watch *am_watch_new(void *owner);
void am_watch_free(struct am_watch *watch);

/* A connection on this socket begins, with a time to its first request; NULL when memory runs out. It ends
 * before the socket is closed. */
struct am_link *am_link_begin(struct am_watch *watch, int socket, int64_t within_ms);
void am_link_end(struct am_watch *watch, struct am_link *link);

/* The owner of the watch; NULL for no link. */
void *am_link_owner(const struct am_link *link);

/* From now on it may take so long; 0: as long as it likes. */
void am_link_allow(struct am_link *link, int64_t within_ms);

#endif
