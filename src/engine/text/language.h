/*
 * AM_SECTION_LANGUAGE: what language.yaml says of words, as the text stage reads it in place. Words are found
 * by a hash of their normalised code points; several words in a row hash on from one to the next. Written by
 * src/playbook/compile_language.c. Little-endian, 8-byte aligned, no pointers.
 *
 *   header · slots · words · pieces · clitics · norms (code points)
 */
#ifndef AM_LANGUAGE_H
#define AM_LANGUAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "amends/memory.h"

#define AM_LANGUAGE_MAGIC UINT32_C(0x33474e4c)
#define AM_WORD_NONE UINT32_MAX

enum am_word_role {
    AM_WORD_CONTINUES = 1, /* an entry of more words begins with this one */
    AM_WORD_VARIANT = 2,
    AM_WORD_NUMBER = 4,
    AM_WORD_AND = 8,
    AM_WORD_CURRENCY = 16,
    AM_WORD_COIN = 32,
    AM_WORD_PERCENT_AFTER = 64,
    AM_WORD_PERCENT_BEFORE = 128,
    AM_WORD_TENTHS_LEFT = 256,
    AM_WORD_PERCENT_FIXED = 512,
    AM_WORD_TIME = 1024,
    AM_WORD_TIME_UNIT = 2048,
    AM_WORD_TIME_AFTER = 4096,
    AM_WORD_TIME_BEFORE = 8192
};

enum am_number_op { AM_NUMBER_PLAIN, AM_NUMBER_TIMES, AM_NUMBER_PLUS };

enum am_language_flag { AM_LANGUAGE_COMPOUND = 1, AM_LANGUAGE_SHORT = 2, AM_LANGUAGE_GROUP_SPACE = 4 };

enum { AM_WORDS_IN_ENTRY_MAX = 4, AM_PIECES_MAX = 8, AM_CLITIC_LEN_MAX = 8, AM_WORD_LEN_MAX = 48 };

struct am_language_header {
    uint32_t magic;
    uint32_t slot_count; /* a power of two */
    uint32_t word_count, piece_count, clitic_count, norm_count;
    uint32_t flags;   /* enum am_language_flag */
    uint32_t decimal; /* '.' or ',' */
    uint64_t
        starts[4]; /* bit per am_start_bit(): an open-ended word or part of a compound number begins so */
};

struct am_word {
    uint64_t hash;
    int64_t value; /* NUMBER: thousandths, or the factor or summand itself (TIMES, PLUS); PERCENT_FIXED: per
                      cent */
    uint32_t first_piece;
    uint32_t coin; /* COIN: minor units of the currency */
    uint16_t roles;
    uint8_t op, piece_count;
    char currency[4]; /* CURRENCY and COIN; "" not named */
};

/* A word that a variant or clitic is rewritten to. */
struct am_piece {
    uint32_t norm; /* offset into the norms */
    uint8_t len, kind, script, reserved;
    uint32_t word; /* its own entry, or AM_WORD_NONE */
};

/* A clitic: the end of a word, as norms[norm .. norm + len). */
struct am_clitic {
    uint32_t norm, len, first_piece, piece_count;
};

/* A slot of the hash table: `word` is index + 1, 0 for empty. */
struct am_slot {
    uint32_t tag, word;
};

struct am_language {
    const struct am_language_header *header;
    const struct am_slot *slots;
    const struct am_word *words;
    const struct am_piece *pieces;
    const struct am_clitic *clitics;
    const uint32_t *norms;
};

/* --- hashing: step over code points, am_hash_end for the finished value; am_hash_next between words --- */
#define AM_HASH_START UINT64_C(0x9E3779B97F4A7C15)

static inline uint64_t am_hash_step(uint64_t hash, uint32_t cp)
{
    return (hash ^ cp) * UINT64_C(0xD6E8FEB86659FD93) + (hash >> 47);
}
static inline uint64_t am_hash_letters(uint64_t hash, const uint32_t *letters, unsigned len)
{
    for (unsigned i = 0; i < len; i++)
        hash = am_hash_step(hash, letters[i]);
    return hash;
}
static inline uint64_t am_hash_next(uint64_t hash)
{
    return am_hash_step(hash, 0x110000);
}
static inline uint64_t am_hash_end(uint64_t hash)
{
    hash ^= hash >> 32;
    hash *= UINT64_C(0xD6E8FEB86659FD93);
    return hash ^ hash >> 29;
}
/* Of an open-ended word ("рубл*"): after its code points. */
static inline uint64_t am_hash_open(uint64_t hash)
{
    return am_hash_end(am_hash_step(hash, 0x110001));
}
/* The bit of header.starts for the first two code points of a word. */
static inline unsigned am_start_bit(uint32_t first, uint32_t second)
{
    return (first * 31U + second * 7U) & 255U;
}

/* Checks every count, offset and index of a section: false means AMENDS_E_IMAGE. An empty section (NULL) is
 * fine. */
bool am_language_check(struct amends_view section);

/* Opens a checked section; false (and all empty) when there is none. */
bool am_language_open(struct am_language *language, struct amends_view section);

/* The word with this finished hash: its index, or AM_WORD_NONE. */
uint32_t am_language_find(const struct am_language *language, uint64_t hash);

#endif
