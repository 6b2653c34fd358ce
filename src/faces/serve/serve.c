#include "faces/serve/serve.h"

#include <errno.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "faces/http/live/live.h"
#include "faces/http/server.h"
#include "faces/json/coachwords.h"
#include "faces/serve/notify.h"
#include "store/whole.h"

enum { PEM_BYTES_MAX = 262144 };

struct serving {
    struct am_program *program;
    struct am_opening opening;
    struct am_server_settings settings;
    unsigned char key[AM_KEY_BYTES];
    struct am_server *server;
    struct am_timer *timer;
    struct am_due due;
    struct am_live *live;
    struct am_coach_words words;
    struct am_coach coach;
    sigset_t signals;
};

/* ---- what it needs */

/* A PEM file as a string; from the arena. NULL: told. */
static const char *read_pem(struct serving *serving, enum am_setting_id id)
{
    const char *path = am_config_text(&serving->opening.config, id);
    char *text = am_arena_take(&serving->opening.arena, PEM_BYTES_MAX + 1);
    FILE *file = text ? fopen(path, "re") : NULL;
    if (!file) {
        am_complain("%s: %s: %s", am_setting(id)->key, path, text ? strerror(errno) : "no memory");
        return NULL;
    }
    const size_t len = fread(text, 1, PEM_BYTES_MAX + 1, file);
    const bool read = !ferror(file);
    fclose(file);
    if (read && len <= PEM_BYTES_MAX && strstr(text, "-----BEGIN "))
        return text;
    am_complain("%s: %s: a PEM file was expected", am_setting(id)->key, path);
    return NULL;
}

struct organisations {
    struct am_arena arena;
    am_id *ids;
    size_t count;
};

static enum am_kept find_organisations(struct am_tx *tx, void *context)
{
    struct organisations *found = context;
    return am_tx_organisations(tx, &found->arena, &found->ids, &found->count);
}

/* The organisation that sign-in means where it names none: the first; before there is one, what the owner's
 * link will make. */
static int find_organisation(struct serving *serving)
{
    struct organisations found = {0};
    const enum am_kept kept = am_store_read(serving->opening.store, find_organisations, &found);
    serving->settings.org =
        found.count > 0 ? found.ids[0] : am_id_make(am_system_now_ms(), randombytes_random());
    am_arena_dispose(&found.arena);
    return am_opening_kept(&serving->opening, kept, "the organisations cannot be read");
}

static void log_request(void *context, const struct am_http_log *entry)
{
    struct am_log *log = context;
    const enum am_log_level level = entry->status >= 500 ? AM_LOG_ERROR : AM_LOG_INFO;
    am_log_write(log, level, "request",
                 (const struct am_log_field[]){{"request", entry->request ? entry->request : "-", 0},
                                               {"method", entry->method, 0},
                                               {"route", entry->route, 0},
                                               {"status", NULL, entry->status},
                                               {"micros", NULL, entry->micros},
                                               {"problem", entry->problem ? entry->problem : "-", 0}},
                 entry->problem ? 6 : 5);
}

/* Whether other machines reach it: it listens for more than its own, or something before it does. */
static bool is_reachable(const struct am_server_settings *settings)
{
    return settings->url ||
           (strncmp(settings->address, "127.", 4) != 0 && strcmp(settings->address, "::1") != 0);
}

static bool wants_second_factor(const struct am_config *config, const struct am_server_settings *settings)
{
    enum { REACHABLE, ALWAYS };
    const int64_t when = am_config_number(config, AM_SET_SECOND_FACTOR);
    return when == ALWAYS || (when == REACHABLE && is_reachable(settings));
}

static int fill_settings(struct serving *serving)
{
    const struct am_config *config = &serving->opening.config;
    struct am_server_settings *settings = &serving->settings;
    *settings = (struct am_server_settings){
        .address = am_config_text(config, AM_SET_LISTEN),
        .port = (uint16_t)am_config_number(config, AM_SET_PORT),
        .loops = (unsigned)am_config_number(config, AM_SET_THREADS),
        .workers = (unsigned)am_config_number(config, AM_SET_WORKERS),
        .url = am_config_has(config, AM_SET_URL) ? am_config_text(config, AM_SET_URL) : NULL,
        .proxies = am_config_has(config, AM_SET_TRUSTED_PROXIES)
                       ? am_config_text(config, AM_SET_TRUSTED_PROXIES)
                       : NULL,
        .session_days = (unsigned)am_config_number(config, AM_SET_SESSION_DAYS),
        .store = serving->opening.store,
        .key = serving->key,
        .engine = serving->program->engine,
        .image = serving->program->image,
        .log = log_request,
        .log_context = serving->opening.log,
        .live = serving->live,
    };
    if (am_config_has(config, AM_SET_TLS_KEY)) {
        settings->tls_certificate = read_pem(serving, AM_SET_TLS_CERTIFICATE);
        settings->tls_key = settings->tls_certificate ? read_pem(serving, AM_SET_TLS_KEY) : NULL;
        if (!settings->tls_key)
            return AM_EXIT_SYSTEM;
    }
    if (am_config_number(config, AM_SET_LAN)) {
        if (!settings->tls_key) {
            am_complain("lan: tls-certificate and tls-key were expected with it");
            return AM_EXIT_USAGE;
        }
        if (config->values[AM_SET_LISTEN].origin == AM_ORIGIN_USUAL)
            settings->address = "::";
    }
    settings->second_factor = wants_second_factor(config, settings);
    return find_organisation(serving);
}

