/* What is stored about somebody: given to them, erased, kept no longer than it may be. */
#include "desk/cases/about.h"

#include <stdio.h>

#include "desk/cases/cases.h"
#include "desk/cases/customers.h"
#include "desk/cases/incidents.h"
#include "desk/cases/promises.h"
#include "desk/cases/retention.h"
#include "desk/people/people.h"
#include "desk/testing.h"

#define TEXT(text) am_view_of(text)
#define WORDS "Katariina"

/* Everything that holds the customer's words. */
struct trail {
    am_id customer, encounter, event, case_, promise, warning, incident, call, delivery, answer, debrief;
};

static am_id add(const struct am_record *record, void *row)
{
    shop_add(record, row);
    return ((struct am_row *)row)->id;
}

static am_id add_event(am_id encounter)
{
    struct am_encounter_event row;
    am_record_empty(&am_encounter_event_record, &row);
    row.encounter = encounter;
    row.person = shop.ann;
    row.key = TEXT("k1");
    row.number = 1;
    row.at_ms = shop.now_ms;
    row.event = TEXT("{\"text\":\"" WORDS " is angry\"}");
    row.card = TEXT("{\"say\":\"" WORDS "\"}");
    row.state = TEXT(WORDS " in bytes");
    return add(&am_encounter_event_record, &row);
}

static void end_encounter(am_id id)
{
    struct am_live_encounter row;
    shop_read(&am_live_encounter_record, id, &row);
    row.ended_at_ms = shop.now_ms;
    DO(shop.owner, am_doing_change(d, &am_live_encounter_record, &row, 0));
}

static void add_help(struct trail *trail)
{
    struct am_call call;
    struct am_delivery delivery;
    struct am_warning warning;
    am_record_empty(&am_call_record, &call);
    call.site = shop.site;
    call.encounter = trail->encounter;
    call.called_by = shop.ann;
    call.whom = AMENDS_LEVEL_SUPERVISOR;
    call.state = AM_CALL_ENDED;
    call.note = TEXT(WORDS " shouts");
    call.ended_at_ms = shop.now_ms;
    trail->call = add(&am_call_record, &call);
    am_record_empty(&am_delivery_record, &delivery);
    delivery.call = trail->call;
    delivery.way = AM_WAY_EMAIL;
    delivery.state = AM_DELIVERY_WAITING;
    delivery.body = TEXT("Come: " WORDS);
    delivery.trouble = TEXT("550 " WORDS);
    trail->delivery = add(&am_delivery_record, &delivery);
    am_record_empty(&am_warning_record, &warning);
    warning.site = shop.site;
    warning.encounter = trail->encounter;
    warning.person = shop.ann;
    warning.said = TEXT("Please, " WORDS);
    trail->warning = add(&am_warning_record, &warning);
}

static void add_papers(struct trail *trail)
{
    struct am_promise promise;
    struct am_incident incident;
    struct am_debrief debrief;
    struct am_answer answer;
    char id[AM_ID_TEXT_LEN + 1], body[80];
    am_record_empty(&am_promise_record, &promise);
    promise.case_ = trail->case_;
    promise.what = TEXT("Call " WORDS);
    DO(shop.ann, am_promise_make(d, &promise));
    trail->promise = promise.row.id;
    am_record_empty(&am_incident_record, &incident);
    incident.site = shop.site;
    incident.case_ = trail->case_;
    incident.harm = AM_HARM_NONE;
    incident.what = TEXT(WORDS " threw a can");
    DO(shop.ann, am_incident_report(d, &incident));
    trail->incident = incident.row.id;
    am_record_empty(&am_debrief_record, &debrief);
    debrief.person = shop.ann;
    debrief.encounter = trail->encounter;
    debrief.shared_with = shop.bob;
    debrief.shared = TEXT(WORDS " again");
    trail->debrief = add(&am_debrief_record, &debrief);
    am_id_write(trail->case_, id);
    snprintf(body, sizeof body, "{\"id\":\"%s\",\"subject\":\"" WORDS "\"}", id);
    am_record_empty(&am_answer_record, &answer);
    answer.person = shop.ann;
    answer.key = TEXT(id);
    answer.request_hash = TEXT("01234567890123456789012345678901");
    answer.body = TEXT(body);
    answer.status = 201;
    answer.ends_at_ms = shop.now_ms + DAY_MS;
    trail->answer = add(&am_answer_record, &answer);
}

