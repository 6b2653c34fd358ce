#include "desk/cases/cases.h"

#include "desk/cases/matter.h"
#include "desk/kit.h"
#include "desk/people/clock.h"
#include "desk/people/roles.h"

enum { CLOCK_SKEW_MS = 300000 }; /* a device's clock may be five minutes ahead */

/* Its name in a problem's type. */
static const char *type_of(enum am_case_said said)
{
    static const char *const types[AM_CASE_SAID_COUNT] = {
        "done", "not-now", "merged", "respond-first", "no-outcome", "same-case", "two-customers"};
    return (unsigned)said < AM_CASE_SAID_COUNT ? types[said] : "not-now";
}

static struct am_sla_due clocks(struct am_doing *doing, const struct am_site *site, int64_t from_ms)
{
    struct am_clock clock;
    am_clock_of_site(site, doing->arena, &clock);
    return am_sla_due(&clock.hours, &clock.zone, &clock.sla, from_ms);
}

static bool tell(struct am_doing *doing, const char *kind, const struct am_case *row)
{
    return am_notice_write(doing, kind, row->site, AM_MAY_CASE_SEE, row->row.id, 0);
}

/* What the encounter gives to its case. */
static bool take_encounter(struct am_doing *doing, const struct am_hooks *hooks, const struct am_place *place,
                           struct am_case *row)
{
    if (place->case_.row.id != 0)
        return am_refuse(doing, AM_REFUSED_STATE, "case-there", "this encounter has a case already");
    if (row->site != 0 && row->site != place->site.row.id)
        return am_refuse_field(doing, &am_case_record, "site", "the encounter's site, or none");
    row->site = place->site.row.id;
    if (row->customer == 0)
        row->customer = place->encounter.customer;
    if (row->owner == 0)
        row->owner = doing->actor->person;
    if (row->received_at_ms == 0)
        row->received_at_ms = place->encounter.row.created_at_ms;
    return hooks == NULL || hooks->hand_over == NULL ||
           hooks->hand_over(doing, &place->encounter, &row->hand_over);
}

/* The encounter names its case. */
static bool give_encounter(struct am_doing *doing, struct am_place *place, const struct am_case *row)
{
    place->encounter.case_ = row->row.id;
    if (place->encounter.customer == 0)
        place->encounter.customer = row->customer;
    return am_doing_change(doing, &am_live_encounter_record, &place->encounter, 0);
}

static void begin(struct am_case *row)
{
    row->state = AM_CASE_OPEN;
    row->outcome = -1;
    row->acknowledged_at_ms = row->responded_at_ms = row->closed_at_ms = 0;
    row->merged_into = 0;
    row->reopened = row->view_asked_at_ms = 0;
    row->acknowledge_late_at_ms = row->respond_late_at_ms = 0;
    row->hold = false;
    row->hand_over = (struct amends_view){0};
}

bool am_case_open(struct am_doing *doing, const struct am_hooks *hooks, struct am_case *row)
{
    struct am_place place = {0};
    begin(row);
    if (row->encounter != 0) {
        if (!am_place_find(doing, &am_case_record, row->encounter, 0, &place) ||
            !am_doing_may(doing, AM_MAY_CASE_WORK, place.site.row.id, doing->actor->person) ||
            !take_encounter(doing, hooks, &place, row))
            return false;
    } else if (row->site == 0) {
        return am_refuse_field(doing, &am_case_record, "site", "where it happened");
    } else if (!am_doing_references(doing, &am_case_record, row, NULL) ||
               !am_doing_read(doing, &am_site_record, row->site, &place.site) ||
               !am_doing_may(doing, AM_MAY_CASE_WORK, row->site, doing->actor->person)) {
        return false;
    }
    if (row->received_at_ms == 0)
        row->received_at_ms = doing->now_ms;
    if (row->received_at_ms > doing->now_ms + CLOCK_SKEW_MS)
        return am_refuse_field(doing, &am_case_record, "received_at_ms", "a time that is not to come");
    const struct am_sla_due due = clocks(doing, &place.site, row->received_at_ms);
    row->acknowledge_by_ms = due.acknowledge_by_ms;
    row->respond_by_ms = due.respond_by_ms;
    am_doing_begin_row(doing, &row->row);
    return am_doing_references(doing, &am_case_record, row, NULL) &&
           (row->owner == doing->actor->person ||
            am_must_work_at(doing, &am_case_record, "owner", row->owner, row->site)) &&
           am_doing_kept(doing, am_tx_next(doing->tx, row->row.org, "case", &row->number)) &&
           am_doing_added(doing, &am_case_record, row, "case.opened",
                          am_doing_print(doing, "{\"number\":%lld}", (long long)row->number)) &&
           (place.encounter.row.id == 0 || give_encounter(doing, &place, row)) &&
           tell(doing, "case.opened", row);
}

