/* The events of an encounter, stepped by the coach: state and card stand with each. */
#include <stdio.h>
#include <string.h>

#include "desk/encounter/inside.h"
#include "desk/kit.h"

static bool no_memory(struct am_doing *doing)
{
    return am_doing_kept(doing, AM_KEPT_MEMORY);
}

static const char refused_begins[] = "{\"error\"";

bool am_card_refused(struct amends_view card)
{
    size_t len_bytes = sizeof refused_begins - 1;

    return card.len_bytes >= len_bytes && memcmp(card.bytes, refused_begins, len_bytes) == 0;
}

static bool read_json(struct am_run *run, struct amends_view json, struct amends_event *event)
{
    const struct am_coach_words *words = run->doing->coach->words;
    struct am_coach_fault fault = {0};

    if (words->read_event(words->context, run->doing->arena, json, run->start.authority.currency, event,
                          &fault))
        return true;
    if (run->doing->arena->failed || fault.message[0] == 0)
        return no_memory(run->doing);
    return am_refuse(run->doing, AM_REFUSED_STATE, "erased", "what was said here is not kept any more");
}

bool am_run_begin(struct am_run *run, struct am_doing *doing, struct am_live_encounter *encounter)
{
    struct amends_event start = {0};

    *run = (struct am_run){.doing = doing, .encounter = encounter};
    am_id_write(encounter->row.id, run->id);
    run->state = am_arena_take(doing->arena, amends_encounter_size());
    if (!run->state)
        return no_memory(doing);
    if (!read_json(run, encounter->start, &start))
        return false;
    run->start = start.start;
    return true;
}

bool am_run_read(struct am_run *run, struct am_taken *taken)
{
    if (!taken->read && !read_json(run, taken->row.event, &taken->event))
        return false;
    taken->read = true;
    return true;
}

bool am_run_restore(struct am_run *run, const struct am_encounter_event *row)
{
    return row->state.len_bytes > 0 &&
           amends_encounter_restore(run->state, row->state.bytes, row->state.len_bytes) == AMENDS_OK;
}

/* ---- Stepping. */

static bool save_state(struct am_run *run, struct amends_view *out)
{
    size_t most = amends_encounter_saved_max(), len_bytes = 0;
    char *bytes = am_arena_take(run->doing->arena, most);

    if (!bytes || amends_encounter_save(run->state, bytes, most, &len_bytes) != AMENDS_OK)
        return no_memory(run->doing);
    *out = (struct amends_view){bytes, len_bytes};
    return true;
}

/* What stands instead of a card. */
static struct amends_view refusal_card(struct am_run *run, enum amends_status status)
{
    char text[240];

    snprintf(text, sizeof text, "%s: {\"field\": \"\", \"message\": \"%s\"}}", refused_begins,
             amends_status_text(status));
    return am_arena_copy(run->doing->arena, am_view_of(text));
}

static struct amends_view write_card(struct am_run *run, const struct am_taken *taken,
                                     const struct amends_card *card)
{
    const struct am_coach_words *words = run->doing->coach->words;
    const struct am_coach_frame frame = {.encounter = am_view_of(run->id),
                                         .is_start = taken->event.kind == AMENDS_EVENT_START,
                                         .start = &run->start};

    return words->write_card(words->context, run->doing->arena, &frame, card);
}

/* Card and state of the row; marks what became another. */
static bool put_answer(struct am_run *run, struct am_taken *taken, struct amends_view card)
{
    struct amends_view state = {NULL, 0};

    if (card.len_bytes == 0)
        return no_memory(run->doing);
    if (!save_state(run, &state))
        return false;
    if (!am_view_same(card, taken->row.card))
        taken->other = taken->written = true;
    if (!am_view_same(state, taken->row.state))
        taken->written = true;
    taken->row.card = card;
    taken->row.state = state;
    return true;
}

static void keep_standing(struct am_run *run, const struct am_taken *taken, const struct amends_card *card)
{
    struct am_live_encounter *encounter = run->encounter;
    bool customer = taken->event.kind == AMENDS_EVENT_SAID && taken->event.role == AMENDS_ROLE_CUSTOMER;

    encounter->heat_permille = card->heat_permille;
    encounter->escalate = card->escalate;
    if (customer && encounter->lang.len_bytes == 0 && card->lang >= 0)
        encounter->lang = am_view_of(amends_engine_language_code(run->doing->coach->engine, card->lang));
}

static bool step(struct am_run *run, struct am_taken *taken)
{
    const struct am_coach *coach = run->doing->coach;
    struct amends_card card;

    if (!am_run_read(run, taken))
        return false;
    taken->warned_before = amends_encounter_warned(run->state);

    enum amends_status status =
        amends_coach_step(coach->engine, coach->workspace, run->state, &taken->event, &card);

    taken->warned_after = amends_encounter_warned(run->state);
    taken->stepped = true;
    taken->refused = status != AMENDS_OK;
    if (status == AMENDS_OK) {
        taken->signals = card.signals;
        taken->reiteration = card.reiteration;
        keep_standing(run, taken, &card);
        return put_answer(run, taken, write_card(run, taken, &card));
    }
    /* Only what stands at another place tomorrow keeps its place today. */
    if (status != AMENDS_E_ENDED && status != AMENDS_E_NOTHING_TO_UNDO)
        return am_refuse(run->doing, AM_REFUSED_FIELD, "event", "%s", amends_status_text(status));
    return put_answer(run, taken, refusal_card(run, status));
}

bool am_run_step(struct am_run *run, size_t from)
{
    if (from == 0 && run->whole)
        memset(run->state, 0, amends_encounter_size());
    for (size_t i = from; i < run->count; i++)
        if (!step(run, &run->events[i]))
            return false;
    return true;
}

/* ---- Writing. */

/* Numbers are single: who moves up makes room from the end. */
static bool write_changed(struct am_run *run)
{
    for (size_t i = run->count; i-- > 0;) {
        struct am_taken *taken = &run->events[i];

        if (taken->fresh || !taken->written)
            continue;
        if (!am_doing_change(run->doing, &am_encounter_event_record, &taken->row, 0))
            return false;
    }
    return true;
}

bool am_run_write(struct am_run *run)
{
    if (!write_changed(run))
        return false;
    for (size_t i = 0; i < run->count; i++)
        if (run->events[i].fresh &&
            !am_doing_add(run->doing, &am_encounter_event_record, &run->events[i].row))
            return false;
    return true;
}

bool am_events_all(struct am_doing *doing, am_id encounter, struct am_encounter_event **rows, size_t *count)
{
    const struct am_where where = {.field = "encounter", .how = AM_IS, .number = encounter};
    const struct am_list list = {
        .where = &where, .where_count = 1, .by = "number", .most = AM_ENCOUNTER_EVENTS_MOST};
    void *found = NULL;

    *count = 0;
    if (!am_doing_kept(doing, am_tx_list(doing->tx, &am_encounter_event_record, doing->actor->org, &list,
                                         doing->arena, &found, count)))
        return false;
    *rows = found;
    return true;
}
