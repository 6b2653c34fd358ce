/*
 * The tables of routes of this folder's modules, each ended by a route without a path. routes.c puts them in
 * order.
 */
#ifndef AM_MODULES_H
#define AM_MODULES_H

#include "faces/http/route.h"

extern const struct am_route am_health_routes[];  /* health.c: /healthz, /readyz, /metrics */
extern const struct am_route am_openapi_routes[]; /* openapi.c: /v1/openapi.json */
extern const struct am_route am_filter_routes[];  /* filters.c: the four filters of the contract */
extern const struct am_route am_signin_routes[];  /* auth/signin.c: setup, sign-in, who am I, sign-out */
extern const struct am_route am_demo_routes[];    /* auth/demo.c: looking around in the demo shop */
extern const struct am_route am_account_routes[]; /* auth/account.c: password, PIN, authenticator, resets */
extern const struct am_route am_access_routes[];  /* auth/access.c: sessions, devices, tokens */
extern const struct am_route am_sealing_routes[]; /* auth/sealing.c: the key of what devices keep */
extern const struct am_route am_join_routes[];    /* join.c: a device joins by a code */
extern const struct am_route am_live_routes[];    /* live/route.c: live events */

/* routes/: the desk's verbs. */
extern const struct am_route am_encounter_routes[], am_case_routes[], am_remedy_routes[],
    am_approval_routes[], am_promise_routes[], am_people_routes[], am_grant_routes[], am_customer_routes[],
    am_refusal_routes[], am_incident_routes[], am_debrief_routes[], am_audit_routes[], am_help_routes[],
    am_about_routes[], am_way_routes[], am_break_routes[];

#endif
