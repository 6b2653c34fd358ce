/*
 * The least that answers `POST /v1/signals`: a handler of libmicrohttpd that does the same parse, the same
 * call of the library and the same dump as the desk, on as many threads, and nothing else: no route, no
 * sign-in, no limits, no log, no headers of its own but the type. minimal THREADS: prints its port, serves
 * until its standard input ends.
 */
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "amends/engine.h"
#include "amends/malloc.h"
#include "faces/json/answer.h"
#include "faces/json/plain.h"
#include "faces/json/request.h"

/* What a thread keeps from request to request. */
struct bench {
    amends_workspace *workspace;
    struct am_writer out, plain;
};
struct body {
    char *bytes;
    size_t len;
};

static struct bench *bench_of(const amends_engine *engine)
{
    static _Thread_local struct bench bench;
    const struct amends_allocator allocator = AMENDS_MALLOC;

    if (bench.workspace == NULL && amends_workspace_new(engine, &allocator, 0, &bench.workspace) != AMENDS_OK)
        return NULL;
    return &bench;
}

static bool answer(const amends_engine *engine, struct bench *bench, struct amends_view line)
{
    struct am_signals_request request;
    struct amends_reading reading;
    struct am_fault fault = {0};
    json_t *json = NULL;

    am_writer_reset(&bench->out);
    if (!am_plain_signals(engine, line, &bench->plain, &request)) {
        json = am_line_parse(line, &fault);

        const struct am_object object = {.json = json, .prefix = "", .fault = &fault};

        if (json == NULL || !am_request_signals(engine, &object, &request)) {
            json_decref(json);
            return false;
        }
    }

    const bool good =
        amends_read(engine, bench->workspace, request.text, &request.options, &reading) == AMENDS_OK;

    if (good)
        am_answer_signals(&bench->out, engine, request.id, &reading);
    json_decref(json);
    return good && !bench->out.failed;
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload, size_t *len,
                              void **state)
{
    struct body *body = *state;

    (void)url, (void)method, (void)version;
    if (body == NULL) {
        *state = calloc(1, sizeof *body);
        return *state ? MHD_YES : MHD_NO;
    }
    if (*len > 0) {
        char *more = realloc(body->bytes, body->len + *len + 1);

        if (more == NULL)
            return MHD_NO;
        body->bytes = more;
        memcpy(body->bytes + body->len, upload, *len);
        body->len += *len;
        body->bytes[body->len] = 0;
        *len = 0;
        return MHD_YES;
    }

    struct bench *bench = bench_of(context);

    if (bench == NULL || !answer(context, bench, (struct amends_view){body->bytes, body->len}))
        return MHD_NO;

    struct MHD_Response *response =
        MHD_create_response_from_buffer(bench->out.len_bytes, bench->out.bytes, MHD_RESPMEM_MUST_COPY);

    MHD_add_response_header(response, "Content-Type", "application/json");

    const enum MHD_Result queued = MHD_queue_response(connection, 200, response);

    MHD_destroy_response(response);
    return queued;
}

static void ended(void *context, struct MHD_Connection *connection, void **state,
                  enum MHD_RequestTerminationCode how)
{
    struct body *body = *state;

    (void)context, (void)connection, (void)how;
    if (body != NULL)
        free(body->bytes);
    free(body);
}

int main(int argc, char *argv[])
{
    const struct amends_allocator allocator = AMENDS_MALLOC;
    const unsigned threads = argc == 2 ? (unsigned)atoi(argv[1]) : 0;
    amends_engine *engine;

    if (threads < 2 || amends_engine_new(&allocator, amends_builtin_image(), &engine) != AMENDS_OK) {
        fprintf(stderr, "usage: minimal THREADS (two or more)\n");
        return 2;
    }

    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, handle, engine, MHD_OPTION_THREAD_POOL_SIZE, threads,
        MHD_OPTION_NOTIFY_COMPLETED, ended, NULL, MHD_OPTION_CONNECTION_TIMEOUT, 30u, MHD_OPTION_END);

    if (daemon == NULL)
        return 1;
    printf("%u\n", MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
    fflush(stdout);
    while (getchar() != EOF)
        continue;
    MHD_stop_daemon(daemon);
    return 0;
}
