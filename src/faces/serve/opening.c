#include "faces/serve/opening.h"
#include "store/whole.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char usual_file[] = "/etc/amends/amends.yaml";

static enum am_kept find_organisations(struct am_tx *tx, void *context)
{
    struct am_organisations *found = context;
    return am_tx_organisations(tx, &found->arena, &found->ids, &found->count);
}

enum am_kept am_opening_organisations(const struct am_opening *opening, struct am_organisations *found)
{
    return am_store_read(opening->store, find_organisations, found);
}

int64_t am_system_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

static const char *settings_file(const struct am_program *program)
{
    const char *named = program->options.config ? program->options.config : getenv("AMENDS_CONFIG");
    if (named)
        return named[0] ? named : NULL;
    return access(usual_file, F_OK) == 0 ? usual_file : NULL;
}

const char *am_opening_path(struct am_opening *opening, const char *name)
{
    const char *folder = am_config_text(&opening->config, AM_SET_DATA);
    const size_t size = strlen(folder) + strlen(name) + 2;
    char *path = am_arena_take(&opening->arena, size);
    if (path)
        snprintf(path, size, "%s/%s", folder, name);
    return path;
}

int am_opening_settings(const struct am_program *program, struct am_opening *out)
{
    char trouble[AM_CONFIG_TROUBLE_LEN];
    *out = (struct am_opening){0};
    const struct am_config_source source = {settings_file(program), (const char *const *)environ,
                                            program->options.given, program->options.given_count};
    if (!am_config_read(&source, &out->arena, &out->config, trouble)) {
        am_complain("%s", trouble);
        return AM_EXIT_USAGE;
    }
    out->db = am_config_has(&out->config, AM_SET_DB) ? am_config_text(&out->config, AM_SET_DB)
                                                     : am_opening_path(out, "amends.db");
    return out->db ? AM_EXIT_OK : AM_EXIT_SYSTEM;
}

/* Makes it and those above it. */
static bool make_folder(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        if (mkdir(path, 0700) != 0 && errno != EEXIST)
            return false;
        *slash = '/';
    }
    return mkdir(path, 0700) == 0 || errno == EEXIST;
}

int am_opening_folder(struct am_opening *opening)
{
    const char *folder = am_config_text(&opening->config, AM_SET_DATA);
    const size_t size = strlen(folder) + 1;
    char *path = am_arena_take(&opening->arena, size);
    umask(S_IRWXG | S_IRWXO); /* what is made here is its owner's alone */
    if (path && make_folder(memcpy(path, folder, size)))
        return AM_EXIT_OK;
    am_complain("%s: %s", folder, path ? strerror(errno) : "no memory");
    return AM_EXIT_SYSTEM;
}

int am_opening_kept(const struct am_opening *opening, enum am_kept kept, const char *doing)
{
    char trouble[AM_STORE_TROUBLE_LEN] = "";
    if (kept == AM_KEPT_OK)
        return AM_EXIT_OK;
    if (opening->store)
        am_store_trouble(opening->store, trouble);
    am_complain("%s: %s%s%s", doing, am_kept_name(kept), trouble[0] ? ": " : "", trouble);
    return kept == AM_KEPT_MEMORY ? AM_EXIT_SYSTEM : AM_EXIT_STORE;
}

int am_opening_store(struct am_opening *opening, const struct am_store_settings *settings)
{
    char trouble[AM_STORE_TROUBLE_LEN];
    signal(SIGXFSZ, SIG_IGN); /* a file that may grow no further is an answer, not an end */
    if (am_opening_folder(opening) != AM_EXIT_OK)
        return AM_EXIT_SYSTEM;
    opening->log =
        am_log_new(STDERR_FILENO, (enum am_log_level)am_config_number(&opening->config, AM_SET_LOG_LEVEL),
                   (enum am_log_format)am_config_number(&opening->config, AM_SET_LOG_FORMAT), NULL, NULL);
    const enum am_kept kept = am_store_open(opening->db, settings, &opening->store, trouble);
    if (kept == AM_KEPT_OK && opening->log)
        return AM_EXIT_OK;
    const char *shown = am_config_has(&opening->config, AM_SET_DB)
                            ? am_config_shown(&opening->config, AM_SET_DB, &opening->arena)
                            : opening->db;
    am_complain("%s cannot be opened: %s", shown ? shown : "the database", trouble);
    return AM_EXIT_STORE;
}

int am_opening_tables(struct am_opening *opening, bool fresh)
{
    struct am_store_schema schema = {0};
    enum am_kept kept = am_store_pending(opening->store, &schema);
    if (kept == AM_KEPT_OK && fresh && schema.applied == 0 && !schema.newer && !schema.differs) {
        unsigned applied;
        kept = am_store_migrate(opening->store, am_system_now_ms(), &applied);
        if (kept == AM_KEPT_OK)
            kept = am_store_pending(opening->store, &schema);
    }
    if (kept != AM_KEPT_OK)
        return am_opening_kept(opening, kept, "the database's tables cannot be read");
    if (schema.newer || schema.differs) {
        am_complain("a newer amends, or another one, was at work on this database: start that one");
        return AM_EXIT_STORE;
    }
    if (schema.pending > 0) {
        am_complain("%u migration%s pending: make a backup, then run `amends migrate`, then start again",
                    schema.pending, schema.pending == 1 ? " is" : "s are");
        return AM_EXIT_STORE;
    }
    return AM_EXIT_OK;
}

static bool read_key(const char *path, unsigned char key[AM_KEY_BYTES])
{
    unsigned char more;
    FILE *file = fopen(path, "re");
    if (!file)
        return false;
    const bool whole = fread(key, 1, AM_KEY_BYTES, file) == AM_KEY_BYTES && fread(&more, 1, 1, file) == 0;
    fclose(file);
    if (!whole)
        errno = EINVAL;
    return whole;
}

/* Under another name first, so that a half-written key is never read. */
static bool make_key(const char *path, const char *before)
{
    unsigned char key[AM_KEY_BYTES];
    const int fd = open(before, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0)
        return false;
    randombytes_buf(key, sizeof key);
    bool made = write(fd, key, sizeof key) == sizeof key && fsync(fd) == 0;
    sodium_memzero(key, sizeof key);
    made = close(fd) == 0 && made;
    /* Not over one that another process has made meanwhile. */
    made = made && (link(before, path) == 0 || errno == EEXIST);
    unlink(before);
    return made;
}

int am_opening_key(struct am_opening *opening, unsigned char key[AM_KEY_BYTES])
{
    const char *path = am_opening_path(opening, "key"), *before = am_opening_path(opening, "key.new");
    if (!path || !before || sodium_init() < 0)
        return AM_EXIT_SYSTEM;
    if (access(path, F_OK) != 0 && !make_key(path, before)) {
        am_complain("%s: %s", path, strerror(errno));
        return AM_EXIT_SYSTEM;
    }
    if (!read_key(path, key)) {
        am_complain("%s: %s", path, errno == EINVAL ? "32 bytes were expected" : strerror(errno));
        return AM_EXIT_SYSTEM;
    }
    return AM_EXIT_OK;
}

void am_opening_close(struct am_opening *opening)
{
    am_store_close(opening->store);
    am_log_free(opening->log);
    am_arena_dispose(&opening->arena);
    *opening = (struct am_opening){0};
}
