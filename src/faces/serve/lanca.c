#include "faces/serve/lanca.h"

#include <errno.h>
#include <fcntl.h>
#include <gnutls/x509.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "faces/serve/lancert.h"

enum { PATH_ROOM = 4200, PEM_MOST = 65536 };
#define DAY_MS INT64_C(86400000)

struct making {
    const char *folder;
    const struct am_lan_names *wished;
    int64_t now_ms;
    struct am_arena *arena;
    struct am_lanca *out;
    char *trouble;
    gnutls_x509_crt_t ca;
    gnutls_x509_privkey_t ca_key;
};

__attribute__((format(printf, 2, 3))) static bool fail(struct making *making, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(making->trouble, AM_LANCA_TROUBLE_LEN, format, arguments);
    va_end(arguments);
    return false;
}

/* ---- files */

static const char *path_of(const struct making *making, const char *name, char path[PATH_ROOM])
{
    snprintf(path, PATH_ROOM, "%s/%s", making->folder, name);
    return path;
}

/* The file's text, from the arena; NULL, and errno. What others could read is shut. */
static const char *read_file(const struct making *making, const char *name)
{
    char path[PATH_ROOM];
    struct stat is;
    const int fd = open(path_of(making, name, path), O_RDONLY | O_CLOEXEC);
    char *text = fd < 0 ? NULL : am_arena_take(making->arena, PEM_MOST + 1);
    ssize_t len = -1;
    if (text) {
        if (fstat(fd, &is) == 0 && is.st_mode & (S_IRWXG | S_IRWXO))
            fchmod(fd, S_IRUSR | S_IWUSR);
        len = read(fd, text, PEM_MOST + 1);
    }
    const int error = len > PEM_MOST ? EFBIG : errno;
    if (fd >= 0)
        close(fd);
    errno = error;
    return len >= 0 && len <= PEM_MOST ? text : NULL;
}

static bool is_there(const struct making *making, const char *name)
{
    char path[PATH_ROOM];
    return access(path_of(making, name, path), F_OK) == 0;
}

/* Under another name first, so that half a file is never read. */
static bool write_file(struct making *making, const char *name, const char *text)
{
    char path[PATH_ROOM], before[PATH_ROOM + 8];
    const size_t len = strlen(text);
    path_of(making, name, path);
    snprintf(before, sizeof before, "%s.new", path);
    unlink(before);
    const int fd = open(before, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, S_IRUSR | S_IWUSR);
    bool written = fd >= 0 && write(fd, text, len) == (ssize_t)len && fsync(fd) == 0;
    int error = errno;
    if (fd >= 0 && close(fd) != 0 && written) {
        written = false;
        error = errno;
    }
    if (written && rename(before, path) == 0)
        return true;
    error = written ? errno : error;
    unlink(before);
    return fail(making, "%s cannot be written: %s", path, strerror(error));
}

/* ---- the authority */

static bool make_ca(struct making *making)
{
    char name[AM_LANCERT_NAME_ROOM];
    const char *key_pem = am_lancert_new_key(making->arena, &making->ca_key);
    const char *pem = NULL;
    am_lancert_ca_name(name);
    if (key_pem && am_lancert_make_ca(making->ca_key, name, making->wished, making->now_ms, &making->ca))
        pem = am_lancert_pem(making->arena, making->ca);
    if (!pem)
        return fail(making, "a certificate authority cannot be made (memory, or no random numbers)");
    making->out->made_ca = true;
    return write_file(making, "ca.key", key_pem) && write_file(making, "ca.crt", pem);
}

static bool damaged(struct making *making, const char *name, const char *why)
{
    return fail(
        making,
        "%s/%s %s. Put it back from a copy. Without one: remove the folder %s, start again, and let every "
        "device join anew, because none will trust the new authority",
        making->folder, name, why, making->folder);
}

static bool read_ca(struct making *making)
{
    const char *key = read_file(making, "ca.key");
    if (!key)
        return damaged(making, "ca.key", errno == ENOENT ? "is missing" : strerror(errno));
    const char *pem = read_file(making, "ca.crt");
    if (!pem)
        return damaged(making, "ca.crt", errno == ENOENT ? "is missing" : strerror(errno));
    if (!am_lancert_read_key(key, &making->ca_key))
        return damaged(making, "ca.key", "is damaged: no key can be read from it");
    if (!am_lancert_read(pem, &making->ca))
        return damaged(making, "ca.crt", "is damaged: no certificate can be read from it");
    if (!am_lancert_is_pair(making->ca, making->ca_key))
        return damaged(making, "ca.key", "is not the key of ca.crt beside it");
    if (am_lancert_ends_ms(making->ca) <= making->now_ms + DAY_MS)
        return damaged(making, "ca.crt", "has ended");
    return true;
}

