/*
 * The rules of one language as they were read, before and beside their compiled form. Inside src/playbook
 * only.
 */
#ifndef AM_RULE_LIST_H
#define AM_RULE_LIST_H

#include "playbook/book.h"

struct am_rule_read {
    const struct am_source *source;
    const yaml_node_t *node;
    struct amends_view id;
    struct am_rule_record record;
    struct amends_view suggestion;
    bool off, overlay;
    bool good;       /* read without a mistake and compiled */
    unsigned number; /* in the compiled section */
};

struct am_topic_text {
    struct amends_view text;
    unsigned topic;
    bool overlay;
};

struct am_rule_list {
    struct am_rule_read *rules;
    size_t count, capacity;
    struct amends_view topics[32];
    unsigned topic_count;
    struct am_topic_text *texts; /* facts and causes */
    size_t text_count;
    char **names; /* ids that are made here, not read */
    size_t name_count;
};

struct am_rule_list *am_rule_list_new(void);
void am_rule_list_free(struct am_rule_list *list);
/* Adds a rule of this id, or replaces the one of the layer below; NULL when it stands twice (told) or memory
 * ran out. */
struct am_rule_read *am_rule_list_add(struct am_book *book, struct am_rule_list *list,
                                      const struct am_source *source, const yaml_node_t *node,
                                      struct amends_view id);

/* Reads a rule of signals/ or review/: everything but its patterns. */
void am_rule_read_fields(struct am_book *book, struct am_rule_read *rule, enum am_rule_group group);
/* Checks that both kinds of examples and sources are there, for rules and topics. */
bool am_rule_read_examples(struct am_book *book, const struct am_rule_read *rule);
/* The channels of a list ("spoken", "written" included) as bits; `missing` where there is none. Mistakes are
 * told. */
bool am_read_channels(struct am_compile *compile, const struct am_source *source, const yaml_node_t *node,
                      uint8_t *channels);
/* topics.yaml of both layers. */
void am_topics_read(struct am_book *book, struct am_rule_list *list);
/* senses.yaml of both layers. */
void am_senses_read(struct am_book *book, struct am_rule_list *list);
/* The topics' section. */
bool am_topics_build(const struct am_rule_list *list, struct am_buffer *out);

/* Examples of all rules of a language against the finished image. */
void am_examples_check(struct am_compile *compile, int lang, const struct am_playbook *playbook);

/* Reviews all that the playbook itself says (METHOD.md hard rule 9): phrases with an authority of just what
 * they need, suggestions, facts and causes with none; tells what the reviewer finds in them, and phrases that
 * stand twice in a language. */
void am_own_words_check(struct am_compile *compile, const struct am_playbook *playbook);

#endif
