/*
 * The coach proper by scripts of percepts: each fine point of METHOD.md as one short encounter. The rules are
 * compiled from the playbook's own coach.yaml, whose folder is the first argument.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/coach/encounter.h"
#include "proof/proof.h"

#define S(id) AMENDS_BIT(AMENDS_SIGNAL_##id)
#define M(id) AMENDS_BIT(AMENDS_MARK_##id)
#define O(id) (AMENDS_CODE_OBSERVED + AMENDS_OBSERVED_##id)

static const struct am_coach_rules *rules;

/* An encounter as the coach proper sees it. */
struct talk {
    struct am_standing standing;
    struct am_advice card;
    uint32_t n;
    uint8_t room;
};

static void start(struct talk *talk, unsigned channel, bool security, bool supervisor, bool colleague)
{
    memset(talk, 0, sizeof *talk);
    am_core_start(&talk->standing.core, channel, security, supervisor, colleague);
    talk->standing.checkpoint = talk->standing.core;
}

static void advise(struct talk *talk)
{
    am_advise(rules, &talk->standing.core, &talk->standing.shown, &talk->standing.moment, &talk->card);
}

static void take(struct talk *talk, struct am_percept percept)
{
    percept.room = talk->room;
    percept.has_text = 1;
    am_standing_take(rules, &talk->standing, &percept, ++talk->n);
    advise(talk);
}

static void says(struct talk *talk, unsigned speaker, uint32_t signals, unsigned anger, uint32_t marks)
{
    take(talk, (struct am_percept){.kind = AM_PERCEPT_CUSTOMER,
                                   .speaker = (uint8_t)speaker,
                                   .to = -1,
                                   .anger = (uint8_t)anger,
                                   .signals = signals,
                                   .marks = marks});
}

static void says_again(struct talk *talk, uint32_t marks)
{
    take(talk, (struct am_percept){.kind = AM_PERCEPT_CUSTOMER,
                                   .to = -1,
                                   .anger = 1,
                                   .reiteration = 1,
                                   .signals = S(COMPLAINT),
                                   .marks = marks});
}

static void demands(struct talk *talk, unsigned cover, uint32_t marks)
{
    take(talk, (struct am_percept){.kind = AM_PERCEPT_CUSTOMER,
                                   .to = -1,
                                   .anger = 1,
                                   .cover = (uint8_t)cover,
                                   .signals = S(DEMAND),
                                   .marks = marks});
}

static void bystander(struct talk *talk, uint32_t signals)
{
    take(
        talk,
        (struct am_percept){
            .kind = AM_PERCEPT_BYSTANDER, .speaker = AM_BYSTANDER, .to = -1, .anger = 1, .signals = signals});
}

static void staff(struct talk *talk, uint32_t moves, uint32_t marks, int to)
{
    take(talk,
         (struct am_percept){.kind = AM_PERCEPT_STAFF, .to = (int8_t)to, .moves = moves, .marks = marks});
}

static void tap(struct talk *talk, int code)
{
    struct am_percept percept = {.kind = AM_PERCEPT_OBSERVED, .to = -1, .code = (uint8_t)code};

    am_percept_tap(&percept);
    take(talk, percept);
}

static void tap_of(struct talk *talk, int code, unsigned speaker)
{
    struct am_percept percept = {.kind = AM_PERCEPT_OBSERVED,
                                 .speaker = (uint8_t)speaker,
                                 .named = 1,
                                 .to = -1,
                                 .code = (uint8_t)code};

    am_percept_tap(&percept);
    take(talk, percept);
}

static void did(struct talk *talk, int act)
{
    struct am_percept percept = {.kind = AM_PERCEPT_DID, .to = -1, .code = (uint8_t)act};

    am_percept_act(&percept);
    take(talk, percept);
}

static void outcome(struct talk *talk, int code)
{
    take(talk, (struct am_percept){.kind = AM_PERCEPT_OUTCOME, .to = -1, .code = (uint8_t)code});
}

