/* Lists over several values, and searches among many: they give what a look at each record would. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "store/store_testing.h"
#include "store/tx.h"

enum { ORG = 7, SITES = 5, LISTED = 120, SEARCHED = AM_SEARCH_LOOKS * 5 / 2, PAGE = 7 };

static am_store *store;

/* ---- several values */

static struct am_case listed(am_id id)
{
    struct am_case made = case_of(ORG, id, "late");
    made.site = id * 7 % SITES;
    made.state = id % 3 ? AM_CASE_OPEN : AM_CASE_CLOSED;
    made.respond_by_ms = NOW_MS + id * 31 % 20;
    return made;
}

static enum am_kept add_listed(struct am_tx *tx, void *context)
{
    enum am_kept kept = AM_KEPT_OK;
    (void)context;
    for (am_id id = 1; kept == AM_KEPT_OK && id <= LISTED; id++) {
        struct am_case row = listed(id);
        kept = am_tx_add(tx, &am_case_record, &row);
    }
    return kept;
}

/* What a list orders by, and behind it the id. */
static bool stands_before(const struct am_list *list, const struct am_case *a, const struct am_case *b)
{
    const bool less = list->by && a->respond_by_ms != b->respond_by_ms ? a->respond_by_ms < b->respond_by_ms
                                                                       : a->row.id < b->row.id;
    return list->descending ? !less : less;
}

/* All pages of a list: each record that meets the conditions once, and in order. */
static void check_pages(struct am_list list, const bool sites[SITES], bool open_only)
{
    bool seen[LISTED + 1] = {0};
    struct am_case last = {0};
    size_t expected = 0, found = 0;
    for (am_id id = 1; id <= LISTED; id++)
        expected += sites[listed(id).site] && (!open_only || listed(id).state == AM_CASE_OPEN);
    struct verb verb = {.record = &am_case_record, .org = ORG, .list = list};
    do {
        am_arena_dispose(&verb.arena);
        assert_int_equal(am_store_read(store, job_list, &verb), AM_KEPT_OK);
        const struct am_case *rows = verb.rows;
        for (size_t i = 0; i < verb.count; i++) {
            assert_true(sites[rows[i].site] && (!open_only || rows[i].state == AM_CASE_OPEN));
            assert_false(seen[rows[i].row.id]);
            assert_true(found == 0 || stands_before(&list, &last, &rows[i]));
            seen[rows[i].row.id] = true;
            last = (struct am_case){.row.id = rows[i].row.id, .respond_by_ms = rows[i].respond_by_ms};
            found++;
        }
        verb.list.resume = true;
        verb.list.after_by = last.respond_by_ms;
        verb.list.after_id = last.row.id;
    } while (verb.count == PAGE);
    am_arena_dispose(&verb.arena);
    assert_int_equal(found, expected);
}

