/*
 * What was given to make it good: within authority or with an approval, what is owed apart (METHOD.md hard
 * rule 3). As in doing.h.
 */
#ifndef AM_REMEDIES_H
#define AM_REMEDIES_H

#include "desk/hooks.h"
#include "domain/kinds/case.h"

/*
 * Gives a remedy in an encounter or a case; `row` begins with am_record_empty. Refused for authority where it
 * is more than this person may give here, approvals and what was given before counted in ("over-authority"),
 * or where that cannot be told ("authority-unclear": an amount or a price is missing, another currency).
 * price_minor: what a percentage is held against, -1: not known. An approval need not be named: the one that
 * it stands on is noted. Where it overrules the associate of the case, they are asked first ("ask-view").
 */
bool am_remedy_give(struct am_doing *doing, const struct am_hooks *hooks, struct am_remedy *row,
                    int64_t price_minor);

/* Takes one back, once; *row: the record that does. What it took of the authority is there again. */
bool am_remedy_take_back(struct am_doing *doing, const struct am_hooks *hooks, am_id remedy,
                         struct am_remedy *row);

#endif
