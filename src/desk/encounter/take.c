/* Taking events: known ones are answered again, new ones get their place, the coach steps what stands behind.
 */
#include <stdio.h>
#include <string.h>

#include "desk/encounter/taking.h"
#include "desk/kit.h"

/* ---- What comes in. */

/* The stored event with this key. */
static bool find_key(struct am_doing *doing, am_id encounter, struct amends_view key,
                     const struct am_encounter_event **found)
{
    const struct am_where where[] = {{.field = "encounter", .how = AM_IS, .number = encounter},
                                     {.field = "key", .how = AM_IS, .text = key}};
    const struct am_list list = {.where = where, .where_count = 2, .most = 1};
    void *rows = NULL;
    size_t count = 0;

    if (!am_doing_kept(doing, am_tx_list(doing->tx, &am_encounter_event_record, doing->actor->org, &list,
                                         doing->arena, &rows, &count)))
        return false;
    *found = count > 0 ? rows : NULL;
    return true;
}

/* The same key is the same event: 1 where it was known, 0 where not, -1 where refused. */
static int known(struct taking *taking, size_t at, struct amends_view event)
{
    struct am_doing *doing = taking->run.doing;
    const struct am_event_in *in = &taking->in->events[at];
    const struct am_encounter_event *stored = NULL;

    for (size_t i = 0; i < taking->fresh_count && !stored; i++)
        if (am_view_same(taking->fresh[i].row.key, in->key))
            stored = &taking->fresh[i].row;
    if (!stored && !taking->ahead && !find_key(doing, taking->run.encounter->row.id, in->key, &stored))
        return -1;
    if (!stored)
        return 0;
    if (!am_view_same(stored->event, event)) {
        am_refuse(doing, AM_REFUSED_STATE, "key-used", "event %zu: another event has this key", at + 1);
        return -1;
    }
    taking->out->answers[at] = (struct am_event_out){.event = *stored, .twice = true};
    return 1;
}

/* When it happened by our clock: times of the device are put right, none lies ahead. */
static int64_t happened(const struct taking *taking, const struct am_event_in *in)
{
    int64_t now_ms = taking->run.doing->now_ms;

    if (taking->has_last && taking->last.at_ms > now_ms)
        now_ms = taking->last.at_ms; /* our clock was set back: what comes now is no earlier */
    if (in->at_ms == 0)
        return now_ms;

    int64_t at_ms = in->at_ms;

    if (taking->in->device_now_ms != 0)
        at_ms += taking->run.doing->now_ms - taking->in->device_now_ms;
    return at_ms > now_ms ? now_ms : at_ms < 1 ? 1 : at_ms;
}

static bool read_fresh(struct taking *taking, size_t at, struct am_taken *taken)
{
    struct am_doing *doing = taking->run.doing;
    const struct am_coach_words *words = doing->coach->words;
    struct am_coach_fault fault = {0};

    if (!words->read_event(words->context, doing->arena, taken->row.event,
                           taking->run.start.authority.currency, &taken->event, &fault)) {
        if (doing->arena->failed || fault.message[0] == 0)
            return am_doing_kept(doing, AM_KEPT_MEMORY);
        return am_refuse(doing, AM_REFUSED_FIELD, "event", "event %zu: %.40s%s%.120s", at + 1, fault.field,
                         fault.field[0] != '\0' ? ": " : "", fault.message);
    }
    if (!taking->own &&
        (taken->event.kind == AMENDS_EVENT_START || taken->event.kind == AMENDS_EVENT_AUTHORITY))
        return am_refuse(doing, AM_REFUSED_FIELD, "event",
                         "event %zu: start and authority are the desk's own", at + 1);
    taken->read = true;
    return true;
}

