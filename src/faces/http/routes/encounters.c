/* The live encounter. */
#include "desk/encounters.h"

#include <stdio.h>
#include <string.h>

#include "desk/people/people.h"
#include "domain/kinds/names.h"
#include "faces/http/recordjson.h"
#include "faces/http/routes/table.h"
#include "faces/http/serving.h"
#include "faces/json/request.h"

/* ---- opening */

struct opening {
    am_id site, customer;
    int32_t channel;
    struct amends_view lang, ui_lang;
    bool formal;
};
static const struct am_field opening_fields[] = {
    AM_FIELD(opening, site, ID, .flags = REQUIRED, .of = "site", .about = "Where"),
    AM_FIELD(opening, customer, ID, .of = "customer", .about = "Who it is, where that is known"),
    AM_FIELD(opening, channel, CHOICE, .flags = REQUIRED, .choices = am_channel_names,
             .about = "How they speak to each other"),
    AM_FIELD(opening, lang, TEXT, .look = AM_TEXT_LANGUAGE, .least = 2, .most = 35,
             .about = "The customer's language, BCP 47; none: found in what they say"),
    AM_FIELD(opening, ui_lang, TEXT, .look = AM_TEXT_LANGUAGE, .least = 2, .most = 35,
             .about = "The language of advice to the person; none: their own"),
    AM_FIELD(opening, formal, FLAG, .about = "Phrases address the customer formally"),
};
BODY(opening, "encounter_new", "An encounter that begins");

static bool language(const struct am_work *work, const char *field, struct amends_view code, int8_t *out)
{
    int lang = -1;
    if (code.len_bytes > 0 && !am_request_language_find(work->in->server->settings.engine, code, &lang)) {
        am_problem_field(work->out, 400, field, "a language that is spoken here: en, fi, ru, zh; or und");
        return false;
    }
    *out = (int8_t)lang;
    return true;
}

static bool open_encounter(struct am_doing *doing, struct am_work *work)
{
    const struct opening *body = work->body;
    struct am_encounter_opening opening = {
        .site = body->site, .customer = body->customer, .channel = body->channel, .formal = body->formal};
    struct am_encounter_opened *opened = am_arena_take(doing->arena, sizeof *opened);
    if (!opened)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    if (!language(work, "lang", body->lang, &opening.lang) ||
        !language(work, "ui_lang", body->ui_lang, &opening.ui_lang) ||
        !am_encounter_open(doing, &opening, opened))
        return false;
    memcpy(work->row, &opened->encounter, sizeof opened->encounter);
    am_work_part(work, 0, &opened->start, 1);
    am_work_part(work, 1, opened->promises, opened->promise_count);
    am_work_part(work, 2, opened->refusals, opened->refusal_count);
    return true;
}

static const struct am_part opened_parts[] = {
    {"event", &am_encounter_event_record, false, "The start, with the first card"},
    {"promises", &am_promise_record, true, "What was promised to this customer and is open"},
    {"refusals", &am_refusal_record, true, "Refusals of service that hold: the person decides"},
    {.name = NULL}};

/* ---- reading */

static bool events_of(struct am_doing *doing, am_id encounter, void **rows, size_t *count)
{
    const struct am_where where = {.field = "encounter", .how = AM_IS, .number = encounter};
    const struct am_list list = {.where = &where, .where_count = 1, .by = "number", .most = AM_LIST_MOST};
    return am_doing_kept(doing, am_tx_list(doing->tx, &am_encounter_event_record, doing->actor->org, &list,
                                           doing->arena, rows, count));
}

static bool read_encounter(struct am_doing *doing, struct am_work *work)
{
    const am_id id = work->in->ids[0];
    const struct am_where here[] = {{.field = "encounter", .how = AM_IS, .number = id},
                                    {.field = "until_ms", .how = AM_FROM, .number = doing->now_ms}};
    const struct am_list list = {.where = here, .where_count = 2, .most = AM_LIST_MOST};
    void *events, *looking;
    size_t count, looking_count;
    if (!am_work_see(doing, work, &am_live_encounter_record, id, work->row) ||
        !events_of(doing, id, &events, &count) ||
        !am_doing_kept(doing, am_tx_list(doing->tx, &am_presence_record, doing->actor->org, &list,
                                         doing->arena, &looking, &looking_count)))
        return false;
    am_work_part(work, 0, events, count);
    am_work_part(work, 1, looking, looking_count);
    return true;
}

static const struct am_part read_parts[] = {
    {"events", &am_encounter_event_record, true, "What happened, in its order, with the cards"},
    {"presence", &am_presence_record, true, "Who looks at it now"},
    {.name = NULL}};

