/* inflection.yaml, and how a word meets its forms. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "playbook/book.h"

struct reader {
    struct am_compile *compile;
    const struct am_source *source;
    struct am_inflection *out;
    char names[AM_ENDING_SETS_MAX][32];
    unsigned name_count;
    bool good;
};

static void wrong(struct reader *reader, const yaml_node_t *node, const char *expected, const char *message)
{
    am_mistake_at(reader->compile->diagnosis, reader->source, node, expected, "%s", message);
    reader->good = false;
}

static void *more(void *items, size_t count, size_t size)
{
    /* Grows at every power of two. */
    if (count != 0 && (count & (count - 1)) != 0)
        return items;

    void *grown = realloc(items, (count ? count * 2 : 1) * size);

    if (grown == NULL)
        free(items);
    return grown;
}

static bool read_letters(struct reader *reader, const yaml_node_t *node, struct am_letters *out)
{
    struct amends_view text = am_node_text(node);

    if (text.bytes != NULL && am_letters_read(text, out) && out->len < AM_WORD_LETTERS_MAX)
        return true;
    wrong(reader, node, "letters (at most 47)", "this is no word or part of a word");
    return false;
}

static void add_ending(struct reader *reader, const yaml_node_t *node, unsigned set)
{
    struct am_inflection *out = reader->out;
    struct am_letters letters;

    if (!read_letters(reader, node, &letters))
        return;
    if (letters.len == 0) {
        out->empty_sets |= UINT64_C(1) << set;
        return;
    }
    for (size_t i = 0; i < out->ending_count; i++)
        if (out->endings[i].letters.len == letters.len &&
            memcmp(out->endings[i].letters.at, letters.at, letters.len * sizeof *letters.at) == 0) {
            out->endings[i].sets |= UINT64_C(1) << set;
            return;
        }
    out->endings = more(out->endings, out->ending_count, sizeof *out->endings);
    if (out->endings == NULL || out->ending_count > 20000) {
        wrong(reader, node, "fewer endings", "too many endings");
        out->ending_count = 0;
        return;
    }
    out->endings[out->ending_count++] = (struct am_ending){letters, UINT64_C(1) << set};
}

static void read_endings(struct reader *reader, const yaml_node_t *map)
{
    const yaml_node_t *key, *value;

    if (map == NULL || map->type != YAML_MAPPING_NODE) {
        wrong(reader, map, "endings: {name: [\"\", s, …]}", "the sets of endings are missing");
        return;
    }
    for (size_t i = 0; am_node_pair(reader->source, map, i, &key, &value); i++) {
        struct amends_view name = am_node_text(key);

        if (name.len_bytes > 31 || reader->name_count + 2 >= AM_ENDING_SETS_MAX ||
            value->type != YAML_SEQUENCE_NODE) {
            wrong(reader, key, "at most 61 sets, each a list of endings",
                  "this set of endings cannot be used");
            continue;
        }
        memcpy(reader->names[reader->name_count++], name.bytes, name.len_bytes);
        for (size_t k = 0; k < am_node_count(value); k++)
            add_ending(reader, am_node_item(reader->source, value, k), reader->name_count + 1);
    }
}

/* `endings: noun` or `endings: [noun, verb]` as bits. */
static uint64_t read_sets(struct reader *reader, const yaml_node_t *rule, const yaml_node_t *node)
{
    uint64_t sets = 0;
    size_t count = node != NULL && node->type == YAML_SEQUENCE_NODE ? am_node_count(node) : 1;

    for (size_t i = 0; i < count; i++) {
        const yaml_node_t *item =
            node != NULL && node->type == YAML_SEQUENCE_NODE ? am_node_item(reader->source, node, i) : node;
        struct amends_view name = am_node_text(item);
        unsigned k = 0;

        while (k < reader->name_count && !am_view_is(name, reader->names[k]))
            k++;
        if (k == reader->name_count)
            wrong(reader, item != NULL ? item : rule, "the name of a set under `endings`",
                  "unknown set of endings");
        else
            sets |= UINT64_C(1) << (k + 2);
    }
    return sets;
}

