/* Customers, cases and what belongs to them. */
#include <string.h>

#include "fill.h"

/* As the desk keeps them unless it is told otherwise. */
enum { ENCOUNTER_DAYS = 365, EVENT_DAYS = 90 };
enum { DAY_MS = 86400000, HOUR_MS = 3600000, BLOCK = 64, BLOCK_CUSTOMERS = 16, QUIET = 997 };
enum { NEWEST = 600, LEFT = 150 };

/* In 64 cases there are sixteen customers: one came twenty times, seven came once. */
static const unsigned char shares[BLOCK_CUSTOMERS] = {20, 10, 8, 5, 4, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1};

static uint32_t random_bits(void *context)
{
    return fill_random(context, UINT32_C(1) << 20);
}

/* The last site is a quiet one. */
static size_t site_of(const struct fill *fill, size_t customer)
{
    if (fill->site_count == 1)
        return 0;
    return customer % QUIET == 0 ? fill->site_count - 1 : customer % (fill->site_count - 1);
}

static am_id somebody(struct fill *fill, size_t site)
{
    return fill->people[site][fill_random(fill, (uint32_t)fill->people_count[site])];
}

/* What a person does at a time. */
static struct am_doing doing_at(struct fill *fill, const struct am_actor *actor, int64_t now_ms)
{
    return (struct am_doing){.tx = &fill->tx,
                             .arena = &fill->arena,
                             .actor = actor,
                             .now_ms = now_ms,
                             .random = random_bits,
                             .random_context = fill};
}

bool fill_customers(struct fill *fill, size_t count)
{
    fill->customer_count = (count + BLOCK - 1) / BLOCK * BLOCK_CUSTOMERS;
    fill->customers = am_arena_take(&fill->kept, fill->customer_count * sizeof *fill->customers);
    if (!fill->customers)
        return false;
    for (size_t i = 0; i < fill->customer_count; i++) {
        size_t site = site_of(fill, i);
        unsigned lang = (unsigned)site % LANGS;
        const struct am_actor actor = {.org = fill->org, .person = somebody(fill, site)};
        struct am_doing doing = doing_at(fill, &actor, fill->from_ms + (int64_t)i);
        struct am_customer row;
        am_record_empty(&am_customer_record, &row);
        row.site = fill->sites[site].row.id;
        row.name = fill_name(fill, lang, i);
        row.contact = fill_print(fill, "c%zu@example.org", i);
        row.currency = fill_print(fill, "EUR");
        row.yearly_minor = 1000 * (int64_t)fill_random(fill, 500);
        row.visits_yearly = fill_random(fill, 50);
        am_doing_begin_row(&doing, &row.row);
        if (!am_doing_add(&doing, &am_customer_record, &row))
            return false;
        fill->customers[i] = row.row.id;
        am_arena_dispose(&fill->arena);
    }
    return true;
}

/* Whose the case is: the cases of one customer lie far from each other. */
static size_t customer_of(size_t number, size_t count)
{
    size_t place = (size_t)((uint64_t)number * 2654435761u % count), at = place % BLOCK, slot = 0;
    while (at >= shares[slot])
        at -= shares[slot++];
    return place / BLOCK * BLOCK_CUSTOMERS + slot;
}

/* How far a case got. Those who work there have as much to do however many cases lie behind them: the newest
 * are on their way, some of all others were left lying. */
static void advance(struct fill *fill, struct am_case *row, bool newest, size_t count)
{
    uint32_t dice = fill_random(fill, 1000);
    row->state = !newest      ? (fill_random(fill, (uint32_t)count) < LEFT ? AM_CASE_OPEN : AM_CASE_CLOSED)
                 : dice < 400 ? AM_CASE_OPEN
                 : dice < 700 ? AM_CASE_ACKNOWLEDGED
                 : dice < 900 ? AM_CASE_RESPONDED
                              : AM_CASE_CLOSED;
    row->acknowledge_by_ms = row->received_at_ms + DAY_MS;
    row->respond_by_ms = row->received_at_ms + 5 * (int64_t)DAY_MS;
    if (row->state >= AM_CASE_ACKNOWLEDGED)
        row->acknowledged_at_ms = row->received_at_ms + fill_random(fill, 20) * (int64_t)HOUR_MS;
    if (row->state >= AM_CASE_RESPONDED)
        row->responded_at_ms = row->acknowledged_at_ms + fill_random(fill, 90) * (int64_t)HOUR_MS;
    if (row->state == AM_CASE_CLOSED) {
        row->closed_at_ms = row->responded_at_ms + fill_random(fill, 48) * (int64_t)HOUR_MS;
        row->outcome = 1 + (int32_t)fill_random(fill, 3);
    }
}

