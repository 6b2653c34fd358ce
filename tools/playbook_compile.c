/*
 * The playbook's compiler for the build and for authors.
 *
 * amends-playbook-compile DIR OUT: compiles a playbook into an image; OUT ending in ".c": as C.
 *
 * amends-playbook-compile --check DIR [--lang CODE]: tells every mistake; the other languages' folders are
 * not read.
 *
 * amends-playbook-compile --try TEXT DIR --lang CODE [--review]: tells which rules match a text.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/playbook/playbook.h"
#include "playbook/compile.h"
#include "playbook_files.h"

struct options {
    const char *folder, *out, *lang, *text;
    bool check, review;
};

static void tell(void *context, const struct am_mistake *mistake)
{
    const char *folder = context;

    fprintf(stderr, "%s/%s:%u:%u: %s\n", folder, mistake->path, mistake->line, mistake->column,
            mistake->message);
    if (mistake->text.bytes != NULL)
        fprintf(stderr, "    %.*s\n", (int)mistake->text.len_bytes, mistake->text.bytes);
    if (mistake->text.bytes != NULL)
        fprintf(stderr, "    %*s^%s%s\n", (int)mistake->column - 1, "",
                mistake->expected ? " expected: " : "", mistake->expected ? mistake->expected : "");
    else if (mistake->expected != NULL)
        fprintf(stderr, "    expected: %s\n", mistake->expected);
}

static const char *label_name(const struct am_rule *rule)
{
    static const char *(*const names[])(int) = {amends_signal_name, amends_mark_name, amends_finding_name,
                                                amends_move_name, amends_remedy_name};

    return rule->kind < 5 ? names[rule->kind](rule->label) : rule->kind == AM_RULE_TOPIC ? "topic" : "sense";
}

static void print_span(const char *text, struct amends_span span)
{
    unsigned at = 0;

    for (const char *c = text; *c; c++) {
        if (((unsigned char)*c & 0xc0) != 0x80)
            at++;
        if (at > span.start && at <= span.end)
            putchar(*c);
    }
}

static int try_text(const struct options *options, const struct am_playbook *playbook)
{
    void *text_memory = malloc(am_text_arena_size(65536)),
         *match_memory = malloc(am_match_arena_size(playbook));
    struct am_text_arena *arena = am_text_arena_init(text_memory, 65536);
    struct am_match_arena *match = am_match_arena_init(match_memory, playbook);
    struct am_text text;
    const struct am_hit *hits;
    enum amends_status status =
        am_text_scan(arena, (struct amends_view){options->text, strlen(options->text)}, &text);

    if (status != AMENDS_OK) {
        fprintf(stderr, "%s\n", amends_status_text(status));
        return 1;
    }
    if (playbook->lang[0].language.bytes != NULL)
        am_text_apply(arena, playbook->lang[0].language, &text);

    unsigned count = am_playbook_match(playbook, 0, options->review ? AM_GROUP_REPLY : AM_GROUP_CUSTOMER, -1,
                                       &text, match, &hits);

    for (unsigned i = 0; i < count; i++) {
        struct am_rule rule;

        am_playbook_rule(playbook, 0, hits[i].rule, &rule);
        printf("%u-%u\t%s\t%.*s\tpattern %u\t", hits[i].span.start, hits[i].span.end, label_name(&rule),
               (int)rule.id.len_bytes, rule.id.bytes, hits[i].pattern + 1u);
        print_span(options->text, hits[i].span);
        putchar('\n');
    }
    if (count == 0)
        printf("no rule matches\n");
    free(text_memory);
    free(match_memory);
    return 0;
}

/* The image as one string, aligned as the engine wants it: a compiler reads that in a tenth of the time that
 * numbers take. Question marks are escaped because of trigraphs. */
