/* Asking for more than one may give: who is asked, in which order, and which answer holds. */
#include "domain/rules/test.h"

#include "amends/labels.h"
#include "domain/rules/approval.h"

enum { ANNA = 1, SUE, SAM, MIA, MAX, OWNER, WAIT = 1000 };

static const struct am_approval_given nothing = {NULL, 0};

static struct am_approver person(am_id id, int32_t role, bool here, int64_t refund)
{
    return (struct am_approver){
        .person = id, .role = role, .here = here, .authority = {.currency = "EUR", .refund_minor = refund}};
}

static struct am_approval ask(int64_t minor)
{
    return (struct am_approval){.site = 9,
                                .asked_by = ANNA,
                                .remedy = AMENDS_REMEDY_REFUND,
                                .asked_minor = minor,
                                .asked_percent_bp = -1,
                                .currency = VIEW("EUR")};
}

static const struct amends_authority little = {.currency = "EUR", .refund_minor = 2000};

static void who_can_is_asked_this_site_first(void **state)
{
    const struct am_approver people[] = {
        person(SUE, AM_ROLE_SUPERVISOR, true, 3000),   person(SAM, AM_ROLE_SUPERVISOR, true, 10000),
        person(MIA, AM_ROLE_MANAGER, true, 50000),     person(MAX, AM_ROLE_MANAGER, false, 90000),
        person(ANNA, AM_ROLE_SUPERVISOR, true, 90000), person(OWNER, AM_ROLE_ADMINISTRATOR, true, 90000),
    };
    struct am_approval approval = ask(4500);
    size_t asked[COUNT(people)];

    (void)state;
    assert_int_equal(am_approval_begin(&approval, &little, people, COUNT(people), &nothing, 100, WAIT),
                     AM_APPROVAL_TO_ASK);
    assert_int_equal(am_approval_asked(&approval, people, COUNT(people), &nothing, asked), 1);
    assert_int_equal(asked[0], 1);
    assert_int_equal(approval.due_at_ms, 1100);
    assert_int_equal(am_approval_tick(&approval, people, COUNT(people), &nothing, 1099, WAIT),
                     AM_APPROVAL_WAITS);
    struct am_approval before = approval; /* the clock was set back */
    assert_int_equal(am_approval_tick(&before, people, COUNT(people), &nothing, 1099 - WAIT, WAIT),
                     AM_APPROVAL_HIGHER);
    assert_int_equal(before.due_at_ms, 1099);
    assert_int_equal(am_approval_tick(&approval, people, COUNT(people), &nothing, 1100, WAIT),
                     AM_APPROVAL_HIGHER);
    assert_int_equal(am_approval_asked(&approval, people, COUNT(people), &nothing, asked), 1);
    assert_int_equal(asked[0], 2);
    assert_int_equal(approval.due_at_ms, 2100);
    assert_false(approval.whole);
    assert_int_equal(am_approval_tick(&approval, people, COUNT(people), &nothing, 2100, WAIT),
                     AM_APPROVAL_HIGHER);
    assert_true(approval.whole);
    am_approval_asked(&approval, people, COUNT(people), &nothing, asked);
    assert_int_equal(asked[0], 3);
    assert_int_equal(am_approval_tick(&approval, people, COUNT(people), &nothing, 3100, WAIT),
                     AM_APPROVAL_AT_END);
    assert_int_equal(approval.state, AM_APPROVAL_LAPSED);
    assert_int_equal(am_approval_tick(&approval, people, COUNT(people), &nothing, 9999, WAIT),
                     AM_APPROVAL_WAITS);
}

