/* Encounters on the real store: opened, told, taken back, ended. */
#include "desk/encounter/shop_test.h"

#include <stdio.h>
#include <stdlib.h>

static struct shop shop;

/* ---- Opening. */

static void the_start_is_filled_from_the_shop(void **state)
{
    (void)state;
    shop_grant(&shop, ANNA, 2550);
    struct am_encounter_opened alone = shop_encounter(&shop, ANNA, 0);
    assert_true(holds(alone.encounter.start, "\"refund\": 25.50"));
    assert_true(holds(alone.encounter.start, "\"currency\": \"EUR\""));
    assert_true(holds(alone.encounter.start, "\"emergency_number\": \"112\""));
    assert_true(holds(alone.encounter.start, "\"security_on_site\": true"));
    assert_true(holds(alone.encounter.start, "\"supervisor\": false"));
    assert_true(holds(alone.encounter.start, "\"colleague\": false"));
    assert_int_equal(alone.start.number, 1);
    assert_true(holds(alone.start.card, "\"n\": 1"));
    assert_true(holds(alone.start.card, "\"contract\": 1"));

    shop_sign_in(&shop, BORIS);
    struct am_encounter_opened with_colleague = shop_encounter(&shop, ANNA, 0);
    assert_true(holds(with_colleague.encounter.start, "\"colleague\": true"));
    assert_true(holds(with_colleague.encounter.start, "\"supervisor\": false"));

    shop_sign_in(&shop, CHEN);
    shop_grant(&shop, CHEN, 10000);
    struct am_encounter_opened with_supervisor = shop_encounter(&shop, ANNA, 0);
    assert_true(holds(with_supervisor.encounter.start, "\"supervisor\": true"));
    assert_true(holds(with_supervisor.encounter.start,
                      "\"supervisor_authority\": {\"currency\": \"EUR\", \"refund\": 100}"));
}

static void what_waits_for_a_customer_opens_with_it(void **state)
{
    (void)state;
    struct am_promise promise;
    am_record_empty(&am_promise_record, &promise);
    promise.site = shop.site;
    promise.customer = shop.customer;
    promise.owner = shop.people[BORIS];
    promise.what = view_of("a new bag");
    promise.state = AM_PROMISE_OPEN;
    shop_add(&shop, &am_promise_record, &promise);
    promise.state = AM_PROMISE_KEPT;
    shop_add(&shop, &am_promise_record, &promise);

    struct am_refusal refusal;
    am_record_empty(&am_refusal_record, &refusal);
    refusal.customer = shop.customer;
    refusal.decided_by = shop.people[CHEN];
    refusal.reason = view_of("abuse");
    refusal.until_ms = shop.now_ms + 100000;
    shop_add(&shop, &am_refusal_record, &refusal);
    refusal.until_ms = shop.now_ms - 1;
    shop_add(&shop, &am_refusal_record, &refusal);
    refusal.until_ms = shop.now_ms + 100000;
    refusal.site = shop.elsewhere;
    shop_add(&shop, &am_refusal_record, &refusal);

    struct am_encounter_opened opened = shop_encounter(&shop, ANNA, shop.customer);
    assert_int_equal(opened.promise_count, 1);
    assert_view(opened.promises[0].what, "a new bag");
    assert_int_equal(opened.refusal_count, 1);
    struct am_encounter_opened unknown = shop_encounter(&shop, ANNA, 0);
    assert_int_equal(unknown.promise_count + unknown.refusal_count, 0);
}

static bool open_elsewhere(struct am_doing *doing, void *context)
{
    struct am_encounter_opening opening = {.site = *(am_id *)context, .lang = -1, .ui_lang = -1};
    struct am_encounter_opened out;
    return am_encounter_open(doing, &opening, &out);
}

