/* Plain transcripts as lines of the contract. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "faces/cli/transcript.h"

static void expect(const char *line, const char *json)
{
    struct am_writer out = {0};
    struct am_fault fault = {0};
    assert_true(am_transcript_line(NULL, (struct amends_view){line, strlen(line)}, &out, &fault));
    assert_int_equal(out.len_bytes, strlen(json));
    assert_memory_equal(out.bytes, json, out.len_bytes);
    am_writer_dispose(&out);
}

static void lines(void **state)
{
    (void)state;
    expect("customer: Hi: \"you\"",
           "{\"encounter\": \"transcript\", \"from\": \"customer\", \"text\": \"Hi: \\\"you\\\"\"}");
    expect("  customer b:  Hi ",
           "{\"encounter\": \"transcript\", \"from\": \"customer\", \"speaker\": \"b\", \"text\": \"Hi\"}");
    expect("staff b: Hi",
           "{\"encounter\": \"transcript\", \"from\": \"staff\", \"to\": \"b\", \"text\": \"Hi\"}");
    expect("[left]", "{\"encounter\": \"transcript\", \"observed\": \"left\"}");
    expect("[did listen]", "{\"encounter\": \"transcript\", \"did\": \"listen\"}");
    expect("[gave refund 15.5 EUR]",
           "{\"encounter\": \"transcript\", \"gave\": {\"refund\": 15.5, \"currency\": \"EUR\"}}");
    expect("[gave exchange]", "{\"encounter\": \"transcript\", \"gave\": {\"exchange\": true}}");
    expect("[undo]", "{\"encounter\": \"transcript\", \"undo\": true}");
    expect("staff：你好", "{\"encounter\": \"transcript\", \"from\": \"staff\", \"text\": \"你好\"}");
    expect("# customer: Hi", "");
    expect("   ", "");
}

static void not_understood(void **state)
{
    (void)state;
    static const char *const wrong[] = {"Hi", "manager: Hi", ": Hi", "[left", "[gave dance]", "[gave]"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct am_writer out = {0};
        struct am_fault fault = {0};
        assert_false(
            am_transcript_line(NULL, (struct amends_view){wrong[i], strlen(wrong[i])}, &out, &fault));
        assert_true(fault.set);
        am_writer_dispose(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(lines), cmocka_unit_test(not_understood)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
