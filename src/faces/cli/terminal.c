#include "faces/cli/terminal.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "faces/json/utf8.h"

enum { ESCAPE_WAIT_MS = 40 };

static void measure(struct am_terminal *terminal)
{
    struct winsize size;
    terminal->columns = 80;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20)
        terminal->columns = size.ws_col;
}

/* Terminals that know bracketed paste mark what is pasted, so that its line ends send nothing; others ignore
 * this. */
static void mark_pastes(bool on)
{
    const ssize_t put = write(STDOUT_FILENO, on ? "\033[?2004h" : "\033[?2004l", 8);
    (void)put; /* a terminal that is gone is noticed at the next key */
}

static bool set_raw(struct am_terminal *terminal)
{
    struct termios raw = terminal->saved;
    raw.c_iflag &= ~(tcflag_t)(BRKINT | ICRNL | INPCK | ISTRIP | IXON);
    raw.c_lflag &= ~(tcflag_t)(ECHO | ICANON | IEXTEN | ISIG);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    terminal->raw = tcsetattr(terminal->fd, TCSADRAIN, &raw) == 0;
    if (terminal->raw)
        mark_pastes(true);
    return terminal->raw;
}

bool am_terminal_open(struct am_terminal *terminal)
{
    *terminal = (struct am_terminal){.fd = STDIN_FILENO, .signal_fd = -1};
    if (tcgetattr(terminal->fd, &terminal->saved) != 0)
        return false;
    sigset_t set;
    sigemptyset(&set);
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGWINCH};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        sigaddset(&set, signals[i]);
    if (sigprocmask(SIG_BLOCK, &set, NULL) != 0)
        return false;
    terminal->signal_fd = signalfd(-1, &set, SFD_CLOEXEC);
    measure(terminal);
    return terminal->signal_fd >= 0 && set_raw(terminal);
}

void am_terminal_close(struct am_terminal *terminal)
{
    if (terminal->raw) {
        mark_pastes(false);
        tcsetattr(terminal->fd, TCSADRAIN, &terminal->saved);
    }
    terminal->raw = false;
    if (terminal->signal_fd >= 0)
        close(terminal->signal_fd);
    terminal->signal_fd = -1;
}

/* Stops as the shell expects it, with the terminal as it was, and takes it again afterwards. */
static void suspend(struct am_terminal *terminal)
{
    mark_pastes(false);
    tcsetattr(terminal->fd, TCSADRAIN, &terminal->saved);
    raise(SIGSTOP);
    set_raw(terminal);
}

static struct am_key take_signal(struct am_terminal *terminal)
{
    struct signalfd_siginfo information;
    if (read(terminal->signal_fd, &information, sizeof information) != (ssize_t)sizeof information)
        return (struct am_key){AM_KEY_OTHER, 0};
    if (information.ssi_signo == SIGTSTP)
        suspend(terminal);
    if (information.ssi_signo == SIGTSTP || information.ssi_signo == SIGWINCH) {
        measure(terminal);
        return (struct am_key){AM_KEY_RESIZED, 0};
    }
    return (struct am_key){AM_KEY_SIGNAL, information.ssi_signo};
}

/* Reads what is there into `held`, waiting up to `wait_ms` (-1: as long as it takes; only then are signals
 * looked at, so that none is lost inside a key's sequence). True when something came; otherwise *key tells
 * what happened. */
static bool receive(struct am_terminal *terminal, int wait_ms, struct am_key *key)
{
    struct pollfd wait[2] = {{.fd = terminal->fd, .events = POLLIN},
                             {.fd = terminal->signal_fd, .events = POLLIN}};
    int ready = poll(wait, wait_ms < 0 ? 2 : 1, wait_ms);
    *key = (struct am_key){AM_KEY_OTHER, 0};
    if (ready <= 0)
        return false;
    if (wait[1].revents & POLLIN) {
        *key = take_signal(terminal);
        return false;
    }
    ssize_t got =
        read(terminal->fd, terminal->held + terminal->held_len, sizeof terminal->held - terminal->held_len);
    if (got <= 0) {
        if (got == 0 || errno != EINTR)
            key->kind = AM_KEY_CLOSED;
        return false;
    }
    terminal->held_len += (unsigned)got;
    return true;
}

static void drop(struct am_terminal *terminal, unsigned count)
{
    memmove(terminal->held, terminal->held + count, terminal->held_len - count);
    terminal->held_len -= count;
}

