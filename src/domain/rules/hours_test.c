/* Clocks that run while a site is open. */
#include "domain/rules/test.h"

#include "domain/rules/hours.h"

static const int64_t minute = 60000, hour = 3600000, day_long = 86400000;

/* Helsinki in 2026: summer time from 29 March 01:00 UTC to 25 October 01:00 UTC. */
static int32_t helsinki(void *context, int64_t at_ms)
{
    (void)context;
    return at_ms >= INT64_C(1774746000000) && at_ms < INT64_C(1792890000000) ? 10800 : 7200;
}

/* A place that sets its clock back at midnight, from 00:00 to 23:00 of 25 October 2026. */
static int32_t at_midnight(void *context, int64_t at_ms)
{
    (void)context;
    return at_ms < INT64_C(1792965600000) ? 7200 : 3600;
}

static const struct am_zone utc = {0}, finland = {helsinki, NULL}, odd = {at_midnight, NULL};

static int32_t date(int year, int month, int day_of_month)
{
    int32_t day = 0;

    assert_true(am_hours_date(year, month, day_of_month, &day));
    return day;
}

static int64_t at(const struct am_zone *zone, int month, int day_of_month, int minutes)
{
    return am_hours_instant(zone, date(2026, month, day_of_month), minutes);
}

/* Monday to Friday 9 to 13 and 14 to 18, Saturday 10 to 15. */
static struct am_hours shop(void)
{
    struct am_hours hours = {0};

    for (int i = 0; i < 5; i++)
        hours.week[i] = (struct am_hours_day){{{540, 780}, {840, 1080}}, 2};
    hours.week[5] = (struct am_hours_day){{{600, 900}}, 1};
    return hours;
}

static void dates_are_the_calendars(void **state)
{
    int32_t day = 77;

    (void)state;
    assert_int_equal(date(1970, 1, 1), 0);
    assert_int_equal(date(2000, 3, 1), 11017);
    assert_int_equal(date(2024, 2, 29), 19782);
    assert_int_equal(date(2026, 11, 22), 20779);
    assert_int_equal(date(1969, 12, 31), -1);
    assert_false(am_hours_date(2026, 2, 29, &day));
    assert_false(am_hours_date(2100, 2, 29, &day));
    assert_false(am_hours_date(2026, 13, 1, &day));
    assert_false(am_hours_date(2026, 4, 31, &day));
    assert_false(am_hours_date(2026, 4, 0, &day));
    assert_int_equal(day, 77);
}

static void a_local_time_is_reached_once(void **state)
{
    (void)state;
    /* 03:30 on 29 March does not exist: the clock jumps from 03:00 to 04:00 at 01:00 UTC. */
    assert_int_equal(at(&finland, 3, 29, 210), INT64_C(1774746000000));
    assert_int_equal(at(&finland, 3, 29, 180), INT64_C(1774746000000));
    assert_int_equal(at(&finland, 3, 29, 240), INT64_C(1774746000000));
    assert_int_equal(at(&finland, 3, 29, 241), INT64_C(1774746000000) + minute);
    assert_int_equal(at(&finland, 3, 29, 179), INT64_C(1774746000000) - minute);
    /* 03:30 on 25 October comes twice: the first time counts. */
    assert_int_equal(at(&finland, 10, 25, 210), INT64_C(1792890000000) - 30 * minute);
    assert_int_equal(at(&finland, 10, 25, 240), INT64_C(1792890000000) + hour);
    for (int i = 1; i <= 1440; i++) {
        assert_true(at(&finland, 10, 25, i) > at(&finland, 10, 25, i - 1));
        assert_true(at(&finland, 3, 29, i) >= at(&finland, 3, 29, i - 1));
        assert_true(at(&odd, 10, 25, i) > at(&odd, 10, 25, i - 1));
    }
    assert_int_equal(at(&odd, 10, 26, 0) - at(&odd, 10, 25, 0), 25 * hour);
    assert_int_equal(am_hours_day_of(&finland, at(&finland, 10, 25, 0)), date(2026, 10, 25));
    assert_int_equal(am_hours_day_of(&finland, at(&finland, 10, 25, 0) - 1), date(2026, 10, 24));
}

