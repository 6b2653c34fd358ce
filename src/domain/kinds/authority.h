/*
 * Who may give what, and what was given (METHOD.md hard rule 3). Grants are only ever added: what ends one is
 * another record, so that "what could she give that day" has an answer.
 */
#ifndef AM_KINDS_AUTHORITY_H
#define AM_KINDS_AUTHORITY_H

#include "domain/record.h"

enum am_grant_to { AM_GRANT_TO_ROLE, AM_GRANT_TO_PERSON, AM_GRANT_TO_SITE };

/* One remedy for a role, a person or everybody at a site. What is not granted may not be given. */
struct am_grant {
    struct am_row row;
    int32_t to;     /* enum am_grant_to */
    int32_t role;   /* where to a role: enum am_role */
    am_id person;   /* where to a person */
    am_id site;     /* 0: everywhere */
    int32_t remedy; /* enum amends_remedy */
    struct amends_view currency;
    int64_t
        most_minor; /* refund, voucher, free item: the highest total in one encounter; -1: not an amount */
    int64_t percent_bp;        /* discount: hundredths of a per cent */
    bool all;                  /* decides alone: everything */
    int64_t from_ms, until_ms; /* 0: from its making; 0: without end */
    am_id ends;                /* this record ends that grant from from_ms on */
    am_id stands_in_for;       /* the person whose authority the named person has meanwhile */
    am_id granted_by;
};

extern const struct am_record am_grant_record;

#endif
