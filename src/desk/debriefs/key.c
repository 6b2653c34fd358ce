#include "desk/debriefs/key.h"

#include <sodium.h>
#include <string.h>

_Static_assert(AM_DEBRIEF_KEY_BYTES == crypto_secretbox_KEYBYTES, "the key is secretbox's");
_Static_assert(AM_DEBRIEF_SEAL_BYTES == 1 + crypto_pwhash_SALTBYTES + crypto_secretbox_NONCEBYTES +
                                            crypto_secretbox_MACBYTES + crypto_secretbox_KEYBYTES,
               "the seal's parts");
_Static_assert(AM_DEBRIEF_SEALED_MORE == 1 + crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES,
               "what sealing adds");

/* The first byte: how it was made. Another way gets another number, old seals stay readable. */
enum { ARGON2ID_INTERACTIVE = 1, SECRETBOX = 1 };

/* Where the parts of a seal begin. */
enum {
    SALT_AT = 1,
    NONCE_AT = SALT_AT + crypto_pwhash_SALTBYTES,
    BOX_AT = NONCE_AT + crypto_secretbox_NONCEBYTES
};

static bool key_of_password(struct amends_view password, const unsigned char *salt,
                            unsigned char key[crypto_secretbox_KEYBYTES])
{
    return crypto_pwhash(key, crypto_secretbox_KEYBYTES, password.bytes, password.len_bytes, salt,
                         crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE,
                         crypto_pwhash_ALG_ARGON2ID13) == 0;
}

bool am_debrief_key_seal(const unsigned char key[AM_DEBRIEF_KEY_BYTES], struct amends_view password,
                         unsigned char seal[AM_DEBRIEF_SEAL_BYTES])
{
    unsigned char from_password[crypto_secretbox_KEYBYTES];
    seal[0] = ARGON2ID_INTERACTIVE;
    randombytes_buf(seal + SALT_AT, crypto_pwhash_SALTBYTES + crypto_secretbox_NONCEBYTES);
    if (!key_of_password(password, seal + SALT_AT, from_password))
        return false;
    crypto_secretbox_easy(seal + BOX_AT, key, AM_DEBRIEF_KEY_BYTES, seal + NONCE_AT, from_password);
    sodium_memzero(from_password, sizeof from_password);
    return true;
}

bool am_debrief_key_make(struct amends_view password, unsigned char key[AM_DEBRIEF_KEY_BYTES],
                         unsigned char seal[AM_DEBRIEF_SEAL_BYTES])
{
    randombytes_buf(key, AM_DEBRIEF_KEY_BYTES);
    return am_debrief_key_seal(key, password, seal);
}

bool am_debrief_key_open(struct amends_view seal, struct amends_view password,
                         unsigned char key[AM_DEBRIEF_KEY_BYTES])
{
    const unsigned char *bytes = (const unsigned char *)seal.bytes;
    unsigned char from_password[crypto_secretbox_KEYBYTES];
    if (seal.len_bytes != AM_DEBRIEF_SEAL_BYTES || bytes[0] != ARGON2ID_INTERACTIVE ||
        !key_of_password(password, bytes + SALT_AT, from_password))
        return false;
    const bool opened = crypto_secretbox_open_easy(key, bytes + BOX_AT, seal.len_bytes - BOX_AT,
                                                   bytes + NONCE_AT, from_password) == 0;
    sodium_memzero(from_password, sizeof from_password);
    return opened;
}

void am_debrief_seal(const unsigned char key[AM_DEBRIEF_KEY_BYTES], struct amends_view text,
                     unsigned char *out)
{
    out[0] = SECRETBOX;
    randombytes_buf(out + 1, crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(out + 1 + crypto_secretbox_NONCEBYTES, (const unsigned char *)text.bytes,
                          text.len_bytes, out + 1, key);
}

bool am_debrief_unseal(const unsigned char key[AM_DEBRIEF_KEY_BYTES], struct amends_view sealed, char *out)
{
    const unsigned char *bytes = (const unsigned char *)sealed.bytes;
    return sealed.len_bytes >= AM_DEBRIEF_SEALED_MORE && bytes[0] == SECRETBOX &&
           crypto_secretbox_open_easy((unsigned char *)out, bytes + 1 + crypto_secretbox_NONCEBYTES,
                                      sealed.len_bytes - 1 - crypto_secretbox_NONCEBYTES, bytes + 1,
                                      key) == 0;
}
