/*
 * The four filters of the contract over HTTP: what the command line answers to one line, and for the coach to
 * the lines of one encounter.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "amends/limits.h"
#include "faces/http/coachstate.h"
#include "faces/http/limits.h"
#include "faces/http/modules.h"
#include "faces/http/scratch.h"
#include "faces/http/serving.h"
#include "faces/json/answer.h"
#include "faces/json/plain.h"
#include "faces/json/request.h"

/* One request with what it works with. */
struct filtering {
    const amends_engine *engine;
    struct am_scratch *scratch;
    struct am_bench *bench;
};

typedef bool filter(const struct filtering *filtering, const struct am_object *line);

static bool failed(const struct am_object *line, const char *field, enum amends_status status)
{
    am_fault_set(line->fault, "", field, "%s", amends_status_text(status));
    return false;
}

static void tell_fault(struct am_call_out *out, const struct am_fault *fault)
{
    am_problem_set(out, 400, "field", "A field of the request is not as expected", "%.250s", fault->message);
    memcpy(out->problem.field, fault->field, sizeof out->problem.field);
    memcpy(out->problem.expected, fault->message, sizeof out->problem.expected - 1);
    out->problem.expected[sizeof out->problem.expected - 1] = 0;
}

/* The bench's text becomes the answer. */
static void hand_over(const struct am_call_in *in, const struct am_bench *bench, struct am_call_out *out)
{
    if (!bench->out.failed)
        out->bytes = am_arena_copy(in->arena, (struct amends_view){bench->out.bytes, bench->out.len_bytes});
    out->content_type = "application/json";
    if (!out->bytes.bytes)
        am_problem_of_kept(out, AM_KEPT_MEMORY);
}

static bool lend(const struct am_call_in *in, struct filtering *filtering, struct am_call_out *out)
{
    filtering->engine = in->server->settings.engine;
    filtering->scratch = in->server->scratch;
    filtering->bench = am_scratch_lend(in->server->scratch);
    if (filtering->bench) {
        am_writer_reset(&filtering->bench->out);
        return true;
    }
    return am_problem_of_kept(out, AM_KEPT_MEMORY);
}

/* The whole way of signals, review and guard, where the line was not plain. */
static void answer(const struct am_call_in *in, const struct filtering *filtering, filter *how,
                   struct am_call_out *out)
{
    struct am_fault fault = {0};
    json_t *json = am_line_parse(in->bytes, &fault);
    const struct am_object line = {.json = json, .prefix = "", .fault = &fault};
    am_writer_reset(&filtering->bench->out);
    if (json && how(filtering, &line))
        hand_over(in, filtering->bench, out);
    else
        tell_fault(out, &fault);
    json_decref(json);
}

static void filter_with(const struct am_call_in *in, filter *how, struct am_call_out *out)
{
    struct filtering filtering;
    if (!lend(in, &filtering, out))
        return;
    answer(in, &filtering, how, out);
    am_scratch_give(filtering.scratch, filtering.bench);
}

static bool read_signals(const struct filtering *filtering, const struct am_signals_request *request,
                         enum amends_status *status)
{
    struct amends_reading reading;
    *status = amends_read(filtering->engine, filtering->bench->workspace, request->text, &request->options,
                          &reading);
    if (*status == AMENDS_OK)
        am_answer_signals(&filtering->bench->out, filtering->engine, request->id, &reading);
    return *status == AMENDS_OK;
}

static bool signals(const struct filtering *filtering, const struct am_object *line)
{
    struct am_signals_request request;
    enum amends_status status = AMENDS_OK;
    return am_request_signals(filtering->engine, line, &request) &&
           (read_signals(filtering, &request, &status) || failed(line, "text", status));
}

static void post_signals(const struct am_call_in *in, struct am_call_out *out)
{
    struct filtering filtering;
    struct am_signals_request request;
    enum amends_status status;
    if (!lend(in, &filtering, out))
        return;
    if (am_plain_signals(filtering.engine, in->bytes, &filtering.bench->plain, &request) &&
        read_signals(&filtering, &request, &status))
        hand_over(in, filtering.bench, out);
    else
        answer(in, &filtering, signals, out);
    am_scratch_give(filtering.scratch, filtering.bench);
}

static bool review(const struct filtering *filtering, const struct am_object *line)
{
    struct am_review_request request;
    struct amends_reviewed reviewed;
    if (!am_request_review(filtering->engine, line, &request))
        return false;
    if (request.has_authority)
        request.reply.authority = &request.authority;
    const enum amends_status status =
        amends_review(filtering->engine, filtering->bench->workspace, &request.reply, &reviewed);
    if (status != AMENDS_OK)
        return failed(line, "text", status);
    am_answer_review(&filtering->bench->out, filtering->engine, request.id, request.ui_lang, &reviewed);
    return true;
}

