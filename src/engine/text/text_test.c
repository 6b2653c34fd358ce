/* The text stage without a language: UTF-8, normal forms, tokens, sentences, spans. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/text/text.h"

enum { ROOM = 4096 };

static struct am_text_arena *arena;
static struct am_text text;

static int set_up(void **state)
{
    (void)state;
    arena = am_text_arena_init(malloc(am_text_arena_size(ROOM)), ROOM);
    return arena == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    free(arena);
    return 0;
}

static enum amends_status scan_bytes(const char *bytes, size_t len)
{
    return am_text_scan(arena, (struct amends_view){bytes, len}, &text);
}

static void scan(const char *string)
{
    assert_int_equal(scan_bytes(string, strlen(string)), AMENDS_OK);
}

static size_t encode(uint32_t cp, char *out)
{
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        out[0] = (char)(0xC0 | cp >> 6);
        out[1] = (char)(0x80 | (cp & 63));
        return 2;
    }
    if (cp < 0x10000) {
        out[0] = (char)(0xE0 | cp >> 12);
        out[1] = (char)(0x80 | (cp >> 6 & 63));
        out[2] = (char)(0x80 | (cp & 63));
        return 3;
    }
    out[0] = (char)(0xF0 | cp >> 18);
    out[1] = (char)(0x80 | (cp >> 12 & 63));
    out[2] = (char)(0x80 | (cp >> 6 & 63));
    out[3] = (char)(0x80 | (cp & 63));
    return 4;
}

/* The tokens as "word word / word", a slash between sentences. */
static const char *tokens(void)
{
    static char out[ROOM * 4];
    size_t at = 0;

    for (uint32_t i = 0; i < text.token_count; i++) {
        const char *gap = i == 0 ? "" : text.tokens[i].sentence != text.tokens[i - 1].sentence ? " / " : " ";

        memcpy(out + at, gap, strlen(gap));
        at += strlen(gap);
        for (unsigned n = 0; n < text.tokens[i].norm_len; n++)
            at += encode(text.tokens[i].norm[n], out + at);
    }
    out[at] = '\0';
    return out;
}

static void check_tokens(const char *string, const char *expected)
{
    scan(string);
    assert_string_equal(tokens(), expected);
}

static void utf8_is_checked_strictly(void **state)
{
    static const char *const BAD[] = {
        "a\x80",            /* a continuation without a lead */
        "\xC3",             /* cut off */
        "\xE4\xBD",         /* cut off */
        "\xF0\x9F\x98",     /* cut off */
        "\xC0\xAF",         /* overlong */
        "\xC1\xBF",         /* overlong */
        "\xE0\x80\xAF",     /* overlong */
        "\xE0\x9F\xBF",     /* overlong */
        "\xF0\x8F\xBF\xBF", /* overlong */
        "\xED\xA0\x80",     /* a surrogate */
        "\xED\xBF\xBF",     /* a surrogate */
        "\xF4\x90\x80\x80", /* beyond U+10FFFF */
        "\xF5\x80\x80\x80", /* no lead */
        "\xFF",             /* no lead */
        "\xC3\x28",         /* a lead without continuation */
        "\xE2\x28\xA1",     /* the same in the middle */
    };

    (void)state;
    text.token_count = 77;
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        assert_int_equal(scan_bytes(BAD[i], strlen(BAD[i])), AMENDS_E_UTF8);
        assert_int_equal(text.token_count, 77);
    }
    assert_int_equal(scan_bytes("a\0b", 3), AMENDS_E_NUL);
    assert_int_equal(scan_bytes("\xED\x9F\xBF", 3), AMENDS_OK);
    assert_int_equal(scan_bytes("\xF4\x8F\xBF\xBF", 4), AMENDS_OK);
    assert_int_equal(scan_bytes(NULL, 0), AMENDS_OK);
    assert_int_equal(text.token_count, 0);
}

static void the_limit_holds(void **state)
{
    char *long_text = malloc(ROOM + 1);

    (void)state;
    memset(long_text, 'a', ROOM + 1);
    assert_int_equal(scan_bytes(long_text, ROOM), AMENDS_OK);
    assert_int_equal(text.code_points, ROOM);
    assert_int_equal(text.token_count, 1);
    assert_int_equal(scan_bytes(long_text, ROOM + 1), AMENDS_E_TOO_LONG);
    free(long_text);
}

