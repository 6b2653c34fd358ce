#include "faces/serve/keeping.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "desk/doing.h"
#include "faces/archive/archive.h"
#include "store/whole.h"

/* The settings, and the database with its tables. */
static int open_all(struct am_program *program, struct am_opening *opening, bool fresh)
{
    int status = am_opening_settings(program, opening);
    if (status == AM_EXIT_OK)
        status = am_opening_store(opening, NULL);
    return status == AM_EXIT_OK ? am_opening_tables(opening, fresh) : status;
}

static int close_all(struct am_opening *opening, int status)
{
    am_opening_close(opening);
    return status == AM_EXIT_OK ? am_output_finish(status) : status;
}

static const char *operand(const struct am_program *program, const char *expected)
{
    if (program->options.operand_count == 1)
        return program->options.operands[0];
    am_complain("%s was expected", expected);
    return NULL;
}

int am_config_run(struct am_program *program)
{
    struct am_opening opening;
    int status = am_opening_settings(program, &opening);
    for (int id = 0; status == AM_EXIT_OK && id < AM_SETTING_COUNT; id++) {
        char origin[300];
        const char *shown = am_config_shown(&opening.config, id, &opening.arena);
        am_config_origin(&opening.config, id, origin, sizeof origin);
        printf("%-22s %-28s %-14s # %s\n", am_setting(id)->key, shown && shown[0] ? shown : "-", origin,
               am_setting(id)->about);
    }
    return close_all(&opening, status);
}

int am_migrate_run(struct am_program *program)
{
    struct am_opening opening;
    unsigned applied = 0;
    int status = am_opening_settings(program, &opening);
    if (status == AM_EXIT_OK)
        status = am_opening_store(&opening, NULL);
    if (status == AM_EXIT_OK) {
        const enum am_kept kept = am_store_migrate(opening.store, am_system_now_ms(), &applied);
        printf("%u migration%s applied\n", applied, applied == 1 ? "" : "s");
        status = am_opening_kept(&opening, kept, "a migration failed");
    }
    return close_all(&opening, status);
}

/* ---- verify */

struct verifying {
    struct am_arena arena;
    am_id *orgs;
    struct am_audit_verdict *verdicts;
    int64_t *given; /* the last number that the counter gave */
    size_t count;
};

static enum am_kept verify_one(struct am_tx *tx, struct verifying *verifying, size_t i)
{
    struct am_counter *counters = NULL;
    size_t count = 0;
    enum am_kept kept = am_audit_verify(tx, verifying->orgs[i], &verifying->verdicts[i]);
    if (kept == AM_KEPT_OK)
        kept = am_tx_counters(tx, verifying->orgs[i], &verifying->arena, &counters, &count);
    for (size_t k = 0; k < count; k++)
        if (counters[k].name.len_bytes == 5 && memcmp(counters[k].name.bytes, "audit", 5) == 0)
            verifying->given[i] = counters[k].value;
    return kept;
}

static enum am_kept verify_job(struct am_tx *tx, void *context)
{
    struct verifying *verifying = context;
    enum am_kept kept = am_tx_organisations(tx, &verifying->arena, &verifying->orgs, &verifying->count);
    if (kept != AM_KEPT_OK || verifying->count == 0)
        return kept;
    verifying->verdicts = am_arena_take(&verifying->arena, verifying->count * sizeof *verifying->verdicts);
    verifying->given = am_arena_take(&verifying->arena, verifying->count * sizeof *verifying->given);
    if (!verifying->verdicts || !verifying->given)
        return AM_KEPT_MEMORY;
    for (size_t i = 0; kept == AM_KEPT_OK && i < verifying->count; i++)
        kept = verify_one(tx, verifying, i);
    return kept;
}

static bool tell_verdict(am_id org, const struct am_audit_verdict *verdict, int64_t given)
{
    static const char *const faults[] = {
        [AM_AUDIT_GAP] = "is missing",
        [AM_AUDIT_BEFORE] = "does not stand on the entry before it",
        [AM_AUDIT_HASH] = "is not what it was when it was written",
    };
    char id[AM_ID_TEXT_LEN + 1];
    am_id_write(org, id);
    if (verdict->fault != AM_AUDIT_SOUND)
        printf("%s: entry %lld %s; the %lld before it are right\n", id, (long long)verdict->number,
               faults[verdict->fault], (long long)verdict->entries);
    else if (verdict->entries != given)
        printf("%s: entries %lld to %lld are missing at the end\n", id, (long long)verdict->entries + 1,
               (long long)given);
    else
        printf("%s: %lld entries, the chain holds\n", id, (long long)verdict->entries);
    return verdict->fault == AM_AUDIT_SOUND && verdict->entries == given;
}

int am_verify_run(struct am_program *program)
{
    struct am_opening opening;
    struct verifying verifying = {0};
    int status = open_all(program, &opening, false);
    if (status == AM_EXIT_OK)
        status = am_opening_kept(&opening, am_store_read(opening.store, verify_job, &verifying),
                                 "the audit log cannot be read");
    for (size_t i = 0; status != AM_EXIT_SYSTEM && verifying.verdicts && i < verifying.count; i++)
        if (!tell_verdict(verifying.orgs[i], &verifying.verdicts[i], verifying.given[i]))
            status = AM_EXIT_STORE;
    if (status == AM_EXIT_OK && verifying.count == 0)
        printf("there is no organisation yet\n");
    fflush(stdout);
    am_arena_dispose(&verifying.arena);
    return close_all(&opening, status);
}