/* "ESC [ numbers letter" and "ESC O letter", as terminals send them. */
static struct am_key sequence_key(unsigned number, unsigned char last)
{
    static const struct {
        unsigned char last;
        unsigned char kind;
        unsigned char code;
    } keys[] = {{'D', AM_KEY_LEFT, 0},     {'C', AM_KEY_RIGHT, 0},    {'H', AM_KEY_HOME, 0},
                {'F', AM_KEY_END, 0},      {'P', AM_KEY_FUNCTION, 1}, {'Q', AM_KEY_FUNCTION, 2},
                {'R', AM_KEY_FUNCTION, 3}, {'S', AM_KEY_FUNCTION, 4}};
    if (last == '~') {
        static const unsigned char functions[] = {1, 2, 3, 4, 5, 0, 6, 7, 8, 9, 10, 0, 11, 12};
        if (number == 1 || number == 7)
            return (struct am_key){AM_KEY_HOME, 0};
        if (number == 4 || number == 8)
            return (struct am_key){AM_KEY_END, 0};
        if (number == 3)
            return (struct am_key){AM_KEY_DELETE, 0};
        if (number == 200 || number == 201)
            return (struct am_key){number == 200 ? AM_KEY_PASTE_BEGIN : AM_KEY_PASTE_END, 0};
        if (number >= 11 && number <= 24 && functions[number - 11] > 0)
            return (struct am_key){AM_KEY_FUNCTION, functions[number - 11]};
    }
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].last == last)
            return (struct am_key){(enum am_key_kind)keys[i].kind, keys[i].code};
    return (struct am_key){AM_KEY_OTHER, 0};
}

static struct am_key escape_key(struct am_terminal *terminal)
{
    struct am_key key;
    while (terminal->held_len < 3 && receive(terminal, ESCAPE_WAIT_MS, &key))
        ;
    if (terminal->held_len < 2 || (terminal->held[1] != '[' && terminal->held[1] != 'O')) {
        drop(terminal, 1);
        return (struct am_key){AM_KEY_ESCAPE, 0};
    }
    unsigned at = 2, number = 0;
    if (at < terminal->held_len && terminal->held[1] == '[' && terminal->held[2] == '[')
        at++; /* the Linux console: ESC [ [ A is F1 */
    const bool console = at == 3;
    for (;;) {
        if (at == terminal->held_len &&
            (at == sizeof terminal->held || !receive(terminal, ESCAPE_WAIT_MS, &key)))
            break;
        unsigned char byte = terminal->held[at++];
        if (byte >= '0' && byte <= '9' && number < 1000)
            number = number * 10 + (unsigned)(byte - '0');
        if (byte < 0x40)
            continue;
        drop(terminal, at);
        if (console && byte >= 'A' && byte <= 'E')
            return (struct am_key){AM_KEY_FUNCTION, (uint32_t)(byte - 'A') + 1};
        return sequence_key(number, byte);
    }
    drop(terminal, terminal->held_len);
    return (struct am_key){AM_KEY_OTHER, 0};
}

static struct am_key code_key(struct am_terminal *terminal)
{
    unsigned char first = terminal->held[0];
    unsigned wanted = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1;
    struct am_key key;
    while (terminal->held_len < wanted && receive(terminal, ESCAPE_WAIT_MS, &key))
        ;
    unsigned len;
    uint32_t code =
        am_utf8_at((struct amends_view){(const char *)terminal->held, terminal->held_len}, 0, &len);
    drop(terminal, len);
    if (code == 0xfffd)
        return (struct am_key){AM_KEY_OTHER, 0};
    return (struct am_key){AM_KEY_CODE, code};
}

struct am_key am_terminal_key(struct am_terminal *terminal)
{
    struct am_key key;
    while (terminal->held_len == 0)
        if (!receive(terminal, -1, &key) && (key.kind != AM_KEY_OTHER))
            return key;
    unsigned char first = terminal->held[0];
    if (first == 0x1b)
        return escape_key(terminal);
    if (first >= 0x20 && first != 0x7f)
        return code_key(terminal);
    drop(terminal, 1);
    if (first == '\r' || first == '\n')
        return (struct am_key){AM_KEY_ENTER, 0};
    if (first == '\t')
        return (struct am_key){AM_KEY_TAB, 0};
    if (first == 0x7f || first == 8)
        return (struct am_key){AM_KEY_BACKSPACE, 0};
    if (first >= 1 && first <= 26)
        return (struct am_key){AM_KEY_CONTROL, (uint32_t)('a' + first - 1)};
    return (struct am_key){AM_KEY_OTHER, 0};
}

bool am_terminal_waiting(const struct am_terminal *terminal)
{
    return terminal->held_len > 0;
}
