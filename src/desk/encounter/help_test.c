/* Calls for help on the real store: who is called, what comes of it, and that nothing is delivered late. */
#include "desk/encounter/shop_test.h"
#include "desk/help.h"
#include "domain/kinds/help.h"

static struct shop shop;
static am_id screens[WHO_COUNT];
static struct am_help_way ways[4];
static struct am_help_setup setup;

static int set_up(void **state)
{
    (void)state;
    shop_open(&shop);
    setup = (struct am_help_setup){.ways = ways, .on_screen = screens};
    return 0;
}

static void on_screen(enum testing_who who)
{
    screens[setup.on_screen_count++] = shop.people[who];
}

static void add_way(int32_t way, int32_t level, const char *address)
{
    ways[setup.way_count++] = (struct am_help_way){way, level, view_of(address)};
}

struct asked {
    struct am_help_calling calling;
    am_id id;
    enum am_help_says says;
    const char *trouble; /* NULL: it was delivered */
    bool hopeless;
    int64_t lease_ms;
    struct am_help_answer out;
    struct am_help_answer *due;
    struct am_delivery *deliveries;
    size_t count;
};

static bool call_it(struct am_doing *doing, void *context)
{
    struct asked *asked = context;
    return am_help_call(doing, &asked->calling, &setup, &asked->out);
}

static bool say_it(struct am_doing *doing, void *context)
{
    struct asked *asked = context;
    return am_help_say(doing, asked->id, asked->says, &setup, &asked->out);
}

static bool due_it(struct am_doing *doing, void *context)
{
    struct asked *asked = context;
    const struct am_actor desk = {.org = shop.org};
    doing->actor = &desk;
    return am_help_due(doing, &setup, &asked->due, &asked->count);
}

static bool deliveries_it(struct am_doing *doing, void *context)
{
    struct asked *asked = context;
    struct am_help_claim claim = {.lease_ms = asked->lease_ms, .most = 100};
    return am_help_deliveries(doing, &claim, &asked->deliveries, &asked->count);
}

static bool settle_it(struct am_doing *doing, void *context)
{
    struct asked *asked = context;
    if (!asked->trouble)
        return am_help_delivered(doing, asked->id, &setup, &asked->out);
    const struct am_help_failure failure = {view_of(asked->trouble), asked->hopeless};
    return am_help_undelivered(doing, asked->id, &failure, &setup, &asked->out);
}

static bool look_it(struct am_doing *doing, void *context)
{
    struct asked *asked = context;
    const struct am_call call = asked->out.call;
    return am_help_look(doing, &call, &setup, &asked->out);
}

static bool add_way_it(struct am_doing *doing, void *context)
{
    return am_way_add(doing, &setup, context);
}

static enum am_kept add_site_way(int32_t way, const char *address)
{
    struct am_way row;
    am_record_empty(&am_way_record, &row);
    row.site = shop.site;
    row.way = way;
    row.level = AMENDS_LEVEL_SECURITY;
    row.address = view_of(address);
    return shop_do(&shop, EVA, add_way_it, &row);
}

static struct am_help_answer call(int32_t whom, am_id encounter)
{
    struct asked asked = {.calling = {.site = shop.site,
                                      .encounter = encounter,
                                      .whom = whom,
                                      .where = view_of("till 3"),
                                      .note = view_of("a \"quoted\" note")}};
    if (shop_do(&shop, ANNA, call_it, &asked) != AM_KEPT_OK)
        fail_msg("call: %s", shop.refused.detail);
    return asked.out;
}

static struct am_help_answer say(enum testing_who who, am_id id, enum am_help_says says)
{
    struct asked asked = {.id = id, .says = says};
    if (shop_do(&shop, who, say_it, &asked) != AM_KEPT_OK)
        fail_msg("say: %s", shop.refused.detail);
    return asked.out;
}

static struct asked due(void)
{
    struct asked asked = {0};
    if (shop_do(&shop, ANNA, due_it, &asked) != AM_KEPT_OK)
        fail_msg("due: %s", shop.refused.detail);
    return asked;
}

static struct asked to_send(void)
{
    struct asked asked = {0};
    assert_int_equal(shop_do(&shop, ANNA, deliveries_it, &asked), AM_KEPT_OK);
    return asked;
}

