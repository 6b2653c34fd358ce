/*
 * SQLite: a file in WAL mode, synced at every commit. One connection writes (others wait for it, busy
 * timeout), many read beside it, each in its snapshot. A file that was moved away or replaced is noticed
 * before the next transaction, as is one that can be written again.
 */
#include "store/sql.h"
#include "store/sqlite/checkpoint.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Pages in the journal from which on it is put away beside the writer, and from which the writer does it. */
enum { JOURNAL_LONG = 1000, JOURNAL_MOST = 4000 };

struct lite {
    struct am_sql sql;
    sqlite3 *handle;
    bool read_only;
    bool alone; /* no thread for the journal could be had */
    struct am_checkpoint *checkpoint;
};

struct lite_query {
    struct am_query query;
    sqlite3_stmt *statement;
    /* SQLite counts $2 before $1 where it comes first; this is the index of each number. */
    unsigned short count, index[];
};

static struct lite *lite_of(struct am_sql *sql)
{
    return (struct lite *)sql;
}

static sqlite3_stmt *statement_of(struct am_query *query)
{
    return ((struct lite_query *)query)->statement;
}

/* What the system said decides where SQLite only knows that reading or writing failed. */
static enum am_kept kept_of_system(int error)
{
    switch (error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return AM_KEPT_FULL;
    case EROFS:
    case EACCES:
    case EPERM:
        return AM_KEPT_READONLY;
    case ENOMEM:
        return AM_KEPT_MEMORY;
    default:
        return AM_KEPT_DAMAGED;
    }
}

static int last_error_of(sqlite3_file *file)
{
    int error = 0;
    if (!file || !file->pMethods ||
        file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &error) != SQLITE_OK)
        return 0;
    return error;
}

/* SQLite often has forgotten it by the time that it tells: then the journal or the file itself knows. */
static int system_error(sqlite3 *handle)
{
    sqlite3_file *journal = NULL, *file = NULL;
    int error = handle ? sqlite3_system_errno(handle) : 0;
    if (error || !handle)
        return error;
    if (sqlite3_file_control(handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &journal) == SQLITE_OK)
        error = last_error_of(journal);
    if (!error && sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK)
        error = last_error_of(file);
    return error;
}

static enum am_kept kept_of(sqlite3 *handle, int code)
{
    switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return AM_KEPT_OK;
    case SQLITE_CONSTRAINT:
        return code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ? AM_KEPT_TWICE
                                                                                        : AM_KEPT_DAMAGED;
    case SQLITE_FULL:
        return AM_KEPT_FULL;
    case SQLITE_READONLY:
        return AM_KEPT_READONLY;
    case SQLITE_NOMEM:
        return AM_KEPT_MEMORY;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
    case SQLITE_INTERRUPT:
    case SQLITE_CANTOPEN:
        return AM_KEPT_AWAY;
    case SQLITE_IOERR:
        return code == SQLITE_IOERR_NOMEM ? AM_KEPT_MEMORY : kept_of_system(system_error(handle));
    default:
        return AM_KEPT_DAMAGED;
    }
}

/* Only the code is noted: SQLite's own message may hold values. Where it was busy, it has waited already:
 * `again` stays false. */
static enum am_kept failed(struct lite *lite, int code)
{
    enum am_kept kept = kept_of(lite->handle, code);
    return am_sql_failed(&lite->sql, kept, "SQLite %d: %s (system: %d)", code, sqlite3_errstr(code),
                         system_error(lite->handle));
}

static enum am_kept run(struct lite *lite, const char *text)
{
    int code = sqlite3_exec(lite->handle, text, NULL, NULL, NULL);
    return code == SQLITE_OK ? AM_KEPT_OK : failed(lite, sqlite3_extended_errcode(lite->handle));
}

/* ---- opening */

