#include "faces/serve/lan.h"

#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "faces/http/join/qr.h"
#include "faces/serve/lanca.h"
#include "faces/serve/lancert.h"
#include "faces/serve/owncert.h"

enum { PEM_BYTES_MAX = 262144, LAN_PORT = 8443, PATH_ROOM = 4200, TROUBLE_LEN = 1200 };

/* What was found at one look; the place that devices are told lies in its arena. */
struct found {
    struct am_arena arena;
    const char *chain_pem, *key_pem;
    struct am_lan_names names; /* the certificate's */
    struct am_lanca ca;        /* with an authority of its own */
    struct timespec changed[2];
};

struct am_lan {
    const struct am_config *config;
    struct am_log *log;
    bool own; /* the business brings its certificate */
    char folder[PATH_ROOM];
    char address[INET6_ADDRSTRLEN];
    uint16_t port, page_port;
    struct am_server *server;
    struct am_join_server *page;
    pthread_mutex_t looking; /* one looks at a time */
    pthread_mutex_t lock;    /* over `found` */
    struct found *found;
    char desk[AM_JOIN_ADDRESS_LEN], page_address[AM_JOIN_ADDRESS_LEN]; /* of `found` */
};

static void free_found(struct found *found)
{
    if (found)
        am_arena_dispose(&found->arena);
    free(found);
}

/* ---- the business' own certificate */

/* A PEM file as a string; NULL: `trouble` says why. */
static const char *read_pem(struct am_lan *lan, struct found *found, enum am_setting_id id, char *trouble)
{
    const char *path = am_config_text(lan->config, id), *key = am_setting(id)->key;
    char *text = am_arena_take(&found->arena, PEM_BYTES_MAX + 1);
    FILE *file = text ? fopen(path, "re") : NULL;
    struct stat is;
    if (!file) {
        snprintf(trouble, TROUBLE_LEN, "%s: %s: %s", key, path, text ? strerror(errno) : "no memory");
        return NULL;
    }
    const size_t len = fread(text, 1, PEM_BYTES_MAX + 1, file);
    const bool read = !ferror(file) && fstat(fileno(file), &is) == 0;
    fclose(file);
    if (read && len <= PEM_BYTES_MAX && strstr(text, "-----BEGIN ")) {
        found->changed[id == AM_SET_TLS_KEY] = is.st_mtim;
        return text;
    }
    snprintf(trouble, TROUBLE_LEN, "%s: %s: a PEM file was expected", key, path);
    return NULL;
}

/* The host of `url`, in the arena; NULL: none is set. */
static const char *host_of_url(const struct am_lan *lan, struct am_arena *arena)
{
    const char *url = am_config_text(lan->config, AM_SET_URL), *host = strstr(url, "://");
    if (!host)
        return NULL;
    host += 3;
    const bool six = *host == '[';
    host += six;
    return am_arena_copy(arena, (struct amends_view){host, strcspn(host, six ? "]/" : ":/")}).bytes;
}

