/* Promises, customers, refusals of service, incidents. */
#include "desk/cases/cases.h"
#include "desk/cases/customers.h"
#include "desk/cases/incidents.h"
#include "desk/cases/promises.h"
#include "desk/cases/refusals.h"
#include "desk/people/people.h"
#include "desk/testing.h"

#define TEXT(text) am_view_of(text)

/* A case of another site. */
static am_id case_in_turku(void)
{
    struct am_case row;
    am_record_empty(&am_case_record, &row);
    row.site = shop.branch;
    row.subject = am_view_of("In Turku");
    DO(shop.tea, am_case_open(d, NULL, &row));
    return row.row.id;
}

static struct am_customer customer_of(const char *name, const char *contact)
{
    struct am_customer row;
    am_record_empty(&am_customer_record, &row);
    row.site = shop.site;
    row.name = TEXT(name);
    row.contact = TEXT(contact);
    return row;
}

static am_id add_customer(const char *name, const char *contact)
{
    struct am_customer row = customer_of(name, contact);
    DO(shop.ann, am_customer_add(d, &row));
    return row.row.id;
}

static void customers_are_found_by_contact(void **state)
{
    (void)state;
    const am_id telephone = add_customer("Aino", " +358 (40) 123-4567 "),
                mail = add_customer("Bo", "Bo@Example.COM");
    struct am_customer *rows, row;
    size_t count = 0;
    DO(shop.bob, am_customer_find(d, TEXT("+358 40 1234567"), &rows, &count));
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].row.id, telephone);
    DO(shop.bob, am_customer_find(d, TEXT("bo@example.com"), &rows, &count));
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].row.id, mail);
    DO(shop.tea, am_customer_find(d, TEXT("bo@example.com"), &rows, &count));
    assert_int_equal(count, 0);
    row = customer_of("Bo again", "BO@example.com");
    NOT(shop.ann, AM_REFUSED_STATE, "customer-known", am_customer_add(d, &row));
    row = customer_of("", "  ");
    NOT(shop.ann, AM_REFUSED_FIELD, "invalid-field", am_customer_add(d, &row));
    row = customer_of("Far", "far");
    NOT(shop.tea, AM_REFUSED_FORBIDDEN, "forbidden", am_customer_add(d, &row));
    NOT(shop.ann, AM_REFUSED_FIELD, "invalid-field", am_customer_find(d, TEXT(" "), &rows, &count));
    struct am_customer wanted = customer_of("Bo B.", "+358401234567");
    NOT(shop.ann, AM_REFUSED_STATE, "customer-known", am_customer_change(d, mail, &wanted, 0, &row));
    wanted.contact = TEXT("bo@example.com");
    DO(shop.ann, am_customer_change(d, mail, &wanted, 0, &row));
    NOT_THERE(am_customer_change(d, mail, &wanted, 0, &row));
    struct am_doing *d = shop_as(&stranger, stranger.owner);
    assert_true(shop_done(am_customer_find(d, TEXT("bo@example.com"), &rows, &count)));
    assert_int_equal(count, 0);
}

static struct am_promise promise_of(am_id customer, int64_t due_at_ms)
{
    struct am_promise row;
    am_record_empty(&am_promise_record, &row);
    row.site = shop.site;
    row.customer = customer;
    row.what = TEXT("The bread they like is kept for them");
    row.due_at_ms = due_at_ms;
    return row;
}

