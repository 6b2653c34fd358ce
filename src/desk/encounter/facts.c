/* How the encounter stands after its events, and the abuse that was met in it. */
#include <string.h>

#include "desk/encounter/inside.h"
#include "desk/encounter/kept.h"
#include "domain/kinds/ledger.h"

/* ---- How it ended, if it did. */

struct ending {
    int64_t at_ms;
    int32_t outcome;
};

/* Undo reaches one event back. */
static struct ending ending_of(const struct am_run *run, struct ending now)
{
    struct ending before = now;

    for (size_t i = 0; i < run->count; i++) {
        const struct am_taken *taken = &run->events[i];

        if (taken->refused)
            continue;
        if (taken->event.kind == AMENDS_EVENT_UNDO) {
            now = before;
            continue;
        }
        before = now;
        if (taken->event.kind == AMENDS_EVENT_OUTCOME)
            now = (struct ending){taken->row.at_ms, taken->event.code};
    }
    return now;
}

void am_facts_stand(struct am_run *run)
{
    struct am_live_encounter *encounter = run->encounter;
    struct ending begun = {0, -1};

    if (!run->whole)
        begun = (struct ending){encounter->ended_at_ms, encounter->outcome};

    struct ending ending = ending_of(run, begun);

    encounter->ended_at_ms = ending.at_ms;
    encounter->outcome = ending.outcome;
    encounter->danger = amends_encounter_danger(run->state);
    encounter->last_number = run->events[run->count - 1].row.number;
}

/* ---- Abuse that was met: counted for the person. */

/* One piece of it. */
struct met {
    am_id person;
    int32_t signal;
    bool gone; /* overruled */
};

struct met_list {
    struct met *met;
    size_t count;
    size_t added;   /* by the last event, for undo */
    size_t removed; /* by the last event: its place and one; 0: none */
};

static const uint32_t abuse = AMENDS_BIT(AMENDS_SIGNAL_INSULT) | AMENDS_BIT(AMENDS_SIGNAL_HARASSMENT) |
                              AMENDS_BIT(AMENDS_SIGNAL_THREAT);

/* Violence is a threat that was carried out. */
static int32_t signal_of(int code)
{
    return code == AMENDS_CODE_OBSERVED + AMENDS_OBSERVED_VIOLENCE ? AMENDS_SIGNAL_THREAT : code;
}

/* What of it an event shows, bit per signal. */
static uint32_t abuse_in(const struct am_taken *taken)
{
    const struct amends_event *event = &taken->event;

    if (taken->refused)
        return 0;
    if (event->kind == AMENDS_EVENT_OBSERVED) {
        int32_t signal = signal_of(event->code);

        return signal < AMENDS_SIGNAL_COUNT ? abuse & AMENDS_BIT(signal) : 0;
    }
    bool staff = event->role == AMENDS_ROLE_STAFF || event->role == AMENDS_ROLE_SUPERVISOR;

    return event->kind == AMENDS_EVENT_SAID && !staff ? abuse & taken->signals : 0;
}

static void overrule(struct met_list *list, int32_t signal)
{
    for (size_t i = list->count; i-- > 0;) {
        if (list->met[i].gone || list->met[i].signal != signal)
            continue;
        list->met[i].gone = true;
        list->removed = i + 1;
        return;
    }
}

static void undo(struct met_list *list)
{
    list->count -= list->added;
    if (list->removed > 0)
        list->met[list->removed - 1].gone = false;
    list->added = list->removed = 0;
}

static void meet(struct met_list *list, const struct am_taken *taken)
{
    uint32_t shown = abuse_in(taken);

    if (taken->refused)
        return;
    if (taken->event.kind == AMENDS_EVENT_UNDO) {
        undo(list);
        return;
    }
    list->added = list->removed = 0;
    if (taken->event.kind == AMENDS_EVENT_OVERRULE_SIGNAL)
        overrule(list, signal_of(taken->event.code));
    for (int32_t signal = 0; signal < AMENDS_SIGNAL_COUNT; signal++) {
        if (!(shown & AMENDS_BIT(signal)))
            continue;
        list->met[list->count++] = (struct met){.person = taken->row.person, .signal = signal};
        list->added++;
    }
}

