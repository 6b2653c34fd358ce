/*
 * Threads for requests that may wait: for storage, for a password's hash. The server's own threads, each of
 * which serves many connections, never do. Jobs begin in the order in which they came.
 */
#ifndef AM_WORKERS_H
#define AM_WORKERS_H

#include <stdbool.h>
#include <stddef.h>

struct am_workers;

/* Starts `count` threads with room for `waiting_max` jobs. NULL when they cannot be had. Owns: the caller,
 * am_workers_free. */
struct am_workers *am_workers_new(unsigned count, size_t waiting_max);

/* Has one of them run work(context). False: as many as may wait are waiting. Any thread. */
bool am_workers_give(struct am_workers *workers, void (*work)(void *context), void *context);

/* Runs what waits, ends the threads. NULL does nothing. */
void am_workers_free(struct am_workers *workers);

#endif
