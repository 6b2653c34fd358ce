#include "desk/testing.h"

#include <pthread.h>

#include "desk/people/people.h"
#include "store/store_testing.h"

struct shop shop, stranger;
struct am_refused shop_refused;
struct am_arena shop_arena;

static am_store *store;

/* A job that waits, while the test's own thread uses its transaction: so that what a test asserts is asserted
 * there. */
static struct {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t turn;
    struct am_tx *tx;
    bool open, ended;
    enum am_kept answer, kept;
    struct am_doing doing;
    struct am_actor actor;
    struct am_membership memberships[16];
} now = {.lock = PTHREAD_MUTEX_INITIALIZER, .turn = PTHREAD_COND_INITIALIZER};

static enum am_kept wait_for_test(struct am_tx *tx, void *context)
{
    (void)context;
    pthread_mutex_lock(&now.lock);
    now.tx = tx;
    now.open = true;
    pthread_cond_broadcast(&now.turn);
    while (!now.ended)
        pthread_cond_wait(&now.turn, &now.lock);
    const enum am_kept answer = now.answer;
    pthread_mutex_unlock(&now.lock);
    return answer;
}

static void *write_job(void *context)
{
    (void)context;
    now.kept = am_store_write(store, wait_for_test, NULL);
    return NULL;
}

static uint32_t next_random(void *context)
{
    static uint64_t seed = 1;
    (void)context;
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(seed >> 33);
}

static void read_actor(const struct shop *in, am_id who)
{
    const struct am_where of = {.field = "person", .how = AM_IS, .number = who};
    const struct am_list list = {.where = &of, .where_count = 1, .most = 16};
    const struct am_where active = {.field = "active", .how = AM_IS, .number = 1};
    void *rows = NULL;
    size_t count = 0;
    int64_t people = 0;
    assert_int_equal(am_tx_list(now.tx, &am_membership_record, in->org, &list, &shop_arena, &rows, &count),
                     AM_KEPT_OK);
    assert_int_equal(am_tx_count(now.tx, &am_person_record, in->org, &active, 1, &people), AM_KEPT_OK);
    count = am_memberships_now(rows, count, shop.now_ms);
    if (count > 0)
        memcpy(now.memberships, rows, count * sizeof *now.memberships);
    now.actor = (struct am_actor){.org = in->org,
                                  .person = who,
                                  .memberships = now.memberships,
                                  .membership_count = count,
                                  .alone = people == 1 && who != 0};
}

struct am_doing *shop_as(const struct shop *in, am_id who)
{
    now.open = now.ended = false;
    assert_int_equal(pthread_create(&now.thread, NULL, write_job, NULL), 0);
    pthread_mutex_lock(&now.lock);
    while (!now.open)
        pthread_cond_wait(&now.turn, &now.lock);
    pthread_mutex_unlock(&now.lock);
    read_actor(in, who);
    now.doing = (struct am_doing){.tx = now.tx,
                                  .arena = &shop_arena,
                                  .actor = &now.actor,
                                  .now_ms = shop.now_ms,
                                  .random = next_random};
    return &now.doing;
}

bool shop_done(bool went_well)
{
    shop_refused = now.doing.refused;
    pthread_mutex_lock(&now.lock);
    now.answer = am_doing_end(&now.doing);
    now.ended = true;
    pthread_cond_broadcast(&now.turn);
    pthread_mutex_unlock(&now.lock);
    pthread_join(now.thread, NULL);
    /* A verb says true exactly where it refused nothing. */
    assert_int_equal(went_well, now.doing.refused.kind == AM_REFUSED_NOT);
    assert_int_equal(now.kept, now.answer);
    return went_well;
}

