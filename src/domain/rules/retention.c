#include "domain/rules/retention.h"

#include <string.h>

static const struct {
    const char *name, *from;
    enum am_retention_way way;
    int32_t days, fewest;
} kinds[AM_RETAINED_COUNT] = {
#define X(id, name_, way_, days_, fewest_, from_) {name_, from_, AM_RETENTION_##way_, days_, fewest_},
    AM_RETAINED(X)
#undef X
};

const char *am_retained_name(int32_t kind)
{
    return kind >= 0 && kind < AM_RETAINED_COUNT ? kinds[kind].name : "?";
}

int32_t am_retained_find(struct amends_view name)
{
    for (int32_t i = 0; i < AM_RETAINED_COUNT; i++) {
        if (strlen(kinds[i].name) == name.len_bytes && memcmp(kinds[i].name, name.bytes, name.len_bytes) == 0)
            return i;
    }
    return -1;
}

enum am_retention_way am_retained_way(enum am_retained kind)
{
    return kinds[kind].way;
}

int32_t am_retained_days(enum am_retained kind)
{
    return kinds[kind].days;
}

const char *am_retained_from(enum am_retained kind)
{
    return kinds[kind].from;
}

struct am_retention am_retention_unset(void)
{
    struct am_retention settings;

    for (int32_t i = 0; i < AM_RETAINED_COUNT; i++)
        settings.days[i] = AM_RETENTION_UNSET;
    return settings;
}

int32_t am_retention_flaw(const struct am_retention *settings)
{
    for (int32_t i = 0; i < AM_RETAINED_COUNT; i++) {
        int32_t days = settings->days[i];

        if (days != AM_RETENTION_UNSET && days != AM_RETENTION_FOR_EVER &&
            (days < kinds[i].fewest || days > AM_RETENTION_DAYS_MOST))
            return i;
    }
    return -1;
}

int32_t am_retention_days(enum am_retained kind, const struct am_retention *site,
                          const struct am_retention *organisation)
{
    int32_t days = AM_RETENTION_UNSET;

    if (site != NULL)
        days = site->days[kind];
    if (days == AM_RETENTION_UNSET && organisation != NULL)
        days = organisation->days[kind];
    if (days == AM_RETENTION_UNSET)
        days = kinds[kind].days;
    if (days == AM_RETENTION_FOR_EVER)
        return days;
    if (days < kinds[kind].fewest)
        return kinds[kind].fewest;
    return days > AM_RETENTION_DAYS_MOST ? AM_RETENTION_DAYS_MOST : days;
}

int64_t am_retention_before_ms(enum am_retained kind, const struct am_retention *site,
                               const struct am_retention *organisation, int64_t now_ms)
{
    int32_t days = am_retention_days(kind, site, organisation);

    return days == AM_RETENTION_FOR_EVER ? INT64_MIN : now_ms - days * INT64_C(86400000);
}

bool am_retention_due(const struct am_retained_item *item, const struct am_retention *site,
                      const struct am_retention *organisation, int64_t now_ms)
{
    if (item->ended_at_ms == 0 || item->hold || item->case_hold || item->customer_hold)
        return false;

    int64_t before_ms = am_retention_before_ms(item->kind, site, organisation, now_ms);

    return before_ms != INT64_MIN && item->ended_at_ms <= before_ms;
}