static void post_review(const struct am_call_in *in, struct am_call_out *out)
{
    filter_with(in, review, out);
}

static bool guard(const struct filtering *filtering, const struct am_object *line)
{
    struct am_bench *bench = filtering->bench;
    if (!bench->messages)
        bench->messages = calloc(AMENDS_MESSAGES_MAX, sizeof *bench->messages);
    if (!bench->messages)
        return failed(line, "", AMENDS_E_MEMORY);
    struct am_guard_request request = {.messages = bench->messages};
    struct amends_guarded guarded;
    if (!am_request_guard(filtering->engine, line, &request))
        return false;
    const enum amends_status status =
        amends_guard(filtering->engine, bench->workspace, &request.start, request.messages,
                     request.message_count, request.draft, &guarded);
    if (status != AMENDS_OK)
        return failed(line, "draft", status);
    const struct am_card_frame frame = {.ui_lang = request.start.ui_lang,
                                        .emergency_number = request.start.emergency_number,
                                        .number_word =
                                            am_scratch_number_word(filtering->scratch, guarded.card.lang)};
    am_answer_guard(&bench->out, filtering->engine, request.id, &frame, &guarded);
    return true;
}

static void post_guard(const struct am_call_in *in, struct am_call_out *out)
{
    filter_with(in, guard, out);
}

/* ---- the coach */

/* One encounter on its way through its lines. */
struct coaching {
    struct filtering filtering;
    struct amends_view name; /* lives in the arena */
    uint64_t line;
};

/* A line {"encounter": …, "state": "…"}: goes on from what an earlier call gave. */
static bool restore(struct coaching *coaching, const struct am_object *line)
{
    struct amends_view text;
    size_t len = 0;
    unsigned char *bytes = malloc(amends_encounter_saved_max());
    enum amends_status status = AMENDS_E_STATE;
    if (!am_object_text(line, "state", AMENDS_LINE_BYTES_MAX, &text)) {
        free(bytes);
        return false;
    }
    if (!bytes)
        status = AMENDS_E_MEMORY;
    else if (sodium_base642bin(bytes, amends_encounter_saved_max(), text.bytes, text.len_bytes, NULL, &len,
                               NULL, sodium_base64_VARIANT_ORIGINAL) == 0)
        status = amends_encounter_restore(coaching->filtering.bench->encounter, bytes, len);
    free(bytes);
    return status == AMENDS_OK || failed(line, "state", status);
}

/* `name`: the line's own. */
static bool same_encounter(struct coaching *coaching, const struct am_object *line, struct am_arena *arena,
                           struct amends_view *name)
{
    if (!am_request_encounter(line, name))
        return false;
    if (!coaching->name.bytes)
        coaching->name = am_arena_copy(arena, *name);
    if (coaching->name.len_bytes == name->len_bytes &&
        memcmp(coaching->name.bytes, name->bytes, name->len_bytes) == 0)
        return true;
    am_fault_set(line->fault, "", "encounter", "one encounter was expected, the lines name a second");
    return false;
}

static bool step(struct coaching *coaching, const struct am_object *line)
{
    const struct filtering *filtering = &coaching->filtering;
    amends_encounter *encounter = filtering->bench->encounter;
    struct am_saved_frame before, after;
    struct am_event_request request;
    struct amends_card card;
    am_saved_frame_of(encounter, &before);
    if (!am_request_event(filtering->engine, line, before.currency, &request))
        return false;
    const struct amends_event *event = &request.event;
    const enum amends_status status =
        amends_coach_step(filtering->engine, filtering->bench->workspace, encounter, event, &card);
    if (status != AMENDS_OK)
        return failed(line, event->kind == AMENDS_EVENT_SAID ? "text" : request.field, status);
    am_saved_frame_of(encounter, &after);
    const struct am_card_frame frame = {.encounter = request.encounter,
                                        .is_start = event->kind == AMENDS_EVENT_START,
                                        .ui_lang = after.ui_lang >= 0 ? after.ui_lang : card.lang,
                                        .emergency_number = after.emergency_number,
                                        .number_word = am_scratch_number_word(filtering->scratch, card.lang)};
    am_answer_card(&filtering->bench->out, filtering->engine, &frame, &card);
    return true;
}

