#include "domain/rules/refusal.h"

static const int64_t day_ms = 86400000, days_yearly = 365;

int64_t am_refusal_until(int64_t now_ms, int64_t wished_ms)
{
    if (wished_ms <= now_ms)
        return now_ms + AM_REFUSAL_DAYS * day_ms;
    return wished_ms - now_ms > AM_REFUSAL_DAYS_MOST * day_ms ? now_ms + AM_REFUSAL_DAYS_MOST * day_ms
                                                              : wished_ms;
}

/* The part of a yearly number that falls into so many days, to the nearest; -1 stays not known. Whole years
 * first: no product leaves 64 bits. */
static int64_t part_of(int64_t yearly, int64_t days)
{
    if (yearly < 0)
        return -1;
    return yearly / days_yearly * days + (yearly % days_yearly * days + days_yearly / 2) / days_yearly;
}

static void look_at_warnings(struct am_refusal_shown *shown, const struct am_warning *warnings, size_t count,
                             int64_t now_ms)
{
    size_t said = 0;

    for (size_t i = 0; i < count; i++) {
        const struct am_warning *one = &warnings[i];

        if (one->row.created_at_ms > now_ms)
            continue;
        said++;
        if (one->taken_back)
            continue;
        shown->warnings++;
        if (shown->warning == 0 || one->row.created_at_ms > shown->warned_at_ms) {
            shown->warning = one->row.id;
            shown->warned_at_ms = one->row.created_at_ms;
        }
    }
    shown->apologised = said > 0 && shown->warnings == 0;
}

struct am_refusal_shown am_refusal_weigh(const struct am_customer *customer,
                                         const struct am_warning *warnings, size_t warning_count, bool danger,
                                         size_t open_promises, int64_t now_ms, int64_t until_ms)
{
    struct am_refusal_shown shown = {.yearly_minor = customer == NULL ? -1 : customer->yearly_minor,
                                     .visits_yearly = customer == NULL ? -1 : customer->visits_yearly,
                                     .promises = open_promises,
                                     .from_ms = now_ms,
                                     .until_ms = am_refusal_until(now_ms, until_ms)};
    int64_t days = (shown.until_ms - now_ms + day_ms - 1) / day_ms;

    look_at_warnings(&shown, warnings, warning_count, now_ms);
    if (shown.warnings > 0)
        shown.ground = danger ? AM_REFUSAL_ON_BOTH : AM_REFUSAL_ON_WARNING;
    else
        shown.ground = danger ? AM_REFUSAL_ON_DANGER : AM_REFUSAL_ON_NOTHING;
    shown.cost_minor = part_of(shown.yearly_minor, days);
    shown.visits = part_of(shown.visits_yearly, days);
    return shown;
}

bool am_refusal_holds(const struct am_refusal *refusal, int64_t now_ms)
{
    return now_ms >= refusal->row.created_at_ms && now_ms < refusal->until_ms &&
           (refusal->lifted_at_ms == 0 || now_ms < refusal->lifted_at_ms);
}

enum am_appeal_state am_appeal_state(const struct am_refusal *refusal, int64_t now_ms)
{
    if (refusal->appealed_at_ms == 0 || refusal->appealed_at_ms > now_ms)
        return AM_APPEAL_NONE;
    if (refusal->lifted_at_ms != 0 && refusal->lifted_at_ms <= now_ms)
        return AM_APPEAL_GRANTED;
    if (refusal->answered_at_ms != 0 && refusal->answered_at_ms <= now_ms)
        return AM_APPEAL_UPHELD;
    if (now_ms >= refusal->until_ms)
        return AM_APPEAL_OVER;
    return now_ms - refusal->appealed_at_ms > AM_REFUSAL_APPEAL_DAYS * day_ms ? AM_APPEAL_LATE
                                                                              : AM_APPEAL_OPEN;
}

bool am_appeal_may_be_made(const struct am_refusal *refusal, int64_t now_ms)
{
    return am_refusal_holds(refusal, now_ms) && refusal->appealed_at_ms == 0;
}

bool am_appeal_may_decide(const struct am_refusal *refusal, am_id person, size_t others)
{
    return person != refusal->decided_by || others == 0;
}
