/* Danger, drink and the boundary, as coach_test.c: hard rules 1, 2 and 4 with their fine points. */
#include "engine/coach/talk_test.h"

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

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(danger_stands_until_a_person_clears_it),
        cmocka_unit_test(hazard_asks_but_offers_nothing),
        cmocka_unit_test(without_security_the_emergency_number),
        cmocka_unit_test(written_threat_may_go_to_the_supervisor),
        cmocka_unit_test(calm_glass_is_a_customer),
        cmocka_unit_test(drink_on_the_phone_ends_kindly),
        cmocka_unit_test(boundary_counts_when_said),
        cmocka_unit_test(boundary_is_for_the_one_addressed),
        cmocka_unit_test(insult_taken_back_is_none),
    };

    if (!talk_begin(argc, argv))
        return 2;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
