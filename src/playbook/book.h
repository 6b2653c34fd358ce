/*
 * One language's words and patterns while they are compiled: letters, inflection, terms, the pool of parsed
 * patterns. Inside src/playbook only. Memory from malloc; `failed` once it ran out, told at the end.
 */
#ifndef AM_BOOK_H
#define AM_BOOK_H

#include "engine/playbook/layout.h"
#include "engine/playbook/playbook.h"
#include "playbook/compile.h"

/* Letters of one word, as code points. */
struct am_letters {
    uint32_t at[AM_WORD_LETTERS_MAX];
    unsigned len;
};

/* Reads UTF-8 into letters; false when it is too long or not UTF-8. */
bool am_letters_read(struct amends_view text, struct am_letters *out);

/* inflection.yaml. */
struct am_stem_rule {
    struct am_letters ending;
    struct am_letters stems[8];
    unsigned stem_count;
    uint64_t sets; /* bit per set of endings */
};
struct am_ending {
    struct am_letters letters;
    uint64_t sets;
};
struct am_irregular {
    struct am_letters word, form;
    bool stem; /* the form was written with "-" behind: it takes endings */
};
struct am_inflection {
    struct am_stem_rule *rules;
    struct am_ending *endings;
    struct am_irregular *irregulars; /* sorted by word */
    size_t rule_count, ending_count, irregular_count;
    uint64_t empty_sets;
    bool gradation;
};

bool am_inflection_read(struct am_compile *compile, int lang, struct am_inflection *out);
void am_inflection_dispose(struct am_inflection *inflection);
/* Calls `add` for each stem and set of endings by which the word meets its forms (AM_ENDINGS_NONE: as it
 * stands). */
void am_inflect(const struct am_inflection *inflection, const struct am_letters *word,
                void (*add)(void *context, const struct am_letters *stem, unsigned set), void *context);
/* The stems that Finnish consonant gradation gives beside this one; their number (at most 4). */
unsigned am_gradation(const struct am_letters *stem, struct am_letters out[4]);

enum am_word_form { AM_WORD_INFLECTED, AM_WORD_EXACT, AM_WORD_PREFIX };

struct am_word {
    struct am_letters letters;
    uint8_t form;
    bool typo, maskable, plain; /* plain: Han, emoji, number: never inflected */
    uint32_t uses, cost;
};

/* Kinds of nodes of a parsed pattern. */
enum am_node_kind {
    AM_NODE_SEQUENCE,
    AM_NODE_CHOICE,
    AM_NODE_OPTIONAL,
    AM_NODE_TERM,
    AM_NODE_QUANTITY,
    AM_NODE_CLASS, /* child: the root of the class */
    AM_NODE_ANY,
    AM_NODE_GAP,
    AM_NODE_BEGIN,
    AM_NODE_END,
    AM_NODE_COMMA,
    AM_NODE_NEXT,
    AM_NODE_QUESTION,
    AM_NODE_EXCLAMATION
};
struct am_pattern_node {
    uint8_t kind;
    uint32_t value;  /* term, gap, kind of quantity */
    int child, next; /* -1: none */
};

struct am_class {
    char *name;
    int root;
    bool off;
};

struct am_book {
    struct am_compile *compile;
    int lang;
    struct am_text_arena *arena;
    struct amends_view language;
    struct am_inflection inflection;
    struct am_word *words; /* term AM_TERM_WORDS + i */
    uint32_t *word_slots;
    size_t word_count, word_capacity, slot_count;
    struct am_pattern_node *nodes;
    size_t node_count, node_capacity;
    struct am_class *classes;
    size_t class_count;
    struct am_special {
        struct am_letters letters;
        uint16_t term;
    } * specials; /* words with a pseudo-term: negators, frequent words */
    size_t special_count;
    struct am_negator negators[256];
    unsigned negator_count, negation_reach;
    bool maskable; /* words added now are also found masked */
    bool failed;
};

bool am_book_open(struct am_book *book, struct am_compile *compile, int lang);
void am_book_close(struct am_book *book);

/* A word's term; AM_TERM_NONE when memory or numbers ran out. */
unsigned am_book_word(struct am_book *book, const struct am_letters *letters, enum am_word_form form,
                      bool typo, bool plain);
