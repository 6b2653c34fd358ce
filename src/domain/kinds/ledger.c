#include "domain/kinds/ledger.h"

#include "domain/kinds/names.h"
#include "domain/kinds/table.h"

enum { HASH_BYTES = 32, NAME_MOST = 64 };

static const struct am_field audit_fields[] = {
    AM_FIELD(am_audit, number, NUMBER, .flags = FIXED | OURS, .least = 1,
             .about = "Its place in the organisation's log, from 1, without gaps"),
    AM_FIELD(am_audit, person, ID, .flags = FIXED | OURS, .of = "person",
             .about = "Who did it; none: the desk itself"),
    AM_FIELD(am_audit, device, ID, .flags = FIXED | OURS, .of = "device",
             .about = "From which shared device"),
    AM_FIELD(am_audit, subject, ID, .flags = FIXED | OURS, .about = "On which record"),
    AM_FIELD(am_audit, action, TEXT, .flags = REQUIRED | FIXED | OURS, .most = NAME_MOST,
             .about = "What was done: promise.kept"),
    AM_FIELD(am_audit, subject_kind, TEXT, .flags = FIXED | OURS, .most = NAME_MOST,
             .about = "What kind of record: promise"),
    AM_FIELD(am_audit, detail, JSON, .flags = FIXED | OURS, .most = 16384,
             .about = "Ids, names of fields and numbers; no customer's words"),
    AM_FIELD(am_audit, before, BYTES, .flags = FIXED | OURS, .most = HASH_BYTES,
             .about = "SHA-256 of the entry before; empty in the first"),
    AM_FIELD(am_audit, hash, BYTES, .flags = REQUIRED | FIXED | OURS, .most = HASH_BYTES,
             .about = "SHA-256 of this entry and of the one before"),
};
RECORD(audit, audit, "audit", "audit",
       .about = "What was done, by whom, when: a chain that shows what is missing", .append_only = true);

static const struct am_field notice_fields[] = {
    AM_FIELD(am_notice, number, NUMBER, .flags = FIXED | OURS, .least = 1,
             .about = "Its place, from which a screen that was cut off reads on"),
    AM_FIELD(am_notice, site, ID, .flags = FIXED | OURS, .of = "site", .about = "At which site"),
    AM_FIELD(am_notice, subject, ID, .flags = FIXED | OURS, .about = "Which record is new or changed"),
    AM_FIELD(am_notice, only_for, ID, .flags = FIXED | OURS, .of = "person",
             .about = "For one person alone; none: for whoever may see it"),
    AM_FIELD(am_notice, kind, TEXT, .flags = REQUIRED | FIXED | OURS, .most = NAME_MOST,
             .about = "What happened: call.seen"),
    AM_FIELD(am_notice, permission, CHOICE, .flags = REQUIRED | FIXED | OURS, .choices = am_permission_names,
             .about = "What one must be allowed to be told"),
};
RECORD(notice, notice, "notice", "notices", .about = "What open screens are told: that something is new");

static const struct am_field answer_fields[] = {
    AM_FIELD(am_answer, person, ID, .flags = FIXED | OURS, .of = "person", .about = "Who was answered"),
    AM_FIELD(am_answer, key, TEXT, .flags = REQUIRED | FIXED | OURS, .most = 255,
             .about = "The Idempotency-Key of the request"),
    AM_FIELD(am_answer, request_hash, BYTES, .flags = REQUIRED | FIXED | OURS, .most = HASH_BYTES,
             .about = "SHA-256 of the request: another with the same key is refused"),
    AM_FIELD(am_answer, body, JSON, .flags = OURS | SECRET | PERSONAL, .about = "What was answered"),
    AM_FIELD(am_answer, status, NUMBER, .flags = OURS, .least = 100, .most = 599,
             .about = "The status of HTTP that was answered"),
    AM_FIELD(am_answer, ends_at_ms, TIME, .flags = REQUIRED | OURS, .about = "When it is forgotten"),
};
RECORD(answer, answer, "answer", "answers", .about = "What was answered to a write that may be repeated");

static const struct am_field debrief_fields[] = {
    AM_FIELD(am_debrief, person, ID, .flags = REQUIRED | FIXED | OURS, .of = "person", .about = "Its author"),
    AM_FIELD(am_debrief, encounter, ID, .flags = FIXED, .of = "encounter", .about = "What it looks back on"),
    AM_FIELD(am_debrief, shared_with, ID, .flags = 0, .of = "person",
             .about = "Whom the author shows the shared part"),
    AM_FIELD(am_debrief, sealed, BYTES, .flags = OURS | SECRET, .most = 65536,
             .about = "What the author wrote, sealed with a key from their password: nobody else reads it"),
    AM_FIELD(am_debrief, shared, TEXT, .flags = PERSONAL, .most = PAGE_MOST,
             .about = "What the author chose to show"),
};
RECORD(debrief, debrief, "debrief", "debriefs", .about = "A look back on an encounter, for its author");

static const struct am_field met_fields[] = {
    AM_FIELD(am_met, person, ID, .flags = REQUIRED | FIXED | OURS, .of = "person", .about = "Who met it"),
    AM_FIELD(am_met, site, ID, .flags = REQUIRED | FIXED | OURS, .of = "site", .about = "Where"),
    AM_FIELD(am_met, encounter, ID, .flags = FIXED | OURS, .of = "encounter", .about = "In which encounter"),
    AM_FIELD(am_met, signal, CHOICE, .flags = REQUIRED | FIXED | OURS, .choices = am_signal_names,
             .about = "What it was"),
};
RECORD(met, met, "abuse_met", "abuse_met",
       .about = "Abuse that a person met: counted for them, never against them");
