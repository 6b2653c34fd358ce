/* Verbs that are not there yet. */
#include "desk/encounters.h"

bool am_encounter_lines(struct am_doing *doing, const struct am_live_encounter *encounter,
                        struct amends_view *lines)
{
    (void)doing, (void)encounter;
    *lines = (struct amends_view){"", 0};
    return true;
}

bool am_encounter_hand_to(struct am_doing *doing, am_id encounter, am_id person, int64_t version,
                          struct am_events_out *out)
{
    (void)encounter, (void)person, (void)version, (void)out;
    return am_refuse(doing, AM_REFUSED_STATE, "not-yet", "not yet");
}
