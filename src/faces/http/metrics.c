#include "faces/http/metrics.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

static const int statuses[] = {200, 201, 202, 204, 304, 400, 401, 403, 404, 405, 408,
                               409, 412, 413, 415, 422, 428, 429, 500, 503, 507, 0 /* any other */};
enum { STATUS_COUNT = sizeof statuses / sizeof *statuses };

/* Upper ends of the histogram's buckets, microseconds. */
static const int64_t ends[] = {250,   500,    1000,   2500,   5000,    10000,   25000,
                               50000, 100000, 250000, 500000, 1000000, 2500000, 10000000};
enum { END_COUNT = sizeof ends / sizeof *ends };

struct counts {
    atomic_uint_least64_t by_status[STATUS_COUNT], buckets[END_COUNT + 1], micros;
};

struct am_metrics {
    size_t route_count; /* and one behind */
    struct counts counts[];
};

struct am_metrics *am_metrics_new(size_t route_count)
{
    struct am_metrics *metrics = calloc(1, sizeof *metrics + (route_count + 1) * sizeof *metrics->counts);
    if (metrics)
        metrics->route_count = route_count;
    return metrics;
}

void am_metrics_free(struct am_metrics *metrics)
{
    free(metrics);
}

static void add(atomic_uint_least64_t *counter, uint64_t by)
{
    atomic_fetch_add_explicit(counter, by, memory_order_relaxed);
}

void am_metrics_count(struct am_metrics *metrics, size_t route, int status, int64_t micros)
{
    struct counts *counts = &metrics->counts[route <= metrics->route_count ? route : metrics->route_count];
    size_t of_status = 0, bucket = 0;
    while (of_status < STATUS_COUNT - 1 && statuses[of_status] != status)
        of_status++;
    while (bucket < END_COUNT && micros > ends[bucket])
        bucket++;
    add(&counts->by_status[of_status], 1);
    add(&counts->buckets[bucket], 1);
    add(&counts->micros, micros > 0 ? (uint64_t)micros : 0);
}

static uint64_t get(atomic_uint_least64_t *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

__attribute__((format(printf, 2, 3))) static void line(struct am_writer *out, const char *format, ...);
static void line(struct am_writer *out, const char *format, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    am_writer_plain(out, text);
}

/* The labels that name a route: `method="GET",route="/v1/cases/{id}"`. */
static void name_of(const struct am_routing *routing, size_t route, char *text, size_t size)
{
    if (route < routing->count)
        snprintf(text, size, "method=\"%s\",route=\"%s\"", am_method_name(routing->routes[route].method),
                 routing->routes[route].path);
    else
        snprintf(text, size, "method=\"\",route=\"none\"");
}

static void write_statuses(struct am_metrics *metrics, const struct am_routing *routing,
                           struct am_writer *out)
{
    am_writer_plain(out, "# HELP amends_http_requests_total Requests by route and status.\n"
                         "# TYPE amends_http_requests_total counter\n");
    for (size_t route = 0; route <= metrics->route_count; route++) {
        char name[160];
        name_of(routing, route, name, sizeof name);
        for (size_t i = 0; i < STATUS_COUNT; i++) {
            const uint64_t count = get(&metrics->counts[route].by_status[i]);
            if (count > 0)
                line(out, "amends_http_requests_total{%s,status=\"%d\"} %llu\n", name, statuses[i],
                     (unsigned long long)count);
        }
    }
}

static void write_durations(struct am_metrics *metrics, const struct am_routing *routing,
                            struct am_writer *out)
{
    static const char metric[] = "amends_http_request_duration_seconds";
    line(out, "# HELP %s From the last byte of a request to its answer.\n# TYPE %s histogram\n", metric,
         metric);
    for (size_t route = 0; route <= metrics->route_count; route++) {
        struct counts *counts = &metrics->counts[route];
        char name[160];
        uint64_t sum = 0;
        for (size_t i = 0; i <= END_COUNT; i++)
            sum += get(&counts->buckets[i]);
        if (sum == 0)
            continue;
        name_of(routing, route, name, sizeof name);
        uint64_t up_to = 0;
        for (size_t i = 0; i < END_COUNT; i++) {
            up_to += get(&counts->buckets[i]);
            line(out, "%s_bucket{%s,le=\"%g\"} %llu\n", metric, name, (double)ends[i] / 1e6,
                 (unsigned long long)up_to);
        }
        line(out, "%s_bucket{%s,le=\"+Inf\"} %llu\n", metric, name, (unsigned long long)sum);
        line(out, "%s_sum{%s} %.6f\n", metric, name, (double)get(&counts->micros) / 1e6);
        line(out, "%s_count{%s} %llu\n", metric, name, (unsigned long long)sum);
    }
}

void am_metrics_write(struct am_metrics *metrics, const struct am_routing *routing, struct am_writer *out)
{
    write_statuses(metrics, routing, out);
    write_durations(metrics, routing, out);
}
