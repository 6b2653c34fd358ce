/* What falls due, and what never does. */
#include "domain/rules/test.h"

#include "domain/rules/retention.h"

static const int64_t day = 86400000, now = 4000 * INT64_C(86400000);

static void it_is_due_on_its_day_and_not_before(void **state)
{
    (void)state;
    for (int32_t kind = 0; kind < AM_RETAINED_COUNT; kind++) {
        int64_t days = am_retained_days((enum am_retained)kind);
        struct am_retained_item item = {.kind = (enum am_retained)kind, .ended_at_ms = now - days * day};

        assert_true(am_retention_due(&item, NULL, NULL, now));
        assert_false(am_retention_due(&item, NULL, NULL, now - 1));
        item.ended_at_ms = 0;
        assert_false(am_retention_due(&item, NULL, NULL, now));
    }
}

static void a_hold_outlives_everything(void **state)
{
    struct am_retained_item item = {.kind = AM_RETAINED_CASE, .ended_at_ms = 1};

    (void)state;
    assert_true(am_retention_due(&item, NULL, NULL, now));
    item.hold = true;
    assert_false(am_retention_due(&item, NULL, NULL, now));
    item.hold = false;
    item.case_hold = true;
    assert_false(am_retention_due(&item, NULL, NULL, now));
    item.case_hold = false;
    item.customer_hold = true;
    assert_false(am_retention_due(&item, NULL, NULL, now));
}

static void the_site_comes_before_the_organisation(void **state)
{
    struct am_retention site = am_retention_unset(), organisation = am_retention_unset();

    (void)state;
    assert_int_equal(am_retention_days(AM_RETAINED_EVENT, &site, &organisation), 90);
    organisation.days[AM_RETAINED_EVENT] = 60;
    assert_int_equal(am_retention_days(AM_RETAINED_EVENT, &site, &organisation), 60);
    assert_int_equal(am_retention_days(AM_RETAINED_EVENT, NULL, &organisation), 60);
    site.days[AM_RETAINED_EVENT] = 14;
    assert_int_equal(am_retention_days(AM_RETAINED_EVENT, &site, &organisation), 14);
    assert_int_equal(am_retention_days(AM_RETAINED_CASE, &site, &organisation), 1095);
    site.days[AM_RETAINED_EVENT] = AM_RETENTION_FOR_EVER;
    struct am_retained_item item = {.kind = AM_RETAINED_EVENT, .ended_at_ms = 1};
    assert_int_equal(am_retention_before_ms(AM_RETAINED_EVENT, &site, &organisation, now), INT64_MIN);
    assert_false(am_retention_due(&item, &site, &organisation, now));
}

static void settings_out_of_range_are_named_and_bounded(void **state)
{
    struct am_retention site = am_retention_unset();

    (void)state;
    assert_int_equal(am_retention_flaw(&site), -1);
    site.days[AM_RETAINED_INCIDENT] = 364;
    assert_int_equal(am_retention_flaw(&site), AM_RETAINED_INCIDENT);
    assert_int_equal(am_retention_days(AM_RETAINED_INCIDENT, &site, NULL), 365);
    site.days[AM_RETAINED_INCIDENT] = 365;
    assert_int_equal(am_retention_flaw(&site), -1);
    site.days[AM_RETAINED_INCIDENT] = AM_RETENTION_DAYS_MOST + 1;
    assert_int_equal(am_retention_flaw(&site), AM_RETAINED_INCIDENT);
    assert_int_equal(am_retention_days(AM_RETAINED_INCIDENT, &site, NULL), AM_RETENTION_DAYS_MOST);
    site.days[AM_RETAINED_INCIDENT] = -2;
    assert_int_equal(am_retention_flaw(&site), AM_RETAINED_INCIDENT);
}

static void kinds_have_names(void **state)
{
    (void)state;
    for (int32_t kind = 0; kind < AM_RETAINED_COUNT; kind++) {
        const char *name = am_retained_name(kind);

        assert_int_equal(am_retained_find((struct amends_view){name, strlen(name)}), kind);
        assert_true(am_retained_from((enum am_retained)kind)[0] != '\0');
    }
    assert_int_equal(am_retained_find(VIEW("audit")), -1);
    assert_string_equal(am_retained_name(-1), "?");
    assert_int_equal(am_retained_way(AM_RETAINED_EVENT), AM_RETENTION_REMOVE);
    assert_int_equal(am_retained_way(AM_RETAINED_CASE), AM_RETENTION_CLEAR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_due_on_its_day_and_not_before),
        cmocka_unit_test(a_hold_outlives_everything),
        cmocka_unit_test(the_site_comes_before_the_organisation),
        cmocka_unit_test(settings_out_of_range_are_named_and_bounded),
        cmocka_unit_test(kinds_have_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
