/*
 * Ready-made settings by trade: where a new shop begins, for its owner to change. Constants; nothing here
 * decides anything.
 */
#ifndef AM_RULES_TRADES_H
#define AM_RULES_TRADES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/kinds/people.h"
#include "domain/rules/hours.h"

/* One grant of a trade. */
struct am_trade_grant {
    int32_t role;       /* enum am_role */
    int32_t remedy;     /* enum amends_remedy */
    int32_t most;       /* of amounts: about so many euros, see am_trade_minor */
    int32_t percent_bp; /* discount */
    bool all;           /* decides everything alone */
};

struct am_trade_settings {
    const struct am_trade_grant *grants;
    size_t grant_count;
    struct am_hours hours;
    uint8_t channels; /* bit per enum amends_channel */
    struct am_sla sla;
    bool security_on_site;
};

/* The settings of a trade; those of OTHER out of range. Never NULL. */
const struct am_trade_settings *am_trade(int32_t trade);

/* About so many euros as a round amount in minor units of a currency (ISO 4217): 20 is 20.00 EUR, 2000.00
 * RUB, 3000 JPY. -1: the currency is not known here, and the owner names the amounts. */
int64_t am_trade_minor(int32_t euros, const char currency[4]);

#endif
