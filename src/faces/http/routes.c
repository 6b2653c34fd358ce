/* All routes of the program: a module's table is named here and nowhere else. */
#include "faces/http/modules.h"

const struct am_route *const am_route_tables[] = {am_filter_routes,    am_health_routes,   am_openapi_routes,
                                                  am_signin_routes,    am_account_routes,  am_access_routes,
                                                  am_encounter_routes, am_case_routes,     am_remedy_routes,
                                                  am_approval_routes,  am_promise_routes,  am_people_routes,
                                                  am_grant_routes,     am_customer_routes, am_refusal_routes,
                                                  am_incident_routes,  am_debrief_routes,  am_audit_routes,
                                                  am_help_routes,      am_about_routes,    am_live_routes,
                                                  am_way_routes,       am_join_routes,     am_sealing_routes,
                                                  am_break_routes,     am_demo_routes,     NULL};
