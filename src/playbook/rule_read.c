/* Reading rules from YAML. */
#include <stdlib.h>
#include <string.h>

#include "playbook/rules.h"

static const char *const rule_keys[] = {"id",          "signal",   "finding", "move",  "offer",    "mark",
                                        "patterns",    "unless",   "weight",  "anger", "negation", "quoted",
                                        "maskable",    "channels", "sources", "match", "no_match", "message",
                                        "suggestions", "part",     "remedy",  "off",   NULL};

struct am_rule_list *am_rule_list_new(void)
{
    return calloc(1, sizeof(struct am_rule_list));
}

void am_rule_list_free(struct am_rule_list *list)
{
    if (list == NULL)
        return;
    free(list->rules);
    free(list->texts);
    for (size_t i = 0; i < list->name_count; i++)
        free(list->names[i]);
    free(list->names);
    free(list);
}

struct am_rule_read *am_rule_list_add(struct am_book *book, struct am_rule_list *list,
                                      const struct am_source *source, const yaml_node_t *node,
                                      struct amends_view id)
{
    for (size_t i = 0; i < list->count; i++) {
        struct am_rule_read *rule = &list->rules[i];

        if (rule->id.len_bytes != id.len_bytes || memcmp(rule->id.bytes, id.bytes, id.len_bytes) != 0)
            continue;
        if (rule->overlay == source->overlay) {
            am_mistake_at(book->compile->diagnosis, source, node, "an id that is used once",
                          "the id \"%.*s\" stands twice (first in %s)", (int)id.len_bytes, id.bytes,
                          rule->source->path);
            return NULL;
        }
        *rule = (struct am_rule_read){.source = source, .node = node, .id = id, .overlay = source->overlay};
        return rule;
    }
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? list->capacity * 2 : 256;
        struct am_rule_read *rules = capacity > 65536 ? NULL : realloc(list->rules, capacity * sizeof *rules);

        if (rules == NULL) {
            book->failed = true;
            return NULL;
        }
        list->rules = rules;
        list->capacity = capacity;
    }
    list->rules[list->count] =
        (struct am_rule_read){.source = source, .node = node, .id = id, .overlay = source->overlay};
    return &list->rules[list->count++];
}

struct reading {
    struct am_book *book;
    struct am_rule_read *rule;
    bool good;
};

static const yaml_node_t *field(const struct reading *reading, const char *key)
{
    return am_node_get(reading->rule->source, reading->rule->node, key);
}

static void wrong(struct reading *reading, const yaml_node_t *node, const char *expected, const char *message)
{
    am_mistake_at(reading->book->compile->diagnosis, reading->rule->source,
                  node != NULL ? node : reading->rule->node, expected, "%s", message);
    reading->good = false;
}

/* Names of remedies in rules: `discount` is short for `discount_percent`. */
static int find_remedy(const char *name, unsigned long len_bytes)
{
    if (len_bytes == 8 && memcmp(name, "discount", 8) == 0)
        return AMENDS_REMEDY_DISCOUNT;
    return amends_remedy_find(name, len_bytes);
}

static void read_label(struct reading *reading)
{
    static const struct {
        const char *key;
        enum am_rule_kind kind;
        int (*find)(const char *name, unsigned long len_bytes);
    } kinds[] = {{"signal", AM_RULE_SIGNAL, amends_signal_find},
                 {"mark", AM_RULE_MARK, amends_mark_find},
                 {"finding", AM_RULE_FINDING, amends_finding_find},
                 {"move", AM_RULE_MOVE, amends_move_find},
                 {"offer", AM_RULE_OFFER, find_remedy}};
    unsigned named = 0;

    for (unsigned i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const yaml_node_t *node = field(reading, kinds[i].key);
        struct amends_view name = am_node_text(node);

        if (node == NULL)
            continue;
        named++;

        int label = name.bytes != NULL ? kinds[i].find(name.bytes, name.len_bytes) : -1;

        if (label < 0) {
            wrong(reading, node, "a name of LABELS.md (docs/design/playbook.md for marks and offers)",
                  "there is no label of this name");
            continue;
        }
        reading->rule->record.kind = (uint8_t)kinds[i].kind;
        reading->rule->record.label = (uint8_t)label;
    }
    if (named != 1)
        wrong(reading, NULL, "exactly one of signal, finding, move, offer, mark",
              "what does this rule show?");
}

