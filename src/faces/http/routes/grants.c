/* Who may give what. */
#include "desk/people/grants.h"

#include <string.h>

#include "desk/people/authority.h"
#include "faces/http/routes/table.h"
#include "faces/http/serving.h"
#include "faces/json/coachwords.h"

static bool give(struct am_doing *doing, struct am_work *work)
{
    memcpy(work->row, work->body, sizeof(struct am_grant));
    return am_grant_give(doing, work->row);
}

struct ending {
    int64_t from_ms;
};
static const struct am_field ending_fields[] = {
    AM_FIELD(ending, from_ms, TIME, .about = "From when; none: from now on"),
};
BODY(ending, "grant_end", "The end of a grant");

static bool end_grant(struct am_doing *doing, struct am_work *work)
{
    const struct ending *body = work->body;
    return am_grant_end(doing, work->in->ids[0], body->from_ms, work->row);
}

/* ---- "What could she give that day?" */

struct authority {
    am_id person, site;
    int64_t at_ms;
    struct amends_view authority;
};
static const struct am_field authority_fields[] = {
    AM_FIELD(authority, person, ID, .flags = REQUIRED, .of = "person", .about = "Who"),
    AM_FIELD(authority, site, ID, .flags = REQUIRED, .of = "site", .about = "Where"),
    AM_FIELD(authority, at_ms, TIME, .flags = REQUIRED, .about = "When"),
    AM_FIELD(authority, authority, JSON,
             .about = "What they could give, as the contract of the coach has it"),
};
BODY(authority, "authority", "What somebody could give somewhere at a time");

/* The inner value of {"authority": {…}}. */
static struct amends_view inner(struct amends_view text)
{
    static const char begins[] = "{\"authority\":";
    if (text.len_bytes <= sizeof begins || memcmp(text.bytes, begins, sizeof begins - 1) != 0)
        return (struct amends_view){NULL, 0};
    return (struct amends_view){text.bytes + sizeof begins - 1, text.len_bytes - sizeof begins};
}

static bool read_authority(struct am_doing *doing, struct am_work *work)
{
    const struct am_coach_words words = am_coachwords(work->in->server->settings.engine);
    struct authority *row = work->row;
    struct am_site site;
    struct am_person person;
    struct amends_event event = {.kind = AMENDS_EVENT_AUTHORITY};
    row->person = work->in->ids[0];
    if (!am_parameter_id(work->in, "site", &row->site, work->out) ||
        !am_parameter_time(work->in, "at", &row->at_ms, work->out))
        return false;
    if (row->site == 0) {
        am_problem_field(work->out, 400, "site", "an id of a site: where?");
        return false;
    }
    row->at_ms = row->at_ms ? row->at_ms : doing->now_ms;
    if (!am_doing_read(doing, &am_person_record, row->person, &person) ||
        !am_doing_read(doing, &am_site_record, row->site, &site) ||
        (row->person != doing->actor->person && !am_doing_may(doing, AM_MAY_GRANT_SEE, row->site, 0)) ||
        !am_person_authority(doing, row->person, &site, row->at_ms, &event.gave))
        return false;
    row->authority = inner(words.write_event(words.context, doing->arena, &event));
    return row->authority.bytes || am_doing_kept(doing, AM_KEPT_MEMORY);
}

static const struct am_filter authority_filters[] = {
    {"site", NULL, false, "Where: must be given"}, {"at", NULL, false, "When; none: now"}, {.name = NULL}};

static const struct am_filter grant_filters[] = {{"site", "site", false, "At this site alone"},
                                                 {"person", "person", false, "To this person"},
                                                 {"role", "role", false, "To this role"},
                                                 {"ends", "ends", false, "The end of this grant"},
                                                 {.name = NULL}};

const struct am_route am_grant_routes[] = {
    {LIST("/v1/grants", GRANT_SEE, "Who may give what, and what ended that"), .gives = &am_grant_record,
     .filters = grant_filters, .shared = true},
    {READ("/v1/grants/{id}", GRANT_SEE, "A grant"), .gives = &am_grant_record, .shared = true},
    {WRITE(AM_POST, "/v1/grants", GRANT_GIVE, give, "Grant authority, or name a stand-in"),
     .takes = &am_grant_record, .gives = &am_grant_record, .status = 201},
    {WRITE(AM_POST, "/v1/grants/{id}/end", GRANT_GIVE, end_grant, "End a grant: another record that says so"),
     .takes = &ending_record, .gives = &am_grant_record, .status = 201},
    {READ("/v1/people/{id}/authority", GRANT_SEE, "What could they give there, then?"),
     .gives = &authority_record, .act = read_authority, .filters = authority_filters},
    {.path = NULL}};
