/* What was promised. */
#include "desk/cases/promises.h"

#include <string.h>

#include "faces/http/routes/table.h"

struct promising {
    am_id site, case_, encounter, customer, owner;
    struct amends_view what;
    int64_t due_at_ms;
};
static const struct am_field promising_fields[] = {
    AM_FIELD(promising, site, ID, .of = "site", .about = "Where; none: that of case or encounter"),
    AM_FIELD_NAMED(promising, case_, "case", ID, .of = "case", .about = "In which case"),
    AM_FIELD(promising, encounter, ID, .of = "encounter", .about = "In which encounter"),
    AM_FIELD(promising, customer, ID, .of = "customer", .about = "To whom; none: of case or encounter"),
    AM_FIELD(promising, owner, ID, .of = "person", .about = "Who keeps it; none: who promises"),
    AM_FIELD(promising, what, TEXT, .flags = REQUIRED, .most = 1000, .about = "What is promised"),
    AM_FIELD(promising, due_at_ms, TIME, .about = "Until when; none: at the next visit"),
};
BODY(promising, "promise_new", "What is promised");

static bool make(struct am_doing *doing, struct am_work *work)
{
    const struct promising *body = work->body;
    struct am_promise *row = work->row;
    am_record_empty(&am_promise_record, row);
    row->site = body->site;
    row->case_ = body->case_;
    row->encounter = body->encounter;
    row->customer = body->customer;
    row->owner = body->owner;
    row->what = body->what;
    row->due_at_ms = body->due_at_ms;
    return am_promise_make(doing, row);
}

static bool change(struct am_doing *doing, struct am_work *work)
{
    return am_promise_change(doing, work->in->ids[0], work->body, work->in->if_match, work->row);
}

struct handing {
    am_id person;
};
static const struct am_field handing_fields[] = {
    AM_FIELD(handing, person, ID, .flags = REQUIRED, .of = "person", .about = "Who keeps it from now on"),
};
BODY(handing, "promise_hand_over", "To whom a promise is handed over");

static bool hand_over(struct am_doing *doing, struct am_work *work)
{
    const struct handing *body = work->body;
    return am_promise_hand_over(doing, work->in->ids[0], body->person, work->in->if_match, work->row);
}

static bool keep(struct am_doing *doing, struct am_work *work)
{
    return am_promise_keep(doing, work->in->ids[0], work->in->if_match, work->row);
}

static bool break_it(struct am_doing *doing, struct am_work *work)
{
    return am_promise_break(doing, work->in->ids[0], work->in->if_match, work->row);
}

static const struct am_filter promise_filters[] = {{"site", "site", false, "At this site"},
                                                   {"state", "state", false, "In this state"},
                                                   {"person", "owner", false, "That this person keeps"},
                                                   {"customer", "customer", false, "To this customer"},
                                                   {"case", "case", false, "In this case"},
                                                   {"due_before", "due_at_ms", true, "Due before this time"},
                                                   {.name = NULL}};

#define STEP(name_, act_, summary_)                                                                          \
    WRITE(AM_POST, "/v1/promises/{id}/" name_, PROMISE_WORK, act_, summary_),                                \
        .gives = &am_promise_record, .needs_version = true, .conflict = "It was settled before"

const struct am_route am_promise_routes[] = {
    {WRITE(AM_POST, "/v1/promises", PROMISE_WORK, make, "Record a promise"), .takes = &promising_record,
     .gives = &am_promise_record, .status = 201},
    {LIST("/v1/promises", PROMISE_WORK,
          "Promises, by date; ?mine=true: those one keeps oneself; ?q= searches their words"),
     .gives = &am_promise_record, .filters = promise_filters, .owner = "owner", .by = "due_at_ms",
     .ascending = true, .searches = true},
    {READ("/v1/promises/{id}", PROMISE_WORK, "A promise"), .gives = &am_promise_record, .owner = "owner"},
    {EDIT("/v1/promises/{id}", PROMISE_WORK, change, am_promise_record, "Edit a promise")},
    {STEP("hand-over", hand_over, "Hand it to another person"), .takes = &handing_record},
    {STEP("keep", keep, "It was kept")},
    {STEP("break", break_it, "It was not kept")},
    {.path = NULL}};
