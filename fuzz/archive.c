/*
 * Any bytes as an archive that is imported: parts that begin with a line "== NAME", each a file of it. A part
 * without a manifest gets one that fits (names, SHA-256, rows), so that the lines are read too. Whatever
 * comes, it is refused with a reason or every row that is written is sound; a line that is taken, told again
 * and taken again is the same.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "domain/kinds/all.h"
#include "faces/archive/inside.h"
#include "fuzz/port.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { PATH_LEN = 256 };

static const struct am_archive_files *known(void)
{
    static struct am_archive_files files;
    if (files.count == 0)
        am_archive_list(&files);
    return &files;
}

static const char *folder(void);

static void remove_folder(void)
{
    char path[PATH_LEN];
    for (size_t i = 0; i < known()->count; i++) {
        snprintf(path, sizeof path, "%s/%s", folder(), known()->files[i].name);
        unlink(path);
    }
    snprintf(path, sizeof path, "%s/manifest.json", folder());
    unlink(path);
    snprintf(path, sizeof path, "%s/secrets", folder());
    rmdir(path);
    rmdir(folder());
}

/* One for the whole run. */
static const char *folder(void)
{
    static char name[64];
    char secrets[PATH_LEN];
    if (name[0])
        return name;
    snprintf(name, sizeof name, "/tmp/amends-fuzz-%ld", (long)getpid());
    snprintf(secrets, sizeof secrets, "%s/secrets", name);
    if (sodium_init() < 0 || mkdir(name, 0700) != 0 || mkdir(secrets, 0700) != 0 ||
        atexit(remove_folder) != 0)
        abort();
    return name;
}

static void write_file(const char *name, const char *bytes, size_t len)
{
    char path[PATH_LEN];
    snprintf(path, sizeof path, "%s/%.100s", folder(), name);
    FILE *file = fopen(path, "w");
    if (!file || fwrite(bytes, 1, len, file) != len || fclose(file) != 0)
        abort();
}

/* Taken, told, taken: nothing is lost on the way. */
static void check_line(const struct am_record *record, const char *bytes, size_t len)
{
    struct am_arena arena = {0};
    char expected[AM_ARCHIVE_EXPECTED_LEN] = "";
    json_t *line = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, NULL);
    void *row = am_arena_take(&arena, record->size), *again = am_arena_take(&arena, record->size);
    if (line && am_archive_take(record, line, AM_ARCHIVE_OPEN, &arena, row, expected)) {
        json_t *told = am_archive_line(record, row, AM_ARCHIVE_OPEN);
        if (!told || !am_archive_take(record, told, AM_ARCHIVE_OPEN, &arena, again, expected))
            __builtin_trap();
        json_t *twice = am_archive_line(record, again, AM_ARCHIVE_OPEN);
        if (!twice || !json_equal(told, twice))
            __builtin_trap();
        json_decref(told);
        json_decref(twice);
    } else if (line && !expected[0]) {
        __builtin_trap();
    }
    json_decref(line);
    am_arena_dispose(&arena);
}

static size_t check_lines(const struct am_archive_file *file, const char *at, size_t len)
{
    size_t rows = 0;
    for (const char *end = at + len; at < end; rows++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        if (file->part == AM_ARCHIVE_OPEN)
            check_line(file->record, at, (size_t)((stop ? stop : end) - at));
        at = stop ? stop + 1 : end;
    }
    return rows;
}

/* A manifest for what was written. */
static json_t *manifest(void)
{
    return json_pack("{s:s, s:i, s:[{s:s, s:{}}], s:[]}", "format", "amends-archive", "form", AM_ARCHIVE_FORM,
                     "organisations", "id", "0000000000001", "counters", "files");
}

static void add_file(json_t *list, const char *name, size_t rows)
{
    char path[PATH_LEN], hash[AM_ARCHIVE_HASH_LEN];
    snprintf(path, sizeof path, "%s/%s", folder(), name);
    if (am_archive_hash(path, hash))
        json_array_append_new(list,
                              json_pack("{s:s, s:s, s:i}", "name", name, "sha256", hash, "rows", (int)rows));
}

/* Cuts the input into its parts; true: one of them is the manifest. */
static bool write_parts(const char *at, const char *end, json_t *files)
{
    const struct am_archive_files *all = known();
    bool has_manifest = false;
    while (end - at > 3 && memcmp(at, "== ", 3) == 0) {
        const char *line = memchr(at, '\n', (size_t)(end - at));
        if (!line)
            break;
        const char *body = line + 1, *next = body;
        while (next < end && !(end - next > 3 && memcmp(next, "== ", 3) == 0)) {
            const char *newline = memchr(next, '\n', (size_t)(end - next));
            next = newline ? newline + 1 : end;
        }
        const struct amends_view name = {at + 3, (size_t)(line - at - 3)};
        if (name.len_bytes == 13 && memcmp(name.bytes, "manifest.json", 13) == 0) {
            write_file("manifest.json", body, (size_t)(next - body));
            has_manifest = true;
        }
        for (size_t i = 0; i < all->count; i++)
            if (strlen(all->files[i].name) == name.len_bytes &&
                memcmp(all->files[i].name, name.bytes, name.len_bytes) == 0) {
                write_file(all->files[i].name, body, (size_t)(next - body));
                add_file(files, all->files[i].name, check_lines(&all->files[i], body, (size_t)(next - body)));
            }
        at = next;
    }
    return has_manifest;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct am_archive_told told = {0};
    json_t *made = manifest();
    if (size > 0 &&
        !write_parts((const char *)bytes, (const char *)bytes + size, json_object_get(made, "files"))) {
        char *text = json_dumps(made, JSON_COMPACT);
        write_file("manifest.json", text, strlen(text));
        free(text);
    }
    if (am_archive_read(fuzz_store(), folder(), &told) != AM_KEPT_OK && !told.trouble[0])
        __builtin_trap();
    json_decref(made);
    return 0;
}
