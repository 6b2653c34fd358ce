/* A call for help: the order, the clock, the telephone, and that nothing arrives late. */
#include "domain/rules/test.h"

#include "amends/labels.h"
#include "domain/rules/helpcall.h"

enum { ANNA = 1, BEN, CARL, SUE, MIA };

static const struct am_helper team[] = {
    {.person = ANNA, .level = AMENDS_LEVEL_COLLEAGUE, .here = true, .on_screen = true},
    {.person = BEN, .level = AMENDS_LEVEL_COLLEAGUE, .here = true, .on_screen = true, .busy = true},
    {.person = CARL, .level = AMENDS_LEVEL_COLLEAGUE, .here = true, .on_screen = true},
    {.person = MIA, .level = AMENDS_LEVEL_SUPERVISOR, .reachable = true, .telephone = {"+358 50 2", 9}},
    {.person = SUE,
     .level = AMENDS_LEVEL_SUPERVISOR,
     .here = true,
     .reachable = true,
     .telephone = {"+358 50 1", 9}},
    {.person = 0, .level = AMENDS_LEVEL_SECURITY, .here = true, .reachable = true},
    {.person = 7, .level = AMENDS_LEVEL_COLLEAGUE, .here = true},
    {.person = 8, .level = AMENDS_LEVEL_COLLEAGUE, .on_screen = true},
};

static struct am_help_people people(const size_t *called, size_t count)
{
    return (struct am_help_people){team, COUNT(team), called, count, 0};
}

static void check_order(int32_t whom, const size_t *expected, size_t count)
{
    struct am_call call = {.called_by = ANNA, .whom = whom};
    struct am_help_people all = people(NULL, 0);
    size_t order[COUNT(team)];

    assert_int_equal(am_help_order(&call, &all, order), count);
    assert_memory_equal(order, expected, count * sizeof *expected);
}

static void the_order_is_that_of_the_level(void **state)
{
    (void)state;
    check_order(AMENDS_LEVEL_COLLEAGUE, (const size_t[]){2, 1, 4, 3, 5}, 5);
    check_order(AMENDS_LEVEL_SUPERVISOR, (const size_t[]){4, 3, 2, 1}, 4);
    check_order(AMENDS_LEVEL_SECURITY, (const size_t[]){5, 4, 3, 2, 1}, 5);
    check_order(AMENDS_LEVEL_EMERGENCY, (const size_t[]){5, 4, 3, 2, 1}, 5);
    check_order(AMENDS_LEVEL_NONE, NULL, 0);
}

/* Who is on a break or off is not called; where life is in danger, every open screen is. */
static void who_is_away_is_left_in_peace(void **state)
{
    struct am_helper away[COUNT(team)];
    struct am_call call = {.called_by = ANNA, .whom = AMENDS_LEVEL_SUPERVISOR};
    const struct am_help_people all = {away, COUNT(away), NULL, 0};
    size_t order[COUNT(team)];

    (void)state;
    memcpy(away, team, sizeof away);
    away[1].away = away[4].away = true;
    assert_int_equal(am_help_order(&call, &all, order), 2);
    assert_true(order[0] == 3 && order[1] == 2);
    call.whom = AMENDS_LEVEL_EMERGENCY;
    assert_int_equal(am_help_order(&call, &all, order), 4); /* 4 has no screen open */
    assert_true(order[0] == 5 && order[1] == 3 && order[2] == 2 && order[3] == 1);
}