static void promises_are_kept(void **state)
{
    (void)state;
    struct am_promise row = promise_of(0, shop.now_ms + DAY_MS), at;
    size_t count = 0;
    DO(shop.ann, am_promise_make(d, &row));
    assert_int_equal(row.owner, shop.ann);
    DO(shop.ann, am_promise_hand_over(d, row.row.id, shop.bob, 0, &at));
    assert_int_equal(at.handed_over_by, shop.ann);
    assert_int_equal(shop_notices("promise.handed_over", shop.bob), 1);
    NOT(shop.ann, AM_REFUSED_FIELD, "invalid-field", am_promise_hand_over(d, row.row.id, shop.tea, 0, &at));
    assert_field("owner");
    NOT(shop.ann, AM_REFUSED_FIELD, "invalid-field", am_promise_hand_over(d, row.row.id, 1, 0, &at));
    /* Reminded of some hours before, and once more when it is due; not each minute. */
    DO(0, am_promises_remind(d, 100, &count));
    assert_int_equal(count, 0);
    shop.now_ms += DAY_MS - AM_PROMISE_REMIND_MS;
    DO(0, am_promises_remind(d, 100, &count));
    assert_int_equal(count, 1);
    assert_int_equal(shop_notices("promise.soon", shop.bob), 1);
    DO(0, am_promises_remind(d, 100, &count));
    assert_int_equal(count, 0);
    shop.now_ms += AM_PROMISE_REMIND_MS;
    DO(0, am_promises_remind(d, 100, &count));
    assert_int_equal(count, 1);
    assert_int_equal(shop_notices("promise.due", shop.bob), 1);
    shop.now_ms += HOUR_MS;
    DO(0, am_promises_remind(d, 100, &count));
    assert_int_equal(count, 0);
    NOT(shop.tea, AM_REFUSED_FORBIDDEN, "forbidden", am_promise_keep(d, row.row.id, 0, &at));
    NOT(shop.bob, AM_REFUSED_CHANGED, "changed", am_promise_keep(d, row.row.id, 1, &at));
    DO(shop.bob, am_promise_keep(d, row.row.id, 0, &at));
    assert_int_equal(at.settled_at_ms, shop.now_ms);
    NOT(shop.bob, AM_REFUSED_STATE, "settled", am_promise_break(d, row.row.id, 0, &at));
    NOT_THERE(am_promise_break(d, row.row.id, 0, &at));
}

static void bad_promises(void **state)
{
    (void)state;
    struct am_promise row = promise_of(0, shop.now_ms - 1);
    NOT(shop.ann, AM_REFUSED_FIELD, "invalid-field", am_promise_make(d, &row));
    assert_field("due_at_ms");
    row = promise_of(31337, 0);
    NOT(shop.ann, AM_REFUSED_FIELD, "invalid-field", am_promise_make(d, &row));
    row = promise_of(0, 0);
    row.what = TEXT("   ");
    NOT(shop.ann, AM_REFUSED_FIELD, "field", am_promise_make(d, &row));
    row = promise_of(0, 0);
    row.site = 0;
    NOT(shop.ann, AM_REFUSED_FIELD, "invalid-field", am_promise_make(d, &row));
    row = promise_of(0, 0);
    row.site = shop.branch;
    NOT(shop.ann, AM_REFUSED_FORBIDDEN, "forbidden", am_promise_make(d, &row));
}

static void at_the_next_visit(void **state)
{
    (void)state;
    const am_id customer = add_customer("Cecilia", "c@example.org");
    struct am_promise row = promise_of(customer, 0), *waiting;
    struct am_customer at;
    size_t count = 0;
    DO(shop.ann, am_promise_make(d, &row));
    DO(shop.ann, am_promises_waiting(d, customer, &waiting, &count));
    assert_int_equal(count, 1);
    DO(shop.bob, am_customer_visit(d, customer, 0, &at));
    assert_int_equal(shop_notices("promise.visit", shop.ann), 1);
    NOT(shop.bob, AM_REFUSED_FIELD, "invalid-field",
        am_customer_visit(d, customer, shop.now_ms + DAY_MS, &at));
    /* Came back or not. */
    struct am_case row2;
    enum am_came_back came;
    am_record_empty(&am_case_record, &row2);
    row2.site = shop.site;
    row2.customer = customer;
    row2.subject = TEXT("Stale bread");
    DO(shop.ann, am_case_open(d, NULL, &row2));
    DO(shop.ann, am_case_came_back(d, row2.row.id, &came));
    assert_int_equal(came, AM_CAME_NOT_KNOWN);
    const am_id id = row2.row.id;
    DO(shop.ann, am_case_respond(d, id, 0, &row2));
    DO(shop.ann, am_case_came_back(d, id, &came));
    assert_int_equal(came, AM_CAME_NOT_YET);
    shop.now_ms += DAY_MS;
    DO(shop.bob, am_customer_visit(d, customer, 0, &at));
    DO(shop.ann, am_case_came_back(d, id, &came));
    assert_int_equal(came, AM_CAME_BACK);
}

