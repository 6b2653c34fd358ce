/*
 * acts.yaml and coach.yaml to AM_SECTION_COACH: acts, numbers, stages and advice with their facts as bit
 * masks. A later layer replaces an act, a number, a stage or a stanza of the same name; {id: X, off: true}
 * takes a stanza out.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "amends/limits.h"
#include "engine/coach/rules.h"
#include "engine/playbook/layout.h"
#include "playbook/compile.h"

struct part {
    struct am_diagnosis *diagnosis;
    const struct am_source *source;
    struct am_coach_rules *rules;
    uint32_t acts_seen;
    const struct am_compile *compile;
};

static const char *const stanza_keys[] = {"id",    "stage", "when",    "not", "acts",
                                          "avoid", "stop",  "sources", "off", NULL};

static bool is_text(struct amends_view view, const char *text)
{
    return view.bytes != NULL && strlen(text) == view.len_bytes &&
           memcmp(view.bytes, text, view.len_bytes) == 0;
}

static void wrong(struct part *part, const yaml_node_t *node, const char *expected, const char *message)
{
    struct amends_view text = am_node_text(node);

    am_mistake_at(part->diagnosis, part->source, node, expected, "%s: \"%.*s\"", message, (int)text.len_bytes,
                  text.bytes ? text.bytes : "");
}

static uint8_t sources_of(struct part *part, const yaml_node_t *list)
{
    uint8_t bits = 0;

    for (size_t i = 0; i < am_node_count(list); i++) {
        const yaml_node_t *item = am_node_item(part->source, list, i);
        struct amends_view text = am_node_text(item);

        if (is_text(text, "ours"))
            bits |= 1 << 5;
        else if (text.len_bytes == 2 && text.bytes[0] == 'D' && text.bytes[1] >= '0' && text.bytes[1] <= '4')
            bits |= (uint8_t)(1 << (text.bytes[1] - '0'));
        else
            wrong(part, item, "D0, D1, D2, D3, D4 or ours", "an unknown source");
    }
    return bits;
}

/* Names of a list to bits by their number. */
static uint32_t bits_of(struct part *part, const yaml_node_t *list, int (*find)(const char *, unsigned long),
                        const char *expected)
{
    uint32_t bits = 0;

    for (size_t i = 0; i < am_node_count(list); i++) {
        const yaml_node_t *item = am_node_item(part->source, list, i);
        struct amends_view text = am_node_text(item);
        int number = text.bytes ? find(text.bytes, text.len_bytes) : -1;

        if (number < 0)
            wrong(part, item, expected, "an unknown name");
        else
            bits |= AMENDS_BIT(number);
    }
    return bits;
}

static struct am_facts facts_of(struct part *part, const yaml_node_t *list)
{
    struct am_facts facts = {{0, 0}};

    for (size_t i = 0; i < am_node_count(list); i++) {
        const yaml_node_t *item = am_node_item(part->source, list, i);
        struct amends_view text = am_node_text(item);
        int fact = text.bytes ? am_fact_find(text.bytes, text.len_bytes) : -1;

        if (fact < 0)
            wrong(part, item, "a fact of src/engine/coach/facts.h", "an unknown fact");
        else
            am_fact_set(&facts, fact, true);
    }
    return facts;
}

static void read_act(struct part *part, const yaml_node_t *key, const yaml_node_t *value)
{
    static const char *const keys[] = {"said", "channels", "move", "sources", NULL};
    struct amends_view name = am_node_text(key);
    int act = name.bytes ? amends_act_find(name.bytes, name.len_bytes) : -1;
    const yaml_node_t *channels = am_node_get(part->source, value, "channels");
    const yaml_node_t *move = am_node_get(part->source, value, "move");
    bool said = false;

    if (act < 0) {
        wrong(part, key, "an act of METHOD.md", "an unknown act");
        return;
    }
    am_node_keys(part->diagnosis, part->source, value, keys);
    if (!am_node_bool(am_node_get(part->source, value, "said"), &said))
        am_mistake_at(part->diagnosis, part->source, value, "said: true or said: false",
                      "is it said or done?");

    struct am_act_rule *rule = &part->rules->acts[act];

    rule->spoken = said;
    rule->channels = 0x1f;
    if (channels != NULL)
        rule->channels =
            (uint8_t)bits_of(part, channels, amends_channel_find, "counter, phone, chat, email or social");
    rule->move = 255;
    if (move != NULL) {
        struct amends_view text = am_node_text(move);
        int number = text.bytes ? amends_move_find(text.bytes, text.len_bytes) : -1;

        if (number < 0)
            wrong(part, move, "a move of LABELS.md", "an unknown move");
        else
            rule->move = (uint8_t)number;
    }
    rule->sources = sources_of(part, am_node_get(part->source, value, "sources"));
    if (rule->sources == 0)
        am_mistake_at(part->diagnosis, part->source, value, "sources: [D0, …] or [ours]",
                      "an act without source");
    part->acts_seen |= AMENDS_BIT(act);
}