/* Makes the row of a new event and puts it among the others of this call. */
static bool sort_in(struct taking *taking, size_t at, struct amends_view event)
{
    struct am_doing *doing = taking->run.doing;
    const struct am_event_in *in = &taking->in->events[at];
    struct am_taken taken = {.fresh = true, .written = true};

    am_doing_begin_row(doing, &taken.row.row);
    taken.row.encounter = taking->run.encounter->row.id;
    taken.row.person = doing->actor->person;
    taken.row.device = doing->actor->device;
    taken.row.key = in->key;
    taken.row.event = event;
    taken.row.at_ms = happened(taking, in);
    if (!read_fresh(taking, at, &taken))
        return false;

    size_t place = taking->fresh_count++;

    while (place > 0 && taking->fresh[place - 1].row.at_ms > taken.row.at_ms) {
        taking->fresh[place] = taking->fresh[place - 1];
        taking->places[place] = taking->places[place - 1];
        place--;
    }
    taking->fresh[place] = taken;
    taking->places[place] = at;
    return true;
}

/* The events and their places, in their order. */
static bool sort_all_in(struct taking *taking)
{
    struct am_doing *doing = taking->run.doing;

    for (size_t i = 0; i < taking->in->count; i++) {
        const struct am_event_in *in = &taking->in->events[i];

        if (in->key.len_bytes == 0 || in->key.len_bytes > 64)
            return am_refuse(doing, AM_REFUSED_FIELD, "event",
                             "event %zu: a key of 1 to 64 bytes was expected", i + 1);

        if (am_doing_masks(doing, in->key))
            return am_refuse(doing, AM_REFUSED_FIELD, "event",
                             "event %zu: a key without a card or account number was expected", i + 1);

        struct amends_view event = am_doing_mask_json(doing, in->event);

        if (event.len_bytes == 0 && in->event.len_bytes > 0)
            return am_doing_kept(doing, AM_KEPT_MEMORY);

        int was = known(taking, i, event);

        if (was < 0 || (was == 0 && !sort_in(taking, i, event)))
            return false;
    }
    return true;
}

bool am_taking_in(struct taking *taking)
{
    struct am_doing *doing = taking->run.doing;
    const size_t count = taking->in->count;

    *taking->out = (struct am_events_out){0};
    if (count < 1 || count > AM_EVENTS_MOST)
        return am_refuse(doing, AM_REFUSED_FIELD, "events", "1 to %d events were expected", AM_EVENTS_MOST);
    taking->out->answers = am_arena_take(doing->arena, count * sizeof *taking->out->answers);
    taking->fresh = am_arena_take(doing->arena, count * sizeof *taking->fresh);
    taking->places = am_arena_take(doing->arena, count * sizeof *taking->places);
    if (!taking->out->answers || !taking->fresh || !taking->places)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    return sort_all_in(taking);
}

/* ---- Where they belong. */

static bool after(const struct am_encounter_event *stored, const struct am_encounter_event *fresh)
{
    return stored->number == 1 || stored->at_ms <= fresh->at_ms;
}

/* Does everything new stand behind what was there, and change nothing before it? */
bool am_taking_appends(const struct taking *taking)
{
    if (!taking->has_last)
        return true;
    for (size_t i = 0; i < taking->fresh_count; i++) {
        const struct am_taken *taken = &taking->fresh[i];

        if (!after(&taking->last, &taken->row) || taken->event.kind == AMENDS_EVENT_UNDO ||
            taken->event.kind == AMENDS_EVENT_OVERRULE_SIGNAL)
            return false;
    }
    return true;
}

bool am_taking_full(struct taking *taking, size_t before)
{
    if (before + taking->fresh_count <= AM_ENCOUNTER_EVENTS_MOST)
        return false;
    am_refuse(taking->run.doing, AM_REFUSED_STATE, "encounter-full", "an encounter has %d events at most",
              AM_ENCOUNTER_EVENTS_MOST);
    return true;
}

bool am_taking_step(struct taking *taking)
{
    struct am_run *run = &taking->run;

    run->events = taking->fresh;
    run->count = taking->fresh_count;
    run->whole = !taking->has_last;
    for (size_t i = 0; i < run->count; i++)
        run->events[i].row.number = (taking->has_last ? taking->last.number : 0) + (int64_t)i + 1;
    return am_run_step(run, 0);
}

