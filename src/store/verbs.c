/* The verbs on single records, made from their description. */
#include <stddef.h>
#include <string.h>

#include "store/tx.h"
#include "store/whole.h"

enum am_kept am_tx_shape(struct am_tx *tx, const struct am_record *record, const struct am_shape **shape)
{
    if (tx->broken != AM_KEPT_OK)
        return tx->broken;
    *shape = am_shape_of(tx->shapes, record);
    return *shape ? AM_KEPT_OK : am_tx_note(tx, AM_KEPT_MEMORY);
}

enum am_kept am_tx_query(struct am_tx *tx, const char *text, struct am_query **query)
{
    return am_tx_note(tx, am_sql_query(tx->sql, text, query));
}

static enum am_kept read_one(struct am_tx *tx, const struct am_shape *shape, am_id org, am_id id,
                             struct am_arena *arena, void *row)
{
    struct am_query *query;
    enum am_kept kept = am_tx_query(tx, shape->read, &query);
    if (kept != AM_KEPT_OK)
        return kept;
    am_query_bind_number(query, 1, org);
    am_query_bind_number(query, 2, id);
    bool found;
    kept = am_query_step(query, &found);
    if (kept == AM_KEPT_OK)
        kept = found ? am_read_columns(query, shape->record, org, arena, row) : AM_KEPT_NONE;
    am_query_done(query);
    return am_tx_note(tx, kept);
}

enum am_kept am_tx_read(struct am_tx *tx, const struct am_record *record, am_id org, am_id id,
                        struct am_arena *arena, void *row)
{
    const struct am_shape *shape;
    enum am_kept kept = am_tx_shape(tx, record, &shape);
    return kept == AM_KEPT_OK ? read_one(tx, shape, org, id, arena, row) : kept;
}

/* The INSERT of a row, bound and not run. */
static enum am_kept bind_add(struct am_tx *tx, const struct am_shape *shape, const void *row, int64_t version,
                             struct am_query **query)
{
    const struct am_row *head = row;
    if (!tx->writes)
        return AM_KEPT_READONLY;
    enum am_kept kept = am_tx_query(tx, shape->add, query);
    if (kept != AM_KEPT_OK)
        return kept;
    am_query_bind_number(*query, 1, head->org);
    am_query_bind_number(*query, 2, head->id);
    am_query_bind_number(*query, 3, version);
    am_query_bind_number(*query, 4, head->created_at_ms);
    kept = am_bind_fields(*query, 5, shape->record, row);
    if (kept != AM_KEPT_OK)
        am_query_done(*query);
    return kept;
}

static enum am_kept add(struct am_tx *tx, const struct am_record *record, void *row, int64_t version)
{
    const struct am_shape *shape;
    struct am_query *query;
    enum am_kept kept = am_tx_shape(tx, record, &shape);
    if (kept == AM_KEPT_OK)
        kept = bind_add(tx, shape, row, version, &query);
    if (kept != AM_KEPT_OK)
        return kept;
    kept = am_tx_note(tx, am_query_run(query));
    if (kept != AM_KEPT_OK)
        return kept;
    if (query->changed == 0)
        return AM_KEPT_TWICE;
    tx->wrote = true;
    ((struct am_row *)row)->version = version;
    return am_index_write(tx, shape, NULL, row);
}

enum am_kept am_tx_add(struct am_tx *tx, const struct am_record *record, void *row)
{
    return add(tx, record, row, 1);
}

enum am_kept am_tx_put(struct am_tx *tx, const struct am_record *record, void *row)
{
    return add(tx, record, row, ((const struct am_row *)row)->version);
}

enum am_kept am_tx_append(struct am_tx *tx, const struct am_record *record, void *row)
{
    const struct am_shape *shape;
    struct am_query *query;
    enum am_kept kept = am_tx_shape(tx, record, &shape);
    if (kept == AM_KEPT_OK)
        kept = bind_add(tx, shape, row, 1, &query);
    if (kept != AM_KEPT_OK)
        return kept;
    tx->wrote = true;
    ((struct am_row *)row)->version = 1;
    kept = am_tx_note(tx, tx->sql->driver->later(query, true));
    return kept == AM_KEPT_OK ? am_index_write(tx, shape, NULL, row) : kept;
}

/* Runs the UPDATE so that a key that is taken is an answer, on an engine too where it ends the transaction.
 */
static enum am_kept run_change(struct am_tx *tx, const struct am_shape *shape, struct am_query *query)
{
    const struct am_sql_driver *driver = tx->sql->driver;
    bool guarded = shape->single && driver->failure_spreads;
    if (guarded) {
        enum am_kept kept = driver->savepoint(tx->sql, AM_SAVEPOINT_STATEMENT);
        if (kept != AM_KEPT_OK) {
            am_query_done(query);
            return kept;
        }
    }
    enum am_kept kept = am_query_run(query);
    if (guarded) {
        enum am_kept after = kept == AM_KEPT_OK      ? driver->release(tx->sql, AM_SAVEPOINT_STATEMENT)
                             : kept == AM_KEPT_TWICE ? driver->roll_back_to(tx->sql, AM_SAVEPOINT_STATEMENT)
                                                     : AM_KEPT_OK;
        if (after != AM_KEPT_OK)
            return after;
    }
    return kept;
}

