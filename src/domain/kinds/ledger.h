/*
 * What the desk keeps about its own doing: the audit log, what live screens are told, answers that may be
 * asked for twice; and what belongs to the staff alone.
 */
#ifndef AM_KINDS_LEDGER_H
#define AM_KINDS_LEDGER_H

#include "domain/record.h"

/* One entry of the audit log. No customer's words: ids, names of fields, numbers. */
struct am_audit {
    struct am_row row;
    int64_t number; /* from 1, without gaps, in each organisation */
    am_id person, device, subject;
    struct amends_view action, subject_kind; /* "promise.kept", "promise" */
    struct amends_view detail;               /* JSON */
    struct amends_view before, hash;         /* SHA-256, 32 bytes: of the entry before; of this one with it */
};

/* What live screens are told: that something is new, not what it says. */
struct am_notice {
    struct am_row row;
    int64_t number;                /* Last-Event-ID */
    am_id site, subject, only_for; /* only_for: one person; 0: whoever may see it at the site */
    struct amends_view kind;       /* "call.seen" */
    int32_t permission;            /* enum am_permission that one needs to be told */
};

/* What was answered to a write with this Idempotency-Key. */
struct am_answer {
    struct am_row row;
    am_id person;
    struct amends_view key, request_hash, body;
    int64_t status, ends_at_ms;
};

/* For its author alone, sealed with their key. */
struct am_debrief {
    struct am_row row;
    am_id person, encounter, shared_with;
    struct amends_view sealed, shared; /* shared: what the author chose to show */
};

/* Abuse that a person met: counted for them. */
struct am_met {
    struct am_row row;
    am_id person, site, encounter;
    int32_t signal;
};

extern const struct am_record am_audit_record, am_notice_record, am_answer_record, am_debrief_record,
    am_met_record;

#endif
