/*
 * The settings of the desk, in one table: key in the file, flag, name in the environment, kind, what holds
 * where nobody says anything, limits, one line about it. A value comes from a flag, else from the
 * environment, else from the file, else from the table. Reading checks every value; nothing is opened but the
 * file.
 *
 * Values live in the arena that am_config_read was given. Reading touches no global but what it is handed, so
 * it is thread-safe.
 */
#ifndef AM_CONFIG_H
#define AM_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/arena.h"
#include "domain/rules/retention.h"

enum am_setting_kind {
    AM_SETTING_TEXT,     /* one line; most: its length in bytes */
    AM_SETTING_PATH,     /* of a file or folder */
    AM_SETTING_DATABASE, /* a path, sqlite:PATH or postgresql://… */
    AM_SETTING_URL,      /* begins with one of `choices` (blanks between) */
    AM_SETTING_ADDRESS,  /* numeric, IPv4 or IPv6 */
    AM_SETTING_NETWORKS, /* addresses or networks (10.0.0.0/8), blanks or commas between */
    AM_SETTING_NUMBER,   /* between least and most */
    AM_SETTING_FLAG,     /* true or false */
    AM_SETTING_CHOICE,   /* one of `choices` (blanks between): its place is the number */
    AM_SETTING_TIMES,    /* HH:MM, blanks or commas between */
    AM_SETTING_COMMANDS, /* NAME=/PATH WORD…, ";" between */
    AM_SETTING_MAILBOX   /* name@host */
};

/* id, key, kind, where nothing is said, least, most, choices, secret, about */
#define AM_SETTINGS(X)                                                                                       \
    X(DATA, "data", PATH, "amends-data", 0, 0, NULL, false,                                                  \
      "folder of what the desk keeps beside its database: key, certificates")                                \
    X(DB, "db", DATABASE, "", 0, 0, NULL, false,                                                             \
      "a file for SQLite, or postgresql://…; empty: amends.db in the folder `data`")                         \
    X(LISTEN, "listen", ADDRESS, "127.0.0.1", 0, 0, NULL, false, "address to listen on")                     \
    X(PORT, "port", NUMBER, "8080", 0, 65535, NULL, false, "port to listen on; 0: one that is free")         \
    X(URL, "url", URL, "", 0, 0, "http:// https://", false,                                                  \
      "how others reach it, where a proxy stands before it; empty: as it listens")                           \
    X(TLS_CERTIFICATE, "tls-certificate", PATH, "", 0, 0, NULL, false, "certificate chain, PEM")             \
    X(TLS_KEY, "tls-key", PATH, "", 0, 0, NULL, false, "its key, PEM")                                       \
    X(LAN, "lan", FLAG, "false", 0, 1, NULL, false,                                                          \
      "listen for the devices in this network too, by TLS with a certificate authority of its own (or by "   \
      "tls-certificate); port 8443, where none is set")                                                      \
    X(LAN_NAMES, "lan-names", TEXT, "", 0, 1000, NULL, false,                                                \
      "names and addresses under which devices reach it, besides those that it finds")                       \
    X(JOIN_PORT, "join-port", NUMBER, "8080", 0, 65535, NULL, false,                                         \
      "port of the page with which devices join (plain HTTP), with lan; 0: one that is free")                \
    X(TRUSTED_PROXIES, "trusted-proxies", NETWORKS, "", 0, 0, NULL, false,                                   \
      "whose X-Forwarded-For is believed; empty: nobody's")                                                  \
    X(LOG_LEVEL, "log-level", CHOICE, "info", 0, 0, "error warning info debug", false,                       \
      "the least weighty line that is logged")                                                               \
    X(LOG_FORMAT, "log-format", CHOICE, "plain", 0, 0, "plain json", false, "how lines are logged")          \
    X(THREADS, "threads", NUMBER, "0", 0, 64, NULL, false,                                                   \
      "threads that serve connections; 0: as many as processors")                                            \
    X(WORKERS, "workers", NUMBER, "32", 1, 256, NULL, false, "threads for requests that wait for storage")   \
    X(SESSION_DAYS, "session-days", NUMBER, "30", 1, 365, NULL, false,                                       \
      "days after which one signs in again")                                                                 \
    X(SECOND_FACTOR, "second-factor", CHOICE, "reachable", 0, 0, "reachable always never", false,            \
      "when administrators must have an authenticator; reachable: where other machines reach the desk")      \
    X(BACKUP, "backup", PATH, "", 0, 0, NULL, false, "folder for backups by timer; empty: none are made")    \
    X(BACKUP_AT, "backup-at", TIMES, "03:00", 0, 0, NULL, false, "when, in the time of the machine")         \
    X(BACKUP_KEEP, "backup-keep", NUMBER, "14", 1, 1000, NULL, false, "how many of them are kept")           \
    X(CALL_UNSEEN, "call-unseen", NUMBER, "30", 2, 600, NULL, false,                                         \
      "seconds after which a call for help that nobody has seen goes to the next one")                       \
    X(CALL_COMMANDS, "call-commands", COMMANDS, "", 0, 0, NULL, false,                                       \
      "commands by which calls may go, NAME=/PATH WORD…; no other is ever run")                              \
    X(WEBHOOK_NETWORKS, "webhook-networks", NETWORKS, "127.0.0.0/8 ::1", 0, 0, NULL, false,                  \
      "addresses that are not public, and yet open to webhooks, also by plain http")                         \
    X(SMTP_URL, "smtp-url", URL, "", 0, 0, "smtp:// smtps://", false,                                        \
      "mail server for calls, smtp://host:587; empty: no e-mail")                                            \
    X(SMTP_TLS, "smtp-tls", CHOICE, "required", 0, 0, "required none", false,                                \
      "whether the mail server must speak TLS; none: one on this machine")                                   \
    X(SMTP_USER, "smtp-user", TEXT, "", 0, 254, NULL, false, "who signs in at the mail server")              \
    X(SMTP_PASSWORD, "smtp-password", TEXT, "", 0, 1000, NULL, true, "with which password")                  \
    X(SMTP_FROM, "smtp-from", MAILBOX, "", 0, 0, NULL, false, "mailbox that messages come from")             \
    X(DELIVERY_CA, "delivery-ca", PATH, "", 0, 0, NULL, false,                                               \
      "authorities that webhooks and the mail server are checked by, PEM; empty: the system's")

