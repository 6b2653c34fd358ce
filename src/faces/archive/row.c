/* Between a record and its line. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "faces/archive/archive.h"

static const char *const head_names[] = {"org", "id", "version", "created_at_ms"};
enum { HEAD_COUNT = sizeof head_names / sizeof *head_names };

static bool in_part(const struct am_field *field, enum am_archive_part part)
{
    return ((field->flags & AM_FIELD_SECRET) != 0) == (part == AM_ARCHIVE_SECRETS);
}

bool am_archive_has(const struct am_record *record, enum am_archive_part part)
{
    if (part == AM_ARCHIVE_OPEN)
        return true;
    for (size_t i = 0; i < record->field_count; i++)
        if (in_part(&record->fields[i], part))
            return true;
    return false;
}

/* ---- writing */

static json_t *json_of_id(am_id id)
{
    char text[AM_ID_TEXT_LEN + 1];
    am_id_write(id, text);
    return json_string(text);
}

static json_t *json_of_bytes(struct amends_view bytes)
{
    const size_t size = sodium_base64_encoded_len(bytes.len_bytes, sodium_base64_VARIANT_ORIGINAL);
    char *text = malloc(size);
    if (!text)
        return NULL;
    sodium_bin2base64(text, size, (const unsigned char *)bytes.bytes, bytes.len_bytes,
                      sodium_base64_VARIANT_ORIGINAL);
    json_t *json = json_string(text);
    free(text);
    return json;
}

/* True with *json NULL: it is empty and left out. */
static bool json_of_field(const struct am_field *field, const void *row, json_t **json)
{
    const void *at = am_field_of(field, row);
    const struct amends_view *view = at;
    int32_t choice;
    *json = NULL;
    switch (field->kind) {
    case AM_FIELD_ID:
        if (*(const am_id *)at == 0)
            return true;
        *json = json_of_id(*(const am_id *)at);
        break;
    case AM_FIELD_TEXT:
    case AM_FIELD_JSON:
        if (!view->bytes)
            return true;
        *json = json_stringn(view->bytes, view->len_bytes);
        break;
    case AM_FIELD_BYTES:
        if (!view->bytes)
            return true;
        *json = json_of_bytes(*view);
        break;
    case AM_FIELD_FLAG:
        *json = json_boolean(*(const bool *)at);
        break;
    case AM_FIELD_CHOICE:
        choice = *(const int32_t *)at;
        *json = choice == -1 ? json_null() : json_string(am_choice_name(field, choice));
        break;
    default:
        if (field->kind == AM_FIELD_TIME && *(const int64_t *)at == 0)
            return true;
        *json = json_integer(*(const int64_t *)at);
    }
    return *json != NULL;
}

json_t *am_archive_line(const struct am_record *record, const void *row, enum am_archive_part part)
{
    const struct am_row *head = row;
    json_t *line = json_object();
    bool written = line && json_object_set_new(line, "org", json_of_id(head->org)) == 0 &&
                   json_object_set_new(line, "id", json_of_id(head->id)) == 0;
    if (part == AM_ARCHIVE_OPEN)
        written = written && json_object_set_new(line, "version", json_integer(head->version)) == 0 &&
                  json_object_set_new(line, "created_at_ms", json_integer(head->created_at_ms)) == 0;
    for (size_t i = 0; written && i < record->field_count; i++) {
        json_t *json = NULL;
        if (!in_part(&record->fields[i], part))
            continue;
        written = json_of_field(&record->fields[i], row, &json) &&
                  (!json || json_object_set_new(line, record->fields[i].name, json) == 0);
    }
    if (written)
        return line;
    json_decref(line);
    return NULL;
}

/* ---- reading */

struct taking {
    struct am_arena *arena;
    char *expected;
};

static bool wrong(struct taking *taking, const char *name, const char *what)
{
    snprintf(taking->expected, AM_ARCHIVE_EXPECTED_LEN, "%.60s: %s was expected", name, what);
    return false;
}

static struct amends_view view_of(const json_t *json)
{
    return (struct amends_view){json_string_value(json), json_string_length(json)};
}

static bool take_id(const json_t *json, am_id *out)
{
    return json_is_string(json) && am_id_read(view_of(json), out);
}

