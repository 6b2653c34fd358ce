#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "amends/labels.h"
#include "desk/cases/approvals.h"
#include "desk/cases/cases.h"
#include "desk/cases/customers.h"
#include "desk/cases/incidents.h"
#include "desk/cases/promises.h"
#include "desk/cases/remedies.h"
#include "desk/encounters.h"
#include "desk/kit.h"
#include "desk/people/people.h"
#include "domain/rules/trades.h"
#include "faces/serve/demo/demo.h"
#include "store/whole.h"

enum { NOBODY = -1, STEPS_MOST = 96, OWNER = 0 };
/* Open around the clock, so that it can be looked at, and calls for help reach somebody, at any hour. */
static const char hours[] =
    "{\"mon\":[[\"00:00\",\"24:00\"]],\"tue\":[[\"00:00\",\"24:00\"]],\"wed\":[[\"00:00\",\"24:00\"]],"
    "\"thu\":[[\"00:00\",\"24:00\"]],\"fri\":[[\"00:00\",\"24:00\"]],\"sat\":[[\"00:00\",\"24:00\"]],"
    "\"sun\":[[\"00:00\",\"24:00\"]]}";

enum { MINUTE_MS = 60000, HOUR_MS = 3600000, DAY_MS = 86400000 };

/* ---- what happened */

static const struct {
    int8_t site, role; /* site -1: everywhere */
} people[AM_DEMO_PEOPLE] = {
    {-1, AM_ROLE_MANAGER},  {0, AM_ROLE_SUPERVISOR}, {1, AM_ROLE_SUPERVISOR}, {0, AM_ROLE_ASSOCIATE},
    {0, AM_ROLE_ASSOCIATE}, {0, AM_ROLE_ASSOCIATE},  {1, AM_ROLE_ASSOCIATE},  {1, AM_ROLE_ASSOCIATE},
};

/* Minutes count from the case's own time; 0: it did not come so far. What is new counts back from now, so
   that at every hour one case is overdue and one is still in time. */
static const struct demo_case {
    int8_t site, person, customer;
    uint8_t days_ago;
    int16_t minute; /* of that day; days_ago 0: before now */
    int16_t acknowledge, respond, close;
    int8_t outcome, remedy;
    int16_t euros;
    bool owed;
} cases[AM_DEMO_CASES] = {
    {0, 3, 0, 13, 620, 2, 15, 20, AMENDS_OUTCOME_SATISFIED, AMENDS_REMEDY_REFUND, 8, false},
    {0, 4, NOBODY, 12, 1065, 1, 6, 8, AMENDS_OUTCOME_SATISFIED, AMENDS_REMEDY_REFUND, 3, true},
    {1, 6, 1, 11, 730, 5, 40, 1500, AMENDS_OUTCOME_SATISFIED, AMENDS_REMEDY_VOUCHER, 5, false},
    {0, 1, 2, 10, 1110, 30, 960, 980, AMENDS_OUTCOME_PARTLY, NOBODY, 0, false},
    {1, 2, NOBODY, 9, 580, 3, 60, 1440, AMENDS_OUTCOME_PARTLY, NOBODY, 0, false},
    {0, 3, 3, 8, 975, 4, 10, 12, AMENDS_OUTCOME_SATISFIED, AMENDS_REMEDY_VOUCHER, 5, false},
    {1, 6, NOBODY, 7, 1190, 2, 5, 6, AMENDS_OUTCOME_UNSATISFIED, NOBODY, 0, false},
    {0, 1, 4, 6, 665, 10, 45, 60, AMENDS_OUTCOME_SATISFIED, AMENDS_REMEDY_REFUND, 89, false},
    {1, 2, 1, 4, 930, 15, 90, 0, NOBODY, AMENDS_REMEDY_VOUCHER, 10, false},
    {0, 5, NOBODY, 3, 780, 5, 0, 0, NOBODY, NOBODY, 0, false},
    {0, 1, 5, 0, 1500, 20, 0, 0, NOBODY, NOBODY, 0, false},
    {1, 7, 2, 0, 640, 0, 0, 0, NOBODY, NOBODY, 0, false},
};

/* `settle` and `due`: minutes after it was promised; due 0: at the next visit, settle 0: it is open. */
static const struct {
    int8_t of, person;
    int16_t after, due, settle; /* after: the case's own time */
    bool broken;
} promises[AM_DEMO_PROMISES] = {
    {2, 6, 40, 1440, 1200, false},
    {7, 1, 45, 10080, 0, false},
    {10, 1, 25, 4320, 0, false},
    {5, 3, 10, 0, 0, false},
};

