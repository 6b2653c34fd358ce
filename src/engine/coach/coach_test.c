/*
 * The coach proper by scripts of percepts: each fine point of METHOD.md as one short encounter. The rules are
 * compiled from the playbook's own coach.yaml, whose folder is the first argument. Danger, drink and the
 * boundary are in safety_test.c.
 */
#include "engine/coach/talk_test.h"

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

    if (!talk_begin(argc, argv))
        return 2;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
