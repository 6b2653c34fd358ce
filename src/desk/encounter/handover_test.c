/* Who serves an encounter: handed over with its three lines, ended, looked at by two. On the real store. */
#include "desk/encounter/shop_test.h"

#include <stdio.h>
#include <stdlib.h>

static struct shop shop;

/* ---- Handing over. */

struct handing {
    am_id id, to;
    int64_t version;
    struct am_events_out out;
    struct amends_view lines;
};

static bool hand_it(struct am_doing *doing, void *context)
{
    struct handing *handing = context;
    return am_encounter_hand_to(doing, handing->id, handing->to, handing->version, &handing->out);
}

static bool lines_of(struct am_doing *doing, void *context)
{
    struct handing *handing = context;
    struct am_live_encounter encounter;
    return am_doing_read(doing, &am_live_encounter_record, handing->id, &encounter) &&
           am_encounter_lines(doing, &encounter, &handing->lines);
}

static void another_takes_over_with_their_authority(void **state)
{
    (void)state;
    shop_grant(&shop, CHEN, 20000);
    am_id id = shop_encounter(&shop, ANNA, 0).encounter.row.id;
    struct handing handing = {.id = id, .to = 99};
    assert_int_equal(shop_do(&shop, ANNA, hand_it, &handing), AM_KEPT_REFUSED);
    handing.to = shop.people[CHEN];
    handing.version = 77;
    assert_int_equal(shop_do(&shop, ANNA, hand_it, &handing), AM_KEPT_REFUSED);
    assert_int_equal(shop.refused.kind, AM_REFUSED_CHANGED);
    handing.version = shop_stored(&shop, id).row.version;
    shop.now_ms += 1000;
    assert_int_equal(shop_do(&shop, ANNA, hand_it, &handing), AM_KEPT_OK);
    assert_int_equal(shop_stored(&shop, id).person, shop.people[CHEN]);
    assert_true(holds(handing.out.answers[0].event.event, "\"refund\": 200"));
    assert_int_equal(shop_notices(&shop, "encounter.handed_over"), 1);
}

static void three_lines_say_what_was(void **state)
{
    (void)state;
    shop_grant(&shop, ANNA, 4000);
    am_id id = shop_encounter(&shop, ANNA, 0).encounter.row.id;
    shop_say(&shop, id, "a", "customer", "The toaster is broken, I want my money back.");
    shop_say(&shop, id, "b", "staff", "I am very sorry about that.");
    shop_happens(&shop, id, "c", "{\"observed\": \"violence\"}");
    shop_happens(&shop, id, "d", "{\"overrule\": \"violence\"}");
    shop_happens(&shop, id, "e", "{\"gave\": {\"refund\": 5}}");
    shop_happens(&shop, id, "f", "{\"gave\": {\"refund\": 7}}");
    shop_happens(&shop, id, "g", "{\"undo\": true}");
    struct handing handing = {.id = id};
    assert_int_equal(shop_do(&shop, ANNA, lines_of, &handing), AM_KEPT_OK);
    size_t feeds = 0;
    for (size_t i = 0; i < handing.lines.len_bytes; i++)
        feeds += handing.lines.bytes[i] == '\n';
    print_message("%.*s\n", (int)handing.lines.len_bytes, handing.lines.bytes);
    assert_int_equal(feeds, 2);
    assert_true(holds(handing.lines, "toaster is broken"));
    assert_true(holds(handing.lines, "5"));
    assert_false(holds(handing.lines, "7"));
    assert_false(holds(handing.lines, "iolen"));
    int64_t version = shop_stored(&shop, id).row.version;
    assert_int_equal(shop_do(&shop, ANNA, lines_of, &handing), AM_KEPT_OK);
    assert_int_equal(shop_stored(&shop, id).row.version, version);
}

/* ---- Ending. */

struct ended {
    am_id id;
    struct am_encounter_ending in;
    struct am_events_out out;
    struct am_promise promise;
};

static bool end_it(struct am_doing *doing, void *context)
{
    struct ended *ended = context;
    return am_encounter_end(doing, ended->id, &ended->in, &ended->out, &ended->promise);
}