/* A file that lies where nothing can be written, and that nobody writes: its journal is not there. */
static bool lies_still(const char *path)
{
    char journal[4096];
    if (access(path, R_OK) != 0 || access(path, W_OK) == 0)
        return false;
    return snprintf(journal, sizeof journal, "%s-wal", path) < (int)sizeof journal &&
           access(journal, F_OK) != 0;
}

/* As SQLite wants a path in a URI. */
static bool write_uri(const char *path, char *uri, size_t room)
{
    static const char digits[] = "0123456789abcdef";
    size_t len = (size_t)snprintf(uri, room, "file:");
    for (; *path; path++) {
        if (len + 24 > room)
            return false;
        unsigned char byte = (unsigned char)*path;
        if (byte == '%' || byte == '?' || byte == '#') {
            uri[len++] = '%';
            uri[len++] = digits[byte >> 4];
            uri[len++] = digits[byte & 15];
        } else {
            uri[len++] = (char)byte;
        }
    }
    return snprintf(uri + len, room - len, "?immutable=1") < (int)(room - len);
}

static int open_handle(struct lite *lite, const char *path, enum am_sql_use use)
{
    char uri[8192];
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (lies_still(path) && write_uri(path, uri, sizeof uri)) {
        lite->read_only = true;
        return sqlite3_open_v2(uri, &lite->handle, flags | SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL);
    }
    flags |= SQLITE_OPEN_READWRITE | (use == AM_SQL_MAKE ? SQLITE_OPEN_CREATE : 0);
    return sqlite3_open_v2(path, &lite->handle, flags, NULL);
}

