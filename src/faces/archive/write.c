/* Writing an archive. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "domain/kinds/all.h"
#include "faces/archive/inside.h"
#include "store/whole.h"

enum { PAGE = 500 };

enum am_kept am_archive_wrong(struct am_archive_told *told, enum am_kept kept, const char *format, ...)
{
    if (!told->trouble[0]) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(told->trouble, sizeof told->trouble, format, arguments);
        va_end(arguments);
    }
    return kept;
}

void am_archive_list(struct am_archive_files *out)
{
    size_t count;
    const struct am_record *const *records = am_records(&count);
    out->count = 0;
    for (size_t i = 0; i < count; i++) {
        for (enum am_archive_part part = AM_ARCHIVE_OPEN; part <= AM_ARCHIVE_SECRETS; part++) {
            if (!am_archive_has(records[i], part) || out->count == AM_ARCHIVE_FILES_MOST)
                continue;
            struct am_archive_file *file = &out->files[out->count++];
            *file = (struct am_archive_file){.record = records[i], .part = part};
            snprintf(file->name, sizeof file->name, "%s%s.jsonl",
                     part == AM_ARCHIVE_SECRETS ? "secrets/" : "", records[i]->plural);
        }
    }
}

/* ---- one file */

struct sink {
    FILE *file; /* NULL: only the hash is wanted */
    crypto_hash_sha256_state hash;
    struct am_archive_file *about;
    struct am_archive_told *told;
};

static int put_bytes(const char *bytes, size_t len, void *context)
{
    struct sink *sink = context;
    crypto_hash_sha256_update(&sink->hash, (const unsigned char *)bytes, len);
    return sink->file && fwrite(bytes, 1, len, sink->file) != len ? -1 : 0;
}

static enum am_kept kept_of_errno(void)
{
    return errno == ENOSPC || errno == EDQUOT ? AM_KEPT_FULL
           : errno == ENOMEM                  ? AM_KEPT_MEMORY
                                              : AM_KEPT_READONLY;
}

static enum am_kept put_row(struct sink *sink, const void *row)
{
    json_t *line = am_archive_line(sink->about->record, row, sink->about->part);
    if (!line)
        return am_archive_wrong(sink->told, AM_KEPT_MEMORY, "no memory");
    errno = 0;
    const bool put =
        json_dump_callback(line, put_bytes, sink, JSON_COMPACT) == 0 && put_bytes("\n", 1, sink) == 0;
    json_decref(line);
    sink->about->rows++;
    return put ? AM_KEPT_OK
               : am_archive_wrong(sink->told, kept_of_errno(), "%s: %s", sink->about->name, strerror(errno));
}

static enum am_kept put_organisation(struct sink *sink, struct am_tx *tx, am_id org)
{
    const struct am_record *record = sink->about->record;
    struct am_list list = {.most = PAGE};
    for (;;) {
        struct am_arena arena = {0};
        void *rows = NULL;
        size_t count = 0;
        enum am_kept kept = am_tx_list(tx, record, org, &list, &arena, &rows, &count);
        for (size_t i = 0; kept == AM_KEPT_OK && i < count; i++) {
            const struct am_row *row = (const void *)((const char *)rows + i * record->size);
            kept = put_row(sink, row);
            list.resume = true;
            list.after_by = list.after_id = row->id;
        }
        am_arena_dispose(&arena);
        if (kept != AM_KEPT_OK || count < PAGE)
            return kept;
    }
}

/* A file of ours: read by its owner alone. */
static FILE *open_file(const char *folder, const char *name)
{
    char path[AM_ARCHIVE_PATH_LEN];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    const int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (fd >= 0 && !file)
        close(fd);
    return file;
}

static bool close_file(FILE *file)
{
    const bool synced = fflush(file) == 0 && fsync(fileno(file)) == 0;
    const int failed = errno;
    const bool closed = fclose(file) == 0;
    if (!synced)
        errno = failed;
    return synced && closed;
}

