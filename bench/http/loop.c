/*
 * The least that stores steps of a coach: one thread, prepared statements, a commit after so many events, on
 * the tables and rows that the desk has just filled.
 *   loop sqlite FILE | postgres URL  SECONDS GROUP
 * For each event, of one encounter after the other: reads the encounter's last event with its state; adds an
 * event with the same bytes of event, card and state; changes the encounter; adds an entry to the log and a
 * notice, each as large as the desk's last one. No JSON, no coach, no rights, no search for an event that was
 * sent twice, no hash, no HTTP; numbers are counted in memory. Durability is the desk's: WAL with full sync,
 * synchronous_commit on. On PostgreSQL the four writes go in one pipeline, so that an event costs two ways
 * there and back. Prints events/s.
 */
#define _DEFAULT_SOURCE

#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ENCOUNTERS_MAX = 1024, PARAMETERS_MAX = 14, TEXT_MAX = 24 };
enum statement { READ_LAST, ADD_EVENT, CHANGE_ENCOUNTER, ADD_ENTRY, ADD_NOTICE, STATEMENTS };

static const char *const statements[STATEMENTS] = {
    [READ_LAST] = "SELECT \"number\",\"event\",\"card\",\"state\" FROM \"events\" WHERE \"org\"=$1 AND "
                  "\"encounter\"=$2 ORDER BY \"number\" DESC LIMIT 1",
    [ADD_EVENT] = "INSERT INTO \"events\" (\"org\",\"id\",\"version\",\"created_at_ms\",\"encounter\","
                  "\"person\",\"device\",\"key\",\"number\",\"at_ms\",\"event\",\"card\",\"state\",\"late\") "
                  "VALUES ($1,$2,1,$3,$4,$5,0,$6,$7,$8,$9,$10,$11,0)",
    [CHANGE_ENCOUNTER] = "UPDATE \"encounters\" SET \"version\"=\"version\"+1,\"last_number\"=$3,"
                         "\"heat_permille\"=$4,\"escalate\"=$5 WHERE \"org\"=$1 AND \"id\"=$2",
    [ADD_ENTRY] = "INSERT INTO \"audit\" (\"org\",\"id\",\"version\",\"created_at_ms\",\"number\",\"person\","
                  "\"device\",\"subject\",\"action\",\"subject_kind\",\"detail\",\"before\",\"hash\") VALUES "
                  "($1,$2,1,$3,$4,$5,0,$6,'encounter.events','encounter','{\"events\": 1, \"from\": 10, "
                  "\"changed\": 0}',$7,$8)",
    [ADD_NOTICE] =
        "INSERT INTO \"notices\" (\"org\",\"id\",\"version\",\"created_at_ms\",\"number\",\"site\","
        "\"subject\",\"only_for\",\"kind\",\"permission\") VALUES "
        "($1,$2,1,$3,$4,$5,$6,0,'encounter.events',$7)",
};
static const char find_encounters[] =
    "SELECT \"org\",\"id\",\"site\",\"person\" FROM \"encounters\" ORDER BY \"id\"";
static const char find_numbers[] = "SELECT (SELECT max(\"number\")+1000000000 FROM \"audit\"),"
                                   "(SELECT max(\"number\")+1000000000 FROM \"notices\"),"
                                   "(SELECT max(\"id\")+17179869184 FROM \"events\")";

/* What it wrote has higher numbers than what the desk, which still runs, may write meanwhile: ids begin with
 * milliseconds, and it begins some seconds ahead. */
static const char *const removals[] = {"DELETE FROM \"events\" WHERE \"id\">%lld",
                                       "DELETE FROM \"audit\" WHERE \"number\">%lld",
                                       "DELETE FROM \"notices\" WHERE \"number\">%lld"};

struct bytes {
    const char *at;
    int len;
};
/* A number, or bytes. */
struct parameter {
    int64_t number;
    struct bytes bytes;
    bool is_text, is_blob;
};
struct last {
    int64_t number;
    struct bytes event, card, state;
};

/* What of a database the loop needs. */
struct database {
    bool (*begin)(struct database *database);
    bool (*commit)(struct database *database);
    bool (*read_last)(struct database *database, const struct parameter *parameters, struct last *last);
    bool (*write)(struct database *database, enum statement which, const struct parameter *parameters,
                  int count);
    bool (*say)(struct database *database, const char *text);
    bool (*settle)(struct database *database); /* the event's writes are through */
    sqlite3 *lite;
    sqlite3_stmt *prepared[STATEMENTS];
    PGconn *post;
    PGresult *kept;
    int64_t encounters[ENCOUNTERS_MAX][4], numbers[3];
    unsigned count, sent;
};