static bool append(struct taking *taking)
{
    return am_run_write(&taking->run) && am_facts_keep(&taking->run, NULL, 0);
}

/* All events in memory, the new ones at their places. */
static void merge(struct taking *taking, const struct am_encounter_event *rows, size_t count)
{
    struct am_run *run = &taking->run;
    size_t fresh = 0;

    run->count = 0;
    run->whole = true;
    for (size_t i = 0; i <= count; i++) {
        while (fresh < taking->fresh_count && (i == count || !after(&rows[i], &taking->fresh[fresh].row))) {
            taking->fresh[fresh].row.late = i < count;
            run->events[run->count++] = taking->fresh[fresh++];
        }
        if (i < count)
            run->events[run->count++] = (struct am_taken){.row = rows[i]};
    }
    for (size_t i = 0; i < run->count; i++) {
        struct am_taken *taken = &run->events[i];

        if (!taken->fresh && taken->row.number != (int64_t)i + 1)
            taken->written = taken->other = true;
        taken->row.number = (int64_t)i + 1;
    }
}

/* Cards before the first new event stay as they were, by whatever version of the coach they were made. */
static void leave_earlier(struct am_run *run, const struct am_encounter_event *rows)
{
    for (size_t i = 0; i < run->count && !run->events[i].fresh; i++) {
        run->events[i].row = rows[i];
        run->events[i].written = run->events[i].other = false;
    }
}

static bool replay(struct taking *taking)
{
    struct am_run *run = &taking->run;
    struct am_encounter_event *rows;
    size_t count;

    if (!am_events_all(run->doing, run->encounter->row.id, &rows, &count) || am_taking_full(taking, count))
        return false;
    run->events = am_arena_take(run->doing->arena, (count + taking->fresh_count) * sizeof *run->events);

    struct am_taken *before = am_arena_take(run->doing->arena, (count + 1) * sizeof *before);

    if (!run->events || !before)
        return am_doing_kept(run->doing, AM_KEPT_MEMORY);
    for (size_t i = 0; i < count; i++)
        before[i] = (struct am_taken){.row = rows[i], .refused = am_card_refused(rows[i].card)};
    merge(taking, rows, count);
    if (!am_run_step(run, 0))
        return false;
    leave_earlier(run, rows);
    return am_run_write(run) && am_facts_keep(run, before, count);
}

/* ---- Around it. */

bool am_taking_read_last(struct taking *taking)
{
    struct am_doing *doing = taking->run.doing;
    const struct am_where where = {
        .field = "encounter", .how = AM_IS, .number = taking->run.encounter->row.id};
    const struct am_list list = {
        .where = &where, .where_count = 1, .by = "number", .descending = true, .most = 1};
    void *rows = NULL;
    size_t count = 0;

    if (!am_doing_kept(doing, am_tx_list(doing->tx, &am_encounter_event_record, doing->actor->org, &list,
                                         doing->arena, &rows, &count)))
        return false;
    taking->has_last = count > 0;
    if (count > 0)
        taking->last = *(struct am_encounter_event *)rows;
    return true;
}

/* The answers of the new ones, and others that became other. */
static bool answer(struct taking *taking)
{
    struct am_run *run = &taking->run;
    struct am_encounter_event *changed = am_arena_take(run->doing->arena, (run->count + 1) * sizeof *changed);

    if (!changed)
        return am_doing_kept(run->doing, AM_KEPT_MEMORY);
    taking->out->changed = changed;
    for (size_t i = 0, fresh = 0; i < run->count; i++) {
        const struct am_taken *taken = &run->events[i];

        if (taken->fresh)
            taking->out->answers[taking->places[fresh++]] =
                (struct am_event_out){.event = taken->row, .refused = taken->refused};
        else if (taken->other)
            changed[taking->out->changed_count++] = taken->row;
    }
    for (size_t i = 0; i < taking->in->count; i++) {
        struct am_event_out *out = &taking->out->answers[i];

        /* Twice in one call: the answer of the first. */
        for (size_t j = 0; out->twice && j < run->count; j++)
            if (run->events[j].row.row.id == out->event.row.id)
                out->event = run->events[j].row;
        out->refused = am_card_refused(out->event.card);
    }
    return true;
}

