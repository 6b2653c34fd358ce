/* The text stage with the languages of data/lang (its folder is the program's argument): rewriting,
 * quantities in words, which language it is, and damaged sections. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/text/identify.h"
#include "engine/text/language.h"
#include "engine/text/text.h"
#include "playbook/compile.h"

enum { EN, FI, RU, ZH, LANGUAGES, ROOM = 4096, FILE_MAX = 1 << 20 };

static const char *const CODES[LANGUAGES] = {"en", "fi", "ru", "zh"};
static const char *folder;
static struct am_text_arena *arena;
static struct am_text text;
static struct am_buffer image;
static struct amends_view languages[LANGUAGES], identify;

static void tell(void *context, const struct am_mistake *mistake)
{
    (void)context;
    printf("%s:%u:%u: %s\n", mistake->path, mistake->line, mistake->column, mistake->message);
}

static struct amends_view read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *bytes = malloc(FILE_MAX);

    if (file == NULL || bytes == NULL)
        return (struct amends_view){NULL, 0};

    size_t len = fread(bytes, 1, FILE_MAX, file);

    fclose(file);
    return (struct amends_view){bytes, len};
}

static int set_up(void **state)
{
    static char paths[LANGUAGES][64];
    static struct am_source sources[LANGUAGES];
    static struct am_compile compile;
    struct am_diagnosis diagnosis = {tell, NULL, 0};

    (void)state;
    compile.sources = sources;
    compile.source_count = compile.language_count = LANGUAGES;
    compile.diagnosis = &diagnosis;
    for (int i = 0; i < LANGUAGES; i++) {
        char path[512];
        struct amends_view bytes;

        snprintf(path, sizeof path, "%s/%s/language.yaml", folder, CODES[i]);
        snprintf(paths[i], sizeof paths[i], "lang/%s/language.yaml", CODES[i]);
        snprintf(compile.codes[i], sizeof compile.codes[i], "%s", CODES[i]);
        bytes = read_file(path);
        if (bytes.bytes == NULL || !am_source_parse(&sources[i], paths[i], bytes, &diagnosis))
            return 1;
    }
    for (int i = 0; i < LANGUAGES; i++)
        am_compile_language(&compile, i);
    am_compile_identify(&compile);
    if (!am_pack_finish(&compile.pack, &image))
        return 1;

    struct amends_view whole = {(const char *)image.bytes, image.len_bytes};

    for (unsigned i = 0; i < LANGUAGES; i++) {
        languages[i] = am_image_section(whole, AM_SECTION_LANGUAGE, i);
        free((void *)(uintptr_t)sources[i].bytes.bytes);
        am_source_dispose(&sources[i]);
    }
    identify = am_image_section(whole, AM_SECTION_IDENTIFY, AM_IMAGE_LANG_ALL);
    am_pack_dispose(&compile.pack);
    arena = am_text_arena_init(malloc(am_text_arena_size(ROOM)), ROOM);
    return diagnosis.count != 0;
}

static int tear_down(void **state)
{
    (void)state;
    am_buffer_dispose(&image);
    free(arena);
    return 0;
}

static void apply(int language, const char *string)
{
    assert_int_equal(am_text_scan(arena, (struct amends_view){string, strlen(string)}, &text), AMENDS_OK);
    am_text_apply(arena, languages[language], &text);
}

static bool token_is(uint32_t token, const char *ascii)
{
    if (token >= text.token_count || text.tokens[token].norm_len != strlen(ascii))
        return false;
    for (size_t i = 0; ascii[i] != '\0'; i++)
        if (text.tokens[token].norm[i] != (unsigned char)ascii[i])
            return false;
    return true;
}

static void sections_are_sound(void **state)
{
    (void)state;
    for (unsigned i = 0; i < LANGUAGES; i++)
        assert_true(am_language_check(languages[i]));
    assert_true(am_identify_check(identify, LANGUAGES));
    assert_false(am_identify_check(identify, LANGUAGES - 1));
    assert_true(am_language_check((struct amends_view){NULL, 0}));
}

static void clitics_are_split(void **state)
{
    (void)state;
    apply(EN, "I'll say you DON’T care");
    assert_int_equal(text.token_count, 7);
    assert_true(token_is(0, "i") && token_is(1, "will") && token_is(4, "do") && token_is(5, "not"));
    assert_int_equal(text.tokens[0].cp_end, 1);
    assert_int_equal(text.tokens[1].cp_start, 1);
    assert_int_equal(text.tokens[1].cp_end, 4);
    assert_int_equal(text.tokens[4].cp_start, 13);
    assert_int_equal(text.tokens[5].cp_end, 18);
    assert_true(text.tokens[1].flags & AM_TOKEN_REWRITTEN);
    assert_true(text.tokens[0].flags & AM_TOKEN_SENTENCE_START);
    assert_false(text.tokens[1].flags & AM_TOKEN_SENTENCE_START);
}

static void variants_are_rewritten(void **state)
{
    (void)state;
    apply(EN, "u gonna pay. I can't wait");
    assert_int_equal(text.token_count, 8);
    assert_true(token_is(0, "you") && token_is(1, "going") && token_is(2, "to") && token_is(3, "pay"));
    assert_true(token_is(5, "can") && token_is(6, "not"));
    assert_int_equal(text.tokens[2].cp_start, 2);
    assert_int_equal(text.tokens[2].cp_end, 7);
    assert_int_equal(text.sentence_count, 2);
    assert_int_equal(text.sentences[1].first_token, 4);
    assert_int_equal(text.tokens[4].sentence, 1);
    /* The scanned text stays: another language may be applied to it afterwards. */
    am_text_apply(arena, languages[ZH], &text);
    assert_int_equal(text.token_count, 6);
    assert_true(token_is(1, "gonna"));
}

