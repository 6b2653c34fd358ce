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
    unsigned retry_after_s; /* 0: not told */
};

struct am_doing;
struct am_work;

/* What a route does through the desk's verbs (work.h); false: doing->refused, or the problem, says why not.
 */
typedef bool am_act(struct am_doing *doing, struct am_work *work);

/* A member of an answer beside the fields of `gives`, made of records too. */
struct am_part {
    const char *name;
    const struct am_record *record;
    bool list; /* an array; else one, or null */
    const char *about;
};
enum { AM_PARTS_MOST = 6 };

/* A query parameter of a list: records whose field is as it says. */
struct am_filter {
    const char *name;  /* as in the query */
    const char *field; /* of the record; NULL: the act reads it. A TIME, with `below`: before that time; else:
                          true, there is one */
    bool below;
    const char *about;
};

struct am_stream;
struct am_server; /* everything a handler may reach (serving.h): store, engine, clock, settings */
struct am_route;

struct am_call_in {
    struct am_server *server;
    const struct am_route *route;
    struct am_arena *arena;
    const struct am_actor
        *actor; /* who it is; NULL behind AM_DOOR_PUBLIC. Behind AM_DOOR_DEVICE: org and device alone */
    const unsigned char
        *debrief_key; /* 32 bytes of the person's key, where they signed in in full; else NULL */
    const char *csrf; /* of the session, where a cookie was shown; else NULL */
    int64_t now_ms;
    am_id ids[2];                     /* of the path, in its order */
    const char *path;                 /* as it was asked; for the app alone */
    json_t *body;                     /* an object; NULL where the route takes none */
    struct amends_view bytes;         /* the body as it came */
    int64_t if_match;                 /* version; 0: none given */
    struct amends_view cursor, query; /* ?cursor=, ?q= */
    unsigned limit;                   /* ?limit= */
    const char *(*parameter)(void *request,
                             const char *name);             /* other query parameters; NULL where not given */
    const char *(*header)(void *request, const char *name); /* for sign-in alone; NULL where not given */
    void *request;
    struct amends_view key;     /* Idempotency-Key; empty: none */
    struct amends_view address; /* of the caller, for throttling alone: empty where nothing is throttled */
};

/* What a handler answers. Zeroed: 204. */
struct am_call_out {
    int status;
    json_t *json;             /* taken over */
    int64_t version;          /* ETag; 0: none */
    struct amends_view bytes; /* other than JSON: with `content_type`; from the arena */
    const char *content_type;
    const char *set_cookie[2];  /* from the arena */
    const char *content_policy; /* Content-Security-Policy of a page; NULL: nothing may be loaded */
    const char *cache;          /* Cache-Control; NULL: no-store */
    char etag[48];              /* ETag, where it is no version; empty: none */
    const char *encoding;       /* Content-Encoding; NULL: none */
    bool encodings;             /* another caller may get it otherwise encoded */
    char location[80];
    struct am_problem problem; /* status >= 400: this is the answer */
    struct am_stream *live;    /* becomes this stream of live events (live/live.h); taken over */
    bool replayed;             /* the answer to an earlier request with the same Idempotency-Key */
};

typedef void am_handler(const struct am_call_in *in, struct am_call_out *out);

/* What a request brings. */
enum am_brings {
    AM_BRINGS_AS_TOLD, /* an object where `takes` is given, else nothing */
    AM_BRINGS_OBJECT,  /* a JSON object: `body` */
    AM_BRINGS_BYTES,   /* a JSON object, left unread: `bytes` */
    AM_BRINGS_LINES    /* JSON Lines: `bytes` */
};

struct am_route {
    enum am_method method;
    const char *path; /* "/v1/cases/{id}/remedies" */
    enum am_door door;
    enum am_permission permission; /* behind AM_DOOR_PERSON */
    am_handler *handle;
    const char *summary;
    /* For reading and for the description. A body that is no record that is kept is described by one without
     * a plural: its structure does not begin with struct am_row. NULL: none, or as `summary` says. */
    const struct am_record *takes, *gives;
    am_act *act; /* for the handlers of work.h */
    /* am_work_do: before the write, first without a transaction (doing->tx is NULL), then, where that was
     * false, on a read; what it refuses is forgotten. */
    am_act *prepare;
    void (*settled)(struct am_work *work); /* am_work_do: the write is on disk */
    const struct am_part *parts;           /* ended by one without a name; NULL: none */
    const struct am_filter *filters;       /* of a list, so */
    const char *by;       /* its order; NULL: as they were made. The newest, the most first */
    bool ascending;       /* the first, the least first */
    const char *owner;    /* the field that says whose a record is; NULL: nobody's own */
    int64_t lasts_ms;     /* of a list: what was made longer ago stands in it no more; 0: all does */
    bool shared;          /* records of no site are everybody's who may see some */
    const char *conflict; /* when it cannot be done: 409; NULL: always can */
    bool searches;        /* ?q= */
    enum am_brings brings;
    const char *media; /* what is answered, where that is no JSON: "text/html" */
    int status;        /* of success; 0: 200, or 204 where nothing is given */
    bool gives_list;
    bool no_idempotency; /* a write that may be repeated as it is, or whose answer must not be kept */
    bool needs_version;  /* If-Match must be given: 428 without */
    bool quick;          /* neither store nor waiting: runs at once on the connection's own thread */
    bool stream;         /* answers with server-sent events */
    bool storeless;      /* asks nothing of the store */
    bool throttled;      /* takes a password, a PIN, a secret: who fails must wait */
    bool unready;        /* open to one who must change their password first */
    bool enrols;         /* open to one who must set up an authenticator first */
    bool full_sign_in;   /* not by PIN, not by a token: what concerns credentials */
};

/* The tables of this program's routes, each ended by one without a path; NULL behind the last. */
extern const struct am_route *const am_route_tables[];

/* "GET". Static. */
const char *am_method_name(enum am_method method);

/* Sets the problem and its status. `format` makes the detail: English, no customer's words. */
__attribute__((format(printf, 5, 6))) void am_problem_set(struct am_call_out *out, int status,
                                                          const char *type, const char *title,
                                                          const char *format, ...);

/* A field of the body is at fault: 400, or what `status` says. Both texts are copied. */
void am_problem_field(struct am_call_out *out, int status, const char *field, const char *expected);

/* The problem that stands for what storage answered. AM_KEPT_OK sets none and gives true. */
bool am_problem_of_kept(struct am_call_out *out, enum am_kept kept);

/* The problem as JSON; `request` is the id of the request. NULL when memory runs out. Owns: the caller. */
json_t *am_problem_json(const struct am_problem *problem, const char *request);

#endif
