#include "faces/http/workers.h"

#include <pthread.h>
#include <stdlib.h>

struct job {
    void (*work)(void *context);
    void *context;
};

struct am_workers {
    pthread_mutex_t lock;
    pthread_cond_t more;
    struct job *jobs; /* a ring */
    size_t room, first, waiting;
    unsigned thread_count;
    bool ending;
    pthread_t threads[];
};

static void *work(void *context)
{
    struct am_workers *workers = context;
    pthread_mutex_lock(&workers->lock);
    for (;;) {
        while (workers->waiting == 0 && !workers->ending)
            pthread_cond_wait(&workers->more, &workers->lock);
        if (workers->waiting == 0)
            break;
        const struct job job = workers->jobs[workers->first];
        workers->first = (workers->first + 1) % workers->room;
        workers->waiting--;
        pthread_mutex_unlock(&workers->lock);
        job.work(job.context);
        pthread_mutex_lock(&workers->lock);
    }
    pthread_mutex_unlock(&workers->lock);
    return NULL;
}

struct am_workers *am_workers_new(unsigned count, size_t waiting_max)
{
    struct am_workers *workers = calloc(1, sizeof *workers + count * sizeof *workers->threads);
    if (!workers)
        return NULL;
    workers->jobs = calloc(waiting_max, sizeof *workers->jobs);
    workers->room = waiting_max;
    pthread_mutex_init(&workers->lock, NULL);
    pthread_cond_init(&workers->more, NULL);
    while (workers->jobs && workers->thread_count < count &&
           pthread_create(&workers->threads[workers->thread_count], NULL, work, workers) == 0)
        workers->thread_count++;
    if (workers->thread_count == count)
        return workers;
    am_workers_free(workers);
    return NULL;
}

bool am_workers_give(struct am_workers *workers, void (*job)(void *context), void *context)
{
    pthread_mutex_lock(&workers->lock);
    const bool taken = workers->waiting < workers->room && !workers->ending;
    if (taken) {
        workers->jobs[(workers->first + workers->waiting) % workers->room] = (struct job){job, context};
        workers->waiting++;
        pthread_cond_signal(&workers->more);
    }
    pthread_mutex_unlock(&workers->lock);
    return taken;
}

void am_workers_free(struct am_workers *workers)
{
    if (!workers)
        return;
    pthread_mutex_lock(&workers->lock);
    workers->ending = true;
    pthread_cond_broadcast(&workers->more);
    pthread_mutex_unlock(&workers->lock);
    for (unsigned i = 0; i < workers->thread_count; i++)
        pthread_join(workers->threads[i], NULL);
    pthread_mutex_destroy(&workers->lock);
    pthread_cond_destroy(&workers->more);
    free(workers->jobs);
    free(workers);
}
