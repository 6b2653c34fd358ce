/* Between a record in memory and the columns of its table. */
#include "store/tx.h"

#include <stdlib.h>
#include <string.h>

static struct amends_view view_at(const struct am_field *field, const void *row)
{
    struct amends_view view;
    memcpy(&view, am_field_of(field, row), sizeof view);
    return view;
}

static int64_t number_at(const struct am_field *field, const void *row)
{
    const void *at = am_field_of(field, row);
    if (field->kind == AM_FIELD_FLAG)
        return *(const bool *)at;
    if (field->kind == AM_FIELD_CHOICE)
        return *(const int32_t *)at;
    return *(const int64_t *)at;
}

enum am_kept am_bind_fields(struct am_query *query, unsigned first, const struct am_record *record,
                            const void *row)
{
    for (size_t i = 0; i < record->field_count; i++) {
        const struct am_field *field = &record->fields[i];
        unsigned at = first + (unsigned)i;
        switch (field->kind) {
        case AM_FIELD_TEXT:
        case AM_FIELD_JSON:
            /* PostgreSQL takes no other; neither do we on SQLite. */
            if (!am_text_storable(view_at(field, row)))
                return AM_KEPT_REFUSED;
            am_query_bind_text(query, at, view_at(field, row));
            break;
        case AM_FIELD_BYTES:
            am_query_bind_bytes(query, at, view_at(field, row));
            break;
        default:
            am_query_bind_number(query, at, number_at(field, row));
        }
    }
    return AM_KEPT_OK;
}

static bool read_field(struct am_query *query, unsigned column, const struct am_field *field,
                       struct am_arena *arena, void *row)
{
    void *at = am_field_at(field, row);
    switch (field->kind) {
    case AM_FIELD_TEXT:
    case AM_FIELD_JSON:
    case AM_FIELD_BYTES: {
        struct amends_view stored = am_query_view(query, column);
        struct amends_view copy = am_arena_copy(arena, stored);
        memcpy(at, &copy, sizeof copy);
        return !stored.bytes || copy.bytes;
    }
    case AM_FIELD_FLAG:
        *(bool *)at = am_query_number(query, column) != 0;
        return true;
    case AM_FIELD_CHOICE:
        *(int32_t *)at = (int32_t)am_query_number(query, column);
        return true;
    default:
        *(int64_t *)at = am_query_number(query, column);
        return true;
    }
}

enum am_kept am_read_columns(struct am_query *query, const struct am_record *record, am_id org,
                             struct am_arena *arena, void *row)
{
    struct am_row *head = row;
    memset(row, 0, record->size);
    head->org = org;
    head->id = am_query_number(query, 0);
    head->version = am_query_number(query, 1);
    head->created_at_ms = am_query_number(query, 2);
    for (size_t i = 0; i < record->field_count; i++)
        if (!read_field(query, AM_ROW_COLUMNS + (unsigned)i, &record->fields[i], arena, row))
            return AM_KEPT_MEMORY;
    return AM_KEPT_OK;
}

enum am_kept am_read_rows(struct am_query *query, const struct am_record *record, am_id org, unsigned most,
                          struct am_arena *arena, void **rows, size_t *count)
{
    size_t room = 0, filled = 0;
    char *array = NULL;
    bool row;
    enum am_kept kept;
    while ((kept = am_query_step(query, &row)) == AM_KEPT_OK && row && filled < most) {
        if (filled == room) {
            room = room ? room * 2 : 16;
            char *grown = am_arena_take(arena, (room < most ? room : most) * record->size);
            if (!grown) {
                kept = AM_KEPT_MEMORY;
                break;
            }
            if (filled)
                memcpy(grown, array, filled * record->size);
            array = grown;
        }
        kept = am_read_columns(query, record, org, arena, array + filled * record->size);
        if (kept != AM_KEPT_OK)
            break;
        filled++;
    }
    am_query_done(query);
    if (kept == AM_KEPT_OK) {
        *rows = array;
        *count = filled;
    }
    return kept;
}
