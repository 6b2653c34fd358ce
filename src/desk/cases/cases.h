/*
 * Cases: from a complaint to what came of it, by the steps of ISO 10002. Rules: domain/rules/caseflow.h. As
 * in doing.h; `version` is what the caller saw (0: whatever is there), *row the case as it is then.
 */
#ifndef AM_CASES_H
#define AM_CASES_H

#include "desk/hooks.h"
#include "domain/kinds/case.h"
#include "domain/rules/caseflow.h"

/*
 * Opens a case with a number of its own: by hand, or from the encounter that `row` names, whose site,
 * customer and hand-over it takes, and who opens it is its owner. An encounter has one case at most.
 * received_at_ms 0: now. The clocks are set by the site's opening hours. `row` begins with am_record_empty.
 * `hooks` may be NULL.
 */
bool am_case_open(struct am_doing *doing, const struct am_hooks *hooks, struct am_case *row);

/* Edits what may be edited. The associate's view can be changed by the associate alone. */
bool am_case_change(struct am_doing *doing, am_id id, const struct am_case *wanted, int64_t version,
                    struct am_case *row);

/* The customer was told that it came in; what comes of it. */
bool am_case_acknowledge(struct am_doing *doing, am_id id, int64_t version, struct am_case *row);
bool am_case_respond(struct am_doing *doing, am_id id, int64_t version, struct am_case *row);

/* Closes it with what it came of (empty: as the case has it; needed) and how it ended. */
bool am_case_close(struct am_doing *doing, am_id id, int64_t version, struct amends_view cause,
                   int32_t outcome, struct am_case *row);

/* Opens a closed one again: its clocks begin anew. */
bool am_case_reopen(struct am_doing *doing, am_id id, int64_t version, struct am_case *row);

/* The case goes on in another; and back: nothing else of it was changed. */
bool am_case_merge(struct am_doing *doing, am_id id, am_id into, int64_t version, struct am_case *row);
bool am_case_unmerge(struct am_doing *doing, am_id id, int64_t version, struct am_case *row);

/* Asks the associate how they saw it: needed before somebody else's remedy overrules them. Asking again only
 * tells them again. */
bool am_case_ask_view(struct am_doing *doing, am_id id, struct am_case *row);
/* Their answer. Only theirs. */
bool am_case_give_view(struct am_doing *doing, am_id id, struct amends_view view, struct am_case *row);

/* Tells whoever owns a case, and who leads its site, that a clock ran out before it was acknowledged or
 * answered: once for each clock. At most `most` of each; to be called every few seconds for each
 * organisation. *told: how many; as many as `most`, or more: there may be others. */
bool am_cases_late(struct am_doing *doing, unsigned most, size_t *told);

/* What a case cost, in one currency: with the encounter it came of and the cases merged into it; what was
 * taken back is not in it. */
struct am_cost {
    char currency[4];
    int64_t conceded_minor, owed_minor;
    size_t without_amount; /* remedies that are no amount, or one that is not known */
};

/* One for each currency, in the job's arena; those without any under "". */
bool am_case_costs(struct am_doing *doing, am_id id, struct am_cost **costs, size_t *count);

/* Did the customer come back after it was answered? */
enum am_came_back { AM_CAME_NOT_KNOWN, AM_CAME_NOT_YET, AM_CAME_BACK };
bool am_case_came_back(struct am_doing *doing, am_id id, enum am_came_back *came);

#endif