static bool write_string(FILE *file, const struct am_buffer *image)
{
    fprintf(file, "#include \"amends/engine.h\"\n\n"
                  "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n"
                  "_Alignas(8) static const char image[] =");
    for (size_t i = 0; i < image->len_bytes; i++) {
        unsigned char byte = image->bytes[i];

        if (i % 256 == 0)
            fprintf(file, "%s\n\"", i > 0 ? "\"" : "");
        if (byte < ' ' || byte > '~' || byte == '"' || byte == '\\' || byte == '?')
            fprintf(file, "\\%03o", byte);
        else
            putc(byte, file);
    }
    fprintf(file,
            "\";\n\nstruct amends_view amends_builtin_image(void)\n{\n"
            "    return (struct amends_view){image, %zuu};\n}\n",
            image->len_bytes);
    return !ferror(file);
}

static int write_image(const char *path, const struct am_buffer *image)
{
    FILE *file = fopen(path, "wb");
    size_t len = strlen(path);
    bool good = file != NULL;

    if (good && len > 2 && strcmp(path + len - 2, ".c") == 0)
        good = write_string(file, image);
    else if (good)
        good = fwrite(image->bytes, 1, image->len_bytes, file) == image->len_bytes;

    if (file != NULL && fclose(file) != 0)
        good = false;
    if (!good)
        perror(path);
    return good ? 0 : 1;
}

static int report(const struct options *options, bool good, const struct am_diagnosis *diagnosis,
                  const struct am_buffer *image)
{
    struct am_playbook playbook;

    if (!good)
        fprintf(stderr, "%u %s\n", diagnosis->count, diagnosis->count == 1 ? "mistake" : "mistakes");
    if (image->bytes == NULL ||
        am_playbook_open(&playbook, (struct amends_view){(const char *)image->bytes, image->len_bytes}) !=
            AMENDS_OK)
        return 1;
    for (unsigned i = 0; i < playbook.language_count && options->check; i++)
        printf("%s: %u rules and topics\n",
               am_image_section(playbook.image, AM_SECTION_CODES, AM_IMAGE_LANG_ALL).bytes + (size_t)8 * i,
               am_playbook_rule_count(&playbook, (int)i));
    if (options->text != NULL)
        return try_text(options, &playbook);
    if (options->out != NULL && good)
        return write_image(options->out, image);
    return good ? 0 : 1;
}

static bool read_options(int argc, char **argv, struct options *options)
{
    for (int i = 1; i < argc; i++) {
        const char **value = NULL;

        if (strcmp(argv[i], "--check") == 0)
            options->check = true;
        else if (strcmp(argv[i], "--review") == 0)
            options->review = true;
        else if (strcmp(argv[i], "--lang") == 0)
            value = &options->lang;
        else if (strcmp(argv[i], "--try") == 0)
            value = &options->text;
        else if (options->folder == NULL)
            options->folder = argv[i];
        else if (options->out == NULL)
            options->out = argv[i];
        else
            return false;
        if (value != NULL && ++i == argc)
            return false;
        if (value != NULL)
            *value = argv[i];
    }
    return options->folder != NULL &&
           (options->check || options->out != NULL || (options->text && options->lang));
}

int main(int argc, char **argv)
{
    struct options options = {0};
    struct playbook_files files;
    struct am_buffer image = {0};

    if (!read_options(argc, argv, &options)) {
        fprintf(stderr, "usage: amends-playbook-compile DIR OUT\n"
                        "       amends-playbook-compile --check DIR [--lang CODE]\n"
                        "       amends-playbook-compile --try TEXT DIR --lang CODE [--review]\n");
        return 2;
    }
    if (!playbook_files_read(&files, options.folder, options.lang))
        return 2;

    struct am_diagnosis diagnosis = {.tell = options.text != NULL ? NULL : tell,
                                     .context = (void *)options.folder};
    bool good = am_playbook_compile(files.files, files.count, files.count, &diagnosis, &image);
    int status = report(&options, good, &diagnosis, &image);

    am_buffer_dispose(&image);
    playbook_files_dispose(&files);
    return status;
}
