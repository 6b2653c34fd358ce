/* model/: what was learned (<code>.signals, <code>.review), as it is, and from which probability on it counts
 * (<code>.yaml). */
#include <stdio.h>
#include <string.h>

#include "engine/coach/heat.h"
#include "engine/model/model.h"
#include "playbook/book.h"

static const char *const endings[AM_MODEL_SIDES] = {".signals", ".review"};

bool am_model_is_weights(const char *path)
{
    const char *dot = strrchr(path, '.');

    return strncmp(path, "model/", 6) == 0 && dot != NULL &&
           (strcmp(dot, endings[0]) == 0 || strcmp(dot, endings[1]) == 0 || strcmp(dot, ".words") == 0 ||
            strcmp(dot, ".characters") == 0);
}

void am_model_take(struct am_compile *compile, const struct am_source_file *file)
{
    if (compile->weights_count < sizeof compile->weights / sizeof *compile->weights)
        compile->weights[compile->weights_count++] = *file;
    else
        am_mistake_file(compile->diagnosis, file->path, "at most four files of a language",
                        "too many models");
}

static bool add_weights(struct am_compile *compile, int lang, enum am_model_side side)
{
    char path[64];

    snprintf(path, sizeof path, "model/%s%s", compile->codes[lang], endings[side]);
    for (unsigned i = compile->weights_count; i-- > 0;) {
        const struct am_source_file *file = &compile->weights[i];
        struct am_buffer out = {0};

        if (strcmp(file->path, path) != 0)
            continue;
        am_buffer_add(&out, file->bytes.bytes, file->bytes.len_bytes);
        if (!out.failed &&
            !am_model_check((struct amends_view){(const char *)out.bytes, out.len_bytes}, side)) {
            am_mistake_file(compile->diagnosis, path, "a file that amends-train wrote",
                            "this is no model of this version");
            am_buffer_dispose(&out);
            return false;
        }
        am_pack_add(&compile->pack,
                    side == AM_MODEL_SIGNALS ? AM_SECTION_MODEL_SIGNALS : AM_SECTION_MODEL_REVIEW,
                    (unsigned)lang, &out);
        return true;
    }
    return false;
}

/* The labels of one group of thresholds, and where they stand in the section. */
struct group {
    const char *key;
    enum am_model_side side;
    unsigned first, count;
    const char *(*name)(int);
};

static const char *anger_name(int level)
{
    static const char *const names[] = {"displeased", "angry", "furious"};

    return names[level];
}

static const struct group groups[] = {
    {"signals", AM_MODEL_SIGNALS, 0, AMENDS_SIGNAL_COUNT, amends_signal_name},
    {"anger", AM_MODEL_SIGNALS, AM_MODEL_ANGER, 3, anger_name},
    {"findings", AM_MODEL_REVIEW, 0, AMENDS_FINDING_COUNT, amends_finding_name},
    {"moves", AM_MODEL_REVIEW, AM_MODEL_MOVES, AMENDS_MOVE_COUNT, amends_move_name}};
enum { GROUPS = sizeof groups / sizeof *groups };

static void set_threshold(struct am_model_thresholds *out, enum am_model_side side, unsigned label,
                          long alone, long beside)
{
    out->alone[side][label] = (uint16_t)alone;
    out->beside[side][label] = (uint16_t)beside;
}

static void read_group(struct am_compile *compile, const struct am_source *source, const struct group *group,
                       struct am_model_thresholds *out)
{
    const yaml_node_t *map = am_node_get(source, am_node_root(source), group->key), *key, *value;

    for (size_t i = 0; am_node_pair(source, map, i, &key, &value); i++) {
        unsigned label = 0;
        const yaml_node_t *parts[2] = {am_node_item(source, value, 0), am_node_item(source, value, 1)};
        long alone, beside;

        while (label < group->count && !am_view_is(am_node_text(key), group->name((int)label)))
            label++;
        if (label == group->count)
            am_mistake_at(compile->diagnosis, source, key, "a label of this group", "unknown label");
        else if (am_node_count(value) != 2 || !am_node_int(parts[0], 1, AM_MODEL_SURE, &alone) ||
                 !am_node_int(parts[1], 1, alone, &beside))
            am_mistake_at(compile->diagnosis, source, value,
                          "[alone, beside a rule] in thousandths, the second not above the first",
                          "this threshold cannot be used");
        else
            set_threshold(out, group->side, group->first + label, alone, beside);
    }
}

