/*
 * PostgreSQL by libpq, in pipeline mode: what gives no answer that anybody waits for (BEGIN, SAVEPOINT,
 * RELEASE, the words of the search) is sent together with the next statement that does, and its results are
 * read then. Parameters and results are binary; all numbers are BIGINT.
 */
#include "store/postgres/state.h"
#include "store/sql.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What was sent and whose results are still to be read, in order. */
enum sent { SENT_PLAIN, SENT_ONE, SENT_PREPARE, SENT_MARK, SENT_COMMIT, SENT_QUERY, SENT_SYNC };

struct expected {
    enum sent what;
    struct post_query *query; /* SENT_PREPARE, SENT_QUERY */
};

struct post {
    struct am_sql sql;
    PGconn *connection;
    bool lost;
    uint64_t prepared; /* counts names */
    struct expected *expected;
    size_t first, count, room; /* of `expected`, those not read yet: from first on */
    enum am_kept failure;      /* the first one since the last sync */
    bool begun;                /* a transaction is open */
    bool committed;            /* the last COMMIT said so */
};

struct post_query {
    struct am_query query;
    char name[24];
    bool ready;            /* prepared there */
    bool started, stepped; /* sent; its result was looked at */
    unsigned count;
    char (*numbers)[8];
    const char **values;
    int *lengths, *formats;
    PGresult *result;
    int row;
};

static struct post *post_of(struct am_sql *sql)
{
    return (struct post *)sql;
}

/* ---- what went wrong */

/* Only the state is noted: the server's message may hold values. */
static enum am_kept kept_of_result(struct post *post, const PGresult *result)
{
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    post->sql.again = false;
    if (state) {
        bool lost;
        enum am_kept kept = am_postgres_kept(state, &post->sql.again, &lost);
        post->lost = post->lost || lost;
        return am_sql_failed(&post->sql, kept, "PostgreSQL %s", state);
    }
    if (PQstatus(post->connection) != CONNECTION_OK) {
        post->lost = true;
        return am_sql_failed(&post->sql, AM_KEPT_AWAY, "PostgreSQL: the connection was lost");
    }
    return am_sql_failed(&post->sql, AM_KEPT_MEMORY, "PostgreSQL: no result");
}

static enum am_kept lose(struct post *post)
{
    post->lost = true;
    post->sql.again = false;
    return am_sql_failed(&post->sql, AM_KEPT_AWAY, "PostgreSQL: the connection was lost");
}

/* ---- the pipeline */

static bool expect(struct post *post, enum sent what, struct post_query *query)
{
    if (post->first + post->count == post->room) {
        if (post->first) {
            memmove(post->expected, post->expected + post->first, post->count * sizeof *post->expected);
            post->first = 0;
        } else {
            size_t room = post->room ? post->room * 2 : 64;
            struct expected *grown = realloc(post->expected, room * sizeof *grown);
            if (!grown)
                return false;
            post->expected = grown;
            post->room = room;
        }
    }
    post->expected[post->first + post->count++] = (struct expected){what, query};
    return true;
}

static int64_t number_of(const char *bytes, int len)
{
    uint64_t number = 0;
    for (int i = 0; i < len; i++)
        number = number << 8 | (unsigned char)bytes[i];
    if (len > 0 && len < 8 && number >> (len * 8 - 1))
        number |= ~(uint64_t)0 << (len * 8);
    return (int64_t)number;
}

static int64_t changed_by(PGresult *result)
{
    return strtoll(PQcmdTuples(result), NULL, 10);
}

/* One that had to change a row did not: somebody was faster, or made the same id. */
static void miss(struct post *post)
{
    if (post->failure != AM_KEPT_OK)
        return;
    post->sql.again = true;
    post->failure = am_sql_failed(&post->sql, AM_KEPT_AWAY, "PostgreSQL: a row was there already, or none");
}