static bool describe_ca(struct making *making)
{
    struct am_lanca *out = making->out;
    const char *pem = am_lancert_pem(making->arena, making->ca);
    out->ca_pem = (struct amends_view){pem, pem ? strlen(pem) : 0};
    out->ca_ends_at_ms = am_lancert_ends_ms(making->ca);
    out->name = am_lancert_name(making->arena, making->ca);
    return pem && out->name && am_lancert_der(making->arena, making->ca, &out->ca_der) &&
           am_lancert_print(making->ca, out->print);
}

/* ---- the desk's certificate */

/* What the authority may sign, and what not. */
static void sort_names(struct making *making)
{
    struct am_lanca *out = making->out;
    for (size_t i = 0; i < making->wished->count; i++) {
        const char *name = making->wished->names[i];
        struct am_lan_names *where = am_lancert_may_name(making->ca, name) ? &out->names : &out->left_out;
        where->names[where->count++] = name;
        where->outside += i < making->wished->outside;
    }
}

/* The one that is there, where it still does. */
static bool read_server(struct making *making)
{
    struct am_lanca *out = making->out;
    gnutls_x509_crt_t crt = NULL;
    gnutls_x509_privkey_t key = NULL;
    const char *pem = read_file(making, "server.crt");
    out->key_pem = pem ? read_file(making, "server.key") : NULL;
    bool good = out->key_pem && am_lancert_read(pem, &crt) && am_lancert_read_key(out->key_pem, &key) &&
                am_lancert_is_pair(crt, key) && am_lancert_is_from(crt, making->ca) &&
                am_lancert_begins_ms(crt) <= making->now_ms &&
                am_lancert_ends_ms(crt) > making->now_ms + AM_LANCA_RENEW_DAYS * DAY_MS;
    for (size_t i = 0; good && i < out->names.count; i++)
        good = am_lancert_has_name(crt, out->names.names[i]);
    if (good) {
        out->ends_at_ms = am_lancert_ends_ms(crt);
        out->chain_pem = pem;
    }
    am_lancert_forget(crt, key);
    return good;
}

static bool make_server(struct making *making)
{
    struct am_lanca *out = making->out;
    gnutls_x509_crt_t crt = NULL;
    gnutls_x509_privkey_t key = NULL;
    int64_t ends_at_ms = making->now_ms + (AM_LANCA_DAYS - 1) * DAY_MS; /* it begins a day ago */
    if (ends_at_ms > out->ca_ends_at_ms)
        ends_at_ms = out->ca_ends_at_ms;
    out->key_pem = am_lancert_new_key(making->arena, &key);
    const char *pem = NULL;
    if (out->key_pem && am_lancert_make(making->ca, making->ca_key, key, &out->names, making->now_ms - DAY_MS,
                                        ends_at_ms, &crt))
        pem = am_lancert_pem(making->arena, crt);
    am_lancert_forget(crt, key);
    const size_t room = (pem ? strlen(pem) : 0) + out->ca_pem.len_bytes + 1;
    char *chain = pem ? am_arena_take(making->arena, room) : NULL;
    if (!chain)
        return fail(making, "a certificate cannot be made (memory, or no random numbers)");
    snprintf(chain, room, "%s%s", pem, out->ca_pem.bytes);
    out->chain_pem = chain;
    out->ends_at_ms = ends_at_ms;
    out->made = true;
    /* A key that does not belong to the certificate beside it is found and made anew. */
    return write_file(making, "server.key", out->key_pem) && write_file(making, "server.crt", chain);
}

/* ---- all of it */

static bool ready(struct making *making)
{
    const bool there = is_there(making, "ca.key") || is_there(making, "ca.crt");
    if (!(there ? read_ca(making) : make_ca(making)))
        return false;
    if (!describe_ca(making))
        return fail(making, "no memory");
    sort_names(making);
    return read_server(making) || make_server(making);
}

bool am_lanca_ready(const char *folder, const struct am_lan_names *wished, int64_t now_ms,
                    struct am_arena *arena, struct am_lanca *out, char trouble[AM_LANCA_TROUBLE_LEN])
{
    char lock[PATH_ROOM];
    *out = (struct am_lanca){.chain_pem = NULL};
    struct making making = {folder, wished, now_ms, arena, out, trouble, NULL, NULL};
    if (mkdir(folder, S_IRWXU) != 0 && errno != EEXIST)
        return fail(&making, "%s cannot be made: %s", folder, strerror(errno));
    const int fd = open(path_of(&making, "lock", lock), O_CREAT | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd < 0)
        return fail(&making, "%s cannot be written: %s", lock, strerror(errno));
    flock(fd, LOCK_EX);
    const bool is_ready = ready(&making);
    close(fd);
    am_lancert_forget(making.ca, making.ca_key);
    return is_ready;
}
