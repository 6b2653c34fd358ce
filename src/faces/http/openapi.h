/*
 * The API's description (OpenAPI 3.1), made from the table of routes and the tables of fields: what is not in
 * them is not in it.
 */
#ifndef AM_OPENAPI_H
#define AM_OPENAPI_H

#include "faces/http/routing.h"

/* The document. NULL when memory runs out. Owns: the caller. */
json_t *am_openapi_json(const struct am_routing *routing);

#endif