static void levels_without_anybody_are_passed_over(void **state)
{
    struct am_approver people[] = {person(SUE, AM_ROLE_SUPERVISOR, true, 3000),
                                   person(MAX, AM_ROLE_MANAGER, false, 90000)};
    struct am_approval approval = ask(4500);

    (void)state;
    assert_int_equal(am_approval_begin(&approval, &little, people, 2, &nothing, 0, WAIT), AM_APPROVAL_TO_ASK);
    assert_true(approval.whole);
    assert_int_equal(approval.level, AM_ROLE_MANAGER);
    people[1].away = true;
    approval = ask(4500);
    approval.answered_by = 99;
    assert_int_equal(am_approval_begin(&approval, &little, people, 2, &nothing, 7, WAIT), AM_APPROVAL_NOBODY);
    assert_int_equal(approval.answered_by, 0);
    assert_int_equal(approval.state, AM_APPROVAL_LAPSED);
    assert_int_equal(approval.answered_at_ms, 7);
    approval = ask(4500);
    assert_int_equal(am_approval_begin(&approval, &little, NULL, 0, &nothing, 7, WAIT), AM_APPROVAL_NOBODY);
}

static void who_is_alone_never_waits(void **state)
{
    const struct amends_authority all = {.currency = "EUR", .all = true};
    struct am_approval approval = ask(4500);

    (void)state;
    approval.due_at_ms = approval.answered_by = 99; /* whatever was in it */
    assert_int_equal(am_approval_begin(&approval, &all, NULL, 0, &nothing, 7, WAIT), AM_APPROVAL_BY_ONESELF);
    assert_int_equal(approval.due_at_ms, 0);
    assert_int_equal(approval.answered_at_ms, 7);
    assert_int_equal(approval.state, AM_APPROVAL_GRANTED);
    assert_int_equal(approval.granted_minor, 4500);
    assert_int_equal(approval.answered_by, ANNA);
    approval = ask(2000);
    assert_int_equal(am_approval_begin(&approval, &little, NULL, 0, &nothing, 7, WAIT),
                     AM_APPROVAL_BY_ONESELF);
    /* What was given counts here too. */
    const struct am_remedy gave = {
        .row = {.id = 1}, .remedy = AMENDS_REMEDY_REFUND, .amount_minor = 1, .currency = VIEW("EUR")};
    const struct am_approval_given given = {&gave, 1};
    approval = ask(2000);
    assert_int_equal(am_approval_begin(&approval, &little, NULL, 0, &given, 7, WAIT), AM_APPROVAL_NOBODY);
}

static void of_two_answers_the_first_holds(void **state)
{
    const struct am_approver sue = person(SUE, AM_ROLE_SUPERVISOR, true, 9000),
                             mia = person(MIA, AM_ROLE_MANAGER, false, 9000);
    const struct am_approval_answer yes = {.grant = true, .minor = -1, .percent_bp = -1},
                                    no = {.grant = false, .minor = -1, .percent_bp = -1},
                                    less = {.grant = true,
                                            .minor = 3000,
                                            .percent_bp = -1,
                                            .words = VIEW("thirty")};
    struct am_approval approval = ask(4500), before;

    (void)state;
    am_approval_begin(&approval, &little, &sue, 1, &nothing, 0, WAIT);
    assert_int_equal(am_approval_say(&approval, &mia, &less, &nothing, 50), AM_APPROVAL_TAKEN);
    assert_int_equal(approval.state, AM_APPROVAL_GRANTED);
    assert_int_equal(approval.granted_minor, 3000);
    assert_int_equal(approval.answered_by, MIA);
    assert_int_equal(approval.answered_at_ms, 50);
    before = approval;
    assert_int_equal(am_approval_say(&approval, &sue, &no, &nothing, 51), AM_APPROVAL_ANSWERED);
    assert_int_equal(am_approval_say(&approval, &sue, &less, &nothing, 51), AM_APPROVAL_ANSWERED);
    assert_int_equal(am_approval_say(&approval, &mia, &less, &nothing, 52), AM_APPROVAL_AGAIN);
    assert_int_equal(am_approval_say(&approval, &mia, &yes, &nothing, 53), AM_APPROVAL_ANSWERED);
    assert_int_equal(am_approval_withdraw(&approval, ANNA, 54), AM_APPROVAL_ANSWERED);
    assert_memory_equal(&approval, &before, sizeof before);
}

