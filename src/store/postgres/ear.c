/* PostgreSQL's LISTEN and NOTIFY, on a connection for that alone. */
#include <libpq-fe.h>
#include <stdlib.h>

#include "store/sql.h"

struct am_ear {
    PGconn *connection;
};

static bool run(PGconn *connection, const char *text)
{
    PGresult *result = PQexec(connection, text);
    const bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    return done;
}

static void hear_nothing(void *context, const PGresult *result)
{
    (void)context;
    (void)result;
}

static enum am_kept ear_open(const char *place, struct am_ear **out)
{
    /* What stands in the URL, behind, holds. */
    static const char *const names[] = {"connect_timeout",     "tcp_user_timeout", "keepalives_idle",
                                        "keepalives_interval", "keepalives_count", "application_name",
                                        "client_encoding",     "dbname",           NULL};
    const char *values[] = {"5", "15000", "30", "5", "3", "amends", "UTF8", place, NULL};
    struct am_ear *ear = calloc(1, sizeof *ear);
    if (!ear)
        return AM_KEPT_MEMORY;
    ear->connection = PQconnectdbParams(names, values, 1);
    if (ear->connection)
        PQsetNoticeReceiver(ear->connection, hear_nothing, NULL);
    if (PQstatus(ear->connection) == CONNECTION_OK &&
        run(ear->connection, "SET statement_timeout = 5000; LISTEN amends")) {
        *out = ear;
        return AM_KEPT_OK;
    }
    PQfinish(ear->connection);
    free(ear);
    return AM_KEPT_AWAY;
}

static void ear_close(struct am_ear *ear)
{
    PQfinish(ear->connection);
    free(ear);
}

/* A transaction of its own that writes nothing else, so it waits for no disk. */
static enum am_kept ear_tell(struct am_ear *ear)
{
    return run(ear->connection, "NOTIFY amends") ? AM_KEPT_OK : AM_KEPT_AWAY;
}

static int ear_descriptor(const struct am_ear *ear)
{
    return PQsocket(ear->connection);
}

/* What this connection told comes back to it too: that is no news. */
static enum am_kept ear_hear(struct am_ear *ear, bool *news)
{
    PGnotify *notify;
    *news = false;
    if (PQconsumeInput(ear->connection) != 1)
        return AM_KEPT_AWAY;
    while ((notify = PQnotifies(ear->connection)) != NULL) {
        *news = *news || notify->be_pid != PQbackendPID(ear->connection);
        PQfreemem(notify);
    }
    return AM_KEPT_OK;
}

const struct am_ear_driver am_postgres_ear = {ear_open, ear_close, ear_tell, ear_descriptor, ear_hear};
