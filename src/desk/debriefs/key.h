/*
 * The key of a person's debriefs: made once, kept sealed with their password, so that nobody who has the
 * database, nor an administrator, reads what they wrote. A reset of the password loses it for ever.
 * libsodium: argon2id makes a key of the password, secretbox seals. sodium_init must have been called.
 * Nothing owned; thread-safe.
 */
#ifndef AM_DEBRIEF_KEY_H
#define AM_DEBRIEF_KEY_H

#include <stdbool.h>
#include <stddef.h>

#include "amends/memory.h"

enum {
    AM_DEBRIEF_KEY_BYTES = 32,
    AM_DEBRIEF_SEAL_BYTES = 1 + 16 + 24 + 16 + 32, /* version, salt, nonce, tag, the key */
    AM_DEBRIEF_SEALED_MORE = 1 + 24 + 16           /* what sealing adds to a text */
};

/* A new key, and its seal for am_person.debrief_seal. False: no memory for argon2id. Takes some 50 ms. */
bool am_debrief_key_make(struct amends_view password, unsigned char key[AM_DEBRIEF_KEY_BYTES],
                         unsigned char seal[AM_DEBRIEF_SEAL_BYTES]);

/* The key out of its seal. False: another password, or no seal. */
bool am_debrief_key_open(struct amends_view seal, struct amends_view password,
                         unsigned char key[AM_DEBRIEF_KEY_BYTES]);

/* The same key sealed with another password: what is done when somebody changes theirs. */
bool am_debrief_key_seal(const unsigned char key[AM_DEBRIEF_KEY_BYTES], struct amends_view password,
                         unsigned char seal[AM_DEBRIEF_SEAL_BYTES]);

/* Seals a text: `out` has room for text.len_bytes + AM_DEBRIEF_SEALED_MORE. */
void am_debrief_seal(const unsigned char key[AM_DEBRIEF_KEY_BYTES], struct amends_view text,
                     unsigned char *out);

/* The text out of what am_debrief_seal made: `out` has room for sealed.len_bytes - AM_DEBRIEF_SEALED_MORE.
 * False: another key, or it is not whole. */
bool am_debrief_unseal(const unsigned char key[AM_DEBRIEF_KEY_BYTES], struct amends_view sealed, char *out);

#endif