static void a_refusal_is_looked_at_first(void **state)
{
    (void)state;
    struct am_customer good = customer_of("Dan", "dan@example.org");
    good.yearly_minor = 36500;
    good.currency = TEXT("EUR");
    good.visits_yearly = 73;
    DO(shop.ann, am_customer_add(d, &good));
    const am_id customer = good.row.id;
    const struct am_refusal_question question = {.customer = customer, .site = shop.site};
    struct am_refusal_shown shown;
    NOT(shop.ann, AM_REFUSED_FORBIDDEN, "forbidden", am_refusal_look(d, &question, &shown));
    DO(shop.sue, am_refusal_look(d, &question, &shown));
    assert_int_equal(shown.ground, AM_REFUSAL_ON_NOTHING);
    assert_int_equal(shown.cost_minor, 9000);
    /* Meanwhile a warning was said: what was shown is no more what it stands on. */
    struct am_warning warning;
    am_record_empty(&am_warning_record, &warning);
    warning.site = shop.site;
    warning.customer = customer;
    warning.person = shop.ann;
    shop_add(&am_warning_record, &warning);
    struct am_refusal row, at, *holding;
    size_t count = 0;
    am_record_empty(&am_refusal_record, &row);
    row.customer = customer;
    row.site = shop.site;
    row.reason = TEXT("Insulted Ann twice");
    struct am_refusal again = row;
    again.case_ = case_in_turku();
    NOT(shop.sue, AM_REFUSED_FIELD, "invalid-field", am_refusal_decide(d, 0, AM_REFUSAL_ON_WARNING, &again));
    assert_field("case");
    again.case_ = 0;
    NOT(shop.sue, AM_REFUSED_STATE, "look-again", am_refusal_decide(d, 0, AM_REFUSAL_ON_NOTHING, &again));
    DO(shop.sue, am_refusal_decide(d, 0, AM_REFUSAL_ON_WARNING, &row));
    assert_int_equal(row.warning, warning.row.id);
    assert_int_equal(row.until_ms, shop.now_ms + 90 * DAY_MS);
    assert_non_null(strstr(row.shown.bytes, "\"cost\":90.00"));
    DO(shop.ann, am_refusals_holding(d, customer, shop.site, &holding, &count));
    assert_int_equal(count, 1);
    DO(shop.ann, am_refusals_holding(d, customer, shop.branch, &holding, &count));
    assert_int_equal(count, 0);
    NOT(shop.max, AM_REFUSED_STATE, "no-appeal", am_refusal_answer(d, row.row.id, true, TEXT("Yes"), &at));
    NOT(shop.ann, AM_REFUSED_FIELD, "invalid-field", am_refusal_appeal(d, row.row.id, TEXT(" "), &at));
    DO(shop.ann, am_refusal_appeal(d, row.row.id, TEXT("I had a bad day"), &at));
    NOT(shop.ann, AM_REFUSED_STATE, "appealed", am_refusal_appeal(d, row.row.id, TEXT("Again"), &at));
    NOT(shop.sue, AM_REFUSED_FORBIDDEN, "own-decision",
        am_refusal_answer(d, row.row.id, true, TEXT("Yes"), &at));
    DO(shop.max, am_refusal_answer(d, row.row.id, false, TEXT("It was the second time"), &at));
    assert_int_equal(at.answered_by, shop.max);
    NOT(shop.max, AM_REFUSED_STATE, "answered",
        am_refusal_answer(d, row.row.id, true, TEXT("After all"), &at));
    NOT_THERE(am_refusal_lift(d, row.row.id, &at));
    /* It ends by itself. */
    shop.now_ms += 90 * DAY_MS;
    DO(shop.ann, am_refusals_holding(d, customer, shop.site, &holding, &count));
    assert_int_equal(count, 0);
    NOT(shop.max, AM_REFUSED_STATE, "ended", am_refusal_lift(d, row.row.id, &at));
}

