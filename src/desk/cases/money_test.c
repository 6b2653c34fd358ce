/* Remedies and approvals: who may give what, who is asked, who was first. */
#include "desk/cases/approvals.h"
#include "desk/cases/cases.h"
#include "desk/cases/remedies.h"
#include "desk/people/people.h"
#include "desk/people/roles.h"
#include "desk/testing.h"

static int hooked;

static bool authority_changed(struct am_doing *doing, am_id encounter)
{
    (void)doing;
    hooked += encounter != 0;
    return true;
}

static const struct am_hooks hooks = {.authority_changed = authority_changed};

static struct am_remedy refund(am_id encounter, am_id case_, int64_t minor)
{
    struct am_remedy row;
    am_record_empty(&am_remedy_record, &row);
    row.encounter = encounter;
    row.case_ = case_;
    row.remedy = AMENDS_REMEDY_REFUND;
    row.amount_minor = minor;
    return row;
}

static struct am_approval question(am_id encounter, int64_t minor)
{
    struct am_approval row;
    am_record_empty(&am_approval_record, &row);
    row.encounter = encounter;
    row.remedy = AMENDS_REMEDY_REFUND;
    row.asked_minor = minor;
    row.reason = am_view_of("The scanner read it twice");
    return row;
}

static void what_is_given_adds_up(void **state)
{
    (void)state;
    const am_id encounter = shop_encounter(shop.ann, 0);
    struct am_remedy row = refund(encounter, 0, 1500), back, back2;
    DO(shop.ann, am_remedy_give(d, &hooks, &row, -1));
    assert_true(am_view_same(row.currency, am_view_of("EUR")));
    const am_id first = row.row.id;
    row = refund(encounter, 0, 501);
    NOT(shop.ann, AM_REFUSED_AUTHORITY, "over-authority", am_remedy_give(d, &hooks, &row, -1));
    /* What another gave in the same encounter counts too. */
    NOT(shop.bob, AM_REFUSED_AUTHORITY, "over-authority", am_remedy_give(d, &hooks, &row, -1));
    row = refund(encounter, 0, 500);
    DO(shop.bob, am_remedy_give(d, &hooks, &row, -1));
    /* What is owed is another account, but not without a limit. */
    row = refund(encounter, 0, 2000);
    row.owed = true;
    DO(shop.ann, am_remedy_give(d, &hooks, &row, -1));
    row = refund(encounter, 0, 1);
    row.owed = true;
    NOT(shop.ann, AM_REFUSED_AUTHORITY, "over-authority", am_remedy_give(d, &hooks, &row, -1));
    /* Taken back, it is there again; once. */
    DO(shop.ann, am_remedy_take_back(d, &hooks, first, &back));
    NOT(shop.ann, AM_REFUSED_STATE, "taken-back", am_remedy_take_back(d, &hooks, first, &back2));
    NOT(shop.ann, AM_REFUSED_STATE, "no-remedy", am_remedy_take_back(d, &hooks, back.row.id, &back2));
    row = refund(encounter, 0, 1500);
    DO(shop.ann, am_remedy_give(d, &hooks, &row, -1));
    assert_true(hooked >= 5);
    NOT_THERE(am_remedy_take_back(d, NULL, first, &back));
}

