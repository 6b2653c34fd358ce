#include "playbook/compile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "amends/limits.h"
#include "playbook/rules.h"

const struct am_source *am_compile_source(const struct am_compile *compile, const char *path, bool overlay)
{
    for (size_t i = 0; i < compile->source_count; i++)
        if (compile->sources[i].overlay == overlay && compile->sources[i].parsed &&
            strcmp(compile->sources[i].path, path) == 0)
            return &compile->sources[i];
    return NULL;
}

const struct am_source *am_compile_lang_source(const struct am_compile *compile, int lang, const char *name,
                                               bool overlay)
{
    char path[256];

    snprintf(path, sizeof path, "lang/%s/%s", compile->codes[lang], name);
    return am_compile_source(compile, path, overlay);
}

struct amends_view am_compile_section(const struct am_compile *compile, enum am_section tag, unsigned lang)
{
    for (unsigned i = 0; i < compile->pack.count; i++)
        if (compile->pack.entries[i].tag == tag && compile->pack.entries[i].lang == lang)
            return (struct amends_view){(const char *)compile->pack.contents[i].bytes,
                                        compile->pack.contents[i].len_bytes};
    return (struct amends_view){NULL, 0};
}

/* A language is a folder under lang/: its code is two to seven small letters. */
static void add_language(struct am_compile *compile, const char *path)
{
    const char *code = path + 5, *end;
    size_t len;

    if (strncmp(path, "lang/", 5) != 0 || (end = strchr(code, '/')) == NULL)
        return;
    len = (size_t)(end - code);
    for (unsigned i = 0; i < compile->language_count; i++)
        if (strlen(compile->codes[i]) == len && memcmp(compile->codes[i], code, len) == 0)
            return;
    if (len < 2 || len > 7 || strspn(code, "abcdefghijklmnopqrstuvwxyz-") < len ||
        compile->language_count == AMENDS_LANGUAGES_MAX) {
        am_mistake_file(compile->diagnosis, path,
                        "lang/<code>/…, the code two to seven small letters, at most 16",
                        "this folder is no language");
        return;
    }
    memcpy(compile->codes[compile->language_count++], code, len);
}

static bool is_known_path(const char *path)
{
    static const char *const own[] = {"language.yaml", "inflection.yaml", "classes.yaml", "phrases.yaml",
                                      "messages.yaml", "topics.yaml",     "senses.yaml"};
    const char *name;

    if (strcmp(path, "playbook/acts.yaml") == 0 || strcmp(path, "playbook/coach.yaml") == 0 ||
        strcmp(path, "playbook/signals.yaml") == 0 || strcmp(path, "playbook/findings.yaml") == 0)
        return true;
    if (strncmp(path, "model/", 6) == 0)
        return true;
    if (strncmp(path, "lang/", 5) != 0 || (name = strchr(path + 5, '/')) == NULL)
        return false;
    name++;
    for (unsigned i = 0; i < sizeof own / sizeof *own; i++)
        if (strcmp(name, own[i]) == 0)
            return true;
    return strncmp(name, "signals/", 8) == 0 || strncmp(name, "review/", 7) == 0;
}

static void parse_sources(struct am_compile *compile, struct am_source *sources,
                          const struct am_source_file *files, size_t file_count, size_t overlay_from)
{
    for (size_t i = 0; i < file_count; i++) {
        sources[i].overlay = i >= overlay_from;
        sources[i].path = files[i].path;
        if (!is_known_path(files[i].path)) {
            am_mistake_file(compile->diagnosis, files[i].path, "a file of docs/design/playbook.md",
                            "a playbook has no such file");
            continue;
        }
        if (am_model_is_weights(files[i].path)) {
            am_model_take(compile, &files[i]);
            continue;
        }
        am_source_parse(&sources[i], files[i].path, files[i].bytes, compile->diagnosis);
        add_language(compile, files[i].path);
    }
}

/* Files that every playbook has; those that are there but unreadable were told already. */
static void need_file(struct am_compile *compile, const char *path)
{
    for (size_t i = 0; i < compile->source_count; i++)
        if (strcmp(compile->sources[i].path, path) == 0)
            return;
    am_mistake_file(compile->diagnosis, path, "this file (docs/design/playbook.md)", "the file is missing");
}