/* Tells the log and the screens. */
static bool tell(struct taking *taking)
{
    struct am_run *run = &taking->run;
    struct am_doing *doing = run->doing;
    const struct am_live_encounter *encounter = run->encounter;
    char detail[120];
    int len = snprintf(detail, sizeof detail, "{\"events\": %zu, \"from\": %lld, \"changed\": %zu}",
                       taking->fresh_count, (long long)run->events[0].row.number, taking->out->changed_count);

    return am_audit_write(doing, "encounter.events", &am_live_encounter_record, encounter->row.id,
                          (struct amends_view){detail, (size_t)len}) &&
           am_notice_write(doing, "encounter.events", encounter->site, AM_MAY_ENCOUNTER_SEE,
                           encounter->row.id, 0);
}

bool am_taking_tell(struct taking *taking, bool was_danger)
{
    const struct am_live_encounter *encounter = taking->run.encounter;

    if (!answer(taking) || !tell(taking))
        return false;
    if (encounter->danger == was_danger)
        return true;
    return am_notice_write(taking->run.doing, was_danger ? "encounter.safe" : "encounter.danger",
                           encounter->site, AM_MAY_ENCOUNTER_SEE, encounter->row.id, 0);
}

static bool keep(struct taking *taking)
{
    struct am_run *run = &taking->run;
    bool was_danger = run->encounter->danger;

    am_facts_stand(run);
    return am_doing_change(run->doing, &am_live_encounter_record, run->encounter, 0) &&
           am_taking_tell(taking, was_danger);
}

/* Long after the end nothing is late any more. */
bool am_taking_in_time(struct taking *taking)
{
    const struct am_live_encounter *encounter = taking->run.encounter;
    int64_t reach_ms = AM_ENCOUNTER_LATE_HOURS * INT64_C(3600000);

    if (taking->own || encounter->ended_at_ms == 0 ||
        taking->run.doing->now_ms - encounter->ended_at_ms <= reach_ms)
        return true;
    return am_refuse(taking->run.doing, AM_REFUSED_STATE, "encounter-ended",
                     "it ended more than %d hours ago", AM_ENCOUNTER_LATE_HOURS);
}

bool am_encounter_put(struct am_doing *doing, struct am_live_encounter *encounter,
                      const struct am_events_in *in, bool own, struct am_events_out *out)
{
    struct taking taking = {.in = in, .out = out, .own = own};

    if (!am_run_begin(&taking.run, doing, encounter) || !am_taking_read_last(&taking) ||
        !am_taking_in(&taking))
        return false;
    if (taking.fresh_count > 0) {
        if (!am_taking_in_time(&taking) ||
            am_taking_full(&taking, taking.has_last ? (size_t)taking.last.number : 0))
            return false;

        bool appends =
            am_taking_appends(&taking) && (!taking.has_last || am_run_restore(&taking.run, &taking.last));

        if (!(appends ? am_taking_step(&taking) && append(&taking) : replay(&taking)) || !keep(&taking))
            return false;
    } else if (!answer(&taking)) {
        return false;
    }
    out->encounter = *encounter;
    return true;
}

bool am_taking_encounter(struct am_doing *doing, am_id id, struct am_live_encounter *encounter)
{
    return am_doing_read(doing, &am_live_encounter_record, id, encounter) &&
           am_doing_may(doing, AM_MAY_ENCOUNTER_LEAD, encounter->site, encounter->person);
}

bool am_encounter_take(struct am_doing *doing, const struct am_events_in *in, struct am_events_out *out)
{
    struct am_live_encounter *encounter = am_arena_take(doing->arena, sizeof *encounter);

    if (!encounter)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    if (in->forecast)
        return am_forecast_write(doing, in, encounter, out);
    return am_taking_encounter(doing, in->encounter, encounter) &&
           am_encounter_put(doing, encounter, in, false, out);
}