static void one_grants_what_one_may_give_oneself(void **state)
{
    const struct am_approver sue = person(SUE, AM_ROLE_SUPERVISOR, true, 4000),
                             mia = person(MIA, AM_ROLE_MANAGER, true, 5000),
                             anna = person(ANNA, AM_ROLE_SUPERVISOR, true, 9000),
                             max = person(MAX, AM_ROLE_ASSOCIATE, true, 9000),
                             owner = person(OWNER, AM_ROLE_ADMINISTRATOR, true, 9000);
    const struct am_remedy gave = {
        .row = {.id = 1}, .remedy = AMENDS_REMEDY_REFUND, .amount_minor = 1000, .currency = VIEW("EUR")};
    const struct am_approval_given given = {&gave, 1};
    struct am_approval_answer yes = {.grant = true, .minor = -1, .percent_bp = -1};
    struct am_approval approval = ask(4500);

    (void)state;
    am_approval_begin(&approval, &little, &mia, 1, &nothing, 0, WAIT);
    assert_int_equal(am_approval_say(&approval, &sue, &yes, &nothing, 1), AM_APPROVAL_BEYOND);
    assert_int_equal(am_approval_say(&approval, &anna, &yes, &nothing, 1), AM_APPROVAL_OWN);
    assert_int_equal(am_approval_say(&approval, &max, &yes, &nothing, 1), AM_APPROVAL_BEYOND);
    assert_int_equal(am_approval_say(&approval, &owner, &yes, &nothing, 1), AM_APPROVAL_BEYOND);
    assert_int_equal(am_approval_say(&approval, &mia, &yes, &given, 1), AM_APPROVAL_BEYOND);
    yes.minor = 0;
    assert_int_equal(am_approval_say(&approval, &mia, &yes, &nothing, 1), AM_APPROVAL_NO_AMOUNT);
    yes.minor = 5001;
    assert_int_equal(am_approval_say(&approval, &mia, &yes, &nothing, 1), AM_APPROVAL_BEYOND);
    const struct am_approval_answer no = {.minor = -1, .percent_bp = -1};
    assert_int_equal(am_approval_say(&approval, &sue, &no, &nothing, 1), AM_APPROVAL_BEYOND);
    /* Sue may not grant 45, but 40 is hers to give. */
    yes.minor = 4000;
    assert_int_equal(am_approval_say(&approval, &sue, &yes, &nothing, 1), AM_APPROVAL_TAKEN);
    approval = ask(4500);
    am_approval_begin(&approval, &little, &mia, 1, &nothing, 0, WAIT);
    yes.minor = 5000;
    assert_int_equal(am_approval_say(&approval, &mia, &yes, &nothing, 1), AM_APPROVAL_TAKEN);
    assert_int_equal(approval.granted_minor, 5000);
}

static void a_question_can_be_taken_back(void **state)
{
    const struct am_approver sue = person(SUE, AM_ROLE_SUPERVISOR, true, 9000);
    const struct am_approval_answer yes = {.grant = true, .minor = -1, .percent_bp = -1};
    struct am_approval approval = ask(4500);

    (void)state;
    am_approval_begin(&approval, &little, &sue, 1, &nothing, 0, WAIT);
    const struct am_approval_answer no = {.minor = -1, .percent_bp = -1, .words = VIEW("sorry")};
    struct am_approval declined = approval;
    assert_int_equal(am_approval_say(&declined, &sue, &no, &nothing, 4), AM_APPROVAL_TAKEN);
    assert_int_equal(declined.state, AM_APPROVAL_DECLINED);
    assert_int_equal(declined.answered_by, SUE);
    assert_int_equal(declined.answered_at_ms, 4);
    assert_int_equal(declined.answer.len_bytes, 5);
    assert_int_equal(am_approval_say(&declined, &sue, &no, &nothing, 5), AM_APPROVAL_AGAIN);
    /* A level that does not exist is the last. */
    declined = approval;
    declined.level = 77;
    assert_int_equal(am_approval_asked(&declined, &sue, 1, &nothing, NULL), 0);
    assert_int_equal(am_approval_tick(&declined, &sue, 1, &nothing, 2 * WAIT, WAIT), AM_APPROVAL_AT_END);
    assert_int_equal(am_approval_withdraw(&approval, SUE, 5), AM_APPROVAL_BEYOND);
    assert_int_equal(am_approval_withdraw(&approval, ANNA, 5), AM_APPROVAL_TAKEN);
    assert_int_equal(approval.state, AM_APPROVAL_WITHDRAWN);
    assert_int_equal(approval.answered_at_ms, 5);
    assert_int_equal(am_approval_withdraw(&approval, ANNA, 6), AM_APPROVAL_AGAIN);
    assert_int_equal(am_approval_say(&approval, &sue, &yes, &nothing, 6), AM_APPROVAL_GONE);
    approval.state = AM_APPROVAL_LAPSED;
    assert_int_equal(am_approval_withdraw(&approval, ANNA, 6), AM_APPROVAL_GONE);
    assert_int_equal(am_approval_say(&approval, &sue, &yes, &nothing, 6), AM_APPROVAL_GONE);
}