static struct am_help_answer settle(am_id delivery, const char *trouble)
{
    struct asked asked = {.id = delivery, .trouble = trouble};
    if (shop_do(&shop, ANNA, settle_it, &asked) != AM_KEPT_OK)
        fail_msg("settle: %s", shop.refused.detail);
    return asked.out;
}

static struct am_help_answer fail_for_good(am_id delivery)
{
    struct asked asked = {.id = delivery, .trouble = "no such command", .hopeless = true};
    if (shop_do(&shop, ANNA, settle_it, &asked) != AM_KEPT_OK)
        fail_msg("fail: %s", shop.refused.detail);
    return asked.out;
}

/* The person called last, by the deliveries. */
static am_id last_called(void)
{
    void *rows;
    size_t count = shop_all(&shop, &am_delivery_record, &rows);
    return count ? ((struct am_delivery *)rows)[count - 1].to_person : 0;
}

static void the_supervisor_sees_comes_and_arrives(void **state)
{
    (void)state;
    on_screen(BORIS);
    on_screen(CHEN);
    am_id encounter = shop_encounter(&shop, ANNA, 0).encounter.row.id;
    shop.now_ms += 1000;
    struct am_help_answer made = call(AMENDS_LEVEL_SUPERVISOR, encounter);
    assert_int_equal(made.call.state, AM_CALL_CALLED);
    assert_false(made.telephone || made.nobody);
    assert_int_equal(last_called(), shop.people[CHEN]);
    assert_int_equal(shop_notices(&shop, "call.called"), 1);
    void *rows;
    size_t events = shop_all(&shop, &am_encounter_event_record, &rows);
    assert_int_equal(events, 2);
    assert_true(holds(((struct am_encounter_event *)rows)[1].event, "call_supervisor"));
    shop_all(&shop, &am_delivery_record, &rows);
    assert_int_equal(settle(((struct am_delivery *)rows)->row.id, NULL).call.state, AM_CALL_DELIVERED);
    settle(((struct am_delivery *)rows)->row.id, NULL);
    shop_all(&shop, &am_delivery_record, &rows);
    assert_int_equal(((struct am_delivery *)rows)->attempts, 1);
    shop.now_ms += 5000;
    assert_int_equal(say(CHEN, made.call.row.id, AM_SAYS_SEEN).call.state, AM_CALL_SEEN);
    assert_int_equal(say(CHEN, made.call.row.id, AM_SAYS_COMING).call.state, AM_CALL_ON_THE_WAY);
    assert_int_equal(say(BORIS, made.call.row.id, AM_SAYS_COMING).already, shop.people[CHEN]);
    shop.now_ms += 60000;
    assert_int_equal(due().count, 0);
    struct am_help_answer here = say(CHEN, made.call.row.id, AM_SAYS_HERE);
    assert_int_equal(here.call.state, AM_CALL_ARRIVED);
    assert_int_equal(here.call.answered_by, shop.people[CHEN]);
    assert_int_equal(here.call.arrived_at_ms, shop.now_ms);
    events = shop_all(&shop, &am_encounter_event_record, &rows);
    assert_int_equal(events, 3);
    assert_true(holds(((struct am_encounter_event *)rows)[2].event, "supervisor_arrived"));
}

static void not_seen_in_time_the_next_one_is_called(void **state)
{
    (void)state;
    on_screen(BORIS);
    on_screen(CHEN);
    on_screen(EVA);
    am_id encounter = shop_encounter(&shop, ANNA, 0).encounter.row.id;
    struct am_help_answer made = call(AMENDS_LEVEL_SUPERVISOR, encounter);
    am_id first = last_called();
    shop.now_ms += 29999;
    assert_int_equal(due().count, 0);
    shop.now_ms += 1;
    struct asked asked = due();
    assert_int_equal(asked.count, 1);
    assert_true(asked.due[0].telephone);
    assert_true(asked.due[0].number.len_bytes > 0);
    assert_int_equal(asked.due[0].call.round, 2);
    assert_int_not_equal(last_called(), first);
    assert_int_equal(due().count, 0);
    shop.now_ms += 30000;
    assert_int_equal(due().count, 1);
    assert_int_equal(last_called(), shop.people[BORIS]);
    shop.now_ms += 30000;
    asked = due();
    assert_true(asked.due[0].nobody && asked.due[0].telephone);
    assert_int_equal(asked.due[0].call.state, AM_CALL_NOBODY);
    assert_int_equal(shop_notices(&shop, "call.nobody"), 1);
    shop.now_ms += 30000;
    assert_int_equal(due().count, 0);
    void *rows;
    size_t events = shop_all(&shop, &am_encounter_event_record, &rows);
    assert_true(holds(((struct am_encounter_event *)rows)[events - 1].event, "supervisor_unavailable"));
    assert_int_equal(say(BORIS, made.call.row.id, AM_SAYS_COMING).call.state, AM_CALL_ON_THE_WAY);
    assert_int_equal(shop_count(&shop, &am_delivery_record), 3);
}

