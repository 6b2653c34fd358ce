/* Names of records: they sort by time, as numbers and as text, and read back as what they were. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "domain/id.h"

#define YEAR_2026_MS INT64_C(1795350000000)
#define YEAR_2020_MS INT64_C(1577836800000)
#define LAST_MS (YEAR_2020_MS + (INT64_C(1) << 41) - 1)

static bool read_text(const char *text, am_id *out)
{
    return am_id_read((struct amends_view){text, strlen(text)}, out);
}

static void they_read_back_and_sort(void **state)
{
    (void)state;
    char before[AM_ID_TEXT_LEN + 1] = "";
    am_id last = 0;
    uint32_t random = 12345;
    for (int64_t ms = YEAR_2020_MS; ms <= LAST_MS; ms += INT64_C(86400000) * 3 + 77) {
        random = random * 1664525 + 1013904223;
        const am_id id = am_id_make(ms, random);
        char text[AM_ID_TEXT_LEN + 1];
        am_id again = 0;
        am_id_write(id, text);
        assert_int_equal(strlen(text), AM_ID_TEXT_LEN);
        assert_true(read_text(text, &again));
        assert_true(again == id);
        assert_true(am_id_time_ms(id) == ms);
        assert_true(id > last);
        assert_true(strcmp(text, before) > 0);
        last = id;
        memcpy(before, text, sizeof before);
    }
}

static void only_twenty_bits_of_randomness_count(void **state)
{
    (void)state;
    assert_true(am_id_make(YEAR_2026_MS, UINT32_MAX) == am_id_make(YEAR_2026_MS, 0xFFFFF));
    assert_true(am_id_make(YEAR_2026_MS, 1) != am_id_make(YEAR_2026_MS, 2));
    assert_true(am_id_time_ms(am_id_make(YEAR_2026_MS, UINT32_MAX)) == YEAR_2026_MS);
}

static void wrong_clocks_give_ids_too(void **state)
{
    (void)state;
    assert_true(am_id_make(YEAR_2020_MS, 0) == 1);
    assert_true(am_id_make(0, 5) == 5);
    assert_true(am_id_make(INT64_MIN, 5) == 5);
    const am_id most = am_id_make(INT64_MAX, UINT32_MAX);
    assert_true(most == (INT64_C(1) << 61) - 1);
    char text[AM_ID_TEXT_LEN + 1];
    am_id_write(most, text);
    assert_string_equal(text, "1zzzzzzzzzzzz");
}

static void what_people_type_is_read(void **state)
{
    (void)state;
    am_id id = 0, other = 0;
    assert_true(read_text("01h2xk9s4v3qd", &id));
    assert_true(read_text("0LH2XK9S4V3QD", &other));
    assert_true(id == other);
    assert_true(read_text("oih2xk9s4v3qd", &other));
    assert_true(id == other);
    char text[AM_ID_TEXT_LEN + 1];
    am_id_write(id, text);
    assert_string_equal(text, "01h2xk9s4v3qd");
}

static void what_is_no_id_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "01h2xk9s4v3q",   /* one short */
        "01h2xk9s4v3qd0", /* one long */
        "0000000000000",  /* none */
        "2000000000000",  /* past 61 bits */
        "z1h2xk9s4v3qd",
        "01h2xk9s4v3qu", /* u is no digit */
        "01h2xk9s4v3q-",
        "01h2xk9s4v3q ",
        "01h2xk9s4v3\xc3\xa4",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        am_id id = 77;
        assert_false(read_text(wrong[i], &id));
        assert_true(id == 77);
    }
    am_id id = 77;
    assert_false(am_id_read((struct amends_view){NULL, 0}, &id));
    assert_false(am_id_read((struct amends_view){"01h2xk9\0s4v3q", 13}, &id));
    assert_true(id == 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_read_back_and_sort),   cmocka_unit_test(only_twenty_bits_of_randomness_count),
        cmocka_unit_test(wrong_clocks_give_ids_too), cmocka_unit_test(what_people_type_is_read),
        cmocka_unit_test(what_is_no_id_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
