/*
 * The way of a case: received, acknowledged, responded, closed (ISO 10002), reopened, merged and taken apart
 * again. Each step takes a case and gives a case; what may not be is said, and nothing is changed. Nothing
 * owned, thread-safe.
 */
#ifndef AM_RULES_CASEFLOW_H
#define AM_RULES_CASEFLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/kinds/case.h"
#include "domain/rules/hours.h"

enum am_case_step {
    AM_CASE_ACKNOWLEDGE, /* the customer was told that it came in */
    AM_CASE_RESPOND,     /* the customer was told what comes of it */
    AM_CASE_CLOSE,
    AM_CASE_REOPEN,
    AM_CASE_MERGE,
    AM_CASE_UNMERGE,
    AM_CASE_STEP_COUNT
};

/* "acknowledge"; "?" out of range. */
const char *am_case_step_name(int32_t step);

enum am_case_said {
    AM_CASE_DONE,
    AM_CASE_NOT_NOW,       /* the state does not allow it: it is done already, or too early */
    AM_CASE_MERGED,        /* this case goes on in another: merged_into */
    AM_CASE_RESPOND_FIRST, /* nobody told the customer what comes of it */
    AM_CASE_NO_OUTCOME,    /* closing needs to say how it ended */
    AM_CASE_ITSELF,        /* merged with itself */
    AM_CASE_TWO_CUSTOMERS, /* merged with a case of somebody else */
    AM_CASE_SAID_COUNT
};

/* Its name for problems ("respond_first"), static. */
const char *am_case_said_name(enum am_case_said said);

/* What a step needs beside the case. */
struct am_case_with {
    int64_t at_ms;
    int32_t outcome;            /* CLOSE: enum amends_outcome, not NONE */
    const struct am_case *into; /* MERGE: the case in which it goes on */
    struct am_sla_due due;      /* REOPEN: the clocks begin anew (am_sla_due) */
};

/*
 * Does the step and writes it to `changed` (a copy; `version` is the caller's), or says why not and leaves it
 * alone. `changed` may be the case itself.
 *   ACKNOWLEDGE: a received one.
 *   RESPOND: one that is not yet; it acknowledges too where nobody had.
 *   CLOSE: with an outcome, after the response. Where there was an encounter, and the case was
 *          never reopened, the conversation was both: times that are missing become that of closing.
 *   REOPEN: a closed one; it is received again, with new clocks, the outcome open.
 *   MERGE: into a case that is no part of another, of the same customer (or one of them not known). The case
 *          stays as it is, only `merged_into` says where it goes on; so UNMERGE gives it back unchanged.
 * A case that is merged takes no step but UNMERGE.
 */
enum am_case_said am_case_do(const struct am_case *case_, enum am_case_step step,
                             const struct am_case_with *with, struct am_case *changed);

/* Would am_case_do do it? */
enum am_case_said am_case_may(const struct am_case *case_, enum am_case_step step,
                              const struct am_case_with *with);

/* The clocks of a case with those merged into it: the earliest of each that is still to be met by the case
 * itself; a merged case's clock runs on as long as the case has not taken that step. 0: none. */
struct am_sla_due am_case_clocks(const struct am_case *case_, const struct am_case *merged,
                                 size_t merged_count);

/* ---- The associate's own view (D2, D3: the one who was there is heard). */

/* Who overrules whom. */
struct am_case_overruling {
    am_id associate;             /* who led the encounter, or owns the case; 0: nobody */
    am_id decider;               /* who gives the remedy */
    bool asked_for_by_associate; /* they asked for this approval, or proposed it */
    bool owed;                   /* what is owed overrules nobody */
    int64_t view_asked_at_ms;    /* 0: not yet */
};

enum am_case_view {
    AM_VIEW_NOT_NEEDED,
    AM_VIEW_ASK,   /* ask them first: one line is enough */
    AM_VIEW_ASKED, /* they were asked and have not answered: waiting is the decider's choice */
    AM_VIEW_GIVEN
};

/* Is the associate's view to be asked for before this remedy is given? It never blocks: once asked, the
 * decider may go on. */
enum am_case_view am_case_view(const struct am_case *case_, const struct am_case_overruling *overruling);

#endif
