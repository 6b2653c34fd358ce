#include "faces/deliver/deliver.h"

#include <curl/curl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "domain/rules/ways.h"
#include "faces/deliver/inside.h"
#include "faces/http/live/live.h"

int64_t am_deliver_now_ms(const struct am_deliver *deliver)
{
    struct timespec now;
    if (deliver->settings.now_ms)
        return deliver->settings.now_ms(deliver->settings.now_context);
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

int64_t am_deliver_attempt_ms(const struct am_deliver *deliver)
{
    enum { LEAST_MS = 1000 };
    const int64_t third_ms = deliver->settings.unseen_ms / 3;
    if (deliver->settings.unseen_ms == 0 || third_ms > AM_DELIVER_ATTEMPT_MS)
        return AM_DELIVER_ATTEMPT_MS;
    return third_ms > LEAST_MS ? third_ms : LEAST_MS;
}

int64_t am_deliver_lease_ms(const struct am_deliver *deliver)
{
    return am_deliver_attempt_ms(deliver) * 3 / 2 + 500;
}

/* ---- making it */

static bool has(const char *text)
{
    return text && text[0];
}

static bool read_settings(struct am_deliver *deliver, char *trouble, size_t size)
{
    const struct am_deliver_settings *settings = &deliver->settings;
    char expected[AM_TROUBLE_LEN];
    if (!am_proxies_read(settings->networks, &deliver->networks)) {
        snprintf(trouble, size, "addresses or networks were expected, not \"%.80s\"", settings->networks);
        return false;
    }
    if (!am_commands_read(settings->commands, &deliver->arena, &deliver->commands, expected)) {
        snprintf(trouble, size, "commands: %s was expected", expected);
        return false;
    }
    if (!has(settings->smtp_url))
        return true;
    if (!has(settings->smtp_from) ||
        !am_mailbox_sound((struct amends_view){settings->smtp_from, strlen(settings->smtp_from)})) {
        snprintf(trouble, size, "smtp-from: the mailbox that messages come from was expected with smtp-url");
        return false;
    }
    deliver->mail.way = AM_WAY_EMAIL;
    return true;
}

struct am_deliver *am_deliver_new(const struct am_deliver_settings *settings, char *trouble, size_t size)
{
    pthread_condattr_t attributes;
    struct am_deliver *deliver = calloc(1, sizeof *deliver);
    if (!deliver || sodium_init() < 0 || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        snprintf(trouble, size, "no memory");
        free(deliver);
        return NULL;
    }
    deliver->settings = *settings;
    pthread_mutex_init(&deliver->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&deliver->bell, &attributes);
    pthread_condattr_destroy(&attributes);
    if (read_settings(deliver, trouble, size))
        return deliver;
    am_deliver_free(deliver);
    return NULL;
}

void am_deliver_free(struct am_deliver *deliver)
{
    if (!deliver)
        return;
    pthread_cond_destroy(&deliver->bell);
    pthread_mutex_destroy(&deliver->lock);
    am_arena_dispose(&deliver->arena);
    free(deliver);
    curl_global_cleanup();
}

/* ---- attempts: of the first thread alone, but for their own threads' */

static size_t count_attempts(const struct am_deliver *deliver)
{
    size_t count = 0;
    for (const struct am_attempt *at = deliver->attempts; at; at = at->next)
        count++;
    return count;
}

static void start(struct am_deliver *deliver, struct am_attempt *attempt)
{
    attempt->started = pthread_create(&attempt->thread, NULL, am_attempt_run, attempt) == 0;
    if (attempt->started) {
        attempt->next = deliver->attempts;
        deliver->attempts = attempt;
        atomic_fetch_add(&deliver->under_way, 1);
        return;
    }
    am_deliver_give_back(deliver, attempt);
    am_attempt_free(attempt);
}

static void take_more(struct am_deliver *deliver)
{
    const size_t under_way = count_attempts(deliver);
    struct am_attempt *taken = NULL;
    if (under_way >= AM_DELIVER_AT_ONCE)
        return;
    am_deliver_take(deliver, AM_DELIVER_AT_ONCE - under_way, &taken);
    while (taken) {
        struct am_attempt *attempt = taken;
        taken = attempt->next;
        start(deliver, attempt);
    }
}

/* Those that have ended, written and given back; one that cannot be written now is tried again. */
static void settle(struct am_deliver *deliver)
{
    struct am_attempt **link = &deliver->attempts;
    while (*link) {
        struct am_attempt *attempt = *link;
        if (!atomic_load(&attempt->ended) || !am_deliver_settle(deliver, attempt)) {
            link = &attempt->next;
            continue;
        }
        *link = attempt->next;
        pthread_join(attempt->thread, NULL);
        atomic_fetch_sub(&deliver->under_way, 1);
        am_attempt_free(attempt);
    }
}

/* ---- its thread */

static bool wait_for_bell(struct am_deliver *deliver, int64_t ms)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += ms % 1000 * 1000000;
    until.tv_sec += ms / 1000 + until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&deliver->lock);
    int wrong = 0;
    while (!deliver->woken && !deliver->ending && wrong == 0)
        wrong = pthread_cond_timedwait(&deliver->bell, &deliver->lock, &until);
    deliver->woken = false;
    const bool ending = deliver->ending;
    pthread_mutex_unlock(&deliver->lock);
    return !ending;
}

