#include "faces/cli/input.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "amends/limits.h"

enum { READ_BYTES = 65536 };

int am_signals_open(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    sigaddset(&set, SIGQUIT);
    if (sigprocmask(SIG_BLOCK, &set, NULL) != 0)
        return -1;
    return signalfd(-1, &set, SFD_CLOEXEC);
}

void am_input_dispose(struct am_input *input)
{
    free(input->buffer);
    input->buffer = NULL;
}

/* Waits until there is something to read; true for input, false for a signal. */
static bool await(struct am_input *input)
{
    struct pollfd wait[2] = {{.fd = input->fd, .events = POLLIN}, {.fd = input->signal_fd, .events = POLLIN}};
    int ready = poll(wait, 2, 0);
    if (ready == 0 && input->before_wait)
        input->before_wait(input->context);
    while (ready == 0 || (ready < 0 && errno == EINTR))
        ready = poll(wait, 2, -1);
    if (!(wait[1].revents & POLLIN))
        return true;
    struct signalfd_siginfo information;
    if (read(input->signal_fd, &information, sizeof information) == (ssize_t)sizeof information)
        input->signal = (int)information.ssi_signo;
    return false;
}

/* Makes room for one more read: moves what is there to the front, grows up to a whole line and a read. */
static bool make_room(struct am_input *input)
{
    if (input->buffer && input->start > 0) {
        memmove(input->buffer, input->buffer + input->start, input->end - input->start);
        input->end -= input->start;
        input->start = 0;
    }
    if (input->buffer && input->capacity - input->end >= READ_BYTES)
        return true;
    size_t wanted = input->capacity ? input->capacity * 2 : 2 * READ_BYTES;
    char *larger = realloc(input->buffer, wanted);
    if (!larger)
        return false;
    input->buffer = larger;
    input->capacity = wanted;
    return true;
}

static enum am_input_result fill(struct am_input *input)
{
    if (!make_room(input)) {
        errno = ENOMEM;
        return AM_INPUT_FAILED;
    }
    for (;;) {
        if (!await(input))
            return AM_INPUT_SIGNAL;
        ssize_t got = read(input->fd, input->buffer + input->end, READ_BYTES);
        if (got < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (got < 0)
            return AM_INPUT_FAILED;
        input->end += (size_t)got;
        input->at_end = got == 0;
        return AM_INPUT_LINE;
    }
}

static bool is_blank(struct amends_view line)
{
    for (size_t i = 0; i < line.len_bytes; i++)
        if (line.bytes[i] != ' ' && line.bytes[i] != '\t' && line.bytes[i] != '\r')
            return false;
    return true;
}

/* Takes one line out of the buffer: up to `len` bytes, then its line end if there is one. */
static struct amends_view take(struct am_input *input, size_t len, bool line_end)
{
    struct amends_view line = {input->buffer + input->start, len};
    input->start += len + (line_end ? 1 : 0);
    input->line++;
    if (line.len_bytes > 0 && line.bytes[line.len_bytes - 1] == '\r')
        line.len_bytes--;
    if (input->line == 1 && line.len_bytes >= 3 && memcmp(line.bytes, "\xef\xbb\xbf", 3) == 0) {
        line.bytes += 3;
        line.len_bytes -= 3;
    }
    return line;
}

enum am_input_result am_input_next(struct am_input *input, struct amends_view *out)
{
    size_t searched = 0;
    if (!input->buffer && !make_room(input)) {
        errno = ENOMEM;
        return AM_INPUT_FAILED;
    }
    for (;;) {
        const size_t held = input->end - input->start;
        const char *from = input->buffer + input->start;
        const char *line_end = held > searched ? memchr(from + searched, '\n', held - searched) : NULL;
        if (!line_end && !input->at_end) {
            /* The limit, a carriage return and a byte order mark: what is longer is no line any more. */
            if (held > AMENDS_LINE_BYTES_MAX + 4) {
                input->skipping = true;
                input->start = input->end;
            }
            searched = input->end - input->start;
            enum am_input_result result = fill(input);
            if (result != AM_INPUT_LINE)
                return result;
            continue;
        }
        if (!line_end && held == 0 && !input->skipping)
            return AM_INPUT_END;
        *out = take(input, line_end ? (size_t)(line_end - from) : held, line_end != NULL);
        searched = 0;
        if (input->skipping || out->len_bytes > AMENDS_LINE_BYTES_MAX) {
            input->skipping = false;
            return AM_INPUT_TOO_LONG;
        }
        if (!is_blank(*out))
            return AM_INPUT_LINE;
    }
}
