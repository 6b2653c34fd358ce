/*
 * What a session's cookie, a device's cookie and an API token consist of: whose it is, which one, and a
 * secret of 32 random bytes. Only a hash of the secret is kept (BLAKE2b: the secret is as long as a key, so
 * nothing slow is needed). Text: "<organisation>.<id>.<secret>", a token with "amends_" before it.
 * Thread-safe.
 */
#ifndef AM_CREDENTIAL_H
#define AM_CREDENTIAL_H

#include "domain/id.h"

enum {
    AM_SECRET_BYTES = 32,
    AM_SECRET_HASH_BYTES = 32,
    AM_CREDENTIAL_LEN = 2 * (AM_ID_TEXT_LEN + 1) + 43, /* without prefix */
};
#define AM_TOKEN_PREFIX "amends_"

struct am_credential {
    am_id org, id;
    unsigned char secret[AM_SECRET_BYTES], hash[AM_SECRET_HASH_BYTES];
};

/* A new one; wipe it with am_credential_wipe. */
void am_credential_make(am_id org, am_id id, struct am_credential *out);

/* Its text and a NUL. */
void am_credential_write(const struct am_credential *credential, char text[AM_CREDENTIAL_LEN + 1]);

/* False where the text is none. */
bool am_credential_read(struct amends_view text, struct am_credential *out);

/* Does the stored hash belong to it? Takes the same time for any answer. */
bool am_credential_is(const struct am_credential *credential, struct amends_view stored_hash);

/* A key for another purpose, out of the secret: `purpose` is up to 8 bytes. */
void am_credential_key(const struct am_credential *credential, const char *purpose, unsigned char key[32]);

void am_credential_wipe(struct am_credential *credential);

#endif
