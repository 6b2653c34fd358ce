#include "faces/http/exchange.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "amends/limits.h"
#include "faces/http/answering.h"
#include "faces/http/auth/gate.h"
#include "faces/http/limits.h"
#include "faces/http/live/live.h"
#include "faces/http/reading.h"
#include "faces/http/serving.h"
#include "faces/http/watch.h"
#include "faces/http/workers.h"

static struct am_link *link_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

static const char *parameter(void *request, const char *name)
{
    const struct am_exchange *exchange = request;
    return MHD_lookup_connection_value(exchange->connection, MHD_GET_ARGUMENT_KIND, name);
}

static const char *header(void *request, const char *name)
{
    const struct am_exchange *exchange = request;
    return MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND, name);
}

/* The address that throttling goes by: of IPv6 the network, which one household has to itself. */
static struct amends_view address_of(struct am_exchange *exchange)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *peer = info ? info->client_addr : NULL;
    struct in6_addr address = IN6ADDR_ANY_INIT;
    if (peer && peer->sa_family == AF_INET) {
        address.s6_addr[10] = address.s6_addr[11] = 0xff;
        memcpy(&address.s6_addr[12], &((const struct sockaddr_in *)(const void *)peer)->sin_addr, 4);
    } else if (peer && peer->sa_family == AF_INET6) {
        address = ((const struct sockaddr_in6 *)(const void *)peer)->sin6_addr;
    }
    if (exchange->server->proxies.count > 0)
        address =
            am_proxies_client(&exchange->server->proxies, &address, header(exchange, "X-Forwarded-For"));
    if (!IN6_IS_ADDR_V4MAPPED(&address))
        memset(&address.s6_addr[8], 0, 8);
    inet_ntop(AF_INET6, &address, exchange->address, sizeof exchange->address);
    return (struct amends_view){exchange->address, strlen(exchange->address)};
}

/* What can be said before the body is there: which route, whether it is too long. The problem, if any, is
 * kept until the body has passed. */
static void look_up(struct am_exchange *exchange, const char *url, const char *method)
{
    struct am_server *server = exchange->server;
    struct am_match match;
    exchange->head = strcmp(method, "HEAD") == 0;
    exchange->index = server->routing.count;
    if (strlen(url) > AM_HTTP_PATH_BYTES_MAX) {
        am_problem_set(&exchange->out, 404, "not-found", "There is no such thing here",
                       "the path is too long");
        return;
    }
    am_routing_match(&server->routing, method, url, &match);
    if (match.route) {
        exchange->in.route = match.route;
        exchange->index = match.index;
        memcpy(exchange->in.ids, match.ids, sizeof match.ids);
        return;
    }
    if (!match.path_known && am_app_has(server, url)) {
        if (strcmp(method, "GET") == 0 || exchange->head) {
            exchange->in.route = &am_app_route;
            exchange->in.path = url;
            return;
        }
        match.path_known = true;
        snprintf(match.allowed, sizeof match.allowed, "GET, HEAD");
    }
    if (match.path_known && strcmp(method, "OPTIONS") == 0)
        exchange->out.status = 204;
    else if (match.path_known)
        am_problem_set(&exchange->out, 405, "method", "This cannot be done here",
                       "this path takes these methods: %s", match.allowed);
    else
        am_problem_set(&exchange->out, 404, "not-found", "There is no such thing here",
                       "no route of this program has this path");
    memcpy(exchange->allowed, match.allowed, sizeof exchange->allowed);
}

static struct am_exchange *begin(struct am_server *server, struct MHD_Connection *connection, const char *url,
                                 const char *method)
{
    struct am_exchange *exchange = calloc(1, sizeof *exchange);
    if (!exchange)
        return NULL;
    exchange->server = server;
    exchange->connection = connection;
    exchange->method = method;
    exchange->in = (struct am_call_in){.server = server,
                                       .arena = &exchange->arena,
                                       .now_ms = am_server_now_ms(server),
                                       .parameter = parameter,
                                       .header = header,
                                       .request = exchange,
                                       .limit = AM_HTTP_PAGE_DEFAULT};
    /* The id of a request is no secret: a count is enough, and costs no call to the kernel. */
    am_id_write(am_id_make(exchange->in.now_ms, atomic_fetch_add(&server->requests, 1)), exchange->id);
    atomic_fetch_add(&server->under_way, 1);
    am_link_allow(link_of(connection), AM_HTTP_BODY_MS_MAX);
    if (!am_reading_framing(exchange)) {
        exchange->cut_short = true;
        exchange->index = server->routing.count;
        return exchange;
    }
    look_up(exchange, url, method);
    const struct am_route *route = exchange->in.route;
    if (route && (route->door != AM_DOOR_PERSON || route->full_sign_in))
        exchange->in.address = address_of(exchange);
    if (route)
        am_reading_head(exchange);
    exchange->cut_short = exchange->out.problem.status == 413; /* too long by its own word: not even begun */
    if (route && exchange->out.problem.status != 0 && !exchange->cut_short) {
        exchange->flaw = exchange->out.problem;
        exchange->out = (struct am_call_out){0};
    }
    return exchange;
}

