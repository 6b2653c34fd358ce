/*
 * Our inflection beside Snowball's stemmers, over the paradigms of words.h: which share of the forms a word
 * meets, and how many look-alikes it meets that it must not. Argument: the folder data/lang.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/playbook/playbook.h"
#include "inflection/words.h"
#include "playbook/compile.h"

#ifdef HAVE_STEMMER
#include <libstemmer.h>
#endif

enum { WORDS = 60, LOOKALIKES = 40, TEXT_BYTES_MAX = 512, RULES_BYTES_MAX = 65536 };

/* Words that have a rule each, in a playbook of one language. */
struct ours {
    struct am_buffer image;
    struct am_playbook playbook;
    struct am_text_arena *text;
    struct am_match_arena *match;
    void *text_memory, *match_memory;
};

static void ignore(void *context, const struct am_mistake *mistake)
{
    (void)context;
    (void)mistake; /* phrases, messages and examples are left out on purpose */
}

static struct amends_view read_file(const char *folder, const char *lang, const char *name)
{
    char path[1024];
    struct amends_view view = {NULL, 0};
    FILE *file;
    long size;

    snprintf(path, sizeof path, "%s/%s/%s", folder, lang, name);
    file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0) {
        perror(path);
        exit(2);
    }
    rewind(file);

    char *bytes = malloc((size_t)size + 1);

    if (bytes == NULL || fread(bytes, 1, (size_t)size, file) != (size_t)size) {
        perror(path);
        exit(2);
    }
    fclose(file);
    view = (struct amends_view){bytes, (size_t)size};
    return view;
}

static void open_ours(struct ours *ours, const char *folder, const char *lang, const struct paradigm *words,
                      const struct lookalike *lookalikes)
{
    char *rules = malloc(RULES_BYTES_MAX);
    size_t len = 0;
    struct am_diagnosis diagnosis = {.tell = ignore};

    if (rules == NULL)
        exit(2);
    for (unsigned i = 0; i < WORDS + LOOKALIKES; i++)
        len += (size_t)snprintf(
            rules + len, RULES_BYTES_MAX - len,
            "- {id: xx.demand.w%u, signal: demand, negation: keep, patterns: ['%s'], sources: [ours], "
            "match: [x], no_match: [y]}\n",
            i, i < WORDS ? words[i].word : lookalikes[i - WORDS].word);

    const struct am_source_file files[] = {
        {"lang/xx/language.yaml", read_file(folder, lang, "language.yaml")},
        {"lang/xx/inflection.yaml", read_file(folder, lang, "inflection.yaml")},
        {"lang/xx/signals/words.yaml", {rules, len}},
    };

    am_playbook_compile(files, 3, 3, &diagnosis, &ours->image);
    if (ours->image.bytes == NULL ||
        am_playbook_open(&ours->playbook, (struct amends_view){(const char *)ours->image.bytes,
                                                               ours->image.len_bytes}) != AMENDS_OK) {
        fprintf(stderr, "%s: no playbook could be made\n", lang);
        exit(2);
    }
    ours->text_memory = malloc(am_text_arena_size(TEXT_BYTES_MAX));
    ours->match_memory = malloc(am_match_arena_size(&ours->playbook));
    if (ours->text_memory == NULL || ours->match_memory == NULL)
        exit(2);
    ours->text = am_text_arena_init(ours->text_memory, TEXT_BYTES_MAX);
    ours->match = am_match_arena_init(ours->match_memory, &ours->playbook);
    for (unsigned i = 0; i < 3; i++)
        free((char *)(uintptr_t)files[i].bytes.bytes);
}

static void close_ours(struct ours *ours)
{
    free(ours->text_memory);
    free(ours->match_memory);
    am_buffer_dispose(&ours->image);
}