static void bad_remedies(void **state)
{
    (void)state;
    const am_id encounter = shop_encounter(shop.ann, 0);
    struct am_remedy row = refund(0, 0, 100);
    NOT(shop.ann, AM_REFUSED_FIELD, "invalid-field", am_remedy_give(d, NULL, &row, -1));
    row = refund(encounter, 0, -1);
    NOT(shop.ann, AM_REFUSED_FIELD, "invalid-field", am_remedy_give(d, NULL, &row, -1));
    assert_field("amount_minor");
    row = refund(encounter, 0, -7);
    row.currency = am_view_of("EUR");
    NOT(shop.ann, AM_REFUSED_FIELD, "invalid-field", am_remedy_give(d, NULL, &row, -1));
    row = refund(encounter, 0, 100);
    row.remedy = 99;
    NOT(shop.ann, AM_REFUSED_FIELD, "invalid-field", am_remedy_give(d, NULL, &row, -1));
    row = refund(encounter, 0, 100);
    row.currency = am_view_of("USD");
    NOT(shop.ann, AM_REFUSED_AUTHORITY, "authority-unclear", am_remedy_give(d, NULL, &row, -1));
    row = refund(encounter, 0, 100);
    row.approval = 12345;
    NOT(shop.ann, AM_REFUSED_FIELD, "invalid-field", am_remedy_give(d, NULL, &row, -1));
    assert_field("approval");
    row = refund(encounter, 0, 100);
    NOT(shop.tea, AM_REFUSED_FORBIDDEN, "forbidden", am_remedy_give(d, NULL, &row, -1));
    /* An encounter of one site and a case of another. */
    struct am_case other;
    am_record_empty(&am_case_record, &other);
    other.site = shop.branch;
    other.subject = am_view_of("In Turku");
    DO(shop.max, am_case_open(d, NULL, &other));
    row = refund(encounter, other.row.id, 100);
    NOT(shop.max, AM_REFUSED_FIELD, "invalid-field", am_remedy_give(d, NULL, &row, -1));
    assert_field("encounter");
    row = refund(encounter, 0, 100);
    struct am_doing *d = shop_as(&stranger, stranger.owner);
    assert_false(shop_done(am_remedy_give(d, NULL, &row, -1)));
    assert_field("encounter");
}

static void another_amount_is_a_grant_too(void **state)
{
    (void)state;
    const am_id encounter = shop_encounter(shop.ann, 0);
    struct am_approval row = question(encounter, 4500), twice = question(encounter, 4600), late;
    enum am_approval_begun begun;
    const int64_t told = shop_notices("approval.asked", shop.sue);
    DO(shop.ann, am_approval_ask(d, &hooks, &row, 0, &begun));
    assert_int_equal(begun, AM_APPROVAL_TO_ASK);
    assert_int_equal(row.due_at_ms, shop.now_ms + AM_APPROVAL_LIVE_MS);
    assert_int_equal(shop_notices("approval.asked", shop.sue), told + 1);
    assert_int_equal(shop_notices("approval.asked", shop.tea), 0);
    NOT(shop.ann, AM_REFUSED_STATE, "asked-already", am_approval_ask(d, &hooks, &twice, 0, &begun));
    /* Two answer at once: one wins, the other is told who. */
    const struct am_approval_answer less = {.grant = true, .minor = 4000, .percent_bp = -1},
                                    no = {.grant = false, .minor = -1, .percent_bp = -1};
    NOT(shop.bob, AM_REFUSED_FORBIDDEN, "forbidden", am_approval_answer(d, &hooks, row.row.id, &less, &late));
    NOT(shop.tea, AM_REFUSED_FORBIDDEN, "forbidden", am_approval_answer(d, &hooks, row.row.id, &less, &late));
    hooked = 0;
    DO(shop.sue, am_approval_answer(d, &hooks, row.row.id, &less, &late));
    assert_int_equal(late.granted_minor, 4000);
    assert_int_equal(hooked, 1);
    NOT(shop.max, AM_REFUSED_STATE, "answered", am_approval_answer(d, &hooks, row.row.id, &no, &late));
    assert_int_equal(late.answered_by, shop.sue);
    assert_string_equal(shop_refused.detail, "sue answered first: granted");
    const int64_t logged = shop_logged("approval.granted");
    DO(shop.sue, am_approval_answer(d, &hooks, row.row.id, &less, &late));
    assert_int_equal(shop_logged("approval.granted"), logged);
    assert_int_equal(shop_notices("approval.answered", shop.ann), 1);
    /* It may be given now, in the very millisecond too, once, and no more. */
    struct am_remedy given = refund(encounter, 0, 4001);
    NOT(shop.ann, AM_REFUSED_AUTHORITY, "over-authority", am_remedy_give(d, &hooks, &given, -1));
    given = refund(encounter, 0, 4000);
    DO(shop.ann, am_remedy_give(d, &hooks, &given, -1));
    assert_int_equal(given.approval, row.row.id);
    given = refund(encounter, 0, 1);
    NOT(shop.ann, AM_REFUSED_AUTHORITY, "over-authority", am_remedy_give(d, &hooks, &given, -1));
    NOT_THERE(am_approval_answer(d, &hooks, row.row.id, &less, &late));
}