enum am_setting_id {
#define X(id, ...) AM_SET_##id,
    AM_SETTINGS(X)
#undef X
        AM_SET_RETAIN, /* the first of one setting for each kind that is kept for a time */
    AM_SETTING_COUNT = AM_SET_RETAIN + AM_RETAINED_COUNT
};

enum { AM_CONFIG_TROUBLE_LEN = 512, AM_CONFIG_BYTES_MAX = 65536, AM_CONFIG_VALUE_MAX = 4096 };

struct am_setting {
    const char *key;         /* in the file: "log-level" */
    const char *flag;        /* "--log-level" */
    const char *environment; /* "AMENDS_LOG_LEVEL" */
    enum am_setting_kind kind;
    const char *usual; /* what holds where nobody says anything */
    int64_t least, most;
    const char *choices;
    bool secret; /* never printed */
    const char *about;
};

enum am_origin { AM_ORIGIN_USUAL, AM_ORIGIN_FILE, AM_ORIGIN_ENVIRONMENT, AM_ORIGIN_FLAG };

struct am_config_value {
    const char *text; /* never NULL */
    int64_t number;   /* NUMBER; FLAG 0 or 1; CHOICE its place */
    enum am_origin origin;
    unsigned line; /* in the file */
};

/* Everything, after am_config_read. */
struct am_config {
    const char *file; /* NULL: none was read */
    struct am_config_value values[AM_SETTING_COUNT];
};

/* A flag as it was given: a setting and its text; a FLAG without a value is "true". */
struct am_config_given {
    int setting;
    const char *text;
};

struct am_config_source {
    const char *file;               /* NULL: none. One that cannot be read is a mistake */
    const char *const *environment; /* "NAME=value", NULL behind the last; may be NULL */
    const struct am_config_given *given;
    size_t given_count;
};

/* The table's row; NULL out of range. Static. Thread-safe. */
const struct am_setting *am_setting(int id);

/* The place in the table of a key ("log-level"), -1 for none. */
int am_setting_find(const char *key, size_t len_bytes);

/* Reads all sources and checks every value. False: the first mistake stands in `trouble`, with file and line
 * or the name in the environment or the flag, the key, and what was expected; secrets are not repeated. */
bool am_config_read(const struct am_config_source *source, struct am_arena *arena, struct am_config *out,
                    char trouble[AM_CONFIG_TROUBLE_LEN]);

/* What may be shown of a value: secrets are not, passwords in addresses are left out. From `arena`, NULL when
 * memory runs out. */
const char *am_config_shown(const struct am_config *config, int id, struct am_arena *arena);

/* Where it came from, in words: "default", "amends.yaml:3", "AMENDS_PORT", "--port". */
void am_config_origin(const struct am_config *config, int id, char *text, size_t size);

static inline const char *am_config_text(const struct am_config *config, enum am_setting_id id)
{
    return config->values[id].text;
}
static inline int64_t am_config_number(const struct am_config *config, enum am_setting_id id)
{
    return config->values[id].number;
}
static inline bool am_config_has(const struct am_config *config, enum am_setting_id id)
{
    return config->values[id].text[0] != 0;
}

#endif