/* A threat was met in it, and security came: bob. */
static void add_threat(am_id encounter)
{
    struct am_met met;
    struct am_call call;
    am_record_empty(&am_met_record, &met);
    met.person = shop.ann;
    met.site = shop.site;
    met.encounter = encounter;
    met.signal = AMENDS_SIGNAL_THREAT;
    shop_add(&am_met_record, &met);
    am_record_empty(&am_call_record, &call);
    call.site = shop.site;
    call.encounter = encounter;
    call.called_by = shop.ann;
    call.whom = AMENDS_LEVEL_SECURITY;
    call.state = AM_CALL_ARRIVED;
    call.answered_by = shop.bob;
    call.arrived_at_ms = shop.now_ms;
    shop_add(&am_call_record, &call);
}

static void an_incident_is_filled_in(void **state)
{
    (void)state;
    const am_id encounter = shop_encounter(shop.ann, 0);
    struct am_incident row, at;
    add_threat(encounter);
    DO(shop.ann, am_incident_prefill(d, NULL, encounter, &row));
    assert_int_equal(row.harm, AM_HARM_THREAT);
    assert_true(am_view_same(row.there, TEXT("ann, bob")));
    assert_true(am_view_same(row.called, TEXT("security (came)")));
    struct am_person ann, changed;
    shop_read(&am_person_record, shop.ann, &ann);
    ann.lang = TEXT("fi");
    DO(shop.ann, am_person_change(d, shop.ann, &ann, 0, &changed));
    DO(shop.ann, am_incident_prefill(d, NULL, encounter, &row));
    assert_true(am_view_same(row.called, TEXT("vartija (tuli paikalle)")));
    row.what = TEXT("He raised a bottle");
    row.reference = TEXT("5500/R/12");
    DO(shop.ann, am_incident_report(d, &row));
    assert_int_equal(row.number, 1);
    const am_id id = row.row.id;
    struct am_incident wanted = row;
    wanted.there = TEXT("ann, bob, two customers");
    DO(shop.ann, am_incident_change(d, id, &wanted, 0, &at));
    wanted = at;
    wanted.case_ = case_in_turku();
    NOT(shop.ann, AM_REFUSED_FIELD, "invalid-field", am_incident_change(d, id, &wanted, 0, &at));
    assert_field("case");
    wanted.case_ = 0;
    NOT(shop.bob, AM_REFUSED_FORBIDDEN, "forbidden", am_incident_see(d, id, &at));
    NOT(shop.ann, AM_REFUSED_FORBIDDEN, "forbidden", am_incident_follow(d, id, TEXT("x"), true, 0, &at));
    DO(shop.sue, am_incident_follow(d, id, TEXT("Reported to the police"), true, 0, &at));
    DO(shop.ann, am_incident_see(d, id, &at));
    assert_true(am_view_same(at.followed, TEXT("Reported to the police")));
    assert_int_equal(shop_notices("incident.followed", shop.ann), 1);
    NOT(shop.ann, AM_REFUSED_STATE, "settled", am_incident_change(d, id, &wanted, 0, &at));
    NOT_THERE(am_incident_see(d, id, &at));
    am_record_empty(&am_incident_record, &row);
    row.site = shop.site;
    row.harm = AM_HARM_NONE;
    NOT(shop.ann, AM_REFUSED_FIELD, "field", am_incident_report(d, &row));
    /* With a report behind it, a refusal stands on danger. */
    const am_id customer = add_customer("Egon", "e@example.org");
    const struct am_refusal_question question = {
        .customer = customer, .site = shop.site, .encounter = encounter};
    struct am_refusal_shown shown;
    DO(shop.sue, am_refusal_look(d, &question, &shown));
    assert_int_equal(shown.ground, AM_REFUSAL_ON_DANGER);
}

static int tests(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(customers_are_found_by_contact),
        cmocka_unit_test(promises_are_kept),
        cmocka_unit_test(bad_promises),
        cmocka_unit_test(at_the_next_visit),
        cmocka_unit_test(a_refusal_is_looked_at_first),
        cmocka_unit_test(an_incident_is_filled_in),
    };
    return cmocka_run_group_tests(all, shop_open, shop_close);
}

int main(int argc, char *argv[])
{
    return shop_main(argc, argv, tests);
}
