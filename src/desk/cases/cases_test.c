#include "desk/cases/cases.h"

#include "desk/testing.h"

static struct am_case case_of(const char *subject)
{
    struct am_case row;
    am_record_empty(&am_case_record, &row);
    row.site = shop.site;
    row.subject = am_view_of(subject);
    return row;
}

static bool lines(struct am_doing *doing, const struct am_live_encounter *encounter, struct amends_view *out)
{
    (void)doing;
    *out = encounter->row.id != 0 ? am_view_of("one\ntwo\nthree") : (struct amends_view){0};
    return true;
}

static const struct am_hooks hooks = {.hand_over = lines};

static void numbers_and_clocks(void **state)
{
    (void)state;
    struct am_case one = case_of("Sour milk"), two = case_of("Card 4111 1111 1111 1111 charged twice");
    DO(shop.ann, am_case_open(d, NULL, &one));
    DO(shop.ann, am_case_open(d, NULL, &two));
    assert_int_equal(one.number, 1);
    assert_int_equal(two.number, 2);
    /* Eight opening hours from ten: at six, the shop closes at ten at night. */
    assert_int_equal(one.acknowledge_by_ms, MORNING_MS + 8 * HOUR_MS);
    /* 45 hours: 12 on Tuesday, 15 on Wednesday and Thursday, 3 on Friday from seven: at ten. */
    assert_int_equal(one.respond_by_ms, MORNING_MS + 3 * DAY_MS);
    struct am_case stored;
    shop_read(&am_case_record, two.row.id, &stored);
    assert_true(am_view_same(stored.subject, am_view_of("Card **** **** **** 1111 charged twice")));
    assert_true(shop_notices("case.opened", 0) >= 2);
}

/* Who sees to a case works there: otherwise nobody would. */
static void an_owner_works_at_the_site(void **state)
{
    (void)state;
    struct am_case row = case_of("Whose?"), wanted;
    row.owner = shop.tea;
    NOT(shop.ann, AM_REFUSED_FIELD, "invalid-field", am_case_open(d, NULL, &row));
    assert_field("owner");
    row.owner = shop.bob;
    DO(shop.ann, am_case_open(d, NULL, &row));
    wanted = row;
    wanted.owner = shop.tea;
    NOT(shop.ann, AM_REFUSED_FIELD, "invalid-field", am_case_change(d, row.row.id, &wanted, 0, &row));
    assert_field("owner");
    wanted.owner = shop.sue;
    DO(shop.ann, am_case_change(d, row.row.id, &wanted, 0, &row));
    wanted.owner = 0;
    DO(shop.ann, am_case_change(d, row.row.id, &wanted, 0, &row));
}

/* A clock that runs out is told, once: to the owner and to who leads the site. */
static void a_late_case_is_told(void **state)
{
    (void)state;
    struct am_case row = case_of("Late"), at;
    size_t told = 0;
    DO(shop.ann, am_case_open(d, NULL, &row));
    shop.now_ms = row.acknowledge_by_ms - 1;
    DO(0, am_cases_late(d, 50, &told));
    shop.now_ms = row.acknowledge_by_ms;
    const int64_t own = shop_notices("case.acknowledge_late", shop.ann);
    const int64_t lead = shop_notices("case.acknowledge_late", 0);
    DO(shop.ann,
       am_case_change(d, row.row.id, &(struct am_case){.owner = shop.ann, .subject = row.subject}, 0, &at));
    DO(0, am_cases_late(d, 50, &told));
    assert_true(told >= 1);
    assert_int_equal(shop_notices("case.acknowledge_late", shop.ann), own + 1);
    assert_true(shop_notices("case.acknowledge_late", 0) > lead);
    shop_read(&am_case_record, row.row.id, &at);
    assert_int_equal(at.acknowledge_late_at_ms, shop.now_ms);
    assert_int_equal(at.respond_late_at_ms, 0);
    DO(0, am_cases_late(d, 50, &told));
    assert_int_equal(told, 0);
    DO(shop.ann, am_case_acknowledge(d, row.row.id, 0, &at));
    shop.now_ms = row.respond_by_ms;
    DO(0, am_cases_late(d, 50, &told));
    shop_read(&am_case_record, row.row.id, &at);
    assert_int_equal(at.respond_late_at_ms, shop.now_ms);
    /* Answered in time, nobody is told. */
    struct am_case other = case_of("In time");
    DO(shop.ann, am_case_open(d, NULL, &other));
    DO(shop.ann, am_case_respond(d, other.row.id, 0, &at));
    shop.now_ms = other.respond_by_ms + 1;
    DO(0, am_cases_late(d, 50, &told));
    shop_read(&am_case_record, other.row.id, &at);
    assert_int_equal(at.respond_late_at_ms, 0);
}