static void tokens_have_a_limit(void **state)
{
    enum { WORDS = AMENDS_TOKENS_MAX + 1 };
    struct am_text_arena *large =
        am_text_arena_init(malloc(am_text_arena_size(AMENDS_TEXT_BYTES_MAX)), AMENDS_TEXT_BYTES_MAX);
    char *words = malloc(WORDS * 2);

    (void)state;
    for (size_t i = 0; i < WORDS; i++)
        memcpy(words + i * 2, "a ", 2);
    assert_int_equal(am_text_scan(large, (struct amends_view){words, (WORDS - 1) * 2}, &text), AMENDS_OK);
    assert_int_equal(text.token_count, AMENDS_TOKENS_MAX);
    assert_int_equal(am_text_scan(large, (struct amends_view){words, WORDS * 2}, &text), AMENDS_OK);
    assert_int_equal(text.token_count, AMENDS_TOKENS_MAX);
    am_text_apply(large, (struct amends_view){NULL, 0}, &text);
    assert_int_equal(text.token_count, AMENDS_TOKENS_MAX);
    free(words);
    free(large);
}

static void normal_forms_meet(void **state)
{
    (void)state;
    check_tokens("CAFE\xCC\x81 Caf\xC3\xA9", "caf\xC3\xA9 caf\xC3\xA9");
    check_tokens("Stra\xC3\x9F"
                 "e",
                 "strasse");
    check_tokens("ｆｕｌｌ　ＷＩＤＴＨ", "full width");
    check_tokens("don’t donʼt don`t don't", "don't don't don't don't");
    check_tokens("你們這裡賣假貨", "你 们 这 里 卖 假 货");
    check_tokens("Ёлка елка е\xCC\x88лка", "елка елка елка");
    check_tokens("Й\xCC\x86 и\xCC\x86 й", "й\xCC\x86 й й");
    check_tokens("A\xCC\x88itii \xC3\x84itii", "äitii äitii");
    /* Marks in another order: dot below before diaeresis. */
    check_tokens("u\xCC\x88\xCC\xA3 u\xCC\xA3\xCC\x88 \xC3\xBC\xCC\xA3", "ụ\xCC\x88 ụ\xCC\x88 ụ\xCC\x88");
    check_tokens("re\xC2\xAD"
                 "fund",
                 "refund");
    check_tokens("\xEF\xBB\xBFhello", "hello");
}

static void heaps_of_marks_are_borne(void **state)
{
    char zalgo[1001];

    (void)state;
    zalgo[0] = 'a';
    for (size_t i = 0; i < 500; i++)
        memcpy(zalgo + 1 + i * 2, i % 2 == 0 ? "\xCC\xA3" : "\xCC\x88", 2);
    assert_int_equal(scan_bytes(zalgo, sizeof zalgo), AMENDS_OK);
    assert_int_equal(text.token_count, 1);
    assert_int_equal(text.tokens[0].cp_end, 501);
}

static void check_span(uint32_t token, unsigned start, unsigned end)
{
    assert_true(token < text.token_count);
    assert_int_equal(text.tokens[token].cp_start, start);
    assert_int_equal(text.tokens[token].cp_end, end);
}

static void spans_count_original_code_points(void **state)
{
    (void)state;
    scan("e\xCC\x81t\xC3\xA9 \xC3\x9F"
         "a 退錢");
    check_span(0, 0, 4);
    check_span(1, 5, 7);
    check_span(2, 8, 9);
    check_span(3, 9, 10);
    assert_int_equal(text.code_points, 10);
    scan("😡👍🏽 👨‍👩‍👧! ❤️🇫🇮🇸🇪");
    check_span(0, 0, 1);
    check_span(1, 1, 3);
    check_span(2, 4, 9);
    check_span(3, 11, 13);
    check_span(4, 13, 15);
    check_span(5, 15, 17);
    assert_int_equal(text.emoji, 6);
    assert_true(text.letters_or_emoji);
    scan("?! … 12");
    assert_false(text.letters_or_emoji);
}

