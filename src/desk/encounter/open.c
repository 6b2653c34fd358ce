/* Opening: the start is filled from the site, the person's authority and who is there. */
#include <string.h>

#include "desk/encounter/inside.h"
#include "desk/kit.h"
#include "desk/people/authority.h"
#include "desk/people/clock.h"
#include "desk/people/roles.h"
#include "domain/rules/refusal.h"

/* ---- Who is there: people who work at the site and are signed in. */

struct there {
    bool colleague, supervisor;
    am_id who; /* the supervisor of the highest role */
    int32_t role;
};

static bool meet(struct am_doing *doing, const struct am_membership *membership, struct there *there)
{
    struct am_person person;
    bool in = false;

    if (membership->person == doing->actor->person || membership->role == AM_ROLE_ADMINISTRATOR)
        return true;

    enum am_kept kept = am_tx_read(doing->tx, &am_person_record, doing->actor->org, membership->person,
                                   doing->arena, &person);

    if (kept == AM_KEPT_NONE)
        return true;
    if (!am_doing_kept(doing, kept))
        return false;
    if (!person.active || am_person_absent(&person, doing->now_ms))
        return true;
    if (!am_signed_in(doing, membership->person, &in))
        return false;
    if (!in)
        return true;
    there->colleague = true;
    if (membership->role >= AM_ROLE_SUPERVISOR && (!there->supervisor || membership->role > there->role)) {
        there->supervisor = true;
        there->who = membership->person;
        there->role = membership->role;
    }
    return true;
}