static void it_goes_upwards_and_lapses(void **state)
{
    (void)state;
    const am_id encounter = shop_encounter(shop.ann, 0);
    struct am_approval row = question(encounter, 4500), now;
    enum am_approval_begun begun;
    size_t moved = 0;
    DO(shop.ann, am_approval_ask(d, NULL, &row, 0, &begun));
    DO(0, am_approvals_due(d, 10, &moved));
    assert_int_equal(moved, 0);
    shop.now_ms += AM_APPROVAL_LIVE_MS;
    DO(0, am_approvals_due(d, 10, &moved));
    assert_int_equal(moved, 1);
    shop_read(&am_approval_record, row.row.id, &now);
    assert_int_equal(now.state, AM_APPROVAL_ASKED);
    assert_int_equal(now.level, AM_ROLE_MANAGER);
    assert_true(shop_notices("approval.asked", shop.max) > 0);
    shop.now_ms += AM_APPROVAL_LIVE_MS;
    DO(0, am_approvals_due(d, 10, &moved));
    shop_read(&am_approval_record, row.row.id, &now);
    assert_int_equal(now.state, AM_APPROVAL_LAPSED);
    const struct am_approval_answer yes = {.grant = true, .minor = -1, .percent_bp = -1};
    NOT(shop.sue, AM_REFUSED_STATE, "gone", am_approval_answer(d, NULL, row.row.id, &yes, &now));
    DO(0, am_approvals_due(d, 10, &moved));
    assert_int_equal(moved, 0);
}

/* Own authority used in the millisecond of the answer is part of the total, not beside it. */
static void what_follows_an_answer_at_once_counts(void **state)
{
    (void)state;
    shop.now_ms += 1000;
    const am_id encounter = shop_encounter(shop.ann, 0);
    struct am_approval row = question(encounter, 4500), at;
    enum am_approval_begun begun;
    const struct am_approval_answer yes = {.grant = true, .minor = -1, .percent_bp = -1};
    DO(shop.ann, am_approval_ask(d, NULL, &row, 0, &begun));
    DO(shop.sue, am_approval_answer(d, NULL, row.row.id, &yes, &at));
    struct am_remedy given = refund(encounter, 0, 1000);
    DO(shop.ann, am_remedy_give(d, NULL, &given, -1));
    given = refund(encounter, 0, 3501);
    NOT(shop.ann, AM_REFUSED_AUTHORITY, "over-authority", am_remedy_give(d, NULL, &given, -1));
    given = refund(encounter, 0, 3500);
    DO(shop.ann, am_remedy_give(d, NULL, &given, -1));
    /* Asked anew, with a clock that was set back: what was given is behind the answer again. */
    row = question(encounter, 2500);
    DO(shop.ann, am_approval_ask(d, NULL, &row, 0, &begun));
    shop.now_ms -= 500;
    DO(shop.sue, am_approval_answer(d, NULL, row.row.id, &yes, &at));
    given = refund(encounter, 0, 2500);
    DO(shop.ann, am_remedy_give(d, NULL, &given, -1));
    given = refund(encounter, 0, 1);
    NOT(shop.ann, AM_REFUSED_AUTHORITY, "over-authority", am_remedy_give(d, NULL, &given, -1));
    shop.now_ms += 500;
}

