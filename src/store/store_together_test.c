/* What is written together, and what is not waited for: the same on both engines. */
#include "store/store_testing.h"
#include "store/whole.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/stat.h>

enum { ORG = 7, ENCOUNTER = 1000, THREADS = 8, EACH = 40 };

static am_store *store;
static const char *url;

static int set_up(void **state)
{
    (void)state;
    url = testing_database();
    store = testing_open(url, NULL);
    return 0;
}

/* A step of an encounter: its row in one version, an event of its own. */
struct step {
    am_id encounter, event;
    int64_t version, number;
    char key[24];
    const char *state;
    size_t state_bytes;
};

static struct am_live_encounter encounter_of(const struct step *step)
{
    return (struct am_live_encounter){
        .row = {.org = ORG, .id = step->encounter, .version = step->version, .created_at_ms = NOW_MS},
        .site = 1,
        .person = 2,
        .start = view_of("{}"),
        .last_number = step->number};
}

static enum am_kept add_encounter(struct am_tx *tx, void *context)
{
    struct am_live_encounter row = encounter_of(context);
    return am_tx_add(tx, &am_live_encounter_record, &row);
}

static enum am_kept take_step(struct am_tx *tx, void *context)
{
    const struct step *step = context;
    struct am_live_encounter row = encounter_of(step);
    struct am_encounter_event event = {.row = {.org = ORG, .id = step->event, .created_at_ms = NOW_MS},
                                       .encounter = step->encounter,
                                       .key = view_of(step->key),
                                       .number = step->number,
                                       .event = view_of("{}"),
                                       .state = {step->state, step->state_bytes}};
    const enum am_kept kept =
        am_tx_change_and_add(tx, &am_live_encounter_record, &row, &am_encounter_event_record, &event);
    if (kept == AM_KEPT_OK && (row.row.version != step->version + 1 || event.row.version != 1))
        return AM_KEPT_DAMAGED;
    return kept;
}

static struct step step_of(am_id encounter, int64_t number)
{
    struct step step = {
        .encounter = encounter, .event = encounter * 10000 + number, .version = number, .number = number};
    snprintf(step.key, sizeof step.key, "k%lld", (long long)number);
    return step;
}

static size_t count_of(const struct am_record *record)
{
    struct verb verb = {.record = record, .org = ORG};
    assert_int_equal(am_store_read(store, job_count, &verb), AM_KEPT_OK);
    return (size_t)verb.number;
}

static struct am_live_encounter stored(am_id id)
{
    struct am_live_encounter row;
    struct verb verb = {.record = &am_live_encounter_record, .row = &row, .org = ORG, .id = id};
    assert_int_equal(am_store_read(store, job_read, &verb), AM_KEPT_OK);
    am_arena_dispose(&verb.arena);
    return row;
}

static void both_are_written_or_none(void **state)
{
    (void)state;
    struct step step = step_of(ENCOUNTER, 1);
    assert_int_equal(am_store_write(store, add_encounter, &step), AM_KEPT_OK);
    assert_int_equal(am_store_write(store, take_step, &step), AM_KEPT_OK);
    assert_int_equal(stored(ENCOUNTER).row.version, 2);
    assert_int_equal(count_of(&am_encounter_event_record), 1);

    /* The version is older; the event is there already; both. */
    struct step again = step, twice = step_of(ENCOUNTER, 2);
    again.event = 5;
    snprintf(again.key, sizeof again.key, "another");
    again.number = 9;
    assert_int_equal(am_store_write(store, take_step, &again), AM_KEPT_CHANGED);
    snprintf(twice.key, sizeof twice.key, "%s", step.key);
    assert_int_equal(am_store_write(store, take_step, &twice), AM_KEPT_TWICE);
    assert_int_equal(am_store_write(store, take_step, &step), AM_KEPT_CHANGED);
    struct step nobody = step_of(ENCOUNTER + 1, 1);
    assert_int_equal(am_store_write(store, take_step, &nobody), AM_KEPT_CHANGED);
    assert_int_equal(stored(ENCOUNTER).row.version, 2);
    assert_int_equal(count_of(&am_encounter_event_record), 1);
}

static enum am_kept change_case_too(struct am_tx *tx, void *context)
{
    struct am_live_encounter row = encounter_of(context);
    struct am_case case_ = {.row = {.org = ORG, .id = 3}};
    return am_tx_change_and_add(tx, &am_live_encounter_record, &row, &am_case_record, &case_);
}