/* ---- making it */

struct demo {
    const struct am_demo_settings *settings;
    struct am_tx *tx;
    struct am_arena arena;
    char *trouble;
    am_id org, sites[AM_DEMO_SITES], people[AM_DEMO_PEOPLE], customers[AM_DEMO_CUSTOMERS],
        cases[AM_DEMO_CASES];
    am_id promises[AM_DEMO_PROMISES], incident, live;
    struct am_membership memberships[AM_DEMO_PEOPLE];
    struct am_actor actors[AM_DEMO_PEOPLE];
};

/* One thing that is done at its time. */
struct step {
    int64_t at_ms;
    int order; /* at the same time: as they were written */
    const char *name;
    bool (*take)(struct demo *demo, struct am_doing *doing, int which);
    int which, person;
};

struct steps {
    struct step all[STEPS_MOST];
    int count;
};

static struct amends_view text(const char *words)
{
    return (struct amends_view){words, words ? strlen(words) : 0};
}

static uint32_t random_bits(void *context)
{
    (void)context;
    return randombytes_random();
}

static const struct am_demo_words *words_of(const struct demo *demo)
{
    return demo->settings->words;
}

static int64_t minor(const struct demo *demo, int euros)
{
    return am_trade_minor(euros, words_of(demo)->currency);
}

static const struct am_hooks hooks = {.authority_changed = am_encounter_authority_changed};

/* ---- who is there */

static bool found_shop(struct demo *demo, struct am_doing *doing, int which)
{
    const struct am_demo_words *words = words_of(demo);
    struct am_founding founding;
    (void)which;
    am_record_empty(&am_organisation_record, &founding.organisation);
    am_record_empty(&am_site_record, &founding.site);
    am_record_empty(&am_person_record, &founding.owner);
    founding.organisation.name = text(words->organisation);
    founding.organisation.currency = text(words->currency);
    founding.organisation.lang = text(words->lang);
    founding.organisation.zone = text(words->zone);
    founding.organisation.trade = founding.site.trade = AM_TRADE_SUPERMARKET;
    founding.organisation.demo = true;
    founding.site.name = text(words->sites[0]);
    founding.site.emergency_number = text(words->emergency_number);
    founding.site.telephone = text(words->telephone);
    founding.site.security_on_site = true;
    founding.site.hours = text(hours);
    founding.owner.name = text(words->people[OWNER].name);
    founding.owner.login = text(words->people[OWNER].login);
    founding.owner.lang = text(words->lang);
    founding.owner.password_hash = demo->settings->password_hash;
    founding.owner.debrief_seal = demo->settings->debrief_seals[OWNER];
    if (!am_organisation_found(doing, &founding))
        return false;
    demo->org = founding.organisation.row.org;
    demo->sites[0] = founding.site.row.id;
    demo->people[OWNER] = founding.owner.row.id;
    /* Until the others are there, the owner is alone and may everything. */
    demo->actors[OWNER] = (struct am_actor){.org = demo->org, .person = founding.owner.row.id, .alone = true};
    return true;
}

static bool add_site(struct demo *demo, struct am_doing *doing, int which)
{
    struct am_site site;
    am_record_empty(&am_site_record, &site);
    site.name = text(words_of(demo)->sites[which]);
    site.emergency_number = text(words_of(demo)->emergency_number);
    site.telephone = text(words_of(demo)->telephone);
    site.trade = AM_TRADE_SUPERMARKET;
    site.hours = text(hours);
    if (!am_site_add(doing, &site))
        return false;
    demo->sites[which] = site.row.id;
    return true;
}

static bool add_person(struct demo *demo, struct am_doing *doing, int which)
{
    struct am_person person;
    struct am_membership *membership = &demo->memberships[which];
    am_record_empty(&am_person_record, &person);
    am_record_empty(&am_membership_record, membership);
    person.name = text(words_of(demo)->people[which].name);
    person.login = text(words_of(demo)->people[which].login);
    person.lang = text(words_of(demo)->lang);
    person.password_hash = demo->settings->password_hash;
    person.debrief_seal = demo->settings->debrief_seals[which];
    membership->site = demo->sites[people[which].site];
    membership->role = people[which].role;
    if (!am_person_add(doing, &person, membership))
        return false;
    demo->people[which] = person.row.id;
    demo->actors[which] = (struct am_actor){
        .org = demo->org, .person = person.row.id, .memberships = membership, .membership_count = 1};
    return true;
}

