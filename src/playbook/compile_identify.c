/*
 * The `identify` parts of all languages to AM_SECTION_IDENTIFY.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/text/identify.h"
#include "engine/text/language.h"
#include "engine/text/text.h"
#include "playbook/compile.h"

enum {
    TEXT_MAX = 256,
    FIRST_WORDS = 50,
    WEIGHT_FIRST = 12,
    WEIGHT_REST = 11,
    NEIGHBOUR_FIRST = 11,
    NEIGHBOUR_REST = 8
};

/* By length in characters, edges counted in. One letter is a sign of its own alphabet. */
static const uint8_t FRAGMENT_WEIGHTS[AM_FRAGMENT_LEN_MAX + 1] = {0, 3, 1, 2, 3, 3};
static const uint8_t NEIGHBOUR_WEIGHTS[AM_FRAGMENT_LEN_MAX + 1] = {0, 10, 2, 4, 5, 5};

struct item {
    uint64_t hash;
    struct am_identify_weight weight;
    uint32_t order;
};

struct identify_builder {
    struct am_compile *compile;
    const struct am_source *source;
    struct am_text_arena *arena;
    struct am_buffer items; /* struct item */
    struct am_identify_header header;
    char neighbours[AM_IDENTIFY_CLASSES_MAX][16];
};

static void add_item(struct identify_builder *builder, uint64_t hash, unsigned class, unsigned weight)
{
    struct item item = {.hash = hash == 0 ? 1 : hash,
                        .weight = {(uint8_t) class, (uint8_t)weight},
                        .order = (uint32_t)(builder->items.len_bytes / sizeof item)};
    unsigned bit = am_filter_bit(item.hash);

    builder->header.filter[bit / 32] |= UINT32_C(1) << bit % 32;
    am_buffer_add(&builder->items, &item, sizeof item);
}

/* Letters of a text after normalising; false when it is no single word. */
static bool letters_of(struct identify_builder *builder, struct amends_view text, struct am_token *token)
{
    struct am_text scanned;

    if (am_text_scan(builder->arena, text, &scanned) != AMENDS_OK || scanned.token_count == 0)
        return false;
    *token = scanned.tokens[0];
    for (uint32_t i = 1; i < scanned.token_count; i++) {
        /* Han characters in a row are one fragment. */
        if (scanned.tokens[i].kind != AM_TOKEN_HAN || scanned.tokens[i].norm != token->norm + token->norm_len)
            return false;
        token->norm_len++;
    }
    return true;
}

static void add_word(struct identify_builder *builder, const yaml_node_t *node, unsigned class,
                     unsigned weight)
{
    struct am_token token;
    uint64_t hash = AM_HASH_START;

    if (!letters_of(builder, am_node_text(node), &token)) {
        am_mistake_at(builder->compile->diagnosis, builder->source, node, "one word", "not a word");
        return;
    }
    for (unsigned i = 0; i < token.norm_len; i++)
        hash = am_hash_step(hash, token.norm[i]);
    add_item(builder, am_hash_end(hash), class, weight);
}

static void add_fragment(struct identify_builder *builder, const yaml_node_t *node, struct amends_view text,
                         bool begins, bool ends, unsigned class, const uint8_t *weights)
{
    struct am_token token;
    uint64_t hash = AM_HASH_START;
    unsigned len = begins + ends;

    if (!letters_of(builder, text, &token) || token.norm_len + len > AM_FRAGMENT_LEN_MAX) {
        am_mistake_at(builder->compile->diagnosis, builder->source, node,
                      "one to five letters, ^ and $ (or hyphens) counted in", "not a fragment");
        return;
    }
    if (begins)
        hash = am_hash_step(hash, AM_FRAGMENT_EDGE);
    for (unsigned i = 0; i < token.norm_len; i++)
        hash = am_hash_step(hash, token.norm[i]);
    if (ends)
        hash = am_hash_step(hash, AM_FRAGMENT_EDGE);
    len += token.norm_len;
    builder->header.lengths |= UINT32_C(1) << len;
    add_item(builder, am_hash_end(am_hash_step(hash, AM_FRAGMENT_MARK)), class, weights[len]);
}