static void read_rule(struct reader *reader, const yaml_node_t *node)
{
    static const char *const keys[] = {"ending", "stems", "endings", NULL};
    struct am_inflection *out = reader->out;
    struct am_stem_rule rule = {0};
    const yaml_node_t *stems = am_node_get(reader->source, node, "stems");

    if (node->type != YAML_MAPPING_NODE || stems == NULL || stems->type != YAML_SEQUENCE_NODE ||
        am_node_count(stems) > 8 || am_node_count(stems) == 0) {
        wrong(reader, node, "{ending: y, stems: [y, i], endings: noun}, one to eight stems",
              "this rule cannot be read");
        return;
    }
    am_node_keys(reader->compile->diagnosis, reader->source, node, keys);
    if (!read_letters(reader, am_node_get(reader->source, node, "ending"), &rule.ending))
        return;
    for (size_t i = 0; i < am_node_count(stems); i++)
        if (!read_letters(reader, am_node_item(reader->source, stems, i), &rule.stems[rule.stem_count++]))
            return;
    rule.sets = read_sets(reader, node, am_node_get(reader->source, node, "endings"));
    out->rules = more(out->rules, out->rule_count, sizeof *out->rules);
    if (out->rules == NULL)
        out->rule_count = 0;
    else
        out->rules[out->rule_count++] = rule;
}

static void add_irregular(struct reader *reader, const struct am_letters *word, const yaml_node_t *node)
{
    struct am_inflection *out = reader->out;
    struct am_irregular irregular = {.word = *word};

    if (!read_letters(reader, node, &irregular.form))
        return;
    if (irregular.form.len > 1 && irregular.form.at[irregular.form.len - 1] == '-') {
        irregular.stem = true;
        irregular.form.len--;
    }
    out->irregulars = more(out->irregulars, out->irregular_count, sizeof *out->irregulars);
    if (out->irregulars == NULL)
        out->irregular_count = 0;
    else
        out->irregulars[out->irregular_count++] = irregular;
}

static void read_words(struct reader *reader, const yaml_node_t *map)
{
    const yaml_node_t *key, *value;

    for (size_t i = 0; am_node_pair(reader->source, map, i, &key, &value); i++) {
        struct am_letters word;

        if (!read_letters(reader, key, &word))
            continue;
        if (value->type != YAML_SEQUENCE_NODE)
            wrong(reader, value, "a list of forms", "this is no list");
        for (size_t k = 0; k < am_node_count(value); k++)
            add_irregular(reader, &word, am_node_item(reader->source, value, k));
    }
}

static void read_file(struct reader *reader)
{
    static const char *const keys[] = {"stems", "endings", "gradation", "words", NULL};
    const yaml_node_t *root = am_node_root(reader->source);
    const yaml_node_t *stems = am_node_get(reader->source, root, "stems");
    const yaml_node_t *gradation = am_node_get(reader->source, root, "gradation");

    am_node_keys(reader->compile->diagnosis, reader->source, root, keys);
    if (am_node_get(reader->source, root, "endings") != NULL || stems != NULL)
        read_endings(reader, am_node_get(reader->source, root, "endings"));
    for (size_t i = 0; i < am_node_count(stems); i++)
        if (am_node_item(reader->source, stems, i) != NULL)
            read_rule(reader, am_node_item(reader->source, stems, i));
    reader->out->gradation = am_view_is(am_node_text(gradation), "fi");
    if (gradation != NULL && !reader->out->gradation)
        wrong(reader, gradation, "fi", "unknown gradation");
    read_words(reader, am_node_get(reader->source, root, "words"));
}

bool am_inflection_read(struct am_compile *compile, int lang, struct am_inflection *out)
{
    struct reader reader = {.compile = compile, .out = out, .good = true};

    *out = (struct am_inflection){0};
    for (int layer = 1; layer >= 0 && reader.source == NULL; layer--)
        reader.source = am_compile_lang_source(compile, lang, "inflection.yaml", layer == 1);
    if (reader.source == NULL)
        return false;
    read_file(&reader);
    return reader.good;
}

void am_inflection_dispose(struct am_inflection *inflection)
{
    free(inflection->rules);
    free(inflection->endings);
    free(inflection->irregulars);
    *inflection = (struct am_inflection){0};
}

static bool is_vowel(uint32_t letter)
{
    return letter < 0x80 ? strchr("aeiouy", (int)letter) != NULL && letter != 0
                         : letter == 0xe4 || letter == 0xf6 || letter == 0xe5;
}

