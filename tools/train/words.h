/*
 * The words of a language with how often they stand, from the corpus and the playbook: by them mistyped words
 * are mended (docs/design/repair.md).
 */
#ifndef TRAIN_WORDS_H
#define TRAIN_WORDS_H

#include <stdbool.h>

#include "../playbook_files.h"
#include "amends/engine.h"

/* Writes OUT/<lang>.words, for a language without blanks, as Chinese, OUT/<lang>.characters. False after
 * saying on stderr what is wrong. `engine` judges by rules alone. */
bool words_learn(const amends_engine *engine, const struct playbook_files *files, int lang,
                 const char *corpus, const char *out);

#endif