static void other_remedies_are_asked_for_too(void **state)
{
    struct am_approver sue = {.person = SUE,
                              .role = AM_ROLE_SUPERVISOR,
                              .here = true,
                              .authority = {.currency = "EUR",
                                            .discount_bp = 3000,
                                            .granted = AMENDS_BIT(AMENDS_REMEDY_UPGRADE),
                                            .named = AMENDS_BIT(AMENDS_REMEDY_UPGRADE)}};
    const struct am_approval_answer yes = {.grant = true, .minor = -1, .percent_bp = -1};
    struct am_approval approval = {
        .asked_by = ANNA, .remedy = AMENDS_REMEDY_DISCOUNT, .asked_minor = -1, .asked_percent_bp = 3000};

    (void)state;
    assert_int_equal(am_approval_begin(&approval, &little, &sue, 1, &nothing, 0, WAIT), AM_APPROVAL_TO_ASK);
    assert_int_equal(am_approval_say(&approval, &sue, &yes, &nothing, 6), AM_APPROVAL_TAKEN);
    assert_int_equal(approval.granted_percent_bp, 3000);
    approval = (struct am_approval){
        .asked_by = ANNA, .remedy = AMENDS_REMEDY_UPGRADE, .asked_minor = -1, .asked_percent_bp = -1};
    assert_int_equal(am_approval_begin(&approval, &little, &sue, 1, &nothing, 0, WAIT), AM_APPROVAL_TO_ASK);
    assert_int_equal(am_approval_say(&approval, &sue, &yes, &nothing, 6), AM_APPROVAL_TAKEN);
    /* A discount without a percentage is not one. */
    approval = (struct am_approval){
        .asked_by = ANNA, .remedy = AMENDS_REMEDY_DISCOUNT, .asked_minor = 500, .asked_percent_bp = -1};
    assert_int_equal(am_approval_say(&approval, &sue, &yes, &nothing, 6), AM_APPROVAL_NO_AMOUNT);
    const struct am_approval_answer zero = {.grant = true, .minor = -1, .percent_bp = 0};
    approval.asked_percent_bp = 1000;
    assert_int_equal(am_approval_say(&approval, &sue, &zero, &nothing, 6), AM_APPROVAL_NO_AMOUNT);
    /* How much is not known: whoever may give any of it is asked, and names the amount. */
    sue.authority.refund_minor = 100;
    approval = ask(-1);
    assert_int_equal(am_approval_begin(&approval, &little, &sue, 1, &nothing, 0, WAIT), AM_APPROVAL_TO_ASK);
    assert_int_equal(am_approval_say(&approval, &sue, &yes, &nothing, 6), AM_APPROVAL_NO_AMOUNT);
    assert_string_equal(am_approval_said_name(AM_APPROVAL_NO_AMOUNT), "no_amount");
    assert_string_equal(am_approval_said_name(AM_APPROVAL_SAID_COUNT), "?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_can_is_asked_this_site_first),
        cmocka_unit_test(levels_without_anybody_are_passed_over),
        cmocka_unit_test(who_is_alone_never_waits),
        cmocka_unit_test(of_two_answers_the_first_holds),
        cmocka_unit_test(one_grants_what_one_may_give_oneself),
        cmocka_unit_test(a_question_can_be_taken_back),
        cmocka_unit_test(other_remedies_are_asked_for_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