static void nobody_opens_where_they_do_not_work(void **state)
{
    (void)state;
    am_id none = 12345;
    assert_int_equal(shop_do(&shop, ANNA, open_elsewhere, &shop.elsewhere), AM_KEPT_REFUSED);
    assert_int_equal(shop.refused.kind, AM_REFUSED_FORBIDDEN);
    assert_int_equal(shop_do(&shop, ANNA, open_elsewhere, &none), AM_KEPT_REFUSED);
    assert_int_equal(shop.refused.kind, AM_REFUSED_NONE);
    assert_int_equal(shop_count(&shop, &am_live_encounter_record), 0);
}

static void what_the_desk_writes_the_coach_reads(void **state)
{
    (void)state;
    struct am_arena *arena = &shop.arena;
    struct amends_event event = {.kind = AMENDS_EVENT_START}, seen = {0};
    struct am_coach_fault fault;
    amends_start_defaults(&event.start);
    event.start.ui_lang = 1;
    event.start.channel = AMENDS_CHANNEL_PHONE;
    event.start.formal = event.start.supervisor_authority_named = true;
    event.start.supervisor = false;
    strcpy(event.start.emergency_number, "112");
    event.start.authority = (struct amends_authority){.currency = "EUR",
                                                      .named = 0xffff,
                                                      .granted = 1u << AMENDS_REMEDY_REPAIR,
                                                      .discount_bp = 1250,
                                                      .refund_minor = 1999};
    event.start.authority.named = (1u << AMENDS_REMEDY_COUNT) - 1;
    event.start.supervisor_authority = (struct amends_authority){.currency = "EUR", .all = true};
    struct amends_view json = shop.words.write_event(shop.words.context, arena, &event);
    assert_true(shop.words.read_event(shop.words.context, arena, json, "", &seen, &fault));
    assert_int_equal(seen.start.lang, -1);
    assert_int_equal(seen.start.ui_lang, 1);
    assert_int_equal(seen.start.channel, AMENDS_CHANNEL_PHONE);
    assert_true(seen.start.formal && seen.start.supervisor_authority_named && seen.start.colleague);
    assert_false(seen.start.supervisor || seen.start.security_on_site);
    assert_string_equal(seen.start.emergency_number, "112");
    assert_memory_equal(&seen.start.authority, &event.start.authority, sizeof seen.start.authority);
    assert_true(seen.start.supervisor_authority.all);
    event = (struct amends_event){.kind = AMENDS_EVENT_SAID};
    assert_int_equal(shop.words.write_event(shop.words.context, arena, &event).len_bytes, 0);
}

/* ---- Events. */

static void an_event_is_answered_once(void **state)
{
    (void)state;
    am_id id = shop_encounter(&shop, ANNA, 0).encounter.row.id;
    struct am_event_out first = shop_say(&shop, id, "a", "customer", "This is broken, I want my money back!");
    assert_false(first.twice);
    assert_true(holds(first.event.card, "\"demand\""));
    struct am_event_out again = shop_say(&shop, id, "a", "customer", "This is broken, I want my money back!");
    assert_true(again.twice);
    assert_int_equal(again.event.row.id, first.event.row.id);
    assert_int_equal(again.event.card.len_bytes, first.event.card.len_bytes);
    assert_memory_equal(again.event.card.bytes, first.event.card.bytes, first.event.card.len_bytes);
    assert_int_equal(shop_count(&shop, &am_encounter_event_record), 2);

    const struct am_event_in other = {view_of("a"), 0, view_of("{\"observed\": \"left\"}")};
    const struct am_events_in in = {.encounter = id, .events = &other, .count = 1};
    struct am_events_out out;
    assert_int_equal(shop_take(&shop, ANNA, &in, &out), AM_KEPT_REFUSED);
    assert_string_equal(shop.refused.type, "key-used");

    const struct am_event_in twins[] = {{view_of("t"), 0, view_of("{\"observed\": \"scene\"}")},
                                        {view_of("t"), 0, view_of("{\"observed\": \"scene\"}")}};
    const struct am_events_in both = {.encounter = id, .events = twins, .count = 2};
    assert_int_equal(shop_take(&shop, ANNA, &both, &out), AM_KEPT_OK);
    assert_false(out.answers[0].twice);
    assert_true(out.answers[1].twice);
    assert_int_equal(out.answers[0].event.row.id, out.answers[1].event.row.id);
    assert_true(out.answers[1].event.card.len_bytes > 0);
}

