/* Cases: the steps of ISO 10002. */
#include "desk/cases/cases.h"

#include <string.h>

#include "domain/kinds/names.h"
#include "faces/http/routes/table.h"

static bool open_case(struct am_doing *doing, struct am_work *work)
{
    memcpy(work->row, work->body, sizeof(struct am_case));
    return am_case_open(doing, &am_route_hooks, work->row);
}

static bool change(struct am_doing *doing, struct am_work *work)
{
    return am_case_change(doing, work->in->ids[0], work->body, work->in->if_match, work->row);
}

static bool acknowledge(struct am_doing *doing, struct am_work *work)
{
    return am_case_acknowledge(doing, work->in->ids[0], work->in->if_match, work->row);
}

static bool respond(struct am_doing *doing, struct am_work *work)
{
    return am_case_respond(doing, work->in->ids[0], work->in->if_match, work->row);
}

struct closing {
    struct amends_view cause;
    int32_t outcome;
};
static const struct am_field closing_fields[] = {
    AM_FIELD(closing, cause, TEXT, .most = 8000, .about = "What it came of; none: as the case has it"),
    AM_FIELD(closing, outcome, CHOICE, .flags = REQUIRED, .choices = am_outcome_names,
             .about = "How it ended"),
};
BODY(closing, "case_closing", "How a case ends");

static bool close_case(struct am_doing *doing, struct am_work *work)
{
    const struct closing *body = work->body;
    return am_case_close(doing, work->in->ids[0], work->in->if_match, body->cause, body->outcome, work->row);
}

static bool reopen(struct am_doing *doing, struct am_work *work)
{
    return am_case_reopen(doing, work->in->ids[0], work->in->if_match, work->row);
}

struct merging {
    am_id into;
};
static const struct am_field merging_fields[] = {
    AM_FIELD(merging, into, ID, .flags = REQUIRED, .of = "case", .about = "The case that goes on for both"),
};
BODY(merging, "case_merging", "Where a case goes on");

static bool merge(struct am_doing *doing, struct am_work *work)
{
    const struct merging *body = work->body;
    return am_case_merge(doing, work->in->ids[0], body->into, work->in->if_match, work->row);
}

static bool unmerge(struct am_doing *doing, struct am_work *work)
{
    return am_case_unmerge(doing, work->in->ids[0], work->in->if_match, work->row);
}

static bool ask_view(struct am_doing *doing, struct am_work *work)
{
    return am_case_ask_view(doing, work->in->ids[0], work->row);
}

struct viewing {
    struct amends_view view;
};
static const struct am_field viewing_fields[] = {
    AM_FIELD(viewing, view, TEXT, .flags = REQUIRED, .most = 8000, .about = "How the associate saw it"),
};
BODY(viewing, "case_view", "The associate's own view");

static bool give_view(struct am_doing *doing, struct am_work *work)
{
    const struct viewing *body = work->body;
    return am_case_give_view(doing, work->in->ids[0], body->view, work->row);
}

/* ---- reading: with what belongs to it */

static bool named(struct am_doing *doing, const struct am_record *record, const char *field, am_id id,
                  void **rows, size_t *count)
{
    const struct am_where where = {.field = field, .how = AM_IS, .number = id};
    const struct am_list list = {.where = &where, .where_count = 1, .most = AM_LIST_MOST};
    *count = 0;
    return id == 0 || am_doing_kept(doing, am_tx_list(doing->tx, record, doing->actor->org, &list,
                                                      doing->arena, rows, count));
}

/* What names the case, and what names the encounter it came of: that was given before there was a case. */
static bool belonging(struct am_doing *doing, struct am_work *work, size_t part,
                      const struct am_record *record)
{
    const struct am_case *row = work->row;
    void *of_case = NULL, *of_encounter = NULL;
    size_t case_count, encounter_count, count = 0;
    if (!named(doing, record, "case", row->row.id, &of_case, &case_count) ||
        !named(doing, record, "encounter", row->encounter, &of_encounter, &encounter_count))
        return false;
    char *rows = am_arena_take(doing->arena, (case_count + encounter_count + 1) * record->size);
    if (!rows)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    for (size_t i = 0; i < encounter_count; i++)
        memcpy(rows + count++ * record->size, (const char *)of_encounter + i * record->size, record->size);
    for (size_t i = 0; i < case_count; i++) {
        const char *one = (const char *)of_case + i * record->size;
        bool twice = false;
        for (size_t j = 0; j < encounter_count; j++)
            twice |= ((const struct am_row *)(const void *)one)->id ==
                     ((const struct am_row *)(const void *)(rows + j * record->size))->id;
        if (!twice)
            memcpy(rows + count++ * record->size, one, record->size);
    }
    am_work_part(work, part, rows, count);
    return true;
}

static bool read_case(struct am_doing *doing, struct am_work *work)
{
    const am_id id = work->in->ids[0];
    const struct am_where into = {.field = "merged_into", .how = AM_IS, .number = id};
    const struct am_list list = {.where = &into, .where_count = 1, .most = AM_LIST_MOST};
    void *merged;
    size_t count;
    if (!am_work_see(doing, work, &am_case_record, id, work->row) ||
        !belonging(doing, work, 0, &am_remedy_record) || !belonging(doing, work, 1, &am_approval_record) ||
        !belonging(doing, work, 2, &am_promise_record) ||
        !am_doing_kept(doing, am_tx_list(doing->tx, &am_case_record, doing->actor->org, &list, doing->arena,
                                         &merged, &count)))
        return false;
    am_work_part(work, 3, merged, count);
    return true;
}

