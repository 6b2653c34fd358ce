#include "faces/http/scratch.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "amends/malloc.h"
#include "engine/playbook/playbook.h"

struct am_scratch {
    pthread_mutex_t lock;
    const amends_engine *engine;
    struct am_playbook playbook;
    bool has_playbook;
    struct am_bench *free;
};

struct am_scratch *am_scratch_new(const amends_engine *engine, struct amends_view image)
{
    struct am_scratch *scratch = calloc(1, sizeof *scratch);
    if (!scratch)
        return NULL;
    pthread_mutex_init(&scratch->lock, NULL);
    scratch->engine = engine;
    scratch->has_playbook = engine && am_playbook_open(&scratch->playbook, image) == AMENDS_OK;
    return scratch;
}

static void bench_free(struct am_bench *bench)
{
    amends_workspace_free(bench->workspace);
    am_writer_dispose(&bench->out);
    am_writer_dispose(&bench->plain);
    free(bench->messages);
    free(bench->encounter);
    free(bench);
}

void am_scratch_free(struct am_scratch *scratch)
{
    if (!scratch)
        return;
    for (struct am_bench *next; scratch->free; scratch->free = next) {
        next = scratch->free->next;
        bench_free(scratch->free);
    }
    pthread_mutex_destroy(&scratch->lock);
    free(scratch);
}

struct am_bench *am_scratch_lend(struct am_scratch *scratch)
{
    pthread_mutex_lock(&scratch->lock);
    struct am_bench *bench = scratch->free;
    if (bench)
        scratch->free = bench->next;
    pthread_mutex_unlock(&scratch->lock);
    if (bench || !scratch->engine)
        return bench;
    const struct amends_allocator allocator = AMENDS_MALLOC;
    bench = calloc(1, sizeof *bench);
    if (bench && amends_workspace_new(scratch->engine, &allocator, 0, &bench->workspace) == AMENDS_OK)
        return bench;
    free(bench);
    return NULL;
}

void am_scratch_give(struct am_scratch *scratch, struct am_bench *bench)
{
    if (!bench)
        return;
    pthread_mutex_lock(&scratch->lock);
    bench->next = scratch->free;
    scratch->free = bench;
    pthread_mutex_unlock(&scratch->lock);
}

struct amends_view am_scratch_number_word(const struct am_scratch *scratch, int lang)
{
    static const char path[] = "screen.emergency_number", last[] = "emergency_number";
    struct amends_view word = {NULL, 0};
    if (lang >= 0 && scratch->has_playbook)
        word = am_playbook_word(&scratch->playbook, lang, path);
    return word.len_bytes > 0 ? word : (struct amends_view){last, sizeof last - 1};
}
