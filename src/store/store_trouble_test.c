/* What may happen outside: no space, no writing, damage, a crash, a database that goes and comes back. */
#include "store/store_testing.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ORG = 7 };

/* SQLite's file of a URL. */
static const char *path_of(const char *url)
{
    return url + strlen("sqlite:");
}

static enum am_kept read_first(am_store *store)
{
    struct am_case case_;
    struct verb verb = {.record = &am_case_record, .org = ORG, .id = 1, .row = &case_};
    enum am_kept kept = am_store_read(store, job_read, &verb);
    am_arena_dispose(&verb.arena);
    return kept;
}

/* ---- no space */

static void fill_sqlite(am_store *store)
{
    struct rlimit before, small = {3 << 20, RLIM_INFINITY};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small.rlim_max = before.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    char *page = malloc(10000);
    memset(page, 'x', 10000);
    enum am_kept kept = AM_KEPT_OK;
    am_id id = 1;
    for (; kept == AM_KEPT_OK && id < 1000; id++) {
        struct am_case case_ = case_of(ORG, id, "filled");
        case_.happened = (struct amends_view){page, 10000};
        kept = add_case(store, case_);
    }
    free(page);
    char trouble[AM_STORE_TROUBLE_LEN];
    am_store_trouble(store, trouble);
    print_message("%s\n", trouble);
    assert_int_equal(kept, AM_KEPT_FULL);
    assert_int_equal(count_cases(store, ORG), id - 2);
    assert_int_equal(read_first(store), AM_KEPT_OK);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(add_case(store, case_of(ORG, id, "space again")), AM_KEPT_OK);
}

static void fill_postgres(am_store *store, const char *url)
{
    /* The server says so by its state; a disk of its own would need an administrator. */
    assert_int_equal(testing_sql(url,
                                 "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                                 "RAISE EXCEPTION 'no space' USING ERRCODE = '53100'; END $$; CREATE TRIGGER "
                                 "full_disk BEFORE INSERT ON cases EXECUTE FUNCTION full_disk()"),
                     AM_KEPT_OK);
    assert_int_equal(add_case(store, case_of(ORG, 2, "no space")), AM_KEPT_FULL);
    assert_int_equal(read_first(store), AM_KEPT_OK);
    assert_int_equal(testing_sql(url, "DROP TRIGGER full_disk ON cases"), AM_KEPT_OK);
    assert_int_equal(add_case(store, case_of(ORG, 2, "space again")), AM_KEPT_OK);
}

static void a_full_disk_is_told_and_passes(void **state)
{
    (void)state;
    const char *url = testing_database();
    am_store *store = testing_open(url, NULL);
    if (testing_postgres()) {
        assert_int_equal(add_case(store, case_of(ORG, 1, "before")), AM_KEPT_OK);
        fill_postgres(store, url);
    } else {
        fill_sqlite(store);
    }
    char trouble[AM_STORE_TROUBLE_LEN];
    am_store_trouble(store, trouble);
    assert_true(strlen(trouble) > 0);
    am_store_close(store);
}

/* ---- no writing */

