#include "desk/encounter/inside.h"
#include "desk/people/roles.h"

bool am_encounter_hand_to(struct am_doing *doing, am_id id, am_id person, int64_t version,
                          struct am_events_out *out)
{
    struct am_live_encounter *encounter = am_arena_take(doing->arena, sizeof *encounter);
    struct amends_event event = {.kind = AMENDS_EVENT_AUTHORITY};

    if (!encounter)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    if (!am_doing_read(doing, &am_live_encounter_record, id, encounter) ||
        !am_doing_may(doing, AM_MAY_ENCOUNTER_LEAD, encounter->site, encounter->person))
        return false;
    if (encounter->ended_at_ms != 0)
        return am_refuse(doing, AM_REFUSED_STATE, "encounter-ended", "it has ended");
    if (!am_must_work_at(doing, &am_live_encounter_record, "person", person, encounter->site))
        return false;
    encounter->person = person;
    return am_doing_change(doing, &am_live_encounter_record, encounter, version) &&
           am_encounter_authority(doing, encounter, &event.gave) &&
           am_encounter_tell(doing, encounter, &event, 1, out) &&
           am_audit_write(doing, "encounter.handed_over", &am_live_encounter_record, id,
                          (struct amends_view){NULL, 0}) &&
           am_notice_write(doing, "encounter.handed_over", encounter->site, AM_MAY_ENCOUNTER_SEE, id, person);
}

const struct am_hooks am_encounter_hooks = {.hand_over = am_encounter_lines,
                                            .authority_changed = am_encounter_authority_changed};
