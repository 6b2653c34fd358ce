/* Every element of a pattern, against texts that it meets and texts that it does not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "playbook/kit_test.h"

/* A pattern, a text, and how many hits. */
struct trial {
    const char *pattern, *text;
    unsigned hits;
};

static void try_all(const struct trial *trials, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct kit kit;
        char quoted[512];

        snprintf(quoted, sizeof quoted, "\"%s\"", trials[i].pattern);
        kit_pattern(&kit, quoted);
        if (!kit.open || kit_hits(&kit, "xx.demand.t", trials[i].text, NULL) != trials[i].hits)
            fail_msg("pattern <%s> on <%s>: not %u hits (%s)", trials[i].pattern, trials[i].text,
                     trials[i].hits, kit.told_count > 0 ? kit.told[0].message : "nothing told");
        kit_dispose(&kit);
    }
}

#define TRY(...)                                                                                             \
    do {                                                                                                     \
        static const struct trial trials[] = {__VA_ARGS__};                                                  \
        try_all(trials, sizeof trials / sizeof *trials);                                                     \
    } while (0)

static void words_meet_their_forms(void **state)
{
    (void)state;
    TRY({"refund", "Refunds!", 1}, {"refund", "REFUNDED", 1}, {"refund", "refunder", 0},
        {"company", "companies", 1}, {"company", "companys", 1}, {"take", "taking", 1}, {"take", "takd", 1},
        {"go", "went", 1}, {"go", "goes", 1}, {"knife", "knives", 1}, {"knife", "knive", 1},
        {"don't go", "I do not go", 1}, {"do not go", "i DON'T go", 1}, {"gonna go", "going to go", 1},
        {"ｇｏ", "go", 1});
}

static void exact_beginning_and_typing_errors(void **state)
{
    (void)state;
    TRY({"=leaving", "leaving", 1}, {"=leaving", "leavings", 0}, {"ref*", "refunding", 1}, {"ref*", "ref", 1},
        {"ref*", "re", 0}, {"~manager", "manager", 1}, {"~manager", "maneger", 1}, {"~manager", "manger", 1},
        {"~manager", "mannager", 1}, {"~manager", "amnager", 0}, {"~manager", "mangaer", 1},
        {"~manager", "managres", 1}, {"~manager", "nanager", 0}, {"~manager", "mananr", 0},
        {"manager", "maneger", 0}, {"~cat", "cot", 0}, {"~manag*", "manegment", 1});
}

static void groups_options_and_gaps(void **state)
{
    (void)state;
    TRY({"(give|get) me my (money|cash back)", "get me my cash back", 1},
        {"(give|get) me my (money|cash back)", "get me my cash", 0}, {"a very? good", "a good", 1},
        {"a very? good", "a very good", 1}, {"a very? good", "a so good", 0}, {"a (b c)? d", "a b c d", 1},
        {"a (b c)? d", "a b d", 0}, {"a _ b", "a x b", 1}, {"a _ b", "a b", 0}, {"a _ b", "a x x b", 0},
        {"a .. b", "a b", 1}, {"a .. b", "a xx xx xx b", 1}, {"a .. b", "a xx xx xx xx b", 0},
        {"a ... b", "a xx xx xx xx xx xx b", 1}, {"a ... b", "a xx xx xx xx xx xx xx b", 0},
        {"a ..1 b", "a x b", 1}, {"a ..1 b", "a x x b", 0},
        {"a ..12 b", "a xx xx xx xx xx xx xx xx xx xx xx xx b", 1}, {"(a (b|cc (d|e f)))", "a cc e f", 1},
        {"a (x|y z|)?", "", 0}, {"(aa bb|aa cc|dd ee|ff gg|hh) ii", "ff gg ii", 1},
        {"(aa bb|aa cc|dd ee|ff gg|hh) ii", "ff bb ii", 0},
        {"(aa bb|aa cc|dd ee|ff gg|hh|.. jj) ii", "x y jj ii", 1}, {"a .. (b|c)", "a x. b", 0},
        {"a b", "a, b", 1});
}

static void marks_of_the_sentence(void **state)
{
    (void)state;
    TRY({"^ go", "go now", 1}, {"^ go", "now go", 0}, {"^ go", "Yes. Go!", 1}, {"go $", "now go", 1},
        {"go $", "go now", 0}, {"go , now", "go, now", 1}, {"go , now", "go now", 0}, {"go <?>", "go?", 1},
        {"go <?>", "go!", 0}, {"go <!>", "now go there!", 1}, {"go !", "now go there!", 1},
        {"go <!>", "go. Now!", 0}, {"sorry $ // but", "Sorry. But no", 1},
        {"sorry // but", "Sorry. So but", 0}, {"sorry // .. but", "Sorry. So but", 1},
        {"sorry // but", "sorry but", 0});
}

