/*
 * The C library's malloc and free as an allocator, for programs that have no wish of their own. The library
 * itself does not use it.
 */
#ifndef AMENDS_MALLOC_H
#define AMENDS_MALLOC_H

#include <stdlib.h>

#include "amends/memory.h"

static inline void *amends_malloc_allocate(void *context, size_t size)
{
    (void)context;
    return malloc(size);
}

static inline void amends_malloc_release(void *context, void *memory)
{
    (void)context;
    free(memory);
}

/* Initialiser: `const struct amends_allocator allocator = AMENDS_MALLOC;`. Thread-safe. */
#define AMENDS_MALLOC                                                                                        \
    {                                                                                                        \
        amends_malloc_allocate, amends_malloc_release, NULL                                                  \
    }

#endif
