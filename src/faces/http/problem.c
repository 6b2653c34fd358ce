/* Problems as RFC 9457 has them, and which of them stands for what storage answers. */
#include <stdarg.h>
#include <stdio.h>

#include "faces/http/route.h"

void am_problem_set(struct am_call_out *out, int status, const char *type, const char *title,
                    const char *format, ...)
{
    out->status = status;
    out->problem = (struct am_problem){.status = status, .type = type, .title = title};
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(out->problem.detail, sizeof out->problem.detail, format, arguments);
    va_end(arguments);
}

void am_problem_field(struct am_call_out *out, int status, const char *field, const char *expected)
{
    am_problem_set(out, status, "field", "A field of the request is not as expected", "%s: %s",
                   field[0] ? field : "the request", expected);
    snprintf(out->problem.field, sizeof out->problem.field, "%s", field);
    snprintf(out->problem.expected, sizeof out->problem.expected, "%s", expected);
}

bool am_problem_of_kept(struct am_call_out *out, enum am_kept kept)
{
    enum { RETRY_AFTER_S = 5 };
    switch (kept) {
    case AM_KEPT_OK:
        return true;
    case AM_KEPT_NONE:
        am_problem_set(out, 404, "not-found", "There is no such thing here", "no record has this id");
        break;
    case AM_KEPT_CHANGED:
        am_problem_set(out, 412, "changed", "Somebody changed it meanwhile",
                       "the version in If-Match is not the one that is stored: read it again");
        break;
    case AM_KEPT_TWICE:
        am_problem_set(out, 409, "exists", "It is there already", "a record like this is stored already");
        break;
    case AM_KEPT_REFUSED: /* the verb that refused sets its own reason; one that did not is a mistake of ours
                           */
        if (out->problem.status == 0)
            am_problem_set(out, 500, "internal", "Something went wrong here", "refused without a reason");
        break;
    case AM_KEPT_FULL:
        am_problem_set(out, 507, "disk-full", "There is no space left",
                       "nothing was written: the disk is full");
        break;
    case AM_KEPT_READONLY:
        am_problem_set(out, 503, "read-only", "Nothing can be written now",
                       "nothing was written: the storage takes no writes");
        break;
    case AM_KEPT_AWAY:
        am_problem_set(out, 503, "storage-away", "The storage cannot be reached now",
                       "nothing was written: the database does not answer");
        break;
    case AM_KEPT_DAMAGED:
        am_problem_set(out, 500, "storage-damaged", "What is stored cannot be read",
                       "the database is damaged: see the server's log");
        break;
    case AM_KEPT_MEMORY:
        am_problem_set(out, 503, "memory", "The server is out of memory", "nothing was written");
        break;
    }
    if (out->status == 503)
        out->problem.retry_after_s = RETRY_AFTER_S;
    return false;
}

json_t *am_problem_json(const struct am_problem *problem, const char *request)
{
    char type[96];
    snprintf(type, sizeof type, "/problems/%s", problem->type);
    json_t *json = json_pack("{s:s, s:s, s:i, s:s, s:s}", "type", type, "title", problem->title, "status",
                             problem->status, "detail", problem->detail, "request", request);
    if (json && problem->field[0])
        json_object_set_new(json, "field", json_string(problem->field));
    if (json && problem->expected[0])
        json_object_set_new(json, "expected", json_string(problem->expected));
    return json;
}
