#define _POSIX_C_SOURCE 200809L

#include "words.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "amends/malloc.h"
#include "characters.h"
#include "engine/engine.h"
#include "engine/text/words.h"
#include "grave.h"

/* Classes: half powers of two. That of words which only a rule has, and of those seen once. */
enum { CLASS_UNSEEN = 0, CLASS_ONCE = 2 };

/* Letters of fewer words are those of other languages. */
enum { LETTER_LEAST = 12 };

struct seen {
    char *text;
    unsigned times;
};

struct collection {
    const amends_engine *engine;
    amends_workspace *workspace;
    int lang;
    struct seen *at;
    size_t count;
    struct characters characters;
    size_t scripts[AM_SCRIPT_OTHER + 1]; /* tokens of each */
};

static void add(struct collection *collection, char *text, unsigned times)
{
    if ((collection->count & (collection->count - 1)) == 0)
        collection->at =
            realloc(collection->at, (collection->count ? 2 * collection->count : 1) * sizeof *collection->at);
    collection->at[collection->count++] = (struct seen){text, times};
}

/* A word of letters alone, and apostrophes and hyphens inside. */
static char *spell(const struct am_token *token)
{
    char *text = malloc((size_t)token->norm_len * 4 + 1);
    size_t at = 0;

    for (unsigned i = 0; i < token->norm_len; i++) {
        utf8proc_int32_t cp = (utf8proc_int32_t)token->norm[i];
        utf8proc_category_t category = utf8proc_category(cp);
        bool letter = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;

        if ((!letter && cp != '\'' && cp != '-') || cp >= AM_WORDS_CODES) {
            free(text);
            return NULL;
        }
        at += (size_t)utf8proc_encode_char(cp, (utf8proc_uint8_t *)text + at);
    }
    text[at] = '\0';
    return text;
}

static void add_text(struct collection *collection, struct amends_view view, unsigned times)
{
    struct am_text text;

    if (am_text_scan(collection->workspace->text, view, &text) != AMENDS_OK)
        return;
    for (uint32_t i = 0; i < text.token_count; i++) {
        const struct am_token *token = &text.tokens[i];
        char *word = NULL;

        collection->scripts[token->script]++;
        if (token->kind == AM_TOKEN_WORD && (token->flags & (AM_TOKEN_MASKED | AM_TOKEN_STRETCHED)) == 0 &&
            token->norm_len <= AM_WORDS_LEN_MAX &&
            (token->script == AM_SCRIPT_LATIN || token->script == AM_SCRIPT_CYRILLIC))
            word = spell(token);
        if (word != NULL)
            add(collection, word, times);
    }
    characters_take(&collection->characters, &text, times);
}

/* --- the corpus --- */

/* Texts that were written with typing errors teach none. */
static bool add_line(struct collection *collection, const char *line)
{
    json_t *json = json_loads(line, 0, NULL);
    const char *hard = json_string_value(json_object_get(json, "hard"));
    static const char *const keys[] = {"text", "customer"};

    for (unsigned i = 0; json != NULL && i < 2 && (hard == NULL || strcmp(hard, "typos") != 0); i++) {
        const char *text = json_string_value(json_object_get(json, keys[i]));

        if (text != NULL)
            add_text(collection, (struct amends_view){text, strlen(text)}, 1);
    }
    json_decref(json);
    return json != NULL;
}

static bool add_corpus(struct collection *collection, const char *corpus, const char *name)
{
    char path[4096], *line = NULL;
    size_t size = 0;
    unsigned number = 0;
    bool good = true;
    FILE *file;

    snprintf(path, sizeof path, "%s/%s/%s.jsonl", corpus,
             amends_engine_language_code(collection->engine, collection->lang), name);
    file = fopen(path, "r");
    if (file == NULL) {
        perror(path);
        return false;
    }
    while (good && getline(&line, &size, file) > 0) {
        number++;
        good = *line == '\n' || add_line(collection, line);
    }
    if (!good)
        fprintf(stderr, "%s:%u: this is no line of the corpus\n", path, number);
    free(line);
    fclose(file);
    return good;
}

/* --- the playbook --- */

/* The words of a pattern, but for beginnings of words and names of classes. */
static void add_pattern(struct collection *collection, struct amends_view pattern)
{
    static const char apart[] = " ()|", ignored[] = "=~?", foreign[] = "*<>_^$,/.";
    char word[256];
    size_t len = 0;
    bool good = true;

    for (size_t i = 0; i <= pattern.len_bytes; i++) {
        char c = i < pattern.len_bytes ? pattern.bytes[i] : ' ';

        if (strchr(apart, c) != NULL) {
            if (good && len > 0)
                add_text(collection, (struct amends_view){word, len}, 0);
            len = 0;
            good = true;
        } else if (strchr(foreign, c) != NULL || len == sizeof word) {
            good = false;
        } else if (strchr(ignored, c) == NULL) {
            word[len++] = c;
        }
    }
}

/* Sentences of a rule or act: examples, suggestions, phrases. */
static bool is_sentences(struct amends_view key)
{
    static const char *const keys[] = {"match", "no_match", "suggestions", "everyday", "formal"};

    for (unsigned i = 0; i < sizeof keys / sizeof *keys; i++)
        if (key.len_bytes == strlen(keys[i]) && memcmp(key.bytes, keys[i], key.len_bytes) == 0)
            return true;
    return false;
}

static bool is_patterns(struct amends_view key)
{
    return (key.len_bytes == 8 && memcmp(key.bytes, "patterns", 8) == 0) ||
           (key.len_bytes == 6 && memcmp(key.bytes, "unless", 6) == 0);
}