static void read_acts(struct part *part)
{
    const yaml_node_t *root = am_node_root(part->source), *key, *value;

    for (size_t i = 0; am_node_pair(part->source, root, i, &key, &value); i++)
        read_act(part, key, value);
}

/* A number of one byte, where it is given. */
static void read_number(struct part *part, const yaml_node_t *table, const char *key, long least, long most,
                        const char *message, uint8_t *out)
{
    const yaml_node_t *node = am_node_get(part->source, table, key);
    char expected[48];
    long number = 0;

    if (node != NULL && am_node_int(node, least, most, &number)) {
        *out = (uint8_t)number;
    } else if (node != NULL) {
        snprintf(expected, sizeof expected, "a number from %ld to %ld", least, most);
        wrong(part, node, expected, message);
    }
}

static void read_numbers(struct part *part, const yaml_node_t *numbers)
{
    static const char *const keys[] = {"turns_without_progress", "top_of_empathy", "acts_on_card", NULL};

    if (numbers == NULL)
        return;
    am_node_keys(part->diagnosis, part->source, numbers, keys);
    read_number(part, numbers, "turns_without_progress", 1, 100, "not a number of turns",
                &part->rules->turns_without_progress);
    read_number(part, numbers, "top_of_empathy", 1, 3, "not a level of empathy",
                &part->rules->top_of_empathy);
    read_number(part, numbers, "acts_on_card", 3, AMENDS_CARD_ACTS_MAX, "not a number of acts",
                &part->rules->acts_on_card);
}

/* ---- When a matter is told again. */

static const char *const retelling_keys[] = {"senses", "again", "points", "most", "enough", NULL};
static const char *const point_keys[AM_POINT_COUNT + 1] = {
    [AM_POINT_STEM] = "stem",
    [AM_POINT_SENSE] = "sense",
    [AM_POINT_NUMBER] = "number",
    [AM_POINT_REMEDY] = "remedy",
    [AM_POINT_AGAIN] = "again",
    [AM_POINT_DISPLEASED] = "displeased",
    [AM_POINT_SAID_BEFORE] = "said_before",
    [AM_POINT_ANSWER] = "answer",
    [AM_POINT_PERSON] = "person",
};

static bool is_senses(const struct am_source *source)
{
    static const char name[] = "/senses.yaml";
    size_t len = strlen(source->path);

    return len >= sizeof name && strcmp(source->path + len - (sizeof name - 1), name) == 0;
}

/* Is the sense written in a language? Where no language has any there is nothing to ask. */
static bool sense_exists(const struct am_compile *compile, const char *name)
{
    bool any = false;

    for (size_t i = 0; i < compile->source_count; i++) {
        if (!is_senses(&compile->sources[i]))
            continue;
        any = true;
        if (am_node_get(&compile->sources[i], am_node_root(&compile->sources[i]), name) != NULL)
            return true;
    }
    return !any;
}