static _Noreturn void die(const char *what, const char *why)
{
    fprintf(stderr, "loop: %s: %s\n", what, why);
    exit(1);
}

/* ---- SQLite */

static bool lite_say(struct database *database, const char *text)
{
    return sqlite3_exec(database->lite, text, NULL, NULL, NULL) == SQLITE_OK;
}
static bool lite_begin(struct database *database)
{
    return lite_say(database, "BEGIN IMMEDIATE");
}
static bool lite_commit(struct database *database)
{
    return lite_say(database, "COMMIT");
}
/* What was read is written: the statement is reset, or it would hold its snapshot beyond the commit, and the
 * next transaction could not begin once the desk wrote anything in between. */
static bool lite_settle(struct database *database)
{
    sqlite3_reset(database->prepared[READ_LAST]);
    return true;
}

static struct bytes lite_bytes(sqlite3_stmt *statement, int column)
{
    return (struct bytes){sqlite3_column_blob(statement, column), sqlite3_column_bytes(statement, column)};
}

static bool lite_read_last(struct database *database, const struct parameter *parameters, struct last *last)
{
    sqlite3_stmt *statement = database->prepared[READ_LAST];

    sqlite3_reset(statement);
    sqlite3_bind_int64(statement, 1, parameters[0].number);
    sqlite3_bind_int64(statement, 2, parameters[1].number);
    if (sqlite3_step(statement) != SQLITE_ROW)
        return false;
    *last = (struct last){sqlite3_column_int64(statement, 0), lite_bytes(statement, 1),
                          lite_bytes(statement, 2), lite_bytes(statement, 3)};
    return true;
}

static bool lite_write(struct database *database, enum statement which, const struct parameter *parameters,
                       int count)
{
    sqlite3_stmt *statement = database->prepared[which];

    for (int i = 0; i < count; i++) {
        const struct parameter *parameter = &parameters[i];

        if (parameter->is_text)
            sqlite3_bind_text(statement, i + 1, parameter->bytes.at, parameter->bytes.len, SQLITE_STATIC);
        else if (parameter->is_blob)
            sqlite3_bind_blob(statement, i + 1, parameter->bytes.at, parameter->bytes.len, SQLITE_STATIC);
        else
            sqlite3_bind_int64(statement, i + 1, parameter->number);
    }

    const bool done = sqlite3_step(statement) == SQLITE_DONE;

    sqlite3_reset(statement);
    return done;
}

static void lite_find(struct database *database)
{
    sqlite3_stmt *statement;

    if (sqlite3_prepare_v2(database->lite, find_encounters, -1, &statement, NULL) != SQLITE_OK)
        die("encounters", sqlite3_errmsg(database->lite));
    for (; database->count < ENCOUNTERS_MAX && sqlite3_step(statement) == SQLITE_ROW; database->count++)
        for (int i = 0; i < 4; i++)
            database->encounters[database->count][i] = sqlite3_column_int64(statement, i);
    sqlite3_finalize(statement);
    if (sqlite3_prepare_v2(database->lite, find_numbers, -1, &statement, NULL) != SQLITE_OK ||
        sqlite3_step(statement) != SQLITE_ROW)
        die("numbers", sqlite3_errmsg(database->lite));
    for (int i = 0; i < 3; i++)
        database->numbers[i] = sqlite3_column_int64(statement, i);
    sqlite3_finalize(statement);
}

static void lite_open(struct database *database, const char *path)
{
    *database = (struct database){.begin = lite_begin,
                                  .commit = lite_commit,
                                  .read_last = lite_read_last,
                                  .write = lite_write,
                                  .say = lite_say,
                                  .settle = lite_settle};
    if (sqlite3_open_v2(path, &database->lite, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) !=
            SQLITE_OK ||
        sqlite3_busy_timeout(database->lite, 60000) != SQLITE_OK ||
        !lite_say(database,
                  "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -8000"))
        die(path, "cannot be opened");
    for (int i = 0; i < STATEMENTS; i++)
        if (sqlite3_prepare_v3(database->lite, statements[i], -1, SQLITE_PREPARE_PERSISTENT,
                               &database->prepared[i], NULL) != SQLITE_OK)
            die(statements[i], sqlite3_errmsg(database->lite));
    lite_find(database);
}

/* ---- PostgreSQL */

static const char *const names[STATEMENTS] = {"a", "b", "c", "d", "e"};

