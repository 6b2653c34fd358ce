/* Notices are kept for a day. */
#include "faces/http/live/hub.h"

struct sweeping {
    am_id org;
    int64_t before_ms, *count;
};

static enum am_kept sweep(struct am_tx *tx, void *context)
{
    const struct sweeping *sweeping = context;
    struct am_arena arena = {0};
    void *rows = NULL;
    size_t found = 0;
    const struct am_list newest = {.by = "number", .descending = true, .most = 1};
    *sweeping->count = 0;
    enum am_kept kept = am_tx_list(tx, &am_notice_record, sweeping->org, &newest, &arena, &rows, &found);
    if (kept == AM_KEPT_OK && found > 0) {
        const struct am_where old[] = {
            {.field = "created_at_ms", .how = AM_BELOW, .number = sweeping->before_ms},
            {.field = "number", .how = AM_BELOW, .number = ((const struct am_notice *)rows)->number}};
        kept = am_tx_remove(tx, &am_notice_record, sweeping->org, old, 2, sweeping->count);
    }
    am_arena_dispose(&arena);
    return kept;
}

enum am_kept am_live_sweep(am_store *store, am_id org, int64_t now_ms, int64_t *count)
{
    struct sweeping sweeping = {org, now_ms - AM_LIVE_KEPT_MS, count};
    return am_store_write(store, sweep, &sweeping);
}
