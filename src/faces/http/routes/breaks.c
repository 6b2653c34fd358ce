/* "I need a break". */
#include "desk/people/breaks.h"

#include "faces/http/routes/table.h"

struct needing {
    am_id site;
};
static const struct am_field needing_fields[] = {
    AM_FIELD(needing, site, ID, .flags = REQUIRED, .of = "site", .about = "Where"),
};
BODY(needing, "break_new", "I need a break");

static bool need(struct am_doing *doing, struct am_work *work)
{
    return am_break_need(doing, ((const struct needing *)work->body)->site, work->row);
}

static bool cover(struct am_doing *doing, struct am_work *work)
{
    return am_break_cover(doing, work->in->ids[0], work->row);
}

static bool end(struct am_doing *doing, struct am_work *work)
{
    return am_break_end(doing, work->in->ids[0]);
}

static const struct am_filter filters[] = {{"site", "site", false, "At this site"}, {.name = NULL}};

const struct am_route am_break_routes[] = {
    {WRITE(AM_POST, "/v1/breaks", CALL_HELP, need, "I need a break: told to who could cover"),
     .takes = &needing_record, .gives = &am_break_record, .status = 201},
    {LIST("/v1/breaks", CALL_ANSWER, "Who needs a break now; ?mine=true: one's own"),
     .gives = &am_break_record, .filters = filters, .owner = "person", .lasts_ms = AM_BREAK_STANDS_MS},
    {WRITE(AM_POST, "/v1/breaks/{id}/cover", CALL_ANSWER, cover, "Go, I cover"), .gives = &am_break_record,
     .conflict = "It is one's own, or somebody else covers already"},
    {WRITE(AM_DELETE, "/v1/breaks/{id}", CALL_HELP, end, "It is over: nothing of it is kept")},
    {.path = NULL}};
