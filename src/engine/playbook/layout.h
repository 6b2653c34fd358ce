/*
 * How the sections of rules and lexicon lie in the image (docs/design/playbook.md, "The image"). Offsets
 * count bytes from the section's beginning; all numbers little-endian. Written by src/playbook, read in place
 * here.
 */
#ifndef AM_PLAYBOOK_LAYOUT_H
#define AM_PLAYBOOK_LAYOUT_H

#include <stdint.h>

enum {
    AM_LAYOUT_VERSION = 5,
    AM_WORD_LETTERS_MAX = 48, /* longer tokens are no word of a pattern */
    AM_ENDING_SETS_MAX = 64,
    AM_ENDINGS_NONE = 0, /* set 0: nothing may follow */
    AM_ENDINGS_ANY = 1   /* set 1: anything may follow */
};

/* Terms: what a pattern's element asks of a token. The first are no words. */
enum am_term {
    AM_TERM_NONE,
    AM_TERM_NUMBER, /* a quantity begins here; in the order of enum am_quantity_kind */
    AM_TERM_AMOUNT,
    AM_TERM_PERCENT,
    AM_TERM_TIME,
    AM_TERM_EMOJI,
    AM_TERM_CAPS,
    AM_TERM_MASK,
    AM_TERM_NEGATOR,  /* a negator may begin here */
    AM_TERM_FUNCTION, /* a frequent word of the language */
    AM_TERM_QUESTION, /* these two are no token's, but the sentence's: it asks, it exclaims */
    AM_TERM_EXCLAMATION,
    AM_TERM_WORDS = 16
};

/* Tables: offset and number of entries. */
struct am_table {
    uint32_t offset, count;
};

struct am_lexicon_header {
    uint32_t version, filter_bits, ending_bits, stem_len_max;
    uint64_t empty_sets;                   /* bit per set of endings that has the empty one */
    uint64_t seed;                         /* am_stem_mix */
    struct am_table stems, postings;       /* am_lexicon_stem; am_lexicon_posting */
    struct am_table ending_slots, endings; /* u32 ending number + 1; am_lexicon_ending */
    struct am_table typos, masks;          /* am_lexicon_loose */
    struct am_table letters;               /* u32 code points */
    struct am_table filter;                /* u32: am_stem_bit */
};
/* The stems lie where their hashes lead: a slot each, so that one look finds all there is to a stem. Two
 * thirds of the slots are taken. */
enum { AM_STEM_FIRST_BITS = 24, AM_STEM_POSTINGS_MAX = 255 };
struct am_lexicon_stem {
    uint32_t check;    /* the half of the mixed hash that did not lead here: stands for the letters */
    uint32_t postings; /* the first, and above AM_STEM_FIRST_BITS how many; 0: an empty slot */
};
static inline uint32_t am_stem_first(struct am_lexicon_stem stem)
{
    return stem.postings & ((UINT32_C(1) << AM_STEM_FIRST_BITS) - 1);
}
static inline uint32_t am_stem_count(struct am_lexicon_stem stem)
{
    return stem.postings >> AM_STEM_FIRST_BITS;
}
struct am_lexicon_posting {
    uint16_t term;
    uint8_t set, exact; /* exact: of an element written as it stands, or the beginning of a word */
};
struct am_lexicon_ending {
    uint64_t hash, sets;
    uint32_t letters;
    uint16_t len, reserved;
};
/* A stem that is also found with a typing error, or masked. */
struct am_lexicon_loose {
    uint32_t letters;
    uint16_t len, term;
    uint32_t set;
};

struct am_rules_header {
    uint32_t version, term_count, negation_reach, need_count; /* needs are numbered from 1 */
    struct am_table rules, patterns, code;                    /* am_rule_record; am_pattern_record; u32 */
    struct am_table sets;                                     /* u16; see enum am_set_kind */
    struct am_table terms;                                    /* am_term_record, and one more */
    struct am_table met, postings;                            /* am_need_bits; am_posting */
    struct am_table negators;                                 /* am_negator */
    struct am_table strings;                                  /* bytes */
};
struct am_rule_record {
    uint8_t kind, label, part, channels;
    int16_t weight, anger;
    uint32_t sources;
    int32_t message;
    uint32_t id, id_len, suggestion, suggestion_len;
    uint32_t unless_first; /* pattern */
    uint16_t unless_count, first_pattern;
    uint8_t groups;                             /* bit per enum am_rule_group */
    uint8_t negation_void, quoted_void, remedy; /* remedy: 1 + the one that a demand is for */
    uint16_t excused_by, reserved;              /* bit per move */
    uint32_t feature;                           /* am_feature_of_rule of the id */
};
/* A need is a set of terms of which a sentence must have one. It has a number; need 0 is always met. */
enum { AM_NEEDS_MAX = 3, AM_POSTING_NEEDS = 4, AM_RULE_GROUPS = 2 };
/* Where a term leads, up to where the next one does: the needs that it meets, and in each group of rules the
 * patterns of which it is an anchor. */
struct am_term_record {
    uint32_t met, postings[AM_RULE_GROUPS];
};
/* Needs 16 * word and on, a bit each. */
struct am_need_bits {
    uint16_t word, bits;
};
enum am_pattern_flag {
    AM_PATTERN_NEGATION_VOID = 1,
    AM_PATTERN_AT_SENTENCE = 2 /* matches only where a sentence begins */
};
enum { AM_BEFORE_MAX = 255, AM_BEGINNINGS = 2 };
struct am_pattern_record {
    uint32_t code; /* what is left to be run when `first` and `flags` were asked; patterns may share it */
    uint32_t first[AM_BEGINNINGS]; /* AM_OP_TERM or AM_OP_SET, of the first tokens; AM_OP_MATCH: any */
    uint16_t code_count, rule;
    uint16_t ordinal;               /* which of the rule's patterns, as written */
    uint8_t before_min, before_max; /* tokens before the anchor */
    uint8_t groups, channels, flags, reserved;
    uint16_t needs[AM_NEEDS_MAX]; /* of a pattern that no posting leads to */
    uint8_t passed, reserved2;    /* tokens that `first` has taken */
};
/* A negator, or a word that ends its scope, as a row of terms. */
struct am_negator {
    uint16_t terms[4];
    uint8_t len, ends;
    uint16_t reserved;
};

