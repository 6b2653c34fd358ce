/* What makes a match void, who is asked, masked and stretched words, the overlay, the rest of the playbook's
 * knowledge. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "playbook/kit_test.h"

#define EXAMPLES ", sources: [ours], match: [x], no_match: [y]}\n"

static const char signals_yaml[] =
    "signals:\n  demand: {threshold: 150, anger: 20, negation: void, quoted: void}\n"
    "  complaint: {negation: keep, quoted: keep}\n"
    "  profanity: {negation: keep, quoted: void}\n"
    "typography: {caps_word: 7}\nanger: {calming: 9}\n";

static const char rules_yaml[] =
    "- {id: xx.demand.void, signal: demand, patterns: [sue, 'will .. sue']" EXAMPLES
    "- {id: xx.demand.keep, signal: demand, negation: keep, quoted: keep, patterns: ['sue']" EXAMPLES
    "- {id: xx.demand.unless, signal: demand, unless: ['by train'], patterns: ['go']" EXAMPLES
    "- {id: xx.demand.chat, signal: demand, channels: [chat], patterns: ['hello']" EXAMPLES
    "- {id: xx.profanity.a, signal: profanity, patterns: [fuck, 'shit', 'пиздец', 'damn you', "
    "scheisse]" EXAMPLES "- {id: xx.demand.nomask, signal: demand, patterns: [bastard]" EXAMPLES
    "- {id: xx.demand.soso, signal: demand, patterns: [so, cool, no way]" EXAMPLES
    "- {id: xx.mark.near, mark: near, weight: 50, anger: -20, patterns: [tonight]" EXAMPLES;

static const char review_yaml[] =
    "- {id: xx.offer.refund, offer: refund, part: half, patterns: [refund]" EXAMPLES
    "- {id: xx.move.thanks, move: thanks, patterns: [thanks]" EXAMPLES
    "- {id: xx.dismissive.calm, finding: dismissive, message: dismissive.calm, suggestions: [Tell me.], "
    "patterns: [calm]" EXAMPLES;

static const char messages_yaml[] =
    "findings:\n  a.first: {message: M0, reason: R0}\n  dismissive.calm: {message: M1, reason: R1}\n"
    "names: {acts: {apologise: Say sorry}}\n"
    "instructions:\n  listen: {counter: Look, default: Read}\n  debrief: Talk\nscreen: {heat: Heat}\n";

static const char topics_yaml[] = "- {id: price, patterns: [expensive], match: [expensive], no_match: [x], "
                                  "causes: [{text: C1, source: ours}]}\n"
                                  "- {id: wait, patterns: [queue], match: [queue], no_match: [x]}\n";

static const char phrases_yaml[] = "apologise:\n  everyday: [P1, {text: P2, channels: [chat]}, {text: P3, "
                                   "needs: [refund, discount]}]\n  formal: [F1]\n"
                                   "empathise_more:\n  everyday: [{text: E1, level: 1}]\n";

static int set_up(void **state)
{
    static struct kit kit;
    const char *files[] = {"playbook/signals.yaml",
                           signals_yaml,
                           "lang/xx/language.yaml",
                           kit_language,
                           "lang/xx/inflection.yaml",
                           kit_inflection,
                           "lang/xx/signals/a.yaml",
                           rules_yaml,
                           "lang/xx/review/a.yaml",
                           review_yaml,
                           "lang/xx/messages.yaml",
                           messages_yaml,
                           "lang/xx/topics.yaml",
                           topics_yaml,
                           "lang/xx/phrases.yaml",
                           phrases_yaml,
                           NULL,
                           NULL};

    kit_compile(&kit, files, 99);
    *state = &kit;
    return kit.open ? 0 : -1;
}

static int tear_down(void **state)
{
    kit_dispose(*state);
    return 0;
}

static bool hits(void **state, const char *rule, const char *text)
{
    return kit_hits(*state, rule, text, NULL) > 0;
}

static void negation_has_its_scope(void **state)
{
    assert_true(hits(state, "xx.demand.void", "I will sue you"));
    assert_false(hits(state, "xx.demand.void", "I will not sue you"));
    assert_false(hits(state, "xx.demand.void", "I won't not sue"));
    assert_false(hits(state, "xx.demand.void", "no way I sue you"));
    assert_true(hits(state, "xx.demand.void", "not you, I sue"));
    assert_true(hits(state, "xx.demand.void", "not good but I sue"));
    assert_true(hits(state, "xx.demand.void", "not at by up on sue"));
    assert_false(hits(state, "xx.demand.void", "not at by up sue"));
    assert_true(hits(state, "xx.demand.void", "Not. Sue!"));
    assert_true(hits(state, "xx.demand.keep", "not sue"));
}

static void quotation_voids(void **state)
{
    assert_false(hits(state, "xx.demand.void", "he said \"sue them\" and left"));
    assert_true(hits(state, "xx.demand.keep", "he said \"sue them\" and left"));
}

static void unless_voids_in_the_same_sentence(void **state)
{
    assert_true(hits(state, "xx.demand.unless", "I go"));
    assert_false(hits(state, "xx.demand.unless", "I go there by train"));
    assert_true(hits(state, "xx.demand.unless", "I go. He comes by train"));
}

static void channels_and_groups(void **state)
{
    assert_int_equal(kit_hits_in(*state, AM_GROUP_CUSTOMER, AMENDS_CHANNEL_CHAT, "xx.demand.chat", "hello"),
                     1);
    assert_int_equal(kit_hits_in(*state, AM_GROUP_CUSTOMER, AMENDS_CHANNEL_PHONE, "xx.demand.chat", "hello"),
                     0);
    assert_int_equal(kit_hits_in(*state, AM_GROUP_CUSTOMER, -1, "xx.demand.chat", "hello"), 1);
    assert_int_equal(kit_hits_in(*state, AM_GROUP_REPLY, -1, "xx.demand.chat", "hello"), 0);
    assert_int_equal(kit_hits_in(*state, AM_GROUP_REPLY, -1, "xx.offer.refund", "a refund"), 1);
    assert_int_equal(kit_hits_in(*state, AM_GROUP_CUSTOMER, -1, "xx.offer.refund", "a refund"), 1);
    assert_int_equal(kit_hits_in(*state, AM_GROUP_CUSTOMER, -1, "xx.move.thanks", "thanks"), 0);
    assert_int_equal(kit_hits_in(*state, AM_GROUP_CUSTOMER, -1, "price", "so expensive"), 1);
}

static void masked_words(void **state)
{
    static const char *const masked[] = {"f**k", "f*ck",   "fu*king", "sh1t",     "f***",
                                         "f*k",  "п*здец", "пизд*ц",  "d*mn you", "sche1sse"};
    static const char *const other[] = {"f**l", "fork", "s*", "p*zza", "***", "5", "h1t", "b*st"};

    for (size_t i = 0; i < sizeof masked / sizeof *masked; i++)
        if (!hits(state, "xx.profanity.a", masked[i]))
            fail_msg("not seen: %s", masked[i]);
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        if (hits(state, "xx.profanity.a", other[i]))
            fail_msg("wrongly seen: %s", other[i]);
    assert_false(hits(state, "xx.demand.nomask", "b*stard"));
}

static void stretched_words(void **state)
{
    assert_true(hits(state, "xx.demand.soso", "sooooo"));
    assert_true(hits(state, "xx.demand.soso", "coooool"));
    assert_true(hits(state, "xx.demand.soso", "nooo waaay"));
    assert_true(hits(state, "xx.profanity.a", "fuuuuck"));
    assert_false(hits(state, "xx.demand.soso", "soo"));
}

static void rules_carry_their_settings(void **state)
{
    struct kit *kit = *state;
    bool seen[3] = {false};

    for (unsigned i = 0; i < am_playbook_rule_count(&kit->playbook, 0); i++) {
        struct am_rule rule;

        am_playbook_rule(&kit->playbook, 0, i, &rule);
        if (strncmp(rule.id.bytes, "xx.mark.near", rule.id.len_bytes) == 0) {
            seen[0] = true;
            assert_int_equal(rule.weight, 50);
            assert_int_equal(rule.anger, -20);
            assert_int_equal(rule.label, AMENDS_MARK_NEAR);
            assert_int_equal(rule.sources, 1 << 5);
        }
        if (strncmp(rule.id.bytes, "xx.offer.refund", rule.id.len_bytes) == 0) {
            seen[1] = true;
            assert_int_equal(rule.part, AM_PART_HALF);
        }
        if (rule.kind == AM_RULE_FINDING) {
            struct amends_view message, reason;

            seen[2] = true;
            am_playbook_message(&kit->playbook, 0, rule.message, &message, &reason);
            assert_memory_equal(message.bytes, "M1", 2);
            assert_memory_equal(reason.bytes, "R1", 2);
            assert_memory_equal(rule.suggestion.bytes, "Tell me.", 8);
        }
    }
    assert_true(seen[0] && seen[1] && seen[2]);
}

static void words_phrases_topics_and_numbers(void **state)
{
    struct kit *kit = *state;
    const struct am_playbook *playbook = &kit->playbook;
    struct am_phrase phrase;
    struct am_signal_setting setting;
    uint32_t first;

    assert_int_equal(am_playbook_phrases(playbook, 0, AMENDS_ACT_APOLOGISE, &first), 4);
    am_playbook_phrase(playbook, 0, first + 1, &phrase);
    assert_int_equal(phrase.channels, 1 << AMENDS_CHANNEL_CHAT);
    am_playbook_phrase(playbook, 0, first + 2, &phrase);
    assert_int_equal(phrase.needs, 1 << AMENDS_REMEDY_REFUND | 1 << AMENDS_REMEDY_DISCOUNT);
    am_playbook_phrase(playbook, 0, first + 3, &phrase);
    assert_int_equal(phrase.formal, 1);
    assert_int_equal(am_playbook_phrases(playbook, 0, AMENDS_ACT_EMPATHISE_MORE, &first), 1);
    am_playbook_phrase(playbook, 0, first, &phrase);
    assert_int_equal(phrase.level, 1);
    assert_int_equal(am_playbook_phrases(playbook, 0, AMENDS_ACT_DEBRIEF, &first), 0);
    assert_memory_equal(am_playbook_word(playbook, 0, "names.acts.apologise").bytes, "Say sorry", 9);
    assert_null(am_playbook_word(playbook, 0, "names.acts.nothing").bytes);
    assert_memory_equal(am_playbook_instruction(playbook, 0, AMENDS_ACT_LISTEN, AMENDS_CHANNEL_COUNTER).bytes,
                        "Look", 4);
    assert_memory_equal(am_playbook_instruction(playbook, 0, AMENDS_ACT_LISTEN, AMENDS_CHANNEL_CHAT).bytes,
                        "Read", 4);
    assert_memory_equal(am_playbook_instruction(playbook, 0, AMENDS_ACT_DEBRIEF, -1).bytes, "Talk", 4);
    assert_int_equal(am_playbook_topic_count(playbook, 0), 2);
    assert_memory_equal(am_playbook_topic_id(playbook, 0, 1).bytes, "wait", 4);
    assert_int_equal(am_playbook_explanations(playbook, 0, 0), 1);
    assert_memory_equal(am_playbook_explanation(playbook, 0, 0, 0).bytes, "C1", 2);
    am_playbook_signal(playbook, AMENDS_SIGNAL_DEMAND, &setting);
    assert_int_equal(setting.threshold, 150);
    assert_int_equal(setting.anger, 20);
    assert_int_equal(am_playbook_number(playbook, "typography.caps_word", 1), 7);
    assert_int_equal(am_playbook_number(playbook, "anger.calming", 1), 9);
    assert_int_equal(am_playbook_number(playbook, "anger.other", 1), 1);
}

static unsigned content(struct kit *kit, const char *text, uint16_t out[8])
{
    struct am_text read;

    assert_int_equal(am_text_scan(kit->text, (struct amends_view){text, strlen(text)}, &read), AMENDS_OK);
    am_text_apply(kit->text, kit->playbook.lang[0].language, &read);
    return am_playbook_content(&kit->playbook, 0, &read, out, 8);
}

static void content_words_agree_in_all_forms(void **state)
{
    uint16_t a[8], b[8], c[8];

    assert_int_equal(content(*state, "the refund and the printer", a), 2);
    assert_int_equal(content(*state, "Refunded printers", b), 2);
    assert_memory_equal(a, b, 2 * sizeof *a);
    assert_int_equal(content(*state, "the and you", c), 0);
    assert_int_equal(content(*state, "退货退货", c), 2);
}

static void an_overlay_replaces_adds_and_switches_off(void **state)
{
    const char *files[] = {
        "playbook/signals.yaml",
        signals_yaml,
        "lang/xx/language.yaml",
        kit_language,
        "lang/xx/inflection.yaml",
        kit_inflection,
        "lang/xx/signals/a.yaml",
        rules_yaml,
        "lang/xx/topics.yaml",
        topics_yaml,
        "lang/xx/phrases.yaml",
        phrases_yaml,
        "lang/xx/signals/own.yaml",
        "- {id: xx.demand.keep, signal: demand, patterns: [claim]" EXAMPLES
        "- {id: xx.demand.chat, off: true}\n",
        "lang/xx/topics.yaml",
        "- {id: price, facts: [{text: F9, source: ours}]}\n- {id: parking, patterns: [park], match: [park], "
        "no_match: [x]}\n",
        "lang/xx/phrases.yaml",
        "apologise: {formal: [F2, F3], add: {everyday: [P9]}}\n",
        NULL,
        NULL};
    struct kit kit;
    uint32_t first;

    (void)state;
    kit_compile(&kit, files, 6);
    assert_true(kit.open);
    assert_int_equal(kit_hits(&kit, "xx.demand.keep", "I claim it", NULL), 1);
    assert_int_equal(kit_hits(&kit, "xx.demand.keep", "I sue", NULL), 0);
    assert_int_equal(kit_hits(&kit, "xx.demand.chat", "hello", NULL), 0);
    assert_int_equal(am_playbook_topic_count(&kit.playbook, 0), 3);
    assert_int_equal(am_playbook_explanations(&kit.playbook, 0, 0), 2);
    assert_int_equal(kit_hits(&kit, "price", "expensive", NULL), 1);
    assert_int_equal(kit_hits(&kit, "parking", "parks", NULL), 1);
    assert_int_equal(am_playbook_phrases(&kit.playbook, 0, AMENDS_ACT_APOLOGISE, &first), 6);
    kit_dispose(&kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(negation_has_its_scope),
        cmocka_unit_test(quotation_voids),
        cmocka_unit_test(unless_voids_in_the_same_sentence),
        cmocka_unit_test(channels_and_groups),
        cmocka_unit_test(masked_words),
        cmocka_unit_test(stretched_words),
        cmocka_unit_test(rules_carry_their_settings),
        cmocka_unit_test(words_phrases_topics_and_numbers),
        cmocka_unit_test(content_words_agree_in_all_forms),
        cmocka_unit_test(an_overlay_replaces_adds_and_switches_off),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