static bool take_bytes(struct taking *taking, const json_t *json, struct amends_view *out)
{
    const struct amends_view text = view_of(json);
    size_t len;
    char *bytes = am_arena_take(taking->arena, text.len_bytes + 1);
    if (!bytes || sodium_base642bin((unsigned char *)bytes, text.len_bytes + 1, text.bytes, text.len_bytes,
                                    NULL, &len, NULL, sodium_base64_VARIANT_ORIGINAL) != 0)
        return false;
    *out = (struct amends_view){bytes, len};
    return true;
}

static bool take_text(struct taking *taking, const struct am_field *field, const json_t *json, void *at)
{
    struct amends_view *out = at;
    if (!json_is_string(json))
        return wrong(taking, field->name, "a text");
    if (field->kind == AM_FIELD_BYTES)
        return take_bytes(taking, json, out) || wrong(taking, field->name, "base 64");
    *out = am_arena_copy(taking->arena, view_of(json));
    /* An empty text is there, and is none. */
    if (!out->bytes && json_string_length(json) == 0)
        *out = (struct amends_view){"", 0};
    return out->bytes || wrong(taking, field->name, "more memory");
}

static bool take_field(struct taking *taking, const struct am_field *field, const json_t *json, void *at)
{
    switch (field->kind) {
    case AM_FIELD_ID:
        return take_id(json, at) || wrong(taking, field->name, "an id");
    case AM_FIELD_TEXT:
    case AM_FIELD_JSON:
    case AM_FIELD_BYTES:
        return take_text(taking, field, json, at);
    case AM_FIELD_FLAG:
        if (!json_is_boolean(json))
            return wrong(taking, field->name, "true or false");
        *(bool *)at = json_is_true(json);
        return true;
    case AM_FIELD_CHOICE:
        *(int32_t *)at = json_is_string(json) ? am_choice_find(field, view_of(json)) : -1;
        if (!json_is_null(json) && *(int32_t *)at < 0)
            return wrong(taking, field->name, "one of its choices, or null");
        return true;
    default:
        if (!json_is_integer(json))
            return wrong(taking, field->name, "a whole number");
        *(int64_t *)at = json_integer_value(json);
        return true;
    }
}

static bool is_head(const char *name)
{
    for (size_t i = 0; i < HEAD_COUNT; i++)
        if (strcmp(head_names[i], name) == 0)
            return true;
    return false;
}

/* What is no field would be lost unseen. */
static bool all_known(struct taking *taking, const struct am_record *record, const json_t *line,
                      enum am_archive_part part)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)line, name, value)
    {
        const struct am_field *field = am_record_field(record, (struct amends_view){name, strlen(name)});
        if (!is_head(name) && !(field && in_part(field, part)))
            return wrong(taking, name, "a field of this kind of record");
    }
    return true;
}

static bool take_head(struct taking *taking, const json_t *line, struct am_row *head)
{
    const json_t *version = json_object_get(line, "version"), *made = json_object_get(line, "created_at_ms");
    if (!take_id(json_object_get(line, "org"), &head->org))
        return wrong(taking, "org", "an id");
    if (!take_id(json_object_get(line, "id"), &head->id))
        return wrong(taking, "id", "an id");
    if (!json_is_integer(version) || json_integer_value(version) < 1)
        return wrong(taking, "version", "a whole number from 1");
    if (!json_is_integer(made) || json_integer_value(made) < 0 || json_integer_value(made) > AM_TIME_MOST_MS)
        return wrong(taking, "created_at_ms", "milliseconds since 1970");
    head->version = json_integer_value(version);
    head->created_at_ms = json_integer_value(made);
    return true;
}

bool am_archive_take(const struct am_record *record, const json_t *line, enum am_archive_part part,
                     struct am_arena *arena, void *row, char expected[AM_ARCHIVE_EXPECTED_LEN])
{
    struct taking taking = {arena, expected};
    if (!json_is_object(line))
        return wrong(&taking, record->name, "an object");
    if (!all_known(&taking, record, line, part))
        return false;
    if (part == AM_ARCHIVE_OPEN) {
        am_record_empty(record, row);
        if (!take_head(&taking, line, row))
            return false;
    }
    for (size_t i = 0; i < record->field_count; i++) {
        const struct am_field *field = &record->fields[i];
        const json_t *json = in_part(field, part) ? json_object_get(line, field->name) : NULL;
        if (json && !take_field(&taking, field, json, am_field_at(field, row)))
            return false;
    }
    return true;
}
