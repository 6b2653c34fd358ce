/* Typing a line, and showing text in columns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "faces/cli/lineedit.h"
#include "faces/cli/screen.h"
#include "faces/json/utf8.h"

static struct am_line line;

static void type(const char *text)
{
    struct amends_view view = {text, strlen(text)};
    unsigned len;
    for (size_t i = 0; i < view.len_bytes; i += len)
        assert_true(am_line_insert(&line, am_utf8_at(view, i, &len)));
}

static void expect(const char *text)
{
    static char bytes[4 * AM_LINE_CODES_MAX];
    size_t len = am_line_text(&line, 0, line.len, bytes, sizeof bytes);
    assert_int_equal(len, strlen(text));
    assert_memory_equal(bytes, text, len);
}

static void editing(void **state)
{
    (void)state;
    am_line_clear(&line);
    type("mitä 我要😀");
    expect("mitä 我要😀");
    am_line_backspace(&line);
    am_line_left(&line);
    type("不");
    expect("mitä 我不要");
    am_line_delete(&line);
    expect("mitä 我不");
    am_line_delete_word(&line);
    expect("mitä ");
    line.cursor = 2;
    am_line_kill_end(&line);
    expect("mi");
    am_line_left(&line);
    am_line_left(&line);
    am_line_left(&line);
    am_line_backspace(&line);
    expect("mi");
}

static void marks_go_with_their_letter(void **state)
{
    (void)state;
    am_line_clear(&line);
    type("ae\xcc\x81\xcc\xa3o");
    am_line_left(&line);
    am_line_backspace(&line);
    expect("ao");
    am_line_clear(&line);
    type("e\xcc\x81");
    line.cursor = 0;
    am_line_delete(&line);
    expect("");
}

static void a_full_line(void **state)
{
    (void)state;
    am_line_clear(&line);
    for (int i = 0; i < AM_LINE_CODES_MAX; i++)
        assert_true(am_line_insert(&line, 'x'));
    assert_false(am_line_insert(&line, 'x'));
    am_line_clear(&line);
    assert_false(am_line_insert(&line, 0x1b));
    assert_false(am_line_insert(&line, 0x9b));
}

static void the_cursor_is_seen(void **state)
{
    (void)state;
    am_line_clear(&line);
    type("一二三四五六七八九十");
    for (line.cursor = 0; line.cursor <= line.len; line.cursor++) {
        for (unsigned columns = 4; columns < 30; columns++) {
            unsigned first, end, column, width = 0;
            am_line_window(&line, columns, &first, &end, &column);
            assert_true(first <= line.cursor && line.cursor <= end);
            for (unsigned i = first; i < end; i++)
                width += am_code_width(line.codes[i]);
            assert_true(width <= columns);
            assert_true(column < columns);
        }
    }
}

static void wrapping(void **state)
{
    (void)state;
    struct am_writer out = {0};
    struct am_screen screen = {.out = &out, .columns = 24};
    const char *text = "one two three four five 我们一起来看看怎么办才好\x1b[31m";
    am_screen_wrap(&screen, AM_STYLE_HOT, 4, (struct amends_view){text, strlen(text)});
    const char *expected = "one two three four\n    five 我们一起来看看\n    怎么办才好 [31m";
    assert_int_equal(out.len_bytes, strlen(expected));
    assert_memory_equal(out.bytes, expected, out.len_bytes);
    am_writer_reset(&out);
    text = "一二三四五六七八九十！二";
    am_screen_wrap(&screen, AM_STYLE_HOT, 4, (struct amends_view){text, strlen(text)});
    expected = "一二三四五六七八九\n    十！二";
    assert_int_equal(out.len_bytes, strlen(expected));
    assert_memory_equal(out.bytes, expected, out.len_bytes);
    am_writer_dispose(&out);
}

static void expect_flow(unsigned columns, const char *expected)
{
    struct am_writer out = {0};
    struct am_screen screen = {.out = &out, .columns = columns};
    struct am_flow flow = {&screen, 2, 2};
    am_flow_plain(&flow, AM_STYLE_BOLD, "F9");
    am_flow_plain(&flow, AM_STYLE_DIM, " has left");
    am_flow_keep(&flow, 7);
    am_flow_plain(&flow, AM_STYLE_DIM, " → Thank");
    assert_int_equal(out.len_bytes, strlen(expected));
    assert_memory_equal(out.bytes, expected, out.len_bytes);
    am_writer_dispose(&out);
}

static void paragraphs_of_several_styles(void **state)
{
    (void)state;
    expect_flow(40, "F9 has left → Thank");
    expect_flow(16, "F9 has left\n  → Thank");
    expect_flow(14, "F9 has left\n  → Thank");
    /* A paragraph is at least twelve columns wide; its words stay whole. */
    expect_flow(10, "F9 has left\n  → Thank");

    struct am_writer out = {0};
    struct am_screen screen = {.out = &out, .columns = 16};
    const char *text = "abcdefghijklmnopqrstuvwxyz";
    am_screen_wrap(&screen, AM_STYLE_PLAIN, 2, (struct amends_view){text, strlen(text)});
    const char *expected = "abcdefghijklmn\n  opqrstuvwxyz";
    assert_int_equal(out.len_bytes, strlen(expected));
    assert_memory_equal(out.bytes, expected, out.len_bytes);
    am_writer_dispose(&out);
}

static void widths(void **state)
{
    (void)state;
    const char *text = "aä我😀e\xcc\x81（";
    assert_int_equal(am_text_width((struct amends_view){text, strlen(text)}), 9);
}

static void signs_as_ascii_has_them(void **state)
{
    (void)state;
    struct am_writer out = {0};
    struct am_screen screen = {.out = &out, .columns = 40, .ascii_signs = true};
    am_screen_plain(&screen, AM_STYLE_PLAIN, "▶ ██░ “päivää” → ×2…");
    const char *expected = "> ##. \"päivää\" > x2~";
    assert_int_equal(out.len_bytes, strlen(expected));
    assert_memory_equal(out.bytes, expected, out.len_bytes);
    am_writer_dispose(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(editing),     cmocka_unit_test(marks_go_with_their_letter),
        cmocka_unit_test(a_full_line), cmocka_unit_test(the_cursor_is_seen),
        cmocka_unit_test(wrapping),    cmocka_unit_test(paragraphs_of_several_styles),
        cmocka_unit_test(widths),      cmocka_unit_test(signs_as_ascii_has_them)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
