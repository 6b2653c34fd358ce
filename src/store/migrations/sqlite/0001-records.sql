-- One table for each kind of record (src/domain/kinds). Texts and bytes may be NULL: not given.
-- Records are named by id without foreign keys: many outlive those that they name (retention).

-- A business: everything belongs to one, and none sees another's
CREATE TABLE "organisations" (
    "org" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at_ms" INTEGER NOT NULL,
    "name" TEXT,
    "currency" TEXT,
    "lang" TEXT,
    "zone" TEXT,
    "retention" TEXT,
    "trade" INTEGER NOT NULL,
    "demo" INTEGER NOT NULL,
    PRIMARY KEY ("org", "id")
) STRICT;

-- A place where customers are served: a shop, a branch, a line
CREATE TABLE "sites" (
    "org" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at_ms" INTEGER NOT NULL,
    "name" TEXT,
    "lang" TEXT,
    "currency" TEXT,
    "zone" TEXT,
    "emergency_number" TEXT,
    "telephone" TEXT,
    "hours" TEXT,
    "retention" TEXT,
    "acknowledge_min" INTEGER NOT NULL,
    "respond_min" INTEGER NOT NULL,
    "trade" INTEGER NOT NULL,
    "security_on_site" INTEGER NOT NULL,
    "closed" INTEGER NOT NULL,
    PRIMARY KEY ("org", "id")
) STRICT;

-- Somebody who works here
CREATE TABLE "people" (
    "org" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at_ms" INTEGER NOT NULL,
    "name" TEXT,
    "login" TEXT,
    "lang" TEXT,
    "password_hash" TEXT,
    "pin_hash" TEXT,
    "totp_secret" BLOB,
    "email" TEXT,
    "telephone" TEXT,
    "debrief_seal" BLOB,
    "active" INTEGER NOT NULL,
    "must_change_password" INTEGER NOT NULL,
    "absent" INTEGER NOT NULL,
    "back_at_ms" INTEGER NOT NULL,
    PRIMARY KEY ("org", "id")
) STRICT;

-- What a person is at a site
CREATE TABLE "memberships" (
    "org" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at_ms" INTEGER NOT NULL,
    "person" INTEGER NOT NULL,
    "site" INTEGER NOT NULL,
    "role" INTEGER NOT NULL,
    "from_ms" INTEGER NOT NULL,
    "until_ms" INTEGER NOT NULL,
    "ended" INTEGER NOT NULL,
    PRIMARY KEY ("org", "id")
) STRICT;

-- A shared device, on which people switch by PIN after one signed in in full
CREATE TABLE "devices" (
    "org" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at_ms" INTEGER NOT NULL,
    "site" INTEGER NOT NULL,
    "enrolled_by" INTEGER NOT NULL,
    "name" TEXT,
    "token_hash" BLOB,
    "revoked" INTEGER NOT NULL,
    "seen_at_ms" INTEGER NOT NULL,
    "joins_until_ms" INTEGER NOT NULL,
    PRIMARY KEY ("org", "id")
) STRICT;

-- Somebody signed in
CREATE TABLE "sessions" (
    "org" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at_ms" INTEGER NOT NULL,
    "person" INTEGER NOT NULL,
    "device" INTEGER NOT NULL,
    "token_hash" BLOB,
    "csrf" TEXT,
    "debrief_key" BLOB,
    "about" TEXT,
    "seen_at_ms" INTEGER NOT NULL,
    "ends_at_ms" INTEGER NOT NULL,
    "revoked" INTEGER NOT NULL,
    "by_pin" INTEGER NOT NULL,
    PRIMARY KEY ("org", "id")
) STRICT;

-- What a program is let in with
CREATE TABLE "tokens" (
    "org" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at_ms" INTEGER NOT NULL,
    "person" INTEGER NOT NULL,
    "name" TEXT,
    "token_hash" BLOB,
    "scopes" TEXT,
    "ends_at_ms" INTEGER NOT NULL,
    "seen_at_ms" INTEGER NOT NULL,
    "revoked" INTEGER NOT NULL,
    PRIMARY KEY ("org", "id")
) STRICT;

