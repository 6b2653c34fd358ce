#define _POSIX_C_SOURCE 200809L

#include "examples.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "amends/labels.h"
#include "amends/malloc.h"
#include "engine/engine.h"
#include "engine/model/gather.h"
#include "faces/json/request.h"
#include "joined.h"
#include "noise.h"

unsigned label_count(enum side side)
{
    return am_model_label_count(side == SIDE_SIGNALS ? AM_MODEL_SIGNALS : AM_MODEL_REVIEW);
}

unsigned label_core(enum side side)
{
    return side == SIDE_SIGNALS ? AMENDS_SIGNAL_COUNT : AMENDS_FINDING_COUNT;
}

unsigned label_any(enum side side)
{
    return side == SIDE_SIGNALS ? AM_MODEL_ANY_SIGNAL : AM_MODEL_ANY_FINDING;
}

const char *label_name(enum side side, unsigned label)
{
    static const char *const anger[] = {"displeased", "angry", "furious"};

    if (label == label_any(side))
        return "anything";
    if (side == SIDE_SIGNALS)
        return label < AMENDS_SIGNAL_COUNT ? amends_signal_name((int)label)
                                           : anger[label - AMENDS_SIGNAL_COUNT];
    return label < AMENDS_FINDING_COUNT ? amends_finding_name((int)label)
                                        : amends_move_name((int)(label - AMENDS_FINDING_COUNT));
}

struct reader {
    const amends_engine *engine;
    amends_workspace *workspace;
    int lang;
    enum side side;
    struct joined joined;
};

/* FNV-1a from a beginning; the upper half is folded in, since folds are told by the lower bits. */
static uint64_t hash_text(uint64_t hash, struct amends_view text)
{
    for (size_t i = 0; i < text.len_bytes; i++)
        hash = (hash ^ (unsigned char)text.bytes[i]) * UINT64_C(0x100000001b3);
    return hash ^ hash >> 32;
}

static int by_feature(const void *a, const void *b)
{
    const struct node *left = a, *right = b;

    return left->feature < right->feature ? -1 : left->feature > right->feature;
}

/* Each feature once, with its values added up. */
static void take_features(const struct am_features *features, struct example *example)
{
    struct node *nodes = malloc((features->count + 1) * sizeof *nodes);
    uint32_t kept = 0;

    for (uint32_t i = 0; i < features->count; i++)
        nodes[i] = (struct node){features->at[i].hash, 1, i < features->text_count};
    qsort(nodes, features->count, sizeof *nodes, by_feature);
    for (uint32_t i = 0; i < features->count; i++) {
        if (kept > 0 && nodes[kept - 1].feature == nodes[i].feature && nodes[kept - 1].text == nodes[i].text)
            nodes[kept - 1].value += nodes[i].value;
        else
            nodes[kept++] = nodes[i];
    }
    example->nodes = nodes;
    example->node_count = kept;
}

static uint32_t names_to_bits(const json_t *list, const char *key, int (*find)(const char *, unsigned long),
                              unsigned shift)
{
    uint32_t bits = 0;
    size_t i;
    json_t *item;

    json_array_foreach(list, i, item)
    {
        const char *name =
            json_string_value(key != NULL && json_is_object(item) ? json_object_get(item, key) : item);
        int label = name != NULL ? find(name, strlen(name)) : -1;

        if (label >= 0)
            bits |= UINT32_C(1) << (shift + (unsigned)label);
    }
    return bits;
}

/* The reader's engine has no model: what it answers is the rules' word. It uses the workspace for that: the
 * features are gathered afterwards. */
static uint32_t ruled_customer(struct reader *reader, const struct am_signals_request *request)
{
    struct amends_read_options options = {.lang = reader->lang, .channel = request->options.channel};
    struct amends_reading reading;

    if (amends_read(reader->engine, reader->workspace, request->text, &options, &reading) != AMENDS_OK)
        return 0;
    for (unsigned level = 1; level <= reading.anger; level++)
        reading.signals |= AMENDS_BIT(AMENDS_SIGNAL_COUNT + level - 1);
    return reading.signals;
}

