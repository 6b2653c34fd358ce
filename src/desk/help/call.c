#include <string.h>

#include "amends/labels.h"
#include "desk/help/inside.h"
#include "desk/kit.h"

static bool encounter_there(struct am_doing *doing, am_id id, am_id site)
{
    struct am_live_encounter encounter;

    if (id == 0)
        return true;
    if (!am_doing_read(doing, &am_live_encounter_record, id, &encounter))
        return false;
    if (encounter.site == site)
        return true;
    return am_refuse_field(doing, &am_call_record, "encounter", "an encounter of this site was expected");
}

bool am_help_hold(struct am_doing *doing)
{
    int64_t number;

    return am_doing_kept(doing, am_tx_next(doing->tx, doing->actor->org, "help", &number));
}

bool am_help_call(struct am_doing *doing, const struct am_help_calling *calling,
                  const struct am_help_setup *setup, struct am_help_answer *out)
{
    struct am_calling at = {.doing = doing, .setup = setup};

    if (calling->whom < AMENDS_LEVEL_COLLEAGUE || calling->whom > AMENDS_LEVEL_EMERGENCY)
        return am_refuse_field(doing, &am_call_record, "whom",
                               "colleague, supervisor, security or emergency was expected");
    if (!am_doing_may(doing, AM_MAY_CALL_HELP, calling->site, doing->actor->person) ||
        !encounter_there(doing, calling->encounter, calling->site))
        return false;
    am_record_empty(&am_call_record, &at.call);
    am_doing_begin_row(doing, &at.call.row);
    at.call.site = calling->site;
    at.call.encounter = calling->encounter;
    at.call.called_by = doing->actor->person;
    at.call.whom = calling->whom;
    at.call.silent = calling->silent;
    at.call.where_ = calling->where;
    at.call.note = calling->note;
    return am_calling_people(&at) && am_calling_step(&at, AM_HELP_BEGIN, 0, out);
}

/* Its caller may say that somebody is there, or that it is over; the rest is for those who answer calls. */
static bool may_say(struct am_doing *doing, const struct am_call *call, enum am_help_says says)
{
    bool own = call->called_by == doing->actor->person;

    if (own && (says == AM_SAYS_HERE || says == AM_SAYS_OVER))
        return am_doing_may(doing, AM_MAY_CALL_HELP, call->site, doing->actor->person);
    if (own)
        return am_refuse(doing, AM_REFUSED_STATE, "own-call", "who calls does not answer their own call");
    return am_doing_may(doing, AM_MAY_CALL_ANSWER, call->site, 0);
}

bool am_help_say(struct am_doing *doing, am_id id, enum am_help_says says, const struct am_help_setup *setup,
                 struct am_help_answer *out)
{
    static const enum am_help_event events[] = {[AM_SAYS_SEEN] = AM_HELP_SEEN,
                                                [AM_SAYS_COMING] = AM_HELP_COMING,
                                                [AM_SAYS_CANNOT] = AM_HELP_CANNOT,
                                                [AM_SAYS_HERE] = AM_HELP_HERE,
                                                [AM_SAYS_OVER] = AM_HELP_OVER};
    struct am_calling at = {.doing = doing, .setup = setup};

    if (!am_help_hold(doing) || !am_doing_read(doing, &am_call_record, id, &at.call) ||
        !may_say(doing, &at.call, says))
        return false;

    /* Said by the caller: whoever was on the way is there. */
    am_id who = at.call.called_by == doing->actor->person ? at.call.answered_by : doing->actor->person;

    return am_calling_people(&at) && am_calling_step(&at, events[says], who, out);
}

/* Calls that wait for somebody, the next step of which has a time; those whose time comes first, first. */
static bool list_open(struct am_doing *doing, struct am_call **calls, size_t *count)
{
    const int64_t states[] = {AM_CALL_CALLED, AM_CALL_DELIVERED, AM_CALL_SEEN, AM_CALL_ON_THE_WAY};
    const struct am_where where[] = {{.field = "state", .how = AM_IN, .set = states, .set_count = 4},
                                     {.field = "next_at_ms", .how = AM_FROM, .number = 1}};
    const struct am_list list = {.where = where, .where_count = 2, .by = "next_at_ms", .most = AM_LIST_MOST};
    void *rows = NULL;
    const bool done = am_doing_kept(
        doing, am_tx_list(doing->tx, &am_call_record, doing->actor->org, &list, doing->arena, &rows, count));

    *calls = rows;
    return done;
}

bool am_help_calls_wait(struct am_doing *doing, bool *wait)
{
    struct am_call *calls = NULL;
    size_t count = 0;

    *wait = false;
    if (!list_open(doing, &calls, &count))
        return false;
    for (size_t i = 0; i < count && !*wait; i++)
        *wait = am_help_time_has_come(&calls[i], doing->now_ms);
    return true;
}

bool am_help_due(struct am_doing *doing, const struct am_help_setup *setup, struct am_help_answer **out,
                 size_t *count)
{
    struct am_call *calls = NULL;
    size_t due = 0;

    *count = 0;
    if (!am_help_hold(doing) || !list_open(doing, &calls, count))
        return false;
    *out = am_arena_take(doing->arena, (*count + 1) * sizeof **out);
    if (!*out)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    for (size_t i = 0; i < *count; i++) {
        struct am_calling at = {.doing = doing, .setup = setup, .call = calls[i]};

        if (!am_help_time_has_come(&at.call, doing->now_ms))
            continue;
        if (!am_calling_people(&at) || !am_calling_step(&at, AM_HELP_TIME, 0, &(*out)[due++]))
            return false;
    }
    *count = due;
    return true;
}
