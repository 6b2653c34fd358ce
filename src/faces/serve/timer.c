#include "faces/serve/timer.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct am_timer {
    struct am_timed steps[AM_TIMED_MOST];
    int64_t due_ms[AM_TIMED_MOST]; /* by the clock that only goes forward */
    size_t count;
    int64_t (*now_ms)(void *context);
    void *context;
    pthread_t thread;
    pthread_mutex_t lock; /* of `stopping` */
    pthread_cond_t change;
    bool stopping;
};

static int64_t clock_ms(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

static int64_t system_now_ms(void *context)
{
    (void)context;
    return clock_ms(CLOCK_REALTIME);
}

static size_t earliest(const struct am_timer *timer)
{
    size_t first = 0;
    for (size_t i = 1; i < timer->count; i++)
        if (timer->due_ms[i] < timer->due_ms[first])
            first = i;
    return first;
}

/* Waits until then; false: the timer stops. */
static bool wait_until(struct am_timer *timer, int64_t due_ms)
{
    const struct timespec until = {due_ms / 1000, due_ms % 1000 * 1000000};
    pthread_mutex_lock(&timer->lock);
    while (!timer->stopping && clock_ms(CLOCK_MONOTONIC) < due_ms)
        pthread_cond_timedwait(&timer->change, &timer->lock, &until);
    const bool stopping = timer->stopping;
    pthread_mutex_unlock(&timer->lock);
    return !stopping;
}

static void *work(void *context)
{
    struct am_timer *timer = context;
    for (;;) {
        const size_t i = earliest(timer);
        if (!wait_until(timer, timer->due_ms[i]))
            return NULL;
        timer->steps[i].run(timer->steps[i].context, timer->now_ms(timer->context));
        /* From its end, so that a slow step does not take all the time. */
        timer->due_ms[i] = clock_ms(CLOCK_MONOTONIC) + timer->steps[i].every_ms;
    }
}

struct am_timer *am_timer_start(const struct am_timed *steps, size_t count, int64_t (*now_ms)(void *context),
                                void *context)
{
    if (count == 0 || count > AM_TIMED_MOST)
        return NULL;
    struct am_timer *timer = calloc(1, sizeof *timer);
    if (!timer)
        return NULL;
    memcpy(timer->steps, steps, count * sizeof *steps);
    timer->count = count;
    timer->now_ms = now_ms ? now_ms : system_now_ms;
    timer->context = context;
    for (size_t i = 0; i < count; i++)
        timer->due_ms[i] = clock_ms(CLOCK_MONOTONIC) + steps[i].every_ms;
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&timer->change, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_mutex_init(&timer->lock, NULL);
    if (pthread_create(&timer->thread, NULL, work, timer) == 0)
        return timer;
    pthread_cond_destroy(&timer->change);
    pthread_mutex_destroy(&timer->lock);
    free(timer);
    return NULL;
}

void am_timer_stop(struct am_timer *timer)
{
    if (!timer)
        return;
    pthread_mutex_lock(&timer->lock);
    timer->stopping = true;
    pthread_cond_signal(&timer->change);
    pthread_mutex_unlock(&timer->lock);
    pthread_join(timer->thread, NULL);
    pthread_cond_destroy(&timer->change);
    pthread_mutex_destroy(&timer->lock);
    free(timer);
}

/* HH:MM of the day that holds `instant`, in the machine's time zone. */
static int64_t time_of_day_ms(int64_t instant_ms, int hour, int minute)
{
    const time_t seconds = (time_t)(instant_ms / 1000);
    struct tm parts;
    localtime_r(&seconds, &parts);
    parts.tm_hour = hour;
    parts.tm_min = minute;
    parts.tm_sec = 0;
    parts.tm_isdst = -1;
    return (int64_t)mktime(&parts) * 1000;
}

int am_times_between(const char *times, int64_t after_ms, int64_t until_ms)
{
    enum { DAY_MS = 86400000 };
    for (times += strspn(times, ", \t"); *times; times += strspn(times, ", \t")) {
        const int hour = atoi(times), minute = atoi(times + 3);
        for (int64_t day = until_ms - DAY_MS; day <= until_ms; day += DAY_MS) {
            const int64_t at_ms = time_of_day_ms(day, hour, minute);
            if (at_ms > after_ms && at_ms <= until_ms)
                return 1;
        }
        times += strcspn(times, ", \t");
    }
    return 0;
}
