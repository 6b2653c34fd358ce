#include "desk/people/clock.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "desk/people/zone.h"
#include "domain/rules/trades.h"

static const char *const weekdays[7] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

/* "09:30" in minutes, up to "24:00". */
static bool read_minute(const json_t *value, uint16_t *out_min)
{
    const char *text = json_string_value(value);
    if (text == NULL || strlen(text) != 5 || text[2] != ':')
        return false;
    for (int i = 0; i < 5; i++)
        if (i != 2 && (text[i] < '0' || text[i] > '9'))
            return false;
    const int hour = (text[0] - '0') * 10 + text[1] - '0', minute = (text[3] - '0') * 10 + text[4] - '0';
    if (minute > 59 || hour * 60 + minute > AM_HOURS_DAY_MINUTES)
        return false;
    *out_min = (uint16_t)(hour * 60 + minute);
    return true;
}

static bool read_day(const json_t *spans, struct am_hours_day *day)
{
    const size_t count = json_array_size(spans);
    *day = (struct am_hours_day){0};
    if (!json_is_array(spans) || count > AM_HOURS_SPANS)
        return false;
    for (size_t i = 0; i < count; i++) {
        const json_t *span = json_array_get(spans, i);
        if (json_array_size(span) != 2 || !read_minute(json_array_get(span, 0), &day->spans[i].from_min) ||
            !read_minute(json_array_get(span, 1), &day->spans[i].until_min))
            return false;
    }
    day->count = (uint8_t)count;
    return true;
}

/* "2026-12-24" and the spans of that day; NULL: closed. */
static bool read_special(const char *date, const json_t *spans, struct am_hours *hours)
{
    int year = 0, month = 0, day = 0, end = 0;
    if (date == NULL || hours->special_count == AM_HOURS_SPECIAL)
        return false;
    if (sscanf(date, "%4d-%2d-%2d%n", &year, &month, &day, &end) != 3 || date[end] != '\0' || end != 10)
        return false;
    struct am_hours_special *special = &hours->special[hours->special_count];
    *special = (struct am_hours_special){0};
    if (!am_hours_date(year, month, day, &special->day) ||
        (spans != NULL && !read_day(spans, &special->hours)))
        return false;
    hours->special_count++;
    return true;
}

static bool read_key(const char *key, const json_t *value, struct am_hours *hours, const char **expected)
{
    for (int i = 0; i < 7; i++)
        if (strcmp(key, weekdays[i]) == 0) {
            *expected = "at most four spans of a day, each [\"09:00\",\"17:00\"]";
            return read_day(value, &hours->week[i]);
        }
    if (strcmp(key, "closed") == 0) {
        *expected = "a list of dates, \"2026-12-25\", at most 64 special days in all";
        for (size_t i = 0; i < json_array_size(value); i++)
            if (!read_special(json_string_value(json_array_get(value, i)), NULL, hours))
                return false;
        return json_is_array(value);
    }
    *expected = "days (mon to sun), closed, special";
    if (strcmp(key, "special") != 0 || !json_is_object(value))
        return false;
    *expected = "dates with their spans, {\"2026-12-24\": [[\"09:00\",\"12:00\"]]}";
    const char *date;
    json_t *spans;
    json_object_foreach((json_t *)value, date, spans) if (!read_special(date, spans, hours)) return false;
    return true;
}

bool am_hours_read(struct amends_view json, struct am_hours *hours, const char **expected)
{
    struct am_hours read = {0};
    const char *key;
    json_t *value;
    bool sound = true;
    if (json.len_bytes == 0) {
        *hours = read;
        return true;
    }
    json_t *root = json_loadb(json.bytes, json.len_bytes, JSON_REJECT_DUPLICATES, NULL);
    *expected = "an object with the spans of each day";
    sound = json_is_object(root);
    json_object_foreach(root, key, value)
    {
        sound = read_key(key, value, &read, expected);
        if (!sound)
            break;
    }
    json_decref(root);
    if (sound && !am_hours_sound(&read)) {
        *expected = "spans in their order, apart, within the day, and each special day once";
        sound = false;
    }
    if (sound)
        *hours = read;
    return sound;
}

bool am_retention_read(struct amends_view json, struct am_retention *settings, const char **expected)
{
    struct am_retention read = am_retention_unset();
    const char *key;
    json_t *value;
    *expected = "days by kind of record, {\"case\": 730}, 0 for ever, within the kind's limits";
    if (json.len_bytes == 0) {
        *settings = read;
        return true;
    }
    json_t *root = json_loadb(json.bytes, json.len_bytes, JSON_REJECT_DUPLICATES, NULL);
    bool sound = json_is_object(root);
    json_object_foreach(root, key, value)
    {
        const int32_t kind = am_retained_find((struct amends_view){key, strlen(key)});
        const json_int_t days = json_integer_value(value);
        sound = kind >= 0 && json_is_integer(value) && days >= 0 && days <= AM_RETENTION_DAYS_MOST;
        if (!sound)
            break;
        read.days[kind] = (int32_t)days;
    }
    json_decref(root);
    if (!sound || am_retention_flaw(&read) >= 0)
        return false;
    *settings = read;
    return true;
}

void am_clock_of_site(const struct am_site *site, struct am_arena *arena, struct am_clock *clock)
{
    const char *expected;
    *clock = (struct am_clock){.sla = am_trade(site->trade)->sla};
    if (site->acknowledge_min >= 0)
        clock->sla.acknowledge_min = site->acknowledge_min;
    if (site->respond_min >= 0)
        clock->sla.respond_min = site->respond_min;
    am_hours_read(site->hours, &clock->hours, &expected);
    am_zone_load(site->zone, arena, &clock->zone);
}
