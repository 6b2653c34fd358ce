/*
 * Any bytes as a request: its first line, headers, a body behind an empty line. It takes the way that a
 * request takes behind libmicrohttpd: route, query, headers, cookie or token, body, and the handler over the
 * verbs of the desk, on a storage of made-up rows (port.h). Whatever comes, the answer is JSON or a problem,
 * never "internal", and nothing unsound is written.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "domain/kinds/people.h"
#include "faces/http/auth/gate.h"
#include "faces/http/auth/known.h"
#include "faces/http/auth/setup.h"
#include "faces/http/auth/throttle.h"
#include "faces/http/limits.h"
#include "faces/http/reading.h"
#include "faces/http/recordjson.h"
#include "faces/http/scratch.h"
#include "fuzz/engine.h"
#include "fuzz/port.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { PAIRS_MOST = 24, NOW_MS = 1767225600 };

struct pair {
    const char *name, *value;
};
struct request {
    struct am_exchange exchange; /* first: the handlers' `request` */
    char *text, *method, *path, *body;
    size_t body_len;
    struct pair headers[PAIRS_MOST], parameters[PAIRS_MOST];
    size_t header_count, parameter_count;
};

/* ---- reading what the input says, as libmicrohttpd would */

static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void decode(char *text)
{
    char *to = text;
    for (; *text; text++) {
        if (*text == '%' && hex(text[1]) >= 0 && hex(text[2]) >= 0) {
            *to++ = (char)(hex(text[1]) * 16 + hex(text[2]));
            text += 2;
        } else {
            *to++ = *text == '+' ? ' ' : *text;
        }
    }
    *to = 0;
}

static void read_query(struct request *request, char *query)
{
    for (char *next; query && request->parameter_count < PAIRS_MOST; query = next) {
        next = strchr(query, '&');
        if (next)
            *next++ = 0;
        char *value = strchr(query, '=');
        if (value)
            *value++ = 0;
        decode(query);
        if (value)
            decode(value);
        request->parameters[request->parameter_count++] = (struct pair){query, value};
    }
}

static bool read_request(struct request *request)
{
    char *line = request->text, *end = strchr(line, '\n');
    if (!end)
        return false;
    *end = 0;
    request->method = line;
    request->path = strchr(line, ' ');
    if (!request->path)
        return false;
    *request->path++ = 0;
    char *query = strchr(request->path, '?');
    if (query)
        *query++ = 0;
    read_query(request, query);
    for (line = end + 1; *line && *line != '\n' && (end = strchr(line, '\n')) != NULL; line = end + 1) {
        *end = 0;
        char *value = strchr(line, ':');
        if (!value || request->header_count == PAIRS_MOST)
            continue;
        *value++ = 0;
        request->headers[request->header_count++] = (struct pair){line, value + (*value == ' ')};
    }
    request->body = *line == '\n' ? line + 1 : line;
    return true;
}

static const char *header(void *context, const char *name)
{
    const struct request *request = context;
    for (size_t i = 0; i < request->header_count; i++)
        if (strcasecmp(request->headers[i].name, name) == 0)
            return request->headers[i].value;
    return NULL;
}

static const char *parameter(void *context, const char *name)
{
    const struct request *request = context;
    for (size_t i = 0; i < request->parameter_count; i++)
        if (strcmp(request->parameters[i].name, name) == 0)
            return request->parameters[i].value;
    return NULL;
}

/* ---- the server, without a network */

static struct am_server *server(void)
{
    static struct am_server made;
    static const unsigned char key[32] = {1};
    const struct fuzz_engine *fuzz = fuzz_engine();
    if (made.routing.count > 0)
        return &made;
    made.settings = (struct am_server_settings){
        .store = fuzz_store(), .org = 1, .key = key, .engine = fuzz->engine, .image = amends_builtin_image()};
    pthread_mutex_init(&made.hashing, NULL);
    made.scratch = am_scratch_new(fuzz->engine, made.settings.image);
    made.known = am_known_new();
    made.throttle = am_throttle_new();
    made.setup = am_setup_new();
    made.metrics = am_metrics_new(256);
    if (sodium_init() < 0 || !am_routing_make(&made.routing, am_route_tables))
        abort();
    return &made;
}

/* ---- what must hold */

