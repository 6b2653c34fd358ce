/* Rules, classes and lexicon of one language: AM_SECTION_RULES, AM_SECTION_LEXICON, AM_SECTION_TOPICS. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/model/features.h"
#include "playbook/rules.h"

/* Roots of a rule's patterns, with the nodes where they stand. */
struct pattern_read {
    size_t rule;
    int root;
    const yaml_node_t *node;
    bool unless;
    size_t ordinal;
};

struct rules_build {
    struct am_book book;
    struct am_rule_list *list;
    struct pattern_read *patterns;
    size_t pattern_count, pattern_capacity;
    struct am_emitter emitter;
};

static void add_class(struct am_book *book, const struct am_source *source, const yaml_node_t *key,
                      const yaml_node_t *value)
{
    struct amends_view name = am_node_text(key);
    bool off = value->type == YAML_MAPPING_NODE;
    int root = off ? -1 : am_pattern_parse(book, source, value);

    if (root < 0 && !off)
        return;

    struct am_class *classes = realloc(book->classes, (book->class_count + 1) * sizeof *classes);
    char *copy = malloc(name.len_bytes + 1);

    if (classes != NULL)
        book->classes = classes;
    if (classes == NULL || copy == NULL) {
        free(copy);
        book->failed = true;
        return;
    }
    memcpy(copy, name.bytes, name.len_bytes);
    copy[name.len_bytes] = '\0';
    book->classes[book->class_count++] = (struct am_class){copy, root, off};
}

/* The overlay's classes come first where they are new, so that built-in ones may not use them but rules may.
 */
static void read_classes(struct am_book *book)
{
    for (int layer = 0; layer < 2; layer++) {
        const struct am_source *source =
            am_compile_lang_source(book->compile, book->lang, "classes.yaml", layer == 1);
        const yaml_node_t *root = am_node_root(source), *key, *value;

        for (size_t i = 0; am_node_pair(source, root, i, &key, &value); i++)
            add_class(book, source, key, value);
    }
}

static void read_rule_file(struct am_book *book, struct am_rule_list *list, const struct am_source *source,
                           enum am_rule_group group)
{
    const yaml_node_t *root = am_node_root(source);

    if (root == NULL)
        return;
    if (root->type != YAML_SEQUENCE_NODE) {
        am_mistake_at(book->compile->diagnosis, source, root, "a list of rules: \"- id: …\"",
                      "this is no list");
        return;
    }
    for (size_t i = 0; i < am_node_count(root); i++) {
        const yaml_node_t *item = am_node_item(source, root, i);
        struct amends_view id = am_node_text(am_node_get(source, item, "id"));

        if (item == NULL || item->type != YAML_MAPPING_NODE || id.len_bytes == 0) {
            am_mistake_at(book->compile->diagnosis, source, item, "id: code.label.name",
                          "a rule without an id");
            continue;
        }

        struct am_rule_read *rule = am_rule_list_add(book, list, source, item, id);

        if (rule == NULL)
            continue;
        am_node_bool(am_node_get(source, item, "off"), &rule->off);
        if (!rule->off)
            am_rule_read_fields(book, rule, group);
    }
}

static void read_rule_files(struct am_book *book, struct am_rule_list *list)
{
    char signals[64], review[64];

    snprintf(signals, sizeof signals, "lang/%s/signals/", book->compile->codes[book->lang]);
    snprintf(review, sizeof review, "lang/%s/review/", book->compile->codes[book->lang]);
    for (size_t i = 0; i < book->compile->source_count; i++) {
        const struct am_source *source = &book->compile->sources[i];

        if (strncmp(source->path, signals, strlen(signals)) == 0)
            read_rule_file(book, list, source, AM_GROUP_CUSTOMER);
        else if (strncmp(source->path, review, strlen(review)) == 0)
            read_rule_file(book, list, source, AM_GROUP_REPLY);
    }
}

