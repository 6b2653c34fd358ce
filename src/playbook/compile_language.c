/*
 * language.yaml to AM_SECTION_LANGUAGE. Files of later layers add to the earlier ones; the same word again is
 * replaced.
 */
#include <stdio.h>
#include <string.h>

#include "playbook/compile.h"
#include "playbook/language_build.h"

/* The reading of one file. */
struct reading {
    struct am_compile *compile;
    const struct am_source *source;
    struct am_language_builder *builder;
};

static void wrong(struct reading *reading, const yaml_node_t *node, const char *expected, const char *what)
{
    am_mistake_at(reading->compile->diagnosis, reading->source, node, expected, "%s", what);
}

static const yaml_node_t *get(struct reading *reading, const yaml_node_t *map, const char *key,
                              yaml_node_type_t type, const char *expected)
{
    const yaml_node_t *node = am_node_get(reading->source, map, key);

    if (node != NULL && node->type != type) {
        am_mistake_at(reading->compile->diagnosis, reading->source, node, expected,
                      "\"%s\" has the wrong form", key);
        return NULL;
    }
    return node;
}

/* Adds a role to the entry of a word node; both entries of an open-ended word go to `set` (which may be
 * NULL). */
static void add_entry(struct reading *reading, const yaml_node_t *node, unsigned role,
                      void (*set)(struct am_word *word, const void *context), const void *context)
{
    struct amends_view key = am_node_text(node);
    struct am_word *entry, *also;
    am_build_result result;

    if (key.bytes == NULL || key.len_bytes == 0) {
        wrong(reading, node, "a word", "this is no word");
        return;
    }
    result = am_language_entry(reading->builder, key, role, &entry, &also);
    if (result != NULL) {
        wrong(reading, node, "one to four words, a sign, or a beginning with *", result);
        return;
    }
    if (set != NULL) {
        set(entry, context);
        if (also != NULL)
            set(also, context);
    }
}

/* A list of words under `key`, all with one role. */
static void read_words(struct reading *reading, const yaml_node_t *map, const char *key, unsigned role,
                       void (*set)(struct am_word *word, const void *context), const void *context)
{
    const yaml_node_t *list = get(reading, map, key, YAML_SEQUENCE_NODE, "a list of words");

    for (size_t i = 0; list != NULL && i < am_node_count(list); i++)
        add_entry(reading, am_node_item(reading->source, list, i), role, set, context);
}

/* --- numbers --- */

struct number_word {
    int64_t value;
    uint8_t op;
};

static void set_number(struct am_word *word, const void *context)
{
    const struct number_word *number = context;

    word->value = number->value;
    word->op = number->op;
}

/* "20", "1.5", "*100", "+10". */
static bool parse_number(struct amends_view text, struct number_word *out)
{
    size_t at = 0;
    unsigned places = 0;
    bool point = false;

    *out = (struct number_word){0, AM_NUMBER_PLAIN};
    if (text.len_bytes > 0 && (text.bytes[0] == '*' || text.bytes[0] == '+')) {
        out->op = text.bytes[0] == '*' ? AM_NUMBER_TIMES : AM_NUMBER_PLUS;
        at = 1;
    }
    if (at == text.len_bytes || text.len_bytes - at > 12)
        return false;
    for (; at < text.len_bytes; at++) {
        char c = text.bytes[at];

        if (c == '.' && !point && out->op == AM_NUMBER_PLAIN && at > 0) {
            point = true;
        } else if (c >= '0' && c <= '9' && places < 3) {
            out->value = out->value * 10 + (c - '0');
            places += point;
        } else {
            return false;
        }
    }
    if (out->op == AM_NUMBER_PLAIN)
        for (; places < 3; places++)
            out->value *= 10;
    return out->op == AM_NUMBER_PLAIN || out->value > 0;
}

static void read_flag(struct reading *reading, const yaml_node_t *map, const char *key, unsigned flag)
{
    const yaml_node_t *node = am_node_get(reading->source, map, key);
    bool value;

    if (node == NULL)
        return;
    if (!am_node_bool(node, &value)) {
        wrong(reading, node, "true or false", "neither true nor false");
        return;
    }
    if (value)
        reading->builder->header.flags |= flag;
    else
        reading->builder->header.flags &= ~flag;
}

