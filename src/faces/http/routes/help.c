/* Calls for help. */
#include "desk/help.h"

#include <string.h>

#include "desk/kit.h"
#include "domain/kinds/names.h"
#include "faces/http/routes/table.h"
#include "faces/http/serving.h"

/* What the caller of help is told beside the call. */
struct told {
    bool could_not, telephone, nobody, quietly;
    struct amends_view number;
    am_id already;
};
static const struct am_field told_fields[] = {
    AM_FIELD(told, could_not, FLAG, .about = "Who was called could not be reached"),
    AM_FIELD(told, telephone, FLAG, .about = "Telephone now: `number`"),
    AM_FIELD(told, nobody, FLAG, .about = "Nobody is left to be called"),
    AM_FIELD(told, quietly, FLAG, .about = "A silent call: show no more than a quiet mark"),
    AM_FIELD(told, number, TEXT, .most = 40, .about = "The number to telephone; empty: none is known"),
    AM_FIELD(told, already, ID, .of = "person", .about = "Who was on the way before"),
};
BODY(told, "call_told", "How a call stands, for who called");

static const struct am_part told_parts[] = {{"told", &told_record, false, "What its caller is told"},
                                            {.name = NULL}};

void am_help_setup_of(const struct am_work *work, struct am_doing *doing, struct am_help_setup *setup)
{
    const struct am_server_settings *settings = &work->in->server->settings;
    *setup = (struct am_help_setup){0};
    if (settings->help)
        settings->help(settings->help_context, doing->actor->org, doing->arena, setup);
}

static struct told told_of(const struct am_help_answer *answer)
{
    return (struct told){answer->could_not, answer->telephone, answer->nobody,
                         answer->quietly,   answer->number,    answer->already};
}

static bool tell(struct am_doing *doing, struct am_work *work, const struct am_help_answer *answer)
{
    struct told *told = am_arena_take(doing->arena, sizeof *told);
    if (!told)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    *told = told_of(answer);
    memcpy(work->row, &answer->call, sizeof answer->call);
    am_work_part(work, 0, told, 1);
    return true;
}

static bool call(struct am_doing *doing, struct am_work *work)
{
    const struct am_call *body = work->body;
    const struct am_help_calling calling = {body->site,   body->encounter, body->whom,
                                            body->silent, body->where_,    body->note};
    struct am_help_setup setup;
    struct am_help_answer answer = {0};
    am_help_setup_of(work, doing, &setup);
    return am_help_call(doing, &calling, &setup, &answer) && tell(doing, work, &answer);
}

static bool say(struct am_doing *doing, struct am_work *work, enum am_help_says says)
{
    struct am_help_setup setup;
    struct am_help_answer answer = {0};
    am_help_setup_of(work, doing, &setup);
    return am_help_say(doing, work->in->ids[0], says, &setup, &answer) && tell(doing, work, &answer);
}

static bool seen(struct am_doing *doing, struct am_work *work)
{
    return say(doing, work, AM_SAYS_SEEN);
}

static bool coming(struct am_doing *doing, struct am_work *work)
{
    return say(doing, work, AM_SAYS_COMING);
}

static bool cannot(struct am_doing *doing, struct am_work *work)
{
    return say(doing, work, AM_SAYS_CANNOT);
}

static bool here(struct am_doing *doing, struct am_work *work)
{
    return say(doing, work, AM_SAYS_HERE);
}

static bool over(struct am_doing *doing, struct am_work *work)
{
    return say(doing, work, AM_SAYS_OVER);
}

static bool deliveries_of(struct am_doing *doing, am_id id, struct am_delivery **rows, size_t *count)
{
    const struct am_where where = {.field = "call", .how = AM_IS, .number = id};
    void *found = NULL;
    if (!am_doing_few(doing, &am_delivery_record, &where, 1, &found, count))
        return false;
    *rows = found;
    return true;
}

/* The actor's screen has it. One that was opened after the call has no delivery of its own: nothing changes.
 */
static bool delivered(struct am_doing *doing, struct am_work *work)
{
    struct am_help_setup setup;
    struct am_help_answer answer = {0};
    struct am_delivery *rows;
    size_t count;
    bool called = false;
    am_help_setup_of(work, doing, &setup);
    if (!am_work_see(doing, work, &am_call_record, work->in->ids[0], &answer.call) ||
        !deliveries_of(doing, work->in->ids[0], &rows, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        called = called || rows[i].to_person == doing->actor->person;
        if (rows[i].to_person == doing->actor->person && rows[i].way == AM_WAY_SCREEN)
            return am_help_delivered(doing, rows[i].row.id, &setup, &answer) && tell(doing, work, &answer);
    }
    if (!called)
        return am_refuse(doing, AM_REFUSED_STATE, "not-called", "this call was not for your screen");
    const struct am_call call = answer.call;
    return am_help_look(doing, &call, &setup, &answer) && tell(doing, work, &answer);
}

static bool read_call(struct am_doing *doing, struct am_work *work)
{
    struct am_delivery *rows;
    size_t count;
    struct am_help_setup setup;
    struct am_help_answer answer;
    struct told *told = am_arena_take(doing->arena, sizeof *told);
    am_help_setup_of(work, doing, &setup);
    if (!told)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    if (!am_work_see(doing, work, &am_call_record, work->in->ids[0], work->row) ||
        !deliveries_of(doing, work->in->ids[0], &rows, &count) ||
        !am_help_look(doing, work->row, &setup, &answer))
        return false;
    *told = told_of(&answer);
    am_work_part(work, 0, rows, count);
    am_work_part(work, 1, told, 1);
    return true;
}

static const struct am_part call_parts[] = {
    {"deliveries", &am_delivery_record, true, "How each attempt to reach somebody fared"},
    {"told", &told_record, false, "What its caller is told now"},
    {.name = NULL}};
static const struct am_filter call_filters[] = {{"site", "site", false, "At this site"},
                                                {"state", "state", false, "In this state"},
                                                {"encounter", "encounter", false, "In this encounter"},
                                                {"ended", "ended_at_ms", false, "false: not over yet"},
                                                {.name = NULL}};

#define SAY(name_, permission_, act_, summary_)                                                              \
    WRITE(AM_POST, "/v1/calls/{id}/" name_, permission_, act_, summary_), .gives = &am_call_record,          \
                                                                          .parts = told_parts

const struct am_route am_help_routes[] = {
    {WRITE(AM_POST, "/v1/calls", CALL_HELP, call, "Call for help"), .takes = &am_call_record,
     .gives = &am_call_record, .parts = told_parts, .status = 201},
    {LIST("/v1/calls", CALL_HELP, "Calls for help"), .gives = &am_call_record, .filters = call_filters,
     .owner = "called_by"},
    {READ("/v1/calls/{id}", CALL_HELP, "A call, and whom it reached"), .gives = &am_call_record,
     .act = read_call, .parts = call_parts, .owner = "called_by"},
    {SAY("delivered", CALL_ANSWER, delivered, "My screen shows it"),
     .conflict = "The call was not for this screen"},
    {SAY("seen", CALL_ANSWER, seen, "I saw it")},
    {SAY("on-the-way", CALL_ANSWER, coming, "I am coming")},
    {SAY("cannot", CALL_ANSWER, cannot, "I cannot come")},
    {SAY("arrived", CALL_HELP, here, "I am there; or, by who called: somebody is")},
    {SAY("end", CALL_HELP, over, "It is not needed any more")},
    {.path = NULL}};
