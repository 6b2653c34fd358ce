#include "desk/people/grants.h"

#include "amends/labels.h"
#include "desk/kit.h"

static bool wrong(struct am_doing *doing, const char *field, const char *expected)
{
    return am_refuse_field(doing, &am_grant_record, field, expected);
}

static bool amount_remedy(int32_t remedy)
{
    return remedy == AMENDS_REMEDY_REFUND || remedy == AMENDS_REMEDY_VOUCHER ||
           remedy == AMENDS_REMEDY_FREE_ITEM;
}

static bool receiver_sound(struct am_doing *doing, const struct am_grant *row)
{
    if (row->to == AM_GRANT_TO_ROLE && row->role < 0)
        return wrong(doing, "role", "the role that it is granted to");
    if (row->to == AM_GRANT_TO_PERSON && row->person == 0)
        return wrong(doing, "person", "the person that it is granted to");
    if (row->to == AM_GRANT_TO_SITE && row->site == 0)
        return wrong(doing, "site", "the site that it is granted to");
    if (row->to != AM_GRANT_TO_PERSON && row->person != 0)
        return wrong(doing, "person", "nobody: it is not granted to a person");
    return true;
}

static bool stand_in_sound(struct am_doing *doing, const struct am_grant *row)
{
    if (row->to != AM_GRANT_TO_PERSON || row->person == row->stands_in_for)
        return wrong(doing, "stands_in_for", "another person than the one who stands in");
    if (row->until_ms == 0)
        return wrong(doing, "until_ms", "until when they stand in");
    if (row->remedy >= 0 || row->all)
        return wrong(doing, "remedy", "none: a stand-in has what the other has");
    return true;
}

static bool remedy_sound(struct am_doing *doing, const struct am_grant *row)
{
    if (row->stands_in_for != 0)
        return stand_in_sound(doing, row);
    if (row->all)
        return row->remedy < 0 || wrong(doing, "remedy", "none, where everything may be given");
    if (row->remedy < 0)
        return wrong(doing, "remedy", "what may be given");
    if (amount_remedy(row->remedy) && row->most_minor <= 0)
        return wrong(doing, "most_minor", "the highest amount, more than nothing");
    if (!amount_remedy(row->remedy) && row->most_minor >= 0)
        return wrong(doing, "most_minor", "none: this remedy is no amount");
    if (row->remedy == AMENDS_REMEDY_DISCOUNT && row->percent_bp <= 0)
        return wrong(doing, "percent_bp", "the highest percentage, more than nothing");
    return true;
}

bool am_grant_give(struct am_doing *doing, struct am_grant *row)
{
    if (!am_doing_may(doing, AM_MAY_GRANT_GIVE, row->site, 0))
        return false;
    am_doing_begin_row(doing, &row->row);
    row->granted_by = doing->actor->person;
    row->ends = 0;
    if (row->until_ms != 0 && (row->until_ms <= doing->now_ms || row->until_ms <= row->from_ms))
        return wrong(doing, "until_ms", "a time that is still to come, behind its beginning");
    return receiver_sound(doing, row) && remedy_sound(doing, row) &&
           am_doing_references(doing, &am_grant_record, row, NULL) &&
           am_doing_added(doing, &am_grant_record, row, "grant.given", (struct amends_view){0}) &&
           am_notice_write(doing, "grant.given", row->site, AM_MAY_GRANT_SEE, row->row.id, row->person);
}

bool am_grant_end(struct am_doing *doing, am_id grant, int64_t from_ms, struct am_grant *row)
{
    const int64_t end_ms = from_ms > doing->now_ms ? from_ms : doing->now_ms;
    const struct am_where where[] = {{.field = "ends", .how = AM_IS, .number = grant},
                                     {.field = "from_ms", .how = AM_BELOW, .number = end_ms + 1}};
    struct am_grant ended;
    int64_t already = 0;
    if (!am_doing_read(doing, &am_grant_record, grant, &ended) ||
        !am_doing_may(doing, AM_MAY_GRANT_GIVE, ended.site, 0))
        return false;
    if (ended.ends != 0)
        return am_refuse(doing, AM_REFUSED_STATE, "no-grant", "this record ends a grant itself");
    if (!am_doing_kept(doing,
                       am_tx_count(doing->tx, &am_grant_record, doing->actor->org, where, 2, &already)))
        return false;
    if (already > 0)
        return am_refuse(doing, AM_REFUSED_STATE, "grant-ended", "it has ended by then already");
    am_record_empty(&am_grant_record, row);
    am_doing_begin_row(doing, &row->row);
    row->to = ended.to;
    row->role = ended.role;
    row->person = ended.person;
    row->site = ended.site;
    row->ends = grant;
    row->from_ms = end_ms;
    row->granted_by = doing->actor->person;
    return am_doing_added(doing, &am_grant_record, row, "grant.ended", (struct amends_view){0}) &&
           am_notice_write(doing, "grant.ended", ended.site, AM_MAY_GRANT_SEE, grant, ended.person);
}
