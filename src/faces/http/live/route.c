/* GET /v1/live: from where on, what was missed meanwhile, and the stream. */
#include <stdlib.h>
#include <string.h>

#include "faces/http/live/hub.h"
#include "faces/http/modules.h"
#include "faces/http/reading.h"

struct asking {
    const struct am_call_in *in;
    bool asked;            /* for what came after a place */
    int64_t after, newest; /* -1: a place that was never given */
    bool reset;
    struct am_notice *missed;
    size_t missed_count;
};

static bool number_of(const char *text, int64_t *out)
{
    enum { DIGITS_MAX = 16 };
    int64_t number = 0;
    const size_t len = strlen(text);
    if (len == 0 || len > DIGITS_MAX)
        return false;
    for (size_t i = 0; i < len; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        number = number * 10 + (text[i] - '0');
    }
    *out = number;
    return true;
}

/* The header is what a screen that comes back says; it asks at the same address as at first. */
static bool read_place(struct asking *asking, struct am_call_out *out)
{
    const struct am_call_in *in = asking->in;
    const char *last = in->header(in->request, "Last-Event-ID"), *after = in->parameter(in->request, "after");
    if (last && last[0]) {
        asking->asked = true;
        if (!number_of(last, &asking->after))
            asking->after = -1;
        return true;
    }
    asking->asked = after != NULL;
    if (!after || number_of(after, &asking->after))
        return true;
    am_problem_field(out, 400, "after", "the id of an event");
    return false;
}

static enum am_kept end_of(struct am_tx *tx, const struct asking *asking, bool newest, int64_t *number)
{
    void *rows = NULL;
    size_t count = 0;
    const struct am_list list = {.by = "number", .descending = newest, .most = 1};
    const enum am_kept kept =
        am_tx_list(tx, &am_notice_record, asking->in->actor->org, &list, asking->in->arena, &rows, &count);
    *number = count > 0 ? ((const struct am_notice *)rows)->number : 0;
    return kept;
}

static enum am_kept look(struct am_tx *tx, void *context)
{
    struct asking *asking = context;
    int64_t oldest = 0;
    enum am_kept kept = end_of(tx, asking, true, &asking->newest);
    asking->missed_count = 0;
    asking->reset = false;
    if (kept != AM_KEPT_OK || !asking->asked || asking->after == asking->newest)
        return kept;
    kept = end_of(tx, asking, false, &oldest);
    asking->reset = asking->after < 0 || asking->after > asking->newest || asking->after + 1 < oldest ||
                    asking->newest - asking->after > AM_LIVE_MISSED_MAX;
    if (kept != AM_KEPT_OK || asking->reset)
        return kept;
    void *rows = NULL;
    const struct am_where newer = {.field = "number", .how = AM_FROM, .number = asking->after + 1};
    const struct am_list list = {
        .where = &newer, .where_count = 1, .by = "number", .most = AM_LIVE_MISSED_MAX};
    kept = am_tx_list(tx, &am_notice_record, asking->in->actor->org, &list, asking->in->arena, &rows,
                      &asking->missed_count);
    asking->missed = rows;
    return kept;
}

/* How soon to come back, what was missed, and where the screen now is. */
static void write_head(const struct asking *asking, struct am_writer *out)
{
    am_writer_plain(out, "retry: 1000\n");
    if (asking->reset) {
        am_live_write_reset(out, asking->newest);
        return;
    }
    for (size_t i = 0; i < asking->missed_count; i++)
        if (am_live_may_hear(asking->in->actor, &asking->missed[i]))
            am_live_write(out, &asking->missed[i]);
    am_writer_plain(out, "id: ");
    out->comma = false;
    am_writer_number(out, asking->newest);
    am_writer_plain(out, "\n\n");
}

static void refuse(enum am_live_joined joined, unsigned most, struct am_call_out *out)
{
    switch (joined) {
    case AM_LIVE_MANY:
        am_problem_set(out, 429, "too-many-streams", "Too many screens listen for this person",
                       "%u at once are allowed", most);
        out->problem.retry_after_s = 10;
        break;
    case AM_LIVE_MEMORY:
        am_problem_of_kept(out, AM_KEPT_MEMORY);
        break;
    default:
        am_problem_set(out, 503, "busy", "The server cannot answer now", "please come back");
        out->problem.retry_after_s = 1;
    }
}

/* BEHIND: while it looked, others went on further than is kept for them. */
static bool join(struct asking *asking, struct am_call_out *out, enum am_live_joined *joined)
{
    const struct am_call_in *in = asking->in;
    const struct am_exchange *exchange = in->request;
    struct am_writer head = {0};
    if (!am_problem_of_kept(out, am_store_read(in->server->settings.store, look, asking)))
        return false;
    write_head(asking, &head);
    *joined = head.failed ? AM_LIVE_MEMORY
                          : am_live_join(in->server->settings.live, &exchange->caller, asking->newest,
                                         head.bytes, head.len_bytes, &out->live);
    if (*joined != AM_LIVE_JOINED)
        am_writer_dispose(&head);
    return true;
}

static void get_live(const struct am_call_in *in, struct am_call_out *out)
{
    struct am_live *live = in->server->settings.live;
    struct asking asking = {.in = in};
    enum { TRIES = 3 };
    if (!live) {
        refuse(AM_LIVE_ENDING, 0, out);
        return;
    }
    if (!read_place(&asking, out))
        return;
    enum am_live_joined joined = AM_LIVE_BEHIND;
    for (int i = 0; i < TRIES && joined == AM_LIVE_BEHIND; i++)
        if (!join(&asking, out, &joined))
            return;
    if (joined == AM_LIVE_JOINED) {
        out->status = 200;
        out->content_type = "text/event-stream";
        return;
    }
    refuse(joined, live->settings.per_person, out);
}

const struct am_route am_live_routes[] = {
    {.path = "/v1/live",
     .door = AM_DOOR_PERSON,
     .permission = AM_MAY_OPEN,
     .handle = get_live,
     .stream = true,
     .summary = "What is new, as server-sent events; Last-Event-ID or ?after= goes on from there"},
    {.path = NULL}};
