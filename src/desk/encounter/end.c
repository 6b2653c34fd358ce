/* What the desk itself tells the coach: an authority that is another, the end. */
#include <stdio.h>
#include <string.h>

#include "desk/encounter/inside.h"
#include "desk/encounter/kept.h"
#include "desk/kit.h"
#include "desk/people/authority.h"
#include "desk/people/roles.h"

bool am_encounter_tell(struct am_doing *doing, struct am_live_encounter *encounter,
                       const struct amends_event *events, size_t count, struct am_events_out *out)
{
    const struct am_coach_words *words = doing->coach->words;
    struct am_event_in in[4] = {{{0}}};
    const struct am_events_in call = {.encounter = encounter->row.id, .events = in, .count = count};

    for (size_t i = 0; i < count; i++) {
        char name[AM_ID_TEXT_LEN + 1];

        am_id_write(am_id_make(doing->now_ms, doing->random(doing->random_context)), name);
        in[i].key = am_doing_print(doing, "desk:%s", name);
        in[i].event = words->write_event(words->context, doing->arena, &events[i]);
        if (in[i].key.len_bytes == 0 || in[i].event.len_bytes == 0)
            return am_doing_kept(doing, AM_KEPT_MEMORY);
    }
    return am_encounter_put(doing, encounter, &call, true, out);
}

bool am_encounter_hear(struct am_doing *doing, am_id id, const struct amends_event *event)
{
    struct am_live_encounter *encounter = am_arena_take(doing->arena, sizeof *encounter);
    struct am_events_out out;

    if (!encounter)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    if (!am_doing_read(doing, &am_live_encounter_record, id, encounter))
        return false;
    return encounter->ended_at_ms != 0 || am_encounter_tell(doing, encounter, event, 1, &out);
}

/* ---- Authority. */

static int64_t more(int64_t all, int64_t told)
{
    return all > told ? all - told : 0;
}

/* What was given by other verbs than events, which the coach does not count itself. */
static bool given_besides(struct am_doing *doing, const struct am_live_encounter *encounter,
                          const struct am_matter *matter, const char currency[4],
                          struct amends_authority *besides)
{
    struct am_live_encounter copy = *encounter;
    struct am_run run;
    struct am_remedy *told;
    size_t count;

    if (!am_run_all(&run, doing, &copy) || !am_given_told(&run, &told, &count))
        return false;

    struct amends_authority all = am_granted_given(matter->given, matter->given_count, false, currency);
    struct amends_authority known = am_granted_given(told, count, false, currency);

    *besides = all;
    besides->refund_minor = more(all.refund_minor, known.refund_minor);
    besides->voucher_minor = more(all.voucher_minor, known.voucher_minor);
    besides->free_item_minor = more(all.free_item_minor, known.free_item_minor);
    besides->discount_bp = all.discount_bp > known.discount_bp ? all.discount_bp - known.discount_bp : 0;
    return true;
}

bool am_encounter_authority(struct am_doing *doing, const struct am_live_encounter *encounter,
                            struct amends_authority *authority)
{
    struct am_site site;
    struct am_matter matter;
    struct amends_authority besides;

    if (!am_doing_read(doing, &am_site_record, encounter->site, &site) ||
        !am_matter_read(doing, encounter->row.id, encounter->case_, &matter) ||
        !am_matter_authority(doing, encounter->person, &site, &matter, authority))
        return false;
    if (matter.given_count == 0)
        return true;
    if (!given_besides(doing, encounter, &matter, authority->currency, &besides))
        return false;
    *authority = amends_authority_left(authority, &besides);
    return true;
}

