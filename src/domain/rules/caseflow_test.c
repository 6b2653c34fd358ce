/* The way of a case: every step from every state, merging and back, the associate's view. */
#include "domain/rules/test.h"

#include "amends/labels.h"
#include "domain/rules/caseflow.h"

static struct am_case fresh(void)
{
    return (struct am_case){.row = {.org = 1, .id = 10},
                            .outcome = -1,
                            .received_at_ms = 100,
                            .acknowledge_by_ms = 200,
                            .respond_by_ms = 900};
}

static void the_steps_follow_each_other(void **state)
{
    struct am_case c = fresh();
    struct am_case_with with = {.at_ms = 150, .outcome = AMENDS_OUTCOME_SATISFIED};

    (void)state;
    assert_int_equal(am_case_do(&c, AM_CASE_CLOSE, &with, &c), AM_CASE_RESPOND_FIRST);
    assert_int_equal(am_case_do(&c, AM_CASE_REOPEN, &with, &c), AM_CASE_NOT_NOW);
    assert_int_equal(am_case_do(&c, AM_CASE_ACKNOWLEDGE, &with, &c), AM_CASE_DONE);
    assert_int_equal(c.state, AM_CASE_ACKNOWLEDGED);
    assert_int_equal(c.acknowledged_at_ms, 150);
    assert_int_equal(am_case_do(&c, AM_CASE_ACKNOWLEDGE, &with, &c), AM_CASE_NOT_NOW);
    with.at_ms = 300;
    assert_int_equal(am_case_do(&c, AM_CASE_RESPOND, &with, &c), AM_CASE_DONE);
    assert_int_equal(c.acknowledged_at_ms, 150);
    assert_int_equal(c.responded_at_ms, 300);
    assert_int_equal(am_case_do(&c, AM_CASE_RESPOND, &with, &c), AM_CASE_NOT_NOW);
    with.outcome = AMENDS_OUTCOME_NONE;
    assert_int_equal(am_case_do(&c, AM_CASE_CLOSE, &with, &c), AM_CASE_NO_OUTCOME);
    with.outcome = AMENDS_OUTCOME_COUNT;
    assert_int_equal(am_case_do(&c, AM_CASE_CLOSE, &with, &c), AM_CASE_NO_OUTCOME);
    with.outcome = AMENDS_OUTCOME_PARTLY;
    with.at_ms = 400;
    assert_int_equal(am_case_do(&c, AM_CASE_CLOSE, &with, &c), AM_CASE_DONE);
    assert_int_equal(c.closed_at_ms, 400);
    assert_int_equal(c.outcome, AMENDS_OUTCOME_PARTLY);
    assert_int_equal(am_case_do(&c, AM_CASE_CLOSE, &with, &c), AM_CASE_NOT_NOW);
    assert_int_equal(am_case_do(&c, (enum am_case_step)77, &with, &c), AM_CASE_NOT_NOW);
}

static void a_response_acknowledges_and_an_encounter_is_both(void **state)
{
    struct am_case c = fresh();
    struct am_case_with with = {.at_ms = 150, .outcome = AMENDS_OUTCOME_SATISFIED};

    (void)state;
    assert_int_equal(am_case_do(&c, AM_CASE_RESPOND, &with, &c), AM_CASE_DONE);
    assert_int_equal(c.acknowledged_at_ms, 150);
    c = fresh();
    c.encounter = 5;
    assert_int_equal(am_case_do(&c, AM_CASE_CLOSE, &with, &c), AM_CASE_DONE);
    assert_int_equal(c.acknowledged_at_ms, 150);
    assert_int_equal(c.responded_at_ms, 150);
    assert_int_equal(c.closed_at_ms, 150);
    assert_int_equal(am_case_do(&c, AM_CASE_REOPEN, &with, &c), AM_CASE_DONE);
    assert_int_equal(am_case_do(&c, AM_CASE_CLOSE, &with, &c), AM_CASE_RESPOND_FIRST);
}

