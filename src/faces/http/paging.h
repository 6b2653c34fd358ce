/*
 * Lists page by page. A cursor is what am_list resumes at, as text that means nothing to the caller: the
 * answer's `next`, given back as ?cursor=. It holds for the same list alone.
 */
#ifndef AM_PAGING_H
#define AM_PAGING_H

#include "faces/http/route.h"

/* Sets resume, after_by, after_id and most (one more than the page holds, to see whether there is a next) of
 * a list whose conditions and order are set already. False: the problem is set (400, field "cursor"). */
bool am_paging_begin(const struct am_call_in *in, struct am_list *list, struct am_call_out *out);

/* The answer {"items": […], "next": "…" or null} out of what the list gave. `looked_to`: of a search that
 * stopped there, as am_tx_search says; else 0. */
void am_paging_answer(const struct am_call_in *in, const struct am_record *record, const struct am_list *list,
                      const void *rows, size_t count, am_id looked_to, struct am_call_out *out);

/* Both around a read of its own: for a list that needs nothing else. `list`: conditions and order. */
void am_paging_list(const struct am_call_in *in, const struct am_record *record, struct am_list *list,
                    struct am_call_out *out);

/* Goes on behind this row of the list. */
void am_paging_behind(const struct am_record *record, struct am_list *list, const void *row);

#endif