-- Who may give what without asking; ended by another, never changed
CREATE TABLE "grants" (
    "org" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at_ms" INTEGER NOT NULL,
    "to" INTEGER NOT NULL,
    "role" INTEGER NOT NULL,
    "person" INTEGER NOT NULL,
    "site" INTEGER NOT NULL,
    "remedy" INTEGER NOT NULL,
    "currency" TEXT,
    "most_minor" INTEGER NOT NULL,
    "percent_bp" INTEGER NOT NULL,
    "all" INTEGER NOT NULL,
    "from_ms" INTEGER NOT NULL,
    "until_ms" INTEGER NOT NULL,
    "ends" INTEGER NOT NULL,
    "stands_in_for" INTEGER NOT NULL,
    "granted_by" INTEGER NOT NULL,
    PRIMARY KEY ("org", "id")
) STRICT;

-- A customer, with the least that serves them
CREATE TABLE "customers" (
    "org" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at_ms" INTEGER NOT NULL,
    "site" INTEGER NOT NULL,
    "name" TEXT,
    "contact" TEXT,
    "notes" TEXT,
    "yearly_minor" INTEGER NOT NULL,
    "visits_yearly" INTEGER NOT NULL,
    "currency" TEXT,
    "last_visit_at_ms" INTEGER NOT NULL,
    "erased_at_ms" INTEGER NOT NULL,
    "hold" INTEGER NOT NULL,
    PRIMARY KEY ("org", "id")
) STRICT;

-- Somebody serves a customer, and the coach beside them
CREATE TABLE "encounters" (
    "org" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at_ms" INTEGER NOT NULL,
    "site" INTEGER NOT NULL,
    "person" INTEGER NOT NULL,
    "customer" INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    "channel" INTEGER NOT NULL,
    "lang" TEXT,
    "start" TEXT,
    "ended_at_ms" INTEGER NOT NULL,
    "outcome" INTEGER NOT NULL,
    "last_number" INTEGER NOT NULL,
    "heat_permille" INTEGER NOT NULL,
    "escalate" INTEGER NOT NULL,
    "danger" INTEGER NOT NULL,
    PRIMARY KEY ("org", "id")
) STRICT;

-- What happened in an encounter, and the card that answered it
CREATE TABLE "events" (
    "org" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at_ms" INTEGER NOT NULL,
    "encounter" INTEGER NOT NULL,
    "person" INTEGER NOT NULL,
    "device" INTEGER NOT NULL,
    "key" TEXT,
    "number" INTEGER NOT NULL,
    "at_ms" INTEGER NOT NULL,
    "event" TEXT,
    "card" TEXT,
    "state" BLOB,
    "late" INTEGER NOT NULL,
    PRIMARY KEY ("org", "id")
) STRICT;

-- Who looks at an encounter now
CREATE TABLE "presences" (
    "org" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at_ms" INTEGER NOT NULL,
    "encounter" INTEGER NOT NULL,
    "person" INTEGER NOT NULL,
    "until_ms" INTEGER NOT NULL,
    PRIMARY KEY ("org", "id")
) STRICT;

-- What went wrong for a customer, until it is made good
CREATE TABLE "cases" (
    "org" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at_ms" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "site" INTEGER NOT NULL,
    "owner" INTEGER NOT NULL,
    "customer" INTEGER NOT NULL,
    "encounter" INTEGER NOT NULL,
    "state" INTEGER NOT NULL,
    "subject" TEXT,
    "happened" TEXT,
    "wants" TEXT,
    "cause" TEXT,
    "associate_view" TEXT,
    "hand_over" TEXT,
    "outcome" INTEGER NOT NULL,
    "received_at_ms" INTEGER NOT NULL,
    "acknowledged_at_ms" INTEGER NOT NULL,
    "responded_at_ms" INTEGER NOT NULL,
    "closed_at_ms" INTEGER NOT NULL,
    "acknowledge_by_ms" INTEGER NOT NULL,
    "respond_by_ms" INTEGER NOT NULL,
    "view_asked_at_ms" INTEGER NOT NULL,
    "merged_into" INTEGER NOT NULL,
    "reopened" INTEGER NOT NULL,
    "hold" INTEGER NOT NULL,
    "acknowledge_late_at_ms" INTEGER NOT NULL,
    "respond_late_at_ms" INTEGER NOT NULL,
    PRIMARY KEY ("org", "id")
) STRICT;

