#include "desk/cases/promises.h"

#include "desk/cases/matter.h"
#include "desk/kit.h"
#include "desk/people/roles.h"

static bool due_sound(struct am_doing *doing, int64_t due_at_ms)
{
    return due_at_ms == 0 || due_at_ms > doing->now_ms ||
           am_refuse_field(doing, &am_promise_record, "due_at_ms", "a time that is still to come, or none");
}

/* Tells the one who keeps it. */
static bool tell_owner(struct am_doing *doing, const char *kind, const struct am_promise *row)
{
    return am_notice_write(doing, kind, row->site, AM_MAY_PROMISE_WORK, row->row.id, row->owner);
}

static bool find_site(struct am_doing *doing, struct am_promise *row)
{
    struct am_place place;
    struct am_site site;
    if (row->encounter == 0 && row->case_ == 0) {
        if (row->site == 0)
            return am_refuse_field(doing, &am_promise_record, "site", "where it was made");
        if (!am_doing_references(doing, &am_promise_record, row, NULL))
            return false;
        return am_doing_read(doing, &am_site_record, row->site, &site);
    }
    if (!am_place_find(doing, &am_promise_record, row->encounter, row->case_, &place))
        return false;
    if (row->site != 0 && row->site != place.site.row.id)
        return am_refuse_field(doing, &am_promise_record, "site", "the encounter's or the case's site");
    row->site = place.site.row.id;
    row->encounter = place.encounter.row.id;
    row->case_ = place.case_.row.id;
    if (row->customer == 0)
        row->customer = place.encounter.customer != 0 ? place.encounter.customer : place.case_.customer;
    return true;
}

bool am_promise_make(struct am_doing *doing, struct am_promise *row)
{
    if (!find_site(doing, row) || !am_doing_may(doing, AM_MAY_PROMISE_WORK, row->site, doing->actor->person))
        return false;
    if (row->owner == 0)
        row->owner = doing->actor->person;
    row->state = AM_PROMISE_OPEN;
    row->reminded_at_ms = row->settled_at_ms = 0;
    row->handed_over_by = row->owner == doing->actor->person ? 0 : doing->actor->person;
    row->what = am_view_trim(row->what);
    am_doing_begin_row(doing, &row->row);
    return due_sound(doing, row->due_at_ms) &&
           (row->handed_over_by == 0 ||
            am_must_work_at(doing, &am_promise_record, "owner", row->owner, row->site)) &&
           am_doing_references(doing, &am_promise_record, row, NULL) &&
           am_doing_added(doing, &am_promise_record, row, "promise.made", (struct amends_view){0}) &&
           tell_owner(doing, "promise.made", row);
}

static bool read_open(struct am_doing *doing, am_id id, struct am_promise *row)
{
    if (!am_doing_read(doing, &am_promise_record, id, row) ||
        !am_doing_may(doing, AM_MAY_PROMISE_WORK, row->site, row->owner))
        return false;
    return row->state == AM_PROMISE_OPEN ||
           am_refuse(doing, AM_REFUSED_STATE, "settled", "it was kept or broken already");
}

bool am_promise_change(struct am_doing *doing, am_id id, const struct am_promise *wanted, int64_t version,
                       struct am_promise *row)
{
    struct amends_view detail;
    if (!read_open(doing, id, row))
        return false;
    const struct am_promise before = *row;
    if (!am_doing_edit(doing, &am_promise_record, row, wanted, &detail) ||
        !am_doing_references(doing, &am_promise_record, row, &before))
        return false;
    if (row->due_at_ms != before.due_at_ms) {
        if (!due_sound(doing, row->due_at_ms))
            return false;
        row->reminded_at_ms = 0;
    }
    return am_doing_changed(doing, &am_promise_record, row, version, "promise.changed", detail) &&
           tell_owner(doing, "promise.changed", row);
}

bool am_promise_hand_over(struct am_doing *doing, am_id id, am_id to, int64_t version, struct am_promise *row)
{
    char who[AM_ID_TEXT_LEN + 1];
    if (!read_open(doing, id, row) || !am_must_work_at(doing, &am_promise_record, "owner", to, row->site))
        return false;
    if (to == row->owner)
        return am_refuse_field(doing, &am_promise_record, "owner", "somebody else than who has it");
    row->handed_over_by = doing->actor->person;
    row->owner = to;
    row->reminded_at_ms = 0;
    am_id_write(to, who);
    return am_doing_changed(doing, &am_promise_record, row, version, "promise.handed_over",
                            am_doing_print(doing, "{\"to\":\"%s\"}", who)) &&
           tell_owner(doing, "promise.handed_over", row);
}