/* After each commit. What goes wrong here is tried again after the next. */
static int look_at_journal(void *context, sqlite3 *handle, const char *name, int pages)
{
    struct lite *lite = context;
    if (pages < JOURNAL_LONG)
        return SQLITE_OK;
    if (!lite->checkpoint && !lite->alone)
        lite->checkpoint = am_checkpoint_start(sqlite3_db_filename(handle, name));
    lite->alone = !lite->checkpoint;
    if (lite->alone || pages >= JOURNAL_MOST)
        sqlite3_wal_checkpoint_v2(handle, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    else
        am_checkpoint_ring(lite->checkpoint);
    return SQLITE_OK;
}

static enum am_kept set_up(struct lite *lite, bool writes)
{
    sqlite3_busy_timeout(lite->handle, AM_SQL_LOCK_MS);
    sqlite3_db_config(lite->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(lite->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(lite->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(lite->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    enum am_kept kept =
        run(lite, "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY");
    if (kept == AM_KEPT_OK)
        kept = run(lite, writes ? "PRAGMA cache_size = -8000"
                                : "PRAGMA cache_size = -2000; PRAGMA query_only = ON");
    /* This reads the file's head, too: what is no database shows here. */
    if (kept == AM_KEPT_OK)
        kept = run(lite, writes && !lite->read_only ? "PRAGMA journal_mode = WAL" : "PRAGMA schema_version");
    if (writes)
        sqlite3_wal_hook(lite->handle, look_at_journal, lite);
    if (writes && sqlite3_db_readonly(lite->handle, "main") == 1)
        lite->read_only = true;
    return kept;
}

static void lite_close(struct am_sql *sql)
{
    am_checkpoint_stop(lite_of(sql)->checkpoint);
    sqlite3_close_v2(lite_of(sql)->handle);
    free(sql);
}

static enum am_kept lite_open(const char *place, enum am_sql_use use, struct am_sql **sql,
                              char trouble[AM_SQL_TROUBLE_LEN])
{
    struct lite *lite = calloc(1, sizeof *lite);
    if (!lite)
        return AM_KEPT_MEMORY;
    lite->sql.driver = &am_sqlite_driver;
    int code = open_handle(lite, place, use);
    enum am_kept kept = !lite->handle ? AM_KEPT_MEMORY : code == SQLITE_OK ? AM_KEPT_OK : failed(lite, code);
    if (kept == AM_KEPT_OK)
        kept = set_up(lite, use != AM_SQL_READ);
    if (kept != AM_KEPT_OK) {
        snprintf(trouble, AM_SQL_TROUBLE_LEN, "%s", lite->sql.trouble);
        lite_close(&lite->sql);
        return kept;
    }
    *sql = &lite->sql;
    return AM_KEPT_OK;
}

/* Whether the file that is open still has its name. What is written to one that was moved away or replaced
 * would be lost to whoever starts anew. */
static bool is_in_its_place(sqlite3 *handle)
{
    int moved = 0;
    return sqlite3_file_control(handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved) != SQLITE_OK || !moved;
}

static bool may_be_written(sqlite3 *handle)
{
    const char *path = sqlite3_db_filename(handle, "main");
    return path && path[0] && access(path, W_OK) == 0;
}

static bool lite_connected(struct am_sql *sql)
{
    const struct lite *lite = lite_of(sql);
    return is_in_its_place(lite->handle) && !(lite->read_only && may_be_written(lite->handle));
}

/* ---- queries */

static enum am_kept lite_prepare(struct am_sql *sql, const char *text, struct am_query **query)
{
    sqlite3_stmt *statement;
    int code =
        sqlite3_prepare_v3(lite_of(sql)->handle, text, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
    if (code != SQLITE_OK)
        return failed(lite_of(sql), code);
    unsigned count = (unsigned)sqlite3_bind_parameter_count(statement);
    struct lite_query *made = calloc(1, sizeof *made + (count + 1) * sizeof *made->index);
    if (!made || count > AM_SQL_PARAMETERS_MOST) {
        sqlite3_finalize(statement);
        free(made);
        return am_sql_failed(sql, AM_KEPT_MEMORY, "no memory for a statement");
    }
    made->statement = statement;
    made->count = (unsigned short)count;
    for (unsigned i = 1; i <= count; i++) {
        const char *name = sqlite3_bind_parameter_name(statement, (int)i);
        unsigned long number = name ? strtoul(name + 1, NULL, 10) : 0;
        if (number >= 1 && number <= count)
            made->index[number] = (unsigned short)i;
    }
    *query = &made->query;
    return AM_KEPT_OK;
}

static void lite_forget(struct am_query *query)
{
    sqlite3_finalize(statement_of(query));
    free(query);
}

static void lite_bind(struct am_query *query, unsigned at, enum am_bind_kind kind, int64_t number,
                      struct amends_view view)
{
    struct lite_query *own = (struct lite_query *)query;
    int index = at <= own->count ? own->index[at] : 0;
    switch (kind) {
    case AM_BIND_NUMBER:
        sqlite3_bind_int64(own->statement, index, number);
        break;
    case AM_BIND_TEXT:
        sqlite3_bind_text64(own->statement, index, view.bytes, view.len_bytes, SQLITE_STATIC, SQLITE_UTF8);
        break;
    case AM_BIND_BYTES:
        sqlite3_bind_blob64(own->statement, index, view.bytes, view.len_bytes, SQLITE_STATIC);
        break;
    case AM_BIND_NULL:
        sqlite3_bind_null(own->statement, index);
        break;
    }
}

static enum am_kept lite_step(struct am_query *query, bool *row)
{
    struct lite *lite = lite_of(query->sql);
    int code = sqlite3_step(statement_of(query));
    *row = code == SQLITE_ROW;
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return failed(lite, code);
    query->changed = sqlite3_changes64(lite->handle);
    return AM_KEPT_OK;
}

static void lite_done(struct am_query *query)
{
    sqlite3_reset(statement_of(query));
    sqlite3_clear_bindings(statement_of(query));
}

/* Nothing is far away: it runs when it is stepped. */
static enum am_kept lite_start(struct am_query *query)
{
    (void)query;
    return AM_KEPT_OK;
}

static enum am_kept lite_later(struct am_query *query, bool one)
{
    enum am_kept kept = am_query_run(query);
    if (kept != AM_KEPT_OK || !one || query->changed == 1)
        return kept;
    query->sql->again = true;
    return am_sql_failed(query->sql, AM_KEPT_AWAY, "SQLite: a row was there already, or none");
}

static int64_t lite_number(struct am_query *query, unsigned column)
{
    return sqlite3_column_int64(statement_of(query), (int)column);
}

static struct amends_view lite_view(struct am_query *query, unsigned column)
{
    sqlite3_stmt *statement = statement_of(query);
    if (sqlite3_column_type(statement, (int)column) == SQLITE_NULL)
        return (struct amends_view){0};
    const void *bytes = sqlite3_column_type(statement, (int)column) == SQLITE_BLOB
                            ? sqlite3_column_blob(statement, (int)column)
                            : sqlite3_column_text(statement, (int)column);
    /* An empty BLOB has no address, but it is there. */
    return (struct amends_view){bytes ? bytes : "", (size_t)sqlite3_column_bytes(statement, (int)column)};
}

/* ---- transactions */

/* The words of a transaction come often: through the cache. */
static enum am_kept say(struct am_sql *sql, const char *text)
{
    struct am_query *query;
    enum am_kept kept = am_sql_query(sql, text, &query);
    return kept == AM_KEPT_OK ? am_query_run(query) : kept;
}

static enum am_kept lite_begin(struct am_sql *sql, bool writes)
{
    if (writes && lite_of(sql)->read_only)
        return am_sql_failed(sql, AM_KEPT_READONLY, "the file cannot be written");
    return say(sql, writes ? "BEGIN IMMEDIATE" : "BEGIN");
}

static void lite_rollback(struct am_sql *sql)
{
    /* Some failures have taken it back already. */
    if (!sqlite3_get_autocommit(lite_of(sql)->handle))
        sqlite3_exec(lite_of(sql)->handle, "ROLLBACK", NULL, NULL, NULL);
}

static enum am_kept lite_commit(struct am_sql *sql)
{
    if (sqlite3_get_autocommit(lite_of(sql)->handle))
        return am_sql_failed(sql, AM_KEPT_DAMAGED, "the transaction was taken back meanwhile");
    return say(sql, "COMMIT");
}

static enum am_kept lite_savepoint(struct am_sql *sql, enum am_savepoint which)
{
    return say(sql, which == AM_SAVEPOINT_JOB ? "SAVEPOINT job" : "SAVEPOINT statement");
}

static enum am_kept lite_release(struct am_sql *sql, enum am_savepoint which)
{
    return say(sql, which == AM_SAVEPOINT_JOB ? "RELEASE job" : "RELEASE statement");
}

static enum am_kept lite_roll_back_to(struct am_sql *sql, enum am_savepoint which)
{
    enum am_kept kept = say(sql, which == AM_SAVEPOINT_JOB ? "ROLLBACK TO job" : "ROLLBACK TO statement");
    return kept == AM_KEPT_OK ? lite_release(sql, which) : kept;
}

static enum am_kept lite_script(struct am_sql *sql, const char *text)
{
    return run(lite_of(sql), text);
}

/* The file is here: a commit has either said so or did not happen. */
static enum am_kept lite_was_committed(struct am_sql *sql, int64_t mark, bool *committed)
{
    (void)sql;
    (void)mark;
    *committed = false;
    return AM_KEPT_OK;
}

const struct am_sql_driver am_sqlite_driver = {
    .name = "sqlite",
    .find_migrations = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'",
    .open = lite_open,
    .close = lite_close,
    .connected = lite_connected,
    .prepare = lite_prepare,
    .forget = lite_forget,
    .bind = lite_bind,
    .step = lite_step,
    .start = lite_start,
    .later = lite_later,
    .done = lite_done,
    .number = lite_number,
    .view = lite_view,
    .begin = lite_begin,
    .commit = lite_commit,
    .rollback = lite_rollback,
    .savepoint = lite_savepoint,
    .release = lite_release,
    .roll_back_to = lite_roll_back_to,
    .script = lite_script,
    .was_committed = lite_was_committed,
};