/* An overcharge is theirs: an answer about it raises nothing that may be conceded, nor the other way round.
 */
static void what_is_owed_is_asked_apart(void **state)
{
    (void)state;
    const am_id encounter = shop_encounter(shop.ann, 0);
    struct am_approval row = question(encounter, 9000), at;
    enum am_approval_begun begun;
    const struct am_approval_answer yes = {.grant = true, .minor = -1, .percent_bp = -1};
    struct am_remedy given = refund(encounter, 0, 2000);
    DO(shop.ann, am_remedy_give(d, NULL, &given, -1));
    row.owed = true;
    DO(shop.ann, am_approval_ask(d, NULL, &row, 0, &begun));
    assert_int_equal(begun, AM_APPROVAL_TO_ASK);
    DO(shop.sue, am_approval_answer(d, NULL, row.row.id, &yes, &at));
    given = refund(encounter, 0, 1);
    NOT(shop.ann, AM_REFUSED_AUTHORITY, "over-authority", am_remedy_give(d, NULL, &given, -1));
    given = refund(encounter, 0, 9000);
    given.owed = true;
    DO(shop.ann, am_remedy_give(d, NULL, &given, -1));
    assert_int_equal(given.approval, row.row.id);
    given = refund(encounter, 0, 1);
    given.owed = true;
    NOT(shop.ann, AM_REFUSED_AUTHORITY, "over-authority", am_remedy_give(d, NULL, &given, -1));
    /* What was conceded is no reason to ask about what is owed: within one's own it is granted at once. */
    row = question(shop_encounter(shop.ann, 0), 2000);
    row.owed = true;
    given = refund(row.encounter, 0, 2000);
    DO(shop.ann, am_remedy_give(d, NULL, &given, -1));
    DO(shop.ann, am_approval_ask(d, NULL, &row, 0, &begun));
    assert_int_equal(begun, AM_APPROVAL_BY_ONESELF);
}

static bool is_to_answer(am_id who, am_id approval)
{
    struct am_approval row;
    bool is = false;
    DO(who, am_doing_read(d, &am_approval_record, approval, &row) && am_approval_is_for(d, &row, &is));
    return is;
}

static void one_is_shown_what_one_may_grant(void **state)
{
    (void)state;
    struct am_approval small = question(shop_encounter(shop.ann, 0), 4500),
                       large = question(shop_encounter(shop.ann, 0), 20000), at;
    enum am_approval_begun begun;
    DO(shop.ann, am_approval_ask(d, NULL, &small, 0, &begun));
    DO(shop.ann, am_approval_ask(d, NULL, &large, 0, &begun));
    assert_true(is_to_answer(shop.sue, small.row.id) && !is_to_answer(shop.sue, large.row.id));
    assert_true(is_to_answer(shop.max, small.row.id) && is_to_answer(shop.max, large.row.id));
    assert_false(is_to_answer(shop.tea, small.row.id) || is_to_answer(shop.ann, small.row.id));
    DO(shop.ann, am_approval_take_back(d, small.row.id, &at));
    DO(shop.ann, am_approval_take_back(d, large.row.id, &at));
    assert_false(is_to_answer(shop.sue, small.row.id));
}