static bool settle(struct am_doing *doing, am_id id, int64_t version, enum am_promise_state state,
                   const char *action, struct am_promise *row)
{
    if (!read_open(doing, id, row))
        return false;
    row->state = (int32_t)state;
    row->settled_at_ms = doing->now_ms;
    return am_doing_changed(doing, &am_promise_record, row, version, action, (struct amends_view){0}) &&
           am_notice_write(doing, action, row->site, AM_MAY_PROMISE_WORK, row->row.id, 0);
}

bool am_promise_keep(struct am_doing *doing, am_id id, int64_t version, struct am_promise *row)
{
    return settle(doing, id, version, AM_PROMISE_KEPT, "promise.kept", row);
}

bool am_promise_break(struct am_doing *doing, am_id id, int64_t version, struct am_promise *row)
{
    return settle(doing, id, version, AM_PROMISE_BROKEN, "promise.broken", row);
}

static bool remind(struct am_doing *doing, struct am_promise *row)
{
    const char *kind = row->due_at_ms <= doing->now_ms ? "promise.due" : "promise.soon";
    row->reminded_at_ms = doing->now_ms;
    return am_doing_changed(doing, &am_promise_record, row, 0, "promise.reminded", (struct amends_view){0}) &&
           tell_owner(doing, kind, row);
}

/* Open ones that are due from one time to another, reminded of or not. */
static bool list_due(struct am_doing *doing, int64_t from_ms, int64_t until_ms, bool reminded, unsigned most,
                     struct am_promise **rows, size_t *count)
{
    const struct am_where where[] = {
        {.field = "state", .how = AM_IS, .number = AM_PROMISE_OPEN},
        {.field = "due_at_ms", .how = AM_FROM, .number = from_ms},
        {.field = "due_at_ms", .how = AM_BELOW, .number = until_ms},
        {.field = "reminded_at_ms", .how = reminded ? AM_IS_NOT : AM_IS, .number = 0}};
    const struct am_list list = {.where = where, .where_count = 4, .by = "due_at_ms", .most = most};
    void *found = NULL;
    if (!am_doing_kept(doing, am_tx_list(doing->tx, &am_promise_record, doing->actor->org, &list,
                                         doing->arena, &found, count)))
        return false;
    *rows = found;
    return true;
}

/* What was reminded of before it was due is reminded of again within this time after it; what was longer due
 * when the desk stood still was seen in the list of the promises meanwhile. */
#define LATE_MS INT64_C(604800000)

bool am_promises_remind(struct am_doing *doing, unsigned most, size_t *reminded)
{
    struct am_promise *rows = NULL;
    size_t count = 0;
    *reminded = 0;
    if (!list_due(doing, 1, doing->now_ms + AM_PROMISE_REMIND_MS + 1, false, most, &rows, &count))
        return false;
    for (size_t i = 0; i < count; i++, ++*reminded)
        if (!remind(doing, &rows[i]))
            return false;
    if (!list_due(doing, doing->now_ms - LATE_MS, doing->now_ms + 1, true, AM_LIST_MOST, &rows, &count))
        return false;
    for (size_t i = 0; i < count && *reminded < most; i++)
        if (rows[i].reminded_at_ms < rows[i].due_at_ms) {
            if (!remind(doing, &rows[i]))
                return false;
            ++*reminded;
        }
    return true;
}

bool am_promises_waiting(struct am_doing *doing, am_id customer, struct am_promise **rows, size_t *count)
{
    const struct am_where where[] = {{.field = "customer", .how = AM_IS, .number = customer},
                                     {.field = "state", .how = AM_IS, .number = AM_PROMISE_OPEN}};
    const struct am_list list = {.where = where, .where_count = 2, .by = "due_at_ms", .most = AM_LIST_MOST};
    void *found = NULL;
    *rows = NULL;
    *count = 0;
    if (customer == 0)
        return true;
    if (!am_doing_kept(doing, am_tx_list(doing->tx, &am_promise_record, doing->actor->org, &list,
                                         doing->arena, &found, count)))
        return false;
    *rows = found;
    return true;
}
