/*
 * Words that weigh: what is typed is mended to them with more care (docs/design/repair.md).
 */
#ifndef TRAIN_GRAVE_H
#define TRAIN_GRAVE_H

#include <stdbool.h>

#include "amends/engine.h"

/* Does the word by itself speak of danger, abuse or drink, or turn a sentence round? Uses the workspace. */
bool grave_word(const amends_engine *engine, amends_workspace *workspace, int lang, const char *word);

#endif