static struct trail leave_trail(const char *contact)
{
    struct trail trail = {0};
    struct am_customer customer;
    struct am_case row;
    am_record_empty(&am_customer_record, &customer);
    customer.site = shop.site;
    customer.name = TEXT(WORDS);
    customer.contact = TEXT(contact);
    DO(shop.ann, am_customer_add(d, &customer));
    trail.customer = customer.row.id;
    trail.encounter = shop_encounter(shop.ann, trail.customer);
    trail.event = add_event(trail.encounter);
    am_record_empty(&am_case_record, &row);
    row.encounter = trail.encounter;
    row.subject = TEXT(WORDS "'s cake");
    row.happened = TEXT(WORDS " got another");
    DO(shop.ann, am_case_open(d, NULL, &row));
    trail.case_ = row.row.id;
    add_help(&trail);
    add_papers(&trail);
    return trail;
}

/* How many records of the organisation hold the words somewhere. */
static size_t records_with_words(void)
{
    size_t kinds = 0, found = 0;
    const struct am_record *const *all = am_records(&kinds);
    for (size_t i = 0; i < kinds; i++) {
        void *rows = NULL;
        size_t count = 0;
        DO(shop.owner, am_doing_few(d, all[i], NULL, 0, &rows, &count));
        for (size_t k = 0; k < count; k++) {
            bool holds = false;
            for (size_t f = 0; f < all[i]->field_count; f++) {
                const struct am_field *field = &all[i]->fields[f];
                const void *at = am_field_of(field, (char *)rows + k * all[i]->size);
                if (field->kind == AM_FIELD_TEXT || field->kind == AM_FIELD_BYTES ||
                    field->kind == AM_FIELD_JSON) {
                    const struct amends_view *view = at;
                    holds = holds || (view->len_bytes > 0 &&
                                      memmem(view->bytes, view->len_bytes, WORDS, strlen(WORDS)) != NULL);
                }
            }
            found += holds;
        }
    }
    return found;
}

struct bag {
    size_t count;
    am_id ids[200];
    bool foreign, secret;
};

static bool put(struct am_doing *doing, const struct am_record *record, void *row, void *context)
{
    struct bag *bag = context;
    assert_true(bag->count < 200);
    bag->foreign = bag->foreign || ((struct am_row *)row)->org != doing->actor->org;
    for (size_t i = 0; i < record->field_count; i++)
        if ((record->fields[i].flags & AM_FIELD_SECRET) != 0 && record->fields[i].kind != AM_FIELD_FLAG)
            bag->secret = bag->secret ||
                          ((const struct amends_view *)am_field_of(&record->fields[i], row))->len_bytes > 0;
    bag->ids[bag->count++] = ((struct am_row *)row)->id;
    return true;
}

static bool in(const struct bag *bag, am_id id)
{
    size_t times = 0;
    for (size_t i = 0; i < bag->count; i++)
        times += bag->ids[i] == id;
    assert_true(times <= 1);
    return times == 1;
}

static void an_export_holds_all_of_it(void **state)
{
    (void)state;
    const struct trail trail = leave_trail("k@example.org"), other = leave_trail("other@example.org");
    struct bag bag = {0};
    /* What was promised to another customer in this case is the other's. */
    struct am_promise theirs;
    am_record_empty(&am_promise_record, &theirs);
    theirs.case_ = trail.case_;
    theirs.customer = other.customer;
    theirs.what = TEXT("A cake for " WORDS);
    DO(shop.ann, am_promise_make(d, &theirs));
    NOT(shop.sue, AM_REFUSED_FORBIDDEN, "forbidden", am_customer_export(d, trail.customer, put, &bag));
    NOT_THERE(am_customer_export(d, trail.customer, put, &bag));
    bag = (struct bag){0};
    DO(shop.max, am_customer_export(d, trail.customer, put, &bag));
    assert_true(in(&bag, trail.customer) && in(&bag, trail.encounter) && in(&bag, trail.event) &&
                in(&bag, trail.case_) && in(&bag, trail.promise) && in(&bag, trail.warning) &&
                in(&bag, trail.incident) && in(&bag, trail.call) && in(&bag, trail.delivery));
    assert_false(in(&bag, other.customer) || in(&bag, other.event) || in(&bag, other.delivery));
    assert_false(in(&bag, theirs.row.id));
    assert_false(in(&bag, trail.debrief) || in(&bag, trail.answer) || bag.secret || bag.foreign);
    assert_int_equal(shop_logged("customer.exported"), 1);
    end_encounter(trail.encounter);
    end_encounter(other.encounter);
    size_t cleared = 0;
    DO(shop.max, am_customer_erase(d, trail.customer, &cleared));
    DO(shop.max, am_customer_erase(d, other.customer, &cleared));
}

