#include "domain/kinds/people.h"

#include <string.h>

#include "domain/kinds/names.h"
#include "domain/kinds/table.h"

const char *const am_trade_names[] = {
#define X(id, name) name,
    AM_TRADES(X)
#undef X
        NULL};

const char *am_trade_name(int32_t trade)
{
    return trade >= 0 && trade < AM_TRADE_COUNT ? am_trade_names[trade] : "?";
}

int32_t am_trade_find(struct amends_view name)
{
    for (int32_t i = 0; i < AM_TRADE_COUNT; i++)
        if (strlen(am_trade_names[i]) == name.len_bytes &&
            memcmp(am_trade_names[i], name.bytes, name.len_bytes) == 0)
            return i;
    return -1;
}

/* Names of languages are those of BCP 47, of time zones those of the IANA data base, both as written there.
 */
enum { LANG_MOST = 35, ZONE_MOST = 64, TELEPHONE_MOST = 40, EMAIL_MOST = 254, HASH_BYTES = 32 };

static const struct am_field organisation_fields[] = {
    AM_FIELD(am_organisation, name, TEXT, .flags = REQUIRED, .most = TITLE_MOST,
             .about = "What the business is called"),
    AM_FIELD(am_organisation, currency, TEXT, .look = AM_TEXT_CURRENCY, .flags = REQUIRED, .least = 3,
             .most = 3, .about = "Currency of new sites, ISO 4217"),
    AM_FIELD(am_organisation, lang, TEXT, .look = AM_TEXT_LANGUAGE, .flags = REQUIRED, .least = 2,
             .most = LANG_MOST, .about = "Language of new sites, BCP 47"),
    AM_FIELD(am_organisation, zone, TEXT, .flags = REQUIRED, .most = ZONE_MOST,
             .about = "Time zone of new sites, by its IANA name"),
    AM_FIELD(
        am_organisation, retention, JSON, .flags = 0, .most = 4096,
        .about =
            "Days that records are kept after their end, by kind; 0: for ever; none: as the desk has it"),
    AM_FIELD(am_organisation, trade, CHOICE, .flags = REQUIRED, .choices = am_trade_names,
             .about = "What the business does: the ready-made settings that it began with"),
    AM_FIELD(am_organisation, demo, FLAG, .flags = OURS,
             .about = "The demo shop: anybody at this machine may look around in it, and throw it away"),
};
RECORD(organisation, organisation, "organisation", "organisations",
       .about = "A business: everything belongs to one, and none sees another's");

static const struct am_field site_fields[] = {
    AM_FIELD(am_site, name, TEXT, .flags = REQUIRED, .most = TITLE_MOST, .about = "What the site is called"),
    AM_FIELD(am_site, lang, TEXT, .look = AM_TEXT_LANGUAGE, .flags = REQUIRED, .least = 2, .most = LANG_MOST,
             .about = "Language that is spoken here unless somebody says otherwise, BCP 47"),
    AM_FIELD(am_site, currency, TEXT, .look = AM_TEXT_CURRENCY, .flags = REQUIRED, .least = 3, .most = 3,
             .about = "Currency of what is given here, ISO 4217"),
    AM_FIELD(am_site, zone, TEXT, .flags = REQUIRED, .most = ZONE_MOST,
             .about = "Time zone, by its IANA name: opening hours are in it"),
    AM_FIELD(am_site, emergency_number, TEXT, .flags = REQUIRED, .most = TELEPHONE_MOST,
             .about = "The number to telephone when life or health is in danger"),
    AM_FIELD(am_site, telephone, TEXT, .flags = 0, .most = TELEPHONE_MOST,
             .about = "The number at which somebody of the site answers"),
    AM_FIELD(am_site, hours, JSON, .flags = 0, .most = 16384,
             .about = "Opening hours: spans for each day of the week, and the days on which it is closed; "
                      "none: always open"),
    AM_FIELD(am_site, retention, JSON, .flags = 0, .most = 4096,
             .about =
                 "Days that records are kept after their end, by kind; none: as the organisation has it"),
    AM_FIELD(am_site, acknowledge_min, NUMBER, .flags = 0, .least = -1, .most = 525600,
             .about = "Minutes of opening hours to acknowledge a case; 0: no clock; -1: as the trade has it"),
    AM_FIELD(am_site, respond_min, NUMBER, .flags = 0, .least = -1, .most = 525600,
             .about = "Minutes of opening hours to respond to a case; 0: no clock; -1: as the trade has it"),
    AM_FIELD(am_site, trade, CHOICE, .flags = REQUIRED, .choices = am_trade_names,
             .about = "What is done here"),
    AM_FIELD(am_site, security_on_site, FLAG, .flags = 0, .about = "There is security here to call"),
    AM_FIELD(am_site, closed, FLAG, .flags = 0, .about = "No encounter begins here any more"),
};
RECORD(site, site, "site", "sites", .about = "A place where customers are served: a shop, a branch, a line");