static bool ours_meets(const struct ours *ours, unsigned number, const char *form)
{
    struct am_text text;
    const struct am_hit *hits;
    char id[32];
    size_t len = (size_t)snprintf(id, sizeof id, "xx.demand.w%u", number);

    if (am_text_scan(ours->text, (struct amends_view){form, strlen(form)}, &text) != AMENDS_OK)
        return false;
    am_text_apply(ours->text, ours->playbook.lang[0].language, &text);

    unsigned count = am_playbook_match(&ours->playbook, 0, AM_GROUP_CUSTOMER, -1, &text, ours->match, &hits);

    for (unsigned i = 0; i < count; i++) {
        struct am_rule rule;

        am_playbook_rule(&ours->playbook, 0, hits[i].rule, &rule);
        if (rule.id.len_bytes == len && memcmp(rule.id.bytes, id, len) == 0)
            return true;
    }
    return false;
}

#ifdef HAVE_STEMMER
static bool snowball_meets(struct sb_stemmer *stemmer, const char *word, const char *form)
{
    char first[256];

    snprintf(first, sizeof first, "%s",
             (const char *)sb_stemmer_stem(stemmer, (const sb_symbol *)word, (int)strlen(word)));
    return strcmp(first,
                  (const char *)sb_stemmer_stem(stemmer, (const sb_symbol *)form, (int)strlen(form))) == 0;
}
#endif

struct score {
    unsigned forms, ours, snowball, ours_false, snowball_false;
};

static void try_forms(const struct ours *ours, void *stemmer, const struct paradigm *words, bool verbose,
                      struct score *score)
{
    for (unsigned i = 0; i < WORDS; i++) {
        char list[512];

        snprintf(list, sizeof list, "%s", words[i].forms);
        for (char *form = strtok(list, " "); form != NULL; form = strtok(NULL, " ")) {
            bool met = ours_meets(ours, i, form);

            score->forms++;
            score->ours += met;
            if (!met && verbose)
                printf("missed: %s: %s\n", words[i].word, form);
#ifdef HAVE_STEMMER
            score->snowball += snowball_meets(stemmer, words[i].word, form);
#else
            (void)stemmer;
#endif
        }
    }
}

static void try_lookalikes(const struct ours *ours, void *stemmer, const struct lookalike *words,
                           bool verbose, struct score *score)
{
    for (unsigned i = 0; i < LOOKALIKES; i++) {
        bool met = ours_meets(ours, WORDS + i, words[i].other);

        score->ours_false += met;
        if (met && verbose)
            printf("met: %s: %s\n", words[i].word, words[i].other);
#ifdef HAVE_STEMMER
        score->snowball_false += snowball_meets(stemmer, words[i].word, words[i].other);
#else
        (void)stemmer;
#endif
    }
}

static void try_language(const char *folder, const char *lang, const char *name, const struct paradigm *words,
                         const struct lookalike *lookalikes, bool verbose)
{
    struct ours ours = {0};
    struct score score = {0};
    void *stemmer = NULL;

#ifdef HAVE_STEMMER
    stemmer = sb_stemmer_new(name, "UTF_8");
    if (stemmer == NULL)
        exit(2);
#endif
    open_ours(&ours, folder, lang, words, lookalikes);
    try_forms(&ours, stemmer, words, verbose, &score);
    try_lookalikes(&ours, stemmer, lookalikes, verbose, &score);
    close_ours(&ours);
    printf("| %s | %u | %.1f %% | %u of %d |", name, score.forms, 100.0 * score.ours / score.forms,
           score.ours_false, LOOKALIKES);
#ifdef HAVE_STEMMER
    printf(" %.1f %% | %u of %d |\n", 100.0 * score.snowball / score.forms, score.snowball_false, LOOKALIKES);
    sb_stemmer_delete(stemmer);
#else
    printf(" | |\n");
#endif
}

int main(int argc, char **argv)
{
    const char *folder = argc > 1 ? argv[1] : "data/lang";
    bool verbose = argc > 2 && strcmp(argv[2], "--each") == 0;

    printf("| language | forms | ours: met | false | Snowball: met | false |\n");
    printf("| --- | --- | --- | --- | --- | --- |\n");
    try_language(folder, "en", "english", english_paradigms, english_lookalikes, verbose);
    try_language(folder, "fi", "finnish", finnish_paradigms, finnish_lookalikes, verbose);
    try_language(folder, "ru", "russian", russian_paradigms, russian_lookalikes, verbose);
#ifndef HAVE_STEMMER
    printf("Snowball: SKIPPED, libstemmer-dev is not installed\n");
#endif
    return 0;
}
