/*
 * What the tests of the store share: an empty database of the engine that is tested, and jobs of one verb
 * each. The engine is the program's argument: "sqlite" (a file in a folder of its own) or "postgres" (the
 * throw-away cluster of tests/store/with-postgres). Only for tests.
 */
#ifndef AM_STORE_TESTING_H
#define AM_STORE_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants those before it */
#include <cmocka.h>

#include "domain/kinds/all.h"
#include "domain/kinds/case.h"
#include "domain/kinds/encounter.h"
#include "domain/kinds/ledger.h"
#include "domain/kinds/people.h"
#include "store/sql.h"
#include "store/store.h"

enum { NOW_MS = 1700000000 };

/* Before all else in main; what is left is removed by testing_end, which gives back how many tests failed.
 * False: the engine is not to be had here. */
bool testing_begin(int argc, char *argv[]);
int testing_end(int failed);
/* Both around the tests of an array: what main returns. */
#define testing_run(argc, argv, tests)                                                                       \
    (testing_begin(argc, argv) ? testing_end(cmocka_run_group_tests(tests, NULL, NULL)) : 77)
bool testing_postgres(void);

/* The URL of a new, empty database; static until the next one. */
const char *testing_database(void);
/* The folder of SQLite's files. */
const char *testing_folder(void);
/* Opens a store, and migrates it; fails the test where that fails. */
am_store *testing_open(const char *url, const struct am_store_settings *settings);
/* Opens and closes the store of a test, an empty one; the test's state is where it stands. */
int testing_set_up(void **state);
int testing_tear_down(void **state);
#define STORE_TEST(name, set_up, store)                                                                      \
    cmocka_unit_test_prestate_setup_teardown(name, set_up, testing_tear_down, store)
/* Runs SQL on a connection of its own. Gives what it came to. */
enum am_kept testing_sql(const char *url, const char *text);
/* Stops ("stop") and starts ("start") PostgreSQL: with-postgres' control. */
void testing_control(const char *what);

static inline struct amends_view view_of(const char *text)
{
    return (struct amends_view){text, text ? strlen(text) : 0};
}

#define assert_view(view, text)                                                                              \
    do {                                                                                                     \
        struct amends_view seen = (view);                                                                    \
        assert_int_equal(seen.len_bytes, strlen(text));                                                      \
        assert_memory_equal(seen.bytes, text, strlen(text));                                                 \
    } while (0)

/* One verb as a job. */
struct verb {
    const struct am_record *record;
    void *row;
    am_id org, id;
    struct am_arena arena;
    void *rows;
    size_t count;
    struct am_list list;
    const struct am_where *where;
    size_t where_count;
    const char *name; /* field, counter, words */
    int64_t number;
    am_id looked_to; /* of a search */
};

enum am_kept job_add(struct am_tx *tx, void *verb);
enum am_kept job_change(struct am_tx *tx, void *verb);
enum am_kept job_read(struct am_tx *tx, void *verb);
enum am_kept job_list(struct am_tx *tx, void *verb);
enum am_kept job_count(struct am_tx *tx, void *verb);
enum am_kept job_sum(struct am_tx *tx, void *verb);
enum am_kept job_remove(struct am_tx *tx, void *verb);
enum am_kept job_next(struct am_tx *tx, void *verb);
enum am_kept job_search(struct am_tx *tx, void *verb);

/* A case with this id, which is its number too. */
struct am_case case_of(am_id org, am_id id, const char *subject);
/* What adding it is answered. */
enum am_kept add_case(am_store *store, struct am_case case_);
/* How many cases an organisation has. */
int64_t count_cases(am_store *store, am_id org);

#endif