static bool is_maskable(const struct am_rule_read *rule)
{
    bool maskable = rule->record.kind == AM_RULE_SIGNAL && (rule->record.label == AMENDS_SIGNAL_PROFANITY ||
                                                            rule->record.label == AMENDS_SIGNAL_INSULT);

    am_node_bool(am_node_get(rule->source, rule->node, "maskable"), &maskable);
    return maskable;
}

static void add_pattern(struct rules_build *build, size_t rule, const yaml_node_t *node, bool unless,
                        size_t ordinal)
{
    const struct am_source *source = build->list->rules[rule].source;
    int root = am_pattern_parse(&build->book, source, node);

    if (root < 0) {
        build->list->rules[rule].good = false;
        return;
    }
    if (build->pattern_count == build->pattern_capacity) {
        size_t capacity = build->pattern_capacity ? build->pattern_capacity * 2 : 1024;
        struct pattern_read *patterns = realloc(build->patterns, capacity * sizeof *patterns);

        if (patterns == NULL) {
            build->book.failed = true;
            return;
        }
        build->patterns = patterns;
        build->pattern_capacity = capacity;
    }
    build->patterns[build->pattern_count++] = (struct pattern_read){rule, root, node, unless, ordinal};
}

static void parse_list(struct rules_build *build, size_t rule, const char *key)
{
    const struct am_rule_read *read = &build->list->rules[rule];
    const yaml_node_t *list = am_node_get(read->source, read->node, key);
    bool unless = strcmp(key, "unless") == 0;

    if (list == NULL && unless)
        return;
    if (list == NULL || list->type != YAML_SEQUENCE_NODE || am_node_count(list) == 0) {
        am_mistake_at(build->book.compile->diagnosis, read->source, list != NULL ? list : read->node,
                      "a list of patterns, at least one", "\"%.*s\": `%s` cannot be read",
                      (int)read->id.len_bytes, read->id.bytes, key);
        build->list->rules[rule].good = false;
        return;
    }
    for (size_t i = 0; i < am_node_count(list); i++)
        add_pattern(build, rule, am_node_item(read->source, list, i), unless, i);
}

static void parse_patterns(struct rules_build *build)
{
    for (size_t i = 0; i < build->list->count; i++) {
        if (build->list->rules[i].off)
            continue;
        if (build->list->rules[i].record.kind == AM_RULE_SENSE) {
            add_pattern(build, i, build->list->rules[i].node, false, 0);
            continue;
        }
        build->book.maskable = is_maskable(&build->list->rules[i]);
        parse_list(build, i, "patterns");
        build->book.maskable = false;
        parse_list(build, i, "unless");
    }
}

static void set_costs(struct am_book *book)
{
    for (size_t i = 0; i < book->word_count; i++) {
        struct am_word *word = &book->words[i];

        word->cost = 4 + word->uses;
        if (!word->plain && word->letters.len <= 2)
            word->cost += 40;
        for (size_t k = 0; k < book->special_count; k++)
            if (book->specials[k].letters.len == word->letters.len &&
                memcmp(book->specials[k].letters.at, word->letters.at,
                       word->letters.len * sizeof *word->letters.at) == 0)
                word->cost += 150;
    }
}

/* All patterns of one kind in order; each rule gets the place of its own. */
static void emit_patterns(struct rules_build *build, bool unless)
{
    for (size_t i = 0; i < build->pattern_count; i++) {
        const struct pattern_read *pattern = &build->patterns[i];
        struct am_rule_read *rule = &build->list->rules[pattern->rule];
        bool first =
            i == 0 || build->patterns[i - 1].rule != pattern->rule || build->patterns[i - 1].unless != unless;
        struct am_pattern_record like = {
            .rule = (uint16_t)rule->number,
            .groups = rule->record.groups,
            .channels = rule->record.channels,
            .ordinal = (uint16_t)pattern->ordinal,
            .flags = !unless && rule->record.negation_void ? AM_PATTERN_NEGATION_VOID : 0};

        if (pattern->unless != unless)
            continue;
        if (first && unless)
            rule->record.unless_first = (uint32_t)build->emitter.pattern_count;
        else if (first)
            rule->record.first_pattern = (uint16_t)build->emitter.pattern_count;
        if (!am_emit_pattern(&build->book, &build->emitter, pattern->root, &like, !unless, rule->source,
                             pattern->node))
            rule->good = false;
        if (unless)
            rule->record.unless_count = (uint16_t)(build->emitter.pattern_count - rule->record.unless_first);
    }
}

