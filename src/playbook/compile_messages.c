/* messages.yaml: AM_SECTION_MESSAGES. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/playbook/layout.h"
#include "playbook/book.h"

static int compare_views(const void *a, const void *b)
{
    const struct amends_view *x = a, *y = b;
    size_t shorter = x->len_bytes < y->len_bytes ? x->len_bytes : y->len_bytes;
    int order = memcmp(x->bytes, y->bytes, shorter);

    return order != 0 ? order : (x->len_bytes > y->len_bytes) - (x->len_bytes < y->len_bytes);
}

static bool add_key(struct am_compile *compile, struct amends_view key)
{
    for (unsigned i = 0; i < compile->message_count; i++)
        if (compare_views(&compile->message_keys[i], &key) == 0)
            return true;
    if (compile->message_count == sizeof compile->message_keys / sizeof *compile->message_keys)
        return false;
    compile->message_keys[compile->message_count++] = key;
    return true;
}

void am_compile_message_keys(struct am_compile *compile)
{
    for (unsigned lang = 0; lang < compile->language_count; lang++)
        for (int layer = 0; layer < 2; layer++) {
            const struct am_source *source =
                am_compile_lang_source(compile, (int)lang, "messages.yaml", layer == 1);
            const yaml_node_t *findings = am_node_get(source, am_node_root(source), "findings"), *key, *value;

            for (size_t i = 0; am_node_pair(source, findings, i, &key, &value); i++)
                if (!add_key(compile, am_node_text(key)))
                    am_mistake_at(compile->diagnosis, source, key, "at most 256 keys", "too many messages");
        }
    if (compile->message_count > 0)
        qsort(compile->message_keys, compile->message_count, sizeof *compile->message_keys, compare_views);
}

struct words {
    struct am_compile *compile;
    int lang;
    struct am_buffer words, strings; /* struct am_word_record */
};

static struct am_string put(struct am_buffer *strings, struct amends_view text)
{
    return (struct am_string){(uint32_t)am_buffer_add(strings, text.bytes, text.len_bytes),
                              (uint32_t)text.len_bytes};
}

static const struct am_word_record *find_word(const struct words *words, const char *path)
{
    const struct am_word_record *records = (const void *)words->words.bytes;
    size_t count = words->words.len_bytes / sizeof *records;
    uint64_t hash = am_hash_path(path, strlen(path));

    for (size_t i = 0; i < count; i++)
        if (records[i].hash == hash)
            return &records[i];
    return NULL;
}

/* Every text below a map, under its dotted path; a later layer replaces. */
static void add_words(struct words *words, const struct am_source *source, const yaml_node_t *map,
                      const char *prefix)
{
    const yaml_node_t *key, *value;

    for (size_t i = 0; am_node_pair(source, map, i, &key, &value); i++) {
        char path[256];
        struct amends_view name = am_node_text(key);
        int len = snprintf(path, sizeof path, "%s.%.*s", prefix,
                           (int)(name.len_bytes < 200 ? name.len_bytes : 200), name.bytes);

        if (len >= (int)sizeof path || name.len_bytes > 100) {
            am_mistake_at(words->compile->diagnosis, source, key, "a shorter key", "this key is too long");
        } else if (value->type == YAML_MAPPING_NODE) {
            add_words(words, source, value, path);
        } else if (value->type != YAML_SCALAR_NODE || am_node_text(value).len_bytes == 0) {
            am_mistake_at(words->compile->diagnosis, source, value, "a text", "a word without text");
        } else {
            struct am_word_record *old = (struct am_word_record *)find_word(words, path);
            struct am_word_record record = {am_hash_path(path, (uint64_t)len),
                                            put(&words->strings, am_node_text(value))};

            if (old != NULL)
                *old = record;
            else
                am_buffer_add(&words->words, &record, sizeof record);
        }
    }
}

