#include "faces/http/recordjson.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "amends/authority.h"
#include "amends/limits.h"
#include "faces/http/timetext.h"
#include "faces/json/fields.h"

void am_field_outside(const struct am_field *field, char name[AM_OUTSIDE_NAME_MAX])
{
    static const char *const units[] = {"_ms", "_minor", "_bp", "_permille", "_"};
    size_t len = strlen(field->name);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        const size_t unit_len = strlen(units[i]);
        if (len > unit_len && memcmp(field->name + len - unit_len, units[i], unit_len) == 0) {
            len -= unit_len;
            break;
        }
    }
    len = len < AM_OUTSIDE_NAME_MAX ? len : AM_OUTSIDE_NAME_MAX - 1;
    memcpy(name, field->name, len);
    name[len] = 0;
}

static bool ends_with(const char *name, const char *end)
{
    const size_t len = strlen(name), end_len = strlen(end);
    return len > end_len && strcmp(name + len - end_len, end) == 0;
}

unsigned am_field_decimals(const struct am_field *field)
{
    if (field->kind != AM_FIELD_NUMBER)
        return 0;
    return ends_with(field->name, "_bp") ? 2 : ends_with(field->name, "_permille") ? 3 : 0;
}

bool am_field_goes_out(const struct am_field *field)
{
    return field->kind != AM_FIELD_BYTES && !(field->flags & AM_FIELD_SECRET);
}

bool am_field_comes_in(const struct am_field *field, bool making)
{
    if (field->kind == AM_FIELD_BYTES || field->flags & (AM_FIELD_OURS | AM_FIELD_SECRET))
        return false;
    return making || !(field->flags & AM_FIELD_FIXED);
}

/* ---- out */

static json_t *id_json(am_id id)
{
    char text[AM_ID_TEXT_LEN + 1];
    if (id == 0)
        return json_null();
    am_id_write(id, text);
    return json_string(text);
}

static json_t *time_json(int64_t time_ms)
{
    char text[AM_TIME_TEXT_LEN + 1];
    if (time_ms == 0)
        return json_null();
    am_time_write(time_ms, text);
    return json_string(text);
}

/* Up to fifteen digits survive as a double when they are printed with fifteen (exchange.c does). */
static json_t *decimal_json(int64_t scaled, unsigned digits)
{
    int64_t unit = 1;
    for (unsigned i = 0; i < digits; i++)
        unit *= 10;
    if (scaled % unit == 0)
        return json_integer(scaled / unit);
    return json_real((double)scaled / (double)unit);
}

unsigned am_field_currency_digits(const struct am_record *record, const struct am_field *field,
                                  const void *row)
{
    char code[4] = "";
    const struct am_field *of =
        field->of ? am_record_field(record, (struct amends_view){field->of, strlen(field->of)}) : NULL;
    if (of) {
        const struct amends_view *text = am_field_of(of, row);
        if (text->len_bytes == 3)
            memcpy(code, text->bytes, 3);
    }
    return amends_currency_digits(code);
}

static json_t *text_json(struct amends_view text)
{
    return json_stringn(text.bytes ? text.bytes : "", text.len_bytes);
}

static json_t *value_json(const struct am_record *record, const struct am_field *field, const void *row)
{
    const void *at = am_field_of(field, row);
    switch (field->kind) {
    case AM_FIELD_ID:
        return id_json(*(const am_id *)at);
    case AM_FIELD_TEXT:
        return text_json(*(const struct amends_view *)at);
    case AM_FIELD_NUMBER:
        if (am_field_decimals(field) > 0 && *(const int64_t *)at < 0)
            return json_null();
        return decimal_json(*(const int64_t *)at, am_field_decimals(field));
    case AM_FIELD_FLAG:
        return json_boolean(*(const bool *)at);
    case AM_FIELD_TIME:
        return time_json(*(const int64_t *)at);
    case AM_FIELD_MINOR:
        if (*(const int64_t *)at < 0)
            return json_null();
        return decimal_json(*(const int64_t *)at, am_field_currency_digits(record, field, row));
    case AM_FIELD_CHOICE:
        if (*(const int32_t *)at < 0)
            return json_null();
        return json_string(am_choice_name(field, *(const int32_t *)at));
    case AM_FIELD_JSON: {
        const struct amends_view *text = at;
        json_t *json = json_loadb(text->bytes ? text->bytes : "", text->len_bytes, JSON_DECODE_ANY, NULL);
        return json ? json : json_null();
    }
    case AM_FIELD_BYTES:
        break;
    }
    return json_null();
}

