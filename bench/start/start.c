/*
 * The built program as another program meets it.
 *   start first PROGRAM           starts `PROGRAM signals` fifty times, gives one line and measures until the
 *                                 answer's line has come; median and largest
 *   start memory PROGRAM DIR      gives `PROGRAM coach` encounters in every language of DIR (<code>.txt, a
 *                                 sentence a line), waits for every answer, and reads the largest resident
 *                                 memory of the process while it still runs
 */
#define _POSIX_C_SOURCE 200809L

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kit.h"

struct child {
    pid_t pid;
    FILE *to, *from;
};

static bool child_start(struct child *child, const char *program, const char *command)
{
    int to[2], from[2];

    if (pipe(to) != 0 || pipe(from) != 0)
        return false;
    child->pid = fork();
    if (child->pid < 0)
        return false;
    if (child->pid == 0) {
        dup2(to[0], STDIN_FILENO);
        dup2(from[1], STDOUT_FILENO);
        close(to[0]);
        close(to[1]);
        close(from[0]);
        close(from[1]);
        execl(program, program, command, (char *)NULL);
        _exit(127);
    }
    close(to[0]);
    close(from[1]);
    child->to = fdopen(to[1], "w");
    child->from = fdopen(from[0], "r");
    return child->to != NULL && child->from != NULL;
}

static bool child_end(struct child *child)
{
    int status = 0;

    fclose(child->to);
    fclose(child->from);
    return waitpid(child->pid, &status, 0) == child->pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Gives a line and waits for its answer, which must not be an error. */
static bool ask(struct child *child, const char *line)
{
    char answer[65536];

    if (fputs(line, child->to) == EOF || fflush(child->to) != 0)
        return false;
    return fgets(answer, sizeof answer, child->from) != NULL && strchr(answer, '\n') != NULL &&
           strstr(answer, "\"error\"") == NULL;
}

static int first_answers(const char *program)
{
    enum { STARTS = 50 };
    struct samples samples = {0};

    samples_begin(&samples);
    for (int i = 0; i < STARTS; i++) {
        struct child child;
        long long begin = wall_ns();

        if (!child_start(&child, program, "signals") ||
            !ask(&child, "{\"id\": \"1\", \"text\": \"This is the third time! I want my money back.\"}\n"))
            return 1;
        samples_add(&samples, wall_ns() - begin);
        if (!child_end(&child))
            return 1;
    }

    long long median = samples_percentile(&samples, 50), most = samples_percentile(&samples, 100);

    printf("Start of the process to the first answer, %d times: median %.2f ms, largest %.2f ms.\n", STARTS,
           (double)median / 1e6, (double)most / 1e6);
    return 0;
}

/* A said event as a line of JSON. */
static void said_line(char *line, const char *code, const char *from, struct amends_view text)
{
    char *at = line + sprintf(line, "{\"encounter\": \"%s\", \"from\": \"%s\", \"text\": \"", code, from);

    for (size_t i = 0; i < text.len_bytes; i++) {
        if (text.bytes[i] == '"' || text.bytes[i] == '\\')
            *at++ = '\\';
        if ((unsigned char)text.bytes[i] >= ' ')
            *at++ = text.bytes[i];
    }
    strcpy(at, "\"}\n");
}

static int memory(const char *program, const char *folder)
{
    static const char *const codes[] = {"en", "zh", "fi", "ru"};
    static struct texts texts;
    struct child child;
    unsigned long answers = 0;

    if (!child_start(&child, program, "coach"))
        return 1;
    for (unsigned i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        char line[32768];

        if (!texts_load(&texts, folder, codes[i], 0, 0))
            return 1;
        sprintf(line, "{\"encounter\": \"%s\", \"start\": {\"lang\": \"%s\"}}\n", codes[i], codes[i]);
        if (!ask(&child, line))
            return 1;
        for (unsigned k = 0; k < texts.count && k < 400; k++) {
            said_line(line, codes[i], k % 2 == 0 ? "customer" : "staff", texts.text[k]);
            if (!ask(&child, line))
                return 1;
            answers++;
        }
    }
    printf(
        "`amends coach` after %lu events in four languages: %ld KiB resident at most (VmHWM), of which %ld "
        "KiB are the program's own file (RssFile now).\n",
        answers, status_kib((int)child.pid, "VmHWM"), status_kib((int)child.pid, "RssFile"));
    return !child_end(&child);
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN);
    if (argc == 3 && strcmp(argv[1], "first") == 0)
        return first_answers(argv[2]);
    if (argc == 4 && strcmp(argv[1], "memory") == 0)
        return memory(argv[2], argv[3]);
    fprintf(stderr, "usage: start first PROGRAM\n       start memory PROGRAM DIR\n");
    return 2;
}