static void check_out(const struct am_call_out *out)
{
    if (out->problem.status != 0) {
        if (out->problem.status < 400 || !out->problem.type || !out->problem.title ||
            strcmp(out->problem.type, "internal") == 0)
            __builtin_trap();
        json_t *problem = am_problem_json(&out->problem, "request");
        char *text = json_dumps(problem, JSON_COMPACT);
        if (!text)
            __builtin_trap();
        free(text);
        json_decref(problem);
    } else if (out->json) {
        char *text = json_dumps(out->json, JSON_COMPACT);
        if (!text)
            __builtin_trap();
        free(text);
    }
}

/* Whoever reads a body finds a sound record, or a field at fault; told and read again it is the same. */
static void check_body(const struct am_call_in *in)
{
    const struct am_record *record = in->route->takes;
    for (int making = 0; record && in->body && making < 2; making++) {
        struct am_call_out out = {0};
        void *row = am_arena_take(in->arena, record->size);
        if (record->plural)
            fuzz_row(record, 1, 4, in->arena, row);
        else
            am_record_empty(record, row);
        if (am_record_read(record, in->body, making, in->arena, row, &out)) {
            json_t *told = am_record_json(record, row);
            char *text = told ? json_dumps(told, JSON_COMPACT) : NULL;
            if (!text)
                __builtin_trap();
            free(text);
            json_decref(told);
        } else if (out.problem.status != 400 || !out.problem.field[0] || !out.problem.expected[0]) {
            __builtin_trap();
        }
    }
}

/* Passwords are hashed for a tenth of a second each, and streams never end. */
static bool is_slow(const struct am_route *route)
{
    return route->throttled || route->stream || strstr(route->path, "/password-reset");
}

/* In by whatever it shows; then, as what was shown is never somebody's, as an administrator. */
static void handle(struct request *request)
{
    struct am_exchange *exchange = &request->exchange;
    struct am_call_in *in = &exchange->in;
    const struct am_membership role = {
        .row = {.org = 1, .id = 2, .version = 1}, .person = 1, .role = AM_ROLE_ADMINISTRATOR};
    const struct am_actor actor = {
        .org = 1, .person = 1, .device = 5, .session = 6, .memberships = &role, .membership_count = 1};
    struct am_call_out gate = {0};
    if (am_gate_pass(in, &exchange->caller, &gate) != (gate.problem.status == 0) ||
        (gate.problem.status == 0 && in->route->door != AM_DOOR_PUBLIC))
        __builtin_trap();
    am_caller_forget(&exchange->caller);
    in->actor = in->route->door == AM_DOOR_PUBLIC ? NULL : &actor;
    if (!is_slow(in->route))
        in->route->handle(in, &exchange->out);
    in->actor = NULL;
    check_out(&exchange->out);
}

static void take(struct request *request)
{
    struct am_exchange *exchange = &request->exchange;
    struct am_match match;
    exchange->server = server();
    exchange->in = (struct am_call_in){.server = exchange->server,
                                       .arena = &exchange->arena,
                                       .limit = AM_HTTP_PAGE_DEFAULT,
                                       .now_ms = NOW_MS * INT64_C(1000),
                                       .header = header,
                                       .parameter = parameter,
                                       .request = request};
    am_routing_match(&exchange->server->routing, request->method, request->path, &match);
    if (!match.route)
        return;
    exchange->in.route = match.route;
    memcpy(exchange->in.ids, match.ids, sizeof match.ids);
    am_reading_head(exchange);
    const size_t half = request->body_len / 2;
    am_reading_more(exchange, request->body, half);
    am_reading_more(exchange, request->body + half, request->body_len - half);
    if (exchange->out.problem.status == 0 && am_reading_done(exchange)) {
        check_body(&exchange->in);
        handle(request);
    }
    check_out(&exchange->out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct request request = {.text = malloc(size + 1)};
    if (!request.text)
        return 0;
    if (size > 0)
        memcpy(request.text, bytes, size);
    request.text[size] = 0;
    if (read_request(&request)) {
        /* A NUL ends a header, but not the body. */
        request.body_len = size - (size_t)(request.body - request.text);
        take(&request);
    }
    json_decref(request.exchange.in.body);
    json_decref(request.exchange.out.json);
    free(request.exchange.body);
    am_arena_dispose(&request.exchange.arena);
    free(request.text);
    return 0;
}
