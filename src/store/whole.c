#include "store/whole.h"

#include <string.h>

#include "domain/kinds/all.h"
#include "store/tx.h"

enum { SOME = 16 };

enum am_kept am_tx_organisations(struct am_tx *tx, struct am_arena *arena, am_id **ids, size_t *count)
{
    struct am_query *query;
    size_t room = 0, filled = 0;
    am_id *array = NULL;
    bool row;
    if (tx->broken != AM_KEPT_OK)
        return tx->broken;
    enum am_kept kept = am_tx_query(tx, "SELECT \"org\" FROM \"organisations\" ORDER BY \"org\"", &query);
    if (kept != AM_KEPT_OK)
        return kept;
    while ((kept = am_query_step(query, &row)) == AM_KEPT_OK && row) {
        if (filled == room) {
            am_id *grown = am_arena_take(arena, (room ? room * 2 : SOME) * sizeof *grown);
            if (!grown) {
                kept = AM_KEPT_MEMORY;
                break;
            }
            if (filled)
                memcpy(grown, array, filled * sizeof *grown);
            room = room ? room * 2 : SOME;
            array = grown;
        }
        array[filled++] = am_query_number(query, 0);
    }
    am_query_done(query);
    *ids = array;
    *count = filled;
    return am_tx_note(tx, kept);
}

static enum am_kept read_counters(struct am_query *query, struct am_arena *arena,
                                  struct am_counter **counters, size_t *count)
{
    size_t room = 0, filled = 0;
    struct am_counter *array = NULL;
    bool row;
    enum am_kept kept;
    while ((kept = am_query_step(query, &row)) == AM_KEPT_OK && row) {
        if (filled == room) {
            struct am_counter *grown = am_arena_take(arena, (room ? room * 2 : SOME) * sizeof *grown);
            if (!grown)
                return AM_KEPT_MEMORY;
            if (filled)
                memcpy(grown, array, filled * sizeof *grown);
            room = room ? room * 2 : SOME;
            array = grown;
        }
        array[filled].name = am_arena_copy(arena, am_query_view(query, 0));
        array[filled].value = am_query_number(query, 1);
        if (!array[filled++].name.bytes)
            return AM_KEPT_MEMORY;
    }
    *counters = array;
    *count = filled;
    return kept;
}

enum am_kept am_tx_counters(struct am_tx *tx, am_id org, struct am_arena *arena, struct am_counter **counters,
                            size_t *count)
{
    struct am_query *query;
    if (tx->broken != AM_KEPT_OK)
        return tx->broken;
    enum am_kept kept = am_held_write(tx);
    if (kept != AM_KEPT_OK)
        return kept;
    /* Not by the database's own order of letters, which differs. */
    kept = am_tx_query(
        tx,
        "SELECT \"name\",\"value\" FROM \"counters\" WHERE \"org\" = $1 ORDER BY LENGTH(\"name\"),\"name\"",
        &query);
    if (kept != AM_KEPT_OK)
        return kept;
    am_query_bind_number(query, 1, org);
    kept = read_counters(query, arena, counters, count);
    am_query_done(query);
    return am_tx_note(tx, kept);
}

enum am_kept am_tx_counter_put(struct am_tx *tx, am_id org, struct amends_view name, int64_t value)
{
    struct am_query *query;
    if (tx->broken != AM_KEPT_OK)
        return tx->broken;
    if (!tx->writes)
        return AM_KEPT_READONLY;
    if (!am_text_storable(name))
        return AM_KEPT_REFUSED;
    enum am_kept kept = am_tx_query(tx,
                                    "INSERT INTO \"counters\" (\"org\",\"name\",\"value\") VALUES ($1,$2,$3) "
                                    "ON CONFLICT (\"org\",\"name\") DO NOTHING",
                                    &query);
    if (kept != AM_KEPT_OK)
        return kept;
    am_query_bind_number(query, 1, org);
    am_query_bind_text(query, 2, name);
    am_query_bind_number(query, 3, value);
    kept = am_tx_note(tx, am_query_run(query));
    return kept == AM_KEPT_OK && query->changed == 0 ? AM_KEPT_TWICE : kept;
}

static enum am_kept forget_counters(struct am_tx *tx, am_id org, const char *spared)
{
    struct am_query *query;
    enum am_kept kept = am_held_write(tx);
    am_held_drop(tx, org);
    if (kept == AM_KEPT_OK)
        kept = am_tx_query(tx, "DELETE FROM \"counters\" WHERE \"org\" = $1 AND NOT \"name\" = $2", &query);
    if (kept != AM_KEPT_OK)
        return kept;
    am_query_bind_number(query, 1, org);
    am_query_bind_text(query, 2, (struct amends_view){spared, strlen(spared)});
    return am_tx_note(tx, am_query_run(query));
}

enum am_kept am_tx_clear(struct am_tx *tx, am_id org, const char *spared)
{
    size_t count;
    int64_t removed;
    const struct am_record *const *records = am_records(&count);
    if (tx->broken != AM_KEPT_OK)
        return tx->broken;
    if (!tx->writes)
        return AM_KEPT_READONLY;
    enum am_kept kept = forget_counters(tx, org, spared ? spared : "");
    for (size_t i = 0; i < count && kept == AM_KEPT_OK; i++)
        kept = am_tx_remove(tx, records[i], org, NULL, 0, &removed);
    return kept;
}
