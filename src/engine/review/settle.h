/*
 * Settling: of all that rules and model saw in a reply, one span goes to one finding, in the order of
 * LABELS.md, and a span that is a finding earns no move. Fixed space, no allocation.
 */
#ifndef AM_SETTLE_H
#define AM_SETTLE_H

#include "amends/review.h"
#include <stdbool.h>

enum { AM_SETTLE_MAX = 96 };

struct am_candidate {
    struct amends_span span;
    uint8_t label;
    uint16_t rule;
    uint16_t excused_by; /* findings: bit per move that makes it none */
};

struct am_settling {
    struct amends_reviewed *out;
    unsigned finding_count, move_count, offer_count;
    struct am_candidate findings[AM_SETTLE_MAX], moves[AM_SETTLE_MAX], offers[AM_SETTLE_MAX];
};

void am_settle_init(struct am_settling *settling, struct amends_reviewed *out);
void am_settle_finding(struct am_settling *settling, int finding, struct amends_span span, unsigned rule,
                       unsigned excused_by);
void am_settle_move(struct am_settling *settling, int move, struct amends_span span, unsigned rule);

/* Was this remedy offered in an overlapping span already? Notes it otherwise. */
bool am_settle_same_offer(struct am_settling *settling, int remedy, struct amends_span span);

/* Writes findings and moves to `out`, each in order of where they stand. */
void am_settle_finish(struct am_settling *settling);

#endif