static void not_seen_in_thirty_seconds_is_the_next_one(void **state)
{
    struct am_call call = {
        .called_by = ANNA, .whom = AMENDS_LEVEL_SUPERVISOR, .answered_by = 99, .seen_at_ms = 7};
    size_t called[8];
    struct am_help_people all = people(called, 0);
    struct am_help_told told = am_help_step(&call, AM_HELP_BEGIN, 0, &all, 1000);

    (void)state;
    assert_int_equal(told.next, 4);
    assert_false(told.telephone);
    assert_int_equal(call.answered_by, 0);
    assert_int_equal(call.seen_at_ms, 0);
    assert_int_equal(call.next_at_ms, 31000);
    called[all.called_count++] = 4;
    told = am_help_step(&call, AM_HELP_DELIVERED, 0, &all, 1500);
    assert_int_equal(call.state, AM_CALL_DELIVERED);
    told = am_help_step(&call, AM_HELP_TIME, 0, &all, 30999);
    assert_false(told.changed);
    told = am_help_step(&call, AM_HELP_TIME, 0, &all, 31000);
    assert_int_equal(told.next, 3);
    assert_true(told.telephone);
    assert_int_equal(call.round, 2);
    assert_int_equal(call.next_at_ms, 61000);
    called[all.called_count++] = 3;
    told = am_help_step(&call, AM_HELP_TIME, 0, &all, 61000);
    assert_int_equal(told.next, 2);
    called[all.called_count++] = 2;
    told = am_help_step(&call, AM_HELP_TIME, 0, &all, 91000);
    called[all.called_count++] = 1;
    told = am_help_step(&call, AM_HELP_TIME, 0, &all, 121000);
    assert_true(told.nobody);
    assert_true(told.telephone);
    assert_int_equal(told.next, AM_HELP_NO_ONE);
    assert_int_equal(call.state, AM_CALL_NOBODY);
    assert_int_equal(call.next_at_ms, 0);
    assert_false(am_help_step(&call, AM_HELP_TIME, 0, &all, 999999).changed);
    /* Somebody who comes all the same is welcome. */
    assert_true(am_help_step(&call, AM_HELP_COMING, SUE, &all, 130000).changed);
    assert_int_equal(call.state, AM_CALL_ON_THE_WAY);
}

/* What lies further ahead than anybody is waited for was set by a clock that has gone back since. */
static void a_clock_set_back_leaves_nobody_waiting(void **state)
{
    struct am_call call = {.called_by = ANNA, .whom = AMENDS_LEVEL_SUPERVISOR, .state = AM_CALL_CALLED};
    const size_t called[] = {4};
    struct am_help_people all = people(called, 1);

    (void)state;
    call.next_at_ms = 10000000;
    assert_false(am_help_time_has_come(&call, 10000000 - AM_HELP_COMING_MS));
    assert_true(am_help_time_has_come(&call, 10000000 - AM_HELP_COMING_MS - 1));
    assert_true(am_help_step(&call, AM_HELP_TIME, 0, &all, 5000).telephone);
    assert_int_equal(call.next_at_ms, 5000 + AM_HELP_UNSEEN_MS);
    assert_false(am_help_time_has_come(&call, 6000));
    call.next_at_ms = 0;
    assert_false(am_help_time_has_come(&call, 6000));
}

static void who_sees_it_comes_and_arrives(void **state)
{
    struct am_call call = {.called_by = ANNA, .whom = AMENDS_LEVEL_COLLEAGUE};
    const size_t called[] = {2};
    struct am_help_people all = people(called, 1), none = people(NULL, 0);
    struct am_help_told told = am_help_step(&call, AM_HELP_BEGIN, 0, &none, 1000);

    (void)state;
    am_help_step(&call, AM_HELP_SEEN, CARL, &all, 5000);
    assert_int_equal(call.state, AM_CALL_SEEN);
    assert_int_equal(call.seen_at_ms, 5000);
    assert_int_equal(call.next_at_ms, 65000);
    assert_false(am_help_step(&call, AM_HELP_SEEN, BEN, &all, 6000).changed);
    assert_false(am_help_step(&call, AM_HELP_DELIVERED, 0, &all, 6000).changed);
    am_help_step(&call, AM_HELP_COMING, CARL, &all, 7000);
    assert_int_equal(call.state, AM_CALL_ON_THE_WAY);
    assert_int_equal(call.next_at_ms, 307000);
    told = am_help_step(&call, AM_HELP_COMING, BEN, &all, 8000);
    assert_int_equal(told.already, CARL);
    assert_false(told.changed);
    assert_int_equal(call.answered_by, CARL);
    assert_false(am_help_step(&call, AM_HELP_CANNOT, BEN, &all, 8500).changed);
    am_help_step(&call, AM_HELP_HERE, BEN, &all, 9000);
    assert_int_equal(call.state, AM_CALL_ARRIVED);
    assert_int_equal(call.answered_by, BEN);
    assert_int_equal(call.arrived_at_ms, 9000);
    assert_false(am_help_step(&call, AM_HELP_COMING, CARL, &all, 9500).changed);
    assert_false(am_help_step(&call, AM_HELP_TIME, 0, &all, 999999).changed);
    told = am_help_step(&call, AM_HELP_OVER, 0, &all, 10000);
    assert_false(told.stand_down);
    assert_int_equal(call.state, AM_CALL_ENDED);
    assert_false(am_help_step(&call, AM_HELP_HERE, SUE, &all, 11000).changed);
    assert_int_equal(call.state, AM_CALL_ENDED);
}