static const char *const absences[] = {
    [AM_ABSENT_BREAK] = "break", [AM_ABSENT_AWAY] = "away", [AM_ABSENT_OFF] = "off", NULL};

bool am_person_absent(const struct am_person *person, int64_t at_ms)
{
    return person->absent >= 0 && (person->back_at_ms == 0 || at_ms < person->back_at_ms);
}

static const struct am_field person_fields[] = {
    AM_FIELD(am_person, name, TEXT, .flags = REQUIRED, .most = 100, .about = "What they are called"),
    AM_FIELD(am_person, login, TEXT, .flags = REQUIRED, .most = 64, .about = "What they sign in with"),
    AM_FIELD(am_person, lang, TEXT, .look = AM_TEXT_LANGUAGE, .flags = 0, .least = 2, .most = LANG_MOST,
             .about = "Language of their screens, BCP 47; empty: the site's"),
    AM_FIELD(am_person, password_hash, TEXT, .flags = OURS | SECRET, .most = TITLE_MOST,
             .about = "Of the password, by argon2id"),
    AM_FIELD(am_person, pin_hash, TEXT, .flags = OURS | SECRET, .most = TITLE_MOST,
             .about = "Of the PIN for shared devices, by argon2id; empty: none"),
    AM_FIELD(am_person, totp_secret, BYTES, .flags = OURS | SECRET, .most = 256,
             .about = "Of the second factor, sealed; empty: none"),
    AM_FIELD(am_person, email, TEXT, .flags = 0, .most = EMAIL_MOST,
             .about = "Where calls and reminders reach them"),
    AM_FIELD(am_person, telephone, TEXT, .flags = 0, .most = TELEPHONE_MOST,
             .about = "Where calls reach them when no screen does"),
    AM_FIELD(am_person, debrief_seal, BYTES, .flags = OURS | SECRET, .most = 1024,
             .about = "The key of their debriefs, sealed with their password"),
    AM_FIELD(am_person, active, FLAG, .flags = 0, .about = "They work here; otherwise they cannot sign in"),
    AM_FIELD(am_person, must_change_password, FLAG, .flags = OURS,
             .about = "Their password was set by somebody else"),
    AM_FIELD(am_person, absent, CHOICE, .flags = OURS, .choices = absences,
             .about = "On a break, away or off, as they said; none: here"),
    AM_FIELD(am_person, back_at_ms, TIME, .flags = OURS, .about = "From when on they count as here again"),
};
RECORD(person, person, "person", "people", .about = "Somebody who works here");

static const struct am_field membership_fields[] = {
    AM_FIELD(am_membership, person, ID, .flags = REQUIRED | FIXED, .of = "person",
             .about = "Whose role it is"),
    AM_FIELD(am_membership, site, ID, .flags = FIXED, .of = "site",
             .about = "Where; none: everywhere in the organisation"),
    AM_FIELD(am_membership, role, CHOICE, .flags = REQUIRED | FIXED, .choices = am_role_names,
             .about = "What they are there"),
    AM_FIELD(am_membership, from_ms, TIME, .flags = FIXED, .about = "From when; none: from its making"),
    AM_FIELD(am_membership, until_ms, TIME, .flags = 0, .about = "Until when; none: without end"),
    AM_FIELD(am_membership, ended, FLAG, .flags = OURS, .about = "It was ended: kept for what it was"),
};
RECORD(membership, membership, "membership", "memberships", .about = "What a person is at a site");