static const struct am_part case_parts[] = {
    {"remedies", &am_remedy_record, true, "What was given in it"},
    {"approvals", &am_approval_record, true, "What was asked for in it"},
    {"promises", &am_promise_record, true, "What was promised in it"},
    {"merged", &am_case_record, true, "Cases that go on in it"},
    {.name = NULL}};

/* ---- what it cost, whether they came back */

static const char *const came_names[] = {
    [AM_CAME_NOT_KNOWN] = "not_known", [AM_CAME_NOT_YET] = "not_yet", [AM_CAME_BACK] = "back", NULL};

struct cost_row {
    struct amends_view currency;
    int64_t conceded_minor, owed_minor, without_amount;
};
static const struct am_field cost_row_fields[] = {
    AM_FIELD(cost_row, currency, TEXT, .most = 3, .about = "ISO 4217; empty: of what has none"),
    AM_FIELD(cost_row, conceded_minor, MINOR, .of = "currency", .about = "What was conceded"),
    AM_FIELD(cost_row, owed_minor, MINOR, .of = "currency", .about = "What was theirs"),
    AM_FIELD(cost_row, without_amount, NUMBER, .about = "Remedies that are no amount, or none that is known"),
};
BODY(cost_row, "cost", "What a case cost in one currency, with its encounter and those merged into it");

struct result {
    int32_t came_back;
};
static const struct am_field result_fields[] = {
    AM_FIELD(result, came_back, CHOICE, .flags = REQUIRED, .choices = came_names,
             .about = "Did the customer come back after it was answered?"),
};
BODY(result, "case_result", "What came of a case");

static const struct am_part result_parts[] = {{"costs", &cost_row_record, true, "One for each currency"},
                                              {.name = NULL}};

static bool read_result(struct am_doing *doing, struct am_work *work)
{
    const am_id id = work->in->ids[0];
    struct result *result = work->row;
    struct am_case seen;
    struct am_cost *costs;
    size_t count;
    enum am_came_back came;
    if (!am_work_see(doing, work, &am_case_record, id, &seen) || !am_case_costs(doing, id, &costs, &count) ||
        !am_case_came_back(doing, id, &came))
        return false;
    struct cost_row *rows = am_arena_take(doing->arena, (count + 1) * sizeof *rows);
    if (!rows)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct cost_row){
            am_arena_copy(doing->arena, (struct amends_view){costs[i].currency, strlen(costs[i].currency)}),
            costs[i].conceded_minor, costs[i].owed_minor, (int64_t)costs[i].without_amount};
    result->came_back = came;
    am_work_part(work, 0, rows, count);
    return true;
}

static const struct am_filter case_filters[] = {
    {"site", "site", false, "At this site"},
    {"state", "state", false, "In this state"},
    {"person", "owner", false, "That this person sees to"},
    {"customer", "customer", false, "Of this customer"},
    {"encounter", "encounter", false, "Of this encounter"},
    {"outcome", "outcome", false, "That ended so"},
    {"respond_before", "respond_by_ms", true, "To be answered before this time"},
    {"acknowledge_before", "acknowledge_by_ms", true, "To be acknowledged before this time"},
    {.name = NULL}};

#define STEP(name_, permission_, act_, summary_)                                                             \
    WRITE(AM_POST, "/v1/cases/{id}/" name_, permission_, act_, summary_),                                    \
        .gives = &am_case_record, .needs_version = true, .conflict = "The case is not in a state for this"

const struct am_route am_case_routes[] = {
    {WRITE(AM_POST, "/v1/cases", CASE_WORK, open_case, "Open a case: by hand, or of an encounter"),
     .takes = &am_case_record, .gives = &am_case_record, .status = 201,
     .conflict = "The encounter has a case already"},
    {LIST("/v1/cases", CASE_SEE, "Cases; ?q= searches their words"), .gives = &am_case_record,
     .filters = case_filters, .owner = "owner", .searches = true},
    {LIST("/v1/cases/by-deadline", CASE_SEE, "Cases by when they are to be answered, the first first"),
     .gives = &am_case_record, .filters = case_filters, .owner = "owner", .by = "respond_by_ms",
     .ascending = true},
    {READ("/v1/cases/{id}", CASE_SEE, "A case with what was given, asked and promised in it"),
     .gives = &am_case_record, .act = read_case, .parts = case_parts, .owner = "owner"},
    {EDIT("/v1/cases/{id}", CASE_WORK, change, am_case_record, "Edit a case")},
    {STEP("acknowledge", CASE_WORK, acknowledge, "The customer was told that it came in")},
    {STEP("respond", CASE_WORK, respond, "The customer was told what comes of it")},
    {STEP("close", CASE_WORK, close_case, "Close it"), .takes = &closing_record},
    {STEP("reopen", CASE_MERGE, reopen, "Open a closed one again: its clocks begin anew")},
    {STEP("merge", CASE_MERGE, merge, "It goes on in another"), .takes = &merging_record},
    {STEP("unmerge", CASE_MERGE, unmerge, "It stands alone again, as it was")},
    {WRITE(AM_POST, "/v1/cases/{id}/view/ask", CASE_WORK, ask_view, "Ask the associate how they saw it"),
     .gives = &am_case_record, .conflict = "There is nobody to ask"},
    {WRITE(AM_PUT, "/v1/cases/{id}/view", CASE_WORK, give_view, "The associate's own view"),
     .takes = &viewing_record, .gives = &am_case_record},
    {READ("/v1/cases/{id}/result", CASE_SEE, "What it cost, and whether they came back"),
     .gives = &result_record, .act = read_result, .parts = result_parts, .owner = "owner"},
    {.path = NULL}};
