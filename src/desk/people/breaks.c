#include "desk/people/breaks.h"

#include "desk/kit.h"

static bool remove_all(struct am_doing *doing, const char *field, am_id id)
{
    const struct am_where where = {.field = field, .how = AM_IS, .number = id};
    int64_t count;

    return am_doing_kept(doing,
                         am_tx_remove(doing->tx, &am_break_record, doing->actor->org, &where, 1, &count));
}

/* The actor's own that stands at this site; row->row.id is 0 where there is none. */
static bool find_own(struct am_doing *doing, am_id site, struct am_break *row)
{
    const struct am_where where = {.field = "person", .how = AM_IS, .number = doing->actor->person};
    void *rows = NULL;
    size_t count = 0;

    am_record_empty(&am_break_record, row);
    if (!am_doing_few(doing, &am_break_record, &where, 1, &rows, &count))
        return false;

    const struct am_break *own = rows;

    for (size_t i = 0; i < count; i++)
        if (own[i].site == site && doing->now_ms - own[i].row.created_at_ms < AM_BREAK_STANDS_MS)
            *row = own[i];
    return true;
}

/* Those at the site who answer calls. */
static bool tell(struct am_doing *doing, const struct am_break *row, const char *kind)
{
    return am_notice_write(doing, kind, row->site, AM_MAY_CALL_ANSWER, row->row.id, 0);
}

bool am_break_need(struct am_doing *doing, am_id site, struct am_break *row)
{
    struct am_site place;

    if (!am_doing_read(doing, &am_site_record, site, &place) ||
        !am_doing_may(doing, AM_MAY_CALL_HELP, site, doing->actor->person) || !find_own(doing, site, row))
        return false;
    if (row->row.id != 0)
        return true;
    if (!remove_all(doing, "person", doing->actor->person))
        return false;
    am_doing_begin_row(doing, &row->row);
    row->site = site;
    row->person = doing->actor->person;
    return am_doing_add(doing, &am_break_record, row) && tell(doing, row, "break.needed");
}

bool am_break_cover(struct am_doing *doing, am_id id, struct am_break *row)
{
    const am_id me = doing->actor->person;

    if (!am_doing_read(doing, &am_break_record, id, row) ||
        !am_doing_may(doing, AM_MAY_CALL_ANSWER, row->site, 0))
        return false;
    if (row->person == me)
        return am_refuse(doing, AM_REFUSED_STATE, "own-break", "nobody covers for themselves");
    if (row->covered_by == me)
        return true;
    if (row->covered_by != 0)
        return am_refuse(doing, AM_REFUSED_STATE, "covered", "somebody else covers already");
    row->covered_by = me;
    row->covered_at_ms = doing->now_ms;
    return am_doing_change(doing, &am_break_record, row, 0) && tell(doing, row, "break.covered") &&
           am_notice_write(doing, "break.covered", row->site, AM_MAY_CALL_HELP, id, row->person);
}

bool am_break_end(struct am_doing *doing, am_id id)
{
    struct am_break row;

    if (!am_doing_read(doing, &am_break_record, id, &row))
        return false;

    const bool own = row.person == doing->actor->person;

    return am_doing_may(doing, own ? AM_MAY_CALL_HELP : AM_MAY_CALL_ANSWER, row.site, own ? row.person : 0) &&
           remove_all(doing, "id", id) && tell(doing, &row, "break.over") &&
           am_notice_write(doing, "break.over", row.site, AM_MAY_CALL_HELP, id, row.person);
}
