/*
 * The certificate that new connections are shown: it can be replaced while the server runs, by one that was
 * renewed or that covers another address. Connections that stand keep theirs. Any thread.
 */
#ifndef AM_TLS_H
#define AM_TLS_H

#include <gnutls/abstract.h>
#include <stdbool.h>
#include <stdint.h>

struct am_tls;

/* Shows nothing yet. NULL when memory runs out. Owns: the caller, am_tls_free, after the last connection. */
struct am_tls *am_tls_new(void);
void am_tls_free(struct am_tls *tls);

enum { AM_TLS_CHAIN_MOST = 16 }; /* certificates of a chain */

/* From now on new connections are shown this chain (PEM, the server's own first). What was shown until now is
 * kept for those that are in their handshake, and given back with a later call. False where they cannot be
 * read or do not belong together; nothing changes then. `clock_ms`: am_clock_ms. */
bool am_tls_show(struct am_tls *tls, const char *chain_pem, const char *key_pem, int64_t clock_ms);

/* What is shown now, for GnuTLS; false where that is nothing. A handshake may use it until it ends. */
bool am_tls_shown(struct am_tls *tls, gnutls_pcert_st **chain, unsigned *count, gnutls_privkey_t *key);

#endif
