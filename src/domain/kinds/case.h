/*
 * A case and what belongs to it: what happened, what was given, promised, refused. The steps are those of ISO
 * 10002: received, acknowledged, responded, closed.
 */
#ifndef AM_KINDS_CASE_H
#define AM_KINDS_CASE_H

#include "domain/record.h"

/* Optional: the least that serves. */
struct am_customer {
    struct am_row row;
    am_id site;
    struct amends_view name, contact, notes;
    int64_t yearly_minor, visits_yearly; /* about; -1: not known */
    struct amends_view currency;
    int64_t last_visit_at_ms, erased_at_ms;
    bool hold; /* nothing may be erased: a legal hold */
};

enum am_case_state { AM_CASE_OPEN, AM_CASE_ACKNOWLEDGED, AM_CASE_RESPONDED, AM_CASE_CLOSED };

struct am_case {
    struct am_row row;
    int64_t number; /* for the customer: counts in the organisation */
    am_id site, owner, customer, encounter;
    int32_t state; /* enum am_case_state */
    struct amends_view subject, happened, wants, cause, associate_view;
    struct amends_view hand_over; /* three lines, made from the events */
    int32_t outcome;              /* -1: none yet; enum amends_outcome */
    int64_t received_at_ms, acknowledged_at_ms, responded_at_ms, closed_at_ms;
    int64_t acknowledge_by_ms, respond_by_ms; /* by the site's opening hours */
    int64_t view_asked_at_ms;                 /* 0: the associate's view was not asked for yet */
    am_id merged_into;
    int64_t reopened; /* how often */
    bool hold;
    int64_t acknowledge_late_at_ms, respond_late_at_ms; /* a clock ran out, and it was told */
};

/* What was given. Conceded counts against authority; owed does not (METHOD.md hard rule 3). */
struct am_remedy {
    struct am_row row;
    am_id case_, encounter, person, approval;
    int32_t remedy; /* enum amends_remedy */
    int64_t amount_minor, percent_bp;
    struct amends_view currency, what;
    bool owed;
    am_id takes_back; /* this record takes that one back */
};

enum am_approval_state {
    AM_APPROVAL_ASKED,
    AM_APPROVAL_GRANTED,
    AM_APPROVAL_DECLINED,
    AM_APPROVAL_LAPSED, /* the deadline passed at the top */
    AM_APPROVAL_WITHDRAWN
};

/* "May I give 45 €?" */
struct am_approval {
    struct am_row row;
    am_id site, case_, encounter, asked_by;
    int32_t remedy;
    int64_t asked_minor, asked_percent_bp;
    struct amends_view currency, reason;
    int32_t state;     /* enum am_approval_state */
    int32_t level;     /* enum am_role: who is asked now */
    bool whole;        /* asked of the organisation, after this site */
    int64_t due_at_ms; /* then the next level is asked */
    am_id answered_by;
    int64_t granted_minor, granted_percent_bp, answered_at_ms; /* another amount is a grant too */
    struct amends_view answer;
    bool owed; /* it is theirs by right: kept apart from what is conceded */
};

enum am_promise_state { AM_PROMISE_OPEN, AM_PROMISE_KEPT, AM_PROMISE_BROKEN };

struct am_promise {
    struct am_row row;
    am_id site, case_, encounter, customer, owner;
    struct amends_view what;
    int64_t due_at_ms; /* 0: at the next visit */
    int32_t state;     /* enum am_promise_state */
    int64_t reminded_at_ms, settled_at_ms;
    am_id handed_over_by;
};

/* A warning that was said: what a refusal of service may stand on. */
struct am_warning {
    struct am_row row;
    am_id site, encounter, customer, person;
    struct amends_view speaker, said;
    bool taken_back; /* they apologised, or it was overruled */
};

/* Further service declined: the person decides, having seen what it costs and what stands behind it. */
struct am_refusal {
    struct am_row row;
    am_id site, customer, case_, decided_by, warning;
    bool danger;                      /* stands on danger, without a warning */
    struct amends_view reason, shown; /* shown: JSON of what was shown before the decision */
    int64_t until_ms;
    struct amends_view appeal;
    int64_t appealed_at_ms, lifted_at_ms;
    struct amends_view answer; /* to the appeal */
    am_id answered_by;
    int64_t answered_at_ms; /* lifted or upheld, by somebody else where there is somebody else */
};

enum am_harm { AM_HARM_NONE, AM_HARM_THREAT, AM_HARM_PROPERTY, AM_HARM_INJURY, AM_HARM_SERIOUS };

struct am_incident {
    struct am_row row;
    am_id site, encounter, case_, reported_by;
    int64_t number, happened_at_ms;
    struct amends_view what, there, called, reference, followed; /* followed: what came of it */
    int32_t harm;                                                /* enum am_harm */
    int64_t settled_at_ms;
    bool hold;
};

extern const struct am_record am_customer_record, am_case_record, am_remedy_record, am_approval_record,
    am_promise_record, am_warning_record, am_refusal_record, am_incident_record;

#endif