static void what_is_no_event_is_refused(void **state)
{
    (void)state;
    am_id id = shop_encounter(&shop, ANNA, 0).encounter.row.id;
    static const char *const wrong[] = {"",
                                        "{",
                                        "[]",
                                        "{\"from\": \"nobody\", \"text\": \"x\"}",
                                        "{\"observed\": \"nothing\"}",
                                        "{\"start\": {}}",
                                        "{\"authority\": {\"currency\": \"EUR\", \"refund\": 1000}}",
                                        "{\"gave\": {\"currency\": \"EUR\", \"refund\": -5}}"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const struct am_event_in events[] = {{view_of("good"), 0, view_of("{\"observed\": \"scene\"}")},
                                             {view_of("bad"), 0, view_of(wrong[i])}};
        const struct am_events_in in = {.encounter = id, .events = events, .count = 2};
        struct am_events_out out;
        assert_int_equal(shop_take(&shop, ANNA, &in, &out), AM_KEPT_REFUSED);
        assert_int_equal(shop.refused.kind, AM_REFUSED_FIELD);
    }
    struct am_events_out out;
    struct am_event_in many[AM_EVENTS_MOST + 1];
    char keys[AM_EVENTS_MOST + 1][24];
    for (size_t i = 0; i <= AM_EVENTS_MOST; i++) {
        snprintf(keys[i], sizeof keys[i], "k%zu", i);
        many[i] = (struct am_event_in){view_of(keys[i]), 0, view_of("{\"observed\": \"scene\"}")};
    }
    struct am_events_in in = {.encounter = id, .events = many, .count = AM_EVENTS_MOST + 1};
    assert_int_equal(shop_take(&shop, ANNA, &in, &out), AM_KEPT_REFUSED);
    in.count = 0;
    assert_int_equal(shop_take(&shop, ANNA, &in, &out), AM_KEPT_REFUSED);
    assert_int_equal(shop_count(&shop, &am_encounter_event_record), 1);
    in.count = AM_EVENTS_MOST;
    assert_int_equal(shop_take(&shop, ANNA, &in, &out), AM_KEPT_OK);
    assert_int_equal(shop_stored(&shop, id).last_number, AM_EVENTS_MOST + 1);
}

static void card_numbers_are_masked_before_the_coach_reads(void **state)
{
    (void)state;
    am_id id = shop_encounter(&shop, ANNA, 0).encounter.row.id;
    struct am_event_out out =
        shop_say(&shop, id, "a", "customer", "My card is 4111 1111 1111 1111, charge it back");
    assert_true(holds(out.event.event, "**** **** **** 1111"));
    assert_false(holds(out.event.event, "4111"));
    assert_true(shop_say(&shop, id, "a", "customer", "My card is 4111 1111 1111 1111, charge it back").twice);
}

static void danger_and_heat_stand_on_the_encounter(void **state)
{
    (void)state;
    am_id id = shop_encounter(&shop, ANNA, 0).encounter.row.id;
    shop_say(&shop, id, "a", "customer", "I will wait for you outside and break your legs.");
    struct am_live_encounter seen = shop_stored(&shop, id);
    assert_true(seen.danger);
    assert_true(seen.escalate >= AMENDS_LEVEL_SECURITY);
    assert_true(seen.heat_permille > 0);
    assert_int_equal(shop_notices(&shop, "encounter.danger"), 1);
    shop_happens(&shop, id, "b", "{\"observed\": \"danger_cleared\"}");
    assert_false(shop_stored(&shop, id).danger);
    assert_int_equal(shop_notices(&shop, "encounter.safe"), 1);
}

