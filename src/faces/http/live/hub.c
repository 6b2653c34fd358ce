/* The hub: its life, its thread. */
#include "faces/http/live/hub.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#include "faces/http/auth/known.h"
#include "faces/http/serving.h"

struct am_live *am_live_new(const struct am_live_settings *settings)
{
    struct am_live *live = calloc(1, sizeof *live);
    pthread_condattr_t monotonic;
    if (!live)
        return NULL;
    if (settings)
        live->settings = *settings;
    struct am_live_settings *own = &live->settings;
    own->per_person = own->per_person ? own->per_person : AM_LIVE_PER_PERSON_MAX;
    own->poll_ms = own->poll_ms ? own->poll_ms : AM_LIVE_POLL_MS;
    own->beat_ms = own->beat_ms ? own->beat_ms : AM_LIVE_BEAT_MS;
    own->check_ms = own->check_ms ? own->check_ms : AM_LIVE_CHECK_MS;
    own->waiting_bytes = own->waiting_bytes ? own->waiting_bytes : AM_LIVE_WAITING_BYTES_MAX;
    live->hung_up = epoll_create1(EPOLL_CLOEXEC);
    if (live->hung_up < 0) {
        free(live);
        return NULL;
    }
    pthread_mutex_init(&live->lock, NULL);
    pthread_mutex_init(&live->bell_lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&live->bell, &monotonic);
    pthread_condattr_destroy(&monotonic);
    return live;
}

void am_live_free(struct am_live *live)
{
    if (!live)
        return;
    while (live->orgs) {
        struct am_live_org *org = live->orgs;
        live->orgs = org->next;
        am_live_org_free(org);
    }
    close(live->hung_up);
    pthread_mutex_destroy(&live->lock);
    pthread_mutex_destroy(&live->bell_lock);
    pthread_cond_destroy(&live->bell);
    free(live);
}

static void ring(struct am_live *live, bool over)
{
    pthread_mutex_lock(&live->bell_lock);
    live->rung = true;
    live->over = live->over || over;
    pthread_cond_signal(&live->bell);
    pthread_mutex_unlock(&live->bell_lock);
}

void am_live_wake(void *context)
{
    struct am_live *live = context;
    if (atomic_load(&live->streams) > 0)
        ring(live, false);
}

/* ---- reading what is new */

struct pull {
    am_id org;
    int64_t last;
    struct am_notice *rows;
    size_t count;
};

struct pulling {
    struct am_arena arena;
    struct pull *pulls;
    size_t count;
};

static enum am_kept pull_job(struct am_tx *tx, void *context)
{
    struct pulling *pulling = context;
    enum am_kept kept = AM_KEPT_OK;
    for (size_t i = 0; i < pulling->count && kept == AM_KEPT_OK; i++) {
        struct pull *pull = &pulling->pulls[i];
        void *rows = NULL;
        const struct am_where newer = {.field = "number", .how = AM_FROM, .number = pull->last + 1};
        const struct am_list list = {
            .where = &newer, .where_count = 1, .by = "number", .most = AM_LIVE_BATCH};
        pull->count = 0;
        kept = am_tx_list(tx, &am_notice_record, pull->org, &list, &pulling->arena, &rows, &pull->count);
        pull->rows = rows;
    }
    return kept;
}

static void drop_unheard(struct am_live *live)
{
    for (struct am_live_org **at = &live->orgs; *at;) {
        struct am_live_org *org = *at;
        if (org->streams) {
            at = &org->next;
            continue;
        }
        *at = org->next;
        am_live_org_free(org);
    }
}

/* Where everybody who is listened to stands. */
static void take_places(struct am_live *live, struct pulling *pulling)
{
    size_t count = 0;
    pthread_mutex_lock(&live->lock);
    drop_unheard(live);
    for (const struct am_live_org *org = live->orgs; org; org = org->next)
        count++;
    pulling->pulls = count > 0 ? am_arena_take(&pulling->arena, count * sizeof *pulling->pulls) : NULL;
    for (const struct am_live_org *org = live->orgs; org && pulling->pulls; org = org->next)
        pulling->pulls[pulling->count++] = (struct pull){.org = org->org, .last = org->last};
    pthread_mutex_unlock(&live->lock);
}

/* True: there was something. */
static bool deliver(struct am_live *live)
{
    struct pulling pulling = {0};
    bool something = false;
    take_places(live, &pulling);
    if (pulling.count > 0 && am_store_read(live->server->settings.store, pull_job, &pulling) == AM_KEPT_OK) {
        pthread_mutex_lock(&live->lock);
        for (size_t i = 0; i < pulling.count; i++) {
            const struct pull *pull = &pulling.pulls[i];
            struct am_live_org *org = live->orgs;
            while (org && org->org != pull->org)
                org = org->next;
            if (org && org->last == pull->last)
                am_live_append(org, pull->rows, pull->count);
            something = something || pull->count > 0;
        }
        pthread_mutex_unlock(&live->lock);
    }
    am_arena_dispose(&pulling.arena);
    return something;
}