/* In a process of its own, as nobody where this is root: for root every file can be written. */
static int read_only_child(const char *url)
{
    am_store *store;
    char trouble[AM_STORE_TROUBLE_LEN];
    if (!testing_postgres() && getuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
        return 1;
    enum am_kept kept = am_store_open(url, NULL, &store, trouble);
    if (kept != AM_KEPT_OK) {
        fprintf(stderr, "open: %s %s\n", am_kept_name(kept), trouble);
        return 2;
    }
    if (read_first(store) != AM_KEPT_OK)
        return 3;
    if (add_case(store, case_of(ORG, 2, "no")) != AM_KEPT_READONLY)
        return 4;
    if (read_first(store) != AM_KEPT_OK)
        return 5;
    am_store_close(store);
    return 0;
}

static void make_read_only(const char *url, bool read_only)
{
    if (testing_postgres()) {
        char text[256], name[64];
        snprintf(name, sizeof name, "%s", url + strlen("postgresql:///"));
        name[strcspn(name, "?")] = '\0';
        snprintf(text, sizeof text, "ALTER DATABASE %s SET default_transaction_read_only = %s", name,
                 read_only ? "on" : "off");
        char server[512];
        snprintf(server, sizeof server, "postgresql:///postgres%s", url + strcspn(url, "?"));
        assert_int_equal(testing_sql(server, text), AM_KEPT_OK);
    } else {
        assert_int_equal(chmod(path_of(url), read_only ? 0444 : 0644), 0);
        assert_int_equal(chmod(testing_folder(), read_only ? 0555 : 0755), 0);
    }
}

static void what_cannot_be_written_is_read(void **state)
{
    (void)state;
    char url[512];
    snprintf(url, sizeof url, "%s", testing_database());
    am_store *store = testing_open(url, NULL);
    assert_int_equal(add_case(store, case_of(ORG, 1, "before")), AM_KEPT_OK);
    am_store_close(store);
    make_read_only(url, true);
    pid_t child = fork();
    if (child == 0)
        _exit(read_only_child(url));
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    make_read_only(url, false);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    store = testing_open(url, NULL);
    assert_int_equal(add_case(store, case_of(ORG, 2, "after")), AM_KEPT_OK);
    am_store_close(store);
}

/* ---- damage */

static void overwrite(const char *path, off_t from, off_t len)
{
    char noise[512];
    memset(noise, 0xa5, sizeof noise);
    int file = open(path, O_WRONLY);
    assert_true(file >= 0);
    for (off_t at = from; at < from + len; at += (off_t)sizeof noise)
        assert_int_equal(pwrite(file, noise, sizeof noise, at), sizeof noise);
    close(file);
}

static void damage_is_told(void **state)
{
    (void)state;
    if (testing_postgres())
        skip();
    const char *url = testing_database();
    am_store *store = testing_open(url, NULL);
    char trouble[AM_STORE_TROUBLE_LEN];
    for (am_id id = 1; id <= 200; id++)
        assert_int_equal(add_case(store, case_of(ORG, id, "soon lost")), AM_KEPT_OK);
    am_store_close(store);
    struct stat about;
    assert_int_equal(stat(path_of(url), &about), 0);
    /* All but the first page, which says what tables there are. */
    overwrite(path_of(url), 4096, about.st_size - 4096);
    enum am_kept kept = am_store_open(url, NULL, &store, trouble);
    if (kept == AM_KEPT_OK) {
        assert_int_equal(read_first(store), AM_KEPT_DAMAGED);
        assert_int_equal(add_case(store, case_of(ORG, 1000, "no")), AM_KEPT_DAMAGED);
        am_store_close(store);
    } else {
        assert_int_equal(kept, AM_KEPT_DAMAGED);
    }
    overwrite(path_of(url), 0, 4096);
    assert_int_equal(am_store_open(url, NULL, &store, trouble), AM_KEPT_DAMAGED);
    assert_true(strlen(trouble) > 0);
}

static void what_is_not_there_is_told(void **state)
{
    (void)state;
    am_store *store;
    char trouble[AM_STORE_TROUBLE_LEN];
    const char *url = testing_postgres() ? "postgresql:///none?host=/nonexistent&password=secret1"
                                         : "sqlite:/nonexistent/folder/desk.db";
    assert_int_equal(am_store_open(url, NULL, &store, trouble), AM_KEPT_AWAY);
    assert_true(strlen(trouble) > 0);
    assert_null(strstr(trouble, "secret1"));
}

/* A database without our tables: no crash, and told. */
static void tables_that_are_not_there_are_told(void **state)
{
    (void)state;
    am_store *store;
    char trouble[AM_STORE_TROUBLE_LEN];
    assert_int_equal(am_store_open(testing_database(), NULL, &store, trouble), AM_KEPT_OK);
    assert_int_equal(read_first(store), AM_KEPT_DAMAGED);
    assert_int_equal(add_case(store, case_of(ORG, 1, "x")), AM_KEPT_DAMAGED);
    assert_int_equal(am_store_ping(store), AM_KEPT_DAMAGED);
    am_store_close(store);
}

/* ---- a crash */

struct beat {
    am_store *store;
    int pipe;
    am_id first;
};

static void *beat(void *context)
{
    struct beat *own = context;
    for (am_id id = own->first;; id++)
        if (add_case(own->store, case_of(ORG, id, "under load")) == AM_KEPT_OK &&
            write(own->pipe, &id, sizeof id) != sizeof id)
            return NULL;
}

/* Writes from four threads and tells each id that was answered, until it is killed. */
static void write_until_killed(const char *url, int out, am_id round)
{
    am_store *store = testing_open(url, NULL);
    struct beat beats[4];
    pthread_t threads[4];
    for (unsigned i = 0; i < 4; i++) {
        beats[i] = (struct beat){store, out, round * 1000000 + i * 100000 + 1};
        pthread_create(&threads[i], NULL, beat, &beats[i]);
    }
    for (;;)
        pause();
}

static void assert_there(am_store *store, const am_id *ids, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct am_case case_;
        struct verb verb = {.record = &am_case_record, .org = ORG, .id = ids[i], .row = &case_};
        assert_int_equal(am_store_read(store, job_read, &verb), AM_KEPT_OK);
        am_arena_dispose(&verb.arena);
    }
}

