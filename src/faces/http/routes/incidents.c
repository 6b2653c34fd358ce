/* Danger or violence that people met at work. */
#include "desk/cases/incidents.h"

#include <string.h>

#include "domain/kinds/encounter.h"
#include "faces/http/routes/table.h"

static bool prefill(struct am_doing *doing, struct am_work *work)
{
    struct am_live_encounter encounter;
    return am_doing_read(doing, &am_live_encounter_record, work->in->ids[0], &encounter) &&
           am_incident_prefill(doing, &am_route_hooks, work->in->ids[0], work->row);
}

static bool report(struct am_doing *doing, struct am_work *work)
{
    memcpy(work->row, work->body, sizeof(struct am_incident));
    return am_incident_report(doing, work->row);
}

static bool change(struct am_doing *doing, struct am_work *work)
{
    return am_incident_change(doing, work->in->ids[0], work->body, work->in->if_match, work->row);
}

static bool read_incident(struct am_doing *doing, struct am_work *work)
{
    return am_incident_see(doing, work->in->ids[0], work->row);
}

struct following {
    struct amends_view followed;
    bool settled;
};
static const struct am_field following_fields[] = {
    AM_FIELD(following, followed, TEXT, .flags = REQUIRED, .most = 8000, .about = "What came of it so far"),
    AM_FIELD(following, settled, FLAG, .about = "Nothing more is to be done"),
};
BODY(following, "incident_following", "What came of an incident");

static bool follow(struct am_doing *doing, struct am_work *work)
{
    const struct following *body = work->body;
    return am_incident_follow(doing, work->in->ids[0], body->followed, body->settled, work->in->if_match,
                              work->row);
}

static const struct am_filter incident_filters[] = {
    {"site", "site", false, "At this site"},
    {"harm", "harm", false, "With this harm"},
    {"settled", "settled_at_ms", false, "false: more is to be done"},
    {"encounter", "encounter", false, "In this encounter"},
    {.name = NULL}};

const struct am_route am_incident_routes[] = {
    {READ("/v1/encounters/{id}/incident", INCIDENT_REPORT,
          "What an encounter tells of an incident already: nothing is stored"),
     .gives = &am_incident_record, .act = prefill},
    {WRITE(AM_POST, "/v1/incidents", INCIDENT_REPORT, report, "Report an incident"),
     .takes = &am_incident_record, .gives = &am_incident_record, .status = 201},
    {LIST("/v1/incidents", INCIDENT_REPORT,
          "Incidents; who only reports sees their own; ?q= searches their words"),
     .gives = &am_incident_record, .filters = incident_filters, .owner = "reported_by", .searches = true},
    {READ("/v1/incidents/{id}", INCIDENT_REPORT, "An incident, and what came of it"),
     .gives = &am_incident_record, .act = read_incident},
    {EDIT("/v1/incidents/{id}", INCIDENT_REPORT, change, am_incident_record, "Edit an incident")},
    {WRITE(AM_POST, "/v1/incidents/{id}/follow", INCIDENT_SEE, follow,
           "What came of it: its reporter is told"),
     .takes = &following_record, .gives = &am_incident_record, .needs_version = true},
    {.path = NULL}};