static void found(struct shop *made, const char *name, int32_t trade)
{
    struct am_founding founding;
    am_record_empty(&am_organisation_record, &founding.organisation);
    am_record_empty(&am_site_record, &founding.site);
    am_record_empty(&am_person_record, &founding.owner);
    founding.organisation.name = founding.site.name = view_of(name);
    founding.organisation.currency = view_of("EUR");
    founding.organisation.lang = view_of("fi");
    founding.organisation.zone = view_of("Europe/Helsinki");
    founding.organisation.trade = trade;
    founding.owner.name = view_of("Owner");
    founding.owner.login = view_of("owner");
    struct am_doing *d = shop_as(made, 0);
    if (!shop_done(am_organisation_found(d, &founding)))
        fail_msg("not founded: %s: %s", shop_refused.type, shop_refused.detail);
    made->org = founding.organisation.row.org;
    made->site = founding.site.row.id;
    made->owner = founding.owner.row.id;
}

static am_id hire(const char *name, int32_t role, am_id site)
{
    struct am_person person;
    struct am_membership first;
    am_record_empty(&am_person_record, &person);
    am_record_empty(&am_membership_record, &first);
    person.name = person.login = view_of(name);
    first.role = role;
    first.site = site;
    DO(shop.owner, am_person_add(d, &person, &first));
    return person.row.id;
}

int shop_open(void **state)
{
    struct am_site branch;
    (void)state;
    store = testing_open(testing_database(), NULL);
    shop = stranger = (struct shop){.now_ms = MORNING_MS};
    found(&shop, "Corner", AM_TRADE_SUPERMARKET);
    found(&stranger, "Salon", AM_TRADE_SALON);
    am_record_empty(&am_site_record, &branch);
    branch.name = view_of("Turku");
    DO(shop.owner, am_site_add(d, &branch));
    shop.branch = branch.row.id;
    shop.ann = hire("ann", AM_ROLE_ASSOCIATE, shop.site);
    shop.bob = hire("bob", AM_ROLE_ASSOCIATE, shop.site);
    shop.sue = hire("sue", AM_ROLE_SUPERVISOR, shop.site);
    shop.max = hire("max", AM_ROLE_MANAGER, shop.site);
    shop.tea = hire("tea", AM_ROLE_SUPERVISOR, shop.branch);
    return 0;
}

int shop_close(void **state)
{
    struct am_audit_verdict verdict = {0};
    (void)state;
    struct am_doing *d = shop_as(&shop, shop.owner);
    const enum am_kept kept = am_audit_verify(d->tx, shop.org, &verdict);
    shop_done(true);
    assert_int_equal(kept, AM_KEPT_OK);
    assert_int_equal(verdict.fault, AM_AUDIT_SOUND);
    assert_true(verdict.entries > 0);
    am_store_close(store);
    am_arena_dispose(&shop_arena);
    return 0;
}

void shop_add(const struct am_record *record, void *row)
{
    DO(shop.owner, (am_doing_begin_row(d, row), am_doing_add(d, record, row)));
}

void shop_read(const struct am_record *record, am_id id, void *row)
{
    DO(shop.owner, am_doing_read(d, record, id, row));
}

am_id shop_encounter(am_id person, am_id customer)
{
    struct am_live_encounter encounter;
    am_record_empty(&am_live_encounter_record, &encounter);
    encounter.site = shop.site;
    encounter.person = person;
    encounter.customer = customer;
    encounter.channel = AMENDS_CHANNEL_COUNTER;
    shop_add(&am_live_encounter_record, &encounter);
    return encounter.row.id;
}

static int64_t count_of(const struct am_record *record, const struct am_where *where, size_t where_count)
{
    int64_t count = 0;
    struct am_doing *d = shop_as(&shop, shop.owner);
    const enum am_kept kept = am_tx_count(d->tx, record, shop.org, where, where_count, &count);
    shop_done(true);
    assert_int_equal(kept, AM_KEPT_OK);
    return count;
}

int64_t shop_notices(const char *kind, am_id only_for)
{
    const struct am_where where[] = {{.field = "kind", .how = AM_IS, .text = view_of(kind)},
                                     {.field = "only_for", .how = AM_IS, .number = only_for}};
    return count_of(&am_notice_record, where, 2);
}

int64_t shop_logged(const char *action)
{
    const struct am_where where = {.field = "action", .how = AM_IS, .text = view_of(action)};
    return count_of(&am_audit_record, &where, 1);
}

int shop_main(int argc, char *argv[], int (*tests)(void))
{
    return testing_begin(argc, argv) ? testing_end(tests()) : 77;
}
