#include "faces/http/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "desk/encounters.h"
#include "faces/http/auth/demo.h"
#include "faces/http/auth/known.h"
#include "faces/http/auth/setup.h"
#include "faces/http/auth/throttle.h"
#include "faces/http/exchange.h"
#include "faces/http/limits.h"
#include "faces/http/live/live.h"
#include "faces/http/scratch.h"
#include "faces/http/serving.h"
#include "faces/http/tls.h"
#include "faces/http/watch.h"
#include "faces/http/workers.h"

enum { LOOPS_MAX = 64, WORKERS_DEFAULT = 64 };

static int64_t clock_of(clockid_t clock, int64_t per_second)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec * per_second + now.tv_nsec / (1000000000 / per_second);
}

int64_t am_clock_ms(void)
{
    return clock_of(CLOCK_MONOTONIC, 1000);
}

int64_t am_clock_micros(void)
{
    return clock_of(CLOCK_MONOTONIC, 1000000);
}

int64_t am_server_now_ms(const struct am_server *server)
{
    if (server->settings.now_ms)
        return server->settings.now_ms(server->settings.now_context);
    return clock_of(CLOCK_REALTIME, 1000);
}

am_id am_server_id(const struct am_server *server)
{
    return am_id_make(am_server_now_ms(server), randombytes_random());
}

static void on_connection(void *context, struct MHD_Connection *connection, void **link,
                          enum MHD_ConnectionNotificationCode what)
{
    struct am_server *server = context;
    if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
        am_link_end(server->watch, *link);
        *link = NULL;
        return;
    }
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    *link = info ? am_link_begin(server->watch, info->connect_fd, AM_HTTP_HEAD_MS_MAX) : NULL;
}

/* MHD's complaints are about connections that break off; they say nothing that the log should hold. */
static void be_quiet(void *context, const char *format, va_list arguments)
{
    (void)context;
    (void)format;
    (void)arguments;
}

/* A listening address. False where the text is none. */
static bool address_of(const struct am_server_settings *settings, struct sockaddr_storage *out)
{
    const char *text = settings->address ? settings->address : "127.0.0.1";
    struct sockaddr_in *four = (void *)out;
    struct sockaddr_in6 *six = (void *)out;
    memset(out, 0, sizeof *out);
    four->sin_port = htons(settings->port); /* stands at the same place in both */
    if (inet_pton(AF_INET, text, &four->sin_addr) == 1) {
        four->sin_family = AF_INET;
        return true;
    }
    six->sin6_port = htons(settings->port);
    six->sin6_family = AF_INET6;
    return inet_pton(AF_INET6, text, &six->sin6_addr) == 1;
}

static unsigned loop_count(const struct am_server_settings *settings)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned count = settings->loops ? settings->loops : processors > 0 ? (unsigned)processors : 2;
    return count > LOOPS_MAX ? LOOPS_MAX : count;
}

/* GnuTLS asks with each connection. MHD gives the session its connection. */
static int show_certificate(gnutls_session_t session, const gnutls_datum_t *names, int name_count,
                            const gnutls_pk_algorithm_t *algorithms, int algorithm_count,
                            gnutls_pcert_st **chain, unsigned *count, gnutls_privkey_t *key)
{
    (void)names, (void)name_count, (void)algorithms, (void)algorithm_count;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(gnutls_session_get_ptr(session), MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    const struct am_server *server = info ? am_link_owner(info->socket_context) : NULL;
    return server && am_tls_shown(server->tls, chain, count, key) ? 0 : -1;
}

static struct MHD_Daemon *listen_on(struct am_server *server, const struct sockaddr_storage *address)
{
    const struct am_server_settings *settings = &server->settings;
    unsigned flags =
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC | MHD_USE_ERROR_LOG;
    if (address->ss_family == AF_INET6)
        flags |= MHD_USE_DUAL_STACK;
    if (server->tls)
        flags |= MHD_USE_TLS;
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_CERT_CALLBACK, 0, (void *)(uintptr_t)show_certificate},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t) "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"},
        {MHD_OPTION_END, 0, NULL}};
    const unsigned most = settings->connections_max ? settings->connections_max : AM_HTTP_CONNECTIONS_MAX;
    /* One loop is no pool for MHD. */
    const unsigned loops = loop_count(settings);
    return MHD_start_daemon(
        flags, 0, NULL, NULL, am_exchange_take, server, MHD_OPTION_EXTERNAL_LOGGER, be_quiet, NULL,
        MHD_OPTION_SOCK_ADDR, (const struct sockaddr *)address, MHD_OPTION_THREAD_POOL_SIZE,
        loops > 1 ? loops : 0u, MHD_OPTION_CONNECTION_LIMIT, most, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        settings->per_address_max, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)AM_HTTP_HEAD_BYTES_MAX,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)(AM_HTTP_IDLE_MS / 1000), MHD_OPTION_NOTIFY_COMPLETED,
        am_exchange_end, server, MHD_OPTION_NOTIFY_CONNECTION, on_connection, server,
        MHD_OPTION_LISTEN_BACKLOG_SIZE, 1024u, server->tls ? MHD_OPTION_ARRAY : MHD_OPTION_END, tls,
        MHD_OPTION_END);
}

