/*
 * Organisation, site, person: who is there and who they are to the desk. Secrets are kept as hashes. Records
 * as record.h says.
 */
#ifndef AM_KINDS_PEOPLE_H
#define AM_KINDS_PEOPLE_H

#include "domain/record.h"

/* What a business does: the ready-made settings that it begins with. */
#define AM_TRADES(X)                                                                                         \
    X(OTHER, "other")                                                                                        \
    X(SUPERMARKET, "supermarket")                                                                            \
    X(SALON, "salon")                                                                                        \
    X(CAFE, "cafe")                                                                                          \
    X(RESTAURANT, "restaurant")                                                                              \
    X(HOTEL, "hotel")                                                                                        \
    X(TELECOM, "telecom")                                                                                    \
    X(WEB_SHOP, "web_shop")                                                                                  \
    X(PHARMACY, "pharmacy")                                                                                  \
    X(REPAIR_SHOP, "repair_shop")                                                                            \
    X(PUBLIC_OFFICE, "public_office")

enum am_trade {
#define X(id, name) AM_TRADE_##id,
    AM_TRADES(X)
#undef X
        AM_TRADE_COUNT
};

/* All names in the enum's order, NULL behind the last. */
extern const char *const am_trade_names[AM_TRADE_COUNT + 1];

/* "salon"; static; "?" out of range. */
const char *am_trade_name(int32_t trade);

/* The trade of this name; -1: none. */
int32_t am_trade_find(struct amends_view name);

struct am_organisation {
    struct am_row row; /* id is org */
    struct amends_view name, currency, lang, zone;
    struct amends_view retention; /* JSON: days by kind of record, {"case": 730}; 0: for ever */
    int32_t trade;                /* enum am_trade */
    bool demo;                    /* nobody's business: to look around in, and to be thrown away */
};

struct am_site {
    struct am_row row;
    struct amends_view name, lang, currency, zone, emergency_number, telephone;
    struct amends_view
        hours; /* JSON: {"mon": [["09:00","13:00"],["14:00","18:00"]], …, "closed": ["2026-12-25"]} */
    struct amends_view retention;         /* JSON as the organisation's, which holds where it is silent */
    int64_t acknowledge_min, respond_min; /* the clocks of a case, in minutes of opening hours; 0: none;
                                             -1: as the trade has it */
    int32_t trade;
    bool security_on_site;
    bool closed; /* no new encounters */
};

enum am_role { AM_ROLE_ASSOCIATE, AM_ROLE_SUPERVISOR, AM_ROLE_MANAGER, AM_ROLE_ADMINISTRATOR, AM_ROLE_COUNT };

/* Why somebody cannot be reached though they work here. */
enum am_absent { AM_ABSENT_BREAK, AM_ABSENT_AWAY, AM_ABSENT_OFF };

struct am_person {
    struct am_row row;
    struct amends_view name, login, lang;
    struct amends_view password_hash, pin_hash, totp_secret; /* argon2id; argon2id; sealed */
    struct amends_view email, telephone;
    struct amends_view debrief_seal; /* the debriefs' key, sealed with the password */
    bool active, must_change_password;
    int32_t absent;     /* enum am_absent, as they said themselves; -1: here */
    int64_t back_at_ms; /* then they count as here again */
};

/* Are they away at that time, as they said? Thread-safe. */
bool am_person_absent(const struct am_person *person, int64_t at_ms);

/* What a person is at a site; site 0: everywhere in the organisation. It stays when it has ended, so that
 * what somebody was on a day has an answer. */
struct am_membership {
    struct am_row row;
    am_id person, site;
    int32_t role;
    int64_t from_ms, until_ms; /* 0: from its making; without end */
    bool ended;                /* for good, also where a clock is set back */
};

static inline bool am_membership_within(const struct am_membership *membership, int64_t at_ms)
{
    return at_ms >= membership->from_ms && (membership->until_ms == 0 || at_ms < membership->until_ms);
}

/* Does this role hold now? Whenever it was made: a clock that is set back locks nobody out, and brings
 * nothing back that was ended. */
static inline bool am_membership_now(const struct am_membership *membership, int64_t now_ms)
{
    return !membership->ended && am_membership_within(membership, now_ms);
}

/* Did it hold then? It counts from its making at the earliest. */
static inline bool am_membership_then(const struct am_membership *membership, int64_t at_ms)
{
    return at_ms >= membership->row.created_at_ms && am_membership_within(membership, at_ms);
}

/* A shared counter device: signed in once by a person in full, or by a join code of theirs; then people
 * switch by PIN. */
struct am_device {
    struct am_row row;
    am_id site, enrolled_by;
    struct amends_view name, token_hash; /* the hash of the join code, as long as that was not used */
    bool revoked;
    int64_t seen_at_ms;
    int64_t joins_until_ms; /* so long its join code is good; 0: it has joined */
};

struct am_session {
    struct am_row row;
    am_id person, device;
    struct amends_view token_hash, csrf;
    struct amends_view debrief_key; /* the person's, sealed with the session's secret, which is not kept */
    struct amends_view about;       /* the browser's own description */
    int64_t seen_at_ms, ends_at_ms;
    bool revoked, by_pin;
};

/* A token for programs; scopes: words with blanks between. */
struct am_api_token {
    struct am_row row;
    am_id person;
    struct amends_view name, token_hash, scopes;
    int64_t ends_at_ms, seen_at_ms;
    bool revoked;
};

/* Somebody said that they need a break; gone when it is over. */
struct am_break {
    struct am_row row;
    am_id site, person, covered_by;
    int64_t covered_at_ms;
};

extern const struct am_record am_organisation_record, am_site_record, am_person_record, am_membership_record,
    am_device_record, am_session_record, am_token_record, am_break_record;

#endif
