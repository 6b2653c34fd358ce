/* One step of a call: what the rules say is kept, delivered and told. */
#include <string.h>

#include "desk/encounters.h"
#include "desk/help/inside.h"
#include "desk/kit.h"

/* ---- Deliveries. */

static bool add_delivery(struct am_calling *calling, am_id person, const struct am_reach_way *reach)
{
    struct am_delivery delivery;
    struct amends_view who = {NULL, 0};

    am_record_empty(&am_delivery_record, &delivery);
    am_doing_begin_row(calling->doing, &delivery.row);
    delivery.call = calling->call.row.id;
    delivery.to_person = person;
    delivery.way = reach ? reach->way : AM_WAY_SCREEN;
    if (reach) {
        if (!am_calling_name(calling, calling->call.called_by, &who))
            return false;
        delivery.by = reach->by;
        delivery.address = reach->address;
        delivery.body = am_delivery_body(calling, reach, who);
        if (delivery.body.len_bytes == 0)
            return am_doing_kept(calling->doing, AM_KEPT_MEMORY);
    }
    am_help_delivery_begin(&delivery, calling->doing->now_ms, calling->setup->unseen_ms);
    return am_doing_add(calling->doing, &am_delivery_record, &delivery);
}

bool am_calling_deliver(struct am_calling *calling, size_t place)
{
    const struct am_helper *helper = &calling->helpers[place];
    const struct am_reach_by *by = &calling->by[place];

    if (helper->on_screen && !add_delivery(calling, by->person, NULL))
        return false;
    /* A screen that they open now, or have open with another process, shows it too. */
    if (by->person != 0 && !am_notice_write(calling->doing, "call.called", calling->call.site,
                                            AM_MAY_CALL_ANSWER, calling->call.row.id, by->person))
        return false;
    for (size_t i = 0; i < by->reach_count; i++)
        if (!add_delivery(calling, by->person, &by->reach[i]))
            return false;
    calling->called[calling->people.called_count++] = place;
    return true;
}

static bool deliver_all(struct am_calling *calling)
{
    struct am_help_people *people = &calling->people;
    size_t *order = am_arena_take(calling->doing->arena, (people->count + 1) * sizeof *order);

    if (!order)
        return am_doing_kept(calling->doing, AM_KEPT_MEMORY);

    size_t count = am_help_order(&calling->call, people, order);

    for (size_t i = 0; i < count; i++)
        if (!am_calling_deliver(calling, order[i]))
            return false;
    return true;
}

static bool call_next(struct am_calling *calling, const struct am_help_told *told)
{
    if (told->next == AM_HELP_ALL)
        return deliver_all(calling);
    return told->next < 0 || am_calling_deliver(calling, (size_t)told->next);
}

/* ---- The coach. */

static bool event_of(const struct am_calling *calling, enum am_help_event event, am_id who,
                     const struct am_help_told *told, struct amends_event *out)
{
    static const int acts[] = {[AMENDS_LEVEL_COLLEAGUE] = AMENDS_ACT_CALL_COLLEAGUE,
                               [AMENDS_LEVEL_SUPERVISOR] = AMENDS_ACT_CALL_SUPERVISOR,
                               [AMENDS_LEVEL_SECURITY] = AMENDS_ACT_CALL_SECURITY,
                               [AMENDS_LEVEL_EMERGENCY] = AMENDS_ACT_CALL_EMERGENCY};
    static const int arrived[] = {[AMENDS_LEVEL_COLLEAGUE] = AMENDS_OBSERVED_COLLEAGUE_ARRIVED,
                                  [AMENDS_LEVEL_SUPERVISOR] = AMENDS_OBSERVED_SUPERVISOR_ARRIVED,
                                  [AMENDS_LEVEL_SECURITY] = AMENDS_OBSERVED_SECURITY_ARRIVED};
    int32_t level = calling->call.whom;

    if (event == AM_HELP_BEGIN && !told->nobody) {
        *out = (struct amends_event){.kind = AMENDS_EVENT_DID, .code = acts[level]};
        return true;
    }
    *out = (struct amends_event){.kind = AMENDS_EVENT_OBSERVED};
    if (event == AM_HELP_HERE) {
        for (size_t i = 0; i < calling->people.count && who != 0; i++)
            if (calling->helpers[i].person == who)
                level = calling->helpers[i].level;
        out->code = level <= AMENDS_LEVEL_SECURITY ? AMENDS_CODE_OBSERVED + arrived[level] : 0;
        return level <= AMENDS_LEVEL_SECURITY;
    }
    /* Nobody comes. For a colleague supervisors were called too; where security or more was needed, who
     * serves needs help as much as before. */
    out->code =
        AMENDS_CODE_OBSERVED + (level <= AMENDS_LEVEL_SUPERVISOR ? AMENDS_OBSERVED_SUPERVISOR_UNAVAILABLE
                                                                 : AMENDS_OBSERVED_NEED_HELP);
    return told->nobody && calling->call.state == AM_CALL_NOBODY;
}

