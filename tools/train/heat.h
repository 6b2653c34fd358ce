/*
 * The weights of the heat (engine/coach/heat.h), learned from whole conversations: after each event, was the
 * customer's next text angry?
 */
#ifndef TRAIN_HEAT_H
#define TRAIN_HEAT_H

#include <stdbool.h>

#include "amends/engine.h"

/* Reads CORPUS/<lang>/encounters.jsonl of all languages, writes OUT/heat.yaml, tells the Brier score over
 * conversations that were not learned from. The engine has its models. */
bool heat_learn(const amends_engine *engine, const char *corpus, const char *out);

#endif
