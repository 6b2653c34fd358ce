#include "domain/kinds/encounter.h"

#include "domain/kinds/names.h"
#include "domain/kinds/table.h"

static const struct am_field live_encounter_fields[] = {
    AM_FIELD(am_live_encounter, site, ID, .flags = REQUIRED | FIXED, .of = "site", .about = "Where it is"),
    AM_FIELD(am_live_encounter, person, ID, .flags = REQUIRED | OURS, .of = "person",
             .about = "Who serves the customer now"),
    AM_FIELD(am_live_encounter, customer, ID, .flags = 0, .of = "customer",
             .about = "Who the customer is, where that is known"),
    AM_FIELD_NAMED(am_live_encounter, case_, "case", ID, .flags = 0, .of = "case",
                   .about = "The case that came of it"),
    AM_FIELD(am_live_encounter, channel, CHOICE, .flags = REQUIRED | FIXED, .choices = am_channel_names,
             .about = "How they speak to each other"),
    AM_FIELD(am_live_encounter, lang, TEXT, .look = AM_TEXT_LANGUAGE, .flags = 0, .least = 2, .most = 35,
             .about = "The customer's language, BCP 47; empty: not known yet"),
    AM_FIELD(am_live_encounter, start, JSON, .flags = FIXED | OURS, .most = 16384,
             .about = "The start as the coach got it: authority, help that exists, languages"),
    AM_FIELD(am_live_encounter, ended_at_ms, TIME, .flags = OURS, .about = "When it ended"),
    AM_FIELD(am_live_encounter, outcome, CHOICE, .flags = OURS, .choices = am_outcome_names,
             .about = "How it ended"),
    AM_FIELD(am_live_encounter, last_number, NUMBER, .flags = OURS, .about = "How many events it has"),
    AM_FIELD(am_live_encounter, heat_permille, NUMBER, .flags = OURS, .most = 1000,
             .about = "How heated the customer is by the last card, in thousandths"),
    AM_FIELD(am_live_encounter, escalate, CHOICE, .flags = OURS, .choices = am_level_names,
             .about = "Who should be called by the last card"),
    AM_FIELD(am_live_encounter, danger, FLAG, .flags = OURS,
             .about = "Danger, until a person says that it is over"),
};
RECORD(live_encounter, live_encounter, "encounter", "encounters",
       .about = "Somebody serves a customer, and the coach beside them");

static const struct am_field encounter_event_fields[] = {
    AM_FIELD(am_encounter_event, encounter, ID, .flags = REQUIRED | FIXED | OURS, .of = "encounter",
             .about = "In which encounter"),
    AM_FIELD(am_encounter_event, person, ID, .flags = FIXED | OURS, .of = "person", .about = "Who sent it"),
    AM_FIELD(am_encounter_event, device, ID, .flags = FIXED | OURS, .of = "device",
             .about = "From which shared device"),
    AM_FIELD(am_encounter_event, key, TEXT, .flags = REQUIRED | FIXED, .most = 64,
             .about = "What its device calls it: the same again is the same event"),
    AM_FIELD(am_encounter_event, number, NUMBER, .flags = OURS, .least = 1,
             .about = "Its place in the encounter, from 1"),
    AM_FIELD(am_encounter_event, at_ms, TIME, .flags = FIXED, .about = "When it happened, by its device"),
    AM_FIELD(am_encounter_event, event, JSON, .flags = REQUIRED | FIXED | PERSONAL,
             .about = "What happened, as the contract of the coach has it"),
    AM_FIELD(am_encounter_event, card, JSON, .flags = OURS | PERSONAL, .about = "The card that answered it"),
    AM_FIELD(am_encounter_event, state, BYTES, .flags = OURS | SECRET | PERSONAL,
             .about = "The coach's state behind it, from which any process goes on"),
    AM_FIELD(am_encounter_event, late, FLAG, .flags = OURS,
             .about = "It arrived after later ones, whose cards were made anew"),
};
RECORD(encounter_event, encounter_event, "event", "events",
       .about = "What happened in an encounter, and the card that answered it");

static const struct am_field presence_fields[] = {
    AM_FIELD(am_presence, encounter, ID, .flags = REQUIRED | FIXED | OURS, .of = "encounter",
             .about = "What is looked at"),
    AM_FIELD(am_presence, person, ID, .flags = REQUIRED | FIXED | OURS, .of = "person", .about = "Who looks"),
    AM_FIELD(am_presence, until_ms, TIME, .flags = REQUIRED | OURS,
             .about = "Until when, unless they go on looking"),
};
RECORD(presence, presence, "presence", "presences", .about = "Who looks at an encounter now");