static uint32_t ruled_reply(struct reader *reader, const struct amends_reply *reply)
{
    struct amends_reviewed reviewed;

    if (amends_review(reader->engine, reader->workspace, reply, &reviewed) != AMENDS_OK)
        return 0;
    return reviewed.findings | reviewed.moves << AMENDS_FINDING_COUNT;
}

static bool read_customer(struct reader *reader, const struct am_object *line, struct example *example)
{
    struct am_signals_request request;

    if (!am_request_signals(reader->engine, line, &request))
        return false;
    example->ruled = ruled_customer(reader, &request);
    if (am_gather_customer_text(reader->engine, reader->workspace, request.text, reader->lang,
                                request.options.channel) != AMENDS_OK)
        return false;
    example->anger = (uint8_t)json_number_value(json_object_get(line->json, "anger"));
    example->labels = names_to_bits(json_object_get(line->json, "signals"), NULL, amends_signal_find, 0);
    example->calm = example->labels == 0 && example->anger == 0;
    for (unsigned level = 1; level <= example->anger; level++)
        example->labels |= UINT32_C(1) << (AMENDS_SIGNAL_COUNT + level - 1);
    return true;
}

static bool read_reply(struct reader *reader, const struct am_object *line, struct example *example)
{
    struct am_review_request request;

    if (!am_request_review(reader->engine, line, &request))
        return false;
    if (request.has_authority)
        request.reply.authority = &request.authority;
    request.reply.lang = reader->lang;
    example->ruled = ruled_reply(reader, &request.reply);
    if (am_gather_reply_text(reader->engine, reader->workspace, &request.reply) != AMENDS_OK)
        return false;
    example->labels =
        names_to_bits(json_object_get(line->json, "findings"), "finding", amends_finding_find, 0) |
        names_to_bits(json_object_get(line->json, "moves"), "move", amends_move_find, AMENDS_FINDING_COUNT);
    example->calm = (example->labels & (AMENDS_BIT(AMENDS_FINDING_COUNT) - 1)) == 0;
    return true;
}

void examples_add(struct examples *examples, const struct example *example)
{
    if ((examples->count & (examples->count - 1)) == 0)
        examples->at =
            realloc(examples->at, (examples->count ? 2 * examples->count : 1) * sizeof *examples->at);
    examples->at[examples->count++] = *example;
}

static void add_example(struct examples *examples, const struct am_features *features,
                        struct example *example)
{
    take_features(features, example);
    examples_add(examples, example);
}

/* One example of a line: as it stands, or as `text`. */
static bool take_line(struct reader *reader, const struct am_object *line, struct example example,
                      struct examples *examples)
{
    bool good = reader->side == SIDE_SIGNALS ? read_customer(reader, line, &example)
                                             : read_reply(reader, line, &example);

    if (good)
        add_example(examples, reader->workspace->features, &example);
    return good;
}

/* The same text as it is mistyped and shouted. */
static bool take_noisy(struct reader *reader, json_t *json, const struct am_object *line,
                       struct example example, struct examples *examples)
{
    static const enum noise kinds[] = {NOISE_TYPOS, NOISE_TYPOS, NOISE_TYPOS, NOISE_CAPITALS};
    char *text = strdup(json_string_value(json_object_get(json, "text")));
    struct noise_sources sources;
    bool good = true;

    am_words_open(&sources.words, reader->engine->playbook.lang[reader->lang].words);
    am_characters_open(&sources.characters, reader->engine->playbook.lang[reader->lang].characters);
    for (unsigned i = 0; good && i < sizeof kinds / sizeof *kinds; i++) {
        char *noisy = noise_make(text, &sources, kinds[i], example.key + i);

        if (noisy == NULL)
            break;
        json_object_set_new(json, "text", json_string(noisy));
        example.copy = (uint8_t)(i + 1);
        good = take_line(reader, line, example, examples);
        free(noisy);
    }
    free(text);
    return good;
}

/* The same reply with courtesy of another beside it. */
static bool take_joined(struct reader *reader, const json_t *json, const struct am_object *line,
                        struct example example, struct examples *examples)
{
    json_t *made = joined_make(&reader->joined, json, example.key);
    struct am_object object = {.json = made, .fault = line->fault};
    bool good;

    example.copy = 1;
    good = made == NULL || take_line(reader, &object, example, examples);
    json_decref(made);
    joined_keep(&reader->joined, json, example.key);
    return good;
}