static void overrule(struct talk *talk, int act)
{
    struct am_percept percept = {
        .kind = AM_PERCEPT_OVERRULE_ACT, .to = -1, .code = (uint8_t)act, .room = talk->room};

    am_standing_overrule_act(rules, &talk->standing, &percept, ++talk->n);
    advise(talk);
}

static void overrule_signal(struct talk *talk, int code)
{
    am_standing_overrule_signal(rules, &talk->standing, code);
    advise(talk);
}

static bool has(const struct talk *talk, int act)
{
    for (unsigned i = 0; i < talk->card.act_count; i++)
        if (talk->card.acts[i] == act)
            return true;
    return false;
}

#define HAS(act) assert_true(has(&talk, AMENDS_ACT_##act))
#define LACKS(act) assert_false(has(&talk, AMENDS_ACT_##act))
#define ESCALATES(level) assert_int_equal(talk.card.escalate, AMENDS_LEVEL_##level)
#define FIRST(act) assert_int_equal(talk.card.acts[0], AMENDS_ACT_##act)

static void at_a_counter(struct talk *talk)
{
    start(talk, AMENDS_CHANNEL_COUNTER, true, true, true);
}

static void first_card_carries_both(void **state)
{
    struct talk talk;

    (void)state;
    at_a_counter(&talk);
    says(&talk, 0, S(COMPLAINT), 1, 0);
    FIRST(APOLOGISE);
    HAS(LISTEN);
    ESCALATES(NONE);
}

static void danger_stands_until_a_person_clears_it(void **state)
{
    struct talk talk;

    (void)state;
    at_a_counter(&talk);
    says(&talk, 0, S(THREAT), 3, 0);
    FIRST(CALL_SECURITY);
    HAS(STAY_SAFE);
    says(&talk, 0, S(CALMING), 0, M(SAFE));
    ESCALATES(SECURITY);
    LACKS(THANK);
    tap(&talk, O(SECURITY_ARRIVED));
    ESCALATES(SECURITY);
    bystander(&talk, S(CALMING));
    ESCALATES(SECURITY);
    tap(&talk, O(LEFT));
    ESCALATES(SECURITY);
    LACKS(DEBRIEF);
    outcome(&talk, AMENDS_OUTCOME_REMOVED);
    ESCALATES(SECURITY);
    tap(&talk, O(DANGER_CLEARED));
    ESCALATES(NONE);
    HAS(DEBRIEF);
    LACKS(THANK);
}

static void hazard_asks_but_offers_nothing(void **state)
{
    struct talk talk;

    (void)state;
    at_a_counter(&talk);
    says(&talk, 0, S(HAZARD) | S(DEMAND), 0, 0);
    FIRST(CALL_EMERGENCY);
    HAS(ASK);
    LACKS(STAY_SAFE);
    LACKS(SOLVE);
    at_a_counter(&talk);
    says(&talk, 0, S(HAZARD), 0, M(MALICE));
    HAS(STAY_SAFE);
    HAS(CALL_SECURITY);
}

static void without_security_the_emergency_number(void **state)
{
    struct talk talk;

    (void)state;
    start(&talk, AMENDS_CHANNEL_COUNTER, false, true, true);
    tap(&talk, O(VIOLENCE));
    FIRST(CALL_EMERGENCY);
    LACKS(CALL_SECURITY);
}

static void written_threat_may_go_to_the_supervisor(void **state)
{
    struct talk talk;

    (void)state;
    start(&talk, AMENDS_CHANNEL_EMAIL, false, true, true);
    says(&talk, 0, S(THREAT), 2, 0);
    FIRST(CALL_SUPERVISOR);
    LACKS(STAY_SAFE);
    says(&talk, 0, S(THREAT), 2, M(NEAR));
    ESCALATES(EMERGENCY);
}

