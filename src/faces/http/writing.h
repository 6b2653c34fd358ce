/*
 * Writes that may be sent twice. Under an Idempotency-Key the answer is kept in the transaction of the write
 * itself: the same request again gets the same answer and changes nothing, another request under the same key
 * is refused (422), whatever breaks in between.
 */
#ifndef AM_WRITING_H
#define AM_WRITING_H

#include "faces/http/route.h"

/* Makes the answer out of what the job left in its context. Inside the transaction, at its end; it may be
 * called again when the transaction is. Sets what it needs of a zeroed `out`: status, json, version,
 * location. */
typedef void am_write_answer(void *context, struct am_call_out *out);

/* Whether the answer to this request is kept under its key: then it is made as JSON (out->json). */
bool am_call_keyed(const struct am_call_in *in);

/*
 * Runs `job` on the writer. OK: `out` holds the answer, that of `answer` (NULL: 204) or the one that was
 * kept. REFUSED: out->problem holds the job's reason, as it set it through its context, or that of the key.
 * Anything else: am_problem_of_kept has set the problem. An answer is kept for AM_HTTP_ANSWER_KEPT_MS, where
 * it succeeded and is no longer than AM_HTTP_ANSWER_KEPT_BYTES; secrets must not be answered this way
 * (no_idempotency).
 */
enum am_kept am_call_write(const struct am_call_in *in, am_job job, am_write_answer *answer, void *context,
                           struct am_call_out *out);

#endif