static bool read_line(struct reader *reader, struct amends_view bytes, unsigned number,
                      struct examples *examples, struct am_fault *fault)
{
    json_t *json = am_line_parse(bytes, fault);
    struct am_object line = {.json = json, .fault = fault};
    struct example example = {.line = number, .known = UINT32_MAX};
    const char *hard = json_string_value(json_object_get(json, "hard"));
    const char *text = json_string_value(json_object_get(json, "text"));
    const struct amends_view words = {text, text != NULL ? strlen(text) : 0};
    bool good = json != NULL;

    example.key = text != NULL ? hash_text(UINT64_C(0xcbf29ce484222325), words) : 0;
    example.hard = hard != NULL && *hard != '\0';
    good = good && take_line(reader, &line, example, examples) &&
           known_take(&examples->words, reader->engine, reader->workspace, reader->lang, words) &&
           (reader->side == SIDE_SIGNALS ? take_noisy(reader, json, &line, example, examples)
                                         : take_joined(reader, json, &line, example, examples));
    json_decref(json);
    return good;
}

bool examples_read(struct examples *examples, const amends_engine *engine, int lang, enum side side,
                   const char *path)
{
    const struct amends_allocator allocator = AMENDS_MALLOC;
    struct reader reader = {.engine = engine, .lang = lang, .side = side};
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t size = 0;
    ssize_t len;
    unsigned number = 0;
    bool good = file != NULL;

    if (!good) {
        perror(path);
        return false;
    }
    good = amends_workspace_new(engine, &allocator, 0, &reader.workspace) == AMENDS_OK;
    while (good && (len = getline(&line, &size, file)) > 0) {
        number++;
        struct am_fault fault = {0};

        good = len == 1 ||
               read_line(&reader, (struct amends_view){line, (size_t)len - 1}, number, examples, &fault);
        if (!good)
            fprintf(stderr, "%s:%u: %s: %s\n", path, number, fault.field, fault.message);
    }
    amends_workspace_free(reader.workspace);
    joined_dispose(&reader.joined);
    free(line);
    fclose(file);
    return good;
}

static bool add_own(struct reader *reader, struct examples *examples, struct amends_view text, bool offers)
{
    const struct amends_authority all = {.all = true};
    struct amends_reply reply = {
        .text = text, .authority = offers ? &all : NULL, .lang = reader->lang, .channel = -1};
    struct example example = {.known = AMENDS_BIT(AMENDS_FINDING_COUNT) - 1, .calm = true};

    if (text.len_bytes == 0)
        return true;
    example.key = hash_text(0, text);
    /* On no channel, and on each. */
    for (reply.channel = -1; reply.channel < AMENDS_CHANNEL_COUNT; reply.channel++) {
        if (am_gather_reply_text(reader->engine, reader->workspace, &reply) != AMENDS_OK)
            return false;
        example.copy = (uint8_t)(reply.channel + 1);
        add_example(examples, reader->workspace->features, &example);
    }
    return true;
}

bool examples_own(struct examples *examples, const amends_engine *engine, int lang, struct amends_view text)
{
    const struct amends_allocator allocator = AMENDS_MALLOC;
    struct reader reader = {.engine = engine, .lang = lang, .side = SIDE_REVIEW};
    bool good = amends_workspace_new(engine, &allocator, 0, &reader.workspace) == AMENDS_OK &&
                add_own(&reader, examples, text, false);

    amends_workspace_free(reader.workspace);
    return good;
}

bool examples_told(struct examples *examples, const amends_engine *engine, int lang, enum side side,
                   struct amends_view text, unsigned label)
{
    const struct amends_allocator allocator = AMENDS_MALLOC;
    struct example example = {
        .known = AMENDS_BIT(label), .labels = AMENDS_BIT(label), .copy = 1, .key = hash_text(0, text)};
    /* On any channel: that it is not named must not mean anything. */
    const int channel = (int)(example.key / 8 % AMENDS_CHANNEL_COUNT);
    const struct amends_reply reply = {.text = text, .lang = lang, .channel = channel};
    amends_workspace *workspace = NULL;
    bool good = amends_workspace_new(engine, &allocator, 0, &workspace) == AMENDS_OK &&
                (side == SIDE_SIGNALS ? am_gather_customer_text(engine, workspace, text, lang, channel)
                                      : am_gather_reply_text(engine, workspace, &reply)) == AMENDS_OK;

