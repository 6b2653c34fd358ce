/* signals.yaml and findings.yaml: AM_SECTION_LABELS. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/playbook/layout.h"
#include "engine/playbook/playbook.h"
#include "playbook/book.h"

static const char signals_path[] = "playbook/signals.yaml", findings_path[] = "playbook/findings.yaml";

/* The entry of a label in the upper layer that has it; `source` gets its file. */
static const yaml_node_t *label_node(const struct am_compile *compile, const char *path, const char *group,
                                     const char *name, const char *key, const struct am_source **source)
{
    for (int layer = 1; layer >= 0; layer--) {
        const struct am_source *file = am_compile_source(compile, path, layer == 1);
        const yaml_node_t *entry = am_node_get(file, am_node_get(file, am_node_root(file), group), name);
        const yaml_node_t *value = am_node_get(file, entry, key);

        if (value != NULL) {
            *source = file;
            return value;
        }
    }
    return NULL;
}

struct am_label_default am_compile_label(const struct am_compile *compile, int kind, int label)
{
    static const struct {
        const char *path, *group;
        const char *(*name)(int);
    } kinds[] = {{signals_path, "signals", amends_signal_name},
                 {signals_path, "marks", amends_mark_name},
                 {findings_path, "findings", amends_finding_name},
                 {findings_path, "moves", amends_move_name},
                 {findings_path, "offers", amends_remedy_name}};
    struct am_label_default out = {false, false, 0};
    const struct am_source *source = NULL;
    long anger = 0;

    if (kind < 0 || kind > 4)
        return out;

    const char *name = kinds[kind].name(label);
    const yaml_node_t *negation =
        label_node(compile, kinds[kind].path, kinds[kind].group, name, "negation", &source);
    const yaml_node_t *quoted =
        label_node(compile, kinds[kind].path, kinds[kind].group, name, "quoted", &source);
    const yaml_node_t *points =
        label_node(compile, kinds[kind].path, kinds[kind].group, name, "anger", &source);

    out.negation_void = am_view_is(am_node_text(negation), "void");
    out.quoted_void = am_view_is(am_node_text(quoted), "void");
    if (am_node_int(points, -1000, 1000, &anger))
        out.anger = (int)anger;
    return out;
}

uint16_t am_compile_excuses(const struct am_compile *compile, struct amends_view key)
{
    uint16_t moves = 0;

    for (int layer = 0; layer < 2; layer++) {
        const struct am_source *source = am_compile_source(compile, findings_path, layer == 1);
        const yaml_node_t *map = source != NULL ? am_node_get(source, am_node_root(source), "excuses") : NULL;
        const yaml_node_t *name, *list;

        for (size_t i = 0; map != NULL && am_node_pair(source, map, i, &name, &list); i++) {
            struct amends_view text = am_node_text(name);

            if (text.len_bytes != key.len_bytes || key.len_bytes == 0 ||
                memcmp(text.bytes, key.bytes, key.len_bytes) != 0)
                continue;
            moves = 0;
            for (size_t k = 0; k < am_node_count(list); k++) {
                struct amends_view move = am_node_text(am_node_item(source, list, k));
                int number = move.bytes != NULL ? amends_move_find(move.bytes, move.len_bytes) : -1;

                moves |= (uint16_t)(number >= 0 ? AMENDS_BIT(number) : 0);
            }
        }
    }
    return moves;
}

/* Every excuse is a list of moves. */
static void check_excuses(struct am_compile *compile, const struct am_source *source)
{
    const yaml_node_t *map = am_node_get(source, am_node_root(source), "excuses"), *key, *list;

    for (size_t i = 0; map != NULL && am_node_pair(source, map, i, &key, &list); i++)
        for (size_t k = 0; k == 0 || k < am_node_count(list); k++) {
            const yaml_node_t *item = am_node_item(source, list, k);
            struct amends_view move = am_node_text(item);

            if (move.bytes == NULL || amends_move_find(move.bytes, move.len_bytes) < 0)
                am_mistake_at(compile->diagnosis, source, item != NULL ? item : list,
                              "a list of moves of LABELS.md", "this excuse cannot be read");
        }
}

static void check_entry(struct am_compile *compile, const struct am_source *source, const yaml_node_t *entry)
{
    static const char *const keys[] = {"threshold", "anger", "negation", "quoted", "sources", "order", NULL};
    static const char *const words[] = {"negation", "quoted"};
    static const char *const numbers[] = {"threshold", "anger", "order"};
    long value;

    am_node_keys(compile->diagnosis, source, entry, keys);
    for (unsigned i = 0; i < 2; i++) {
        const yaml_node_t *node = am_node_get(source, entry, words[i]);

        if (node != NULL && !am_view_is(am_node_text(node), "void") &&
            !am_view_is(am_node_text(node), "keep"))
            am_mistake_at(compile->diagnosis, source, node, "void or keep", "unknown word");
    }
    for (unsigned i = 0; i < 3; i++) {
        const yaml_node_t *node = am_node_get(source, entry, numbers[i]);

        if (node != NULL && !am_node_int(node, -1000, 1000, &value))
            am_mistake_at(compile->diagnosis, source, node, "a whole number from -1000 to 1000",
                          "this number cannot be used");
    }
}