static size_t kill_once(const char *url, am_id round)
{
    static am_id ids[100000];
    int ends[2];
    size_t count = 0;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        write_until_killed(url, ends[1], round);
    }
    close(ends[1]);
    while (count < 150 && read(ends[0], &ids[count], sizeof *ids) == sizeof *ids)
        count++;
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    while (count < 100000 && read(ends[0], &ids[count], sizeof *ids) == sizeof *ids)
        count++;
    close(ends[0]);
    am_store *store = testing_open(url, NULL);
    assert_true(count >= 150);
    assert_there(store, ids, count);
    am_store_close(store);
    return count;
}

static void what_was_answered_survives_a_kill(void **state)
{
    (void)state;
    char url[512];
    size_t all = 0;
    snprintf(url, sizeof url, "%s", testing_database());
    am_store *store = testing_open(url, NULL);
    am_store_close(store);
    for (am_id round = 1; round <= 5; round++)
        all += kill_once(url, round);
    store = testing_open(url, NULL);
    print_message("%zu answered, %d there\n", all, (int)count_cases(store, ORG));
    assert_true(count_cases(store, ORG) >= (int64_t)all);
    am_store_close(store);
}

/* ---- the server goes and comes back */

struct load {
    am_store *store;
    am_id first;
    size_t answered, away;
    am_id ids[20000];
    atomic_bool stop;
    enum am_kept other;
};

static void *load(void *context)
{
    struct load *own = context;
    for (am_id id = own->first; !own->stop && own->answered < 20000; id++) {
        enum am_kept kept = add_case(own->store, case_of(ORG, id, "under load"));
        if (kept == AM_KEPT_OK)
            own->ids[own->answered++] = id;
        else if (kept == AM_KEPT_AWAY)
            own->away++;
        else
            own->other = kept;
        if (kept == AM_KEPT_AWAY)
            usleep(1000);
    }
    return NULL;
}

/* A server that starts again has to redo all since the last checkpoint: new databases are much of it. */
static am_store *open_where_little_is_to_be_redone(void)
{
    const char *url = testing_database();
    am_store *store = testing_open(url, NULL);
    assert_int_equal(testing_sql(url, "CHECKPOINT"), AM_KEPT_OK);
    return store;
}

static void a_server_that_comes_back_is_used_again(void **state)
{
    (void)state;
    if (!testing_postgres())
        skip();
    am_store *store = open_where_little_is_to_be_redone();
    static struct load loads[4];
    pthread_t threads[4];
    for (unsigned i = 0; i < 4; i++) {
        loads[i].store = store;
        loads[i].first = 1 + i * 100000;
        pthread_create(&threads[i], NULL, load, &loads[i]);
    }
    for (unsigned round = 0; round < 3; round++) {
        usleep(300000);
        testing_control("stop");
        usleep(100000);
        assert_int_equal(am_store_ping(store), AM_KEPT_AWAY);
        testing_control("start");
        usleep(300000);
        assert_int_equal(am_store_ping(store), AM_KEPT_OK);
    }
    size_t answered = 0, away = 0;
    for (unsigned i = 0; i < 4; i++) {
        loads[i].stop = true;
        pthread_join(threads[i], NULL);
        assert_int_equal(loads[i].other, AM_KEPT_OK);
        answered += loads[i].answered;
        away += loads[i].away;
        assert_there(store, loads[i].ids, loads[i].answered);
    }
    print_message("%zu answered, %zu times away, %d there\n", answered, away, (int)count_cases(store, ORG));
    /* Beside those that were answered at most those whose commit was not known in time. */
    assert_true(count_cases(store, ORG) >= (int64_t)answered);
    assert_true(count_cases(store, ORG) <= (int64_t)(answered + away));
    am_store_close(store);
}

static void a_server_that_is_away_is_told(void **state)
{
    (void)state;
    if (!testing_postgres())
        skip();
    am_store *store = open_where_little_is_to_be_redone();
    assert_int_equal(add_case(store, case_of(ORG, 1, "before")), AM_KEPT_OK);
    testing_control("stop");
    for (am_id id = 2; id < 5; id++) {
        assert_int_equal(add_case(store, case_of(ORG, id, "meanwhile")), AM_KEPT_AWAY);
        assert_int_equal(read_first(store), AM_KEPT_AWAY);
    }
    testing_control("start");
    usleep(300000);
    assert_int_equal(read_first(store), AM_KEPT_OK);
    assert_int_equal(add_case(store, case_of(ORG, 2, "after")), AM_KEPT_OK);
    assert_int_equal(count_cases(store, ORG), 2);
    am_store_close(store);
}