static void read_senses(struct part *part, const yaml_node_t *list, bool again)
{
    static const char prefix[] = "sense.";
    struct am_retelling *retelling = &part->rules->retelling;

    for (size_t i = 0; i < am_node_count(list); i++) {
        const yaml_node_t *item = am_node_item(part->source, list, i);
        struct amends_view name = am_node_text(item);
        char id[AM_ID_BYTES + sizeof prefix];

        if (name.bytes == NULL || name.len_bytes >= AM_ID_BYTES ||
            retelling->sense_count == AM_RETELLING_SENSES_MAX) {
            wrong(part, item, "at most 62 senses of senses.yaml", "this is no sense, or one too many");
            continue;
        }
        memcpy(id, prefix, sizeof prefix - 1);
        memcpy(id + sizeof prefix - 1, name.bytes, name.len_bytes);
        id[sizeof prefix - 1 + name.len_bytes] = '\0';
        if (!sense_exists(part->compile, id + sizeof prefix - 1))
            wrong(part, item, "a sense of senses.yaml", "an unknown sense");
        if (again)
            retelling->again |= UINT64_C(1) << retelling->sense_count;
        retelling->senses[retelling->sense_count++] = am_hash_path(id, strlen(id));
    }
}

/* The two lists stand together: a later layer replaces both. */
static void read_retelling(struct part *part, const yaml_node_t *node)
{
    struct am_retelling *retelling = &part->rules->retelling;
    const yaml_node_t *points = am_node_get(part->source, node, "points");
    const yaml_node_t *senses = am_node_get(part->source, node, "senses");
    long number = 0;

    if (node == NULL)
        return;
    am_node_keys(part->diagnosis, part->source, node, retelling_keys);
    if (points != NULL)
        am_node_keys(part->diagnosis, part->source, points, point_keys);
    for (int i = 0; i < AM_POINT_COUNT; i++) {
        const yaml_node_t *point = am_node_get(part->source, points, point_keys[i]);

        if (point != NULL && am_node_int(point, -20, 20, &number))
            retelling->points[i] = (int8_t)number;
        else if (point != NULL)
            wrong(part, point, "a number from -20 to 20", "not a number of points");
    }
    if (senses != NULL) {
        retelling->sense_count = 0;
        retelling->again = 0;
        read_senses(part, senses, false);
        read_senses(part, am_node_get(part->source, node, "again"), true);
    }
    read_number(part, node, "most", 1, 12, "not a number of words", &retelling->most);
    read_number(part, node, "enough", 1, 100, "not a number of points", &retelling->enough);
}

static bool copy_id(struct part *part, const yaml_node_t *stanza, char out[AM_ID_BYTES])
{
    const yaml_node_t *node = am_node_get(part->source, stanza, "id");
    struct amends_view id = am_node_text(node);

    memset(out, 0, AM_ID_BYTES);
    if (id.bytes == NULL || id.len_bytes == 0 || id.len_bytes >= AM_ID_BYTES) {
        am_mistake_at(part->diagnosis, part->source, node ? node : stanza, "id: one to 39 bytes",
                      "a stanza without a usable id");
        return false;
    }
    memcpy(out, id.bytes, id.len_bytes);
    return true;
}

static int stage_find(const struct am_coach_rules *rules, struct amends_view id)
{
    for (int i = 0; i < rules->stage_count; i++)
        if (is_text(id, rules->stages[i].id))
            return i;
    return -1;
}

static uint32_t stages_of(struct part *part, const yaml_node_t *list, const yaml_node_t *at)
{
    uint32_t bits = 0;

    for (size_t i = 0; i < am_node_count(list); i++) {
        const yaml_node_t *item = am_node_item(part->source, list, i);
        int stage = stage_find(part->rules, am_node_text(item));

        if (stage < 0)
            wrong(part, item, "a stage of coach.yaml", "an unknown stage");
        else
            bits |= AMENDS_BIT(stage);
    }
    if (bits == 0)
        am_mistake_at(part->diagnosis, part->source, list ? list : at, "a list of stages",
                      "no stage is named");
    return bits;
}

