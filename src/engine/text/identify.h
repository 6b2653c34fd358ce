/*
 * AM_SECTION_IDENTIFY: words and letter groups of each language and of its neighbours, with weights. A class
 * is a language of the playbook (its index) or a neighbour, which means "none". Written by
 * src/playbook/compile_identify.c.
 *
 *   header · slots · weights
 */
#ifndef AM_IDENTIFY_H
#define AM_IDENTIFY_H

#include <stdbool.h>
#include <stdint.h>

#include "amends/memory.h"

#define AM_IDENTIFY_MAGIC UINT32_C(0x33544449)

enum {
    AM_IDENTIFY_CLASSES_MAX = 64,
    AM_FRAGMENT_LEN_MAX = 5,
    AM_FRAGMENT_EDGE = 0x110002,
    AM_FILTER_WORDS = 1024 /* 32 bits each: am_filter_bit */
};

struct am_identify_header {
    uint32_t magic, slot_count, weight_count;
    uint16_t language_count, class_count;
    uint32_t reserved;                       /* keeps the slots aligned */
    uint32_t lengths;                        /* bit per length of fragments that occur */
    uint8_t script[AM_IDENTIFY_CLASSES_MAX]; /* enum am_script of each class */
    uint32_t filter[AM_FILTER_WORDS]; /* bit per am_filter_bit() of a hash that is in the table: most groups
                            are turned away here */
};

/* A word or fragment; hash 0: empty. Its weights are [first_weight, first_weight + count). */
struct am_identify_slot {
    uint64_t hash;
    uint32_t first_weight, count;
};

struct am_identify_weight {
    uint8_t class, weight;
};

/* Words are hashed as in language.h; fragments end with their own mark, so that the two never meet. */
#define AM_FRAGMENT_MARK 0x110003

static inline unsigned am_filter_bit(uint64_t hash)
{
    return (unsigned)(hash >> 49);
}

/* Checks a section against the playbook's number of languages: false means AMENDS_E_IMAGE. An empty section
 * is fine. */
bool am_identify_check(struct amends_view section, unsigned language_count);

#endif
