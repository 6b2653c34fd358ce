-- One table for each kind of record (src/domain/kinds). Texts and bytes may be NULL: not given.
-- Records are named by id without foreign keys: many outlive those that they name (retention).

-- A business: everything belongs to one, and none sees another's
CREATE TABLE "organisations" (
    "org" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "name" TEXT COLLATE "C",
    "currency" TEXT COLLATE "C",
    "lang" TEXT COLLATE "C",
    "zone" TEXT COLLATE "C",
    "retention" TEXT COLLATE "C",
    "trade" BIGINT NOT NULL,
    "demo" BIGINT NOT NULL,
    PRIMARY KEY ("org", "id")
);

-- A place where customers are served: a shop, a branch, a line
CREATE TABLE "sites" (
    "org" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "name" TEXT COLLATE "C",
    "lang" TEXT COLLATE "C",
    "currency" TEXT COLLATE "C",
    "zone" TEXT COLLATE "C",
    "emergency_number" TEXT COLLATE "C",
    "telephone" TEXT COLLATE "C",
    "hours" TEXT COLLATE "C",
    "retention" TEXT COLLATE "C",
    "acknowledge_min" BIGINT NOT NULL,
    "respond_min" BIGINT NOT NULL,
    "trade" BIGINT NOT NULL,
    "security_on_site" BIGINT NOT NULL,
    "closed" BIGINT NOT NULL,
    PRIMARY KEY ("org", "id")
);

-- Somebody who works here
CREATE TABLE "people" (
    "org" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "name" TEXT COLLATE "C",
    "login" TEXT COLLATE "C",
    "lang" TEXT COLLATE "C",
    "password_hash" TEXT COLLATE "C",
    "pin_hash" TEXT COLLATE "C",
    "totp_secret" BYTEA,
    "email" TEXT COLLATE "C",
    "telephone" TEXT COLLATE "C",
    "debrief_seal" BYTEA,
    "active" BIGINT NOT NULL,
    "must_change_password" BIGINT NOT NULL,
    "absent" BIGINT NOT NULL,
    "back_at_ms" BIGINT NOT NULL,
    PRIMARY KEY ("org", "id")
);

-- What a person is at a site
CREATE TABLE "memberships" (
    "org" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "person" BIGINT NOT NULL,
    "site" BIGINT NOT NULL,
    "role" BIGINT NOT NULL,
    "from_ms" BIGINT NOT NULL,
    "until_ms" BIGINT NOT NULL,
    "ended" BIGINT NOT NULL,
    PRIMARY KEY ("org", "id")
);

-- A shared device, on which people switch by PIN after one signed in in full
CREATE TABLE "devices" (
    "org" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "site" BIGINT NOT NULL,
    "enrolled_by" BIGINT NOT NULL,
    "name" TEXT COLLATE "C",
    "token_hash" BYTEA,
    "revoked" BIGINT NOT NULL,
    "seen_at_ms" BIGINT NOT NULL,
    "joins_until_ms" BIGINT NOT NULL,
    PRIMARY KEY ("org", "id")
);

-- Somebody signed in
CREATE TABLE "sessions" (
    "org" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "person" BIGINT NOT NULL,
    "device" BIGINT NOT NULL,
    "token_hash" BYTEA,
    "csrf" TEXT COLLATE "C",
    "debrief_key" BYTEA,
    "about" TEXT COLLATE "C",
    "seen_at_ms" BIGINT NOT NULL,
    "ends_at_ms" BIGINT NOT NULL,
    "revoked" BIGINT NOT NULL,
    "by_pin" BIGINT NOT NULL,
    PRIMARY KEY ("org", "id")
);

-- What a program is let in with
CREATE TABLE "tokens" (
    "org" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "person" BIGINT NOT NULL,
    "name" TEXT COLLATE "C",
    "token_hash" BYTEA,
    "scopes" TEXT COLLATE "C",
    "ends_at_ms" BIGINT NOT NULL,
    "seen_at_ms" BIGINT NOT NULL,
    "revoked" BIGINT NOT NULL,
    PRIMARY KEY ("org", "id")
);

