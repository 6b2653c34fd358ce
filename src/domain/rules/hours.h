/*
 * Opening hours, and clocks that run while a site is open: several spans a day, closed and special days,
 * daylight saving. Times are milliseconds of UTC; what the zone's clock shows comes from a callback. Plain
 * values, nothing owned, thread-safe as the callback is.
 */
#ifndef AM_RULES_HOURS_H
#define AM_RULES_HOURS_H

#include <stdbool.h>
#include <stdint.h>

enum {
    AM_HOURS_SPANS = 4,    /* in one day */
    AM_HOURS_SPECIAL = 64, /* closed and special days */
    AM_HOURS_DAY_MINUTES = 1440,
    AM_HOURS_REACH_DAYS = 3660 /* how far ahead is looked: ten years; behind it time is calendar time */
};

/* Minutes of the local day, half-open; `until_min` may be 1440. Past midnight: one span up to 1440, another
 * from 0 on the next day. */
struct am_hours_span {
    uint16_t from_min, until_min;
};

/* Spans in their order; none: closed. */
struct am_hours_day {
    struct am_hours_span spans[AM_HOURS_SPANS];
    uint8_t count;
};

/* One date that is not as its weekday: closed, or other spans. */
struct am_hours_special {
    int32_t day; /* am_hours_date */
    struct am_hours_day hours;
};

/* Zeroed: never open, which makes every clock run in calendar time. */
struct am_hours {
    struct am_hours_day week[7]; /* Monday first */
    struct am_hours_special special[AM_HOURS_SPECIAL];
    uint8_t special_count;
};

/* What the zone's clock adds to UTC at an instant, in seconds (7200 in Helsinki in winter). */
struct am_zone {
    int32_t (*offset_s)(void *context, int64_t at_ms); /* NULL: UTC */
    void *context;
};

/* The number of a date (proleptic Gregorian calendar): days since 1970-01-01. False, and *day untouched,
 * where there is no such date. */
bool am_hours_date(int year, int month, int day_of_month, int32_t *day);

/* The date that the zone's clock shows at an instant. */
int32_t am_hours_day_of(const struct am_zone *zone, int64_t at_ms);

/* The first instant at which the zone's clock has reached that minute (0 to 1440) of that day. A time that
 * daylight saving skips is reached when the clock jumps over it; one that comes twice, the first time. */
int64_t am_hours_instant(const struct am_zone *zone, int32_t day, int minute);

/* Are the spans in order, apart and within the day, and no special day named twice? */
bool am_hours_sound(const struct am_hours *hours);

/* Is it open then? A site that is never open: false. */
bool am_hours_open(const struct am_hours *hours, const struct am_zone *zone, int64_t at_ms);

/* The next instant from `at_ms` on at which it is open; `at_ms` itself where it is open, or never is. */
int64_t am_hours_next_open(const struct am_hours *hours, const struct am_zone *zone, int64_t at_ms);

/* The instant at which `minutes` of opening hours have passed since `from_ms`: never before the last of them
 * is over. 0 or fewer: `from_ms`. What opening hours do not hold within AM_HOURS_REACH_DAYS runs in calendar
 * time; for a site that is never open, all of it. */
int64_t am_hours_add(const struct am_hours *hours, const struct am_zone *zone, int64_t from_ms,
                     int64_t minutes);

/* How many milliseconds it is open between two instants (0 where `until_ms` is not behind `from_ms`); looks
 * AM_HOURS_REACH_DAYS ahead at most. */
int64_t am_hours_between(const struct am_hours *hours, const struct am_zone *zone, int64_t from_ms,
                         int64_t until_ms);

/* ---- The clocks of a case (ISO 10002: acknowledge, then respond). */

/* In minutes of opening hours; 0: there is no such clock. */
struct am_sla {
    int64_t acknowledge_min, respond_min;
};

/* When each is due; 0 where there is no clock. */
struct am_sla_due {
    int64_t acknowledge_by_ms, respond_by_ms;
};
struct am_sla_due am_sla_due(const struct am_hours *hours, const struct am_zone *zone,
                             const struct am_sla *sla, int64_t received_ms);

/* How a clock stands. */
enum am_sla_state {
    AM_SLA_NONE,    /* no clock */
    AM_SLA_RUNNING, /* there is time */
    AM_SLA_SOON,    /* less than a quarter of it is left */
    AM_SLA_LATE,    /* due and not done */
    AM_SLA_MET,
    AM_SLA_MISSED /* done, too late */
};

/* begun_ms, due_ms, done_ms: 0 for none. Done at the very due instant is met. The quarter is of opening
 * hours. */
enum am_sla_state am_sla_state(const struct am_hours *hours, const struct am_zone *zone, int64_t begun_ms,
                               int64_t due_ms, int64_t done_ms, int64_t now_ms);

#endif
