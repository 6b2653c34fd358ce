#define _POSIX_C_SOURCE 200809L

#include "playbook_files.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool read_bytes(const char *path, struct amends_view *out)
{
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    size_t used = 0, size = 0;

    if (file == NULL)
        return false;
    for (;;) {
        if (used == size) {
            size = size ? size * 2 : 16384;

            char *grown = realloc(bytes, size);

            if (grown == NULL) {
                free(bytes);
                fclose(file);
                return false;
            }
            bytes = grown;
        }

        size_t got = fread(bytes + used, 1, size - used, file);

        if (got == 0)
            break;
        used += got;
    }
    fclose(file);
    *out = (struct amends_view){bytes, used};
    return true;
}

static bool add_file(struct playbook_files *files, const char *disk, const char *path)
{
    struct am_source_file *grown = realloc(files->files, (files->count + 1) * sizeof *grown);
    struct amends_view bytes;
    char *copy = strdup(path);

    if (grown != NULL)
        files->files = grown;
    if (grown == NULL || copy == NULL || !read_bytes(disk, &bytes)) {
        fprintf(stderr, "%s: %s\n", disk, strerror(errno));
        free(copy);
        return false;
    }
    files->files[files->count++] = (struct am_source_file){copy, bytes};
    return true;
}

static bool ends_in(const char *name, const char *end)
{
    size_t len = strlen(name), end_len = strlen(end);

    return len > end_len && strcmp(name + len - end_len, end) == 0;
}

/* A file of a playbook: one of the texts, or what was learned. */
static bool is_part(const char *path, const char *name)
{
    return ends_in(name, ".yaml") ||
           (strcmp(path, "model") == 0 && (ends_in(name, ".signals") || ends_in(name, ".review") ||
                                           ends_in(name, ".words") || ends_in(name, ".characters")));
}

/* One folder and those in it; `path` is its name inside the playbook. */
static bool read_folder(struct playbook_files *files, const char *disk, const char *path, const char *lang)
{
    struct dirent **names;
    int count = scandir(disk, &names, NULL, alphasort);
    bool good = true;

    for (int i = 0; i < count; i++) {
        char below[4096], inside[1024];
        struct stat status;
        const char *name = names[i]->d_name;

        snprintf(below, sizeof below, "%s/%s", disk, name);
        snprintf(inside, sizeof inside, "%s%s%s", path, *path ? "/" : "", name);
        if (good && name[0] != '.' && stat(below, &status) == 0) {
            bool other = strcmp(path, "lang") == 0 && lang != NULL && strcmp(name, lang) != 0;
            bool unread =
                strcmp(path, "model") == 0 && lang != NULL && strncmp(name, lang, strlen(lang)) != 0;

            if (S_ISDIR(status.st_mode) && !other && strcmp(name, "encounters") != 0)
                good = read_folder(files, below, inside, lang);
            else if (!unread && S_ISREG(status.st_mode) && is_part(path, name))
                good = add_file(files, below, inside);
        }
        free(names[i]);
    }
    if (count >= 0)
        free(names);
    return good;
}

bool playbook_files_read(struct playbook_files *files, const char *folder, const char *lang)
{
    static const char *const parts[] = {"lang", "playbook", "model"};
    struct stat status;

    *files = (struct playbook_files){NULL, 0};
    if (stat(folder, &status) != 0 || !S_ISDIR(status.st_mode)) {
        fprintf(stderr, "%s: this is no folder\n", folder);
        return false;
    }
    for (unsigned i = 0; i < 3; i++) {
        char below[4096];

        snprintf(below, sizeof below, "%s/%s", folder, parts[i]);
        if (i == 2 && stat(below, &status) != 0)
            break; /* nothing was learned yet */
        if (!read_folder(files, below, parts[i], lang))
            return false;
    }
    return true;
}

void playbook_files_dispose(struct playbook_files *files)
{
    for (size_t i = 0; i < files->count; i++) {
        free((char *)files->files[i].path);
        free((char *)files->files[i].bytes.bytes);
    }
    free(files->files);
}