static void masked_words_are_one_token(void **state)
{
    static const char *const MASKED[] = {"f**k", "sh1t", "с*ка", "vi**u",  "a$$hole",
                                         "f***", "бл*",  "sh@t", "п****ц", "*uck"};

    (void)state;
    for (size_t i = 0; i < sizeof MASKED / sizeof *MASKED; i++) {
        check_tokens(MASKED[i], MASKED[i]);
        assert_true(text.tokens[0].flags & AM_TOKEN_MASKED);
        assert_int_equal(text.tokens[0].kind, AM_TOKEN_WORD);
    }
    /* Latin letters in a Cyrillic word. */
    check_tokens("cyка", "сука");
    assert_true(text.tokens[0].flags & AM_TOKEN_MASKED);
    check_tokens("傻X 他*的 what the ****", "傻 x 他 * 的 what the ****");
    assert_int_equal(text.tokens[3].kind, AM_TOKEN_MASK);
    assert_int_equal(text.tokens[7].kind, AM_TOKEN_MASK);
    /* No masks: emphasis, a footnote, a sum, a type. */
    check_tokens("*really* delivery* $20 iphone12", "really delivery 20 iphone12");
    for (uint32_t i = 0; i < text.token_count; i++)
        assert_false(text.tokens[i].flags & AM_TOKEN_MASKED);
}

static void words_in_disguise(void **state)
{
    (void)state;
    check_tokens("this is sh!t", "this is sh!t");
    check_tokens("bullsh!t. b!tch!", "bullsh!t / b!tch");
    check_tokens("$hit 5hit", "$hit 5hit");
    for (uint32_t i = 0; i < text.token_count; i++)
        assert_true(text.tokens[i].flags & AM_TOKEN_MASKED);
    check_tokens("f u c k this, п и з д е ц!", "fuck this пиздец");
    assert_true(text.tokens[0].flags & AM_TOKEN_MASKED);
    check_span(0, 0, 7);
    check_span(1, 8, 12);
    check_span(2, 14, 25);
    check_tokens("s.h.i.t happens", "shit happens");
    /* No disguise: sentences without a space, hours, sums, short words and initials, a list with commas. */
    check_tokens("Great!Thanks", "great / thanks");
    check_tokens("no!but", "no / but");
    check_tokens("5hours $20 $a", "5 hours 20 a");
    check_tokens("я и в U.S.A. x", "я и в u s a x");
    check_tokens("a, b, c, d, e", "a b c d e");
    check_tokens("a b c", "a b c");
    check_tokens("a b c d", "a b c d");
}

static void sentences_end_where_they_end(void **state)
{
    (void)state;
    check_tokens("Stop. Now!Go?Yes", "stop / now / go / yes");
    check_tokens("Mr. Smith paid 19.99 e.g. here. Why", "mr smith paid 19.99 e g here / why");
    check_tokens("т.е. вы врете. Да", "т е вы врете / да");
    check_tokens("esim. huomenna 5. kerta", "esim huomenna 5 kerta");
    check_tokens("退钱。现在！好吗？", "退 钱 / 现 在 / 好 吗");
    check_tokens("well... maybe... Fine", "well maybe / fine");
    check_tokens("one\ntwo\n\nthree", "one / two / three");
    check_tokens("see example.com now", "see example com now");
    scan("What?!! Oh!");
    assert_int_equal(text.sentence_count, 2);
    assert_true(text.sentences[0].question);
    assert_int_equal(text.sentences[0].exclamations, 2);
    assert_int_equal(text.sentences[1].exclamations, 1);
    assert_int_equal(text.exclamations, 3);
    assert_int_equal(text.sentences[0].cp_end, 7);
}

static unsigned flags_of(uint32_t token)
{
    assert_true(token < text.token_count);
    return text.tokens[token].flags;
}

static void flags_are_set(void **state)
{
    (void)state;
    scan("WTF is SO wrong, I ask: sooo bad - yes (no)");
    assert_true(flags_of(0) & AM_TOKEN_CAPS);
    assert_true(flags_of(0) & AM_TOKEN_SENTENCE_START);
    assert_false(flags_of(2) & AM_TOKEN_CAPS);
    assert_true(flags_of(4) & AM_TOKEN_AFTER_COMMA);
    assert_false(flags_of(5) & AM_TOKEN_AFTER_COMMA);
    assert_true(flags_of(6) & AM_TOKEN_AFTER_COMMA);
    assert_true(flags_of(6) & AM_TOKEN_STRETCHED);
    assert_true(flags_of(8) & AM_TOKEN_AFTER_COMMA);
    assert_true(flags_of(9) & AM_TOKEN_AFTER_COMMA);
    assert_int_equal(text.caps_words, 1);
    assert_int_equal(text.stretched, 1);
}