static bool add_customer(struct demo *demo, struct am_doing *doing, int which)
{
    struct am_customer customer;
    am_record_empty(&am_customer_record, &customer);
    customer.name = text(words_of(demo)->customers[which].name);
    customer.contact = text(words_of(demo)->customers[which].contact);
    customer.notes = text(words_of(demo)->customers[which].notes);
    customer.site = demo->sites[which % AM_DEMO_SITES];
    customer.currency = text(words_of(demo)->currency);
    customer.yearly_minor = minor(demo, 600 + 450 * which);
    customer.visits_yearly = 20 + 15 * which;
    if (!am_customer_add(doing, &customer))
        return false;
    demo->customers[which] = customer.row.id;
    return true;
}

/* ---- cases */

static bool open_case(struct demo *demo, struct am_doing *doing, int which)
{
    struct am_case row;
    am_record_empty(&am_case_record, &row);
    row.site = demo->sites[cases[which].site];
    row.owner = doing->actor->person;
    row.customer = cases[which].customer == NOBODY ? 0 : demo->customers[cases[which].customer];
    row.subject = text(words_of(demo)->cases[which].subject);
    row.happened = text(words_of(demo)->cases[which].happened);
    row.wants = text(words_of(demo)->cases[which].wants);
    if (!am_case_open(doing, &hooks, &row))
        return false;
    demo->cases[which] = row.row.id;
    return true;
}

static bool acknowledge_case(struct demo *demo, struct am_doing *doing, int which)
{
    struct am_case row;
    return am_case_acknowledge(doing, demo->cases[which], 0, &row);
}

static bool give_remedy(struct demo *demo, struct am_doing *doing, int which)
{
    struct am_remedy row;
    am_record_empty(&am_remedy_record, &row);
    row.case_ = demo->cases[which];
    row.remedy = cases[which].remedy;
    row.amount_minor = minor(demo, cases[which].euros);
    row.currency = text(words_of(demo)->currency);
    row.what = text(words_of(demo)->cases[which].gave);
    row.owed = cases[which].owed;
    return am_remedy_give(doing, &hooks, &row, -1);
}

static bool respond_to_case(struct demo *demo, struct am_doing *doing, int which)
{
    struct am_case row;
    return am_case_respond(doing, demo->cases[which], 0, &row);
}

static bool close_case(struct demo *demo, struct am_doing *doing, int which)
{
    struct am_case row;
    return am_case_close(doing, demo->cases[which], 0, text(words_of(demo)->cases[which].cause),
                         cases[which].outcome, &row);
}

/* ---- promises, an incident */

static bool make_promise(struct demo *demo, struct am_doing *doing, int which)
{
    struct am_promise row;
    am_record_empty(&am_promise_record, &row);
    row.case_ = demo->cases[promises[which].of];
    row.owner = doing->actor->person;
    row.what = text(words_of(demo)->promises[which]);
    row.due_at_ms = promises[which].due == 0 ? 0 : doing->now_ms + (int64_t)promises[which].due * MINUTE_MS;
    if (!am_promise_make(doing, &row))
        return false;
    demo->promises[which] = row.row.id;
    return true;
}

static bool settle_promise(struct demo *demo, struct am_doing *doing, int which)
{
    struct am_promise row;
    return (promises[which].broken ? am_promise_break : am_promise_keep)(doing, demo->promises[which], 0,
                                                                         &row);
}

static bool report_incident(struct demo *demo, struct am_doing *doing, int which)
{
    const struct am_demo_words *words = words_of(demo);
    struct am_incident row;
    am_record_empty(&am_incident_record, &row);
    row.site = demo->sites[cases[which].site];
    row.case_ = demo->cases[which];
    row.happened_at_ms = doing->now_ms - 30 * MINUTE_MS;
    row.what = text(words->incident.what);
    row.there = text(words->incident.there);
    row.called = text(words->incident.called);
    row.reference = text(words->incident.reference);
    row.harm = AM_HARM_INJURY;
    if (!am_incident_report(doing, &row))
        return false;
    demo->incident = row.row.id;
    return true;
}

static bool follow_incident(struct demo *demo, struct am_doing *doing, int which)
{
    struct am_incident row;
    (void)which;
    return am_incident_follow(doing, demo->incident, text(words_of(demo)->incident.followed), true, 0, &row);
}

/* ---- what is under way */