static void read_stages(struct part *part, const yaml_node_t *list)
{
    static const char *const keys[] = {"id", "when", "not", "to", NULL};

    for (size_t i = 0; i < am_node_count(list); i++) {
        const yaml_node_t *item = am_node_item(part->source, list, i);
        char id[AM_ID_BYTES];

        am_node_keys(part->diagnosis, part->source, item, keys);
        if (!copy_id(part, item, id))
            continue;

        int at = stage_find(part->rules, (struct amends_view){id, strlen(id)});

        if (at < 0 && part->rules->stage_count == AM_STAGES_MAX) {
            am_mistake_at(part->diagnosis, part->source, item, "at most 16 stages", "too many stages");
            return;
        }
        if (at < 0)
            at = part->rules->stage_count++;

        struct am_stage_rule *stage = &part->rules->stages[at];

        memcpy(stage->id, id, sizeof id);
        stage->when.all = facts_of(part, am_node_get(part->source, item, "when"));
        stage->when.none = facts_of(part, am_node_get(part->source, item, "not"));
    }
    for (size_t i = 0; i < am_node_count(list); i++) {
        const yaml_node_t *item = am_node_item(part->source, list, i);
        int at = stage_find(part->rules, am_node_text(am_node_get(part->source, item, "id")));

        if (at >= 0)
            part->rules->stages[at].to = stages_of(part, am_node_get(part->source, item, "to"), item);
    }
}

static int reason_find(struct amends_view name)
{
    int number = amends_signal_find(name.bytes, name.len_bytes);

    if (number >= 0)
        return number;
    number = amends_observation_find(name.bytes, name.len_bytes);
    if (number >= 0)
        return AM_REASON_OBSERVED + number;
    number = am_fact_find(name.bytes, name.len_bytes);
    return number >= 0 ? AM_REASON_FACT + number : -1;
}

static void read_advice_acts(struct part *part, const yaml_node_t *acts, struct am_advice_rule *rule)
{
    const yaml_node_t *key, *value;

    for (size_t i = 0; am_node_pair(part->source, acts, i, &key, &value); i++) {
        struct amends_view name = am_node_text(key);
        int act = name.bytes ? amends_act_find(name.bytes, name.len_bytes) : -1;

        if (act < 0 || rule->act_count == AM_ADVICE_ACTS) {
            wrong(part, key, "an act of METHOD.md, at most six", "no act that can stand here");
            continue;
        }
        rule->acts[rule->act_count].act = (uint8_t)act;
        memset(rule->acts[rule->act_count].because, AM_REASON_NONE, AM_REASONS);
        if (am_node_count(value) == 0 || am_node_count(value) > AM_REASONS)
            wrong(part, value ? value : key, "a list of one to three reasons", "an act without reasons");
        for (size_t j = 0; j < am_node_count(value) && j < AM_REASONS; j++) {
            const yaml_node_t *item = am_node_item(part->source, value, j);
            struct amends_view text = am_node_text(item);
            int reason = text.bytes ? reason_find(text) : -1;

            if (reason < 0)
                wrong(part, item, "a signal, an observation or a fact", "an unknown reason");
            else
                rule->acts[rule->act_count].because[j] = (uint8_t)reason;
        }
        rule->act_count++;
    }
}

static int advice_find(const struct am_coach_rules *rules, const char *id)
{
    for (uint32_t i = 0; i < rules->advice_count; i++)
        if (strcmp(rules->advice[i].id, id) == 0)
            return (int)i;
    return -1;
}

static void take_out(struct am_coach_rules *rules, int at)
{
    memmove(&rules->advice[at], &rules->advice[at + 1],
            (rules->advice_count - (uint32_t)at - 1) * sizeof rules->advice[0]);
    memset(&rules->advice[--rules->advice_count], 0, sizeof rules->advice[0]);
}

