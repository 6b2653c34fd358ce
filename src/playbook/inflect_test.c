/* How words meet their forms in the shipped languages: a pattern of one word each, over the real
 * inflection.yaml. Argument: the folder data/lang. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "playbook/book.h"
#include "playbook/kit_test.h"

static const char *folder;

struct paradigm {
    const char *word, *forms, *others; /* separated by blanks */
};

static const struct paradigm english[] = {
    {"refund", "refund refunds refunded refunding", "refunder fund"},
    {"company", "company companies", "companion"},
    {"complain", "complains complained complaining", "complaint"},
    {"replace", "replaces replaced replacing", "replacement"},
    {"stop", "stops stopped stopping", "stoop"},
    {"go", "goes went gone going", "got good"},
};
static const struct paradigm finnish[] = {
    {"raha", "raha rahaa rahan rahat rahoja rahani rahojani rahalla rahat", "rahti"},
    {"kauppa", "kauppa kaupan kaupassa kauppaan kaupasta kauppaa", "kaupunki"},
    {"johtaja", "johtaja johtajan johtajaa johtajalle johtajaksi johtajasi", "johto"},
    {"katu", "katu kadun kadulla katua", ""},
    {"myyjä", "myyjä myyjän myyjää myyjälle myyjät", "myynti"},
};
static const struct paradigm russian[] = {
    {"деньги", "деньги денег деньгам деньгами", "день"},
    {"магазин", "магазин магазина магазину магазине магазином магазины", ""},
    {"начальник", "начальник начальника начальнику начальником", ""},
    {"вернуть", "вернуть вернули верните вернёте вернул", ""},
};

static char *read_file(const char *lang, const char *name)
{
    char path[512], *bytes = calloc(1, 262144);
    FILE *file;

    snprintf(path, sizeof path, "%s/%s/%s", folder, lang, name);
    file = fopen(path, "rb");
    assert_non_null(file);
    assert_non_null(bytes);
    assert_true(fread(bytes, 1, 262143, file) > 0);
    fclose(file);
    return bytes;
}

/* Counts forms of a list that are met, or not, against what is wanted. */
static unsigned count_wrong(struct kit *kit, const char *word, const char *forms, bool wanted)
{
    char list[512];
    unsigned wrong = 0;

    snprintf(list, sizeof list, "%s", forms);
    for (char *form = strtok(list, " "); form != NULL; form = strtok(NULL, " "))
        if ((kit_hits(kit, "xx.demand.t", form, NULL) > 0) != wanted) {
            print_message("%s: %s is %smet\n", word, form, wanted ? "not " : "");
            wrong++;
        }
    return wrong;
}

static void try_language(const char *lang, const struct paradigm *paradigms, size_t count)
{
    char *language = read_file(lang, "language.yaml"), *inflection = read_file(lang, "inflection.yaml");
    unsigned wrong = 0;

    for (size_t i = 0; i < count; i++) {
        char rules[512];
        const char *files[] = {"lang/xx/language.yaml",
                               language,
                               "lang/xx/inflection.yaml",
                               inflection,
                               "lang/xx/signals/a.yaml",
                               rules,
                               NULL,
                               NULL};
        struct kit kit;

        snprintf(rules, sizeof rules,
                 "- {id: xx.demand.t, signal: demand, patterns: [%s], sources: [ours], match: [x], "
                 "no_match: [y]}\n",
                 paradigms[i].word);
        kit_compile(&kit, files, 99);
        assert_true(kit.open);
        wrong += count_wrong(&kit, paradigms[i].word, paradigms[i].forms, true);
        wrong += count_wrong(&kit, paradigms[i].word, paradigms[i].others, false);
        kit_dispose(&kit);
    }
    free(language);
    free(inflection);
    assert_int_equal(wrong, 0);
}

static void english_words(void **state)
{
    (void)state;
    try_language("en", english, sizeof english / sizeof *english);
}

static void finnish_words(void **state)
{
    (void)state;
    try_language("fi", finnish, sizeof finnish / sizeof *finnish);
}

static void russian_words(void **state)
{
    (void)state;
    try_language("ru", russian, sizeof russian / sizeof *russian);
}

static bool grades(const char *from, const char *to)
{
    struct am_letters stem, wanted, out[4];

    assert_true(am_letters_read((struct amends_view){from, strlen(from)}, &stem));
    assert_true(am_letters_read((struct amends_view){to, strlen(to)}, &wanted));

    unsigned count = am_gradation(&stem, out);

    for (unsigned i = 0; i < count; i++)
        if (out[i].len == wanted.len && memcmp(out[i].at, wanted.at, wanted.len * sizeof *wanted.at) == 0)
            return true;
    return false;
}

static void consonants_change_grade(void **state)
{
    static const char *const pairs[][2] = {
        {"kukka", "kuka"},  {"kauppa", "kaupa"}, {"matto", "mato"},  {"joke", "joe"},    {"tapa", "tava"},
        {"katu", "kadu"},   {"kenkä", "kengä"},  {"hinta", "hinna"}, {"valta", "valla"}, {"parta", "parra"},
        {"lampa", "lamma"}, {"rikkaa", "rikaa"}, {"lupaa", "luvaa"}, {"lähte", "lähde"}, {"jalka", "jala"}};

    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (!grades(pairs[i][0], pairs[i][1]))
            fail_msg("%s does not give %s", pairs[i][0], pairs[i][1]);
    assert_true(grades("kaupa", "kauppa"));
    assert_true(grades("kengä", "kenkä"));
    assert_false(grades("musta", "musda"));
    assert_false(grades("matka", "mata"));
    assert_false(grades("talo", "tallo"));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(english_words), cmocka_unit_test(finnish_words),
                                       cmocka_unit_test(russian_words),
                                       cmocka_unit_test(consonants_change_grade)};

    folder = argc > 1 ? argv[1] : "data/lang";
    return cmocka_run_group_tests(tests, NULL, NULL);
}
