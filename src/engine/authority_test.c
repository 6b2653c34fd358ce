/* Authority: one function decides, exactly, in minor units (hard rule 3). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "amends/authority.h"
#include "amends/labels.h"

static struct amends_offer offer(int remedy, int64_t amount_minor)
{
    return (struct amends_offer){.remedy = remedy,
                                 .currency = "EUR",
                                 .amount_minor = amount_minor,
                                 .percent_bp = -1,
                                 .price_minor = -1};
}

static void nothing_is_covered_without_authority(void **state)
{
    const struct amends_authority none = {0};

    (void)state;
    for (int remedy = 0; remedy < AMENDS_REMEDY_COUNT; remedy++) {
        const struct amends_offer asked = offer(remedy, 1);

        assert_int_equal(amends_authority_covers(&none, &asked), AMENDS_COVER_OVER);
    }
}

static void one_who_decides_alone_may_all(void **state)
{
    const struct amends_authority all = {.all = true};

    (void)state;
    for (int remedy = 0; remedy < AMENDS_REMEDY_COUNT; remedy++) {
        const struct amends_offer asked = offer(remedy, INT64_C(99999999));

        assert_int_equal(amends_authority_covers(&all, &asked), AMENDS_COVER_COVERED);
    }
}

static void a_refund_is_covered_up_to_the_very_cent(void **state)
{
    const struct amends_authority fifty = {.currency = "EUR", .refund_minor = 5000};
    struct amends_offer asked = offer(AMENDS_REMEDY_REFUND, 5000);

    (void)state;
    assert_int_equal(amends_authority_covers(&fifty, &asked), AMENDS_COVER_COVERED);
    asked.amount_minor = 5001;
    assert_int_equal(amends_authority_covers(&fifty, &asked), AMENDS_COVER_OVER);
    asked.amount_minor = -1;
    assert_int_equal(amends_authority_covers(&fifty, &asked), AMENDS_COVER_UNCLEAR);
    asked = offer(AMENDS_REMEDY_VOUCHER, 100);
    assert_int_equal(amends_authority_covers(&fifty, &asked), AMENDS_COVER_OVER);
}

static void another_currency_is_not_covered(void **state)
{
    const struct amends_authority fifty = {.currency = "EUR", .refund_minor = 5000};
    struct amends_offer asked = {AMENDS_REMEDY_REFUND, "GBP", 100, -1, -1};

    (void)state;
    assert_int_equal(amends_authority_covers(&fifty, &asked), AMENDS_COVER_UNCLEAR);
    asked.currency[0] = '\0';
    assert_int_equal(amends_authority_covers(&fifty, &asked), AMENDS_COVER_COVERED);
}

static void a_part_is_held_against_the_price(void **state)
{
    const struct amends_authority forty = {.currency = "EUR", .refund_minor = 4000};
    struct amends_offer half = {AMENDS_REMEDY_REFUND, "EUR", -1, 5000, 8000};

    (void)state;
    assert_int_equal(amends_authority_covers(&forty, &half), AMENDS_COVER_COVERED);
    half.price_minor = 8002;
    assert_int_equal(amends_authority_covers(&forty, &half), AMENDS_COVER_OVER);
    half.price_minor = -1;
    assert_int_equal(amends_authority_covers(&forty, &half), AMENDS_COVER_UNCLEAR);
}

static void a_gift_without_a_price_is_covered_by_any_free_item(void **state)
{
    const struct amends_authority gift = {.currency = "EUR", .free_item_minor = 300};
    const struct amends_offer unpriced = offer(AMENDS_REMEDY_FREE_ITEM, -1),
                              dear = offer(AMENDS_REMEDY_FREE_ITEM, 301);

    (void)state;
    assert_int_equal(amends_authority_covers(&gift, &unpriced), AMENDS_COVER_COVERED);
    assert_int_equal(amends_authority_covers(&gift, &dear), AMENDS_COVER_OVER);
}

static void a_discount_is_held_in_hundredths_of_a_per_cent(void **state)
{
    const struct amends_authority ten = {.currency = "EUR", .discount_bp = 1000};
    struct amends_offer asked = {AMENDS_REMEDY_DISCOUNT, "", -1, 1000, -1};

    (void)state;
    assert_int_equal(amends_authority_covers(&ten, &asked), AMENDS_COVER_COVERED);
    asked.percent_bp = 1001;
    assert_int_equal(amends_authority_covers(&ten, &asked), AMENDS_COVER_OVER);
    asked = (struct amends_offer){AMENDS_REMEDY_DISCOUNT, "EUR", 500, -1, 5000};
    assert_int_equal(amends_authority_covers(&ten, &asked), AMENDS_COVER_COVERED);
    asked.amount_minor = 501;
    assert_int_equal(amends_authority_covers(&ten, &asked), AMENDS_COVER_OVER);
    asked = (struct amends_offer){AMENDS_REMEDY_DISCOUNT, "", -1, -1, -1};
    assert_int_equal(amends_authority_covers(&ten, &asked), AMENDS_COVER_UNCLEAR);
}

static void an_unnamed_redo_falls_back_to_repair_or_replacement(void **state)
{
    struct amends_authority repair = {.granted = AMENDS_BIT(AMENDS_REMEDY_REPAIR)};
    const struct amends_offer redo = offer(AMENDS_REMEDY_REDO, -1),
                              upgrade = offer(AMENDS_REMEDY_UPGRADE, -1);

    (void)state;
    assert_int_equal(amends_authority_covers(&repair, &redo), AMENDS_COVER_COVERED);
    assert_int_equal(amends_authority_covers(&repair, &upgrade), AMENDS_COVER_OVER);
    repair.named = AMENDS_BIT(AMENDS_REMEDY_REDO);
    assert_int_equal(amends_authority_covers(&repair, &redo), AMENDS_COVER_OVER);
}

static void what_was_given_adds_up(void **state)
{
    const struct amends_authority limit = {.currency = "EUR", .refund_minor = 5000, .discount_bp = 1000};
    const struct amends_authority given = {.currency = "EUR", .refund_minor = 3000, .discount_bp = 2000};
    const struct amends_authority left = amends_authority_left(&limit, &given);

    (void)state;
    assert_int_equal(left.refund_minor, 2000);
    assert_int_equal(left.discount_bp, 0);
    assert_int_equal(left.voucher_minor, 0);
}

static void currencies_have_their_minor_digits(void **state)
{
    (void)state;
    assert_int_equal(amends_currency_digits("EUR"), 2);
    assert_int_equal(amends_currency_digits("JPY"), 0);
    assert_int_equal(amends_currency_digits("KWD"), 3);
    assert_int_equal(amends_currency_digits("\0\0\0"), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_covered_without_authority),
        cmocka_unit_test(one_who_decides_alone_may_all),
        cmocka_unit_test(a_refund_is_covered_up_to_the_very_cent),
        cmocka_unit_test(another_currency_is_not_covered),
        cmocka_unit_test(a_part_is_held_against_the_price),
        cmocka_unit_test(a_gift_without_a_price_is_covered_by_any_free_item),
        cmocka_unit_test(a_discount_is_held_in_hundredths_of_a_per_cent),
        cmocka_unit_test(an_unnamed_redo_falls_back_to_repair_or_replacement),
        cmocka_unit_test(what_was_given_adds_up),
        cmocka_unit_test(currencies_have_their_minor_digits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
