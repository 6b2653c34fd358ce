/* phrases.yaml: AM_SECTION_PHRASES. */
#include <stdlib.h>
#include <string.h>

#include "engine/playbook/layout.h"
#include "playbook/rules.h"

/* Acts that are said; the others are done and have an instruction. */
static const int spoken[] = {AMENDS_ACT_APOLOGISE,
                             AMENDS_ACT_EMPATHISE,
                             AMENDS_ACT_EMPATHISE_MORE,
                             AMENDS_ACT_TEAM_UP,
                             AMENDS_ACT_ASK,
                             AMENDS_ACT_EXPLAIN,
                             AMENDS_ACT_SOLVE,
                             AMENDS_ACT_OFFER_ALTERNATIVES,
                             AMENDS_ACT_CHECK_FIRST,
                             AMENDS_ACT_CALL_SUPERVISOR,
                             AMENDS_ACT_WAIT_CARE,
                             AMENDS_ACT_SET_BOUNDARY,
                             AMENDS_ACT_END_SERVICE,
                             AMENDS_ACT_THANK,
                             AMENDS_ACT_GOODWILL,
                             AMENDS_ACT_FOLLOW_UP};

struct phrases {
    struct am_compile *compile;
    int act;
    struct am_buffer list, strings; /* struct am_phrase_record of one act at a time */
    size_t of_act;                  /* where this act's begin in `list`, in bytes */
};

static void wrong(struct phrases *phrases, const struct am_source *source, const yaml_node_t *node,
                  const char *expected, const char *message)
{
    am_mistake_at(phrases->compile->diagnosis, source, node, expected, "%s", message);
}

static void read_needs(struct phrases *phrases, const struct am_source *source, const yaml_node_t *node,
                       uint16_t *needs)
{
    for (size_t i = 0; node != NULL && i < am_node_count(node); i++) {
        struct amends_view name = am_node_text(am_node_item(source, node, i));
        int remedy = am_view_is(name, "discount") ? AMENDS_REMEDY_DISCOUNT
                     : name.bytes != NULL         ? amends_remedy_find(name.bytes, name.len_bytes)
                                                  : -1;

        if (remedy < 0)
            wrong(phrases, source, node, "a list of refund, voucher, free_item, discount, exchange, …",
                  "unknown remedy");
        else
            *needs |= (uint16_t)(1u << remedy);
    }
}

/* The only slot is {emergency_number}. */
static bool slots_fit(struct amends_view text)
{
    static const char slot[] = "{emergency_number}";

    for (size_t i = 0; i < text.len_bytes; i++) {
        if (text.bytes[i] == '}')
            return false;
        if (text.bytes[i] != '{')
            continue;
        if (text.len_bytes - i < sizeof slot - 1 || memcmp(text.bytes + i, slot, sizeof slot - 1) != 0)
            return false;
        i += sizeof slot - 2;
    }
    return true;
}

static void read_phrase(struct phrases *phrases, const struct am_source *source, const yaml_node_t *node,
                        bool formal)
{
    static const char *const keys[] = {"text", "channels", "needs", "level", NULL};
    bool map = node->type == YAML_MAPPING_NODE;
    struct amends_view text = am_node_text(map ? am_node_get(source, node, "text") : node);
    struct am_phrase_record record = {.formal = formal};
    const yaml_node_t *level_node = map ? am_node_get(source, node, "level") : NULL;
    long level = 0;

    if (map)
        am_node_keys(phrases->compile->diagnosis, source, node, keys);
    if (text.len_bytes == 0 || text.len_bytes > 1000 || !slots_fit(text)) {
        wrong(phrases, source, node, "a sentence; the only slot is {emergency_number}",
              "this phrase cannot be used");
        return;
    }
    if ((level_node != NULL) != (phrases->act == AMENDS_ACT_EMPATHISE_MORE) ||
        (level_node != NULL && !am_node_int(level_node, 1, 3, &level)))
        wrong(phrases, source, node, "level: 1, 2 or 3, with each phrase of empathise_more and no other",
              "the level of this phrase");
    record.level = (uint8_t)level;
    am_read_channels(phrases->compile, source, map ? am_node_get(source, node, "channels") : NULL,
                     &record.channels);
    read_needs(phrases, source, map ? am_node_get(source, node, "needs") : NULL, &record.needs);
    record.text.offset = (uint32_t)am_buffer_add(&phrases->strings, text.bytes, text.len_bytes);
    record.text.len = (uint32_t)text.len_bytes;
    am_buffer_add(&phrases->list, &record, sizeof record);
}

/* Takes away the phrases of this act and register: the overlay brings its own. */
static void drop_register(struct phrases *phrases, bool formal)
{
    if (phrases->list.bytes == NULL)
        return;

    struct am_phrase_record *records = (void *)(phrases->list.bytes + phrases->of_act);
    size_t count = (phrases->list.len_bytes - phrases->of_act) / sizeof *records, kept = 0;

    for (size_t i = 0; i < count; i++)
        if ((records[i].formal != 0) != formal)
            records[kept++] = records[i];
    phrases->list.len_bytes = phrases->of_act + kept * sizeof *records;
}

static void read_register(struct phrases *phrases, const struct am_source *source, const yaml_node_t *list,
                          bool formal)
{
    if (list == NULL)
        return;
    if (list->type != YAML_SEQUENCE_NODE) {
        wrong(phrases, source, list, "a list of phrases", "this is no list");
        return;
    }
    for (size_t i = 0; i < am_node_count(list); i++)
        if (am_node_item(source, list, i) != NULL)
            read_phrase(phrases, source, am_node_item(source, list, i), formal);
}