/* The connections are cut, the server stays: nobody notices but for a moment's wait. */
static void cut_connections_are_made_anew(void **state)
{
    (void)state;
    if (!testing_postgres())
        skip();
    const char *url = testing_database();
    am_store *store = testing_open(url, NULL);
    for (am_id id = 1; id <= 5; id++) {
        assert_int_equal(add_case(store, case_of(ORG, id, "before")), AM_KEPT_OK);
        assert_int_equal(read_first(store), AM_KEPT_OK);
        assert_int_equal(testing_sql(url,
                                     "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
                                     "current_database() AND pid <> pg_backend_pid()"),
                         AM_KEPT_OK);
    }
    assert_int_equal(count_cases(store, ORG), 5);
    am_store_close(store);
}

/* ---- the connection goes in the middle of a commit */

struct counted {
    am_store *store;
    unsigned runs;
    enum am_kept kept;
};

static enum am_kept add_and_count(struct am_tx *tx, void *context)
{
    struct counted *counted = context;
    struct am_case case_ = case_of(ORG, 1, "in the middle");
    counted->runs++;
    return am_tx_add(tx, &am_case_record, &case_);
}

static void *write_counted(void *context)
{
    struct counted *counted = context;
    counted->kept = am_store_write(counted->store, add_and_count, counted);
    return NULL;
}

/* It ends before the commit is done: none of it is there, and the job is run again. */
static void a_commit_that_was_lost_is_run_again(void **state)
{
    (void)state;
    if (!testing_postgres())
        skip();
    const char *url = testing_database();
    struct counted counted = {.store = testing_open(url, NULL)};
    assert_int_equal(
        testing_sql(
            url, "CREATE SEQUENCE times; CREATE FUNCTION end_it() RETURNS trigger LANGUAGE plpgsql AS $$ "
                 "BEGIN IF nextval('times') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM "
                 "pg_sleep(5); END IF; RETURN NULL; END $$; CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT "
                 "ON cases DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION end_it()"),
        AM_KEPT_OK);
    write_counted(&counted);
    assert_int_equal(counted.kept, AM_KEPT_OK);
    assert_int_equal(counted.runs, 2);
    assert_int_equal(count_cases(counted.store, ORG), 1);
    am_store_close(counted.store);
}

/* It ends behind the commit: the answer is lost, what was written is not, and nothing is run twice. The
 * server waits here for a replica that does not exist, with the commit on disk. */
static void a_commit_whose_answer_was_lost_is_found(void **state)
{
    (void)state;
    if (!testing_postgres())
        skip();
    char url[512];
    pthread_t thread;
    snprintf(url, sizeof url, "%s", testing_database());
    struct counted counted = {.store = testing_open(url, NULL)};
    assert_int_equal(testing_sql(url, "ALTER SYSTEM SET synchronous_standby_names = 'nobody'"), AM_KEPT_OK);
    assert_int_equal(testing_sql(url, "SELECT pg_reload_conf()"), AM_KEPT_OK);
    usleep(300000);
    pthread_create(&thread, NULL, write_counted, &counted);
    usleep(500000);
    assert_int_equal(testing_sql(url, "ALTER SYSTEM RESET synchronous_standby_names"), AM_KEPT_OK);
    assert_int_equal(
        testing_sql(url, "DO $$ BEGIN IF (SELECT count(pg_terminate_backend(pid)) FROM "
                         "pg_stat_activity WHERE wait_event = 'SyncRep') <> 1 THEN RAISE 'nobody waits'; "
                         "END IF; END $$"),
        AM_KEPT_OK);
    assert_int_equal(testing_sql(url, "SELECT pg_reload_conf()"), AM_KEPT_OK);
    pthread_join(thread, NULL);
    assert_int_equal(counted.kept, AM_KEPT_OK);
    assert_int_equal(counted.runs, 1);
    assert_int_equal(count_cases(counted.store, ORG), 1);
    am_store_close(counted.store);
}

int main(int argc, char *argv[])
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_cannot_be_written_is_read), /* forks: before there are threads */
        cmocka_unit_test(what_was_answered_survives_a_kill),
        cmocka_unit_test(a_full_disk_is_told_and_passes),
        cmocka_unit_test(damage_is_told),
        cmocka_unit_test(what_is_not_there_is_told),
        cmocka_unit_test(tables_that_are_not_there_are_told),
        cmocka_unit_test(cut_connections_are_made_anew),
        cmocka_unit_test(a_commit_that_was_lost_is_run_again),
        cmocka_unit_test(a_commit_whose_answer_was_lost_is_found),
        cmocka_unit_test(a_server_that_is_away_is_told),
        cmocka_unit_test(a_server_that_comes_back_is_used_again),
    };
    return testing_run(argc, argv, tests);
}
