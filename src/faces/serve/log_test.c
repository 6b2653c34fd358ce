#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "faces/serve/log.h"
#include "faces/serve/timer.h"

static int64_t fixed_ms(void *context)
{
    (void)context;
    return INT64_C(1795350896007); /* 2026-11-22T12:34:56.007Z */
}

struct fixture {
    int ends[2];
    char text[AM_LOG_LINE_MAX + 1];
};

static const char *written(struct fixture *fixture)
{
    close(fixture->ends[1]);
    const ssize_t len = read(fixture->ends[0], fixture->text, sizeof fixture->text - 1);
    close(fixture->ends[0]);
    fixture->text[len > 0 ? len : 0] = 0;
    return fixture->text;
}

static struct am_log *begin(struct fixture *fixture, enum am_log_format format)
{
    assert_int_equal(pipe(fixture->ends), 0);
    return am_log_new(fixture->ends[1], AM_LOG_INFO, format, fixed_ms, NULL);
}

static void plain_lines(void **state)
{
    struct fixture fixture;
    (void)state;
    struct am_log *log = begin(&fixture, AM_LOG_PLAIN);
    AM_LOG(log, AM_LOG_INFO, "request", {"method", "GET"}, {"status", NULL, 200}, {"why", "a \"b\"\n=\\"},
           {"none", ""});
    AM_LOG(log, AM_LOG_DEBUG, "quiet", {"x", "y"});
    am_log_free(log);
    assert_string_equal(written(&fixture), "2026-11-22T12:34:56.007Z info request method=GET status=200 "
                                           "why=\"a \\\"b\\\"\\u000a=\\\\\" none=\"\"\n");
}

static void json_lines(void **state)
{
    struct fixture fixture;
    (void)state;
    struct am_log *log = begin(&fixture, AM_LOG_JSON);
    AM_LOG(log, AM_LOG_ERROR, "backup", {"why", "tab\t, quote \", \x01, ä"}, {"bytes", NULL, -1});
    am_log_free(log);
    json_t *line = json_loads(written(&fixture), 0, NULL);
    assert_non_null(line);
    assert_string_equal(json_string_value(json_object_get(line, "time")), "2026-11-22T12:34:56.007Z");
    assert_string_equal(json_string_value(json_object_get(line, "level")), "error");
    assert_string_equal(json_string_value(json_object_get(line, "why")), "tab\t, quote \", \x01, ä");
    assert_int_equal(json_integer_value(json_object_get(line, "bytes")), -1);
    json_decref(line);
}

static void long_lines_stay_whole(void **state)
{
    struct fixture fixture;
    (void)state;
    char longest[1000];
    struct am_log_field fields[40];
    memset(longest, 0, sizeof longest);
    for (size_t i = 0; i + 2 < sizeof longest; i += 2)
        memcpy(longest + i, "ä", 2);
    for (size_t i = 0; i < 40; i++)
        fields[i] = (struct am_log_field){"x", longest, 0};
    struct am_log *log = begin(&fixture, AM_LOG_JSON);
    am_log_write(log, AM_LOG_ERROR, "long", fields, 40);
    am_log_free(log);
    const char *text = written(&fixture);
    assert_int_equal(text[strlen(text) - 1], '\n');
    json_t *line = json_loads(text, 0, NULL);
    assert_non_null(line);
    assert_int_equal(strlen(json_string_value(json_object_get(line, "x"))), AM_LOG_TEXT_MAX);
    json_decref(line);
}

static void no_log_no_harm(void **state)
{
    (void)state;
    AM_LOG(NULL, AM_LOG_ERROR, "nowhere", {"x", "y"});
    struct am_log *log = am_log_new(-1, AM_LOG_INFO, AM_LOG_PLAIN, NULL, NULL);
    AM_LOG(log, AM_LOG_ERROR, "nowhere", {"x", "y"});
    am_log_free(log);
}

static void count_up(void *context, int64_t now_ms)
{
    assert_int_equal(now_ms, fixed_ms(NULL));
    __atomic_add_fetch((int *)context, 1, __ATOMIC_SEQ_CST);
}

static void steps_are_run(void **state)
{
    (void)state;
    int often = 0, seldom = 0;
    const struct am_timed steps[] = {{"often", 1, count_up, &often}, {"seldom", 3600000, count_up, &seldom}};
    struct am_timer *timer = am_timer_start(steps, 2, fixed_ms, NULL);
    assert_non_null(timer);
    for (int i = 0; i < 2000 && __atomic_load_n(&often, __ATOMIC_SEQ_CST) < 3; i++)
        nanosleep(&(struct timespec){0, 1000000}, NULL);
    am_timer_stop(timer);
    assert_true(often >= 3);
    assert_int_equal(seldom, 0);
    assert_null(am_timer_start(steps, 0, NULL, NULL));
    am_timer_stop(NULL);
}

static void times_of_the_day(void **state)
{
    (void)state;
    setenv("TZ", "UTC", 1);
    tzset();
    const int64_t noon = INT64_C(1795348800000), minute = 60000; /* 2026-11-22T12:00:00Z */
    assert_true(am_times_between("03:00, 12:00", noon - 1, noon));
    assert_false(am_times_between("03:00 12:00", noon, noon + minute));
    assert_false(am_times_between("12:01", noon - minute, noon));
    assert_true(am_times_between("12:01", noon, noon + minute));
    assert_true(am_times_between("23:59", noon - 13 * 60 * minute, noon));
    assert_false(am_times_between("", noon - 100 * minute, noon));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_lines),           cmocka_unit_test(json_lines),
        cmocka_unit_test(long_lines_stay_whole), cmocka_unit_test(no_log_no_harm),
        cmocka_unit_test(steps_are_run),         cmocka_unit_test(times_of_the_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
