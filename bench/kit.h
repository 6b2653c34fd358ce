/*
 * What the benches share: texts from files, clocks, samples, resident memory. Linux only (/proc). Everything
 * is kept until the program ends.
 */
#ifndef BENCH_KIT_H
#define BENCH_KIT_H

#include <stdbool.h>
#include <stddef.h>

#include "amends/engine.h"

enum { TEXTS_MAX = 8192, SAMPLES_MAX = 1 << 20 };

struct texts {
    struct amends_view text[TEXTS_MAX];
    unsigned count;
    double words; /* mean words per text; of Chinese, characters */
};

/* Reads FOLDER/CODE.txt, a sentence a line, and joins lines to texts of about `words` words (Chinese:
 * `han` characters); 0: each line is a text. False where there is no such file. */
bool texts_load(struct texts *texts, const char *folder, const char *name, unsigned words, unsigned han);

/* Nanoseconds on the wall, and of this process on a processor. */
long long wall_ns(void);
long long cpu_ns(void);

/* Durations; `percentile` sorts them. */
struct samples {
    long long *ns;
    size_t count; /* of SAMPLES_MAX; more replace earlier ones */
};
void samples_begin(struct samples *samples);
void samples_add(struct samples *samples, long long ns);
long long samples_percentile(struct samples *samples, unsigned percent);

/* A field of /proc/PID/status in KiB ("VmRSS", "VmHWM"); pid 0: this process. */
long status_kib(int pid, const char *field);

/* An allocator for the library, counting nothing. */
extern const struct amends_allocator kit_allocator;

#endif