/* ---- the thread */

static void beat(struct am_live *live, int64_t clock_ms)
{
    pthread_mutex_lock(&live->lock);
    am_live_reap(live);
    for (struct am_live_org *org = live->orgs; org; org = org->next)
        for (struct am_stream *stream = org->streams; stream; stream = stream->behind)
            if (stream->beat_at_ms <= clock_ms) {
                stream->beat_at_ms = clock_ms + live->settings.beat_ms;
                stream->beat = true;
                am_stream_resume(stream);
            }
    pthread_mutex_unlock(&live->lock);
}

/* Until the bell rings or the time has come. False: it is over. */
static bool wait_for(struct am_live *live, int64_t until_ms)
{
    const struct timespec until = {until_ms / 1000, until_ms % 1000 * 1000000};
    pthread_mutex_lock(&live->bell_lock);
    while (!live->rung && !live->over && am_clock_ms() < until_ms)
        pthread_cond_timedwait(&live->bell, &live->bell_lock, &until);
    live->rung = false;
    const bool on = !live->over;
    pthread_mutex_unlock(&live->bell_lock);
    return on;
}

static void pause_shortly(long ms)
{
    const struct timespec pause = {0, ms * 1000000};
    nanosleep(&pause, NULL);
}

static void *serve(void *context)
{
    struct am_live *live = context;
    const int64_t step_ms = live->settings.poll_ms;
    int64_t tick_ms = am_clock_ms() + step_ms;
    uint64_t state = am_known_state(live->server->known);
    while (wait_for(live, tick_ms)) {
        /* What is committed within a pace is told together, and streams get time to take it. */
        while (deliver(live) && am_clock_ms() < tick_ms)
            pause_shortly(AM_LIVE_PACE_MS);
        const uint64_t now_state = am_known_state(live->server->known);
        if (am_clock_ms() >= tick_ms || now_state != state) {
            state = now_state;
            tick_ms = am_clock_ms() + step_ms;
            beat(live, am_clock_ms());
            while (am_live_check(live, am_clock_ms()))
                deliver(live);
        }
    }
    return NULL;
}

bool am_live_begin(struct am_live *live, struct am_server *server)
{
    live->server = server;
    live->begun = pthread_create(&live->thread, NULL, serve, live) == 0;
    return live->begun;
}

static void end_all(struct am_live *live, bool hard)
{
    pthread_mutex_lock(&live->lock);
    live->ending = true;
    for (struct am_live_org *org = live->orgs; org; org = org->next)
        for (struct am_stream *stream = org->streams; stream; stream = stream->behind)
            am_stream_end(stream, hard);
    pthread_mutex_unlock(&live->lock);
}

static void wait_until_gone(const struct am_live *live, int64_t most_ms)
{
    const int64_t until_ms = am_clock_ms() + most_ms;
    while (atomic_load(&live->streams) > 0 && am_clock_ms() < until_ms) {
        pause_shortly(2);
    }
}

void am_live_end(struct am_live *live)
{
    if (!live || !live->begun)
        return;
    end_all(live, false);
    ring(live, true);
    pthread_join(live->thread, NULL);
    live->begun = false;
    wait_until_gone(live, AM_LIVE_STOP_MS_MAX);
    end_all(live, true);
    wait_until_gone(live, AM_LIVE_STOP_MS_MAX);
}

/* ---- what it says about itself */

void am_live_metrics(struct am_live *live, struct am_writer *out)
{
    char text[640];
    if (!live)
        return;
    snprintf(text, sizeof text,
             "# HELP amends_live_streams Screens that listen to live events.\n"
             "# TYPE amends_live_streams gauge\namends_live_streams %u\n"
             "# HELP amends_live_events_total Events that were told, once for each screen.\n"
             "# TYPE amends_live_events_total counter\namends_live_events_total %llu\n"
             "# HELP amends_live_closed_total Streams that were closed before their screen did.\n"
             "# TYPE amends_live_closed_total counter\namends_live_closed_total{why=\"slow\"} %llu\n"
             "amends_live_closed_total{why=\"session\"} %llu\n",
             atomic_load(&live->streams), (unsigned long long)atomic_load(&live->told),
             (unsigned long long)atomic_load(&live->slow), (unsigned long long)atomic_load(&live->ended));
    am_writer_plain(out, text);
}
