/*
 * The rule by which a zone's clock goes on after the last change that its file lists: the "TZ" string of
 * POSIX that stands at the file's end ("EET-2EEST,M3.5.0/3,M10.5.0/4"). Plain values, thread-safe.
 */
#ifndef AM_ZONERULE_H
#define AM_ZONERULE_H

#include <stdbool.h>
#include <stdint.h>

#include "amends/memory.h"

/* The week-th weekday of a month (5: the last; 0 is Sunday) at so many seconds of the local day. */
struct am_zone_change {
    int month, week, weekday;
    int32_t at_s;
};

struct am_zone_rule {
    int32_t standard_s, summer_s; /* what the clock adds to UTC */
    bool has_summer;
    struct am_zone_change begins, ends;
};

/* False: it is none, or one with changes that are not by month, week and weekday. */
bool am_zone_rule_read(struct amends_view text, struct am_zone_rule *rule);

/* What the clock adds to UTC then (seconds since 1970). */
int32_t am_zone_rule_offset_s(const struct am_zone_rule *rule, int64_t at_s);

#endif