/* A set of terms of which a token must have one. Its first number is the kind in the upper two bits, and a
 * number in the others. Both kinds tell without a branch that depends on the term whether it is in the set.
 */
enum am_set_kind {
    AM_SET_BITS = 0x8000,  /* the first term, then so many numbers, a bit per term from the first on */
    AM_SET_TABLE = 0x4000, /* an odd factor, then a table of two to so many bits (at most 12): a term stands
                              at the upper bits of its product with the factor, empty places hold
                              AM_TERM_NONE */
    AM_SET_KINDS = 0xc000,
    AM_SET_NUMBER = 0x3fff
};

/* One way to a pattern: its anchor is the term that led here, and its needs must be met in the same sentence.
 * What most patterns fail by is asked before the pattern itself is looked at. */
struct am_posting {
    uint16_t needs[AM_POSTING_NEEDS];
    uint16_t pattern;
};

/* Code: operation in the upper byte, argument below. Jumps lead forward only. */
enum am_op {
    AM_OP_MATCH,
    AM_OP_TERM,     /* a token with this term */
    AM_OP_SET,      /* a token with a term of the set at this place of `sets` */
    AM_OP_GUARD,    /* goes on only where the next token has a term of this set, which it does not take */
    AM_OP_QUANTITY, /* a quantity of this kind begins here; goes behind it */
    AM_OP_ANY,      /* one token */
    AM_OP_GAP,      /* up to so many tokens, as few as possible */
    AM_OP_SPLIT,    /* goes on; failing that, so many instructions further */
    AM_OP_JUMP,     /* so many instructions further */
    AM_OP_BEGIN,
    AM_OP_END,
    AM_OP_COMMA,
    AM_OP_NEXT,
    AM_OP_QUESTION,
    AM_OP_EXCLAMATION,
    AM_OP_COUNT
};
#define AM_CODE(op, argument) ((uint32_t)(op) << 24 | (uint32_t)(argument))

/* Which bit of the filter stands for a stem. Where it is not set there is none. */
static inline uint32_t am_stem_bit(uint64_t hash, uint32_t filter_bits)
{
    return (uint32_t)((hash ^ hash >> 31) * UINT64_C(0xd6e8feb86659fd93) >> (64 - filter_bits));
}

/* A stem's hash, so that all of its bits matter to each half: the upper half leads to a slot, the lower one
 * is the check. `seed`: with which no two stems are taken for each other. */
static inline uint64_t am_stem_mix(uint64_t hash, uint64_t seed)
{
    hash += seed;
    hash ^= hash >> 29;
    hash *= UINT64_C(0xbf58476d1ce4e5b9);
    return hash ^ hash >> 32;
}
static inline uint32_t am_stem_slot(uint64_t mixed, uint32_t slot_count)
{
    return (uint32_t)((mixed >> 32) * slot_count >> 32);
}

/* A string of the section. */
struct am_string {
    uint32_t offset, len; /* in `strings` */
};

struct am_messages_header {
    uint32_t version, reserved;
    struct am_table words;    /* am_word_record, by hash */
    struct am_table messages; /* am_message_record, by message number */
    struct am_table strings;
};
struct am_word_record {
    uint64_t hash; /* am_hash_path of the dotted path */
    struct am_string text;
};
struct am_message_record {
    struct am_string message, reason;
};

struct am_phrases_header {
    uint32_t version, reserved;
    struct am_table acts;    /* u32 first phrase of each act, and one more */
    struct am_table phrases; /* am_phrase_record */
    struct am_table strings;
};
struct am_phrase_record {
    struct am_string text;
    uint8_t formal, level, channels, reserved;
    uint16_t needs, reserved2;
};

struct am_topics_header {
    uint32_t version, reserved;
    struct am_table topics; /* am_topic_record */
    struct am_table texts;  /* am_string */
    struct am_table strings;
};
struct am_topic_record {
    struct am_string id;
    uint32_t first, count; /* texts */
};

struct am_labels_header {
    uint32_t version, reserved;
    struct am_table signals; /* am_signal_record, AMENDS_SIGNAL_COUNT of them */
    struct am_table numbers; /* am_number_record, by hash */
};
struct am_signal_record {
    int16_t threshold, anger;
    uint8_t negation_void, quoted_void;
    uint16_t reserved;
};
struct am_number_record {
    uint64_t hash;
    int32_t value;
    uint32_t reserved;
};

/* The hash of a dotted path. */
static inline uint64_t am_hash_path(const char *path, uint64_t len)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (uint64_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)path[i]) * UINT64_C(0x100000001b3);
    return hash;
}

/* The hash of words and endings: a polynomial, so that those of parts come by subtraction. */
#define AM_HASH_FACTOR UINT64_C(0x9e3779b97f4a7c15)
static inline uint64_t am_hash_letter(uint64_t hash, uint32_t letter)
{
    return hash * AM_HASH_FACTOR + letter + 1;
}
static inline uint32_t am_hash_slot(uint64_t hash, uint32_t bits)
{
    return (uint32_t)((hash ^ hash >> 29) * UINT64_C(0xbf58476d1ce4e5b9) >> (64 - bits));
}

#endif