json_t *am_record_json(const struct am_record *record, const void *row)
{
    json_t *json = json_object();
    int failed = !json;
    if (record->plural) {
        const struct am_row *head = row;
        failed |= json_object_set_new(json, "id", id_json(head->id));
        failed |= json_object_set_new(json, "created_at", time_json(head->created_at_ms));
        failed |= json_object_set_new(json, "version", json_integer(head->version));
    }
    for (size_t i = 0; i < record->field_count; i++) {
        const struct am_field *field = &record->fields[i];
        char name[AM_OUTSIDE_NAME_MAX];
        if (!am_field_goes_out(field))
            continue;
        am_field_outside(field, name);
        failed |= json_object_set_new(json, name, value_json(record, field, row));
    }
    if (!failed)
        return json;
    json_decref(json);
    return NULL;
}

/* ---- in */

#define WHOLE_MAX 9007199254740991.0 /* 2^53 - 1: whole numbers survive as doubles up to here */

/* What one reading works on. */
struct reading {
    const struct am_record *record;
    const struct am_field *field;
    const char *name; /* outside */
    const json_t *value;
    struct am_arena *arena;
    void *row;
    struct am_call_out *out;
};

static bool fault(const struct reading *reading, const char *expected)
{
    am_problem_field(reading->out, 400, reading->name, expected);
    return false;
}

/* A string without NUL; an empty view for null. */
static bool string_of(const struct reading *reading, const char *expected, struct amends_view *out)
{
    *out = (struct amends_view){NULL, 0};
    if (json_is_null(reading->value))
        return true;
    if (!json_is_string(reading->value))
        return fault(reading, expected);
    *out = (struct amends_view){json_string_value(reading->value), json_string_length(reading->value)};
    if (memchr(out->bytes, 0, out->len_bytes))
        return fault(reading, "text without a NUL character");
    return true;
}

static bool read_id(const struct reading *reading, am_id *at)
{
    struct amends_view text;
    if (!string_of(reading, "an id: thirteen letters and digits", &text))
        return false;
    *at = 0;
    return !text.bytes || am_id_read(text, at) || fault(reading, "an id: thirteen letters and digits");
}

static bool read_time(const struct reading *reading, int64_t *at)
{
    static const char expected[] = "a time of RFC 3339, such as 2026-01-31T10:00:00Z";
    struct amends_view text;
    if (!string_of(reading, expected, &text))
        return false;
    *at = 0;
    return !text.bytes || am_time_read(text, at) || fault(reading, expected);
}

static bool read_choice(const struct reading *reading, int32_t *at)
{
    char list[160] = "one of: ";
    for (size_t i = 0; reading->field->choices[i]; i++) {
        const size_t used = strlen(list);
        snprintf(list + used, sizeof list - used, "%s%s", i ? ", " : "", reading->field->choices[i]);
    }
    struct amends_view text;
    if (!string_of(reading, list, &text))
        return false;
    *at = text.bytes ? am_choice_find(reading->field, text) : -1;
    return *at >= 0 || !text.bytes || fault(reading, list);
}

/* A number that is not negative, exactly; null is -1. */
static bool read_decimal(const struct reading *reading, unsigned digits, int64_t most, int64_t *at)
{
    *at = -1;
    if (json_is_null(reading->value))
        return true;
    struct am_fault wrong = {0};
    json_t *holder = json_object();
    if (!holder || json_object_set(holder, "value", (json_t *)(uintptr_t)reading->value) != 0) {
        json_decref(holder);
        return fault(reading, "a number; there is no memory left to read it");
    }
    const struct am_object object = {.json = holder, .prefix = "", .fault = &wrong};
    const bool right = am_object_decimal(&object, "value", digits, most, at);
    json_decref(holder);
    return right || fault(reading, wrong.message);
}

static bool read_number(const struct reading *reading, int64_t *at)
{
    const unsigned digits = am_field_decimals(reading->field);
    if (digits > 0)
        return read_decimal(reading, digits, AMENDS_MONEY_MINOR_MAX, at);
    const double number = json_number_value(reading->value);
    if (!json_is_number(reading->value) || floor(number) != number || fabs(number) > WHOLE_MAX)
        return fault(reading, "a whole number");
    *at = (int64_t)number;
    return true;
}

/* The parser hands all numbers over as doubles; whole ones are kept as they were written. */
static json_t *with_whole_numbers(const json_t *value)
{
    const char *key;
    json_t *part, *copy;
    size_t i;
    if (json_is_real(value)) {
        const double number = json_real_value(value);
        return floor(number) == number && fabs(number) <= WHOLE_MAX ? json_integer((json_int_t)number)
                                                                    : json_real(number);
    }
    if (json_is_object(value)) {
        copy = json_object();
        json_object_foreach((json_t *)(uintptr_t)value, key, part)
            json_object_set_new(copy, key, with_whole_numbers(part));
        return copy;
    }
    if (!json_is_array(value))
        return json_incref((json_t *)(uintptr_t)value);
    copy = json_array();
    json_array_foreach(value, i, part) json_array_append_new(copy, with_whole_numbers(part));
    return copy;
}

