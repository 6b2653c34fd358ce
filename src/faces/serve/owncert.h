/*
 * Certificates that the business brings itself: whether they can be used, said before the server starts in
 * words for who put them there. By GnuTLS. Thread-safe.
 */
#ifndef AM_OWNCERT_H
#define AM_OWNCERT_H

#include <stdbool.h>
#include <stdint.h>

enum { AM_OWNCERT_TEXT_LEN = 400 };

/* Checks a chain and its key (PEM): that both can be read, belong together, stand in order, hold now. `host`:
 * under which name it is reached; NULL: not known. False: `text` says what is wrong, *of_key in which of the
 * two. True: `text` is what should be looked at soon, "" for nothing. `now_ms`: UTC. */
bool am_owncert_check(const char *chain_pem, const char *key_pem, const char *host, int64_t now_ms,
                      bool *of_key, char text[AM_OWNCERT_TEXT_LEN]);

#endif
