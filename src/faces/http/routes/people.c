/* Organisation, sites, people, roles. */
#include "desk/people/people.h"

#include <string.h>

#include "desk/kit.h"
#include "desk/people/roles.h"
#include "domain/kinds/names.h"
#include "faces/http/routes/table.h"

static bool read_organisation(struct am_doing *doing, struct am_work *work)
{
    return am_doing_read(doing, &am_organisation_record, doing->actor->org, work->row);
}

static bool change_organisation(struct am_doing *doing, struct am_work *work)
{
    return am_organisation_change(doing, work->body, work->in->if_match, work->row);
}

/* Names, hours and numbers of sites are no secret to who works here. */
static bool read_site(struct am_doing *doing, struct am_work *work)
{
    return am_doing_read(doing, &am_site_record, work->in->ids[0], work->row);
}

/* What is not given comes from organisation and trade: so nothing but the name must be. */
struct site_new {
    struct am_site site;
};
#define SITE(member, kind_, ...)                                                                             \
    {                                                                                                        \
        .name = #member, .kind = AM_FIELD_##kind_, .offset = offsetof(struct site_new, site.member),         \
        __VA_ARGS__                                                                                          \
    }
static const struct am_field site_new_fields[] = {
    SITE(name, TEXT, .flags = REQUIRED, .most = 200, .about = "What the site is called"),
    SITE(lang, TEXT, .look = AM_TEXT_LANGUAGE, .least = 2, .most = 35,
         .about = "BCP 47; none: the organisation's"),
    SITE(currency, TEXT, .look = AM_TEXT_CURRENCY, .least = 3, .most = 3,
         .about = "ISO 4217; none: the organisation's"),
    SITE(zone, TEXT, .most = 64, .about = "IANA name; none: the organisation's"),
    SITE(emergency_number, TEXT, .flags = REQUIRED, .most = 40,
         .about = "The number to telephone when life or health is in danger"),
    SITE(telephone, TEXT, .most = 40, .about = "The number at which somebody of the site answers"),
    SITE(hours, JSON, .about = "Opening hours; none: the trade's"),
    SITE(retention, JSON, .about = "Days that records are kept; none: as the organisation has it"),
    SITE(acknowledge_min, NUMBER, .least = -1, .most = 525600, .about = "Minutes to acknowledge a case"),
    SITE(respond_min, NUMBER, .least = -1, .most = 525600, .about = "Minutes to respond to a case"),
    SITE(trade, CHOICE, .choices = am_trade_names, .about = "What is done here; none: the organisation's"),
    SITE(security_on_site, FLAG, .about = "There is security here to call"),
};
BODY(site_new, "site_added", "A new site");

static bool add_site(struct am_doing *doing, struct am_work *work)
{
    const struct site_new *body = work->body;
    struct am_site *row = work->row;
    am_record_empty(&am_site_record, row);
    const struct am_row head = row->row;
    *row = body->site;
    row->row = head;
    return am_site_add(doing, row);
}

static bool change_site(struct am_doing *doing, struct am_work *work)
{
    return am_site_change(doing, work->in->ids[0], work->body, work->in->if_match, work->row);
}

/* ---- people */

static bool roles_of(struct am_doing *doing, am_id person, void **rows, size_t *count)
{
    const struct am_where where = {.field = "person", .how = AM_IS, .number = person};
    return am_doing_few(doing, &am_membership_record, &where, 1, rows, count);
}

/* Who works at a site that the permission reaches, or everywhere; and oneself. */
static bool is_seen(const struct am_doing *doing, am_id person, const struct am_membership *roles,
                    size_t count)
{
    if (person == doing->actor->person || am_actor_may(doing->actor, AM_MAY_PERSON_SEE, 0, 0))
        return true;
    for (size_t i = 0; i < count; i++)
        if (roles[i].site == 0 || am_actor_may(doing->actor, AM_MAY_PERSON_SEE, roles[i].site, 0))
            return true;
    return false;
}

/* Who is seen by where they work: the roles at the sites that one sees. */
struct seen {
    am_id self;
    const struct am_membership *roles;
    size_t count;
};

static bool works_there(const void *row, const void *context)
{
    const struct seen *seen = context;
    const am_id person = ((const struct am_person *)row)->row.id;
    bool found = person == seen->self;
    for (size_t i = 0; i < seen->count && !found; i++)
        found = seen->roles[i].person == person;
    return found;
}