static void abuse_is_counted_for_the_person_and_overruled(void **state)
{
    (void)state;
    am_id id = shop_encounter(&shop, ANNA, 0).encounter.row.id;
    void *rows;
    shop_say(&shop, id, "a", "customer", "You are an idiot.");
    assert_int_equal(shop_all(&shop, &am_met_record, &rows), 1);
    assert_int_equal(((struct am_met *)rows)->signal, AMENDS_SIGNAL_INSULT);
    assert_int_equal(((struct am_met *)rows)->person, shop.people[ANNA]);
    shop_happens(&shop, id, "b", "{\"observed\": \"violence\"}");
    assert_int_equal(shop_count(&shop, &am_met_record), 2);
    shop_happens(&shop, id, "c", "{\"overrule\": \"violence\"}");
    assert_int_equal(shop_count(&shop, &am_met_record), 1);
    shop_happens(&shop, id, "d", "{\"undo\": true}");
    assert_int_equal(shop_count(&shop, &am_met_record), 2);
    shop_happens(&shop, id, "e", "{\"overrule\": \"insult\"}");
    assert_int_equal(shop_all(&shop, &am_met_record, &rows), 1);
    assert_int_equal(((struct am_met *)rows)->signal, AMENDS_SIGNAL_THREAT);
}

static void a_boundary_is_a_warning_until_it_is_wiped(void **state)
{
    (void)state;
    am_id id = shop_encounter(&shop, ANNA, shop.customer).encounter.row.id;
    void *rows;
    shop_happens(&shop, id, "a",
                 "{\"from\": \"customer\", \"text\": \"You are an idiot.\", \"speaker\": \"b\"}");
    shop_happens(&shop, id, "b", "{\"did\": \"set_boundary\", \"to\": \"b\"}");
    assert_int_equal(shop_all(&shop, &am_warning_record, &rows), 1);
    struct am_warning *warning = rows;
    assert_false(warning->taken_back);
    assert_view(warning->speaker, "b");
    assert_int_equal(warning->customer, shop.customer);
    assert_int_equal(warning->person, shop.people[ANNA]);
    shop_happens(
        &shop, id, "c",
        "{\"from\": \"customer\", \"text\": \"I am sorry, I should not have said that.\", \"speaker\": "
        "\"b\"}");
    assert_int_equal(shop_all(&shop, &am_warning_record, &rows), 1);
    assert_true(((struct am_warning *)rows)->taken_back);
    shop_happens(&shop, id, "d",
                 "{\"from\": \"customer\", \"text\": \"Oh shut up, you stupid cow.\", \"speaker\": \"b\"}");
    shop_happens(&shop, id, "e", "{\"did\": \"set_boundary\", \"to\": \"b\"}");
    assert_int_equal(shop_all(&shop, &am_warning_record, &rows), 2);
    assert_false(((struct am_warning *)rows)[1].taken_back);
    shop_happens(&shop, id, "f", "{\"undo\": true}");
    assert_int_equal(shop_all(&shop, &am_warning_record, &rows), 2);
    assert_true(((struct am_warning *)rows)[1].taken_back);
}

