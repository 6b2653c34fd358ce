#include "desk/encounter/shop_test.h"

#include <stdio.h>

#include <stdlib.h>
#include <string.h>

#include "amends/malloc.h"
#include "domain/kinds/authority.h"
#include "faces/json/coachwords.h"

static uint32_t next_random(void *context)
{
    uint32_t *random = context;

    *random = *random * UINT32_C(1664525) + UINT32_C(1013904223);
    return *random >> 8;
}

struct job {
    struct shop *shop;
    enum testing_who who;
    shop_verb *verb;
    void *context;
};

static enum am_kept run_job(struct am_tx *tx, void *context)
{
    struct job *job = context;
    struct shop *shop = job->shop;
    const struct am_actor actor = {.org = shop->org,
                                   .person = shop->people[job->who],
                                   .memberships = &shop->memberships[job->who],
                                   .membership_count = 1};
    struct am_doing doing = {.tx = tx,
                             .arena = &shop->arena,
                             .actor = &actor,
                             .now_ms = shop->now_ms,
                             .random = next_random,
                             .random_context = &shop->random,
                             .coach = &shop->coach};
    bool done = job->verb(&doing, job->context);

    shop->refused = doing.refused;
    assert_int_equal(done, doing.refused.kind == AM_REFUSED_NOT);
    return am_doing_end(&doing);
}

enum am_kept shop_do(struct shop *shop, enum testing_who who, shop_verb *verb, void *context)
{
    struct job job = {shop, who, verb, context};

    shop->refused = (struct am_refused){0};
    return am_store_write(shop->store, run_job, &job);
}

struct added {
    const struct am_record *record;
    void *row;
};

static bool add_row(struct am_doing *doing, void *context)
{
    struct added *added = context;

    am_doing_begin_row(doing, added->row);
    return am_doing_add(doing, added->record, added->row);
}

void shop_add(struct shop *shop, const struct am_record *record, void *row)
{
    struct added added = {record, row};

    if (shop_do(shop, ANNA, add_row, &added) != AM_KEPT_OK)
        fail_msg("%s: %s", record->name, shop->refused.detail);
}

static void add_person(struct shop *shop, enum testing_who who, const char *name, int32_t role)
{
    struct am_person person;
    struct am_membership *membership = &shop->memberships[who];

    am_record_empty(&am_person_record, &person);
    person.name = person.login = view_of(name);
    person.lang = view_of("en");
    person.active = true;
    person.telephone = view_of(who == CHEN ? "+358 40 111" : "");
    shop_add(shop, &am_person_record, &person);
    shop->people[who] = person.row.id;
    am_record_empty(&am_membership_record, membership);
    membership->person = person.row.id;
    membership->site = shop->site;
    membership->role = role;
    shop_add(shop, &am_membership_record, membership);
}

static am_id add_site(struct shop *shop, const char *name)
{
    struct am_site site;

    am_record_empty(&am_site_record, &site);
    site.name = view_of(name);
    site.lang = view_of("en");
    site.currency = view_of("EUR");
    site.zone = view_of("Europe/Helsinki");
    site.emergency_number = view_of("112");
    site.telephone = view_of("+358 9 1234");
    site.trade = AM_TRADE_SUPERMARKET;
    site.security_on_site = true;
    shop_add(shop, &am_site_record, &site);
    return site.row.id;
}

static void open_coach(struct shop *shop)
{
    const struct amends_allocator allocator = AMENDS_MALLOC;
    amends_workspace *workspace;

    assert_int_equal(amends_engine_new(&allocator, amends_builtin_image(), &shop->engine), AMENDS_OK);
    assert_int_equal(amends_workspace_new(shop->engine, &allocator, 0, &workspace), AMENDS_OK);
    shop->words = am_coachwords(shop->engine);
    shop->coach = (struct am_coach){shop->engine, workspace, &shop->words, am_memo_new()};
}

