/* Mistyped words: what is mended to what, and what is left as it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/text/repair.h"
#include "engine/text/words.h"
#include "playbook/kit_test.h"

/* As a corpus might have them: the class is twice the logarithm of how often. */
static const char words[] =
    "24 the\n22 i\n20 my\n20 and\n18 you\n17 have\n17 want\n16! not\n14 back\n14 money\n14 please\n"
    "14 one\n12 delivery\n12 manager\n11 waited\n11 twenty\n10 kettle\n10 refund\n9! idiot\n"
    "8 again\n6 supervisor\n2 saucer\n2 lamp\n2 umbrella\n0 guarantee\n";
static struct kit kit;

static int set_up(void **state)
{
    static char language[2048];
    const char *files[] = {"lang/xx/language.yaml",
                           language,
                           "lang/xx/inflection.yaml",
                           kit_inflection,
                           "lang/xx/signals/a.yaml",
                           "- {id: xx.demand.t, signal: demand, sources: [ours], patterns: [want my money], "
                           "match: [i want my money], no_match: [nothing]}\n",
                           "model/xx.words",
                           words,
                           NULL,
                           NULL};

    (void)state;
    snprintf(language, sizeof language, "%skeyboard: [qwertyuiop, asdfghjkl, zxcvbnm]\n", kit_language);
    kit_compile(&kit, files, 99);
    return !kit.open;
}

static int tear_down(void **state)
{
    (void)state;
    kit_dispose(&kit);
    return 0;
}

/* The words of a text, mended, with blanks between. */
static const char *mended_by(struct amends_view list, const char *typed, bool cautious)
{
    static char out[1024];
    const struct am_repair_sources sources = {list, kit.playbook.lang[0].language,
                                              kit.playbook.lang[0].lexicon};
    struct am_text text;
    size_t at = 0;

    assert_int_equal(am_text_scan(kit.text, (struct amends_view){typed, strlen(typed)}, &text), AMENDS_OK);
    am_text_repair(kit.text, &sources, cautious, &text);
    for (uint32_t i = 0; i < text.token_count; i++) {
        for (unsigned k = 0; k < text.tokens[i].norm_len; k++)
            out[at++] = (char)text.tokens[i].norm[k];
        out[at++] = i + 1 < text.token_count ? ' ' : '\0';
    }
    return out;
}

static const char *mended(const char *typed)
{
    return mended_by(kit.playbook.lang[0].words, typed, false);
}

static void errors_of_all_kinds_are_mended(void **state)
{
    (void)state;
    assert_string_equal(mended("i wnat my moneey bck pleade"), "i want my money back please");
    assert_string_equal(mended("the deilveryy and the mamager"), "the delivery and the manager");
}

static void a_single_clear_error_is_mended(void **state)
{
    (void)state;
    assert_string_equal(mended("I want my mnoey back and the delivery please"),
                        "i want my money back and the delivery please");
}

static void words_that_may_be_right_stay(void **state)
{
    (void)state;
    /* A word of its own, a name, forms of known words, a known word however rare. */
    assert_string_equal(mended("I want my cattle back and the delivery please"),
                        "i want my cattle back and the delivery please");
    assert_string_equal(mended("Please have my money back and want Managar and the delivery"),
                        "please have my money back and want managar and the delivery");
    assert_string_equal(mended("I want the kettles refunded and waiting"),
                        "i want the kettles refunded and waiting");
    assert_string_equal(mended("i wnat teh lamp bakc"), "i want the lamp back");
}

static void in_noise_a_name_may_be_a_word(void **state)
{
    (void)state;
    assert_string_equal(mended("i wnat teh Manger bakc"), "i want the manager back");
    assert_string_equal(mended("i wnat teh Barnaby bakc"), "i want the barnaby back");
}

static void many_odd_words_in_another_language_prove_nothing(void **state)
{
    (void)state;
    assert_string_equal(mended_by(kit.playbook.lang[0].words, "hte mny zu wnt bk", true),
                        "hte mny zu wnt bk");
}

static void nothing_becomes_a_number(void **state)
{
    (void)state;
    assert_string_equal(mended("i wnat twenyt refnud"), "i want twenyt refund");
}

static void words_that_weigh_need_one_usual_error(void **state)
{
    (void)state;
    assert_string_equal(mended("teh idoit and yuo"), "the idiot and you");
    assert_string_equal(mended("teh idolt and yuo wnat"), "the idolt and you want");
    assert_string_equal(mended("teh iidoit and yuo wnat"), "the iidoit and you want");
}