static void quotations_are_paired(void **state)
{
    static const char *const QUOTED[] = {"he \"said it\" so", "he “said it” so", "he «said it» so",
                                         "he „said it“ so",   "he ”said it” so", "he 「said it」 so",
                                         "he ‘said it’ so",   "he 'said it' so"};
    static const char *const NOT_QUOTED[] = {"he \"said it so", "he said it” so",
                                             "it's the customers' money so", "5\" or 6\" so"};

    (void)state;
    for (size_t i = 0; i < sizeof QUOTED / sizeof *QUOTED; i++) {
        scan(QUOTED[i]);
        assert_false(flags_of(0) & AM_TOKEN_QUOTED);
        assert_true(flags_of(1) & AM_TOKEN_QUOTED);
        assert_true(flags_of(2) & AM_TOKEN_QUOTED);
        assert_false(flags_of(3) & AM_TOKEN_QUOTED);
    }
    for (size_t i = 0; i < sizeof NOT_QUOTED / sizeof *NOT_QUOTED; i++) {
        scan(NOT_QUOTED[i]);
        for (uint32_t n = 0; n < text.token_count; n++)
            assert_false(flags_of(n) & AM_TOKEN_QUOTED);
    }
}

static void figures_need_no_language(void **state)
{
    (void)state;
    scan("20 € or $1,299.50 or 15 % at 15:30");
    am_text_apply(arena, (struct amends_view){NULL, 0}, &text);
    assert_int_equal(text.quantity_count, 4);
    assert_int_equal(text.quantities[0].kind, AM_QUANTITY_AMOUNT);
    assert_string_equal(text.quantities[0].currency, "EUR");
    assert_int_equal(text.quantities[0].value, 2000);
    assert_string_equal(text.quantities[1].currency, "USD");
    assert_int_equal(text.quantities[1].value, 129950);
    assert_int_equal(text.quantities[2].kind, AM_QUANTITY_PERCENT);
    assert_int_equal(text.quantities[2].value, 1500);
    assert_int_equal(text.quantities[3].kind, AM_QUANTITY_TIME);
}

/* Whatever the bytes are: spans in order, inside the text, sentences that cover the tokens. */
static void any_bytes_keep_the_invariants(void **state)
{
    static const char *const PIECES[] = {
        "a",        "B", " ",         "*", "'", "\"",           ".", "\n", "5", ",", "$", "-", "退",
        "錢",       "é", "e\xCC\x81", "Ж", "😡", "\xE2\x80\x8D", "“", "”",  "…", "€", "%", "!", "?",
        "\xCC\xA3", "🇫", "ﬃ",         "ΐ"};
    uint32_t seed = 12345;

    (void)state;
    for (int round = 0; round < 5000; round++) {
        char bytes[512];
        size_t len = 0, count = (seed >> 16) % 60;

        for (size_t i = 0; i < count; i++) {
            const char *piece;

            seed = seed * 1664525U + 1013904223U;
            piece = PIECES[(seed >> 16) % (sizeof PIECES / sizeof *PIECES)];
            memcpy(bytes + len, piece, strlen(piece));
            len += strlen(piece);
        }
        assert_int_equal(scan_bytes(bytes, len), AMENDS_OK);

        uint32_t covered = 0, position = 0;

        for (uint32_t i = 0; i < text.token_count; i++) {
            assert_true(text.tokens[i].cp_start >= position);
            assert_true(text.tokens[i].cp_end > text.tokens[i].cp_start);
            position = text.tokens[i].cp_end;
        }
        assert_true(position <= text.code_points);
        for (uint32_t i = 0; i < text.sentence_count; i++) {
            assert_int_equal(text.sentences[i].first_token, covered);
            covered += text.sentences[i].token_count;
        }
        assert_int_equal(covered, text.token_count);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_is_checked_strictly),      cmocka_unit_test(the_limit_holds),
        cmocka_unit_test(tokens_have_a_limit),           cmocka_unit_test(normal_forms_meet),
        cmocka_unit_test(heaps_of_marks_are_borne),      cmocka_unit_test(spans_count_original_code_points),
        cmocka_unit_test(masked_words_are_one_token),    cmocka_unit_test(words_in_disguise),
        cmocka_unit_test(sentences_end_where_they_end),  cmocka_unit_test(flags_are_set),
        cmocka_unit_test(quotations_are_paired),         cmocka_unit_test(figures_need_no_language),
        cmocka_unit_test(any_bytes_keep_the_invariants),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