static void read_fragments(struct identify_builder *builder, const yaml_node_t *list, unsigned class)
{
    for (size_t i = 0; list != NULL && i < am_node_count(list); i++) {
        const yaml_node_t *node = am_node_item(builder->source, list, i);
        struct amends_view text = am_node_text(node);
        bool begins = text.len_bytes > 1 && text.bytes[0] == '^', ends;

        text.bytes += begins;
        text.len_bytes -= begins;
        ends = text.len_bytes > 1 && text.bytes[text.len_bytes - 1] == '$';
        text.len_bytes -= ends;
        add_fragment(builder, node, text, begins, ends, class, FRAGMENT_WEIGHTS);
    }
}

/* A neighbour's word, or with hyphens a fragment: "-ung", "ge-", "-õ-". */
static void read_neighbour_word(struct identify_builder *builder, const yaml_node_t *node, unsigned class,
                                size_t at)
{
    struct amends_view text = am_node_text(node);
    bool before = text.len_bytes > 1 && text.bytes[0] == '-', after;

    text.bytes += before;
    text.len_bytes -= before;
    after = text.len_bytes > 1 && text.bytes[text.len_bytes - 1] == '-';
    text.len_bytes -= after;
    if (before || after)
        add_fragment(builder, node, text, after && !before, before && !after, class, NEIGHBOUR_WEIGHTS);
    else
        add_word(builder, node, class, at < FIRST_WORDS ? NEIGHBOUR_FIRST : NEIGHBOUR_REST);
}

/* The class of a neighbour, made if need be; -1 when there are too many. */
static int neighbour_class(struct identify_builder *builder, const yaml_node_t *key, unsigned script)
{
    struct amends_view code = am_node_text(key);
    unsigned at = builder->header.language_count;

    if (code.len_bytes == 0 || code.len_bytes >= sizeof builder->neighbours[0]) {
        am_mistake_at(builder->compile->diagnosis, builder->source, key, "a language code",
                      "not a language code");
        return -1;
    }
    while (at < builder->header.class_count &&
           (strlen(builder->neighbours[at]) != code.len_bytes ||
            memcmp(builder->neighbours[at], code.bytes, code.len_bytes) != 0))
        at++;
    if (at == AM_IDENTIFY_CLASSES_MAX) {
        am_mistake_at(builder->compile->diagnosis, builder->source, key, NULL, "too many neighbours");
        return -1;
    }
    if (at == builder->header.class_count) {
        memcpy(builder->neighbours[at], code.bytes, code.len_bytes);
        builder->header.class_count++;
    }
    builder->header.script[at] = (uint8_t)script;
    return (int)at;
}

static void read_neighbours(struct identify_builder *builder, const yaml_node_t *map, unsigned script)
{
    const yaml_node_t *key, *list;

    for (size_t i = 0; map != NULL && am_node_pair(builder->source, map, i, &key, &list); i++) {
        int class = neighbour_class(builder, key, script);

        if (list->type != YAML_SEQUENCE_NODE) {
            am_mistake_at(builder->compile->diagnosis, builder->source, list, "a list of words",
                          "not a list");
            continue;
        }
        for (size_t n = 0; class >= 0 && n < am_node_count(list); n++)
            read_neighbour_word(builder, am_node_item(builder->source, list, n), (unsigned)class, n);
    }
}

static unsigned read_script(struct identify_builder *builder, const yaml_node_t *root)
{
    static const char *const NAMES[] = {"latin", "cyrillic", "han"};
    const yaml_node_t *node = am_node_get(builder->source, root, "script");
    struct amends_view name = am_node_text(node);

    for (unsigned i = 0; i < 3; i++)
        if (name.len_bytes == strlen(NAMES[i]) && memcmp(name.bytes, NAMES[i], name.len_bytes) == 0)
            return AM_SCRIPT_LATIN + i;
    if (node != NULL)
        am_mistake_at(builder->compile->diagnosis, builder->source, node, "latin, cyrillic or han",
                      "unknown script");
    return AM_SCRIPT_NONE;
}

static const yaml_node_t *typed(struct identify_builder *builder, const yaml_node_t *map, const char *key,
                                yaml_node_type_t type)
{
    const yaml_node_t *node = am_node_get(builder->source, map, key);

    if (node != NULL && node->type != type) {
        am_mistake_at(builder->compile->diagnosis, builder->source, node,
                      type == YAML_SEQUENCE_NODE ? "a list of words" : "keys and values",
                      "\"%s\" has the wrong form", key);
        return NULL;
    }
    return node;
}

