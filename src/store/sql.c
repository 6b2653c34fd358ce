#include "store/sql.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

const struct am_sql_driver *am_sql_driver_of(const char *url, const char **place)
{
    *place = url;
    if (begins(url, "postgresql://") || begins(url, "postgres://"))
        return &am_postgres_driver;
    if (begins(url, "sqlite:"))
        *place = url + strlen("sqlite:");
    return &am_sqlite_driver;
}

static uint64_t hash_of(const char *text)
{
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    return hash;
}

static void forget_all(struct am_sql *sql)
{
    for (size_t i = 0; i < sizeof sql->buckets / sizeof *sql->buckets; i++)
        while (sql->buckets[i]) {
            struct am_query *query = sql->buckets[i];
            sql->buckets[i] = query->next;
            free(query->text);
            sql->driver->forget(query);
        }
    sql->cached = 0;
}

void am_sql_close(struct am_sql *sql)
{
    if (!sql)
        return;
    sql->closing = true;
    forget_all(sql);
    sql->driver->close(sql);
}

enum am_kept am_sql_query(struct am_sql *sql, const char *text, struct am_query **query)
{
    uint64_t hash = hash_of(text);
    struct am_query **bucket = &sql->buckets[hash % (sizeof sql->buckets / sizeof *sql->buckets)];
    for (struct am_query *known = *bucket; known; known = known->next)
        if (known->hash == hash && strcmp(known->text, text) == 0) {
            *query = known;
            return AM_KEPT_OK;
        }
    /* There are few different texts; so many come only of conditions put together at random. */
    if (sql->cached >= AM_SQL_CACHE_MOST)
        forget_all(sql);
    char *copy = strdup(text);
    if (!copy)
        return am_sql_failed(sql, AM_KEPT_MEMORY, "no memory for a statement");
    struct am_query *made;
    enum am_kept kept = sql->driver->prepare(sql, copy, &made);
    if (kept != AM_KEPT_OK) {
        free(copy);
        return kept;
    }
    made->sql = sql;
    made->text = copy;
    made->hash = hash;
    made->next = *bucket;
    *bucket = made;
    sql->cached++;
    *query = made;
    return AM_KEPT_OK;
}

enum am_kept am_query_run(struct am_query *query)
{
    bool row = true;
    enum am_kept kept;
    do
        kept = am_query_step(query, &row);
    while (kept == AM_KEPT_OK && row);
    am_query_done(query);
    return kept;
}

enum am_kept am_sql_failed(struct am_sql *sql, enum am_kept kept, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sql->trouble, sizeof sql->trouble, format, arguments);
    va_end(arguments);
    return kept;
}
