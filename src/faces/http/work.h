/*
 * Handlers that all routes over the desk's verbs share: what a route does is its `act` (route.h), what it
 * takes and gives is described in its table. They read the request, run the act in one transaction, and
 * write the answer; a route of its own kind has a handler of its own.
 */
#ifndef AM_WORK_H
#define AM_WORK_H

#include "faces/http/verbs.h"

/* One request on its way through an act. Everything lives in the request's arena. */
struct am_work {
    const struct am_call_in *in;
    struct am_call_out *out;    /* for a problem that the face itself finds */
    const void *body;           /* the structure of `takes`; am_work_edit: the record with the edit in it */
    void *row;                  /* the structure of `gives`, for the act to fill */
    void *prepared;             /* what the route's `prepare` left; NULL: nothing */
    bool no_row;                /* there is none: the answer is the parts alone */
    const struct am_list *list; /* am_work_list: where the page begins; `most`: one more than it shows */
    struct {
        const void *rows;
        size_t count;
    } parts[AM_PARTS_MOST]; /* in the order of the route's; for the act to fill */
};

/* A part of the answer: `count` structures of the part's record. */
static inline void am_work_part(struct am_work *work, size_t part, const void *rows, size_t count)
{
    work->parts[part].rows = rows;
    work->parts[part].count = count;
}

/* A write: reads the body (`takes`), does the act, answers with `gives` and the parts. */
void am_work_do(const struct am_call_in *in, struct am_call_out *out);

/* A change of the record that `gives` describes, the path's last id: reads it, puts the body into a copy,
 * which becomes `body` for the act. */
void am_work_edit(const struct am_call_in *in, struct am_call_out *out);

/* A read: where the route has no act, the record of the path's last id, seen by the route's permission at its
 * site or as one's own; otherwise what the act gives. */
void am_work_show(const struct am_call_in *in, struct am_call_out *out);

/* A list of `gives`: those at the sites that the permission reaches, or one's own (also with ?mine=true),
 * filtered and searched as the route's table says. With an act, that gives the page instead (am_work_page, or
 * what is behind work->list itself). */
void am_work_list(const struct am_call_in *in, struct am_call_out *out);

/* For the act of a list: the page of those records of `gives` for which the conditions hold, and `keep` does
 * (NULL: all). They become the first part's rows. */
typedef bool am_work_keep(const void *row, const void *context);
bool am_work_page(struct am_doing *doing, struct am_work *work, const struct am_where *where,
                  size_t where_count, am_work_keep *keep, const void *context);

/* Reads a record, and whether the actor may see it by this permission; refuses otherwise. */
bool am_work_see(struct am_doing *doing, const struct am_work *work, const struct am_record *record, am_id id,
                 void *row);

/* True where the query says so: "true". False and the problem where it is neither. */
bool am_parameter_flag(const struct am_call_in *in, const char *name, bool *value, struct am_call_out *out);

/* An id or a time of the query; 0 where it is not given. False: the problem. */
bool am_parameter_id(const struct am_call_in *in, const char *name, am_id *value, struct am_call_out *out);
bool am_parameter_time(const struct am_call_in *in, const char *name, int64_t *value,
                       struct am_call_out *out);

#endif
