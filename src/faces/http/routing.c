#include "faces/http/routing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *am_method_name(enum am_method method)
{
    static const char *const names[] = {"GET", "POST", "PATCH", "PUT", "DELETE"};
    return names[method];
}

bool am_routing_make(struct am_routing *routing, const struct am_route *const *tables)
{
    size_t count = 0;
    for (size_t i = 0; tables[i]; i++)
        for (size_t j = 0; tables[i][j].path; j++)
            count++;
    *routing = (struct am_routing){.routes = calloc(count + 1, sizeof *routing->routes)};
    if (!routing->routes)
        return false;
    for (size_t i = 0; tables[i]; i++)
        for (size_t j = 0; tables[i][j].path; j++)
            routing->routes[routing->count++] = tables[i][j];
    return true;
}

void am_routing_dispose(struct am_routing *routing)
{
    free(routing->routes);
    *routing = (struct am_routing){0};
}

/* Does the path fit the pattern? Its ids are read on the way. */
static bool path_fits(const char *pattern, const char *path, struct am_match *out)
{
    out->id_count = 0;
    while (*pattern && *path) {
        if (*pattern != '{') {
            if (*pattern++ != *path++)
                return false;
            continue;
        }
        const size_t len = strcspn(path, "/");
        if (out->id_count == sizeof out->ids / sizeof *out->ids ||
            !am_id_read((struct amends_view){path, len}, &out->ids[out->id_count]))
            return false;
        out->id_count++;
        path += len;
        pattern = strchr(pattern, '}') + 1;
    }
    return *pattern == 0 && *path == 0;
}

static void allow(struct am_match *out, const char *method)
{
    const size_t used = strlen(out->allowed);
    snprintf(out->allowed + used, sizeof out->allowed - used, "%s%s", used ? ", " : "", method);
}

void am_routing_match(const struct am_routing *routing, const char *method, const char *path,
                      struct am_match *out)
{
    *out = (struct am_match){0};
    const char *wanted = strcmp(method, "HEAD") == 0 ? "GET" : method;
    for (size_t i = 0; i < routing->count; i++) {
        const struct am_route *route = &routing->routes[i];
        if (!path_fits(route->path, path, out))
            continue;
        const char *name = am_method_name(route->method);
        if (strcmp(name, wanted) == 0) {
            out->route = route;
            out->index = i;
            return;
        }
        out->path_known = true;
        allow(out, name);
        if (route->method == AM_GET)
            allow(out, "HEAD");
    }
}
