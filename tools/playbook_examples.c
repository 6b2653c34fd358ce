/*
 * amends-playbook-examples DIR: prints the example sentences of all rules, a line each: language, "customer"
 * or "staff" (signals/ or review/), the text, separated by tabs. For benches, fuzzing and tests that need
 * many sentences.
 */
#include <stdio.h>
#include <string.h>

#include "playbook/source.h"
#include "playbook_files.h"

static void ignore(void *context, const struct am_mistake *mistake)
{
    (void)context;
    (void)mistake;
}

static void print_list(const struct am_source *source, const yaml_node_t *list, const char *who)
{
    for (size_t i = 0; list != NULL && list->type == YAML_SEQUENCE_NODE && i < am_node_count(list); i++) {
        struct amends_view text = am_node_text(am_node_item(source, list, i));

        if (text.bytes == NULL || memchr(text.bytes, '\n', text.len_bytes) ||
            memchr(text.bytes, '\t', text.len_bytes))
            continue;
        printf("%.2s\t%s\t%.*s\n", source->path + strlen("lang/"), who, (int)text.len_bytes, text.bytes);
    }
}

static void print_file(const struct am_source_file *file, const char *who)
{
    struct am_diagnosis diagnosis = {ignore, NULL, 0};
    struct am_source source;

    if (!am_source_parse(&source, file->path, file->bytes, &diagnosis))
        return;

    const yaml_node_t *rules = am_node_root(&source);

    for (size_t i = 0; rules->type == YAML_SEQUENCE_NODE && i < am_node_count(rules); i++) {
        const yaml_node_t *rule = am_node_item(&source, rules, i);

        print_list(&source, am_node_get(&source, rule, "match"), who);
        print_list(&source, am_node_get(&source, rule, "no_match"), who);
    }
    am_source_dispose(&source);
}

int main(int argc, char **argv)
{
    struct playbook_files files;

    if (argc != 2 || !playbook_files_read(&files, argv[1], NULL)) {
        fprintf(stderr, "usage: amends-playbook-examples DIR\n");
        return 2;
    }
    for (size_t i = 0; i < files.count; i++)
        if (strstr(files.files[i].path, "/signals/") != NULL)
            print_file(&files.files[i], "customer");
        else if (strstr(files.files[i].path, "/review/") != NULL)
            print_file(&files.files[i], "staff");
    playbook_files_dispose(&files);
    return fflush(stdout) == 0 ? 0 : 1;
}
