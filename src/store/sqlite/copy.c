/* A copy of SQLite's file while it is in use, by SQLite's own online backup. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/sql.h"
#include "store/whole.h"

static enum am_kept fail(char *trouble, enum am_kept kept, const char *path, const char *what)
{
    snprintf(trouble, AM_STORE_TROUBLE_LEN, "%s: %s", path, what);
    return kept;
}

static enum am_kept fail_code(char *trouble, const char *path, int code)
{
    enum am_kept kept = AM_KEPT_DAMAGED;
    switch (code & 0xff) {
    case SQLITE_FULL:
        kept = AM_KEPT_FULL;
        break;
    case SQLITE_NOMEM:
        kept = AM_KEPT_MEMORY;
        break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_CANTOPEN:
        kept = AM_KEPT_AWAY;
        break;
    case SQLITE_READONLY:
        kept = AM_KEPT_READONLY;
        break;
    case SQLITE_IOERR:
        kept = errno == ENOSPC || errno == EDQUOT ? AM_KEPT_FULL : AM_KEPT_DAMAGED;
        break;
    }
    return fail(trouble, kept, path, sqlite3_errstr(code));
}

/* Opens one that is there. */
static int open_there(const char *path, int flags, sqlite3 **handle)
{
    const int code = sqlite3_open_v2(path, handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    if (code == SQLITE_OK)
        sqlite3_busy_timeout(*handle, AM_SQL_LOCK_MS);
    return code;
}

static int take_first(void *context, int count, char **values, char **names)
{
    (void)names;
    if (count > 0 && values[0])
        snprintf(context, 32, "%s", values[0]);
    return 1;
}

static enum am_kept check(sqlite3 *handle, const char *path, char *trouble)
{
    char answer[32] = "";
    const int code = sqlite3_exec(handle, "PRAGMA integrity_check(1)", take_first, answer, NULL);
    if (code != SQLITE_ABORT && code != SQLITE_OK)
        return fail_code(trouble, path, code);
    /* Its own words would name tables and rows: nothing for the log. */
    if (strcmp(answer, "ok") != 0)
        return fail(trouble, AM_KEPT_DAMAGED, path, "the file is damaged");
    return AM_KEPT_OK;
}

enum am_kept am_sqlite_check(const char *path, char trouble[AM_STORE_TROUBLE_LEN])
{
    sqlite3 *handle = NULL;
    trouble[0] = 0;
    if (access(path, F_OK) != 0)
        return fail(trouble, AM_KEPT_NONE, path, strerror(errno));
    const int code = open_there(path, SQLITE_OPEN_READONLY, &handle);
    enum am_kept kept = code == SQLITE_OK ? check(handle, path, trouble) : fail_code(trouble, path, code);
    sqlite3_close(handle);
    return kept;
}

/* The whole file in one step: a snapshot that no writer waits for. */
static int copy_pages(sqlite3 *from, sqlite3 *to)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    if (!backup)
        return sqlite3_extended_errcode(to);
    sqlite3_backup_step(backup, -1);
    return sqlite3_backup_finish(backup);
}

static bool sync_path(const char *path, int flags)
{
    const int fd = open(path, flags | O_CLOEXEC);
    const bool synced = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return synced;
}

static bool sync_file_and_folder(const char *path)
{
    char *folder = strdup(path);
    const bool synced =
        folder && sync_path(path, O_RDONLY) && sync_path(dirname(folder), O_RDONLY | O_DIRECTORY);
    free(folder);
    return synced;
}

static enum am_kept copy_between(sqlite3 *from, const char *path, const char *copy, char *trouble)
{
    sqlite3 *to = NULL;
    int code = open_there(copy, SQLITE_OPEN_READWRITE, &to);
    if (code == SQLITE_OK)
        code = copy_pages(from, to);
    /* Complete in itself: nothing beside it belongs to it. */
    if (code == SQLITE_OK)
        code = sqlite3_exec(to, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
    enum am_kept kept = code == SQLITE_OK ? check(to, copy, trouble)
                                          : fail_code(trouble, code == SQLITE_FULL ? copy : path, code);
    if (sqlite3_close(to) != SQLITE_OK && kept == AM_KEPT_OK)
        kept = fail(trouble, AM_KEPT_DAMAGED, copy, "could not be closed");
    if (kept == AM_KEPT_OK && !sync_file_and_folder(copy))
        kept = fail(trouble, errno == ENOSPC ? AM_KEPT_FULL : AM_KEPT_READONLY, copy, strerror(errno));
    return kept;
}

enum am_kept am_sqlite_copy(const char *path, const char *copy, char trouble[AM_STORE_TROUBLE_LEN])
{
    sqlite3 *from = NULL;
    trouble[0] = 0;
    if (access(path, F_OK) != 0)
        return fail(trouble, AM_KEPT_NONE, path, strerror(errno));
    /* Nobody else reads it. */
    const int fd = open(copy, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0)
        return fail(trouble,
                    errno == EEXIST   ? AM_KEPT_TWICE
                    : errno == ENOSPC ? AM_KEPT_FULL
                                      : AM_KEPT_READONLY,
                    copy, strerror(errno));
    close(fd);
    const int code = open_there(path, SQLITE_OPEN_READWRITE, &from);
    enum am_kept kept =
        code == SQLITE_OK ? copy_between(from, path, copy, trouble) : fail_code(trouble, path, code);
    sqlite3_close(from);
    if (kept != AM_KEPT_OK)
        unlink(copy);
    return kept;
}

const char *am_sqlite_path(const char *url)
{
    const char *place;
    return am_sql_driver_of(url, &place) == &am_sqlite_driver ? place : NULL;
}
