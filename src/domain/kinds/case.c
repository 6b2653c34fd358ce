#include "domain/kinds/case.h"

#include "amends/limits.h"
#include "domain/kinds/names.h"
#include "domain/kinds/table.h"

static const char *const case_states[] = {[AM_CASE_OPEN] = "open",
                                          [AM_CASE_ACKNOWLEDGED] = "acknowledged",
                                          [AM_CASE_RESPONDED] = "responded",
                                          [AM_CASE_CLOSED] = "closed",
                                          NULL};
static const char *const approval_states[] = {
    [AM_APPROVAL_ASKED] = "asked",         [AM_APPROVAL_GRANTED] = "granted",
    [AM_APPROVAL_DECLINED] = "declined",   [AM_APPROVAL_LAPSED] = "lapsed",
    [AM_APPROVAL_WITHDRAWN] = "withdrawn", NULL};
static const char *const promise_states[] = {
    [AM_PROMISE_OPEN] = "open", [AM_PROMISE_KEPT] = "kept", [AM_PROMISE_BROKEN] = "broken", NULL};
static const char *const harms[] = {
    [AM_HARM_NONE] = "none",     [AM_HARM_THREAT] = "threat",   [AM_HARM_PROPERTY] = "property",
    [AM_HARM_INJURY] = "injury", [AM_HARM_SERIOUS] = "serious", NULL};

/* Not REQUIRED, the name too: a customer may be known by a contact alone, and by nothing once erased. */
static const struct am_field customer_fields[] = {
    AM_FIELD(am_customer, site, ID, .flags = 0, .of = "site",
             .about = "Where they mostly buy; none: everywhere"),
    AM_FIELD(am_customer, name, TEXT, .flags = PERSONAL, .most = TITLE_MOST, .about = "What to call them"),
    AM_FIELD(am_customer, contact, TEXT, .flags = PERSONAL, .most = 254,
             .about = "One way to reach them: a telephone number or an e-mail address"),
    AM_FIELD(am_customer, notes, TEXT, .flags = PERSONAL, .most = PAGE_MOST,
             .about = "What was promised, where a boundary was set: nothing that does not serve them"),
    AM_FIELD(am_customer, yearly_minor, MINOR, .flags = 0, .of = "currency",
             .about = "About how much they buy in a year"),
    AM_FIELD(am_customer, visits_yearly, NUMBER, .flags = 0, .least = -1, .most = 100000,
             .about = "About how often they come in a year; -1: not known"),
    AM_FIELD(am_customer, currency, TEXT, .look = AM_TEXT_CURRENCY, .flags = 0, .least = 3, .most = 3,
             .about = "Of the amount, ISO 4217"),
    AM_FIELD(am_customer, last_visit_at_ms, TIME, .flags = 0, .about = "When they were last here"),
    AM_FIELD(am_customer, erased_at_ms, TIME, .flags = OURS, .about = "When their data was erased"),
    AM_FIELD(am_customer, hold, FLAG, .flags = OURS, .about = "A legal hold: nothing may be erased"),
};
RECORD(customer, customer, "customer", "customers", .about = "A customer, with the least that serves them");

