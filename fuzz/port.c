#include "fuzz/port.h"

#include <string.h>

#include "store/store.h"
#include "store/whole.h"

enum { ROWS = 2, A_COUNTER = 7 };

/* Only its address is used. */
am_store *fuzz_store(void)
{
    static char nothing;
    return (am_store *)(void *)&nothing;
}

static struct am_tx *a_tx(void)
{
    return (struct am_tx *)(void *)fuzz_store();
}

static struct amends_view text_for(const struct am_field *field, struct am_arena *arena)
{
    static const struct {
        const char *name, *text;
    } known[] = {{"currency", "EUR"}, {"lang", "en"}, {"zone", "UTC"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(field->name, known[i].name) == 0)
            return (struct amends_view){known[i].text, strlen(known[i].text)};
    const size_t len = field->least > 1 ? (size_t)field->least : 1;
    char *text = am_arena_take(arena, len + 1);
    if (!text)
        return (struct amends_view){NULL, 0};
    memset(text, 'x', len);
    return (struct amends_view){text, len};
}

static void fill(const struct am_field *field, struct am_arena *arena, void *at)
{
    switch (field->kind) {
    case AM_FIELD_TEXT:
        *(struct amends_view *)at = text_for(field, arena);
        break;
    case AM_FIELD_JSON:
        *(struct amends_view *)at = (struct amends_view){"{}", 2};
        break;
    case AM_FIELD_BYTES:
        *(struct amends_view *)at = (struct amends_view){"0123456789abcdef0123456789abcdef", 32};
        break;
    case AM_FIELD_ID:
        *(am_id *)at = 1;
        break;
    case AM_FIELD_TIME:
    case AM_FIELD_NUMBER:
    case AM_FIELD_MINOR:
        *(int64_t *)at = field->least > 1 ? field->least : 1;
        break;
    case AM_FIELD_CHOICE:
        *(int32_t *)at = 0;
        break;
    case AM_FIELD_FLAG:
        break;
    }
}

void fuzz_row(const struct am_record *record, am_id org, am_id id, struct am_arena *arena, void *row)
{
    struct am_row *head = row;
    am_record_empty(record, row);
    *head = (struct am_row){.org = org, .id = id, .version = 1, .created_at_ms = 1};
    for (size_t i = 0; i < record->field_count; i++) {
        const struct am_field *field = &record->fields[i];
        void *at = (char *)row + field->offset;
        if (field->flags & AM_FIELD_REQUIRED || strcmp(field->name, "currency") == 0)
            fill(field, arena, at);
        if (field->kind == AM_FIELD_FLAG && strcmp(field->name, "active") == 0)
            *(bool *)at = true;
    }
}

enum am_kept am_store_read(am_store *store, am_job job, void *context)
{
    (void)store;
    return job(a_tx(), context);
}

enum am_kept am_store_write(am_store *store, am_job job, void *context)
{
    return am_store_read(store, job, context);
}

enum am_kept am_tx_read(struct am_tx *tx, const struct am_record *record, am_id org, am_id id,
                        struct am_arena *arena, void *row)
{
    (void)tx;
    if (id == 0 || (id & 3) == 3)
        return AM_KEPT_NONE;
    fuzz_row(record, org, id, arena, row);
    return arena->failed ? AM_KEPT_MEMORY : AM_KEPT_OK;
}

enum am_kept am_tx_list(struct am_tx *tx, const struct am_record *record, am_id org,
                        const struct am_list *list, struct am_arena *arena, void **rows, size_t *count)
{
    (void)tx;
    *count = list->resume || list->most < 1 ? 0 : list->most < ROWS ? list->most : ROWS;
    /* Of what must be single in its kind there is nothing yet, so that writes go on. */
    for (size_t i = 0; i < list->where_count; i++)
        if (list->where[i].text.bytes)
            *count = 0;
    char *made = am_arena_take(arena, ROWS * record->size);
    if (!made)
        return AM_KEPT_MEMORY;
    for (size_t i = 0; i < *count; i++)
        fuzz_row(record, org, list->descending ? (am_id)(9 - i) : (am_id)(8 + i), arena,
                 made + i * record->size);
    *rows = made;
    return AM_KEPT_OK;
}

enum am_kept am_tx_search(struct am_tx *tx, const struct am_record *record, am_id org,
                          struct amends_view words, const struct am_list *list, struct am_arena *arena,
                          void **rows, size_t *count, am_id *looked_to)
{
    (void)words;
    *looked_to = list->descending ? 1 : 0;
    return am_tx_list(tx, record, org, list, arena, rows, count);
}

enum am_kept am_tx_count(struct am_tx *tx, const struct am_record *record, am_id org,
                         const struct am_where *where, size_t where_count, int64_t *count)
{
    (void)tx, (void)record, (void)org, (void)where, (void)where_count;
    *count = ROWS;
    return AM_KEPT_OK;
}

enum am_kept am_tx_sum(struct am_tx *tx, const struct am_record *record, am_id org,
                       const struct am_where *where, size_t where_count, const char *field, int64_t *sum)
{
    (void)tx, (void)record, (void)org, (void)where, (void)where_count, (void)field;
    *sum = 0;
    return AM_KEPT_OK;
}

/* What is written must be sound: the store takes it as it is. */
static enum am_kept take(const struct am_record *record, const void *row)
{
    struct am_flaw flaw = {0};
    if (!am_record_sound(record, row, &flaw))
        __builtin_trap();
    return AM_KEPT_OK;
}

enum am_kept am_tx_add(struct am_tx *tx, const struct am_record *record, void *row)
{
    (void)tx;
    ((struct am_row *)row)->version = 1;
    return take(record, row);
}

enum am_kept am_tx_put(struct am_tx *tx, const struct am_record *record, void *row)
{
    (void)tx;
    return take(record, row);
}

enum am_kept am_tx_change(struct am_tx *tx, const struct am_record *record, void *row)
{
    (void)tx;
    ((struct am_row *)row)->version++;
    return take(record, row);
}

enum am_kept am_tx_append(struct am_tx *tx, const struct am_record *record, void *row)
{
    return am_tx_add(tx, record, row);
}

enum am_kept am_tx_change_and_add(struct am_tx *tx, const struct am_record *changed, void *change,
                                  const struct am_record *added, void *addition)
{
    const enum am_kept kept = am_tx_change(tx, changed, change);
    return kept == AM_KEPT_OK ? am_tx_add(tx, added, addition) : kept;
}

enum am_kept am_tx_remove(struct am_tx *tx, const struct am_record *record, am_id org,
                          const struct am_where *where, size_t where_count, int64_t *count)
{
    (void)tx, (void)record, (void)org, (void)where, (void)where_count;
    *count = 1;
    return AM_KEPT_OK;
}

enum am_kept am_tx_clear(struct am_tx *tx, am_id org, const char *spared)
{
    (void)tx, (void)org, (void)spared;
    return AM_KEPT_OK;
}

enum am_kept am_tx_next(struct am_tx *tx, am_id org, const char *counter, int64_t *number)
{
    (void)tx, (void)org, (void)counter;
    *number = A_COUNTER;
    return AM_KEPT_OK;
}

void am_tx_leave(struct am_tx *tx, am_id org, const char *counter, struct amends_view bytes)
{
    (void)tx, (void)org, (void)counter, (void)bytes;
}

struct amends_view am_tx_left(struct am_tx *tx, am_id org, const char *counter, struct am_arena *arena)
{
    (void)tx, (void)org, (void)counter, (void)arena;
    return (struct amends_view){0};
}

enum am_kept am_tx_organisations(struct am_tx *tx, struct am_arena *arena, am_id **ids, size_t *count)
{
    (void)tx, (void)arena;
    *ids = NULL;
    *count = 0;
    return AM_KEPT_OK;
}

enum am_kept am_tx_counters(struct am_tx *tx, am_id org, struct am_arena *arena, struct am_counter **counters,
                            size_t *count)
{
    (void)tx, (void)org, (void)arena;
    *counters = NULL;
    *count = 0;
    return AM_KEPT_OK;
}

enum am_kept am_tx_counter_put(struct am_tx *tx, am_id org, struct amends_view name, int64_t value)
{
    (void)tx, (void)org, (void)name, (void)value;
    return AM_KEPT_OK;
}

enum am_kept am_store_writes(am_store *store)
{
    (void)store;
    return AM_KEPT_OK;
}

struct am_store_counts am_store_counts(const am_store *store)
{
    (void)store;
    return (struct am_store_counts){0};
}

void am_store_trouble(am_store *store, char trouble[AM_STORE_TROUBLE_LEN])
{
    (void)store;
    trouble[0] = 0;
}

const char *am_kept_name(enum am_kept kept)
{
    return kept == AM_KEPT_OK ? "ok" : "not ok";
}
