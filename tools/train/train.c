/*
 * Learns the models from the corpus.
 *
 * amends-train [--lang CODE] [--only signals|review] [--suspects] DATA CORPUS OUT
 * amends-train [--lang CODE] --words DATA CORPUS OUT
 * amends-train --heat DATA CORPUS OUT
 *
 * Reads the playbook in DATA, CORPUS/<lang>/customers.jsonl and replies.jsonl, and writes OUT/<lang>.signals,
 * <lang>.review and <lang>.yaml; tells on standard output how each label does on texts that were not learned
 * from.
 */
#define _POSIX_C_SOURCE 200809L

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../playbook_files.h"
#include "amends/labels.h"
#include "amends/malloc.h"
#include "heat.h"
#include "joined.h"
#include "playbook/compile.h"
#include "playbook/source.h"
#include "store.h"
#include "words.h"

enum { FOLDS = JOINED_FOLDS, FEATURE_LEAST = 3, FEATURE_TEXTS = 5000 };

/* What is asked of thresholds. A signal says something of a person: precision weighs twice as much as recall.
 * What calls for help leans to recall, as far as that leaves this precision: there are more threats in the
 * corpus than in life. Drink accuses less, and is told in more ways. */
static const struct aim of_signals = {.recall = 0.5, .slack = 0.01, .near = {0.4, 0.3}},
                        of_danger = {.precision = 0.85, .near = {0, 0.3}},
                        of_drink = {.precision = 0.8, .near = {0, 0.3}}, of_others = {.recall = 1};

struct task {
    const amends_engine *engine;
    const struct playbook_files *files;
    const char *corpus, *out;
    bool suspects, words;
    int only; /* side, or -1: both */
    int lang;
};

/* Liblinear's C. What all signals have in common is learned less closely: it is to weigh them, not to be one.
 */
static const double COST = 2, COST_ANY = 0.2;

/* What calls for help; and what is told also where little else is likely (signals/learned.c). */
enum {
    DANGER = 1u << AMENDS_SIGNAL_THREAT | 1u << AMENDS_SIGNAL_INTOXICATION | 1u << AMENDS_SIGNAL_HAZARD,
    ALWAYS = DANGER | 1u << AMENDS_SIGNAL_CALMING,
    FIRM = 1u << AMENDS_FINDING_UNAUTHORISED_OFFER /* where a rule says so (review/learned.c) */
};

/* The share of calm texts that may look as if they showed anything; and of sound replies that may get a
 * finding. */
static const double CALM_MOST = 0.06, FALSE_MOST = 0.05;

static const struct aim *aim_of(enum side side, unsigned label)
{
    return side != SIDE_SIGNALS || label >= AMENDS_SIGNAL_COUNT ? &of_others
           : label == AMENDS_SIGNAL_INTOXICATION                ? &of_drink
           : DANGER >> label & 1                                ? &of_danger
                                                                : &of_signals;
}

static void learn_label(const struct examples *examples, enum side side, unsigned label,
                        struct learned *learned, double *sure)
{
    const struct recipe recipe = {
        .cost = label == label_any(side) ? COST_ANY : COST, .positive = 1, .folds = FOLDS};

    fit_across(examples, label, &recipe, sure);
    learned->calibration[label] = fit_calibration(examples, label, sure);
    for (unsigned i = 0; i < examples->count; i++)
        sure[i] =
            1 /
            (1 + exp(-(learned->calibration[label].slope * sure[i] + learned->calibration[label].offset)));
    learned->weights[label] = malloc((examples->feature_count + 1) * sizeof(double));
    fit_label(examples, label, &recipe, NULL, learned->weights[label]);
}

static void choose_each(const struct examples *examples, enum side side, double *const *sure,
                        struct learned *learned)
{
    for (unsigned i = 0; i < label_count(side); i++)
        choose_threshold(examples, i, sure[i], aim_of(side, i), &learned->choices[i]);
}