static bool add_met(struct am_run *run, const struct met *met)
{
    struct am_met row = {.person = met->person,
                         .site = run->encounter->site,
                         .encounter = run->encounter->row.id,
                         .signal = met->signal};

    am_doing_begin_row(run->doing, &row.row);
    return am_doing_add(run->doing, &am_met_record, &row);
}

static bool remove_met(struct am_run *run, am_id id)
{
    const struct am_where where = {.field = "id", .how = AM_IS, .number = id};
    int64_t count;

    return am_doing_kept(
        run->doing, am_tx_remove(run->doing->tx, &am_met_record, run->doing->actor->org, &where, 1, &count));
}

/* How often this person met this, by the events. */
static size_t wanted(const struct met_list *list, const struct met *met)
{
    size_t count = 0;

    for (size_t i = 0; i < list->count; i++)
        count +=
            !list->met[i].gone && list->met[i].person == met->person && list->met[i].signal == met->signal;
    return count;
}

/* What is stored becomes what the events say, for one person and one signal. */
static bool settle_met(struct am_run *run, const struct met_list *list, const struct met *met)
{
    const struct am_where where[] = {{.field = "person", .how = AM_IS, .number = met->person},
                                     {.field = "encounter", .how = AM_IS, .number = run->encounter->row.id},
                                     {.field = "signal", .how = AM_IS, .number = met->signal}};
    const struct am_list stored = {
        .where = where, .where_count = 3, .descending = true, .most = AM_LIST_MOST};
    void *rows = NULL;
    size_t count = 0, want = wanted(list, met);

    if (!am_doing_kept(run->doing, am_tx_list(run->doing->tx, &am_met_record, run->doing->actor->org, &stored,
                                              run->doing->arena, &rows, &count)))
        return false;
    for (size_t i = want; i < count; i++)
        if (!remove_met(run, ((struct am_met *)rows)[i - want].row.id))
            return false;
    for (size_t i = count; i < want; i++)
        if (!add_met(run, met))
            return false;
    return true;
}

/* All that this person may have met. */
static bool settle_person(struct am_run *run, const struct met_list *list, am_id person)
{
    for (int32_t signal = 0; signal < AMENDS_SIGNAL_COUNT; signal++) {
        const struct met met = {.person = person, .signal = signal};

        if (abuse & AMENDS_BIT(signal) && !settle_met(run, list, &met))
            return false;
    }
    return true;
}

static bool settle_all(struct am_run *run, const struct met_list *list)
{
    for (size_t i = 0; i < run->count; i++) {
        am_id person = run->events[i].row.person;
        bool first = true;

        for (size_t j = 0; first && j < i; j++)
            first = run->events[j].row.person != person;
        if (first && !settle_person(run, list, person))
            return false;
    }
    return true;
}

static bool keep_met(struct am_run *run)
{
    size_t room = run->count * 3 + 1;
    struct met_list list = {.met = am_arena_take(run->doing->arena, room * sizeof *list.met)};

    if (!list.met)
        return am_doing_kept(run->doing, AM_KEPT_MEMORY);
    for (size_t i = 0; i < run->count; i++)
        meet(&list, &run->events[i]);
    if (run->whole)
        return settle_all(run, &list);
    for (size_t i = 0; i < list.count; i++)
        if (!add_met(run, &list.met[i]))
            return false;
    return true;
}

bool am_facts_keep(struct am_run *run, struct am_taken *before, size_t before_count)
{
    return keep_met(run) && am_warnings_keep(run) && am_given_keep(run, before, before_count);
}
