#include "engine/coach/talk_test.h"

#include "proof/proof.h"

static const struct am_coach_rules *rules;

bool talk_begin(int argc, char **argv)
{
    rules = argc > 1 ? rules_load(argv[1], NULL, NULL) : NULL;
    return rules != NULL;
}

void start(struct talk *talk, unsigned channel, bool security, bool supervisor, bool colleague)
{
    memset(talk, 0, sizeof *talk);
    am_core_start(&talk->standing.core, channel, security, supervisor, colleague);
    talk->standing.checkpoint = talk->standing.core;
}

void advise(struct talk *talk)
{
    am_advise(rules, &talk->standing.core, &talk->standing.shown, &talk->standing.moment, &talk->card);
}

void take(struct talk *talk, struct am_percept percept)
{
    percept.room = talk->room;
    percept.has_text = 1;
    am_standing_take(rules, &talk->standing, &percept, ++talk->n);
    advise(talk);
}

void says(struct talk *talk, unsigned speaker, uint32_t signals, unsigned anger, uint32_t marks)
{
    take(talk, (struct am_percept){.kind = AM_PERCEPT_CUSTOMER,
                                   .speaker = (uint8_t)speaker,
                                   .to = -1,
                                   .anger = (uint8_t)anger,
                                   .signals = signals,
                                   .marks = marks});
}

void says_again(struct talk *talk, uint32_t marks)
{
    take(talk, (struct am_percept){.kind = AM_PERCEPT_CUSTOMER,
                                   .to = -1,
                                   .anger = 1,
                                   .reiteration = 1,
                                   .signals = S(COMPLAINT),
                                   .marks = marks});
}

void demands(struct talk *talk, unsigned cover, uint32_t marks)
{
    take(talk, (struct am_percept){.kind = AM_PERCEPT_CUSTOMER,
                                   .to = -1,
                                   .anger = 1,
                                   .cover = (uint8_t)cover,
                                   .signals = S(DEMAND),
                                   .marks = marks});
}

void bystander(struct talk *talk, uint32_t signals)
{
    take(
        talk,
        (struct am_percept){
            .kind = AM_PERCEPT_BYSTANDER, .speaker = AM_BYSTANDER, .to = -1, .anger = 1, .signals = signals});
}

void staff(struct talk *talk, uint32_t moves, uint32_t marks, int to)
{
    take(talk,
         (struct am_percept){.kind = AM_PERCEPT_STAFF, .to = (int8_t)to, .moves = moves, .marks = marks});
}

void tap(struct talk *talk, int code)
{
    struct am_percept percept = {.kind = AM_PERCEPT_OBSERVED, .to = -1, .code = (uint8_t)code};

    am_percept_tap(&percept);
    take(talk, percept);
}

void tap_of(struct talk *talk, int code, unsigned speaker)
{
    struct am_percept percept = {.kind = AM_PERCEPT_OBSERVED,
                                 .speaker = (uint8_t)speaker,
                                 .named = 1,
                                 .to = -1,
                                 .code = (uint8_t)code};

    am_percept_tap(&percept);
    take(talk, percept);
}

void did(struct talk *talk, int act)
{
    struct am_percept percept = {.kind = AM_PERCEPT_DID, .to = -1, .code = (uint8_t)act};

    am_percept_act(&percept);
    take(talk, percept);
}

void outcome(struct talk *talk, int code)
{
    take(talk, (struct am_percept){.kind = AM_PERCEPT_OUTCOME, .to = -1, .code = (uint8_t)code});
}

void overrule(struct talk *talk, int act)
{
    struct am_percept percept = {
        .kind = AM_PERCEPT_OVERRULE_ACT, .to = -1, .code = (uint8_t)act, .room = talk->room};

    am_standing_overrule_act(rules, &talk->standing, &percept, ++talk->n);
    advise(talk);
}

void overrule_signal(struct talk *talk, int code)
{
    am_standing_overrule_signal(rules, &talk->standing, code);
    advise(talk);
}

bool has(const struct talk *talk, int act)
{
    for (unsigned i = 0; i < talk->card.act_count; i++)
        if (talk->card.acts[i] == act)
            return true;
    return false;
}

void at_a_counter(struct talk *talk)
{
    start(talk, AMENDS_CHANNEL_COUNTER, true, true, true);
}
