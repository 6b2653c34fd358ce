#include "domain/record.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "amends/limits.h"
#include "domain/points.h"

static struct amends_view view_of(const char *text)
{
    return (struct amends_view){text, strlen(text)};
}

static bool same(struct amends_view a, struct amends_view b)
{
    return a.len_bytes == b.len_bytes && (a.len_bytes == 0 || memcmp(a.bytes, b.bytes, a.len_bytes) == 0);
}

const struct am_field *am_record_field(const struct am_record *record, struct amends_view name)
{
    for (size_t i = 0; i < record->field_count; i++)
        if (same(view_of(record->fields[i].name), name))
            return &record->fields[i];
    return NULL;
}

int64_t am_field_most(const struct am_field *field)
{
    if (field->most != 0)
        return field->most;
    switch (field->kind) {
    case AM_FIELD_ID:
        return (INT64_C(1) << 61) - 1;
    case AM_FIELD_TEXT:
        return AM_TEXT_POINTS_MOST;
    case AM_FIELD_NUMBER:
        return AM_NUMBER_MOST;
    case AM_FIELD_FLAG:
        return 1;
    case AM_FIELD_TIME:
        return AM_TIME_MOST_MS;
    case AM_FIELD_MINOR:
        return AMENDS_MONEY_MINOR_MAX;
    case AM_FIELD_CHOICE: {
        int64_t count = 0;
        while (field->choices[count] != NULL)
            count++;
        return count - 1;
    }
    case AM_FIELD_BYTES:
    case AM_FIELD_JSON:
        return AMENDS_LINE_BYTES_MAX;
    }
    return 0;
}

const char *am_choice_name(const struct am_field *field, int32_t choice)
{
    return choice >= 0 && choice <= am_field_most(field) ? field->choices[choice] : "?";
}

int32_t am_choice_find(const struct am_field *field, struct amends_view name)
{
    for (int32_t i = 0; field->choices[i] != NULL; i++)
        if (same(view_of(field->choices[i]), name))
            return i;
    return -1;
}

void am_record_empty(const struct am_record *record, void *row)
{
    memset(row, 0, record->size);
    for (size_t i = 0; i < record->field_count; i++) {
        const struct am_field *field = &record->fields[i];
        if (field->kind == AM_FIELD_MINOR)
            *(int64_t *)am_field_at(field, row) = -1;
        else if (field->kind == AM_FIELD_NUMBER && field->least < 0)
            *(int64_t *)am_field_at(field, row) = field->least;
        else if (field->kind == AM_FIELD_CHOICE)
            *(int32_t *)am_field_at(field, row) = -1;
    }
}

/* Says what was expected; false, so that a check ends with it. */
__attribute__((format(printf, 2, 3))) static bool expected(struct am_flaw *flaw, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(flaw->expected, sizeof flaw->expected, format, arguments);
    va_end(arguments);
    return false;
}

static bool letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool currency_like(struct amends_view text)
{
    for (size_t i = 0; i < text.len_bytes; i++)
        if (text.bytes[i] < 'A' || text.bytes[i] > 'Z')
            return false;
    return true;
}

/* Parts of one to eight letters and digits with hyphens between; the first has letters alone, two at least.
 */
static bool language_like(struct amends_view text)
{
    size_t part = 0;
    bool first = true;
    for (size_t i = 0; i <= text.len_bytes; i++) {
        const char c = i < text.len_bytes ? text.bytes[i] : '-';
        if (c == '-') {
            if (part < (first ? 2 : 1) || part > 8)
                return false;
            part = 0;
            first = false;
        } else if (letter(c) || (!first && c >= '0' && c <= '9')) {
            part++;
        } else {
            return false;
        }
    }
    return true;
}

static bool look_sound(const struct am_field *field, struct amends_view text, struct am_flaw *flaw)
{
    if (field->look == AM_TEXT_CURRENCY && !currency_like(text))
        return expected(flaw, "a code of ISO 4217, \"EUR\"");
    if (field->look == AM_TEXT_LANGUAGE && !language_like(text))
        return expected(flaw, "a tag of BCP 47, \"fi\"");
    return true;
}

static bool text_sound(const struct am_field *field, const struct amends_view *text, struct am_flaw *flaw)
{
    const bool required = (field->flags & AM_FIELD_REQUIRED) != 0;
    const int64_t least = required && field->least < 1 ? 1 : field->least, most = am_field_most(field);
    size_t points = 0;
    if (text->len_bytes == 0 && !required)
        return true;
    if (!am_points_count(*text, &points))
        return expected(flaw, "text in UTF-8 without U+0000");
    if ((int64_t)points >= least && (int64_t)points <= most)
        return look_sound(field, *text, flaw);
    if (least == most)
        return expected(flaw, "%lld characters", (long long)most);
    if (least > 1 || required)
        return expected(flaw, "%lld to %lld characters", (long long)least, (long long)most);
    return expected(flaw, "at most %lld characters", (long long)most);
}