static void calm_glass_is_a_customer(void **state)
{
    struct talk talk;

    (void)state;
    at_a_counter(&talk);
    says(&talk, 0, S(INTOXICATION), 0, 0);
    ESCALATES(NONE);
    says(&talk, 0, S(COMPLAINT), 2, 0);
    FIRST(CALL_SECURITY);
    LACKS(EXPLAIN);
    tap(&talk, O(SECURITY_ARRIVED));
    ESCALATES(NONE);
    tap(&talk, O(LEFT));
    FIRST(DEBRIEF);
}

static void drink_on_the_phone_ends_kindly(void **state)
{
    struct talk talk;

    (void)state;
    start(&talk, AMENDS_CHANNEL_PHONE, false, true, true);
    tap(&talk, AMENDS_SIGNAL_INTOXICATION);
    FIRST(FOLLOW_UP);
    ESCALATES(NONE);
    LACKS(END_SERVICE);
    says(&talk, 0, S(COMPLAINT), 1, 0);
    HAS(END_SERVICE);
    ESCALATES(NONE);
}

static void boundary_counts_when_said(void **state)
{
    struct talk talk;

    (void)state;
    at_a_counter(&talk);
    says(&talk, 0, S(INSULT), 2, 0);
    FIRST(SET_BOUNDARY);
    assert_int_equal(talk.card.acts[talk.card.act_count - 1], AMENDS_ACT_CALL_COLLEAGUE);
    says(&talk, 0, S(INSULT), 2, 0);
    LACKS(END_SERVICE);
    did(&talk, AMENDS_ACT_SET_BOUNDARY);
    says(&talk, 0, S(INSULT), 2, 0);
    FIRST(END_SERVICE);
    says(&talk, 0, S(INSULT) | S(ASK_SUPERVISOR), 2, 0);
    HAS(END_SERVICE);
    HAS(CALL_SUPERVISOR);
    says(&talk, 0, S(INSULT) | S(DISTRESS), 2, 0);
    LACKS(END_SERVICE);
    HAS(SET_BOUNDARY);
    says(&talk, 0, S(CALMING), 0, M(REMORSE));
    HAS(THANK);
    says(&talk, 0, S(INSULT), 2, 0);
    LACKS(END_SERVICE);
    HAS(SET_BOUNDARY);
}

static void boundary_is_for_the_one_addressed(void **state)
{
    struct talk talk;

    (void)state;
    at_a_counter(&talk);
    says(&talk, 1, S(INSULT), 2, 0);
    says(&talk, 2, S(COMPLAINT), 1, 0);
    staff(&talk, AMENDS_BIT(AMENDS_MOVE_SETS_BOUNDARY), 0, -1);
    says(&talk, 2, S(INSULT), 2, 0);
    HAS(SET_BOUNDARY);
    LACKS(END_SERVICE);
    says(&talk, 1, S(INSULT), 2, 0);
    HAS(END_SERVICE);
    at_a_counter(&talk);
    says(&talk, 1, S(INSULT), 2, 0);
    staff(&talk, AMENDS_BIT(AMENDS_MOVE_SETS_BOUNDARY), 0, 2);
    says(&talk, 1, S(INSULT), 2, 0);
    LACKS(END_SERVICE);
}

static void insult_taken_back_is_none(void **state)
{
    struct talk talk;

    (void)state;
    at_a_counter(&talk);
    says(&talk, 0, S(INSULT), 1, M(REMORSE));
    LACKS(SET_BOUNDARY);
    LACKS(CALL_COLLEAGUE);
}

static void said_again_to_the_same_listener(void **state)
{
    struct talk talk;

    (void)state;
    at_a_counter(&talk);
    says(&talk, 0, S(COMPLAINT), 1, 0);
    says_again(&talk, 0);
    FIRST(EMPATHISE_MORE);
    ESCALATES(NONE);
    says_again(&talk, M(RECURRED));
    LACKS(EMPATHISE_MORE);
    staff(&talk, AMENDS_BIT(AMENDS_MOVE_ASKS), M(ASKS_RETELL), -1);
    says_again(&talk, 0);
    LACKS(EMPATHISE_MORE);
    says_again(&talk, 0);
    HAS(EMPATHISE_MORE);
    ESCALATES(NONE);
    says_again(&talk, 0);
    ESCALATES(SUPERVISOR);
    tap(&talk, O(SUPERVISOR_ARRIVED));
    ESCALATES(NONE);
    says_again(&talk, 0);
    LACKS(EMPATHISE_MORE);
    LACKS(CALL_SUPERVISOR);
}

