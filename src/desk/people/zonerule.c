#include "desk/people/zonerule.h"

#include "domain/rules/hours.h"

enum { DAY_S = 86400 };

static bool next_is(struct amends_view *text, char wanted)
{
    if (text->len_bytes == 0 || text->bytes[0] != wanted)
        return false;
    *text = (struct amends_view){text->bytes + 1, text->len_bytes - 1};
    return true;
}

static bool read_number(struct amends_view *text, int most, int *out)
{
    int number = 0;
    size_t digits = 0;
    while (digits < text->len_bytes && text->bytes[digits] >= '0' && text->bytes[digits] <= '9') {
        number = number * 10 + (text->bytes[digits++] - '0');
        if (number > most)
            return false;
    }
    *text = (struct amends_view){text->bytes + digits, text->len_bytes - digits};
    *out = number;
    return digits > 0;
}

/* A name of three letters or more, or anything in <>. */
static bool pass_name(struct amends_view *text)
{
    size_t len = 0;
    if (next_is(text, '<')) {
        while (text->len_bytes > 0 && text->bytes[0] != '>')
            next_is(text, text->bytes[0]);
        return next_is(text, '>');
    }
    while (text->len_bytes > 0 && ((text->bytes[0] >= 'a' && text->bytes[0] <= 'z') ||
                                   (text->bytes[0] >= 'A' && text->bytes[0] <= 'Z'))) {
        next_is(text, text->bytes[0]);
        len++;
    }
    return len >= 3;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static bool read_time(struct amends_view *text, int32_t *out_s)
{
    const bool minus = next_is(text, '-');
    int hours = 0, minutes = 0, seconds = 0;
    if (!minus)
        next_is(text, '+');
    if (!read_number(text, 167, &hours))
        return false;
    if (next_is(text, ':') && !read_number(text, 59, &minutes))
        return false;
    if (next_is(text, ':') && !read_number(text, 59, &seconds))
        return false;
    *out_s = (minus ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds);
    return true;
}

/* ,Mmonth.week.weekday[/time] */
static bool read_change(struct amends_view *text, struct am_zone_change *change)
{
    change->at_s = 7200;
    return next_is(text, ',') && next_is(text, 'M') && read_number(text, 12, &change->month) &&
           change->month >= 1 && next_is(text, '.') && read_number(text, 5, &change->week) &&
           change->week >= 1 && next_is(text, '.') && read_number(text, 6, &change->weekday) &&
           (!next_is(text, '/') || read_time(text, &change->at_s));
}

bool am_zone_rule_read(struct amends_view text, struct am_zone_rule *rule)
{
    struct am_zone_rule read = {0};
    int32_t west_s = 0;
    if (!pass_name(&text) || !read_time(&text, &west_s))
        return false;
    read.standard_s = read.summer_s = -west_s;
    if (text.len_bytes > 0) {
        read.has_summer = true;
        read.summer_s = read.standard_s + 3600;
        if (!pass_name(&text))
            return false;
        if (text.len_bytes > 0 && text.bytes[0] != ',') {
            if (!read_time(&text, &west_s))
                return false;
            read.summer_s = -west_s;
        }
        if (!read_change(&text, &read.begins) || !read_change(&text, &read.ends) || text.len_bytes > 0)
            return false;
    }
    *rule = read;
    return true;
}

static int year_of(int64_t at_s)
{
    int year = (int)(at_s / (INT64_C(1461) * DAY_S / 4)) + 1970;
    int32_t day = 0;
    const int64_t today = at_s / DAY_S;
    while (am_hours_date(year, 1, 1, &day) && day > today)
        year--;
    while (am_hours_date(year + 1, 1, 1, &day) && day <= today)
        year++;
    return year;
}

/* The instant of a change in this year, where the clock adds so much to UTC before it. */
static int64_t change_at_s(const struct am_zone_change *change, int year, int32_t offset_s)
{
    int32_t first = 0, behind = 0;
    am_hours_date(year, change->month, 1, &first);
    am_hours_date(change->month == 12 ? year + 1 : year, change->month % 12 + 1, 1, &behind);
    const int weekday = ((first + 4) % 7 + 7) % 7; /* 1970-01-01 was a Thursday */
    int32_t day = first + (change->weekday - weekday + 7) % 7 + (change->week - 1) * 7;
    while (day >= behind)
        day -= 7;
    return (int64_t)day * DAY_S + change->at_s - offset_s;
}

int32_t am_zone_rule_offset_s(const struct am_zone_rule *rule, int64_t at_s)
{
    if (!rule->has_summer)
        return rule->standard_s;
    const int year = year_of(at_s + rule->standard_s);
    const int64_t begins_s = change_at_s(&rule->begins, year, rule->standard_s),
                  ends_s = change_at_s(&rule->ends, year, rule->summer_s);
    const bool summer = begins_s <= ends_s ? at_s >= begins_s && at_s < ends_s
                                           : at_s >= begins_s || at_s < ends_s; /* in the south */
    return summer ? rule->summer_s : rule->standard_s;
}
