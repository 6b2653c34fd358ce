/*
 * The coach's knowledge as it stands in the image (AM_SECTION_COACH): acts, numbers, stages and advice,
 * compiled from acts.yaml and coach.yaml by src/playbook/compile_coach.c. Read in place, never changed. No
 * pointers.
 */
#ifndef AM_COACH_RULES_H
#define AM_COACH_RULES_H

#include <stdbool.h>
#include <stdint.h>

#include "amends/labels.h"
#include "amends/memory.h"
#include "amends/status.h"
#include "engine/coach/facts.h"
#include "engine/signals/content.h"

enum { AM_STAGES_MAX = 16, AM_ADVICE_MAX = 192, AM_ADVICE_ACTS = 6, AM_REASONS = 3, AM_ID_BYTES = 40 };

#define AM_RULES_MAGIC UINT32_C(0x43484333)

/* A reason: a signal, AM_REASON_OBSERVED + observation, AM_REASON_FACT + fact; AM_REASON_NONE ends a list. */
enum { AM_REASON_OBSERVED = 32, AM_REASON_FACT = 64, AM_REASON_NONE = 255 };

struct am_act_rule {
    uint8_t spoken;   /* 1: said, has phrases; 0: done */
    uint8_t channels; /* bit per channel in which it exists */
    uint8_t move;     /* the move that answers it; 255: none */
    uint8_t sources;  /* bit per D0..D4; bit 5: ours */
};

struct am_condition {
    struct am_facts all, none;
};

struct am_stage_rule {
    char id[AM_ID_BYTES];
    struct am_condition when;
    uint32_t to; /* stages that may follow, bit per stage */
    uint32_t reserved;
};

struct am_advice_rule {
    char id[AM_ID_BYTES];
    struct am_condition when;
    uint32_t stages; /* bit per stage in which it is given */
    uint8_t stop;    /* 1: nothing further is looked at */
    uint8_t avoid;   /* bit per finding */
    uint8_t sources; /* bit per D0..D4; bit 5: ours; 0: those of the act */
    uint8_t act_count;
    struct {
        uint8_t act, because[AM_REASONS];
    } acts[AM_ADVICE_ACTS];
};

struct am_coach_rules {
    uint32_t magic, size;
    uint8_t turns_without_progress, top_of_empathy, stage_count, acts_on_card;
    uint32_t advice_count;
    struct am_act_rule acts[AMENDS_ACT_COUNT];
    struct am_stage_rule stages[AM_STAGES_MAX];
    struct am_advice_rule advice[AM_ADVICE_MAX];
    struct am_retelling retelling;
};

/* The rules of a checked image; NULL where it has none or they are damaged. They live with the image. */
const struct am_coach_rules *am_coach_rules(struct amends_view image);

#endif