static void silence_after_seeing_and_a_no_go_on(void **state)
{
    struct am_call call = {.called_by = ANNA, .whom = AMENDS_LEVEL_COLLEAGUE, .silent = true};
    const size_t called[] = {2, 1};
    struct am_help_people one = people(called, 1), two = people(called, 2);
    struct am_help_told told = am_help_step(&call, AM_HELP_BEGIN, 0, &one, 0);

    (void)state;
    assert_true(told.quietly);
    am_help_step(&call, AM_HELP_SEEN, CARL, &one, 1000);
    told = am_help_step(&call, AM_HELP_TIME, 0, &one, 61000);
    assert_int_equal(told.next, 1);
    assert_int_equal(call.state, AM_CALL_SEEN);
    assert_true(told.telephone && told.quietly);
    told = am_help_step(&call, AM_HELP_CANNOT, CARL, &two, 62000);
    assert_int_equal(told.next, 4);
    assert_int_equal(call.state, AM_CALL_CALLED);
    assert_int_equal(call.answered_by, 0);
    told = am_help_step(&call, AM_HELP_OVER, 0, &two, 63000);
    assert_true(told.stand_down && told.changed);
    assert_int_equal(call.ended_at_ms, 63000);
    /* Nobody is left to be called: who saw it is still who saw it. */
    const size_t everybody[] = {2, 1, 4, 3, 5};
    struct am_help_people all = people(everybody, 5);
    call = (struct am_call){.called_by = ANNA, .whom = AMENDS_LEVEL_COLLEAGUE};
    am_help_step(&call, AM_HELP_BEGIN, 0, &one, 0);
    am_help_step(&call, AM_HELP_SEEN, CARL, &one, 1000);
    told = am_help_step(&call, AM_HELP_TIME, 0, &all, 61000);
    assert_true(told.nobody && told.telephone);
    assert_int_equal(call.state, AM_CALL_SEEN);
    assert_int_equal(call.next_at_ms, 0);
}

static void what_fails_is_said_at_once(void **state)
{
    struct am_call call = {.called_by = ANNA, .whom = AMENDS_LEVEL_SUPERVISOR};
    const size_t called[] = {4, 3, 2, 1};
    struct am_help_people one = people(called, 1), all = people(called, 4), none = people(NULL, 0);
    struct am_help_told told = am_help_step(&call, AM_HELP_BEGIN, 0, &none, 1000);

    (void)state;
    told = am_help_step(&call, AM_HELP_FAILED, 0, &one, 2000);
    assert_true(told.could_not);
    assert_int_equal(told.next, 3);
    told = am_help_step(&call, AM_HELP_FAILED, 0, &all, 3000);
    assert_true(told.could_not && told.nobody && told.telephone);
    assert_int_equal(call.state, AM_CALL_NOBODY);
    /* Nobody there at all. */
    call = (struct am_call){.called_by = ANNA, .whom = AMENDS_LEVEL_SUPERVISOR};
    struct am_help_people nobody = {NULL, 0, NULL, 0, 0};
    told = am_help_step(&call, AM_HELP_BEGIN, 0, &nobody, 1000);
    assert_true(told.nobody && told.telephone);
    assert_int_equal(call.state, AM_CALL_NOBODY);
    /* One who has it before them needs nobody else when another way fails. */
    call = (struct am_call){.called_by = ANNA, .whom = AMENDS_LEVEL_SUPERVISOR};
    am_help_step(&call, AM_HELP_BEGIN, 0, &none, 1000);
    am_help_step(&call, AM_HELP_SEEN, SUE, &one, 1500);
    told = am_help_step(&call, AM_HELP_FAILED, 0, &one, 2000);
    assert_int_equal(told.next, AM_HELP_NO_ONE);
    assert_int_equal(call.state, AM_CALL_SEEN);
}

