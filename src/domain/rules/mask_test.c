/* Numbers that must not be kept, and all those that must stay. */
#include "domain/rules/test.h"

#include <stdbool.h>
#include <stdio.h>

#include "domain/rules/mask.h"

static void becomes(const char *text, const char *expected)
{
    size_t len = strlen(text);
    char *out = malloc(len + 1);

    assert_non_null(out);
    am_mask((struct amends_view){text, len}, out);
    out[len] = '\0';
    assert_string_equal(out, expected);
    free(out);
}

static void stays(const char *text)
{
    becomes(text, text);
}

static void card_numbers_are_masked_but_for_four(void **state)
{
    (void)state;
    becomes("4111111111111111", "************1111");
    becomes("4111 1111 1111 1111", "**** **** **** 1111");
    becomes("my card 5500-0055-5555-5559, ok?", "my card ****-****-****-5559, ok?");
    becomes("3782 822463 10005", "**** ****** *0005");
    becomes("30569309025904", "**********5904");
    becomes("4222222222222", "*********2222");
    becomes("6304000000000000", "************0000");
    becomes("4111 - 1111 - 1111 - 1111", "**** - **** - **** - 1111");
    becomes("4111–1111–1111–1111", "****–****–****–1111");
    becomes("4111\u00a01111\u202f1111\u20091111", "****\u00a0****\u202f****\u20091111");
    becomes("我的卡号４１１１　１１１１　１１１１　１１１１谢谢",
            "我的卡号＊＊＊＊　＊＊＊＊　＊＊＊＊　１１１１谢谢");
    becomes("卡号4111111111111111不能用", "卡号************1111不能用");
    becomes("карта 4111 1111 1111 1111 не прошла", "карта **** **** **** 1111 не прошла");
    becomes("**4111 1111 1111 1111**", "****** **** **** 1111**");
    becomes("order 12345 4111111111111111", "order 12345 ************1111");
    becomes("4111 1111 1111 1111 12/27", "**** **** **** 1111 12/27");
    becomes("4111111111111111, 5500005555555559", "************1111, ************5559");
}

static void account_numbers_are_masked_but_for_four(void **state)
{
    (void)state;
    becomes("FI2112345600000785", "**************0785");
    becomes("FI21 1234 5600 0007 85", "**** **** **** **07 85");
    becomes("FI21  1234  5600  0007  85", "****  ****  ****  **07  85");
    becomes("FI21-1234-5600-0007-85", "****-****-****-**07-85");
    becomes("fi21 1234 5600 0007 85 please", "**** **** **** **07 85 please");
    becomes("IBAN: DE89370400440532013000.", "IBAN: ******************3000.");
    becomes("GB82 WEST 1234 5698 7654 32 kiitos", "**** **** **** **** **54 32 kiitos");
    becomes("NO9386011117947", "***********7947");
    becomes("MT84MALT011000012345MTLCAST001S", "***************************001S");
    becomes("ＦＩ２１１２３４５６０００００７８５", "＊＊＊＊＊＊＊＊＊＊＊＊＊＊０７８５");
    becomes("账号FI2112345600000785。", "账号**************0785。");
}

static void everything_else_stays(void **state)
{
    static const char *const texts[] = {
        "",
        "4111111111111112", /* fails the check */
        "4111 1111 1111 1112",
        "411111111111",           /* twelve digits */
        "41111111111111111111",   /* twenty */
        "0000 0000 0000 0000",    /* passes, and is no card */
        "4111\n1111\n1111\n1111", /* a column of numbers */
        "4111, 1111, 1111, 1111",
        "4111    1111    1111    1111", /* a table */
        "+358 40 123 4567",
        "tel. +7 (495) 123-45-67, +86 138 0013 8000",
        "order 2026-11-22 no. 1000234567",
        "EAN 6408430000135",
        "FI2112345600000786",  /* fails the check */
        "FI21123456000007850", /* too long for Finland */
        "FI211234560000078",
        "XFI2112345600000785", /* part of a longer word */
        "F I2112345600000785",
        "XX2112345600000785", /* no such country */
        "no 12 people waited at 18:45",
        "\xff\xfe\x80 4111 \xe4\xb8",
        "***",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++)
        stays(texts[i]);
}