/* The names that the certificate says it is good for, but those with a star. */
static void read_names(struct found *found)
{
    gnutls_x509_crt_t crt = NULL;
    if (am_lancert_read(found->chain_pem, &crt)) {
        for (unsigned i = 0; found->names.count < AM_LAN_NAMES_MOST; i++) {
            char name[AM_LAN_NAME_LEN_MOST + 1];
            size_t len = sizeof name - 1;
            const int kind = gnutls_x509_crt_get_subject_alt_name(crt, i, name, &len, NULL);
            if (kind == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
                break;
            char address[INET6_ADDRSTRLEN];
            if (kind == GNUTLS_SAN_IPADDRESS && (len == 4 || len == 16) &&
                inet_ntop(len == 4 ? AF_INET : AF_INET6, name, address, sizeof address))
                found->names.names[found->names.count++] =
                    am_arena_copy(&found->arena, (struct amends_view){address, strlen(address)}).bytes;
            else if (kind == GNUTLS_SAN_DNSNAME && am_lan_is_host(name, len))
                found->names.names[found->names.count++] =
                    am_arena_copy(&found->arena, (struct amends_view){name, len}).bytes;
        }
    }
    found->names.outside = found->names.count;
    am_lancert_forget(crt, NULL);
}

static bool find_own(struct am_lan *lan, int64_t now_ms, struct found *found, char *trouble)
{
    char text[AM_OWNCERT_TEXT_LEN];
    bool of_key;
    found->chain_pem = read_pem(lan, found, AM_SET_TLS_CERTIFICATE, trouble);
    found->key_pem = found->chain_pem ? read_pem(lan, found, AM_SET_TLS_KEY, trouble) : NULL;
    if (!found->key_pem)
        return false;
    const bool good = am_owncert_check(found->chain_pem, found->key_pem, host_of_url(lan, &found->arena),
                                       now_ms, &of_key, text);
    const enum am_setting_id id = of_key ? AM_SET_TLS_KEY : AM_SET_TLS_CERTIFICATE;
    if (!good)
        snprintf(trouble, TROUBLE_LEN, "%s: %s: %s", am_setting(id)->key, am_config_text(lan->config, id),
                 text);
    else if (text[0])
        AM_LOG(lan->log, AM_LOG_WARNING, "certificate", {"path", am_config_text(lan->config, id)},
               {"trouble", text});
    if (good)
        read_names(found);
    return good;
}

/* ---- the authority's */

static bool find_lan(struct am_lan *lan, int64_t now_ms, struct found *found, char *trouble)
{
    struct am_lan_names wished;
    if (!am_lan_names_find(am_config_text(lan->config, AM_SET_LAN_NAMES), &found->arena, &wished)) {
        snprintf(trouble, TROUBLE_LEN, "no memory");
        return false;
    }
    if (!am_lanca_ready(lan->folder, &wished, now_ms, &found->arena, &found->ca, trouble))
        return false;
    found->chain_pem = found->ca.chain_pem;
    found->key_pem = found->ca.key_pem;
    found->names = found->ca.names;
    return true;
}

/* ---- looking */

/* "https://[fd00::1]:8443" */
static void address_with(const char *scheme, const char *name, uint16_t port, char text[AM_JOIN_ADDRESS_LEN])
{
    const bool six = strchr(name, ':') != NULL;
    snprintf(text, AM_JOIN_ADDRESS_LEN, "%s://%s%s%s:%u", scheme, six ? "[" : "", name, six ? "]" : "", port);
}

static void set_addresses(struct am_lan *lan)
{
    const struct am_lan_names *names = &lan->found->names;
    const char *best = names->outside > 0 ? names->names[0] : "localhost";
    if (am_config_has(lan->config, AM_SET_URL))
        snprintf(lan->desk, sizeof lan->desk, "%.250s", am_config_text(lan->config, AM_SET_URL));
    else
        address_with("https", best, lan->port, lan->desk);
    address_with("http", best, lan->page_port, lan->page_address);
}

/* Takes what was found; the one until now ends. */
static void take(struct am_lan *lan, struct found *found)
{
    pthread_mutex_lock(&lan->lock);
    struct found *old = lan->found;
    lan->found = found;
    set_addresses(lan);
    pthread_mutex_unlock(&lan->lock);
    free_found(old);
}

static struct found *look(struct am_lan *lan, int64_t now_ms, char *trouble)
{
    struct found *found = calloc(1, sizeof *found);
    snprintf(trouble, TROUBLE_LEN, "no memory");
    if (!found || !(lan->own ? find_own : find_lan)(lan, now_ms, found, trouble) || found->arena.failed) {
        free_found(found);
        return NULL;
    }
    return found;
}

static bool is_as_it_was(const struct am_lan *lan)
{
    static const enum am_setting_id ids[2] = {AM_SET_TLS_CERTIFICATE, AM_SET_TLS_KEY};
    struct stat is;
    for (size_t i = 0; i < 2; i++)
        if (stat(am_config_text(lan->config, ids[i]), &is) != 0 ||
            is.st_mtim.tv_sec != lan->found->changed[i].tv_sec ||
            is.st_mtim.tv_nsec != lan->found->changed[i].tv_nsec)
            return false;
    return true;
}

static void look_again(struct am_lan *lan, int64_t now_ms)
{
    char trouble[TROUBLE_LEN];
    if (lan->own && is_as_it_was(lan))
        return;
    struct found *found = look(lan, now_ms, trouble);
    if (!found) {
        AM_LOG(lan->log, AM_LOG_ERROR, "certificate", {"trouble", trouble});
        return;
    }
    const bool other = strcmp(found->chain_pem, lan->found->chain_pem) != 0;
    if (other && !am_server_show(lan->server, found->chain_pem, found->key_pem)) {
        AM_LOG(lan->log, AM_LOG_ERROR, "certificate",
               {"trouble", "it cannot be shown; the one until now stays"});
        free_found(found);
        return;
    }
    take(lan, found);
    if (other)
        AM_LOG(lan->log, AM_LOG_INFO, "certificate", {"shown", lan->desk});
}

void am_lan_look(void *context, int64_t now_ms)
{
    struct am_lan *lan = context;
    if (!lan)
        return;
    pthread_mutex_lock(&lan->looking);
    if (lan->server)
        look_again(lan, now_ms);
    pthread_mutex_unlock(&lan->looking);
}

/* ---- the place, for the server and the page */

static struct amends_view copy(struct am_arena *arena, struct amends_view text)
{
    return am_arena_copy(arena, text);
}

static const char *copy_text(struct am_arena *arena, const char *text)
{
    return copy(arena, (struct amends_view){text, strlen(text)}).bytes;
}

static bool fill_place(struct am_lan *lan, struct am_arena *arena, struct am_join_place *out)
{
    const struct found *found = lan->found;
    const char **names = am_arena_take(arena, (found->names.count + 1) * sizeof *names);
    for (size_t i = 0; names && i < found->names.count; i++)
        names[i] = copy_text(arena, found->names.names[i]);
    *out = (struct am_join_place){.desk = copy_text(arena, lan->desk),
                                  .names = names,
                                  .name_count = found->names.count,
                                  .desk_port = lan->port};
    if (lan->page) {
        out->page = copy_text(arena, lan->page_address);
        out->ca_der = copy(arena, found->ca.ca_der);
        out->ca_pem = copy(arena, found->ca.ca_pem);
        out->ca_name = copy_text(arena, found->ca.name);
        out->ca_print = copy_text(arena, found->ca.print);
    }
    return !arena->failed;
}

static bool where(void *context, struct am_arena *arena, struct am_join_place *out)
{
    struct am_lan *lan = context;
    pthread_mutex_lock(&lan->lock);
    const bool filled = fill_place(lan, arena, out);
    pthread_mutex_unlock(&lan->lock);
    return filled;
}

/* ---- beginning and end */

/* All addresses: IPv6 and IPv4 by one socket, where the machine has IPv6 at all. */
static const char *every_address(void)
{
    const struct sockaddr_in6 any = {.sin6_family = AF_INET6};
    const int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool six = fd >= 0 && bind(fd, (const struct sockaddr *)&any, sizeof any) == 0;
    if (fd >= 0)
        close(fd);
    return six ? "::" : "0.0.0.0";
}

static bool names_are_right(const struct am_config *config)
{
    static const char separators[] = ", \t";
    const char *at = am_config_text(config, AM_SET_LAN_NAMES);
    for (at += strspn(at, separators); *at; at += strspn(at, separators)) {
        char text[AM_LAN_NAME_LEN_MOST + 1];
        unsigned char bytes[16];
        const size_t len = strcspn(at, separators);
        snprintf(text, sizeof text, "%.*s", (int)(len < sizeof text ? len : sizeof text - 1), at);
        if (!am_lan_is_host(at, len) && !am_lan_address(text, bytes)) {
            am_complain("lan-names: names of hosts or numeric addresses were expected, not \"%s\"", text);
            return false;
        }
        at += len;
    }
    return true;
}

static int check_settings(const struct am_config *config, const struct am_lan *lan)
{
    if (am_config_has(config, AM_SET_TLS_KEY) != am_config_has(config, AM_SET_TLS_CERTIFICATE)) {
        am_complain("%s: it was expected with %s",
                    am_config_has(config, AM_SET_TLS_KEY) ? "tls-certificate" : "tls-key",
                    am_config_has(config, AM_SET_TLS_KEY) ? "tls-key" : "tls-certificate");
        return AM_EXIT_USAGE;
    }
    if (!names_are_right(config))
        return AM_EXIT_USAGE;
    if (!lan->own && lan->port != 0 && lan->port == am_config_number(config, AM_SET_JOIN_PORT)) {
        am_complain("join-port: another port than %u, at which the desk itself is, was expected", lan->port);
        return AM_EXIT_USAGE;
    }
    return AM_EXIT_OK;
}

static struct am_lan *make(const struct am_opening *opening)
{
    const struct am_config *config = &opening->config;
    struct am_lan *lan = calloc(1, sizeof *lan);
    if (!lan)
        return NULL;
    lan->config = config;
    lan->log = opening->log;
    lan->own = am_config_has(config, AM_SET_TLS_KEY);
    const bool everywhere =
        am_config_number(config, AM_SET_LAN) && config->values[AM_SET_LISTEN].origin == AM_ORIGIN_USUAL;
    snprintf(lan->folder, sizeof lan->folder, "%.4000s/lan", am_config_text(config, AM_SET_DATA));
    snprintf(lan->address, sizeof lan->address, "%s",
             everywhere ? every_address() : am_config_text(config, AM_SET_LISTEN));
    lan->port = (uint16_t)(am_config_number(config, AM_SET_LAN) &&
                                   config->values[AM_SET_PORT].origin == AM_ORIGIN_USUAL
                               ? LAN_PORT
                               : am_config_number(config, AM_SET_PORT));
    pthread_mutex_init(&lan->lock, NULL);
    pthread_mutex_init(&lan->looking, NULL);
    return lan;
}

int am_lan_open(const struct am_opening *opening, struct am_server_settings *settings, struct am_lan **out)
{
    const struct am_config *config = &opening->config;
    char trouble[TROUBLE_LEN];
    *out = NULL;
    if (!am_config_number(config, AM_SET_LAN) && !am_config_has(config, AM_SET_TLS_KEY) &&
        !am_config_has(config, AM_SET_TLS_CERTIFICATE))
        return AM_EXIT_OK;
    struct am_lan *lan = *out = make(opening);
    if (!lan)
        return AM_EXIT_SYSTEM;
    const int status = check_settings(config, lan);
    if (status != AM_EXIT_OK)
        return status;
    struct found *found = look(lan, am_system_now_ms(), trouble);
    if (!found) {
        am_complain("%s", trouble);
        return AM_EXIT_SYSTEM;
    }
    take(lan, found);
    settings->address = lan->address;
    settings->port = lan->port;
    settings->tls_certificate = found->chain_pem;
    settings->tls_key = found->key_pem;
    settings->plain_beside = !lan->own;
    settings->join = where;
    settings->join_context = lan;
    return AM_EXIT_OK;
}

int am_lan_begin(struct am_lan *lan, struct am_server *server)
{
    char trouble[TROUBLE_LEN] = "";
    if (!lan)
        return AM_EXIT_OK;
    if (!lan->own) {
        const struct am_join_settings settings = {
            .address = lan->address,
            .port = (uint16_t)am_config_number(lan->config, AM_SET_JOIN_PORT),
            .where = where,
            .context = lan,
            .near = am_lan_is_near};
        struct am_join_server *page = am_join_server_start(&settings, trouble, sizeof trouble);
        if (!page) {
            am_complain("join-port: %s", trouble);
            return AM_EXIT_SYSTEM;
        }
        pthread_mutex_lock(&lan->lock);
        lan->page = page;
        lan->page_port = am_join_server_port(page);
        pthread_mutex_unlock(&lan->lock);
    }
    pthread_mutex_lock(&lan->looking);
    pthread_mutex_lock(&lan->lock);
    lan->server = server;
    lan->port = am_server_port(server);
    set_addresses(lan);
    pthread_mutex_unlock(&lan->lock);
    pthread_mutex_unlock(&lan->looking);
    return AM_EXIT_OK;
}

void am_lan_end(struct am_lan *lan)
{
    if (!lan)
        return;
    pthread_mutex_lock(&lan->looking);
    lan->server = NULL;
    pthread_mutex_unlock(&lan->looking);
    pthread_mutex_lock(&lan->lock);
    struct am_join_server *page = lan->page;
    lan->page = NULL;
    pthread_mutex_unlock(&lan->lock);
    am_join_server_stop(page);
}

void am_lan_close(struct am_lan *lan)
{
    if (!lan)
        return;
    am_lan_end(lan);
    free_found(lan->found);
    pthread_mutex_destroy(&lan->lock);
    pthread_mutex_destroy(&lan->looking);
    free(lan);
}

/* ---- telling */

const char *am_lan_desk(const struct am_lan *lan)
{
    return lan ? lan->desk : "";
}

/* A page that shows the code to a camera is for a terminal; in a log it would be noise. */
static void draw(const char *page, const char *setup)
{
    static const char before[] = "/setup#";
    struct am_arena arena = {0};
    char text[AM_JOIN_ADDRESS_LEN + 80];
    const bool to_setup = setup && strncmp(setup, before, sizeof before - 1) == 0;
    snprintf(text, sizeof text, "%s/%s%s", page, to_setup ? "#setup." : "",
             to_setup ? setup + sizeof before - 1 : "");
    const char *code = am_qr_terminal(text, 2, &arena);
    if (code)
        printf("%s", code);
    am_arena_dispose(&arena);
}

void am_lan_tell(struct am_lan *lan, const char *setup)
{
    if (!lan || !am_config_number(lan->config, AM_SET_LAN))
        return;
    const struct found *found = lan->found;
    char text[AM_JOIN_ADDRESS_LEN];
    for (size_t i = 0; i < found->names.outside; i++) {
        address_with("https", found->names.names[i], lan->port, text);
        if (strcmp(text, lan->desk) != 0)
            printf("amends: and also at %s\n", text);
    }
    for (size_t i = 0; i < found->ca.left_out.outside; i++)
        printf("amends: not at %s, which the certificate authority was not made for\n",
               found->ca.left_out.names[i]);
    if (lan->page) {
        printf("amends: phones and other devices join at %s\n", lan->page_address);
        if (isatty(STDOUT_FILENO))
            draw(lan->page_address, setup);
        printf("amends: they are asked to trust \"%s\", SHA-256\n  %s\n", found->ca.name, found->ca.print);
    }
    fflush(stdout);
}