-- A question to who may grant it: may I give this?
CREATE TABLE "approvals" (
    "org" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at_ms" INTEGER NOT NULL,
    "site" INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    "encounter" INTEGER NOT NULL,
    "asked_by" INTEGER NOT NULL,
    "remedy" INTEGER NOT NULL,
    "asked_minor" INTEGER NOT NULL,
    "asked_percent_bp" INTEGER NOT NULL,
    "currency" TEXT,
    "reason" TEXT,
    "state" INTEGER NOT NULL,
    "level" INTEGER NOT NULL,
    "whole" INTEGER NOT NULL,
    "due_at_ms" INTEGER NOT NULL,
    "answered_by" INTEGER NOT NULL,
    "granted_minor" INTEGER NOT NULL,
    "granted_percent_bp" INTEGER NOT NULL,
    "answered_at_ms" INTEGER NOT NULL,
    "answer" TEXT,
    "owed" INTEGER NOT NULL,
    PRIMARY KEY ("org", "id")
) STRICT;

-- What was given, or given back
CREATE TABLE "remedies" (
    "org" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at_ms" INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    "encounter" INTEGER NOT NULL,
    "person" INTEGER NOT NULL,
    "approval" INTEGER NOT NULL,
    "remedy" INTEGER NOT NULL,
    "amount_minor" INTEGER NOT NULL,
    "percent_bp" INTEGER NOT NULL,
    "currency" TEXT,
    "what" TEXT,
    "owed" INTEGER NOT NULL,
    "takes_back" INTEGER NOT NULL,
    PRIMARY KEY ("org", "id")
) STRICT;

-- What was promised, by whom it is kept, until when
CREATE TABLE "promises" (
    "org" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at_ms" INTEGER NOT NULL,
    "site" INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    "encounter" INTEGER NOT NULL,
    "customer" INTEGER NOT NULL,
    "owner" INTEGER NOT NULL,
    "what" TEXT,
    "due_at_ms" INTEGER NOT NULL,
    "state" INTEGER NOT NULL,
    "reminded_at_ms" INTEGER NOT NULL,
    "settled_at_ms" INTEGER NOT NULL,
    "handed_over_by" INTEGER NOT NULL,
    PRIMARY KEY ("org", "id")
) STRICT;

-- A boundary that was said
CREATE TABLE "warnings" (
    "org" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at_ms" INTEGER NOT NULL,
    "site" INTEGER NOT NULL,
    "encounter" INTEGER NOT NULL,
    "customer" INTEGER NOT NULL,
    "person" INTEGER NOT NULL,
    "speaker" TEXT,
    "said" TEXT,
    "taken_back" INTEGER NOT NULL,
    PRIMARY KEY ("org", "id")
) STRICT;

-- Further service declined, for a time, by a person
CREATE TABLE "refusals" (
    "org" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at_ms" INTEGER NOT NULL,
    "site" INTEGER NOT NULL,
    "customer" INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    "decided_by" INTEGER NOT NULL,
    "warning" INTEGER NOT NULL,
    "danger" INTEGER NOT NULL,
    "reason" TEXT,
    "shown" TEXT,
    "until_ms" INTEGER NOT NULL,
    "appeal" TEXT,
    "appealed_at_ms" INTEGER NOT NULL,
    "lifted_at_ms" INTEGER NOT NULL,
    "answer" TEXT,
    "answered_by" INTEGER NOT NULL,
    "answered_at_ms" INTEGER NOT NULL,
    PRIMARY KEY ("org", "id")
) STRICT;

-- Danger or violence that people met at work
CREATE TABLE "incidents" (
    "org" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at_ms" INTEGER NOT NULL,
    "site" INTEGER NOT NULL,
    "encounter" INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    "reported_by" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "happened_at_ms" INTEGER NOT NULL,
    "what" TEXT,
    "there" TEXT,
    "called" TEXT,
    "reference" TEXT,
    "followed" TEXT,
    "harm" INTEGER NOT NULL,
    "settled_at_ms" INTEGER NOT NULL,
    "hold" INTEGER NOT NULL,
    PRIMARY KEY ("org", "id")
) STRICT;

-- A call for help, and whether somebody comes
CREATE TABLE "calls" (
    "org" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at_ms" INTEGER NOT NULL,
    "site" INTEGER NOT NULL,
    "encounter" INTEGER NOT NULL,
    "called_by" INTEGER NOT NULL,
    "answered_by" INTEGER NOT NULL,
    "whom" INTEGER NOT NULL,
    "state" INTEGER NOT NULL,
    "silent" INTEGER NOT NULL,
    "where" TEXT,
    "note" TEXT,
    "round" INTEGER NOT NULL,
    "next_at_ms" INTEGER NOT NULL,
    "seen_at_ms" INTEGER NOT NULL,
    "arrived_at_ms" INTEGER NOT NULL,
    "ended_at_ms" INTEGER NOT NULL,
    PRIMARY KEY ("org", "id")
) STRICT;

