/*
 * Matching beside Hyperscan: the same patterns over the same texts, each side from raw bytes.
 *   matching DIR     DIR/en.txt: sentences, a line each
 * Ours: UTF-8 checked, normalised, split into tokens and sentences, words looked up, patterns matched, with
 * the spans of all hits. Hyperscan: hs_scan in block mode over the bytes as they are, which it takes to be
 * valid UTF-8; once with the leftmost start of each match (spans, as ours), once only telling which patterns
 * match. Both must find the same pairs of text and pattern.
 */
#include <hs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/playbook/playbook.h"
#include "matching/make.h"
#include "playbook/compile.h"

enum { ROUNDS = 9, PASSES = 20 };

static const char LANGUAGE[] = "code: en\nname: English\nscript: latin\n"
                               "identify: {words: [the, and, i, you], fragments: [th], not: {}}\n"
                               "clitics: {}\nvariants: {}\n"
                               "negation: {words: [not], reach: 4, ends: [but]}\n";
static const char INFLECTION[] = "stems:\n  - {ending: \"\", stems: [\"\"], endings: all}\n"
                                 "endings:\n  all: [\"\"]\n";

/* Which patterns match which texts. */
struct found {
    unsigned char *pairs; /* text * PATTERNS_MAX + pattern */
    unsigned long hits;
    size_t text;
};

struct ours {
    struct am_buffer image;
    struct am_playbook playbook;
    struct am_text_arena *text;
    struct am_match_arena *match;
};

/* Files that a whole playbook has are missing here, and the rules' examples do not match. */
static void expect_mistakes(void *context, const struct am_mistake *mistake)
{
    (void)context;
    (void)mistake;
}

static bool ours_open(struct ours *ours, const struct patterns *patterns)
{
    char *rules = patterns_rules(patterns);
    struct am_diagnosis diagnosis = {.tell = expect_mistakes};

    if (rules == NULL)
        return false;

    const struct am_source_file files[] = {{"lang/en/language.yaml", {LANGUAGE, strlen(LANGUAGE)}},
                                           {"lang/en/inflection.yaml", {INFLECTION, strlen(INFLECTION)}},
                                           {"lang/en/signals/bench.yaml", {rules, strlen(rules)}}};

    am_playbook_compile(files, sizeof files / sizeof files[0], 99, &diagnosis, &ours->image);
    free(rules);
    if (ours->image.bytes == NULL ||
        am_playbook_open(&ours->playbook, (struct amends_view){(const char *)ours->image.bytes,
                                                               ours->image.len_bytes}) != AMENDS_OK)
        return false;

    void *text = malloc(am_text_arena_size(AMENDS_TEXT_BYTES_MAX));
    void *match = malloc(am_match_arena_size(&ours->playbook));

    if (text == NULL || match == NULL)
        return false;
    ours->text = am_text_arena_init(text, AMENDS_TEXT_BYTES_MAX);
    ours->match = am_match_arena_init(match, &ours->playbook);
    return am_playbook_rule_count(&ours->playbook, 0) == patterns->count;
}

static bool ours_scan(const struct ours *ours, struct amends_view source, struct found *found)
{
    struct am_text text;
    const struct am_hit *hits;

    if (am_text_scan(ours->text, source, &text) != AMENDS_OK)
        return false;
    am_text_apply(ours->text, ours->playbook.lang[0].language, &text);

    unsigned count = am_playbook_match(&ours->playbook, 0, AM_GROUP_CUSTOMER, -1, &text, ours->match, &hits);

    for (unsigned i = 0; i < count; i++)
        found->pairs[found->text * PATTERNS_MAX + hits[i].rule] = 1;
    found->hits += count;
    return true;
}

static hs_database_t *theirs_open(const struct patterns *patterns, unsigned flag)
{
    const char *expressions[PATTERNS_MAX];
    unsigned flags[PATTERNS_MAX], ids[PATTERNS_MAX];
    hs_database_t *database = NULL;
    hs_compile_error_t *error = NULL;

    for (unsigned i = 0; i < patterns->count; i++) {
        expressions[i] = patterns->expression[i];
        flags[i] = HS_FLAG_CASELESS | HS_FLAG_UTF8 | flag;
        ids[i] = i;
    }
    if (hs_compile_multi(expressions, flags, ids, patterns->count, HS_MODE_BLOCK, NULL, &database, &error) !=
        HS_SUCCESS) {
        fprintf(stderr, "matching: Hyperscan: %s (%s)\n", error->message,
                error->expression >= 0 ? expressions[error->expression] : "");
        hs_free_compile_error(error);
        return NULL;
    }
    return database;
}

static int theirs_found(unsigned id, unsigned long long from, unsigned long long to, unsigned flags,
                        void *context)
{
    struct found *found = context;

    (void)from;
    (void)to;
    (void)flags;
    found->pairs[found->text * PATTERNS_MAX + id] = 1;
    found->hits++;
    return 0;
}

