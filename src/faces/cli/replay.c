#include "faces/cli/replay.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "faces/cli/cardview.h"
#include "faces/cli/input.h"
#include "faces/cli/transcript.h"

struct replay {
    struct am_program *program;
    struct am_coaching coaching;
    struct am_writer out, line;
    const char *path;
    bool plain, begun;
};

static unsigned terminal_columns(void)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40)
        return size.ws_col < 110 ? size.ws_col : 110;
    return 100;
}

static void show(struct replay *replay, const struct am_step *step)
{
    struct am_screen screen = {.out = &replay->out,
                               .colour = replay->program->colour,
                               .columns = terminal_columns(),
                               .ascii_signs = replay->program->ascii_signs};
    if (replay->program->options.json) {
        am_answer_card(&replay->out, replay->program->engine, &step->frame, &step->card);
        am_writer_raw(&replay->out, "\n", 1);
        replay->out.comma = false;
        return;
    }
    am_cardview_event(&screen, replay->program, step);
    am_cardview_card(&screen, replay->program, step);
    am_writer_raw(&replay->out, "\n", 1);
}

/* The options --lang, --ui-lang and --channel hold where the transcript itself does not say. */
static void fill_start(const struct replay *replay, struct amends_event *event)
{
    const struct am_program *program = replay->program;
    if (event->start.lang < 0)
        event->start.lang = (int8_t)program->lang;
    if (program->ui_lang >= 0)
        event->start.ui_lang = (int8_t)program->ui_lang;
    if (program->channel >= 0)
        event->start.channel = (uint8_t)program->channel;
}

/* One line of JSON; true where it was understood. */
static bool take_json(struct replay *replay, struct amends_view line, struct am_fault *fault)
{
    json_t *json = am_line_parse(line, fault);
    if (!json)
        return false;
    const struct am_object object = {.json = json, .prefix = "", .fault = fault};
    struct am_step step = {0};
    struct amends_view name;
    bool right = am_request_encounter(&object, &name) &&
                 am_request_event(replay->program->engine, &object, "", &step.request);
    if (right && step.request.event.kind == AMENDS_EVENT_START)
        fill_start(replay, &step.request.event);
    right = right && am_coaching_event(&replay->coaching, &step, fault);
    if (right)
        show(replay, &step);
    json_decref(json);
    return right;
}

static bool take_line(struct replay *replay, struct amends_view line, struct am_fault *fault)
{
    const struct am_options *options = &replay->program->options;
    if (!replay->begun) {
        replay->plain = !am_transcript_is_json(line);
        replay->begun = true;
        if (replay->plain) {
            am_transcript_start(options->lang, options->ui_lang, options->channel, &replay->line);
            if (!take_json(replay, (struct amends_view){replay->line.bytes, replay->line.len_bytes}, fault))
                return false;
        }
    }
    if (!replay->plain)
        return take_json(replay, line, fault);
    if (!am_transcript_line(&replay->program->playbook, line, &replay->line, fault))
        return false;
    return replay->line.len_bytes == 0 ||
           take_json(replay, (struct amends_view){replay->line.bytes, replay->line.len_bytes}, fault);
}

static int replay_lines(struct replay *replay, struct am_input *input)
{
    int status = AM_EXIT_OK;
    for (;;) {
        struct amends_view line = {NULL, 0};
        struct am_fault fault = {0};
        enum am_input_result result = am_input_next(input, &line);
        if (result == AM_INPUT_END)
            return status;
        if (result == AM_INPUT_SIGNAL)
            return AM_EXIT_SIGNAL + input->signal;
        if (result == AM_INPUT_FAILED) {
            am_complain("%s: %s", replay->path, strerror(errno));
            return AM_EXIT_SYSTEM;
        }
        am_writer_reset(&replay->out);
        if (result == AM_INPUT_TOO_LONG)
            am_fault_set(&fault, "", "", "the line is longer than %d bytes; it was skipped",
                         AMENDS_LINE_BYTES_MAX);
        if (fault.set || !take_line(replay, line, &fault)) {
            fflush(stdout);
            fprintf(stderr, "%s:%llu: %s%s%s\n", replay->path, (unsigned long long)input->line, fault.field,
                    fault.field[0] ? ": " : "", fault.message);
            status = AM_EXIT_LINES;
        }
        const int failure = am_output_write(&replay->out);
        if (failure != AM_EXIT_OK)
            return failure;
    }
}

static void flush_answers(void *context)
{
    (void)context;
    fflush(stdout);
}

static int replay_file(struct am_program *program, const char *path)
{
    const bool standard = strcmp(path, "-") == 0;
    struct am_input input = {.fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC),
                             .signal_fd = am_signals_open(),
                             .before_wait = flush_answers};
    if (input.fd < 0) {
        am_complain("%s: %s", path, strerror(errno));
        close(input.signal_fd);
        return AM_EXIT_SYSTEM;
    }
    struct replay replay = {
        .program = program, .coaching = {.program = program}, .path = standard ? "-" : path};
    int status = replay_lines(&replay, &input);
    am_coaching_dispose(&replay.coaching);
    am_writer_dispose(&replay.out);
    am_writer_dispose(&replay.line);
    am_input_dispose(&input);
    if (!standard)
        close(input.fd);
    close(input.signal_fd);
    return status;
}

int am_replay_run(struct am_program *program)
{
    if (program->options.operand_count == 0) {
        am_complain("replay: a FILE was expected (- is standard input); see amends replay --help");
        return AM_EXIT_USAGE;
    }
    int status = AM_EXIT_OK;
    for (unsigned i = 0; i < program->options.operand_count && status <= AM_EXIT_LINES; i++) {
        int one = replay_file(program, program->options.operands[i]);
        status = one > status ? one : status;
    }
    return am_output_finish(status);
}