void shop_open(struct shop *shop)
{
    struct am_organisation organisation;
    struct am_customer customer;

    *shop = (struct shop){.now_ms = NOON_MS, .random = 7};
    shop->url = testing_database();
    shop->store = testing_open(shop->url, NULL);
    open_coach(shop);
    shop->org = 1;
    am_record_empty(&am_organisation_record, &organisation);
    organisation.name = view_of("Shop");
    organisation.currency = view_of("EUR");
    organisation.lang = view_of("en");
    organisation.zone = view_of("Europe/Helsinki");
    organisation.trade = AM_TRADE_SUPERMARKET;
    shop_add(shop, &am_organisation_record, &organisation);
    shop->site = add_site(shop, "Centre");
    shop->elsewhere = add_site(shop, "North");
    add_person(shop, ANNA, "anna", AM_ROLE_ASSOCIATE);
    add_person(shop, BORIS, "boris", AM_ROLE_ASSOCIATE);
    add_person(shop, CHEN, "chen", AM_ROLE_SUPERVISOR);
    add_person(shop, EVA, "eva", AM_ROLE_MANAGER);
    am_record_empty(&am_customer_record, &customer);
    customer.name = view_of("Dora");
    shop_add(shop, &am_customer_record, &customer);
    shop->customer = customer.row.id;
}

void shop_close(struct shop *shop)
{
    am_store_close(shop->store);
    am_arena_dispose(&shop->arena);
    am_memo_free(shop->coach.memo);
    amends_workspace_free(shop->coach.workspace);
    amends_engine_free(shop->engine);
}

int shop_set_up(void **state)
{
    shop_open(*state);
    return 0;
}

int shop_tear_down(void **state)
{
    assert_int_equal(shop_verify(*state).fault, AM_AUDIT_SOUND);
    shop_close(*state);
    return 0;
}

/* ---- Looking. */

struct listing {
    const struct am_record *record;
    void *rows;
    size_t count;
};

static bool list_rows(struct am_doing *doing, void *context)
{
    struct listing *listing = context;
    const struct am_list list = {.most = AM_LIST_MOST};

    return am_doing_kept(doing, am_tx_list(doing->tx, listing->record, doing->actor->org, &list, doing->arena,
                                           &listing->rows, &listing->count));
}

size_t shop_all(struct shop *shop, const struct am_record *record, void **rows)
{
    struct listing listing = {.record = record};

    assert_int_equal(shop_do(shop, ANNA, list_rows, &listing), AM_KEPT_OK);
    *rows = listing.rows;
    return listing.count;
}

size_t shop_count(struct shop *shop, const struct am_record *record)
{
    void *rows;

    return shop_all(shop, record, &rows);
}

size_t shop_notices(struct shop *shop, const char *kind)
{
    void *rows;
    size_t all = shop_all(shop, &am_notice_record, &rows), count = 0;

    for (size_t i = 0; i < all; i++)
        count += holds(((struct am_notice *)rows)[i].kind, kind);
    return count;
}

void shop_sign_in(struct shop *shop, enum testing_who who)
{
    struct am_session session;

    am_record_empty(&am_session_record, &session);
    session.person = shop->people[who];
    session.token_hash = (struct amends_view){"0123456789abcdef0123456789abcdef", 32};
    session.csrf = view_of("csrf");
    session.seen_at_ms = shop->now_ms;
    session.ends_at_ms = shop->now_ms + 3600000;
    shop_add(shop, &am_session_record, &session);
}

void shop_grant(struct shop *shop, enum testing_who who, int64_t minor)
{
    struct am_grant grant;

    am_record_empty(&am_grant_record, &grant);
    grant.to = AM_GRANT_TO_PERSON;
    grant.person = shop->people[who];
    grant.remedy = AMENDS_REMEDY_REFUND;
    grant.currency = view_of("EUR");
    grant.most_minor = minor;
    grant.granted_by = shop->people[EVA];
    shop_add(shop, &am_grant_record, &grant);
}

/* ---- Encounters. */

struct opening {
    struct am_encounter_opening in;
    struct am_encounter_opened out;
};

static bool open_it(struct am_doing *doing, void *context)
{
    struct opening *opening = context;

    return am_encounter_open(doing, &opening->in, &opening->out);
}