-- What a site has to reach somebody with: a webhook, a mailbox, a command of the server's
CREATE TABLE "ways" (
    "org" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at_ms" INTEGER NOT NULL,
    "site" INTEGER NOT NULL,
    "way" INTEGER NOT NULL,
    "level" INTEGER NOT NULL,
    "address" TEXT,
    "to" TEXT,
    "about" TEXT,
    "secret" BLOB,
    "own" INTEGER NOT NULL,
    "off" INTEGER NOT NULL,
    PRIMARY KEY ("org", "id")
) STRICT;

-- An attempt to reach somebody outside the open screens, and how it fared
CREATE TABLE "deliveries" (
    "org" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at_ms" INTEGER NOT NULL,
    "call" INTEGER NOT NULL,
    "to_person" INTEGER NOT NULL,
    "subject" INTEGER NOT NULL,
    "by" INTEGER NOT NULL,
    "way" INTEGER NOT NULL,
    "state" INTEGER NOT NULL,
    "address" TEXT,
    "body" TEXT,
    "trouble" TEXT,
    "attempts" INTEGER NOT NULL,
    "next_at_ms" INTEGER NOT NULL,
    "last_at_ms" INTEGER NOT NULL,
    PRIMARY KEY ("org", "id")
) STRICT;

-- Who has a live screen open with one process of the desk
CREATE TABLE "screens_open" (
    "org" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at_ms" INTEGER NOT NULL,
    "people" BLOB,
    "until_ms" INTEGER NOT NULL,
    PRIMARY KEY ("org", "id")
) STRICT;

-- What was done, by whom, when: a chain that shows what is missing
CREATE TABLE "audit" (
    "org" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at_ms" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "person" INTEGER NOT NULL,
    "device" INTEGER NOT NULL,
    "subject" INTEGER NOT NULL,
    "action" TEXT,
    "subject_kind" TEXT,
    "detail" TEXT,
    "before" BLOB,
    "hash" BLOB,
    PRIMARY KEY ("org", "id")
) STRICT;

-- What open screens are told: that something is new
CREATE TABLE "notices" (
    "org" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at_ms" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "site" INTEGER NOT NULL,
    "subject" INTEGER NOT NULL,
    "only_for" INTEGER NOT NULL,
    "kind" TEXT,
    "permission" INTEGER NOT NULL,
    PRIMARY KEY ("org", "id")
) STRICT;

-- What was answered to a write that may be repeated
CREATE TABLE "answers" (
    "org" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at_ms" INTEGER NOT NULL,
    "person" INTEGER NOT NULL,
    "key" TEXT,
    "request_hash" BLOB,
    "body" TEXT,
    "status" INTEGER NOT NULL,
    "ends_at_ms" INTEGER NOT NULL,
    PRIMARY KEY ("org", "id")
) STRICT;

-- A look back on an encounter, for its author
CREATE TABLE "debriefs" (
    "org" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at_ms" INTEGER NOT NULL,
    "person" INTEGER NOT NULL,
    "encounter" INTEGER NOT NULL,
    "shared_with" INTEGER NOT NULL,
    "sealed" BLOB,
    "shared" TEXT,
    PRIMARY KEY ("org", "id")
) STRICT;

-- Abuse that a person met: counted for them, never against them
CREATE TABLE "abuse_met" (
    "org" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at_ms" INTEGER NOT NULL,
    "person" INTEGER NOT NULL,
    "site" INTEGER NOT NULL,
    "encounter" INTEGER NOT NULL,
    "signal" INTEGER NOT NULL,
    PRIMARY KEY ("org", "id")
) STRICT;

-- Somebody needs a break; gone when it is over
CREATE TABLE "breaks" (
    "org" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at_ms" INTEGER NOT NULL,
    "site" INTEGER NOT NULL,
    "person" INTEGER NOT NULL,
    "covered_by" INTEGER NOT NULL,
    "covered_at_ms" INTEGER NOT NULL,
    PRIMARY KEY ("org", "id")
) STRICT;