static void minutes_run_while_it_is_open(void **state)
{
    const struct am_hours hours = shop();

    (void)state;
    /* Monday 16 November 2026. */
    assert_int_equal(am_hours_add(&hours, &utc, at(&utc, 11, 16, 540), 60), at(&utc, 11, 16, 600));
    assert_int_equal(am_hours_add(&hours, &utc, at(&utc, 11, 16, 540), 240), at(&utc, 11, 16, 780));
    assert_int_equal(am_hours_add(&hours, &utc, at(&utc, 11, 16, 540), 241), at(&utc, 11, 16, 841));
    assert_int_equal(am_hours_add(&hours, &utc, at(&utc, 11, 16, 800), 1), at(&utc, 11, 16, 841));
    assert_int_equal(am_hours_add(&hours, &utc, at(&utc, 11, 16, 0), 480), at(&utc, 11, 16, 1080));
    assert_int_equal(am_hours_add(&hours, &utc, at(&utc, 11, 16, 1079), 2), at(&utc, 11, 17, 541));
    /* Friday evening to Saturday; Saturday to Monday. */
    assert_int_equal(am_hours_add(&hours, &utc, at(&utc, 11, 20, 1080), 30), at(&utc, 11, 21, 630));
    assert_int_equal(am_hours_add(&hours, &utc, at(&utc, 11, 21, 890), 30), at(&utc, 11, 23, 560));
    assert_int_equal(am_hours_add(&hours, &utc, at(&utc, 11, 21, 890), 0), at(&utc, 11, 21, 890));
    assert_int_equal(am_hours_add(&hours, &utc, at(&utc, 11, 21, 890), -5), at(&utc, 11, 21, 890));
}

static void closed_and_special_days_are_seen(void **state)
{
    struct am_hours hours = shop();

    (void)state;
    hours.special[0].day = date(2026, 12, 25); /* a Friday */
    hours.special[1].day = date(2026, 12, 26);
    hours.special[2] = (struct am_hours_special){date(2026, 12, 27), {{{720, 780}}, 1}}; /* a Sunday */
    hours.special_count = 3;
    assert_true(am_hours_sound(&hours));
    assert_int_equal(am_hours_add(&hours, &utc, at(&utc, 12, 24, 1070), 20), at(&utc, 12, 27, 730));
    assert_false(am_hours_open(&hours, &utc, at(&utc, 12, 25, 600)));
    assert_true(am_hours_open(&hours, &utc, at(&utc, 12, 27, 720)));
    assert_false(am_hours_open(&hours, &utc, at(&utc, 12, 27, 780)));
    assert_int_equal(am_hours_next_open(&hours, &utc, at(&utc, 12, 25, 0)), at(&utc, 12, 27, 720));
    assert_int_equal(am_hours_next_open(&hours, &utc, at(&utc, 12, 27, 750)), at(&utc, 12, 27, 750));
}

static void daylight_saving_changes_no_minute_of_opening(void **state)
{
    struct am_hours always = {0}, night = {0};

    (void)state;
    for (int i = 0; i < 7; i++) {
        always.week[i] = (struct am_hours_day){{{0, 1440}}, 1};
        night.week[i] = (struct am_hours_day){{{0, 300}}, 1};
    }
    /* Open around the clock: minutes are minutes, whatever the clock does. */
    assert_int_equal(am_hours_add(&always, &finland, at(&finland, 3, 28, 0), 3 * 1440),
                     at(&finland, 3, 28, 0) + 3 * day_long);
    assert_int_equal(am_hours_add(&always, &odd, at(&odd, 10, 25, 0), 3 * 1440),
                     at(&odd, 10, 25, 0) + 3 * day_long);
    /* From midnight to five is four hours long in March, six in October. */
    assert_int_equal(am_hours_between(&night, &finland, at(&finland, 3, 29, 0), at(&finland, 3, 29, 1440)),
                     4 * hour);
    assert_int_equal(am_hours_between(&night, &finland, at(&finland, 10, 25, 0), at(&finland, 10, 25, 1440)),
                     6 * hour);
    assert_int_equal(am_hours_add(&night, &finland, at(&finland, 3, 29, 0), 241), at(&finland, 3, 30, 1));
    const struct am_hours hours = shop();
    /* Friday 27 March 17:00 local and two hours: Saturday 11:00, and so on over the change to Monday. */
    assert_int_equal(am_hours_add(&hours, &finland, at(&finland, 3, 27, 1020), 120),
                     at(&finland, 3, 28, 660));
    assert_int_equal(am_hours_add(&hours, &finland, at(&finland, 3, 27, 1020), 420),
                     at(&finland, 3, 30, 600));
}