static bool list_events(struct am_doing *doing, struct am_work *work)
{
    struct am_live_encounter encounter;
    const am_id id = work->in->ids[0];
    const struct am_where where = {.field = "encounter", .how = AM_IS, .number = id};
    return am_work_see(doing, work, &am_live_encounter_record, id, &encounter) &&
           am_work_page(doing, work, &where, 1, NULL, NULL);
}

/* ---- events */

struct events_body {
    int64_t device_now_ms;
    struct amends_view events;
};
static const struct am_field events_body_fields[] = {
    AM_FIELD(events_body, device_now_ms, TIME,
             .about = "What the device's clock shows now: its times are put right by it"),
    AM_FIELD(events_body, events, JSON, .flags = REQUIRED,
             .about = "1 to 100 of {key, at, event}: what the device calls it (1 to 64 bytes), when it "
                      "happened (none: now), the event as the contract of the coach has it"),
};
BODY(events_body, "events_request", "What happened, in the order of its device");

struct event_item {
    struct amends_view key;
    int64_t at_ms;
    struct amends_view event;
};
static const struct am_field event_item_fields[] = {
    AM_FIELD(event_item, key, TEXT, .flags = REQUIRED, .least = 1, .most = 64, .about = "Its device's name"),
    AM_FIELD(event_item, at_ms, TIME, .about = "When it happened"),
    AM_FIELD(event_item, event, JSON, .flags = REQUIRED, .about = "What happened"),
};
BODY(event_item, "event_request", "One event of a device");

/* One event as it is answered. */
struct event_answer {
    am_id id;
    struct amends_view key, event, card;
    int64_t number, at_ms;
    bool late, twice, refused;
};
static const struct am_field event_answer_fields[] = {
    AM_FIELD(event_answer, id, ID, .flags = REQUIRED, .about = "The desk's name for it"),
    AM_FIELD(event_answer, key, TEXT, .flags = REQUIRED, .most = 64, .about = "Its device's name for it"),
    AM_FIELD(event_answer, number, NUMBER, .least = 1, .about = "Its place in the encounter"),
    AM_FIELD(event_answer, at_ms, TIME, .about = "When it happened"),
    AM_FIELD(event_answer, event, JSON, .about = "What happened"),
    AM_FIELD(event_answer, card, JSON, .about = "The card that answers it"),
    AM_FIELD(event_answer, late, FLAG, .about = "It arrived after later ones, whose cards were made anew"),
    AM_FIELD(event_answer, twice, FLAG, .about = "It was there already: this is the same answer"),
    AM_FIELD(event_answer, refused, FLAG, .about = "The coach could not take it: `card` says why"),
};
BODY(event_answer, "event_answer", "An event in its place, and its card");

static void answer_of(const struct am_encounter_event *event, struct event_answer *answer)
{
    *answer = (struct event_answer){.id = event->row.id,
                                    .key = event->key,
                                    .event = event->event,
                                    .card = event->card,
                                    .number = event->number,
                                    .at_ms = event->at_ms,
                                    .late = event->late};
}

/* Encounter, answers and what changed, as the parts of every answer that moves an encounter on. */
static bool tell(struct am_doing *doing, struct am_work *work, const struct am_events_out *taken, size_t sent)
{
    struct event_answer *answers = am_arena_take(doing->arena, (sent + 1) * sizeof *answers),
                        *changed = am_arena_take(doing->arena, (taken->changed_count + 1) * sizeof *changed);
    if (!answers || !changed)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    for (size_t i = 0; i < sent; i++) {
        answer_of(&taken->answers[i].event, &answers[i]);
        answers[i].twice = taken->answers[i].twice;
        answers[i].refused = taken->answers[i].refused;
    }
    for (size_t i = 0; i < taken->changed_count; i++)
        answer_of(&taken->changed[i], &changed[i]);
    memcpy(work->row, &taken->encounter, sizeof taken->encounter);
    am_work_part(work, 0, answers, sent);
    am_work_part(work, 1, changed, taken->changed_count);
    return true;
}

#define MOVED                                                                                                \
    {"events", &event_answer_record, true, "The events of this call, each with its card"},                   \
    {                                                                                                        \
        "changed", &event_answer_record, true,                                                               \
            "Others behind a late one, whose card or place is another now"                                   \
    }
static const struct am_part moved_parts[] = {MOVED, {.name = NULL}};

static bool read_item(struct am_work *work, size_t index, struct am_arena *arena, struct am_event_in *event)
{
    const json_t *json = json_array_get(json_object_get(work->in->body, "events"), index);
    struct event_item item;
    char field[sizeof work->out->problem.field];
    if (!json_is_object(json)) {
        snprintf(field, sizeof field, "events[%zu]", index);
        am_problem_field(work->out, 400, field, "an object with key, at and event");
        return false;
    }
    if (am_record_read(&event_item_record, json, true, arena, &item, work->out)) {
        *event = (struct am_event_in){item.key, item.at_ms, item.event};
        return true;
    }
    snprintf(field, sizeof field, "events[%zu].%.64s", index, work->out->problem.field);
    memcpy(work->out->problem.field, field, sizeof field);
    return false;
}