    if (good)
        add_example(examples, workspace->features, &example);
    amends_workspace_free(workspace);
    return good;
}

bool examples_own_words(struct examples *examples, const amends_engine *engine, int lang)
{
    const struct amends_allocator allocator = AMENDS_MALLOC;
    const struct am_playbook *playbook = &engine->playbook;
    struct reader reader = {.engine = engine, .lang = lang, .side = SIDE_REVIEW};
    bool good = amends_workspace_new(engine, &allocator, 0, &reader.workspace) == AMENDS_OK;

    for (int act = 0; good && act < AMENDS_ACT_COUNT; act++) {
        uint32_t first, count = am_playbook_phrases(playbook, lang, act, &first);

        for (uint32_t i = first; good && i < first + count; i++) {
            struct am_phrase phrase;

            am_playbook_phrase(playbook, lang, i, &phrase);
            good = add_own(&reader, examples, phrase.text, phrase.needs != 0);
        }
    }
    for (unsigned topic = 0; good && topic < am_playbook_topic_count(playbook, lang); topic++)
        for (unsigned i = 0; good && i < am_playbook_explanations(playbook, lang, topic); i++)
            good = add_own(&reader, examples, am_playbook_explanation(playbook, lang, topic, i), false);
    amends_workspace_free(reader.workspace);
    return good;
}

static int by_number(const void *a, const void *b)
{
    const uint32_t *left = a, *right = b;

    return *left < *right ? -1 : *left > *right;
}

uint32_t examples_number_of(const struct examples *examples, uint32_t hash)
{
    const uint32_t *found =
        bsearch(&hash, examples->hashes, examples->feature_count, sizeof *examples->hashes, by_number);

    return found != NULL ? (uint32_t)(found - examples->hashes) + 1 : 0;
}

void examples_sum_up(struct examples *examples, enum side side)
{
    const uint32_t core = AMENDS_BIT(label_core(side)) - 1, any = AMENDS_BIT(label_any(side));

    for (unsigned i = 0; i < examples->count; i++) {
        struct example *example = &examples->at[i];
        bool is = (example->labels & core) != 0, known = is || (example->known & core) == core;

        example->labels = (example->labels & ~any) | (is ? any : 0);
        example->known = (example->known & ~any) | (known ? any : 0);
    }
}

void examples_number(struct examples *examples, unsigned least)
{
    size_t total = 0, at = 0;

    for (unsigned i = 0; i < examples->count; i++)
        total += examples->at[i].node_count;

    uint32_t *all = malloc((total + 1) * sizeof *all);

    for (unsigned i = 0; i < examples->count; i++)
        for (uint32_t k = 0; k < examples->at[i].node_count && !examples->at[i].copy; k++)
            all[at++] = examples->at[i].nodes[k].feature;
    total = at;
    qsort(all, total, sizeof *all, by_number);
    examples->hashes = all;
    examples->feature_count = 0;
    for (size_t i = 0; i < total;) {
        size_t end = i;

        while (end < total && all[end] == all[i])
            end++;
        if (end - i >= least)
            all[examples->feature_count++] = all[i];
        i = end;
    }
    for (unsigned i = 0; i < examples->count; i++) {
        struct example *example = &examples->at[i];
        uint32_t kept = 0, known = 0;

        for (uint32_t k = 0; k < example->node_count; k++) {
            struct node node = example->nodes[k];

            node.feature = examples_number_of(examples, node.feature);
            known += node.feature > 0 && node.text ? (uint32_t)node.value : 0;
            if (node.feature > 0)
                example->nodes[kept++] = node;
        }
        example->node_count = kept;
        for (uint32_t k = 0; k < kept; k++)
            if (example->nodes[k].text)
                example->nodes[k].value *= (float)am_model_share(known) / AM_MODEL_ONE;
    }
}

void examples_dispose(struct examples *examples)
{
    for (unsigned i = 0; i < examples->count; i++)
        free(examples->at[i].nodes);
    free(examples->at);
    free(examples->hashes);
    known_dispose(&examples->words);
    *examples = (struct examples){0};
}
