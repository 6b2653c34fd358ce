/*
 * What the tests of the desk's verbs share: a founded shop with two sites and its people on a real store, and
 * verbs called one after the other as somebody. Only for tests.
 */
#ifndef AM_DESK_TESTING_H
#define AM_DESK_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants those before it */
#include <cmocka.h>

#include "amends/labels.h"
#include "desk/doing.h"
#include "desk/kit.h"
#include "domain/kinds/all.h"
#include "domain/kinds/authority.h"
#include "domain/kinds/case.h"
#include "domain/kinds/encounter.h"
#include "domain/kinds/help.h"
#include "domain/kinds/ledger.h"

/* Tuesday, 2026-03-10 10:00 in Helsinki (08:00 UTC). */
#define MORNING_MS INT64_C(1773129600000)
#define MINUTE_MS INT64_C(60000)
#define HOUR_MS INT64_C(3600000)
#define DAY_MS INT64_C(86400000)

/* A supermarket in Helsinki, with a branch in Turku. */
struct shop {
    am_id org, site, branch;
    am_id owner;              /* manager and administrator everywhere */
    am_id sue, max, ann, bob; /* at the site: supervisor, manager; associates */
    am_id tea;                /* a supervisor of the branch */
    int64_t now_ms;
};
extern struct shop shop;
/* Another organisation in the same database, of one person. */
extern struct shop stranger;

/* Group set-up and tear-down: a new database with both. */
int shop_open(void **state);
int shop_close(void **state);

/* Begins a transaction as this person of that shop. */
struct am_doing *shop_as(const struct shop *in, am_id who);
/* Ends it: true where the verb had gone well and it was committed. */
bool shop_done(bool went_well);
/* What the last verb was refused with. */
extern struct am_refused shop_refused;

/* Everything that was given by verbs lives here until the test's end. */
extern struct am_arena shop_arena;

/* Does it as somebody of the shop, in a transaction of its own; `d` is the doing. */
#define DO(who, call)                                                                                        \
    do {                                                                                                     \
        struct am_doing *d = shop_as(&shop, who);                                                            \
        if (!shop_done(call))                                                                                \
            fail_msg("refused: %s: %s", shop_refused.type, shop_refused.detail);                             \
    } while (0)

/* Is refused it, with this kind and type. */
#define NOT(who, kind_, type_, call)                                                                         \
    do {                                                                                                     \
        struct am_doing *d = shop_as(&shop, who);                                                            \
        assert_false(shop_done(call));                                                                       \
        assert_string_equal(shop_refused.type, type_);                                                       \
        assert_int_equal(shop_refused.kind, kind_);                                                          \
    } while (0)

/* A stranger is told that it is not there. */
#define NOT_THERE(call)                                                                                      \
    do {                                                                                                     \
        struct am_doing *d = shop_as(&stranger, stranger.owner);                                             \
        assert_false(shop_done(call));                                                                       \
        assert_int_equal(shop_refused.kind, AM_REFUSED_NONE);                                                \
    } while (0)

/* The field that was at fault. */
#define assert_field(name_) assert_string_equal(shop_refused.flaw.field->name, name_)

/* A new encounter at the site, of this person and customer. */
am_id shop_encounter(am_id person, am_id customer);
/* Adds a record as it is. */
void shop_add(const struct am_record *record, void *row);
/* Reads one. */
void shop_read(const struct am_record *record, am_id id, void *row);
/* How many notices of a kind there are for this person (0: for all). */
int64_t shop_notices(const char *kind, am_id only_for);
/* How many entries of this action the log has. */
int64_t shop_logged(const char *action);
/* Runs a test's main: the engine is the program's argument. */
int shop_main(int argc, char *argv[], int (*tests)(void));

#endif
