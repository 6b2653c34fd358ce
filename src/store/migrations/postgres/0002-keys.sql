-- Tables of the store itself, and how records are found. Every key and index begins with the organisation.

-- Numbers without gaps: case numbers, the audit log. The row is held until the end of the transaction.
CREATE TABLE "counters" (
    "org" BIGINT NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "value" BIGINT NOT NULL,
    PRIMARY KEY ("org", "name")
);

-- The words of what can be searched (src/store/search.c). Kinds: 1 case, 2 customer, 3 incident, 4 promise.
CREATE TABLE "search_words" (
    "org" BIGINT NOT NULL,
    "kind" BIGINT NOT NULL,
    "word" TEXT COLLATE "C" NOT NULL,
    "id" BIGINT NOT NULL,
    PRIMARY KEY ("org", "kind", "word", "id")
);

-- What may be there only once. These records are named in src/store/shape.c, too.
CREATE UNIQUE INDEX "people_login" ON "people" ("org", "login");
CREATE UNIQUE INDEX "cases_number" ON "cases" ("org", "number");
CREATE UNIQUE INDEX "incidents_number" ON "incidents" ("org", "number");
CREATE UNIQUE INDEX "events_key" ON "events" ("org", "encounter", "key");
CREATE UNIQUE INDEX "events_number" ON "events" ("org", "encounter", "number");
CREATE UNIQUE INDEX "audit_number" ON "audit" ("org", "number");
CREATE UNIQUE INDEX "notices_number" ON "notices" ("org", "number");
CREATE UNIQUE INDEX "answers_key" ON "answers" ("org", "person", "key");

-- Who is there.
CREATE INDEX "memberships_person" ON "memberships" ("org", "person");
CREATE INDEX "memberships_site" ON "memberships" ("org", "site", "role");
CREATE INDEX "devices_token" ON "devices" ("org", "token_hash");
CREATE INDEX "sessions_token" ON "sessions" ("org", "token_hash");
CREATE INDEX "sessions_person" ON "sessions" ("org", "person", "ends_at_ms");
CREATE INDEX "sessions_device" ON "sessions" ("org", "device", "ends_at_ms");
CREATE INDEX "sessions_ends" ON "sessions" ("org", "ends_at_ms");
CREATE INDEX "tokens_token" ON "tokens" ("org", "token_hash");
CREATE INDEX "tokens_person" ON "tokens" ("org", "person");

-- Who may give what.
CREATE INDEX "grants_remedy" ON "grants" ("org", "remedy", "id");
CREATE INDEX "grants_person" ON "grants" ("org", "person", "id");
CREATE INDEX "grants_ends" ON "grants" ("org", "ends");

-- The board and what stands in an encounter.
CREATE INDEX "encounters_site" ON "encounters" ("org", "site", "ended_at_ms", "id");
CREATE INDEX "encounters_person" ON "encounters" ("org", "person", "ended_at_ms", "id");
CREATE INDEX "encounters_all_site" ON "encounters" ("org", "site", "id");
CREATE INDEX "encounters_all_person" ON "encounters" ("org", "person", "id");
CREATE INDEX "encounters_ended" ON "encounters" ("org", "ended_at_ms", "id");
CREATE INDEX "encounters_customer" ON "encounters" ("org", "customer", "id");
CREATE INDEX "events_at" ON "events" ("org", "encounter", "at_ms");
CREATE INDEX "presences_encounter" ON "presences" ("org", "encounter", "person");
CREATE INDEX "presences_until" ON "presences" ("org", "until_ms");
CREATE INDEX "calls_site" ON "calls" ("org", "site", "state", "id");
CREATE INDEX "calls_encounter" ON "calls" ("org", "encounter", "id");
CREATE INDEX "calls_next" ON "calls" ("org", "state", "next_at_ms");
CREATE INDEX "deliveries_next" ON "deliveries" ("org", "state", "next_at_ms");
CREATE INDEX "deliveries_call" ON "deliveries" ("org", "call");
CREATE INDEX "deliveries_subject" ON "deliveries" ("org", "subject");
CREATE INDEX "screens_until" ON "screens_open" ("org", "until_ms");
CREATE INDEX "breaks_person" ON "breaks" ("org", "person", "id");
CREATE INDEX "breaks_site" ON "breaks" ("org", "site", "id");
CREATE INDEX "breaks_created" ON "breaks" ("org", "created_at_ms");
CREATE INDEX "ways_site" ON "ways" ("org", "site");

