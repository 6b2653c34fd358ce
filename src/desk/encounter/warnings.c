#include <string.h>

#include "desk/encounter/kept.h"
#include "desk/kit.h"

enum { SAID_MOST = 1000 }; /* code points */

/* As many code points as a warning keeps. */
static struct amends_view shortened(struct amends_view text)
{
    size_t points = 0;

    for (size_t i = 0; i < text.len_bytes; i++) {
        bool begins = ((unsigned char)text.bytes[i] & 0xc0) != 0x80;

        if (begins && points++ == SAID_MOST)
            return (struct amends_view){text.bytes, i};
    }
    return text;
}

/* ---- Who stands at a place: the coach keeps numbers, the warning a name. */

static bool named(const struct am_run *run, struct amends_view name, unsigned place)
{
    return name.len_bytes > 0 && amends_encounter_place(run->state, name) == (int)place;
}

static bool name_among(struct am_run *run, struct am_taken *events, size_t count, unsigned place,
                       struct amends_view *name)
{
    for (size_t i = 0; i < count && name->len_bytes == 0; i++) {
        if (!am_run_read(run, &events[i]))
            return false;
        if (named(run, events[i].event.speaker, place))
            *name = events[i].event.speaker;
        else if (named(run, events[i].event.to, place))
            *name = events[i].event.to;
    }
    return true;
}

static bool name_of(struct am_run *run, unsigned place, struct amends_view *name)
{
    struct am_encounter_event *rows;
    size_t count;

    *name = (struct amends_view){NULL, 0};
    if (place == 0 || !name_among(run, run->events, run->count, place, name))
        return place == 0;
    if (name->len_bytes > 0 || run->whole)
        return true;
    if (!am_events_all(run->doing, run->encounter->row.id, &rows, &count))
        return false;
    for (size_t i = 0; i < count && name->len_bytes == 0; i++) {
        struct am_taken taken = {.row = rows[i]};

        if (!name_among(run, &taken, 1, place, name))
            return false;
    }
    return true;
}

/* ---- The records. */

/* Those of this encounter that stand. */
static bool standing(struct am_run *run, struct am_warning **rows, size_t *count)
{
    const struct am_where where[] = {{.field = "encounter", .how = AM_IS, .number = run->encounter->row.id},
                                     {.field = "taken_back", .how = AM_IS, .number = 0}};
    const struct am_list list = {.where = where, .where_count = 2, .most = AM_LIST_MOST};
    void *found = NULL;

    if (!am_doing_kept(run->doing, am_tx_list(run->doing->tx, &am_warning_record, run->doing->actor->org,
                                              &list, run->doing->arena, &found, count)))
        return false;
    *rows = found;
    return true;
}

static bool warn(struct am_run *run, unsigned place, const struct am_taken *taken)
{
    struct am_doing *doing = run->doing;
    struct am_warning warning;
    bool heard = taken && taken->event.kind == AMENDS_EVENT_SAID;

    am_record_empty(&am_warning_record, &warning);
    am_doing_begin_row(doing, &warning.row);
    warning.site = run->encounter->site;
    warning.encounter = run->encounter->row.id;
    warning.customer = run->encounter->customer;
    warning.person = taken ? taken->row.person : run->encounter->person;
    if (heard)
        warning.said = shortened(taken->event.text);
    return name_of(run, place, &warning.speaker) && am_doing_add(doing, &am_warning_record, &warning) &&
           am_audit_write(doing, "warning.said", &am_warning_record, warning.row.id,
                          (struct amends_view){NULL, 0}) &&
           am_notice_write(doing, "warning.said", warning.site, AM_MAY_ENCOUNTER_SEE, warning.encounter, 0);
}

static bool take_back(struct am_run *run, struct am_warning *warning)
{
    warning->taken_back = true;
    return am_doing_change(run->doing, &am_warning_record, warning, 0) &&
           am_audit_write(run->doing, "warning.taken_back", &am_warning_record, warning->row.id,
                          (struct amends_view){NULL, 0});
}

static bool wipe(struct am_run *run, unsigned place)
{
    struct am_warning *rows;
    size_t count;
    struct amends_view name;

    if (!standing(run, &rows, &count) || !name_of(run, place, &name))
        return false;
    for (size_t i = 0; i < count; i++)
        if (am_view_same(rows[i].speaker, name) && !take_back(run, &rows[i]))
            return false;
    return true;
}

/* Event by event: what was said and then wiped leaves its trace. */
static bool follow(struct am_run *run)
{
    for (size_t i = 0; i < run->count; i++) {
        const struct am_taken *taken = &run->events[i];
        unsigned said = taken->warned_after & ~taken->warned_before;
        unsigned wiped = taken->warned_before & ~taken->warned_after;

        for (unsigned place = 0; place < AMENDS_SPEAKERS_MAX; place++)
            if ((said & (1u << place) && !warn(run, place, taken)) ||
                (wiped & (1u << place) && !wipe(run, place)))
                return false;
    }
    return true;
}

/* The last event behind which the boundary of this place stands anew. */
static const struct am_taken *said_by(const struct am_run *run, unsigned place)
{
    for (size_t i = run->count; i-- > 0;)
        if (run->events[i].warned_after & ~run->events[i].warned_before & (1u << place))
            return &run->events[i];
    return NULL;
}

/* After a history became another: what stands in the end stands in the records. */
static bool settle(struct am_run *run)
{
    unsigned left = amends_encounter_warned(run->state);
    struct am_warning *rows;
    size_t count;

    if (!standing(run, &rows, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        int place = -1;

        for (unsigned p = 0; p < AMENDS_SPEAKERS_MAX && place < 0; p++) {
            struct amends_view name;

            if (!(left & (1u << p)))
                continue;
            if (!name_of(run, p, &name))
                return false;
            if (am_view_same(name, rows[i].speaker))
                place = (int)p;
        }
        if (place >= 0)
            left &= ~(1u << (unsigned)place);
        else if (!take_back(run, &rows[i]))
            return false;
    }
    for (unsigned place = 0; place < AMENDS_SPEAKERS_MAX; place++)
        if (left & (1u << place) && !warn(run, place, said_by(run, place)))
            return false;
    return true;
}

bool am_warnings_keep(struct am_run *run)
{
    return run->whole ? settle(run) : follow(run);
}
