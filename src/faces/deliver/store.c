/* What the sender asks of storage: jobs of their own, short, with nothing sent in them. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "desk/kit.h"
#include "faces/deliver/inside.h"
#include "store/whole.h"

enum { GIVE_UP_MS = 60000 };

static uint32_t random_bits(void *context)
{
    (void)context;
    return randombytes_random();
}

static struct am_doing doing_of(struct am_deliver *deliver, struct am_tx *tx, struct am_arena *arena,
                                const struct am_actor *actor)
{
    return (struct am_doing){.tx = tx,
                             .arena = arena,
                             .actor = actor,
                             .now_ms = am_deliver_now_ms(deliver),
                             .random = random_bits,
                             .coach = deliver->settings.coach};
}

/* ---- which organisations have something to send */

struct looking {
    struct am_deliver *deliver;
    struct am_arena arena;
    am_id *orgs;
    size_t count;
};

static enum am_kept look_job(struct am_tx *tx, void *context)
{
    struct looking *looking = context;
    size_t all = 0;
    looking->count = 0;
    enum am_kept kept = am_tx_organisations(tx, &looking->arena, &looking->orgs, &all);
    for (size_t i = 0; kept == AM_KEPT_OK && i < all; i++) {
        struct am_arena arena = {0};
        const struct am_actor desk = {.org = looking->orgs[i]};
        struct am_doing doing = doing_of(looking->deliver, tx, &arena, &desk);
        bool sending = false;
        kept = am_help_deliveries_wait(&doing, &sending) ? AM_KEPT_OK : am_doing_end(&doing);
        if (sending)
            looking->orgs[looking->count++] = looking->orgs[i];
        am_arena_dispose(&arena);
    }
    return kept;
}

/* ---- taking */

struct taking {
    struct am_deliver *deliver;
    am_id org;
    size_t most, late;
    struct am_delivery taken[AM_DELIVER_AT_ONCE]; /* so far; their texts live as long as the job */
    size_t taken_count;
    struct am_attempt *attempts; /* the job's result */
};

static bool same_receiver(const struct am_delivery *a, const struct am_delivery *b)
{
    return a->way == b->way && am_view_same(a->address, b->address) &&
           (a->way != AM_WAY_COMMAND || a->row.org == b->row.org);
}

/* One receiver that hangs gets no more threads than these. */
static bool takes(void *context, const struct am_delivery *delivery)
{
    struct taking *taking = context;
    size_t same = 0;
    for (const struct am_attempt *at = taking->deliver->attempts; at; at = at->next)
        same += same_receiver(&at->row, delivery);
    for (size_t i = 0; i < taking->taken_count; i++)
        same += same_receiver(&taking->taken[i], delivery);
    if (same >= AM_DELIVER_AT_ONE_ADDRESS || taking->taken_count == AM_DELIVER_AT_ONCE)
        return false;
    taking->taken[taking->taken_count++] = *delivery;
    return true;
}

static void free_all(struct am_attempt *attempts)
{
    while (attempts) {
        struct am_attempt *next = attempts->next;
        am_attempt_free(attempts);
        attempts = next;
    }
}

static bool find_way(struct am_doing *doing, struct am_attempt *attempt)
{
    struct am_way way;
    if (attempt->row.by == 0)
        return true;
    const enum am_kept kept =
        am_tx_read(doing->tx, &am_way_record, doing->actor->org, attempt->row.by, doing->arena, &way);
    /* A trial is of a way that is switched off, too. */
    attempt->way_gone = kept == AM_KEPT_NONE || (kept == AM_KEPT_OK && way.off && attempt->row.call != 0);
    if (kept == AM_KEPT_OK)
        attempt->secret = am_arena_copy(&attempt->arena, way.secret);
    return kept == AM_KEPT_NONE || am_doing_kept(doing, kept);
}

static bool add_attempt(struct taking *taking, struct am_doing *doing, const struct am_delivery *row)
{
    struct am_attempt *attempt = calloc(1, sizeof *attempt);
    if (!attempt)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    attempt->deliver = taking->deliver;
    attempt->org = taking->org;
    attempt->row = *row;
    attempt->row.address = am_arena_copy(&attempt->arena, row->address);
    attempt->row.body = am_arena_copy(&attempt->arena, row->body);
    attempt->row.trouble = (struct amends_view){NULL, 0};
    attempt->next = taking->attempts;
    taking->attempts = attempt;
    return find_way(doing, attempt);
}