static void note_result(struct post *post, struct expected expected, PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_PIPELINE_ABORTED)
        return;
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        enum am_kept kept = kept_of_result(post, result);
        if (post->failure == AM_KEPT_OK)
            post->failure = kept;
        return;
    }
    if (expected.what == SENT_PREPARE)
        expected.query->ready = true;
    else if (expected.what == SENT_ONE && changed_by(result) != 1)
        miss(post);
    else if (expected.what == SENT_MARK && PQntuples(result) == 1)
        post->sql.mark = number_of(PQgetvalue(result, 0, 0), PQgetlength(result, 0, 0));
    else if (expected.what == SENT_COMMIT)
        /* In a transaction that has failed, COMMIT is answered "ROLLBACK". */
        post->committed = strcmp(PQcmdStatus(result), "COMMIT") == 0;
}

/* Reads the results of one thing sent. False: the connection is gone. */
static bool read_expected(struct post *post, struct expected expected)
{
    PGresult *result;
    if (expected.what == SENT_SYNC) {
        result = PQgetResult(post->connection);
        bool synced = PQresultStatus(result) == PGRES_PIPELINE_SYNC;
        PQclear(result);
        return synced;
    }
    bool any = false;
    while ((result = PQgetResult(post->connection)) != NULL) {
        any = true;
        note_result(post, expected, result);
        if (expected.what == SENT_QUERY && expected.query && !expected.query->result)
            expected.query->result = result;
        else
            PQclear(result);
        if (PQstatus(post->connection) != CONNECTION_OK)
            return false;
    }
    return any;
}

/* Sends what was said, and reads all that comes back. */
static enum am_kept exchange(struct post *post)
{
    if (post->lost)
        return lose(post);
    if (!expect(post, SENT_SYNC, NULL))
        return am_sql_failed(&post->sql, AM_KEPT_MEMORY, "no memory");
    if (PQpipelineSync(post->connection) != 1)
        return lose(post);
    while (post->count) {
        struct expected expected = post->expected[post->first++];
        post->count--;
        if (!read_expected(post, expected))
            return lose(post);
    }
    post->first = 0;
    enum am_kept failure = post->failure;
    post->failure = AM_KEPT_OK;
    return failure;
}

static enum am_kept say(struct post *post, const char *text, enum sent what)
{
    if (post->lost)
        return lose(post);
    if (!expect(post, what, NULL))
        return am_sql_failed(&post->sql, AM_KEPT_MEMORY, "no memory");
    return PQsendQueryParams(post->connection, text, 0, NULL, NULL, NULL, NULL, 1) == 1 ? AM_KEPT_OK
                                                                                        : lose(post);
}

/* ---- opening */

static PGconn *connect_to(const char *url)
{
    /* What stands in the URL, behind, holds. */
    static const char *const names[] = {"connect_timeout",     "tcp_user_timeout", "keepalives_idle",
                                        "keepalives_interval", "keepalives_count", "application_name",
                                        "client_encoding",     "dbname",           NULL};
    const char *values[] = {"5", "15000", "30", "5", "3", "amends", "UTF8", url, NULL};
    return PQconnectdbParams(names, values, 1);
}

static void hear_nothing(void *context, const PGresult *result)
{
    (void)context;
    (void)result;
}

/* All that is asked goes along one index, and the search along those of its words: said so that it does not
 * hang on how long ago the tables were analysed, or on how many a word or a state has on average. */
static const char along_indexes[] =
    "SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_bitmapscan = off; "
    "SET random_page_cost = 1.1; ";

static bool set_up(PGconn *connection, bool writes)
{
    char text[768];
    snprintf(text, sizeof text,
             "%sSET statement_timeout = %d; SET lock_timeout = %d; SET synchronous_commit = on; "
             "SET idle_in_transaction_session_timeout = %d; SET standard_conforming_strings = on; "
             "SET client_min_messages = warning; SET default_transaction_isolation = 'read committed'%s",
             along_indexes, AM_SQL_STATEMENT_MS, AM_SQL_LOCK_MS, 4 * AM_SQL_STATEMENT_MS,
             writes ? ""
                    : "; SET default_transaction_read_only = on; SET plan_cache_mode = force_custom_plan");
    PGresult *result = PQexec(connection, text);
    bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    return done && PQenterPipelineMode(connection) == 1;
}

static void post_close(struct am_sql *sql)
{
    struct post *post = post_of(sql);
    PQfinish(post->connection);
    free(post->expected);
    free(post);
}

/* The first line of what libpq says: of a connection that was not made it holds no password. */
static void copy_line(char trouble[AM_SQL_TROUBLE_LEN], const char *message)
{
    snprintf(trouble, AM_SQL_TROUBLE_LEN, "%.*s", (int)strcspn(message, "\n"), message);
}

