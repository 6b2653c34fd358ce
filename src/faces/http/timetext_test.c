#include "faces/http/timetext.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int64_t read_or(const char *text, int64_t otherwise)
{
    am_time_read((struct amends_view){text, strlen(text)}, &otherwise);
    return otherwise;
}

static void test_known_times(void **state)
{
    (void)state;
    assert_int_equal(read_or("1970-01-01T00:00:00Z", -1), 0);
    assert_int_equal(read_or("2026-01-31T10:00:00.5Z", -1), INT64_C(1769853600500));
    assert_int_equal(read_or("2026-01-31t12:00:00+02:00", -1), INT64_C(1769853600000));
    assert_int_equal(read_or("2026-01-31 04:30:00-05:30", -1), INT64_C(1769853600000));
    assert_int_equal(read_or("2024-02-29T00:00:00Z", -1), INT64_C(1709164800000));
    assert_int_equal(read_or("2016-12-31T23:59:60Z", -1), INT64_C(1483228799000));
    assert_int_equal(read_or("1969-12-31T23:59:59.999Z", 5), -1);
    assert_int_equal(read_or("2026-01-31T10:00:00.123456789Z", -1), INT64_C(1769853600123));
}

static void test_what_is_none(void **state)
{
    static const char *const none[] = {"",
                                       "2026-01-31",
                                       "2026-01-31T10:00:00",
                                       "2026-13-01T00:00:00Z",
                                       "2026-02-29T00:00:00Z",
                                       "2100-02-29T00:00:00Z",
                                       "2026-01-31T24:00:00Z",
                                       "2026-01-31T10:60:00Z",
                                       "2026-01-31T10:00:61Z",
                                       "2026-01-31T10:00:00.Z",
                                       "2026-01-31T10:00:00Zx",
                                       "2026-01-31T10:00:00+2:00",
                                       "2026-01-31T10:00:00+24:00",
                                       "x026-01-31T10:00:00Z",
                                       "2026-00-31T10:00:00Z",
                                       "2026-01-00T10:00:00Z"};
    (void)state;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_int_equal(read_or(none[i], 77), 77);
}

static void test_there_and_back(void **state)
{
    char text[AM_TIME_TEXT_LEN + 1];
    (void)state;
    for (int64_t time_ms = INT64_C(-62167219200000); time_ms <= INT64_C(253402300799999);
         time_ms += INT64_C(86399999) * 97 + 13) {
        am_time_write(time_ms, text);
        assert_int_equal(strlen(text), AM_TIME_TEXT_LEN);
        assert_int_equal(read_or(text, -1), time_ms);
    }
    am_time_write(INT64_MAX, text);
    assert_string_equal(text, "9999-12-31T23:59:59.999Z");
    am_time_write(INT64_MIN, text);
    assert_string_equal(text, "0000-01-01T00:00:00.000Z");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_known_times),
                                       cmocka_unit_test(test_what_is_none),
                                       cmocka_unit_test(test_there_and_back)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
