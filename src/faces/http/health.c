/* What looks after a server asks it: does it live, may it be sent requests, what has it counted. */
#include <stdio.h>

#include "faces/http/live/live.h"
#include "faces/http/modules.h"
#include "faces/http/serving.h"
#include "store/store.h"

static void get_health(const struct am_call_in *in, struct am_call_out *out)
{
    (void)in;
    out->json = json_pack("{s:s}", "status", "ok");
}

static enum am_kept look(struct am_tx *tx, void *context)
{
    const struct am_call_in *in = context;
    struct am_organisation organisation;
    const enum am_kept kept = am_tx_read(tx, &am_organisation_record, in->server->settings.org,
                                         in->server->settings.org, in->arena, &organisation);
    return kept == AM_KEPT_NONE ? AM_KEPT_OK : kept; /* a desk that nobody has set up answers too */
}

static void get_ready(const struct am_call_in *in, struct am_call_out *out)
{
    const struct am_server_settings *settings = &in->server->settings;
    char reason[160] = "";
    if (atomic_load(&in->server->stopping))
        snprintf(reason, sizeof reason, "the server is stopping");
    else if (settings->ready && !settings->ready(settings->ready_context, reason, sizeof reason) &&
             !reason[0])
        snprintf(reason, sizeof reason, "not ready yet");
    if (reason[0]) {
        am_problem_set(out, 503, "not-ready", "The server is not ready", "%s", reason);
        out->problem.retry_after_s = 1;
        return;
    }
    if (settings->store &&
        !am_problem_of_kept(out, am_store_read(settings->store, look, (void *)(uintptr_t)in)))
        return;
    out->json = json_pack("{s:s, s:s}", "status", "ready", "writes",
                          am_kept_name(settings->store ? am_store_writes(settings->store) : AM_KEPT_OK));
}

static void write_store(const am_store *store, struct am_writer *writer)
{
    char text[400];
    const struct am_store_counts counts = am_store_counts(store);
    snprintf(text, sizeof text,
             "# HELP amends_store_commits_total Transactions that were written, each with one sync.\n"
             "# TYPE amends_store_commits_total counter\namends_store_commits_total %llu\n"
             "# HELP amends_store_writes_total Writes in them.\n"
             "# TYPE amends_store_writes_total counter\namends_store_writes_total %llu\n",
             (unsigned long long)counts.commits, (unsigned long long)counts.writes);
    am_writer_plain(writer, text);
}

static void get_metrics(const struct am_call_in *in, struct am_call_out *out)
{
    struct am_writer writer = {0};
    am_metrics_write(in->server->metrics, &in->server->routing, &writer);
    am_live_metrics(in->server->settings.live, &writer);
    if (in->server->settings.store)
        write_store(in->server->settings.store, &writer);
    if (in->server->settings.metrics)
        in->server->settings.metrics(in->server->settings.metrics_context, &writer);
    out->bytes = am_arena_copy(in->arena, (struct amends_view){writer.bytes, writer.len_bytes});
    out->content_type = "text/plain; version=0.0.4; charset=utf-8";
    if (writer.failed || (writer.len_bytes > 0 && !out->bytes.bytes))
        am_problem_of_kept(out, AM_KEPT_MEMORY);
    am_writer_dispose(&writer);
}

const struct am_route am_health_routes[] = {
    {.path = "/healthz",
     .handle = get_health,
     .quick = true,
     .storeless = true,
     .summary = "The process lives"},
    {.path = "/readyz", .handle = get_ready, .summary = "It may be sent requests: storage answers"},
    {.path = "/metrics",
     .handle = get_metrics,
     .storeless = true,
     .summary = "Counters as Prometheus reads them, without persons"},
    {.path = NULL}};
