/*
 * Paradigms for comparing our inflection with a stemmer: a word as a pattern is written, forms that it must
 * meet, and look-alikes that it must not. Written for this bench alone; inflection.yaml was not made from it.
 */
#ifndef BENCH_INFLECTION_WORDS_H
#define BENCH_INFLECTION_WORDS_H

struct paradigm {
    const char *word, *forms;
};
struct lookalike {
    const char *word, *other;
};

extern const struct paradigm english_paradigms[60], finnish_paradigms[60], russian_paradigms[60];
extern const struct lookalike english_lookalikes[40], finnish_lookalikes[40], russian_lookalikes[40];

#endif