static void read_int(struct reading *reading, const char *key, long min, long max, int16_t *out)
{
    const yaml_node_t *node = field(reading, key);
    long value;

    if (node == NULL)
        return;
    if (am_node_int(node, min, max, &value))
        *out = (int16_t)value;
    else
        wrong(reading, node, "a whole number from -1000 to 1000", "this number cannot be used");
}

static void read_void(struct reading *reading, const char *key, uint8_t *out)
{
    const yaml_node_t *node = field(reading, key);
    struct amends_view text = am_node_text(node);

    if (node == NULL)
        return;
    if (am_view_is(text, "void") || am_view_is(text, "keep"))
        *out = am_view_is(text, "void");
    else
        wrong(reading, node, "void or keep", "unknown word");
}

static void read_sources(struct reading *reading)
{
    static const char *const names[] = {"D0", "D1", "D2", "D3", "D4", "ours"};
    const yaml_node_t *list = field(reading, "sources");

    if (list == NULL || list->type != YAML_SEQUENCE_NODE || am_node_count(list) == 0) {
        wrong(reading, list, "sources: [D0] or [ours]", "a rule without a source");
        return;
    }
    for (size_t i = 0; i < am_node_count(list); i++) {
        const yaml_node_t *item = am_node_item(reading->rule->source, list, i);
        unsigned k = 0;

        while (k < 6 && !am_view_is(am_node_text(item), names[k]))
            k++;
        if (k == 6)
            wrong(reading, item, "D0, D1, D2, D3, D4 or ours", "unknown source");
        else
            reading->rule->record.sources |= UINT32_C(1) << k;
    }
}

bool am_read_channels(struct am_compile *compile, const struct am_source *source, const yaml_node_t *node,
                      uint8_t *channels)
{
    bool list = node != NULL && node->type == YAML_SEQUENCE_NODE;
    bool good = list || am_node_text(node).bytes != NULL;

    *channels = (1u << AMENDS_CHANNEL_COUNT) - 1;
    if (node == NULL)
        return true;
    *channels = 0;
    for (size_t i = 0; good && i < (list ? am_node_count(node) : 1); i++) {
        struct amends_view name = am_node_text(list ? am_node_item(source, node, i) : node);
        int channel = name.bytes != NULL ? amends_channel_find(name.bytes, name.len_bytes) : -1;

        if (channel >= 0)
            *channels |= (uint8_t)(1 << channel);
        else if (am_view_is(name, "spoken"))
            *channels |= 1 << AMENDS_CHANNEL_COUNTER | 1 << AMENDS_CHANNEL_PHONE;
        else if (am_view_is(name, "written"))
            *channels |= 1 << AMENDS_CHANNEL_CHAT | 1 << AMENDS_CHANNEL_EMAIL | 1 << AMENDS_CHANNEL_SOCIAL;
        else
            good = false;
    }
    if (!good || *channels == 0) {
        am_mistake_at(compile->diagnosis, source, node,
                      "a list of counter, phone, chat, email, social, spoken, written",
                      "these channels cannot be read");
        return false;
    }
    return true;
}

static void read_part(struct reading *reading)
{
    static const char *const parts[] = {"none", "all", "half", "third", "quarter"};
    const yaml_node_t *node = field(reading, "part");
    unsigned i = 0;

    if (node == NULL)
        return;
    while (i < 5 && !am_view_is(am_node_text(node), parts[i]))
        i++;
    if (i == 5 || reading->rule->record.kind != AM_RULE_OFFER)
        wrong(reading, node, "all, half, third or quarter, with `offer`", "this part cannot be used");
    else
        reading->rule->record.part = (uint8_t)i;
}

/* Which remedy a demand is for. */
static void read_remedy(struct reading *reading)
{
    const yaml_node_t *node = field(reading, "remedy");
    struct amends_view name = am_node_text(node);
    int remedy = name.bytes != NULL ? find_remedy(name.bytes, name.len_bytes) : -1;
    bool demand =
        reading->rule->record.kind == AM_RULE_SIGNAL && reading->rule->record.label == AMENDS_SIGNAL_DEMAND;

    if (node == NULL)
        return;
    if (remedy < 0 || !demand)
        wrong(reading, node, "a remedy's name, with `signal: demand`", "this remedy cannot be used");
    else
        reading->rule->record.remedy = (uint8_t)(remedy + 1);
}