static void an_emergency_is_for_all_and_the_telephone(void **state)
{
    struct am_call call = {.called_by = ANNA, .whom = AMENDS_LEVEL_EMERGENCY};
    struct am_help_people none = people(NULL, 0);
    const size_t called[] = {5, 4, 3, 2, 1};
    struct am_help_people all = people(called, 5);
    struct am_help_told told = am_help_step(&call, AM_HELP_BEGIN, 0, &none, 0);

    (void)state;
    assert_int_equal(told.next, AM_HELP_ALL);
    assert_true(told.telephone);
    told = am_help_step(&call, AM_HELP_TIME, 0, &all, 30000);
    assert_true(told.nobody && told.telephone);
    assert_int_equal(call.state, AM_CALL_NOBODY);
}

static void one_of_several_who_cannot_moves_nothing(void **state)
{
    struct am_call call = {.called_by = ANNA, .whom = AMENDS_LEVEL_SUPERVISOR};
    const size_t called[] = {4, 3}, everybody[] = {5, 4, 3, 2, 1};
    struct am_help_people none = people(NULL, 0), two = people(called, 2), all = people(everybody, 5);
    struct am_help_told told;

    (void)state;
    am_help_step(&call, AM_HELP_BEGIN, 0, &none, 0);
    am_help_step(&call, AM_HELP_TIME, 0, &two, 30000);
    assert_false(am_help_step(&call, AM_HELP_CANNOT, SUE, &two, 31000).changed);
    told = am_help_step(&call, AM_HELP_FAILED, SUE, &two, 31000);
    assert_true(told.could_not);
    assert_int_equal(told.next, AM_HELP_NO_ONE);
    assert_int_equal(am_help_step(&call, AM_HELP_CANNOT, MIA, &two, 32000).next, 2);
    /* In an emergency all have it: one who comes and then cannot is waited for by the others' answer. */
    call = (struct am_call){.called_by = ANNA, .whom = AMENDS_LEVEL_EMERGENCY};
    am_help_step(&call, AM_HELP_BEGIN, 0, &none, 0);
    assert_false(am_help_step(&call, AM_HELP_CANNOT, BEN, &all, 1000).changed);
    am_help_step(&call, AM_HELP_COMING, SUE, &all, 2000);
    told = am_help_step(&call, AM_HELP_CANNOT, SUE, &all, 3000);
    assert_true(told.telephone);
    assert_false(told.nobody);
    assert_int_equal(call.state, AM_CALL_CALLED);
    assert_int_equal(call.next_at_ms, 33000);
    assert_true(am_help_step(&call, AM_HELP_TIME, 0, &all, 33000).nobody);
    /* After nobody came a no is no news. */
    assert_false(am_help_step(&call, AM_HELP_CANNOT, SUE, &all, 34000).changed);
}

