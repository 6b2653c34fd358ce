#include "faces/serve/serve.h"

#include <signal.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "faces/http/auth/demo.h"
#include "faces/http/live/live.h"
#include "faces/http/server.h"
#include "faces/json/coachwords.h"
#include "faces/serve/lan.h"
#include "faces/serve/notify.h"
#include "faces/web/pack.h"

struct serving {
    struct am_program *program;
    struct am_opening opening;
    struct am_server_settings settings;
    unsigned char key[AM_KEY_BYTES];
    struct am_server *server;
    struct am_timer *timer;
    struct am_due due;
    struct am_live *live;
    struct am_deliver *deliver;
    _Atomic(struct am_deliver *) sender; /* the same, for the store's thread, which is there before it */
    struct am_lan *lan;
    struct am_coach_words words;
    struct am_coach coach;
    sigset_t signals;
};

/* ---- what it needs */

/* The organisation that sign-in means where it names none: the first; before there is one, what the owner's
 * link will make. */
static int find_organisation(struct serving *serving)
{
    struct am_organisations found = {0};
    const enum am_kept kept = am_opening_organisations(&serving->opening, &found);
    serving->settings.org =
        found.count > 0 ? found.ids[0] : am_id_make(am_system_now_ms(), randombytes_random());
    am_arena_dispose(&found.arena);
    return am_opening_kept(&serving->opening, kept, "the organisations cannot be read");
}

/* Problems that lie in the storage: the log says what it complained of. */
static bool is_of_storage(const char *problem)
{
    return strncmp(problem, "storage-", 8) == 0 || strcmp(problem, "disk-full") == 0 ||
           strcmp(problem, "read-only") == 0;
}

static void log_request(void *context, const struct am_http_log *entry)
{
    const struct am_opening *opening = context;
    const enum am_log_level level = entry->status >= 500 ? AM_LOG_ERROR : AM_LOG_INFO;
    char trouble[AM_STORE_TROUBLE_LEN] = "";
    if (entry->problem && is_of_storage(entry->problem))
        am_store_trouble(opening->store, trouble);
    am_log_write(opening->log, level, "request",
                 (const struct am_log_field[]){{"request", entry->request ? entry->request : "-", 0},
                                               {"method", entry->method, 0},
                                               {"route", entry->route, 0},
                                               {"status", NULL, entry->status},
                                               {"micros", NULL, entry->micros},
                                               {"problem", entry->problem ? entry->problem : "-", 0},
                                               {"trouble", trouble, 0}},
                 trouble[0]       ? 7
                 : entry->problem ? 6
                                  : 5);
}

static void count_deliveries(void *context, struct am_writer *out)
{
    am_deliver_metrics(context, out);
}

static void log_delivery(void *context, const struct am_deliver_log *entry)
{
    struct serving *serving = context;
    char id[AM_ID_TEXT_LEN + 1];
    am_id_write(entry->delivery, id);
    AM_LOG(serving->opening.log, strcmp(entry->result, "done") == 0 ? AM_LOG_INFO : AM_LOG_WARNING,
           "delivery", {"delivery", id}, {"way", entry->way}, {"result", entry->result},
           {"ms", NULL, entry->attempts_ms}, {"trouble", entry->trouble[0] ? entry->trouble : "-"});
}

/* What sends calls for help beside the open screens. */
static int make_deliver(struct serving *serving)
{
    const struct am_config *config = &serving->opening.config;
    char trouble[256] = "";
    serving->words = am_coachwords(serving->program->engine);
    serving->coach =
        (struct am_coach){serving->program->engine, serving->program->workspace, &serving->words, NULL};
    const struct am_deliver_settings settings = {
        .store = serving->opening.store,
        .coach = &serving->coach,
        .live = serving->live,
        .key = serving->key,
        .url = serving->settings.url,
        .smtp_url = am_config_text(config, AM_SET_SMTP_URL),
        .smtp_user = am_config_text(config, AM_SET_SMTP_USER),
        .smtp_password = am_config_text(config, AM_SET_SMTP_PASSWORD),
        .smtp_from = am_config_text(config, AM_SET_SMTP_FROM),
        .smtp_plain = am_config_number(config, AM_SET_SMTP_TLS) != 0,
        .networks = am_config_text(config, AM_SET_WEBHOOK_NETWORKS),
        .ca = am_config_text(config, AM_SET_DELIVERY_CA),
        .commands = am_config_text(config, AM_SET_CALL_COMMANDS),
        .unseen_ms = am_config_number(config, AM_SET_CALL_UNSEEN) * 1000,
        .log = log_delivery,
        .log_context = serving,
    };
    serving->deliver = am_deliver_new(&settings, trouble, sizeof trouble);
    if (!serving->deliver) {
        am_complain("%s", trouble);
        return AM_EXIT_USAGE;
    }
    atomic_store(&serving->sender, serving->deliver);
    serving->settings.help = am_deliver_help;
    serving->settings.help_context = serving->deliver;
    serving->settings.metrics = count_deliveries;
    serving->settings.metrics_context = serving->deliver;
    return AM_EXIT_OK;
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
        .web = &am_web_pack,
        .log = log_request,
        .log_context = &serving->opening,
        .live = serving->live,
    };
    const int status = am_lan_open(&serving->opening, settings, &serving->lan);
    settings->second_factor = wants_second_factor(config, settings);
    return status == AM_EXIT_OK ? find_organisation(serving) : status;
}