static void never_open_is_calendar_time(void **state)
{
    struct am_hours hours = {0};

    (void)state;
    assert_int_equal(am_hours_add(&hours, &finland, 1000, 90), 1000 + 90 * minute);
    assert_false(am_hours_open(&hours, &utc, 1000));
    assert_int_equal(am_hours_next_open(&hours, &utc, 1000), 1000);
    /* One day in all time: what it does not hold runs on behind it. */
    hours.special[0] = (struct am_hours_special){date(2026, 12, 27), {{{720, 780}}, 1}};
    hours.special_count = 1;
    assert_int_equal(am_hours_add(&hours, &utc, at(&utc, 12, 1, 0), 90), at(&utc, 12, 27, 810));
    assert_int_equal(am_hours_add(&hours, &utc, at(&utc, 12, 28, 0), 90), at(&utc, 12, 28, 90));
    assert_true(am_hours_add(&hours, &utc, 0, INT64_MAX) > 0);
}

static void unsound_hours_are_named_and_survived(void **state)
{
    struct am_hours hours = shop();

    (void)state;
    assert_true(am_hours_sound(&hours));
    hours.week[0].spans[1].from_min = 700; /* overlaps */
    assert_false(am_hours_sound(&hours));
    assert_int_equal(am_hours_between(&hours, &utc, at(&utc, 11, 16, 0), at(&utc, 11, 17, 0)), 9 * hour);
    hours.week[0].spans[1] = (struct am_hours_span){900, 900};
    assert_false(am_hours_sound(&hours));
    assert_int_equal(am_hours_between(&hours, &utc, at(&utc, 11, 16, 0), at(&utc, 11, 17, 0)), 4 * hour);
    hours.week[0].spans[1] = (struct am_hours_span){900, 1441};
    assert_false(am_hours_sound(&hours));
    hours = shop();
    hours.week[0].count = AM_HOURS_SPANS + 1;
    assert_false(am_hours_sound(&hours));
    hours = shop();
    hours.special[0].day = hours.special[1].day = 7;
    hours.special_count = 2;
    assert_false(am_hours_sound(&hours));
    hours.special_count = AM_HOURS_SPECIAL + 1;
    assert_false(am_hours_sound(&hours));
}

/* Adding is the reverse of counting, is never short, and cut in two gives the same. */
static void adding_and_counting_agree(void **state)
{
    const struct am_zone *zones[] = {&utc, &finland, &odd};
    uint64_t seed = 11;

    (void)state;
    for (int round = 0; round < 3000; round++) {
        const struct am_zone *zone = zones[round % 3];
        struct am_hours hours = {0};
        int64_t from = at(&utc, 1 + round % 12, 1, 0) + test_random(&seed) % (30 * (int64_t)1440) * minute;
        int64_t more = 1 + test_random(&seed) % 3000, first = test_random(&seed) % more;

        for (int i = 0; i < 7; i++) {
            uint16_t open = (uint16_t)(test_random(&seed) % 700),
                     length = (uint16_t)(1 + test_random(&seed) % 300);

            hours.week[i] = (struct am_hours_day){{{open, (uint16_t)(open + length)}, {1100, 1440}},
                                                  (uint8_t)(test_random(&seed) % 3)};
        }
        if (hours.week[0].count == 0)
            hours.week[0].count = 1;
        assert_true(am_hours_sound(&hours));
        int64_t until = am_hours_add(&hours, zone, from, more);

        assert_int_equal(am_hours_between(&hours, zone, from, until), more * minute);
        assert_true(am_hours_between(&hours, zone, from, until - 1) < more * minute);
        assert_true(am_hours_open(&hours, zone, until - 1));
        assert_int_equal(am_hours_add(&hours, zone, am_hours_add(&hours, zone, from, first), more - first),
                         until);
    }
}

