#include "playbook/kit_test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char kit_language[] = "code: xx\nname: Test\nscript: latin\n"
                            "identify: {words: [the, and, i, you], fragments: [th], not: {}}\n"
                            "clitics: {\"n't\": not, \"'ll\": will}\n"
                            "variants: {gonna: going to}\n"
                            "negation: {words: [not, never, no way], reach: 4, ends: [but, because]}\n"
                            "numbers: {words: {one: 1, twenty: 20}}\n"
                            "currencies: {EUR: [euro, \"€\"]}\n";
const char kit_inflection[] = "stems:\n  - {ending: y, stems: [y, i], endings: all}\n"
                              "  - {ending: e, stems: [e, \"\"], endings: [all, verb]}\n"
                              "  - {ending: \"\", stems: [\"\"], endings: all}\n"
                              "endings:\n  all: [\"\", s, es, ed, ing]\n  verb: [\"\", d]\n"
                              "words:\n  go: [went, gone]\n  knife: [knive-]\n";

static void tell(void *context, const struct am_mistake *mistake)
{
    struct kit *kit = context;

    if (strcmp(mistake->message, "the file is missing") == 0 || kit->told_count == 256)
        return;

    struct told *told = &kit->told[kit->told_count++];

    snprintf(told->path, sizeof told->path, "%s", mistake->path);
    snprintf(told->message, sizeof told->message, "%s", mistake->message);
    snprintf(told->expected, sizeof told->expected, "%s", mistake->expected ? mistake->expected : "");
    snprintf(told->text, sizeof told->text, "%.*s", (int)mistake->text.len_bytes,
             mistake->text.bytes ? mistake->text.bytes : "");
    told->line = mistake->line;
    told->column = mistake->column;
}

void kit_compile(struct kit *kit, const char *const *files, size_t overlay_from)
{
    struct am_source_file list[32];
    size_t count = 0;
    struct am_diagnosis diagnosis = {.tell = tell, .context = kit};

    *kit = (struct kit){0};
    for (; files[2 * count] != NULL && count < 32; count++)
        list[count] =
            (struct am_source_file){files[2 * count], {files[2 * count + 1], strlen(files[2 * count + 1])}};
    am_playbook_compile(list, count, overlay_from, &diagnosis, &kit->image);
    if (kit->image.bytes == NULL)
        return;
    kit->open = am_playbook_open(&kit->playbook, (struct amends_view){(const char *)kit->image.bytes,
                                                                      kit->image.len_bytes}) == AMENDS_OK;
    kit->text_memory = malloc(am_text_arena_size(65536));
    kit->match_memory = malloc(am_match_arena_size(&kit->playbook));
    kit->text = am_text_arena_init(kit->text_memory, 65536);
    kit->match = am_match_arena_init(kit->match_memory, &kit->playbook);
}

void kit_pattern(struct kit *kit, const char *patterns)
{
    char rules[4096];
    const char *files[] = {"lang/xx/language.yaml",
                           kit_language,
                           "lang/xx/inflection.yaml",
                           kit_inflection,
                           "lang/xx/classes.yaml",
                           "colour: \"(red|dark green|blue)\"\n",
                           "lang/xx/signals/a.yaml",
                           rules,
                           NULL,
                           NULL};

    snprintf(rules, sizeof rules,
             "- {id: xx.demand.t, signal: demand, negation: keep, sources: [ours], patterns: [%s], "
             "match: [unmatched], no_match: [nothing]}\n",
             patterns);
    kit_compile(kit, files, 99);
}

void kit_dispose(struct kit *kit)
{
    free(kit->text_memory);
    free(kit->match_memory);
    am_buffer_dispose(&kit->image);
}

static unsigned count_hits(struct kit *kit, enum am_rule_group group, int channel, const char *name,
                           const char *text, struct amends_span *span)
{
    struct am_text read;
    const struct am_hit *hits;
    unsigned found = 0;

    if (!kit->open || am_text_scan(kit->text, (struct amends_view){text, strlen(text)}, &read) != AMENDS_OK)
        return 0;
    if (kit->playbook.lang[0].language.bytes != NULL)
        am_text_apply(kit->text, kit->playbook.lang[0].language, &read);

    unsigned count = am_playbook_match(&kit->playbook, 0, group, channel, &read, kit->match, &hits);

    for (unsigned i = count; i-- > 0;) {
        struct am_rule rule;

        am_playbook_rule(&kit->playbook, 0, hits[i].rule, &rule);
        if (rule.id.len_bytes != strlen(name) || memcmp(rule.id.bytes, name, rule.id.len_bytes) != 0)
            continue;
        found++;
        if (span != NULL)
            *span = hits[i].span;
    }
    return found;
}

unsigned kit_hits(struct kit *kit, const char *rule, const char *text, struct amends_span *span)
{
    return count_hits(kit, AM_GROUP_CUSTOMER, -1, rule, text, span);
}

unsigned kit_hits_in(struct kit *kit, enum am_rule_group group, int channel, const char *rule,
                     const char *text)
{
    return count_hits(kit, group, channel, rule, text, NULL);
}
