/* Backups in a folder, named after the time: a file of SQLite, or an archive of PostgreSQL. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "faces/archive/archive.h"
#include "faces/serve/keeping.h"
#include "store/whole.h"

enum { PATH_LEN = 4096, NAME_LEN = 64 };
static const char prefix[] = "amends-";

static void name_backup(int64_t now_ms, bool file, char name[NAME_LEN])
{
    const time_t seconds = (time_t)(now_ms / 1000);
    struct tm parts;
    char time_text[32];
    gmtime_r(&seconds, &parts);
    strftime(time_text, sizeof time_text, "%Y%m%dT%H%M%SZ", &parts);
    snprintf(name, NAME_LEN, "%s%s%s", prefix, time_text, file ? ".db" : "");
}

/* "amends-20261122T030000Z", with or without ".db": only what we have made is ever removed. */
static bool is_backup(const char *name)
{
    static const char form[] = "00000000T000000Z";
    if (strncmp(name, prefix, sizeof prefix - 1) != 0)
        return false;
    name += sizeof prefix - 1;
    for (size_t i = 0; i < sizeof form - 1; i++)
        if (form[i] == '0' ? name[i] < '0' || name[i] > '9' : name[i] != form[i])
            return false;
    return name[sizeof form - 1] == 0 || strcmp(name + sizeof form - 1, ".db") == 0;
}

static int is_backup_entry(const struct dirent *entry)
{
    return is_backup(entry->d_name);
}

static void remove_folder(const char *path)
{
    static const char *const inside[] = {"secrets", "."};
    for (size_t i = 0; i < 2; i++) {
        char folder[PATH_LEN], name[PATH_LEN];
        struct dirent *entry;
        snprintf(folder, sizeof folder, "%.3800s/%s", path, inside[i]);
        DIR *listing = opendir(folder);
        while (listing && (entry = readdir(listing)) != NULL) {
            const size_t len = strlen(entry->d_name);
            if (len > 5 && (strstr(entry->d_name, ".jsonl") || strcmp(entry->d_name, "manifest.json") == 0) &&
                snprintf(name, sizeof name, "%.3800s/%.255s", folder, entry->d_name) > 0)
                unlink(name);
        }
        if (listing)
            closedir(listing);
        rmdir(folder);
    }
    rmdir(path);
}

static void remove_oldest(const char *folder, int64_t keep)
{
    struct dirent **names = NULL;
    const int count = scandir(folder, &names, is_backup_entry, alphasort);
    for (int i = 0; i < count; i++) {
        char path[PATH_LEN];
        snprintf(path, sizeof path, "%.3800s/%.255s", folder, names[i]->d_name);
        if (i < count - keep && unlink(path) != 0)
            remove_folder(path);
        free(names[i]);
    }
    free(names);
}

enum am_kept am_backup_make(struct am_opening *opening, const char *folder, int64_t keep, int64_t now_ms,
                            const char **path, char trouble[AM_CONFIG_TROUBLE_LEN])
{
    const char *file = am_sqlite_path(opening->db);
    char name[NAME_LEN];
    const size_t size = strlen(folder) + NAME_LEN + 2;
    char *made = am_arena_take(&opening->arena, size);
    if (!made || size > PATH_LEN - 300) {
        snprintf(trouble, AM_CONFIG_TROUBLE_LEN, "%.200s: no memory, or the path is too long", folder);
        return AM_KEPT_MEMORY;
    }
    if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
        snprintf(trouble, AM_CONFIG_TROUBLE_LEN, "%.200s: %s", folder, strerror(errno));
        return errno == ENOSPC ? AM_KEPT_FULL : AM_KEPT_READONLY;
    }
    name_backup(now_ms, file != NULL, name);
    snprintf(made, size, "%s/%s", folder, name);
    enum am_kept kept;
    if (file) {
        char why[AM_STORE_TROUBLE_LEN];
        kept = am_sqlite_copy(file, made, why);
        snprintf(trouble, AM_CONFIG_TROUBLE_LEN, "%s", why);
    } else {
        struct am_archive_told told;
        kept = am_archive_write(opening->store, made, now_ms, &told);
        snprintf(trouble, AM_CONFIG_TROUBLE_LEN, "%s", told.trouble);
    }
    if (kept == AM_KEPT_OK && keep > 0)
        remove_oldest(folder, keep);
    *path = made;
    return kept;
}
