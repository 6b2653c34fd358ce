/* Deliveries: what is sent, what arrived, what could not. What would come too late is never sent. */
#include <string.h>

#include "amends/labels.h"
#include "desk/help/inside.h"
#include "desk/kit.h"

/* ---- Taking them to send. */

/* Written where nobody changed it meanwhile; otherwise another process was faster: *mine is false. */
static bool change_mine(struct am_doing *doing, struct am_delivery *delivery, bool *mine)
{
    const enum am_kept kept = am_tx_change(doing->tx, &am_delivery_record, delivery);

    *mine = kept == AM_KEPT_OK;
    return kept == AM_KEPT_CHANGED || kept == AM_KEPT_NONE || am_doing_kept(doing, kept);
}

static bool call_of(struct am_doing *doing, const struct am_delivery *delivery, struct am_call *call)
{
    *call = (struct am_call){.state = AM_CALL_CALLED};
    return delivery->call == 0 || am_doing_read(doing, &am_call_record, delivery->call, call);
}

static bool look_at(struct am_doing *doing, struct am_help_claim *claim, struct am_delivery *delivery,
                    bool *mine)
{
    struct am_call call;

    *mine = false;
    if (!call_of(doing, delivery, &call))
        return false;
    if (am_help_delivery_may(delivery, &call, doing->now_ms)) {
        if (delivery->way == AM_WAY_SCREEN || (claim->takes && !claim->takes(claim->context, delivery)))
            return true;
        am_help_delivery_claim(delivery, doing->now_ms, claim->lease_ms);
        return change_mine(doing, delivery, mine);
    }
    if (delivery->state == AM_DELIVERY_TOO_LATE) {
        if (!change_mine(doing, delivery, mine))
            return false;
        claim->late += *mine && delivery->way != AM_WAY_SCREEN;
        *mine = false;
    }
    return true;
}

static bool list_due(struct am_doing *doing, unsigned most, void **rows, size_t *count)
{
    const struct am_where where[] = {{.field = "state", .how = AM_IS, .number = AM_DELIVERY_WAITING},
                                     {.field = "next_at_ms", .how = AM_BELOW, .number = doing->now_ms + 1}};
    const struct am_list list = {.where = where, .where_count = 2, .by = "next_at_ms", .most = most};

    return am_doing_kept(doing, am_tx_list(doing->tx, &am_delivery_record, doing->actor->org, &list,
                                           doing->arena, rows, count));
}

bool am_help_deliveries(struct am_doing *doing, struct am_help_claim *claim, struct am_delivery **out,
                        size_t *count)
{
    void *rows = NULL;
    size_t found = 0;

    *count = claim->late = 0;
    if (!list_due(doing, AM_LIST_MOST, &rows, &found))
        return false;
    *out = rows;
    for (size_t i = 0; i < found && *count < claim->most; i++) {
        bool mine = false;

        if (!look_at(doing, claim, &(*out)[i], &mine))
            return false;
        if (mine)
            (*out)[(*count)++] = (*out)[i];
    }
    return true;
}

bool am_help_release(struct am_doing *doing, am_id id)
{
    struct am_delivery delivery;
    bool mine;

    if (!am_doing_read(doing, &am_delivery_record, id, &delivery))
        return false;
    if (delivery.state != AM_DELIVERY_WAITING)
        return true;
    am_help_delivery_claim(&delivery, doing->now_ms, 0);
    return change_mine(doing, &delivery, &mine);
}

bool am_help_deliveries_wait(struct am_doing *doing, bool *wait)
{
    void *rows = NULL;
    size_t count = 0;

    *wait = false;
    if (!list_due(doing, AM_LIST_MOST, &rows, &count))
        return false;
    for (size_t i = 0; i < count && !*wait; i++) {
        const struct am_delivery *delivery = &((struct am_delivery *)rows)[i];

        *wait = delivery->way != AM_WAY_SCREEN || delivery->last_at_ms < doing->now_ms;
    }
    return true;
}

/* ---- What became of them. */

static bool begin(struct am_doing *doing, am_id id, const struct am_help_setup *setup,
                  struct am_delivery *delivery, struct am_calling *at)
{
    *at = (struct am_calling){.doing = doing, .setup = setup};
    if (!am_help_hold(doing) || !am_doing_read(doing, &am_delivery_record, id, delivery))
        return false;
    return delivery->call == 0 ||
           (am_doing_read(doing, &am_call_record, delivery->call, &at->call) && am_calling_people(at));
}