static void append(struct am_buffer *out, const struct am_buffer *contents, size_t item_bytes,
                   struct am_table *table)
{
    table->offset = (uint32_t)am_buffer_align(out, 8);
    table->count = (uint32_t)(contents->len_bytes / item_bytes);
    am_buffer_add(out, contents->bytes, contents->len_bytes);
    out->failed = out->failed || contents->failed;
}

/* From each term to the patterns of which it is an anchor, in their order: a counting sort. `starts` has two
 * records more than there are terms; afterwards term `i` begins at `i`. */
static void sort_terms(const struct am_emitter *emitter, uint32_t term_count, struct am_term_record *starts,
                       struct am_posting *postings)
{
    const struct am_anchor *anchors = (const void *)emitter->anchors.bytes;
    size_t anchor_count = emitter->anchors.len_bytes / sizeof *anchors;

    for (unsigned group = 0; group < AM_GROUP_COUNT; group++) {
        starts[0].postings[group] = starts[1].postings[group] =
            group > 0 ? starts[term_count].postings[group - 1] : 0;
        for (size_t i = 0; i < anchor_count; i++)
            starts[anchors[i].term + 2].postings[group] += anchors[i].groups >> group & 1;
        for (uint32_t i = 2; i < term_count + 2; i++)
            starts[i].postings[group] += starts[i - 1].postings[group];
        for (size_t i = 0; i < anchor_count; i++)
            if (anchors[i].groups >> group & 1)
                postings[starts[anchors[i].term + 1].postings[group]++] = anchors[i].posting;
    }
}

static void build_index(struct am_emitter *emitter, uint32_t term_count, struct am_buffer *terms,
                        struct am_buffer *met, struct am_buffer *postings)
{
    size_t anchor_count = emitter->anchors.len_bytes / sizeof(struct am_anchor);
    struct am_term_record *starts = calloc((size_t)term_count + 2, sizeof *starts);
    struct am_posting *places = calloc(AM_GROUP_COUNT * anchor_count + 1, sizeof *places);

    if (starts == NULL || places == NULL || !am_needs_sort(emitter, term_count)) {
        terms->failed = true;
    } else {
        sort_terms(emitter, term_count, starts, places);
        am_needs_put(emitter, term_count, starts, met);
        am_buffer_add(terms, starts, ((size_t)term_count + 1) * sizeof *starts);
        am_buffer_add(postings, places, starts[term_count].postings[AM_GROUP_COUNT - 1] * sizeof *places);
    }
    free(starts);
    free(places);
}

static void put_rules(const struct rules_build *build, struct am_buffer *rules, struct am_buffer *strings)
{
    for (size_t i = 0; i < build->list->count; i++) {
        const struct am_rule_read *rule = &build->list->rules[i];
        struct am_rule_record record = rule->record;

        if (rule->off)
            continue;
        record.id = (uint32_t)am_buffer_add(strings, rule->id.bytes, rule->id.len_bytes);
        record.id_len = (uint32_t)rule->id.len_bytes;
        record.feature = am_feature_of_rule(rule->id);
        record.suggestion =
            (uint32_t)am_buffer_add(strings, rule->suggestion.bytes, rule->suggestion.len_bytes);
        record.suggestion_len = (uint32_t)rule->suggestion.len_bytes;
        am_buffer_add(rules, &record, sizeof record);
    }
}