static void not_believed_does_not_count(void **state)
{
    struct talk talk;

    (void)state;
    at_a_counter(&talk);
    says(&talk, 0, S(COMPLAINT), 1, 0);
    for (int i = 0; i < 4; i++)
        says_again(&talk, M(DISBELIEF));
    HAS(EMPATHISE_MORE);
    ESCALATES(NONE);
}

static void no_progress_goes_higher(void **state)
{
    struct talk talk;

    (void)state;
    at_a_counter(&talk);
    says(&talk, 0, 0, 2, 0);
    for (int i = 0; i < 5; i++)
        says(&talk, 0, 0, 2, 0);
    ESCALATES(NONE);
    tap(&talk, O(RAISED_VOICE));
    ESCALATES(SUPERVISOR);
    HAS(SLOW_DOWN);
    says(&talk, 0, S(CALMING), 0, 0);
    ESCALATES(NONE);
}

static void authority_decides_who_solves(void **state)
{
    struct talk talk;

    (void)state;
    at_a_counter(&talk);
    demands(&talk, AMENDS_COVER_COVERED, 0);
    HAS(SOLVE);
    demands(&talk, AMENDS_COVER_UNCLEAR, 0);
    HAS(CHECK_FIRST);
    LACKS(SOLVE);
    demands(&talk, AMENDS_COVER_OVER, 0);
    HAS(CHECK_FIRST);
    ESCALATES(SUPERVISOR);
    LACKS(SOLVE);
    take(&talk, (struct am_percept){.kind = AM_PERCEPT_AUTHORITY, .to = -1, .cover = AMENDS_COVER_COVERED});
    FIRST(SOLVE);
    at_a_counter(&talk);
    demands(&talk, AMENDS_COVER_OVER, M(OWED));
    FIRST(CALL_SUPERVISOR);
    at_a_counter(&talk);
    demands(&talk, AMENDS_COVER_COVERED, M(OWED));
    HAS(SOLVE);
    ESCALATES(NONE);
}

static void emotion_buys_nothing(void **state)
{
    struct talk talk;

    (void)state;
    at_a_counter(&talk);
    talk.room = AM_ROOM_SOME;
    says(&talk, 0, S(CHURN_THREAT) | S(PUBLICITY_THREAT) | S(DISTRESS), 3, 0);
    LACKS(SOLVE);
    HAS(APOLOGISE);
    HAS(EMPATHISE);
}

static void need_of_help_climbs(void **state)
{
    struct talk talk;

    (void)state;
    at_a_counter(&talk);
    tap(&talk, O(NEED_HELP));
    ESCALATES(COLLEAGUE);
    tap(&talk, O(NEED_HELP));
    ESCALATES(SUPERVISOR);
    tap(&talk, O(NEED_HELP));
    ESCALATES(SECURITY);
    tap(&talk, O(NEED_HELP));
    ESCALATES(EMERGENCY);
    tap(&talk, O(COLLEAGUE_ARRIVED));
    ESCALATES(NONE);
    tap(&talk, O(NEED_HELP));
    ESCALATES(SUPERVISOR);
    start(&talk, AMENDS_CHANNEL_COUNTER, false, false, false);
    tap(&talk, O(NEED_HELP));
    HAS(FOLLOW_UP);
    ESCALATES(NONE);
    tap(&talk, O(NEED_HELP));
    ESCALATES(EMERGENCY);
}

