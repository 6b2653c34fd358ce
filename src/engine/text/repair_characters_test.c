/* Mistyped texts without blanks: what is mended to what, and what is left as it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/text/characters.h"
#include "engine/text/repair.h"
#include "playbook/kit_test.h"

static const char language[] = "code: xx\nname: Test\nscript: han\n"
                               "identify: {words: [我, 要], fragments: [什么], not: {}}\n"
                               "clitics: {}\nvariants: {}\nnumbers: {words: {三: 3, 十: 10}}\n"
                               "sounds: 火货或伙 后候 腰要药 是时十\n";

/* As a corpus might have them: how often, how often before one that is not listed, and by class what stands
 * behind: 我要退款。什么时候发货。三十天。滚出去。 */
static const char characters[] =
    ". 200000 100000 15什我 14三滚\n三 150 75 6十\n么 400 200 7时\n什 400 200 7么\n候 400 200 7发\n"
    "出 200 100 6去\n十 150 75 6天\n去 200 100 6.\n发 400 200 7货\n后 400 200 7.\n"
    "天 150 75 6.\n我 400 200 7要\n或 400 200 7.\n时 400 200 7候\n款 400 200 7.\n"
    "滚! 200 100 6出\n火 400 200 7.\n药 400 200 7.\n要 400 200 7退\n货 400 200 7.\n"
    "退 400 200 7款\n";
static struct kit kit;

static const char rules[] =
    "- {id: xx.demand.t, signal: demand, sources: [ours], patterns: [退款], match: [退款], "
    "no_match: [时候]}\n";

static int set_up(void **state)
{
    const char *files[] = {"lang/xx/language.yaml",
                           language,
                           "lang/xx/inflection.yaml",
                           "{}\n",
                           "lang/xx/signals/a.yaml",
                           rules,
                           "model/xx.characters",
                           characters,
                           NULL,
                           NULL};

    (void)state;
    kit_compile(&kit, files, 99);
    return !kit.open;
}

static int tear_down(void **state)
{
    (void)state;
    kit_dispose(&kit);
    return 0;
}

static struct amends_view list(void)
{
    return kit.playbook.lang[0].characters;
}

static void read(const char *typed, struct amends_view section, bool cautious, struct am_text *text)
{
    const struct am_repair_sources sources = {.characters = section};

    assert_int_equal(am_text_scan(kit.text, (struct amends_view){typed, strlen(typed)}, text), AMENDS_OK);
    am_text_repair(kit.text, &sources, cautious, text);
    am_text_apply(kit.text, kit.playbook.lang[0].language, text);
}

/* The characters of a text, mended. */
static const char *mended_by(struct amends_view section, const char *typed, bool cautious)
{
    static char out[1024];
    struct am_text text;
    size_t at = 0;

    read(typed, section, cautious, &text);
    for (uint32_t i = 0; i < text.token_count; i++) {
        uint32_t code = text.tokens[i].norm[0];

        assert_true(code >= 0x800 && code < 0x10000);
        out[at++] = (char)(0xe0 | code >> 12);
        out[at++] = (char)(0x80 | (code >> 6 & 0x3f));
        out[at++] = (char)(0x80 | (code & 0x3f));
    }
    out[at] = '\0';
    return out;
}

static const char *mended(const char *typed)
{
    return mended_by(list(), typed, false);
}

static void errors_of_all_kinds_are_mended(void **state)
{
    (void)state;
    /* Two change places, one that sounds alike, one left out. */
    assert_string_equal(mended("我退要款，什么时后发货"), "我要退款什么时候发货");
    assert_string_equal(mended("我退款，什时么候发货"), "我要退款什么时候发货");
    assert_string_equal(mended("我药退款，什么候发或"), "我要退款什么时候发货");
}

static void a_sound_text_stays(void **state)
{
    (void)state;
    assert_string_equal(mended("我要退款，什么时候发货"), "我要退款什么时候发货");
    assert_string_equal(mended("我要发火"), "我要发火");
    assert_string_equal(mended("什么药，我去退货"), "什么药我去退货");
}

static void a_text_partly_in_another_language_proves_nothing(void **state)
{
    (void)state;
    assert_string_equal(mended_by(list(), "我退款，什么候发货", false), "我要退款什么时候发货");
    assert_string_equal(mended_by(list(), "我退款，什么候发货", true), "我退款什么候发货");
}

static void numbers_stay_and_nothing_becomes_one(void **state)
{
    (void)state;
    assert_string_equal(mended("十三天，我退要款，什么时后发货"), "十三天我要退款什么时候发货");
    assert_string_equal(mended("三是天，我退要款，什么时后发货"), "三是天我要退款什么时候发货");
}

