/*
 * Which characters of a language without blanks stand behind which, from the corpus and the playbook: by them
 * mistyped texts are mended (docs/design/repair.md).
 */
#ifndef TRAIN_CHARACTERS_H
#define TRAIN_CHARACTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "amends/engine.h"
#include "engine/text/text.h"

/* Pairs, the first character in the upper half; 0: what stands between. */
struct character_pairs {
    uint32_t *at;
    size_t count;
};

struct characters {
    struct character_pairs seen,
        named; /* in texts; in the playbook's words, which say nothing of how often */
};

/* Adds the pairs of a scanned text; `times` 0: named alone. */
void characters_take(struct characters *characters, const struct am_text *text, unsigned times);

/* Writes OUT/<lang>.characters. False after saying on stderr what is wrong. Uses the workspace. */
bool characters_write(struct characters *characters, const amends_engine *engine, amends_workspace *workspace,
                      int lang, const char *out);

void characters_dispose(struct characters *characters);

#endif
