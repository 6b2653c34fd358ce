#include "domain/rules/trades.h"

#include <string.h>

#include "amends/authority.h"
#include "amends/labels.h"

/* clang-format off */
#define SUM(role_, remedy_, euros) {.role = AM_ROLE_##role_, .remedy = AMENDS_REMEDY_##remedy_, .most = euros}
#define PART(role_, percent) {.role = AM_ROLE_##role_, .remedy = AMENDS_REMEDY_DISCOUNT, .percent_bp = percent * 100}
#define MAY(role_, remedy_) {.role = AM_ROLE_##role_, .remedy = AMENDS_REMEDY_##remedy_}
#define EVERYTHING(role_) {.role = AM_ROLE_##role_, .all = true}

static const struct am_trade_grant other[] = {
    SUM(ASSOCIATE, REFUND, 20), SUM(ASSOCIATE, VOUCHER, 10), PART(ASSOCIATE, 10), MAY(ASSOCIATE, EXCHANGE),
    SUM(SUPERVISOR, REFUND, 100), SUM(SUPERVISOR, VOUCHER, 50), PART(SUPERVISOR, 25),
    MAY(SUPERVISOR, REPLACEMENT), EVERYTHING(MANAGER),
};
static const struct am_trade_grant supermarket[] = {
    SUM(ASSOCIATE, REFUND, 20), SUM(ASSOCIATE, VOUCHER, 5), SUM(ASSOCIATE, FREE_ITEM, 5),
    MAY(ASSOCIATE, EXCHANGE), MAY(ASSOCIATE, REPLACEMENT),
    SUM(SUPERVISOR, REFUND, 150), SUM(SUPERVISOR, VOUCHER, 30), SUM(SUPERVISOR, FREE_ITEM, 20),
    PART(SUPERVISOR, 30), EVERYTHING(MANAGER),
};
static const struct am_trade_grant salon[] = {
    MAY(ASSOCIATE, REDO), MAY(ASSOCIATE, REFRESHMENT), PART(ASSOCIATE, 15), SUM(ASSOCIATE, FREE_ITEM, 10),
    SUM(SUPERVISOR, REFUND, 100), SUM(SUPERVISOR, VOUCHER, 50), SUM(SUPERVISOR, FREE_ITEM, 30),
    PART(SUPERVISOR, 50), MAY(SUPERVISOR, UPGRADE), EVERYTHING(MANAGER),
};
static const struct am_trade_grant cafe[] = {
    MAY(ASSOCIATE, REDO), MAY(ASSOCIATE, REPLACEMENT), MAY(ASSOCIATE, REFRESHMENT),
    SUM(ASSOCIATE, REFUND, 10), SUM(ASSOCIATE, FREE_ITEM, 6),
    SUM(SUPERVISOR, REFUND, 50), SUM(SUPERVISOR, FREE_ITEM, 20), SUM(SUPERVISOR, VOUCHER, 20),
    PART(SUPERVISOR, 50), EVERYTHING(MANAGER),
};
static const struct am_trade_grant restaurant[] = {
    MAY(ASSOCIATE, REDO), MAY(ASSOCIATE, REPLACEMENT), MAY(ASSOCIATE, REFRESHMENT),
    SUM(ASSOCIATE, FREE_ITEM, 12), PART(ASSOCIATE, 10),
    SUM(SUPERVISOR, REFUND, 150), SUM(SUPERVISOR, FREE_ITEM, 40), SUM(SUPERVISOR, VOUCHER, 50),
    PART(SUPERVISOR, 50), EVERYTHING(MANAGER),
};
static const struct am_trade_grant hotel[] = {
    MAY(ASSOCIATE, REFRESHMENT), MAY(ASSOCIATE, EXCHANGE), SUM(ASSOCIATE, FREE_ITEM, 25),
    SUM(ASSOCIATE, VOUCHER, 25), PART(ASSOCIATE, 10),
    SUM(SUPERVISOR, REFUND, 300), SUM(SUPERVISOR, VOUCHER, 150), SUM(SUPERVISOR, FREE_ITEM, 80),
    PART(SUPERVISOR, 30), MAY(SUPERVISOR, UPGRADE), EVERYTHING(MANAGER),
};
static const struct am_trade_grant telecom[] = {
    SUM(ASSOCIATE, REFUND, 20), SUM(ASSOCIATE, VOUCHER, 15), PART(ASSOCIATE, 10), MAY(ASSOCIATE, REPAIR),
    SUM(SUPERVISOR, REFUND, 200), SUM(SUPERVISOR, VOUCHER, 60), PART(SUPERVISOR, 30),
    MAY(SUPERVISOR, REPLACEMENT), MAY(SUPERVISOR, UPGRADE), EVERYTHING(MANAGER),
};
static const struct am_trade_grant web_shop[] = {
    SUM(ASSOCIATE, REFUND, 50), SUM(ASSOCIATE, VOUCHER, 20), PART(ASSOCIATE, 15), MAY(ASSOCIATE, EXCHANGE),
    MAY(ASSOCIATE, REPLACEMENT),
    SUM(SUPERVISOR, REFUND, 300), SUM(SUPERVISOR, VOUCHER, 100), PART(SUPERVISOR, 50), EVERYTHING(MANAGER),
};
/* Medicines that were handed out are not taken back, so little is left to an associate but the price. */
static const struct am_trade_grant pharmacy[] = {
    SUM(ASSOCIATE, VOUCHER, 5), PART(ASSOCIATE, 5),
    SUM(SUPERVISOR, REFUND, 50), SUM(SUPERVISOR, VOUCHER, 20), MAY(SUPERVISOR, REPLACEMENT),
    PART(SUPERVISOR, 15), EVERYTHING(MANAGER),
};
static const struct am_trade_grant repair_shop[] = {
    MAY(ASSOCIATE, REDO), MAY(ASSOCIATE, REPAIR), PART(ASSOCIATE, 10), MAY(ASSOCIATE, REFRESHMENT),
    SUM(SUPERVISOR, REFUND, 200), SUM(SUPERVISOR, VOUCHER, 50), PART(SUPERVISOR, 30),
    MAY(SUPERVISOR, REPLACEMENT), EVERYTHING(MANAGER),
};
/* What an office gives is a right or nothing: fees paid in error go back, appointments are done over. */
static const struct am_trade_grant public_office[] = {
    MAY(ASSOCIATE, REDO),
    SUM(SUPERVISOR, REFUND, 50), EVERYTHING(MANAGER),
};