static bool who_is_there(struct am_doing *doing, am_id site, struct there *there)
{
    struct am_membership *rows = NULL;
    size_t count = 0;

    *there = (struct there){0};
    if (!am_roles_at(doing, site, &rows, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!meet(doing, &rows[i], there))
            return false;
    return true;
}

/* ---- The start. */

/* Security that the site has is there while it is open. */
static bool security_now(struct am_doing *doing, const struct am_site *site)
{
    struct am_clock clock;

    if (!site->security_on_site)
        return false;
    if (site->hours.len_bytes == 0)
        return true;
    am_clock_of_site(site, doing->arena, &clock);
    return am_hours_open(&clock.hours, &clock.zone, doing->now_ms);
}

/* The index of a language, -1 where the coach does not know it. */
static int8_t language(const struct am_doing *doing, struct amends_view code)
{
    return code.len_bytes > 0 ? (int8_t)amends_engine_language_find(doing->coach->engine, code) : -1;
}

/* Only what a person can dial goes to the coach. */
static void put_number(struct amends_start *start, struct amends_view number)
{
    if (number.len_bytes >= sizeof start->emergency_number)
        return;
    for (size_t i = 0; i < number.len_bytes; i++)
        if (!memchr("0123456789+- ", number.bytes[i], 13))
            return;
    if (number.len_bytes > 0)
        memcpy(start->emergency_number, number.bytes, number.len_bytes);
}

/* What help there is, and what the supervisor may give; one who is alone decides, and waits for nobody. */
static bool put_help(struct am_doing *doing, const struct am_site *site, struct amends_start *start)
{
    struct there there;

    if (!who_is_there(doing, site->row.id, &there))
        return false;
    start->colleague = there.colleague;
    start->supervisor = there.supervisor;
    start->security_on_site = security_now(doing, site);
    if (!there.supervisor)
        return true;
    start->supervisor_authority_named = true;
    return am_person_authority(doing, there.who, site, doing->now_ms, &start->supervisor_authority);
}

static bool make_start(struct am_doing *doing, const struct am_encounter_opening *opening,
                       const struct am_site *site, struct amends_start *start)
{
    struct am_person person;

    amends_start_defaults(start);
    start->channel = (uint8_t)opening->channel;
    start->lang = opening->lang;
    start->ui_lang = opening->ui_lang;
    start->formal = opening->formal;
    put_number(start, site->emergency_number);
    if (!am_doing_read(doing, &am_person_record, doing->actor->person, &person))
        return false;
    if (start->ui_lang < 0)
        start->ui_lang = language(doing, person.lang);
    if (start->ui_lang < 0)
        start->ui_lang = language(doing, site->lang);
    return am_person_authority(doing, doing->actor->person, site, doing->now_ms, &start->authority) &&
           put_help(doing, site, start);
}

/* ---- What waits for this customer. */

static bool read_promises(struct am_doing *doing, am_id customer, struct am_encounter_opened *out)
{
    const struct am_where where[] = {{.field = "customer", .how = AM_IS, .number = customer},
                                     {.field = "state", .how = AM_IS, .number = AM_PROMISE_OPEN}};
    void *rows = NULL;

    if (!am_doing_few(doing, &am_promise_record, where, 2, &rows, &out->promise_count))
        return false;
    out->promises = rows;
    return true;
}

static bool read_refusals(struct am_doing *doing, am_id customer, am_id site, struct am_encounter_opened *out)
{
    const struct am_where where[] = {{.field = "customer", .how = AM_IS, .number = customer},
                                     {.field = "until_ms", .how = AM_FROM, .number = doing->now_ms}};
    void *rows = NULL;
    size_t count = 0;

    if (!am_doing_few(doing, &am_refusal_record, where, 2, &rows, &count))
        return false;

    struct am_refusal *refusals = rows;

    for (size_t i = 0; i < count; i++)
        if (am_refusal_holds(&refusals[i], doing->now_ms) &&
            (refusals[i].site == 0 || refusals[i].site == site))
            refusals[out->refusal_count++] = refusals[i];
    out->refusals = refusals;
    return true;
}

/* They are here again: what was promised for the next visit is due. */
static bool greet(struct am_doing *doing, am_id customer, am_id site, struct am_encounter_opened *out)
{
    struct am_customer row;

    if (customer == 0)
        return true;
    if (!am_doing_read(doing, &am_customer_record, customer, &row))
        return false;
    if (row.erased_at_ms != 0)
        return am_refuse(doing, AM_REFUSED_NONE, "not-found", "this customer was erased");
    row.last_visit_at_ms = doing->now_ms;
    return am_doing_change(doing, &am_customer_record, &row, 0) && read_promises(doing, customer, out) &&
           read_refusals(doing, customer, site, out);
}

/* ---- The verb. */

static bool add_encounter(struct am_doing *doing, const struct am_encounter_opening *opening,
                          const struct amends_start *start, struct am_live_encounter *encounter)
{
    const struct am_coach_words *words = doing->coach->words;
    const struct amends_event event = {.kind = AMENDS_EVENT_START, .start = *start};

    am_record_empty(&am_live_encounter_record, encounter);
    am_doing_begin_row(doing, &encounter->row);
    encounter->site = opening->site;
    encounter->person = doing->actor->person;
    encounter->customer = opening->customer;
    encounter->channel = opening->channel;
    encounter->escalate = AMENDS_LEVEL_NONE;
    encounter->last_number = 0;
    encounter->heat_permille = 0;
    if (opening->lang >= 0)
        encounter->lang = am_view_of(amends_engine_language_code(doing->coach->engine, opening->lang));
    encounter->start = words->write_event(words->context, doing->arena, &event);
    if (encounter->start.len_bytes == 0)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    return am_doing_add(doing, &am_live_encounter_record, encounter) &&
           am_audit_write(doing, "encounter.opened", &am_live_encounter_record, encounter->row.id,
                          (struct amends_view){NULL, 0}) &&
           am_notice_write(doing, "encounter.opened", encounter->site, AM_MAY_ENCOUNTER_SEE,
                           encounter->row.id, 0);
}

static bool known_choices(struct am_doing *doing, const struct am_encounter_opening *opening)
{
    int languages = (int)amends_engine_language_count(doing->coach->engine);

    if (opening->channel < 0 || opening->channel >= AMENDS_CHANNEL_COUNT)
        return am_refuse_field(doing, &am_live_encounter_record, "channel", "a channel was expected");
    if (opening->lang >= languages || opening->ui_lang >= languages)
        return am_refuse_field(doing, &am_live_encounter_record, "lang",
                               "a language of the playbook was expected");
    return true;
}

bool am_encounter_open(struct am_doing *doing, const struct am_encounter_opening *opening,
                       struct am_encounter_opened *out)
{
    struct am_site site;
    struct amends_start start;
    struct am_live_encounter encounter;
    struct am_events_out taken;

    *out = (struct am_encounter_opened){0};
    if (!known_choices(doing, opening) || !am_doing_read(doing, &am_site_record, opening->site, &site) ||
        !am_doing_may(doing, AM_MAY_ENCOUNTER_LEAD, opening->site, doing->actor->person))
        return false;
    if (site.closed)
        return am_refuse(doing, AM_REFUSED_STATE, "site-closed", "this site takes no new encounters");
    if (!greet(doing, opening->customer, opening->site, out) || !make_start(doing, opening, &site, &start) ||
        !add_encounter(doing, opening, &start, &encounter))
        return false;

    const struct am_event_in event = {.key = am_view_of("desk:start"), .event = encounter.start};
    const struct am_events_in in = {.encounter = encounter.row.id, .events = &event, .count = 1};

    if (!am_encounter_put(doing, &encounter, &in, true, &taken))
        return false;
    out->encounter = encounter;
    out->start = taken.answers[0].event;
    return true;
}
