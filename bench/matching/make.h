/*
 * Patterns that both this playbook and Hyperscan can express, made from sentences: rows of exact words, rows
 * with alternatives, rows with a gap. Each was taken from a sentence, so each occurs.
 */
#ifndef BENCH_MAKE_H
#define BENCH_MAKE_H

#include <stdbool.h>

#include "kit.h"

enum { PATTERNS_MAX = 300, PATTERN_BYTES_MAX = 1024 };

struct patterns {
    unsigned count;
    char ours[PATTERNS_MAX][PATTERN_BYTES_MAX];       /* docs/design/playbook.md */
    char expression[PATTERNS_MAX][PATTERN_BYTES_MAX]; /* Hyperscan's regular expressions */
};

/* Makes patterns from sentences (each text a sentence), the same ones every time. */
void patterns_make(struct patterns *patterns, const struct texts *sentences);

/* A playbook's file of rules, one rule per pattern in their order; the caller frees it. NULL without memory.
 */
char *patterns_rules(const struct patterns *patterns);

#endif
