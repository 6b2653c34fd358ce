/* Deliveries: what is sent, what arrived, what could not. What would come too late is never sent. */
#include <string.h>

#include "desk/help/inside.h"
#include "desk/kit.h"

bool am_help_deliveries(struct am_doing *doing, struct am_delivery **out, size_t *count)
{
    const struct am_where where[] = {{.field = "state", .how = AM_IS, .number = AM_DELIVERY_WAITING},
                                     {.field = "next_at_ms", .how = AM_BELOW, .number = doing->now_ms + 1},
                                     {.field = "call", .how = AM_IS_NOT, .number = 0}};
    const struct am_list list = {.where = where, .where_count = 3, .most = AM_LIST_MOST};
    void *rows = NULL;
    size_t found = 0;

    *count = 0;
    if (!am_doing_kept(doing, am_tx_list(doing->tx, &am_delivery_record, doing->actor->org, &list,
                                         doing->arena, &rows, &found)))
        return false;
    *out = rows;
    for (size_t i = 0; i < found; i++) {
        struct am_delivery *delivery = &(*out)[i];
        struct am_call call;

        if (!am_doing_read(doing, &am_call_record, delivery->call, &call))
            return false;
        if (am_help_delivery_may(delivery, &call, doing->now_ms)) {
            if (delivery->way != AM_WAY_SCREEN)
                (*out)[(*count)++] = *delivery;
        } else if (delivery->state == AM_DELIVERY_TOO_LATE &&
                   !am_doing_change(doing, &am_delivery_record, delivery, 0)) {
            return false;
        }
    }
    return true;
}

static bool begin(struct am_doing *doing, am_id id, const struct am_help_setup *setup,
                  struct am_delivery *delivery, struct am_calling *at)
{
    *at = (struct am_calling){.doing = doing, .setup = setup};
    if (!am_doing_read(doing, &am_delivery_record, id, delivery))
        return false;
    if (delivery->call == 0)
        return am_refuse(doing, AM_REFUSED_NONE, "not-found", "this is no delivery of a call");
    return am_doing_read(doing, &am_call_record, delivery->call, &at->call) && am_calling_people(at);
}

bool am_help_delivered(struct am_doing *doing, am_id id, const struct am_help_setup *setup,
                       struct am_help_answer *out)
{
    struct am_delivery delivery;
    struct am_calling at;

    if (!begin(doing, id, setup, &delivery, &at))
        return false;
    *out = (struct am_help_answer){.call = at.call, .quietly = at.call.silent};
    if (delivery.state == AM_DELIVERY_DONE)
        return true;
    delivery.state = AM_DELIVERY_DONE;
    delivery.attempts++;
    return am_doing_change(doing, &am_delivery_record, &delivery, 0) &&
           am_calling_step(&at, AM_HELP_DELIVERED, 0, out);
}

/* Does anything still reach, or has reached, who was called with this one? */
static bool others_reach(struct am_doing *doing, const struct am_delivery *delivery, bool *reach)
{
    const struct am_where where[] = {{.field = "call", .how = AM_IS, .number = delivery->call},
                                     {.field = "to_person", .how = AM_IS, .number = delivery->to_person}};
    void *rows = NULL;
    size_t count = 0;

    *reach = false;
    if (!am_doing_few(doing, &am_delivery_record, where, 2, &rows, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct am_delivery *other = &((struct am_delivery *)rows)[i];
        bool alive = other->state == AM_DELIVERY_WAITING || other->state == AM_DELIVERY_DONE;

        /* Gateways have no person: each is its own. */
        *reach = *reach || (alive && delivery->to_person != 0);
    }
    return true;
}

bool am_help_undelivered(struct am_doing *doing, am_id id, struct amends_view trouble,
                         const struct am_help_setup *setup, struct am_help_answer *out)
{
    struct am_delivery delivery;
    struct am_calling at;
    bool reach = true;

    if (!begin(doing, id, setup, &delivery, &at))
        return false;
    *out = (struct am_help_answer){.call = at.call, .quietly = at.call.silent};
    if (delivery.state != AM_DELIVERY_WAITING)
        return true;
    am_help_delivery_failed(&delivery, doing->now_ms);
    delivery.trouble = trouble;
    if (!am_doing_change(doing, &am_delivery_record, &delivery, 0))
        return false;
    if (delivery.state == AM_DELIVERY_FAILED && !others_reach(doing, &delivery, &reach))
        return false;
    return reach || am_calling_step(&at, AM_HELP_FAILED, 0, out);
}
