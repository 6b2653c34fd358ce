/*
 * X.509 as the desk's own authority needs it, over GnuTLS: making, reading, asking. What is text lives in the
 * arena, what is GnuTLS' is given back by am_lancert_forget. Functions that give bool or pointers say with
 * false or NULL that memory ran out or that what they were given is no such thing. Thread-safe.
 */
#ifndef AM_LANCERT_H
#define AM_LANCERT_H

#include <gnutls/x509.h>
#include <stdint.h>

#include "faces/serve/lannames.h"

enum { AM_LANCERT_NAME_ROOM = 64 + 1 }; /* a common name, with its NUL */

/* A new key of P-256, and it as PEM. */
const char *am_lancert_new_key(struct am_arena *arena, gnutls_x509_privkey_t *key);

/* What a new authority is called: "Amends (HOST)". */
void am_lancert_ca_name(char name[AM_LANCERT_NAME_ROOM]);

/* A new authority: private addresses, *.local and the like, and each of these names. */
bool am_lancert_make_ca(gnutls_x509_privkey_t key, const char *name, const struct am_lan_names *names,
                        int64_t now_ms, gnutls_x509_crt_t *out);

/* A server's certificate from it. */
bool am_lancert_make(gnutls_x509_crt_t ca, gnutls_x509_privkey_t ca_key, gnutls_x509_privkey_t key,
                     const struct am_lan_names *names, int64_t begins_ms, int64_t ends_ms,
                     gnutls_x509_crt_t *out);

/* PEM: the first certificate; a key that has no password. */
bool am_lancert_read(const char *pem, gnutls_x509_crt_t *out);
bool am_lancert_read_key(const char *pem, gnutls_x509_privkey_t *out);

const char *am_lancert_pem(struct am_arena *arena, gnutls_x509_crt_t crt);
bool am_lancert_der(struct am_arena *arena, gnutls_x509_crt_t crt, struct amends_view *out);
const char *am_lancert_name(struct am_arena *arena, gnutls_x509_crt_t crt); /* its common name */

/* SHA-256 of it as "AB:CD:…", 95 characters and a NUL. */
bool am_lancert_print(gnutls_x509_crt_t crt, char print[96]);

/* UTC, milliseconds. */
int64_t am_lancert_begins_ms(gnutls_x509_crt_t crt);
int64_t am_lancert_ends_ms(gnutls_x509_crt_t crt);

bool am_lancert_is_pair(gnutls_x509_crt_t crt, gnutls_x509_privkey_t key);
bool am_lancert_is_from(gnutls_x509_crt_t crt, gnutls_x509_crt_t ca); /* signed by it */
bool am_lancert_has_name(gnutls_x509_crt_t crt, const char *name);    /* host or numeric address */
bool am_lancert_may_name(gnutls_x509_crt_t ca, const char *name);     /* by its constraints */

/* NULL does nothing. */
void am_lancert_forget(gnutls_x509_crt_t crt, gnutls_x509_privkey_t key);

#endif