static void write_hash(const unsigned char bytes[crypto_hash_sha256_BYTES], char hash[AM_ARCHIVE_HASH_LEN])
{
    sodium_bin2hex(hash, AM_ARCHIVE_HASH_LEN, bytes, crypto_hash_sha256_BYTES);
}

static enum am_kept dump_file(struct am_tx *tx, const char *folder, const am_id *orgs, size_t org_count,
                              struct am_archive_file *about, struct am_archive_told *told)
{
    struct sink sink = {.about = about, .told = told};
    unsigned char bytes[crypto_hash_sha256_BYTES];
    enum am_kept kept = AM_KEPT_OK;
    about->rows = 0;
    crypto_hash_sha256_init(&sink.hash);
    if (folder && !(sink.file = open_file(folder, about->name)))
        return am_archive_wrong(told, kept_of_errno(), "%s/%s: %s", folder, about->name, strerror(errno));
    for (size_t i = 0; kept == AM_KEPT_OK && i < org_count; i++)
        kept = put_organisation(&sink, tx, orgs[i]);
    if (sink.file && !close_file(sink.file) && kept == AM_KEPT_OK)
        kept = am_archive_wrong(told, kept_of_errno(), "%s/%s: %s", folder, about->name, strerror(errno));
    crypto_hash_sha256_final(&sink.hash, bytes);
    write_hash(bytes, about->hash);
    if (about->part == AM_ARCHIVE_OPEN)
        told->rows += about->rows;
    return kept;
}

enum am_kept am_archive_dump(struct am_tx *tx, const char *folder, struct am_archive_files *files,
                             struct am_archive_told *told)
{
    struct am_arena arena = {0};
    am_id *orgs = NULL;
    size_t count = 0;
    told->rows = 0;
    enum am_kept kept = am_tx_organisations(tx, &arena, &orgs, &count);
    told->organisations = (int64_t)count;
    for (size_t i = 0; kept == AM_KEPT_OK && i < files->count; i++)
        kept = dump_file(tx, folder, orgs, count, &files->files[i], told);
    am_arena_dispose(&arena);
    return kept;
}