/* All that the server needs but the socket. */
static bool furnish(struct am_server *server)
{
    const struct am_server_settings *settings = &server->settings;
    if (!am_routing_make(&server->routing, settings->tables ? settings->tables : am_route_tables))
        return false;
    server->metrics = am_metrics_new(server->routing.count);
    server->workers = am_workers_new(settings->workers ? settings->workers : WORKERS_DEFAULT,
                                     settings->waiting_max ? settings->waiting_max : AM_HTTP_QUEUE_MAX);
    server->watch = am_watch_new(server);
    server->scratch = am_scratch_new(settings->engine, settings->image);
    server->known = am_known_new();
    server->memo = am_memo_new();
    server->throttle = am_throttle_new();
    server->setup = am_setup_new();
    server->tls = settings->tls_key ? am_tls_new() : NULL;
    am_app_image_name(settings->image, server->image_path);
    return (server->tls || !settings->tls_key) && server->metrics && server->workers && server->watch &&
           server->scratch && server->known && server->memo && server->throttle && server->setup;
}

static void dispose(struct am_server *server)
{
    am_live_end(server->settings.live);
    am_workers_free(server->workers);
    if (server->daemon)
        MHD_stop_daemon(server->daemon);
    am_watch_free(server->watch);
    am_setup_free(server->setup);
    am_throttle_free(server->throttle);
    am_memo_free(server->memo);
    am_known_free(server->known);
    am_scratch_free(server->scratch);
    am_metrics_free(server->metrics);
    am_routing_dispose(&server->routing);
    am_tls_free(server->tls);
    pthread_mutex_destroy(&server->hashing);
    free(server);
}

struct am_server *am_server_start(const struct am_server_settings *settings, char *trouble, size_t size)
{
    struct sockaddr_storage address;
    struct am_server *server = calloc(1, sizeof *server);
    if (!server || sodium_init() < 0) {
        snprintf(trouble, size, "no memory");
        free(server);
        return NULL;
    }
    server->settings = *settings;
    pthread_mutex_init(&server->hashing, NULL);
    server->secure = settings->tls_key || (settings->url && strncmp(settings->url, "https://", 8) == 0);
    if (!am_proxies_read(settings->proxies, &server->proxies)) {
        snprintf(trouble, size, "%.100s: addresses or networks of proxies were expected", settings->proxies);
    } else if (!address_of(settings, &address)) {
        snprintf(trouble, size, "%s: a numeric address was expected", settings->address);
    } else if (!furnish(server)) {
        snprintf(trouble, size, "no memory or no threads");
    } else if (settings->tls_key && !am_server_show(server, settings->tls_certificate, settings->tls_key)) {
        snprintf(trouble, size, "the certificate or its key cannot be used");
    } else {
        errno = 0;
        server->daemon = listen_on(server, &address);
        if (server->daemon && (!settings->live || am_live_begin(settings->live, server))) {
            const union MHD_DaemonInfo *info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
            server->port = info ? info->port : settings->port;
            return server;
        }
        snprintf(trouble, size, "cannot listen on %s, port %u: %s",
                 settings->address ? settings->address : "127.0.0.1", settings->port,
                 errno ? strerror(errno) : "libmicrohttpd does not start");
    }
    dispose(server);
    return NULL;
}

bool am_server_show(struct am_server *server, const char *certificate, const char *key)
{
    return server->tls && am_tls_show(server->tls, certificate, key, am_clock_ms());
}

uint16_t am_server_port(const struct am_server *server)
{
    return server->port;
}

/* Counts the people of the organisation. */
static enum am_kept count_people(struct am_tx *tx, void *context)
{
    struct {
        am_id org;
        int64_t count;
    } *people = context;
    return am_tx_count(tx, &am_person_record, people->org, NULL, 0, &people->count);
}

const char *am_server_setup_link(const struct am_server *server)
{
    struct {
        am_id org;
        int64_t count;
    } people = {server->settings.org, 0};
    if (!server->settings.store ||
        am_store_read(server->settings.store, count_people, &people) != AM_KEPT_OK || people.count > 0)
        return NULL;
    return am_setup_link(server->setup);
}

struct demo_look {
    am_id org;
    bool is;
};

static enum am_kept look_for_demo(struct am_tx *tx, void *context)
{
    struct demo_look *look = context;
    struct am_arena arena = {0};
    const enum am_kept kept = am_demo_is(tx, look->org, &arena, &look->is);
    am_arena_dispose(&arena);
    return kept;
}

bool am_server_is_demo(const struct am_server *server)
{
    struct demo_look look = {.org = server->settings.org};
    return server->settings.store &&
           am_store_read(server->settings.store, look_for_demo, &look) == AM_KEPT_OK && look.is;
}

void am_server_stop(struct am_server *server)
{
    if (!server)
        return;
    atomic_store(&server->stopping, true);
    /* The threads look away from the socket one after the other: it is shut at once, and closed when they are
     * gone. */
    const MHD_socket listening = MHD_quiesce_daemon(server->daemon);
    if (listening != MHD_INVALID_SOCKET)
        shutdown(listening, SHUT_RDWR);
    const int64_t until_ms = am_clock_ms() + AM_HTTP_STOP_MS_MAX;
    while (atomic_load(&server->under_way) > 0 && am_clock_ms() < until_ms) {
        const struct timespec pause = {0, 5000000};
        nanosleep(&pause, NULL);
    }
    dispose(server);
    if (listening != MHD_INVALID_SOCKET)
        close(listening);
}