static void answer_of(const struct am_calling *at, const struct am_delivery *delivery,
                      struct am_help_answer *out)
{
    *out = (struct am_help_answer){.call = at->call, .quietly = at->call.silent, .delivery = delivery->state};
}

bool am_help_delivered(struct am_doing *doing, am_id id, const struct am_help_setup *setup,
                       struct am_help_answer *out)
{
    struct am_delivery delivery;
    struct am_calling at;

    if (!begin(doing, id, setup, &delivery, &at))
        return false;
    answer_of(&at, &delivery, out);
    if (delivery.state == AM_DELIVERY_DONE)
        return true;
    delivery.state = AM_DELIVERY_DONE;
    delivery.attempts++;
    delivery.trouble = (struct amends_view){NULL, 0};
    if (!am_doing_change(doing, &am_delivery_record, &delivery, 0) ||
        (delivery.call != 0 && !am_calling_step(&at, AM_HELP_DELIVERED, 0, out)))
        return false;
    out->delivery = delivery.state;
    return true;
}

static bool all_of(struct am_doing *doing, am_id call, struct am_delivery **rows, size_t *count)
{
    const struct am_where where = {.field = "call", .how = AM_IS, .number = call};
    void *found = NULL;
    const bool done = am_doing_few(doing, &am_delivery_record, &where, 1, &found, count);

    *rows = found;
    return done;
}

static bool is_alive(const struct am_delivery *delivery)
{
    return delivery->state == AM_DELIVERY_WAITING || delivery->state == AM_DELIVERY_DONE;
}

/* Does anything still reach, or has reached, who was called with this one, or another who was called after
 * them? In an emergency all were called at once: anybody. */
static bool others_reach(struct am_calling *at, const struct am_delivery *delivery, bool *reach)
{
    struct am_delivery *rows;
    size_t count;

    *reach = false;
    if (!all_of(at->doing, delivery->call, &rows, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct am_delivery *other = &rows[i];
        /* Gateways have no person: each is its own. */
        const bool same = delivery->to_person != 0 && other->to_person == delivery->to_person;
        const bool later = other->row.created_at_ms > delivery->row.created_at_ms;

        *reach = *reach || (is_alive(other) && (same || later || at->call.whom == AMENDS_LEVEL_EMERGENCY));
    }
    return true;
}

bool am_calling_failed(struct am_calling *calling, bool *failed)
{
    struct am_delivery *rows;
    size_t count;

    *failed = false;
    if (calling->call.state >= AM_CALL_SEEN)
        return true;
    if (!all_of(calling->doing, calling->call.row.id, &rows, &count))
        return false;
    for (size_t i = 0; i < count && !*failed; i++) {
        bool reach = rows[i].state != AM_DELIVERY_FAILED;

        for (size_t j = 0; j < count && !reach; j++)
            reach = rows[i].to_person != 0 && rows[j].to_person == rows[i].to_person && is_alive(&rows[j]);
        *failed = !reach;
    }
    return true;
}

/* The caller's screen shows that somebody is not reached yet, before it is given up. */
static bool tell_trouble(struct am_doing *doing, const struct am_calling *at,
                         const struct am_delivery *delivery)
{
    return delivery->call == 0 || delivery->attempts != 1 || delivery->state != AM_DELIVERY_WAITING ||
           am_notice_write(doing, "call.trouble", at->call.site, AM_MAY_CALL_HELP, at->call.row.id,
                           at->call.called_by);
}

bool am_help_undelivered(struct am_doing *doing, am_id id, const struct am_help_failure *failure,
                         const struct am_help_setup *setup, struct am_help_answer *out)
{
    struct am_delivery delivery;
    struct am_calling at;
    bool reach = true;

    if (!begin(doing, id, setup, &delivery, &at))
        return false;
    answer_of(&at, &delivery, out);
    if (delivery.state != AM_DELIVERY_WAITING)
        return true;
    am_help_delivery_failed(&delivery, failure->hopeless, doing->now_ms);
    delivery.trouble = failure->trouble;
    if (!am_doing_change(doing, &am_delivery_record, &delivery, 0) || !tell_trouble(doing, &at, &delivery))
        return false;
    if (delivery.call != 0 && delivery.state == AM_DELIVERY_FAILED && !others_reach(&at, &delivery, &reach))
        return false;
    if (!reach && !am_calling_step(&at, AM_HELP_FAILED, 0, out))
        return false;
    out->delivery = delivery.state;
    return true;
}
