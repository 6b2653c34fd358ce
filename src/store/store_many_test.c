/* Many threads at once, and search: the same on both engines. */
#include "store/store_testing.h"
#include "store/tx.h"
#include "store/whole.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ORG = 7, OTHER = 8, THREADS = 8, ROUNDS = 40, CROSSINGS = 5 };

static am_store *store;
static atomic_uint commits;

static void count_commit(void *context)
{
    (void)context;
    commits++;
}

static int set_up(void **state)
{
    (void)state;
    const struct am_store_settings settings = {.committed = count_commit};
    store = testing_open(testing_database(), &settings);
    return 0;
}

/* Runs one function on as many threads, each with its number. */
static void on_threads(unsigned count, void *(*work)(void *number))
{
    pthread_t threads[64];
    unsigned numbers[64];
    for (unsigned i = 0; i < count; i++) {
        numbers[i] = i;
        assert_int_equal(pthread_create(&threads[i], NULL, work, &numbers[i]), 0);
    }
    for (unsigned i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
}

/* ---- counters */

/* Takes a number, and gives it to a case; some of them then say no. */
struct numbered {
    am_id org, id;
    bool refuse;
};

static enum am_kept add_numbered(struct am_tx *tx, void *context)
{
    struct numbered *numbered = context;
    struct am_case case_ = case_of(numbered->org, numbered->id, "numbered");
    enum am_kept kept = am_tx_next(tx, numbered->org, "case", &case_.number);
    if (kept == AM_KEPT_OK)
        kept = am_tx_add(tx, &am_case_record, &case_);
    return kept == AM_KEPT_OK && numbered->refuse ? AM_KEPT_REFUSED : kept;
}

static atomic_uint wrong;

static void *take_numbers(void *number)
{
    unsigned thread = *(unsigned *)number;
    for (unsigned i = 0; i < ROUNDS; i++) {
        struct numbered numbered = {thread % 4 == 3 ? OTHER : ORG, 1 + thread * 1000 + i, i % 3 == 2};
        enum am_kept kept = am_store_write(store, add_numbered, &numbered);
        wrong += kept != (numbered.refuse ? AM_KEPT_REFUSED : AM_KEPT_OK);
    }
    return NULL;
}

/* The numbers are those from 1 to how many there are. */
static void assert_no_gaps(am_id org, int64_t expected)
{
    struct verb verb = {.record = &am_case_record, .org = org, .list = {.by = "number", .most = 1000}};
    assert_int_equal(am_store_read(store, job_list, &verb), AM_KEPT_OK);
    assert_int_equal(verb.count, expected);
    for (size_t i = 0; i < verb.count; i++)
        assert_int_equal(((struct am_case *)verb.rows)[i].number, i + 1);
    am_arena_dispose(&verb.arena);
}

static void counters_have_no_gaps(void **state)
{
    (void)state;
    wrong = 0;
    on_threads(THREADS, take_numbers);
    assert_int_equal(wrong, 0);
    int64_t each = ROUNDS - ROUNDS / 3;
    assert_no_gaps(ORG, 6 * each);
    assert_no_gaps(OTHER, 2 * each);
}

/* Two stores on one database, as two processes have them. */
static am_store *second;

static void *take_numbers_in_two(void *number)
{
    unsigned thread = *(unsigned *)number;
    for (unsigned i = 0; i < ROUNDS / 2; i++) {
        struct numbered numbered = {ORG, 1 + thread * 1000 + i, false};
        wrong += am_store_write(thread % 2 ? store : second, add_numbered, &numbered) != AM_KEPT_OK;
    }
    return NULL;
}

static void two_stores_share_a_counter(void **state)
{
    (void)state;
    const char *url = testing_database();
    am_store *first = store;
    wrong = 0;
    store = testing_open(url, NULL);
    second = testing_open(url, NULL);
    on_threads(THREADS, take_numbers_in_two);
    assert_int_equal(wrong, 0);
    assert_no_gaps(ORG, THREADS * (ROUNDS / 2));
    am_store_close(second);
    am_store_close(store);
    store = first;
}

/* Two jobs of two processes that take the same rows in another order: one of them is run again. */
static enum am_kept take_both(struct am_tx *tx, void *context)
{
    bool turned = *(bool *)context;
    int64_t number;
    enum am_kept kept = am_tx_next(tx, ORG, turned ? "b" : "a", &number);
    return kept == AM_KEPT_OK ? am_tx_next(tx, ORG, turned ? "a" : "b", &number) : kept;
}

static void *cross(void *number)
{
    bool turned = *(unsigned *)number % 2;
    for (unsigned i = 0; i < CROSSINGS; i++)
        wrong += am_store_write(turned ? store : second, take_both, &turned) != AM_KEPT_OK;
    return NULL;
}

static void deadlocks_are_run_again(void **state)
{
    (void)state;
    const char *url = testing_database();
    am_store *first = store;
    wrong = 0;
    store = testing_open(url, NULL);
    second = testing_open(url, NULL);
    on_threads(2, cross);
    assert_int_equal(wrong, 0);
    struct verb verb = {.org = ORG, .name = "a"};
    assert_int_equal(am_store_write(store, job_next, &verb), AM_KEPT_OK);
    assert_int_equal(verb.number, 2 * CROSSINGS + 1);
    am_store_close(second);
    am_store_close(store);
    store = first;
}

/* What a transaction of the writer holds of its counters, seen from inside. */
static bool number_is(struct am_tx *tx, const char *name, int64_t expected)
{
    int64_t number = 0;
    return am_tx_next(tx, ORG, name, &number) == AM_KEPT_OK && number == expected;
}

static bool left_is(struct am_tx *tx, struct am_arena *arena, const char *expected)
{
    struct amends_view left = am_tx_left(tx, ORG, "log", arena);
    return left.len_bytes == strlen(expected) && memcmp(left.bytes, expected, left.len_bytes) == 0;
}

static enum am_kept hold_counters(struct am_tx *tx, void *context)
{
    struct am_arena *arena = context;
    wrong += !number_is(tx, "log", 1) || am_tx_left(tx, ORG, "log", arena).len_bytes != 0;
    am_tx_leave(tx, ORG, "log", view_of("one"));
    wrong += !number_is(tx, "log", 2) || !left_is(tx, arena, "one");
    am_tx_leave(tx, ORG, "log", view_of("two"));
    am_held_begin_job(tx);
    wrong += !number_is(tx, "log", 3) || !left_is(tx, arena, "two");
    am_tx_leave(tx, ORG, "log", view_of("taken back"));
    wrong += am_tx_next(tx, OTHER, "log", &(int64_t){0}) != AM_KEPT_OK || tx->held.count != 2;
    am_held_take_back_job(tx);
    wrong += tx->held.count != 1 || !number_is(tx, "log", 3) || !left_is(tx, arena, "two");
    /* Nothing was left with the third. */
    wrong += !number_is(tx, "log", 4) || am_tx_left(tx, ORG, "log", arena).len_bytes != 0;
    struct am_counter *counters = NULL;
    size_t count = 0;
    wrong += am_tx_counters(tx, ORG, arena, &counters, &count) != AM_KEPT_OK || count != 1;
    wrong += count != 1 || counters[0].value != 4;
    wrong += !number_is(tx, "log", 5);
    for (int64_t times = 1; times <= 3; times++)
        for (char name[] = "a"; name[0] < 'a' + AM_HELD_MOST + 4; name[0]++)
            wrong += !number_is(tx, name, times);
    wrong += !number_is(tx, "a name without room", 1) || !number_is(tx, "a name without room", 2);
    return AM_KEPT_OK;
}

static void held_counters_are_written(void **state)
{
    (void)state;
    struct am_arena arena = {0};
    wrong = 0;
    assert_int_equal(am_store_write(store, hold_counters, &arena), AM_KEPT_OK);
    assert_int_equal(wrong, 0);
    const char *names[] = {"log", "a", "t", "a name without room"};
    const int64_t next[] = {6, 4, 4, 3};
    for (unsigned i = 0; i < 4; i++) {
        struct verb verb = {.org = ORG, .name = names[i]};
        assert_int_equal(am_store_write(store, job_next, &verb), AM_KEPT_OK);
        assert_int_equal(verb.number, next[i]);
    }
    am_arena_dispose(&arena);
}

/* ---- migrating */

static char empty_url[512];
static atomic_uint applied_in_all;

static void *migrate(void *number)
{
    (void)number;
    am_store *own;
    char trouble[AM_STORE_TROUBLE_LEN];
    unsigned applied = 0;
    if (am_store_open(empty_url, NULL, &own, trouble) != AM_KEPT_OK) {
        wrong++;
        return NULL;
    }
    wrong += am_store_migrate(own, NOW_MS, &applied) != AM_KEPT_OK;
    applied_in_all += applied;
    am_store_close(own);
    return NULL;
}

static void two_may_migrate_at_once(void **state)
{
    (void)state;
    struct am_store_schema schema;
    wrong = applied_in_all = 0;
    snprintf(empty_url, sizeof empty_url, "%s", testing_database());
    on_threads(4, migrate);
    assert_int_equal(wrong, 0);
    am_store *own = testing_open(empty_url, NULL);
    assert_int_equal(am_store_pending(own, &schema), AM_KEPT_OK);
    assert_int_equal(schema.pending, 0);
    assert_int_equal(schema.applied, applied_in_all);
    am_store_close(own);
}

/* ---- grouping */

enum { WRITERS = 32, EACH = 25 };

static void *add_many(void *number)
{
    unsigned thread = *(unsigned *)number;
    for (unsigned i = 0; i < EACH; i++)
        wrong += add_case(store, case_of(ORG, 1 + thread * 1000 + i, "many")) != AM_KEPT_OK;
    return NULL;
}

static void jobs_that_wait_share_a_commit(void **state)
{
    (void)state;
    wrong = 0;
    commits = 0;
    on_threads(WRITERS, add_many);
    assert_int_equal(wrong, 0);
    assert_int_equal(count_cases(store, ORG), WRITERS * EACH);
    print_message("%d jobs in %u commits\n", WRITERS * EACH, (unsigned)commits);
    assert_true(commits < WRITERS * EACH / 2);
    assert_true(commits > 0);
}

/* Adds two cases, and fails behind the first, the second, or not. */
struct failing {
    am_id id;
    unsigned how;
};

static enum am_kept add_and_fail(struct am_tx *tx, void *context)
{
    struct failing *failing = context;
    struct am_case one = case_of(ORG, failing->id, "first half"),
                   two = case_of(ORG, failing->id + 1, "other half");
    enum am_kept kept = am_tx_add(tx, &am_case_record, &one);
    if (kept != AM_KEPT_OK || failing->how == 1)
        return failing->how == 1 ? AM_KEPT_REFUSED : kept;
    kept = am_tx_add(tx, &am_case_record, &two);
    if (kept != AM_KEPT_OK || failing->how == 0)
        return kept;
    return failing->how == 2 ? AM_KEPT_REFUSED : am_tx_add(tx, &am_case_record, &one);
}

static void *add_halves(void *number)
{
    static const enum am_kept expected[] = {AM_KEPT_OK, AM_KEPT_REFUSED, AM_KEPT_REFUSED, AM_KEPT_TWICE};
    unsigned thread = *(unsigned *)number;
    for (unsigned i = 0; i < EACH; i++) {
        struct failing failing = {1 + thread * 1000 + i * 2, (thread + i) % 4};
        wrong += am_store_write(store, add_and_fail, &failing) != expected[failing.how];
    }
    return NULL;
}

static void a_job_that_fails_leaves_no_trace(void **state)
{
    (void)state;
    wrong = 0;
    on_threads(16, add_halves);
    assert_int_equal(wrong, 0);
    assert_int_equal(count_cases(store, ORG), 16 * EACH / 4 * 2);
    struct verb verb = {.record = &am_case_record, .org = ORG, .name = "half", .list = {.most = 1000}};
    assert_int_equal(am_store_read(store, job_search, &verb), AM_KEPT_OK);
    assert_int_equal(verb.count, 16 * EACH / 4 * 2);
    am_arena_dispose(&verb.arena);
}

/* ---- reading */

static void *add_one_more(void *number)
{
    (void)number;
    wrong += add_case(store, case_of(ORG, 1, "meanwhile")) != AM_KEPT_OK;
    return NULL;
}

static enum am_kept look_twice(struct am_tx *tx, void *context)
{
    int64_t *counts = context;
    enum am_kept kept = am_tx_count(tx, &am_case_record, ORG, NULL, 0, &counts[0]);
    on_threads(1, add_one_more);
    return kept == AM_KEPT_OK ? am_tx_count(tx, &am_case_record, ORG, NULL, 0, &counts[1]) : kept;
}

static void a_read_sees_one_snapshot(void **state)
{
    (void)state;
    int64_t counts[2] = {-1, -1};
    wrong = 0;
    assert_int_equal(am_store_read(store, look_twice, counts), AM_KEPT_OK);
    assert_int_equal(wrong, 0);
    assert_int_equal(counts[0], 0);
    assert_int_equal(counts[1], 0);
    assert_int_equal(count_cases(store, ORG), 1);
}

static void *read_many(void *number)
{
    (void)number;
    for (unsigned i = 0; i < ROUNDS; i++) {
        struct verb verb = {.record = &am_case_record, .org = ORG};
        wrong += am_store_read(store, job_count, &verb) != AM_KEPT_OK;
    }
    return NULL;
}

static void *read_or_write(void *number)
{
    return *(unsigned *)number % 4 == 0 ? add_many(number) : read_many(number);
}

static void more_threads_than_readers(void **state)
{
    (void)state;
    wrong = 0;
    on_threads(WRITERS, read_or_write);
    assert_int_equal(wrong, 0);
    assert_int_equal(count_cases(store, ORG), WRITERS / 4 * EACH);
}

/* ---- search */

static size_t search(const char *words, struct verb *verb)
{
    static struct verb own;
    verb = verb ? verb : &own;
    am_arena_dispose(&verb->arena);
    verb->record = &am_case_record;
    verb->org = ORG;
    verb->name = words;
    if (verb->list.most == 0)
        verb->list.most = 50;
    assert_int_equal(am_store_read(store, job_search, verb), AM_KEPT_OK);
    return verb->count;
}

static void add_texts(void)
{
    static const char *const texts[] = {
        "The café's espresso machine was BROKEN, refund 12.50",
        "Kahvinkeitin hajosi, ÄÄNEKÄS asiakas pyysi hyvitystä",
        "Кофеварка сломалась: ещё вчера обещали возврат денег",
        "顾客要求退款，咖啡机坏了",
        "コーヒーメーカーが壊れた。返金してください",
        "Straße ﬁnance ＡＢＣ",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct am_case case_ = case_of(ORG, (am_id)i + 1, "subject");
        case_.happened = view_of(texts[i]);
        case_.number = 1000 + (int64_t)i;
        assert_int_equal(add_case(store, case_), AM_KEPT_OK);
    }
}

static void words_are_found_in_each_language(void **state)
{
    (void)state;
    static const struct {
        const char *words;
        size_t found;
        am_id id; /* of the first */
    } cases[] = {
        {"broken", 1, 1},
        {"REFUND espresso", 1, 1},
        {"cafe", 1, 1},
        {"Café", 1, 1},
        {"broken kahvinkeitin", 0, 0},
        {"äänekäs", 1, 2},
        {"aanekas hyvitystä", 1, 2},
        {"возврат", 1, 3},
        {"ЕЩЕ вчера", 1, 3},
        {"возврата", 1, 3},
        {"возвратом кофеварки", 1, 3},
        {"сломались", 1, 3},
        {"hyvityksen", 1, 2},
        {"hyvitykset asiakkaan", 1, 2},
        {"kahvinkeittimen", 1, 2},
        {"refunds machines", 1, 1},
        {"refunding", 1, 1},
        {"退款", 1, 4},
        {"咖啡机", 1, 4},
        {"款", 1, 4},
        {"退款 坏了", 1, 4},
        {"款退", 0, 0},
        {"返金", 1, 5},
        {"コーヒー", 1, 5},
        {"strasse", 1, 6},
        {"finance abc", 1, 6},
        {"1003", 1, 4},
        {"subject", 6, 6},
        {"12 50", 1, 1},
        {"esp", 0, 0},
        {"возв", 0, 0},
        {"", 0, 0},
        {"?! …", 0, 0},
        {"\"; DROP TABLE cases", 0, 0},
        {"\xff", 0, 0},
    };
    add_texts();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct verb verb = {0};
        if (search(cases[i].words, &verb) != cases[i].found)
            fail_msg("\"%s\": %zu found", cases[i].words, verb.count);
        if (verb.count)
            assert_int_equal(((struct am_case *)verb.rows)[0].row.id, cases[i].id);
        am_arena_dispose(&verb.arena);
    }
    search("", NULL);
}