static void a_character_put_in_keeps_the_sentences_and_spans(void **state)
{
    struct am_text text;

    (void)state;
    read("我退款，什么候发货。什么后发货。三十天", list(), false, &text);
    assert_int_equal(text.sentence_count, 3);
    assert_int_equal(text.sentences[0].token_count, 10);
    assert_int_equal(text.sentences[1].first_token, 10);
    assert_int_equal(text.sentences[2].token_count, 3);
    assert_int_equal(text.sentences[2].first_token + 3, text.token_count);
    assert_int_equal(text.tokens[1].cp_start, 0); /* 要, behind 我 */
    assert_int_equal(text.tokens[1].cp_end, 1);
    for (uint32_t i = 1; i < text.token_count; i++) {
        assert_true(text.tokens[i].cp_start >= text.tokens[i - 1].cp_start);
        assert_true(text.tokens[i].sentence >= text.tokens[i - 1].sentence);
    }
}

static void without_characters_nothing_is_mended(void **state)
{
    (void)state;
    assert_string_equal(mended_by((struct amends_view){NULL, 0}, "我退要款，什么时后发货", false),
                        "我退要款什么时后发货");
}

/* However long and odd a text is, there is an end to it, and each token stands in its sentence. */
static void long_texts_are_borne(void **state)
{
    enum { TIMES = 2000 };
    static const char piece[] = "我退要款什么候发货，";
    char *typed = malloc(TIMES * strlen(piece) + 1);
    struct am_text text;

    (void)state;
    *typed = '\0';
    for (size_t i = 0; i < TIMES; i++)
        memcpy(typed + i * strlen(piece), piece, sizeof piece);
    read(typed, list(), false, &text);
    assert_true(text.token_count >= 4096);
    free(typed);
}

static void damaged_sections_do_no_harm(void **state)
{
    struct amends_view sound = list();
    char *copy = aligned_alloc(8, (sound.len_bytes + 7) / 8 * 8);

    (void)state;
    assert_true(am_characters_check(sound));
    for (size_t at = 0; at + 4 <= sound.len_bytes; at += at < 64 || at > 41900 ? 4 : 1024) {
        struct amends_view damaged = {copy, sound.len_bytes};

        memcpy(copy, sound.bytes, sound.len_bytes);
        memset(copy + at, 0x55, 4);
        if (am_characters_check(damaged)) {
            struct am_text text;

            read("我退要款，什么时后发货，滚去", damaged, false, &text);
        }
    }
    assert_false(am_characters_check((struct amends_view){sound.bytes, sound.len_bytes - 4}));
    assert_false(am_characters_check((struct amends_view){sound.bytes, 16}));
    free(copy);
}

/* Files with these characters and this language that are told of, as often as asked. */
static void assert_told(const char *own_language, const char *file, const char *path)
{
    struct kit other;
    const char *files[] = {"lang/xx/language.yaml", own_language, "model/xx.characters", file, NULL, NULL};
    unsigned told = 0;

    kit_compile(&other, files, 99);
    for (unsigned k = 0; k < other.told_count; k++)
        told += strcmp(other.told[k].path, path) == 0;
    if (told == 0)
        fail_msg("nothing was told of \"%s\"", file);
    kit_dispose(&other);
}

static void what_is_no_list_of_characters_is_told(void **state)
{
    static const char *const wrong[] = {"",
                                        "我 1 0 0要\n",
                                        "x 1 0\n",
                                        ". 1\n",
                                        ". 1 2\n",
                                        ". 1 0 要\n",
                                        ". 1 0 16要\n",
                                        ". 1 0 0要x\n",
                                        ". 4 0 1要 0要\n",
                                        ". 1 0 0\xe8\xa6\n",
                                        ". 1 0 0要\n要 1 0\n我 1 0\n",
                                        ". 1 0 0要\n. 1 0 0我\n",
                                        ". 1 0 0要\n\n",
                                        ". 1 0 0要 \n"};

    (void)state;
    for (unsigned i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_told(language, wrong[i], "model/xx.characters");
}

static void what_is_no_syllable_is_told(void **state)
{
    static const char *const wrong[] = {"火", "火货x", "火货或伙获祸豁惑和活霍", "[火货, 后候]"};

    (void)state;
    for (unsigned i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char own[1024];

        snprintf(own, sizeof own,
                 "code: xx\nname: Test\nscript: han\nidentify: {words: [我], fragments: [], not: {}}\n"
                 "clitics: {}\nvariants: {}\nsounds: %s\n",
                 wrong[i]);
        assert_told(own, characters, "lang/xx/language.yaml");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_of_all_kinds_are_mended),
        cmocka_unit_test(a_sound_text_stays),
        cmocka_unit_test(a_text_partly_in_another_language_proves_nothing),
        cmocka_unit_test(numbers_stay_and_nothing_becomes_one),
        cmocka_unit_test(a_character_put_in_keeps_the_sentences_and_spans),
        cmocka_unit_test(without_characters_nothing_is_mended),
        cmocka_unit_test(long_texts_are_borne),
        cmocka_unit_test(damaged_sections_do_no_harm),
        cmocka_unit_test(what_is_no_list_of_characters_is_told),
        cmocka_unit_test(what_is_no_syllable_is_told),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
