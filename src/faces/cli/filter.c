#include "faces/cli/filter.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "amends/limits.h"
#include "faces/cli/input.h"
#include "faces/json/answer.h"

void am_fault_status(struct am_fault *fault, const char *field, enum amends_status status)
{
    am_fault_set(fault, "", field, "%s", amends_status_text(status));
}

/* Lines done so far, on standard error, twice a second, where somebody looks at it while the input comes from
 * elsewhere. */
struct progress {
    bool on, shown;
    struct timespec last;
};

static void progress_tell(struct progress *progress, uint64_t line)
{
    if (!progress->on || line % 256 != 0)
        return;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    long long passed_ms =
        (now.tv_sec - progress->last.tv_sec) * 1000LL + (now.tv_nsec - progress->last.tv_nsec) / 1000000;
    if (passed_ms < 500)
        return;
    progress->last = now;
    progress->shown = true;
    fprintf(stderr, "\ramends: %llu lines ", (unsigned long long)line);
}

static void flush_answers(void *context)
{
    (void)context;
    fflush(stdout);
}

/* Answers one line, or writes its error; true where it was answered. */
static bool answer_line(const struct am_filter *filter, const struct am_input *input, bool too_long,
                        struct amends_view line, struct am_writer *out)
{
    struct am_fault fault = {0};
    json_t *json = NULL;
    struct amends_view name = {NULL, 0};
    bool answered = false;
    am_writer_reset(out);
    if (!too_long && filter->answer_plain && filter->answer_plain(filter->context, line, out)) {
        am_writer_raw(out, "\n", 1);
        return true;
    }
    am_writer_reset(out);
    if (too_long)
        am_fault_set(&fault, "", "", "the line is longer than %d bytes; it was skipped",
                     AMENDS_LINE_BYTES_MAX);
    else
        json = am_line_parse(line, &fault);
    if (json) {
        const struct am_object object = {.json = json, .prefix = "", .fault = &fault};
        answered = filter->answer(filter->context, &object, out);
    }
    if (!answered) {
        const json_t *value = json_object_get(json, filter->key);
        if (json_is_string(value) && json_string_length(value) <= AMENDS_ID_BYTES_MAX)
            name = (struct amends_view){json_string_value(value), json_string_length(value)};
        am_writer_reset(out);
        am_answer_error(out, filter->key, name, input->line, &fault);
    }
    am_writer_raw(out, "\n", 1);
    json_decref(json);
    return answered;
}

int am_filter_run(const struct am_filter *filter)
{
    struct am_input input = {
        .fd = STDIN_FILENO, .signal_fd = am_signals_open(), .before_wait = flush_answers};
    struct progress progress = {.on =
                                    isatty(STDERR_FILENO) && !isatty(STDIN_FILENO) && !isatty(STDOUT_FILENO)};
    struct am_writer out = {0};
    int status = AM_EXIT_OK;
    clock_gettime(CLOCK_MONOTONIC, &progress.last);
    setvbuf(stdout, NULL, _IOFBF, 65536);
    for (;;) {
        struct amends_view line = {NULL, 0};
        enum am_input_result result = am_input_next(&input, &line);
        if (result == AM_INPUT_FAILED) {
            am_complain("the input cannot be read: %s", strerror(errno));
            status = AM_EXIT_SYSTEM;
        } else if (result == AM_INPUT_SIGNAL) {
            status = AM_EXIT_SIGNAL + input.signal;
        }
        if (result != AM_INPUT_LINE && result != AM_INPUT_TOO_LONG)
            break;
        if (!answer_line(filter, &input, result == AM_INPUT_TOO_LONG, line, &out))
            status = AM_EXIT_LINES;
        const int failure = am_output_write(&out);
        if (failure != AM_EXIT_OK) {
            status = failure;
            break;
        }
        progress_tell(&progress, input.line);
    }
    if (progress.shown)
        fputs("\r\033[K", stderr);
    am_writer_dispose(&out);
    am_input_dispose(&input);
    close(input.signal_fd);
    return am_output_finish(status);
}