/* Of customers' texts first how likely anything must be, then each label among what that leaves; of replies
 * each label, then as much as keeps false alarms rare. */
static void choose(const struct examples *examples, enum side side, double *const *sure,
                   struct learned *learned)
{
    struct telling *telling = &learned->telling;

    *telling = (struct telling){.count = label_core(side),
                                .any = label_any(side),
                                .choices = learned->choices,
                                .always = side == SIDE_SIGNALS ? ALWAYS : 0,
                                .firm = side == SIDE_REVIEW ? FIRM : 0};
    if (side == SIDE_REVIEW) {
        choose_each(examples, side, sure, learned);
        choose_anything(examples, sure, telling, FALSE_MOST);
        choose_keep_back(examples, sure, telling);
    } else {
        choose_likely(examples, sure, telling, CALM_MOST);
        choose_keep_back(examples, sure, telling);
        choose_each(examples, side, sure, learned);
    }
}

static void tell(const struct examples *examples, enum side side, const struct learned *learned,
                 double *const *sure, const char *lang)
{
    unsigned core = label_core(side);
    double sum = 0;

    for (unsigned i = 0; i < label_count(side); i++) {
        struct counts c = choose_count(examples, i, sure[i], &learned->choices[i]);

        printf("%s\t%s\t%u\t%.3f\t%.3f\t%.3f\t%.2f\n", lang, label_name(side, i), c.right + c.missed,
               c.right ? (double)c.right / (c.right + c.wrong) : 0,
               c.right ? (double)c.right / (c.right + c.missed) : 0, choose_f1(c), learned->choices[i].at);
        sum += i < core ? choose_f1(c) : 0;
    }
    printf("%s\t%s\t%u texts\t%u features\tmacro-F1 %.3f\tanything %.2f\tcalm with a label %.3f\n", lang,
           side == SIDE_SIGNALS ? "signals" : "findings", examples->count, examples->feature_count,
           sum / core, learned->telling.anything, choose_false(examples, sure, &learned->telling));
}

/* One rule in the playbook's sources: of its examples it is known that they have its signal or finding, where
 * the rule is enough for that alone. */
static bool add_examples(struct examples *examples, const struct task *task, enum side side,
                         const struct am_source *source, const yaml_node_t *rule)
{
    struct amends_view name =
        am_node_text(am_node_get(source, rule, side == SIDE_SIGNALS ? "signal" : "finding"));
    const yaml_node_t *match = am_node_get(source, rule, "match");
    int label = name.bytes == NULL     ? -1
                : side == SIDE_SIGNALS ? amends_signal_find(name.bytes, name.len_bytes)
                                       : amends_finding_find(name.bytes, name.len_bytes);
    bool good = true;
    long weight = 100;

    am_node_int(am_node_get(source, rule, "weight"), -1000, 1000, &weight);
    for (size_t i = 0; good && label >= 0 && weight >= 100 && am_node_item(source, match, i) != NULL; i++)
        good = examples_told(examples, task->engine, task->lang, side,
                             am_node_text(am_node_item(source, match, i)), (unsigned)label);
    return good;
}

/* One rule or topic of replies: its suggestions are our own words. */
static bool add_suggestions(struct examples *examples, const struct task *task,
                            const struct am_source *source, const yaml_node_t *rule)
{
    const yaml_node_t *suggestions = am_node_get(source, rule, "suggestions");
    bool good = true;

    for (size_t i = 0; good && am_node_item(source, suggestions, i) != NULL; i++)
        good = examples_own(examples, task->engine, task->lang,
                            am_node_text(am_node_item(source, suggestions, i)));
    return good;
}