static bool bytes_sound(const struct am_field *field, const struct amends_view *bytes, struct am_flaw *flaw)
{
    size_t points = 0;
    const bool json = field->kind == AM_FIELD_JSON;
    if (bytes->len_bytes == 0 && (field->flags & AM_FIELD_REQUIRED) != 0)
        return expected(flaw, json ? "one JSON value" : "bytes");
    if ((int64_t)bytes->len_bytes > am_field_most(field))
        return expected(flaw, "at most %lld bytes", (long long)am_field_most(field));
    if (json && !am_points_count(*bytes, &points))
        return expected(flaw, "JSON in UTF-8");
    return true;
}

static bool number_sound(const struct am_field *field, int64_t number, struct am_flaw *flaw)
{
    const int64_t most = am_field_most(field);
    if (number >= field->least && number <= most)
        return true;
    return expected(flaw, "a number from %lld to %lld", (long long)field->least, (long long)most);
}

static bool minor_sound(const struct am_record *record, const void *row, const struct am_field *field,
                        struct am_flaw *flaw)
{
    const int64_t minor = *(const int64_t *)am_field_of(field, row);
    if (minor == -1 && (field->flags & AM_FIELD_REQUIRED) == 0)
        return true;
    if (minor < 0 || minor > am_field_most(field))
        return expected(flaw, "an amount from 0 to %lld minor units", (long long)am_field_most(field));
    const struct am_field *currency = am_record_field(record, view_of(field->of));
    if (((const struct amends_view *)am_field_of(currency, row))->len_bytes == 0)
        return expected(flaw, "an amount with its currency in '%s'", field->of);
    return true;
}

static bool choice_sound(const struct am_field *field, int32_t choice, struct am_flaw *flaw)
{
    if (choice >= 0 && choice <= am_field_most(field))
        return true;
    if (choice == -1 && (field->flags & AM_FIELD_REQUIRED) == 0)
        return true;
    size_t len = (size_t)snprintf(flaw->expected, sizeof flaw->expected, "one of %s", field->choices[0]);
    for (size_t i = 1; field->choices[i] != NULL; i++) {
        /* Names are never cut: a list that is too long ends with three dots. */
        if (len + strlen(field->choices[i]) + sizeof ", , ..." > sizeof flaw->expected) {
            snprintf(flaw->expected + len, sizeof flaw->expected - len, ", ...");
            return false;
        }
        len += (size_t)snprintf(flaw->expected + len, sizeof flaw->expected - len, ", %s", field->choices[i]);
    }
    return false;
}

/* Ids and times: 0 is none. */
static bool name_or_time_sound(const struct am_field *field, int64_t value, struct am_flaw *flaw)
{
    const bool none = value == 0 && (field->flags & AM_FIELD_REQUIRED) == 0;
    if (none || (value > 0 && value <= am_field_most(field)))
        return true;
    if (field->kind == AM_FIELD_TIME)
        return expected(flaw, "a time from 1970 to 9999");
    return expected(flaw, "the id of a %s", field->of != NULL ? field->of : "record");
}

bool am_field_sound(const struct am_record *record, const void *row, const struct am_field *field,
                    struct am_flaw *flaw)
{
    const void *value = am_field_of(field, row);
    switch (field->kind) {
    case AM_FIELD_ID:
    case AM_FIELD_TIME:
        return name_or_time_sound(field, *(const int64_t *)value, flaw);
    case AM_FIELD_TEXT:
        return text_sound(field, value, flaw);
    case AM_FIELD_NUMBER:
        return number_sound(field, *(const int64_t *)value, flaw);
    case AM_FIELD_FLAG:
        return true;
    case AM_FIELD_MINOR:
        return minor_sound(record, row, field, flaw);
    case AM_FIELD_CHOICE:
        return choice_sound(field, *(const int32_t *)value, flaw);
    case AM_FIELD_BYTES:
    case AM_FIELD_JSON:
        return bytes_sound(field, value, flaw);
    }
    return false;
}

bool am_record_sound(const struct am_record *record, const void *row, struct am_flaw *flaw)
{
    *flaw = (struct am_flaw){0};
    for (size_t i = 0; i < record->field_count; i++)
        if (!am_field_sound(record, row, &record->fields[i], flaw)) {
            flaw->field = &record->fields[i];
            return false;
        }
    return true;
}
