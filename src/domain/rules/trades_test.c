/* Ready-made settings: each is sound, and a higher role never has less. */
#include "domain/rules/test.h"

#include "amends/labels.h"
#include "domain/kinds/people.h"
#include "domain/rules/trades.h"

static void every_trade_is_usable_as_it_is(void **state)
{
    (void)state;
    assert_ptr_equal(am_trade(AM_TRADE_COUNT), am_trade(AM_TRADE_OTHER));
    assert_ptr_equal(am_trade(-1), am_trade(AM_TRADE_OTHER));
    for (int32_t i = 0; i < AM_TRADE_COUNT; i++) {
        const struct am_trade_settings *trade = am_trade(i);
        unsigned open_days = 0;

        assert_true(am_hours_sound(&trade->hours));
        for (unsigned day = 0; day < 7; day++)
            open_days += trade->hours.week[day].count > 0;
        assert_true(open_days >= 5);
        assert_true(trade->channels != 0 && trade->channels < 1u << AMENDS_CHANNEL_COUNT);
        assert_true(trade->sla.acknowledge_min > 0);
        assert_true(trade->sla.respond_min > trade->sla.acknowledge_min);
        assert_true(trade->grant_count > 0);
    }
}

static const struct am_trade_grant *grant_of(const struct am_trade_settings *trade, int32_t role,
                                             int32_t remedy)
{
    for (size_t i = 0; i < trade->grant_count; i++) {
        if (trade->grants[i].role == role && trade->grants[i].remedy == remedy && !trade->grants[i].all)
            return &trade->grants[i];
    }
    return NULL;
}

static void grants_are_sound_and_grow_with_the_role(void **state)
{
    (void)state;
    for (int32_t i = 0; i < AM_TRADE_COUNT; i++) {
        const struct am_trade_settings *trade = am_trade(i);
        bool somebody_decides = false;

        for (size_t j = 0; j < trade->grant_count; j++) {
            const struct am_trade_grant *grant = &trade->grants[j];

            somebody_decides |= grant->all;
            assert_true(grant->role >= AM_ROLE_ASSOCIATE && grant->role <= AM_ROLE_MANAGER);
            assert_true(grant->remedy >= 0 && grant->remedy < AMENDS_REMEDY_COUNT);
            assert_true(grant->percent_bp >= 0 && grant->percent_bp <= 10000);
            assert_true(!grant->all || grant->role == AM_ROLE_MANAGER);
            if (!grant->all && grant->remedy <= AMENDS_REMEDY_FREE_ITEM)
                assert_true(grant->most > 0);
        }
        assert_true(somebody_decides);
        for (int32_t remedy = 0; remedy < AMENDS_REMEDY_COUNT; remedy++) {
            const struct am_trade_grant *low = grant_of(trade, AM_ROLE_ASSOCIATE, remedy);
            const struct am_trade_grant *high = grant_of(trade, AM_ROLE_SUPERVISOR, remedy);

            if (low != NULL && high != NULL) {
                assert_true(high->most >= low->most);
                assert_true(high->percent_bp >= low->percent_bp);
            }
        }
    }
}

static void amounts_follow_the_currency(void **state)
{
    (void)state;
    assert_int_equal(am_trade_minor(20, "EUR"), 2000);
    assert_int_equal(am_trade_minor(20, "RUB"), 200000);
    assert_int_equal(am_trade_minor(20, "JPY"), 3000);
    assert_int_equal(am_trade_minor(20, "CNY"), 10000);
    assert_int_equal(am_trade_minor(20, "XXX"), -1);
    assert_int_equal(am_trade_minor(20, "\0\0\0"), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_trade_is_usable_as_it_is),
        cmocka_unit_test(grants_are_sound_and_grow_with_the_role),
        cmocka_unit_test(amounts_follow_the_currency),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