/* Who may say how the associate saw it. */
static bool associate_of(struct am_doing *doing, const struct am_case *row, am_id *associate)
{
    struct am_live_encounter encounter;
    *associate = row->owner;
    if (row->encounter == 0)
        return true;
    const enum am_kept kept = am_tx_read(doing->tx, &am_live_encounter_record, doing->actor->org,
                                         row->encounter, doing->arena, &encounter);
    if (kept == AM_KEPT_NONE) /* its time of keeping is over */
        return true;
    if (kept == AM_KEPT_OK)
        *associate = encounter.person;
    return am_doing_kept(doing, kept);
}

bool am_case_change(struct am_doing *doing, am_id id, const struct am_case *wanted, int64_t version,
                    struct am_case *row)
{
    struct amends_view detail;
    am_id associate = 0;
    if (!am_doing_read(doing, &am_case_record, id, row) ||
        !am_doing_may(doing, AM_MAY_CASE_WORK, row->site, row->owner))
        return false;
    const struct am_case before = *row;
    if (!am_doing_edit(doing, &am_case_record, row, wanted, &detail) ||
        !am_doing_references(doing, &am_case_record, row, &before) ||
        (row->owner != before.owner &&
         !am_must_work_at(doing, &am_case_record, "owner", row->owner, row->site)))
        return false;
    if (!am_view_same(before.associate_view, row->associate_view)) {
        if (!associate_of(doing, &before, &associate))
            return false;
        if (associate != doing->actor->person)
            return am_refuse(doing, AM_REFUSED_FORBIDDEN, "not-theirs",
                             "how the associate saw it is theirs to say");
    }
    return am_doing_changed(doing, &am_case_record, row, version, "case.changed", detail) &&
           tell(doing, "case.changed", row);
}

/* Does one step of the rules and keeps it. */
static bool step(struct am_doing *doing, struct am_case *row, enum am_case_step which,
                 const struct am_case_with *with, int64_t version, const char *action)
{
    const enum am_case_said said = am_case_do(row, which, with, row);
    if (said != AM_CASE_DONE)
        return am_refuse(doing, AM_REFUSED_STATE, type_of(said), "%s: %s", am_case_step_name(which),
                         am_case_said_name(said));
    return am_doing_changed(doing, &am_case_record, row, version, action,
                            am_doing_print(doing, "{\"state\":%d}", (int)row->state)) &&
           tell(doing, action, row);
}

static bool read_to(struct am_doing *doing, enum am_permission permission, am_id id, struct am_case *row)
{
    return am_doing_read(doing, &am_case_record, id, row) &&
           am_doing_may(doing, permission, row->site, row->owner);
}

bool am_case_acknowledge(struct am_doing *doing, am_id id, int64_t version, struct am_case *row)
{
    const struct am_case_with with = {.at_ms = doing->now_ms};
    return read_to(doing, AM_MAY_CASE_WORK, id, row) &&
           step(doing, row, AM_CASE_ACKNOWLEDGE, &with, version, "case.acknowledged");
}

bool am_case_respond(struct am_doing *doing, am_id id, int64_t version, struct am_case *row)
{
    const struct am_case_with with = {.at_ms = doing->now_ms};
    return read_to(doing, AM_MAY_CASE_WORK, id, row) &&
           step(doing, row, AM_CASE_RESPOND, &with, version, "case.responded");
}

bool am_case_close(struct am_doing *doing, am_id id, int64_t version, struct amends_view cause,
                   int32_t outcome, struct am_case *row)
{
    const struct am_case_with with = {.at_ms = doing->now_ms, .outcome = outcome};
    if (!read_to(doing, AM_MAY_CASE_WORK, id, row))
        return false;
    if (am_view_trim(cause).len_bytes > 0)
        row->cause = cause;
    if (row->cause.len_bytes == 0)
        return am_refuse_field(doing, &am_case_record, "cause", "what it came of");
    return step(doing, row, AM_CASE_CLOSE, &with, version, "case.closed");
}

bool am_case_reopen(struct am_doing *doing, am_id id, int64_t version, struct am_case *row)
{
    struct am_site site;
    if (!read_to(doing, AM_MAY_CASE_MERGE, id, row) ||
        !am_doing_read(doing, &am_site_record, row->site, &site))
        return false;
    const struct am_case_with with = {.at_ms = doing->now_ms, .due = clocks(doing, &site, doing->now_ms)};
    return step(doing, row, AM_CASE_REOPEN, &with, version, "case.reopened");
}

