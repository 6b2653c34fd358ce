#include "desk/encounters.h"
#include "faces/http/routes/table.h"

const struct am_hooks am_route_hooks = {.hand_over = am_encounter_lines,
                                        .authority_changed = am_encounter_authority_changed};
