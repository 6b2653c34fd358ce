/*
 * Lines from a file descriptor: a line over the limit is skipped without being held; before it waits for more
 * input the caller is told, so that answers can be flushed; signals end it between two lines. One per thread.
 */
#ifndef AM_INPUT_H
#define AM_INPUT_H

#include <stdbool.h>
#include <stdint.h>

#include "amends/memory.h"

enum am_input_result {
    AM_INPUT_LINE,
    AM_INPUT_TOO_LONG, /* this line was skipped */
    AM_INPUT_END,
    AM_INPUT_SIGNAL, /* the signal's number is in `signal` */
    AM_INPUT_FAILED  /* errno tells */
};

struct am_input {
    int fd, signal_fd;                  /* signal_fd: of am_signals_open, -1 for none */
    void (*before_wait)(void *context); /* may be NULL */
    void *context;
    char *buffer;
    size_t start, end, capacity;
    uint64_t line; /* number of the line last given, from 1; blank lines count */
    bool at_end, skipping;
    int signal;
};

/* The fields fd, signal_fd, before_wait and context are set by the caller, the rest is zero. */
/* The next line that is not blank, without its line end; a BOM before the first is skipped. The view lives
 * until the next call. */
enum am_input_result am_input_next(struct am_input *input, struct amends_view *out);
void am_input_dispose(struct am_input *input);

/* Blocks SIGINT, SIGTERM, SIGHUP and SIGQUIT and gives a descriptor from which they are read; -1 on failure.
 */
int am_signals_open(void);

#endif