static void spans_stay_and_rules_see_what_was_meant(void **state)
{
    static const char typed[] = "i wnat my moeny bakc";
    const struct am_repair_sources sources = {kit.playbook.lang[0].words, kit.playbook.lang[0].language,
                                              kit.playbook.lang[0].lexicon};
    const struct am_hit *hits;
    struct am_text text;

    (void)state;
    assert_int_equal(am_text_scan(kit.text, (struct amends_view){typed, strlen(typed)}, &text), AMENDS_OK);
    am_text_repair(kit.text, &sources, false, &text);
    am_text_apply(kit.text, sources.language, &text);
    assert_int_equal(am_playbook_match(&kit.playbook, 0, AM_GROUP_CUSTOMER, -1, &text, kit.match, &hits), 1);
    assert_int_equal(hits[0].span.start, 2);
    assert_int_equal(hits[0].span.end, 15);
}

static void without_words_nothing_is_mended(void **state)
{
    (void)state;
    assert_string_equal(mended_by((struct amends_view){NULL, 0}, "i wnat my mnoey", false),
                        "i wnat my mnoey");
}

/* However long and odd a text is, there is an end to it. */
static void long_texts_are_borne(void **state)
{
    enum { LEN = 60000 };
    char *typed = malloc(LEN + 1);
    const struct am_repair_sources sources = {kit.playbook.lang[0].words, kit.playbook.lang[0].language,
                                              kit.playbook.lang[0].lexicon};
    struct am_text text;

    (void)state;
    for (size_t i = 0; i < LEN; i++)
        typed[i] = "supevrisro "[i % 11];
    typed[LEN] = '\0';
    assert_int_equal(am_text_scan(kit.text, (struct amends_view){typed, LEN}, &text), AMENDS_OK);
    am_text_repair(kit.text, &sources, false, &text);
    am_text_apply(kit.text, sources.language, &text);
    free(typed);
}

static void damaged_sections_do_no_harm(void **state)
{
    struct amends_view sound = kit.playbook.lang[0].words;
    char *copy = aligned_alloc(8, (sound.len_bytes + 7) / 8 * 8);

    (void)state;
    assert_true(am_words_check(sound));
    for (size_t at = 0; at + 4 <= sound.len_bytes; at += at < 64 || at > 1600 ? 4 : 68) {
        struct amends_view damaged = {copy, sound.len_bytes};

        memcpy(copy, sound.bytes, sound.len_bytes);
        memset(copy + at, 0xFF, 4);
        if (am_words_check(damaged))
            mended_by(damaged, "i wnat my moneey bck pleade supevrisro", false);
    }
    assert_false(am_words_check((struct amends_view){sound.bytes, sound.len_bytes - 4}));
    assert_false(am_words_check((struct amends_view){sound.bytes, 16}));
    free(copy);
}

static void what_is_no_list_of_words_is_told(void **state)
{
    static const char *const wrong[] = {"", "word\n", "99 word\n", "1 \n", "1 word\n1 word\n", "1 w\xff\n"};

    (void)state;
    for (unsigned i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct kit other;
        const char *files[] = {"lang/xx/language.yaml", kit_language, "model/xx.words", wrong[i], NULL, NULL};

        kit_compile(&other, files, 99);
        unsigned told = 0;

        for (unsigned k = 0; k < other.told_count; k++)
            told += strcmp(other.told[k].path, "model/xx.words") == 0;
        assert_int_equal(told, 1);
        kit_dispose(&other);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_of_all_kinds_are_mended),
        cmocka_unit_test(a_single_clear_error_is_mended),
        cmocka_unit_test(words_that_may_be_right_stay),
        cmocka_unit_test(in_noise_a_name_may_be_a_word),
        cmocka_unit_test(many_odd_words_in_another_language_prove_nothing),
        cmocka_unit_test(nothing_becomes_a_number),
        cmocka_unit_test(words_that_weigh_need_one_usual_error),
        cmocka_unit_test(spans_stay_and_rules_see_what_was_meant),
        cmocka_unit_test(without_words_nothing_is_mended),
        cmocka_unit_test(long_texts_are_borne),
        cmocka_unit_test(damaged_sections_do_no_harm),
        cmocka_unit_test(what_is_no_list_of_words_is_told),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
