/* Each kind of mistake is told with file, line, column, the line, and what was expected. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "playbook/kit_test.h"

/* A file with a mistake, and where and how it is told: part of the message, part of what was expected. */
struct broken {
    const char *path, *content;
    unsigned line, column;
    const char *message, *expected;
};

static bool expect(const struct broken *broken)
{
    const char *files[] = {"lang/xx/language.yaml", kit_language, broken->path, broken->content, NULL, NULL};
    const char **list = strcmp(broken->path, files[0]) == 0 ? files + 2 : files;
    struct kit kit;
    bool found = false;

    kit_compile(&kit, list, 99);
    for (unsigned i = 0; i < kit.told_count; i++)
        found =
            found || (strcmp(kit.told[i].path, broken->path) == 0 && kit.told[i].line == broken->line &&
                      kit.told[i].column == broken->column && strstr(kit.told[i].message, broken->message) &&
                      strstr(kit.told[i].expected, broken->expected));
    if (!found) {
        for (unsigned i = 0; i < kit.told_count; i++)
            print_message("%s:%u:%u: %s | %s | expected: %s\n", kit.told[i].path, kit.told[i].line,
                          kit.told[i].column, kit.told[i].message, kit.told[i].text, kit.told[i].expected);
        print_message("NOT TOLD: %s:%u:%u: %s\n", broken->path, broken->line, broken->column,
                      broken->message);
    }
    kit_dispose(&kit);
    return found;
}

#define A "lang/xx/signals/a.yaml"
#define REST ", sources: [ours], match: [x], no_match: [y]}\n"
#define PATTERN(text) "- {id: xx.a, signal: demand, patterns: [\"" text "\"]" REST

static const struct broken yaml[] = {
    {A, "- {id: xx.a\n- b\n", 3, 1, "flow mapping", "valid YAML"},
    {A, "- id: a\n\tb: c\n", 2, 1, "", "valid YAML"},
    {A, "- {id: xx.a, x: 1, x: 2}\n", 1, 20, "\"x\" stands twice", "each key once"},
    {A, "- &a b\n- *a\n", 2, 3, "alias", "written out"},
    {A, "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]\n", 1, 17, "nested too deeply", "16 deep"},
    {A, "--- a\n--- b\n", 2, 1, "second document", "one plain YAML document"},
    {A, "", 1, 1, "empty", "at least one entry"},
    {A, "- \xff\n", 1, 3, "UTF-8", "UTF-8"},
    {A, "id: x\n", 1, 1, "no list", "a list of rules"},
    {"lang/xx/other.yaml", "a: b\n", 1, 1, "no such file", "docs/design/playbook.md"},
    {"lang/X/phrases.yaml", "a: b\n", 1, 1, "no language", "small letters"},
};

static const struct broken rules[] = {
    {A, "- {signal: demand}\n", 1, 3, "without an id", "code.label.name"},
    {A, "- {id: yy.a, signal: demand}\n", 1, 8, "id cannot be used", "code.label.name"},
    {A, "- {id: xx.a, colour: red, signal: demand}\n", 1, 14, "unknown key \"colour\"", "patterns"},
    {A, "- {id: xx.a, signal: demands}\n", 1, 22, "no label of this name", "LABELS.md"},
    {A, "- {id: xx.a, signal: demand, move: asks}\n", 1, 3, "what does this rule show", "exactly one"},
    {A, "- {id: xx.a, signal: demand, patterns: [x], match: [x], no_match: [y]}\n", 1, 3, "without a source",
     "[ours]"},
    {A, "- {id: xx.a, signal: demand, patterns: [x], sources: [D9]}\n", 1, 55, "unknown source", "D0"},
    {A, "- {id: xx.a, signal: demand, patterns: [x], sources: [D0], match: [x]}\n", 1, 3, "no `no_match`",
     "at least one"},
    {A, "- {id: xx.a, signal: demand, patterns: [x], sources: [D0], no_match: [x]}\n", 1, 3, "no `match`",
     "at least one"},
    {A, "- {id: xx.a, signal: demand, weight: much}\n", 1, 38, "number cannot be used", "whole number"},
    {A, "- {id: xx.a, signal: demand, negation: off}\n", 1, 40, "unknown word", "void or keep"},
    {A, "- {id: xx.a, signal: demand, channels: [radio]}\n", 1, 40, "channels cannot be read", "counter"},
    {A, "- {id: xx.a, signal: demand, part: half}\n", 1, 36, "part cannot be used", "offer"},
    {A, PATTERN("x") PATTERN("x"), 2, 3, "stands twice", "used once"},
    {A, PATTERN("z"), 1, 72, "\"xx.a\" does not match this example", "this very rule"},
    {A, "- {id: xx.a, signal: demand, patterns: [y], sources: [ours], match: [y], no_match: [x y]}\n", 1, 85,
     "\"xx.a\" matches this example", "does not match"},
    {"lang/xx/review/a.yaml", "- {id: xx.a, finding: hostile, patterns: [x], suggestions: [s]" REST, 1, 3,
     "finding without a message", "messages.yaml"},
    {"lang/xx/review/a.yaml",
     "- {id: xx.a, finding: hostile, message: none, patterns: [x], suggestions: [s]" REST, 1, 41,
     "no such message", "findings"},
    {"lang/xx/review/a.yaml", "- {id: xx.a, finding: hostile, patterns: [x]" REST, 1, 3,
     "without a suggestion", "suggestions"},
};

