/*
 * What is done from time to time, on one thread of its own: approvals and calls that are due, promises,
 * retention, backups. It knows none of them: each is a function and how often it is asked. A step that takes
 * long delays the others, never the requests.
 */
#ifndef AM_TIMER_H
#define AM_TIMER_H

#include <stddef.h>
#include <stdint.h>

/* One step. `now_ms` is UTC. The first time is one interval after the start. */
struct am_timed {
    const char *name;
    int64_t every_ms;
    void (*run)(void *context, int64_t now_ms);
    void *context;
};

enum { AM_TIMED_MOST = 32 };

struct am_timer;

/* Starts the thread; copies the table. `now_ms` NULL: the system's clock; how often is measured by a clock
 * that only goes forward. NULL when memory or threads run out, or there are more than AM_TIMED_MOST. Owns:
 * the caller, am_timer_stop. */
struct am_timer *am_timer_start(const struct am_timed *steps, size_t count, int64_t (*now_ms)(void *context),
                                void *context);

/* Waits for the step that runs, ends the thread. NULL does nothing. */
void am_timer_stop(struct am_timer *timer);

/* Whether HH:MM of `times` (blanks or commas between) lies between the two instants, the first excluded, in
 * the time zone of the machine. Thread-safe. */
int am_times_between(const char *times, int64_t after_ms, int64_t until_ms);

#endif