static void a_desk_that_was_away_calls_nobody_to_what_is_over(void **state)
{
    struct am_call call = {.called_by = ANNA, .whom = AMENDS_LEVEL_SUPERVISOR};
    const size_t called[] = {4};
    struct am_help_people none = people(NULL, 0), one = people(called, 1);

    (void)state;
    am_help_step(&call, AM_HELP_BEGIN, 0, &none, 0);
    struct am_call other = call;
    struct am_help_told told = am_help_step(&call, AM_HELP_TIME, 0, &one, 30000 + AM_HELP_STALE_MS);
    assert_int_equal(told.next, 3);
    told = am_help_step(&other, AM_HELP_TIME, 0, &one, 30001 + AM_HELP_STALE_MS);
    assert_int_equal(told.next, AM_HELP_NO_ONE);
    assert_true(told.nobody && told.telephone && told.changed);
    assert_int_equal(other.state, AM_CALL_NOBODY);
    assert_int_equal(other.next_at_ms, 0);
}

static void how_long_it_may_be_unseen_is_a_setting(void **state)
{
    struct am_call call = {.called_by = ANNA, .whom = AMENDS_LEVEL_SUPERVISOR};
    struct am_help_people none = people(NULL, 0);
    struct am_delivery delivery = {0};

    (void)state;
    none.unseen_ms = 12000;
    am_help_step(&call, AM_HELP_BEGIN, 0, &none, 1000);
    assert_int_equal(call.next_at_ms, 13000);
    assert_false(am_help_telephone_now(&call));
    am_help_delivery_begin(&delivery, 1000, 12000);
    assert_int_equal(delivery.last_at_ms, 13000);
    assert_false(am_help_step(&call, AM_HELP_TIME, 0, &none, 12999).changed);
    assert_true(am_help_step(&call, AM_HELP_TIME, 0, &none, 13000).telephone);
    assert_true(am_help_telephone_now(&call));
    call.state = AM_CALL_ON_THE_WAY;
    assert_false(am_help_telephone_now(&call));
    call = (struct am_call){.whom = AMENDS_LEVEL_EMERGENCY, .round = 1};
    assert_true(am_help_telephone_now(&call));
}

static void one_process_sends_and_what_is_hopeless_ends(void **state)
{
    struct am_call call = {.state = AM_CALL_CALLED};
    struct am_delivery delivery = {0};

    (void)state;
    am_help_delivery_begin(&delivery, 1000, 0);
    am_help_delivery_claim(&delivery, 1000, 6000);
    assert_false(am_help_delivery_may(&delivery, &call, 6999));
    assert_int_equal(delivery.state, AM_DELIVERY_WAITING);
    assert_true(am_help_delivery_may(&delivery, &call, 7000));
    am_help_delivery_failed(&delivery, true, 7000);
    assert_int_equal(delivery.state, AM_DELIVERY_FAILED);
    assert_int_equal(delivery.attempts, 1);
}

static void the_number_fits_the_call(void **state)
{
    const struct am_help_numbers numbers = {VIEW("112"), VIEW("+358 9 1")},
                                 bare = {{NULL, 0}, VIEW("+358 9 1")};
    struct am_call call = {.whom = AMENDS_LEVEL_SUPERVISOR};

    (void)state;
    assert_memory_equal(am_help_number(&call, &numbers, &team[4]).bytes, "+358 50 1", 9);
    assert_memory_equal(am_help_number(&call, &numbers, &team[5]).bytes, "+358 9 1", 8);
    assert_memory_equal(am_help_number(&call, &numbers, NULL).bytes, "+358 9 1", 8);
    call.whom = AMENDS_LEVEL_SECURITY;
    assert_memory_equal(am_help_number(&call, &numbers, &team[5]).bytes, "112", 3);
    assert_memory_equal(am_help_number(&call, &bare, NULL).bytes, "+358 9 1", 8);
    assert_int_equal(am_help_number(&call, &(struct am_help_numbers){0}, NULL).len_bytes, 0);
}