static void a_closed_case_is_received_again(void **state)
{
    struct am_case c = fresh();
    struct am_case_with with = {.at_ms = 150, .outcome = AMENDS_OUTCOME_UNSATISFIED, .due = {1200, 1900}};

    (void)state;
    am_case_do(&c, AM_CASE_RESPOND, &with, &c);
    am_case_do(&c, AM_CASE_CLOSE, &with, &c);
    assert_int_equal(am_case_do(&c, AM_CASE_REOPEN, &with, &c), AM_CASE_DONE);
    assert_int_equal(c.state, AM_CASE_OPEN);
    assert_int_equal(c.outcome, -1);
    assert_int_equal(c.closed_at_ms, 0);
    assert_int_equal(c.received_at_ms, 100);
    assert_int_equal(c.acknowledge_by_ms, 1200);
    assert_int_equal(c.respond_by_ms, 1900);
    assert_int_equal(c.reopened, 1);
    assert_int_equal(am_case_do(&c, AM_CASE_CLOSE, &with, &c), AM_CASE_RESPOND_FIRST);
}

static void a_merge_is_taken_back_without_a_trace(void **state)
{
    struct am_case c = fresh(), other = fresh(), before;
    struct am_case_with with = {.at_ms = 150, .outcome = AMENDS_OUTCOME_SATISFIED, .into = &other};

    (void)state;
    other.row.id = 20;
    before = c;
    assert_int_equal(am_case_do(&c, AM_CASE_UNMERGE, &with, &c), AM_CASE_NOT_NOW);
    assert_int_equal(am_case_do(&c, AM_CASE_MERGE, &with, &c), AM_CASE_DONE);
    assert_int_equal(c.merged_into, 20);
    for (int32_t step = 0; step < AM_CASE_STEP_COUNT; step++) {
        if (step != AM_CASE_UNMERGE)
            assert_int_equal(am_case_may(&c, (enum am_case_step)step, &with), AM_CASE_MERGED);
    }
    /* Not in a ring, not into a part of another. */
    with.into = &c;
    assert_int_equal(am_case_may(&other, AM_CASE_MERGE, &with), AM_CASE_MERGED);
    assert_int_equal(am_case_do(&c, AM_CASE_UNMERGE, &with, &c), AM_CASE_DONE);
    assert_memory_equal(&c, &before, sizeof c);
    assert_int_equal(am_case_may(&c, AM_CASE_MERGE, &with), AM_CASE_ITSELF);
    with.into = NULL;
    assert_int_equal(am_case_may(&c, AM_CASE_MERGE, &with), AM_CASE_NOT_NOW);
    with.into = &other;
    other.customer = 3;
    assert_int_equal(am_case_may(&c, AM_CASE_MERGE, &with), AM_CASE_DONE);
    c.customer = 4;
    assert_int_equal(am_case_may(&c, AM_CASE_MERGE, &with), AM_CASE_TWO_CUSTOMERS);
    c.customer = 3;
    assert_int_equal(am_case_may(&c, AM_CASE_MERGE, &with), AM_CASE_DONE);
    other.row.org = 2;
    assert_int_equal(am_case_may(&c, AM_CASE_MERGE, &with), AM_CASE_NOT_NOW);
}

static void the_clock_of_a_merged_case_runs_on(void **state)
{
    struct am_case c = fresh(), merged[2] = {fresh(), fresh()};
    struct am_sla_due due;

    (void)state;
    merged[0].merged_into = merged[1].merged_into = 10;
    merged[0].acknowledge_by_ms = 120;
    merged[1].respond_by_ms = 700;
    merged[1].state = AM_CASE_ACKNOWLEDGED;
    merged[1].acknowledge_by_ms = 5;
    due = am_case_clocks(&c, merged, 2);
    assert_int_equal(due.acknowledge_by_ms, 120);
    assert_int_equal(due.respond_by_ms, 700);
    c.state = AM_CASE_ACKNOWLEDGED;
    due = am_case_clocks(&c, merged, 2);
    assert_int_equal(due.acknowledge_by_ms, 0);
    assert_int_equal(due.respond_by_ms, 700);
    merged[1].merged_into = 11;
    assert_int_equal(am_case_clocks(&c, merged, 2).respond_by_ms, 900);
    c.respond_by_ms = 0; /* it has no clock of its own */
    merged[1].merged_into = 10;
    assert_int_equal(am_case_clocks(&c, merged, 2).respond_by_ms, 700);
    merged[1].state = AM_CASE_RESPONDED;
    merged[0].respond_by_ms = 0;
    assert_int_equal(am_case_clocks(&c, merged, 2).respond_by_ms, 0);
    c.respond_by_ms = 900;
    c.state = AM_CASE_RESPONDED;
    assert_int_equal(am_case_clocks(&c, merged, 2).respond_by_ms, 0);
}