static enum am_kept post_open(const char *place, enum am_sql_use use, struct am_sql **sql,
                              char trouble[AM_SQL_TROUBLE_LEN])
{
    struct post *post = calloc(1, sizeof *post);
    PGconn *connection = post ? connect_to(place) : NULL;
    if (!connection) {
        free(post);
        return AM_KEPT_MEMORY;
    }
    post->sql.driver = &am_postgres_driver;
    post->connection = connection;
    PQsetNoticeReceiver(connection, hear_nothing, NULL);
    if (PQstatus(connection) != CONNECTION_OK || !set_up(connection, use != AM_SQL_READ)) {
        copy_line(trouble, PQerrorMessage(connection));
        post_close(&post->sql);
        return AM_KEPT_AWAY;
    }
    *sql = &post->sql;
    return AM_KEPT_OK;
}

static bool post_connected(struct am_sql *sql)
{
    return !post_of(sql)->lost;
}

/* ---- queries */

/* The highest $n of a statement; quoted names hold none. */
static unsigned count_parameters(const char *text)
{
    unsigned most = 0;
    for (const char *at = text; (at = strchr(at, '$')) != NULL; at++) {
        unsigned long number = strtoul(at + 1, NULL, 10);
        if (number <= AM_SQL_PARAMETERS_MOST && number > most)
            most = (unsigned)number;
    }
    return most;
}

static void post_forget(struct am_query *query)
{
    struct post_query *own = (struct post_query *)query;
    struct post *post = post_of(query->sql);
    char text[64];
    if (own->ready && !post->lost && !post->sql.closing) {
        snprintf(text, sizeof text, "DEALLOCATE %s", own->name);
        say(post, text, SENT_PLAIN);
    }
    /* Nothing that is still to be read may know it. */
    for (size_t i = 0; i < post->count; i++)
        if (post->expected[post->first + i].query == own)
            post->expected[post->first + i] = (struct expected){SENT_PLAIN, NULL};
    PQclear(own->result);
    free(own->numbers);
    free(own->values);
    free(own->lengths);
    free(own->formats);
    free(own);
}

static enum am_kept post_prepare(struct am_sql *sql, const char *text, struct am_query **query)
{
    struct post_query *made = calloc(1, sizeof *made);
    if (!made)
        return am_sql_failed(sql, AM_KEPT_MEMORY, "no memory for a statement");
    made->count = count_parameters(text);
    made->numbers = calloc(made->count + 1, sizeof *made->numbers);
    made->values = calloc(made->count + 1, sizeof *made->values);
    made->lengths = calloc(made->count + 1, sizeof *made->lengths);
    made->formats = calloc(made->count + 1, sizeof *made->formats);
    made->query.sql = sql;
    if (!made->numbers || !made->values || !made->lengths || !made->formats) {
        post_forget(&made->query);
        return am_sql_failed(sql, AM_KEPT_MEMORY, "no memory for a statement");
    }
    snprintf(made->name, sizeof made->name, "am%llu", (unsigned long long)++post_of(sql)->prepared);
    *query = &made->query;
    return AM_KEPT_OK;
}

static void post_bind(struct am_query *query, unsigned at, enum am_bind_kind kind, int64_t number,
                      struct amends_view view)
{
    struct post_query *own = (struct post_query *)query;
    if (at < 1 || at > own->count)
        return;
    unsigned i = at - 1;
    own->formats[i] = 1;
    if (kind == AM_BIND_NUMBER) {
        for (int j = 0; j < 8; j++)
            own->numbers[i][j] = (char)((uint64_t)number >> (56 - 8 * j));
        own->values[i] = own->numbers[i];
        own->lengths[i] = 8;
    } else if (kind == AM_BIND_NULL) {
        own->values[i] = NULL;
        own->lengths[i] = 0;
    } else {
        own->values[i] = view.bytes;
        own->lengths[i] = (int)view.len_bytes;
    }
}