static void erased_everywhere(void **state)
{
    (void)state;
    assert_int_equal(records_with_words(), 0);
    const struct trail trail = leave_trail("k2@example.org");
    size_t cleared = 0;
    assert_int_equal(records_with_words(), 10);
    NOT(shop.sue, AM_REFUSED_FORBIDDEN, "forbidden", am_customer_erase(d, trail.customer, &cleared));
    NOT_THERE(am_customer_erase(d, trail.customer, &cleared));
    NOT(shop.max, AM_REFUSED_STATE, "encounter-live", am_customer_erase(d, trail.customer, &cleared));
    end_encounter(trail.encounter);
    NOT(shop.max, AM_REFUSED_FORBIDDEN, "forbidden",
        am_hold_set(d, &am_incident_record, trail.incident, true));
    DO(shop.owner, am_hold_set(d, &am_incident_record, trail.incident, true));
    NOT(shop.max, AM_REFUSED_STATE, "legal-hold", am_customer_erase(d, trail.customer, &cleared));
    assert_int_equal(records_with_words(), 10);
    DO(shop.owner, am_hold_set(d, &am_incident_record, trail.incident, false));
    DO(shop.max, am_customer_erase(d, trail.customer, &cleared));
    assert_int_equal(records_with_words(), 0);
    /* What waited goes nowhere; counts and times stay. */
    struct am_delivery delivery;
    struct am_case row;
    struct am_customer customer;
    shop_read(&am_delivery_record, trail.delivery, &delivery);
    assert_int_equal(delivery.state, AM_DELIVERY_TOO_LATE);
    shop_read(&am_case_record, trail.case_, &row);
    assert_true(row.number > 0 && row.received_at_ms > 0 && row.site == shop.site);
    shop_read(&am_customer_record, trail.customer, &customer);
    assert_int_equal(customer.erased_at_ms, shop.now_ms);
    NOT(shop.ann, AM_REFUSED_STATE, "erased", am_customer_change(d, trail.customer, &customer, 0, &customer));
    NOT(shop.owner, AM_REFUSED_STATE, "no-hold", am_hold_set(d, &am_promise_record, trail.promise, true));
}

static size_t sweep(enum am_retained kind)
{
    struct am_sweep sweep = {0};
    size_t all = 0;
    for (int i = 0; i < 100 && !sweep.done; i++) {
        DO(0, am_retention_step(d, kind, 3, &sweep));
        all += sweep.cleared + sweep.removed;
    }
    assert_true(sweep.done);
    return all;
}

static void set_retention(am_id site, const char *json)
{
    struct am_site wanted, row;
    shop_read(&am_site_record, site, &wanted);
    wanted.retention = TEXT(json);
    DO(shop.owner, am_site_change(d, site, &wanted, 0, &row));
}

static void close_case(am_id id)
{
    struct am_case row;
    DO(shop.ann, am_case_close(d, id, 0, TEXT("A mix-up of cakes"), AMENDS_OUTCOME_SATISFIED, &row));
}

