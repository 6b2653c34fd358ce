#include "domain/rules/hours.h"

#include <stddef.h>

static const int64_t second_ms = 1000, minute_ms = 60000, day_ms = 86400000;

static int64_t floor_of(int64_t value, int64_t by)
{
    int64_t whole = value / by;

    return value % by < 0 ? whole - 1 : whole;
}

static int64_t offset_ms(const struct am_zone *zone, int64_t at_ms)
{
    return zone->offset_s == NULL ? 0 : zone->offset_s(zone->context, at_ms) * second_ms;
}

/* Days from the civil date: years begin in March, so that the leap day is the last. */
static int32_t days_of(int year, int month, int day_of_month)
{
    int y = month <= 2 ? year - 1 : year;
    int era = (int)floor_of(y, 400);
    int year_of_era = y - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day_of_month - 1;

    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

bool am_hours_date(int year, int month, int day_of_month, int32_t *day)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    if (year < 1 || year > 9999 || month < 1 || month > 12 || day_of_month < 1 ||
        day_of_month > lengths[month - 1] + (month == 2 && leap ? 1 : 0))
        return false;
    *day = days_of(year, month, day_of_month);
    return true;
}

int32_t am_hours_day_of(const struct am_zone *zone, int64_t at_ms)
{
    return (int32_t)floor_of(at_ms + offset_ms(zone, at_ms), day_ms);
}

/* Where the offset changes between two instants that differ in it: the first instant with the new one. */
static int64_t change_between(const struct am_zone *zone, int64_t low, int64_t high)
{
    int64_t before = offset_ms(zone, low);

    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;

        if (offset_ms(zone, middle) == before)
            low = middle;
        else
            high = middle;
    }
    return high;
}

int64_t am_hours_instant(const struct am_zone *zone, int32_t day, int minute)
{
    int64_t local = day * day_ms + minute * minute_ms;
    int64_t before = offset_ms(zone, local - day_ms), after = offset_ms(zone, local + day_ms);

    if (before == after)
        return local - before;

    int64_t change = change_between(zone, local - day_ms, local + day_ms);

    if (local - before < change)
        return local - before;
    return local - after > change ? local - after : change;
}

static bool day_sound(const struct am_hours_day *day)
{
    if (day->count > AM_HOURS_SPANS)
        return false;
    for (unsigned i = 0; i < day->count; i++) {
        const struct am_hours_span *span = &day->spans[i];

        if (span->from_min >= span->until_min || span->until_min > AM_HOURS_DAY_MINUTES ||
            (i > 0 && span->from_min < day->spans[i - 1].until_min))
            return false;
    }
    return true;
}

bool am_hours_sound(const struct am_hours *hours)
{
    if (hours->special_count > AM_HOURS_SPECIAL)
        return false;
    for (unsigned i = 0; i < 7; i++) {
        if (!day_sound(&hours->week[i]))
            return false;
    }
    for (unsigned i = 0; i < hours->special_count; i++) {
        if (!day_sound(&hours->special[i].hours))
            return false;
        for (unsigned j = 0; j < i; j++) {
            if (hours->special[j].day == hours->special[i].day)
                return false;
        }
    }
    return true;
}

static const struct am_hours_day *day_at(const struct am_hours *hours, int32_t day)
{
    for (unsigned i = 0; i < hours->special_count && i < AM_HOURS_SPECIAL; i++) {
        if (hours->special[i].day == day)
            return &hours->special[i].hours;
    }
    /* 1970-01-01 was a Thursday. */
    return &hours->week[((day % 7) + 7 + 3) % 7];
}

/* Is there anything open on or after this day? Spares walking ten years for a site that never is. */
static bool ever_open(const struct am_hours *hours, int32_t from_day)
{
    for (unsigned i = 0; i < 7; i++) {
        if (hours->week[i].count > 0)
            return true;
    }
    for (unsigned i = 0; i < hours->special_count && i < AM_HOURS_SPECIAL; i++) {
        if (hours->special[i].hours.count > 0 && hours->special[i].day >= from_day)
            return true;
    }
    return false;
}

/* Walks the open stretches from an instant on, in their order, apart from each other. */
struct walk {
    const struct am_hours *hours;
    const struct am_zone *zone;
    int64_t reached_ms; /* what is before was walked */
    int32_t day, last_day;
    unsigned span;
};

