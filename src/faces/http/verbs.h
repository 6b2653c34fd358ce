/*
 * The desk's verbs (desk/doing.h) behind a route: what runs them in a job and tells their refusals as
 * problems.
 */
#ifndef AM_VERBS_H
#define AM_VERBS_H

#include "desk/doing.h"
#include "faces/http/writing.h"

/* One or several verbs in one transaction; false: doing->refused says why. It may be run again from the
 * beginning, so it sets nothing but its context's results. */
typedef bool am_verbs(struct am_doing *doing, void *context);

/* Does them on the writer, under the request's Idempotency-Key (am_call_write). True: `out` holds the answer
 * of `answer` (NULL: 204) or the one that was kept; false: the problem. */
bool am_call_do(const struct am_call_in *in, am_verbs *verbs, am_write_answer *answer, void *context,
                struct am_call_out *out);

/* The same for verbs that only read; there is no key. */
bool am_call_look(const struct am_call_in *in, am_verbs *verbs, void *context, struct am_call_out *out);

/* The same for verbs that ask nothing of the store: doing->tx is NULL. */
bool am_call_think(const struct am_call_in *in, am_verbs *verbs, void *context, struct am_call_out *out);

/* What a verb works with inside a job of this request; for jobs that run one themselves. */
struct am_doing am_doing_of(struct am_tx *tx, const struct am_call_in *in, const struct am_actor *actor);

/* The problem that stands for a refusal. */
void am_problem_of_refused(struct am_call_out *out, const struct am_refused *refused);

#endif
