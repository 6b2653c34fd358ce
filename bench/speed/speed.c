/*
 * How fast the library reads and coaches: texts per second on one core, median and 99th percentile, per
 * language; memory over many steps. usage: speed TEXTS_DIR [coach steps]; TEXTS_DIR/<code>.txt holds one
 * sentence per line, which are joined to texts of about 14 words (24 characters of Chinese).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "amends/coach.h"

enum { TEXTS_MAX = 4096, WORDS = 14, HAN_BYTES = 72, ROUNDS_NS = 2000000000 };

struct texts {
    char *storage;
    struct amends_view text[TEXTS_MAX];
    unsigned count;
    double words;
};

struct bench {
    amends_engine *engine;
    amends_workspace *workspace;
};

static void *allocate(void *context, size_t size)
{
    (void)context;
    return malloc(size);
}

static void release(void *context, void *memory)
{
    (void)context;
    free(memory);
}

static long long now_ns(void)
{
    struct timespec at;

    clock_gettime(CLOCK_MONOTONIC, &at);
    return at.tv_sec * 1000000000LL + at.tv_nsec;
}

static int rise(const void *a, const void *b)
{
    long long x = *(const long long *)a, y = *(const long long *)b;

    return (x > y) - (x < y);
}

static unsigned words_in(const char *line)
{
    unsigned words = 1;

    for (; *line != '\0'; line++)
        words += *line == ' ';
    return words;
}

/* Joins lines until a text is long enough. */
static int load(struct texts *texts, const char *folder, const char *code)
{
    char path[4096], line[4096];
    size_t size = 1 << 22, at = 0;

    snprintf(path, sizeof path, "%s/%s.txt", folder, code);

    FILE *file = fopen(path, "r");

    if (file == NULL)
        return 0;
    texts->storage = malloc(size);
    texts->count = 0;
    texts->words = 0;

    size_t start = 0;
    unsigned words = 0;
    int han = strcmp(code, "zh") == 0;

    while (fgets(line, sizeof line, file) != NULL && texts->count < TEXTS_MAX && at + sizeof line < size) {
        line[strcspn(line, "\n")] = '\0';
        if (at > start && !han)
            texts->storage[at++] = ' ';
        memcpy(texts->storage + at, line, strlen(line));
        at += strlen(line);
        words += words_in(line);
        if (han ? at - start < HAN_BYTES : words < WORDS)
            continue;
        texts->text[texts->count++] = (struct amends_view){texts->storage + start, at - start};
        texts->words += words;
        start = at;
        words = 0;
    }
    fclose(file);
    return texts->count > 0;
}

static void report(const char *what, const char *code, long long *samples, size_t count, long long total_ns)
{
    qsort(samples, count, sizeof *samples, rise);
    printf("| %s | %s | %.0f | %.2f | %.2f |\n", what, code, (double)count * 1e9 / (double)total_ns,
           (double)samples[count / 2] / 1000, (double)samples[count * 99 / 100] / 1000);
}

static int bench_signals(const struct bench *bench, const struct texts *texts, int lang)
{
    size_t capacity = 1 << 20, count = 0;
    long long *samples = malloc(capacity * sizeof *samples), begin = now_ns(), last = begin;
    const struct amends_read_options options = {-1, -1};
    struct amends_reading reading;
    unsigned long signals = 0;

    while (count < capacity && last - begin < ROUNDS_NS) {
        if (amends_read(bench->engine, bench->workspace, texts->text[count % texts->count], &options,
                        &reading) != AMENDS_OK)
            return 0;
        signals += reading.signals != 0;

        long long at = now_ns();

        samples[count++] = at - last;
        last = at;
    }
    report("signals", amends_engine_language_code(bench->engine, lang), samples, count, last - begin);
    free(samples);
    return signals > 0;
}

static int bench_coach(const struct bench *bench, const struct texts *texts, int lang, size_t steps)
{
    size_t capacity = steps < (1 << 20) ? steps : 1 << 20;
    long long *samples = malloc(capacity * sizeof *samples), begin = now_ns(), last = begin;
    amends_encounter *encounter = calloc(1, amends_encounter_size());
    struct amends_event start = {.kind = AMENDS_EVENT_START}, said = {.kind = AMENDS_EVENT_SAID};
    struct amends_card card;

    amends_start_defaults(&start.start);
    start.start.lang = (int8_t)lang;
    for (size_t i = 0; i < steps; i++) {
        if (i % 20 == 0)
            memset(encounter, 0, amends_encounter_size());
        said.role = i % 2 == 0 ? AMENDS_ROLE_CUSTOMER : AMENDS_ROLE_STAFF;
        said.text = texts->text[i % texts->count];
        if (amends_coach_step(bench->engine, bench->workspace, encounter, i % 20 == 0 ? &start : &said,
                              &card) != AMENDS_OK)
            return 0;

        long long at = now_ns();

        samples[i % capacity] = at - last;
        last = at;
    }
    report("coach", amends_engine_language_code(bench->engine, lang), samples, capacity,
           (last - begin) / (long long)(steps / capacity));
    free(samples);
    free(encounter);
    return 1;
}

static long resident_kib(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

int main(int argc, char **argv)
{
    const struct amends_allocator allocator = {allocate, release, NULL};
    struct bench bench;
    size_t steps = argc > 2 ? strtoul(argv[2], NULL, 10) : 200000;

    if (argc < 2 || steps == 0) {
        fprintf(stderr, "usage: speed TEXTS_DIR [coach steps]\n");
        return 2;
    }

    long long begin = now_ns();

    if (amends_engine_new(&allocator, amends_builtin_image(), &bench.engine) != AMENDS_OK ||
        amends_workspace_new(bench.engine, &allocator, 0, &bench.workspace) != AMENDS_OK)
        return 1;
    printf("engine ready after %.2f ms, %zu KiB of playbook, encounter of %zu bytes\n\n",
           (double)(now_ns() - begin) / 1e6, amends_builtin_image().len_bytes / 1024,
           amends_encounter_size());
    printf("| what | language | per second | median µs | 99 %% µs |\n| --- | --- | ---: | ---: | ---: |\n");
    for (unsigned lang = 0; lang < amends_engine_language_count(bench.engine); lang++) {
        static struct texts texts;

        if (!load(&texts, argv[1], amends_engine_language_code(bench.engine, (int)lang)))
            continue;
        if (!bench_signals(&bench, &texts, (int)lang) || !bench_coach(&bench, &texts, (int)lang, steps))
            return 1;
        printf("|  | %u texts of %.1f words | | | |\n", texts.count, texts.words / texts.count);
        free(texts.storage);
    }
    printf("\nlargest resident memory: %.1f MiB after %zu coach steps per language\n",
           (double)resident_kib() / 1024, steps);
    amends_workspace_free(bench.workspace);
    amends_engine_free(bench.engine);
    return 0;
}
