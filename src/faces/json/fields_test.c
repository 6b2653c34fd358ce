/* Lines and their fields: what is understood, and what is said of what is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "amends/limits.h"
#include "faces/json/fields.h"
#include "faces/json/plain.h"
#include "faces/json/utf8.h"
#include "faces/json/writer.h"

static struct amends_view view(const char *text)
{
    return (struct amends_view){text, strlen(text)};
}

static bool decimal(const char *text, unsigned digits, int64_t *out)
{
    char line[64];
    struct am_fault fault = {0};
    size_t len = (size_t)snprintf(line, sizeof line, "{\"n\": %s}", text);
    json_t *json = am_line_parse((struct amends_view){line, len}, &fault);
    assert_non_null(json);
    const struct am_object object = {.json = json, .fault = &fault};
    bool right = am_object_decimal(&object, "n", digits, AMENDS_MONEY_MINOR_MAX, out);
    assert_int_equal(right, !fault.set);
    json_decref(json);
    return right;
}

static void decimals_are_exact(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned digits;
        int64_t minor;
    } right[] = {{"19.99", 2, 1999},
                 {"0.1", 2, 10},
                 {"1e2", 2, 10000},
                 {"0", 2, 0},
                 {"-0", 2, 0},
                 {"0.00", 2, 0},
                 {"4.35", 2, 435},
                 {"1.005", 3, 1005},
                 {"0.29", 2, 29},
                 {"1e-2", 2, 1},
                 {"500", 0, 500},
                 {"9999999999.99", 2, 999999999999},
                 {"10000000000", 2, AMENDS_MONEY_MINOR_MAX},
                 {"1000000000000", 0, AMENDS_MONEY_MINOR_MAX}};
    static const char *const wrong[] = {"19.999",
                                        "-1",
                                        "-0.01",
                                        "1e300",
                                        "1e-3",
                                        "10000000000.01",
                                        "0.1234567890123456789",
                                        "12345678901234567890"};
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        int64_t minor = -1;
        assert_true(decimal(right[i].text, right[i].digits, &minor));
        assert_int_equal(minor, right[i].minor);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        int64_t minor = -1;
        assert_false(decimal(wrong[i], 2, &minor));
        assert_int_equal(minor, -1);
    }
    int64_t minor;
    assert_false(decimal("0.5", 0, &minor));
}

static void every_cent_survives(void **state)
{
    (void)state;
    for (int64_t minor = 0; minor < 20000; minor += 7) {
        char text[32];
        int64_t read;
        snprintf(text, sizeof text, "%lld.%02lld", (long long)(minor / 100), (long long)(minor % 100));
        assert_true(decimal(text, 2, &read));
        assert_int_equal(read, minor);
    }
}

static void expect_fault(const char *bytes, size_t len, const char *message)
{
    struct am_fault fault = {0};
    assert_null(am_line_parse((struct amends_view){bytes, len}, &fault));
    assert_true(fault.set);
    assert_non_null(strstr(fault.message, message));
}

static void lines_that_are_none(void **state)
{
    (void)state;
    expect_fault("{\"a\": \"\xff\"}", 10, "invalid UTF-8 at byte 7");
    expect_fault("{\"a\":\0 1}", 9, "NUL byte stands at byte 5");
    expect_fault("{\"a\": 1, \"a\": 2}", 16, "stands twice");
    expect_fault("[]", 2, "object was expected");
    expect_fault("{", 1, "not valid JSON");
    expect_fault("", 0, "not valid JSON");
    char deep[64];
    memset(deep, '[', sizeof deep);
    expect_fault(deep, AMENDS_JSON_DEPTH_MAX + 1, "nested deeper");
}

static void utf8_is_checked(void **state)
{
    (void)state;
    static const char *const wrong[] = {"\x80",
                                        "\xc0\x80",
                                        "\xc1\xbf",
                                        "\xe0\x80\x80",
                                        "\xed\xa0\x80",
                                        "\xf0\x80\x80\x80",
                                        "\xf4\x90\x80\x80",
                                        "\xf5\x80\x80\x80",
                                        "\xe4\xb8",
                                        "\xff"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(am_utf8_valid(view(wrong[i])), 0);
    assert_int_equal(am_utf8_valid(view("aä中😀\xed\x9f\xbf\xee\x80\x80\xf4\x8f\xbf\xbf")), 20);
}

static void writing(void **state)
{
    (void)state;
    struct am_writer writer = {0};
    am_writer_open(&writer, '{');
    am_writer_key(&writer, "key");
    am_writer_view(&writer, view("x\\y\n\x01\x7f€"));
    am_writer_key(&writer, "n");
    am_writer_open(&writer, '[');
    am_writer_number(&writer, -5);
    am_writer_permille(&writer, 420);
    am_writer_permille(&writer, 1000);
    am_writer_permille(&writer, 0);
    am_writer_permille(&writer, 7);
    am_writer_bool(&writer, true);
    am_writer_null(&writer);
    am_writer_close(&writer, ']');
    am_writer_close(&writer, '}');
    const char *expected =
        "{\"key\": \"x\\\\y\\n\\u0001\\u007f€\", \"n\": [-5, 0.42, 1, 0, 0.007, true, null]}";
    assert_int_equal(writer.len_bytes, strlen(expected));
    assert_memory_equal(writer.bytes, expected, writer.len_bytes);
    am_writer_dispose(&writer);
}

/* What is not plain is left to the parser, right or wrong. */
static void plain_lines(void **state)
{
    static const char *const others[] = {"{}",
                                         "[]",
                                         "{\"text\": \"a\"",
                                         "{\"text\": \"a\"} x",
                                         "{\"text\": \"a\",}",
                                         "{\"text\": null}",
                                         "{\"text\": \"a\", \"text\": \"b\"}",
                                         "{\"text\": \"a\", \"n\": {}}",
                                         "{\"text\": \"a\", \"n\": 01}",
                                         "{\"text\": \"a\", \"n\": 1e9}",
                                         "{\"text\": \"a\", \"n\": -}",
                                         "{\"text\": \"a\", \"n\": nul}",
                                         "{\"text\": \"a\", \"n\": [1,]}",
                                         "{\"text\": \"a\", \"n\": [[[1]]]}",
                                         "{\"text\": \"a\\u0041\"}",
                                         "{\"text\": \"a\\q\"}",
                                         "{\"text\": \"a\tb\"}",
                                         "{\"text\": \"a\", \"channel\": \"pigeon\"}",
                                         "{\"text\": \"a\", \"id\": 7}",
                                         "{\"text\": \"a\", \"id\": \"ä\"}",
                                         "{\"text\": \"a\", \"k\\n\": 1}"};
    struct am_writer scratch = {0};
    struct am_signals_request request;
    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(am_plain_signals(NULL, view(others[i]), &scratch, &request));
    assert_true(am_plain_signals(NULL,
                                 view(" {\"id\":\"x\", \"n\": [1, -0.5, [true]], \"channel\": "
                                      "\"chat\",\"text\": \"ä \\\"b\\\"\\n\\\\\"} "),
                                 &scratch, &request));
    assert_int_equal(request.id.len_bytes, 1);
    assert_int_equal(request.options.lang, -1);
    assert_int_equal(request.options.channel, AMENDS_CHANNEL_CHAT);
    assert_int_equal(request.text.len_bytes, strlen("ä \"b\"\n\\"));
    assert_memory_equal(request.text.bytes, "ä \"b\"\n\\", request.text.len_bytes);
    am_writer_dispose(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(decimals_are_exact),
                                       cmocka_unit_test(every_cent_survives),
                                       cmocka_unit_test(lines_that_are_none),
                                       cmocka_unit_test(utf8_is_checked),
                                       cmocka_unit_test(writing),
                                       cmocka_unit_test(plain_lines)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