/* What the coach was last told: the start's authority, or that of the last event. */
static bool told_last(struct am_doing *doing, struct am_live_encounter *encounter, struct amends_view *last)
{
    static const char begins[] = "{\"authority\"";
    const struct am_coach_words *words = doing->coach->words;
    struct amends_event event = {.kind = AMENDS_EVENT_AUTHORITY};
    struct am_encounter_event *rows;
    struct am_run run;
    size_t count;

    if (!am_run_begin(&run, doing, encounter) || !am_events_all(doing, encounter->row.id, &rows, &count))
        return false;
    event.gave = run.start.authority;
    *last = words->write_event(words->context, doing->arena, &event);
    for (size_t i = 0; i < count; i++)
        if (rows[i].event.len_bytes >= sizeof begins &&
            memcmp(rows[i].event.bytes, begins, sizeof begins - 1) == 0)
            *last = rows[i].event;
    return true;
}

bool am_encounter_authority_changed(struct am_doing *doing, am_id id)
{
    const struct am_coach_words *words = doing->coach->words;
    struct am_live_encounter *encounter = am_arena_take(doing->arena, sizeof *encounter);
    struct amends_event event = {.kind = AMENDS_EVENT_AUTHORITY};
    struct amends_view last;
    struct am_events_out out;

    if (!encounter)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    if (!am_doing_read(doing, &am_live_encounter_record, id, encounter))
        return false;
    if (encounter->ended_at_ms != 0)
        return true;
    if (!am_encounter_authority(doing, encounter, &event.gave) || !told_last(doing, encounter, &last))
        return false;
    if (am_view_same(words->write_event(words->context, doing->arena, &event), last))
        return true;
    return am_encounter_tell(doing, encounter, &event, 1, &out);
}

/* ---- The end. */

static bool add_promise(struct am_doing *doing, const struct am_live_encounter *encounter,
                        const struct am_encounter_ending *ending, struct am_promise *promise)
{
    am_record_empty(&am_promise_record, promise);
    am_doing_begin_row(doing, &promise->row);
    promise->site = encounter->site;
    promise->case_ = encounter->case_;
    promise->encounter = encounter->row.id;
    promise->customer = encounter->customer;
    promise->owner = ending->promise_owner != 0 ? ending->promise_owner : doing->actor->person;
    promise->what = ending->promise;
    promise->due_at_ms = ending->promise_due_at_ms;
    promise->state = AM_PROMISE_OPEN;
    return am_must_work_at(doing, &am_promise_record, "owner", promise->owner, promise->site) &&
           am_doing_references(doing, &am_promise_record, promise, NULL) &&
           am_doing_added(doing, &am_promise_record, promise, "promise.made", (struct amends_view){NULL, 0});
}

bool am_encounter_end(struct am_doing *doing, am_id id, const struct am_encounter_ending *ending,
                      struct am_events_out *out, struct am_promise *promise)
{
    struct am_live_encounter *encounter = am_arena_take(doing->arena, sizeof *encounter);
    struct amends_event events[3] = {{0}};
    size_t count = 0;

    if (!encounter)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    if (ending->outcome <= AMENDS_OUTCOME_NONE || ending->outcome >= AMENDS_OUTCOME_COUNT)
        return am_refuse_field(doing, &am_live_encounter_record, "outcome", "an outcome was expected");
    if (!am_doing_read(doing, &am_live_encounter_record, id, encounter) ||
        !am_doing_may(doing, AM_MAY_ENCOUNTER_LEAD, encounter->site, encounter->person))
        return false;
    if (encounter->ended_at_ms != 0)
        return am_refuse(doing, AM_REFUSED_STATE, "encounter-ended", "it has ended");
    if (ending->thanked)
        events[count++] = (struct amends_event){.kind = AMENDS_EVENT_DID, .code = AMENDS_ACT_THANK};
    if (ending->promise.len_bytes > 0) {
        events[count++] = (struct amends_event){.kind = AMENDS_EVENT_DID, .code = AMENDS_ACT_FOLLOW_UP};
        if (!add_promise(doing, encounter, ending, promise))
            return false;
    }
    events[count++] = (struct amends_event){.kind = AMENDS_EVENT_OUTCOME, .code = ending->outcome};
    return am_encounter_tell(doing, encounter, events, count, out) &&
           am_notice_write(doing, "encounter.ended", encounter->site, AM_MAY_ENCOUNTER_SEE, id, 0);
}