static void what_is_given_is_a_remedy_and_adds_up(void **state)
{
    (void)state;
    shop_grant(&shop, ANNA, 2000);
    am_id id = shop_encounter(&shop, ANNA, 0).encounter.row.id;
    void *rows;
    shop_happens(&shop, id, "a", "{\"gave\": {\"currency\": \"EUR\", \"refund\": 15.5, \"exchange\": true}}");
    assert_int_equal(shop_all(&shop, &am_remedy_record, &rows), 2);
    /* Both were made in one millisecond: either may come first. */
    struct am_remedy *refund = rows, *exchange = refund + 1;
    if (refund->remedy != AMENDS_REMEDY_REFUND)
        refund = exchange, exchange = rows;
    assert_int_equal(refund->remedy, AMENDS_REMEDY_REFUND);
    assert_int_equal(refund->amount_minor, 1550);
    assert_view(refund->currency, "EUR");
    assert_int_equal(exchange->remedy, AMENDS_REMEDY_EXCHANGE);
    assert_int_equal(exchange->amount_minor, -1);
    size_t over = shop_notices(&shop, "remedy.over_authority"); /* no exchange was granted */
    assert_int_equal(over, 1);
    shop_happens(&shop, id, "b", "{\"gave\": {\"refund\": 4}}");
    assert_int_equal(shop_notices(&shop, "remedy.over_authority"), over);
    shop_happens(&shop, id, "c", "{\"gave\": {\"refund\": 4}}");
    assert_int_equal(shop_notices(&shop, "remedy.over_authority"), over + 1);
    shop_happens(&shop, id, "d", "{\"undo\": true}");
    assert_int_equal(shop_all(&shop, &am_remedy_record, &rows), 5);
    refund = rows;
    assert_int_equal(refund[4].takes_back, refund[3].row.id);
    shop_happens(&shop, id, "e", "{\"gave\": {\"refund\": 0.5}}");
    assert_int_equal(shop_notices(&shop, "remedy.over_authority"), over + 1);
}

static bool change_authority(struct am_doing *doing, void *context)
{
    return am_encounter_authority_changed(doing, *(am_id *)context);
}

static void an_authority_that_is_another_is_told_once(void **state)
{
    (void)state;
    am_id id = shop_encounter(&shop, ANNA, 0).encounter.row.id;
    assert_int_equal(shop_do(&shop, CHEN, change_authority, &id), AM_KEPT_OK);
    assert_int_equal(shop_count(&shop, &am_encounter_event_record), 1); /* it is the start's */
    shop_grant(&shop, ANNA, 4500);
    assert_int_equal(shop_do(&shop, CHEN, change_authority, &id), AM_KEPT_OK);
    void *rows;
    assert_int_equal(shop_all(&shop, &am_encounter_event_record, &rows), 2);
    assert_true(holds(((struct am_encounter_event *)rows)[1].event, "\"refund\": 45"));
    assert_int_equal(shop_do(&shop, CHEN, change_authority, &id), AM_KEPT_OK);
    assert_int_equal(shop_count(&shop, &am_encounter_event_record), 2);
}

static void what_another_verb_gave_leaves_less(void **state)
{
    (void)state;
    shop_grant(&shop, ANNA, 4000);
    am_id id = shop_encounter(&shop, ANNA, 0).encounter.row.id;
    shop_happens(&shop, id, "a", "{\"gave\": {\"refund\": 5}}");
    struct am_remedy remedy;
    am_record_empty(&am_remedy_record, &remedy);
    remedy.encounter = id;
    remedy.person = shop.people[CHEN];
    remedy.remedy = AMENDS_REMEDY_REFUND;
    remedy.amount_minor = 1000;
    remedy.currency = view_of("EUR");
    shop.now_ms += 1000;
    shop_add(&shop, &am_remedy_record, &remedy);
    assert_int_equal(shop_do(&shop, CHEN, change_authority, &id), AM_KEPT_OK);
    void *rows;
    assert_int_equal(shop_all(&shop, &am_encounter_event_record, &rows), 3);
    assert_true(holds(((struct am_encounter_event *)rows)[2].event, "\"refund\": 30}"));
}

/* ---- Late ones. */