static int compare_words(const void *a, const void *b)
{
    const struct am_word_record *x = a, *y = b;

    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

/* Every label has a name, every act that is done an instruction. */
static void check_words(struct words *words, const struct am_source *source)
{
    static const struct {
        const char *group;
        int count;
        const char *(*name)(int);
    } groups[] = {{"names.acts", AMENDS_ACT_COUNT, amends_act_name},
                  {"names.signals", AMENDS_SIGNAL_COUNT, amends_signal_name},
                  {"names.findings", AMENDS_FINDING_COUNT, amends_finding_name},
                  {"names.moves", AMENDS_MOVE_COUNT, amends_move_name},
                  {"names.observations", AMENDS_OBSERVED_COUNT, amends_observation_name},
                  {"names.outcomes", AMENDS_OUTCOME_COUNT, amends_outcome_name},
                  {"names.levels", AMENDS_LEVEL_COUNT, amends_level_name},
                  {"learned", AMENDS_FINDING_COUNT, amends_finding_name},
                  {"instructions", AMENDS_ACT_COUNT, amends_act_name}};

    for (unsigned i = 0; i < sizeof groups / sizeof *groups; i++)
        for (int k = 0; k < groups[i].count; k++) {
            char path[128], other[160], message[160];

            snprintf(path, sizeof path, "%s.%s", groups[i].group, groups[i].name(k));
            snprintf(other, sizeof other, "%s.default", path);
            snprintf(message, sizeof message, "%s.message", path);
            if (find_word(words, path) == NULL && find_word(words, other) == NULL &&
                find_word(words, message) == NULL)
                am_mistake_at(words->compile->diagnosis, source, NULL, path, "the key \"%s\" is missing",
                              path);
        }
}

/* What the other languages have, this one has too. */
static void check_beside(struct words *words, const struct am_source *source, const struct words *others)
{
    const struct am_source *other =
        am_compile_lang_source(words->compile, others->lang, "messages.yaml", false);
    const yaml_node_t *map = am_node_get(other, am_node_root(other), "screen"), *key, *value;

    for (size_t i = 0; am_node_pair(other, map, i, &key, &value); i++) {
        char path[256];

        snprintf(path, sizeof path, "screen.%.*s", (int)(am_node_text(key).len_bytes % 200),
                 am_node_text(key).bytes);
        if (value->type == YAML_SCALAR_NODE && find_word(words, path) == NULL)
            am_mistake_at(words->compile->diagnosis, source,
                          am_node_get(source, am_node_root(source), "screen"), path,
                          "the key \"%s\" of %s is missing", path, words->compile->codes[others->lang]);
    }
}

static void add_messages(struct words *words, const struct am_source *const sources[2],
                         struct am_buffer *messages)
{
    static const char *const keys[] = {"message", "reason", NULL};
    struct am_compile *compile = words->compile;

    for (unsigned i = 0; i < compile->message_count; i++) {
        char name[128];
        struct am_message_record record = {0};
        bool found = false;

        snprintf(name, sizeof name, "%.*s", (int)compile->message_keys[i].len_bytes,
                 compile->message_keys[i].bytes);
        for (int layer = 0; layer < 2; layer++) {
            const struct am_source *source = sources[layer];
            const yaml_node_t *entry =
                am_node_get(source, am_node_get(source, am_node_root(source), "findings"), name);
            struct amends_view message = am_node_text(am_node_get(source, entry, "message"));
            struct amends_view reason = am_node_text(am_node_get(source, entry, "reason"));

            if (entry == NULL)
                continue;
            am_node_keys(compile->diagnosis, source, entry, keys);
            if (message.len_bytes == 0 || reason.len_bytes == 0)
                am_mistake_at(compile->diagnosis, source, entry, "{message: \"…\", reason: \"…\"}",
                              "a message or its reason is missing");
            record = (struct am_message_record){put(&words->strings, message), put(&words->strings, reason)};
            found = true;
        }
        if (!found && sources[0] != NULL)
            am_mistake_at(compile->diagnosis, sources[0], NULL, name, "the message \"%s\" is missing", name);
        am_buffer_add(messages, &record, sizeof record);
    }
}

static void build(struct words *words, struct am_buffer *messages)
{
    struct am_messages_header header = {.version = AM_LAYOUT_VERSION};
    struct am_buffer out = {0};

    if (words->words.len_bytes > 0)
        qsort(words->words.bytes, words->words.len_bytes / sizeof(struct am_word_record),
              sizeof(struct am_word_record), compare_words);
    am_buffer_add(&out, &header, sizeof header);
    am_buffer_append_table(&out, &words->words, sizeof(struct am_word_record), &header.words);
    am_buffer_append_table(&out, messages, sizeof(struct am_message_record), &header.messages);
    am_buffer_append_table(&out, &words->strings, 1, &header.strings);
    if (!out.failed)
        memcpy(out.bytes, &header, sizeof header);
    am_pack_add(&words->compile->pack, AM_SECTION_MESSAGES, (unsigned)words->lang, &out);
}

void am_compile_messages(struct am_compile *compile, int lang)
{
    static const char *const keys[] = {"findings", "learned", "names", "instructions", "screen", NULL};
    static const char *const groups[] = {"learned", "names", "instructions", "screen"};
    struct words words = {.compile = compile, .lang = lang};
    struct am_buffer messages = {0};
    const struct am_source *sources[2];

    for (int layer = 0; layer < 2; layer++) {
        const struct am_source *source = am_compile_lang_source(compile, lang, "messages.yaml", layer == 1);

        sources[layer] = source;
        if (source == NULL)
            continue;
        am_node_keys(compile->diagnosis, source, am_node_root(source), keys);
        for (unsigned i = 0; i < sizeof groups / sizeof *groups; i++)
            add_words(&words, source, am_node_get(source, am_node_root(source), groups[i]), groups[i]);
    }
    if (sources[0] != NULL) {
        check_words(&words, sources[0]);
        for (unsigned other = 0; other < compile->language_count; other++)
            if ((int)other != lang) {
                struct words others = {.compile = compile, .lang = (int)other};

                check_beside(&words, sources[0], &others);
            }
    }
    add_messages(&words, sources, &messages);
    build(&words, &messages);
}