static void it_ends_with_an_outcome_thanks_and_a_promise(void **state)
{
    (void)state;
    am_id id = shop_encounter(&shop, ANNA, shop.customer).encounter.row.id;
    shop_say(&shop, id, "a", "customer", "The toaster is broken.");
    struct ended ended = {.id = id, .in = {.outcome = AMENDS_OUTCOME_NONE}};
    assert_int_equal(shop_do(&shop, ANNA, end_it, &ended), AM_KEPT_REFUSED);
    ended.in = (struct am_encounter_ending){
        .outcome = AMENDS_OUTCOME_PARTLY, .thanked = true, .promise = view_of("call on Friday")};
    shop.now_ms += 1000;
    assert_int_equal(shop_do(&shop, ANNA, end_it, &ended), AM_KEPT_OK);
    struct am_live_encounter seen = shop_stored(&shop, id);
    assert_int_equal(seen.outcome, AMENDS_OUTCOME_PARTLY);
    assert_int_equal(seen.ended_at_ms, shop.now_ms);
    assert_int_equal(seen.last_number, 5);
    assert_int_equal(ended.promise.owner, shop.people[ANNA]);
    assert_int_equal(ended.promise.customer, shop.customer);
    assert_int_equal(shop_count(&shop, &am_promise_record), 1);
    assert_int_equal(shop_do(&shop, ANNA, end_it, &ended), AM_KEPT_REFUSED);
    assert_string_equal(shop.refused.type, "encounter-ended");

    struct am_event_out after = shop_say(&shop, id, "z", "customer", "One more thing.");
    assert_true(after.refused);
    assert_true(holds(after.event.card, "\"error\""));
    assert_int_equal(shop_stored(&shop, id).outcome, AMENDS_OUTCOME_PARTLY);
    shop_happens(&shop, id, "u", "{\"undo\": true}");
    assert_int_equal(shop_stored(&shop, id).ended_at_ms, 0);
    assert_int_equal(shop_stored(&shop, id).outcome, -1);
    shop.now_ms += 1000;
    ended.in = (struct am_encounter_ending){.outcome = AMENDS_OUTCOME_SATISFIED};
    assert_int_equal(shop_do(&shop, ANNA, end_it, &ended), AM_KEPT_OK);
    shop.now_ms += 25 * INT64_C(3600000);
    const struct am_event_in one = {view_of("zz"), 0, view_of("{\"observed\": \"scene\"}")};
    const struct am_events_in in = {.encounter = id, .events = &one, .count = 1};
    struct am_events_out out;
    assert_int_equal(shop_take(&shop, ANNA, &in, &out), AM_KEPT_REFUSED);
    assert_string_equal(shop.refused.type, "encounter-ended");
}

/* ---- Presence. */

struct looking {
    am_id id;
    const struct am_presence *others;
    size_t count;
};

static bool look(struct am_doing *doing, void *context)
{
    struct looking *looking = context;
    return am_encounter_look(doing, looking->id, &looking->others, &looking->count);
}

static bool look_away(struct am_doing *doing, void *context)
{
    return am_encounter_look_away(doing, ((struct looking *)context)->id);
}

static void both_see_who_looks(void **state)
{
    (void)state;
    struct looking looking = {.id = shop_encounter(&shop, ANNA, 0).encounter.row.id};
    assert_int_equal(shop_do(&shop, ANNA, look, &looking), AM_KEPT_OK);
    assert_int_equal(looking.count, 0);
    assert_int_equal(shop_do(&shop, CHEN, look, &looking), AM_KEPT_OK);
    assert_int_equal(looking.count, 1);
    assert_int_equal(looking.others[0].person, shop.people[ANNA]);
    shop.now_ms += AM_PRESENCE_MS / 2;
    assert_int_equal(shop_do(&shop, ANNA, look, &looking), AM_KEPT_OK);
    assert_int_equal(looking.others[0].person, shop.people[CHEN]);
    assert_int_equal(shop_notices(&shop, "encounter.presence"), 2);
    shop.now_ms += AM_PRESENCE_MS / 2 + 1;
    assert_int_equal(shop_do(&shop, ANNA, look, &looking), AM_KEPT_OK);
    assert_int_equal(looking.count, 0);
    assert_int_equal(shop_do(&shop, ANNA, look_away, &looking), AM_KEPT_OK);
    assert_int_equal(shop_count(&shop, &am_presence_record), 0);
}

int main(int argc, char *argv[])
{
    const struct CMUnitTest tests[] = {
#define T(name) SHOP_TEST(name, shop_set_up, &shop)
        T(another_takes_over_with_their_authority),
        T(three_lines_say_what_was),
        T(it_ends_with_an_outcome_thanks_and_a_promise),
        T(both_see_who_looks),
    };
    return testing_run(argc, argv, tests);
}