static void no_supervisor_means_a_time(void **state)
{
    struct talk talk;

    (void)state;
    at_a_counter(&talk);
    says(&talk, 0, S(ASK_SUPERVISOR), 1, 0);
    HAS(CALL_SUPERVISOR);
    did(&talk, AMENDS_ACT_CALL_SUPERVISOR);
    HAS(WAIT_CARE);
    tap(&talk, O(SUPERVISOR_UNAVAILABLE));
    LACKS(CALL_SUPERVISOR);
    HAS(FOLLOW_UP);
    start(&talk, AMENDS_CHANNEL_COUNTER, false, false, false);
    talk.room = AM_ROOM_ALL;
    says(&talk, 0, S(ASK_SUPERVISOR), 1, 0);
    HAS(ASK);
    LACKS(FOLLOW_UP);
}

static void scenes(void **state)
{
    struct talk talk;

    (void)state;
    start(&talk, AMENDS_CHANNEL_COUNTER, false, true, true);
    tap(&talk, O(SCENE));
    ESCALATES(COLLEAGUE);
    tap(&talk, O(SCENE));
    ESCALATES(EMERGENCY);
    tap(&talk, O(LEFT));
    ESCALATES(NONE);
    at_a_counter(&talk);
    says(&talk, 0, S(INSULT), 2, 0);
    did(&talk, AMENDS_ACT_SET_BOUNDARY);
    tap(&talk, O(SCENE));
    ESCALATES(SECURITY);
}

static void who_arrived_is_not_called_again(void **state)
{
    struct talk talk;

    (void)state;
    at_a_counter(&talk);
    tap(&talk, O(SUPERVISOR_ARRIVED));
    says(&talk, 0, S(ASK_SUPERVISOR) | S(LEGAL_THREAT), 2, 0);
    LACKS(CALL_SUPERVISOR);
}

static void ends(void **state)
{
    struct talk talk;

    (void)state;
    at_a_counter(&talk);
    outcome(&talk, AMENDS_OUTCOME_SATISFIED);
    FIRST(THANK);
    at_a_counter(&talk);
    says(&talk, 0, S(COMPLAINT), 1, 0);
    staff(&talk, AMENDS_BIT(AMENDS_MOVE_COMMITS_FOLLOW_UP), 0, -1);
    outcome(&talk, AMENDS_OUTCOME_UNSATISFIED);
    HAS(THANK);
    HAS(GOODWILL);
    HAS(FOLLOW_UP);
    at_a_counter(&talk);
    says(&talk, 0, S(INSULT), 2, 0);
    outcome(&talk, AMENDS_OUTCOME_SERVICE_ENDED);
    LACKS(THANK);
    LACKS(GOODWILL);
    at_a_counter(&talk);
    says(&talk, 0, S(INSULT), 2, 0);
    says(&talk, 0, 0, 0, M(PARTING));
    outcome(&talk, AMENDS_OUTCOME_SERVICE_ENDED);
    HAS(THANK);
    at_a_counter(&talk);
    says(&talk, 0, S(COMPLAINT), 1, 0);
    tap(&talk, O(LEFT));
    FIRST(DEBRIEF);
}

static void one_leaves_and_one_stays(void **state)
{
    struct talk talk;

    (void)state;
    at_a_counter(&talk);
    says(&talk, 1, S(COMPLAINT), 1, 0);
    says(&talk, 2, S(COMPLAINT), 1, 0);
    tap_of(&talk, O(LEFT), 2);
    LACKS(DEBRIEF);
    tap_of(&talk, O(LEFT), 1);
    HAS(DEBRIEF);
}

static void overruled_as_if_not_seen(void **state)
{
    struct talk talk, other;

    (void)state;
    at_a_counter(&talk);
    at_a_counter(&other);
    says(&talk, 0, S(THREAT) | S(COMPLAINT), 2, 0);
    says(&other, 0, S(COMPLAINT), 2, 0);
    for (int i = 0; i < 5; i++) {
        says(&talk, 0, 0, 2, 0);
        says(&other, 0, 0, 2, 0);
    }
    overrule_signal(&talk, AMENDS_SIGNAL_THREAT);
    assert_memory_equal(&talk.standing.core, &other.standing.core, sizeof talk.standing.core);
    overrule_signal(&talk, AMENDS_SIGNAL_HAZARD);
    assert_memory_equal(&talk.standing.core, &other.standing.core, sizeof talk.standing.core);
}

