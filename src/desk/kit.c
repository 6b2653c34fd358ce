#include "desk/kit.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "domain/kinds/all.h"

bool am_view_same(struct amends_view a, struct amends_view b)
{
    return a.len_bytes == b.len_bytes && (a.len_bytes == 0 || memcmp(a.bytes, b.bytes, a.len_bytes) == 0);
}

static bool blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

struct amends_view am_view_trim(struct amends_view text)
{
    while (text.len_bytes > 0 && blank(text.bytes[0]))
        text = (struct amends_view){text.bytes + 1, text.len_bytes - 1};
    while (text.len_bytes > 0 && blank(text.bytes[text.len_bytes - 1]))
        text.len_bytes--;
    return text;
}

struct amends_view am_view_of(const char *text)
{
    return (struct amends_view){text, strlen(text)};
}

struct amends_view am_doing_print(struct am_doing *doing, const char *format, ...)
{
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    const int len = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (len < 0 || (size_t)len >= sizeof text)
        return (struct amends_view){0};
    return am_arena_copy(doing->arena, (struct amends_view){text, (size_t)len});
}

/* One more page of a list behind what `all` holds already, which grows. */
static bool next_page(struct am_doing *doing, const struct am_record *record, struct am_list *list,
                      char **all, size_t *held, size_t *page)
{
    void *rows = NULL;
    *page = 0;
    if (!am_doing_kept(doing,
                       am_tx_list(doing->tx, record, doing->actor->org, list, doing->arena, &rows, page)))
        return false;
    if (*held == 0) {
        *all = rows;
        *held = *page;
        return true;
    }
    char *both = am_arena_take(doing->arena, (*held + *page) * record->size);
    if (both == NULL)
        return am_doing_kept(doing, AM_KEPT_MEMORY);
    memcpy(both, *all, *held * record->size);
    if (*page > 0)
        memcpy(both + *held * record->size, rows, *page * record->size);
    *all = both;
    *held += *page;
    return true;
}

bool am_doing_few(struct am_doing *doing, const struct am_record *record, const struct am_where *where,
                  size_t where_count, void **rows, size_t *count)
{
    struct am_list list = {.where = where, .where_count = where_count, .most = AM_LIST_MOST};
    char *all = NULL;
    size_t held = 0, page = 0;
    do {
        if (!next_page(doing, record, &list, &all, &held, &page))
            return false;
        if (held > AM_FEW_MOST)
            return am_refuse(doing, AM_REFUSED_STATE, "too-many", "more than %d of one kind", AM_FEW_MOST);
        if (held > 0) {
            list.resume = true;
            list.after_id = ((const struct am_row *)(all + (held - 1) * record->size))->id;
            list.after_by = list.after_id;
        }
    } while (page == AM_LIST_MOST);
    *rows = all;
    *count = held;
    return true;
}

bool am_refuse_field(struct am_doing *doing, const struct am_record *record, const char *field,
                     const char *expected)
{
    const bool first = doing->refused.kind == AM_REFUSED_NOT;
    am_refuse(doing, AM_REFUSED_FIELD, "invalid-field", "%s: %s is expected", field, expected);
    if (first) {
        doing->refused.flaw.field = am_record_field(record, am_view_of(field));
        snprintf(doing->refused.flaw.expected, sizeof doing->refused.flaw.expected, "%s", expected);
    }
    return false;
}

bool am_doing_references(struct am_doing *doing, const struct am_record *record, const void *row,
                         const void *before)
{
    for (size_t i = 0; i < record->field_count; i++) {
        const struct am_field *field = &record->fields[i];
        if (field->kind != AM_FIELD_ID || field->of == NULL)
            continue;
        const am_id id = *(const am_id *)am_field_of(field, row);
        if (id == 0 || (before != NULL && *(const am_id *)am_field_of(field, before) == id))
            continue;
        const struct am_record *other = am_record_named(am_view_of(field->of));
        const struct am_where where = {.field = "id", .how = AM_IS, .number = id};
        int64_t count = 0;
        if (!am_doing_kept(doing, am_tx_count(doing->tx, other, doing->actor->org, &where, 1, &count)))
            return false;
        if (count == 0) {
            char expected[80];
            snprintf(expected, sizeof expected, "the id of a %s", field->of);
            return am_refuse_field(doing, record, field->name, expected);
        }
    }
    return true;
}

static size_t size_of(const struct am_field *field)
{
    switch (field->kind) {
    case AM_FIELD_TEXT:
    case AM_FIELD_BYTES:
    case AM_FIELD_JSON:
        return sizeof(struct amends_view);
    case AM_FIELD_FLAG:
        return sizeof(bool);
    case AM_FIELD_CHOICE:
        return sizeof(int32_t);
    case AM_FIELD_ID:
    case AM_FIELD_NUMBER:
    case AM_FIELD_TIME:
    case AM_FIELD_MINOR:
        break;
    }
    return sizeof(int64_t);
}

static bool same_value(const struct am_field *field, const void *a, const void *b)
{
    if (size_of(field) == sizeof(struct amends_view))
        return am_view_same(*(const struct amends_view *)a, *(const struct amends_view *)b);
    return memcmp(a, b, size_of(field)) == 0;
}

bool am_doing_edit(struct am_doing *doing, const struct am_record *record, void *row, const void *wanted,
                   struct amends_view *detail)
{
    char text[1024];
    size_t len = (size_t)snprintf(text, sizeof text, "{\"fields\":[");
    bool any = false;
    for (size_t i = 0; i < record->field_count; i++) {
        const struct am_field *field = &record->fields[i];
        if ((field->flags & (AM_FIELD_FIXED | AM_FIELD_OURS)) != 0 ||
            same_value(field, am_field_of(field, row), am_field_of(field, wanted)))
            continue;
        memcpy(am_field_at(field, row), am_field_of(field, wanted), size_of(field));
        if (len + strlen(field->name) + 8 < sizeof text)
            len += (size_t)snprintf(text + len, sizeof text - len, "%s\"%s\"", any ? "," : "", field->name);
        any = true;
    }
    *detail = (struct amends_view){0};
    if (!any)
        return true;
    snprintf(text + len, sizeof text - len, "]}");
    *detail = am_doing_print(doing, "%s", text);
    return detail->len_bytes > 0 || am_doing_kept(doing, AM_KEPT_MEMORY);
}

void am_record_clear(const struct am_record *record, void *row)
{
    for (size_t i = 0; i < record->field_count; i++) {
        const struct am_field *field = &record->fields[i];
        if ((field->flags & AM_FIELD_PERSONAL) == 0)
            continue;
        void *at = am_field_at(field, row);
        if (size_of(field) != sizeof(struct amends_view))
            memset(at, 0, size_of(field));
        else if ((field->flags & AM_FIELD_REQUIRED) == 0)
            *(struct amends_view *)at = (struct amends_view){0};
        else
            *(struct amends_view *)at =
                am_view_of(field->kind == AM_FIELD_JSON ? AM_ERASED_JSON : AM_ERASED_TEXT);
    }
}

bool am_doing_changed(struct am_doing *doing, const struct am_record *record, void *row, int64_t version,
                      const char *action, struct amends_view detail)
{
    return am_doing_change(doing, record, row, version) &&
           am_audit_write(doing, action, record, ((const struct am_row *)row)->id, detail);
}

bool am_doing_added(struct am_doing *doing, const struct am_record *record, void *row, const char *action,
                    struct amends_view detail)
{
    return am_doing_add(doing, record, row) &&
           am_audit_write(doing, action, record, ((const struct am_row *)row)->id, detail);
}
