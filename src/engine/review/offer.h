/*
 * What an offer in a text comes to: the rule says which remedy, the quantities beside it say how much, and
 * the authority says whether it may be given (hard rule 3). Arithmetic alone, no model. Integers only.
 */
#ifndef AM_OFFER_H
#define AM_OFFER_H

#include "amends/authority.h"
#include "engine/playbook/playbook.h"

/* The highest sum of money named in a text, as its price. */
void am_price_find(const struct am_text *text, struct amends_price *out);

/* The offer that a hit of an offer rule makes, with the amount or percentage nearest to it in its sentence.
 * `price` is what percentages and "all of it" are held against. `span` is widened to take in the quantity. */
struct amends_offer am_offer_read(const struct am_text *text, const struct am_hit *hit,
                                  const struct am_rule *rule, const struct amends_price *price,
                                  struct amends_span *span);

#endif