static void read_stanza(struct part *part, const yaml_node_t *item)
{
    struct am_advice_rule rule = {.id = ""};
    bool off = false, stop = false;
    const yaml_node_t *stop_node = am_node_get(part->source, item, "stop");

    am_node_keys(part->diagnosis, part->source, item, stanza_keys);
    if (!copy_id(part, item, rule.id))
        return;

    int at = advice_find(part->rules, rule.id);

    if (am_node_bool(am_node_get(part->source, item, "off"), &off) && off) {
        if (at >= 0)
            take_out(part->rules, at);
        return;
    }
    if (stop_node != NULL && !am_node_bool(stop_node, &stop))
        wrong(part, stop_node, "true or false", "stop is");
    rule.stop = stop;
    rule.stages = stages_of(part, am_node_get(part->source, item, "stage"), item);
    rule.when.all = facts_of(part, am_node_get(part->source, item, "when"));
    rule.when.none = facts_of(part, am_node_get(part->source, item, "not"));
    rule.avoid = (uint8_t)bits_of(part, am_node_get(part->source, item, "avoid"), amends_finding_find,
                                  "a finding of METHOD.md");
    rule.sources = sources_of(part, am_node_get(part->source, item, "sources"));
    if ((rule.when.all.word[0] | rule.when.all.word[1]) == 0)
        am_mistake_at(part->diagnosis, part->source, item, "when: [facts]", "advice that would hold always");
    read_advice_acts(part, am_node_get(part->source, item, "acts"), &rule);
    if (rule.act_count == 0)
        am_mistake_at(part->diagnosis, part->source, item, "acts: {act: [reasons]}", "advice without an act");
    if (at < 0 && part->rules->advice_count == AM_ADVICE_MAX) {
        am_mistake_at(part->diagnosis, part->source, item, "at most 192 stanzas", "too much advice");
        return;
    }
    part->rules->advice[at < 0 ? part->rules->advice_count++ : (uint32_t)at] = rule;
}

static void read_coach(struct part *part)
{
    static const char *const keys[] = {"numbers", "stages", "advice", "retelling", NULL};
    const yaml_node_t *root = am_node_root(part->source);
    const yaml_node_t *advice = am_node_get(part->source, root, "advice");

    am_node_keys(part->diagnosis, part->source, root, keys);
    read_numbers(part, am_node_get(part->source, root, "numbers"));
    read_stages(part, am_node_get(part->source, root, "stages"));
    read_retelling(part, am_node_get(part->source, root, "retelling"));
    for (size_t i = 0; i < am_node_count(advice); i++)
        read_stanza(part, am_node_item(part->source, advice, i));
}

static void check_whole(struct part *part)
{
    const struct am_coach_rules *rules = part->rules;

    for (int act = 0; act < AMENDS_ACT_COUNT; act++)
        if ((part->acts_seen & AMENDS_BIT(act)) == 0)
            am_mistake_at(part->diagnosis, part->source, NULL, "every act of METHOD.md", "acts.yaml lacks %s",
                          amends_act_name(act));
    if (rules->stage_count == 0 || rules->turns_without_progress == 0 || rules->top_of_empathy == 0 ||
        rules->acts_on_card == 0 || rules->retelling.most == 0 || rules->retelling.enough == 0)
        am_mistake_at(part->diagnosis, part->source, NULL, "stages, numbers and retelling",
                      "coach.yaml is not complete");
    if (rules->stage_count > 0 &&
        !am_fact_holds(&rules->stages[rules->stage_count - 1].when.all, AM_FACT_ALWAYS))
        am_mistake_at(part->diagnosis, part->source, NULL, "when: [always]",
                      "the last stage must always hold");
}

void am_compile_coach(struct am_compile *compile)
{
    struct am_coach_rules *rules = calloc(1, sizeof *rules);
    struct part part = {compile->diagnosis, NULL, rules, 0, compile};
    struct am_buffer section = {0};
    const struct am_source *coach = NULL;

    if (rules == NULL) {
        compile->diagnosis->count++;
        return;
    }
    rules->magic = AM_RULES_MAGIC;
    rules->size = sizeof *rules;
    for (size_t i = 0; i < compile->source_count; i++) {
        part.source = &compile->sources[i];
        if (strcmp(part.source->path, "playbook/acts.yaml") == 0)
            read_acts(&part);
    }
    for (size_t i = 0; i < compile->source_count; i++) {
        part.source = &compile->sources[i];
        if (strcmp(part.source->path, "playbook/coach.yaml") == 0) {
            read_coach(&part);
            coach = part.source;
        }
    }
    part.source = coach;
    if (coach != NULL)
        check_whole(&part);
    else
        am_mistake_file(compile->diagnosis, "playbook/coach.yaml", "numbers, stages and advice",
                        "it is missing");
    am_buffer_add(&section, rules, sizeof *rules);
    if (section.failed)
        compile->diagnosis->count++;
    am_pack_add(&compile->pack, AM_SECTION_COACH, AM_IMAGE_LANG_ALL, &section);
    free(rules);
}