static void overruled_out_of_reach(void **state)
{
    struct talk talk;

    (void)state;
    at_a_counter(&talk);
    says(&talk, 0, S(THREAT), 2, 0);
    for (int i = 0; i < AMENDS_OVERRULE_REACH + 3; i++)
        staff(&talk, 0, 0, -1);
    ESCALATES(SECURITY);
    overrule_signal(&talk, AMENDS_SIGNAL_HAZARD);
    ESCALATES(SECURITY);
    overrule_signal(&talk, AMENDS_SIGNAL_THREAT);
    ESCALATES(NONE);
}

static void false_insult_leaves_no_trace(void **state)
{
    struct talk talk;

    (void)state;
    at_a_counter(&talk);
    says(&talk, 0, S(INSULT), 1, 0);
    did(&talk, AMENDS_ACT_SET_BOUNDARY);
    overrule_signal(&talk, AMENDS_SIGNAL_INSULT);
    says(&talk, 0, S(INSULT), 2, 0);
    HAS(SET_BOUNDARY);
    LACKS(END_SERVICE);
}

static void overruled_acts_stay_away(void **state)
{
    struct talk talk;

    (void)state;
    at_a_counter(&talk);
    says(&talk, 0, S(THREAT) | S(COMPLAINT), 2, 0);
    overrule(&talk, AMENDS_ACT_CALL_SECURITY);
    ESCALATES(NONE);
    LACKS(STAY_SAFE);
    HAS(APOLOGISE);
    says(&talk, 0, S(ASK_SUPERVISOR), 1, 0);
    overrule(&talk, AMENDS_ACT_CALL_SUPERVISOR);
    LACKS(CALL_SUPERVISOR);
    staff(&talk, 0, 0, -1);
    LACKS(CALL_SUPERVISOR);
    says(&talk, 0, S(ASK_SUPERVISOR), 1, 0);
    HAS(CALL_SUPERVISOR);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_card_carries_both),
        cmocka_unit_test(danger_stands_until_a_person_clears_it),
        cmocka_unit_test(hazard_asks_but_offers_nothing),
        cmocka_unit_test(without_security_the_emergency_number),
        cmocka_unit_test(written_threat_may_go_to_the_supervisor),
        cmocka_unit_test(calm_glass_is_a_customer),
        cmocka_unit_test(drink_on_the_phone_ends_kindly),
        cmocka_unit_test(boundary_counts_when_said),
        cmocka_unit_test(boundary_is_for_the_one_addressed),
        cmocka_unit_test(insult_taken_back_is_none),
        cmocka_unit_test(said_again_to_the_same_listener),
        cmocka_unit_test(not_believed_does_not_count),
        cmocka_unit_test(no_progress_goes_higher),
        cmocka_unit_test(authority_decides_who_solves),
        cmocka_unit_test(emotion_buys_nothing),
        cmocka_unit_test(need_of_help_climbs),
        cmocka_unit_test(no_supervisor_means_a_time),
        cmocka_unit_test(scenes),
        cmocka_unit_test(who_arrived_is_not_called_again),
        cmocka_unit_test(ends),
        cmocka_unit_test(one_leaves_and_one_stays),
        cmocka_unit_test(overruled_as_if_not_seen),
        cmocka_unit_test(overruled_out_of_reach),
        cmocka_unit_test(false_insult_leaves_no_trace),
        cmocka_unit_test(overruled_acts_stay_away),
    };

    rules = argc > 1 ? rules_load(argv[1], NULL, NULL) : NULL;
    if (rules == NULL)
        return 2;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