static void read_numbers(struct reading *reading, const yaml_node_t *root)
{
    static const char *const KEYS[] = {"words", "and", "compound", "short", "decimal", "group_space", NULL};
    const yaml_node_t *numbers = get(reading, root, "numbers", YAML_MAPPING_NODE, "words, and, compound, …"),
                      *words, *key, *value;

    if (numbers == NULL)
        return;
    am_node_keys(reading->compile->diagnosis, reading->source, numbers, KEYS);
    words = get(reading, numbers, "words", YAML_MAPPING_NODE, "word: number");
    for (size_t i = 0; words != NULL && am_node_pair(reading->source, words, i, &key, &value); i++) {
        struct number_word number;

        if (!parse_number(am_node_text(value), &number))
            wrong(reading, value, "a number, \"*N\" or \"+N\"", "not a number");
        else
            add_entry(reading, key, AM_WORD_NUMBER, set_number, &number);
    }
    read_words(reading, numbers, "and", AM_WORD_AND, NULL, NULL);
    read_flag(reading, numbers, "compound", AM_LANGUAGE_COMPOUND);
    read_flag(reading, numbers, "short", AM_LANGUAGE_SHORT);
    read_flag(reading, numbers, "group_space", AM_LANGUAGE_GROUP_SPACE);

    const yaml_node_t *decimal = am_node_get(reading->source, numbers, "decimal");
    struct amends_view mark = am_node_text(decimal);

    if (decimal == NULL)
        return;
    if (mark.len_bytes != 1 || (mark.bytes[0] != '.' && mark.bytes[0] != ','))
        wrong(reading, decimal, "\".\" or \",\"", "not a decimal mark");
    else
        reading->builder->header.decimal = (unsigned char)mark.bytes[0];
}

/* --- money, percentages, times --- */

struct money_word {
    char currency[4];
    uint32_t coin;
};

static void set_money(struct am_word *word, const void *context)
{
    const struct money_word *money = context;

    memcpy(word->currency, money->currency, sizeof word->currency);
    if (money->coin != 0)
        word->coin = money->coin;
}

static bool read_code(struct reading *reading, const yaml_node_t *node, struct money_word *money)
{
    struct amends_view code = am_node_text(node);

    *money = (struct money_word){{0}, 0};
    if (code.len_bytes == 3 && memcmp(code.bytes, "any", 3) == 0)
        return true;
    if (code.len_bytes != 3 || code.bytes[0] < 'A' || code.bytes[0] > 'Z') {
        wrong(reading, node, "a currency code of ISO 4217 such as EUR, or any", "not a currency");
        return false;
    }
    memcpy(money->currency, code.bytes, 3);
    return true;
}

static void read_money(struct reading *reading, const yaml_node_t *root)
{
    const yaml_node_t *map = get(reading, root, "currencies", YAML_MAPPING_NODE, "CODE: [words]"), *key,
                      *value, *word;
    struct money_word money;

    for (size_t i = 0; map != NULL && am_node_pair(reading->source, map, i, &key, &value); i++) {
        if (!read_code(reading, key, &money))
            continue;
        if (value->type != YAML_SEQUENCE_NODE)
            wrong(reading, value, "a list of words", "not a list");
        for (size_t n = 0; value->type == YAML_SEQUENCE_NODE && n < am_node_count(value); n++)
            add_entry(reading, am_node_item(reading->source, value, n), AM_WORD_CURRENCY, set_money, &money);
    }
    map = get(reading, root, "coins", YAML_MAPPING_NODE, "CODE: {word: minor units}");
    for (size_t i = 0; map != NULL && am_node_pair(reading->source, map, i, &key, &value); i++) {
        if (!read_code(reading, key, &money))
            continue;
        if (value->type != YAML_MAPPING_NODE)
            wrong(reading, value, "word: minor units", "not a mapping");
        for (size_t n = 0; value->type == YAML_MAPPING_NODE; n++) {
            const yaml_node_t *units;
            long coin;

            if (!am_node_pair(reading->source, value, n, &word, &units))
                break;
            if (!am_node_int(units, 1, 100000, &coin)) {
                wrong(reading, units, "a whole number of minor units", "not a number");
                continue;
            }
            money.coin = (uint32_t)coin;
            add_entry(reading, word, AM_WORD_COIN, set_money, &money);
        }
    }
}

static void read_percent(struct reading *reading, const yaml_node_t *root)
{
    static const char *const KEYS[] = {"after", "before", "tenths_left", "fixed", NULL};
    const yaml_node_t *percent = get(reading, root, "percent", YAML_MAPPING_NODE, "after, before, …"), *fixed,
                      *key, *value;

    if (percent == NULL)
        return;
    am_node_keys(reading->compile->diagnosis, reading->source, percent, KEYS);
    read_words(reading, percent, "after", AM_WORD_PERCENT_AFTER, NULL, NULL);
    read_words(reading, percent, "before", AM_WORD_PERCENT_BEFORE, NULL, NULL);
    read_words(reading, percent, "tenths_left", AM_WORD_TENTHS_LEFT, NULL, NULL);
    fixed = get(reading, percent, "fixed", YAML_MAPPING_NODE, "word: percentage");
    for (size_t i = 0; fixed != NULL && am_node_pair(reading->source, fixed, i, &key, &value); i++) {
        struct number_word number = {0, AM_NUMBER_PLAIN};
        long part;

        if (!am_node_int(value, 0, 1000, &part)) {
            wrong(reading, value, "a percentage", "not a number");
            continue;
        }
        number.value = part;
        add_entry(reading, key, AM_WORD_PERCENT_FIXED, set_number, &number);
    }
}

