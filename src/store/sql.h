/*
 * The small interface to an SQL engine that the verbs need; sqlite/driver.c and postgres/driver.c fulfil it.
 * Parameters are $1, $2 … and always bound. A connection is used by one thread at a time, and at most one of
 * its queries is between am_query_step and am_query_done. Texts and bytes that are bound stay the caller's
 * and must live until then.
 *
 * Answers are enum am_kept. What is wrong with the SQL itself, or with the tables, is AM_KEPT_DAMAGED.
 */
#ifndef AM_STORE_SQL_H
#define AM_STORE_SQL_H

#include "domain/port.h"

enum {
    AM_SQL_TROUBLE_LEN = 200, /* of a line for the log */
    AM_SQL_CACHE_MOST = 400,  /* statements that a connection keeps prepared */
    AM_SQL_PARAMETERS_MOST = 2048
};

/* How long what outside may take. */
enum {
    AM_SQL_CONNECT_S = 5,
    AM_SQL_STATEMENT_MS = 15000,
    AM_SQL_LOCK_MS = 10000 /* waiting for what another process holds */
};

enum am_bind_kind { AM_BIND_NUMBER, AM_BIND_TEXT, AM_BIND_BYTES, AM_BIND_NULL };

/* What a connection is for. READ refuses to write; MAKE writes, and makes a file that is not there. */
enum am_sql_use { AM_SQL_READ, AM_SQL_WRITE, AM_SQL_MAKE };

struct am_sql;

/* A prepared statement of one connection; a driver's own begins with it. */
struct am_query {
    struct am_sql *sql;
    struct am_query *next; /* in its bucket of the cache */
    uint64_t hash;
    char *text;
    int64_t changed; /* rows that it added, changed or removed when it last ran */
};

/* Savepoints stand in each other: that of a job, and one inside for a statement that may be refused. */
enum am_savepoint { AM_SAVEPOINT_JOB, AM_SAVEPOINT_STATEMENT };

/* A connection on which processes tell each other that they committed. One thread at a time. */
struct am_ear;
struct am_ear_driver {
    /* `place` as am_sql_driver's. What is told from now on is heard. OK, AWAY, MEMORY. */
    enum am_kept (*open)(const char *place, struct am_ear **ear);
    void (*close)(struct am_ear *ear);
    /* This process committed. OK, AWAY: what is left is close. */
    enum am_kept (*tell)(struct am_ear *ear);
    /* Becomes readable when there may be something to hear. */
    int (*descriptor)(const struct am_ear *ear);
    /* Whether another process told something, without waiting. OK, AWAY. */
    enum am_kept (*hear)(struct am_ear *ear, bool *news);
};

struct am_sql_driver {
    const char *name; /* of its folder of migrations */
    /* A statement that fails takes the whole transaction with it, but for what stands before a savepoint. */
    bool failure_spreads;
    bool sends_ahead; /* what is started is on its way */
    /* SQL that lets one process alone change tables until the end of the transaction; NULL: begin does. */
    const char *lock_schema;
    /* A query that gives a row where there is a table of migrations. */
    const char *find_migrations;

    /* `place` is the URL without the driver's own prefix. OK, AWAY, READONLY (only with `writes`), DAMAGED,
     * FULL, MEMORY; `trouble` gets a line without secrets. */
    enum am_kept (*open)(const char *place, enum am_sql_use use, struct am_sql **sql,
                         char trouble[AM_SQL_TROUBLE_LEN]);
    /* Its queries are gone already (am_sql_close sees to it). */
    void (*close)(struct am_sql *sql);
    /* False: what is left of it is am_sql_close; a new one may do better. */
    bool (*connected)(struct am_sql *sql);