static bool post_say(struct database *database, const char *text)
{
    PGresult *result = PQexec(database->post, text);
    const bool good = PQresultStatus(result) == PGRES_COMMAND_OK;

    PQclear(result);
    return good;
}
static bool post_begin(struct database *database)
{
    return post_say(database, "BEGIN");
}
static bool post_commit(struct database *database)
{
    return post_say(database, "COMMIT");
}

/* Numbers are eight bytes, big-endian, as the server's own. */
static void post_bind(const struct parameter *parameters, int count, char numbers[][8], const char **values,
                      int *lengths, int *formats)
{
    for (int i = 0; i < count; i++) {
        const struct parameter *parameter = &parameters[i];

        formats[i] = !parameter->is_text;
        if (parameter->is_text || parameter->is_blob) {
            values[i] = parameter->bytes.at;
            lengths[i] = parameter->bytes.len;
            continue;
        }
        for (unsigned k = 0; k < 8; k++)
            numbers[i][k] = (char)((uint64_t)parameter->number >> (56 - 8 * k));
        values[i] = numbers[i];
        lengths[i] = 8;
    }
}

static int64_t post_number(const PGresult *result, int row, int column)
{
    const unsigned char *bytes = (const void *)PQgetvalue(result, row, column);
    uint64_t number = 0;

    for (unsigned i = 0; i < 8; i++)
        number = number << 8 | bytes[i];
    return (int64_t)number;
}

static struct bytes post_bytes(const PGresult *result, int column)
{
    return (struct bytes){PQgetvalue(result, 0, column), PQgetlength(result, 0, column)};
}

static bool post_read_last(struct database *database, const struct parameter *parameters, struct last *last)
{
    char numbers[2][8];
    const char *values[2];
    int lengths[2], formats[2];

    post_bind(parameters, 2, numbers, values, lengths, formats);
    PQclear(database->kept);
    database->kept = PQexecPrepared(database->post, names[READ_LAST], 2, values, lengths, formats, 1);
    if (PQntuples(database->kept) != 1)
        return false;
    *last = (struct last){post_number(database->kept, 0, 0), post_bytes(database->kept, 1),
                          post_bytes(database->kept, 2), post_bytes(database->kept, 3)};
    return true;
}

static bool post_write(struct database *database, enum statement which, const struct parameter *parameters,
                       int count)
{
    char numbers[PARAMETERS_MAX][8];
    const char *values[PARAMETERS_MAX];
    int lengths[PARAMETERS_MAX], formats[PARAMETERS_MAX];

    post_bind(parameters, count, numbers, values, lengths, formats);
    if (database->sent == 0 && PQenterPipelineMode(database->post) != 1)
        return false;
    database->sent++;
    return PQsendQueryPrepared(database->post, names[which], count, values, lengths, formats, 1) == 1;
}

static bool post_settle(struct database *database)
{
    bool good = PQpipelineSync(database->post) == 1;

    for (; good && database->sent > 0; database->sent--) {
        PGresult *result = PQgetResult(database->post);

        good = PQresultStatus(result) == PGRES_COMMAND_OK;
        if (!good)
            fprintf(stderr, "loop: %s", PQresultErrorMessage(result));
        PQclear(result);
        PQclear(PQgetResult(database->post)); /* NULL: the end of one */
    }
    PQclear(PQgetResult(database->post)); /* of the sync */
    return good && PQexitPipelineMode(database->post) == 1;
}

static void post_find(struct database *database)
{
    PGresult *found = PQexecParams(database->post, find_encounters, 0, NULL, NULL, NULL, NULL, 1);

    for (; database->count < ENCOUNTERS_MAX && (int)database->count < PQntuples(found); database->count++)
        for (int i = 0; i < 4; i++)
            database->encounters[database->count][i] = post_number(found, (int)database->count, i);
    PQclear(found);
    found = PQexecParams(database->post, find_numbers, 0, NULL, NULL, NULL, NULL, 1);
    if (PQntuples(found) != 1)
        die("numbers", PQerrorMessage(database->post));
    for (int i = 0; i < 3; i++)
        database->numbers[i] = post_number(found, 0, i);
    PQclear(found);
}

