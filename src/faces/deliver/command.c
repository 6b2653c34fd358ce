/* A command of the server's: an SMS gateway, a relay on a bell. No shell, nothing inherited, killed as a
 * group. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "faces/deliver/sending.h"

enum { LOOK_NS = 10000000, FACTS = 11 };

/* ---- what it is told */

static const char *fact(const struct am_letter *letter, const char *name)
{
    const char *text = json_string_value(json_object_get(letter->data, name));
    return text ? text : "";
}

static char *variable(struct am_arena *arena, const char *name, const char *value)
{
    const size_t size = strlen(name) + strlen(value) + 2;
    char *text = am_arena_take(arena, size);
    if (text)
        snprintf(text, size, "%s=%s", name, value);
    return text;
}

static bool environment_of(const struct am_letter *letter, struct am_arena *arena, char *out[FACTS + 1])
{
    static const struct {
        const char *variable, *fact;
    } facts[] = {{"AMENDS_CALL", "call"},   {"AMENDS_WHOM", "whom"}, {"AMENDS_SITE", "site"},
                 {"AMENDS_WHERE", "where"}, {"AMENDS_BY", "by"},     {"AMENDS_LINK", "link"},
                 {"AMENDS_LANG", "lang"},   {"AMENDS_TO", "to"}};
    size_t count = 0;
    out[count++] = variable(arena, "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    out[count++] = variable(arena, "LANG", "C.UTF-8");
    out[count++] = variable(arena, "AMENDS_TEXT", letter->text);
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        out[count++] = variable(arena, facts[i].variable, fact(letter, facts[i].fact));
    out[count] = NULL;
    return !arena->failed;
}

/* Fills in the facts. False: one would be read as an option. */
static bool words_of(const struct am_letter *letter, const struct am_command_line *line,
                     char *out[AM_COMMAND_WORDS_MOST + 1])
{
    size_t i = 0;
    for (; line->words[i]; i++) {
        const char *word = line->words[i];
        if (strcmp(word, "{call}") == 0)
            word = fact(letter, "call");
        else if (strcmp(word, "{whom}") == 0)
            word = fact(letter, "whom");
        else if (strcmp(word, "{to}") == 0 && (word = fact(letter, "to"))[0] == '-')
            return false;
        out[i] = (char *)(uintptr_t)word;
    }
    out[i] = NULL;
    return i > 0;
}

/* A file that nobody else sees, with the JSON in it: whoever does not read it holds nobody up. -1: none. */
static int input_of(const struct am_letter *letter)
{
    const size_t len = strlen(letter->json);
    const int fd = memfd_create("amends-call", MFD_CLOEXEC);
    if (fd < 0)
        return -1;
    if (write(fd, letter->json, len) == (ssize_t)len && lseek(fd, 0, SEEK_SET) == 0)
        return fd;
    close(fd);
    return -1;
}

/* ---- running it */

/* A group of its own, signals as usual, nothing open but its three. */
static int spawn(char *const words[], char *const environment[], int input, pid_t *child)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t how;
    sigset_t none, usual;
    if (posix_spawn_file_actions_init(&files) != 0)
        return ENOMEM;
    if (posix_spawnattr_init(&how) != 0) {
        posix_spawn_file_actions_destroy(&files);
        return ENOMEM;
    }
    sigemptyset(&none);
    sigfillset(&usual);
    posix_spawnattr_setflags(&how, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setpgroup(&how, 0);
    posix_spawnattr_setsigmask(&how, &none);
    posix_spawnattr_setsigdefault(&how, &usual);
    int wrong = posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    if (wrong == 0)
        wrong = posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    if (wrong == 0)
        wrong = posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO);
    if (wrong == 0)
        wrong = posix_spawn_file_actions_addclosefrom_np(&files, 3);
    if (wrong == 0)
        wrong = posix_spawn_file_actions_addchdir_np(&files, "/");
    if (wrong == 0 && words[0])
        wrong = posix_spawn(child, words[0], &files, &how, words, environment);
    posix_spawnattr_destroy(&how);
    posix_spawn_file_actions_destroy(&files);
    return wrong;
}

static int64_t clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

/* Waits for its end; false: it did not end in time, and was killed with all that it started. */
static bool wait_for(pid_t child, const struct am_letter *letter, int *status)
{
    const int64_t until_ms = clock_ms() + letter->limit_ms;
    for (;;) {
        const pid_t ended = waitpid(child, status, WNOHANG);
        if (ended == child || (ended < 0 && errno != EINTR))
            return ended == child;
        if (clock_ms() >= until_ms || (letter->stopping && atomic_load(letter->stopping)))
            break;
        nanosleep(&(struct timespec){0, LOOK_NS}, NULL);
    }
    kill(-child, SIGKILL);
    while (waitpid(child, status, 0) < 0 && errno == EINTR)
        continue;
    return false;
}

static void run(const struct am_letter *letter, const struct am_command_line *line, struct am_arena *arena,
                struct am_sent *sent)
{
    char *words[AM_COMMAND_WORDS_MOST + 1], *environment[FACTS + 1];
    pid_t child = -1;
    int status = 0;
    if (!words_of(letter, line, words)) {
        am_sent_wrong(sent, true, "whom to reach begins with \"-\"");
        return;
    }
    const int input = environment_of(letter, arena, environment) ? input_of(letter) : -1;
    if (input < 0) {
        am_sent_wrong(sent, false, "no memory");
        return;
    }
    const int wrong = spawn(words, environment, input, &child);
    close(input);
    if (wrong != 0)
        am_sent_wrong(sent, wrong != EAGAIN && wrong != ENOMEM, "it cannot be started: %s", strerror(wrong));
    else if (!wait_for(child, letter, &status))
        am_sent_wrong(sent, false, "it did not end in time and was killed");
    else if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        sent->done = true;
    else if (WIFEXITED(status))
        am_sent_wrong(sent, false, "it ended with %d", WEXITSTATUS(status));
    else
        am_sent_wrong(sent, false, "it was ended by signal %d", WTERMSIG(status));
}

void am_send_command(const struct am_letter *letter, const struct am_command_list *commands,
                     struct am_sent *sent)
{
    struct am_arena arena = {0};
    for (size_t i = 0; i < commands->count; i++) {
        const struct amends_view *name = &commands->names[i];
        if (strlen(letter->address) == name->len_bytes &&
            memcmp(letter->address, name->bytes, name->len_bytes) == 0) {
            run(letter, &commands->lines[i], &arena, sent);
            am_arena_dispose(&arena);
            return;
        }
    }
    am_sent_wrong(sent, true, "this server has no such command");
}