-- Who may give what without asking; ended by another, never changed
CREATE TABLE "grants" (
    "org" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "to" BIGINT NOT NULL,
    "role" BIGINT NOT NULL,
    "person" BIGINT NOT NULL,
    "site" BIGINT NOT NULL,
    "remedy" BIGINT NOT NULL,
    "currency" TEXT COLLATE "C",
    "most_minor" BIGINT NOT NULL,
    "percent_bp" BIGINT NOT NULL,
    "all" BIGINT NOT NULL,
    "from_ms" BIGINT NOT NULL,
    "until_ms" BIGINT NOT NULL,
    "ends" BIGINT NOT NULL,
    "stands_in_for" BIGINT NOT NULL,
    "granted_by" BIGINT NOT NULL,
    PRIMARY KEY ("org", "id")
);

-- A customer, with the least that serves them
CREATE TABLE "customers" (
    "org" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "site" BIGINT NOT NULL,
    "name" TEXT COLLATE "C",
    "contact" TEXT COLLATE "C",
    "notes" TEXT COLLATE "C",
    "yearly_minor" BIGINT NOT NULL,
    "visits_yearly" BIGINT NOT NULL,
    "currency" TEXT COLLATE "C",
    "last_visit_at_ms" BIGINT NOT NULL,
    "erased_at_ms" BIGINT NOT NULL,
    "hold" BIGINT NOT NULL,
    PRIMARY KEY ("org", "id")
);

-- Somebody serves a customer, and the coach beside them
CREATE TABLE "encounters" (
    "org" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "site" BIGINT NOT NULL,
    "person" BIGINT NOT NULL,
    "customer" BIGINT NOT NULL,
    "case" BIGINT NOT NULL,
    "channel" BIGINT NOT NULL,
    "lang" TEXT COLLATE "C",
    "start" TEXT COLLATE "C",
    "ended_at_ms" BIGINT NOT NULL,
    "outcome" BIGINT NOT NULL,
    "last_number" BIGINT NOT NULL,
    "heat_permille" BIGINT NOT NULL,
    "escalate" BIGINT NOT NULL,
    "danger" BIGINT NOT NULL,
    PRIMARY KEY ("org", "id")
);

-- What happened in an encounter, and the card that answered it
CREATE TABLE "events" (
    "org" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "encounter" BIGINT NOT NULL,
    "person" BIGINT NOT NULL,
    "device" BIGINT NOT NULL,
    "key" TEXT COLLATE "C",
    "number" BIGINT NOT NULL,
    "at_ms" BIGINT NOT NULL,
    "event" TEXT COLLATE "C",
    "card" TEXT COLLATE "C",
    "state" BYTEA,
    "late" BIGINT NOT NULL,
    PRIMARY KEY ("org", "id")
);

-- Who looks at an encounter now
CREATE TABLE "presences" (
    "org" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "encounter" BIGINT NOT NULL,
    "person" BIGINT NOT NULL,
    "until_ms" BIGINT NOT NULL,
    PRIMARY KEY ("org", "id")
);

-- What went wrong for a customer, until it is made good
CREATE TABLE "cases" (
    "org" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "number" BIGINT NOT NULL,
    "site" BIGINT NOT NULL,
    "owner" BIGINT NOT NULL,
    "customer" BIGINT NOT NULL,
    "encounter" BIGINT NOT NULL,
    "state" BIGINT NOT NULL,
    "subject" TEXT COLLATE "C",
    "happened" TEXT COLLATE "C",
    "wants" TEXT COLLATE "C",
    "cause" TEXT COLLATE "C",
    "associate_view" TEXT COLLATE "C",
    "hand_over" TEXT COLLATE "C",
    "outcome" BIGINT NOT NULL,
    "received_at_ms" BIGINT NOT NULL,
    "acknowledged_at_ms" BIGINT NOT NULL,
    "responded_at_ms" BIGINT NOT NULL,
    "closed_at_ms" BIGINT NOT NULL,
    "acknowledge_by_ms" BIGINT NOT NULL,
    "respond_by_ms" BIGINT NOT NULL,
    "view_asked_at_ms" BIGINT NOT NULL,
    "merged_into" BIGINT NOT NULL,
    "reopened" BIGINT NOT NULL,
    "hold" BIGINT NOT NULL,
    "acknowledge_late_at_ms" BIGINT NOT NULL,
    "respond_late_at_ms" BIGINT NOT NULL,
    PRIMARY KEY ("org", "id")
);