struct am_encounter_opened shop_encounter(struct shop *shop, enum testing_who who, am_id customer)
{
    struct opening opening = {.in = {.site = shop->site,
                                     .customer = customer,
                                     .channel = AMENDS_CHANNEL_COUNTER,
                                     .lang = (int8_t)amends_engine_language_find(shop->engine, view_of("en")),
                                     .ui_lang = -1}};

    if (shop_do(shop, who, open_it, &opening) != AM_KEPT_OK)
        fail_msg("open: %s", shop->refused.detail);
    return opening.out;
}

struct take {
    struct am_events_in in;
    struct am_events_out *out;
    bool plainly, overtaken;
};

/* As a face does: on what is remembered, else on a read. */
static bool take_it(struct am_doing *doing, void *context)
{
    struct take *take = context;
    struct am_doing before = *doing;

    before.tx = NULL;
    if (!take->in.forecast && !take->plainly)
        take->in.forecast = am_encounter_foresee(&before, &take->in);
    if (!take->in.forecast && !take->plainly)
        take->in.forecast = am_encounter_foresee(doing, &take->in);

    bool done = am_encounter_take(doing, &take->in, take->out);

    take->overtaken = doing->overtaken;
    return done;
}

enum am_kept shop_take(struct shop *shop, enum testing_who who, const struct am_events_in *in,
                       struct am_events_out *out)
{
    struct take take = {.in = *in, .out = out};
    enum am_kept kept = shop_do(shop, who, take_it, &take);

    if (take.overtaken) {
        take = (struct take){.in = *in, .out = out, .plainly = true};
        take.in.forecast = NULL;
        kept = shop_do(shop, who, take_it, &take);
    }
    if (kept == AM_KEPT_OK && take.in.forecast)
        am_encounter_written(shop->coach.memo, take.in.forecast, &out->encounter);
    return kept;
}

struct am_event_out shop_tell(struct shop *shop, enum testing_who who, am_id encounter, const char *key,
                              int64_t at_ms, const char *event)
{
    const struct am_event_in one = {view_of(key), at_ms, view_of(event)};
    const struct am_events_in in = {.encounter = encounter, .events = &one, .count = 1};
    struct am_events_out out;

    if (shop_take(shop, who, &in, &out) != AM_KEPT_OK)
        fail_msg("%s: %s", event, shop->refused.detail);
    return out.answers[0];
}

struct reading {
    am_id id;
    struct am_live_encounter encounter;
};

static bool read_it(struct am_doing *doing, void *context)
{
    struct reading *reading = context;

    return am_doing_read(doing, &am_live_encounter_record, reading->id, &reading->encounter);
}

struct am_live_encounter shop_stored(struct shop *shop, am_id encounter)
{
    struct reading reading = {.id = encounter};

    assert_int_equal(shop_do(shop, ANNA, read_it, &reading), AM_KEPT_OK);
    return reading.encounter;
}

static bool verify_it(struct am_doing *doing, void *context)
{
    return am_doing_kept(doing, am_audit_verify(doing->tx, doing->actor->org, context));
}

struct am_audit_verdict shop_verify(struct shop *shop)
{
    struct am_audit_verdict verdict;

    assert_int_equal(shop_do(shop, ANNA, verify_it, &verdict), AM_KEPT_OK);
    return verdict;
}

bool holds(struct amends_view text, const char *part)
{
    size_t len_bytes = strlen(part);

    for (size_t i = 0; i + len_bytes <= text.len_bytes; i++)
        if (memcmp(text.bytes + i, part, len_bytes) == 0)
            return true;
    return false;
}

struct am_event_out shop_happens(struct shop *shop, am_id encounter, const char *key, const char *event)
{
    shop->now_ms += 1000;
    return shop_tell(shop, ANNA, encounter, key, 0, event);
}

struct am_event_out shop_say(struct shop *shop, am_id encounter, const char *key, const char *from,
                             const char *text)
{
    char event[400];
    snprintf(event, sizeof event, "{\"from\": \"%s\", \"text\": \"%s\"}", from, text);
    return shop_happens(shop, encounter, key, event);
}
