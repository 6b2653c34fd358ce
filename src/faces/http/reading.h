/*
 * Reading a request: what its headers and its query say, its body with its limits. Not thread-safe: one
 * exchange is in one thread at a time.
 */
#ifndef AM_READING_H
#define AM_READING_H

#include <microhttpd.h>

#include "faces/http/auth/caller.h"
#include "faces/http/serving.h"

enum am_stage { AM_STAGE_READING, AM_STAGE_WORKING, AM_STAGE_SETTLED, AM_STAGE_ANSWERED };

/* One request on its way. */
struct am_exchange {
    struct am_server *server;
    struct MHD_Connection *connection;
    const char *method;
    size_t index; /* of the route; behind the last: none */
    enum am_stage stage;
    bool head, let_in, uncounted;
    bool cut_short; /* answered before its body, which is not read */
    struct am_arena arena;
    char *body;
    size_t body_len, body_room;
    struct am_call_in in;
    struct am_call_out out;
    struct am_problem flaw; /* of headers or query: told once it is known who asks */
    struct am_caller caller;
    char id[AM_ID_TEXT_LEN + 1], allowed[48], address[64];
    int64_t began_micros;
    char *answer; /* what is sent; from malloc until it is handed over */
    size_t answer_len;
};

/* First of all: whether it is clear where the request ends. What two readers may cut in different places
 * (both lengths, a coding that is not known) could carry another request past a proxy. False: the problem is
 * set. */
bool am_reading_framing(struct am_exchange *exchange);

/* Before the body: its type and announced length, If-Match, Idempotency-Key, ?limit= and the rest. Sets the
 * exchange's problem. */
void am_reading_head(struct am_exchange *exchange);

/* More of the body. Beyond the limit nothing is kept, and the problem is 413. */
void am_reading_more(struct am_exchange *exchange, const char *bytes, size_t len_bytes);

/* The body is complete: parses it where the route takes an object. False: the problem is set. */
bool am_reading_done(struct am_exchange *exchange);

#endif