static struct walk walk_from(const struct am_hours *hours, const struct am_zone *zone, int64_t from_ms)
{
    int32_t today = am_hours_day_of(zone, from_ms);
    int32_t reach = ever_open(hours, today - 1) ? AM_HOURS_REACH_DAYS : -2;

    /* A day early: where the clock is set back at midnight, yesterday comes twice. */
    return (struct walk){hours, zone, from_ms, today - 1, today + reach, 0};
}

static bool walk_next(struct walk *walk, int64_t *from_ms, int64_t *until_ms)
{
    for (; walk->day <= walk->last_day; walk->day++, walk->span = 0) {
        const struct am_hours_day *day = day_at(walk->hours, walk->day);

        while (walk->span < day->count && walk->span < AM_HOURS_SPANS) {
            const struct am_hours_span *span = &day->spans[walk->span++];

            if (span->from_min >= span->until_min || span->until_min > AM_HOURS_DAY_MINUTES)
                continue;
            *from_ms = am_hours_instant(walk->zone, walk->day, span->from_min);
            *until_ms = am_hours_instant(walk->zone, walk->day, span->until_min);
            if (*from_ms < walk->reached_ms)
                *from_ms = walk->reached_ms;
            if (*from_ms < *until_ms) {
                walk->reached_ms = *until_ms;
                return true;
            }
        }
    }
    return false;
}

int64_t am_hours_next_open(const struct am_hours *hours, const struct am_zone *zone, int64_t at_ms)
{
    struct walk walk = walk_from(hours, zone, at_ms);
    int64_t from, until;

    return walk_next(&walk, &from, &until) ? from : at_ms;
}

bool am_hours_open(const struct am_hours *hours, const struct am_zone *zone, int64_t at_ms)
{
    struct walk walk = walk_from(hours, zone, at_ms);
    int64_t from, until;

    return walk_next(&walk, &from, &until) && from == at_ms;
}

int64_t am_hours_add(const struct am_hours *hours, const struct am_zone *zone, int64_t from_ms,
                     int64_t minutes)
{
    struct walk walk = walk_from(hours, zone, from_ms);
    int64_t left, from, until;

    if (minutes <= 0)
        return from_ms;
    left = minutes > INT64_MAX / 4 / minute_ms ? INT64_MAX / 4 : minutes * minute_ms;
    while (walk_next(&walk, &from, &until)) {
        if (until - from >= left)
            return from + left;
        left -= until - from;
    }
    return walk.reached_ms + left;
}

int64_t am_hours_between(const struct am_hours *hours, const struct am_zone *zone, int64_t from_ms,
                         int64_t until_ms)
{
    struct walk walk = walk_from(hours, zone, from_ms);
    int64_t sum = 0, from, until;

    while (walk_next(&walk, &from, &until) && from < until_ms)
        sum += (until < until_ms ? until : until_ms) - from;
    return sum;
}

struct am_sla_due am_sla_due(const struct am_hours *hours, const struct am_zone *zone,
                             const struct am_sla *sla, int64_t received_ms)
{
    struct am_sla_due due = {0};

    if (sla->acknowledge_min > 0)
        due.acknowledge_by_ms = am_hours_add(hours, zone, received_ms, sla->acknowledge_min);
    if (sla->respond_min > 0)
        due.respond_by_ms = am_hours_add(hours, zone, received_ms, sla->respond_min);
    return due;
}

enum am_sla_state am_sla_state(const struct am_hours *hours, const struct am_zone *zone, int64_t begun_ms,
                               int64_t due_ms, int64_t done_ms, int64_t now_ms)
{
    if (due_ms == 0)
        return AM_SLA_NONE;
    if (done_ms != 0)
        return done_ms <= due_ms ? AM_SLA_MET : AM_SLA_MISSED;
    if (now_ms > due_ms)
        return AM_SLA_LATE;

    int64_t all = am_hours_between(hours, zone, begun_ms, due_ms);
    int64_t left = am_hours_between(hours, zone, now_ms, due_ms);

    if (all == 0) { /* calendar time: it was never open */
        all = due_ms - begun_ms;
        left = due_ms - now_ms;
    }
    return left < all / 4 ? AM_SLA_SOON : AM_SLA_RUNNING;
}
