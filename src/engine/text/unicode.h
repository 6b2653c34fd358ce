/*
 * What is known of a code point: class, script, capital or not, combining class, and its normalised form
 * (NFC, case folded, full width to half width, traditional Han to simplified, typographic apostrophes and
 * stars to plain ones, ё to е). Two-stage tables, written at build time by tools/unicode/make_tables.c.
 * Read-only, thread-safe.
 */
#ifndef AM_UNICODE_H
#define AM_UNICODE_H

#include <stdbool.h>
#include <stdint.h>

enum am_class {
    AM_CLASS_OTHER, /* punctuation and symbols without a role */
    AM_CLASS_SPACE,
    AM_CLASS_NEWLINE,
    AM_CLASS_LETTER, /* of any script but Han */
    AM_CLASS_MARK,   /* combining */
    AM_CLASS_DIGIT,
    AM_CLASS_HAN,
    AM_CLASS_EMOJI,
    AM_CLASS_TONE,     /* skin tone: belongs to the emoji before it */
    AM_CLASS_REGIONAL, /* half a flag */
    AM_CLASS_IGNORE,   /* soft hyphen, variation selector, zero width */
    AM_CLASS_JOIN,     /* zero width joiner: the next emoji belongs to the one before */
    AM_CLASS_APOSTROPHE,
    AM_CLASS_OPEN_SINGLE, /* ‘ */
    AM_CLASS_HYPHEN,
    AM_CLASS_DASH,
    AM_CLASS_COMMA,    /* , ; : and brackets: a clause ends */
    AM_CLASS_STOP,     /* . */
    AM_CLASS_ELLIPSIS, /* … */
    AM_CLASS_END,      /* 。 */
    AM_CLASS_QUESTION,
    AM_CLASS_EXCLAMATION,
    AM_CLASS_MASK,  /* * @ $ # */
    AM_CLASS_QUOTE, /* " which opens and closes */
    AM_CLASS_OPEN,  /* “ « „ 「 『: opens; ” and “ may do either, see tokenise.c */
    AM_CLASS_CLOSE,
    AM_CLASS_CURRENCY, /* € £ ¥ … ($ is MASK) */
    AM_CLASS_PERCENT,
    AM_CLASS_SLASH,
    AM_CLASS_COUNT
};

/* One unit of information: class in bits 0-4, script (enum am_script) in bits 5-7, capital in bit 8. */
enum { AM_INFO_SCRIPT_SHIFT = 5, AM_INFO_CAPITAL = 256 };
#define AM_INFO_CLASS(info) ((unsigned)(info)&31U)
#define AM_INFO_SCRIPT(info) (((unsigned)(info) >> AM_INFO_SCRIPT_SHIFT) & 7U)

struct am_property {
    uint16_t info;
    uint8_t combining; /* canonical combining class */
};

/* A canonical pair: `first` then `second` compose to `composed`. */
struct am_pair {
    uint32_t first, second, composed;
};

enum { AM_MAP_END = 0x30000, AM_MAP_LEN_MAX = 4 };
#define AM_MAP_SEQUENCE                                                                                      \
    UINT32_C(0x80000000) /* target: flag, length in bits 24-27, offset in the sequences below */

extern const uint16_t am_property_stage1[0x110000 >> 8];
extern const uint8_t am_property_stage2[];
extern const struct am_property am_properties[];
extern const uint16_t am_map_stage1[AM_MAP_END >> 6];
extern const uint16_t am_map_stage2[];
extern const uint32_t am_map_targets[];
extern const uint32_t am_map_sequences[];
extern const struct am_pair am_pairs_by_parts[]; /* sorted by first, second */
extern const struct am_pair am_pairs_by_whole[]; /* sorted by composed */
extern const unsigned am_pair_count;

/* The properties of a code point below 0x110000. */
static inline const struct am_property *am_property(uint32_t cp)
{
    return &am_properties[am_property_stage2[((size_t)am_property_stage1[cp >> 8] << 8) | (cp & 255U)]];
}

/* The normalised form's entry in am_map_targets, 0 where a code point stands for itself. */
static inline unsigned am_map_index(uint32_t cp)
{
    return cp < AM_MAP_END ? am_map_stage2[((size_t)am_map_stage1[cp >> 6] << 6) | (cp & 63U)] : 0;
}

#endif