static void read_anything(struct am_compile *compile, const struct am_source *source,
                          struct am_model_thresholds *out)
{
    static const char *const sides[AM_MODEL_SIDES + 1] = {
        [AM_MODEL_SIGNALS] = "signals", [AM_MODEL_REVIEW] = "findings"};
    const yaml_node_t *map = am_node_get(source, am_node_root(source), "anything");

    if (map == NULL)
        return;
    am_node_keys(compile->diagnosis, source, map, sides);
    for (int side = 0; side < AM_MODEL_SIDES; side++) {
        const yaml_node_t *value = am_node_get(source, map, sides[side]);
        long number = out->anything[side];

        if (value != NULL && !am_node_int(value, 0, AM_MODEL_SURE, &number))
            am_mistake_at(compile->diagnosis, source, value, "thousandths, 0 to 1000",
                          "this threshold cannot be used");
        out->anything[side] = (uint16_t)number;
    }
}

static bool read_thresholds(struct am_compile *compile, int lang, struct am_model_thresholds *out)
{
    static const char *const keys[] = {"anything", "signals", "anger", "findings", "moves", NULL};
    char path[64];
    bool any = false;

    for (int side = 0; side < AM_MODEL_SIDES; side++)
        for (int i = 0; i < AM_MODEL_LABELS_MAX; i++)
            set_threshold(out, (enum am_model_side)side, (unsigned)i, AM_MODEL_SURE / 2, AM_MODEL_SURE / 4);
    memset(out->anything, 0, sizeof out->anything);
    snprintf(path, sizeof path, "model/%s.yaml", compile->codes[lang]);
    for (int layer = 0; layer < 2; layer++) {
        const struct am_source *source = am_compile_source(compile, path, layer == 1);

        if (source == NULL)
            continue;
        any = true;
        am_node_keys(compile->diagnosis, source, am_node_root(source), keys);
        read_anything(compile, source, out);
        for (unsigned i = 0; i < GROUPS; i++)
            read_group(compile, source, &groups[i], out);
    }
    return any;
}

void am_compile_model(struct am_compile *compile, int lang)
{
    struct am_model_thresholds thresholds;
    struct am_buffer out = {0};
    bool any = read_thresholds(compile, lang, &thresholds);

    for (int side = 0; side < AM_MODEL_SIDES; side++)
        any |= add_weights(compile, lang, (enum am_model_side)side);
    if (!any)
        return;
    am_buffer_add(&out, &thresholds, sizeof thresholds);
    am_pack_add(&compile->pack, AM_SECTION_THRESHOLDS, (unsigned)lang, &out);
}

void am_compile_heat(struct am_compile *compile)
{
    static const char path[] = "model/heat.yaml";
    struct am_heat_weights weights = {0};
    struct am_buffer out = {0};
    bool any = false;

    for (int layer = 0; layer < 2; layer++) {
        const struct am_source *source = am_compile_source(compile, path, layer == 1);
        const yaml_node_t *key, *value;

        for (size_t i = 0; source != NULL && am_node_pair(source, am_node_root(source), i, &key, &value);
             i++) {
            unsigned feature = 0;
            long number;

            any = true;
            while (feature < AM_HEAT_FEATURES && !am_view_is(am_node_text(key), am_heat_name(feature)))
                feature++;
            if (!am_node_int(value, -20000, 20000, &number))
                am_mistake_at(compile->diagnosis, source, value, "thousandths of a logit",
                              "this weight cannot be used");
            else if (feature < AM_HEAT_FEATURES)
                weights.weight[feature] = (int32_t)number;
            else if (am_view_is(am_node_text(key), "bias"))
                weights.bias = (int32_t)number;
            else
                am_mistake_at(compile->diagnosis, source, key, "bias, displeased, angry …", "unknown weight");
        }
    }
    if (!any)
        return;
    am_buffer_add(&out, &weights, sizeof weights);
    am_pack_add(&compile->pack, AM_SECTION_HEAT, AM_IMAGE_LANG_ALL, &out);
}
