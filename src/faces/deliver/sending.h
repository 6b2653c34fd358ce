/*
 * One attempt to send one message: for the files of this folder alone. Each way is a function that gives what
 * became of it; it blocks no longer than it is told, changes nothing but the result, and is thread-safe.
 */
#ifndef AM_SENDING_H
#define AM_SENDING_H

#include <jansson.h>
#include <netinet/in.h>
#include <stdatomic.h>

#include "domain/arena.h"
#include "domain/id.h"
#include "faces/http/proxies.h"

enum { AM_TROUBLE_LEN = 160, AM_SIGN_KEY_BYTES = 32, AM_SIGNATURE_LEN = 47, AM_SECRET_TEXT_LEN = 50 };

struct am_sent {
    bool done;
    bool hopeless; /* it would fail again */
    char trouble[AM_TROUBLE_LEN];
};

/* Says what went wrong. */
__attribute__((format(printf, 3, 4))) void am_sent_wrong(struct am_sent *sent, bool hopeless,
                                                         const char *format, ...);

/* What all ways share: whom it is for and what is said. */
struct am_letter {
    am_id id;
    const char *address;
    const char *text;  /* plain text in the site's language, lines end with "\n" */
    const char *title; /* one line of it */
    const char *json;  /* {"type": …, "timestamp": …, "data": {…}} */
    json_t *data;      /* the data alone; borrowed */
    int64_t limit_ms;
    const atomic_bool *stopping; /* true: it is cut off */
};

/* ---- message.c */

/* Makes text, title and json of a delivery's body. False where memory runs out or the body is none (it was
 * erased). What is made lives in the arena; *data is the caller's to give back. */
bool am_letter_write(struct amends_view body, int64_t made_at_ms, bool trial, struct am_arena *arena,
                     struct am_letter *letter, json_t **data);

/* ---- webhook.c: signed as Standard Webhooks has it */

struct am_webhook {
    unsigned char secret[AM_SIGN_KEY_BYTES];
    const struct am_proxies *networks;
    const char *ca;
    int64_t now_ms;
};
void am_send_webhook(const struct am_letter *letter, const struct am_webhook *webhook, struct am_sent *sent);

/* "v1," and the HMAC-SHA256 over "ID.TIMESTAMP.BODY" in base64. */
void am_sign(const unsigned char secret[AM_SIGN_KEY_BYTES], const char *id, const char *timestamp,
             const char *body, char signature[AM_SIGNATURE_LEN + 1]);

/* May a webhook go there? Public addresses: yes, but not by plain http; others where the networks say so. */
bool am_webhook_may(const struct am_proxies *networks, const struct sockaddr *address, bool plain_http);

/* ---- mail.c */

struct am_mail {
    const char *url, *user, *password, *from, *ca;
    bool plain;
    int64_t now_ms;
};
void am_send_mail(const struct am_letter *letter, const struct am_mail *mail, struct am_sent *sent);

/* The whole message, headers and body, lines ended by CR LF; from the arena, NULL when memory runs out. No
 * text of it can end a header: titles are encoded words, the body is base64. */
char *am_mail_write(const struct am_letter *letter, const struct am_mail *mail, struct am_arena *arena);

/* ---- command.c */

enum { AM_COMMANDS_MOST = 16, AM_COMMAND_WORDS_MOST = 32 };
struct am_command_line {
    struct amends_view name;
    const char *words[AM_COMMAND_WORDS_MOST + 1]; /* the first is the program's path; NULL behind the last */
};
struct am_command_list {
    struct am_command_line lines[AM_COMMANDS_MOST];
    struct amends_view names[AM_COMMANDS_MOST];
    size_t count;
};

/* Reads "NAME=/PATH WORD…; NAME=…". Words have no quotes; {call}, {whom} and {to} stand for themselves.
 * False: what was expected. From the arena. */
bool am_commands_read(const char *text, struct am_arena *arena, struct am_command_list *out,
                      char expected[AM_TROUBLE_LEN]);

/* Runs it: the JSON on standard input, the facts in the environment, no shell, nothing else inherited; when
 * its time is over the whole group is killed. Exit status 0: done. */
void am_send_command(const struct am_letter *letter, const struct am_command_list *commands,
                     struct am_sent *sent);

/* ---- for curl's handles */

struct am_curl_watch {
    const atomic_bool *stopping;
};
/* Time limit, no signals, no proxy of the environment, cut off at a stop. `handle` is a CURL. */
void am_curl_furnish(void *handle, const struct am_letter *letter, const char *ca);

#endif
