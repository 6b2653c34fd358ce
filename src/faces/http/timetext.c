#include "faces/http/timetext.h"

#include <stdio.h>
#include <string.h>

/* Days since 1970-01-01 of the proleptic Gregorian calendar (Howard Hinnant's days_from_civil). */
static int64_t days_of(int64_t year, unsigned month, unsigned day)
{
    year -= month <= 2;
    const int64_t era = (year >= 0 ? year : year - 399) / 400;
    const int64_t of_era = year - era * 400;
    const int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void date_of(int64_t days, int *year, unsigned *month, unsigned *day)
{
    days += 719468;
    const int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    const int64_t of_era = days - era * 146097;
    const int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const unsigned shifted = (unsigned)((5 * of_year + 2) / 153);
    *day = (unsigned)(of_year - (153 * (int64_t)shifted + 2) / 5 + 1);
    *month = shifted < 10 ? shifted + 3 : shifted - 9;
    *year = (int)(year_of_era + era * 400 + (*month <= 2));
}

#define FIRST_MS INT64_C(-62167219200000) /* 0000-01-01 */
#define LAST_MS INT64_C(253402300799999)  /* 9999-12-31 */

void am_time_write(int64_t time_ms, char text[AM_TIME_TEXT_LEN + 1])
{
    enum { DAY_MS = 86400000 };
    time_ms = time_ms < FIRST_MS ? FIRST_MS : time_ms > LAST_MS ? LAST_MS : time_ms;
    int64_t days = time_ms / DAY_MS, rest = time_ms % DAY_MS;
    if (rest < 0) {
        rest += DAY_MS;
        days--;
    }
    int year;
    unsigned month, day;
    date_of(days, &year, &month, &day);
    char whole[64];
    snprintf(whole, sizeof whole, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", year, month, day,
             (int)(rest / 3600000), (int)(rest / 60000 % 60), (int)(rest / 1000 % 60), (int)(rest % 1000));
    memcpy(text, whole, AM_TIME_TEXT_LEN);
    text[AM_TIME_TEXT_LEN] = 0;
}

static bool digits(struct amends_view text, size_t at, size_t count, int *out)
{
    int number = 0;
    if (at + count > text.len_bytes)
        return false;
    for (size_t i = at; i < at + count; i++) {
        if (text.bytes[i] < '0' || text.bytes[i] > '9')
            return false;
        number = number * 10 + (text.bytes[i] - '0');
    }
    *out = number;
    return true;
}

static bool sign(struct amends_view text, size_t at, const char *any)
{
    return at < text.len_bytes && text.bytes[at] && strchr(any, text.bytes[at]);
}

static int days_in(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

/* The digits behind the point, as milliseconds; *at moves behind them. */
static bool fraction(struct amends_view text, size_t *at, int *ms)
{
    *ms = 0;
    if (!sign(text, *at, "."))
        return true;
    int weight = 100, any = 0;
    for ((*at)++; *at < text.len_bytes && text.bytes[*at] >= '0' && text.bytes[*at] <= '9'; (*at)++) {
        *ms += (text.bytes[*at] - '0') * weight;
        weight /= 10;
        any++;
    }
    return any > 0;
}

static bool offset(struct amends_view text, size_t at, int *minutes)
{
    *minutes = 0;
    if (sign(text, at, "Zz"))
        return at + 1 == text.len_bytes;
    int hour, minute;
    if (at + 6 != text.len_bytes || !sign(text, at, "+-") || !digits(text, at + 1, 2, &hour) ||
        !sign(text, at + 3, ":") || !digits(text, at + 4, 2, &minute) || hour > 23 || minute > 59)
        return false;
    *minutes = (hour * 60 + minute) * (text.bytes[at] == '-' ? -1 : 1);
    return true;
}

bool am_time_read(struct amends_view text, int64_t *out)
{
    int year, month, day, hour, minute, second, ms, minutes;
    size_t at = 19;
    if (!digits(text, 0, 4, &year) || !sign(text, 4, "-") || !digits(text, 5, 2, &month) ||
        !sign(text, 7, "-") || !digits(text, 8, 2, &day) || !sign(text, 10, "Tt ") ||
        !digits(text, 11, 2, &hour) || !sign(text, 13, ":") || !digits(text, 14, 2, &minute) ||
        !sign(text, 16, ":") || !digits(text, 17, 2, &second) || !fraction(text, &at, &ms) ||
        !offset(text, at, &minutes))
        return false;
    if (month < 1 || month > 12 || day < 1 || day > days_in(year, month) || hour > 23 || minute > 59 ||
        second > 60)
        return false;
    second = second > 59 ? 59 : second;
    const int64_t days = days_of(year, (unsigned)month, (unsigned)day);
    *out = ((days * 24 + hour) * 60 + minute - minutes) * 60000 + second * INT64_C(1000) + ms;
    return true;
}
