/*
 * A site's time: its opening hours, its zone, the clocks of its cases. Read from the site's record.
 */
#ifndef AM_CLOCK_H
#define AM_CLOCK_H

#include "domain/arena.h"
#include "domain/kinds/people.h"
#include "domain/rules/hours.h"
#include "domain/rules/retention.h"

struct am_clock {
    struct am_hours hours;
    struct am_zone zone;
    struct am_sla sla;
};

/* The clock of a site. Without hours it is always open. A zone that this machine does not know counts as UTC.
 * What was checked when the site was written is trusted; broken hours count as none. Lives in the arena. */
void am_clock_of_site(const struct am_site *site, struct am_arena *arena, struct am_clock *clock);

/* Opening hours from JSON: {"mon": [["09:00","13:00"],["14:00","18:00"]], …, "sun": [], "closed":
 * ["2026-12-25"], "special": {"2026-12-24": [["09:00","12:00"]]}}; a day that is not named is closed. False:
 * *expected says, in English, what is; static. Empty: never open (always, for the clocks). */
bool am_hours_read(struct amends_view json, struct am_hours *hours, const char **expected);

/* Days by kind of record from JSON: {"case": 730, "event": 0}; 0: for ever. Empty: nothing set. */
bool am_retention_read(struct amends_view json, struct am_retention *settings, const char **expected);

#endif