/* ---- starting and stopping */

/* Blocked before any thread begins, so that none of them is hit: this one waits for them. */
static void block_signals(sigset_t *signals)
{
    sigemptyset(signals);
    sigaddset(signals, SIGTERM);
    sigaddset(signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, signals, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static void tell_where(const struct serving *serving)
{
    const struct am_server_settings *settings = &serving->settings;
    const char *link = am_server_setup_link(serving->server);
    const char *url = am_config_text(&serving->opening.config, AM_SET_URL);
    char own[160];
    const bool six = strchr(settings->address, ':') != NULL;
    const bool any = strcmp(settings->address, "::") == 0 || strcmp(settings->address, "0.0.0.0") == 0;
    const bool bracket = six && !any;
    snprintf(own, sizeof own, "%s://%s%s%s:%u", settings->tls_key ? "https" : "http", bracket ? "[" : "",
             any ? "localhost" : settings->address, bracket ? "]" : "", am_server_port(serving->server));
    if (!url[0])
        url = own;
    printf("amends: listening on %s, port %u: %s\n", settings->address, am_server_port(serving->server), url);
    if (link)
        printf("amends: nobody is there yet. Open this link once, to become the owner:\n  %s%s\n", url, link);
    fflush(stdout);
    AM_LOG(serving->opening.log, AM_LOG_INFO, "listening", {"address", settings->address},
           {"port", NULL, am_server_port(serving->server)},
           {"database", am_store_engine(serving->opening.store)}, {"version", AMENDS_VERSION});
}

static int start(struct serving *serving)
{
    char trouble[256] = "";
    struct am_timed steps[AM_TIMED_MOST];
    serving->server = am_server_start(&serving->settings, trouble, sizeof trouble);
    if (!serving->server) {
        am_complain("%s", trouble);
        return AM_EXIT_SYSTEM;
    }
    serving->words = am_coachwords(serving->program->engine);
    serving->coach =
        (struct am_coach){serving->program->engine, serving->program->workspace, &serving->words};
    serving->due = (struct am_due){
        .opening = &serving->opening, .coach = &serving->coach, .backed_up_ms = am_system_now_ms()};
    serving->timer = am_timer_start(steps, am_due_steps(&serving->due, steps), NULL, NULL);
    if (!serving->timer) {
        am_complain("no thread for the timer");
        return AM_EXIT_SYSTEM;
    }
    return AM_EXIT_OK;
}

static void wait_for_signal(struct serving *serving)
{
    int number = 0;
    am_notify("READY=1");
    while (sigwait(&serving->signals, &number) != 0)
        continue;
    am_notify("STOPPING=1");
    AM_LOG(serving->opening.log, AM_LOG_INFO, "stopping", {"signal", number == SIGTERM ? "TERM" : "INT"});
    /* A second one does not wait for requests. */
    pthread_sigmask(SIG_UNBLOCK, &serving->signals, NULL);
}

/* The hub of live events stands before the store, whose commits wake it. */
static int open_store(struct serving *serving)
{
    serving->live = am_live_new(NULL);
    const struct am_store_settings settings = {.committed = am_live_wake, .committed_context = serving->live};
    if (serving->live)
        return am_opening_store(&serving->opening, &settings);
    am_complain("no memory");
    return AM_EXIT_SYSTEM;
}

int am_serve_run(struct am_program *program)
{
    struct serving serving = {.program = program};
    block_signals(&serving.signals);
    int status = am_opening_settings(program, &serving.opening);
    if (status == AM_EXIT_OK)
        status = open_store(&serving);
    if (status == AM_EXIT_OK)
        status = am_opening_tables(&serving.opening, true);
    if (status == AM_EXIT_OK)
        status = am_opening_key(&serving.opening, serving.key);
    if (status == AM_EXIT_OK)
        status = fill_settings(&serving);
    if (status == AM_EXIT_OK)
        status = start(&serving);
    if (status == AM_EXIT_OK) {
        tell_where(&serving);
        wait_for_signal(&serving);
    }
    am_server_stop(serving.server);
    am_timer_stop(serving.timer);
    if (status == AM_EXIT_OK)
        AM_LOG(serving.opening.log, AM_LOG_INFO, "stopped", {"version", AMENDS_VERSION});
    am_opening_close(&serving.opening);
    am_live_free(serving.live);
    sodium_memzero(serving.key, sizeof serving.key);
    return status;
}