static enum am_kept take_job(struct am_tx *tx, void *context)
{
    struct taking *taking = context;
    struct am_arena arena = {0};
    const struct am_actor desk = {.org = taking->org};
    struct am_doing doing = doing_of(taking->deliver, tx, &arena, &desk);
    struct am_help_claim claim = {am_deliver_lease_ms(taking->deliver), taking->most, takes, taking, 0};
    struct am_delivery *rows = NULL;
    size_t count = 0;
    free_all(taking->attempts); /* it may be run again from its beginning */
    taking->attempts = NULL;
    taking->taken_count = 0;
    bool done = am_help_deliveries(&doing, &claim, &rows, &count);
    for (size_t i = 0; done && i < count; i++)
        done = add_attempt(taking, &doing, &rows[i]);
    taking->late = claim.late;
    const enum am_kept kept = done ? AM_KEPT_OK : am_doing_end(&doing);
    am_arena_dispose(&arena);
    return kept;
}

enum am_kept am_deliver_take(struct am_deliver *deliver, size_t most, struct am_attempt **attempts)
{
    struct looking looking = {.deliver = deliver};
    enum am_kept kept = am_store_read(deliver->settings.store, look_job, &looking);
    for (size_t i = 0; kept == AM_KEPT_OK && i < looking.count && most > 0; i++) {
        struct taking taking = {.deliver = deliver, .org = looking.orgs[i], .most = most};
        kept = am_store_write(deliver->settings.store, take_job, &taking);
        if (kept != AM_KEPT_OK) {
            free_all(taking.attempts);
            break;
        }
        atomic_fetch_add(&deliver->late, taking.late);
        while (taking.attempts) {
            struct am_attempt *attempt = taking.attempts;
            taking.attempts = attempt->next;
            attempt->next = *attempts;
            *attempts = attempt;
            most--;
        }
    }
    am_arena_dispose(&looking.arena);
    return kept;
}

/* ---- what became of it */

struct settling {
    struct am_deliver *deliver;
    const struct am_attempt *attempt;
    struct am_help_answer answer;
    bool give_back;
    bool changed; /* somebody changed the record meanwhile: to be done again */
};

static bool settle_it(struct am_doing *doing, struct settling *settling)
{
    const struct am_attempt *attempt = settling->attempt;
    const am_id id = attempt->row.row.id;
    struct am_help_setup setup = {0};
    if (settling->give_back)
        return am_help_release(doing, id);
    am_deliver_help(settling->deliver, attempt->org, doing->arena, &setup);
    if (attempt->sent.done)
        return am_help_delivered(doing, id, &setup, &settling->answer);
    const struct am_help_failure failure = {am_view_of(attempt->sent.trouble), attempt->sent.hopeless};
    return am_help_undelivered(doing, id, &failure, &setup, &settling->answer);
}

static enum am_kept settle_job(struct am_tx *tx, void *context)
{
    struct settling *settling = context;
    struct am_arena arena = {0};
    const struct am_actor desk = {.org = settling->attempt->org};
    struct am_doing doing = doing_of(settling->deliver, tx, &arena, &desk);
    settling->answer = (struct am_help_answer){.delivery = AM_DELIVERY_WAITING};
    const enum am_kept kept = settle_it(&doing, settling) ? AM_KEPT_OK : am_doing_end(&doing);
    settling->changed = doing.refused.kind == AM_REFUSED_CHANGED;
    am_arena_dispose(&arena);
    return kept;
}

static void tell(struct am_deliver *deliver, const struct am_attempt *attempt, int32_t state)
{
    static const char *const names[] = {
        [AM_DELIVER_DONE] = "done", [AM_DELIVER_AGAIN] = "again", [AM_DELIVER_FAILED] = "failed"};
    const enum am_deliver_result result = attempt->sent.done             ? AM_DELIVER_DONE
                                          : state == AM_DELIVERY_WAITING ? AM_DELIVER_AGAIN
                                                                         : AM_DELIVER_FAILED;
    const struct am_deliver_log entry = {attempt->row.row.id, am_way_name(attempt->row.way), names[result],
                                         attempt->sent.trouble, attempt->took_ms};
    atomic_fetch_add(&deliver->counts[attempt->row.way][result], 1);
    if (deliver->settings.log)
        deliver->settings.log(deliver->settings.log_context, &entry);
}

bool am_deliver_settle(struct am_deliver *deliver, struct am_attempt *attempt)
{
    struct settling settling = {.deliver = deliver, .attempt = attempt};
    const enum am_kept kept = am_store_write(deliver->settings.store, settle_job, &settling);
    if (kept == AM_KEPT_OK)
        tell(deliver, attempt, settling.answer.delivery);
    /* A database that is away for so long has taken the call with it; REFUSED and NONE stay as they are. */
    return kept == AM_KEPT_OK || (kept == AM_KEPT_REFUSED && !settling.changed) || kept == AM_KEPT_NONE ||
           am_deliver_now_ms(deliver) > attempt->row.last_at_ms + GIVE_UP_MS;
}

void am_deliver_give_back(struct am_deliver *deliver, struct am_attempt *attempt)
{
    struct settling settling = {.deliver = deliver, .attempt = attempt, .give_back = true};
    am_store_write(deliver->settings.store, settle_job, &settling);
}