/* ---- backup and restore */

int am_backup_run(struct am_program *program)
{
    struct am_opening opening;
    char trouble[AM_CONFIG_TROUBLE_LEN] = "";
    const char *path = NULL, *folder;
    int status = open_all(program, &opening, false);
    if (status != AM_EXIT_OK)
        return close_all(&opening, status);
    folder = program->options.operand_count > 0 ? program->options.operands[0]
                                                : am_config_text(&opening.config, AM_SET_BACKUP);
    if (!folder[0] || program->options.operand_count > 1) {
        am_complain("backup: a folder was expected (or the setting backup)");
        return close_all(&opening, AM_EXIT_USAGE);
    }
    const enum am_kept kept = am_backup_make(&opening, folder, 0, am_system_now_ms(), &path, trouble);
    if (kept != AM_KEPT_OK) {
        am_complain("%s", trouble);
        return close_all(&opening, AM_EXIT_STORE);
    }
    printf("%s: checked\n", path);
    return close_all(&opening, AM_EXIT_OK);
}

/* A journal without its file would be taken for the restored one's. */
static bool left_over(const char *path)
{
    char journal[4096];
    return snprintf(journal, sizeof journal, "%s-wal", path) >= (int)sizeof journal ||
           access(journal, F_OK) == 0;
}

static int restore_file(struct am_opening *opening, const char *from)
{
    char trouble[AM_STORE_TROUBLE_LEN];
    const char *path = am_sqlite_path(opening->db);
    if (!path) {
        am_complain("%s: a folder made by backup was expected: the database is PostgreSQL", from);
        return AM_EXIT_USAGE;
    }
    const int status = am_opening_folder(opening);
    if (status != AM_EXIT_OK)
        return status;
    enum am_kept kept = am_sqlite_check(from, trouble);
    if (kept == AM_KEPT_OK && left_over(path))
        kept = AM_KEPT_TWICE;
    if (kept == AM_KEPT_OK)
        kept = am_sqlite_copy(from, path, trouble);
    if (kept == AM_KEPT_TWICE) {
        am_complain("%s is there: stop the server, move the file away (with %s-wal and %s-shm), then restore",
                    path, path, path);
        return AM_EXIT_STORE;
    }
    if (kept != AM_KEPT_OK) {
        am_complain("%s", trouble);
        return AM_EXIT_STORE;
    }
    printf("%s: restored from %s, checked\n", path, from);
    return AM_EXIT_OK;
}

static int read_archive(struct am_opening *opening, const char *folder)
{
    struct am_archive_told told;
    int status = am_opening_store(opening, NULL);
    if (status == AM_EXIT_OK)
        status = am_opening_tables(opening, true);
    if (status != AM_EXIT_OK)
        return status;
    const enum am_kept kept = am_archive_read(opening->store, folder, &told);
    if (kept != AM_KEPT_OK) {
        am_complain("%s", told.trouble);
        return kept == AM_KEPT_MEMORY ? AM_EXIT_SYSTEM : AM_EXIT_STORE;
    }
    printf("%s: %lld records of %lld organisation%s read, and compared\n", folder, (long long)told.rows,
           (long long)told.organisations, told.organisations == 1 ? "" : "s");
    if (told.without_secrets)
        printf("it has no secrets: nobody can sign in until passwords are set (amends person password)\n");
    return AM_EXIT_OK;
}

int am_restore_run(struct am_program *program)
{
    struct am_opening opening;
    struct stat about;
    const char *from = operand(program, "restore: a file or folder made by backup");
    if (!from)
        return AM_EXIT_USAGE;
    int status = am_opening_settings(program, &opening);
    if (status == AM_EXIT_OK && stat(from, &about) != 0) {
        am_complain("%s: %s", from, strerror(errno));
        status = AM_EXIT_SYSTEM;
    }
    if (status == AM_EXIT_OK)
        status = S_ISDIR(about.st_mode) ? read_archive(&opening, from) : restore_file(&opening, from);
    return close_all(&opening, status);
}

/* ---- export and import */

int am_export_run(struct am_program *program)
{
    struct am_opening opening;
    struct am_archive_told told;
    const char *folder = operand(program, "export: a folder that is not there yet");
    if (!folder)
        return AM_EXIT_USAGE;
    int status = open_all(program, &opening, false);
    if (status == AM_EXIT_OK) {
        const enum am_kept kept = am_archive_write(opening.store, folder, am_system_now_ms(), &told);
        if (kept == AM_KEPT_OK) {
            printf("%s: %lld records of %lld organisation%s\n", folder, (long long)told.rows,
                   (long long)told.organisations, told.organisations == 1 ? "" : "s");
        } else {
            am_complain("%s", told.trouble);
            status = kept == AM_KEPT_MEMORY ? AM_EXIT_SYSTEM : AM_EXIT_STORE;
        }
    }
    return close_all(&opening, status);
}

int am_import_run(struct am_program *program)
{
    struct am_opening opening;
    const char *folder = operand(program, "import: a folder made by export");
    if (!folder)
        return AM_EXIT_USAGE;
    int status = am_opening_settings(program, &opening);
    if (status == AM_EXIT_OK)
        status = read_archive(&opening, folder);
    return close_all(&opening, status);
}