static void kept_no_longer_than_it_may_be(void **state)
{
    (void)state;
    const struct trail trail = leave_trail("k3@example.org"), held = leave_trail("k4@example.org");
    end_encounter(trail.encounter);
    end_encounter(held.encounter);
    close_case(trail.case_);
    close_case(held.case_);
    DO(shop.owner, am_hold_set(d, &am_case_record, held.case_, true));
    assert_int_equal(sweep(AM_RETAINED_EVENT), 0);
    shop.now_ms += 91 * DAY_MS;
    /* By site: longer here. */
    set_retention(shop.site, "{\"event\":100}");
    assert_int_equal(sweep(AM_RETAINED_EVENT), 0);
    set_retention(shop.site, "{\"event\":0}");
    assert_int_equal(sweep(AM_RETAINED_EVENT), 0);
    set_retention(shop.site, "");
    const int64_t logged = shop_logged("retention.swept");
    assert_true(sweep(AM_RETAINED_EVENT) >= 1);
    assert_true(shop_logged("retention.swept") > logged);
    struct am_encounter_event event;
    struct am_case row;
    NOT(shop.owner, AM_REFUSED_NONE, "not-found",
        am_doing_read(d, &am_encounter_event_record, trail.event, &event));
    shop_read(&am_encounter_event_record, held.event, &event); /* a hold on its case */
    assert_true(sweep(AM_RETAINED_NOTICE) > 10);
    assert_true(sweep(AM_RETAINED_ANSWER) >= 2);
    shop.now_ms += 1100 * DAY_MS;
    assert_int_equal(sweep(AM_RETAINED_CASE), 1);
    assert_int_equal(sweep(AM_RETAINED_CASE), 0);
    shop_read(&am_case_record, trail.case_, &row);
    assert_true(am_view_same(row.subject, TEXT(AM_ERASED_TEXT)));
    assert_int_equal(row.outcome, AMENDS_OUTCOME_SATISFIED);
    assert_int_equal(row.customer, trail.customer); /* its incident still holds words of theirs */
    shop_read(&am_case_record, held.case_, &row);
    assert_true(am_view_same(row.subject, TEXT(WORDS "'s cake")));
    assert_int_equal(sweep(AM_RETAINED_CUSTOMER), 1);
    assert_int_equal(sweep(AM_RETAINED_INCIDENT), 0); /* not settled */
    DO(shop.owner, am_hold_set(d, &am_case_record, held.case_, false));
    assert_int_equal(sweep(AM_RETAINED_CASE), 1);
    assert_int_equal(sweep(AM_RETAINED_CUSTOMER), 1);
    /* Every kind has its turn, and comes to an end; none is written twice. */
    for (int kind = 0; kind < AM_RETAINED_COUNT; kind++)
        sweep((enum am_retained)kind);
    for (int kind = 0; kind < AM_RETAINED_COUNT; kind++)
        if (kind != AM_RETAINED_NOTICE)
            assert_int_equal(sweep((enum am_retained)kind), 0);
}

static void all_that_holds_words_ends(void **state)
{
    (void)state;
    /* A record that holds a customer's words and has no end would be kept for ever. */
    size_t kinds = 0;
    const struct am_record *const *all = am_records(&kinds);
    for (size_t i = 0; i < kinds; i++)
        for (size_t f = 0; f < all[i]->field_count; f++)
            if ((all[i]->fields[f].flags & AM_FIELD_PERSONAL) != 0)
                assert_true(am_retained_find(TEXT(all[i]->name)) >= 0);
}

static void staff_see_what_is_stored_about_them(void **state)
{
    (void)state;
    struct bag bag = {0};
    struct am_met met;
    am_record_empty(&am_met_record, &met);
    met.person = shop.bob;
    met.site = shop.site;
    met.signal = AMENDS_SIGNAL_INSULT;
    shop_add(&am_met_record, &met);
    DO(shop.bob, am_person_walk(d, shop.bob, put, &bag));
    assert_true(in(&bag, shop.bob) && in(&bag, met.row.id));
    assert_false(bag.secret || bag.foreign || in(&bag, shop.ann));
    NOT(shop.max, AM_REFUSED_FORBIDDEN, "forbidden", am_person_walk(d, shop.bob, put, &bag));
    NOT_THERE(am_person_walk(d, shop.bob, put, &bag));
    /* Debriefs are shown to nobody else, and shared ones to whom they are shared with. */
    struct am_debrief debrief;
    am_record_empty(&am_debrief_record, &debrief);
    debrief.person = shop.bob;
    const am_id id = add(&am_debrief_record, &debrief);
    bag = (struct bag){0};
    DO(shop.owner, am_person_walk(d, shop.bob, put, &bag));
    assert_false(in(&bag, id));
    bag = (struct bag){0};
    DO(shop.bob, am_person_walk(d, shop.bob, put, &bag));
    assert_true(in(&bag, id));
}

static int tests(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(an_export_holds_all_of_it),           cmocka_unit_test(erased_everywhere),
        cmocka_unit_test(kept_no_longer_than_it_may_be),       cmocka_unit_test(all_that_holds_words_ends),
        cmocka_unit_test(staff_see_what_is_stored_about_them),
    };
    return cmocka_run_group_tests(all, shop_open, shop_close);
}

int main(int argc, char *argv[])
{
    return shop_main(argc, argv, tests);
}