static bool list_people(struct am_doing *doing, struct am_work *work)
{
    struct seen seen = {.self = doing->actor->person};
    size_t count = 0;
    bool all = false;
    void *roles = NULL;
    const am_id *sites = am_actor_sites(doing->actor, AM_MAY_PERSON_SEE, doing->arena, &count, &all);
    if (all)
        return am_work_page(doing, work, NULL, 0, NULL, NULL);
    am_id *set = am_arena_take(doing->arena, (count + 1) * sizeof *set);
    if (!set)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    set[0] = 0; /* those who work everywhere work there too */
    if (count > 0)
        memcpy(set + 1, sites, count * sizeof *set);
    const struct am_where there = {.field = "site", .how = AM_IN, .set = set, .set_count = count + 1};
    if (!am_doing_few(doing, &am_membership_record, &there, 1, &roles, &seen.count))
        return false;
    seen.roles = roles;
    return am_work_page(doing, work, NULL, 0, works_there, &seen);
}

static bool read_person(struct am_doing *doing, struct am_work *work)
{
    const am_id id = work->in->ids[0];
    void *roles;
    size_t count;
    if (!am_doing_read(doing, &am_person_record, id, work->row) || !roles_of(doing, id, &roles, &count))
        return false;
    am_work_part(work, 0, roles, count);
    return is_seen(doing, id, roles, count) ||
           am_refuse(doing, AM_REFUSED_FORBIDDEN, "forbidden", "they work at another site");
}

static const struct am_part person_parts[] = {
    {"memberships", &am_membership_record, true, "What they are, and where"}, {.name = NULL}};

struct person_new {
    struct amends_view name, login, lang, email, telephone;
    int32_t role;
    am_id site;
};
static const struct am_field person_new_fields[] = {
    AM_FIELD(person_new, name, TEXT, .flags = REQUIRED, .most = 100, .about = "What they are called"),
    AM_FIELD(person_new, login, TEXT, .flags = REQUIRED, .most = 64, .about = "What they sign in with"),
    AM_FIELD(person_new, lang, TEXT, .look = AM_TEXT_LANGUAGE, .least = 2, .most = 35,
             .about = "Language of their screens, BCP 47"),
    AM_FIELD(person_new, email, TEXT, .most = 254, .about = "Where calls and reminders reach them"),
    AM_FIELD(person_new, telephone, TEXT, .most = 40, .about = "Where calls reach them"),
    AM_FIELD(person_new, role, CHOICE, .choices = am_role_names, .about = "A first role; none: none yet"),
    AM_FIELD(person_new, site, ID, .of = "site", .about = "Where they have it; none: everywhere"),
};
BODY(person_new, "person_added", "Somebody who begins to work here");

static bool add_person(struct am_doing *doing, struct am_work *work)
{
    const struct person_new *body = work->body;
    struct am_person *row = work->row;
    struct am_membership *first = am_arena_take(doing->arena, sizeof *first);
    if (!first)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    am_record_empty(&am_person_record, row);
    am_record_empty(&am_membership_record, first);
    row->name = body->name;
    row->login = body->login;
    row->lang = body->lang;
    row->email = body->email;
    row->telephone = body->telephone;
    first->role = body->role;
    first->site = body->site;
    if (!am_person_add(doing, row, body->role >= 0 ? first : NULL))
        return false;
    am_work_part(work, 0, first, body->role >= 0);
    return true;
}

static bool change_person(struct am_doing *doing, struct am_work *work)
{
    return am_person_change(doing, work->in->ids[0], work->body, work->in->if_match, work->row);
}

struct role_new {
    int32_t role;
    am_id site;
    int64_t from_ms, until_ms;
};
static const struct am_field role_new_fields[] = {
    AM_FIELD(role_new, role, CHOICE, .flags = REQUIRED, .choices = am_role_names, .about = "What they are"),
    AM_FIELD(role_new, site, ID, .of = "site", .about = "Where; none: everywhere"),
    AM_FIELD(role_new, from_ms, TIME, .about = "From when; none: now"),
    AM_FIELD(role_new, until_ms, TIME, .about = "Until when; none: without end"),
};
BODY(role_new, "membership_added", "A role");