static const struct broken patterns[] = {
    {A, PATTERN("a (b"), 1, 44, "not closed", ")"},
    {A, PATTERN("ä b) c"), 1, 45, "without \"(\"", "group"},
    {A, PATTERN("a | b"), 1, 44, "outside a group", "(a|b)"},
    {A, PATTERN("a () b"), 1, 45, "nothing here", "at least one element"},
    {A, PATTERN("a ..13 b"), 1, 44, "gap cannot be read", "1 to 12"},
    {A, PATTERN("a <nothing>"), 1, 44, "unknown class", "classes.yaml"},
    {A, PATTERN("a <x"), 1, 44, "is missing", "<name>"},
    {A, PATTERN("a =b*"), 1, 44, "cannot be both", "either"},
    {A, PATTERN("a ."), 1, 44, "neither a letter nor an emoji", "a word"},
    {A, PATTERN("a? .. _ ^"), 1, 41, "nothing that must be there", "not optional"},
    {A, PATTERN("((((((((a))))))))"), 1, 48, "nested too deeply", "at most 6"},
    {A, PATTERN("a （b|c）"), 1, 44, "full-width", "ASCII"},
    {A, PATTERN("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), 1, 42, "too long", "48 letters"},
    {"lang/xx/classes.yaml", "red: \"(a|b\"\n", 1, 7, "not closed", ")"},
};

static const struct broken others[] = {
    {"lang/xx/inflection.yaml", "stems: [{ending: y, stems: [y], endings: verbs}]\nendings: {all: [s]}\n", 1,
     42, "unknown set of endings", "`endings`"},
    {"lang/xx/inflection.yaml", "gradation: sv\n", 1, 12, "unknown gradation", "fi"},
    {"lang/xx/inflection.yaml", "stems: [{ending: y}]\nendings: {all: [s]}\n", 1, 9, "rule cannot be read",
     "stems"},
    {"lang/xx/phrases.yaml", "listen: {everyday: [a]}\n", 1, 1, "no phrases belong here",
     "an act that is said"},
    {"lang/xx/phrases.yaml", "thank: {everyday: [a, b, c, d, e, f], formal: [g, h]}\n", 1, 8,
     "6 everyday and 2 formal", "three formal"},
    {"lang/xx/phrases.yaml", "thank: {everyday: [\"{name}\"]}\n", 1, 20, "phrase cannot be used",
     "{emergency_number}"},
    {"lang/xx/phrases.yaml", "thank: {everyday: [{text: a, level: 1}]}\n", 1, 20, "the level",
     "empathise_more"},
    {"lang/xx/phrases.yaml", "solve: {everyday: [{text: a, needs: [money]}]}\n", 1, 37, "unknown remedy",
     "refund"},
    {"lang/xx/topics.yaml", "- {id: price, patterns: [x], match: [x]}\n", 1, 3, "no `no_match`",
     "at least one"},
    {"lang/xx/topics.yaml", "- {patterns: [x]}\n", 1, 3, "topic without an id", "id: product"},
    {"lang/xx/topics.yaml", "- {id: a, patterns: [x], match: [x], no_match: [y], facts: [{text: t}]}\n", 1,
     61, "source is missing", "source"},
    {"lang/xx/messages.yaml", "names: {acts: {}}\n", 1, 1, "\"names.acts.stay_calm\" is missing",
     "names.acts.stay_calm"},
    {"lang/xx/messages.yaml", "findings: {a.b: {message: m}}\n", 1, 17, "reason is missing", "reason"},
    {"playbook/signals.yaml", "signals: {anger: {}}\n", 1, 11, "unknown label", "LABELS.md"},
    {"playbook/signals.yaml", "signals: {demand: {negation: maybe}}\n", 1, 30, "unknown word",
     "void or keep"},
    {"playbook/signals.yaml", "typography: {caps_word: big}\n", 1, 25, "cannot be used", "whole number"},
    {"model/xx.yaml", "nothing: {signals: 5}\n", 1, 1, "unknown key", "anything"},
    {"model/xx.yaml", "anything: {signals: 1001}\n", 1, 21, "cannot be used", "0 to 1000"},
    {"model/xx.yaml", "anything: {moves: 5}\n", 1, 12, "unknown key", "findings"},
    {"model/xx.yaml", "signals: {demands: [500, 400]}\n", 1, 11, "unknown label", "of this group"},
    {"model/xx.yaml", "signals: {demand: [400, 500]}\n", 1, 19, "cannot be used", "not above the first"},
    {"playbook/coach.yaml", "retelling: {points: {stem: 99}}\n", 1, 28, "not a number of points",
     "-20 to 20"},
    {"playbook/coach.yaml", "retelling: {points: {verb: 1}}\n", 1, 22, "verb", "stem"},
    {"playbook/coach.yaml", "retelling: {enough: 0}\n", 1, 21, "not a number of points", "1 to 100"},
};

static void expect_all(const struct broken *list, size_t count)
{
    bool all = true;

    for (size_t i = 0; i < count; i++)
        all = expect(&list[i]) && all;
    assert_true(all);
}

#define ALL(list) expect_all(list, sizeof(list) / sizeof *(list))

static void mistakes_of_yaml(void **state)
{
    (void)state;
    ALL(yaml);
}

static void mistakes_of_rules(void **state)
{
    (void)state;
    ALL(rules);
}

static void mistakes_of_patterns(void **state)
{
    (void)state;
    ALL(patterns);
}

static void mistakes_of_other_files(void **state)
{
    (void)state;
    ALL(others);
}

/* The line is shown as it stands, without its end. */
static void the_line_is_shown(void **state)
{
    const char *files[] = {A, "# first\r\n- {id: xx.a, wrong: ä}\r\n", NULL, NULL};
    struct kit kit;
    bool found = false;

    (void)state;
    kit_compile(&kit, files, 99);
    for (unsigned i = 0; i < kit.told_count; i++)
        found = found || strcmp(kit.told[i].text, "- {id: xx.a, wrong: ä}") == 0;
    assert_true(found);
    kit_dispose(&kit);
}

/* Whatever the bytes, compiling ends, and an image that comes of it opens. */
static void mangled_files_never_crash(void **state)
{
    static const char sound[] =
        PATTERN("a (b|c d)? .. ~ef* <number> // =g $ , _ ...") "- {id: xx.b, off: true}\n";
    uint64_t random = 88172645463325252u;

    (void)state;
    for (unsigned round = 0; round < 400; round++) {
        char mangled[sizeof sound];
        const char *files[] = {
            "lang/xx/language.yaml",   kit_language, A,    mangled, "lang/xx/classes.yaml", mangled,
            "lang/xx/inflection.yaml", mangled,      NULL, NULL};
        struct kit kit;

        memcpy(mangled, sound, sizeof sound);
        for (unsigned i = 0; i < 1 + round % 5; i++) {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            mangled[random % (sizeof sound - 1)] =
                "()|?*^$,/<>~=_.\n\"'{}[]:# \t\x80z"[random >> 32 & 31 ? random >> 40 & 15 : 20];
        }
        kit_compile(&kit, files, 99);
        assert_true(kit.image.bytes == NULL || kit.open);
        kit_dispose(&kit);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mistakes_of_yaml),     cmocka_unit_test(mistakes_of_rules),
        cmocka_unit_test(mistakes_of_patterns), cmocka_unit_test(mistakes_of_other_files),
        cmocka_unit_test(the_line_is_shown),    cmocka_unit_test(mangled_files_never_crash),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
