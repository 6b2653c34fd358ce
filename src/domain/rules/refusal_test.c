/* What a refusal costs and stands on, its end, its appeal. */
#include "domain/rules/test.h"

#include "domain/rules/refusal.h"

static const int64_t day = 86400000, now = 1000 * INT64_C(86400000);

static const struct am_customer regular = {.yearly_minor = 73000, .visits_yearly = 52};

static void the_cost_is_that_of_its_time(void **state)
{
    struct am_refusal_shown shown = am_refusal_weigh(&regular, NULL, 0, false, 2, now, now + 365 * day);

    (void)state;
    assert_int_equal(shown.cost_minor, 73000);
    assert_int_equal(shown.visits, 52);
    assert_int_equal(shown.promises, 2);
    shown = am_refusal_weigh(&regular, NULL, 0, false, 0, now, 0);
    assert_int_equal(shown.until_ms, now + 90 * day);
    assert_int_equal(shown.cost_minor, 18000);
    assert_int_equal(shown.visits, 13);
    shown = am_refusal_weigh(NULL, NULL, 0, false, 0, now, 0);
    assert_int_equal(shown.cost_minor, -1);
    assert_int_equal(shown.visits, -1);
    const struct am_customer rich = {.yearly_minor = INT64_MAX, .visits_yearly = -1};
    shown = am_refusal_weigh(&rich, NULL, 0, false, 0, now, now + 365 * day);
    assert_true(shown.cost_minor >= INT64_MAX - 365);
    assert_int_equal(shown.visits, -1);
}

static void what_stands_behind_it_is_told(void **state)
{
    struct am_warning warnings[] = {
        {.row = {.id = 1, .created_at_ms = now - 9 * INT64_C(1000)}},
        {.row = {.id = 2, .created_at_ms = now - 5 * INT64_C(1000)}},
        {.row = {.id = 3, .created_at_ms = now - 2 * INT64_C(1000)}, .taken_back = true},
        {.row = {.id = 4, .created_at_ms = now + 1}},
    };
    struct am_refusal_shown shown = am_refusal_weigh(&regular, warnings, 4, false, 0, now, 0);

    (void)state;
    assert_int_equal(shown.ground, AM_REFUSAL_ON_WARNING);
    assert_int_equal(shown.warning, 2);
    assert_int_equal(shown.warnings, 2);
    assert_int_equal(shown.warned_at_ms, now - 5000);
    assert_false(shown.apologised);
    assert_int_equal(am_refusal_weigh(&regular, warnings, 4, true, 0, now, 0).ground, AM_REFUSAL_ON_BOTH);
    shown = am_refusal_weigh(&regular, warnings + 2, 2, false, 0, now, 0);
    assert_int_equal(shown.ground, AM_REFUSAL_ON_NOTHING);
    assert_int_equal(shown.warning, 0);
    assert_true(shown.apologised);
    shown = am_refusal_weigh(&regular, warnings + 3, 1, true, 0, now, 0);
    assert_int_equal(shown.ground, AM_REFUSAL_ON_DANGER);
    assert_false(shown.apologised);
}

static void every_refusal_ends(void **state)
{
    (void)state;
    assert_int_equal(am_refusal_until(now, now + 1), now + 1);
    assert_int_equal(am_refusal_until(now, now + 365 * day), now + 365 * day);
    assert_int_equal(am_refusal_until(now, now + 365 * day + 1), now + 365 * day);
    assert_int_equal(am_refusal_until(now, INT64_MAX), now + 365 * day);
    assert_int_equal(am_refusal_until(now, now), now + 90 * day);
    assert_int_equal(am_refusal_until(now, now - 5), now + 90 * day);
    struct am_refusal refusal = {.row = {.created_at_ms = now}, .until_ms = now + day};
    assert_false(am_refusal_holds(&refusal, now - 1));
    assert_true(am_refusal_holds(&refusal, now));
    assert_true(am_refusal_holds(&refusal, now + day - 1));
    assert_false(am_refusal_holds(&refusal, now + day));
    refusal.lifted_at_ms = now + 5;
    assert_true(am_refusal_holds(&refusal, now + 4));
    assert_false(am_refusal_holds(&refusal, now + 5));
}

static void an_appeal_is_heard_by_another(void **state)
{
    struct am_refusal refusal = {.row = {.created_at_ms = now}, .until_ms = now + 90 * day, .decided_by = 7};

    (void)state;
    assert_int_equal(am_appeal_state(&refusal, now), AM_APPEAL_NONE);
    assert_true(am_appeal_may_be_made(&refusal, now));
    assert_false(am_appeal_may_be_made(&refusal, now + 90 * day));
    refusal.appealed_at_ms = now + day;
    assert_false(am_appeal_may_be_made(&refusal, now + 2 * day));
    assert_int_equal(am_appeal_state(&refusal, now + 15 * day), AM_APPEAL_OPEN);
    assert_int_equal(am_appeal_state(&refusal, now + 15 * day + 1), AM_APPEAL_LATE);
    assert_int_equal(am_appeal_state(&refusal, now + 90 * day), AM_APPEAL_OVER);
    refusal.answered_at_ms = now + 3 * day;
    assert_int_equal(am_appeal_state(&refusal, now + 3 * day), AM_APPEAL_UPHELD);
    assert_int_equal(am_appeal_state(&refusal, now + 15 * day + 1), AM_APPEAL_UPHELD);
    assert_false(am_appeal_may_decide(&refusal, 7, 1));
    assert_true(am_appeal_may_decide(&refusal, 8, 1));
    assert_true(am_appeal_may_decide(&refusal, 7, 0));
    refusal.lifted_at_ms = now + 3 * day;
    assert_int_equal(am_appeal_state(&refusal, now + 4 * day), AM_APPEAL_GRANTED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cost_is_that_of_its_time),
        cmocka_unit_test(what_stands_behind_it_is_told),
        cmocka_unit_test(every_refusal_ends),
        cmocka_unit_test(an_appeal_is_heard_by_another),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