static void a_late_event_goes_where_it_belongs(void **state)
{
    (void)state;
    am_id id = shop_encounter(&shop, ANNA, 0).encounter.row.id;
    shop.now_ms += 60000;
    shop_tell(&shop, ANNA, id, "a", NOON_MS + 1000,
              "{\"from\": \"customer\", \"text\": \"The toaster is broken.\"}");
    struct am_event_out calm = shop_tell(&shop, ANNA, id, "b", NOON_MS + 9000,
                                         "{\"from\": \"customer\", \"text\": \"So what now?\"}");
    const struct am_event_in one = {view_of("late"), NOON_MS + 5000, view_of("{\"observed\": \"violence\"}")};
    const struct am_events_in in = {.encounter = id, .events = &one, .count = 1};
    struct am_events_out out;
    assert_int_equal(shop_take(&shop, BORIS, &in, &out), AM_KEPT_OK);
    assert_true(out.answers[0].event.late);
    assert_int_equal(out.answers[0].event.number, 3);
    assert_int_equal(out.changed_count, 1);
    assert_int_equal(out.changed[0].row.id, calm.event.row.id);
    assert_int_equal(out.changed[0].number, 4);
    assert_true(holds(out.changed[0].card, "call_security") || holds(out.changed[0].card, "call_emergency"));
    assert_false(holds(calm.event.card, "call_security"));
    assert_true(shop_stored(&shop, id).danger);
    void *rows;
    assert_int_equal(shop_all(&shop, &am_met_record, &rows), 1);
    assert_int_equal(((struct am_met *)rows)->person, shop.people[BORIS]);
}

/* What an older version of the coach answered stays; a state that cannot be read is made anew from the
 * events. */
static void earlier_cards_stay_and_a_lost_state_is_made_anew(void **state)
{
    (void)state;
    am_id id = shop_encounter(&shop, ANNA, 0).encounter.row.id;
    void *rows;
    shop_say(&shop, id, "a", "customer", "I will break your legs.");
    testing_sql(shop.url, "UPDATE events SET card = '{\"n\": 0}' WHERE number = 1");
    testing_sql(shop.url, "UPDATE events SET state = NULL WHERE number = 2");
    struct am_event_out out = shop_say(&shop, id, "b", "customer", "So what now?");
    assert_false(out.event.late || out.refused);
    assert_true(holds(out.event.card, "call_security") || holds(out.event.card, "call_emergency"));
    assert_int_equal(shop_all(&shop, &am_encounter_event_record, &rows), 3);
    assert_view(((struct am_encounter_event *)rows)->card, "{\"n\": 0}");
    assert_int_equal(shop_count(&shop, &am_met_record), 1);
}

/* A customer's words may be erased while it goes on, when they are old: then nothing more is taken. */
static void what_was_erased_takes_no_more(void **state)
{
    (void)state;
    am_id id = shop_encounter(&shop, ANNA, 0).encounter.row.id;
    shop_say(&shop, id, "a", "customer", "The toaster is broken.");
    testing_sql(shop.url, "UPDATE events SET event = 'null', card = NULL, state = NULL");
    shop.now_ms += 86400000;
    const struct am_event_in one = {view_of("b"), 0, view_of("{\"observed\": \"scene\"}")};
    const struct am_events_in in = {.encounter = id, .events = &one, .count = 1};
    struct am_events_out out;
    assert_int_equal(shop_take(&shop, ANNA, &in, &out), AM_KEPT_REFUSED);
    assert_string_equal(shop.refused.type, "erased");
}

static void a_wrong_clock_is_put_right(void **state)
{
    (void)state;
    am_id id = shop_encounter(&shop, ANNA, 0).encounter.row.id;
    const int64_t ahead_ms = 7200000;
    shop.now_ms += 10000;
    const struct am_event_in one = {view_of("a"), shop.now_ms + ahead_ms - 3000,
                                    view_of("{\"observed\": \"scene\"}")};
    struct am_events_in in = {
        .encounter = id, .events = &one, .count = 1, .device_now_ms = shop.now_ms + ahead_ms};
    struct am_events_out out;
    assert_int_equal(shop_take(&shop, ANNA, &in, &out), AM_KEPT_OK);
    assert_int_equal(out.answers[0].event.at_ms, shop.now_ms - 3000);
    const struct am_event_in future = {view_of("b"), shop.now_ms + ahead_ms,
                                       view_of("{\"observed\": \"scene\"}")};
    in = (struct am_events_in){.encounter = id, .events = &future, .count = 1};
    assert_int_equal(shop_take(&shop, ANNA, &in, &out), AM_KEPT_OK);
    assert_int_equal(out.answers[0].event.at_ms, shop.now_ms);
}

