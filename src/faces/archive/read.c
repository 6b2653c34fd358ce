/* Reading an archive back. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "faces/archive/inside.h"
#include "store/whole.h"

struct readback {
    const char *folder;
    json_t *manifest;
    struct am_archive_files files;
    struct am_archive_told *told;
};

/* ---- the manifest */

static struct am_archive_file *file_named(struct readback *readback, const char *name)
{
    for (size_t i = 0; name && i < readback->files.count; i++)
        if (strcmp(readback->files.files[i].name, name) == 0)
            return &readback->files.files[i];
    return NULL;
}

/* Takes rows and hash of each file; one that this program does not know is refused. */
static enum am_kept take_files(struct readback *readback)
{
    const json_t *list = json_object_get(readback->manifest, "files");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *entry = json_array_get(list, i);
        const char *name = json_string_value(json_object_get(entry, "name"));
        const char *hash = json_string_value(json_object_get(entry, "sha256"));
        struct am_archive_file *file = file_named(readback, name);
        if (!file || !hash || strlen(hash) + 1 != sizeof file->hash)
            return am_archive_wrong(
                readback->told, AM_KEPT_REFUSED,
                "manifest.json: files[%zu]: name and sha256 of a file of this form were expected", i);
        memcpy(file->hash, hash, sizeof file->hash);
        file->rows = json_integer_value(json_object_get(entry, "rows"));
    }
    return AM_KEPT_OK;
}

static enum am_kept check_file(struct readback *readback, struct am_archive_file *file)
{
    char path[AM_ARCHIVE_PATH_LEN], hash[AM_ARCHIVE_HASH_LEN];
    snprintf(path, sizeof path, "%s/%s", readback->folder, file->name);
    if (!file->hash[0]) {
        /* An older program did not know this kind yet. */
        file->missing = true;
        return AM_KEPT_OK;
    }
    if (file->part == AM_ARCHIVE_SECRETS && access(path, F_OK) != 0) {
        file->missing = readback->told->without_secrets = true;
        return AM_KEPT_OK;
    }
    if (!am_archive_hash(path, hash))
        return am_archive_wrong(readback->told, AM_KEPT_REFUSED, "%s: %s", path, strerror(errno));
    if (strcmp(hash, file->hash) != 0)
        return am_archive_wrong(readback->told, AM_KEPT_REFUSED,
                                "%s: was changed: its SHA-256 is not that of the manifest", path);
    return AM_KEPT_OK;
}

static enum am_kept read_manifest(struct readback *readback)
{
    char path[AM_ARCHIVE_PATH_LEN];
    json_error_t error;
    snprintf(path, sizeof path, "%s/manifest.json", readback->folder);
    readback->manifest = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (!readback->manifest)
        return am_archive_wrong(readback->told, AM_KEPT_REFUSED, "%s:%d: %s", path,
                                error.line > 0 ? error.line : 1, error.text);
    const char *format = json_string_value(json_object_get(readback->manifest, "format"));
    if (!format || strcmp(format, "amends-archive") != 0)
        return am_archive_wrong(readback->told, AM_KEPT_REFUSED, "%s: format: amends-archive was expected",
                                path);
    if (json_integer_value(json_object_get(readback->manifest, "form")) != AM_ARCHIVE_FORM)
        return am_archive_wrong(readback->told, AM_KEPT_REFUSED, "%s: form: %d was expected", path,
                                AM_ARCHIVE_FORM);
    enum am_kept kept = take_files(readback);
    for (size_t i = 0; kept == AM_KEPT_OK && i < readback->files.count; i++)
        kept = check_file(readback, &readback->files.files[i]);
    return kept;
}

/* ---- lines */

/* Two files read side by side: a kind and its secrets, in the same order. */
struct lines {
    FILE *file;
    char *text;
    size_t room, number;
    const struct am_archive_file *about;
};

static bool open_lines(struct readback *readback, struct am_archive_file *about, struct lines *lines)
{
    char path[AM_ARCHIVE_PATH_LEN];
    *lines = (struct lines){.about = about};
    if (!about || about->missing)
        return true;
    snprintf(path, sizeof path, "%s/%s", readback->folder, about->name);
    lines->file = fopen(path, "re");
    if (!lines->file)
        am_archive_wrong(readback->told, AM_KEPT_REFUSED, "%s: %s", path, strerror(errno));
    return lines->file != NULL;
}

static void close_lines(struct lines *lines)
{
    if (lines->file)
        fclose(lines->file);
    free(lines->text);
}