/* ---- starting and stopping */

/* Blocked before any thread begins, so that none of them is hit: this one waits for them. */
static void block_signals(sigset_t *signals)
{
    sigemptyset(signals);
    sigaddset(signals, SIGTERM);
    sigaddset(signals, SIGINT);
    sigaddset(signals, SIGHUP);
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
        url = am_lan_desk(serving->lan)[0] ? am_lan_desk(serving->lan) : own;
    printf("amends: listening on %s, port %u: %s\n", settings->address, am_server_port(serving->server), url);
    if (link)
        printf("amends: nobody is there yet. Open this link once, to become the owner:\n  %s%s\n", url, link);
    if (am_server_is_demo(serving->server))
        printf(
            "amends: this is the demo shop. Who opens it on this machine can take anybody's place there, and "
            "throw it away;\n  on others everybody's password is %s\n",
            AM_DEMO_PASSWORD);
    am_lan_tell(serving->lan, link);
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
    const int status = am_lan_begin(serving->lan, serving->server);
    if (status != AM_EXIT_OK)
        return status;
    serving->due = (struct am_due){.opening = &serving->opening,
                                   .coach = &serving->coach,
                                   .backed_up_ms = am_system_now_ms(),
                                   .deliver = serving->deliver,
                                   .live = serving->live,
                                   .process = am_id_make(am_system_now_ms(), randombytes_random())};
    size_t count = am_due_steps(&serving->due, steps);
    if (serving->lan)
        steps[count++] = (struct am_timed){"certificate", 60000, am_lan_look, serving->lan};
    serving->timer = am_timer_start(steps, count, NULL, NULL);
    if (!serving->timer || !am_deliver_begin(serving->deliver)) {
        am_complain("no thread for the timer");
        return AM_EXIT_SYSTEM;
    }
    return AM_EXIT_OK;
}

static void wait_for_signal(struct serving *serving)
{
    /* A terminal that is closed says HUP too: then it is a stop. */
    const bool on_terminal = isatty(STDOUT_FILENO) || isatty(STDERR_FILENO);
    int number = 0;
    am_notify("READY=1");
    while (sigwait(&serving->signals, &number) != 0 || (number == SIGHUP && !on_terminal))
        if (number == SIGHUP)
            am_lan_look(serving->lan, am_system_now_ms());
    am_notify("STOPPING=1");
    AM_LOG(serving->opening.log, AM_LOG_INFO, "stopping",
           {"signal", number == SIGTERM  ? "TERM"
                      : number == SIGHUP ? "HUP"
                                         : "INT"});
    /* A second one does not wait for requests. */
    pthread_sigmask(SIG_UNBLOCK, &serving->signals, NULL);
}

/* Something was committed: live screens look, and the sender where a call was made. */
static void wake_all(void *context)
{
    struct serving *serving = context;
    am_live_wake(serving->live);
    am_deliver_wake(atomic_load(&serving->sender));
}

/* The hub of live events stands before the store, whose commits wake it. */
static int open_store(struct serving *serving)
{
    serving->live = am_live_new(NULL);
    const struct am_store_settings settings = {.committed = wake_all, .committed_context = serving};
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
        status = make_deliver(&serving);
    if (status == AM_EXIT_OK)
        status = start(&serving);
    if (status == AM_EXIT_OK) {
        tell_where(&serving);
        wait_for_signal(&serving);
    }
    am_lan_end(serving.lan);
    am_server_stop(serving.server);
    am_timer_stop(serving.timer);
    am_deliver_end(serving.deliver);
    if (status == AM_EXIT_OK)
        am_due_screens(&serving.due, am_system_now_ms());
    am_lan_close(serving.lan);
    if (status == AM_EXIT_OK)
        AM_LOG(serving.opening.log, AM_LOG_INFO, "stopped", {"version", AMENDS_VERSION});
    am_opening_close(&serving.opening);
    am_deliver_free(serving.deliver);
    am_live_free(serving.live);
    sodium_memzero(serving.key, sizeof serving.key);
    return status;
}