static enum am_kept send(struct post *post, struct post_query *query, enum sent what)
{
    if (post->lost)
        return lose(post);
    if (!query->ready) {
        if (!expect(post, SENT_PREPARE, query))
            return am_sql_failed(&post->sql, AM_KEPT_MEMORY, "no memory");
        if (PQsendPrepare(post->connection, query->name, query->query.text, 0, NULL) != 1)
            return lose(post);
    }
    if (!expect(post, what, what == SENT_QUERY ? query : NULL))
        return am_sql_failed(&post->sql, AM_KEPT_MEMORY, "no memory");
    if (PQsendQueryPrepared(post->connection, query->name, (int)query->count, query->values, query->lengths,
                            query->formats, 1) != 1)
        return lose(post);
    return AM_KEPT_OK;
}

static enum am_kept run(struct post *post, struct post_query *query)
{
    enum am_kept kept = query->started ? AM_KEPT_OK : send(post, query, SENT_QUERY);
    if (kept == AM_KEPT_OK)
        kept = exchange(post);
    if (kept == AM_KEPT_OK && !query->result)
        kept = am_sql_failed(&post->sql, AM_KEPT_DAMAGED, "PostgreSQL: no result");
    return kept;
}

static enum am_kept post_start(struct am_query *query)
{
    struct post_query *own = (struct post_query *)query;
    enum am_kept kept = send(post_of(query->sql), own, SENT_QUERY);
    own->started = kept == AM_KEPT_OK;
    return kept;
}

static enum am_kept post_step(struct am_query *query, bool *row)
{
    struct post_query *own = (struct post_query *)query;
    *row = false;
    if (!own->result) {
        enum am_kept kept = run(post_of(query->sql), own);
        if (kept != AM_KEPT_OK)
            return kept;
    }
    if (!own->stepped) {
        query->changed = changed_by(own->result);
        own->row = -1;
        own->stepped = true;
    }
    *row = ++own->row < PQntuples(own->result);
    return AM_KEPT_OK;
}

static void post_done(struct am_query *query)
{
    struct post_query *own = (struct post_query *)query;
    PQclear(own->result);
    own->result = NULL;
    own->started = own->stepped = false;
}

static enum am_kept post_later(struct am_query *query, bool one)
{
    struct post_query *own = (struct post_query *)query;
    struct post *post = post_of(query->sql);
    bool first = !own->ready;
    enum am_kept kept = send(post, own, one ? SENT_ONE : SENT_PLAIN);
    /* One that is not prepared would be prepared again with each: the answer is waited for once. */
    return kept == AM_KEPT_OK && first ? exchange(post) : kept;
}

static int64_t post_number(struct am_query *query, unsigned column)
{
    struct post_query *own = (struct post_query *)query;
    if (PQgetisnull(own->result, own->row, (int)column))
        return 0;
    return number_of(PQgetvalue(own->result, own->row, (int)column),
                     PQgetlength(own->result, own->row, (int)column));
}

static struct amends_view post_view(struct am_query *query, unsigned column)
{
    struct post_query *own = (struct post_query *)query;
    if (PQgetisnull(own->result, own->row, (int)column))
        return (struct amends_view){0};
    return (struct amends_view){PQgetvalue(own->result, own->row, (int)column),
                                (size_t)PQgetlength(own->result, own->row, (int)column)};
}

/* ---- transactions */