/* One line's answer, or its error in its place. */
static void coach_line(struct coaching *coaching, const struct am_call_in *in, struct amends_view text)
{
    struct am_fault fault = {0};
    struct amends_view name = {NULL, 0};
    struct am_writer *out = &coaching->filtering.bench->out;
    const size_t before = out->len_bytes;
    const bool comma = out->comma;
    json_t *json = am_line_parse(text, &fault);
    const struct am_object line = {.json = json, .prefix = "", .fault = &fault};
    const bool right = json && same_encounter(coaching, &line, in->arena, &name) &&
                       (am_object_has(&line, "state") ? restore(coaching, &line) : step(coaching, &line));
    if (!right) {
        out->len_bytes = before;
        out->comma = comma;
        am_answer_error(out, "encounter", name, coaching->line, &fault);
    }
    json_decref(json);
}

static void write_state(struct coaching *coaching)
{
    struct am_bench *bench = coaching->filtering.bench;
    const size_t most = amends_encounter_saved_max();
    const size_t room = sodium_base64_encoded_len(most, sodium_base64_VARIANT_ORIGINAL);
    unsigned char *bytes = malloc(most);
    char *text = malloc(room);
    size_t len = 0;
    if (bytes && text && amends_encounter_save(bench->encounter, bytes, most, &len) == AMENDS_OK) {
        sodium_bin2base64(text, room, bytes, len, sodium_base64_VARIANT_ORIGINAL);
        am_writer_name(&bench->out, text);
    } else {
        bench->out.failed = true;
    }
    free(bytes);
    free(text);
}

static bool has_text(struct amends_view line)
{
    for (size_t i = 0; i < line.len_bytes; i++)
        if (!strchr(" \t\r", line.bytes[i]))
            return true;
    return false;
}

static void coach(struct coaching *coaching, const struct am_call_in *in, struct am_call_out *out)
{
    struct am_writer *writer = &coaching->filtering.bench->out;
    struct amends_view rest = in->bytes;
    memset(coaching->filtering.bench->encounter, 0, amends_encounter_size());
    if (rest.len_bytes >= 3 && memcmp(rest.bytes, "\xef\xbb\xbf", 3) == 0)
        rest = (struct amends_view){rest.bytes + 3, rest.len_bytes - 3};
    am_writer_open(writer, '{');
    am_writer_key(writer, "cards");
    am_writer_open(writer, '[');
    while (rest.len_bytes > 0) {
        const char *end = memchr(rest.bytes, '\n', rest.len_bytes);
        const struct amends_view line = {rest.bytes, end ? (size_t)(end - rest.bytes) : rest.len_bytes};
        const size_t taken = line.len_bytes + (end != NULL);
        rest = (struct amends_view){rest.bytes + taken, rest.len_bytes - taken};
        if (++coaching->line > AM_HTTP_LINES_MAX) {
            am_problem_set(out, 413, "too-long", "The body is too long", "at most %d lines are taken",
                           AM_HTTP_LINES_MAX);
            return;
        }
        if (has_text(line))
            coach_line(coaching, in, line);
    }
    am_writer_close(writer, ']');
    am_writer_key(writer, "state");
    write_state(coaching);
    am_writer_close(writer, '}');
    hand_over(in, coaching->filtering.bench, out);
}

static void post_coach(const struct am_call_in *in, struct am_call_out *out)
{
    struct coaching coaching = {0};
    if (!lend(in, &coaching.filtering, out))
        return;
    struct am_bench *bench = coaching.filtering.bench;
    if (!bench->encounter)
        bench->encounter = calloc(1, amends_encounter_size());
    if (bench->encounter)
        coach(&coaching, in, out);
    else
        am_problem_of_kept(out, AM_KEPT_MEMORY);
    am_scratch_give(coaching.filtering.scratch, bench);
}

/* The short ones are answered on the connection's own thread, the ones that may take many texts by a worker.
 */
#define FILTER(path_, handle_, brings_, quick_, summary_)                                                    \
    {                                                                                                        \
        .method = AM_POST, .path = path_, .door = AM_DOOR_PERSON, .permission = AM_MAY_OPEN,                 \
        .handle = handle_, .brings = brings_, .summary = summary_, .quick = quick_, .no_idempotency = true,  \
        .status = 200                                                                                        \
    }

const struct am_route am_filter_routes[] = {
    FILTER("/v1/signals", post_signals, AM_BRINGS_BYTES, true, "What a customer's text shows"),
    FILTER("/v1/review", post_review, AM_BRINGS_BYTES, true,
           "What is wrong, and right, in a reply to a customer"),
    FILTER("/v1/guard", post_guard, AM_BRINGS_BYTES, false, "May this answer go out?"),
    FILTER("/v1/coach", post_coach, AM_BRINGS_LINES, false,
           "What to do next: the events of one encounter as JSON Lines; a line with `state` goes on from an "
           "earlier call"),
    {.path = NULL}};
