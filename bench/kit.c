#define _POSIX_C_SOURCE 200809L

#include "kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "amends/malloc.h"

const struct amends_allocator kit_allocator = AMENDS_MALLOC;

static unsigned length_of(const char *line, bool han)
{
    unsigned length = han ? 0 : 1;

    for (; *line != '\0'; line++)
        length += han ? (*line & 0xC0) != 0x80 : *line == ' ';
    return length;
}

static char *copy_of(const char *text)
{
    char *copy = malloc(strlen(text) + 1);

    return copy == NULL ? NULL : strcpy(copy, text);
}

bool texts_load(struct texts *texts, const char *folder, const char *name, unsigned words, unsigned han)
{
    char path[4096], line[2048], joined[8192] = "";
    bool is_han = strncmp(name, "zh", 2) == 0;
    unsigned want = is_han ? han : words, length = 0, total = 0;

    snprintf(path, sizeof path, "%s/%s.txt", folder, name);

    FILE *file = fopen(path, "r");

    *texts = (struct texts){0};
    if (file == NULL)
        return false;
    while (fgets(line, sizeof line, file) != NULL && texts->count < TEXTS_MAX) {
        line[strcspn(line, "\n")] = '\0';

        unsigned more = length_of(line, is_han);

        if (length > 0 && !is_han)
            strcat(joined, " ");
        if (strlen(joined) + strlen(line) + 2 > sizeof joined)
            continue;
        strcat(joined, line);
        length += more;
        /* As near to the wish as the next line, which is about as long as this one, allows. */
        if (length + more / 2 < want)
            continue;

        char *copy = copy_of(joined);

        if (copy == NULL)
            break;
        texts->text[texts->count++] = (struct amends_view){copy, strlen(copy)};
        total += length;
        length = 0;
        joined[0] = '\0';
    }
    fclose(file);
    texts->words = texts->count > 0 ? (double)total / texts->count : 0;
    return texts->count > 0;
}

static long long clock_ns(clockid_t clock)
{
    struct timespec at;

    clock_gettime(clock, &at);
    return at.tv_sec * 1000000000LL + at.tv_nsec;
}

long long wall_ns(void)
{
    return clock_ns(CLOCK_MONOTONIC);
}

long long cpu_ns(void)
{
    return clock_ns(CLOCK_PROCESS_CPUTIME_ID);
}

void samples_begin(struct samples *samples)
{
    if (samples->ns == NULL)
        samples->ns = malloc(SAMPLES_MAX * sizeof *samples->ns);
    samples->count = 0;
    if (samples->ns == NULL)
        exit(1);
}

void samples_add(struct samples *samples, long long ns)
{
    samples->ns[samples->count++ % SAMPLES_MAX] = ns;
}

static int rise(const void *a, const void *b)
{
    long long x = *(const long long *)a, y = *(const long long *)b;

    return (x > y) - (x < y);
}

long long samples_percentile(struct samples *samples, unsigned percent)
{
    size_t count = samples->count < SAMPLES_MAX ? samples->count : SAMPLES_MAX;

    if (count == 0)
        return 0;
    qsort(samples->ns, count, sizeof *samples->ns, rise);
    return samples->ns[(count - 1) * percent / 100];
}

long status_kib(int pid, const char *field)
{
    char path[64], line[256];
    long kib = -1;

    if (pid == 0)
        snprintf(path, sizeof path, "/proc/self/status");
    else
        snprintf(path, sizeof path, "/proc/%d/status", pid);

    FILE *file = fopen(path, "r");

    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, field, strlen(field)) == 0 && line[strlen(field)] == ':')
            kib = strtol(line + strlen(field) + 1, NULL, 10);
    if (file != NULL)
        fclose(file);
    return kib;
}
