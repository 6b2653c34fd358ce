/*
 * Counters that the writer's transaction holds: the first number of each is taken in the database, which
 * locks its row until the end, so what follows is counted here and written once before the commit.
 */
#include <string.h>

#include "store/tx.h"

void am_held_begin(struct am_tx *tx, bool holds)
{
    tx->held = tx->held_before = (struct am_held){.holds = holds};
}

void am_held_begin_job(struct am_tx *tx)
{
    tx->held_before.count = tx->held.count;
    memcpy(tx->held_before.counters, tx->held.counters, tx->held.count * sizeof tx->held.counters[0]);
}

void am_held_take_back_job(struct am_tx *tx)
{
    tx->held.count = tx->held_before.count;
    memcpy(tx->held.counters, tx->held_before.counters, tx->held.count * sizeof tx->held.counters[0]);
}

static struct am_held_counter *find(struct am_tx *tx, am_id org, const char *name)
{
    for (unsigned i = 0; i < tx->held.count; i++)
        if (tx->held.counters[i].org == org && strcmp(tx->held.counters[i].name, name) == 0)
            return &tx->held.counters[i];
    return NULL;
}

/* Holds a counter from now on; what has no room is taken in the database each time. */
static void hold(struct am_tx *tx, am_id org, const char *name, int64_t value)
{
    size_t len = strlen(name);
    if (!tx->held.holds || tx->held.count == AM_HELD_MOST || len >= sizeof tx->held.counters[0].name)
        return;
    struct am_held_counter *counter = &tx->held.counters[tx->held.count++];
    *counter = (struct am_held_counter){.org = org, .value = value};
    memcpy(counter->name, name, len);
}

static enum am_kept take_stored(struct am_tx *tx, am_id org, const char *name, int64_t *number)
{
    struct am_query *query;
    enum am_kept kept = am_tx_query(tx,
                                    "INSERT INTO \"counters\" (\"org\",\"name\",\"value\") VALUES ($1,$2,1) "
                                    "ON CONFLICT (\"org\",\"name\") DO UPDATE SET \"value\" = "
                                    "\"counters\".\"value\" + 1 RETURNING \"value\"",
                                    &query);
    if (kept != AM_KEPT_OK)
        return kept;
    am_query_bind_number(query, 1, org);
    am_query_bind_text(query, 2, (struct amends_view){name, strlen(name)});
    bool row;
    kept = am_query_step(query, &row);
    if (kept == AM_KEPT_OK && row)
        *number = am_query_number(query, 0);
    am_query_done(query);
    return am_tx_note(tx, kept == AM_KEPT_OK && !row ? AM_KEPT_DAMAGED : kept);
}

enum am_kept am_tx_next(struct am_tx *tx, am_id org, const char *counter, int64_t *number)
{
    if (tx->broken != AM_KEPT_OK)
        return tx->broken;
    if (!tx->writes)
        return AM_KEPT_READONLY;
    struct am_held_counter *held = find(tx, org, counter);
    tx->wrote = true;
    if (held) {
        *number = ++held->value;
        held->unwritten = true;
        return AM_KEPT_OK;
    }
    enum am_kept kept = take_stored(tx, org, counter, number);
    if (kept == AM_KEPT_OK)
        hold(tx, org, counter, *number);
    return kept;
}

void am_tx_leave(struct am_tx *tx, am_id org, const char *counter, struct amends_view bytes)
{
    struct am_held_counter *held = find(tx, org, counter);
    if (!held || bytes.len_bytes > sizeof held->left)
        return;
    memcpy(held->left, bytes.bytes, bytes.len_bytes);
    held->left_len = (unsigned)bytes.len_bytes;
    held->left_at = held->value;
}

struct amends_view am_tx_left(struct am_tx *tx, am_id org, const char *counter, struct am_arena *arena)
{
    struct am_held_counter *held = find(tx, org, counter);
    if (!held || held->left_len == 0 || held->left_at != held->value - 1)
        return (struct amends_view){0};
    return am_arena_copy(arena, (struct amends_view){held->left, held->left_len});
}

void am_held_drop(struct am_tx *tx, am_id org)
{
    unsigned kept = 0;
    for (unsigned i = 0; i < tx->held.count; i++)
        if (tx->held.counters[i].org != org)
            tx->held.counters[kept++] = tx->held.counters[i];
    tx->held.count = kept;
}

enum am_kept am_held_write(struct am_tx *tx)
{
    for (unsigned i = 0; i < tx->held.count; i++) {
        struct am_held_counter *held = &tx->held.counters[i];
        struct am_query *query;
        if (!held->unwritten)
            continue;
        enum am_kept kept = am_tx_query(
            tx, "UPDATE \"counters\" SET \"value\" = $3 WHERE \"org\" = $1 AND \"name\" = $2", &query);
        if (kept != AM_KEPT_OK)
            return kept;
        am_query_bind_number(query, 1, held->org);
        am_query_bind_text(query, 2, (struct amends_view){held->name, strlen(held->name)});
        am_query_bind_number(query, 3, held->value);
        kept = am_tx_note(tx, tx->sql->driver->later(query, true));
        if (kept != AM_KEPT_OK)
            return kept;
        held->unwritten = false;
    }
    return AM_KEPT_OK;
}
