/*
 * The corpus as examples to learn from: for each text its labels and its features, as numbers.
 */
#ifndef TRAIN_EXAMPLES_H
#define TRAIN_EXAMPLES_H

#include <stdbool.h>
#include <stdint.h>

#include "amends/engine.h"
#include "known.h"

enum side { SIDE_SIGNALS, SIDE_REVIEW, SIDE_COUNT };

/* Labels of customers' texts: the signals, then anger of at least 1, 2 and 3; of replies: findings, then
 * moves; last whether there is any signal, any finding. */
enum { LABELS_MAX = 32 };
unsigned label_count(enum side side);
unsigned label_core(enum side side); /* how many signals, findings there are: what a calm text is without */
unsigned label_any(enum side side);  /* the last */
const char *label_name(enum side side, unsigned label);

struct node {
    uint32_t feature; /* the hash; when numbered, 1 and up */
    float value;      /* before numbering: how often it stands there */
    bool text;        /* of the text itself: counts the less, the more there are */
};

struct example {
    unsigned line;          /* of the file; 0: none */
    uint64_t key;           /* hash of the text: which fold it is in, whatever stands around it */
    uint32_t labels, known; /* a bit per label: does it hold; is it said whether it does */
    uint32_t ruled;         /* a bit per label: the rules alone say that it holds */
    uint8_t anger;
    uint8_t copy;    /* which copy it is of an example before it; 0: none */
    bool hard, calm; /* calm: nothing to find */
    uint32_t node_count;
    struct node *nodes; /* ascending, each feature once */
};

struct examples {
    struct example *at;
    unsigned count;
    uint32_t feature_count;   /* after examples_number */
    uint32_t *hashes;         /* of the features by number - 1 */
    struct known_words words; /* of the texts themselves, without copies */
};

/* Reads one file of the corpus; false after saying on stderr what is wrong with it. */
bool examples_read(struct examples *examples, const amends_engine *engine, int lang, enum side side,
                   const char *path);

/* Says of each example whether any signal, any finding holds, as far as it is known. */
void examples_sum_up(struct examples *examples, enum side side);

/* Adds one example; takes its nodes over. */
void examples_add(struct examples *examples, const struct example *example);

/* Adds what the playbook itself says (one text; phrases and explanations) as replies without a finding (hard
 * rule 9); which moves they are is not said. */
bool examples_own(struct examples *examples, const amends_engine *engine, int lang, struct amends_view text);
bool examples_own_words(struct examples *examples, const amends_engine *engine, int lang);

/* Adds an example of a rule: a text of which it is known that one label holds, and nothing else.
 * Writers of a corpus look for what is new; what everybody says stands in the rules. */
bool examples_told(struct examples *examples, const amends_engine *engine, int lang, enum side side,
                   struct amends_view text, unsigned label);

/* Drops features of fewer than `least` examples and numbers the others, in the order of their hashes. */
void examples_number(struct examples *examples, unsigned least);

/* The number of a feature, 1 and up, by its hash; 0 where it has none. */
uint32_t examples_number_of(const struct examples *examples, uint32_t hash);

void examples_dispose(struct examples *examples);

#endif
