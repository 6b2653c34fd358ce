/* A damaged image is refused, or read without harm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "playbook/kit_test.h"

static void use(const struct am_playbook *playbook)
{
    static const char *const texts[] = {"I want my 5 euro back, f**k! Not sooo good.", "maneger to x y d"};
    void *text_memory = malloc(am_text_arena_size(1024)),
         *match_memory = malloc(am_match_arena_size(playbook));
    struct am_text_arena *arena = am_text_arena_init(text_memory, 1024);
    struct am_match_arena *match = am_match_arena_init(match_memory, playbook);

    for (unsigned i = 0; i < 2; i++) {
        struct am_text text;
        const struct am_hit *hits;
        struct am_rule rule;
        struct am_phrase phrase;
        uint16_t stems[8];
        uint32_t first;
        struct amends_view view, reason;

        am_text_scan(arena, (struct amends_view){texts[i], strlen(texts[i])}, &text);
        if (playbook->lang[0].language.bytes != NULL)
            am_text_apply(arena, playbook->lang[0].language, &text);
        for (int group = 0; group < 2; group++) {
            unsigned count = am_playbook_match(playbook, 0, group, -1, &text, match, &hits);

            for (unsigned k = 0; k < count; k++)
                am_playbook_rule(playbook, 0, hits[k].rule, &rule);
        }
        am_playbook_content(playbook, 0, &text, stems, 8);
        for (int act = 0; act < AMENDS_ACT_COUNT; act++)
            for (unsigned k = am_playbook_phrases(playbook, 0, act, &first); k > 0; k--)
                am_playbook_phrase(playbook, 0, first + k - 1, &phrase);
        am_playbook_word(playbook, 0, "screen.heat");
        am_playbook_instruction(playbook, 0, AMENDS_ACT_LISTEN, 0);
        am_playbook_message(playbook, 0, 0, &view, &reason);
        for (unsigned k = 0; k < am_playbook_topic_count(playbook, 0); k++)
            am_playbook_explanation(playbook, 0, k, 0);
        am_playbook_number(playbook, "anger.calming", 0);
    }
    free(text_memory);
    free(match_memory);
}

static const char rules_yaml[] =
    "- {id: xx.a, signal: demand, patterns: ['want .. my <amount> (back|away from (me|you))', '~manager "
    "x?'], "
    "unless: [never], sources: [ours], match: [x], no_match: [y]}\n"
    "- {id: xx.b, signal: profanity, patterns: [fuck], sources: [ours], match: [x], no_match: [y]}\n";

static void a_damaged_image_does_no_harm(void **state)
{
    const char *files[] = {
        "playbook/signals.yaml",
        "signals: {}\ntypography: {a: 1}\n",
        "lang/xx/language.yaml",
        kit_language,
        "lang/xx/inflection.yaml",
        "stems: [{ending: \"\", stems: [\"\"], endings: a}]\nendings: {a: [\"\", s]}\n",
        "lang/xx/signals/a.yaml",
        rules_yaml,
        "lang/xx/phrases.yaml",
        "thank: {everyday: [a]}\n",
        "lang/xx/topics.yaml",
        "- {id: t, patterns: [x], match: [x], no_match: [y], facts: [{text: t, source: o}]}\n",
        NULL,
        NULL};
    struct kit kit;
    unsigned refused = 0;

    (void)state;
    kit_compile(&kit, files, 99);
    assert_true(kit.open);
    use(&kit.playbook);

    unsigned char *image = kit.image.bytes;
    size_t len = kit.image.len_bytes;

    for (size_t i = 0; i < len; i++) {
        static const unsigned char damages[] = {0xff, 0x01, 0x80};
        unsigned char sound = image[i];

        for (unsigned k = 0; k < 3; k++) {
            struct am_playbook playbook;

            image[i] = sound ^ damages[k];
            if (am_playbook_open(&playbook, (struct amends_view){(const char *)image, len}) != AMENDS_OK)
                refused++;
            else
                use(&playbook);
        }
        image[i] = sound;
    }
    assert_true(refused > 100);
    kit_dispose(&kit);
}

static void a_short_image_is_refused(void **state)
{
    struct kit kit;
    struct am_playbook playbook;

    (void)state;
    kit_pattern(&kit, "a");
    assert_true(kit.open);
    for (size_t len = 0; len < kit.image.len_bytes; len += 1 + len / 64)
        assert_int_not_equal(
            am_playbook_open(&playbook, (struct amends_view){(const char *)kit.image.bytes, len}), AMENDS_OK);
    assert_int_equal(am_playbook_open(&playbook, (struct amends_view){NULL, 0}), AMENDS_E_ARGUMENT);
    kit_dispose(&kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_damaged_image_does_no_harm),
                                       cmocka_unit_test(a_short_image_is_refused)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