    enum am_kept (*prepare)(struct am_sql *sql, const char *text, struct am_query **query);
    void (*forget)(struct am_query *query);
    /* `at` counts from 1. */
    void (*bind)(struct am_query *query, unsigned at, enum am_bind_kind kind, int64_t number,
                 struct amends_view view);
    /* The next row, or none (*row false). */
    enum am_kept (*step)(struct am_query *query, bool *row);
    /* It is about to be stepped, behind another query: may send it, so that both are answered at once
     * (`sends_ahead`: then it happens whether it is stepped or not). */
    enum am_kept (*start)(struct am_query *query);
    /* Runs it some time before the next one is answered; its failure may be told by that one. `one`: that it
     * does not add or change just one row is a failure, AWAY, and passes by itself (am_sql.again). Copies
     * what was bound. The query is done. */
    enum am_kept (*later)(struct am_query *query, bool one);
    void (*done)(struct am_query *query);
    /* Columns count from 0. The view lives until the next step. NULL: 0 and {NULL, 0}. */
    int64_t (*number)(struct am_query *query, unsigned column);
    struct amends_view (*view)(struct am_query *query, unsigned column);

    enum am_kept (*begin)(struct am_sql *sql, bool writes);
    enum am_kept (*commit)(struct am_sql *sql);
    void (*rollback)(struct am_sql *sql);
    enum am_kept (*savepoint)(struct am_sql *sql, enum am_savepoint which);
    enum am_kept (*release)(struct am_sql *sql, enum am_savepoint which);
    /* Back to it; it is gone then. */
    enum am_kept (*roll_back_to)(struct am_sql *sql, enum am_savepoint which);

    /* How processes on one database hear of each other's commits at once; NULL: they have no way to. */
    const struct am_ear_driver *ear;

    /* Several statements, without parameters, in the transaction that is open. */
    enum am_kept (*script)(struct am_sql *sql, const char *text);
    /* Whether the transaction with this mark (am_sql.mark) was committed, asked on another connection after
     * the first went away in the middle of it. AWAY: it cannot be told now. */
    enum am_kept (*was_committed)(struct am_sql *sql, int64_t mark, bool *committed);
};

/* A connection; a driver's own begins with it. */
struct am_sql {
    const struct am_sql_driver *driver;
    struct am_query *buckets[64];
    unsigned cached;
    int64_t mark; /* of the transaction that writes, by which it can be asked for later; 0: none */
    bool closing; /* its queries are forgotten because it goes itself */
    bool again;   /* the last failure passes by itself: the same transaction may succeed when run again */
    char trouble[AM_SQL_TROUBLE_LEN]; /* of the last failure, for the log: no values */
};

extern const struct am_sql_driver am_sqlite_driver, am_postgres_driver;
extern const struct am_ear_driver am_postgres_ear;

/* The driver for a URL, and in *place what its open wants. Never NULL: what is no URL is a path. */
const struct am_sql_driver *am_sql_driver_of(const char *url, const char **place);

/* Closes it with all its queries. NULL is allowed. */
void am_sql_close(struct am_sql *sql);

/* The query for this text: from the cache, or prepared and put there. It is the connection's. */
enum am_kept am_sql_query(struct am_sql *sql, const char *text, struct am_query **query);

/* Runs a query that gives no rows to its end: bind first. */
enum am_kept am_query_run(struct am_query *query);

/* Notes what went wrong and gives `kept` back. */
__attribute__((format(printf, 3, 4))) enum am_kept am_sql_failed(struct am_sql *sql, enum am_kept kept,
                                                                 const char *format, ...);

static inline void am_query_bind_number(struct am_query *query, unsigned at, int64_t number)
{
    query->sql->driver->bind(query, at, AM_BIND_NUMBER, number, (struct amends_view){0});
}

/* {NULL, 0} binds NULL. */
static inline void am_query_bind_text(struct am_query *query, unsigned at, struct amends_view text)
{
    query->sql->driver->bind(query, at, text.bytes ? AM_BIND_TEXT : AM_BIND_NULL, 0, text);
}

static inline void am_query_bind_bytes(struct am_query *query, unsigned at, struct amends_view bytes)
{
    query->sql->driver->bind(query, at, bytes.bytes ? AM_BIND_BYTES : AM_BIND_NULL, 0, bytes);
}

static inline enum am_kept am_query_step(struct am_query *query, bool *row)
{
    return query->sql->driver->step(query, row);
}

static inline void am_query_done(struct am_query *query)
{
    query->sql->driver->done(query);
}

static inline int64_t am_query_number(struct am_query *query, unsigned column)
{
    return query->sql->driver->number(query, column);
}

static inline struct amends_view am_query_view(struct am_query *query, unsigned column)
{
    return query->sql->driver->view(query, column);
}

#endif
