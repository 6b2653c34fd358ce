#include "faces/http/answering.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "faces/http/live/live.h"
#include "faces/http/serving.h"

static int status_of(const struct am_exchange *exchange)
{
    const struct am_call_out *out = &exchange->out;
    const struct am_route *route = exchange->in.route;
    if (out->problem.status != 0)
        return out->problem.status;
    if (out->status != 0)
        return out->status;
    if (!out->json && !out->bytes.bytes)
        return 204;
    return route && route->status ? route->status : 200;
}

/* A reader that has this version already is told so, without the record. */
static bool reader_has_it(const struct am_exchange *exchange)
{
    char etag[32];
    const struct am_call_out *out = &exchange->out;
    if (out->version == 0 || out->problem.status != 0 || !exchange->in.route ||
        exchange->in.route->method != AM_GET)
        return false;
    const char *has = MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND, "If-None-Match");
    snprintf(etag, sizeof etag, "\"%lld\"", (long long)out->version);
    return has && strcmp(has, etag) == 0;
}

/* Fifteen digits: decimals come out as they went in (recordjson.c). */
static void dump(struct am_exchange *exchange)
{
    char *text = json_dumps(exchange->out.json, JSON_REAL_PRECISION(15) | JSON_COMPACT);
    exchange->answer = text;
    exchange->answer_len = text ? strlen(text) : 0;
    json_decref(exchange->out.json);
    exchange->out.json = NULL;
}

static void tell(const struct am_exchange *exchange, int64_t micros)
{
    const struct am_server *server = exchange->server;
    const struct am_http_log entry = {.request = exchange->id,
                                      .method = exchange->method,
                                      .route = exchange->in.route ? exchange->in.route->path : "none",
                                      .status = exchange->out.status,
                                      .micros = micros,
                                      .problem = exchange->out.problem.type};
    am_metrics_count(server->metrics, exchange->index, entry.status, micros);
    if (server->settings.log)
        server->settings.log(server->settings.log_context, &entry);
}

void am_answering_settle(struct am_exchange *exchange)
{
    struct am_call_out *out = &exchange->out;
    out->status = status_of(exchange);
    if (out->problem.status != 0) {
        json_decref(out->json);
        out->json = am_problem_json(&out->problem, exchange->id);
        out->bytes = (struct amends_view){NULL, 0};
        out->content_type = "application/problem+json";
        out->version = 0;
        out->etag[0] = 0;
        out->encoding = out->cache = NULL;
    } else if (reader_has_it(exchange)) {
        out->status = 304;
        json_decref(out->json);
        out->json = NULL;
        out->bytes = (struct amends_view){NULL, 0};
        out->content_type = NULL;
    } else if (out->json && !out->content_type) {
        out->content_type = "application/json";
    }
    if (out->json)
        dump(exchange);
    const int64_t began = exchange->began_micros;
    tell(exchange, began ? am_clock_micros() - began : 0);
}

static void add_headers(const struct am_exchange *exchange, struct MHD_Response *response)
{
    const struct am_call_out *out = &exchange->out;
    char text[64];
    MHD_add_response_header(response, "X-Request-Id", exchange->id);
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, "Referrer-Policy", "no-referrer");
    MHD_add_response_header(response, "Cross-Origin-Resource-Policy", "same-origin");
    MHD_add_response_header(response, "Content-Security-Policy",
                            out->content_policy ? out->content_policy
                                                : "default-src 'none'; frame-ancestors 'none'");
    MHD_add_response_header(response, "Cache-Control", out->cache ? out->cache : "no-store");
    if (exchange->server->secure && !exchange->server->settings.plain_beside)
        MHD_add_response_header(response, "Strict-Transport-Security", "max-age=31536000");
    if (out->content_type)
        MHD_add_response_header(response, "Content-Type", out->content_type);
    if (out->content_policy) { /* a page */
        MHD_add_response_header(response, "Cross-Origin-Opener-Policy", "same-origin");
        MHD_add_response_header(response, "Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    }
    if (out->encoding)
        MHD_add_response_header(response, "Content-Encoding", out->encoding);
    if (out->encodings)
        MHD_add_response_header(response, "Vary", "Accept-Encoding");
    if (out->etag[0])
        MHD_add_response_header(response, "ETag", out->etag);
    if (out->version > 0) {
        snprintf(text, sizeof text, "\"%lld\"", (long long)out->version);
        MHD_add_response_header(response, "ETag", text);
    }
    if (out->location[0])
        MHD_add_response_header(response, "Location", out->location);
    for (size_t i = 0; i < 2; i++)
        if (out->set_cookie[i])
            MHD_add_response_header(response, "Set-Cookie", out->set_cookie[i]);
    if (out->replayed)
        MHD_add_response_header(response, "Idempotency-Replayed", "true");
    if (exchange->allowed[0])
        MHD_add_response_header(response, "Allow", exchange->allowed);
    if (out->status == 401)
        MHD_add_response_header(response, "WWW-Authenticate", "Bearer realm=\"amends\"");
    if (out->problem.retry_after_s > 0) {
        snprintf(text, sizeof text, "%u", out->problem.retry_after_s);
        MHD_add_response_header(response, "Retry-After", text);
    }
    if (out->live) /* nginx: pass it on as it comes */
        MHD_add_response_header(response, "X-Accel-Buffering", "no");
    if (out->live || atomic_load(&exchange->server->stopping))
        MHD_add_response_header(response, "Connection", "close");
}

enum MHD_Result am_answering_send(struct am_exchange *exchange)
{
    struct am_call_out *out = &exchange->out;
    struct MHD_Response *response;
    if (out->live) {
        response = am_stream_response(out->live, exchange->connection);
    } else if (exchange->answer) {
        response =
            MHD_create_response_from_buffer(exchange->answer_len, exchange->answer, MHD_RESPMEM_MUST_FREE);
        if (!response)
            free(exchange->answer);
        exchange->answer = NULL;
    } else {
        /* The arena lives until the answer is sent. */
        response = MHD_create_response_from_buffer(out->bytes.len_bytes, (void *)(uintptr_t)out->bytes.bytes,
                                                   MHD_RESPMEM_PERSISTENT);
    }
    if (!response)
        return MHD_NO;
    add_headers(exchange, response);
    const enum MHD_Result queued =
        MHD_queue_response(exchange->connection, (unsigned)exchange->out.status, response);
    MHD_destroy_response(response);
    return queued;
}
