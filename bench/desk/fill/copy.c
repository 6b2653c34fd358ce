/* From SQLite to PostgreSQL, table by table, as PostgreSQL's COPY takes it. */
#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "fill.h"

enum { CHUNK = 1 << 20, NAMES_MOST = 256 };

struct copying {
    sqlite3 *from;
    PGconn *to;
    char *text;
    size_t len, room;
};

static bool say(struct copying *copying, const char *sql)
{
    PGresult *result = PQexec(copying->to, sql);
    ExecStatusType status = PQresultStatus(result);
    PQclear(result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_COPY_IN)
        return true;
    fprintf(stderr, "bench-desk-fill: %s: %s", sql, PQerrorMessage(copying->to));
    return false;
}

/* The first column of what a query gives, from malloc. */
static unsigned names(struct copying *copying, const char *sql, char *found[NAMES_MOST])
{
    PGresult *result = PQexec(copying->to, sql);
    unsigned count = 0;
    for (int i = 0; i < PQntuples(result) && count < NAMES_MOST; i++)
        found[count++] = strdup(PQgetvalue(result, i, 0));
    PQclear(result);
    return count;
}

static bool put(struct copying *copying, const char *bytes, size_t len)
{
    if (copying->len + len > copying->room) {
        size_t room = (copying->len + len) * 2;
        char *grown = realloc(copying->text, room);
        if (!grown)
            return false;
        copying->text = grown;
        copying->room = room;
    }
    memcpy(copying->text + copying->len, bytes, len);
    copying->len += len;
    return true;
}

static bool put_text(struct copying *copying, const char *text, size_t len)
{
    bool done = true;
    for (size_t i = 0; i < len; i++) {
        char plain[2] = {'\\', text[i]};
        char mark = text[i] == '\n' ? 'n' : text[i] == '\t' ? 't' : text[i] == '\r' ? 'r' : '\0';
        if (mark)
            plain[1] = mark;
        bool escaped = mark || text[i] == '\\';
        done = put(copying, escaped ? plain : plain + 1, escaped ? 2 : 1) && done;
    }
    return done;
}

static bool put_bytes(struct copying *copying, const unsigned char *bytes, size_t len)
{
    static const char digits[] = "0123456789abcdef";
    bool done = put(copying, "\\\\x", 3);
    for (size_t i = 0; i < len; i++) {
        char pair[2] = {digits[bytes[i] >> 4], digits[bytes[i] & 15]};
        done = put(copying, pair, 2) && done;
    }
    return done;
}

static bool put_row(struct copying *copying, sqlite3_stmt *row)
{
    bool done = true;
    for (int i = 0; i < sqlite3_column_count(row); i++) {
        char number[24];
        if (i > 0)
            done = put(copying, "\t", 1) && done;
        switch (sqlite3_column_type(row, i)) {
        case SQLITE_NULL:
            done = put(copying, "\\N", 2) && done;
            break;
        case SQLITE_INTEGER:
            snprintf(number, sizeof number, "%lld", (long long)sqlite3_column_int64(row, i));
            done = put(copying, number, strlen(number)) && done;
            break;
        case SQLITE_BLOB:
            done =
                put_bytes(copying, sqlite3_column_blob(row, i), (size_t)sqlite3_column_bytes(row, i)) && done;
            break;
        default:
            done = put_text(copying, (const char *)sqlite3_column_text(row, i),
                            (size_t)sqlite3_column_bytes(row, i)) &&
                   done;
        }
    }
    return put(copying, "\n", 1) && done;
}

static bool flush(struct copying *copying, size_t least)
{
    if (copying->len < least)
        return true;
    bool done = PQputCopyData(copying->to, copying->text, (int)copying->len) == 1;
    copying->len = 0;
    return done;
}

/* Columns stand in the same order on both engines. A copy into a table that the same transaction emptied
 * writes no log. */
static bool copy_table(struct copying *copying, const char *table)
{
    char sql[256];
    sqlite3_stmt *row;
    snprintf(sql, sizeof sql, "TRUNCATE \"%s\"", table);
    if (!say(copying, "BEGIN") || !say(copying, sql))
        return false;
    snprintf(sql, sizeof sql, "COPY \"%s\" FROM STDIN (FREEZE)", table);
    if (!say(copying, sql))
        return false;
    snprintf(sql, sizeof sql, "SELECT * FROM \"%s\"", table);
    if (sqlite3_prepare_v2(copying->from, sql, -1, &row, NULL) != SQLITE_OK)
        return false;
    bool done = true;
    int code;
    while (done && (code = sqlite3_step(row)) == SQLITE_ROW)
        done = put_row(copying, row) && flush(copying, CHUNK);
    sqlite3_finalize(row);
    done = done && code == SQLITE_DONE && flush(copying, 1) && PQputCopyEnd(copying->to, NULL) == 1;
    PGresult *result = PQgetResult(copying->to);
    done = done && PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!done)
        fprintf(stderr, "bench-desk-fill: %s: %s", table, PQerrorMessage(copying->to));
    for (; result; result = PQgetResult(copying->to))
        PQclear(result);
    return done && say(copying, "COMMIT");
}

static bool copy_all(struct copying *copying)
{
    char *tables[NAMES_MOST], *drop[NAMES_MOST], *make[NAMES_MOST];
    static const char indexes[] =
        " FROM pg_indexes WHERE schemaname = current_schema AND indexname NOT LIKE '%_pkey' "
        "ORDER BY tablename, indexname";
    char sql[512];
    unsigned table_count = names(copying,
                                 "SELECT tablename FROM pg_tables WHERE schemaname = current_schema AND "
                                 "tablename <> 'migrations' ORDER BY tablename",
                                 tables);
    snprintf(sql, sizeof sql, "SELECT 'DROP INDEX \"' || indexname || '\"'%s", indexes);
    unsigned index_count = names(copying, sql, drop);
    snprintf(sql, sizeof sql, "SELECT indexdef%s", indexes);
    bool done = names(copying, sql, make) == index_count && table_count > 0;
    time_t began = time(NULL);
    for (unsigned i = 0; i < index_count; i++)
        done = done && say(copying, drop[i]);
    for (unsigned i = 0; i < table_count; i++)
        done = done && copy_table(copying, tables[i]);
    fprintf(stderr, "copied in %lld s\n", (long long)(time(NULL) - began));
    for (unsigned i = 0; i < index_count; i++)
        done = done && say(copying, make[i]);
    done = done && say(copying, "VACUUM ANALYZE");
    fprintf(stderr, "with indexes, %lld s\n", (long long)(time(NULL) - began));
    for (unsigned i = 0; i < table_count; i++)
        free(tables[i]);
    for (unsigned i = 0; i < index_count; i++) {
        free(drop[i]);
        free(make[i]);
    }
    return done;
}

bool fill_copy(const char *path, const char *url)
{
    struct copying copying = {.to = PQconnectdb(url)};
    bool done = PQstatus(copying.to) == CONNECTION_OK &&
                sqlite3_open_v2(path, &copying.from, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK;
    if (!done)
        fprintf(stderr, "bench-desk-fill: %s, %s: %s\n", path, url, PQerrorMessage(copying.to));
    done = done && say(&copying, "SET maintenance_work_mem = '512MB'; SET synchronous_commit = off") &&
           copy_all(&copying);
    free(copying.text);
    sqlite3_close(copying.from);
    PQfinish(copying.to);
    return done;
}