static bool build_section(struct rules_build *build, struct am_buffer *out)
{
    struct am_rules_header header = {.version = AM_LAYOUT_VERSION,
                                     .term_count = AM_TERM_WORDS + (uint32_t)build->book.word_count,
                                     .negation_reach = build->book.negation_reach};
    struct am_buffer rules = {0}, terms = {0}, met = {0}, postings = {0}, strings = {0}, negators = {0};

    put_rules(build, &rules, &strings);
    header.need_count = build->emitter.need_count + 1;
    build_index(&build->emitter, header.term_count, &terms, &met, &postings);
    am_buffer_add(&negators, build->book.negators, build->book.negator_count * sizeof *build->book.negators);
    am_buffer_add(out, &header, sizeof header);
    append(out, &rules, sizeof(struct am_rule_record), &header.rules);
    append(out, &build->emitter.patterns, sizeof(struct am_pattern_record), &header.patterns);
    append(out, &build->emitter.code, sizeof(uint32_t), &header.code);
    append(out, &build->emitter.sets, sizeof(uint16_t), &header.sets);
    append(out, &terms, sizeof(struct am_term_record), &header.terms);
    append(out, &met, sizeof(struct am_need_bits), &header.met);
    append(out, &postings, sizeof(struct am_posting), &header.postings);
    append(out, &negators, sizeof(struct am_negator), &header.negators);
    append(out, &strings, 1, &header.strings);
    am_buffer_dispose(&rules);
    am_buffer_dispose(&terms);
    am_buffer_dispose(&met);
    am_buffer_dispose(&postings);
    am_buffer_dispose(&strings);
    am_buffer_dispose(&negators);
    if (out->failed)
        return false;
    memcpy(out->bytes, &header, sizeof header);
    return true;
}

static void number_rules(struct am_rule_list *list)
{
    unsigned number = 0;

    for (size_t i = 0; i < list->count; i++)
        if (!list->rules[i].off)
            list->rules[i].number = number++;
}

static void add_sections(struct rules_build *build)
{
    struct am_compile *compile = build->book.compile;
    struct am_buffer rules = {0}, lexicon = {0}, topics = {0};
    bool good = build_section(build, &rules) && am_lexicon_build(&build->book, &lexicon) &&
                am_topics_build(build->list, &topics);

    if (good && !build->book.failed) {
        am_pack_add(&compile->pack, AM_SECTION_RULES, (unsigned)build->book.lang, &rules);
        am_pack_add(&compile->pack, AM_SECTION_LEXICON, (unsigned)build->book.lang, &lexicon);
        am_pack_add(&compile->pack, AM_SECTION_TOPICS, (unsigned)build->book.lang, &topics);
    } else {
        am_mistake_file(compile->diagnosis, compile->codes[build->book.lang],
                        "fewer words and patterns, more memory", "the rules of this language do not fit");
    }
    am_buffer_dispose(&rules);
    am_buffer_dispose(&lexicon);
    am_buffer_dispose(&topics);
}

void am_compile_rules(struct am_compile *compile, int lang)
{
    struct rules_build *build = calloc(1, sizeof *build);

    if (build == NULL || (build->list = am_rule_list_new()) == NULL) {
        am_mistake_file(compile->diagnosis, compile->codes[lang], NULL, "no memory");
        free(build);
        return;
    }
    compile->rules[lang] = build->list;
    am_book_open(&build->book, compile, lang);
    am_book_specials(&build->book);
    read_classes(&build->book);
    read_rule_files(&build->book, build->list);
    am_topics_read(&build->book, build->list);
    am_senses_read(&build->book, build->list);
    number_rules(build->list);
    parse_patterns(build);
    set_costs(&build->book);
    emit_patterns(build, false);
    emit_patterns(build, true);
    add_sections(build);
    am_emitter_dispose(&build->emitter);
    am_book_close(&build->book);
    free(build->patterns);
    free(build);
}