static void read_act(struct phrases *phrases, const struct am_source *source, const yaml_node_t *entry)
{
    static const char *const keys[] = {"everyday", "formal", "add", NULL};
    static const char *const registers[] = {"everyday", "formal"};
    const yaml_node_t *add = am_node_get(source, entry, "add");

    if (entry == NULL)
        return;
    am_node_keys(phrases->compile->diagnosis, source, entry, keys);
    if (add != NULL && !source->overlay)
        wrong(phrases, source, add, "everyday and formal (`add` is for an overlay)", "nothing to add to");
    for (unsigned i = 0; i < 2; i++) {
        const yaml_node_t *list = am_node_get(source, entry, registers[i]);

        if (list != NULL && source->overlay)
            drop_register(phrases, i == 1);
        read_register(phrases, source, list, i == 1);
        if (add != NULL)
            read_register(phrases, source, am_node_get(source, add, registers[i]), i == 1);
    }
}

/* Enough of each: METHOD.md rule 5 asks for another phrase each time. */
static void check_counts(struct phrases *phrases, const struct am_source *source, const yaml_node_t *entry)
{
    const struct am_phrase_record *records =
        phrases->list.bytes ? (const void *)(phrases->list.bytes + phrases->of_act) : NULL;
    size_t count = records ? (phrases->list.len_bytes - phrases->of_act) / sizeof *records : 0;
    unsigned formal = 0, everyday = 0, free_ones = 0, levels[4] = {0};
    const char *name = amends_act_name(phrases->act);

    for (size_t i = 0; i < count; i++) {
        formal += records[i].formal;
        everyday += !records[i].formal;
        free_ones += records[i].needs == 0;
        levels[records[i].level]++;
    }
    if (everyday < 6 || formal < 3)
        am_mistake_at(phrases->compile->diagnosis, source, entry,
                      "at least six everyday and three formal phrases",
                      "\"%s\" has %u everyday and %u formal", name, everyday, formal);
    if (free_ones < 3)
        am_mistake_at(phrases->compile->diagnosis, source, entry, "at least three phrases that need nothing",
                      "\"%s\" has %u of them", name, free_ones);
    for (unsigned i = 1; i <= 3 && phrases->act == AMENDS_ACT_EMPATHISE_MORE; i++)
        if (levels[i] < 3)
            am_mistake_at(phrases->compile->diagnosis, source, entry,
                          "at least three phrases of each level 1, 2 and 3", "\"%s\" has %u of level %u",
                          name, levels[i], i);
}

static void check_acts(struct phrases *phrases, const struct am_source *source)
{
    const yaml_node_t *key, *value;

    for (size_t i = 0; am_node_pair(source, am_node_root(source), i, &key, &value); i++) {
        struct amends_view name = am_node_text(key);
        int act = amends_act_find(name.bytes, name.len_bytes);
        bool said = false;

        for (unsigned k = 0; k < sizeof spoken / sizeof *spoken; k++)
            said = said || spoken[k] == act;
        if (!said)
            wrong(phrases, source, key, "an act that is said (docs/design/playbook.md, phrases.yaml)",
                  "no phrases belong here");
    }
}

static bool is_spoken(int act)
{
    for (unsigned i = 0; i < sizeof spoken / sizeof *spoken; i++)
        if (spoken[i] == act)
            return true;
    return false;
}

void am_compile_phrases(struct am_compile *compile, int lang)
{
    struct phrases phrases = {.compile = compile};
    struct am_phrases_header header = {.version = AM_LAYOUT_VERSION};
    struct am_buffer out = {0}, acts = {0};
    const struct am_source *layers[2];

    for (int layer = 0; layer < 2; layer++)
        if ((layers[layer] = am_compile_lang_source(compile, lang, "phrases.yaml", layer == 1)) != NULL)
            check_acts(&phrases, layers[layer]);
    for (int act = 0; act <= AMENDS_ACT_COUNT; act++) {
        uint32_t first = (uint32_t)(phrases.list.len_bytes / sizeof(struct am_phrase_record));

        am_buffer_add(&acts, &first, sizeof first);
        phrases.of_act = phrases.list.len_bytes;
        phrases.act = act;
        if (act == AMENDS_ACT_COUNT || !is_spoken(act))
            continue;
        for (int layer = 0; layer < 2; layer++)
            if (layers[layer] != NULL)
                read_act(&phrases, layers[layer],
                         am_node_get(layers[layer], am_node_root(layers[layer]), amends_act_name(act)));
        if (layers[0] != NULL)
            check_counts(&phrases, layers[0],
                         am_node_get(layers[0], am_node_root(layers[0]), amends_act_name(act)));
    }
    am_buffer_add(&out, &header, sizeof header);
    am_buffer_append_table(&out, &acts, sizeof(uint32_t), &header.acts);
    am_buffer_append_table(&out, &phrases.list, sizeof(struct am_phrase_record), &header.phrases);
    am_buffer_append_table(&out, &phrases.strings, 1, &header.strings);
    if (!out.failed)
        memcpy(out.bytes, &header, sizeof header);
    am_pack_add(&compile->pack, AM_SECTION_PHRASES, (unsigned)lang, &out);
}