#define DAY(from, until) {.spans = {{(from) * 60, (until) * 60}}, .count = 1}
#define SPLIT(a, b, c, d) {.spans = {{(a) * 60, (b) * 60}, {(c) * 60, (d) * 60}}, .count = 2}
#define SHUT {.count = 0}
#define WEEK(weekday, saturday, sunday) {.week = {weekday, weekday, weekday, weekday, weekday, saturday, sunday}}
#define AT(channel) (1u << AMENDS_CHANNEL_##channel)
#define GRANTS(of) .grants = of, .grant_count = sizeof of / sizeof of[0]

enum { HOUR = 60, COUNTER_AND_PHONE = AT(COUNTER) | AT(PHONE) | AT(EMAIL),
       ALL_CHANNELS = AT(COUNTER) | AT(PHONE) | AT(CHAT) | AT(EMAIL) | AT(SOCIAL) };

static const struct am_trade_settings settings[AM_TRADE_COUNT] = {
    [AM_TRADE_OTHER] = {GRANTS(other), WEEK(DAY(9, 17), SHUT, SHUT), COUNTER_AND_PHONE, {8 * HOUR, 40 * HOUR}, false},
    [AM_TRADE_SUPERMARKET] = {GRANTS(supermarket), WEEK(DAY(7, 22), DAY(7, 22), DAY(9, 21)),
                              COUNTER_AND_PHONE | AT(SOCIAL), {8 * HOUR, 45 * HOUR}, true},
    [AM_TRADE_SALON] = {GRANTS(salon), WEEK(DAY(9, 18), DAY(10, 16), SHUT), COUNTER_AND_PHONE | AT(SOCIAL),
                        {4 * HOUR, 18 * HOUR}, false},
    [AM_TRADE_CAFE] = {GRANTS(cafe), WEEK(DAY(8, 19), DAY(9, 19), DAY(10, 18)), COUNTER_AND_PHONE | AT(SOCIAL),
                       {8 * HOUR, 33 * HOUR}, false},
    [AM_TRADE_RESTAURANT] = {GRANTS(restaurant), WEEK(SPLIT(11, 14, 17, 23), DAY(12, 24), DAY(12, 21)),
                             COUNTER_AND_PHONE | AT(SOCIAL), {8 * HOUR, 27 * HOUR}, false},
    [AM_TRADE_HOTEL] = {GRANTS(hotel), WEEK(DAY(0, 24), DAY(0, 24), DAY(0, 24)), ALL_CHANNELS,
                        {2 * HOUR, 48 * HOUR}, true},
    [AM_TRADE_TELECOM] = {GRANTS(telecom), WEEK(DAY(8, 20), DAY(9, 17), SHUT), ALL_CHANNELS,
                          {4 * HOUR, 36 * HOUR}, true},
    [AM_TRADE_WEB_SHOP] = {GRANTS(web_shop), WEEK(DAY(8, 18), DAY(10, 16), SHUT),
                           AT(PHONE) | AT(CHAT) | AT(EMAIL) | AT(SOCIAL), {2 * HOUR, 20 * HOUR}, false},
    [AM_TRADE_PHARMACY] = {GRANTS(pharmacy), WEEK(DAY(8, 20), DAY(9, 18), DAY(11, 16)), COUNTER_AND_PHONE,
                           {4 * HOUR, 24 * HOUR}, false},
    [AM_TRADE_REPAIR_SHOP] = {GRANTS(repair_shop), WEEK(SPLIT(8, 12, 13, 17), SHUT, SHUT), COUNTER_AND_PHONE,
                              {8 * HOUR, 40 * HOUR}, false},
    [AM_TRADE_PUBLIC_OFFICE] = {GRANTS(public_office), WEEK(SPLIT(9, 12, 13, 16), SHUT, SHUT), COUNTER_AND_PHONE,
                                {12 * HOUR, 60 * HOUR}, true},
};
/* clang-format on */

