#include "faces/http/reading.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "domain/rules/mask.h"
#include "faces/http/limits.h"
#include "faces/json/fields.h"

static enum am_brings brings(const struct am_route *route)
{
    if (route->brings == AM_BRINGS_AS_TOLD && route->takes)
        return AM_BRINGS_OBJECT;
    return route->brings;
}

static size_t body_most(const struct am_route *route)
{
    return brings(route) == AM_BRINGS_LINES ? AM_HTTP_LINES_BYTES_MAX : AM_HTTP_BODY_BYTES_MAX;
}

static void too_long(struct am_exchange *exchange)
{
    am_problem_set(&exchange->out, 413, "too-long", "The body is too long", "at most %zu bytes are taken",
                   exchange->in.route ? body_most(exchange->in.route) : (size_t)AM_HTTP_BODY_BYTES_MAX);
}

/* "application/json; charset=utf-8" is application/json. */
static bool type_is(const char *type, const char *expected)
{
    const size_t len = strlen(expected);
    return strncasecmp(type, expected, len) == 0 && (type[len] == 0 || type[len] == ';' || type[len] == ' ');
}

static void check_type(struct am_exchange *exchange)
{
    const char *encoding = exchange->in.header(exchange, "Content-Encoding");
    const struct am_route *route = exchange->in.route;
    const char *type = exchange->in.header(exchange, "Content-Type");
    static const char *const lines[] = {"application/jsonl", "application/x-ndjson", "application/ndjson",
                                        NULL};
    static const char *const object[] = {"application/json", "application/merge-patch+json", NULL};
    const bool takes_lines = brings(route) == AM_BRINGS_LINES;
    if (brings(route) == AM_BRINGS_AS_TOLD)
        return;
    if (encoding && strcasecmp(encoding, "identity") != 0) {
        am_problem_set(&exchange->out, 415, "type", "The body is of a type that is not taken here",
                       "a body without Content-Encoding was expected: it is not unpacked");
        return;
    }
    for (const char *const *at = takes_lines ? lines : object; type && *at; at++)
        if (type_is(type, *at))
            return;
    am_problem_set(&exchange->out, 415, "type", "The body is of a type that is not taken here",
                   "Content-Type %s was expected", takes_lines ? lines[0] : object[0]);
}

static bool number_of(const char *text, unsigned long most, unsigned long *out)
{
    char *end;
    if (text[0] < '0' || text[0] > '9')
        return false;
    *out = strtoul(text, &end, 10);
    return *end == 0 && *out <= most;
}

static void read_limit(struct am_exchange *exchange)
{
    const char *text = exchange->in.parameter(exchange, "limit");
    unsigned long limit;
    if (!text)
        return;
    if (number_of(text, AM_HTTP_PAGE_MOST, &limit) && limit > 0)
        exchange->in.limit = (unsigned)limit;
    else
        am_problem_field(&exchange->out, 400, "limit", "a number from 1 to 200");
}

static void read_text(struct am_exchange *exchange, const char *name, size_t most, struct amends_view *out)
{
    const char *text = exchange->in.parameter(exchange, name);
    if (!text)
        return;
    *out = (struct amends_view){text, strlen(text)};
    if (out->len_bytes > most)
        am_problem_set(&exchange->out, 400, "field", "A field of the request is not as expected",
                       "%s: at most %zu bytes", name, most);
}

/* "12" in its quotation marks. */
static void read_version(struct am_exchange *exchange)
{
    const char *text = exchange->in.header(exchange, "If-Match");
    if (!text) {
        if (exchange->in.route->needs_version)
            am_problem_set(&exchange->out, 428, "version-needed", "The version must be named",
                           "If-Match with the ETag of what was read was expected");
        return;
    }
    char digits[24] = "";
    const size_t len = strlen(text);
    unsigned long version = 0;
    if (len > 2 && len < sizeof digits && text[0] == '"' && text[len - 1] == '"')
        memcpy(digits, text + 1, len - 2);
    if (number_of(digits, INT64_MAX, &version) && version > 0)
        exchange->in.if_match = (int64_t)version;
    else
        am_problem_set(&exchange->out, 412, "changed", "Somebody changed it meanwhile",
                       "If-Match is no ETag that was given here");
}

