/*
 * A person's authenticator: the secret that its codes come from, and recovery codes for when it is lost. Kept
 * in one piece, sealed with the server's key file. Every code is good once, whichever process takes it:
 * taking one changes the piece, which is written in the same transaction. No function here waits or writes;
 * thread-safe.
 */
#ifndef AM_AUTHENTICATOR_H
#define AM_AUTHENTICATOR_H

#include "domain/arena.h"
#include "faces/http/auth/totp.h"

enum { AM_RECOVERY_CODES = 10, AM_RECOVERY_HASH_BYTES = 16, AM_RECOVERY_CODE_LEN = 11 /* "k3v9a-0x7mz" */ };

struct am_authenticator {
    bool confirmed; /* a code of it was shown once: it is asked for */
    unsigned char secret[AM_TOTP_SECRET_BYTES];
    int64_t step;                                                   /* the last one whose code was taken */
    unsigned char codes[AM_RECOVERY_CODES][AM_RECOVERY_HASH_BYTES]; /* hashes; zero: taken */
};

/* A new secret, not confirmed, without recovery codes. Wipe it with sodium_memzero. */
void am_authenticator_make(struct am_authenticator *out);

/* `key`: of the key file; NULL: there is none. False: there is no authenticator, or the key is another. */
bool am_authenticator_open(const unsigned char *key, struct amends_view sealed, struct am_authenticator *out);

/* From the arena; false when memory runs out. */
bool am_authenticator_seal(const unsigned char *key, const struct am_authenticator *authenticator,
                           struct am_arena *arena, struct amends_view *out);

/* Takes a code of the authenticator (of now, or one step early or late) or one for recovery; false where it
 * is neither, or was taken before. */
bool am_authenticator_take(struct am_authenticator *authenticator, struct amends_view code, int64_t now_ms);

/* New recovery codes; those before are good no more. `text`: as a JSON array, from the arena. False when
 * memory runs out. */
bool am_authenticator_renew(struct am_authenticator *authenticator, struct am_arena *arena,
                            struct amends_view *text);

/* How many recovery codes are left. */
unsigned am_authenticator_left(const struct am_authenticator *authenticator);

#endif