static void nobody_there_means_telephone_at_once(void **state)
{
    (void)state;
    struct am_help_answer made = call(AMENDS_LEVEL_COLLEAGUE, 0);
    assert_true(made.nobody && made.telephone);
    assert_view(made.number, "+358 9 1234");
    assert_int_equal(made.call.state, AM_CALL_NOBODY);
    struct am_help_answer emergency = call(AMENDS_LEVEL_EMERGENCY, 0);
    assert_true(emergency.telephone);
    assert_view(emergency.number, "112");
}

static void an_emergency_goes_to_all_and_the_telephone(void **state)
{
    (void)state;
    on_screen(BORIS);
    on_screen(CHEN);
    add_way(AM_WAY_COMMAND, AMENDS_LEVEL_SECURITY, "bell");
    struct am_help_answer made = call(AMENDS_LEVEL_EMERGENCY, 0);
    assert_true(made.telephone);
    assert_view(made.number, "112");
    assert_int_equal(shop_count(&shop, &am_delivery_record), 3);
    struct asked asked = to_send();
    assert_int_equal(asked.count, 1);
    assert_view(asked.deliveries[0].address, "bell");
    assert_true(holds(asked.deliveries[0].body, "\"where\":\"till 3\""));
    assert_true(holds(asked.deliveries[0].body, "\"by\":\"anna\""));
    /* What they were told about the customer stays here. */
    assert_false(holds(asked.deliveries[0].body, "note"));
    /* One that fails of several is no "nobody". */
    struct am_help_answer out = fail_for_good(asked.deliveries[0].row.id);
    assert_false(out.could_not || out.nobody);
    assert_int_equal(out.delivery, AM_DELIVERY_FAILED);
}

static void what_cannot_be_delivered_is_said_and_never_late(void **state)
{
    (void)state;
    on_screen(CHEN);
    add_way(AM_WAY_WEBHOOK, AMENDS_LEVEL_SECURITY, "https://guard.example/call");
    struct am_help_answer made = call(AMENDS_LEVEL_SECURITY, 0);
    struct asked asked = to_send();
    assert_int_equal(asked.count, 1);
    am_id delivery = asked.deliveries[0].row.id;
    /* Tried again and again, then given up while it would still be in time. */
    struct am_help_answer out = {0};
    for (int i = 0; i < 10 && !out.could_not; i++) {
        out = settle(delivery, "connection refused");
        if (!out.could_not) {
            assert_int_equal(to_send().count, 0);
            for (int s = 0; s < 40 && to_send().count == 0; s++)
                shop.now_ms += 1000;
        }
    }
    assert_true(out.could_not);
    assert_true(shop.now_ms - made.call.row.created_at_ms <= 30000);
    assert_int_equal(out.call.round, 2);
    assert_int_equal(last_called(), shop.people[CHEN]);
    assert_int_equal(shop_notices(&shop, "call.not_reached"), 1);
    assert_int_equal(settle(delivery, "again").could_not, false);
    assert_int_equal(shop_count(&shop, &am_delivery_record), 2);
}

static void what_is_late_is_not_sent(void **state)
{
    (void)state;
    on_screen(CHEN);
    add_way(AM_WAY_WEBHOOK, AMENDS_LEVEL_SECURITY, "https://guard.example/call");
    call(AMENDS_LEVEL_SECURITY, 0);
    assert_int_equal(to_send().count, 1);
    shop.now_ms += 31000; /* nobody took it: the sender was down */
    assert_int_equal(to_send().count, 0);
    void *rows;
    shop_all(&shop, &am_delivery_record, &rows);
    assert_int_equal(((struct am_delivery *)rows)->state, AM_DELIVERY_TOO_LATE);
    struct am_help_answer other = call(AMENDS_LEVEL_SECURITY, 0);
    assert_int_equal(to_send().count, 1);
    say(CHEN, other.call.row.id, AM_SAYS_HERE);
    assert_int_equal(to_send().count, 0);
}