static void need_files(struct am_compile *compile)
{
    /* coach.yaml is asked for by its own compiler. */
    static const char *const common[] = {"playbook/acts.yaml", "playbook/signals.yaml",
                                         "playbook/findings.yaml"};
    static const char *const own[] = {"language.yaml", "inflection.yaml", "phrases.yaml", "messages.yaml",
                                      "topics.yaml"};

    for (unsigned i = 0; i < sizeof common / sizeof *common; i++)
        need_file(compile, common[i]);
    for (unsigned lang = 0; lang < compile->language_count; lang++)
        for (unsigned i = 0; i < sizeof own / sizeof *own; i++) {
            char path[64];

            snprintf(path, sizeof path, "lang/%s/%s", compile->codes[lang], own[i]);
            need_file(compile, path);
        }
}

/* The version: of the format, and of the contents. */
static void add_version(struct am_compile *compile, const struct am_source_file *files, size_t file_count)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    struct am_buffer out = {0};
    char text[40];

    for (size_t i = 0; i < file_count; i++)
        for (size_t k = 0; k < files[i].bytes.len_bytes; k++)
            hash = (hash ^ (unsigned char)files[i].bytes.bytes[k]) * UINT64_C(0x100000001b3);
    am_buffer_add(&out, text,
                  (size_t)snprintf(text, sizeof text, "1-%012llx", (unsigned long long)(hash >> 16)));
    am_pack_add(&compile->pack, AM_SECTION_VERSION, AM_IMAGE_LANG_ALL, &out);
}

static void compile_parts(struct am_compile *compile)
{
    struct am_buffer codes = {0};

    am_buffer_add(&codes, compile->codes, compile->language_count * sizeof *compile->codes);
    am_pack_add(&compile->pack, AM_SECTION_CODES, AM_IMAGE_LANG_ALL, &codes);
    am_compile_labels(compile);
    am_compile_message_keys(compile);
    for (unsigned lang = 0; lang < compile->language_count; lang++) {
        if (am_compile_lang_source(compile, (int)lang, "language.yaml", false) != NULL ||
            am_compile_lang_source(compile, (int)lang, "language.yaml", true) != NULL)
            am_compile_language(compile, (int)lang);
        am_compile_rules(compile, (int)lang);
        am_compile_phrases(compile, (int)lang);
        am_compile_messages(compile, (int)lang);
        am_compile_model(compile, (int)lang);
        am_compile_words(compile, (int)lang);
        am_compile_characters(compile, (int)lang);
    }
    am_compile_identify(compile);
    am_compile_coach(compile);
    am_compile_heat(compile);
}

static void finish(struct am_compile *compile, struct am_buffer *image)
{
    struct am_playbook playbook;

    if (!am_pack_finish(&compile->pack, image)) {
        am_mistake_file(compile->diagnosis, "playbook", NULL, "no memory");
        am_buffer_dispose(image);
        return;
    }

    enum amends_status status =
        am_playbook_open(&playbook, (struct amends_view){(const char *)image->bytes, image->len_bytes});

    if (status != AMENDS_OK) {
        am_mistake_file(compile->diagnosis, "playbook", "an image that can be opened",
                        amends_status_text(status));
        am_buffer_dispose(image);
        return;
    }
    for (unsigned lang = 0; lang < compile->language_count; lang++)
        am_examples_check(compile, (int)lang, &playbook);
    am_own_words_check(compile, &playbook);
}

bool am_playbook_compile(const struct am_source_file *files, size_t file_count, size_t overlay_from,
                         struct am_diagnosis *diagnosis, struct am_buffer *image)
{
    struct am_compile *compile = calloc(1, sizeof *compile);
    struct am_source *sources = calloc(file_count ? file_count : 1, sizeof *sources);
    unsigned before = diagnosis->count;

    *image = (struct am_buffer){0};
    if (compile != NULL && sources != NULL) {
        compile->diagnosis = diagnosis;
        compile->sources = sources;
        compile->source_count = file_count;
        parse_sources(compile, sources, files, file_count, overlay_from);
        need_files(compile);
        add_version(compile, files, file_count);
        compile_parts(compile);
        finish(compile, image);
        for (unsigned lang = 0; lang < compile->language_count; lang++)
            am_rule_list_free(compile->rules[lang]);
        am_pack_dispose(&compile->pack);
        for (size_t i = 0; i < file_count; i++)
            am_source_dispose(&sources[i]);
    } else {
        am_mistake_file(diagnosis, "playbook", NULL, "no memory");
    }
    free(compile);
    free(sources);
    return diagnosis->count == before && image->bytes != NULL;
}