static void add_source(struct collection *collection, struct am_source *source, bool classes)
{
    for (yaml_node_t *node = source->document.nodes.start; node < source->document.nodes.top; node++) {
        const yaml_node_t *key, *value;

        for (size_t i = 0; node->type == YAML_MAPPING_NODE && am_node_pair(source, node, i, &key, &value);
             i++) {
            struct amends_view name = am_node_text(key);

            if (name.bytes == NULL)
                continue;
            if (classes && value->type == YAML_SCALAR_NODE)
                add_pattern(collection, am_node_text(value));
            for (size_t k = 0; value->type == YAML_SEQUENCE_NODE && am_node_item(source, value, k) != NULL;
                 k++) {
                struct amends_view text = am_node_text(am_node_item(source, value, k));

                if (text.bytes != NULL && is_sentences(name))
                    add_text(collection, text, 1);
                else if (text.bytes != NULL && is_patterns(name))
                    add_pattern(collection, text);
            }
        }
    }
}

static bool is_file(const char *path, const char *lang, const char *name)
{
    char begins[64];

    snprintf(begins, sizeof begins, "lang/%s/%s", lang, name);
    return strncmp(path, begins, strlen(begins)) == 0;
}

static void add_playbook(struct collection *collection, const struct playbook_files *files)
{
    static const char *const parts[] = {"signals/",    "review/",      "senses.yaml",
                                        "topics.yaml", "phrases.yaml", "classes.yaml"};
    const char *lang = amends_engine_language_code(collection->engine, collection->lang);
    struct am_diagnosis diagnosis = {0};

    for (size_t i = 0; i < files->count; i++) {
        const struct am_source_file *file = &files->files[i];
        struct am_source source = {0};
        bool ours = false;

        for (unsigned k = 0; k < sizeof parts / sizeof *parts; k++)
            ours = ours || is_file(file->path, lang, parts[k]);
        if (!ours || !am_source_parse(&source, file->path, file->bytes, &diagnosis))
            continue;
        add_source(collection, &source, is_file(file->path, lang, "classes.yaml"));
        am_source_dispose(&source);
    }
}

/* --- writing --- */

static int by_text(const void *a, const void *b)
{
    const struct seen *left = a, *right = b;

    return strcmp(left->text, right->text);
}

/* Twice the binary logarithm, rounded: of whole numbers, the same everywhere. */
static unsigned class_of(unsigned times)
{
    unsigned class = CLASS_ONCE;
    unsigned long long square = (unsigned long long)times * times * 2,
                       step = 4; /* between 2^c and 2^(c + 1) */

    if (times == 0)
        return CLASS_UNSEEN;
    for (; step <= square && class < AM_WORDS_CLASSES - 1; step *= 2)
        class ++;
    return class;
}

/* In how many words each letter stands. */
static void count_letters(const struct collection *collection, unsigned letters[AM_WORDS_CODES])
{
    for (size_t i = 0; i < collection->count; i++) {
        if (i > 0 && strcmp(collection->at[i].text, collection->at[i - 1].text) == 0)
            continue;

        const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)collection->at[i].text;
        utf8proc_int32_t cp;

        while (*at != 0) {
            at += utf8proc_iterate(at, -1, &cp);
            letters[cp]++;
        }
    }
}

static bool has_rare_letter(const char *word, const unsigned letters[AM_WORDS_CODES])
{
    const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)word;
    utf8proc_int32_t cp;

    while (*at != 0) {
        at += utf8proc_iterate(at, -1, &cp);
        if (letters[cp] < LETTER_LEAST)
            return true;
    }
    return false;
}

static bool write_words(struct collection *collection, const char *out)
{
    unsigned letters[AM_WORDS_CODES] = {0};
    char path[4096];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s.words", out,
             amends_engine_language_code(collection->engine, collection->lang));
    file = fopen(path, "w");
    if (file == NULL) {
        perror(path);
        return false;
    }
    qsort(collection->at, collection->count, sizeof *collection->at, by_text);
    count_letters(collection, letters);
    for (size_t i = 0; i < collection->count;) {
        const char *word = collection->at[i].text;
        unsigned times = 0;

        for (; i < collection->count && strcmp(collection->at[i].text, word) == 0; i++)
            times += collection->at[i].times;
        if (!has_rare_letter(word, letters))
            fprintf(file, "%u%s %s\n", class_of(times),
                    grave_word(collection->engine, collection->workspace, collection->lang, word) ? "!" : "",
                    word);
    }
    return fclose(file) == 0;
}

bool words_learn(const amends_engine *engine, const struct playbook_files *files, int lang,
                 const char *corpus, const char *out)
{
    const struct amends_allocator allocator = AMENDS_MALLOC;
    struct collection collection = {.engine = engine, .lang = lang};
    bool good = amends_workspace_new(engine, &allocator, 0, &collection.workspace) == AMENDS_OK &&
                add_corpus(&collection, corpus, "customers") && add_corpus(&collection, corpus, "replies");

    if (good)
        add_playbook(&collection, files);
    if (good && collection.scripts[AM_SCRIPT_HAN] <
                    collection.scripts[AM_SCRIPT_LATIN] + collection.scripts[AM_SCRIPT_CYRILLIC])
        good = write_words(&collection, out);
    else if (good)
        good = characters_write(&collection.characters, engine, collection.workspace, lang, out);
    characters_dispose(&collection.characters);
    for (size_t i = 0; i < collection.count; i++)
        free(collection.at[i].text);
    free(collection.at);
    amends_workspace_free(collection.workspace);
    return good;
}