/* Each entry of a group has a known name; in the built-in layer every name has an entry. */
static void check_group(struct am_compile *compile, const struct am_source *source, const char *group,
                        int count, const char *(*name)(int), int (*find)(const char *, unsigned long))
{
    const yaml_node_t *map = am_node_get(source, am_node_root(source), group), *key, *value;

    for (size_t i = 0; am_node_pair(source, map, i, &key, &value); i++) {
        struct amends_view text = am_node_text(key);

        if (find(text.bytes, text.len_bytes) < 0)
            am_mistake_at(compile->diagnosis, source, key, "a name of LABELS.md", "unknown label");
        else if (value->type != YAML_MAPPING_NODE)
            am_mistake_at(compile->diagnosis, source, value, "{threshold: 100, negation: void, …}",
                          "this entry cannot be read");
        else
            check_entry(compile, source, value);
    }
    for (int i = 0; i < count && !source->overlay; i++)
        if (am_node_get(source, map, name(i)) == NULL)
            am_mistake_at(compile->diagnosis, source, map, "an entry for every label",
                          "`%s` has no entry \"%s\"", group, name(i));
}

static void check_files(struct am_compile *compile)
{
    static const char *const signals_keys[] = {"signals", "marks", "typography", "anger", NULL};
    static const char *const findings_keys[] = {"findings", "moves", "offers", "excuses", NULL};

    for (int layer = 0; layer < 2; layer++) {
        const struct am_source *signals = am_compile_source(compile, signals_path, layer == 1);
        const struct am_source *findings = am_compile_source(compile, findings_path, layer == 1);

        if (signals != NULL) {
            am_node_keys(compile->diagnosis, signals, am_node_root(signals), signals_keys);
            check_group(compile, signals, "signals", AMENDS_SIGNAL_COUNT, amends_signal_name,
                        amends_signal_find);
            check_group(compile, signals, "marks", AMENDS_MARK_COUNT, amends_mark_name, amends_mark_find);
        }
        if (findings != NULL) {
            am_node_keys(compile->diagnosis, findings, am_node_root(findings), findings_keys);
            check_group(compile, findings, "findings", AMENDS_FINDING_COUNT, amends_finding_name,
                        amends_finding_find);
            check_group(compile, findings, "moves", AMENDS_MOVE_COUNT, amends_move_name, amends_move_find);
            check_group(compile, findings, "offers", AMENDS_REMEDY_COUNT, amends_remedy_name,
                        amends_remedy_find);
            check_excuses(compile, findings);
        }
    }
}

static int compare_numbers(const void *a, const void *b)
{
    const struct am_number_record *x = a, *y = b;

    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

/* The tables `typography` and `anger` as numbers by path; those of the overlay come last and replace. */
static void add_numbers(struct am_compile *compile, const char *group, struct am_buffer *out)
{
    for (int layer = 0; layer < 2; layer++) {
        const struct am_source *source = am_compile_source(compile, signals_path, layer == 1);
        const yaml_node_t *map = am_node_get(source, am_node_root(source), group), *key, *value;

        for (size_t i = 0; am_node_pair(source, map, i, &key, &value); i++) {
            struct am_number_record record = {0};
            char path[128];
            long number;
            int len = snprintf(path, sizeof path, "%s.%.*s", group, (int)am_node_text(key).len_bytes,
                               am_node_text(key).bytes);

            if (len >= (int)sizeof path || !am_node_int(value, -10000, 10000, &number)) {
                am_mistake_at(compile->diagnosis, source, value, "a whole number",
                              "this number cannot be used");
                continue;
            }
            record.hash = am_hash_path(path, (uint64_t)len);
            record.value = (int32_t)number;

            struct am_number_record *records = (void *)out->bytes;
            size_t count = out->len_bytes / sizeof record, k = 0;

            while (k < count && records[k].hash != record.hash)
                k++;
            if (k < count)
                records[k] = record;
            else
                am_buffer_add(out, &record, sizeof record);
        }
    }
}

static void add_signals(const struct am_compile *compile, struct am_buffer *out)
{
    for (int i = 0; i < AMENDS_SIGNAL_COUNT; i++) {
        struct am_label_default defaults = am_compile_label(compile, AM_RULE_SIGNAL, i);
        const struct am_source *source = NULL;
        long threshold = 100;
        struct am_signal_record record = {.anger = (int16_t)defaults.anger,
                                          .negation_void = defaults.negation_void,
                                          .quoted_void = defaults.quoted_void};

        am_node_int(label_node(compile, signals_path, "signals", amends_signal_name(i), "threshold", &source),
                    1, 1000, &threshold);
        record.threshold = (int16_t)threshold;
        am_buffer_add(out, &record, sizeof record);
    }
}

void am_compile_labels(struct am_compile *compile)
{
    struct am_labels_header header = {.version = AM_LAYOUT_VERSION};
    struct am_buffer out = {0}, signals = {0}, numbers = {0};

    check_files(compile);
    add_signals(compile, &signals);
    add_numbers(compile, "typography", &numbers);
    add_numbers(compile, "anger", &numbers);
    if (numbers.len_bytes > 0)
        qsort(numbers.bytes, numbers.len_bytes / sizeof(struct am_number_record),
              sizeof(struct am_number_record), compare_numbers);
    am_buffer_add(&out, &header, sizeof header);
    header.signals = (struct am_table){(uint32_t)am_buffer_align(&out, 8), AMENDS_SIGNAL_COUNT};
    am_buffer_add(&out, signals.bytes, signals.len_bytes);
    header.numbers.offset = (uint32_t)am_buffer_align(&out, 8);
    header.numbers.count = (uint32_t)(numbers.len_bytes / sizeof(struct am_number_record));
    am_buffer_add(&out, numbers.bytes, numbers.len_bytes);
    if (!out.failed)
        memcpy(out.bytes, &header, sizeof header);
    am_buffer_dispose(&signals);
    am_buffer_dispose(&numbers);
    am_pack_add(&compile->pack, AM_SECTION_LABELS, AM_IMAGE_LANG_ALL, &out);
}
