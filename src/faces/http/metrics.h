/*
 * What the server counts about itself, as Prometheus reads it: requests by route and status, how long they
 * took. No person, address or id is in a label: a route is named by its pattern. Any thread.
 */
#ifndef AM_METRICS_H
#define AM_METRICS_H

#include "faces/http/routing.h"
#include "faces/json/writer.h"

struct am_metrics;

/* For a table of so many routes; the place behind the last is for requests that no route takes. NULL when
 * memory runs out. Owns: the caller, am_metrics_free. */
struct am_metrics *am_metrics_new(size_t route_count);
void am_metrics_free(struct am_metrics *metrics);

/* One answer. `micros`: from the last byte of the request to the answer, microseconds. */
void am_metrics_count(struct am_metrics *metrics, size_t route, int status, int64_t micros);

/* The text format of Prometheus, appended. */
void am_metrics_write(struct am_metrics *metrics, const struct am_routing *routing, struct am_writer *out);

#endif
