#include "faces/http/paging.h"

#include <sodium.h>
#include <string.h>

#include "faces/http/limits.h"
#include "faces/http/recordjson.h"
#include "faces/http/serving.h"

enum { CURSOR_BYTES = 20, CURSOR_LEN = 27, BASE64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING };

/* What the order of a list is known by (FNV-1a of its field and direction): a cursor of another is refused.
 */
static uint32_t order_of(const struct am_list *list)
{
    uint32_t value = list->descending ? 0x811c9dc6u : 0x811c9dc5u;
    for (const char *at = list->by ? list->by : "id"; *at; at++)
        value = (value ^ (unsigned char)*at) * 16777619u;
    return value;
}

bool am_paging_begin(const struct am_call_in *in, struct am_list *list, struct am_call_out *out)
{
    unsigned char bytes[CURSOR_BYTES];
    uint32_t order;
    size_t len = 0;
    list->most = in->limit + 1;
    if (!in->cursor.bytes)
        return true;
    if (sodium_base642bin(bytes, sizeof bytes, in->cursor.bytes, in->cursor.len_bytes, NULL, &len, NULL,
                          BASE64) != 0 ||
        len != sizeof bytes || (memcpy(&order, bytes, sizeof order), order != order_of(list))) {
        am_problem_field(out, 400, "cursor", "`next` of an answer to the same list");
        return false;
    }
    list->resume = true;
    memcpy(&list->after_by, bytes + 4, 8);
    memcpy(&list->after_id, bytes + 12, 8);
    return true;
}

/* What a row is ordered by: its id, when it was made, or one of its numbers. */
static int64_t value_of(const struct am_record *record, const struct am_list *list, const void *row)
{
    const struct am_row *head = row;
    if (!list->by || strcmp(list->by, "id") == 0)
        return head->id;
    if (strcmp(list->by, "created_at_ms") == 0)
        return head->created_at_ms;
    const struct am_field *field = am_record_field(record, (struct amends_view){list->by, strlen(list->by)});
    if (!field)
        return 0;
    if (field->kind == AM_FIELD_CHOICE)
        return *(const int32_t *)am_field_of(field, row);
    if (field->kind == AM_FIELD_FLAG)
        return *(const bool *)am_field_of(field, row);
    return *(const int64_t *)am_field_of(field, row);
}

void am_paging_behind(const struct am_record *record, struct am_list *list, const void *row)
{
    list->resume = true;
    list->after_by = value_of(record, list, row);
    list->after_id = ((const struct am_row *)row)->id;
}

static json_t *cursor_json(const struct am_list *list, int64_t by, am_id id)
{
    unsigned char bytes[CURSOR_BYTES];
    char text[CURSOR_LEN + 1];
    const uint32_t order = order_of(list);
    memcpy(bytes, &order, 4);
    memcpy(bytes + 4, &by, 8);
    memcpy(bytes + 12, &id, 8);
    sodium_bin2base64(text, sizeof text, bytes, sizeof bytes, BASE64);
    return json_string(text);
}

void am_paging_answer(const struct am_call_in *in, const struct am_record *record, const struct am_list *list,
                      const void *rows, size_t count, am_id looked_to, struct am_call_out *out)
{
    json_t *items = json_array();
    const size_t shown = count > in->limit ? in->limit : count;
    int failed = !items;
    for (size_t i = 0; i < shown; i++)
        failed |= json_array_append_new(items, am_record_json(record, (const char *)rows + i * record->size));
    json_t *next = json_null();
    if (count > shown && shown > 0) {
        const struct am_row *last = (const void *)((const char *)rows + (shown - 1) * record->size);
        next = cursor_json(list, value_of(record, list, last), last->id);
    } else if (looked_to != 0) {
        next = cursor_json(list, looked_to, looked_to);
    }
    out->json = json_pack("{s:o, s:o}", "items", items, "next", next);
    if (failed || !out->json)
        am_problem_of_kept(out, AM_KEPT_MEMORY);
}

/* A list's read. */
struct listing {
    const struct am_call_in *in;
    const struct am_record *record;
    const struct am_list *list;
    void *rows;
    size_t count;
};

static enum am_kept read_list(struct am_tx *tx, void *context)
{
    struct listing *listing = context;
    return am_tx_list(tx, listing->record, listing->in->actor->org, listing->list, listing->in->arena,
                      &listing->rows, &listing->count);
}

void am_paging_list(const struct am_call_in *in, const struct am_record *record, struct am_list *list,
                    struct am_call_out *out)
{
    struct listing listing = {.in = in, .record = record, .list = list};
    if (am_paging_begin(in, list, out) &&
        am_problem_of_kept(out, am_store_read(in->server->settings.store, read_list, &listing)))
        am_paging_answer(in, record, list, listing.rows, listing.count, 0, out);
}