/* Who asks comes before what is wrong with what they ask. */
static void handle(struct am_exchange *exchange)
{
    struct am_call_in *in = &exchange->in;
    struct am_call_out *out = &exchange->out;
    const bool entered = exchange->let_in || am_gate_pass(in, &exchange->caller, out);
    if (entered && exchange->flaw.status != 0) {
        out->problem = exchange->flaw;
    } else if (entered && am_reading_done(exchange)) {
        in->actor = in->route->door == AM_DOOR_PUBLIC ? NULL : &exchange->caller.actor;
        in->csrf = exchange->caller.by_cookie ? exchange->caller.csrf : NULL;
        in->debrief_key = exchange->caller.has_debrief_key ? exchange->caller.debrief_key : NULL;
        in->route->handle(in, out);
    }
    am_answering_settle(exchange);
}

/* On a worker. */
static void work(void *context)
{
    struct am_exchange *exchange = context;
    handle(exchange);
    exchange->stage = AM_STAGE_SETTLED;
    MHD_resume_connection(exchange->connection);
}

/* What is long may take longer. */
static int64_t answer_ms_max(const struct am_call_out *out)
{
    return AM_HTTP_ANSWER_MS_MAX + (int64_t)(out->bytes.len_bytes / AM_HTTP_ANSWER_BYTES_PER_MS);
}

static enum MHD_Result answer(struct am_exchange *exchange)
{
    exchange->stage = AM_STAGE_ANSWERED;
    if (exchange->out.live && !exchange->uncounted) { /* a stream has no end that a stop could wait for */
        exchange->uncounted = true;
        atomic_fetch_sub(&exchange->server->under_way, 1);
    }
    am_link_allow(link_of(exchange->connection), exchange->out.live ? 0 : answer_ms_max(&exchange->out));
    const enum MHD_Result sent = am_answering_send(exchange);
    if (exchange->out.live) { /* it may last for days */
        am_arena_dispose(&exchange->arena);
        am_caller_forget(&exchange->caller);
    }
    return sent;
}

/* The request is here. */
static enum MHD_Result dispatch(struct am_exchange *exchange)
{
    const struct am_route *route = exchange->in.route;
    exchange->began_micros = am_clock_micros();
    am_link_allow(link_of(exchange->connection), 0);
    if (!route || exchange->out.problem.status != 0) {
        am_answering_settle(exchange);
        return answer(exchange);
    }
    exchange->let_in = route->quick && am_gate_recall(&exchange->in, &exchange->caller, &exchange->out);
    if (exchange->let_in || (route->quick && route->door == AM_DOOR_PUBLIC)) {
        handle(exchange);
        return answer(exchange);
    }
    exchange->stage = AM_STAGE_WORKING;
    MHD_suspend_connection(exchange->connection);
    if (am_workers_give(exchange->server->workers, work, exchange))
        return MHD_YES;
    am_problem_set(&exchange->out, 503, "busy", "The server has too much to do",
                   "as many requests are waiting as may");
    exchange->out.problem.retry_after_s = 1;
    am_answering_settle(exchange);
    exchange->stage = AM_STAGE_SETTLED;
    MHD_resume_connection(exchange->connection);
    return MHD_YES;
}

enum MHD_Result am_exchange_take(void *context, struct MHD_Connection *connection, const char *url,
                                 const char *method, const char *version, const char *upload,
                                 size_t *upload_len, void **state)
{
    (void)version;
    struct am_exchange *exchange = *state;
    if (!exchange) {
        *state = exchange = begin(context, connection, url, method);
        if (!exchange)
            return MHD_NO;
        if (!exchange->cut_short)
            return MHD_YES;
        am_answering_settle(exchange);
        return answer(exchange);
    }
    if (*upload_len > 0) {
        am_reading_more(exchange, upload, *upload_len);
        *upload_len = 0;
        return MHD_YES;
    }
    switch (exchange->stage) {
    case AM_STAGE_READING:
        return dispatch(exchange);
    case AM_STAGE_SETTLED:
        return answer(exchange);
    case AM_STAGE_WORKING:
    case AM_STAGE_ANSWERED:
        break;
    }
    return MHD_YES;
}

void am_exchange_end(void *context, struct MHD_Connection *connection, void **state,
                     enum MHD_RequestTerminationCode how)
{
    (void)how;
    struct am_server *server = context;
    struct am_exchange *exchange = *state;
    if (!exchange)
        return;
    am_stream_leave(exchange->out.live);
    am_link_allow(link_of(connection), AM_HTTP_IDLE_MS);
    json_decref(exchange->in.body);
    json_decref(exchange->out.json);
    free(exchange->body);
    free(exchange->answer);
    am_arena_dispose(&exchange->arena);
    am_caller_forget(&exchange->caller);
    if (!exchange->uncounted)
        atomic_fetch_sub(&server->under_way, 1);
    free(exchange);
    *state = NULL;
}