static bool add_role(struct am_doing *doing, struct am_work *work)
{
    const struct role_new *body = work->body;
    struct am_membership *row = work->row;
    am_record_empty(&am_membership_record, row);
    row->person = work->in->ids[0];
    row->role = body->role;
    row->site = body->site;
    row->from_ms = body->from_ms;
    row->until_ms = body->until_ms;
    struct am_person person;
    return am_doing_read(doing, &am_person_record, row->person, &person) && am_membership_add(doing, row);
}

static bool change_role(struct am_doing *doing, struct am_work *work)
{
    return am_membership_change(doing, work->in->ids[0], work->body, work->in->if_match, work->row);
}

static bool end_role(struct am_doing *doing, struct am_work *work)
{
    return am_membership_end(doing, work->in->ids[0]);
}

/* ---- being away */

struct absence {
    int32_t absent;
    int64_t back_at_ms;
};
static const char *const absences[] = {"break", "away", "off", NULL};
static const struct am_field absence_fields[] = {
    AM_FIELD(absence, absent, CHOICE, .flags = REQUIRED, .choices = absences, .about = "Why"),
    AM_FIELD(absence, back_at_ms, TIME,
             .about = "Until when; none: half an hour for a break, sixteen hours otherwise"),
};
BODY(absence, "absence", "Not to be reached for a while");

static bool say_absent(struct am_doing *doing, struct am_work *work)
{
    const struct absence *body = work->body;
    return am_absent_say(doing, body->absent, body->back_at_ms, work->row);
}

static bool say_back(struct am_doing *doing, struct am_work *work)
{
    return am_absent_say(doing, -1, 0, work->row);
}

const struct am_route am_people_routes[] = {
    {READ("/v1/organisation", OPEN, "The business"), .gives = &am_organisation_record,
     .act = read_organisation},
    {EDIT("/v1/organisation", SITE_ADMINISTER, change_organisation, am_organisation_record,
          "Edit the business")},
    {LIST("/v1/sites", OPEN, "Sites"), .gives = &am_site_record, .ascending = true},
    {READ("/v1/sites/{id}", OPEN, "A site"), .gives = &am_site_record, .act = read_site},
    {WRITE(AM_POST, "/v1/sites", SITE_ADMINISTER, add_site, "Add a site"), .takes = &site_new_record,
     .gives = &am_site_record, .status = 201},
    {EDIT("/v1/sites/{id}", SITE_ADMINISTER, change_site, am_site_record, "Edit a site")},
    {LIST("/v1/people", PERSON_SEE, "Who works here"), .gives = &am_person_record, .act = list_people,
     .ascending = true},
    {READ("/v1/people/{id}", PERSON_SEE, "A person, and what they are"), .gives = &am_person_record,
     .act = read_person, .parts = person_parts},
    {WRITE(AM_POST, "/v1/people", PERSON_ADMINISTER, add_person,
           "Add a person: they sign in once a password was set by /password-reset"),
     .takes = &person_new_record, .gives = &am_person_record, .parts = person_parts, .status = 201},
    {EDIT("/v1/people/{id}", OPEN, change_person, am_person_record,
          "Edit a person: oneself, or as administrator anybody")},
    {WRITE(AM_POST, "/v1/people/{id}/memberships", PERSON_ADMINISTER, add_role, "Give a role"),
     .takes = &role_new_record, .gives = &am_membership_record, .status = 201},
    {LIST("/v1/memberships", PERSON_SEE, "What people are, and where: also what they were"),
     .gives = &am_membership_record, .ascending = true, .shared = true},
    {EDIT("/v1/memberships/{id}", PERSON_ADMINISTER, change_role, am_membership_record,
          "Say when a role ends"),
     .conflict = "It has ended"},
    {WRITE(AM_DELETE, "/v1/memberships/{id}", PERSON_ADMINISTER, end_role,
           "End a role now: it stays for what it was"),
     .conflict = "It has ended"},
    {WRITE(AM_PUT, "/v1/me/absence", OPEN, say_absent,
           "I am on a break, away or off: calls and questions go to others meanwhile"),
     .takes = &absence_record, .gives = &am_person_record},
    {WRITE(AM_DELETE, "/v1/me/absence", OPEN, say_back, "I am back"), .gives = &am_person_record},
    {.path = NULL}};
