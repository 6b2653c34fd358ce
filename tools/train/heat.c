#define _POSIX_C_SOURCE 200809L

#include "heat.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "amends/malloc.h"
#include "engine/coach/encounter.h"
#include "faces/json/request.h"
#include "fit.h"

/* Moments of conversations: what was remembered then, and whether the next text was angry. Each conversation
 * is in one fold. */
struct moments {
    struct examples examples;
    unsigned waiting; /* those of this conversation that do not know their next text yet */
};

static void add_moment(struct moments *moments, const struct am_heat *heat, unsigned conversation)
{
    struct examples *examples = &moments->examples;
    struct example example = {.key = conversation, .known = 1, .line = 1};

    example.nodes = malloc(AM_HEAT_FEATURES * sizeof *example.nodes);
    for (uint32_t i = 0; i < AM_HEAT_FEATURES; i++)
        if (heat->feature[i] > 0)
            example.nodes[example.node_count++] =
                (struct node){i + 1, (float)heat->feature[i] / AM_HEAT_ONE, false};
    examples_add(examples, &example);
    moments->waiting++;
}

/* The next text has come: all moments before it know now. */
static void settle(struct moments *moments, bool angry)
{
    for (; moments->waiting > 0; moments->waiting--)
        moments->examples.at[moments->examples.count - moments->waiting].labels = angry;
}

/* Moments after which no customer spoke teach nothing. */
static void forget(struct moments *moments)
{
    for (; moments->waiting > 0; moments->waiting--)
        free(moments->examples.at[--moments->examples.count].nodes);
}

struct telling {
    const amends_engine *engine;
    amends_workspace *workspace;
    struct moments *moments;
    struct amends_encounter encounter;
    unsigned conversation;
    char currency[4];
};

static bool step(struct telling *telling, json_t *json, struct am_fault *fault)
{
    struct am_object line = {.json = json, .fault = fault};
    struct am_event_request request;
    struct amends_card card;

    json_object_set_new(json, "encounter", json_string("e"));
    if (!am_request_event(telling->engine, &line, telling->currency, &request))
        return false;
    if (request.event.kind == AMENDS_EVENT_START)
        memcpy(telling->currency, request.event.start.authority.currency, sizeof telling->currency);
    if (json_object_get(json, "anger") != NULL)
        settle(telling->moments, json_number_value(json_object_get(json, "anger")) >= 2);
    if (amends_coach_step(telling->engine, telling->workspace, &telling->encounter, &request.event, &card) !=
        AMENDS_OK)
        return false;
    add_moment(telling->moments, &telling->encounter.now.heat, telling->conversation);
    return true;
}

static bool tell_line(struct telling *telling, struct amends_view bytes, struct am_fault *fault)
{
    json_t *json = am_line_parse(bytes, fault), *start = json_object(), *event;
    size_t i;
    bool good = json != NULL;

    memset(&telling->encounter, 0, sizeof telling->encounter);
    telling->conversation++;
    if (good) {
        json_object_set(start, "start", json_object_get(json, "start"));
        good = step(telling, start, fault);
    }
    json_array_foreach(json_object_get(json, "events"), i, event) good = good && step(telling, event, fault);
    forget(telling->moments);
    json_decref(start);
    json_decref(json);
    return good;
}

static bool read_file(struct telling *telling, const char *path)
{
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t size = 0;
    ssize_t len;
    unsigned number = 0;
    bool good = file != NULL;

    if (!good)
        perror(path);
    while (good && (len = getline(&line, &size, file)) > 0) {
        struct am_fault fault = {0};

        number++;
        good = tell_line(telling, (struct amends_view){line, (size_t)len - 1}, &fault);
        if (!good)
            fprintf(stderr, "%s:%u: %s: %s\n", path, number, fault.field, fault.message);
    }
    free(line);
    if (file != NULL)
        fclose(file);
    return good;
}

static void tell_brier(const struct examples *examples, const double *scores)
{
    double own = 0, base = 0, angry = 0;

    for (unsigned i = 0; i < examples->count; i++)
        angry += examples->at[i].labels;
    angry /= examples->count;
    for (unsigned i = 0; i < examples->count; i++) {
        double sure = 1 / (1 + exp(-scores[i])), is = examples->at[i].labels;

        own += (sure - is) * (sure - is);
        base += (angry - is) * (angry - is);
    }
    printf("heat\t%u moments\t%.3f angry next\tBrier %.4f\tbase rate %.4f\n", examples->count, angry,
           own / examples->count, base / examples->count);
}

static bool write_weights(const char *folder, const double *weights)
{
    char path[4096];
    FILE *file;

    snprintf(path, sizeof path, "%s/heat.yaml", folder);
    file = fopen(path, "w");
    if (file == NULL) {
        perror(path);
        return false;
    }
    fputs("# How the heat follows from the conversation, in thousandths of a logit. Written by tools/train\n"
          "# (docs/design/model.md).\n",
          file);
    fprintf(file, "bias: %ld\n", lround(weights[0] * 1000));
    for (unsigned i = 0; i < AM_HEAT_FEATURES; i++)
        fprintf(file, "%s: %ld\n", am_heat_name(i), lround(weights[i + 1] * 1000));
    return fclose(file) == 0;
}

bool heat_learn(const amends_engine *engine, const char *corpus, const char *out)
{
    const struct amends_allocator allocator = AMENDS_MALLOC;
    struct moments moments = {.examples = {.feature_count = AM_HEAT_FEATURES}};
    struct telling *telling = calloc(1, sizeof *telling);
    double weights[AM_HEAT_FEATURES + 1];
    bool good = true;

    telling->engine = engine;
    telling->moments = &moments;
    good = amends_workspace_new(engine, &allocator, 0, &telling->workspace) == AMENDS_OK;
    for (unsigned i = 0; good && i < amends_engine_language_count(engine); i++) {
        char path[4096];

        snprintf(path, sizeof path, "%s/%s/encounters.jsonl", corpus,
                 amends_engine_language_code(engine, (int)i));
        good = read_file(telling, path);
    }
    if (good) {
        const struct recipe recipe = {.cost = 1, .positive = 1, .plain = true, .folds = 8};
        double *scores = malloc(moments.examples.count * sizeof *scores);

        fit_across(&moments.examples, 0, &recipe, scores);
        tell_brier(&moments.examples, scores);
        fit_label(&moments.examples, 0, &recipe, NULL, weights);
        good = write_weights(out, weights);
        free(scores);
    }
    amends_workspace_free(telling->workspace);
    free(telling);
    moments.examples.hashes = NULL;
    examples_dispose(&moments.examples);
    return good;
}
