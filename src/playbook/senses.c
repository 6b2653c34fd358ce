/* senses.yaml: what words are about (food, waiting, money back …). The model reads them beside the words
 * themselves, so that it knows again what it learned of other words of the same sense. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "playbook/rules.h"

/* Which group of people is spoken of must not matter; nor what a customer says they are, nor anybody's name.
 */
static const char alike[] = "group_people", self[] = "speaker_is", called[] = "person_name";

static enum am_sense_kind kind_of(struct amends_view name)
{
    if (am_view_is(name, alike))
        return AM_SENSE_ALIKE;
    if (am_view_is(name, called))
        return AM_SENSE_NAME;
    return am_view_is(name, self) ? AM_SENSE_SELF : AM_SENSE_PLAIN;
}

/* A sense's id is its name behind "sense.", the same in every language. */
static struct amends_view sense_id(struct am_rule_list *list, struct amends_view name)
{
    enum { ID_MAX = 64 };
    char **grown = realloc(list->names, (list->name_count + 1) * sizeof *grown);
    char *id = malloc(ID_MAX);

    if (grown != NULL)
        list->names = grown;
    if (grown == NULL || id == NULL) {
        free(id);
        return (struct amends_view){NULL, 0};
    }
    list->names[list->name_count++] = id;
    return (struct amends_view){id,
                                (size_t)snprintf(id, ID_MAX, "sense.%.*s", (int)name.len_bytes, name.bytes)};
}

static void read_sense(struct am_book *book, struct am_rule_list *list, const struct am_source *source,
                       const yaml_node_t *key, const yaml_node_t *pattern)
{
    struct amends_view name = am_node_text(key), id;

    if (name.len_bytes == 0 || name.len_bytes > 40 || am_node_text(pattern).len_bytes == 0) {
        am_mistake_at(book->compile->diagnosis, source, key, "food: \"(soup|bread|…)\"",
                      "this is no sense with a pattern");
        return;
    }
    id = sense_id(list, name);
    if (id.bytes == NULL) {
        book->failed = true;
        return;
    }

    struct am_rule_read *rule = am_rule_list_add(book, list, source, pattern, id);

    if (rule == NULL)
        return;
    rule->good = true;
    rule->record = (struct am_rule_record){.kind = AM_RULE_SENSE,
                                           .label = (uint8_t)kind_of(name),
                                           .message = -1,
                                           .channels = (1u << AMENDS_CHANNEL_COUNT) - 1,
                                           .groups = 1 << AM_GROUP_CUSTOMER | 1 << AM_GROUP_REPLY};
}

void am_senses_read(struct am_book *book, struct am_rule_list *list)
{
    for (int layer = 0; layer < 2; layer++) {
        const struct am_source *source =
            am_compile_lang_source(book->compile, book->lang, "senses.yaml", layer == 1);
        const yaml_node_t *key, *value;

        for (size_t i = 0; source != NULL && am_node_pair(source, am_node_root(source), i, &key, &value); i++)
            read_sense(book, list, source, key, value);
    }
}