static bool read_events(struct am_doing *doing, struct am_work *work, struct am_events_in *in)
{
    const struct events_body *body = work->body;
    const json_t *list = json_object_get(work->in->body, "events");
    const size_t count = json_array_size(list);
    if (count == 0 || count > AM_EVENTS_MOST) {
        am_problem_field(work->out, 400, "events", "a list of 1 to 100 events");
        return false;
    }
    struct am_event_in *events = am_arena_take(doing->arena, count * sizeof *events);
    if (!events)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    for (size_t i = 0; i < count; i++)
        if (!read_item(work, i, doing->arena, &events[i]))
            return false;
    *in = (struct am_events_in){work->in->ids[0], events, count, body->device_now_ms, NULL};
    return true;
}

/* The coach steps here, so that the writer has less to do. */
static bool foresee_events(struct am_doing *doing, struct am_work *work)
{
    struct am_events_in *in = work->prepared ? work->prepared : am_arena_take(doing->arena, sizeof *in);
    if (!in || (!work->prepared && !read_events(doing, work, in)))
        return false;
    work->prepared = in;
    in->forecast = am_encounter_foresee(doing, in);
    return in->forecast || doing->tx;
}

static bool take_events(struct am_doing *doing, struct am_work *work)
{
    struct am_events_in read, *in = work->prepared ? work->prepared : &read;
    struct am_events_out *taken = am_arena_take(doing->arena, sizeof *taken);
    if (!taken)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    if (!work->prepared && !read_events(doing, work, in))
        return false;
    if (am_encounter_take(doing, in, taken))
        return tell(doing, work, taken, in->count);
    if (doing->overtaken) {
        am_encounter_overtaken(doing->coach->memo, in->encounter);
        in->forecast = NULL;
    }
    return false;
}

static void events_settled(struct am_work *work)
{
    const struct am_events_in *in = work->prepared;
    if (in && in->forecast)
        am_encounter_written(work->in->server->memo, in->forecast, work->row);
}

/* ---- looking on, handing over */

static bool look(struct am_doing *doing, struct am_work *work)
{
    const struct am_presence *others;
    size_t count;
    if (!am_encounter_look(doing, work->in->ids[0], &others, &count))
        return false;
    am_work_part(work, 0, others, count);
    return true;
}

static bool look_away(struct am_doing *doing, struct am_work *work)
{
    return am_encounter_look_away(doing, work->in->ids[0]);
}

static const struct am_part presence_parts[] = {
    {"presence", &am_presence_record, true, "Who else looks at it now"}, {.name = NULL}};

struct lines {
    struct amends_view text;
};
static const struct am_field lines_fields[] = {
    AM_FIELD(lines, text, TEXT, .most = 2000,
             .about = "Three lines: what happened, what was said and offered, what they want"),
};
BODY(lines, "hand_over", "What nobody has to tell again");

static bool read_lines(struct am_doing *doing, struct am_work *work)
{
    struct am_live_encounter encounter;
    struct lines *lines = work->row;
    return am_work_see(doing, work, &am_live_encounter_record, work->in->ids[0], &encounter) &&
           am_encounter_lines(doing, &encounter, &lines->text);
}

struct hand_over_body {
    am_id person;
};
static const struct am_field hand_over_body_fields[] = {
    AM_FIELD(hand_over_body, person, ID, .flags = REQUIRED, .of = "person",
             .about = "Who serves the customer from now on"),
};
BODY(hand_over_body, "hand_over_request", "To whom an encounter is handed over");

static bool hand_over(struct am_doing *doing, struct am_work *work)
{
    const struct hand_over_body *body = work->body;
    struct am_events_out *moved = am_arena_take(doing->arena, sizeof *moved);
    return moved ? am_encounter_hand_to(doing, work->in->ids[0], body->person, work->in->if_match, moved) &&
                       tell(doing, work, moved, 0)
                 : am_doing_kept(doing, AM_KEPT_MEMORY);
}

/* ---- the end */

