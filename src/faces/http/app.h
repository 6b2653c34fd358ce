/*
 * The app over HTTP: its files as they stand in the program, its page wherever no route and no file is meant,
 * the engine for browsers and the playbook's image that this server works with. None of it is the API: it has
 * no line in the table of routes.
 */
#ifndef AM_APP_H
#define AM_APP_H

#include "faces/http/route.h"

struct am_server;

enum { AM_APP_IMAGE_ROOM = 48 };

/* What a request takes that asks for something of the app. GET and HEAD alone. */
extern const struct am_route am_app_route;

/* Whether the app has something under this path, which no route has. Thread-safe. */
bool am_app_has(const struct am_server *server, const char *path);

/* The path under which the image is answered: a name that says what is in it. */
void am_app_image_name(struct amends_view image, char name[AM_APP_IMAGE_ROOM]);

#endif
