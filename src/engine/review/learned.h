/*
 * The model's word on a reply: it adds what no rule has wording for, and takes back what a rule saw where the
 * whole says otherwise. What the authority covers stays arithmetic (offer.h).
 */
#ifndef AM_REVIEW_LEARNED_H
#define AM_REVIEW_LEARNED_H

#include "engine/model/gather.h"
#include "engine/review/settle.h"

/* The language has a model, and the features of the reply have been gathered. */
void am_learned_review(const amends_engine *engine, amends_workspace *workspace, const struct am_text *text,
                       int lang, struct am_settling *settling);

#endif