static void read_key(struct am_exchange *exchange)
{
    const char *text = exchange->in.header(exchange, "Idempotency-Key");
    if (!text || exchange->in.route->method == AM_GET || exchange->in.route->no_idempotency)
        return;
    exchange->in.key = (struct amends_view){text, strlen(text)};
    bool right = exchange->in.key.len_bytes > 0 && exchange->in.key.len_bytes <= AM_HTTP_KEY_BYTES_MAX;
    for (size_t i = 0; right && text[i]; i++)
        right = text[i] > ' ' && text[i] < 0x7f;
    char masked[AM_HTTP_KEY_BYTES_MAX];
    right = right && am_mask(exchange->in.key, masked) == 0; /* it is kept for a day */
    if (!right)
        am_problem_field(&exchange->out, 400, "Idempotency-Key",
                         "1 to 128 visible characters of ASCII, no card or account number");
}

struct framing {
    unsigned lengths, codings;
    bool chunked;
};

static enum MHD_Result look_at_framing(void *context, enum MHD_ValueKind kind, const char *name,
                                       const char *value)
{
    struct framing *framing = context;
    (void)kind;
    if (strcasecmp(name, "Content-Length") == 0)
        framing->lengths++;
    if (strcasecmp(name, "Transfer-Encoding") == 0) {
        framing->codings++;
        framing->chunked = value && strcasecmp(value, "chunked") == 0;
    }
    return MHD_YES;
}

bool am_reading_framing(struct am_exchange *exchange)
{
    struct framing framing = {0};
    MHD_get_connection_values(exchange->connection, MHD_HEADER_KIND, look_at_framing, &framing);
    if (framing.lengths + framing.codings <= 1 && (framing.codings == 0 || framing.chunked))
        return true;
    am_problem_set(&exchange->out, 400, "framing", "It is not clear where the request ends",
                   "one Content-Length, or Transfer-Encoding chunked, was expected");
    return false;
}

void am_reading_head(struct am_exchange *exchange)
{
    const char *length = exchange->in.header(exchange, "Content-Length");
    unsigned long len;
    if (length && (!number_of(length, ~0UL, &len) || len > body_most(exchange->in.route))) {
        too_long(exchange);
        return;
    }
    void (*const steps[])(struct am_exchange *) = {check_type, read_limit, read_version, read_key};
    for (size_t i = 0; i < sizeof steps / sizeof *steps && exchange->out.problem.status == 0; i++)
        steps[i](exchange);
    if (exchange->out.problem.status == 0)
        read_text(exchange, "q", AM_HTTP_QUERY_BYTES_MAX, &exchange->in.query);
    if (exchange->out.problem.status == 0)
        read_text(exchange, "cursor", AM_HTTP_CURSOR_BYTES_MAX, &exchange->in.cursor);
}

void am_reading_more(struct am_exchange *exchange, const char *bytes, size_t len_bytes)
{
    if (exchange->out.problem.status != 0 || !exchange->in.route)
        return;
    const size_t most = body_most(exchange->in.route);
    if (len_bytes > most - exchange->body_len) {
        too_long(exchange);
        return;
    }
    if (exchange->body_len + len_bytes + 1 > exchange->body_room) {
        size_t room = exchange->body_room ? exchange->body_room * 2 : 4096;
        while (room < exchange->body_len + len_bytes + 1)
            room *= 2;
        char *larger = realloc(exchange->body, room);
        if (!larger) {
            am_problem_of_kept(&exchange->out, AM_KEPT_MEMORY);
            return;
        }
        exchange->body = larger;
        exchange->body_room = room;
    }
    memcpy(exchange->body + exchange->body_len, bytes, len_bytes);
    exchange->body_len += len_bytes;
    exchange->body[exchange->body_len] = 0;
}

bool am_reading_done(struct am_exchange *exchange)
{
    struct am_call_in *in = &exchange->in;
    struct am_fault fault = {0};
    in->bytes = (struct amends_view){exchange->body ? exchange->body : "", exchange->body_len};
    if (brings(in->route) != AM_BRINGS_OBJECT || in->body)
        return true;
    in->body = am_line_parse(in->bytes, &fault);
    if (in->body)
        return true;
    am_problem_set(&exchange->out, 400, "not-json", "The body cannot be understood", "%.200s", fault.message);
    memcpy(exchange->out.problem.field, fault.field, sizeof exchange->out.problem.field);
    return false;
}
