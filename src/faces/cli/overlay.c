#include "faces/cli/overlay.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "amends/engine.h"
#include "engine/model/model.h"
#include "faces/cli/builtin_files.h"
#include "faces/cli/folder.h"
#include "faces/cli/program.h"
#include "playbook/compile.h"

/* What was learned is no file of the program: it is taken from the built-in image, as files by their names.
 */
struct weights {
    struct am_source_file files[AM_MODEL_SIDES * AMENDS_LANGUAGES_MAX];
    char paths[AM_MODEL_SIDES * AMENDS_LANGUAGES_MAX][32];
    size_t count;
};

static void find_weights(struct weights *weights)
{
    static const char *const endings[AM_MODEL_SIDES] = {"signals", "review"};
    struct am_playbook playbook;
    weights->count = 0;
    if (am_playbook_open(&playbook, amends_builtin_image()) != AMENDS_OK)
        return;
    const char *codes = am_image_section(playbook.image, AM_SECTION_CODES, AM_IMAGE_LANG_ALL).bytes;
    for (unsigned lang = 0; lang < playbook.language_count; lang++)
        for (int side = 0; side < AM_MODEL_SIDES; side++) {
            struct amends_view bytes = playbook.lang[lang].models[side];
            char *path = weights->paths[weights->count];
            if (!bytes.bytes)
                continue;
            snprintf(path, sizeof weights->paths[0], "model/%s.%s",
                     codes + (size_t)lang * AM_IMAGE_CODE_BYTES, endings[side]);
            weights->files[weights->count++] = (struct am_source_file){path, bytes};
        }
}

/* Which of the files are the built-in ones; the others lie in the folder. */
struct telling {
    const char *folder;
    const struct am_source_file *builtin;
    size_t builtin_count;
};

static const char *whose(const struct telling *telling, const char *path)
{
    for (size_t i = 0; i < telling->builtin_count; i++)
        if (telling->builtin[i].path == path)
            return "built-in";
    return telling->folder;
}

/* One mistake, with the line it stands in and a mark under the column. */
static void tell(void *context, const struct am_mistake *mistake)
{
    const struct telling *telling = context;
    fprintf(stderr, "%s/%s:%u:%u: %s\n", whose(telling, mistake->path), mistake->path ? mistake->path : "",
            mistake->line, mistake->column, mistake->message);
    size_t len = mistake->text.len_bytes < 200 ? mistake->text.len_bytes : 200;
    if (len > 0) {
        fprintf(stderr, "    %.*s\n    ", (int)len, mistake->text.bytes);
        for (size_t i = 0, column = 1; i < len && column < mistake->column; i++) {
            if (((unsigned char)mistake->text.bytes[i] & 0xc0) == 0x80)
                continue;
            fputc(mistake->text.bytes[i] == '\t' ? '\t' : ' ', stderr);
            column++;
        }
        fputs("^\n", stderr);
    }
    if (mistake->expected)
        fprintf(stderr, "    expected: %s\n", mistake->expected);
}

/* Compiles the folder's files, laid over the built-in ones and what was learned. */
static int compile_over(const char *folder, const struct am_folder *own,
                        const struct am_builtin_files *builtin, const struct weights *weights,
                        struct am_buffer *image)
{
    size_t below = weights->count + builtin->count;
    struct am_source_file *files = calloc(below + own->count + 1, sizeof *files);

    if (!files) {
        am_complain("no memory");
        return AM_EXIT_SYSTEM;
    }

    struct telling telling = {folder, builtin->files, builtin->count};
    struct am_diagnosis diagnosis = {.tell = tell, .context = &telling};

    for (size_t i = 0; i < weights->count; i++)
        files[i] = weights->files[i];
    for (size_t i = 0; i < builtin->count; i++)
        files[weights->count + i] = builtin->files[i];
    for (size_t i = 0; i < own->count; i++)
        files[below + i] = own->files[i];

    bool right = am_playbook_compile(files, below + own->count, below, &diagnosis, image);

    if (!right)
        am_complain("%s: the playbook has %u mistake%s", folder, diagnosis.count,
                    diagnosis.count == 1 ? "" : "s");
    free(files);
    return right ? AM_EXIT_OK : AM_EXIT_PLAYBOOK;
}

int am_overlay_compile(const char *folder, bool alone, struct am_buffer *image)
{
    struct am_builtin_files builtin = {0};
    struct weights weights = {.count = 0};
    struct am_folder own;
    int status = AM_EXIT_SYSTEM;

    if (!am_folder_read(folder, &own)) {
        am_folder_dispose(&own);
        return AM_EXIT_PLAYBOOK;
    }
    if (!alone)
        find_weights(&weights);
    if (alone || am_builtin_files_unpack(&builtin))
        status = compile_over(folder, &own, &builtin, &weights, image);
    else
        am_complain("no memory");
    am_builtin_files_dispose(&builtin);
    am_folder_dispose(&own);
    return status;
}

/* Makes the folders above a file. */
static bool make_folders(char *path)
{
    for (char *at = path + 1; *at; at++) {
        if (*at != '/')
            continue;
        *at = 0;
        int made = mkdir(path, 0777);
        *at = '/';
        if (made != 0 && errno != EEXIST)
            return false;
    }
    return true;
}

static bool write_file(const char *path, struct amends_view bytes)
{
    FILE *file = fopen(path, "wbx");
    if (!file)
        return false;
    bool written = fwrite(bytes.bytes, 1, bytes.len_bytes, file) == bytes.len_bytes;
    return fclose(file) == 0 && written;
}

static int write_files(const char *folder, const struct am_builtin_files *builtin)
{
    for (size_t i = 0; i < builtin->count; i++) {
        const struct am_source_file *file = &builtin->files[i];
        char path[PATH_MAX];

        if (snprintf(path, sizeof path, "%s/%s", folder, file->path) >= (int)sizeof path) {
            am_complain("%s: the path is too long", folder);
            return AM_EXIT_OUTPUT;
        }
        if (!make_folders(path) || !write_file(path, file->bytes)) {
            am_complain("%s: %s", path, strerror(errno));
            return AM_EXIT_OUTPUT;
        }
    }
    printf("%zu files in %s\n", builtin->count, folder);
    return am_output_finish(AM_EXIT_OK);
}

int am_overlay_export(const char *folder)
{
    struct am_builtin_files builtin;

    if (!am_builtin_files_unpack(&builtin)) {
        am_complain("no memory");
        return AM_EXIT_SYSTEM;
    }

    int status = write_files(folder, &builtin);

    am_builtin_files_dispose(&builtin);
    return status;
}