static void numbers_are_counted(void **state)
{
    char out[128];

    (void)state;
    assert_int_equal(am_mask(VIEW("nothing"), out), 0);
    assert_int_equal(am_mask((struct amends_view){NULL, 0}, out), 0);
    assert_int_equal(am_mask(VIEW("4111111111111111 and FI2112345600000785"), out), 2);
}

static char luhn_digit(const char *digits, size_t len)
{
    unsigned sum = 0;

    for (size_t i = 0; i < len; i++) {
        unsigned value = (unsigned)(digits[len - 1 - i] - '0');

        sum += i % 2 == 0 ? (value * 2 > 9 ? value * 2 - 9 : value * 2) : value;
    }
    return (char)('0' + (10 - sum % 10) % 10);
}

/* Any card, written in any groups between any words: never more than its last four digits are left. */
static void no_card_gets_through(void **state)
{
    static const char *const gaps[] = {"", "", " ", "-", " - ", "\u00a0", "–", "　"};
    static const char *const words[] = {"", "card ", "卡", "my no. 77 ", "(", "карта: ", "№", "12/27 "};
    uint64_t seed = 5;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        char digits[20], text[256], out[256], left[256];
        size_t count = 13 + test_random(&seed) % 7, len = 0, kept = 0;
        const char *gap = gaps[test_random(&seed) % COUNT(gaps)];

        for (size_t i = 0; i + 1 < count; i++)
            digits[i] = (char)('0' + (i == 0 ? 1 + test_random(&seed) % 9 : test_random(&seed) % 10));
        digits[count - 1] = luhn_digit(digits, count - 1);
        len += (size_t)sprintf(text, "%s", words[test_random(&seed) % COUNT(words)]);
        size_t begin = len;

        for (size_t i = 0; i < count; i++) {
            text[len++] = digits[i];
            if (i + 1 < count && test_random(&seed) % 4 == 0)
                len += (size_t)sprintf(text + len, "%s", gap);
        }
        size_t end = len;

        len += (size_t)sprintf(text + len, "%s", test_random(&seed) % 2 ? ", 12/27" : " kiitos");
        assert_true(am_mask((struct amends_view){text, len}, out) >= 1);
        for (size_t i = begin; i < end; i++) {
            if (out[i] >= '0' && out[i] <= '9')
                left[kept++] = out[i];
        }
        assert_true(kept <= 4);
        assert_memory_equal(left, digits + count - kept, kept);
    }
}

/* Any bytes: the same length, sound text stays sound, only what was a letter or digit changes, and masking
 * again changes nothing. */
static void whatever_comes_in_nothing_breaks(void **state)
{
    static const char *const pieces[] = {"4111", "1111", "11",   "0",  "5",    "37",   "FI",  "21", "DE89",
                                         " ",    "-",    "　",   "４", "１１", "Ｆ",   "*",   "x",  "ä",
                                         "卡",   "\xff", "\xe4", "\n", "9",    "GB82", "WEST"};
    uint64_t seed = 9;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        char text[512], out[512], again[512];
        size_t len = 0, pieces_count = test_random(&seed) % 60;

        for (size_t i = 0; i < pieces_count; i++)
            len += (size_t)sprintf(text + len, "%s", pieces[test_random(&seed) % COUNT(pieces)]);
        memset(out, '#', sizeof out);
        am_mask((struct amends_view){text, len}, out);
        assert_int_equal(out[len], '#');
        for (size_t i = 0; i < len; i++) {
            bool ascii = (unsigned char)text[i] < 0x80;

            if (ascii && out[i] != text[i])
                assert_true(out[i] == '*' &&
                            ((text[i] >= '0' && text[i] <= '9') || (text[i] >= 'A' && text[i] <= 'Z') ||
                             (text[i] >= 'a' && text[i] <= 'z')));
            if (!ascii && out[i] != text[i])
                assert_true((unsigned char)out[i] >= 0x80);
        }
        am_mask((struct amends_view){out, len}, again);
        assert_memory_equal(out, again, len);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(card_numbers_are_masked_but_for_four),
        cmocka_unit_test(account_numbers_are_masked_but_for_four),
        cmocka_unit_test(everything_else_stays),
        cmocka_unit_test(numbers_are_counted),
        cmocka_unit_test(no_card_gets_through),
        cmocka_unit_test(whatever_comes_in_nothing_breaks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
