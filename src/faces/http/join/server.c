/* The page that installs trust, over plain HTTP on a port of its own. */
#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "faces/http/join/join.h"

enum { CONNECTIONS_MAX = 64, PER_ADDRESS_MAX = 16, TIMEOUT_S = 15, MEMORY_BYTES = 8192 };

struct am_join_server {
    struct am_join_settings settings;
    struct MHD_Daemon *daemon;
    uint16_t port;
};

/* What is answered; from the arena. */
struct answer {
    unsigned status;
    struct amends_view bytes;
    const char *type, *policy, *file;
};

static struct answer plain(unsigned status, const char *text)
{
    return (struct answer){
        .status = status, .bytes = {text, strlen(text)}, .type = "text/plain; charset=utf-8"};
}

static struct amends_view view_of(const char *text)
{
    return (struct amends_view){text, text ? strlen(text) : 0};
}

static struct answer page(const struct am_join_place *place, struct MHD_Connection *connection,
                          struct am_arena *arena)
{
    const char *chosen = MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "lang");
    const char *accepted = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Accept-Language");
    const char *system = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "User-Agent");
    const char *host = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Host");
    return (struct answer){.status = 200,
                           .bytes = view_of(am_join_trust_page(place, host, am_join_lang_of(chosen, accepted),
                                                               am_join_system_of(system), arena)),
                           .type = "text/html; charset=utf-8",
                           .policy = am_join_trust_policy(arena)};
}

static struct answer find(const struct am_join_server *server, struct MHD_Connection *connection,
                          const char *url, struct am_arena *arena)
{
    struct am_join_place place = {.desk = NULL};
    if (!server->settings.where(server->settings.context, arena, &place) || !place.page)
        return plain(503, "There is nothing to join now.\n");
    if (strcmp(url, "/") == 0)
        return page(&place, connection, arena);
    if (strcmp(url, "/amends-ca.crt") == 0)
        return (struct answer){200, place.ca_der, "application/x-x509-ca-cert", NULL, "amends-ca.crt"};
    if (strcmp(url, "/amends-ca.pem") == 0)
        return (struct answer){200, place.ca_pem, "application/x-pem-file", NULL, "amends-ca.pem"};
    if (strcmp(url, "/amends.mobileconfig") == 0)
        return (struct answer){200, view_of(am_join_profile(&place, arena)),
                               "application/x-apple-aspen-config", NULL, "amends.mobileconfig"};
    return plain(404, "There is no such thing here.\n");
}

static enum MHD_Result send_answer(struct MHD_Connection *connection, struct answer answer)
{
    char disposition[64];
    if (!answer.bytes.bytes)
        answer = plain(503, "No memory.\n");
    struct MHD_Response *response = MHD_create_response_from_buffer(
        answer.bytes.len_bytes, (void *)(uintptr_t)answer.bytes.bytes, MHD_RESPMEM_MUST_COPY);
    if (!response)
        return MHD_NO;
    MHD_add_response_header(response, "Content-Type", answer.type);
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, "Referrer-Policy", "no-referrer");
    MHD_add_response_header(response, "Cache-Control", "no-store");
    MHD_add_response_header(response, "Content-Security-Policy",
                            answer.policy ? answer.policy : "default-src 'none'; frame-ancestors 'none'");
    if (answer.status == 405)
        MHD_add_response_header(response, "Allow", "GET, HEAD");
    if (answer.file) {
        snprintf(disposition, sizeof disposition, "attachment; filename=\"%s\"", answer.file);
        MHD_add_response_header(response, "Content-Disposition", disposition);
    }
    const enum MHD_Result queued = MHD_queue_response(connection, answer.status, response);
    MHD_destroy_response(response);
    return queued;
}

static enum MHD_Result take(void *context, struct MHD_Connection *connection, const char *url,
                            const char *method, const char *version, const char *upload, size_t *upload_len,
                            void **state)
{
    const struct am_join_server *server = context;
    static const char seen = 0; /* its address is a mark */
    (void)version, (void)upload;
    if (!*state) {
        *state = (void *)(uintptr_t)&seen;
        return MHD_YES;
    }
    if (*upload_len > 0) { /* a body that nobody asked for */
        *upload_len = 0;
        return MHD_YES;
    }
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    struct am_arena arena = {0};
    struct answer answer;
    if (!info || !server->settings.near(info->client_addr))
        answer = plain(403, "This page is for devices in the same network alone.\n");
    else if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
        answer = plain(405, "This page can be read, and nothing else.\n");
    else
        answer = find(server, connection, url, &arena);
    const enum MHD_Result sent = send_answer(connection, answer);
    am_arena_dispose(&arena);
    return sent;
}

static void be_quiet(void *context, const char *format, va_list arguments)
{
    (void)context;
    (void)format;
    (void)arguments;
}

static bool address_of(const struct am_join_settings *settings, struct sockaddr_storage *out)
{
    struct sockaddr_in *four = (void *)out;
    struct sockaddr_in6 *six = (void *)out;
    memset(out, 0, sizeof *out);
    if (inet_pton(AF_INET, settings->address, &four->sin_addr) == 1) {
        four->sin_family = AF_INET;
        four->sin_port = htons(settings->port);
        return true;
    }
    six->sin6_port = htons(settings->port);
    six->sin6_family = AF_INET6;
    return inet_pton(AF_INET6, settings->address, &six->sin6_addr) == 1;
}

struct am_join_server *am_join_server_start(const struct am_join_settings *settings, char *trouble,
                                            size_t size)
{
    struct sockaddr_storage address;
    struct am_join_server *server = calloc(1, sizeof *server);
    if (!server || !address_of(settings, &address)) {
        snprintf(trouble, size, "%s: a numeric address was expected", settings->address);
        free(server);
        return NULL;
    }
    server->settings = *settings;
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_ERROR_LOG;
    if (address.ss_family == AF_INET6)
        flags |= MHD_USE_DUAL_STACK;
    errno = 0;
    server->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, take, server, MHD_OPTION_EXTERNAL_LOGGER, be_quiet, NULL, MHD_OPTION_SOCK_ADDR,
        (const struct sockaddr *)&address, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MAX,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)PER_ADDRESS_MAX, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)MEMORY_BYTES, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)TIMEOUT_S, MHD_OPTION_END);
    if (!server->daemon) {
        snprintf(trouble, size, "cannot listen on %s, port %u: %s", settings->address, settings->port,
                 errno ? strerror(errno) : "libmicrohttpd does not start");
        free(server);
        return NULL;
    }
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
    server->port = info ? info->port : settings->port;
    return server;
}

uint16_t am_join_server_port(const struct am_join_server *server)
{
    return server->port;
}

void am_join_server_stop(struct am_join_server *server)
{
    if (!server)
        return;
    MHD_stop_daemon(server->daemon);
    free(server);
}