static void every_limit_holds_and_one_past_it_does_not(void **state)
{
    struct am_hours hours = shop();
    int32_t day = 0;

    (void)state;
    assert_true(am_hours_date(1, 1, 1, &day));
    assert_true(am_hours_date(9999, 12, 31, &day));
    assert_false(am_hours_date(0, 12, 31, &day));
    assert_false(am_hours_date(10000, 1, 1, &day));
    assert_false(am_hours_date(2026, 0, 1, &day));
    assert_int_equal(am_hours_day_of(&utc, -1), -1);
    assert_int_equal(am_hours_day_of(&utc, -day_long), -1);
    hours.week[0] = (struct am_hours_day){{{0, 60}, {60, 120}, {200, 260}, {1380, 1440}}, AM_HOURS_SPANS};
    assert_true(am_hours_sound(&hours));
    assert_int_equal(am_hours_between(&hours, &utc, at(&utc, 11, 16, 0), at(&utc, 11, 17, 0)), 4 * hour);
    for (int32_t i = 0; i < AM_HOURS_SPECIAL; i++)
        hours.special[i].day = date(2026, 11, 16) + i;
    hours.special_count = AM_HOURS_SPECIAL;
    assert_true(am_hours_sound(&hours));
    assert_int_equal(am_hours_next_open(&hours, &utc, at(&utc, 11, 16, 0)),
                     am_hours_instant(&utc, date(2026, 11, 16) + 64, 540));
    hours.special[AM_HOURS_SPECIAL - 1].hours = (struct am_hours_day){{{10, 10}}, 1};
    assert_false(am_hours_sound(&hours));
    /* A special day that is over does not make a site open. */
    hours = (struct am_hours){.special = {{date(2026, 11, 1), {{{720, 780}}, 1}}}, .special_count = 1};
    assert_int_equal(am_hours_add(&hours, &utc, at(&utc, 11, 16, 0), 5), at(&utc, 11, 16, 5));
    /* An empty span is none, also beside its neighbours' ends. */
    hours = (struct am_hours){.week = {[0] = {{{600, 600}, {600, 610}}, 2}}};
    assert_int_equal(am_hours_next_open(&hours, &utc, at(&utc, 11, 16, 0)), at(&utc, 11, 16, 600));
}

static void the_clocks_of_a_case(void **state)
{
    const struct am_hours hours = shop();
    struct am_sla sla = {60, 480};
    int64_t received = at(&utc, 11, 20, 1050);
    struct am_sla_due due = am_sla_due(&hours, &utc, &sla, received);

    (void)state;
    assert_int_equal(due.acknowledge_by_ms, at(&utc, 11, 21, 630));
    assert_int_equal(due.respond_by_ms, at(&utc, 11, 23, 690));
    assert_int_equal(am_sla_state(&hours, &utc, received, due.acknowledge_by_ms, 0, received),
                     AM_SLA_RUNNING);
    /* Fourteen minutes of the sixty are left: by the clock on the wall it is all of the night. */
    assert_int_equal(am_sla_state(&hours, &utc, received, due.acknowledge_by_ms, 0, at(&utc, 11, 21, 616)),
                     AM_SLA_SOON);
    assert_int_equal(
        am_sla_state(&hours, &utc, received, due.acknowledge_by_ms, 0, due.acknowledge_by_ms + 1),
        AM_SLA_LATE);
    assert_int_equal(am_sla_state(&hours, &utc, received, due.acknowledge_by_ms, due.acknowledge_by_ms,
                                  due.acknowledge_by_ms + 9),
                     AM_SLA_MET);
    assert_int_equal(am_sla_state(&hours, &utc, received, due.acknowledge_by_ms, due.acknowledge_by_ms + 1,
                                  due.acknowledge_by_ms + 9),
                     AM_SLA_MISSED);
    assert_int_equal(am_sla_state(&hours, &utc, received, 0, 0, received), AM_SLA_NONE);
    /* Where it is never open the quarter is one of calendar time. */
    const struct am_hours never = {0};
    assert_int_equal(am_sla_state(&never, &utc, 1000, 5000, 0, 4000), AM_SLA_RUNNING);
    assert_int_equal(am_sla_state(&never, &utc, 1000, 5000, 0, 4001), AM_SLA_SOON);
    sla = (struct am_sla){0, 0};
    assert_int_equal(am_sla_due(&hours, &utc, &sla, received).respond_by_ms, 0);
    sla = (struct am_sla){0, -3};
    due = am_sla_due(&hours, &utc, &sla, received);
    assert_int_equal(due.acknowledge_by_ms, 0);
    assert_int_equal(due.respond_by_ms, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_the_calendars),
        cmocka_unit_test(a_local_time_is_reached_once),
        cmocka_unit_test(minutes_run_while_it_is_open),
        cmocka_unit_test(closed_and_special_days_are_seen),
        cmocka_unit_test(daylight_saving_changes_no_minute_of_opening),
        cmocka_unit_test(never_open_is_calendar_time),
        cmocka_unit_test(unsound_hours_are_named_and_survived),
        cmocka_unit_test(adding_and_counting_agree),
        cmocka_unit_test(every_limit_holds_and_one_past_it_does_not),
        cmocka_unit_test(the_clocks_of_a_case),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
