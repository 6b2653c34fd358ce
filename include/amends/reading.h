/*
 * What a customer's text shows (LABELS.md): anger, signals, evidence. A plain value without pointers.
 */
#ifndef AMENDS_READING_H
#define AMENDS_READING_H

#include <stdint.h>

#include "amends/authority.h"
#include "amends/engine.h"
#include "amends/labels.h"

enum { AMENDS_RULE_NONE = 0xffff };

struct amends_evidence {
    struct amends_span span; /* code points of the text */
    uint8_t signal;          /* enum amends_signal */
    int8_t lang;             /* language whose rule it is: a mixed text is read in several */
    uint16_t rule;           /* index of the rule, amends_rule_id() names it; AMENDS_RULE_NONE: the model */
    int16_t weight;          /* how much it says for the signal, 100 = enough alone */
};

struct amends_reading {
    int8_t lang;                          /* index of the language; -1: none of the playbook's ("und") */
    uint8_t anger;                        /* 0 to 3 */
    uint32_t signals;                     /* bit per enum amends_signal */
    uint32_t marks;                       /* bit per enum amends_mark */
    uint32_t topics;                      /* bit per topic of the language */
    uint16_t weight[AMENDS_SIGNAL_COUNT]; /* what the rules say for each signal, 100 = enough alone */
    uint8_t learned;                      /* 1: the language has a model, which decided; then: */
    uint16_t sure[AMENDS_SIGNAL_COUNT];   /* probability of each signal, in thousandths */
    uint16_t sure_anger[3];               /* that the anger is at least 1, 2, 3 */
    uint8_t demand_count;
    struct amends_offer demands[AMENDS_DEMANDS_MAX]; /* remedies asked for, as far as the wording says */
    struct amends_price price;                       /* the highest sum of money named */
    uint16_t evidence_count;
    struct amends_evidence evidence[AMENDS_EVIDENCE_MAX];
};

struct amends_read_options {
    int lang;              /* index, or -1: to be found */
    int channel;           /* enum amends_channel, or -1: not known */
    unsigned conversation; /* 1: it is said in a conversation that is difficult already, where a lesser
                              suspicion is told */
};

/*
 * Reads one text of a customer. Errors: E_ARGUMENT, E_UTF8, E_NUL, E_TOO_LONG. A text with neither letters
 * nor emoji, or in none of the languages, gives an empty reading. Thread-safe with a workspace per thread. No
 * allocation.
 */
enum amends_status amends_read(const amends_engine *engine, amends_workspace *workspace,
                               struct amends_view text, const struct amends_read_options *options,
                               struct amends_reading *out);

/* The id of a rule ("en.demand.money_back"), living with the image; "model" for AMENDS_RULE_NONE; empty out
 * of range. Thread-safe. */
struct amends_view amends_rule_id(const amends_engine *engine, int lang, unsigned rule);

#endif