/* ---- The chain. */

static void the_first_wrong_entry_of_the_chain_is_named(void **state)
{
    (void)state;
    am_id id = shop_encounter(&shop, ANNA, 0).encounter.row.id;
    for (int i = 0; i < 20; i++) {
        char key[16];
        snprintf(key, sizeof key, "k%d", i);
        shop_happens(&shop, id, key, "{\"observed\": \"scene\"}");
    }
    struct am_audit_verdict verdict = shop_verify(&shop);
    assert_int_equal(verdict.fault, AM_AUDIT_SOUND);
    assert_int_equal(verdict.entries, (int64_t)shop_count(&shop, &am_audit_record));
    assert_true(verdict.entries > 20);
    const char *url = shop.url;
    testing_sql(url, "UPDATE audit SET subject = subject + 1 WHERE number = 9");
    verdict = shop_verify(&shop);
    assert_int_equal(verdict.fault, AM_AUDIT_HASH);
    assert_int_equal(verdict.number, 9);
    testing_sql(url, "UPDATE audit SET subject = subject - 1 WHERE number = 9");
    assert_int_equal(shop_verify(&shop).fault, AM_AUDIT_SOUND);
    testing_sql(url, "UPDATE audit SET before = hash WHERE number = 5");
    verdict = shop_verify(&shop);
    assert_int_equal(verdict.fault, AM_AUDIT_BEFORE);
    assert_int_equal(verdict.number, 5);
    testing_sql(url, "DELETE FROM audit WHERE number = 4");
    verdict = shop_verify(&shop);
    assert_int_equal(verdict.fault, AM_AUDIT_GAP);
    assert_int_equal(verdict.number, 4);
    testing_sql(url, "DELETE FROM audit"); /* for the check of shop_tear_down */
}

/* ---- Steps that were made before the write. */

static bool foresee_it(struct am_doing *doing, void *context)
{
    struct am_events_in *in = context;

    in->forecast = am_encounter_foresee(doing, in);
    return true;
}

static void what_was_foreseen_may_be_overtaken(void **state)
{
    (void)state;
    const char *said = "{\"from\": \"customer\", \"text\": \"This is the third time it is broken.\"}",
               *other = "{\"from\": \"customer\", \"text\": \"I will break your arm.\"}";
    const struct am_event_in one = {view_of("a1"), 0, view_of(said)};
    am_id plain = shop_encounter(&shop, ANNA, 0).encounter.row.id,
          raced = shop_encounter(&shop, ANNA, 0).encounter.row.id;
    struct am_events_in in = {.encounter = raced, .events = &one, .count = 1};
    struct am_events_out out, again;

    shop_tell(&shop, BORIS, plain, "b1", 0, other);
    struct am_event_out expected = shop_tell(&shop, ANNA, plain, "a1", 0, said);
    assert_int_equal(shop_do(&shop, ANNA, foresee_it, &in), AM_KEPT_OK);
    assert_non_null(in.forecast);
    shop_tell(&shop, BORIS, raced, "b1", 0, other);
    assert_int_equal(shop_take(&shop, ANNA, &in, &out), AM_KEPT_OK);
    assert_int_equal(out.answers[0].event.number, 3);
    assert_int_equal(out.answers[0].event.state.len_bytes, expected.event.state.len_bytes);
    assert_memory_equal(out.answers[0].event.state.bytes, expected.event.state.bytes,
                        expected.event.state.len_bytes);
    assert_true(out.encounter.danger);

    /* The same device sends it twice at once: both foresaw it, one of them is first. */
    const struct am_event_in two = {view_of("a2"), 0, view_of(said)};
    in = (struct am_events_in){.encounter = raced, .events = &two, .count = 1};
    assert_int_equal(shop_do(&shop, ANNA, foresee_it, &in), AM_KEPT_OK);
    assert_int_equal(shop_take(&shop, ANNA, &in, &out), AM_KEPT_OK);
    assert_int_equal(out.answers[0].event.number, 4);
    assert_false(out.answers[0].twice);
    assert_int_equal(shop_take(&shop, ANNA, &in, &again), AM_KEPT_OK);
    assert_true(again.answers[0].twice);
    assert_int_equal(again.answers[0].event.row.id, out.answers[0].event.row.id);
}

