/*
 * Further service declined, for a time: what it costs and what stands behind it is shown, a person decides.
 * Rules: domain/rules/refusal.h. As in doing.h.
 */
#ifndef AM_REFUSALS_H
#define AM_REFUSALS_H

#include "desk/doing.h"
#include "domain/kinds/case.h"
#include "domain/rules/refusal.h"

/* What is asked about. */
struct am_refusal_question {
    am_id customer, site; /* site 0: everywhere */
    am_id encounter;      /* that it comes of; 0: none */
    int64_t until_ms;     /* the end wished for; 0: none */
};

/* What is to be shown before a decision: danger counts where it stands in the encounter, where an incident of
 * it was reported, or where somebody was threatened in it. Reads only. */
bool am_refusal_look(struct am_doing *doing, const struct am_refusal_question *question,
                     struct am_refusal_shown *shown);

/*
 * Decides: `row` begins with am_record_empty and names customer, site, reason, case; until_ms as wished (0:
 * none). `seen`: what the person was shown; where something else stands behind it by now, they are to look
 * again ("look-again"): nothing else keeps them from it, not even that nothing stands behind it.
 */
bool am_refusal_decide(struct am_doing *doing, am_id encounter, enum am_refusal_ground seen,
                       struct am_refusal *row);

/* What the customer says against it: while it holds, once. */
bool am_refusal_appeal(struct am_doing *doing, am_id id, struct amends_view words, struct am_refusal *row);

/* Decides the appeal, once: lifts it, or lets it stand; with some words (may be empty). Another person than
 * who refused, where there is one. */
bool am_refusal_answer(struct am_doing *doing, am_id id, bool lift, struct amends_view words,
                       struct am_refusal *row);

/* Lifts it without an appeal. */
bool am_refusal_lift(struct am_doing *doing, am_id id, struct am_refusal *row);

/* Those that hold now for a customer at a site. Reads only; in the job's arena. */
bool am_refusals_holding(struct am_doing *doing, am_id customer, am_id site, struct am_refusal **rows,
                         size_t *count);

#endif