static const struct am_field case_fields[] = {
    AM_FIELD(am_case, number, NUMBER, .flags = FIXED | OURS, .least = 1,
             .about = "The number for the customer"),
    AM_FIELD(am_case, site, ID, .flags = FIXED, .of = "site",
             .about = "Where it happened; of an encounter: there"),
    AM_FIELD(am_case, owner, ID, .flags = 0, .of = "person", .about = "Who sees to it; none: nobody yet"),
    AM_FIELD(am_case, customer, ID, .flags = 0, .of = "customer",
             .about = "Whose it is, where that is known"),
    AM_FIELD(am_case, encounter, ID, .flags = FIXED, .of = "encounter", .about = "The encounter it came of"),
    AM_FIELD(am_case, state, CHOICE, .flags = REQUIRED | OURS, .choices = case_states,
             .about = "Received and open, acknowledged, responded, closed: the steps of ISO 10002"),
    AM_FIELD(am_case, subject, TEXT, .flags = REQUIRED | PERSONAL, .most = TITLE_MOST,
             .about = "In one line"),
    AM_FIELD(am_case, happened, TEXT, .flags = PERSONAL, .most = PAGE_MOST, .about = "What happened"),
    AM_FIELD(am_case, wants, TEXT, .flags = PERSONAL, .most = PAGE_MOST, .about = "What the customer wants"),
    AM_FIELD(am_case, cause, TEXT, .flags = PERSONAL, .most = PAGE_MOST, .about = "What it came of"),
    AM_FIELD(am_case, associate_view, TEXT, .flags = PERSONAL, .most = PAGE_MOST,
             .about = "How the associate saw it: asked for before a remedy overrules them"),
    AM_FIELD(am_case, hand_over, TEXT, .flags = OURS | PERSONAL, .most = 2000,
             .about = "Three lines: what happened, what was said and offered, what they want"),
    AM_FIELD(am_case, outcome, CHOICE, .flags = OURS, .choices = am_outcome_names, .about = "How it ended"),
    AM_FIELD(am_case, received_at_ms, TIME, .flags = FIXED, .about = "When the complaint was received"),
    AM_FIELD(am_case, acknowledged_at_ms, TIME, .flags = OURS, .about = "When the customer was told so"),
    AM_FIELD(am_case, responded_at_ms, TIME, .flags = OURS, .about = "When they got an answer"),
    AM_FIELD(am_case, closed_at_ms, TIME, .flags = OURS, .about = "When it was closed"),
    AM_FIELD(am_case, acknowledge_by_ms, TIME, .flags = OURS,
             .about = "By when to acknowledge it, by the site's opening hours"),
    AM_FIELD(am_case, respond_by_ms, TIME, .flags = OURS,
             .about = "By when to respond, by the site's opening hours"),
    AM_FIELD(am_case, view_asked_at_ms, TIME, .flags = OURS,
             .about = "When the associate was asked how they saw it"),
    AM_FIELD(am_case, merged_into, ID, .flags = OURS, .of = "case",
             .about = "The case that goes on for both"),
    AM_FIELD(am_case, reopened, NUMBER, .flags = OURS, .about = "How often it was opened again"),
    AM_FIELD(am_case, hold, FLAG, .flags = OURS, .about = "A legal hold: nothing may be erased"),
    AM_FIELD(am_case, acknowledge_late_at_ms, TIME, .flags = OURS,
             .about = "When the clock to acknowledge it had run out, and that was told"),
    AM_FIELD(am_case, respond_late_at_ms, TIME, .flags = OURS,
             .about = "When the clock to respond had run out, and that was told"),
};
RECORD(case, case, "case", "cases", .about = "What went wrong for a customer, until it is made good");

static const struct am_field remedy_fields[] = {
    AM_FIELD_NAMED(am_remedy, case_, "case", ID, .flags = FIXED, .of = "case", .about = "In which case"),
    AM_FIELD(am_remedy, encounter, ID, .flags = FIXED, .of = "encounter", .about = "In which encounter"),
    AM_FIELD(am_remedy, person, ID, .flags = REQUIRED | FIXED | OURS, .of = "person", .about = "Who gave it"),
    AM_FIELD(am_remedy, approval, ID, .flags = FIXED, .of = "approval",
             .about = "The approval that it stands on; none: their own authority"),
    AM_FIELD(am_remedy, remedy, CHOICE, .flags = REQUIRED | FIXED, .choices = am_remedy_names,
             .about = "What kind it is"),
    AM_FIELD(am_remedy, amount_minor, MINOR, .flags = FIXED, .of = "currency",
             .about = "What was given, or what it cost; none: not known"),
    AM_FIELD(am_remedy, percent_bp, NUMBER, .flags = FIXED, .least = -1, .most = AMENDS_DISCOUNT_BP_MAX,
             .about = "A discount, in hundredths of a per cent; -1: not a percentage"),
    AM_FIELD(am_remedy, currency, TEXT, .look = AM_TEXT_CURRENCY, .flags = FIXED, .least = 3, .most = 3,
             .about = "Of the amount, ISO 4217"),
    AM_FIELD(am_remedy, what, TEXT, .flags = FIXED | PERSONAL, .most = LINE_MOST,
             .about = "What it was, in words"),
    AM_FIELD(am_remedy, owed, FLAG, .flags = FIXED,
             .about = "It was theirs (an overcharge, a legal right): not counted against authority"),
    AM_FIELD(am_remedy, takes_back, ID, .flags = FIXED, .of = "remedy",
             .about = "This record takes that one back"),
};
RECORD(remedy, remedy, "remedy", "remedies", .about = "What was given, or given back");