/* One text, and the one quantity that must be in it. */
struct expected {
    int language;
    const char *text;
    int kind;
    const char *currency;
    long long value;
};

static void quantities_are_found(void **state)
{
    static const struct expected EXPECTED[] = {
        {EN, "that is fifteen", AM_QUANTITY_NUMBER, "", 15000},
        {EN, "give me 20 quid", AM_QUANTITY_AMOUNT, "GBP", 2000},
        {EN, "it was £1,299.50 in all", AM_QUANTITY_AMOUNT, "GBP", 129950},
        {EN, "one hundred and five pounds", AM_QUANTITY_AMOUNT, "GBP", 10500},
        {EN, "two hundred fifty thousand dollars", AM_QUANTITY_AMOUNT, "USD", 25000000},
        {EN, "twenty-five euros", AM_QUANTITY_AMOUNT, "EUR", 2500},
        {EN, "EUR 30", AM_QUANTITY_AMOUNT, "EUR", 3000},
        {EN, "5 euros and 50 cents", AM_QUANTITY_AMOUNT, "EUR", 550},
        {EN, "20 bucks", AM_QUANTITY_AMOUNT, "", 2000},
        {EN, "twenty per cent off", AM_QUANTITY_PERCENT, "", 2000},
        {EN, "12.5% off", AM_QUANTITY_PERCENT, "", 1250},
        {EN, "see you on Friday", AM_QUANTITY_TIME, "", 0},
        {EN, "in three weeks", AM_QUANTITY_TIME, "", 0},
        {EN, "come at two", AM_QUANTITY_TIME, "", 0},
        {FI, "hyvitän viisitoista euroa", AM_QUANTITY_AMOUNT, "EUR", 1500},
        {FI, "satakaksikymmentäviisi euroa", AM_QUANTITY_AMOUNT, "EUR", 12500},
        {FI, "maksoi 1 299,50 €", AM_QUANTITY_AMOUNT, "EUR", 129950},
        {FI, "maksoi 20e", AM_QUANTITY_AMOUNT, "EUR", 2000},
        {FI, "vain 50 snt", AM_QUANTITY_AMOUNT, "EUR", 50},
        {FI, "kaksikymmentä prosenttia", AM_QUANTITY_PERCENT, "", 2000},
        {FI, "kello 15", AM_QUANTITY_TIME, "", 0},
        {FI, "perjantaihin mennessä", AM_QUANTITY_TIME, "", 0},
        {RU, "пятьсот рублей", AM_QUANTITY_AMOUNT, "RUB", 50000},
        {RU, "две тысячи триста сорок пять руб.", AM_QUANTITY_AMOUNT, "RUB", 234500},
        {RU, "5 тысяч ₽", AM_QUANTITY_AMOUNT, "RUB", 500000},
        {RU, "полторы тысячи рублей", AM_QUANTITY_AMOUNT, "RUB", 150000},
        {RU, "двадцать процентов", AM_QUANTITY_PERCENT, "", 2000},
        {RU, "три недели", AM_QUANTITY_TIME, "", 0},
        {ZH, "二十五", AM_QUANTITY_NUMBER, "", 25000},
        {ZH, "五十块", AM_QUANTITY_AMOUNT, "CNY", 5000},
        {ZH, "500元", AM_QUANTITY_AMOUNT, "CNY", 50000},
        {ZH, "兩萬五千塊錢", AM_QUANTITY_AMOUNT, "CNY", 2500000},
        {ZH, "三千五百元", AM_QUANTITY_AMOUNT, "CNY", 350000},
        {ZH, "一百零五块", AM_QUANTITY_AMOUNT, "CNY", 10500},
        {ZH, "三千五块钱", AM_QUANTITY_AMOUNT, "CNY", 350000},
        {ZH, "五块五", AM_QUANTITY_AMOUNT, "CNY", 550},
        {ZH, "￥３０", AM_QUANTITY_AMOUNT, "CNY", 3000},
        {ZH, "打八折", AM_QUANTITY_PERCENT, "", 2000},
        {ZH, "八五折", AM_QUANTITY_PERCENT, "", 1500},
        {ZH, "百分之二十", AM_QUANTITY_PERCENT, "", 2000},
        {ZH, "周五之前", AM_QUANTITY_TIME, "", 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof EXPECTED / sizeof *EXPECTED; i++) {
        const struct expected *expected = &EXPECTED[i];

        apply(expected->language, expected->text);
        if (text.quantity_count != 1 || text.quantities[0].kind != expected->kind ||
            text.quantities[0].value != expected->value ||
            strcmp(text.quantities[0].currency, expected->currency) != 0)
            fail_msg("\"%s\": %u quantities, kind %d, value %lld, currency \"%s\"", expected->text,
                     (unsigned)text.quantity_count, text.quantities[0].kind,
                     (long long)text.quantities[0].value, text.quantities[0].currency);
        assert_true(text.tokens[text.quantities[0].first_token].flags & AM_TOKEN_IN_AMOUNT);
    }
}

static void sums_stay_within_bounds(void **state)
{
    (void)state;
    apply(EN, "999999999999 thousand thousand euros and 99999999999999999999999999 euros");
    for (uint32_t i = 0; i < text.quantity_count; i++)
        assert_true(text.quantities[i].value >= 0 &&
                    text.quantities[i].value <= AMENDS_MONEY_MINOR_MAX * 1000);
    apply(EN, "one two three");
    assert_int_equal(text.quantity_count, 3);
    apply(ZH, "零零零零零零零");
    apply(ZH, "亿亿亿万万千千百百十十");
}

static int language_of(const char *string, uint32_t *others)
{
    assert_int_equal(am_text_scan(arena, (struct amends_view){string, strlen(string)}, &text), AMENDS_OK);
    return am_language_identify(identify, &text, others);
}

static void languages_are_known(void **state)
{
    static const struct {
        int language;
        const char *text;
    } KNOWN[] = {
        {EN, "Where is my parcel"},
        {EN, "hello"},
        {EN, "ok"},
        {EN, "the food was cold"},
        {EN, "I waited for an hour"},
        {FI, "hei"},
        {FI, "missä mun tilaus viipyy"},
        {FI, "en hyväksy tätä"},
        {FI, "ruoka oli ihan kylmää"},
        {FI, "olen todella pettynyt"},
        {RU, "спасибо"},
        {RU, "где мой заказ"},
        {RU, "верните деньги"},
        {RU, "суп был холодный"},
        {ZH, "退款"},
        {ZH, "等了一個小時"},
        {ZH, "我的app打不开了"},
        {-1, "Var är mitt paket"},
        {-1, "Wo ist mein Paket"},
        {-1, "Kus mu pakk on"},
        {-1, "Où est mon colis"},
        {-1, "¿Dónde está mi paquete?"},
        {-1, "Де моя посилка"},
        {-1, "Къде е пратката ми"},
        {-1, "荷物はどこですか"},
        {-1, "제 소포는 어디에 있나요"},
        {-1, "أين طردي"},
        {-1, "12345 ?!"},
        {-1, "xkqzv wqrtz"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++)
        if (language_of(KNOWN[i].text, NULL) != KNOWN[i].language)
            fail_msg("\"%s\" was taken for %d", KNOWN[i].text, language_of(KNOWN[i].text, NULL));
}

static void mixed_texts_name_the_others(void **state)
{
    uint32_t others;

    (void)state;
    assert_int_equal(language_of("我要退款，我要投诉你们。 This is a complete scam", &others), ZH);
    assert_int_equal(others, 1U << EN);
    assert_int_equal(
        language_of("Missä minun rahani ovat? Olen odottanut jo kaksi viikkoa eikä kukaan vastaa. "
                    "Where is my money?",
                    &others),
        FI);
    assert_int_equal(others, 1U << EN);
    assert_int_equal(language_of("Where is my parcel", &others), EN);
    assert_int_equal(others, 0);
}

/* Each damaged word of a section is either refused, or harmless to use. */
static void damaged_sections_do_no_harm(void **state)
{
    (void)state;
    for (int i = 0; i < LANGUAGES + 1; i++) {
        struct amends_view sound = i < LANGUAGES ? languages[i] : identify;
        char *copy = malloc(sound.len_bytes);

        for (size_t at = 0; at + 4 <= sound.len_bytes; at += at < 512 ? 4 : 388) {
            struct amends_view damaged = {copy, sound.len_bytes};

            memcpy(copy, sound.bytes, sound.len_bytes);
            memset(copy + at, 0xFF, 4);
            if (i < LANGUAGES && am_language_check(damaged)) {
                apply(i, "I can't pay 20 quid, kaksikymmentä пятьсот рублей 五十块");
                am_text_apply(arena, damaged, &text);
            } else if (i == LANGUAGES && am_identify_check(damaged, LANGUAGES)) {
                am_language_identify(damaged, &text, NULL);
            }
        }
        assert_false(i < LANGUAGES ? am_language_check((struct amends_view){sound.bytes, sound.len_bytes - 4})
                                   : am_identify_check((struct amends_view){sound.bytes, 32}, LANGUAGES));
        free(copy);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sections_are_sound),          cmocka_unit_test(clitics_are_split),
        cmocka_unit_test(variants_are_rewritten),      cmocka_unit_test(quantities_are_found),
        cmocka_unit_test(sums_stay_within_bounds),     cmocka_unit_test(languages_are_known),
        cmocka_unit_test(mixed_texts_name_the_others), cmocka_unit_test(damaged_sections_do_no_harm),
    };

    folder = argc > 1 ? argv[1] : "data/lang";
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
