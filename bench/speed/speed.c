/*
 * How fast the library reads and coaches on one core, and whether its memory stays flat.
 *   speed signals DIR [SECONDS]   texts of about 14 words (22 characters of Chinese), per language: with the
 *                                 language given, and with the language to be found
 *   speed coach DIR [SECONDS]     steps of encounters of twenty events, customer and staff in turn
 *   speed flat DIR STEPS          coach steps in all languages; resident memory after each tenth of them
 * DIR/<code>.txt holds what customers say, DIR/<code>.staff.txt what staff say, a sentence a line. Rates are
 * per second of processor time, so that other work on the machine disturbs them little; median and 99th
 * percentile are of the wall clock.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "amends/coach.h"
#include "kit.h"

enum { WORDS = 14, HAN = 22, EVENTS = 20 };

struct bench {
    amends_engine *engine;
    amends_workspace *workspace;
    amends_encounter *encounter;
    struct texts customer[AMENDS_LANGUAGES_MAX], staff[AMENDS_LANGUAGES_MAX];
    struct samples samples;
    long long duration_ns;
};

static bool load(struct bench *bench, const char *folder)
{
    unsigned count = amends_engine_language_count(bench->engine);
    bool any = false;

    for (unsigned lang = 0; lang < count; lang++) {
        const char *code = amends_engine_language_code(bench->engine, (int)lang);
        char staff[32];

        snprintf(staff, sizeof staff, "%s.staff", code);
        any = texts_load(&bench->customer[lang], folder, code, WORDS, HAN) || any;
        if (!texts_load(&bench->staff[lang], folder, staff, WORDS, HAN))
            bench->staff[lang] = bench->customer[lang];
    }
    return any;
}

static void report(struct bench *bench, int lang, const char *how, long long cpu)
{
    size_t count = bench->samples.count;

    printf("| %s | %s | %.0f | %.1f | %.1f | %u of %.1f %s |\n",
           amends_engine_language_code(bench->engine, lang), how, (double)count * 1e9 / (double)cpu,
           (double)samples_percentile(&bench->samples, 50) / 1000,
           (double)samples_percentile(&bench->samples, 99) / 1000, bench->customer[lang].count,
           bench->customer[lang].words,
           strcmp(amends_engine_language_code(bench->engine, lang), "zh") == 0 ? "characters" : "words");
}

static bool bench_signals(struct bench *bench, int lang, bool given)
{
    const struct texts *texts = &bench->customer[lang];
    const struct amends_read_options options = {.lang = given ? lang : -1, .channel = -1};
    struct amends_reading reading;
    long long begin = wall_ns(), last = begin, cpu = cpu_ns();
    unsigned long found = 0;

    samples_begin(&bench->samples);
    for (size_t i = 0; last - begin < bench->duration_ns; i++) {
        if (amends_read(bench->engine, bench->workspace, texts->text[i % texts->count], &options, &reading) !=
            AMENDS_OK)
            return false;
        found += reading.signals != 0;

        long long at = wall_ns();

        samples_add(&bench->samples, at - last);
        last = at;
    }
    report(bench, lang, given ? "given" : "found", cpu_ns() - cpu);
    return found > 0;
}

/* The event number `i` of an endless row of encounters. */
static bool step(struct bench *bench, int lang, size_t i)
{
    static const struct amends_event none;
    struct amends_event event = none;
    struct amends_card card;
    bool customer = i % EVENTS % 2 == 1;
    const struct texts *texts = customer ? &bench->customer[lang] : &bench->staff[lang];

    if (i % EVENTS == 0) {
        memset(bench->encounter, 0, amends_encounter_size());
        event.kind = AMENDS_EVENT_START;
        amends_start_defaults(&event.start);
        event.start.lang = (int8_t)lang;
    } else {
        event.kind = AMENDS_EVENT_SAID;
        event.role = customer ? AMENDS_ROLE_CUSTOMER : AMENDS_ROLE_STAFF;
        event.text = texts->text[i % texts->count];
    }
    return amends_coach_step(bench->engine, bench->workspace, bench->encounter, &event, &card) == AMENDS_OK;
}

static bool bench_coach(struct bench *bench, int lang)
{
    long long begin = wall_ns(), last = begin, cpu = cpu_ns();

    samples_begin(&bench->samples);
    for (size_t i = 0; last - begin < bench->duration_ns; i++) {
        if (!step(bench, lang, i))
            return false;

        long long at = wall_ns();

        samples_add(&bench->samples, at - last);
        last = at;
    }
    report(bench, lang, "given", cpu_ns() - cpu);
    return true;
}

static bool bench_flat(struct bench *bench, size_t steps)
{
    unsigned count = amends_engine_language_count(bench->engine);
    size_t done = 0;
    long long begin = cpu_ns();

    printf("| steps | resident KiB | largest so far, KiB | steps/s |\n| ---: | ---: | ---: | ---: |\n");
    for (unsigned tenth = 1; tenth <= 10; tenth++) {
        /* A whole encounter of one language, then one of the next. */
        for (; done < steps / 10 * tenth; done++) {
            unsigned lang = (unsigned)(done / EVENTS % count);

            if (bench->customer[lang].count > 0 && !step(bench, (int)lang, done))
                return false;
        }
        printf("| %zu | %ld | %ld | %.0f |\n", done, status_kib(0, "VmRSS"), status_kib(0, "VmHWM"),
               (double)done * 1e9 / (double)(cpu_ns() - begin));
        fflush(stdout);
    }
    return true;
}

static bool run(struct bench *bench, const char *what)
{
    bool signals = strcmp(what, "signals") == 0, good = true;

    printf("| language | language is | %s/s | median µs | 99 %% µs | texts |\n", signals ? "texts" : "steps");
    printf("| --- | --- | ---: | ---: | ---: | --- |\n");
    for (unsigned lang = 0; lang < amends_engine_language_count(bench->engine) && good; lang++) {
        if (bench->customer[lang].count == 0)
            continue;
        good = signals ? bench_signals(bench, (int)lang, true) && bench_signals(bench, (int)lang, false)
                       : bench_coach(bench, (int)lang);
        fflush(stdout);
    }
    printf("\nLibrary and texts: %ld KiB resident at most.\n", status_kib(0, "VmHWM"));
    return good;
}

int main(int argc, char **argv)
{
    static struct bench bench;
    bool flat = argc == 4 && strcmp(argv[1], "flat") == 0;

    if (argc < 3 || (!flat && strcmp(argv[1], "signals") != 0 && strcmp(argv[1], "coach") != 0)) {
        fprintf(stderr, "usage: speed signals|coach DIR [SECONDS]\n       speed flat DIR STEPS\n");
        return 2;
    }
    bench.duration_ns = (long long)((argc > 3 ? strtod(argv[3], NULL) : 2) * 1e9);
    bench.encounter = calloc(1, amends_encounter_size());
    if (bench.encounter == NULL ||
        amends_engine_new(&kit_allocator, amends_builtin_image(), &bench.engine) != AMENDS_OK ||
        amends_workspace_new(bench.engine, &kit_allocator, 0, &bench.workspace) != AMENDS_OK)
        return 1;
    if (!load(&bench, argv[2])) {
        fprintf(stderr, "speed: no texts in %s\n", argv[2]);
        return 1;
    }
    return flat ? !bench_flat(&bench, strtoul(argv[3], NULL, 10)) : !run(&bench, argv[1]);
}
