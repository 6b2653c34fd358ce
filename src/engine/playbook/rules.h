/*
 * The rules of one language, as they lie in the image, and a small matcher over them. Inside playbook/ only.
 */
#ifndef AM_RULES_H
#define AM_RULES_H

#include "engine/playbook/layout.h"
#include "engine/playbook/lexicon.h"
#include "engine/playbook/playbook.h"

struct am_rules {
    const struct am_rules_header *header;
    const struct am_rule_record *rules;
    const struct am_pattern_record *patterns;
    const uint32_t *code;
    const struct am_term_record *terms;
    const struct am_posting *postings;
    const struct am_need_bits *met;
    const uint16_t *sets;
    const struct am_negator *negators;
    const char *strings;
};

/* Checks the whole section; false when anything in it leads out of bounds. */
bool am_rules_check(struct amends_view section);
struct am_rules am_rules_of(struct amends_view section);

/* A text with the terms of each token: those of token i are terms[first[i]] up to terms[first[i + 1]],
 * ascending. */
struct am_terms_text {
    const struct am_text *text;
    const uint16_t *terms;
    const uint32_t *first;
};

/* Both without a branch that depends on a term: which a token has cannot be foretold. */
static inline bool am_has_term(const struct am_terms_text *text, uint32_t token, unsigned term)
{
    bool found = false;

    for (uint32_t i = text->first[token], end = text->first[token + 1]; i < end; i++)
        found |= text->terms[i] == term;
    return found;
}

/* Has the token a term of the set at this place of `sets`? */
static inline bool am_has_of_set(const struct am_rules *rules, const struct am_terms_text *text,
                                 uint32_t token, uint32_t set)
{
    const uint16_t *head = rules->sets + set, *table = head + 2;
    unsigned number = head[0] & AM_SET_NUMBER, factor = head[1];
    uint32_t i = text->first[token], end = text->first[token + 1];
    bool found = false;

    if (head[0] & AM_SET_TABLE) {
        for (; i < end; i++)
            found |= table[(text->terms[i] * (uint32_t)factor & 0xffff) >> (16 - number)] == text->terms[i];
        return found;
    }
    for (; i < end; i++) {
        unsigned bit = (unsigned)text->terms[i] - head[1];
        unsigned word = bit / 16 < number ? bit / 16 : 0;

        found |= (bit / 16 < number) & (table[word] >> bit % 16 & 1);
    }
    return found;
}

/* Does the pattern match from `start` (a token of `sentence`)? Then `end` is behind its last token. `steps`
 * is taken down and bounds the work. */
bool am_pattern_run(const struct am_rules *rules, const struct am_pattern_record *pattern,
                    const struct am_terms_text *text, uint32_t sentence, uint32_t start, uint32_t *steps,
                    uint32_t *end);

/* Length of the negator (ends: word ending the scope) that begins at the token; 0: none. */
unsigned am_negator_at(const struct am_rules *rules, const struct am_terms_text *text, uint32_t token,
                       bool ends);

/* Is a place in a sentence, before which the tokens from `begin` on stand, in the scope of a negator? */
bool am_negated(const struct am_rules *rules, const struct am_terms_text *text, uint32_t begin,
                uint32_t place);

#endif