static void bad_cases(void **state)
{
    (void)state;
    struct am_case row = case_of("");
    NOT(shop.ann, AM_REFUSED_FIELD, "field", am_case_open(d, NULL, &row));
    row = case_of("No site");
    row.site = 0;
    NOT(shop.ann, AM_REFUSED_FIELD, "invalid-field", am_case_open(d, NULL, &row));
    assert_field("site");
    row = case_of("Another's site");
    row.site = stranger.site;
    NOT(shop.ann, AM_REFUSED_FIELD, "invalid-field", am_case_open(d, NULL, &row));
    row = case_of("Nobody's customer");
    row.customer = 77;
    NOT(shop.ann, AM_REFUSED_FIELD, "invalid-field", am_case_open(d, NULL, &row));
    assert_field("customer");
    row = case_of("To come");
    row.received_at_ms = shop.now_ms + DAY_MS;
    NOT(shop.ann, AM_REFUSED_FIELD, "invalid-field", am_case_open(d, NULL, &row));
    assert_field("received_at_ms");
    row = case_of("Not there");
    NOT(shop.tea, AM_REFUSED_FORBIDDEN, "forbidden", am_case_open(d, NULL, &row));
    row = case_of("\xff");
    NOT(shop.ann, AM_REFUSED_FIELD, "field", am_case_open(d, NULL, &row));
    /* What was refused left no number behind. */
    row = case_of("Next");
    DO(shop.ann, am_case_open(d, NULL, &row));
    assert_int_equal(row.number, 3);
}

static void from_an_encounter(void **state)
{
    (void)state;
    const am_id encounter = shop_encounter(shop.ann, 0);
    struct am_case row = case_of("At the till"), again;
    row.site = 0;
    row.encounter = encounter;
    again = row;
    DO(shop.ann, am_case_open(d, &hooks, &row));
    assert_int_equal(row.site, shop.site);
    assert_int_equal(row.owner, shop.ann);
    assert_true(am_view_same(row.hand_over, am_view_of("one\ntwo\nthree")));
    struct am_live_encounter live;
    shop_read(&am_live_encounter_record, encounter, &live);
    assert_int_equal(live.case_, row.row.id);
    NOT(shop.bob, AM_REFUSED_STATE, "case-there", am_case_open(d, &hooks, &again));
}

static void the_steps(void **state)
{
    (void)state;
    struct am_case row = case_of("Steps"), at;
    const struct amends_view cause = am_view_of("The fridge was off"), none = {0};
    DO(shop.ann, am_case_open(d, NULL, &row));
    const am_id id = row.row.id;
    NOT(shop.ann, AM_REFUSED_STATE, "respond-first",
        am_case_close(d, id, 0, cause, AMENDS_OUTCOME_SATISFIED, &at));
    DO(shop.ann, am_case_acknowledge(d, id, 1, &at));
    assert_int_equal(at.state, AM_CASE_ACKNOWLEDGED);
    NOT(shop.ann, AM_REFUSED_STATE, "not-now", am_case_acknowledge(d, id, 0, &at));
    NOT(shop.bob, AM_REFUSED_CHANGED, "changed", am_case_respond(d, id, 1, &at));
    DO(shop.bob, am_case_respond(d, id, 2, &at));
    NOT(shop.ann, AM_REFUSED_FIELD, "invalid-field",
        am_case_close(d, id, 0, none, AMENDS_OUTCOME_SATISFIED, &at));
    assert_field("cause");
    NOT(shop.ann, AM_REFUSED_STATE, "no-outcome", am_case_close(d, id, 0, cause, AMENDS_OUTCOME_NONE, &at));
    NOT(shop.ann, AM_REFUSED_STATE, "no-outcome", am_case_close(d, id, 0, cause, 99, &at));
    DO(shop.ann, am_case_close(d, id, 0, cause, AMENDS_OUTCOME_PARTLY, &at));
    NOT(shop.ann, AM_REFUSED_FORBIDDEN, "forbidden", am_case_reopen(d, id, 0, &at));
    shop.now_ms += HOUR_MS;
    DO(shop.sue, am_case_reopen(d, id, 0, &at));
    assert_int_equal(at.reopened, 1);
    assert_int_equal(at.acknowledge_by_ms, shop.now_ms + 8 * HOUR_MS);
    NOT_THERE(am_case_acknowledge(d, id, 0, &at));
    NOT(shop.tea, AM_REFUSED_FORBIDDEN, "forbidden", am_case_acknowledge(d, id, 0, &at));
}

