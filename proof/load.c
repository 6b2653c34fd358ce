/*
 * The playbook for the proof: acts.yaml and coach.yaml alone, compiled in memory, with a fault planted where
 * one is asked for.
 */
#include <stdlib.h>
#include <string.h>

#include "playbook/compile.h"
#include "proof/proof.h"

static char *read_file(const char *folder, const char *name)
{
    char path[1024];
    FILE *file;
    char *text = NULL;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "rb");
    if (file == NULL) {
        fprintf(stderr, "proof: cannot read %s\n", path);
        return NULL;
    }
    if (fseek(file, 0, SEEK_END) == 0) {
        long size = ftell(file);

        rewind(file);
        text = size >= 0 ? malloc((size_t)size + 1) : NULL;
        if (text != NULL)
            text[fread(text, 1, (size_t)size, file)] = '\0';
    }
    fclose(file);
    return text;
}

/* The text with the first `from` replaced; NULL where it is not in there. Frees the old one. */
static char *planted(char *text, const char *from, const char *to)
{
    char *at = text ? strstr(text, from) : NULL;
    char *out;

    if (at == NULL) {
        fprintf(stderr, "proof: nothing to plant a fault in: %s\n", from);
        free(text);
        return NULL;
    }
    out = malloc(strlen(text) + strlen(to) + 1);
    if (out != NULL) {
        memcpy(out, text, (size_t)(at - text));
        strcpy(out + (at - text), to);
        strcat(out, at + strlen(from));
    }
    free(text);
    return out;
}

static void tell(void *context, const struct am_mistake *mistake)
{
    (void)context;
    fprintf(stderr, "%s:%u:%u: %s\n", mistake->path, mistake->line, mistake->column, mistake->message);
}

struct am_coach_rules *rules_load(const char *folder, const char *from, const char *to)
{
    char *acts = read_file(folder, "acts.yaml"), *coach = read_file(folder, "coach.yaml");
    struct am_diagnosis diagnosis = {tell, NULL, 0};
    struct am_source sources[2];
    struct am_coach_rules *rules = NULL;

    memset(sources, 0, sizeof sources);
    if (coach != NULL && from != NULL)
        coach = planted(coach, from, to);
    if (acts != NULL && coach != NULL) {
        bool good = am_source_parse(&sources[0], "playbook/acts.yaml",
                                    (struct amends_view){acts, strlen(acts)}, &diagnosis);

        good &= am_source_parse(&sources[1], "playbook/coach.yaml",
                                (struct amends_view){coach, strlen(coach)}, &diagnosis);
        if (good) {
            struct am_compile compile = {.sources = sources, .source_count = 2, .diagnosis = &diagnosis};

            am_compile_coach(&compile);
            if (diagnosis.count == 0 && compile.pack.count == 1 && (rules = malloc(sizeof *rules)) != NULL)
                memcpy(rules, compile.pack.contents[0].bytes, sizeof *rules);
            am_pack_dispose(&compile.pack);
        }
        am_source_dispose(&sources[0]);
        am_source_dispose(&sources[1]);
    }
    free(acts);
    free(coach);
    return rules;
}