bool am_archive_hash(const char *path, char hash[AM_ARCHIVE_HASH_LEN])
{
    unsigned char piece[16384], bytes[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;
    FILE *file = fopen(path, "re");
    if (!file)
        return false;
    crypto_hash_sha256_init(&state);
    for (size_t len; (len = fread(piece, 1, sizeof piece, file)) > 0;)
        crypto_hash_sha256_update(&state, piece, len);
    const bool read = !ferror(file);
    fclose(file);
    crypto_hash_sha256_final(&state, bytes);
    write_hash(bytes, hash);
    return read;
}

/* ---- the whole */

struct writing {
    const char *folder;
    int64_t now_ms;
    struct am_archive_files files;
    struct am_archive_told *told;
};

static json_t *json_of_counters(struct am_tx *tx, am_id org, enum am_kept *kept)
{
    struct am_arena arena = {0};
    struct am_counter *counters = NULL;
    size_t count = 0;
    json_t *json = json_object();
    *kept = am_tx_counters(tx, org, &arena, &counters, &count);
    for (size_t i = 0; i < count; i++)
        json_object_setn_new(json, counters[i].name.bytes, counters[i].name.len_bytes,
                             json_integer(counters[i].value));
    am_arena_dispose(&arena);
    return json;
}

static json_t *json_of_organisations(struct am_tx *tx, enum am_kept *kept)
{
    struct am_arena arena = {0};
    am_id *orgs = NULL;
    size_t count = 0;
    json_t *list = json_array();
    *kept = am_tx_organisations(tx, &arena, &orgs, &count);
    for (size_t i = 0; *kept == AM_KEPT_OK && i < count; i++) {
        char id[AM_ID_TEXT_LEN + 1];
        am_id_write(orgs[i], id);
        json_array_append_new(
            list, json_pack("{s:s, s:o}", "id", id, "counters", json_of_counters(tx, orgs[i], kept)));
    }
    am_arena_dispose(&arena);
    return list;
}

static json_t *json_of_files(const struct am_archive_files *files)
{
    json_t *list = json_array();
    for (size_t i = 0; i < files->count; i++)
        json_array_append_new(list,
                              json_pack("{s:s, s:I, s:s}", "name", files->files[i].name, "rows",
                                        (json_int_t)files->files[i].rows, "sha256", files->files[i].hash));
    return list;
}

static enum am_kept write_manifest(struct am_tx *tx, struct writing *writing)
{
    enum am_kept kept;
    json_t *organisations = json_of_organisations(tx, &kept);
    json_t *manifest =
        json_pack("{s:s, s:i, s:s, s:I, s:o, s:o}", "format", "amends-archive", "form", AM_ARCHIVE_FORM,
                  "program", AMENDS_VERSION, "made_at_ms", (json_int_t)writing->now_ms, "organisations",
                  organisations, "files", json_of_files(&writing->files));
    FILE *file = kept == AM_KEPT_OK && manifest ? open_file(writing->folder, "manifest.json") : NULL;
    if (kept == AM_KEPT_OK) {
        errno = 0;
        const bool dumped =
            file && json_dumpf(manifest, file, JSON_INDENT(1)) == 0 && fputc('\n', file) != EOF;
        if (!(file && close_file(file)) || !dumped)
            kept = am_archive_wrong(writing->told, kept_of_errno(), "%s/manifest.json: %s", writing->folder,
                                    strerror(errno));
    }
    json_decref(manifest);
    return kept;
}

static enum am_kept write_job(struct am_tx *tx, void *context)
{
    struct writing *writing = context;
    enum am_kept kept = am_archive_dump(tx, writing->folder, &writing->files, writing->told);
    return kept == AM_KEPT_OK ? write_manifest(tx, writing) : kept;
}

static void remove_files(const struct writing *writing)
{
    char path[AM_ARCHIVE_PATH_LEN];
    for (size_t i = 0; i < writing->files.count; i++) {
        snprintf(path, sizeof path, "%s/%s", writing->folder, writing->files.files[i].name);
        unlink(path);
    }
    snprintf(path, sizeof path, "%s/manifest.json", writing->folder);
    unlink(path);
    snprintf(path, sizeof path, "%s/secrets", writing->folder);
    rmdir(path);
    rmdir(writing->folder);
}

enum am_kept am_archive_write(am_store *store, const char *folder, int64_t now_ms,
                              struct am_archive_told *told)
{
    char path[AM_ARCHIVE_PATH_LEN];
    struct writing writing = {.folder = folder, .now_ms = now_ms, .told = told};
    *told = (struct am_archive_told){0};
    if (sodium_init() < 0 || strlen(folder) > AM_ARCHIVE_PATH_LEN - AM_ARCHIVE_NAME_LEN)
        return am_archive_wrong(told, AM_KEPT_REFUSED, "%.100s: the path is too long", folder);
    am_archive_list(&writing.files);
    if (mkdir(folder, 0700) != 0)
        return am_archive_wrong(told, errno == EEXIST ? AM_KEPT_TWICE : kept_of_errno(), "%s: %s", folder,
                                errno == EEXIST ? "is there already" : strerror(errno));
    snprintf(path, sizeof path, "%s/secrets", folder);
    enum am_kept kept = mkdir(path, 0700) == 0
                            ? am_store_read(store, write_job, &writing)
                            : am_archive_wrong(told, kept_of_errno(), "%s: %s", path, strerror(errno));
    if (kept != AM_KEPT_OK) {
        remove_files(&writing);
        am_archive_wrong(told, kept, "the database: %s", am_kept_name(kept));
    }
    return kept;
}
