/* Further service declined: shown what it costs, decided by a person. */
#include "desk/cases/refusals.h"

#include "faces/http/routes/table.h"

static const char *const grounds[] = {[AM_REFUSAL_ON_NOTHING] = "nothing",
                                      [AM_REFUSAL_ON_WARNING] = "warning",
                                      [AM_REFUSAL_ON_DANGER] = "danger",
                                      [AM_REFUSAL_ON_BOTH] = "both",
                                      NULL};

struct shown {
    int32_t ground;
    am_id warning;
    int64_t warned_at_ms, warnings, visits, visits_yearly, promises, from_ms, until_ms, cost_minor,
        yearly_minor;
    bool apologised;
    struct amends_view currency;
};
static const struct am_field shown_fields[] = {
    AM_FIELD(shown, ground, CHOICE, .flags = REQUIRED, .choices = grounds,
             .about = "What stands behind it; given back as `seen` with the decision"),
    AM_FIELD(shown, warning, ID, .of = "warning", .about = "The latest warning that stands"),
    AM_FIELD(shown, warned_at_ms, TIME, .about = "When it was said"),
    AM_FIELD(shown, warnings, NUMBER, .about = "How many stand"),
    AM_FIELD(shown, apologised, FLAG, .about = "There were warnings, and all were taken back"),
    AM_FIELD(shown, currency, TEXT, .most = 3, .about = "Of the amounts, ISO 4217"),
    AM_FIELD(shown, cost_minor, MINOR, .of = "currency",
             .about = "What they would have spent until the end; none: not known"),
    AM_FIELD(shown, yearly_minor, MINOR, .of = "currency", .about = "What they buy in a year"),
    AM_FIELD(shown, visits, NUMBER, .least = -1, .about = "How often they would have come; -1: not known"),
    AM_FIELD(shown, visits_yearly, NUMBER, .least = -1, .about = "How often they come; -1: not known"),
    AM_FIELD(shown, promises, NUMBER, .about = "Open promises to them: these are kept all the same"),
    AM_FIELD(shown, from_ms, TIME, .about = "From when"),
    AM_FIELD(shown, until_ms, TIME, .about = "Until when"),
};
BODY(shown, "refusal_shown", "What a refusal would cost, and what stands behind it");

static bool look(struct am_doing *doing, struct am_work *work)
{
    struct am_refusal_question question = {0};
    struct am_refusal_shown seen;
    struct am_customer customer;
    const struct am_call_in *in = work->in;
    if (!am_parameter_id(in, "customer", &question.customer, work->out) ||
        !am_parameter_id(in, "site", &question.site, work->out) ||
        !am_parameter_id(in, "encounter", &question.encounter, work->out) ||
        !am_parameter_time(in, "until", &question.until_ms, work->out))
        return false;
    if (question.customer == 0) {
        am_problem_field(work->out, 400, "customer", "an id of a customer: who would be refused?");
        return false;
    }
    if (!am_refusal_look(doing, &question, &seen) ||
        !am_doing_read(doing, &am_customer_record, question.customer, &customer))
        return false;
    *(struct shown *)work->row = (struct shown){.ground = seen.ground,
                                                .warning = seen.warning,
                                                .warned_at_ms = seen.warned_at_ms,
                                                .warnings = (int64_t)seen.warnings,
                                                .visits = seen.visits,
                                                .visits_yearly = seen.visits_yearly,
                                                .promises = (int64_t)seen.promises,
                                                .from_ms = seen.from_ms,
                                                .until_ms = seen.until_ms,
                                                .cost_minor = seen.cost_minor,
                                                .yearly_minor = seen.yearly_minor,
                                                .apologised = seen.apologised,
                                                .currency = customer.currency};
    return true;
}

struct deciding {
    am_id customer, site, case_, encounter;
    struct amends_view reason;
    int64_t until_ms;
    int32_t seen;
};
static const struct am_field deciding_fields[] = {
    AM_FIELD(deciding, customer, ID, .flags = REQUIRED, .of = "customer", .about = "Who is refused"),
    AM_FIELD(deciding, site, ID, .of = "site", .about = "Where it holds; none: everywhere"),
    AM_FIELD_NAMED(deciding, case_, "case", ID, .of = "case", .about = "The case it came of"),
    AM_FIELD(deciding, encounter, ID, .of = "encounter", .about = "The encounter it came of"),
    AM_FIELD(deciding, reason, TEXT, .flags = REQUIRED, .most = 2000, .about = "Why"),
    AM_FIELD(deciding, until_ms, TIME, .about = "When it shall end; none: after 90 days"),
    AM_FIELD(deciding, seen, CHOICE, .flags = REQUIRED, .choices = grounds,
             .about = "`ground` as it was shown: /v1/refusals/shown"),
};
BODY(deciding, "refusal_decision", "A refusal as a person decides it, having seen what it costs");

