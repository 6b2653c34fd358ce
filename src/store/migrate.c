/* The schema: numbered migrations, each applied once, in order, in a transaction of its own. */
#include <stdio.h>
#include <string.h>

#include "store/store_inside.h"

static const char make_table[] =
    "CREATE TABLE IF NOT EXISTS \"migrations\" (\"number\" BIGINT PRIMARY KEY, \"name\" TEXT NOT NULL, "
    "\"hash\" TEXT NOT NULL, \"applied_at_ms\" BIGINT NOT NULL)";

/* A look at the table of those applied. */
struct look {
    const char *engine;
    struct am_store_schema schema;
    unsigned last; /* highest number of ours that is applied */
};

static bool is(struct amends_view view, const char *text)
{
    return view.len_bytes == strlen(text) && memcmp(view.bytes, text, view.len_bytes) == 0;
}

static const struct am_migration *find(const char *engine, int64_t number)
{
    for (unsigned i = 0; i < am_migration_count; i++)
        if (strcmp(am_migrations[i].engine, engine) == 0 && am_migrations[i].number == number)
            return &am_migrations[i];
    return NULL;
}

/* The first of this engine behind a number; NULL: none. They stand in order. */
static const struct am_migration *after(const char *engine, unsigned number)
{
    for (unsigned i = 0; i < am_migration_count; i++)
        if (strcmp(am_migrations[i].engine, engine) == 0 && am_migrations[i].number > number)
            return &am_migrations[i];
    return NULL;
}

static enum am_kept read_applied(struct am_tx *tx, struct look *look)
{
    struct am_query *query;
    enum am_kept kept =
        am_tx_query(tx, "SELECT \"number\",\"hash\" FROM \"migrations\" ORDER BY \"number\"", &query);
    if (kept != AM_KEPT_OK)
        return kept;
    bool row;
    while ((kept = am_query_step(query, &row)) == AM_KEPT_OK && row) {
        const struct am_migration *ours = find(look->engine, am_query_number(query, 0));
        if (!ours) {
            look->schema.newer = true;
            continue;
        }
        look->schema.applied++;
        look->schema.differs = look->schema.differs || !is(am_query_view(query, 1), ours->hash);
        if (ours->number > look->last)
            look->last = ours->number;
    }
    am_query_done(query);
    return am_tx_note(tx, kept);
}

/* Whether there is a table of migrations at all. */
static enum am_kept find_table(struct am_tx *tx, bool *there)
{
    struct am_query *query;
    enum am_kept kept = am_tx_query(tx, tx->sql->driver->find_migrations, &query);
    if (kept != AM_KEPT_OK)
        return kept;
    kept = am_query_step(query, there);
    am_query_done(query);
    return am_tx_note(tx, kept);
}

static enum am_kept look_at(struct am_tx *tx, void *context)
{
    struct look *look = context;
    bool there;
    look->schema = (struct am_store_schema){0};
    look->last = 0;
    enum am_kept kept = find_table(tx, &there);
    if (kept == AM_KEPT_OK && there)
        kept = read_applied(tx, look);
    unsigned number = 0;
    for (const struct am_migration *next; (next = after(look->engine, number)) != NULL; number = next->number)
        look->schema.pending++;
    look->schema.pending -= look->schema.applied;
    return kept;
}

enum am_kept am_store_pending(am_store *store, struct am_store_schema *schema)
{
    struct look look = {.engine = am_store_engine(store)};
    enum am_kept kept = am_store_read(store, look_at, &look);
    if (kept == AM_KEPT_OK)
        *schema = look.schema;
    return kept;
}

/* ---- applying */

struct step {
    struct look look;
    int64_t now_ms;
    bool done; /* nothing was left to apply */
};

static enum am_kept write_applied(struct am_tx *tx, const struct am_migration *migration, int64_t now_ms)
{
    struct am_query *query;
    enum am_kept kept = am_tx_query(
        tx,
        "INSERT INTO \"migrations\" (\"number\",\"name\",\"hash\",\"applied_at_ms\") VALUES ($1,$2,$3,$4)",
        &query);
    if (kept != AM_KEPT_OK)
        return kept;
    am_query_bind_number(query, 1, migration->number);
    am_query_bind_text(query, 2, (struct amends_view){migration->name, strlen(migration->name)});
    am_query_bind_text(query, 3, (struct amends_view){migration->hash, strlen(migration->hash)});
    am_query_bind_number(query, 4, now_ms);
    return am_tx_note(tx, am_query_run(query));
}

/* Applies the next one, alone among all processes. */
static enum am_kept apply_next(struct am_tx *tx, void *context)
{
    struct step *step = context;
    const struct am_sql_driver *driver = tx->sql->driver;
    enum am_kept kept =
        driver->lock_schema ? am_tx_note(tx, driver->script(tx->sql, driver->lock_schema)) : AM_KEPT_OK;
    if (kept == AM_KEPT_OK)
        kept = am_tx_note(tx, driver->script(tx->sql, make_table));
    if (kept == AM_KEPT_OK)
        kept = look_at(tx, &step->look);
    if (kept != AM_KEPT_OK)
        return kept;
    if (step->look.schema.newer || step->look.schema.differs) {
        am_sql_failed(tx->sql, AM_KEPT_DAMAGED,
                      "the database has migrations that this program does not know");
        return am_tx_note(tx, AM_KEPT_DAMAGED);
    }
    const struct am_migration *next = after(step->look.engine, step->look.last);
    step->done = !next;
    if (!next)
        return AM_KEPT_OK;
    kept = am_tx_note(tx, driver->script(tx->sql, next->text));
    return kept == AM_KEPT_OK ? write_applied(tx, next, step->now_ms) : kept;
}

enum am_kept am_store_migrate(am_store *store, int64_t now_ms, unsigned *applied)
{
    struct step step = {.look.engine = am_store_engine(store), .now_ms = now_ms};
    *applied = 0;
    for (;;) {
        enum am_kept kept = am_store_write(store, apply_next, &step);
        if (kept != AM_KEPT_OK || step.done)
            return kept;
        ++*applied;
    }
}