-- A question to who may grant it: may I give this?
CREATE TABLE "approvals" (
    "org" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "site" BIGINT NOT NULL,
    "case" BIGINT NOT NULL,
    "encounter" BIGINT NOT NULL,
    "asked_by" BIGINT NOT NULL,
    "remedy" BIGINT NOT NULL,
    "asked_minor" BIGINT NOT NULL,
    "asked_percent_bp" BIGINT NOT NULL,
    "currency" TEXT COLLATE "C",
    "reason" TEXT COLLATE "C",
    "state" BIGINT NOT NULL,
    "level" BIGINT NOT NULL,
    "whole" BIGINT NOT NULL,
    "due_at_ms" BIGINT NOT NULL,
    "answered_by" BIGINT NOT NULL,
    "granted_minor" BIGINT NOT NULL,
    "granted_percent_bp" BIGINT NOT NULL,
    "answered_at_ms" BIGINT NOT NULL,
    "answer" TEXT COLLATE "C",
    "owed" BIGINT NOT NULL,
    PRIMARY KEY ("org", "id")
);

-- What was given, or given back
CREATE TABLE "remedies" (
    "org" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "case" BIGINT NOT NULL,
    "encounter" BIGINT NOT NULL,
    "person" BIGINT NOT NULL,
    "approval" BIGINT NOT NULL,
    "remedy" BIGINT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "percent_bp" BIGINT NOT NULL,
    "currency" TEXT COLLATE "C",
    "what" TEXT COLLATE "C",
    "owed" BIGINT NOT NULL,
    "takes_back" BIGINT NOT NULL,
    PRIMARY KEY ("org", "id")
);

-- What was promised, by whom it is kept, until when
CREATE TABLE "promises" (
    "org" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "site" BIGINT NOT NULL,
    "case" BIGINT NOT NULL,
    "encounter" BIGINT NOT NULL,
    "customer" BIGINT NOT NULL,
    "owner" BIGINT NOT NULL,
    "what" TEXT COLLATE "C",
    "due_at_ms" BIGINT NOT NULL,
    "state" BIGINT NOT NULL,
    "reminded_at_ms" BIGINT NOT NULL,
    "settled_at_ms" BIGINT NOT NULL,
    "handed_over_by" BIGINT NOT NULL,
    PRIMARY KEY ("org", "id")
);

-- A boundary that was said
CREATE TABLE "warnings" (
    "org" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "site" BIGINT NOT NULL,
    "encounter" BIGINT NOT NULL,
    "customer" BIGINT NOT NULL,
    "person" BIGINT NOT NULL,
    "speaker" TEXT COLLATE "C",
    "said" TEXT COLLATE "C",
    "taken_back" BIGINT NOT NULL,
    PRIMARY KEY ("org", "id")
);

-- Further service declined, for a time, by a person
CREATE TABLE "refusals" (
    "org" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "site" BIGINT NOT NULL,
    "customer" BIGINT NOT NULL,
    "case" BIGINT NOT NULL,
    "decided_by" BIGINT NOT NULL,
    "warning" BIGINT NOT NULL,
    "danger" BIGINT NOT NULL,
    "reason" TEXT COLLATE "C",
    "shown" TEXT COLLATE "C",
    "until_ms" BIGINT NOT NULL,
    "appeal" TEXT COLLATE "C",
    "appealed_at_ms" BIGINT NOT NULL,
    "lifted_at_ms" BIGINT NOT NULL,
    "answer" TEXT COLLATE "C",
    "answered_by" BIGINT NOT NULL,
    "answered_at_ms" BIGINT NOT NULL,
    PRIMARY KEY ("org", "id")
);

-- Danger or violence that people met at work
CREATE TABLE "incidents" (
    "org" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "site" BIGINT NOT NULL,
    "encounter" BIGINT NOT NULL,
    "case" BIGINT NOT NULL,
    "reported_by" BIGINT NOT NULL,
    "number" BIGINT NOT NULL,
    "happened_at_ms" BIGINT NOT NULL,
    "what" TEXT COLLATE "C",
    "there" TEXT COLLATE "C",
    "called" TEXT COLLATE "C",
    "reference" TEXT COLLATE "C",
    "followed" TEXT COLLATE "C",
    "harm" BIGINT NOT NULL,
    "settled_at_ms" BIGINT NOT NULL,
    "hold" BIGINT NOT NULL,
    PRIMARY KEY ("org", "id")
);

