/*
 * "May I give 45 EUR?": asked of who may grant it, answered in one call. Rules: domain/rules/approval.h. As
 * in doing.h.
 */
#ifndef AM_APPROVALS_H
#define AM_APPROVALS_H

#include "desk/hooks.h"
#include "domain/kinds/case.h"
#include "domain/rules/approval.h"

/*
 * Asks. `row` begins with am_record_empty and names the encounter or the case, the remedy and how much. What
 * one may give oneself is granted at once; where nobody could grant it, it has lapsed at once and *begun says
 * so. Those who are asked are told, each by a notice of their own. wait_ms: how long each level has; 0: as
 * long as a customer waits, or four opening hours where none does.
 */
bool am_approval_ask(struct am_doing *doing, const struct am_hooks *hooks, struct am_approval *row,
                     int64_t wait_ms, enum am_approval_begun *begun);

/* Answers: yes, no, or another amount. The first answer wins; who comes second is refused as "answered" and
 * *row says who was first and with what. The same answer by the same person again changes nothing. */
bool am_approval_answer(struct am_doing *doing, const struct am_hooks *hooks, am_id id,
                        const struct am_approval_answer *answer, struct am_approval *row);

/* Takes the question back: who asked. */
bool am_approval_take_back(struct am_doing *doing, am_id id, struct am_approval *row);

/* Moves those whose time has passed one level up, or ends them; at most `most` of them. To be called every
 * few seconds for each organisation. *moved: how many; as many as `most`: there may be more. */
bool am_approvals_due(struct am_doing *doing, unsigned most, size_t *moved);

/* Does the question wait for an answer that the actor could give? */
bool am_approval_is_for(struct am_doing *doing, const struct am_approval *row, bool *is);

#endif
