/* What every test of the rules begins with. */
#ifndef AM_RULES_TEST_H
#define AM_RULES_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "amends/memory.h"

#define VIEW(text) ((struct amends_view){text, sizeof text - 1})
#define COUNT(array) (sizeof array / sizeof array[0])

/* The same numbers in every run, on every machine. */
static inline uint32_t test_random(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33);
}

#endif