/* Nanoseconds of processor time per text: the best of several rounds. */
static double time_ours(const struct ours *ours, const struct texts *texts, struct found *found)
{
    double best = 0;

    for (unsigned round = 0; round < ROUNDS; round++) {
        long long begin = cpu_ns();

        found->hits = 0;
        for (unsigned pass = 0; pass < PASSES; pass++)
            for (found->text = 0; found->text < texts->count; found->text++)
                if (!ours_scan(ours, texts->text[found->text], found))
                    return 0;

        double each = (double)(cpu_ns() - begin) / PASSES / texts->count;

        best = round == 0 || each < best ? each : best;
    }
    found->hits /= PASSES;
    return best;
}

static double time_theirs(const hs_database_t *database, const struct texts *texts, struct found *found)
{
    hs_scratch_t *scratch = NULL;
    double best = 0;

    if (hs_alloc_scratch(database, &scratch) != HS_SUCCESS)
        return 0;
    for (unsigned round = 0; round < ROUNDS; round++) {
        long long begin = cpu_ns();

        found->hits = 0;
        for (unsigned pass = 0; pass < PASSES; pass++)
            for (found->text = 0; found->text < texts->count; found->text++)
                if (hs_scan(database, texts->text[found->text].bytes,
                            (unsigned)texts->text[found->text].len_bytes, 0, scratch, theirs_found,
                            found) != HS_SUCCESS)
                    return 0;

        double each = (double)(cpu_ns() - begin) / PASSES / texts->count;

        best = round == 0 || each < best ? each : best;
    }
    found->hits /= PASSES;
    hs_free_scratch(scratch);
    return best;
}

static struct found found_new(const struct texts *texts)
{
    struct found found = {.pairs = calloc(texts->count, PATTERNS_MAX)};

    if (found.pairs == NULL)
        exit(1);
    return found;
}

static unsigned long count_pairs(const struct found *found, const struct texts *texts)
{
    unsigned long count = 0;

    for (size_t i = 0; i < (size_t)texts->count * PATTERNS_MAX; i++)
        count += found->pairs[i];
    return count;
}

/* Tells pairs that one side found and the other not; gives their number. */
static unsigned long compare(const struct patterns *patterns, const struct texts *texts,
                             const struct found *ours, const struct found *theirs)
{
    unsigned long different = 0;

    for (size_t i = 0; i < (size_t)texts->count * PATTERNS_MAX; i++) {
        if (ours->pairs[i] == theirs->pairs[i])
            continue;
        if (different++ < 10)
            fprintf(stderr, "matching: only %s: %s in: %.*s\n", ours->pairs[i] ? "ours" : "Hyperscan",
                    patterns->ours[i % PATTERNS_MAX], (int)texts->text[i / PATTERNS_MAX].len_bytes,
                    texts->text[i / PATTERNS_MAX].bytes);
    }
    return different;
}

static bool bench(const struct patterns *patterns, const struct texts *texts)
{
    static struct ours ours;
    hs_database_t *spans, *names;

    if (!ours_open(&ours, patterns) || (spans = theirs_open(patterns, HS_FLAG_SOM_LEFTMOST)) == NULL ||
        (names = theirs_open(patterns, HS_FLAG_SINGLEMATCH)) == NULL)
        return false;

    struct found a = found_new(texts), b = found_new(texts), c = found_new(texts);
    double mine = time_ours(&ours, texts, &a), with_spans = time_theirs(spans, texts, &b);
    double without = time_theirs(names, texts, &c);

    if (mine <= 0 || with_spans <= 0 || without <= 0)
        return false;

    unsigned long different = compare(patterns, texts, &a, &b) + compare(patterns, texts, &a, &c);

    printf(
        "%u patterns, %u English texts of %.1f words; %lu pairs of text and pattern match, %lu differ.\n\n",
        patterns->count, texts->count, texts->words, count_pairs(&a, texts), different);
    printf(
        "| side | hits reported | µs per text | ours takes times as long |\n| --- | ---: | ---: | ---: |\n");
    printf("| Amends, with spans | %lu | %.2f | 1 |\n", a.hits, mine / 1000);
    printf("| Hyperscan %s, with spans | %lu | %.2f | %.2f |\n", hs_version(), b.hits, with_spans / 1000,
           mine / with_spans);
    printf("| Hyperscan, only which patterns | %lu | %.2f | %.2f |\n", c.hits, without / 1000,
           mine / without);
    hs_free_database(spans);
    hs_free_database(names);
    return different == 0;
}

int main(int argc, char **argv)
{
    static struct texts sentences, texts;
    static struct patterns patterns;

    if (argc != 2 || !texts_load(&sentences, argv[1], "en", 0, 0) ||
        !texts_load(&texts, argv[1], "en", 14, 0)) {
        fprintf(stderr, "usage: matching DIR (with DIR/en.txt: sentences, a line each)\n");
        return 2;
    }
    patterns_make(&patterns, &sentences);
    return !bench(&patterns, &texts);
}
