/*
 * What the tests of encounters and calls share: a shop with a few people in an empty SQLite database, the
 * coach, and verbs run as jobs. Only for tests.
 */
#ifndef AM_SHOP_TEST_H
#define AM_SHOP_TEST_H

#include "desk/encounters.h"
#include "store/store_testing.h"

/* A Monday at noon, UTC. */
#define NOON_MS INT64_C(1788782400000)

enum testing_who { ANNA, BORIS, CHEN, EVA, WHO_COUNT }; /* associate, colleague, supervisor, manager */

struct shop {
    am_store *store;
    const char *url;
    struct am_arena arena; /* what the verbs gave, until the test ends */
    struct am_coach coach;
    struct am_coach_words words;
    amends_engine *engine;
    int64_t now_ms;
    uint32_t random;
    am_id org, site, elsewhere, customer;
    am_id people[WHO_COUNT];
    struct am_membership memberships[WHO_COUNT];
    struct am_refused refused; /* of the last verb */
};

/* A new shop; dispose with shop_close. */
void shop_open(struct shop *shop);
void shop_close(struct shop *shop);

/* The same around a test, whose state is the shop; its audit chain must be sound in the end. */
int shop_set_up(void **state);
int shop_tear_down(void **state);
#define SHOP_TEST(name, set_up, shop)                                                                        \
    cmocka_unit_test_prestate_setup_teardown(name, set_up, shop_tear_down, shop)

/* Runs a verb as this person in a job of its own. Gives what the job answered. */
typedef bool shop_verb(struct am_doing *doing, void *context);
enum am_kept shop_do(struct shop *shop, enum testing_who who, shop_verb *verb, void *context);

/* Adds a record as it is. */
void shop_add(struct shop *shop, const struct am_record *record, void *row);
/* All records of a kind, by id. */
size_t shop_all(struct shop *shop, const struct am_record *record, void **rows);
size_t shop_count(struct shop *shop, const struct am_record *record);
/* How many notices of this kind there are. */
size_t shop_notices(struct shop *shop, const char *kind);

/* Signs a person in, or out. */
void shop_sign_in(struct shop *shop, enum testing_who who);
/* Grants this person refunds up to so many minor units. */
void shop_grant(struct shop *shop, enum testing_who who, int64_t minor);

/* Opens an encounter at the counter; the test fails where that fails. */
struct am_encounter_opened shop_encounter(struct shop *shop, enum testing_who who, am_id customer);
/* One event; the answer's card. */
struct am_event_out shop_tell(struct shop *shop, enum testing_who who, am_id encounter, const char *key,
                              int64_t at_ms, const char *event);
enum am_kept shop_take(struct shop *shop, enum testing_who who, const struct am_events_in *in,
                       struct am_events_out *out);
/* The encounter as it is stored. */
struct am_live_encounter shop_stored(struct shop *shop, am_id encounter);
/* Walks the audit chain. */
struct am_audit_verdict shop_verify(struct shop *shop);

bool holds(struct amends_view text, const char *part);

/* Anna tells an event, a second after the one before; and so what somebody said. */
struct am_event_out shop_happens(struct shop *shop, am_id encounter, const char *key, const char *event);
struct am_event_out shop_say(struct shop *shop, am_id encounter, const char *key, const char *from,
                             const char *text);

#endif