static bool open_live(struct demo *demo, struct am_doing *doing, int which)
{
    const struct amends_view lang = text(words_of(demo)->lang);
    const int8_t code = (int8_t)amends_engine_language_find(doing->coach->engine, lang);
    const struct am_encounter_opening opening = {.site = demo->sites[0],
                                                 .customer = demo->customers[which],
                                                 .channel = AMENDS_CHANNEL_COUNTER,
                                                 .lang = code,
                                                 .ui_lang = code};
    struct am_encounter_opened opened;
    if (!am_encounter_open(doing, &opening, &opened))
        return false;
    demo->live = opened.encounter.row.id;
    return true;
}

static bool take_event(struct demo *demo, struct am_doing *doing, const char *key, json_t *event)
{
    struct am_events_out out;
    char *json = event ? json_dumps(event, JSON_COMPACT) : NULL;
    json_decref(event);
    if (!json)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    const struct am_event_in in = {
        .key = text(key), .at_ms = doing->now_ms, .event = am_arena_copy(doing->arena, text(json))};
    free(json);
    const struct am_events_in events = {.encounter = demo->live, .events = &in, .count = 1};
    return am_encounter_take(doing, &events, &out);
}

static bool say(struct demo *demo, struct am_doing *doing, int which)
{
    char key[16];
    snprintf(key, sizeof key, "demo-%d", which);
    return take_event(demo, doing, key,
                      json_pack("{s:s, s:s}", "from", which % 2 == 0 ? "customer" : "staff", "text",
                                words_of(demo)->live[which]));
}

static bool see(struct demo *demo, struct am_doing *doing, int which)
{
    (void)which;
    return take_event(demo, doing, "demo-seen", json_pack("{s:s}", "observed", "raised_voice"));
}

static bool ask_approval(struct demo *demo, struct am_doing *doing, int which)
{
    struct am_approval row;
    enum am_approval_begun begun;
    (void)which;
    am_record_empty(&am_approval_record, &row);
    row.site = demo->sites[0];
    row.encounter = demo->live;
    row.remedy = AMENDS_REMEDY_REFUND;
    row.asked_minor = minor(demo, 45);
    row.currency = text(words_of(demo)->currency);
    row.reason = text(words_of(demo)->approval);
    return am_approval_ask(doing, &hooks, &row, HOUR_MS, &begun);
}

/* ---- in the order of time */

static void put(struct steps *steps, int64_t at_ms, const char *name,
                bool (*take)(struct demo *demo, struct am_doing *doing, int which), int which, int person)
{
    if (steps->count == STEPS_MOST)
        return;
    steps->all[steps->count] = (struct step){at_ms, steps->count, name, take, which, person};
    steps->count++;
}

static int64_t time_of_case(const struct demo *demo, int which)
{
    const int64_t now_ms = demo->settings->now_ms;
    if (cases[which].days_ago == 0)
        return now_ms - (int64_t)cases[which].minute * MINUTE_MS;
    const int64_t east_ms = (int64_t)words_of(demo)->hours_east * HOUR_MS;
    const int64_t local_ms = now_ms + east_ms;
    return local_ms - local_ms % DAY_MS - (int64_t)cases[which].days_ago * DAY_MS +
           (int64_t)cases[which].minute * MINUTE_MS - east_ms;
}

static void put_case(struct demo *demo, struct steps *steps, int i)
{
    const struct demo_case *c = &cases[i];
    const int64_t at_ms = time_of_case(demo, i);
    put(steps, at_ms, "case", open_case, i, c->person);
    if (c->acknowledge)
        put(steps, at_ms + (int64_t)c->acknowledge * MINUTE_MS, "acknowledge", acknowledge_case, i,
            c->person);
    if (c->remedy != NOBODY)
        put(steps, at_ms + (int64_t)(c->respond - 1) * MINUTE_MS, "remedy", give_remedy, i, c->person);
    if (c->respond)
        put(steps, at_ms + (int64_t)c->respond * MINUTE_MS, "respond", respond_to_case, i, c->person);
    if (c->close)
        put(steps, at_ms + (int64_t)c->close * MINUTE_MS, "close", close_case, i, c->person);
}

static void put_promise(struct demo *demo, struct steps *steps, int i)
{
    const int64_t at_ms = time_of_case(demo, promises[i].of) + (int64_t)promises[i].after * MINUTE_MS;
    put(steps, at_ms, "promise", make_promise, i, promises[i].person);
    if (promises[i].settle)
        put(steps, at_ms + (int64_t)promises[i].settle * MINUTE_MS, "promise settled", settle_promise, i,
            promises[i].person);
}

static int by_time(const void *a, const void *b)
{
    const struct step *one = a, *other = b;
    if (one->at_ms != other->at_ms)
        return one->at_ms < other->at_ms ? -1 : 1;
    return one->order - other->order;
}