bool am_case_merge(struct am_doing *doing, am_id id, am_id into, int64_t version, struct am_case *row)
{
    struct am_case other;
    if (!read_to(doing, AM_MAY_CASE_MERGE, id, row) || !read_to(doing, AM_MAY_CASE_MERGE, into, &other))
        return false;
    const struct am_case_with with = {.at_ms = doing->now_ms, .into = &other};
    return step(doing, row, AM_CASE_MERGE, &with, version, "case.merged");
}

bool am_case_unmerge(struct am_doing *doing, am_id id, int64_t version, struct am_case *row)
{
    const struct am_case_with with = {.at_ms = doing->now_ms};
    return read_to(doing, AM_MAY_CASE_MERGE, id, row) &&
           step(doing, row, AM_CASE_UNMERGE, &with, version, "case.unmerged");
}

bool am_case_ask_view(struct am_doing *doing, am_id id, struct am_case *row)
{
    am_id associate = 0;
    if (!read_to(doing, AM_MAY_CASE_WORK, id, row) || !associate_of(doing, row, &associate))
        return false;
    if (associate == 0)
        return am_refuse(doing, AM_REFUSED_STATE, "nobody-to-ask",
                         "nobody served them, nobody owns the case");
    if (row->view_asked_at_ms == 0)
        row->view_asked_at_ms = doing->now_ms;
    return am_doing_changed(doing, &am_case_record, row, 0, "case.view_asked", (struct amends_view){0}) &&
           am_notice_write(doing, "case.view_asked", row->site, AM_MAY_OPEN, row->row.id, associate);
}

bool am_case_give_view(struct am_doing *doing, am_id id, struct amends_view view, struct am_case *row)
{
    am_id associate = 0;
    if (!am_doing_read(doing, &am_case_record, id, row) || !associate_of(doing, row, &associate))
        return false;
    if (associate != doing->actor->person)
        return am_refuse(doing, AM_REFUSED_FORBIDDEN, "not-theirs",
                         "how the associate saw it is theirs to say");
    row->associate_view = am_view_trim(view);
    if (row->associate_view.len_bytes == 0)
        return am_refuse_field(doing, &am_case_record, "associate_view", "how they saw it, in a line or two");
    return am_doing_changed(doing, &am_case_record, row, 0, "case.view_given", (struct amends_view){0}) &&
           tell(doing, "case.view_given", row);
}

/* One of a case's two clocks. */
struct late {
    const char *by, *told, *action;
    int64_t states[2]; /* in which it still runs */
    size_t state_count;
};

static bool tell_late(struct am_doing *doing, const struct late *late, struct am_case *row)
{
    const struct am_field *told = am_record_field(&am_case_record, am_view_of(late->told));
    *(int64_t *)am_field_at(told, row) = doing->now_ms;
    return am_doing_changed(doing, &am_case_record, row, 0, late->action, (struct amends_view){0}) &&
           am_notice_write(doing, late->action, row->site, AM_MAY_CASE_MERGE, row->row.id, 0) &&
           (row->owner == 0 ||
            am_notice_write(doing, late->action, row->site, AM_MAY_CASE_SEE, row->row.id, row->owner));
}

static bool tell_all_late(struct am_doing *doing, const struct late *late, unsigned most, size_t *told)
{
    const struct am_where where[] = {
        {.field = "state", .how = AM_IN, .set = late->states, .set_count = late->state_count},
        {.field = late->by, .how = AM_FROM, .number = 1},
        {.field = late->by, .how = AM_BELOW, .number = doing->now_ms + 1},
        {.field = late->told, .how = AM_IS, .number = 0},
        {.field = "merged_into", .how = AM_IS, .number = 0}};
    const struct am_list list = {.where = where, .where_count = 5, .by = late->by, .most = most};
    void *rows = NULL;
    size_t count = 0;
    if (!am_doing_kept(doing, am_tx_list(doing->tx, &am_case_record, doing->actor->org, &list, doing->arena,
                                         &rows, &count)))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!tell_late(doing, late, &((struct am_case *)rows)[i]))
            return false;
    *told += count;
    return true;
}

bool am_cases_late(struct am_doing *doing, unsigned most, size_t *told)
{
    static const struct late clocks_of[] = {
        {"acknowledge_by_ms", "acknowledge_late_at_ms", "case.acknowledge_late", {AM_CASE_OPEN}, 1},
        {"respond_by_ms",
         "respond_late_at_ms",
         "case.respond_late",
         {AM_CASE_OPEN, AM_CASE_ACKNOWLEDGED},
         2}};
    *told = 0;
    return tell_all_late(doing, &clocks_of[0], most, told) && tell_all_late(doing, &clocks_of[1], most, told);
}