static bool copy_events(struct am_doing *doing, const struct fill_model *model,
                        const struct am_live_encounter *copy)
{
    for (size_t i = 0; i < model->event_count; i++) {
        struct am_encounter_event event = model->events[i];
        am_doing_begin_row(doing, &event.row);
        event.encounter = copy->row.id;
        event.person = copy->person;
        event.at_ms += doing->now_ms - model->encounter.row.created_at_ms;
        if (!am_doing_add(doing, &am_encounter_event_record, &event))
            return false;
    }
    return true;
}

/* A model's encounter, led for this case; what its time of keeping has left of it. */
static bool copy_encounter(struct fill *fill, struct am_doing *doing, const struct fill_model *model,
                           struct am_case *row)
{
    struct am_live_encounter copy = model->encounter;
    int64_t days = (fill->until_ms - doing->now_ms) / DAY_MS;
    row->hand_over = model->of.hand_over;
    if (days >= ENCOUNTER_DAYS)
        return true;
    am_doing_begin_row(doing, &copy.row);
    copy.site = row->site;
    copy.person = row->owner;
    copy.customer = row->customer;
    copy.case_ = row->row.id;
    copy.ended_at_ms = doing->now_ms + HOUR_MS;
    row->encounter = copy.row.id;
    return am_doing_add(doing, &am_live_encounter_record, &copy) &&
           (days >= EVENT_DAYS || copy_events(doing, model, &copy));
}

static bool add_remedy(struct fill *fill, struct am_doing *doing, const struct am_case *row)
{
    struct am_remedy remedy;
    am_record_empty(&am_remedy_record, &remedy);
    am_doing_begin_row(doing, &remedy.row);
    remedy.case_ = row->row.id;
    remedy.encounter = row->encounter;
    remedy.person = row->owner;
    remedy.remedy = (int32_t)fill_random(fill, 3);
    remedy.amount_minor = 100 * (1 + (int64_t)fill_random(fill, 60));
    remedy.currency = fill_print(fill, "EUR");
    return am_doing_add(doing, &am_remedy_record, &remedy);
}

static bool add_promise(struct fill *fill, struct am_doing *doing, const struct am_case *row, unsigned lang)
{
    struct am_promise promise;
    am_record_empty(&am_promise_record, &promise);
    am_doing_begin_row(doing, &promise.row);
    promise.site = row->site;
    promise.case_ = row->row.id;
    promise.encounter = row->encounter;
    promise.customer = row->customer;
    promise.owner = row->owner;
    promise.what = fill_sentence(fill, lang);
    if (row->state == AM_CASE_CLOSED) {
        promise.due_at_ms = row->received_at_ms + 7 * (int64_t)DAY_MS;
        promise.state = fill_random(fill, 10) ? AM_PROMISE_KEPT : AM_PROMISE_BROKEN;
        promise.settled_at_ms = promise.due_at_ms - HOUR_MS;
    } else {
        promise.due_at_ms = fill_random(fill, 3) ? fill->until_ms + 30 * (int64_t)DAY_MS : 0;
        promise.state = AM_PROMISE_OPEN;
    }
    return am_doing_add(doing, &am_promise_record, &promise);
}

static bool note(struct fill *fill, struct am_doing *doing, const struct am_case *row)
{
    struct amends_view number = fill_print(fill, "{\"number\":%lld}", (long long)row->number);
    return am_audit_write(doing, "case.opened", &am_case_record, row->row.id, number) &&
           (row->state != AM_CASE_CLOSED ||
            am_audit_write(doing, "case.closed", &am_case_record, row->row.id, (struct amends_view){0}));
}

bool fill_case(struct fill *fill, size_t number, size_t count)
{
    size_t customer = customer_of(number, count), site = site_of(fill, customer);
    unsigned lang = (unsigned)site % LANGS;
    const struct am_actor actor = {.org = fill->org, .person = somebody(fill, site)};
    int64_t span_ms = (fill->until_ms - fill->from_ms) / (int64_t)count;
    struct am_doing doing = doing_at(fill, &actor, fill->from_ms + span_ms * (int64_t)number);
    struct am_case row;
    am_record_empty(&am_case_record, &row);
    am_doing_begin_row(&doing, &row.row);
    row.site = fill->sites[site].row.id;
    row.owner = actor.person;
    row.customer = fill->customers[customer];
    row.received_at_ms = doing.now_ms;
    row.subject = fill_subject(fill, lang);
    row.happened = fill_happened(fill, lang, number);
    row.wants = fill_sentence(fill, lang);
    advance(fill, &row, number + NEWEST >= count, count);
    if (am_tx_next(&fill->tx, fill->org, "case", &row.number) != AM_KEPT_OK)
        return false;
    if (number % 4 == 0 &&
        !copy_encounter(fill, &doing, &fill->models[fill_random(fill, (uint32_t)fill->model_count)], &row))
        return false;
    return am_doing_add(&doing, &am_case_record, &row) && note(fill, &doing, &row) &&
           (fill_random(fill, 5) || add_remedy(fill, &doing, &row)) &&
           (fill_random(fill, 5) || add_promise(fill, &doing, &row, lang));
}
