/* The organisation and its sites, and how an organisation begins. */
#include <stdio.h>
#include <string.h>

#include "desk/kit.h"
#include "desk/people/clock.h"
#include "desk/people/people.h"
#include "desk/people/zone.h"
#include "domain/kinds/authority.h"
#include "domain/rules/trades.h"

static bool zone_sound(struct am_doing *doing, const struct am_record *record, struct amends_view name)
{
    struct am_zone zone;
    return am_zone_load(name, doing->arena, &zone) ||
           am_refuse_field(doing, record, "zone", "the IANA name of a time zone, \"Europe/Helsinki\"");
}

static bool retention_sound(struct am_doing *doing, const struct am_record *record, struct amends_view json)
{
    struct am_retention settings;
    const char *expected = "";
    return am_retention_read(json, &settings, &expected) ||
           am_refuse_field(doing, record, "retention", expected);
}

static bool organisation_sound(struct am_doing *doing, const struct am_organisation *row)
{
    return zone_sound(doing, &am_organisation_record, row->zone) &&
           retention_sound(doing, &am_organisation_record, row->retention);
}

static bool site_sound(struct am_doing *doing, const struct am_site *row)
{
    struct am_hours hours;
    const char *expected = "";
    if (!am_hours_read(row->hours, &hours, &expected))
        return am_refuse_field(doing, &am_site_record, "hours", expected);
    return zone_sound(doing, &am_site_record, row->zone) &&
           retention_sound(doing, &am_site_record, row->retention);
}

/* How long records are kept is not for whoever sets up a site. */
static bool retention_may(struct am_doing *doing, struct amends_view before, struct amends_view after,
                          am_id site)
{
    return am_view_same(before, after) || am_doing_may(doing, AM_MAY_KEEP, site, 0);
}

bool am_organisation_change(struct am_doing *doing, const struct am_organisation *wanted, int64_t version,
                            struct am_organisation *row)
{
    struct amends_view detail;
    return am_doing_may(doing, AM_MAY_SITE_ADMINISTER, 0, 0) &&
           am_doing_read(doing, &am_organisation_record, doing->actor->org, row) &&
           retention_may(doing, row->retention, wanted->retention, 0) &&
           am_doing_edit(doing, &am_organisation_record, row, wanted, &detail) &&
           organisation_sound(doing, row) &&
           am_doing_changed(doing, &am_organisation_record, row, version, "organisation.changed", detail);
}

bool am_organisation_throw_away(struct am_doing *doing)
{
    const am_id org = doing->actor->org;
    struct am_organisation row;
    if (!am_doing_read(doing, &am_organisation_record, org, &row))
        return false;
    if (!row.demo)
        return am_refuse(doing, AM_REFUSED_NONE, "not-found", "this is no demo shop");
    /* Screens that listen know by the number of a notice what they have heard: it goes on. */
    return am_doing_kept(doing, am_tx_clear(doing->tx, org, "notice"));
}

/* The spans of one day: [["09:00","13:00"],["14:00","18:00"]]. */
static size_t print_day(const struct am_hours_day *day, char *out, size_t room)
{
    size_t len = (size_t)snprintf(out, room, "[");
    for (unsigned i = 0; i < day->count; i++) {
        const unsigned from = day->spans[i].from_min, until = day->spans[i].until_min;
        len += (size_t)snprintf(out + len, room - len, "%s[\"%02u:%02u\",\"%02u:%02u\"]", i > 0 ? "," : "",
                                from / 60, from % 60, until / 60, until % 60);
    }
    return len + (size_t)snprintf(out + len, room - len, "]");
}

/* The hours that a trade begins with, as a site's record has them. */
static struct amends_view hours_of_trade(struct am_doing *doing, int32_t trade)
{
    static const char *const names[7] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    enum { DAY_MOST = 24 * AM_HOURS_SPANS + 16 };
    char text[7 * DAY_MOST + 16];
    size_t len = (size_t)snprintf(text, sizeof text, "{");
    for (int i = 0; i < 7; i++) {
        len += (size_t)snprintf(text + len, sizeof text - len, "%s\"%s\":", i > 0 ? "," : "", names[i]);
        len += print_day(&am_trade(trade)->hours.week[i], text + len, sizeof text - len);
    }
    snprintf(text + len, sizeof text - len, "}");
    return am_doing_print(doing, "%s", text);
}

static void fill(struct amends_view *field, struct amends_view from)
{
    if (field->len_bytes == 0)
        *field = from;
}