static void a_list_over_several_values_has_each_once(void **state)
{
    static const am_id three[] = {1, 3, 3, 4, 1}, one[] = {2, 2}, nowhere[] = {90, 91};
    static const struct {
        const am_id *set;
        size_t count;
        bool sites[SITES];
    } cases[] = {
        {three, 5, {false, true, false, true, true}}, {one, 2, {false, false, true}}, {nowhere, 2, {false}}};
    (void)state;
    assert_int_equal(am_store_write(store, add_listed, NULL), AM_KEPT_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (unsigned way = 0; way < 8; way++) {
            const struct am_where where[] = {
                {.field = "state", .how = AM_IS, .number = AM_CASE_OPEN},
                {.field = "site", .how = AM_IN, .set = cases[i].set, .set_count = cases[i].count}};
            const bool open_only = way & 4;
            check_pages((struct am_list){.where = open_only ? where : where + 1,
                                         .where_count = open_only ? 2 : 1,
                                         .by = way & 1 ? "respond_by_ms" : NULL,
                                         .descending = way & 2,
                                         .most = PAGE},
                        cases[i].sites, open_only);
        }
}

static void more_values_than_are_listed_apart(void **state)
{
    am_id sites[200];
    (void)state;
    assert_int_equal(am_store_write(store, add_listed, NULL), AM_KEPT_OK);
    for (size_t i = 0; i < 200; i++)
        sites[i] = (am_id)i + 3;
    const struct am_where where = {.field = "site", .how = AM_IN, .set = sites, .set_count = 200};
    static const bool expected[SITES] = {false, false, false, true, true};
    check_pages((struct am_list){.where = &where, .where_count = 1, .most = PAGE}, expected, false);
}

static void no_list_over_a_field_of_nobody(void **state)
{
    static const am_id set[] = {1, 2};
    const struct am_where where = {.field = "colour", .how = AM_IN, .set = set, .set_count = 2};
    struct verb verb = {
        .record = &am_case_record, .org = ORG, .list = {.where = &where, .where_count = 1, .most = 1}};
    (void)state;
    assert_int_equal(am_store_read(store, job_list, &verb), AM_KEPT_REFUSED);
}

/* ---- searching among many */

static struct am_case searched(am_id id)
{
    struct am_case made = case_of(ORG, id, id % 2 ? "late train" : "late delivery");
    made.site = id % (SEARCHED / 5) ? 1 : 2;
    return made;
}

static enum am_kept add_searched(struct am_tx *tx, void *context)
{
    enum am_kept kept = AM_KEPT_OK;
    (void)context;
    for (am_id id = 1; kept == AM_KEPT_OK && id <= SEARCHED; id++) {
        struct am_case row = searched(id);
        kept = am_tx_add(tx, &am_case_record, &row);
    }
    return kept;
}

/* Goes on until there is nothing behind: how many were found, in how many steps. */
static size_t search_all(const char *words, const struct am_where *where, unsigned *steps)
{
    struct verb verb = {.record = &am_case_record, .org = ORG, .name = words};
    size_t found = 0;
    verb.list = (struct am_list){.where = where, .where_count = where ? 1 : 0, .most = 1000};
    *steps = 0;
    do {
        am_arena_dispose(&verb.arena);
        assert_int_equal(am_store_read(store, job_search, &verb), AM_KEPT_OK);
        const struct am_case *rows = verb.rows;
        found += verb.count;
        ++*steps;
        verb.list.after_id = verb.looked_to;
        if (verb.looked_to == 0 && verb.count == verb.list.most)
            verb.list.after_id = rows[verb.count - 1].row.id;
        assert_true(!verb.list.resume || verb.count == 0 || rows[0].row.id > verb.list.after_id);
        verb.list.resume = true;
    } while (verb.list.after_id != 0);
    am_arena_dispose(&verb.arena);
    return found;
}

static void a_search_looks_at_so_many_and_says_where_to_go_on(void **state)
{
    const struct am_where other = {.field = "site", .how = AM_IS, .number = 2};
    unsigned steps;
    (void)state;
    assert_int_equal(am_store_write(store, add_searched, NULL), AM_KEPT_OK);
    assert_int_equal(search_all("train delivery", NULL, &steps), 0);
    assert_int_equal(steps, 2); /* each of them is in more than it looks at */
    assert_int_equal(search_all("late", &other, &steps), 5);
    assert_int_equal(steps, 3);
    assert_int_equal(search_all("late train", NULL, &steps), SEARCHED / 2);
    assert_int_equal(search_all("late", NULL, &steps), SEARCHED);
    assert_int_equal(search_all("77 late", NULL, &steps), 1); /* a number, in one */
    assert_int_equal(steps, 1);
    assert_int_equal(search_all("late unheard", NULL, &steps), 0);
    assert_int_equal(steps, 1);
}

/* ---- SQLite's plans: each index has its line in 0003-plans.sql, and no line is left over */

static enum am_kept count_unplanned(struct am_tx *tx, void *context)
{
    struct am_query *query;
    bool row;
    enum am_kept kept = am_sql_query(
        tx->sql,
        "SELECT (SELECT COUNT(*) FROM sqlite_schema WHERE type = 'index' AND tbl_name <> 'migrations' AND "
        "name NOT IN (SELECT idx FROM sqlite_stat1)), (SELECT COUNT(*) FROM sqlite_stat1 WHERE idx NOT IN "
        "(SELECT name FROM sqlite_schema))",
        &query);
    if (kept == AM_KEPT_OK)
        kept = am_query_step(query, &row);
    if (kept != AM_KEPT_OK)
        return kept;
    ((int64_t *)context)[0] = am_query_number(query, 0);
    ((int64_t *)context)[1] = am_query_number(query, 1);
    am_query_done(query);
    return kept;
}

static void every_index_has_its_plan(void **state)
{
    int64_t missing[2] = {-1, -1};
    (void)state;
    if (testing_postgres())
        skip();
    assert_int_equal(am_store_read(store, count_unplanned, missing), AM_KEPT_OK);
    assert_int_equal(missing[0], 0);
    assert_int_equal(missing[1], 0);
}

#define CASE(name) STORE_TEST(name, testing_set_up, &store)

int main(int argc, char *argv[])
{
    const struct CMUnitTest tests[] = {
        CASE(a_list_over_several_values_has_each_once),
        CASE(more_values_than_are_listed_apart),
        CASE(no_list_over_a_field_of_nobody),
        CASE(every_index_has_its_plan),
        CASE(a_search_looks_at_so_many_and_says_where_to_go_on),
    };
    return testing_run(argc, argv, tests);
}