static enum am_kept post_begin(struct am_sql *sql, bool writes)
{
    struct post *post = post_of(sql);
    post->begun = true;
    sql->mark = 0;
    if (!writes)
        return say(post, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", SENT_PLAIN);
    enum am_kept kept = say(post, "BEGIN", SENT_PLAIN);
    return kept == AM_KEPT_OK
               ? say(post, "SELECT CAST(CAST(pg_current_xact_id() AS text) AS bigint)", SENT_MARK)
               : kept;
}

static enum am_kept post_commit(struct am_sql *sql)
{
    struct post *post = post_of(sql);
    post->committed = false;
    /* First what was only said so far: the mark has to be known before the commit can be lost. */
    enum am_kept kept = post->count ? exchange(post) : AM_KEPT_OK;
    if (kept == AM_KEPT_OK)
        kept = say(post, "COMMIT", SENT_COMMIT);
    if (kept == AM_KEPT_OK)
        kept = exchange(post);
    if (kept == AM_KEPT_OK && !post->committed)
        kept = am_sql_failed(sql, AM_KEPT_DAMAGED, "PostgreSQL: the transaction had failed");
    post->begun = kept != AM_KEPT_OK;
    return kept;
}

/* After a read nobody waits for the answer: it is read before the next one. */
static void post_rollback(struct am_sql *sql)
{
    struct post *post = post_of(sql);
    if (!post->begun || post->lost)
        return;
    post->begun = false;
    /* Behind something that fails nothing runs up to the next sync: not this either. */
    if (post->count)
        exchange(post);
    if (post->lost || say(post, "ROLLBACK", SENT_PLAIN) != AM_KEPT_OK)
        return;
    if (!expect(post, SENT_SYNC, NULL) || PQpipelineSync(post->connection) != 1)
        lose(post);
}

static enum am_kept post_savepoint(struct am_sql *sql, enum am_savepoint which)
{
    return say(post_of(sql), which == AM_SAVEPOINT_JOB ? "SAVEPOINT job" : "SAVEPOINT statement", SENT_PLAIN);
}

static enum am_kept post_release(struct am_sql *sql, enum am_savepoint which)
{
    return say(post_of(sql), which == AM_SAVEPOINT_JOB ? "RELEASE job" : "RELEASE statement", SENT_PLAIN);
}

static enum am_kept post_roll_back_to(struct am_sql *sql, enum am_savepoint which)
{
    struct post *post = post_of(sql);
    if (post->count)
        exchange(post); /* as in post_rollback */
    enum am_kept kept =
        say(post, which == AM_SAVEPOINT_JOB ? "ROLLBACK TO job" : "ROLLBACK TO statement", SENT_PLAIN);
    return kept == AM_KEPT_OK ? post_release(sql, which) : kept;
}

static enum am_kept post_script(struct am_sql *sql, const char *text)
{
    struct post *post = post_of(sql);
    enum am_kept kept = post->count ? exchange(post) : post->lost ? lose(post) : AM_KEPT_OK;
    if (kept != AM_KEPT_OK)
        return kept;
    if (PQexitPipelineMode(post->connection) != 1)
        return lose(post);
    PGresult *result = PQexec(post->connection, text);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        kept = kept_of_result(post, result);
    PQclear(result);
    if (PQenterPipelineMode(post->connection) != 1)
        return lose(post);
    return kept;
}

static enum am_kept post_was_committed(struct am_sql *sql, int64_t mark, bool *committed)
{
    struct am_query *query;
    enum am_kept kept =
        am_sql_query(sql, "SELECT pg_xact_status(CAST(CAST($1::bigint AS text) AS xid8))", &query);
    if (kept != AM_KEPT_OK)
        return kept;
    am_query_bind_number(query, 1, mark);
    bool row;
    kept = am_query_step(query, &row);
    struct amends_view status = kept == AM_KEPT_OK && row ? am_query_view(query, 0) : (struct amends_view){0};
    if (status.len_bytes == strlen("committed") && memcmp(status.bytes, "committed", status.len_bytes) == 0)
        *committed = true;
    else if (status.len_bytes == strlen("aborted") && memcmp(status.bytes, "aborted", status.len_bytes) == 0)
        *committed = false;
    else if (kept == AM_KEPT_OK)
        kept = AM_KEPT_AWAY; /* in progress: its process has not noticed yet */
    am_query_done(query);
    return kept;
}

const struct am_sql_driver am_postgres_driver = {
    .name = "postgres",
    .failure_spreads = true,
    .sends_ahead = true,
    .lock_schema = "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; SELECT "
                   "pg_advisory_xact_lock(4702394921427289928)",
    .find_migrations = "SELECT 1 FROM pg_catalog.pg_class WHERE oid = to_regclass('migrations')",
    .open = post_open,
    .close = post_close,
    .connected = post_connected,
    .prepare = post_prepare,
    .forget = post_forget,
    .bind = post_bind,
    .step = post_step,
    .start = post_start,
    .later = post_later,
    .done = post_done,
    .number = post_number,
    .view = post_view,
    .begin = post_begin,
    .commit = post_commit,
    .rollback = post_rollback,
    .savepoint = post_savepoint,
    .release = post_release,
    .roll_back_to = post_roll_back_to,
    .ear = &am_postgres_ear,
    .script = post_script,
    .was_committed = post_was_committed,
};
