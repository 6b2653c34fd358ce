/* Hard rule 9 when a playbook is compiled: own words that the reviewer finds fault with are mistakes, told
 * where they stand. Each case plants one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "playbook/kit_test.h"

#define REST ", sources: [ours], match: [x], no_match: [y]}\n"

static const char review_yaml[] =
    "- {id: xx.dismissive.calm, finding: dismissive, message: dismissive.calm, suggestions: [Tell me.], "
    "patterns: [calm]" REST "- {id: xx.offer.refund, offer: refund, patterns: [refund]" REST
    "- {id: xx.offer.exchange, offer: exchange, patterns: [swap]" REST;

static const char messages_yaml[] = "findings:\n  dismissive.calm: {message: M, reason: R}\n";

/* Compiles with this content for one file; `overlay`: laid over the rest. */
static void compile(struct kit *kit, const char *path, const char *content, bool overlay)
{
    const char *files[] = {"lang/xx/language.yaml",
                           kit_language,
                           "lang/xx/inflection.yaml",
                           kit_inflection,
                           "lang/xx/messages.yaml",
                           messages_yaml,
                           "lang/xx/review/a.yaml",
                           review_yaml,
                           path,
                           content,
                           NULL,
                           NULL};

    kit_compile(kit, files, overlay ? 4 : 99);
}

/* The mistake told with this text in it; NULL where there is none. */
static const struct told *find(const struct kit *kit, const char *part)
{
    for (unsigned i = 0; i < kit->told_count; i++)
        if (strstr(kit->told[i].message, part) != NULL)
            return &kit->told[i];
    return NULL;
}

static void expect(const char *path, const char *content, const char *part, unsigned line, unsigned column)
{
    struct kit kit;
    const struct told *told;

    compile(&kit, path, content, true);
    told = find(&kit, part);
    assert_non_null(told);
    assert_string_equal(told->path, path);
    assert_int_equal(told->line, line);
    assert_int_equal(told->column, column);
    kit_dispose(&kit);
}

static void a_phrase_with_a_finding(void **state)
{
    (void)state;
    expect("lang/xx/phrases.yaml", "apologise:\n  everyday:\n    - Sorry.\n    - Stay calm now.\n",
           "dismissive by \"xx.dismissive.calm\": Stay calm now.", 4, 7);
}

static void an_offer_needs_what_it_offers(void **state)
{
    struct kit kit;

    (void)state;
    expect("lang/xx/phrases.yaml", "solve:\n  formal: [We refund you.]\n",
           "unauthorised_offer by \"xx.offer.refund\"", 2, 12);
    expect("lang/xx/phrases.yaml", "solve:\n  formal: [{text: We refund you., needs: [exchange]}]\n",
           "unauthorised_offer by \"xx.offer.refund\"", 2, 19);
    compile(&kit, "lang/xx/phrases.yaml",
            "solve:\n  formal: [{text: We refund you., needs: [refund]}, {text: We swap it., needs: "
            "[exchange]}]\n",
            false);
    assert_null(find(&kit, "own words"));
    kit_dispose(&kit);
}

static void a_suggestion_with_a_finding(void **state)
{
    (void)state;
    expect("lang/xx/review/b.yaml",
           "- {id: xx.hostile.a, finding: hostile, message: dismissive.calm, suggestions: [Fine, Be calm.], "
           "patterns: [x]" REST,
           "own words are dismissive", 1, 86);
}

static void a_fact_with_a_finding(void **state)
{
    (void)state;
    expect("lang/xx/topics.yaml",
           "- id: price\n  patterns: [x]\n  match: [x]\n  no_match: [y]\n  facts: [{text: Calm people pay "
           "less., source: ours}]\n",
           "own words are dismissive", 5, 18);
}

static void a_phrase_twice(void **state)
{
    (void)state;
    expect("lang/xx/phrases.yaml", "apologise:\n  everyday: [So sorry.]\nthank:\n  formal: [So sorry.]\n",
           "this phrase stands twice: So sorry.", 2, 14);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_phrase_with_a_finding),
        cmocka_unit_test(an_offer_needs_what_it_offers),
        cmocka_unit_test(a_suggestion_with_a_finding),
        cmocka_unit_test(a_fact_with_a_finding),
        cmocka_unit_test(a_phrase_twice),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