/* The next line as JSON; NULL with kept OK: there is none. */
static json_t *next_line(struct readback *readback, struct lines *lines, enum am_kept *kept)
{
    json_error_t error;
    *kept = AM_KEPT_OK;
    if (!lines->file)
        return NULL;
    const ssize_t len = getline(&lines->text, &lines->room, lines->file);
    if (len <= 0) {
        if (ferror(lines->file))
            *kept =
                am_archive_wrong(readback->told, AM_KEPT_REFUSED, "%s: cannot be read", lines->about->name);
        return NULL;
    }
    lines->number++;
    json_t *line = len > AM_ARCHIVE_LINE_MAX
                       ? NULL
                       : json_loadb(lines->text, (size_t)len, JSON_REJECT_DUPLICATES, &error);
    if (!line)
        *kept =
            am_archive_wrong(readback->told, AM_KEPT_REFUSED, "%s:%zu: %s", lines->about->name, lines->number,
                             len > AM_ARCHIVE_LINE_MAX ? "the line is too long" : error.text);
    return line;
}

static enum am_kept take_line(struct readback *readback, struct lines *lines, const json_t *line,
                              struct am_arena *arena, void *row)
{
    char expected[AM_ARCHIVE_EXPECTED_LEN];
    if (am_archive_take(lines->about->record, line, lines->about->part, arena, row, expected))
        return AM_KEPT_OK;
    return am_archive_wrong(readback->told, AM_KEPT_REFUSED, "%s:%zu: %s", lines->about->name, lines->number,
                            expected);
}

static bool names_row(const json_t *line, const struct am_row *head)
{
    char org[AM_ID_TEXT_LEN + 1], id[AM_ID_TEXT_LEN + 1];
    const char *line_org = json_string_value(json_object_get(line, "org"));
    const char *line_id = json_string_value(json_object_get(line, "id"));
    am_id_write(head->org, org);
    am_id_write(head->id, id);
    return line_org && line_id && strcmp(line_org, org) == 0 && strcmp(line_id, id) == 0;
}

static enum am_kept take_secrets(struct readback *readback, struct lines *secrets, struct am_arena *arena,
                                 void *row)
{
    enum am_kept kept;
    if (!secrets->file)
        return AM_KEPT_OK;
    json_t *line = next_line(readback, secrets, &kept);
    if (kept == AM_KEPT_OK && !(line && names_row(line, row)))
        kept = am_archive_wrong(readback->told, AM_KEPT_REFUSED,
                                "%s:%zu: the secrets of the same record were expected", secrets->about->name,
                                secrets->number + (line == NULL));
    if (kept == AM_KEPT_OK)
        kept = take_line(readback, secrets, line, arena, row);
    json_decref(line);
    return kept;
}

/* Without its secrets a session or a token is nothing. */
static bool can_stand(const struct am_record *record, const struct lines *secrets)
{
    if (secrets->file)
        return true;
    for (size_t i = 0; i < record->field_count; i++)
        if ((record->fields[i].flags & AM_FIELD_SECRET) && (record->fields[i].flags & AM_FIELD_REQUIRED))
            return false;
    return true;
}

static enum am_kept put_line(struct readback *readback, struct am_tx *tx, struct lines *lines,
                             struct lines *secrets, const json_t *line)
{
    const struct am_record *record = lines->about->record;
    struct am_arena arena = {0};
    struct am_flaw flaw = {0};
    void *row = am_arena_take(&arena, record->size);
    enum am_kept kept = row ? take_line(readback, lines, line, &arena, row) : AM_KEPT_MEMORY;
    if (kept == AM_KEPT_OK)
        kept = take_secrets(readback, secrets, &arena, row);
    if (kept == AM_KEPT_OK && can_stand(record, secrets)) {
        if (!am_record_sound(record, row, &flaw))
            kept = am_archive_wrong(readback->told, AM_KEPT_REFUSED, "%s:%zu: %s: %s", lines->about->name,
                                    lines->number, flaw.field->name, flaw.expected);
        else
            kept = am_tx_put(tx, record, row);
        if (kept == AM_KEPT_TWICE)
            kept = am_archive_wrong(readback->told, AM_KEPT_REFUSED, "%s:%zu: this record is there already",
                                    lines->about->name, lines->number);
    }
    am_arena_dispose(&arena);
    return kept;
}

static struct am_archive_file *secrets_of(struct readback *readback, const struct am_record *record)
{
    for (size_t i = 0; i < readback->files.count; i++)
        if (readback->files.files[i].record == record && readback->files.files[i].part == AM_ARCHIVE_SECRETS)
            return &readback->files.files[i];
    return NULL;
}