static void found_words_follow_the_record(void **state)
{
    (void)state;
    add_texts();
    struct am_case case_ = {0};
    struct verb verb = {.record = &am_case_record, .org = ORG, .id = 1, .row = &case_};
    assert_int_equal(am_store_read(store, job_read, &verb), AM_KEPT_OK);
    case_.happened = view_of("Nothing but a teapot: refund");
    assert_int_equal(am_store_write(store, job_change, &verb), AM_KEPT_OK);
    assert_int_equal(search("espresso", NULL), 0);
    assert_int_equal(search("teapot refund", NULL), 1);
    /* One that does not come to pass changes nothing. */
    case_.row.version = 1;
    case_.happened = view_of("stale");
    assert_int_equal(am_store_write(store, job_change, &verb), AM_KEPT_CHANGED);
    am_arena_dispose(&verb.arena);
    assert_int_equal(search("stale", NULL), 0);
    assert_int_equal(search("teapot", NULL), 1);

    const struct am_where first = {.field = "id", .how = AM_IS, .number = 1};
    struct verb remove = {.record = &am_case_record, .org = ORG, .where = &first, .where_count = 1};
    assert_int_equal(am_store_write(store, job_remove, &remove), AM_KEPT_OK);
    assert_int_equal(search("teapot", NULL), 0);
    struct verb all = {.record = &am_case_record, .org = ORG};
    assert_int_equal(am_store_write(store, job_remove, &all), AM_KEPT_OK);
    assert_int_equal(all.number, 5);
    assert_int_equal(search("subject", NULL), 0);
    search("", NULL);
}