static void plan(struct demo *demo, struct steps *steps)
{
    enum { HURT = 4, LIVE_CUSTOMER = 4, LIVE_PERSON = 3, SECOND_MS = 1000 };
    const int64_t now_ms = demo->settings->now_ms, began_ms = now_ms - (int64_t)20 * DAY_MS;
    put(steps, began_ms, "organisation", found_shop, 0, OWNER);
    for (int i = 1; i < AM_DEMO_SITES; i++)
        put(steps, began_ms + MINUTE_MS, "site", add_site, i, OWNER);
    for (int i = 1; i < AM_DEMO_PEOPLE; i++)
        put(steps, began_ms + (1 + i) * MINUTE_MS, "person", add_person, i, OWNER);
    for (int i = 0; i < AM_DEMO_CUSTOMERS; i++)
        put(steps, began_ms + (int64_t)(i + 1) * HOUR_MS, "customer", add_customer, i, OWNER);
    for (int i = 0; i < AM_DEMO_CASES; i++)
        put_case(demo, steps, i);
    for (int i = 0; i < AM_DEMO_PROMISES; i++)
        put_promise(demo, steps, i);
    put(steps, time_of_case(demo, HURT) + 40 * MINUTE_MS, "incident", report_incident, HURT, 7);
    put(steps, time_of_case(demo, HURT) + 2 * DAY_MS, "incident followed", follow_incident, 0, OWNER);
    put(steps, now_ms - 6 * MINUTE_MS, "encounter", open_live, LIVE_CUSTOMER, LIVE_PERSON);
    for (int i = 0; i < AM_DEMO_LIVE; i++)
        put(steps, now_ms - (5 - i) * MINUTE_MS, "event", say, i, LIVE_PERSON);
    put(steps, now_ms - 3 * MINUTE_MS + SECOND_MS, "event", see, 0, LIVE_PERSON);
    put(steps, now_ms - 30 * SECOND_MS, "approval", ask_approval, 0, LIVE_PERSON);
    qsort(steps->all, (size_t)steps->count, sizeof *steps->all, by_time);
}

static enum am_kept take_step(struct demo *demo, const struct step *step)
{
    struct am_doing doing = {.tx = demo->tx,
                             .arena = &demo->arena,
                             .actor = &demo->actors[step->person],
                             .now_ms = step->at_ms,
                             .random = random_bits,
                             .coach = demo->settings->coach};
    if (step->take(demo, &doing, step->which))
        return AM_KEPT_OK;
    const struct am_refused *refused = &doing.refused;
    snprintf(demo->trouble, AM_DEMO_TROUBLE_LEN, "%s %d: %s: %s %s %s", step->name, step->which,
             refused->type ? refused->type : "-", refused->detail,
             refused->flaw.field ? refused->flaw.field->name : "", refused->flaw.expected);
    return am_doing_end(&doing);
}

static enum am_kept make_job(struct am_tx *tx, void *context)
{
    struct demo *demo = context;
    struct steps steps = {.count = 0};
    am_id *orgs;
    size_t count = 0;
    demo->tx = tx;
    enum am_kept kept = am_tx_organisations(tx, &demo->arena, &orgs, &count);
    if (kept == AM_KEPT_OK && count > 0) {
        snprintf(demo->trouble, AM_DEMO_TROUBLE_LEN,
                 "there is an organisation already: the demo shop wants a database of its own");
        kept = AM_KEPT_REFUSED;
    }
    plan(demo, &steps);
    for (int i = 0; kept == AM_KEPT_OK && i < steps.count; i++)
        kept = take_step(demo, &steps.all[i]);
    am_arena_dispose(&demo->arena);
    return kept;
}

enum am_kept am_demo_make(am_store *store, const struct am_demo_settings *settings,
                          char trouble[AM_DEMO_TROUBLE_LEN])
{
    struct demo demo = {.settings = settings, .trouble = trouble};
    trouble[0] = 0;
    const enum am_kept kept = am_store_write(store, make_job, &demo);
    if (kept != AM_KEPT_OK && !trouble[0])
        snprintf(trouble, AM_DEMO_TROUBLE_LEN, "the database: %s", am_kept_name(kept));
    return kept;
}

const struct am_demo_words *am_demo_words(const char *lang)
{
    static const struct am_demo_words *const all[] = {&am_demo_en, &am_demo_fi, &am_demo_ru, &am_demo_zh};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(all[i]->lang, lang) == 0)
            return all[i];
    return NULL;
}
