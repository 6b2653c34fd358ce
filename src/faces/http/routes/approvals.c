/* "May I give 45 EUR?" */
#include "desk/cases/approvals.h"

#include <string.h>

#include "faces/http/routes/table.h"

#include "amends/limits.h"

static const char *const begun_names[] = {[AM_APPROVAL_TO_ASK] = "asked",
                                          [AM_APPROVAL_BY_ONESELF] = "by_oneself",
                                          [AM_APPROVAL_NOBODY] = "nobody",
                                          NULL};

struct begun {
    int32_t begun;
};
static const struct am_field begun_fields[] = {
    AM_FIELD(begun, begun, CHOICE, .flags = REQUIRED, .choices = begun_names,
             .about = "Others are asked; one may give it oneself; nobody could grant it"),
};
BODY(begun, "approval_begun", "Who is asked");

static bool ask(struct am_doing *doing, struct am_work *work)
{
    struct begun *answer = am_arena_take(doing->arena, sizeof *answer);
    enum am_approval_begun begun = AM_APPROVAL_TO_ASK;
    if (!answer)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    memcpy(work->row, work->body, sizeof(struct am_approval));
    if (!am_approval_ask(doing, &am_route_hooks, work->row, 0, &begun))
        return false;
    answer->begun = begun;
    am_work_part(work, 0, answer, 1);
    return true;
}

static const struct am_part asked_parts[] = {{"begun", &begun_record, false, "Who is asked"}, {.name = NULL}};

struct answering {
    bool grant;
    struct amends_view currency, words;
    int64_t amount_minor, percent_bp;
};
static const struct am_field answering_fields[] = {
    AM_FIELD(answering, grant, FLAG, .flags = REQUIRED, .about = "Yes, or no"),
    AM_FIELD(answering, currency, TEXT, .look = AM_TEXT_CURRENCY, .least = 3, .most = 3,
             .about = "Of the amount, ISO 4217"),
    AM_FIELD(answering, amount_minor, MINOR, .of = "currency", .about = "Another amount; none: as asked"),
    AM_FIELD(answering, percent_bp, NUMBER, .least = -1, .most = AMENDS_DISCOUNT_BP_MAX,
             .about = "Another discount; none: as asked"),
    AM_FIELD(answering, words, TEXT, .most = 1000, .about = "With what words"),
};
BODY(answering, "approval_answer", "Yes, no, or another amount");

static bool answer(struct am_doing *doing, struct am_work *work)
{
    const struct answering *body = work->body;
    const struct am_approval_answer said = {body->grant, body->amount_minor, body->percent_bp, body->words};
    struct am_approval asked;
    const am_id id = work->in->ids[0];
    if (body->currency.len_bytes > 0 &&
        (!am_doing_read(doing, &am_approval_record, id, &asked) ||
         asked.currency.len_bytes != body->currency.len_bytes ||
         memcmp(asked.currency.bytes, body->currency.bytes, body->currency.len_bytes) != 0)) {
        if (doing->refused.kind == AM_REFUSED_NOT)
            am_problem_field(work->out, 400, "currency", "the currency of the question");
        return false;
    }
    return am_approval_answer(doing, &am_route_hooks, id, &said, work->row);
}

static bool withdraw(struct am_doing *doing, struct am_work *work)
{
    return am_approval_take_back(doing, work->in->ids[0], work->row);
}

struct for_me {
    struct am_doing *doing;
    bool *failed;
};

static bool is_for_me(const void *row, const void *context)
{
    const struct for_me *me = context;
    bool is = false;
    if (!*me->failed && !am_approval_is_for(me->doing, row, &is))
        *me->failed = true;
    return is;
}

static bool to_answer(struct am_doing *doing, struct am_work *work)
{
    struct am_where where[] = {{.field = "state", .how = AM_IS, .number = AM_APPROVAL_ASKED},
                               {.field = "site", .how = AM_IS}};
    bool failed = false;
    const struct for_me me = {doing, &failed};
    if (!am_parameter_id(work->in, "site", &where[1].number, work->out))
        return false;
    return am_work_page(doing, work, where, where[1].number != 0 ? 2 : 1, is_for_me, &me) && !failed;
}

static const struct am_filter to_answer_filters[] = {{"site", "site", false, "At this site"}, {.name = NULL}};
static const struct am_filter approval_filters[] = {
    {"site", "site", false, "At this site"},
    {"state", "state", false, "In this state: asked ones wait for an answer"},
    {"case", "case", false, "For this case"},
    {"encounter", "encounter", false, "For this encounter"},
    {"asked_by", "asked_by", false, "Asked by this person"},
    {.name = NULL}};

const struct am_route am_approval_routes[] = {
    {WRITE(AM_POST, "/v1/approvals", APPROVAL_ASK, ask, "May I give this?"), .takes = &am_approval_record,
     .gives = &am_approval_record, .parts = asked_parts, .status = 201},
    {LIST("/v1/approvals", APPROVAL_ASK, "Questions that were asked; ?mine=true: by me"),
     .gives = &am_approval_record, .filters = approval_filters, .owner = "asked_by"},
    {LIST("/v1/approvals/to-answer", APPROVAL_ANSWER,
          "Questions that one may grant oneself, the most urgent first"),
     .gives = &am_approval_record, .filters = to_answer_filters, .by = "due_at_ms", .ascending = true,
     .act = to_answer},
    {READ("/v1/approvals/{id}", APPROVAL_ASK, "A question and its answer"), .gives = &am_approval_record,
     .owner = "asked_by"},
    {WRITE(AM_POST, "/v1/approvals/{id}/answer", APPROVAL_ANSWER, answer,
           "Yes, no, or another amount: the first answer wins, who comes second is told"),
     .takes = &answering_record, .gives = &am_approval_record, .conflict = "Somebody answered before"},
    {WRITE(AM_POST, "/v1/approvals/{id}/withdraw", APPROVAL_ASK, withdraw, "Take the question back"),
     .gives = &am_approval_record, .conflict = "It was answered"},
    {.path = NULL}};
