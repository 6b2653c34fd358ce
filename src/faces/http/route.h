/*
 * The one table of routes: method, path, permission, handler, summary. From it come the dispatch, the API's
 * description (OpenAPI 3.1) and the tests of permissions. A handler gets a request that is signed in, allowed
 * as far as that can be told without the record, and read; it answers with a record, a list, a problem or
 * bytes. Handlers translate, they never decide.
 */
#ifndef AM_ROUTE_H
#define AM_ROUTE_H

#include <jansson.h>

#include "domain/permission.h"
#include "domain/port.h"

enum am_method { AM_GET, AM_POST, AM_PATCH, AM_PUT, AM_DELETE };

/* How a caller is known. */
enum am_door {
    AM_DOOR_PUBLIC, /* by nobody: health, sign-in, the join page */
    AM_DOOR_DEVICE, /* an enrolled device, nobody signed in on it */
    AM_DOOR_PERSON  /* a session or a token */
};

/* A problem as RFC 9457 has it. `field` and `expected` where one field of the request is at fault. */
struct am_problem {
    int status;        /* HTTP */
    const char *type;  /* last part of the problem's URI: "no-authority"; static */
    const char *title; /* English, static; clients translate by type */
    char detail[256];
    char field[96];
    char expected[160];
};

struct am_server; /* everything a handler may reach: store, engine, clock, settings */

struct am_call_in {
    struct am_server *server;
    struct am_arena *arena;
    const struct am_actor *actor; /* who it is; NULL behind AM_DOOR_PUBLIC */
    int64_t now_ms;
    am_id ids[2];                     /* of the path, in its order */
    json_t *body;                     /* an object; NULL where the route takes none */
    int64_t if_match;                 /* version; 0: none given */
    struct amends_view cursor, query; /* ?cursor=, ?q= */
    unsigned limit;                   /* ?limit= */
    const char *(*parameter)(void *request,
                             const char *name); /* other query parameters; NULL where not given */
    void *request;
    struct amends_view address; /* of the caller, for throttling alone */
};

/* What a handler answers. Zeroed: 204. */
struct am_call_out {
    int status;
    json_t *json;             /* taken over */
    int64_t version;          /* ETag; 0: none */
    struct amends_view bytes; /* other than JSON: with `content_type`; from the arena */
    const char *content_type;
    const char *set_cookie[2]; /* from the arena */
    char location[80];
    struct am_problem problem; /* status >= 400: this is the answer */
    bool live;                 /* becomes a stream of live events */
};

typedef void am_handler(const struct am_call_in *in, struct am_call_out *out);

struct am_route {
    enum am_method method;
    const char *path; /* "/v1/cases/{id}/remedies" */
    enum am_door door;
    enum am_permission permission; /* behind AM_DOOR_PERSON */
    am_handler *handle;
    const char *summary;
    const struct am_record *takes, *gives; /* for the description; NULL: none, or as `summary` says */
    bool gives_list;
    bool no_idempotency; /* a write that may be repeated as it is */
};

/* All routes, ended by one without a path. Put together of the tables of the handlers' files. */
const struct am_route *am_routes(void);

/* Sets the problem and its status. `format` makes the detail: English, no customer's words. */
__attribute__((format(printf, 5, 6))) void am_problem_set(struct am_call_out *out, int status,
                                                          const char *type, const char *title,
                                                          const char *format, ...);

/* The problem that stands for what storage answered. AM_KEPT_OK sets none and gives true. */
bool am_problem_of_kept(struct am_call_out *out, enum am_kept kept);

#endif