static void read_times(struct reading *reading, const yaml_node_t *root)
{
    static const char *const KEYS[] = {"words", "units", "after", "before", NULL};
    const yaml_node_t *times = get(reading, root, "times", YAML_MAPPING_NODE, "words, units, after, before");

    if (times == NULL)
        return;
    am_node_keys(reading->compile->diagnosis, reading->source, times, KEYS);
    read_words(reading, times, "words", AM_WORD_TIME, NULL, NULL);
    read_words(reading, times, "units", AM_WORD_TIME_UNIT, NULL, NULL);
    read_words(reading, times, "after", AM_WORD_TIME_AFTER, NULL, NULL);
    read_words(reading, times, "before", AM_WORD_TIME_BEFORE, NULL, NULL);
}

/* --- rewriting --- */

static void set_pieces(struct am_word *word, const void *context)
{
    const struct am_piece *span = context; /* norm: first piece, len: how many */

    word->first_piece = span->norm;
    word->piece_count = span->len;
}

static void read_rewriting(struct reading *reading, const yaml_node_t *root)
{
    const yaml_node_t *map = get(reading, root, "variants", YAML_MAPPING_NODE, "word: words"), *key, *value;
    am_build_result result;

    for (size_t i = 0; map != NULL && am_node_pair(reading->source, map, i, &key, &value); i++) {
        struct am_piece span = {0};
        unsigned count = 0;

        result = am_language_pieces(reading->builder, am_node_text(value), &span.norm, &count);
        if (result == NULL && count == 0)
            result = "nothing to rewrite it to";
        if (result != NULL) {
            wrong(reading, value, "one to eight words", result);
            continue;
        }
        span.len = (uint8_t)count;
        add_entry(reading, key, AM_WORD_VARIANT, set_pieces, &span);
    }
    map = get(reading, root, "clitics", YAML_MAPPING_NODE, "ending: words");
    for (size_t i = 0; map != NULL && am_node_pair(reading->source, map, i, &key, &value); i++) {
        result = am_language_clitic(reading->builder, am_node_text(key), am_node_text(value));
        if (result != NULL)
            wrong(reading, key, "an ending, and the words it stands for", result);
    }
}

static void read_file(struct reading *reading, bool first, const char *code)
{
    static const char *const KEYS[] = {"code",     "name",     "script",   "identify", "clitics",
                                       "variants", "negation", "numbers",  "percent",  "currencies",
                                       "coins",    "times",    "keyboard", "sounds",   NULL};
    static const char *const NEEDED[] = {"code", "name", "script", "identify", NULL};
    const yaml_node_t *root = am_node_root(reading->source), *node;
    struct amends_view text;

    if (root == NULL || root->type != YAML_MAPPING_NODE) {
        wrong(reading, root, "keys and values", "no mapping");
        return;
    }
    am_node_keys(reading->compile->diagnosis, reading->source, root, KEYS);
    for (unsigned i = 0; first && NEEDED[i] != NULL; i++)
        if (am_node_get(reading->source, root, NEEDED[i]) == NULL)
            am_mistake_at(reading->compile->diagnosis, reading->source, root, NULL, "\"%s\" is missing",
                          NEEDED[i]);
    node = am_node_get(reading->source, root, "code");
    text = am_node_text(node);
    if (node != NULL && (text.len_bytes != strlen(code) || memcmp(text.bytes, code, text.len_bytes) != 0))
        am_mistake_at(reading->compile->diagnosis, reading->source, node, "the name of its folder",
                      "the code is not \"%s\"", code);
    read_numbers(reading, root);
    read_percent(reading, root);
    read_money(reading, root);
    read_times(reading, root);
    read_rewriting(reading, root);
}

void am_compile_language(struct am_compile *compile, int lang)
{
    struct am_language_builder builder;
    struct am_buffer section = {0};
    char path[64];
    bool first = true;

    snprintf(path, sizeof path, "lang/%s/language.yaml", compile->codes[lang]);
    if (!am_language_builder_init(&builder)) {
        am_mistake_at(compile->diagnosis, &compile->sources[0], NULL, NULL, "no memory");
        return;
    }
    for (size_t i = 0; i < compile->source_count; i++) {
        struct reading reading = {compile, &compile->sources[i], &builder};

        if (strcmp(compile->sources[i].path, path) != 0)
            continue;
        read_file(&reading, first, compile->codes[lang]);
        first = false;
    }
    if (am_language_finish(&builder, &section))
        am_pack_add(&compile->pack, AM_SECTION_LANGUAGE, (unsigned)lang, &section);
    else
        am_buffer_dispose(&section);
    am_language_builder_dispose(&builder);
}

bool am_compile_is_number(const struct am_compile *compile, int lang, const uint32_t *letters, unsigned len)
{
    struct am_language language;
    uint64_t hash = AM_HASH_START;

    if (!am_language_open(&language, am_compile_section(compile, AM_SECTION_LANGUAGE, (unsigned)lang)))
        return false;
    for (unsigned i = 0; i < len; i++)
        hash = am_hash_step(hash, letters[i]);

    uint32_t found = am_language_find(&language, am_hash_end(hash));

    return found != AM_WORD_NONE && (language.words[found].roles & AM_WORD_NUMBER) != 0;
}