static enum am_kept count_words(struct am_tx *tx, void *context)
{
    struct am_query *query;
    bool row;
    enum am_kept kept = am_sql_query(tx->sql, "SELECT COUNT(*) FROM search_words", &query);
    if (kept == AM_KEPT_OK)
        kept = am_query_step(query, &row);
    *(int64_t *)context = kept == AM_KEPT_OK ? am_query_number(query, 0) : -1;
    am_query_done(query);
    return kept;
}

/* Removal by pages: no word of those that went stays behind. */
static void no_word_stays_behind(void **state)
{
    (void)state;
    int64_t words;
    wrong = 0;
    on_threads(WRITERS, add_many);
    assert_int_equal(am_store_read(store, count_words, &words), AM_KEPT_OK);
    assert_int_equal(words, WRITERS * EACH * 2);
    struct verb all = {.record = &am_case_record, .org = ORG};
    assert_int_equal(am_store_write(store, job_remove, &all), AM_KEPT_OK);
    assert_int_equal(all.number, WRITERS * EACH);
    assert_int_equal(am_store_read(store, count_words, &words), AM_KEPT_OK);
    assert_int_equal(words, 0);
}

static void search_has_conditions_and_goes_on(void **state)
{
    (void)state;
    for (am_id id = 1; id <= 20; id++) {
        struct am_case case_ = case_of(ORG, id, id % 2 ? "late delivery" : "late train");
        case_.site = id % 4 ? 1 : 2;
        assert_int_equal(add_case(store, case_), AM_KEPT_OK);
    }
    const struct am_where here = {.field = "site", .how = AM_IS, .number = 1};
    struct verb verb = {.list = {.where = &here, .where_count = 1, .most = 4}};
    size_t all = 0;
    am_id last = INT64_MAX;
    while (search("late", &verb)) {
        for (size_t i = 0; i < verb.count; i++) {
            assert_true(((struct am_case *)verb.rows)[i].row.id < last);
            last = ((struct am_case *)verb.rows)[i].row.id;
        }
        all += verb.count;
        verb.list.resume = true;
        verb.list.after_id = last;
    }
    assert_int_equal(all, 15);
    verb.list.resume = false;
    verb.list.most = 50;
    assert_int_equal(search("train late", &verb), 5);
    am_arena_dispose(&verb.arena);
    struct verb none = {.record = &am_person_record, .org = ORG, .name = "late", .list = {.most = 1}};
    assert_int_equal(am_store_read(store, job_search, &none), AM_KEPT_REFUSED);
}

#define CASE(name) STORE_TEST(name, set_up, &store)

int main(int argc, char *argv[])
{
    const struct CMUnitTest tests[] = {
        CASE(counters_have_no_gaps),
        CASE(two_stores_share_a_counter),
        CASE(deadlocks_are_run_again),
        CASE(held_counters_are_written),
        CASE(two_may_migrate_at_once),
        CASE(jobs_that_wait_share_a_commit),
        CASE(a_job_that_fails_leaves_no_trace),
        CASE(a_read_sees_one_snapshot),
        CASE(more_threads_than_readers),
        CASE(words_are_found_in_each_language),
        CASE(found_words_follow_the_record),
        CASE(no_word_stays_behind),
        CASE(search_has_conditions_and_goes_on),
    };
    return testing_run(argc, argv, tests);
}