static void edits_need_the_version(void **state)
{
    (void)state;
    struct am_case row = case_of("Edit"), wanted, at;
    DO(shop.ann, am_case_open(d, NULL, &row));
    wanted = row;
    wanted.wants = am_view_of("Their money");
    wanted.number = 999;
    wanted.state = AM_CASE_CLOSED;
    wanted.site = shop.branch;
    DO(shop.ann, am_case_change(d, row.row.id, &wanted, 1, &at));
    assert_true(am_view_same(at.wants, am_view_of("Their money")));
    assert_int_equal(at.number, row.number);
    assert_int_equal(at.state, AM_CASE_OPEN);
    assert_int_equal(at.site, shop.site);
    NOT(shop.ann, AM_REFUSED_CHANGED, "changed", am_case_change(d, row.row.id, &wanted, 1, &at));
    wanted.customer = 5;
    NOT(shop.ann, AM_REFUSED_FIELD, "invalid-field", am_case_change(d, row.row.id, &wanted, 2, &at));
    wanted = at;
    wanted.customer = 0;
    wanted.associate_view = am_view_of("It was nothing");
    NOT(shop.sue, AM_REFUSED_FORBIDDEN, "not-theirs", am_case_change(d, row.row.id, &wanted, 0, &at));
    NOT_THERE(am_case_change(d, row.row.id, &wanted, 0, &at));
}

static void merged_and_taken_apart(void **state)
{
    (void)state;
    struct am_case one = case_of("First"), two = case_of("Second"), at;
    DO(shop.ann, am_case_open(d, NULL, &one));
    DO(shop.ann, am_case_open(d, NULL, &two));
    NOT(shop.ann, AM_REFUSED_FORBIDDEN, "forbidden", am_case_merge(d, two.row.id, one.row.id, 0, &at));
    NOT(shop.sue, AM_REFUSED_STATE, "same-case", am_case_merge(d, one.row.id, one.row.id, 0, &at));
    NOT(shop.sue, AM_REFUSED_NONE, "not-found", am_case_merge(d, one.row.id, 4242, 0, &at));
    DO(shop.sue, am_case_merge(d, two.row.id, one.row.id, 0, &at));
    NOT(shop.sue, AM_REFUSED_STATE, "merged", am_case_merge(d, one.row.id, two.row.id, 0, &at));
    NOT(shop.ann, AM_REFUSED_STATE, "merged", am_case_respond(d, two.row.id, 0, &at));
    struct am_remedy given;
    am_record_empty(&am_remedy_record, &given);
    given.case_ = two.row.id;
    given.person = shop.ann;
    given.remedy = AMENDS_REMEDY_VOUCHER;
    given.amount_minor = 500;
    given.currency = am_view_of("EUR");
    shop_add(&am_remedy_record, &given);
    struct am_cost *costs;
    size_t count = 0;
    DO(shop.ann, am_case_costs(d, one.row.id, &costs, &count));
    assert_int_equal(count, 1);
    assert_int_equal(costs[0].conceded_minor, 500);
    DO(shop.sue, am_case_unmerge(d, two.row.id, 0, &at));
    assert_int_equal(at.merged_into, 0);
    assert_int_equal(at.state, AM_CASE_OPEN);
    DO(shop.ann, am_case_costs(d, one.row.id, &costs, &count));
    assert_int_equal(count, 0);
    NOT_THERE(am_case_costs(d, one.row.id, &costs, &count));
}

static int tests(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(numbers_and_clocks),         cmocka_unit_test(bad_cases),
        cmocka_unit_test(from_an_encounter),          cmocka_unit_test(the_steps),
        cmocka_unit_test(edits_need_the_version),     cmocka_unit_test(merged_and_taken_apart),
        cmocka_unit_test(an_owner_works_at_the_site), cmocka_unit_test(a_late_case_is_told),
    };
    return cmocka_run_group_tests(all, shop_open, shop_close);
}

int main(int argc, char *argv[])
{
    return shop_main(argc, argv, tests);
}
