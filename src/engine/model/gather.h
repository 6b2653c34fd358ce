/*
 * The features of a customer's text and of a reply, gathered from what was analysed and matched. Training
 * asks for them by am_gather_*_text, which do the rest too.
 */
#ifndef AM_GATHER_H
#define AM_GATHER_H

#include "amends/review.h"
#include "engine/engine.h"

/* What the customer's text that a reply answers adds to the reply's features. */
struct am_answered {
    uint32_t signals; /* bit per signal of which the rules see something in it */
    uint16_t stems[12];
    uint8_t stem_count;
    bool known;
};

/* Into the workspace's features. The hits are those of the customers' rules, or of the replies'. `model` is
 * the one that will be asked; NULL: any, no words are known. */
void am_gather_customer(const amends_engine *engine, amends_workspace *workspace, const struct am_text *text,
                        int lang, int channel, const struct am_hit *hits, unsigned hit_count,
                        const struct am_model *model);
void am_gather_reply(const amends_engine *engine, amends_workspace *workspace, const struct am_text *text,
                     int lang, int channel, const struct am_hit *hits, unsigned hit_count,
                     const struct am_answered *answered, const struct amends_authority *authority,
                     const struct am_model *model);

/* What a reply answers: uses the workspace's text. */
void am_gather_answered(const amends_engine *engine, amends_workspace *workspace, const struct am_text *text,
                        int lang, struct am_answered *out);

/* Is there anything that may be given without asking? */
bool am_gather_may_give(const struct amends_authority *authority);

enum amends_status am_gather_customer_text(const amends_engine *engine, amends_workspace *workspace,
                                           struct amends_view text, int lang, int channel);
enum amends_status am_gather_reply_text(const amends_engine *engine, amends_workspace *workspace,
                                        const struct amends_reply *reply);

#endif
