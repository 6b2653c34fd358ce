#include "desk/debriefs/debriefs.h"

#include <sodium.h>

#include "desk/testing.h"

#define TEXT(text) am_view_of(text)

static unsigned char ann_key[AM_DEBRIEF_KEY_BYTES], bob_key[AM_DEBRIEF_KEY_BYTES];

static void a_password_opens_its_own_seal(void **state)
{
    (void)state;
    unsigned char seal[AM_DEBRIEF_SEAL_BYTES], again[AM_DEBRIEF_SEAL_BYTES], key[AM_DEBRIEF_KEY_BYTES];
    const struct amends_view sealed = {(const char *)seal, sizeof seal};
    assert_true(am_debrief_key_make(TEXT("correct horse"), ann_key, seal));
    assert_true(am_debrief_key_open(sealed, TEXT("correct horse"), key));
    assert_memory_equal(key, ann_key, sizeof key);
    assert_false(am_debrief_key_open(sealed, TEXT("correct horsf"), key));
    assert_false(am_debrief_key_open((struct amends_view){0}, TEXT("correct horse"), key));
    /* Another password, the same key. */
    assert_true(am_debrief_key_seal(ann_key, TEXT("battery staple"), again));
    assert_true(am_debrief_key_open((struct amends_view){(const char *)again, sizeof again},
                                    TEXT("battery staple"), key));
    assert_memory_equal(key, ann_key, sizeof key);
    seal[AM_DEBRIEF_SEAL_BYTES - 1] ^= 1;
    assert_false(am_debrief_key_open(sealed, TEXT("correct horse"), key));
    assert_true(am_debrief_key_make(TEXT("x"), bob_key, seal));
}

static void only_its_author_reads_it(void **state)
{
    (void)state;
    struct am_debrief row, at;
    struct amends_view text = {0};
    DO(shop.ann, am_debrief_write(d, ann_key, 0, TEXT("I was afraid, and I stayed calm."), &row));
    const am_id id = row.row.id;
    DO(shop.ann, am_debrief_read(d, ann_key, id, &at, &text));
    assert_true(am_view_same(text, TEXT("I was afraid, and I stayed calm.")));
    NOT(shop.owner, AM_REFUSED_NONE, "not-found", am_debrief_read(d, bob_key, id, &at, &text));
    NOT(shop.ann, AM_REFUSED_STATE, "sign-in-fully", am_debrief_read(d, NULL, id, &at, &text));
    NOT(shop.ann, AM_REFUSED_STATE, "sealed-for-ever", am_debrief_read(d, bob_key, id, &at, &text));
    NOT_THERE(am_debrief_read(d, ann_key, id, &at, &text));
    /* No trace of it in what is stored. */
    shop_read(&am_debrief_record, id, &at);
    assert_null(memmem(at.sealed.bytes, at.sealed.len_bytes, "afraid", 6));
    size_t count = 0, lost = 0;
    DO(shop.ann, am_debriefs_lost(d, bob_key, &count, &lost)); /* after a reset */
    assert_int_equal(count, 1);
    assert_int_equal(lost, 1);
    DO(shop.ann, am_debriefs_lost(d, ann_key, &count, &lost));
    assert_int_equal(lost, 0);
    NOT(shop.ann, AM_REFUSED_FIELD, "invalid-field", am_debrief_write(d, ann_key, 0, TEXT(""), &at));
    NOT(shop.ann, AM_REFUSED_FIELD, "invalid-field", am_debrief_write(d, ann_key, 999, TEXT("x"), &at));
}

static void shared_by_its_author_alone(void **state)
{
    (void)state;
    struct am_debrief row, at;
    struct amends_view text = {0};
    DO(shop.ann, am_debrief_write(d, ann_key, 0, TEXT("All of it"), &row));
    const am_id id = row.row.id;
    NOT(shop.owner, AM_REFUSED_NONE, "not-found", am_debrief_share(d, id, shop.owner, TEXT("x"), 0, &at));
    NOT(shop.ann, AM_REFUSED_FIELD, "invalid-field",
        am_debrief_share(d, id, stranger.owner, TEXT("x"), 0, &at));
    NOT(shop.ann, AM_REFUSED_FIELD, "invalid-field", am_debrief_share(d, id, shop.bob, TEXT(""), 0, &at));
    DO(shop.ann, am_debrief_share(d, id, shop.bob, TEXT("A part"), 0, &at));
    DO(shop.bob, am_debrief_read(d, NULL, id, &at, &text));
    assert_true(am_view_same(at.shared, TEXT("A part")));
    assert_int_equal(at.sealed.len_bytes, 0);
    assert_int_equal(text.len_bytes, 0);
    NOT(shop.sue, AM_REFUSED_NONE, "not-found", am_debrief_read(d, NULL, id, &at, &text));
    DO(shop.ann, am_debrief_share(d, id, 0, TEXT(""), 0, &at));
    NOT(shop.bob, AM_REFUSED_NONE, "not-found", am_debrief_read(d, NULL, id, &at, &text));
    NOT(shop.bob, AM_REFUSED_NONE, "not-found", am_debrief_remove(d, id));
    DO(shop.ann, am_debrief_remove(d, id));
    NOT(shop.ann, AM_REFUSED_NONE, "not-found", am_debrief_read(d, ann_key, id, &at, &text));
}

static void abuse_is_counted_for_them(void **state)
{
    (void)state;
    int64_t by_signal[AMENDS_SIGNAL_COUNT] = {0};
    struct am_met met;
    size_t people = 0;
    am_record_empty(&am_met_record, &met);
    met.person = shop.ann;
    met.site = shop.site;
    met.signal = AMENDS_SIGNAL_INSULT;
    shop_add(&am_met_record, &met);
    DO(shop.ann, am_met_mine(d, 0, by_signal, AMENDS_SIGNAL_COUNT));
    assert_int_equal(by_signal[AMENDS_SIGNAL_INSULT], 1);
    DO(shop.bob, am_met_mine(d, 0, by_signal, AMENDS_SIGNAL_COUNT));
    assert_int_equal(by_signal[AMENDS_SIGNAL_INSULT], 0);
    /* Owner, Sue, Max, Ann, Bob: five. At the branch two. */
    DO(shop.max, am_met_at_site(d, shop.site, 0, by_signal, AMENDS_SIGNAL_COUNT, &people));
    assert_int_equal(people, 5);
    assert_int_equal(by_signal[AMENDS_SIGNAL_INSULT], 1);
    NOT(shop.max, AM_REFUSED_FORBIDDEN, "group-too-small",
        am_met_at_site(d, shop.branch, 0, by_signal, AMENDS_SIGNAL_COUNT, &people));
    NOT(shop.ann, AM_REFUSED_FORBIDDEN, "forbidden",
        am_met_at_site(d, shop.site, 0, by_signal, AMENDS_SIGNAL_COUNT, &people));
    NOT_THERE(am_met_at_site(d, shop.site, 0, by_signal, AMENDS_SIGNAL_COUNT, &people));
}

static int tests(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(a_password_opens_its_own_seal),
        cmocka_unit_test(only_its_author_reads_it),
        cmocka_unit_test(shared_by_its_author_alone),
        cmocka_unit_test(abuse_is_counted_for_them),
    };
    return cmocka_run_group_tests(all, shop_open, shop_close);
}

int main(int argc, char *argv[])
{
    if (sodium_init() < 0)
        return 1;
    return shop_main(argc, argv, tests);
}
