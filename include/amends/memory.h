/*
 * Memory comes from the caller. The library asks through this alone, only when
 * something is made, never in a step.
 */
#ifndef AMENDS_MEMORY_H
#define AMENDS_MEMORY_H

#include <stddef.h>

struct amends_allocator {
    /* Gives `size` bytes aligned for any type, or NULL. `size` is never 0. */
    void *(*allocate)(void *context, size_t size);
    /* Takes back what allocate gave; `memory` is never NULL. */
    void (*release)(void *context, void *memory);
    void *context;
};

/* A view of text: UTF-8, not NUL-terminated, borrowed. Pointer before length. */
struct amends_view {
    const char *bytes;
    size_t len_bytes;
};

/* A span in Unicode code points of the text, end exclusive. */
struct amends_span {
    unsigned start, end;
};

#endif