static void what_is_searched_is_not_written_so(void **state)
{
    (void)state;
    struct step step = step_of(ENCOUNTER, 1);
    assert_int_equal(am_store_write(store, add_encounter, &step), AM_KEPT_OK);
    assert_int_equal(am_store_write(store, change_case_too, &step), AM_KEPT_REFUSED);
}

/* ---- What is not waited for. */

static enum am_kept append(struct am_tx *tx, void *context)
{
    struct am_notice notice = {.row = {.org = ORG, .id = *(am_id *)context, .created_at_ms = NOW_MS},
                               .site = 1,
                               .kind = view_of("here"),
                               .permission = 1};
    const enum am_kept kept = am_tx_next(tx, ORG, "notice", &notice.number);
    return kept == AM_KEPT_OK ? am_tx_append(tx, &am_notice_record, &notice) : kept;
}

static atomic_uint wrong;

static void *append_many(void *number)
{
    const unsigned thread = *(unsigned *)number;
    for (unsigned i = 0; i < EACH; i++) {
        /* One in ten has the id of another. */
        am_id id = i % 10 == 9 ? (am_id)1 : (am_id)(100 + thread * 1000 + i);
        wrong += am_store_write(store, append, &id) != (id == 1 ? AM_KEPT_AWAY : AM_KEPT_OK);
    }
    return NULL;
}

static void what_is_there_after_all_takes_nobody_with_it(void **state)
{
    (void)state;
    pthread_t threads[THREADS];
    unsigned numbers[THREADS];
    am_id first = 1;
    const struct am_store_counts before = am_store_counts(store);
    wrong = 0;
    assert_int_equal(am_store_write(store, append, &first), AM_KEPT_OK);
    for (unsigned i = 0; i < THREADS; i++) {
        numbers[i] = i;
        assert_int_equal(pthread_create(&threads[i], NULL, append_many, &numbers[i]), 0);
    }
    for (unsigned i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(wrong, 0);
    assert_int_equal(count_of(&am_notice_record), 1 + THREADS * EACH / 10 * 9);
    struct verb verb = {.org = ORG, .name = "notice"}; /* numbers have no gaps */
    assert_int_equal(am_store_write(store, job_next, &verb), AM_KEPT_OK);
    assert_int_equal(verb.number, 2 + THREADS * EACH / 10 * 9);
    const struct am_store_counts counts = am_store_counts(store);
    assert_int_equal(counts.writes - before.writes, 2 + THREADS * EACH / 10 * 9);
    assert_true(counts.commits > before.commits && counts.commits <= counts.writes);
}

/* ---- SQLite's journal. */

static void the_journal_does_not_grow_without_end(void **state)
{
    (void)state;
    static char bytes[200000];
    char path[600];
    struct stat journal;
    if (testing_postgres())
        skip();
    struct step step = step_of(ENCOUNTER, 1);
    assert_int_equal(am_store_write(store, add_encounter, &step), AM_KEPT_OK);
    for (int64_t number = 1; number <= 400; number++) {
        step = step_of(ENCOUNTER, number);
        step.state = bytes;
        step.state_bytes = sizeof bytes;
        assert_int_equal(am_store_write(store, take_step, &step), AM_KEPT_OK);
    }
    snprintf(path, sizeof path, "%s-wal", am_sqlite_path(url));
    assert_int_equal(stat(path, &journal), 0);
    print_message("journal: %lld bytes\n", (long long)journal.st_size);
    assert_true(journal.st_size < 60000000);
    /* Whoever comes after it finds everything. */
    am_store_close(store);
    assert_int_not_equal(stat(path, &journal), 0);
    store = testing_open(url, NULL);
    assert_int_equal(count_of(&am_encounter_event_record), 400);
}

#define CASE(name) STORE_TEST(name, set_up, &store)

int main(int argc, char *argv[])
{
    const struct CMUnitTest tests[] = {
        CASE(both_are_written_or_none),
        CASE(what_is_searched_is_not_written_so),
        CASE(what_is_there_after_all_takes_nobody_with_it),
        CASE(the_journal_does_not_grow_without_end),
    };
    return testing_run(argc, argv, tests);
}