/* The sources of a language's rules: the image keeps neither examples nor all suggestions. */
static bool add_rules(struct examples *examples, const struct task *task, enum side side)
{
    struct am_diagnosis diagnosis = {0};
    char folder[64];
    bool good = true;

    snprintf(folder, sizeof folder, "lang/%s/%s/", amends_engine_language_code(task->engine, task->lang),
             side == SIDE_SIGNALS ? "signals" : "review");
    for (size_t i = 0; good && i < task->files->count; i++) {
        const struct am_source_file *file = &task->files->files[i];
        struct am_source source = {0};

        if (strncmp(file->path, folder, strlen(folder)) != 0 ||
            !am_source_parse(&source, file->path, file->bytes, &diagnosis))
            continue;
        for (yaml_node_t *node = source.document.nodes.start; good && node < source.document.nodes.top;
             node++)
            if (node->type == YAML_MAPPING_NODE)
                good = add_examples(examples, task, side, &source, node) &&
                       (side == SIDE_SIGNALS || add_suggestions(examples, task, &source, node));
        am_source_dispose(&source);
    }
    return good;
}

/* Labels that the others speak against, learned without them: mistakes of labelling are among them. */
static void tell_suspects(const struct examples *examples, enum side side, double *const *sure,
                          const char *path)
{
    const double far = 0.6;

    for (unsigned i = 0; i < label_count(side); i++)
        for (unsigned k = 0; k < examples->count; k++) {
            const struct example *example = &examples->at[k];
            bool is = example->labels >> i & 1;

            if (example->line > 0 && !example->copy && fabs(sure[i][k] - is) >= far)
                printf("suspect\t%s:%u\t%s\t%s\t%.2f\n", path, example->line, label_name(side, i),
                       is ? "is" : "is not", sure[i][k]);
        }
}

/* How often a feature must stand: of many texts those that are rare are too many. */
static unsigned feature_least(const struct examples *examples)
{
    unsigned texts = 0;

    for (unsigned i = 0; i < examples->count; i++)
        texts += examples->at[i].copy == 0;
    return FEATURE_LEAST + texts / FEATURE_TEXTS;
}

static bool learn_side(const struct task *task, enum side side, struct learned *learned)
{
    static const char *const names[] = {"customers", "replies"}, *const outs[] = {"signals", "review"};
    const char *lang = amends_engine_language_code(task->engine, task->lang);
    struct examples examples = {0};
    double *sure[LABELS_MAX] = {NULL};
    char path[4096];

    snprintf(path, sizeof path, "%s/%s/%s.jsonl", task->corpus, lang, names[side]);
    if (!examples_read(&examples, task->engine, task->lang, side, path) ||
        (side == SIDE_REVIEW && !examples_own_words(&examples, task->engine, task->lang)) ||
        !add_rules(&examples, task, side))
        return false;
    examples_sum_up(&examples, side);
    examples_number(&examples, feature_least(&examples));
    for (unsigned i = 0; i < label_count(side); i++) {
        sure[i] = malloc(examples.count * sizeof(double));
        learn_label(&examples, side, i, learned, sure[i]);
    }
    if (task->suspects)
        tell_suspects(&examples, side, sure, path);
    choose(&examples, side, sure, learned);
    tell(&examples, side, learned, sure, lang);
    snprintf(path, sizeof path, "%s/%s.%s", task->out, lang, outs[side]);

    bool good = store_weights(path, &examples, side, learned);

    for (unsigned i = 0; i < label_count(side); i++) {
        free(sure[i]);
        free(learned->weights[i]);
    }
    examples_dispose(&examples);
    return good;
}

static bool learn_language(const struct task *task)
{
    struct learned learned[SIDE_COUNT];
    char path[4096];

    for (int side = 0; side < SIDE_COUNT; side++)
        if ((task->only < 0 || task->only == side) && !learn_side(task, (enum side)side, &learned[side]))
            return false;
    if (task->only >= 0)
        return true;
    snprintf(path, sizeof path, "%s/%s.yaml", task->out,
             amends_engine_language_code(task->engine, task->lang));
    return store_thresholds(path, learned);
}

static void tell_mistake(void *context, const struct am_mistake *mistake)
{
    (void)context;
    fprintf(stderr, "%s:%u: %s\n", mistake->path, mistake->line, mistake->message);
}