static void read_file(struct identify_builder *builder, unsigned lang)
{
    static const char *const KEYS[] = {"words", "fragments", "not", NULL};
    const yaml_node_t *root = am_node_root(builder->source), *identify, *words;

    if (root == NULL || root->type != YAML_MAPPING_NODE)
        return; /* am_compile_language tells it */
    if (am_node_get(builder->source, root, "script") != NULL)
        builder->header.script[lang] = (uint8_t)read_script(builder, root);
    identify = typed(builder, root, "identify", YAML_MAPPING_NODE);
    if (identify == NULL)
        return;
    am_node_keys(builder->compile->diagnosis, builder->source, identify, KEYS);
    words = typed(builder, identify, "words", YAML_SEQUENCE_NODE);
    for (size_t i = 0; words != NULL && i < am_node_count(words); i++)
        add_word(builder, am_node_item(builder->source, words, i), lang,
                 i < FIRST_WORDS ? WEIGHT_FIRST : WEIGHT_REST);
    read_fragments(builder, typed(builder, identify, "fragments", YAML_SEQUENCE_NODE), lang);
    read_neighbours(builder, typed(builder, identify, "not", YAML_MAPPING_NODE),
                    builder->header.script[lang]);
}

static int by_hash(const void *a, const void *b)
{
    const struct item *x = a, *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    if (x->weight.class != y->weight.class)
        return x->weight.class < y->weight.class ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

/* Sorted items to slots and weights; a word that a class has twice counts once. */
static bool finish(struct identify_builder *builder, struct am_buffer *out)
{
    struct item *items = (struct item *)(void *)builder->items.bytes;
    size_t count = builder->items.len_bytes / sizeof *items;
    uint32_t slot_count = 16;

    while (slot_count < count * 2 + 1)
        slot_count *= 2;

    struct am_identify_slot *slots = calloc(slot_count, sizeof *slots);
    struct am_buffer weights = {0};

    if (slots == NULL || builder->items.failed) {
        free(slots);
        return false;
    }
    if (count > 0)
        qsort(items, count, sizeof *items, by_hash);
    for (size_t i = 0; i < count;) {
        uint32_t at = (uint32_t)items[i].hash & (slot_count - 1);
        uint64_t hash = items[i].hash;

        while (slots[at].hash != 0)
            at = (at + 1) & (slot_count - 1);
        slots[at] = (struct am_identify_slot){hash, builder->header.weight_count, 0};
        for (; i < count && items[i].hash == hash; i++) {
            if (slots[at].count > 0 && items[i - 1].weight.class == items[i].weight.class)
                continue;
            am_buffer_add(&weights, &items[i].weight, sizeof items[i].weight);
            slots[at].count++;
            builder->header.weight_count++;
        }
    }
    builder->header.slot_count = slot_count;
    am_buffer_add(out, &builder->header, sizeof builder->header);
    am_buffer_add(out, slots, slot_count * sizeof *slots);
    am_buffer_add(out, weights.bytes, weights.len_bytes);
    free(slots);
    am_buffer_dispose(&weights);
    return !out->failed;
}

void am_compile_identify(struct am_compile *compile)
{
    struct identify_builder builder = {.compile = compile,
                                       .header = {.magic = AM_IDENTIFY_MAGIC,
                                                  .language_count = (uint16_t)compile->language_count,
                                                  .class_count = (uint16_t)compile->language_count}};
    void *memory = malloc(am_text_arena_size(TEXT_MAX));
    struct am_buffer section = {0};

    if (memory == NULL)
        return;
    builder.arena = am_text_arena_init(memory, TEXT_MAX);
    for (unsigned lang = 0; lang < compile->language_count; lang++) {
        char path[64];

        snprintf(path, sizeof path, "lang/%s/language.yaml", compile->codes[lang]);
        for (size_t i = 0; i < compile->source_count; i++) {
            builder.source = &compile->sources[i];
            if (strcmp(builder.source->path, path) == 0)
                read_file(&builder, lang);
        }
    }
    if (finish(&builder, &section))
        am_pack_add(&compile->pack, AM_SECTION_IDENTIFY, AM_IMAGE_LANG_ALL, &section);
    else
        am_buffer_dispose(&section);
    am_buffer_dispose(&builder.items);
    free(memory);
}
