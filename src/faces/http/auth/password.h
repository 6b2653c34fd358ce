/*
 * Passwords and PINs (argon2id of libsodium), and what is sealed with them. One hash at a time in the whole
 * server (struct am_server, hashing): each takes 64 MiB for a moment. Results are from the arena.
 */
#ifndef AM_PASSWORD_H
#define AM_PASSWORD_H

#include "domain/arena.h"
#include "faces/http/auth/caller.h"
#include "faces/http/serving.h"

enum { AM_PASSWORD_LEN_LEAST = 10, AM_PASSWORD_LEN_MOST = 200, AM_PIN_LEN_LEAST = 4, AM_PIN_LEN_MOST = 12 };

/* Its hash as text, with salt and costs in it. False when memory runs out. */
bool am_password_hash(struct am_server *server, struct amends_view password, struct am_arena *arena,
                      struct amends_view *out);

/* Is it this one? An empty hash is no password's, and takes as long. */
bool am_password_is(struct am_server *server, struct amends_view password, struct amends_view hash);

/* A password that can be read out over the telephone: "kudo-ravi-…", some 62 bits. */
bool am_password_invent(struct am_arena *arena, struct amends_view *out);

/* Bytes under a key of 32 bytes (XSalsa20-Poly1305), nonce first; and the other way round: false where it is
 * not what was sealed with this key. */
bool am_seal(const unsigned char key[32], const void *bytes, size_t len_bytes, struct am_arena *arena,
             struct amends_view *out);
bool am_unseal(const unsigned char key[32], struct amends_view sealed, void *bytes, size_t len_bytes);

/* The key of a person's debriefs (desk/debriefs/key.h), new and sealed with their password; opened with it;
 * and sealed anew with another password. A reset by an administrator makes a new one: what was written before
 * cannot be read again. */
bool am_debriefs_key_make(struct am_server *server, struct amends_view password, struct am_arena *arena,
                          unsigned char key[AM_DEBRIEF_KEY_BYTES], struct amends_view *seal);
bool am_debriefs_key_open(struct am_server *server, struct amends_view password, struct amends_view seal,
                          unsigned char key[AM_DEBRIEF_KEY_BYTES]);
bool am_debriefs_key_seal(struct am_server *server, struct amends_view password, struct am_arena *arena,
                          const unsigned char key[AM_DEBRIEF_KEY_BYTES], struct amends_view *seal);

#endif