/* Whatever is tried in whatever order: state and times agree. */
static void states_and_times_agree(void **state)
{
    uint64_t seed = 21;

    (void)state;
    for (int round = 0; round < 5000; round++) {
        struct am_case c = fresh(), other = fresh();

        other.row.id = 20;
        c.encounter = round % 2;
        for (int i = 0; i < 20; i++) {
            struct am_case_with with = {
                .at_ms = 101 + i, .outcome = (int32_t)(test_random(&seed) % 8) - 1, .into = &other};
            struct am_case before = c;

            if (am_case_do(&c, (enum am_case_step)(test_random(&seed) % AM_CASE_STEP_COUNT), &with, &c) !=
                AM_CASE_DONE)
                assert_memory_equal(&c, &before, sizeof c);
            assert_int_equal(c.acknowledged_at_ms != 0, c.state >= AM_CASE_ACKNOWLEDGED);
            assert_int_equal(c.responded_at_ms != 0, c.state >= AM_CASE_RESPONDED);
            assert_int_equal(c.closed_at_ms != 0, c.state == AM_CASE_CLOSED);
            assert_int_equal(c.outcome > AMENDS_OUTCOME_NONE, c.state == AM_CASE_CLOSED);
            assert_true(c.responded_at_ms == 0 || c.acknowledged_at_ms <= c.responded_at_ms);
            assert_true(c.closed_at_ms == 0 || c.responded_at_ms <= c.closed_at_ms);
        }
    }
}

static void who_was_there_is_asked_before_they_are_overruled(void **state)
{
    struct am_case c = fresh();
    struct am_case_overruling by = {.associate = 1, .decider = 2};

    (void)state;
    assert_int_equal(am_case_view(&c, &by), AM_VIEW_ASK);
    by.view_asked_at_ms = 5;
    assert_int_equal(am_case_view(&c, &by), AM_VIEW_ASKED);
    c.associate_view = VIEW("It was our fault.");
    assert_int_equal(am_case_view(&c, &by), AM_VIEW_GIVEN);
    c.associate_view = VIEW("");
    by = (struct am_case_overruling){.associate = 1, .decider = 1};
    assert_int_equal(am_case_view(&c, &by), AM_VIEW_NOT_NEEDED);
    by = (struct am_case_overruling){.associate = 1, .decider = 2, .asked_for_by_associate = true};
    assert_int_equal(am_case_view(&c, &by), AM_VIEW_NOT_NEEDED);
    by = (struct am_case_overruling){.associate = 1, .decider = 2, .owed = true};
    assert_int_equal(am_case_view(&c, &by), AM_VIEW_NOT_NEEDED);
    by = (struct am_case_overruling){.decider = 2};
    assert_int_equal(am_case_view(&c, &by), AM_VIEW_NOT_NEEDED);
}

static void names_are_there(void **state)
{
    (void)state;
    assert_string_equal(am_case_step_name(AM_CASE_UNMERGE), "unmerge");
    assert_string_equal(am_case_step_name(-1), "?");
    assert_string_equal(am_case_said_name(AM_CASE_TWO_CUSTOMERS), "two_customers");
    assert_string_equal(am_case_said_name(AM_CASE_SAID_COUNT), "?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_steps_follow_each_other),
        cmocka_unit_test(a_response_acknowledges_and_an_encounter_is_both),
        cmocka_unit_test(a_closed_case_is_received_again),
        cmocka_unit_test(a_merge_is_taken_back_without_a_trace),
        cmocka_unit_test(the_clock_of_a_merged_case_runs_on),
        cmocka_unit_test(states_and_times_agree),
        cmocka_unit_test(who_was_there_is_asked_before_they_are_overruled),
        cmocka_unit_test(names_are_there),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
