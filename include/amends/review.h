/*
 * What is wrong, and right, in a reply to a customer (METHOD.md, "What is never done"; LABELS.md). Plain
 * values.
 */
#ifndef AMENDS_REVIEW_H
#define AMENDS_REVIEW_H

#include "amends/authority.h"
#include "amends/reading.h"

struct amends_reply {
    struct amends_view text;
    struct amends_view customer;              /* the text it answers; bytes NULL where not known */
    struct amends_price price;                /* known beforehand; else the highest sum in `customer` */
    const struct amends_authority *authority; /* what is left to the speaker; NULL: none */
    int lang;                                 /* index or -1 */
    int channel;                              /* or -1 */
};

struct amends_found {
    struct amends_span span;
    uint8_t finding; /* enum amends_finding */
    uint16_t rule;   /* amends_rule_id; AMENDS_RULE_NONE: the model's */
};

struct amends_moved {
    struct amends_span span;
    uint8_t move; /* enum amends_move */
    uint16_t rule;
};

struct amends_reviewed {
    int8_t lang;       /* -1: none of the playbook's */
    uint32_t findings; /* bit per finding */
    uint32_t moves;    /* bit per move */
    uint32_t marks;    /* bit per mark */
    uint32_t remedies; /* bit per remedy that was offered or given */
    uint16_t found_count, moved_count;
    struct amends_found found[AMENDS_FINDINGS_MAX];
    struct amends_moved moved[AMENDS_MOVES_MAX];
};

/* Reviews one reply. Errors and threads as amends_read. No allocation. */
enum amends_status amends_review(const amends_engine *engine, amends_workspace *workspace,
                                 const struct amends_reply *reply, struct amends_reviewed *out);

/* What to show for a finding of a reply in language `lang`: message and reason in ui language `ui_lang`,
 * suggestion in the reply's language, sources as a bit per D0..D4 (bit 5: ours). Where the model found it and
 * not a rule, they are those of the finding in general. Views live with the image. Errors: E_ARGUMENT.
 * Thread-safe. */
struct amends_finding_text {
    struct amends_view message, reason, suggestion;
    uint32_t sources;
};
enum amends_status amends_finding_explain(const amends_engine *engine, int lang,
                                          const struct amends_found *found, int ui_lang,
                                          struct amends_finding_text *out);

#endif