static const struct am_field approval_fields[] = {
    AM_FIELD(am_approval, site, ID, .flags = FIXED, .of = "site",
             .about = "Where it is asked: at the site of the encounter or the case"),
    AM_FIELD_NAMED(am_approval, case_, "case", ID, .flags = FIXED, .of = "case", .about = "For which case"),
    AM_FIELD(am_approval, encounter, ID, .flags = FIXED, .of = "encounter",
             .about = "For which encounter: its next card changes with the answer"),
    AM_FIELD(am_approval, asked_by, ID, .flags = REQUIRED | FIXED | OURS, .of = "person",
             .about = "Who asks"),
    AM_FIELD(am_approval, remedy, CHOICE, .flags = REQUIRED | FIXED, .choices = am_remedy_names,
             .about = "What they would give"),
    AM_FIELD(am_approval, asked_minor, MINOR, .flags = FIXED, .of = "currency", .about = "How much"),
    AM_FIELD(am_approval, asked_percent_bp, NUMBER, .flags = FIXED, .least = -1,
             .most = AMENDS_DISCOUNT_BP_MAX,
             .about = "What discount, in hundredths of a per cent; -1: not a percentage"),
    AM_FIELD(am_approval, currency, TEXT, .look = AM_TEXT_CURRENCY, .flags = FIXED, .least = 3, .most = 3,
             .about = "Of both amounts, ISO 4217"),
    AM_FIELD(am_approval, reason, TEXT, .flags = FIXED | PERSONAL, .most = LINE_MOST, .about = "Why"),
    AM_FIELD(am_approval, state, CHOICE, .flags = REQUIRED | OURS, .choices = approval_states,
             .about = "How far it got"),
    AM_FIELD(am_approval, level, CHOICE, .flags = REQUIRED | OURS, .choices = am_role_names,
             .about = "Who is asked now"),
    AM_FIELD(am_approval, whole, FLAG, .flags = OURS,
             .about = "Asked of the whole organisation, after this site"),
    AM_FIELD(am_approval, due_at_ms, TIME, .flags = OURS,
             .about = "Not answered by then: the next level is asked"),
    AM_FIELD(am_approval, answered_by, ID, .flags = OURS, .of = "person", .about = "Who answered"),
    AM_FIELD(am_approval, granted_minor, MINOR, .flags = OURS, .of = "currency",
             .about = "What was granted: another amount is a grant too"),
    AM_FIELD(am_approval, granted_percent_bp, NUMBER, .flags = OURS, .least = -1,
             .most = AMENDS_DISCOUNT_BP_MAX,
             .about = "What discount was granted, in hundredths of a per cent; -1: not a percentage"),
    AM_FIELD(am_approval, answered_at_ms, TIME, .flags = OURS, .about = "When it was answered"),
    AM_FIELD(am_approval, answer, TEXT, .flags = OURS | PERSONAL, .most = LINE_MOST,
             .about = "With what words"),
    AM_FIELD(am_approval, owed, FLAG, .flags = FIXED,
             .about = "It is theirs (an overcharge, a legal right): not counted with what is conceded"),
};
RECORD(approval, approval, "approval", "approvals",
       .about = "A question to who may grant it: may I give this?");

static const struct am_field promise_fields[] = {
    AM_FIELD(am_promise, site, ID, .flags = REQUIRED | FIXED, .of = "site", .about = "Where it was made"),
    AM_FIELD_NAMED(am_promise, case_, "case", ID, .flags = FIXED, .of = "case", .about = "In which case"),
    AM_FIELD(am_promise, encounter, ID, .flags = FIXED, .of = "encounter", .about = "In which encounter"),
    AM_FIELD(am_promise, customer, ID, .flags = 0, .of = "customer", .about = "To whom, where that is known"),
    AM_FIELD(am_promise, owner, ID, .flags = REQUIRED | FIXED, .of = "person",
             .about = "Who keeps it; handed over by a call of its own"),
    AM_FIELD(am_promise, what, TEXT, .flags = REQUIRED | PERSONAL, .most = LINE_MOST,
             .about = "What was promised"),
    AM_FIELD(am_promise, due_at_ms, TIME, .flags = 0, .about = "Until when; none: at the next visit"),
    AM_FIELD(am_promise, state, CHOICE, .flags = REQUIRED | OURS, .choices = promise_states,
             .about = "Open, kept, broken"),
    AM_FIELD(am_promise, reminded_at_ms, TIME, .flags = OURS, .about = "When its owner was last reminded"),
    AM_FIELD(am_promise, settled_at_ms, TIME, .flags = OURS, .about = "When it was kept or broken"),
    AM_FIELD(am_promise, handed_over_by, ID, .flags = OURS, .of = "person",
             .about = "Who handed it to its owner"),
};
RECORD(promise, promise, "promise", "promises", .about = "What was promised, by whom it is kept, until when");

static const struct am_field warning_fields[] = {
    AM_FIELD(am_warning, site, ID, .flags = REQUIRED | FIXED, .of = "site", .about = "Where it was said"),
    AM_FIELD(am_warning, encounter, ID, .flags = FIXED, .of = "encounter", .about = "In which encounter"),
    AM_FIELD(am_warning, customer, ID, .flags = 0, .of = "customer", .about = "To whom, where that is known"),
    AM_FIELD(am_warning, person, ID, .flags = REQUIRED | FIXED | OURS, .of = "person",
             .about = "Who said it"),
    AM_FIELD(am_warning, speaker, TEXT, .flags = FIXED | PERSONAL, .most = AMENDS_ID_BYTES_MAX,
             .about = "To which of several customers, as the encounter calls them"),
    AM_FIELD(am_warning, said, TEXT, .flags = FIXED | PERSONAL, .most = LINE_MOST,
             .about = "With what words"),
    AM_FIELD(am_warning, taken_back, FLAG, .flags = OURS, .about = "They apologised, or it was overruled"),
};
RECORD(warning, warning, "warning", "warnings", .about = "A boundary that was said");