/* What is asked before a pattern is run, must not turn away what it meets. */
static void what_is_asked_first(void **state)
{
    (void)state;
    TRY({"(is it|or what|are you not) <?>", "is it?", 1}, {"(is it|or what|are you not) <?>", "is it.", 0},
        {"(is it|or what|are you not) <?>", "so are you not?", 1}, {"go (now|<?>)", "go?", 1},
        {"go (now|<?>)", "go now", 1}, {"go (now|<?>)", "go there", 0},
        {"(aa bb|bb cc) (dd|ee ff)", "bb cc ee ff", 1}, {"(aa bb|bb cc) (dd|ee ff)", "aa bb cc ee", 0},
        {"(aa bb|bb cc) (dd|ee ff)", "aa bb cc dd", 1}, {"aa (bb //|cc) dd", "aa bb. dd", 1},
        {"aa (bb //|cc) dd", "aa cc dd", 1}, {"aa (bb //|cc) dd", "aa bb dd", 0},
        {"^ (aa )? (bb cc|dd) ee", "aa bb cc ee", 1}, {"^ (aa )? (bb cc|dd) ee", "dd ee", 1},
        {"^ (aa )? (bb cc|dd) ee", "aa aa dd ee", 0}, {"aa ..1 bb", "aa aa bb", 1},
        {"<number> aa", "12 aa", 1}, {"(aa|aa bb)", "aa", 1});
}

static void classes(void **state)
{
    (void)state;
    TRY({"a <number>", "a 5", 1}, {"a <number>", "a twenty", 1}, {"a <number>", "a x", 0},
        {"pay <amount>", "pay 5 euro", 1}, {"pay <amount> now", "pay €5 now", 1},
        {"pay <amount>", "pay 5 x", 0}, {"<emoji>", "hm 😡", 1}, {"<emoji>", "hm", 0}, {"😡 x", "😡 x", 1},
        {"😡 x", "😀 x", 0}, {"<caps>", "ABC", 1}, {"<caps>", "AB c", 0}, {"a <colour>", "a blue", 1},
        {"a <colour> b", "a dark green b", 1}, {"a <colour>", "a green", 0}, {"<colour>", "the red one", 1},
        {"<mask>", "you ***", 1});
}

static void chinese(void **state)
{
    (void)state;
    TRY({"退钱", "我要退钱！", 1}, {"退钱", "退我钱", 0}, {"退 .. 钱", "退我钱", 1}, {"退钱", "退錢", 1},
        {"(退|还) 钱", "还钱", 1});
}

static void spans_count_code_points(void **state)
{
    struct kit kit;
    struct amends_span span = {0, 0};

    (void)state;
    kit_pattern(&kit, "'öö bb'");
    assert_int_equal(kit_hits(&kit, "xx.demand.t", "ää ÖÖ bb.", &span), 1);
    assert_int_equal(span.start, 3);
    assert_int_equal(span.end, 8);
    kit_dispose(&kit);
}

static void one_hit_per_place_the_longest(void **state)
{
    struct kit kit;
    struct amends_span span = {0, 0};

    (void)state;
    kit_pattern(&kit, "'aa', 'aa bb', 'bb cc'");
    assert_int_equal(kit_hits(&kit, "xx.demand.t", "aa bb, x aa", &span), 2);
    assert_int_equal(span.end, 5);
    kit_dispose(&kit);
}

/* A pattern made to backtrack over a long sentence comes to its end. */
static void work_is_bounded(void **state)
{
    static char text[60001];
    struct kit kit;

    (void)state;
    for (size_t i = 0; i + 1 < sizeof text; i += 2) {
        text[i] = 'a';
        text[i + 1] = ' ';
    }
    kit_pattern(
        &kit,
        "'a ..12 a ..12 a ..12 a ..12 a ..12 a ..12 b', 'a ..12 (a|a a|a a a) ..12 (a a|a) ..12 b?  c'");
    assert_true(kit.open);
    assert_int_equal(kit_hits(&kit, "xx.demand.t", text, NULL), 0);
    kit_dispose(&kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_meet_their_forms),
        cmocka_unit_test(exact_beginning_and_typing_errors),
        cmocka_unit_test(groups_options_and_gaps),
        cmocka_unit_test(marks_of_the_sentence),
        cmocka_unit_test(what_is_asked_first),
        cmocka_unit_test(classes),
        cmocka_unit_test(chinese),
        cmocka_unit_test(spans_count_code_points),
        cmocka_unit_test(one_hit_per_place_the_longest),
        cmocka_unit_test(work_is_bounded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
