/*
 * AM_SECTION_CHARACTERS: the characters of a language that is written without blanks, which stand behind
 * which and how often, and which sound alike, for mending mistyped text. Costs are sixteenths of a bit: minus
 * the logarithm of how probable something is. Written by src/playbook/compile_characters.c.
 *
 *   header · filter · numbers of code points · characters · what stands behind them · syllables
 */
#ifndef AM_CHARACTERS_H
#define AM_CHARACTERS_H

#include <stdbool.h>
#include <stdint.h>

#include "amends/memory.h"

#define AM_CHARACTERS_MAGIC UINT32_C(0x31524843)

enum {
    AM_CHARACTERS_FIRST = 0x4e00, /* code points that may have a number */
    AM_CHARACTERS_CODES = 0x5200,
    AM_CHARACTERS_MAX = 4095,
    AM_CHARACTERS_BIT = 16,         /* costs of one bit */
    AM_CHARACTERS_SOUNDS = 4,       /* syllables of a character */
    AM_CHARACTERS_ALIKE = 10,       /* characters of a syllable */
    AM_CHARACTERS_CLASSES = 16,     /* how often a pair stands, as a power of two */
    AM_CHARACTERS_FILTER = 1 << 18, /* bits */
    AM_CHARACTERS_EDGE = 0 /* number of what stands between: a mark, another script, an unknown character */
};

struct am_characters_header {
    uint32_t magic, count, pair_count, sound_count;
};

enum am_character_ban {
    AM_CHARACTER_FREE,
    AM_CHARACTER_GRAVE, /* weighs on a person, or turns a sentence round */
    AM_CHARACTER_NEVER  /* of a number: stays as it is, and nothing becomes it */
};

struct am_character {
    uint32_t code, first_pair; /* those behind the last character's begin where the pairs end */
    uint16_t total;            /* cost of a pair of class 0; each class costs a bit less */
    uint16_t unseen;           /* cost of a pair that is not listed, above what its second costs alone */
    uint16_t alone;
    uint16_t ban;
    uint16_t sounds[AM_CHARACTERS_SOUNDS]; /* syllable + 1; 0: no more */
};

/* Characters that sound alike, whatever the tone: numbers; 0: no more. */
struct am_syllable {
    uint16_t at[AM_CHARACTERS_ALIKE];
};

/* A pair by its first character: the number of the second and the class. Those of one ascend. */
#define AM_PAIR(second, class) ((uint16_t)((second) | (class) << 12))
#define AM_PAIR_SECOND(pair) ((pair)&0xfffU)
#define AM_PAIR_CLASS(pair) ((unsigned)(pair) >> 12)

struct am_characters {
    const struct am_characters_header *header;
    const uint32_t *filter;        /* two bits are set for each pair: am_characters_bits */
    const uint16_t *numbers;       /* of the code points from AM_CHARACTERS_FIRST on; 0: none */
    const struct am_character *at; /* by number, AM_CHARACTERS_EDGE first, and one behind the last */
    const uint16_t *pairs;
    const struct am_syllable *sounds;
};

/* Checks a section: false means AMENDS_E_IMAGE. An empty section is fine. */
bool am_characters_check(struct amends_view section);

/* Opens a checked section; false where there is none. */
bool am_characters_open(struct am_characters *characters, struct amends_view section);

/* The number of a code point, AM_CHARACTERS_EDGE for one that has none. */
static inline unsigned am_characters_number(const struct am_characters *characters, uint32_t code)
{
    return code - AM_CHARACTERS_FIRST < AM_CHARACTERS_CODES ? characters->numbers[code - AM_CHARACTERS_FIRST]
                                                            : AM_CHARACTERS_EDGE;
}

/* The two bits of a pair. */
static inline void am_characters_bits(unsigned first, unsigned second, uint32_t bit[2])
{
    uint64_t hash = (uint64_t)(first << 12 | second) * UINT64_C(0x9e3779b97f4a7c15);

    bit[0] = (uint32_t)(hash >> 46);
    bit[1] = (uint32_t)(hash >> 28) % AM_CHARACTERS_FILTER;
}

/* May the pair stand in the list? Nearly always right; false is certain. */
static inline bool am_characters_may_pair(const struct am_characters *characters, unsigned first,
                                          unsigned second)
{
    uint32_t bit[2];

    am_characters_bits(first, second, bit);
    return (characters->filter[bit[0] / 32] >> bit[0] % 32 & characters->filter[bit[1] / 32] >> bit[1] % 32 &
            1) != 0;
}

/* Does the pair stand in the list? `*cost` is that of the second behind the first, either way. */
bool am_characters_pair(const struct am_characters *characters, unsigned first, unsigned second,
                        unsigned *cost);

/* Another character that sounds alike, by a number of any size; AM_CHARACTERS_EDGE where none is known. */
unsigned am_characters_alike(const struct am_characters *characters, unsigned number, uint64_t which);

#endif