bool am_calling_tell(struct am_calling *calling, enum am_help_event event, am_id who,
                     const struct am_help_told *told)
{
    struct amends_event out;

    if (calling->call.encounter == 0 || !calling->doing->coach || !event_of(calling, event, who, told, &out))
        return true;
    if (am_encounter_hear(calling->doing, calling->call.encounter, &out))
        return true;
    /* A full or erased encounter hears nothing any more, and says so before it writes; help is called all
     * the same. */
    if (calling->doing->refused.kind != AM_REFUSED_STATE)
        return false;
    calling->doing->refused = (struct am_refused){0};
    return true;
}

/* ---- Telling people. */

static bool stand_down(struct am_calling *calling)
{
    for (size_t i = 0; i < calling->people.called_count; i++) {
        am_id person = calling->by[calling->called[i]].person;

        if (person != 0 && !am_notice_write(calling->doing, "call.over", calling->call.site,
                                            AM_MAY_CALL_ANSWER, calling->call.row.id, person))
            return false;
    }
    return true;
}

static const char *notice_of(enum am_help_event event)
{
    static const char *const kinds[] = {
        [AM_HELP_BEGIN] = "call.made",         [AM_HELP_DELIVERED] = "call.delivered",
        [AM_HELP_FAILED] = "call.not_reached", [AM_HELP_SEEN] = "call.seen",
        [AM_HELP_COMING] = "call.coming",      [AM_HELP_CANNOT] = "call.cannot",
        [AM_HELP_HERE] = "call.arrived",       [AM_HELP_TIME] = "call.waiting",
        [AM_HELP_OVER] = "call.ended"};

    return kinds[event];
}

/* The caller hears of every change; a screen shows a silent call as a quiet mark. */
static bool tell_caller(struct am_calling *calling, enum am_help_event event, const struct am_help_told *told)
{
    struct am_doing *doing = calling->doing;
    const struct am_call *call = &calling->call;

    if (!am_notice_write(doing, notice_of(event), call->site, AM_MAY_CALL_HELP, call->row.id,
                         call->called_by))
        return false;
    if (told->nobody &&
        !am_notice_write(doing, "call.nobody", call->site, AM_MAY_CALL_HELP, call->row.id, call->called_by))
        return false;
    if (told->telephone && !am_notice_write(doing, "call.telephone", call->site, AM_MAY_CALL_HELP,
                                            call->row.id, call->called_by))
        return false;
    return am_audit_write(
        doing, notice_of(event), &am_call_record, call->row.id,
        am_doing_print(doing, "{\"state\": %d, \"round\": %lld}", call->state, (long long)call->round));
}

static const struct am_helper *called_last(const struct am_calling *calling, const struct am_help_told *told)
{
    if (told->next >= 0)
        return &calling->helpers[told->next];
    if (calling->people.called_count == 0)
        return NULL;
    return &calling->helpers[calling->called[calling->people.called_count - 1]];
}

static void fill(const struct am_calling *calling, const struct am_help_told *told,
                 struct am_help_answer *out)
{
    const struct am_help_numbers numbers = {calling->site.emergency_number, calling->site.telephone};

    *out = (struct am_help_answer){.call = calling->call,
                                   .could_not = told->could_not,
                                   .telephone = told->telephone,
                                   .nobody = told->nobody,
                                   .quietly = told->quietly,
                                   .already = told->already};
    if (told->telephone)
        out->number = am_help_number(&calling->call, &numbers, called_last(calling, told));
}

bool am_help_look(struct am_doing *doing, const struct am_call *call, const struct am_help_setup *setup,
                  struct am_help_answer *out)
{
    struct am_calling at = {.doing = doing, .setup = setup, .call = *call};
    struct am_help_told told = {.next = AM_HELP_NO_ONE,
                                .telephone = am_help_telephone_now(call),
                                .nobody = call->state == AM_CALL_NOBODY,
                                .quietly = call->silent};

    if (!am_calling_people(&at) || !am_calling_failed(&at, &told.could_not))
        return false;
    told.telephone = told.telephone || told.could_not;
    fill(&at, &told, out);
    return true;
}

bool am_calling_step(struct am_calling *calling, enum am_help_event event, am_id who,
                     struct am_help_answer *out)
{
    struct am_doing *doing = calling->doing;
    struct am_help_told told = am_help_step(&calling->call, event, who, &calling->people, doing->now_ms);
    bool kept = event == AM_HELP_BEGIN ? am_doing_add(doing, &am_call_record, &calling->call)
                : told.changed         ? am_doing_change(doing, &am_call_record, &calling->call, 0)
                                       : true;

    if (!kept || !call_next(calling, &told) || (told.stand_down && !stand_down(calling)))
        return false;
    fill(calling, &told, out);
    if (!told.changed && !told.could_not)
        return true;
    return tell_caller(calling, event, &told) && am_calling_tell(calling, event, who, &told);
}