/* Who is on a break is not asked while a customer waits; who is back in time for another question is. */
static void who_is_away_is_not_asked(void **state)
{
    (void)state;
    struct am_approval row = question(shop_encounter(shop.ann, 0), 4500), at;
    struct am_case later;
    struct am_person person;
    enum am_approval_begun begun;
    const int64_t told = shop_notices("approval.asked", shop.sue);
    DO(shop.sue, am_absent_say(d, AM_ABSENT_BREAK, 0, &person));
    DO(shop.ann, am_approval_ask(d, NULL, &row, 0, &begun));
    assert_int_equal(row.level, AM_ROLE_MANAGER);
    assert_int_equal(shop_notices("approval.asked", shop.sue), told);
    DO(shop.ann, am_approval_take_back(d, row.row.id, &at));
    am_record_empty(&am_case_record, &later);
    later.site = shop.site;
    later.subject = am_view_of("Later");
    DO(shop.ann, am_case_open(d, NULL, &later));
    row = question(0, 4500);
    row.case_ = later.row.id;
    DO(shop.ann, am_approval_ask(d, NULL, &row, 0, &begun));
    assert_int_equal(row.level, AM_ROLE_SUPERVISOR);
    DO(shop.sue, am_absent_say(d, -1, 0, &person));
    DO(shop.ann, am_approval_take_back(d, row.row.id, &at));
}

/* The site's manager does not answer: the manager of another site does, within what they may give there. */
static void the_organisation_is_asked_last(void **state)
{
    (void)state;
    struct am_person mia;
    struct am_membership role;
    am_record_empty(&am_person_record, &mia);
    am_record_empty(&am_membership_record, &role);
    mia.name = mia.login = am_view_of("mia");
    role.site = shop.branch;
    role.role = AM_ROLE_MANAGER;
    DO(shop.owner, am_person_add(d, &mia, &role));
    struct am_approval row = question(shop_encounter(shop.ann, 0), 4500), now;
    enum am_approval_begun begun;
    size_t moved = 0;
    DO(shop.ann, am_approval_ask(d, NULL, &row, 0, &begun));
    for (int i = 0; i < 2; i++) {
        assert_int_equal(shop_notices("approval.asked", mia.row.id), 0);
        shop.now_ms += AM_APPROVAL_LIVE_MS;
        DO(0, am_approvals_due(d, 10, &moved));
    }
    assert_int_equal(shop_notices("approval.asked", mia.row.id), 1);
    shop_read(&am_approval_record, row.row.id, &now);
    assert_true(now.whole);
    const struct am_approval_answer yes = {.grant = true, .minor = -1, .percent_bp = -1};
    DO(mia.row.id, am_approval_answer(d, NULL, row.row.id, &yes, &now));
    assert_int_equal(now.granted_minor, 4500);
}

static void what_is_asked(void **state)
{
    (void)state;
    const am_id encounter = shop_encounter(shop.ann, 0);
    struct am_approval row = question(encounter, 100), other;
    enum am_approval_begun begun;
    hooked = 0;
    DO(shop.ann, am_approval_ask(d, &hooks, &row, 0, &begun)); /* within one's own */
    assert_int_equal(begun, AM_APPROVAL_BY_ONESELF);
    assert_int_equal(row.state, AM_APPROVAL_GRANTED);
    assert_int_equal(hooked, 1);
    row = question(encounter, 20000); /* beyond the supervisor: the manager is asked at once */
    DO(shop.ann, am_approval_ask(d, NULL, &row, 0, &begun));
    assert_int_equal(row.level, AM_ROLE_MANAGER);
    const struct am_approval_answer yes = {.grant = true, .minor = -1, .percent_bp = -1};
    NOT(shop.sue, AM_REFUSED_AUTHORITY, "over-authority",
        am_approval_answer(d, NULL, row.row.id, &yes, &other));
    NOT(shop.bob, AM_REFUSED_FORBIDDEN, "not-theirs", am_approval_take_back(d, row.row.id, &other));
    DO(shop.ann, am_approval_take_back(d, row.row.id, &other));
    NOT(shop.max, AM_REFUSED_STATE, "gone", am_approval_answer(d, NULL, row.row.id, &yes, &other));
    row = question(encounter, 4500);
    row.currency = am_view_of("USD");
    NOT(shop.ann, AM_REFUSED_FIELD, "invalid-field", am_approval_ask(d, NULL, &row, 0, &begun));
    assert_field("currency");
    row = question(encounter, 4500);
    row.remedy = -1;
    NOT(shop.ann, AM_REFUSED_FIELD, "invalid-field", am_approval_ask(d, NULL, &row, 0, &begun));
    NOT(shop.tea, AM_REFUSED_FORBIDDEN, "forbidden", am_approval_ask(d, NULL, &row, 0, &begun));
}

