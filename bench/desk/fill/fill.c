/*
 * Fills a desk with cases, or copies a full one:
 *   bench-desk-fill cases FILE COUNT TEXTS   FILE: SQLite, set up, used by nobody; TEXTS: lines
 * CODE<TAB>SENTENCE bench-desk-fill copy FILE URL            into a PostgreSQL database that has its tables
 * and nothing in them Indexes are taken away meanwhile and made again; nothing is synced: a file that it did
 * not finish is to be thrown away.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "fill.h"
#include "store/store_inside.h"

enum { AT_ONCE = 500, INDEXES_MOST = 200, SPAN_DAYS = 700 };

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ---- indexes: those of what grows; audit_number is asked for each entry */

struct indexes {
    char *make[INDEXES_MOST];
    unsigned count;
};

static bool drop_indexes(struct am_tx *tx, struct indexes *indexes)
{
    struct am_query *query;
    bool row;
    char *drop[INDEXES_MOST];
    enum am_kept kept =
        am_tx_query(tx,
                    "SELECT \"sql\",'DROP INDEX \"' || \"name\" || '\"' FROM \"sqlite_schema\" WHERE "
                    "\"type\" = 'index' AND "
                    "\"sql\" IS NOT NULL AND \"name\" <> 'audit_number' ORDER BY \"tbl_name\"",
                    &query);
    while (kept == AM_KEPT_OK && (kept = am_query_step(query, &row)) == AM_KEPT_OK && row &&
           indexes->count < INDEXES_MOST) {
        struct amends_view make = am_query_view(query, 0), gone = am_query_view(query, 1);
        indexes->make[indexes->count] = strndup(make.bytes, make.len_bytes);
        drop[indexes->count++] = strndup(gone.bytes, gone.len_bytes);
    }
    if (kept != AM_KEPT_OK)
        return false;
    am_query_done(query);
    for (unsigned i = 0; i < indexes->count; i++) {
        kept = kept == AM_KEPT_OK ? tx->sql->driver->script(tx->sql, drop[i]) : kept;
        free(drop[i]);
    }
    return kept == AM_KEPT_OK;
}

/* With an index goes what SQLite's planner knew of it: 0003-plans.sql, the last of its migrations that says
 * so. */
static enum am_kept plan(struct am_tx *tx)
{
    for (unsigned i = 0; i < am_migration_count; i++)
        if (strcmp(am_migrations[i].engine, "sqlite") == 0 && strstr(am_migrations[i].name, "-plans"))
            return tx->sql->driver->script(tx->sql, am_migrations[i].text);
    return AM_KEPT_DAMAGED;
}

static bool make_indexes(struct am_tx *tx, struct indexes *indexes)
{
    enum am_kept kept = AM_KEPT_OK;
    for (unsigned i = 0; i < indexes->count; i++) {
        kept = kept == AM_KEPT_OK ? tx->sql->driver->script(tx->sql, indexes->make[i]) : kept;
        free(indexes->make[i]);
    }
    return kept == AM_KEPT_OK && plan(tx) == AM_KEPT_OK;
}

/* ---- cases */

static bool add_cases(struct fill *fill, size_t count)
{
    struct indexes indexes = {0};
    double began = seconds();
    const struct am_sql_driver *driver = fill->tx.sql->driver;
    if (driver->begin(fill->tx.sql, true) != AM_KEPT_OK || !drop_indexes(&fill->tx, &indexes) ||
        !fill_customers(fill, count))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!fill_case(fill, i, count))
            return false;
        if (i % AT_ONCE == 0)
            am_arena_dispose(&fill->arena);
        if (i % 100000 == 99999)
            fprintf(stderr, "%zu cases, %.0f s\n", i + 1, seconds() - began);
    }
    bool made = make_indexes(&fill->tx, &indexes) && driver->commit(fill->tx.sql) == AM_KEPT_OK;
    fprintf(stderr, "%zu cases and their indexes, %.0f s\n", count, seconds() - began);
    return made;
}

static bool fill_cases(struct fill *fill, const char *path, size_t count, const char *texts)
{
    char trouble[AM_SQL_TROUBLE_LEN] = "";
    const char *place;
    const struct am_sql_driver *driver = am_sql_driver_of(path, &place);
    if (!fill_read_texts(fill, texts) ||
        driver->open(place, AM_SQL_WRITE, &fill->tx.sql, trouble) != AM_KEPT_OK) {
        fprintf(stderr, "bench-desk-fill: %s: no texts, or no database: %s\n", path, trouble);
        return false;
    }
    fill->tx.shapes = am_shapes_new();
    fill->tx.writes = true;
    fill->until_ms = (int64_t)time(NULL) * 1000;
    fill->from_ms = fill->until_ms - (int64_t)SPAN_DAYS * 86400000;
    fill->random = 20;
    bool done =
        fill->tx.shapes &&
        driver->script(fill->tx.sql,
                       "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; "
                       "PRAGMA cache_size = -1500000; PRAGMA locking_mode = EXCLUSIVE") == AM_KEPT_OK &&
        fill_read(fill) && add_cases(fill, count) &&
        driver->script(fill->tx.sql, "PRAGMA journal_mode = WAL") == AM_KEPT_OK;
    if (!done)
        fprintf(stderr, "bench-desk-fill: %s: %s\n", path, fill->tx.sql->trouble);
    am_sql_close(fill->tx.sql);
    am_shapes_free(fill->tx.shapes);
    am_text_dispose(&fill->tx.text);
    am_arena_dispose(&fill->kept);
    am_arena_dispose(&fill->arena);
    return done;
}

int main(int argc, char *argv[])
{
    size_t count = argc == 5 ? strtoul(argv[3], NULL, 10) : 0;
    if (count >= 1000 && strcmp(argv[1], "cases") == 0) {
        struct fill *fill = calloc(1, sizeof *fill);
        bool done = fill && fill_cases(fill, argv[2], count, argv[4]);
        free(fill);
        return done ? 0 : 1;
    }
    if (argc == 4 && strcmp(argv[1], "copy") == 0)
        return fill_copy(argv[2], argv[3]) ? 0 : 1;
    fprintf(stderr,
            "usage: bench-desk-fill cases FILE COUNT TEXTS | copy FILE URL; COUNT is at least 1000\n");
    return 2;
}