unsigned am_gradation(const struct am_letters *stem, struct am_letters out[4])
{
    /* The last consonants before the final vowels, and what they change to; both directions stand here. */
    static const char *const pairs[][2] = {
        {"kk", "k"},  {"pp", "p"},  {"tt", "t"},  {"nk", "ng"}, {"nt", "nn"}, {"lt", "ll"}, {"rt", "rr"},
        {"mp", "mm"}, {"ng", "nk"}, {"nn", "nt"}, {"ll", "lt"}, {"rr", "rt"}, {"mm", "mp"}, {"k", ""},
        {"p", "v"},   {"t", "d"},   {"k", "kk"},  {"p", "pp"},  {"t", "tt"},  {"v", "p"},   {"d", "t"}};
    unsigned count = 0, end = stem->len, begin;

    while (end > 0 && is_vowel(stem->at[end - 1]))
        end--;
    begin = end;
    while (begin > 0 && !is_vowel(stem->at[begin - 1]))
        begin--;
    if (end == stem->len || begin == 0 || end == begin)
        return 0;
    for (unsigned i = 0; i < sizeof pairs / sizeof *pairs && count < 4; i++) {
        unsigned from = (unsigned)strlen(pairs[i][0]), to = (unsigned)strlen(pairs[i][1]),
                 tail = stem->len - end;

        if (end - begin < from || stem->len - from + to > AM_WORD_LETTERS_MAX)
            continue;

        bool fits = true;

        for (unsigned k = 0; k < from; k++)
            fits = fits && stem->at[end - from + k] == (uint32_t)pairs[i][0][k];
        /* One letter changes alone only after a vowel, or l, r, h; a double one only as a whole; sk, st, tk
         * never. */
        if (fits && from == 1 && end - begin > 1 &&
            (to == 2 || strchr("lrhn", (int)(stem->at[end - 2] & 0x7f)) == NULL))
            fits = false;
        if (!fits)
            continue;
        out[count] = *stem;
        for (unsigned k = 0; k < to; k++)
            out[count].at[end - from + k] = (uint32_t)pairs[i][1][k];
        memcpy(out[count].at + end - from + to, stem->at + end, tail * sizeof *stem->at);
        out[count].len = stem->len - from + to;
        count++;
    }
    return count;
}

struct sink {
    const struct am_inflection *inflection;
    void (*add)(void *context, const struct am_letters *stem, unsigned set);
    void *context;
};

static void add_sets(struct sink *sink, const struct am_letters *stem, uint64_t sets)
{
    for (unsigned set = 2; set < AM_ENDING_SETS_MAX; set++)
        if (sets >> set & 1)
            sink->add(sink->context, stem, set);
}

static void add_stem(struct sink *sink, const struct am_letters *stem, uint64_t sets)
{
    struct am_letters graded[4];

    add_sets(sink, stem, sets);
    if (!sink->inflection->gradation)
        return;

    unsigned count = am_gradation(stem, graded);

    for (unsigned i = 0; i < count; i++)
        add_sets(sink, &graded[i], sets);
}

static bool ends_with(const struct am_letters *word, const struct am_letters *ending)
{
    return ending->len <= word->len &&
           memcmp(word->at + word->len - ending->len, ending->at, ending->len * sizeof *ending->at) == 0;
}

void am_inflect(const struct am_inflection *inflection, const struct am_letters *word,
                void (*add)(void *context, const struct am_letters *stem, unsigned set), void *context)
{
    struct sink sink = {inflection, add, context};
    uint64_t sets = 0;
    unsigned longest = 0;

    add(context, word, AM_ENDINGS_NONE);
    for (size_t i = 0; i < inflection->rule_count; i++)
        if (ends_with(word, &inflection->rules[i].ending) && inflection->rules[i].ending.len > longest)
            longest = inflection->rules[i].ending.len;
    for (size_t i = 0; i < inflection->rule_count; i++) {
        const struct am_stem_rule *rule = &inflection->rules[i];

        if (rule->ending.len != longest || !ends_with(word, &rule->ending))
            continue;
        sets |= rule->sets;
        for (unsigned k = 0; k < rule->stem_count; k++) {
            struct am_letters stem = *word;

            stem.len -= longest;
            if (stem.len == 0 || stem.len + rule->stems[k].len > AM_WORD_LETTERS_MAX)
                continue;
            memcpy(stem.at + stem.len, rule->stems[k].at, rule->stems[k].len * sizeof *stem.at);
            stem.len += rule->stems[k].len;
            add_stem(&sink, &stem, rule->sets);
        }
    }
    for (size_t i = 0; i < inflection->irregular_count; i++) {
        const struct am_irregular *irregular = &inflection->irregulars[i];

        if (irregular->word.len != word->len ||
            memcmp(irregular->word.at, word->at, word->len * sizeof *word->at) != 0)
            continue;
        add(context, &irregular->form, AM_ENDINGS_NONE);
        if (irregular->stem)
            add_sets(&sink, &irregular->form, sets);
    }
}