static void nothing_is_delivered_late(void **state)
{
    struct am_call call = {.state = AM_CALL_CALLED};
    struct am_delivery delivery = {0};
    int64_t now = 1000;

    (void)state;
    am_help_delivery_begin(&delivery, now, 0);
    assert_true(am_help_delivery_may(&delivery, &call, now));
    am_help_delivery_failed(&delivery, false, now);
    assert_false(am_help_delivery_may(&delivery, &call, now + 999));
    assert_int_equal(delivery.state, AM_DELIVERY_WAITING);
    assert_true(am_help_delivery_may(&delivery, &call, now + 1000));
    /* It gives up as soon as another try would be too late. */
    for (int tries = 1; delivery.state == AM_DELIVERY_WAITING; tries++) {
        assert_true(tries < 10);
        now = delivery.next_at_ms;
        assert_true(now <= delivery.last_at_ms);
        am_help_delivery_failed(&delivery, false, now);
    }
    assert_int_equal(delivery.state, AM_DELIVERY_FAILED);
    assert_int_equal(delivery.attempts, 5);
    assert_true(now < 31000);
    assert_false(am_help_delivery_may(&delivery, &call, now));
    am_help_delivery_begin(&delivery, 1000, 0);
    assert_true(am_help_delivery_may(&delivery, &call, 31000));
    assert_false(am_help_delivery_may(&delivery, &call, 31001));
    assert_int_equal(delivery.state, AM_DELIVERY_TOO_LATE);
    am_help_delivery_begin(&delivery, 1000, 0);
    call.state = AM_CALL_ENDED;
    assert_false(am_help_delivery_may(&delivery, &call, 1000));
    assert_int_equal(delivery.state, AM_DELIVERY_TOO_LATE);
}

/* Whatever happens in whatever order: a call that waits for somebody has a clock, or the caller was told to
 * telephone; and it ends when time goes on. */
static void no_call_is_forgotten(void **state)
{
    uint64_t seed = 31;

    (void)state;
    for (int round = 0; round < 5000; round++) {
        struct am_call call = {.called_by = ANNA,
                               .whom = AMENDS_LEVEL_COLLEAGUE + (int32_t)(test_random(&seed) % 4)};
        size_t called[64], order[COUNT(team)];
        struct am_help_people all = people(called, 0);
        int64_t now = 1;
        bool telephone = false;

        for (int i = 0; i < 60; i++) {
            enum am_help_event event = i == 0   ? AM_HELP_BEGIN
                                       : i > 30 ? AM_HELP_TIME
                                                : (enum am_help_event)(1 + test_random(&seed) % 7);
            struct am_help_told told = am_help_step(&call, event, BEN + test_random(&seed) % 4, &all, now);

            telephone = telephone || told.telephone;
            if (told.next == AM_HELP_ALL) {
                all.called_count = am_help_order(&call, &all, order);
                memcpy(called, order, all.called_count * sizeof *called);
            } else if (told.next >= 0) {
                called[all.called_count++] = (size_t)told.next;
            }
            assert_true(call.next_at_ms > 0 || telephone || call.state == AM_CALL_ARRIVED);
            now += i > 30 ? AM_HELP_COMING_MS : test_random(&seed) % 40000;
        }
        assert_true(call.state == AM_CALL_ARRIVED || telephone);
        assert_true(call.next_at_ms == 0);
        assert_true(all.called_count <= COUNT(team));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_is_that_of_the_level),
        cmocka_unit_test(who_is_away_is_left_in_peace),
        cmocka_unit_test(not_seen_in_thirty_seconds_is_the_next_one),
        cmocka_unit_test(who_sees_it_comes_and_arrives),
        cmocka_unit_test(silence_after_seeing_and_a_no_go_on),
        cmocka_unit_test(what_fails_is_said_at_once),
        cmocka_unit_test(an_emergency_is_for_all_and_the_telephone),
        cmocka_unit_test(one_of_several_who_cannot_moves_nothing),
        cmocka_unit_test(a_desk_that_was_away_calls_nobody_to_what_is_over),
        cmocka_unit_test(how_long_it_may_be_unseen_is_a_setting),
        cmocka_unit_test(one_process_sends_and_what_is_hopeless_ends),
        cmocka_unit_test(the_number_fits_the_call),
        cmocka_unit_test(nothing_is_delivered_late),
        cmocka_unit_test(no_call_is_forgotten),
        cmocka_unit_test(a_clock_set_back_leaves_nobody_waiting),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