static void one_process_sends_it(void **state)
{
    (void)state;
    add_way(AM_WAY_WEBHOOK, AMENDS_LEVEL_SECURITY, "https://guard.example/call");
    call(AMENDS_LEVEL_SECURITY, 0);
    struct asked mine = {.lease_ms = 6000}, others = {.lease_ms = 6000};
    assert_int_equal(shop_do(&shop, ANNA, deliveries_it, &mine), AM_KEPT_OK);
    assert_int_equal(mine.count, 1);
    assert_int_equal(shop_do(&shop, ANNA, deliveries_it, &others), AM_KEPT_OK);
    assert_int_equal(others.count, 0);
    /* It went down in the middle: another takes it up, in time. */
    shop.now_ms += 6000;
    others = (struct asked){.lease_ms = 6000};
    assert_int_equal(shop_do(&shop, ANNA, deliveries_it, &others), AM_KEPT_OK);
    assert_int_equal(others.count, 1);
    assert_int_equal(settle(others.deliveries[0].row.id, NULL).delivery, AM_DELIVERY_DONE);
}

static void what_is_hopeless_is_said_at_once(void **state)
{
    (void)state;
    on_screen(CHEN);
    add_way(AM_WAY_COMMAND, AMENDS_LEVEL_SECURITY, "bell");
    call(AMENDS_LEVEL_SECURITY, 0);
    struct am_help_answer out = fail_for_good(to_send().deliveries[0].row.id);
    assert_true(out.could_not && out.telephone);
    assert_view(out.number, "112");
    assert_int_equal(out.delivery, AM_DELIVERY_FAILED);
    assert_int_equal(last_called(), shop.people[CHEN]);
    /* Whoever looks later is told the same. */
    struct asked asked = {.out = {.call = out.call}};
    assert_int_equal(shop_do(&shop, ANNA, look_it, &asked), AM_KEPT_OK);
    assert_true(asked.out.could_not && asked.out.telephone && !asked.out.nobody);
    assert_view(asked.out.number, "112");
    assert_int_equal(say(CHEN, out.call.row.id, AM_SAYS_COMING).call.state, AM_CALL_ON_THE_WAY);
    asked.out.call.state = AM_CALL_ON_THE_WAY;
    assert_int_equal(shop_do(&shop, ANNA, look_it, &asked), AM_KEPT_OK);
    assert_false(asked.out.could_not || asked.out.telephone);
}

static void security_that_does_not_come_changes_the_card(void **state)
{
    (void)state;
    add_way(AM_WAY_COMMAND, AMENDS_LEVEL_SECURITY, "bell");
    am_id encounter = shop_encounter(&shop, ANNA, 0).encounter.row.id;
    shop.now_ms += 1000;
    call(AMENDS_LEVEL_SECURITY, encounter);
    shop.now_ms += 1000;
    struct am_help_answer out = fail_for_good(to_send().deliveries[0].row.id);
    assert_true(out.nobody && out.could_not && out.telephone);
    void *rows;
    size_t events = shop_all(&shop, &am_encounter_event_record, &rows);
    assert_true(holds(((struct am_encounter_event *)rows)[events - 1].event, "need_help"));
}