/* What of data/model is read: what was learned before must not matter. */
enum reads { READS_NOTHING, READS_WORDS, READS_ALL };

static bool is_read(const char *path, enum reads reads)
{
    const char *dot = strrchr(path, '.');

    return strncmp(path, "model/", 6) != 0 || reads == READS_ALL ||
           (reads == READS_WORDS && dot != NULL &&
            (strcmp(dot, ".words") == 0 || strcmp(dot, ".characters") == 0));
}

static bool compile(const struct playbook_files *files, enum reads reads, amends_engine **engine,
                    struct am_buffer *image)
{
    const struct amends_allocator allocator = AMENDS_MALLOC;
    struct am_diagnosis diagnosis = {.tell = tell_mistake};
    struct am_source_file *kept = calloc(files->count, sizeof *kept);
    size_t count = 0;

    for (size_t i = 0; i < files->count; i++)
        if (is_read(files->files[i].path, reads))
            kept[count++] = files->files[i];

    bool good =
        am_playbook_compile(kept, count, count, &diagnosis, image) &&
        amends_engine_new(&allocator, (struct amends_view){(const char *)image->bytes, image->len_bytes},
                          engine) == AMENDS_OK;

    free(kept);
    return good;
}

static bool learn_models(struct task *task, const char *data, const char *lang)
{
    struct playbook_files files;
    struct am_buffer image = {0};
    amends_engine *engine = NULL;
    bool good = playbook_files_read(&files, data, NULL) &&
                compile(&files, task->words ? READS_NOTHING : READS_WORDS, &engine, &image);

    task->engine = engine;
    task->files = &files;
    for (unsigned i = 0; good && i < amends_engine_language_count(engine); i++) {
        task->lang = (int)i;
        if (lang == NULL || strcmp(lang, amends_engine_language_code(engine, (int)i)) == 0)
            good = task->words ? words_learn(engine, &files, (int)i, task->corpus, task->out)
                               : learn_language(task);
    }
    task->engine = NULL;
    task->files = NULL;
    amends_engine_free(engine);
    am_buffer_dispose(&image);
    return good;
}

/* The heat builds on the models: they are read anew. */
static bool learn_heat(const struct task *task, const char *data)
{
    struct playbook_files files;
    struct am_buffer image = {0};
    amends_engine *engine = NULL;
    bool good = playbook_files_read(&files, data, NULL) && compile(&files, READS_ALL, &engine, &image) &&
                heat_learn(engine, task->corpus, task->out);

    amends_engine_free(engine);
    am_buffer_dispose(&image);
    return good;
}

int main(int argc, char **argv)
{
    struct task task = {.only = -1};
    const char *lang = NULL;
    bool heat = false;
    int at = 1;

    for (; at < argc && strncmp(argv[at], "--", 2) == 0; at++) {
        if (strcmp(argv[at], "--suspects") == 0)
            task.suspects = true;
        else if (strcmp(argv[at], "--words") == 0)
            task.words = true;
        else if (strcmp(argv[at], "--heat") == 0)
            heat = true;
        else if (strcmp(argv[at], "--lang") == 0 && at + 1 < argc)
            lang = argv[++at];
        else if (strcmp(argv[at], "--only") == 0 && at + 1 < argc)
            task.only = strcmp(argv[++at], "review") == 0 ? SIDE_REVIEW : SIDE_SIGNALS;
    }
    if (argc - at != 3) {
        fprintf(stderr,
                "usage: amends-train [--lang CODE] [--only signals|review] [--suspects] DATA CORPUS OUT\n"
                "       amends-train [--lang CODE] --words DATA CORPUS OUT\n"
                "       amends-train --heat DATA CORPUS OUT\n");
        return 2;
    }
    task.corpus = argv[at + 1];
    task.out = argv[at + 2];
    return (heat ? learn_heat(&task, argv[at]) : learn_models(&task, argv[at], lang)) ? 0 : 1;
}