-- A call for help, and whether somebody comes
CREATE TABLE "calls" (
    "org" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "site" BIGINT NOT NULL,
    "encounter" BIGINT NOT NULL,
    "called_by" BIGINT NOT NULL,
    "answered_by" BIGINT NOT NULL,
    "whom" BIGINT NOT NULL,
    "state" BIGINT NOT NULL,
    "silent" BIGINT NOT NULL,
    "where" TEXT COLLATE "C",
    "note" TEXT COLLATE "C",
    "round" BIGINT NOT NULL,
    "next_at_ms" BIGINT NOT NULL,
    "seen_at_ms" BIGINT NOT NULL,
    "arrived_at_ms" BIGINT NOT NULL,
    "ended_at_ms" BIGINT NOT NULL,
    PRIMARY KEY ("org", "id")
);

-- What a site has to reach somebody with: a webhook, a mailbox, a command of the server's
CREATE TABLE "ways" (
    "org" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "site" BIGINT NOT NULL,
    "way" BIGINT NOT NULL,
    "level" BIGINT NOT NULL,
    "address" TEXT COLLATE "C",
    "to" TEXT COLLATE "C",
    "about" TEXT COLLATE "C",
    "secret" BYTEA,
    "own" BIGINT NOT NULL,
    "off" BIGINT NOT NULL,
    PRIMARY KEY ("org", "id")
);

-- An attempt to reach somebody outside the open screens, and how it fared
CREATE TABLE "deliveries" (
    "org" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "call" BIGINT NOT NULL,
    "to_person" BIGINT NOT NULL,
    "subject" BIGINT NOT NULL,
    "by" BIGINT NOT NULL,
    "way" BIGINT NOT NULL,
    "state" BIGINT NOT NULL,
    "address" TEXT COLLATE "C",
    "body" TEXT COLLATE "C",
    "trouble" TEXT COLLATE "C",
    "attempts" BIGINT NOT NULL,
    "next_at_ms" BIGINT NOT NULL,
    "last_at_ms" BIGINT NOT NULL,
    PRIMARY KEY ("org", "id")
);

-- Who has a live screen open with one process of the desk
CREATE TABLE "screens_open" (
    "org" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "people" BYTEA,
    "until_ms" BIGINT NOT NULL,
    PRIMARY KEY ("org", "id")
);

-- What was done, by whom, when: a chain that shows what is missing
CREATE TABLE "audit" (
    "org" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "number" BIGINT NOT NULL,
    "person" BIGINT NOT NULL,
    "device" BIGINT NOT NULL,
    "subject" BIGINT NOT NULL,
    "action" TEXT COLLATE "C",
    "subject_kind" TEXT COLLATE "C",
    "detail" TEXT COLLATE "C",
    "before" BYTEA,
    "hash" BYTEA,
    PRIMARY KEY ("org", "id")
);

-- What open screens are told: that something is new
CREATE TABLE "notices" (
    "org" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "number" BIGINT NOT NULL,
    "site" BIGINT NOT NULL,
    "subject" BIGINT NOT NULL,
    "only_for" BIGINT NOT NULL,
    "kind" TEXT COLLATE "C",
    "permission" BIGINT NOT NULL,
    PRIMARY KEY ("org", "id")
);

-- What was answered to a write that may be repeated
CREATE TABLE "answers" (
    "org" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "person" BIGINT NOT NULL,
    "key" TEXT COLLATE "C",
    "request_hash" BYTEA,
    "body" TEXT COLLATE "C",
    "status" BIGINT NOT NULL,
    "ends_at_ms" BIGINT NOT NULL,
    PRIMARY KEY ("org", "id")
);

-- A look back on an encounter, for its author
CREATE TABLE "debriefs" (
    "org" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "person" BIGINT NOT NULL,
    "encounter" BIGINT NOT NULL,
    "shared_with" BIGINT NOT NULL,
    "sealed" BYTEA,
    "shared" TEXT COLLATE "C",
    PRIMARY KEY ("org", "id")
);

-- Abuse that a person met: counted for them, never against them
CREATE TABLE "abuse_met" (
    "org" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "person" BIGINT NOT NULL,
    "site" BIGINT NOT NULL,
    "encounter" BIGINT NOT NULL,
    "signal" BIGINT NOT NULL,
    PRIMARY KEY ("org", "id")
);

-- Somebody needs a break; gone when it is over
CREATE TABLE "breaks" (
    "org" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,
    "created_at_ms" BIGINT NOT NULL,
    "site" BIGINT NOT NULL,
    "person" BIGINT NOT NULL,
    "covered_by" BIGINT NOT NULL,
    "covered_at_ms" BIGINT NOT NULL,
    PRIMARY KEY ("org", "id")
);