static bool read_json(const struct reading *reading, struct amends_view *at)
{
    *at = (struct amends_view){NULL, 0};
    if (json_is_null(reading->value))
        return true;
    const size_t flags = JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15);
    json_t *value = with_whole_numbers(reading->value);
    const size_t len = json_dumpb(value, NULL, 0, flags);
    char *bytes = len > 0 ? am_arena_take(reading->arena, len + 1) : NULL;
    const bool kept = bytes && json_dumpb(value, bytes, len, flags) == len;
    json_decref(value);
    if (!kept)
        return fault(reading, "a JSON value; there is no memory left to keep it");
    *at = (struct amends_view){bytes, len};
    return true;
}

static bool read_value(const struct reading *reading)
{
    void *at = am_field_at(reading->field, reading->row);
    switch (reading->field->kind) {
    case AM_FIELD_ID:
        return read_id(reading, at);
    case AM_FIELD_TEXT:
        return string_of(reading, "a string", at);
    case AM_FIELD_NUMBER:
        return read_number(reading, at);
    case AM_FIELD_FLAG:
        *(bool *)at = json_is_true(reading->value);
        return json_is_boolean(reading->value) || fault(reading, "true or false");
    case AM_FIELD_TIME:
        return read_time(reading, at);
    case AM_FIELD_MINOR:
        return read_decimal(reading, am_field_currency_digits(reading->record, reading->field, reading->row),
                            AMENDS_MONEY_MINOR_MAX, at);
    case AM_FIELD_CHOICE:
        return read_choice(reading, at);
    case AM_FIELD_JSON:
        return read_json(reading, at);
    case AM_FIELD_BYTES:
        break;
    }
    return false;
}

static const struct am_field *find_outside(const struct am_record *record, const char *key)
{
    for (size_t i = 0; i < record->field_count; i++) {
        char name[AM_OUTSIDE_NAME_MAX];
        am_field_outside(&record->fields[i], name);
        if (strcmp(name, key) == 0)
            return &record->fields[i];
    }
    return NULL;
}

/* No field that is not known, or not the caller's to set. */
static bool keys_fit(const struct am_record *record, const json_t *body, bool making, struct am_call_out *out)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)body, key, value)
    {
        const struct am_field *field = find_outside(record, key);
        const char *expected = NULL;
        if (!field || (!am_field_goes_out(field) && !am_field_comes_in(field, making)))
            expected = "a field that is known: this one is not";
        else if (!am_field_comes_in(field, true))
            expected = "nothing: the desk itself sets this field";
        else if (!am_field_comes_in(field, making))
            expected = "nothing: this field is given when it is made and stays";
        if (expected) {
            char name[AM_OUTSIDE_NAME_MAX + 32];
            snprintf(name, sizeof name, "%s", key);
            am_problem_field(out, 400, name, expected);
            return false;
        }
    }
    return true;
}

static bool read_fields(const struct am_record *record, const json_t *body, bool making, bool money,
                        struct am_arena *arena, void *row, struct am_call_out *out)
{
    for (size_t i = 0; i < record->field_count; i++) {
        const struct am_field *field = &record->fields[i];
        char name[AM_OUTSIDE_NAME_MAX];
        am_field_outside(field, name);
        const json_t *value = json_object_get(body, name);
        if ((field->kind == AM_FIELD_MINOR) != money || !am_field_comes_in(field, making))
            continue;
        if (making && field->flags & AM_FIELD_REQUIRED && (!value || json_is_null(value))) {
            am_problem_field(out, 400, name, "a value: this field must be given");
            return false;
        }
        const struct reading reading = {record, field, name, value, arena, row, out};
        if (value && !read_value(&reading))
            return false;
    }
    return true;
}

bool am_record_read(const struct am_record *record, const json_t *body, bool making, struct am_arena *arena,
                    void *row, struct am_call_out *out)
{
    if (making)
        am_record_empty(record, row);
    /* Money is read last: how many digits it may have stands in the currency beside it. */
    if (!keys_fit(record, body, making, out) || !read_fields(record, body, making, false, arena, row, out) ||
        !read_fields(record, body, making, true, arena, row, out))
        return false;
    for (size_t i = 0; i < record->field_count; i++) {
        const struct am_field *field = &record->fields[i];
        struct am_flaw flaw = {0};
        if (!am_field_comes_in(field, true) || am_field_sound(record, row, field, &flaw))
            continue;
        char name[AM_OUTSIDE_NAME_MAX];
        am_field_outside(field, name);
        am_problem_field(out, 400, name, flaw.expected);
        return false;
    }
    return true;
}