static void a_site_sets_up_its_ways(void **state)
{
    (void)state;
    static const struct amends_view names[] = {{"bell", 4}, {"sms", 3}};
    setup.commands = names;
    setup.command_count = 2;
    assert_int_equal(add_site_way(AM_WAY_COMMAND, "/bin/sh"), AM_KEPT_REFUSED);
    assert_string_equal(shop.refused.flaw.expected, "one of the server's commands: bell sms");
    assert_int_equal(add_site_way(AM_WAY_WEBHOOK, "https://user@guard.example/"), AM_KEPT_REFUSED);
    assert_int_equal(add_site_way(AM_WAY_EMAIL, "guard@mall.example\r\nBcc: x@y.example"), AM_KEPT_REFUSED);
    assert_int_equal(add_site_way(AM_WAY_SCREEN, "x"), AM_KEPT_REFUSED);
    assert_int_equal(add_site_way(AM_WAY_COMMAND, "bell"), AM_KEPT_OK);
    assert_int_equal(add_site_way(AM_WAY_EMAIL, "guard@mall.example"), AM_KEPT_OK);
    assert_int_equal(add_site_way(AM_WAY_WEBHOOK, "https://guard.example/call"), AM_KEPT_OK);
    /* No mail server: the mailbox is not used. With one it is. */
    call(AMENDS_LEVEL_EMERGENCY, 0);
    assert_int_equal(to_send().count, 2);
    add_way(AM_WAY_EMAIL, AMENDS_LEVEL_COLLEAGUE, "");
    call(AMENDS_LEVEL_EMERGENCY, 0);
    assert_int_equal(to_send().count, 5);
    /* A command that the server has no more is not used. */
    setup.command_count = 0;
    call(AMENDS_LEVEL_EMERGENCY, 0);
    assert_int_equal(to_send().count, 7);
    setup = (struct am_help_setup){.ways = ways, .on_screen = screens};
}

static void it_is_over_and_who_was_called_hears_it(void **state)
{
    (void)state;
    on_screen(BORIS);
    struct am_help_answer made = call(AMENDS_LEVEL_COLLEAGUE, 0);
    assert_int_equal(say(ANNA, made.call.row.id, AM_SAYS_OVER).call.state, AM_CALL_ENDED);
    assert_int_equal(shop_notices(&shop, "call.over"), 1);
    assert_int_equal(say(BORIS, made.call.row.id, AM_SAYS_COMING).call.state, AM_CALL_ENDED);
    shop.now_ms += 60000;
    assert_int_equal(due().count, 0);
}

static void an_encounter_that_hears_no_more_holds_nobody_up(void **state)
{
    (void)state;
    on_screen(CHEN);
    am_id encounter = shop_encounter(&shop, ANNA, 0).encounter.row.id;
    testing_sql(shop.url, "UPDATE events SET event = 'null', card = NULL, state = NULL");
    struct am_help_answer made = call(AMENDS_LEVEL_SUPERVISOR, encounter);
    assert_int_equal(made.call.state, AM_CALL_CALLED);
    assert_int_equal(shop_count(&shop, &am_delivery_record), 1);
    assert_int_equal(shop_count(&shop, &am_encounter_event_record), 1);
    shop.now_ms += 30000;
    assert_int_equal(due().count, 1);
}

static void who_calls_wrongly_is_refused(void **state)
{
    (void)state;
    on_screen(BORIS);
    struct asked asked = {.calling = {.site = shop.site, .whom = AMENDS_LEVEL_NONE}};
    assert_int_equal(shop_do(&shop, ANNA, call_it, &asked), AM_KEPT_REFUSED);
    asked.calling.whom = AMENDS_LEVEL_COLLEAGUE;
    asked.calling.site = shop.elsewhere;
    assert_int_equal(shop_do(&shop, ANNA, call_it, &asked), AM_KEPT_REFUSED);
    assert_int_equal(shop.refused.kind, AM_REFUSED_FORBIDDEN);
    struct am_help_answer made = call(AMENDS_LEVEL_COLLEAGUE, 0);
    asked = (struct asked){.id = made.call.row.id, .says = AM_SAYS_COMING};
    assert_int_equal(shop_do(&shop, ANNA, say_it, &asked), AM_KEPT_REFUSED);
    assert_string_equal(shop.refused.type, "own-call");
}

int main(int argc, char *argv[])
{
    const struct CMUnitTest tests[] = {
#define T(name) SHOP_TEST(name, set_up, &shop)
        T(the_supervisor_sees_comes_and_arrives),
        T(not_seen_in_time_the_next_one_is_called),
        T(nobody_there_means_telephone_at_once),
        T(an_emergency_goes_to_all_and_the_telephone),
        T(what_cannot_be_delivered_is_said_and_never_late),
        T(what_is_late_is_not_sent),
        T(one_process_sends_it),
        T(what_is_hopeless_is_said_at_once),
        T(security_that_does_not_come_changes_the_card),
        T(a_site_sets_up_its_ways),
        T(it_is_over_and_who_was_called_hears_it),
        T(an_encounter_that_hears_no_more_holds_nobody_up),
        T(who_calls_wrongly_is_refused),
    };
    return testing_run(argc, argv, tests);
}
