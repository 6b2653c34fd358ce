/*
 * AM_SECTION_WORDS: the words of a language with how often they stand, and which letters follow each other,
 * for mending mistyped words. Words are a tree of letters whose equal parts are kept once. Costs are
 * sixteenths of a bit: minus the logarithm of how probable something is. Written by
 * src/playbook/compile_words.c.
 *
 *   header · filter · nodes · letters that come next · best class of each · costs of a letter behind two
 * others
 */
#ifndef AM_WORDS_H
#define AM_WORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "amends/memory.h"
#include "engine/playbook/layout.h"

#define AM_WORDS_MAGIC UINT32_C(0x31445257)

enum {
    AM_WORDS_LETTERS_MAX = 60, /* letters are numbered from 1; 0: a word's edge, the last + 1: any other */
    AM_WORDS_CODES = 0x460,    /* letters lie below */
    AM_WORDS_LEN_MAX = 32,
    AM_WORDS_NEAR = 4, /* keys beside one */
    AM_WORDS_BIT = 16, /* costs of one bit */
    AM_WORDS_CLASSES = 31,
    AM_WORDS_NEXT = 16
};

struct am_words_header {
    uint32_t magic, node_count, letter_count;
    uint32_t root;                              /* the row of first letters */
    uint32_t total;                             /* cost of a word of class 0; each class is half a bit less */
    uint32_t unknown;                           /* cost of being none of the words */
    uint32_t least;                             /* cost of the most frequent word */
    uint32_t filter_count;                      /* numbers of the filter, a power of two */
    uint32_t letters[AM_WORDS_LETTERS_MAX + 4]; /* of the numbers */
    uint8_t codes[AM_WORDS_CODES];              /* numbers of letters; 0: none */
    uint8_t near[AM_WORDS_LETTERS_MAX + 4][AM_WORDS_NEAR];
};

/* A node: a letter, whether it is the last of its row, the word that ends here, the row of letters behind. */
enum am_words_ban {
    AM_WORDS_FREE,
    AM_WORDS_GRAVE, /* weighs on a person, or turns a sentence round: by one usual error alone */
    AM_WORDS_NEVER  /* a number: nothing is mended to it */
};
#define AM_NODE_LETTER(node) ((node)&63U)
#define AM_NODE_LAST(node) (((node) >> 6) & 1U)
#define AM_NODE_CLASS(node) (((node) >> 7) & 31U) /* class + 1; 0: no word */
#define AM_NODE_BAN(node) (((node) >> 12) & 3U)
#define AM_NODE_BELOW(node) ((node) >> 14) /* the first of the row; 0: none */
#define AM_NODE(letter, class, ban, below)                                                                   \
    ((uint32_t)(letter) | (uint32_t)(class) << 7 | (uint32_t)(ban) << 12 | (uint32_t)(below) << 14)
#define AM_NODE_LAST_BIT UINT32_C(64)
enum { AM_NODES_MAX = 1 << 18 };

struct am_wordlist {
    const struct am_words_header *header;
    const uint32_t *filter; /* two bits are set for each word: am_words_bits */
    const uint32_t *nodes;
    const uint16_t *next;   /* of each node: a bit per letter (modulo AM_WORDS_NEXT) of the row behind it */
    const uint8_t *best;    /* of each node: the highest class + 1 of the words that go through it */
    const uint8_t *follows; /* [before that][before][letter] */
};

/* Checks a section: false means AMENDS_E_IMAGE. An empty section is fine. */
bool am_words_check(struct amends_view section);

/* Opens a checked section; false where there is none. */
bool am_words_open(struct am_wordlist *words, struct amends_view section);

/* A word as numbers of letters. */
struct am_spelling {
    uint8_t letters[AM_WORDS_LEN_MAX + 4];
    unsigned len;
};

/* False for one that is too long or has a letter that none of the words has. */
bool am_words_spell(const struct am_wordlist *words, const uint32_t *norm, unsigned len,
                    struct am_spelling *out);

/* The two bits of a word with this hash (am_hash_letter) among `bits`, a power of two. */
static inline void am_words_bits(uint64_t hash, uint32_t bits, uint32_t bit[2])
{
    hash = (hash ^ hash >> 29) * UINT64_C(0xbf58476d1ce4e5b9);
    bit[0] = (uint32_t)(hash >> 32) & (bits - 1);
    bit[1] = (uint32_t)(hash >> 8) & (bits - 1);
}

/* May it be one of the words? Nearly always right; false is certain. */
bool am_words_may_have(const struct am_wordlist *words, const uint32_t *norm, unsigned len);

/* How many of its letters begin a word; `*node` is that of the word, 0 where it is none. */
unsigned am_words_find(const struct am_wordlist *words, const struct am_spelling *spelling, uint32_t *node);

/* Cost of a word, by its node. */
static inline unsigned am_words_cost(const struct am_wordlist *words, uint32_t node)
{
    return words->header->total - (AM_NODE_CLASS(node) - 1) * (AM_WORDS_BIT / 2);
}

/* Cost of its letters in this order. */
unsigned am_words_oddness(const struct am_wordlist *words, const struct am_spelling *spelling);

/* What is looked for: the word that costs least with the errors that would make `typed` of it. Also the
 * beginning of one with an ending behind that was typed without error. */
struct am_words_search {
    const struct am_wordlist *words;
    const struct am_spelling *typed;
    unsigned error; /* cost of one: two letters swapped, one left out, typed twice, or the key beside */
    unsigned errors_most;
    bool first;              /* the first letter may be wrong too */
    uint64_t endings;        /* a bit per place in `typed`: from there on it is an ending of the language */
    unsigned credit;         /* of a beginning with an ending, which costs as an unknown word otherwise */
    unsigned grave;          /* cost of words that are AM_WORDS_GRAVE */
    unsigned below;          /* must cost less than this; in the end, what the best costs */
    uint32_t *steps;         /* taken down; at 0 it ends */
    struct am_spelling best; /* len 0: none */
};
void am_words_nearest(struct am_words_search *search);

#endif