static void post_open(struct database *database, const char *url)
{
    *database = (struct database){.begin = post_begin,
                                  .commit = post_commit,
                                  .read_last = post_read_last,
                                  .write = post_write,
                                  .say = post_say,
                                  .settle = post_settle,
                                  .post = PQconnectdb(url)};
    if (PQstatus(database->post) != CONNECTION_OK || !post_say(database, "SET synchronous_commit = on"))
        die(url, PQerrorMessage(database->post));
    for (int i = 0; i < STATEMENTS; i++) {
        PGresult *result = PQprepare(database->post, names[i], statements[i], 0, NULL);

        if (PQresultStatus(result) != PGRES_COMMAND_OK)
            die(statements[i], PQerrorMessage(database->post));
        PQclear(result);
    }
    post_find(database);
}

/* ---- the loop */

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static struct parameter number(int64_t value)
{
    return (struct parameter){.number = value};
}
static struct parameter text(struct bytes bytes)
{
    return (struct parameter){.bytes = bytes, .is_text = true};
}
static struct parameter blob(struct bytes bytes)
{
    return (struct parameter){.bytes = bytes, .is_blob = true};
}

static bool store(struct database *database, unsigned encounter, uint64_t count)
{
    const int64_t *at = database->encounters[encounter], org = at[0], id = at[1], site = at[2],
                  person = at[3];
    const int64_t now_ms = (int64_t)time(NULL) * 1000;
    static const char hash[32] = "the hash of an entry in the log";
    const struct bytes hashed = {hash, sizeof hash};
    char key[TEXT_MAX];
    struct last last;
    const int key_len = snprintf(key, sizeof key, "loop%llu", (unsigned long long)count);

    if (!database->read_last(database, (const struct parameter[]){number(org), number(id)}, &last))
        return false;

    const struct parameter event[] = {number(org),
                                      number(++database->numbers[2]),
                                      number(now_ms),
                                      number(id),
                                      number(person),
                                      text((struct bytes){key, key_len}),
                                      number(last.number + 1),
                                      number(now_ms),
                                      text(last.event),
                                      text(last.card),
                                      blob(last.state)};
    const struct parameter change[] = {number(org), number(id), number(last.number + 1),
                                       number((int64_t)(count % 1000)), number(0)};
    const struct parameter entry[] = {number(org),    number(database->numbers[2]),
                                      number(now_ms), number(++database->numbers[0]),
                                      number(person), number(id),
                                      blob(hashed),   blob(hashed)};
    const struct parameter notice[] = {number(org),    number(database->numbers[2]),
                                       number(now_ms), number(++database->numbers[1]),
                                       number(site),   number(id),
                                       number(1)};

    return database->write(database, ADD_EVENT, event, 11) &&
           database->write(database, CHANGE_ENCOUNTER, change, 5) &&
           database->write(database, ADD_ENTRY, entry, 8) &&
           database->write(database, ADD_NOTICE, notice, 7) && database->settle(database);
}

static void take_out(struct database *database, const int64_t numbers[3])
{
    const int64_t above[] = {numbers[2], numbers[0], numbers[1]};

    for (unsigned i = 0; i < 3; i++) {
        char text[100];

        snprintf(text, sizeof text, removals[i], (long long)above[i]);
        if (!database->say(database, text))
            die(text, database->lite ? sqlite3_errmsg(database->lite) : PQerrorMessage(database->post));
    }
}

int main(int argc, char *argv[])
{
    static struct database database;
    uint64_t count = 0;

    if (argc != 5) {
        fprintf(stderr, "usage: loop sqlite FILE | postgres URL  SECONDS GROUP\n");
        return 2;
    }
    if (strcmp(argv[1], "sqlite") == 0)
        lite_open(&database, argv[2]);
    else
        post_open(&database, argv[2]);
    if (database.count == 0)
        die(argv[2], "no encounters");

    const int64_t numbers[] = {database.numbers[0], database.numbers[1], database.numbers[2]};
    const unsigned group = (unsigned)atoi(argv[4]);
    const double begin = now(), until = begin + atof(argv[3]);

    while (now() < until) {
        if (!database.begin(&database))
            die("begin", database.lite ? sqlite3_errmsg(database.lite) : PQerrorMessage(database.post));
        for (unsigned i = 0; i < group; i++, count++)
            if (!store(&database, (unsigned)(count % database.count), count))
                die("event", database.lite ? sqlite3_errmsg(database.lite) : PQerrorMessage(database.post));
        if (!database.commit(&database))
            die("commit", database.lite ? sqlite3_errmsg(database.lite) : PQerrorMessage(database.post));
    }

    const double seconds = now() - begin;

    take_out(&database, numbers);
    printf("{\"events\": %llu, \"per_s\": %.1f}\n", (unsigned long long)count, (double)count / seconds);
    return 0;
}
