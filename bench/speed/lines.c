/*
 * How fast the program answers JSON Lines: `PROGRAM signals` reads the corpus' customers' texts from a file
 * and writes to /dev/null, with everything that it tells (evidence, scores), on its one thread. lines PROGRAM
 * CORPUS [ROUNDS] CORPUS/<code>/customers.jsonl is written out several times over, as one file. The rate is
 * per second of processor time, without that of starting; of the rounds the fastest, since other work on the
 * machine only slows it down.
 */
#define _DEFAULT_SOURCE

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PASSES = 10, ROUNDS = 7 };

static const char *const codes[] = {"en", "fi", "ru", "zh"};

/* The corpus' file PASSES times, at its beginning; `lines` gets the number of its lines. NULL on failure. */
static FILE *lines_open(const char *corpus, const char *code, size_t *lines)
{
    char path[4096], buffer[65536];
    FILE *out = tmpfile();
    size_t got;

    *lines = 0;
    snprintf(path, sizeof path, "%s/%s/customers.jsonl", corpus, code);
    for (unsigned pass = 0; out != NULL && pass < PASSES; pass++) {
        FILE *in = fopen(path, "r");

        if (in == NULL) {
            fclose(out);
            return NULL;
        }
        while ((got = fread(buffer, 1, sizeof buffer, in)) > 0) {
            for (size_t i = 0; i < got; i++)
                *lines += buffer[i] == '\n';
            fwrite(buffer, 1, got, out);
        }
        fclose(in);
    }
    if (out != NULL)
        fflush(out);
    return out;
}

static double seconds(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

/* Seconds on the processor of one run over `input`; negative on failure. */
static double run(const char *program, int input)
{
    struct rusage usage;
    int status = 0;
    pid_t pid = fork();

    if (pid == 0) {
        int null = open("/dev/null", O_WRONLY);

        lseek(input, 0, SEEK_SET);
        dup2(input, STDIN_FILENO);
        dup2(null, STDOUT_FILENO);
        execl(program, program, "signals", (char *)NULL);
        _exit(127);
    }
    if (pid < 0 || wait4(pid, &status, 0, &usage) != pid || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return -1;
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

static double fastest(const char *program, int input, unsigned rounds)
{
    double least = -1;

    for (unsigned i = 0; i < rounds; i++) {
        double took = run(program, input);

        if (took < 0)
            return -1;
        if (least < 0 || took < least)
            least = took;
    }
    return least;
}

int main(int argc, char **argv)
{
    unsigned rounds = argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : ROUNDS;
    int nothing = open("/dev/null", O_RDONLY);

    if (argc < 3 || rounds == 0 || nothing < 0) {
        fprintf(stderr, "usage: lines PROGRAM CORPUS [ROUNDS]\n");
        return 2;
    }

    double start = fastest(argv[1], nothing, rounds);

    printf("| language | texts/s | µs a text | texts |\n| --- | ---: | ---: | ---: |\n");
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        size_t lines;
        FILE *file = lines_open(argv[2], codes[i], &lines);
        double took = file != NULL ? fastest(argv[1], fileno(file), rounds) : -1;

        if (took < 0 || start < 0) {
            fprintf(stderr, "lines: %s cannot be measured\n", codes[i]);
            return 1;
        }
        printf("| %s | %.0f | %.1f | %zu |\n", codes[i], (double)lines / (took - start),
               (took - start) * 1e6 / (double)lines, lines / PASSES);
        fflush(stdout);
        fclose(file);
    }
    printf("\nStarting, which is not counted: %.1f ms of the processor.\n", start * 1000);
    return 0;
}