static bool decide(struct am_doing *doing, struct am_work *work)
{
    const struct deciding *body = work->body;
    struct am_refusal *row = work->row;
    am_record_empty(&am_refusal_record, row);
    row->customer = body->customer;
    row->site = body->site;
    row->case_ = body->case_;
    row->reason = body->reason;
    row->until_ms = body->until_ms;
    return am_refusal_decide(doing, body->encounter, (enum am_refusal_ground)body->seen, row);
}

struct appealing {
    struct amends_view words;
};
static const struct am_field appealing_fields[] = {
    AM_FIELD(appealing, words, TEXT, .flags = REQUIRED, .most = 8000,
             .about = "What the customer says against it"),
};
BODY(appealing, "refusal_appeal", "An appeal");

static bool appeal(struct am_doing *doing, struct am_work *work)
{
    const struct appealing *body = work->body;
    return am_refusal_appeal(doing, work->in->ids[0], body->words, work->row);
}

struct judging {
    bool lift;
    struct amends_view words;
};
static const struct am_field judging_fields[] = {
    AM_FIELD(judging, lift, FLAG, .flags = REQUIRED, .about = "true: lifted; false: it stands"),
    AM_FIELD(judging, words, TEXT, .most = 1000, .about = "With what words"),
};
BODY(judging, "refusal_answer", "What came of an appeal");

static bool judge(struct am_doing *doing, struct am_work *work)
{
    const struct judging *body = work->body;
    return am_refusal_answer(doing, work->in->ids[0], body->lift, body->words, work->row);
}

static bool lift(struct am_doing *doing, struct am_work *work)
{
    return am_refusal_lift(doing, work->in->ids[0], work->row);
}

static const struct am_filter shown_filters[] = {{"customer", NULL, false, "Who: must be given"},
                                                 {"site", NULL, false, "Where; none: everywhere"},
                                                 {"encounter", NULL, false, "The encounter it came of"},
                                                 {"until", NULL, false, "When it shall end"},
                                                 {.name = NULL}};
static const struct am_filter refusal_filters[] = {
    {"customer", "customer", false, "Of this customer"},
    {"site", "site", false, "At this site alone"},
    {"appealed", "appealed_at_ms", false, "true: with an appeal"},
    {"lifted", "lifted_at_ms", false, "false: not lifted"},
    {.name = NULL}};

const struct am_route am_refusal_routes[] = {
    {READ("/v1/refusals/shown", REFUSAL_DECIDE, "What a refusal would cost, and what stands behind it"),
     .gives = &shown_record, .act = look, .filters = shown_filters},
    {WRITE(AM_POST, "/v1/refusals", REFUSAL_DECIDE, decide, "Refuse further service, for a time"),
     .takes = &deciding_record, .gives = &am_refusal_record, .status = 201,
     .conflict = "Something else stands behind it by now than was seen"},
    {LIST("/v1/refusals", REFUSAL_SEE, "Refusals of service; ?q= searches their words"),
     .gives = &am_refusal_record, .filters = refusal_filters, .searches = true, .shared = true},
    {READ("/v1/refusals/{id}", REFUSAL_SEE, "A refusal"), .gives = &am_refusal_record, .shared = true},
    {WRITE(AM_POST, "/v1/refusals/{id}/appeal", REFUSAL_SEE, appeal, "What the customer says against it"),
     .takes = &appealing_record, .gives = &am_refusal_record,
     .conflict = "It was appealed before, or holds no more"},
    {WRITE(AM_POST, "/v1/refusals/{id}/answer", REFUSAL_DECIDE, judge,
           "Decide the appeal: another person than who refused, where there is one"),
     .takes = &judging_record, .gives = &am_refusal_record,
     .conflict = "It holds no more, or nobody appealed"},
    {WRITE(AM_POST, "/v1/refusals/{id}/lift", REFUSAL_DECIDE, lift, "Lift it"), .gives = &am_refusal_record,
     .conflict = "It holds no more"},
    {.path = NULL}};