static void the_associate_is_asked_first(void **state)
{
    (void)state;
    const am_id encounter = shop_encounter(shop.ann, 0);
    struct am_case opened, row;
    am_record_empty(&am_case_record, &opened);
    opened.encounter = encounter;
    opened.subject = am_view_of("Milk was sour");
    DO(shop.ann, am_case_open(d, NULL, &opened));
    struct am_remedy given = refund(0, opened.row.id, 3000);
    NOT(shop.sue, AM_REFUSED_STATE, "ask-view", am_remedy_give(d, NULL, &given, -1));
    DO(shop.sue, am_case_ask_view(d, opened.row.id, &row));
    assert_int_equal(shop_notices("case.view_asked", shop.ann), 1);
    given = refund(0, opened.row.id, 3000);
    DO(shop.sue, am_remedy_give(d, NULL, &given, -1)); /* asked is enough: it never blocks */
    assert_int_equal(given.encounter, encounter);
    NOT(shop.sue, AM_REFUSED_FORBIDDEN, "not-theirs",
        am_case_give_view(d, opened.row.id, am_view_of("They are right"), &row));
    DO(shop.ann, am_case_give_view(d, opened.row.id, am_view_of("They drank all of it"), &row));
    struct am_cost *costs;
    size_t count;
    given = refund(encounter, 0, 700);
    given.owed = true;
    DO(shop.ann, am_remedy_give(d, NULL, &given, -1));
    DO(shop.ann, am_case_costs(d, opened.row.id, &costs, &count));
    assert_int_equal(count, 1);
    assert_int_equal(costs[0].conceded_minor, 3000);
    assert_int_equal(costs[0].owed_minor, 700);
}

static void a_shop_of_one_decides_alone(void **state)
{
    (void)state;
    struct am_case opened;
    struct am_remedy given;
    enum am_approval_begun begun;
    am_record_empty(&am_case_record, &opened);
    opened.site = stranger.site;
    opened.subject = am_view_of("Too short");
    struct am_doing *d = shop_as(&stranger, stranger.owner);
    assert_true(shop_done(am_case_open(d, NULL, &opened)));
    given = refund(0, opened.row.id, 99900);
    d = shop_as(&stranger, stranger.owner);
    assert_true(shop_done(am_remedy_give(d, NULL, &given, -1)));
    struct am_approval asked = question(0, 99900);
    asked.case_ = opened.row.id;
    d = shop_as(&stranger, stranger.owner);
    assert_true(shop_done(am_approval_ask(d, NULL, &asked, 0, &begun)));
    assert_int_equal(begun, AM_APPROVAL_BY_ONESELF);
}

static int tests(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(what_is_given_adds_up),
        cmocka_unit_test(bad_remedies),
        cmocka_unit_test(another_amount_is_a_grant_too),
        cmocka_unit_test(it_goes_upwards_and_lapses),
        cmocka_unit_test(what_is_asked),
        cmocka_unit_test(the_associate_is_asked_first),
        cmocka_unit_test(a_shop_of_one_decides_alone),
        cmocka_unit_test(what_follows_an_answer_at_once_counts),
        cmocka_unit_test(what_is_owed_is_asked_apart),
        cmocka_unit_test(one_is_shown_what_one_may_grant),
        cmocka_unit_test(who_is_away_is_not_asked),
        cmocka_unit_test(the_organisation_is_asked_last),
    };
    return cmocka_run_group_tests(all, shop_open, shop_close);
}

int main(int argc, char *argv[])
{
    return shop_main(argc, argv, tests);
}
