/*
 * Reading an event's text into a percept: the only stage of the coach that sees text.
 */
#ifndef AM_PERCEIVE_H
#define AM_PERCEIVE_H

#include "engine/coach/encounter.h"
#include "engine/coach/percept.h"

/* What is perceived of one event, beside the percept itself: for the card and for the encounter's memory. */
struct am_perceived {
    struct am_percept percept;
    int8_t lang;               /* language of the text, -1: none of the playbook's */
    int8_t findings_lang;      /* language of the findings' rules */
    uint8_t finding_count;     /* what is wrong with what staff said */
    uint16_t spans_known;      /* bit per signal; bit AMENDS_SIGNAL_COUNT: anger */
    struct am_content content; /* of a customer's text: what it speaks of, for later */
    struct amends_span spans[AMENDS_SIGNAL_COUNT + 1]; /* the evidence in the text, code points */
    struct amends_found findings[8];
    struct amends_price price;  /* the highest sum that the customer named */
    struct amends_offer demand; /* where percept.remedies is not 0: the remedy demanded (the first) */
};

/*
 * Fills in what the text of a SAID event shows. `io` comes with percept.kind, speaker, to, named and room
 * filled, all else zeroed (langs -1); the text of a customer or bystander fills anger, signals, marks,
 * topics, remedies and cover (against am_encounter_left), reiteration (against the encounter's memory, by the
 * points of `retelling`), content and spans; that of staff or a supervisor fills moves, marks, remedies and
 * findings. Errors: as amends_read. No allocation.
 */
enum amends_status am_perceive(const amends_engine *engine, const struct am_retelling *retelling,
                               amends_workspace *workspace, const struct amends_encounter *encounter,
                               const struct amends_event *event, struct am_perceived *io);

#endif
