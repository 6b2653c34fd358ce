/*
 * Events that come last, stepped before the write: on a read, or on what this process remembers of the
 * encounter. The write holds it against the encounter's version, which every event that is taken changes.
 */
#include <string.h>

#include "desk/encounter/memo.h"
#include "desk/encounter/taking.h"

/* Words are erased only of what has ended or is older than days: what is younger and live stays as it is
 * while its version does. */
enum { YOUNG_MS = 3600000 };

struct am_forecast {
    struct taking taking;               /* stepped, nothing written */
    struct am_live_encounter encounter; /* as the steps left it, in the version that was read */
    bool was_danger;
};

/* ---- Ahead of the write. */

static bool read_state(struct am_doing *doing, struct am_forecast *forecast)
{
    struct taking *taking = &forecast->taking;

    return am_taking_encounter(doing, taking->in->encounter, &forecast->encounter) &&
           am_run_begin(&taking->run, doing, &forecast->encounter) && am_taking_read_last(taking) &&
           taking->has_last && am_run_restore(&taking->run, &taking->last);
}

static bool remember(struct am_doing *doing, struct am_forecast *forecast)
{
    struct taking *taking = &forecast->taking;
    struct am_live_encounter *encounter = &forecast->encounter;

    encounter->row = (struct am_row){.org = doing->actor->org, .id = taking->in->encounter};
    taking->run = (struct am_run){.doing = doing, .encounter = encounter};
    am_id_write(encounter->row.id, taking->run.id);
    taking->has_last = am_memo_take(doing->coach->memo, doing->arena, &taking->run, &taking->last);
    return taking->has_last && am_doing_may(doing, AM_MAY_ENCOUNTER_LEAD, encounter->site, encounter->person);
}

/* What the write would find wrong is found here, and left to it. */
static bool check(struct am_doing *doing, struct am_forecast *forecast)
{
    struct am_run *run = &forecast->taking.run;

    forecast->was_danger = run->encounter->danger;
    am_facts_stand(run);
    for (size_t i = 0; i < run->count; i++)
        if (!am_doing_check(doing, &am_encounter_event_record, &run->events[i].row))
            return false;
    return am_doing_check(doing, &am_live_encounter_record, run->encounter);
}

/* Only what comes last is foreseen, and only where all of it is new. */
static bool foresee(struct am_doing *doing, struct am_forecast *forecast)
{
    struct taking *taking = &forecast->taking;

    if (!(doing->tx ? read_state(doing, forecast) : remember(doing, forecast)))
        return false;
    if (forecast->encounter.ended_at_ms != 0 || doing->now_ms - taking->last.at_ms > YOUNG_MS)
        return false;
    return am_taking_in(taking) && taking->fresh_count == taking->in->count &&
           !am_taking_full(taking, (size_t)taking->last.number) && am_taking_appends(taking) &&
           am_taking_step(taking) && check(doing, forecast);
}

const struct am_forecast *am_encounter_foresee(struct am_doing *doing, const struct am_events_in *in)
{
    const struct am_refused refused = doing->refused;
    struct am_forecast *forecast = am_arena_take(doing->arena, sizeof *forecast);
    struct am_events_out *out = am_arena_take(doing->arena, sizeof *out);

    if (!forecast || !out)
        return NULL;
    *forecast = (struct am_forecast){.taking = {.in = in, .out = out, .ahead = true}};

    bool foreseen = foresee(doing, forecast);

    doing->refused = refused;
    return foreseen ? forecast : NULL;
}

/* ---- The write. */

/* Puts what was foreseen into this job's hands; the forecast stays as it is, for the job may be run again. */
static bool take_over(struct taking *taking, const struct am_forecast *forecast)
{
    struct am_doing *doing = taking->run.doing;
    struct am_live_encounter *encounter = taking->run.encounter;
    size_t count = forecast->taking.fresh_count;

    taking->run = forecast->taking.run;
    taking->run.doing = doing;
    taking->run.encounter = encounter;
    *encounter = forecast->encounter;
    taking->places = forecast->taking.places;
    taking->fresh_count = count;
    taking->fresh = taking->run.events = am_arena_take(doing->arena, count * sizeof *taking->fresh);
    taking->out->answers = am_arena_take(doing->arena, count * sizeof *taking->out->answers);
    if (!taking->fresh || !taking->out->answers)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    memcpy(taking->fresh, forecast->taking.fresh, count * sizeof *taking->fresh);
    for (size_t i = 0; i < count; i++)
        am_doing_begin_row(doing, &taking->fresh[i].row.row);
    return true;
}

/* Somebody was faster, or sent the same event before. */
static bool is_written(struct am_doing *doing, enum am_kept kept)
{
    if (kept != AM_KEPT_CHANGED && kept != AM_KEPT_TWICE)
        return am_doing_kept(doing, kept);
    doing->overtaken = true;
    return am_refuse(doing, AM_REFUSED_CHANGED, "changed", "somebody changed it meanwhile");
}

static bool write_rows(struct am_run *run)
{
    struct am_doing *doing = run->doing;
    enum am_kept kept = am_tx_change_and_add(doing->tx, &am_live_encounter_record, run->encounter,
                                             &am_encounter_event_record, &run->events[0].row);

    for (size_t i = 1; kept == AM_KEPT_OK && i < run->count; i++)
        kept = am_tx_add(doing->tx, &am_encounter_event_record, &run->events[i].row);
    return is_written(doing, kept);
}

bool am_forecast_write(struct am_doing *doing, const struct am_events_in *in,
                       struct am_live_encounter *encounter, struct am_events_out *out)
{
    struct taking taking = {.run = {.doing = doing, .encounter = encounter}, .in = in, .out = out};

    *out = (struct am_events_out){0};
    if (!take_over(&taking, in->forecast) || !write_rows(&taking.run) ||
        !am_facts_keep(&taking.run, NULL, 0) || !am_taking_tell(&taking, in->forecast->was_danger))
        return false;
    out->encounter = *encounter;
    return true;
}

void am_encounter_written(struct am_memo *memo, const struct am_forecast *forecast,
                          const struct am_live_encounter *encounter)
{
    const struct am_run *run = &forecast->taking.run;

    if (encounter->ended_at_ms == 0)
        am_memo_put(memo, encounter, run, &run->events[run->count - 1].row);
}
