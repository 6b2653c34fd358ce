/* topics.yaml: rules that show a topic, and its facts and causes. */
#include <stdlib.h>
#include <string.h>

#include "playbook/rules.h"

static const char *const topic_keys[] = {"id",     "patterns", "unless",   "match",  "no_match", "facts",
                                         "causes", "sources",  "negation", "quoted", "off",      NULL};

static int topic_index(struct am_rule_list *list, struct amends_view id, bool add)
{
    for (unsigned i = 0; i < list->topic_count; i++)
        if (list->topics[i].len_bytes == id.len_bytes &&
            memcmp(list->topics[i].bytes, id.bytes, id.len_bytes) == 0)
            return (int)i;
    if (!add || list->topic_count == sizeof list->topics / sizeof *list->topics)
        return -1;
    list->topics[list->topic_count] = id;
    return (int)list->topic_count++;
}

static void wrong(struct am_book *book, const struct am_source *source, const yaml_node_t *node,
                  const char *expected, const char *message)
{
    am_mistake_at(book->compile->diagnosis, source, node, expected, "%s", message);
}

static void read_texts(struct am_book *book, struct am_rule_list *list, const struct am_source *source,
                       const yaml_node_t *texts, unsigned topic)
{
    static const char *const keys[] = {"text", "source", NULL};

    if (texts == NULL)
        return;
    if (texts->type != YAML_SEQUENCE_NODE) {
        wrong(book, source, texts, "- {text: \"…\", source: D1}", "this is no list");
        return;
    }
    for (size_t i = 0; i < am_node_count(texts); i++) {
        const yaml_node_t *item = am_node_item(source, texts, i);
        struct amends_view text = am_node_text(am_node_get(source, item, "text"));

        if (text.len_bytes == 0 || am_node_text(am_node_get(source, item, "source")).len_bytes == 0) {
            wrong(book, source, item, "{text: \"…\", source: D1}", "a text or its source is missing");
            continue;
        }
        am_node_keys(book->compile->diagnosis, source, item, keys);

        struct am_topic_text *grown = realloc(list->texts, (list->text_count + 1) * sizeof *grown);

        if (grown == NULL) {
            book->failed = true;
            return;
        }
        list->texts = grown;
        list->texts[list->text_count++] = (struct am_topic_text){text, topic, source->overlay};
    }
}

static void read_topic(struct am_book *book, struct am_rule_list *list, const struct am_source *source,
                       const yaml_node_t *item)
{
    struct amends_view id = am_node_text(am_node_get(source, item, "id"));
    bool off = false, known;
    int topic;

    if (id.len_bytes == 0 || id.len_bytes > 40) {
        wrong(book, source, item, "id: product", "a topic without an id");
        return;
    }
    am_node_keys(book->compile->diagnosis, source, item, topic_keys);
    am_node_bool(am_node_get(source, item, "off"), &off);
    known = topic_index(list, id, false) >= 0;
    topic = topic_index(list, id, true);
    if (topic < 0) {
        wrong(book, source, item, "at most 32 topics", "too many topics");
        return;
    }
    read_texts(book, list, source, am_node_get(source, item, "facts"), (unsigned)topic);
    read_texts(book, list, source, am_node_get(source, item, "causes"), (unsigned)topic);
    if (known && source->overlay && !off && am_node_get(source, item, "patterns") == NULL)
        return;

    struct am_rule_read *rule = am_rule_list_add(book, list, source, item, id);

    if (rule == NULL)
        return;
    rule->off = off;
    rule->record = (struct am_rule_record){.kind = AM_RULE_TOPIC,
                                           .label = (uint8_t)topic,
                                           .weight = 100,
                                           .message = -1,
                                           .channels = (1u << AMENDS_CHANNEL_COUNT) - 1,
                                           .groups = 1 << AM_GROUP_CUSTOMER};
    rule->good = off || am_rule_read_examples(book, rule);
}

void am_topics_read(struct am_book *book, struct am_rule_list *list)
{
    for (int layer = 0; layer < 2; layer++) {
        const struct am_source *source =
            am_compile_lang_source(book->compile, book->lang, "topics.yaml", layer == 1);
        const yaml_node_t *root = am_node_root(source);

        if (root == NULL)
            continue;
        if (root->type != YAML_SEQUENCE_NODE)
            wrong(book, source, root, "a list of topics: \"- id: …\"", "this is no list");
        for (size_t i = 0; root->type == YAML_SEQUENCE_NODE && i < am_node_count(root); i++)
            if (am_node_item(source, root, i) != NULL)
                read_topic(book, list, source, am_node_item(source, root, i));
    }
}

static struct am_string put(struct am_buffer *strings, struct amends_view text)
{
    return (struct am_string){(uint32_t)am_buffer_add(strings, text.bytes, text.len_bytes),
                              (uint32_t)text.len_bytes};
}

bool am_topics_build(const struct am_rule_list *list, struct am_buffer *out)
{
    struct am_topics_header header = {.version = AM_LAYOUT_VERSION};
    struct am_buffer topics = {0}, texts = {0}, strings = {0};

    for (unsigned i = 0; i < list->topic_count; i++) {
        struct am_topic_record record = {.id = put(&strings, list->topics[i]),
                                         .first = (uint32_t)(texts.len_bytes / sizeof(struct am_string))};

        /* What a shop says of its own comes before what holds for any shop. */
        for (size_t k = 0; k < 2 * list->text_count; k++) {
            const struct am_topic_text *from = &list->texts[k < list->text_count ? k : k - list->text_count];

            if (from->topic == i && from->overlay == (k < list->text_count)) {
                struct am_string text = put(&strings, from->text);

                am_buffer_add(&texts, &text, sizeof text);
                record.count++;
            }
        }
        am_buffer_add(&topics, &record, sizeof record);
    }
    am_buffer_add(out, &header, sizeof header);
    am_buffer_append_table(out, &topics, sizeof(struct am_topic_record), &header.topics);
    am_buffer_append_table(out, &texts, sizeof(struct am_string), &header.texts);
    am_buffer_append_table(out, &strings, 1, &header.strings);
    if (out->failed)
        return false;
    memcpy(out->bytes, &header, sizeof header);
    return true;
}