/* Nothing was changed: it is not there, or not in this version. */
static enum am_kept why_unchanged(struct am_tx *tx, const struct am_record *record, const struct am_row *head)
{
    int64_t count = 0;
    const struct am_where id = {.field = "id", .how = AM_IS, .number = head->id};
    enum am_kept kept = am_tx_count(tx, record, head->org, &id, 1, &count);
    return kept != AM_KEPT_OK ? kept : count ? AM_KEPT_CHANGED : AM_KEPT_NONE;
}

/* The UPDATE of a row, bound and not run. */
static enum am_kept bind_change(struct am_tx *tx, const struct am_shape *shape, const void *row,
                                struct am_query **query)
{
    const struct am_row *head = row;
    if (!tx->writes || shape->record->append_only)
        return AM_KEPT_READONLY;
    enum am_kept kept = am_tx_query(tx, shape->change, query);
    if (kept != AM_KEPT_OK)
        return kept;
    am_query_bind_number(*query, 1, head->org);
    am_query_bind_number(*query, 2, head->id);
    am_query_bind_number(*query, 3, head->version);
    kept = am_bind_fields(*query, 4, shape->record, row);
    if (kept != AM_KEPT_OK)
        am_query_done(*query);
    return kept;
}

static enum am_kept change(struct am_tx *tx, const struct am_shape *shape, void *row)
{
    struct am_query *query;
    enum am_kept kept = bind_change(tx, shape, row, &query);
    if (kept != AM_KEPT_OK)
        return kept;
    kept = am_tx_note(tx, run_change(tx, shape, query));
    if (kept != AM_KEPT_OK)
        return kept;
    if (query->changed == 0)
        return why_unchanged(tx, shape->record, row);
    tx->wrote = true;
    ((struct am_row *)row)->version++;
    return AM_KEPT_OK;
}

enum am_kept am_tx_change(struct am_tx *tx, const struct am_record *record, void *row)
{
    const struct am_shape *shape;
    struct am_row *head = row;
    enum am_kept kept = am_tx_shape(tx, record, &shape);
    if (kept != AM_KEPT_OK)
        return kept;
    if (!shape->kind || !tx->writes)
        return change(tx, shape, row);
    /* What is found by its words: those that it had are read first. */
    struct am_arena arena = {0};
    void *before = am_arena_take(&arena, record->size);
    kept = before ? read_one(tx, shape, head->org, head->id, &arena, before) : am_tx_note(tx, AM_KEPT_MEMORY);
    if (kept == AM_KEPT_OK)
        kept = change(tx, shape, row);
    if (kept == AM_KEPT_OK)
        kept = am_index_write(tx, shape, before, row);
    am_arena_dispose(&arena);
    return kept;
}

/* Both are bound: what came of them. Where nothing is sent ahead, a record that is another by now costs
 * nobody anything: nothing was written. */
static enum am_kept run_both(struct am_tx *tx, struct am_query *change, struct am_query *addition)
{
    const struct am_sql_driver *driver = tx->sql->driver;
    enum am_kept kept = driver->start(change);
    if (kept == AM_KEPT_OK)
        kept = driver->start(addition);
    if (kept == AM_KEPT_OK)
        kept = am_query_run(change);
    else
        am_query_done(change);
    tx->wrote = tx->wrote || driver->sends_ahead || kept != AM_KEPT_OK || change->changed > 0;
    if (kept == AM_KEPT_OK && change->changed == 0)
        kept = AM_KEPT_CHANGED;
    if (kept != AM_KEPT_OK) {
        am_query_done(addition);
        return kept;
    }
    kept = am_query_run(addition);
    return kept == AM_KEPT_OK && addition->changed == 0 ? AM_KEPT_TWICE : kept;
}

enum am_kept am_tx_change_and_add(struct am_tx *tx, const struct am_record *changed, void *change,
                                  const struct am_record *added, void *addition)
{
    const struct am_shape *one, *other;
    struct am_query *first, *second;
    enum am_kept kept = am_tx_shape(tx, changed, &one);
    if (kept == AM_KEPT_OK)
        kept = am_tx_shape(tx, added, &other);
    if (kept == AM_KEPT_OK && (one->kind || other->kind || one->single))
        kept = AM_KEPT_REFUSED;
    if (kept == AM_KEPT_OK)
        kept = bind_change(tx, one, change, &first);
    if (kept != AM_KEPT_OK)
        return kept;
    kept = bind_add(tx, other, addition, 1, &second);
    if (kept != AM_KEPT_OK) {
        am_query_done(first);
        return kept;
    }
    kept = am_tx_note(tx, run_both(tx, first, second));
    if (kept != AM_KEPT_OK)
        return kept;
    ((struct am_row *)change)->version++;
    ((struct am_row *)addition)->version = 1;
    return AM_KEPT_OK;
}