static void pause_ms(int64_t ms)
{
    nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL);
}

/* What is under way ends by itself; what does not is cut off. */
static void finish(struct am_deliver *deliver)
{
    enum { LOOK_MS = 20 };
    for (int64_t waited = 0; deliver->attempts && waited < 2 * AM_DELIVER_ATTEMPT_MS; waited += LOOK_MS) {
        if (waited >= AM_DELIVER_ATTEMPT_MS)
            atomic_store(&deliver->stopping, true);
        settle(deliver);
        if (deliver->attempts)
            pause_ms(LOOK_MS);
    }
    atomic_store(&deliver->stopping, true);
    while (deliver->attempts) { /* what cannot be written is left to its lease */
        struct am_attempt *attempt = deliver->attempts;
        deliver->attempts = attempt->next;
        pthread_join(attempt->thread, NULL);
        am_attempt_free(attempt);
    }
}

static void *work(void *context)
{
    struct am_deliver *deliver = context;
    do {
        settle(deliver);
        take_more(deliver);
    } while (wait_for_bell(deliver, AM_DELIVER_POLL_MS));
    finish(deliver);
    return NULL;
}

bool am_deliver_begin(struct am_deliver *deliver)
{
    deliver->begun = pthread_create(&deliver->thread, NULL, work, deliver) == 0;
    return deliver->begun;
}

static void ring(struct am_deliver *deliver, bool ending)
{
    pthread_mutex_lock(&deliver->lock);
    deliver->woken = true;
    deliver->ending = deliver->ending || ending;
    pthread_cond_signal(&deliver->bell);
    pthread_mutex_unlock(&deliver->lock);
}

void am_deliver_end(struct am_deliver *deliver)
{
    if (!deliver || !deliver->begun)
        return;
    ring(deliver, true);
    pthread_join(deliver->thread, NULL);
    deliver->begun = false;
}

void am_deliver_wake(struct am_deliver *deliver)
{
    /* Only what may bring a delivery: the many other commits cost nothing here. */
    if (deliver && atomic_exchange(&deliver->hinted, false))
        ring(deliver, false);
}

/* ---- what calls ask */

void am_deliver_help(void *context, am_id org, struct am_arena *arena, struct am_help_setup *setup)
{
    struct am_deliver *deliver = context;
    am_id *people = NULL;
    setup->on_screen_count = am_live_screens(deliver->settings.live, org, arena, &people);
    setup->on_screen = people;
    setup->ways = &deliver->mail;
    setup->way_count = deliver->mail.way == AM_WAY_EMAIL;
    setup->commands = deliver->commands.names;
    setup->command_count = deliver->commands.count;
    if (has(deliver->settings.url))
        setup->url = (struct amends_view){deliver->settings.url, strlen(deliver->settings.url)};
    setup->unseen_ms = deliver->settings.unseen_ms;
    atomic_store(&deliver->hinted, true);
}

/* ---- figures */

void am_deliver_metrics(struct am_deliver *deliver, struct am_writer *out)
{
    static const char *const results[] = {
        [AM_DELIVER_DONE] = "done", [AM_DELIVER_AGAIN] = "again", [AM_DELIVER_FAILED] = "failed"};
    char line[320];
    if (!deliver)
        return;
    am_writer_plain(out,
                    "# HELP amends_deliveries_total Attempts to deliver a call for help, by way and result.\n"
                    "# TYPE amends_deliveries_total counter\n");
    for (int32_t way = AM_WAY_WEBHOOK; way <= AM_WAY_COMMAND; way++)
        for (int result = 0; result < AM_DELIVER_RESULTS; result++) {
            snprintf(line, sizeof line, "amends_deliveries_total{way=\"%s\",result=\"%s\"} %llu\n",
                     am_way_name(way), results[result],
                     (unsigned long long)atomic_load(&deliver->counts[way][result]));
            am_writer_plain(out, line);
        }
    snprintf(line, sizeof line,
             "# HELP amends_deliveries_late_total Deliveries given up: they would have come too late.\n"
             "# TYPE amends_deliveries_late_total counter\namends_deliveries_late_total %llu\n",
             (unsigned long long)atomic_load(&deliver->late));
    am_writer_plain(out, line);
    snprintf(line, sizeof line,
             "# HELP amends_deliveries_under_way Attempts under way now.\n"
             "# TYPE amends_deliveries_under_way gauge\namends_deliveries_under_way %u\n",
             atomic_load(&deliver->under_way));
    am_writer_plain(out, line);
}