static enum am_kept read_kind(struct readback *readback, struct am_tx *tx, struct am_archive_file *file)
{
    struct lines lines, secrets;
    enum am_kept kept = AM_KEPT_REFUSED;
    struct am_archive_file *with = secrets_of(readback, file->record);
    /* Both are begun, so that both can be ended. */
    const bool first = open_lines(readback, file, &lines), second = open_lines(readback, with, &secrets);
    const bool opened = first && second;
    /* Records without secrets have no file of them to stand beside. */
    if (!with)
        secrets.about = NULL;
    json_t *line = opened ? next_line(readback, &lines, &kept) : NULL;
    while (line) {
        kept = put_line(readback, tx, &lines, &secrets, line);
        json_decref(line);
        readback->told->rows++;
        line = kept == AM_KEPT_OK ? next_line(readback, &lines, &kept) : NULL;
    }
    close_lines(&lines);
    close_lines(&secrets);
    return kept;
}

/* ---- the whole */

static enum am_kept put_counters(struct readback *readback, struct am_tx *tx)
{
    const json_t *list = json_object_get(readback->manifest, "organisations");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *entry = json_array_get(list, i);
        json_t *counters = json_object_get(entry, "counters");
        const char *id = json_string_value(json_object_get(entry, "id")), *name;
        json_t *value;
        am_id org;
        if (!id || !am_id_read((struct amends_view){id, strlen(id)}, &org))
            return am_archive_wrong(readback->told, AM_KEPT_REFUSED,
                                    "manifest.json: organisations[%zu]: id was expected", i);
        json_object_foreach(counters, name, value)
        {
            const int64_t number = json_integer_value(value);
            enum am_kept kept =
                json_is_integer(value) && number >= 0
                    ? am_tx_counter_put(tx, org, (struct amends_view){name, strlen(name)}, number)
                    : AM_KEPT_REFUSED;
            if (kept != AM_KEPT_OK)
                return am_archive_wrong(readback->told, kept,
                                        "manifest.json: organisations[%zu]: counters: %.60s", i, name);
        }
        readback->told->organisations++;
    }
    return AM_KEPT_OK;
}

static enum am_kept read_job(struct am_tx *tx, void *context)
{
    struct readback *readback = context;
    struct am_arena arena = {0};
    am_id *orgs = NULL;
    size_t count = 0;
    readback->told->rows = readback->told->organisations = 0;
    enum am_kept kept = am_tx_organisations(tx, &arena, &orgs, &count);
    am_arena_dispose(&arena);
    if (kept == AM_KEPT_OK && count > 0)
        return am_archive_wrong(readback->told, AM_KEPT_REFUSED,
                                "the database is not empty: an archive is read into an empty one alone");
    for (size_t i = 0; kept == AM_KEPT_OK && i < readback->files.count; i++)
        if (readback->files.files[i].part == AM_ARCHIVE_OPEN)
            kept = read_kind(readback, tx, &readback->files.files[i]);
    return kept == AM_KEPT_OK ? put_counters(readback, tx) : kept;
}

struct comparing {
    struct am_archive_files files;
    struct am_archive_told *told;
};

static enum am_kept compare_job(struct am_tx *tx, void *context)
{
    struct comparing *comparing = context;
    return am_archive_dump(tx, NULL, &comparing->files, comparing->told);
}

/* What is in the database now must give the same bytes. */
static enum am_kept compare(am_store *store, struct readback *readback)
{
    struct comparing comparing = {.told = readback->told};
    am_archive_list(&comparing.files);
    enum am_kept kept = am_store_read(store, compare_job, &comparing);
    for (size_t i = 0; kept == AM_KEPT_OK && i < comparing.files.count; i++) {
        const struct am_archive_file *file = &readback->files.files[i];
        const bool left_out =
            readback->told->without_secrets &&
            (file->part == AM_ARCHIVE_SECRETS || !can_stand(file->record, &(struct lines){0}));
        if (!file->missing && !left_out && strcmp(file->hash, comparing.files.files[i].hash) != 0)
            kept = am_archive_wrong(
                readback->told, AM_KEPT_DAMAGED,
                "%s: what was written is not what was read: the database is not to be used", file->name);
    }
    return kept;
}

enum am_kept am_archive_read(am_store *store, const char *folder, struct am_archive_told *told)
{
    struct readback readback = {.folder = folder, .told = told};
    *told = (struct am_archive_told){0};
    if (sodium_init() < 0 || strlen(folder) > AM_ARCHIVE_PATH_LEN - AM_ARCHIVE_NAME_LEN)
        return am_archive_wrong(told, AM_KEPT_REFUSED, "%.100s: the path is too long", folder);
    am_archive_list(&readback.files);
    enum am_kept kept = read_manifest(&readback);
    if (kept == AM_KEPT_OK)
        kept = am_store_write(store, read_job, &readback);
    if (kept == AM_KEPT_OK)
        kept = compare(store, &readback);
    json_decref(readback.manifest);
    if (kept != AM_KEPT_OK)
        am_archive_wrong(told, kept, "the database: %s", am_kept_name(kept));
    return kept;
}