/* What this process remembers is older than what another one wrote: the answer is that of one that reads. */
static void what_is_remembered_may_be_old(void **state)
{
    (void)state;
    const char *said = "{\"from\": \"customer\", \"text\": \"This is the third time it is broken.\"}",
               *other = "{\"from\": \"customer\", \"text\": \"I will break your arm.\"}";
    const char *const events[] = {said, other, said, said};
    am_id plain = shop_encounter(&shop, ANNA, 0).encounter.row.id,
          mixed = shop_encounter(&shop, ANNA, 0).encounter.row.id;
    struct am_memo *memo = shop.coach.memo;
    struct am_event_out read = {0}, remembered = {0};

    for (size_t i = 0; i < 4; i++) {
        char key[] = {'a', (char)('1' + i), 0};
        shop.coach.memo = NULL;
        read = shop_tell(&shop, ANNA, plain, key, 0, events[i]);
        shop.coach.memo = i == 1 ? NULL : memo;
        remembered = shop_tell(&shop, ANNA, mixed, key, 0, events[i]);
        assert_int_equal(remembered.event.number, read.event.number);
        assert_int_equal(remembered.event.state.len_bytes, read.event.state.len_bytes);
        assert_memory_equal(remembered.event.state.bytes, read.event.state.bytes, read.event.state.len_bytes);
    }
    shop.coach.memo = memo;
    assert_true(shop_stored(&shop, mixed).danger);
    assert_int_equal(shop_stored(&shop, mixed).row.version, shop_stored(&shop, plain).row.version);
    assert_int_equal(shop_stored(&shop, mixed).heat_permille, shop_stored(&shop, plain).heat_permille);
}

int main(int argc, char *argv[])
{
    const struct CMUnitTest tests[] = {
#define T(name) SHOP_TEST(name, shop_set_up, &shop)
        T(what_was_foreseen_may_be_overtaken),
        T(what_is_remembered_may_be_old),
        T(the_start_is_filled_from_the_shop),
        T(what_waits_for_a_customer_opens_with_it),
        T(nobody_opens_where_they_do_not_work),
        T(what_the_desk_writes_the_coach_reads),
        T(an_event_is_answered_once),
        T(what_is_no_event_is_refused),
        T(card_numbers_are_masked_before_the_coach_reads),
        T(danger_and_heat_stand_on_the_encounter),
        T(abuse_is_counted_for_the_person_and_overruled),
        T(a_boundary_is_a_warning_until_it_is_wiped),
        T(what_is_given_is_a_remedy_and_adds_up),
        T(an_authority_that_is_another_is_told_once),
        T(what_another_verb_gave_leaves_less),
        T(a_late_event_goes_where_it_belongs),
        T(earlier_cards_stay_and_a_lost_state_is_made_anew),
        T(what_was_erased_takes_no_more),
        T(a_wrong_clock_is_put_right),
        T(the_first_wrong_entry_of_the_chain_is_named),
    };
    return testing_run(argc, argv, tests);
}
