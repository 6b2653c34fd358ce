/* Every rule's examples against the finished image. */
#include <stdlib.h>
#include <string.h>

#include "playbook/rules.h"

enum { EXAMPLE_BYTES_MAX = 8192 };

struct examples {
    struct am_compile *compile;
    int lang;
    const struct am_playbook *playbook;
    struct am_text_arena *text;
    struct am_match_arena *match;
};

static bool rule_hits(struct examples *examples, const struct am_rule_read *rule, const struct am_text *text)
{
    const struct am_hit *hits;
    enum am_rule_group group =
        rule->record.groups & 1 << AM_GROUP_CUSTOMER ? AM_GROUP_CUSTOMER : AM_GROUP_REPLY;
    unsigned count =
        am_playbook_match(examples->playbook, examples->lang, group, -1, text, examples->match, &hits);

    for (unsigned i = 0; i < count; i++)
        if (hits[i].rule == rule->number)
            return true;
    return false;
}

static void check_example(struct examples *examples, const struct am_rule_read *rule, const yaml_node_t *node,
                          bool wanted)
{
    struct amends_view text = am_node_text(node);
    struct am_text read;
    enum amends_status status = AMENDS_E_ARGUMENT;

    if (text.bytes != NULL)
        status = am_text_scan(examples->text, text, &read);
    if (status != AMENDS_OK) {
        am_mistake_at(examples->compile->diagnosis, rule->source, node, "a sentence",
                      "this example cannot be read");
        return;
    }
    if (examples->playbook->lang[examples->lang].language.bytes != NULL)
        am_text_apply(examples->text, examples->playbook->lang[examples->lang].language, &read);
    if (rule_hits(examples, rule, &read) != wanted)
        am_mistake_at(examples->compile->diagnosis, rule->source, node,
                      wanted ? "a sentence that this very rule matches"
                             : "a sentence that this rule does not match",
                      wanted ? "\"%.*s\" does not match this example" : "\"%.*s\" matches this example",
                      (int)rule->id.len_bytes, rule->id.bytes);
}

static void check_rule(struct examples *examples, const struct am_rule_read *rule)
{
    static const char *const keys[] = {"match", "no_match"};

    for (unsigned i = 0; i < 2; i++) {
        const yaml_node_t *list = am_node_get(rule->source, rule->node, keys[i]);

        for (size_t k = 0; am_node_item(rule->source, list, k) != NULL; k++)
            check_example(examples, rule, am_node_item(rule->source, list, k), i == 0);
    }
}

void am_examples_check(struct am_compile *compile, int lang, const struct am_playbook *playbook)
{
    void *text = malloc(am_text_arena_size(EXAMPLE_BYTES_MAX));
    void *match = malloc(am_match_arena_size(playbook));
    const struct am_rule_list *list = compile->rules[lang];

    if (text != NULL && match != NULL && list != NULL) {
        struct examples examples = {compile, lang, playbook, am_text_arena_init(text, EXAMPLE_BYTES_MAX),
                                    am_match_arena_init(match, playbook)};

        for (size_t i = 0; i < list->count; i++)
            if (!list->rules[i].off && list->rules[i].good)
                check_rule(&examples, &list->rules[i]);
    }
    free(text);
    free(match);
}