-- Cases and what belongs to them.
CREATE INDEX "cases_site" ON "cases" ("org", "site", "id");
CREATE INDEX "cases_site_state" ON "cases" ("org", "site", "state", "id");
CREATE INDEX "cases_state" ON "cases" ("org", "state", "id");
CREATE INDEX "cases_owner" ON "cases" ("org", "owner", "state", "id");
CREATE INDEX "cases_all_owner" ON "cases" ("org", "owner", "id");
CREATE INDEX "cases_outcome" ON "cases" ("org", "outcome", "id");
CREATE INDEX "cases_customer" ON "cases" ("org", "customer", "id");
CREATE INDEX "cases_encounter" ON "cases" ("org", "encounter");
CREATE INDEX "cases_merged" ON "cases" ("org", "merged_into", "id");
CREATE INDEX "cases_acknowledge_by" ON "cases" ("org", "state", "acknowledge_by_ms", "id");
CREATE INDEX "cases_respond_by" ON "cases" ("org", "state", "respond_by_ms", "id");
CREATE INDEX "cases_deadline" ON "cases" ("org", "respond_by_ms", "id");
CREATE INDEX "cases_site_deadline" ON "cases" ("org", "site", "respond_by_ms", "id");
CREATE INDEX "cases_site_respond_by" ON "cases" ("org", "site", "state", "respond_by_ms", "id");
CREATE INDEX "approvals_site" ON "approvals" ("org", "site", "state", "id");
CREATE INDEX "approvals_case" ON "approvals" ("org", "case", "id");
CREATE INDEX "approvals_encounter" ON "approvals" ("org", "encounter", "id");
CREATE INDEX "approvals_asked_by" ON "approvals" ("org", "asked_by", "id");
CREATE INDEX "approvals_due" ON "approvals" ("org", "state", "due_at_ms", "id");
CREATE INDEX "remedies_case" ON "remedies" ("org", "case", "id");
CREATE INDEX "remedies_encounter" ON "remedies" ("org", "encounter", "id");
CREATE INDEX "promises_site" ON "promises" ("org", "site", "state", "due_at_ms", "id");
CREATE INDEX "promises_all_site" ON "promises" ("org", "site", "due_at_ms", "id");
CREATE INDEX "promises_owner" ON "promises" ("org", "owner", "state", "due_at_ms", "id");
CREATE INDEX "promises_all_owner" ON "promises" ("org", "owner", "due_at_ms", "id");
CREATE INDEX "promises_customer" ON "promises" ("org", "customer", "state", "id");
CREATE INDEX "promises_case" ON "promises" ("org", "case", "id");
CREATE INDEX "promises_encounter" ON "promises" ("org", "encounter", "id");
CREATE INDEX "promises_due" ON "promises" ("org", "state", "due_at_ms", "id");
CREATE INDEX "promises_all_due" ON "promises" ("org", "due_at_ms", "id");
CREATE INDEX "warnings_customer" ON "warnings" ("org", "customer", "id");
CREATE INDEX "warnings_encounter" ON "warnings" ("org", "encounter", "id");
CREATE INDEX "refusals_customer" ON "refusals" ("org", "customer", "until_ms");
CREATE INDEX "refusals_site" ON "refusals" ("org", "site", "id");
CREATE INDEX "incidents_site" ON "incidents" ("org", "site", "id");
CREATE INDEX "incidents_reported_by" ON "incidents" ("org", "reported_by", "id");
CREATE INDEX "incidents_encounter" ON "incidents" ("org", "encounter", "id");
CREATE INDEX "customers_site" ON "customers" ("org", "site", "id");
CREATE INDEX "customers_contact" ON "customers" ("org", "contact", "id");

-- What the desk keeps about its own doing.
CREATE INDEX "audit_subject" ON "audit" ("org", "subject", "number", "id");
CREATE INDEX "audit_person" ON "audit" ("org", "person", "number", "id");
CREATE INDEX "audit_action" ON "audit" ("org", "action", "number", "id");
CREATE INDEX "notices_created" ON "notices" ("org", "created_at_ms");
CREATE INDEX "answers_ends" ON "answers" ("org", "ends_at_ms");
CREATE INDEX "debriefs_person" ON "debriefs" ("org", "person", "id");
CREATE INDEX "debriefs_shared" ON "debriefs" ("org", "shared_with", "id");
CREATE INDEX "abuse_met_person" ON "abuse_met" ("org", "person", "id");