const struct am_trade_settings *am_trade(int32_t trade)
{
    return &settings[trade >= 0 && trade < AM_TRADE_COUNT ? trade : AM_TRADE_OTHER];
}

/* What stands for one euro: round numbers that a shop would name, no rates of exchange. */
static const struct {
    char currency[4];
    int32_t units;
} scales[] = {{"EUR", 1},   {"USD", 1},    {"GBP", 1},     {"CHF", 1},   {"CAD", 1},   {"AUD", 1},
              {"SGD", 1},   {"NZD", 1},    {"CNY", 5},     {"PLN", 4},   {"RON", 5},   {"BGN", 2},
              {"AED", 4},   {"MYR", 4},    {"SEK", 10},    {"NOK", 10},  {"DKK", 7},   {"CZK", 25},
              {"HKD", 8},   {"TWD", 30},   {"UAH", 40},    {"RUB", 100}, {"INR", 80},  {"THB", 35},
              {"PHP", 60},  {"TRY", 30},   {"MXN", 20},    {"BRL", 5},   {"HUF", 400}, {"JPY", 150},
              {"KZT", 500}, {"KRW", 1500}, {"VND", 25000}, {"ISK", 150}};

int64_t am_trade_minor(int32_t euros, const char currency[4])
{
    for (size_t i = 0; i < sizeof scales / sizeof scales[0]; i++) {
        if (strcmp(scales[i].currency, currency) == 0) {
            int64_t minor = (int64_t)euros * scales[i].units;

            for (unsigned digits = amends_currency_digits(currency); digits > 0; digits--)
                minor *= 10;
            return minor;
        }
    }
    return -1;
}
