#include "desk/people/roles.h"

#include "desk/kit.h"
#include "desk/people/authority.h"

bool am_roles_at(struct am_doing *doing, am_id site, struct am_membership **rows, size_t *count)
{
    const int64_t sites[] = {site, 0};
    const struct am_where where[] = {{.field = "site", .how = AM_IN, .set = sites, .set_count = 2},
                                     {.field = "ended", .how = AM_IS, .number = 0}};
    void *found = NULL;
    if (!am_doing_few(doing, &am_membership_record, where, 2, &found, count))
        return false;
    *rows = found;
    *count = am_memberships_now(found, *count, doing->now_ms);
    return true;
}

static bool serves_at(struct am_doing *doing, am_id person, am_id site, bool *serves)
{
    struct am_membership *rows = NULL;
    size_t count = 0;
    if (!am_alone_now(doing, serves))
        return false;
    if (*serves)
        return true;
    if (!am_roles_at(doing, site, &rows, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        *serves = *serves || (rows[i].person == person && rows[i].role != AM_ROLE_ADMINISTRATOR);
    return true;
}

bool am_must_work_at(struct am_doing *doing, const struct am_record *record, const char *field, am_id person,
                     am_id site)
{
    struct am_person who;
    bool serves = false;
    if (person == 0)
        return true;
    const enum am_kept kept =
        am_tx_read(doing->tx, &am_person_record, doing->actor->org, person, doing->arena, &who);
    if (kept == AM_KEPT_NONE)
        return am_refuse_field(doing, record, field, "the id of a person");
    if (!am_doing_kept(doing, kept) || !serves_at(doing, person, site, &serves))
        return false;
    return (who.active && serves) ||
           am_refuse_field(doing, record, field, "somebody who works at this site was expected");
}

bool am_signed_in(struct am_doing *doing, am_id person, bool *in)
{
    const int64_t since_ms = doing->now_ms - AM_SIGNED_IN_HOURS * INT64_C(3600000);
    const struct am_where where[] = {{.field = "person", .how = AM_IS, .number = person},
                                     {.field = "ends_at_ms", .how = AM_FROM, .number = doing->now_ms + 1},
                                     {.field = "seen_at_ms", .how = AM_FROM, .number = since_ms},
                                     {.field = "revoked", .how = AM_IS, .number = 0}};
    int64_t count = 0;
    if (!am_doing_kept(doing,
                       am_tx_count(doing->tx, &am_session_record, doing->actor->org, where, 4, &count)))
        return false;
    *in = count > 0;
    return true;
}

/* Tells those who see the people of each site at which they work, and their own other screens. */
static bool tell_absence(struct am_doing *doing)
{
    const struct am_actor *actor = doing->actor;
    for (size_t i = 0; i < actor->membership_count; i++)
        if (!am_notice_write(doing, "person.absent", actor->memberships[i].site, AM_MAY_PERSON_SEE,
                             actor->person, 0))
            return false;
    return am_notice_write(doing, "person.absent", 0, AM_MAY_OPEN, actor->person, actor->person);
}

bool am_absent_say(struct am_doing *doing, int32_t absent, int64_t back_at_ms, struct am_person *row)
{
    if (!am_doing_read(doing, &am_person_record, doing->actor->person, row))
        return false;
    if (absent >= 0 && back_at_ms != 0 && back_at_ms <= doing->now_ms)
        return am_refuse_field(doing, &am_person_record, "back_at_ms", "a time to come, or none");
    if (absent >= 0 && back_at_ms == 0)
        back_at_ms = doing->now_ms + (absent == AM_ABSENT_BREAK ? AM_BREAK_MS : AM_ABSENT_MS);
    row->absent = absent;
    row->back_at_ms = absent >= 0 ? back_at_ms : 0;
    return am_doing_changed(doing, &am_person_record, row, 0, absent >= 0 ? "person.absent" : "person.back",
                            absent >= 0 ? am_doing_print(doing, "{\"absent\":%d,\"back_at_ms\":%lld}",
                                                         (int)absent, (long long)row->back_at_ms)
                                        : (struct amends_view){0}) &&
           tell_absence(doing);
}

bool am_absent_over(struct am_doing *doing)
{
    struct am_person row;
    return am_doing_read(doing, &am_person_record, doing->actor->person, &row) &&
           (row.absent < 0 || am_absent_say(doing, -1, 0, &row));
}
