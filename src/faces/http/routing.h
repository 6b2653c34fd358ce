/*
 * The routes of a server in one table, made once from the tables of its modules, and which of them a request
 * means. Read-only once made. Thread-safe.
 */
#ifndef AM_ROUTING_H
#define AM_ROUTING_H

#include "faces/http/route.h"

struct am_routing {
    struct am_route *routes;
    size_t count;
};

/* `tables`: each ended by a route without a path, NULL behind the last. False when memory runs out. */
bool am_routing_make(struct am_routing *routing, const struct am_route *const *tables);
void am_routing_dispose(struct am_routing *routing);

/* What a path and a method mean. */
struct am_match {
    const struct am_route *route; /* NULL: none */
    size_t index;                 /* its number in the table */
    bool path_known;              /* with another method there is one: 405 */
    char allowed[48];             /* then: those methods, for the header Allow */
    am_id ids[2];
    size_t id_count;
};

/* `{…}` in a route's path stands for one id. A text that is no id makes no match. HEAD is a GET. */
void am_routing_match(const struct am_routing *routing, const char *method, const char *path,
                      struct am_match *out);

#endif