/* Appends a node; -1 when memory ran out. */
int am_book_node(struct am_book *book, enum am_node_kind kind, uint32_t value, int child);
const struct am_pattern_node *am_book_node_at(const struct am_book *book, int node);

/* Adds a term to ascending ones without doubles; false when there are AM_TERMS_MAX. */
enum { AM_TERMS_MAX = 1024 };
bool am_terms_add(uint16_t *terms, unsigned *count, unsigned term);
/* Is the node one term, or a choice of single terms? Collects them. */
bool am_node_terms(const struct am_book *book, int node, uint16_t *terms, unsigned *count);

/* Reads negation and frequent words of language.yaml, once the inflection is known; mistakes there are told
 * by the compiler of that file. */
void am_book_specials(struct am_book *book);

/* Puts a text through the text stage: false (told at `node`) when it is not well formed. */
bool am_book_text(struct am_book *book, const struct am_source *source, const yaml_node_t *node,
                  struct amends_view text, struct am_text *out);

/* Parses a pattern: its root, or -1 (told). */
int am_pattern_parse(struct am_book *book, const struct am_source *source, const yaml_node_t *node);

/* The section of the lexicon, from the book's words. False when something does not fit (told). */
bool am_lexicon_build(struct am_book *book, struct am_buffer *out);

/* Patterns as code. */
struct am_emitter {
    struct am_buffer code, sets, patterns; /* uint32_t; uint16_t; struct am_pattern_record */
    struct am_buffer anchors;              /* struct am_anchor */
    struct am_buffer members;              /* struct am_member */
    size_t pattern_count;
    uint32_t need_count;
    struct am_known_sets *known; /* sets.c */
};
/* The need has the term. */
struct am_member {
    uint16_t term, need;
};
struct am_anchor {
    uint16_t term, groups;
    struct am_posting posting;
};

/* Adds a pattern of a rule; `indexed`: it is looked for by its anchor (not so for `unless`). Tells a pattern
 * without anything that must be there. */
bool am_emit_pattern(struct am_book *book, struct am_emitter *emitter, int root,
                     const struct am_pattern_record *like, bool indexed, const struct am_source *source,
                     const yaml_node_t *node);
/* The cheapest of what must be there in a match, before any "//": how many of its tokens stand before that at
 * least and at most. False where nothing must be there. */
bool am_anchor_find(struct am_book *book, int root, unsigned *before_min, unsigned *before_max);
/* The postings of a pattern that has an anchor or, where it is not looked for by that, the record's needs. */
void am_anchor_put(struct am_book *book, struct am_emitter *emitter, int root, bool indexed,
                   struct am_pattern_record *record);

/* The terms of which a match's token must have one, ascending; `place`: 0 for its first token, 1 for its
 * second. None: it may be any token, or the match may end before it. */
enum { AM_BEGINNING_MAX = 2048 };
struct am_beginning {
    uint16_t terms[AM_BEGINNING_MAX];
    unsigned count;
};
bool am_begin_find(const struct am_book *book, int root, unsigned place, struct am_beginning *out);
/* Does each match begin where its sentence does? */
bool am_begins_sentence(const struct am_book *book, int root);

/* Sets of ascending terms: the number of the need (of at most AM_SET_NEED_MAX terms), or for code the place
 * among the emitter's sets. */
enum { AM_SET_NEED_MAX = 160 };
uint16_t am_set_need(struct am_emitter *emitter, const uint16_t *terms, unsigned count);
uint32_t am_set_code(struct am_emitter *emitter, const uint16_t *terms, unsigned count);
/* A pattern's code, at most AM_CODE_MAX instructions: its place among the emitter's. */
enum { AM_CODE_MAX = 8192 };
uint32_t am_code_put(struct am_emitter *emitter, const uint32_t *code, unsigned count);
/* Once all patterns are emitted: numbers the needs anew, and sorts their members by term. */
bool am_needs_sort(struct am_emitter *emitter, uint32_t term_count);
/* Adds the needs that each term meets to `out` (struct am_need_bits), and to the terms where they begin. */
void am_needs_put(const struct am_emitter *emitter, uint32_t term_count, struct am_term_record *terms,
                  struct am_buffer *out);
void am_sets_dispose(struct am_emitter *emitter);
void am_emitter_dispose(struct am_emitter *emitter);

/* Helpers over bytes. */
bool am_view_is(struct amends_view view, const char *text);

#endif
