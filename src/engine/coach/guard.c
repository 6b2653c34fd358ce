#include "amends/guard.h"

#include <string.h>

#include "engine/coach/encounter.h"
#include "engine/engine.h"

static enum amends_status replay(const amends_engine *engine, amends_workspace *workspace,
                                 const struct amends_start *start, const struct amends_message *messages,
                                 size_t message_count, amends_encounter *encounter, struct amends_card *card)
{
    struct amends_event event = {.kind = AMENDS_EVENT_START};
    enum amends_status status;

    if (start != NULL)
        event.start = *start;
    else
        amends_start_defaults(&event.start);
    status = amends_coach_step(engine, workspace, encounter, &event, card);
    for (size_t i = 0; i < message_count && status == AMENDS_OK; i++) {
        event = (struct amends_event){
            .kind = AMENDS_EVENT_SAID, .role = messages[i].role, .text = messages[i].text};
        status = amends_coach_step(engine, workspace, encounter, &event, card);
    }
    return status;
}

/* The first act of the card that a reply can answer; -1 where there is none. */
static int first_spoken(const struct am_coach_rules *rules, const struct amends_card *card)
{
    for (unsigned i = 0; i < card->act_count; i++)
        if (rules->acts[card->acts[i]].spoken && rules->acts[card->acts[i]].move < AMENDS_MOVE_COUNT)
            return card->acts[i];
    return -1;
}

static bool answered(const struct am_coach_rules *rules, int act, uint32_t moves)
{
    if (rules->acts[act].move == AMENDS_MOVE_EMPATHISES && (moves & AMENDS_BIT(AMENDS_MOVE_ACKNOWLEDGES)))
        return true;
    return (moves & AMENDS_BIT(rules->acts[act].move)) != 0;
}

static void judge(const struct am_coach_rules *rules, const struct am_core *core, struct amends_guarded *out)
{
    int act = first_spoken(rules, &out->card);

    out->suggestion_lang = out->card.lang;
    out->suggestion_phrase = UINT32_MAX;
    if (core->danger) {
        out->verdict = AMENDS_VERDICT_EMERGENCY;
        return;
    }
    if (out->card.escalate >= AMENDS_LEVEL_SUPERVISOR) {
        out->verdict = AMENDS_VERDICT_HAND_OVER;
        return;
    }
    out->verdict = out->review.findings ? AMENDS_VERDICT_REWRITE : AMENDS_VERDICT_SEND;
    if (act < 0 || answered(rules, act, out->review.moves))
        return;
    out->verdict = AMENDS_VERDICT_REWRITE;
    for (unsigned i = 0; i < out->card.say_count; i++)
        if (out->card.say[i].act == act)
            out->suggestion_phrase = out->card.say[i].phrase;
}

enum amends_status amends_guard(const amends_engine *engine, amends_workspace *workspace,
                                const struct amends_start *start, const struct amends_message *messages,
                                size_t message_count, struct amends_view draft, struct amends_guarded *out)
{
    amends_encounter encounter;
    struct amends_guarded guarded;
    enum amends_status status;

    if (engine == NULL || workspace == NULL || out == NULL || (messages == NULL && message_count > 0))
        return AMENDS_E_ARGUMENT;
    if (message_count > AMENDS_MESSAGES_MAX)
        return AMENDS_E_LIMIT;
    memset(&encounter, 0, sizeof encounter);
    memset(&guarded, 0, sizeof guarded);
    status = replay(engine, workspace, start, messages, message_count, &encounter, &guarded.card);
    if (status != AMENDS_OK)
        return status;

    struct amends_authority left = am_encounter_left(&encounter, false);
    struct amends_reply reply = {.text = draft,
                                 .authority = &left,
                                 .lang = start != NULL ? start->lang : -1,
                                 .channel = encounter.now.core.channel};

    for (size_t i = message_count; i-- > 0 && reply.customer.bytes == NULL;)
        if (messages[i].role == AMENDS_ROLE_CUSTOMER)
            reply.customer = messages[i].text;
    status = amends_review(engine, workspace, &reply, &guarded.review);
    if (status != AMENDS_OK)
        return status;
    judge(am_coach_rules(engine->playbook.image), &encounter.now.core, &guarded);
    *out = guarded;
    return AMENDS_OK;
}