static const struct am_field refusal_fields[] = {
    AM_FIELD(am_refusal, site, ID, .flags = FIXED, .of = "site", .about = "Where it holds; none: everywhere"),
    AM_FIELD(am_refusal, customer, ID, .flags = REQUIRED | FIXED, .of = "customer",
             .about = "Who is refused"),
    AM_FIELD_NAMED(am_refusal, case_, "case", ID, .flags = FIXED, .of = "case",
                   .about = "The case it came of"),
    AM_FIELD(am_refusal, decided_by, ID, .flags = REQUIRED | FIXED | OURS, .of = "person",
             .about = "Who decided"),
    AM_FIELD(am_refusal, warning, ID, .flags = FIXED, .of = "warning",
             .about = "The warning that it stands on"),
    AM_FIELD(am_refusal, danger, FLAG, .flags = FIXED, .about = "It stands on danger, without a warning"),
    AM_FIELD(am_refusal, reason, TEXT, .flags = REQUIRED | FIXED | PERSONAL, .most = 2000, .about = "Why"),
    AM_FIELD(am_refusal, shown, JSON, .flags = FIXED | OURS | PERSONAL, .most = 16384,
             .about = "What was shown before the decision: what it costs, what stands behind it"),
    AM_FIELD(am_refusal, until_ms, TIME, .flags = REQUIRED | FIXED, .about = "When it ends"),
    AM_FIELD(am_refusal, appeal, TEXT, .flags = OURS | PERSONAL, .most = PAGE_MOST,
             .about = "What the customer says against it"),
    AM_FIELD(am_refusal, appealed_at_ms, TIME, .flags = OURS, .about = "When they said so"),
    AM_FIELD(am_refusal, lifted_at_ms, TIME, .flags = OURS, .about = "When it was lifted"),
    AM_FIELD(am_refusal, answer, TEXT, .flags = OURS | PERSONAL, .most = LINE_MOST,
             .about = "What was answered to the appeal, in words"),
    AM_FIELD(am_refusal, answered_by, ID, .flags = OURS, .of = "person", .about = "Who answered the appeal"),
    AM_FIELD(am_refusal, answered_at_ms, TIME, .flags = OURS, .about = "When the appeal was answered"),
};
RECORD(refusal, refusal, "refusal", "refusals", .about = "Further service declined, for a time, by a person");

static const struct am_field incident_fields[] = {
    AM_FIELD(am_incident, site, ID, .flags = FIXED, .of = "site",
             .about = "Where it happened; of an encounter or a case: there"),
    AM_FIELD(am_incident, encounter, ID, .flags = FIXED, .of = "encounter", .about = "In which encounter"),
    AM_FIELD_NAMED(am_incident, case_, "case", ID, .flags = 0, .of = "case",
                   .about = "The case it belongs to"),
    AM_FIELD(am_incident, reported_by, ID, .flags = REQUIRED | FIXED | OURS, .of = "person",
             .about = "Who reported it"),
    AM_FIELD(am_incident, number, NUMBER, .flags = FIXED | OURS, .least = 1, .about = "Its number, from 1"),
    AM_FIELD(am_incident, happened_at_ms, TIME, .flags = 0, .about = "When it happened; none: now"),
    AM_FIELD(am_incident, what, TEXT, .flags = REQUIRED | PERSONAL, .most = PAGE_MOST,
             .about = "What happened"),
    AM_FIELD(am_incident, there, TEXT, .flags = PERSONAL, .most = LINE_MOST, .about = "Who was there"),
    AM_FIELD(am_incident, called, TEXT, .flags = PERSONAL, .most = LINE_MOST, .about = "Who was called"),
    AM_FIELD(am_incident, reference, TEXT, .flags = PERSONAL, .most = TITLE_MOST,
             .about = "The reference number of the police, an ambulance, an insurance"),
    AM_FIELD(am_incident, followed, TEXT, .flags = OURS | PERSONAL, .most = PAGE_MOST,
             .about = "What came of it"),
    AM_FIELD(am_incident, harm, CHOICE, .flags = REQUIRED, .choices = harms, .about = "What harm was done"),
    AM_FIELD(am_incident, settled_at_ms, TIME, .flags = OURS, .about = "When nothing more was to be done"),
    AM_FIELD(am_incident, hold, FLAG, .flags = OURS, .about = "A legal hold: nothing may be erased"),
};
RECORD(incident, incident, "incident", "incidents", .about = "Danger or violence that people met at work");
