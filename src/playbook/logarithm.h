/*
 * Costs of what is probable: logarithms in whole numbers, the same everywhere.
 */
#ifndef AM_LOGARITHM_H
#define AM_LOGARITHM_H

#include <stdint.h>

/* Sixteen times the binary logarithm of a whole number above 0, rounded down. */
static inline unsigned am_logarithm(uint64_t value)
{
    unsigned whole = 63 - (unsigned)__builtin_clzll(value), result = whole * 16;
    uint64_t part = whole >= 31 ? value >> (whole - 31) : value << (31 - whole); /* 1.0 is 2^31 */

    for (unsigned bit = 8; bit > 0; bit /= 2) {
        part = part * part >> 31;
        if (part >> 32) {
            part >>= 1;
            result += bit;
        }
    }
    return result;
}

#endif