static void read_message(struct reading *reading)
{
    const struct am_compile *compile = reading->book->compile;
    const yaml_node_t *node = field(reading, "message"), *suggestions = field(reading, "suggestions");
    struct amends_view key = am_node_text(node);
    bool finding = reading->rule->record.kind == AM_RULE_FINDING;

    reading->rule->record.message = -1;
    for (unsigned i = 0; i < compile->message_count; i++)
        if (key.bytes != NULL && compile->message_keys[i].len_bytes == key.len_bytes &&
            memcmp(compile->message_keys[i].bytes, key.bytes, key.len_bytes) == 0)
            reading->rule->record.message = (int32_t)i;
    reading->rule->record.excused_by = finding ? am_compile_excuses(compile, key) : 0;
    if (finding && reading->rule->record.message < 0)
        wrong(reading, node, "message: a key under `findings` of messages.yaml",
              node != NULL ? "there is no such message" : "a finding without a message");
    if (finding && am_node_count(suggestions) == 0)
        wrong(reading, suggestions, "suggestions: [\"…\"], at least one sentence",
              "a finding without a suggestion");
    for (size_t i = 0; i < am_node_count(suggestions); i++)
        if (am_node_text(am_node_item(reading->rule->source, suggestions, i)).len_bytes == 0)
            wrong(reading, suggestions, "a list of sentences", "these suggestions cannot be read");
    reading->rule->suggestion = am_node_text(am_node_item(reading->rule->source, suggestions, 0));
}

bool am_rule_read_examples(struct am_book *book, const struct am_rule_read *rule)
{
    static const char *const keys[] = {"match", "no_match"};
    bool good = true;

    for (unsigned i = 0; i < 2; i++) {
        const yaml_node_t *list = am_node_get(rule->source, rule->node, keys[i]);

        if (list == NULL || list->type != YAML_SEQUENCE_NODE || am_node_count(list) == 0) {
            am_mistake_at(book->compile->diagnosis, rule->source, list != NULL ? list : rule->node,
                          "match and no_match: at least one sentence each", "\"%.*s\" has no `%s`",
                          (int)rule->id.len_bytes, rule->id.bytes, keys[i]);
            good = false;
        }
    }
    return good;
}

static void check_id(struct reading *reading)
{
    const char *code = reading->book->compile->codes[reading->book->lang];
    struct amends_view id = reading->rule->id;
    size_t len = strlen(code);

    if (id.len_bytes < len + 2 || memcmp(id.bytes, code, len) != 0 || id.bytes[len] != '.' ||
        id.len_bytes > 120)
        wrong(reading, field(reading, "id"), "code.label.name, the code that of the folder",
              "this id cannot be used");
}

void am_rule_read_fields(struct am_book *book, struct am_rule_read *rule, enum am_rule_group group)
{
    struct reading reading = {book, rule, true};
    struct am_rule_record *record = &rule->record;
    unsigned mistakes = book->compile->diagnosis->count;

    *record = (struct am_rule_record){.weight = 100, .message = -1};
    am_node_keys(book->compile->diagnosis, rule->source, rule->node, rule_keys);
    check_id(&reading);
    read_label(&reading);
    if (!reading.good)
        return;

    struct am_label_default defaults = am_compile_label(book->compile, record->kind, record->label);

    record->anger = (int16_t)defaults.anger;
    record->negation_void = defaults.negation_void;
    record->quoted_void = defaults.quoted_void;
    record->groups =
        record->kind == AM_RULE_OFFER ? 1 << AM_GROUP_CUSTOMER | 1 << AM_GROUP_REPLY : (uint8_t)(1 << group);
    read_int(&reading, "weight", -1000, 1000, &record->weight);
    read_int(&reading, "anger", -1000, 1000, &record->anger);
    read_void(&reading, "negation", &record->negation_void);
    read_void(&reading, "quoted", &record->quoted_void);
    read_sources(&reading);
    if (rule->overlay)
        record->sources |= AM_SOURCE_SHOP;
    am_read_channels(book->compile, rule->source, field(&reading, "channels"), &record->channels);
    read_part(&reading);
    read_remedy(&reading);
    read_message(&reading);
    am_rule_read_examples(book, rule);
    rule->good = reading.good && book->compile->diagnosis->count == mistakes;
}
