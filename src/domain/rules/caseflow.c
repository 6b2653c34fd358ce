#include "domain/rules/caseflow.h"

#include "amends/labels.h"

const char *am_case_step_name(int32_t step)
{
    static const char *const names[AM_CASE_STEP_COUNT] = {"acknowledge", "respond", "close",
                                                          "reopen",      "merge",   "unmerge"};

    return step >= 0 && step < AM_CASE_STEP_COUNT ? names[step] : "?";
}

const char *am_case_said_name(enum am_case_said said)
{
    static const char *const names[AM_CASE_SAID_COUNT] = {
        "done", "not_now", "merged", "respond_first", "no_outcome", "itself", "two_customers"};

    return (unsigned)said < AM_CASE_SAID_COUNT ? names[said] : "?";
}

static enum am_case_said respond(struct am_case *case_, int64_t at_ms)
{
    if (case_->state >= AM_CASE_RESPONDED)
        return AM_CASE_NOT_NOW;
    if (case_->acknowledged_at_ms == 0)
        case_->acknowledged_at_ms = at_ms;
    case_->responded_at_ms = at_ms;
    case_->state = AM_CASE_RESPONDED;
    return AM_CASE_DONE;
}

static enum am_case_said close_(struct am_case *case_, const struct am_case_with *with)
{
    if (case_->state == AM_CASE_CLOSED)
        return AM_CASE_NOT_NOW;
    /* Of a case that came back the conversation is long over. */
    if (case_->state != AM_CASE_RESPONDED && (case_->encounter == 0 || case_->reopened > 0))
        return AM_CASE_RESPOND_FIRST;
    if (with->outcome <= AMENDS_OUTCOME_NONE || with->outcome >= AMENDS_OUTCOME_COUNT)
        return AM_CASE_NO_OUTCOME;
    respond(case_, with->at_ms);
    case_->closed_at_ms = with->at_ms;
    case_->outcome = with->outcome;
    case_->state = AM_CASE_CLOSED;
    return AM_CASE_DONE;
}

static enum am_case_said reopen(struct am_case *case_, const struct am_case_with *with)
{
    if (case_->state != AM_CASE_CLOSED)
        return AM_CASE_NOT_NOW;
    case_->state = AM_CASE_OPEN;
    case_->acknowledged_at_ms = case_->responded_at_ms = case_->closed_at_ms = 0;
    case_->outcome = -1;
    case_->acknowledge_by_ms = with->due.acknowledge_by_ms;
    case_->respond_by_ms = with->due.respond_by_ms;
    case_->acknowledge_late_at_ms = case_->respond_late_at_ms = 0;
    case_->reopened++;
    return AM_CASE_DONE;
}

static enum am_case_said merge(struct am_case *case_, const struct am_case *into)
{
    if (into == NULL || into->row.org != case_->row.org)
        return AM_CASE_NOT_NOW;
    if (into->row.id == case_->row.id)
        return AM_CASE_ITSELF;
    if (into->merged_into != 0)
        return AM_CASE_MERGED;
    if (into->customer != 0 && case_->customer != 0 && into->customer != case_->customer)
        return AM_CASE_TWO_CUSTOMERS;
    case_->merged_into = into->row.id;
    return AM_CASE_DONE;
}

static enum am_case_said step_of(struct am_case *case_, enum am_case_step step,
                                 const struct am_case_with *with)
{
    if (step == AM_CASE_UNMERGE) {
        if (case_->merged_into == 0)
            return AM_CASE_NOT_NOW;
        case_->merged_into = 0;
        return AM_CASE_DONE;
    }
    if (case_->merged_into != 0)
        return AM_CASE_MERGED;
    switch (step) {
    case AM_CASE_ACKNOWLEDGE:
        if (case_->state != AM_CASE_OPEN)
            return AM_CASE_NOT_NOW;
        case_->acknowledged_at_ms = with->at_ms;
        case_->state = AM_CASE_ACKNOWLEDGED;
        return AM_CASE_DONE;
    case AM_CASE_RESPOND:
        return respond(case_, with->at_ms);
    case AM_CASE_CLOSE:
        return close_(case_, with);
    case AM_CASE_REOPEN:
        return reopen(case_, with);
    case AM_CASE_MERGE:
        return merge(case_, with->into);
    default:
        return AM_CASE_NOT_NOW;
    }
}

enum am_case_said am_case_do(const struct am_case *case_, enum am_case_step step,
                             const struct am_case_with *with, struct am_case *changed)
{
    struct am_case copy = *case_;
    enum am_case_said said = step_of(&copy, step, with);

    if (said == AM_CASE_DONE)
        *changed = copy;
    return said;
}

enum am_case_said am_case_may(const struct am_case *case_, enum am_case_step step,
                              const struct am_case_with *with)
{
    struct am_case nowhere;

    return am_case_do(case_, step, with, &nowhere);
}

static void earlier(int64_t *due, int64_t other)
{
    if (other != 0 && (*due == 0 || other < *due))
        *due = other;
}

struct am_sla_due am_case_clocks(const struct am_case *case_, const struct am_case *merged,
                                 size_t merged_count)
{
    struct am_sla_due due = {case_->acknowledge_by_ms, case_->respond_by_ms};

    for (size_t i = 0; i < merged_count; i++) {
        if (merged[i].merged_into != case_->row.id)
            continue;
        if (merged[i].state < AM_CASE_ACKNOWLEDGED)
            earlier(&due.acknowledge_by_ms, merged[i].acknowledge_by_ms);
        if (merged[i].state < AM_CASE_RESPONDED)
            earlier(&due.respond_by_ms, merged[i].respond_by_ms);
    }
    if (case_->state >= AM_CASE_ACKNOWLEDGED)
        due.acknowledge_by_ms = 0;
    if (case_->state >= AM_CASE_RESPONDED)
        due.respond_by_ms = 0;
    return due;
}

enum am_case_view am_case_view(const struct am_case *case_, const struct am_case_overruling *overruling)
{
    if (overruling->associate == 0 || overruling->associate == overruling->decider ||
        overruling->asked_for_by_associate || overruling->owed)
        return AM_VIEW_NOT_NEEDED;
    if (case_->associate_view.len_bytes > 0)
        return AM_VIEW_GIVEN;
    return overruling->view_asked_at_ms == 0 ? AM_VIEW_ASK : AM_VIEW_ASKED;
}