/* What a new site has where nobody said otherwise. */
static void begin_site(struct am_doing *doing, const struct am_organisation *organisation,
                       struct am_site *row)
{
    am_doing_begin_row(doing, &row->row);
    if (row->trade < 0)
        row->trade = organisation->trade;
    fill(&row->lang, organisation->lang);
    fill(&row->currency, organisation->currency);
    fill(&row->zone, organisation->zone);
    fill(&row->emergency_number, am_view_of("112"));
    fill(&row->hours, hours_of_trade(doing, row->trade));
}

bool am_site_add(struct am_doing *doing, struct am_site *row)
{
    struct am_organisation organisation;
    if (!am_doing_may(doing, AM_MAY_SITE_ADMINISTER, 0, 0) ||
        !am_doing_read(doing, &am_organisation_record, doing->actor->org, &organisation))
        return false;
    begin_site(doing, &organisation, row);
    return retention_may(doing, (struct amends_view){0}, row->retention, 0) && site_sound(doing, row) &&
           am_doing_added(doing, &am_site_record, row, "site.added", (struct amends_view){0});
}

bool am_site_change(struct am_doing *doing, am_id site, const struct am_site *wanted, int64_t version,
                    struct am_site *row)
{
    struct amends_view detail;
    return am_doing_read(doing, &am_site_record, site, row) &&
           am_doing_may(doing, AM_MAY_SITE_ADMINISTER, site, 0) &&
           retention_may(doing, row->retention, wanted->retention, site) &&
           am_doing_edit(doing, &am_site_record, row, wanted, &detail) && site_sound(doing, row) &&
           am_doing_changed(doing, &am_site_record, row, version, "site.changed", detail);
}

/* The grants that a trade begins with, in the site's currency where amounts are known in it. */
static bool grant_trade(struct am_doing *doing, const struct am_founding *founding)
{
    const struct am_trade_settings *trade = am_trade(founding->organisation.trade);
    char currency[4] = "";
    memcpy(currency, founding->site.currency.bytes, 3);
    for (size_t i = 0; i < trade->grant_count; i++) {
        const struct am_trade_grant *from = &trade->grants[i];
        struct am_grant grant;
        am_record_empty(&am_grant_record, &grant);
        am_doing_begin_row(doing, &grant.row);
        grant.to = AM_GRANT_TO_ROLE;
        grant.role = from->role;
        grant.remedy = from->all ? -1 : from->remedy;
        grant.all = from->all;
        grant.percent_bp = from->percent_bp;
        grant.granted_by = founding->owner.row.id;
        if (from->most > 0) {
            grant.most_minor = am_trade_minor(from->most, currency);
            grant.currency = founding->site.currency;
            if (grant.most_minor < 0)
                continue; /* the owner names the amounts */
        }
        if (!am_doing_added(doing, &am_grant_record, &grant, "grant.given", (struct amends_view){0}))
            return false;
    }
    return true;
}

static bool add_owner(struct am_doing *doing, struct am_person *owner)
{
    struct am_membership roles[2];
    owner->active = true;
    if (!am_doing_added(doing, &am_person_record, owner, "person.added", (struct amends_view){0}))
        return false;
    for (int i = 0; i < 2; i++) {
        am_record_empty(&am_membership_record, &roles[i]);
        roles[i].person = owner->row.id;
        roles[i].role = i == 0 ? AM_ROLE_MANAGER : AM_ROLE_ADMINISTRATOR;
        if (!am_membership_add(doing, &roles[i]))
            return false;
    }
    return true;
}

bool am_organisation_found(struct am_doing *doing, struct am_founding *founding)
{
    const struct am_actor *before = doing->actor;
    const am_id chosen = founding->organisation.row.id;
    const am_id made = am_id_make(doing->now_ms, doing->random(doing->random_context));
    struct am_actor founder = {.org = chosen ? chosen : made, .alone = true};
    doing->actor = &founder;
    am_doing_begin_row(doing, &founding->organisation.row);
    founding->organisation.row.id = founder.org;
    am_doing_begin_row(doing, &founding->owner.row);
    founder.person = founding->owner.row.id;
    const bool done = organisation_sound(doing, &founding->organisation) &&
                      am_doing_added(doing, &am_organisation_record, &founding->organisation,
                                     "organisation.founded", (struct amends_view){0}) &&
                      am_site_add(doing, &founding->site) && add_owner(doing, &founding->owner) &&
                      grant_trade(doing, founding);
    doing->actor = before;
    return done;
}