struct ending_body {
    int32_t outcome;
    bool thanked;
    struct amends_view promise;
    int64_t promise_due_at_ms;
    am_id promise_owner;
};
static const struct am_field ending_body_fields[] = {
    AM_FIELD(ending_body, outcome, CHOICE, .flags = REQUIRED, .choices = am_outcome_names,
             .about = "How it ended"),
    AM_FIELD(ending_body, thanked, FLAG, .about = "They were thanked"),
    AM_FIELD(ending_body, promise, TEXT, .most = 1000, .about = "What was promised; none: nothing"),
    AM_FIELD(ending_body, promise_due_at_ms, TIME, .about = "Until when; none: at the next visit"),
    AM_FIELD(ending_body, promise_owner, ID, .of = "person", .about = "Who keeps it; none: who ends it"),
};
BODY(ending_body, "ending_request", "How an encounter ends");

static bool end_encounter(struct am_doing *doing, struct am_work *work)
{
    const struct ending_body *body = work->body;
    const struct am_encounter_ending ending = {body->outcome, body->thanked, body->promise,
                                               body->promise_due_at_ms, body->promise_owner};
    struct am_events_out *moved = am_arena_take(doing->arena, sizeof *moved);
    struct am_promise *promise = am_arena_take(doing->arena, sizeof *promise);
    if (!moved || !promise)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    /* What the desk told the coach: the thanks, the promise, the outcome. */
    const size_t told = 1 + body->thanked + (body->promise.len_bytes > 0);
    if (!am_encounter_end(doing, work->in->ids[0], &ending, moved, promise) ||
        !tell(doing, work, moved, told))
        return false;
    am_work_part(work, 2, promise, promise->row.id != 0);
    return true;
}

static const struct am_part ended_parts[] = {
    MOVED, {"promise", &am_promise_record, false, "What was promised"}, {.name = NULL}};

static const struct am_filter encounter_filters[] = {
    {"site", "site", false, "At this site"},
    {"person", "person", false, "Served by this person"},
    {"customer", "customer", false, "With this customer"},
    {"ended", "ended_at_ms", false, "true: past ones; false: live ones"},
    {"danger", "danger", false, "true: with danger that nobody has cleared"},
    {.name = NULL}};

const struct am_route am_encounter_routes[] = {
    {WRITE(AM_POST, "/v1/encounters", ENCOUNTER_LEAD, open_encounter, "Open an encounter: the first card"),
     .takes = &opening_record, .gives = &am_live_encounter_record, .parts = opened_parts, .status = 201,
     .conflict = "The site takes no new encounters"},
    {LIST("/v1/encounters", ENCOUNTER_SEE, "Encounters, live and past"), .gives = &am_live_encounter_record,
     .filters = encounter_filters, .owner = "person"},
    {LIST("/v1/encounters/by-heat", ENCOUNTER_SEE, "Encounters, the most heated first: the board"),
     .gives = &am_live_encounter_record, .filters = encounter_filters, .by = "heat_permille",
     .owner = "person"},
    {READ("/v1/encounters/{id}", ENCOUNTER_SEE, "An encounter with its events and cards"),
     .gives = &am_live_encounter_record, .act = read_encounter, .parts = read_parts, .owner = "person"},
    {LIST("/v1/encounters/{id}/events", ENCOUNTER_SEE, "What happened, in its order, with the cards"),
     .gives = &am_encounter_event_record, .act = list_events, .by = "number", .ascending = true,
     .owner = "person"},
    {WRITE(AM_POST, "/v1/encounters/{id}/events", ENCOUNTER_LEAD, take_events,
           "Tell what happened: one card each. The same key again is the same event"),
     .prepare = foresee_events, .settled = events_settled, .takes = &events_body_record,
     .gives = &am_live_encounter_record, .parts = moved_parts,
     .conflict = "The encounter has as many events as one may", .no_idempotency = true},
    {WRITE(AM_PUT, "/v1/encounters/{id}/presence", ENCOUNTER_SEE, look,
           "I look at it, for 45 seconds more; who else does"),
     .parts = presence_parts, .no_idempotency = true},
    {WRITE(AM_DELETE, "/v1/encounters/{id}/presence", ENCOUNTER_SEE, look_away, "I look no more"),
     .no_idempotency = true},
    {READ("/v1/encounters/{id}/hand-over", ENCOUNTER_SEE, "The hand-over in three lines"),
     .gives = &lines_record, .act = read_lines, .owner = "person"},
    {WRITE(AM_POST, "/v1/encounters/{id}/hand-over", ENCOUNTER_LEAD, hand_over, "Hand it to another person"),
     .takes = &hand_over_body_record, .gives = &am_live_encounter_record, .parts = moved_parts,
     .needs_version = true, .conflict = "The encounter has ended"},
    {WRITE(AM_POST, "/v1/encounters/{id}/end", ENCOUNTER_LEAD, end_encounter,
           "End it, with how it ended and what was promised"),
     .takes = &ending_body_record, .gives = &am_live_encounter_record, .parts = ended_parts,
     .conflict = "The encounter has ended"},
    {.path = NULL}};