static const struct am_field device_fields[] = {
    AM_FIELD(am_device, site, ID, .flags = REQUIRED | FIXED, .of = "site", .about = "Where it stands"),
    AM_FIELD(am_device, enrolled_by, ID, .flags = REQUIRED | FIXED | OURS, .of = "person",
             .about = "Who signed in on it in full"),
    AM_FIELD(am_device, name, TEXT, .flags = REQUIRED, .most = 100, .about = "What it is called here"),
    AM_FIELD(am_device, token_hash, BYTES, .flags = REQUIRED | OURS | SECRET, .most = HASH_BYTES,
             .about = "Of what it shows to be let in"),
    AM_FIELD(am_device, revoked, FLAG, .flags = OURS, .about = "It is let in no more"),
    AM_FIELD(am_device, seen_at_ms, TIME, .flags = OURS, .about = "When it was last used"),
    AM_FIELD(am_device, joins_until_ms, TIME, .flags = OURS,
             .about = "Until when its join code is good; none: it has joined"),
};
RECORD(device, device, "device", "devices",
       .about = "A shared device, on which people switch by PIN after one signed in in full");

static const struct am_field session_fields[] = {
    AM_FIELD(am_session, person, ID, .flags = REQUIRED | FIXED | OURS, .of = "person",
             .about = "Who signed in"),
    AM_FIELD(am_session, device, ID, .flags = FIXED | OURS, .of = "device",
             .about = "On which shared device; none: on their own"),
    AM_FIELD(am_session, token_hash, BYTES, .flags = REQUIRED | OURS | SECRET, .most = HASH_BYTES,
             .about = "Of the session's cookie"),
    AM_FIELD(am_session, csrf, TEXT, .flags = OURS | SECRET, .most = 64,
             .about = "What a write must repeat, so that no other page can make it"),
    AM_FIELD(am_session, debrief_key, BYTES, .flags = OURS | SECRET, .most = 256,
             .about = "The key of their debriefs, sealed with the session's secret, which is not kept"),
    AM_FIELD(am_session, about, TEXT, .flags = FIXED | OURS, .most = 300,
             .about = "How the browser describes itself"),
    AM_FIELD(am_session, seen_at_ms, TIME, .flags = OURS, .about = "When it was last used"),
    AM_FIELD(am_session, ends_at_ms, TIME, .flags = REQUIRED | OURS, .about = "When one must sign in again"),
    AM_FIELD(am_session, revoked, FLAG, .flags = OURS, .about = "It was ended"),
    AM_FIELD(am_session, by_pin, FLAG, .flags = FIXED | OURS,
             .about = "Signed in by PIN alone: nobody is administered and nothing granted by it"),
};
RECORD(session, session, "session", "sessions", .about = "Somebody signed in");

static const struct am_field token_fields[] = {
    AM_FIELD(am_api_token, person, ID, .flags = REQUIRED | FIXED | OURS, .of = "person",
             .about = "For whom the program acts"),
    AM_FIELD(am_api_token, name, TEXT, .flags = REQUIRED, .most = 100, .about = "What it is for"),
    AM_FIELD(am_api_token, token_hash, BYTES, .flags = REQUIRED | OURS | SECRET, .most = HASH_BYTES,
             .about = "Of the token"),
    AM_FIELD(am_api_token, scopes, TEXT, .flags = REQUIRED | FIXED, .most = LINE_MOST,
             .about = "What it may do of what the person may: names of permissions with blanks between"),
    AM_FIELD(am_api_token, ends_at_ms, TIME, .flags = FIXED,
             .about = "Until when; none: until it is revoked"),
    AM_FIELD(am_api_token, seen_at_ms, TIME, .flags = OURS, .about = "When it was last used"),
    AM_FIELD(am_api_token, revoked, FLAG, .flags = OURS, .about = "It is taken no more"),
};
RECORD(token, api_token, "token", "tokens", .about = "What a program is let in with");

static const struct am_field break_fields[] = {
    AM_FIELD(am_break, site, ID, .flags = REQUIRED | FIXED, .of = "site", .about = "Where"),
    AM_FIELD(am_break, person, ID, .flags = REQUIRED | FIXED | OURS, .of = "person", .about = "Who needs it"),
    AM_FIELD(am_break, covered_by, ID, .flags = OURS, .of = "person",
             .about = "Who covers meanwhile; none: nobody yet"),
    AM_FIELD(am_break, covered_at_ms, TIME, .flags = OURS, .about = "Since when"),
};
RECORD(break, break, "break", "breaks", .about = "Somebody needs a break; gone when it is over");
