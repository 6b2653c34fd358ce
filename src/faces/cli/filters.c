/* The filters without state: signals, review, guard. */
#include <stdlib.h>

#include "faces/cli/filter.h"
#include "faces/json/answer.h"
#include "faces/json/plain.h"
#include "faces/json/request.h"

struct signals_context {
    const struct am_program *program;
    struct am_writer scratch;
};

static bool answer_signals(void *context, const struct am_object *line, struct am_writer *out)
{
    const struct signals_context *signals = context;
    const struct am_program *program = signals->program;
    struct am_signals_request request;
    if (!am_request_signals(program->engine, line, &request))
        return false;
    struct amends_reading reading;
    enum amends_status status =
        amends_read(program->engine, program->workspace, request.text, &request.options, &reading);
    if (status != AMENDS_OK) {
        am_fault_status(line->fault, "text", status);
        return false;
    }
    am_answer_signals(out, program->engine, request.id, &reading);
    return true;
}

static bool answer_signals_plain(void *context, struct amends_view line, struct am_writer *out)
{
    struct signals_context *signals = context;
    const struct am_program *program = signals->program;
    struct am_signals_request request;
    struct amends_reading reading;
    if (!am_plain_signals(program->engine, line, &signals->scratch, &request) ||
        amends_read(program->engine, program->workspace, request.text, &request.options, &reading) !=
            AMENDS_OK)
        return false;
    am_answer_signals(out, program->engine, request.id, &reading);
    return true;
}

int am_signals_run(struct am_program *program)
{
    struct signals_context signals = {.program = program};
    const struct am_filter filter = {
        .key = "id", .answer = answer_signals, .answer_plain = answer_signals_plain, .context = &signals};
    int status = am_filter_run(&filter);
    am_writer_dispose(&signals.scratch);
    return status;
}

static bool answer_review(void *context, const struct am_object *line, struct am_writer *out)
{
    const struct am_program *program = context;
    struct am_review_request request;
    if (!am_request_review(program->engine, line, &request))
        return false;
    if (request.has_authority)
        request.reply.authority = &request.authority;
    struct amends_reviewed reviewed;
    enum amends_status status = amends_review(program->engine, program->workspace, &request.reply, &reviewed);
    if (status != AMENDS_OK) {
        am_fault_status(line->fault, "text", status);
        return false;
    }
    am_answer_review(out, program->engine, request.id,
                     request.ui_lang < 0 ? program->ui_lang : request.ui_lang, &reviewed);
    return true;
}

int am_review_run(struct am_program *program)
{
    const struct am_filter filter = {.key = "id", .answer = answer_review, .context = program};
    return am_filter_run(&filter);
}

struct guard_context {
    const struct am_program *program;
    struct amends_message *messages;
};

static bool answer_guard(void *context, const struct am_object *line, struct am_writer *out)
{
    const struct guard_context *guard = context;
    const struct am_program *program = guard->program;
    struct am_guard_request request = {.messages = guard->messages};
    if (!am_request_guard(program->engine, line, &request))
        return false;
    if (request.start.ui_lang < 0)
        request.start.ui_lang = (int8_t)program->ui_lang;
    struct amends_guarded guarded;
    enum amends_status status =
        amends_guard(program->engine, program->workspace, &request.start, request.messages,
                     request.message_count, request.draft, &guarded);
    if (status != AMENDS_OK) {
        am_fault_status(line->fault, "draft", status);
        return false;
    }
    const struct am_card_frame frame = {
        .ui_lang = request.start.ui_lang,
        .emergency_number = request.start.emergency_number,
        .number_word = am_program_word(program, guarded.card.lang, "screen.emergency_number")};
    am_answer_guard(out, program->engine, request.id, &frame, &guarded);
    return true;
}

int am_guard_run(struct am_program *program)
{
    struct guard_context guard = {program, calloc(AMENDS_MESSAGES_MAX, sizeof *guard.messages)};
    if (!guard.messages) {
        am_complain("no memory");
        return AM_EXIT_SYSTEM;
    }
    const struct am_filter filter = {.key = "id", .answer = answer_guard, .context = &guard};
    int status = am_filter_run(&filter);
    free(guard.messages);
    return status;
}
