#include "faces/cli/folder.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "faces/cli/overlay.h"
#include "faces/cli/program.h"

void am_folder_dispose(struct am_folder *folder)
{
    for (size_t i = 0; i < folder->count; i++) {
        free((void *)(uintptr_t)folder->files[i].path);
        free((void *)(uintptr_t)folder->files[i].bytes.bytes);
    }
    free(folder->files);
    *folder = (struct am_folder){0};
}

static char *read_bytes(const char *path, size_t len_bytes)
{
    FILE *file = fopen(path, "rb");
    char *bytes = file ? malloc(len_bytes + 1) : NULL;
    if (bytes && fread(bytes, 1, len_bytes, file) != len_bytes) {
        free(bytes);
        bytes = NULL;
    }
    if (!bytes)
        am_complain("%s: cannot be read: %s", path, errno ? strerror(errno) : "it is shorter than it was");
    if (file)
        fclose(file);
    return bytes;
}

static bool add_file(const char *path, const char *name, off_t size, struct am_folder *out)
{
    if (out->count == AM_OVERLAY_FILES_MAX) {
        am_complain("%s: more than %d files", path, AM_OVERLAY_FILES_MAX);
        return false;
    }
    if (size > AM_OVERLAY_FILE_BYTES_MAX) {
        am_complain("%s: larger than %d bytes", path, AM_OVERLAY_FILE_BYTES_MAX);
        return false;
    }
    struct am_source_file *larger = realloc(out->files, (out->count + 1) * sizeof *larger);
    if (!larger)
        return false;
    out->files = larger;
    errno = 0;
    char *bytes = read_bytes(path, (size_t)size);
    char *kept = bytes ? strdup(name) : NULL;
    if (!kept) {
        free(bytes);
        return false;
    }
    out->files[out->count++] = (struct am_source_file){kept, {bytes, (size_t)size}};
    return true;
}

static bool is_yaml(const char *name)
{
    const size_t len = strlen(name);
    return len > 5 && strcmp(name + len - 5, ".yaml") == 0;
}

static bool read_level(const char *path, const char *name, unsigned depth, struct am_folder *out);

static bool read_entry(const char *path, const char *name, const char *entry, unsigned depth,
                       struct am_folder *out)
{
    char full[PATH_MAX], below[PATH_MAX];
    struct stat information;
    if (entry[0] == '.')
        return true;
    if (snprintf(full, sizeof full, "%s/%s", path, entry) >= (int)sizeof full ||
        snprintf(below, sizeof below, "%s%s%s", name, name[0] ? "/" : "", entry) >= (int)sizeof below) {
        am_complain("%s/%s: the path is too long", path, entry);
        return false;
    }
    if (stat(full, &information) != 0) {
        am_complain("%s: %s", full, strerror(errno));
        return false;
    }
    if (S_ISDIR(information.st_mode))
        return read_level(full, below, depth + 1, out);
    if (!S_ISREG(information.st_mode) || !is_yaml(entry))
        return true;
    return add_file(full, below, information.st_size, out);
}

static bool read_level(const char *path, const char *name, unsigned depth, struct am_folder *out)
{
    struct dirent **entries = NULL;
    if (depth > AM_OVERLAY_DEPTH_MAX) {
        am_complain("%s: more than %d folders deep", path, AM_OVERLAY_DEPTH_MAX);
        return false;
    }
    int count = scandir(path, &entries, NULL, alphasort);
    if (count < 0) {
        am_complain("%s: %s", path, strerror(errno));
        return false;
    }
    bool right = true;
    for (int i = 0; i < count; i++) {
        right = right && read_entry(path, name, entries[i]->d_name, depth, out);
        free(entries[i]);
    }
    free(entries);
    return right;
}

bool am_folder_read(const char *path, struct am_folder *out)
{
    *out = (struct am_folder){0};
    if (!read_level(path, "", 0, out))
        return false;
    if (out->count > 0)
        return true;
    am_complain("%s: there is no .yaml file in it", path);
    return false;
}
