#include "store/store_testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The state of one test program. */
static struct {
    bool postgres;
    unsigned databases;
    char folder[64], url[512];
} testing;

bool testing_postgres(void)
{
    return testing.postgres;
}

const char *testing_folder(void)
{
    return testing.folder;
}

bool testing_begin(int argc, char *argv[])
{
    testing.postgres = argc > 1 && strcmp(argv[1], "postgres") == 0;
    if (testing.postgres && !getenv("AMENDS_TEST_POSTGRES")) {
        fprintf(stderr, "SKIPPED: no PostgreSQL: run this by tests/store/with-postgres\n");
        return false;
    }
    snprintf(testing.folder, sizeof testing.folder, "/tmp/amends-store-XXXXXX");
    return mkdtemp(testing.folder) != NULL;
}

static int run_program(const char *const *words)
{
    pid_t child = fork();
    int status = -1;
    if (child == 0 && words[0]) {
        execvp(words[0], (char *const *)words);
        _exit(127);
    }
    return child > 0 && waitpid(child, &status, 0) == child ? status : -1;
}

int testing_end(int failed)
{
    const char *const words[] = {"rm", "-rf", testing.folder, NULL};
    if (testing.folder[0])
        run_program(words);
    return failed;
}

int testing_set_up(void **state)
{
    *(am_store **)*state = testing_open(testing_database(), NULL);
    return 0;
}

int testing_tear_down(void **state)
{
    am_store_close(*(am_store **)*state);
    *(am_store **)*state = NULL;
    return 0;
}

void testing_control(const char *what)
{
    const char *const words[] = {getenv("AMENDS_TEST_POSTGRES_CONTROL"), what, NULL};
    assert_non_null(words[0]);
    assert_int_equal(run_program(words), 0);
}

static const char *postgres_url(const char *name)
{
    snprintf(testing.url, sizeof testing.url, "postgresql:///%s?%s", name, getenv("AMENDS_TEST_POSTGRES"));
    return testing.url;
}

/* A statement that cannot stand in a transaction. */
static void make_database(const char *name)
{
    char text[128], url[512];
    snprintf(text, sizeof text, "CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8'", name);
    snprintf(url, sizeof url, "%s", postgres_url("postgres"));
    assert_int_equal(testing_sql(url, text), AM_KEPT_OK);
}

const char *testing_database(void)
{
    char name[32];
    snprintf(name, sizeof name, "t%d_%u", (int)getpid(), ++testing.databases);
    if (testing.postgres) {
        make_database(name);
        return postgres_url(name);
    }
    snprintf(testing.url, sizeof testing.url, "sqlite:%s/%s.db", testing.folder, name);
    return testing.url;
}

am_store *testing_open(const char *url, const struct am_store_settings *settings)
{
    am_store *store = NULL;
    char trouble[AM_STORE_TROUBLE_LEN];
    unsigned applied;
    enum am_kept kept = am_store_open(url, settings, &store, trouble);
    if (kept == AM_KEPT_OK) {
        kept = am_store_migrate(store, NOW_MS, &applied);
        if (kept != AM_KEPT_OK)
            am_store_trouble(store, trouble);
    }
    if (kept != AM_KEPT_OK)
        fail_msg("%s: %s: %s", url, am_kept_name(kept), trouble);
    return store;
}

enum am_kept testing_sql(const char *url, const char *text)
{
    const char *place;
    const struct am_sql_driver *driver = am_sql_driver_of(url, &place);
    struct am_sql *sql;
    char trouble[AM_SQL_TROUBLE_LEN];
    enum am_kept kept = driver->open(place, AM_SQL_MAKE, &sql, trouble);
    if (kept != AM_KEPT_OK)
        return kept;
    kept = driver->script(sql, text);
    if (kept != AM_KEPT_OK)
        fprintf(stderr, "%s\n", sql->trouble);
    am_sql_close(sql);
    return kept;
}

/* ---- jobs */

enum am_kept job_add(struct am_tx *tx, void *context)
{
    struct verb *verb = context;
    return am_tx_add(tx, verb->record, verb->row);
}

enum am_kept job_change(struct am_tx *tx, void *context)
{
    struct verb *verb = context;
    return am_tx_change(tx, verb->record, verb->row);
}

enum am_kept job_read(struct am_tx *tx, void *context)
{
    struct verb *verb = context;
    return am_tx_read(tx, verb->record, verb->org, verb->id, &verb->arena, verb->row);
}

enum am_kept job_list(struct am_tx *tx, void *context)
{
    struct verb *verb = context;
    return am_tx_list(tx, verb->record, verb->org, &verb->list, &verb->arena, &verb->rows, &verb->count);
}

enum am_kept job_count(struct am_tx *tx, void *context)
{
    struct verb *verb = context;
    return am_tx_count(tx, verb->record, verb->org, verb->where, verb->where_count, &verb->number);
}

enum am_kept job_sum(struct am_tx *tx, void *context)
{
    struct verb *verb = context;
    return am_tx_sum(tx, verb->record, verb->org, verb->where, verb->where_count, verb->name, &verb->number);
}

enum am_kept job_remove(struct am_tx *tx, void *context)
{
    struct verb *verb = context;
    return am_tx_remove(tx, verb->record, verb->org, verb->where, verb->where_count, &verb->number);
}

enum am_kept job_next(struct am_tx *tx, void *context)
{
    struct verb *verb = context;
    return am_tx_next(tx, verb->org, verb->name, &verb->number);
}

enum am_kept job_search(struct am_tx *tx, void *context)
{
    struct verb *verb = context;
    return am_tx_search(tx, verb->record, verb->org, view_of(verb->name), &verb->list, &verb->arena,
                        &verb->rows, &verb->count, &verb->looked_to);
}

struct am_case case_of(am_id org, am_id id, const char *subject)
{
    struct am_case made;
    am_record_empty(&am_case_record, &made);
    made.row.org = org;
    made.row.id = id;
    made.row.created_at_ms = NOW_MS + id;
    made.number = id;
    made.subject = view_of(subject);
    return made;
}

enum am_kept add_case(am_store *store, struct am_case case_)
{
    struct verb verb = {.record = &am_case_record, .row = &case_};
    return am_store_write(store, job_add, &verb);
}

int64_t count_cases(am_store *store, am_id org)
{
    struct verb verb = {.record = &am_case_record, .org = org};
    assert_int_equal(am_store_read(store, job_count, &verb), AM_KEPT_OK);
    return verb.number;
}
